"""The errors that docs/numerics.md promises, measured.

Errors are told as TensorFlow's were measured: relative to the root mean square of the true dW.
"""

import itertools

import numpy as np
import pytest
from helpers.check import asked
from helpers.winograd import computed, kinds_of

import filtergrad as fg
from filtergrad import api
from filtergrad.arrays import numpy_dtype
from filtergrad.cpu import choose, direct
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.base import isa
from filtergrad.cpu.run import host
from filtergrad.cpu.run.llvm import LEVEL
from filtergrad.cpu.winograd.candidates import possible
from filtergrad.cpu.winograd.price import error
from filtergrad.problem import Problem
from filtergrad.recent import Recent
from filtergrad.reference import filter_gradient


def operands(problem, kind="normal", seed=0):
    rng = np.random.default_rng(seed)
    x, dy = (
        rng.standard_normal(shape, np.float32)
        for shape in (problem.input_shape, problem.out_backprop_shape)
    )
    if kind == "non-negative":
        x, dy = np.abs(x), np.abs(dy)
    elif kind == "rectified":
        x = np.maximum(x, 0)
    elif kind == "six decades":
        x, dy = (np.copysign(10 ** rng.uniform(-3, 3, a.shape), a) for a in (x, dy))
    return [array.astype(numpy_dtype(problem.dtype)) for array in (x, dy)]


def errors(problem, x, dy, precision="default"):
    """The largest and the root mean square error, relative to the rms of dW."""
    got = fg.conv2d_backprop_filter(
        x, problem.filter_shape, dy, [1] * 4, "SAME", precision=precision
    )
    return compared(problem, got, x, dy)


def compared(problem, got, x, dy):
    # Sums in float64 err as much as those that they are to judge.
    wide = np.longdouble if problem.dtype == "float64" else np.float64
    exact = filter_gradient(problem, x, dy, wide)
    difference = got.astype(wide) - exact
    rms = np.sqrt(np.mean(exact**2))
    return np.max(np.abs(difference)) / rms, np.sqrt(np.mean(difference**2)) / rms


def layer(n, h, w, c=8, k=16, dtype="float32", taps=3):
    return Problem.make((n, h, w, c), (taps, taps, c, k), None, (1, 1, 1, 1), "SAME", dtype=dtype)


SIZES = {64: (1, 8, 8), 4096: (4, 32, 32), 16384: (16, 32, 32)}


@pytest.fixture
def direct_only(monkeypatch):
    """The direct algorithm, whatever another one would cost."""
    monkeypatch.setattr(choose, "ALGORITHMS", (direct.ALGORITHM,))
    monkeypatch.setattr(cpu, "_kernels", Recent(64))
    monkeypatch.setattr(api, "_seen", Recent(64))


@pytest.mark.parametrize("terms", SIZES)
def test_the_direct_algorithm_is_as_exact_as_eigen(terms, each_isa, direct_only):
    """TensorFlow's most exact kernel errs by 1.3e-6 at 16384 terms, XLA's by 1.4e-6.

    (Its 7e-7 at 64 terms and 1.1e-6 at 4096 are single draws: a plain chain of 64 additions errs by
    7e-7 to 1.1e-6.)
    """
    problem = layer(*SIZES[terms])
    found = [errors(problem, *operands(problem, seed=seed)) for seed in range(5)]
    assert np.mean([largest for largest, _ in found]) <= 1.3e-6
    if terms == 16384:
        assert max(largest for largest, _ in found) <= 1.3e-6
    assert max(rms for _, rms in found) <= 3.5e-7


# ---- Winograd's algorithm: more, but within the promise for float32 ----

KINDS = ("normal", "rectified", "non-negative", "six decades")
FILTERS = {
    "2x2": ((2, 2), {}),
    "3x3": ((3, 3), {}),
    "5x5": ((5, 5), {}),
    "7x3": ((7, 3), {}),
    "1x7": ((1, 7), {}),
    "stride 2": ((3, 3), {"strides": (1, 2, 2, 1)}),
    "7x7, stride 2": ((7, 7), {"strides": (1, 2, 2, 1)}),
    "dilation 2": ((3, 3), {"dilations": (1, 2, 2, 1)}),
}


def worst(name, n, p, q, row, dtype="float32"):
    """Of all plans that there are, the one that should err most."""
    (r, s), changes = FILTERS[name]
    given = {"strides": (1, 1, 1, 1), "padding": "SAME", "dtype": dtype} | changes
    u = given["strides"][1]
    if r == 1:
        n, p = n * p, 1
    c = max(8, row.lanes(8 if dtype == "float64" else 4))  # fewer are not for this algorithm
    problem = Problem.make((n, p * u, q * u, c), (r, s, c, c), None, **given)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("filtergrad.cpu.winograd.candidates.MOST_OF_DIRECT_PRODUCTS", 0.9)
        found = possible(asked(problem, "rows"), row)
        return max((plan for _, plan in found), key=error)


@pytest.mark.parametrize("size", [(1, 8, 8), (4, 32, 32), (16, 64, 64)], ids=str)
@pytest.mark.parametrize("name", FILTERS)
def test_winograd(name, size, each_isa):
    plan = worst(name, *size, each_isa)
    for kind in KINDS:
        x, dy = operands(plan.problem, kind)
        _, rms = compared(plan.problem, computed(plan, x, dy, level=LEVEL), x, dy)
        assert rms <= 1.5e-6, kind
        if kind == "normal" and size != (1, 8, 8):  # as it is derived
            assert rms == pytest.approx(error(plan), rel=0.15)


@pytest.mark.parametrize("name", ["3x3", "5x5"])
def test_winograd_at_a_million_terms(name):
    plan = worst(name, 16, 256, 244, host.available()[0])
    x, dy = operands(plan.problem)
    assert compared(plan.problem, computed(plan, x, dy, level=LEVEL), x, dy)[1] <= 1.5e-6


@pytest.mark.parametrize("name", FILTERS)
def test_winograd_in_float64(name):
    plan = worst(name, 4, 32, 32, host.available()[0], "float64")
    x, dy = operands(plan.problem)
    assert compared(plan.problem, computed(plan, x, dy, level=LEVEL), x, dy)[1] <= 2.5e-15


@pytest.mark.parametrize("kind", ["normal", "six decades"])
def test_no_worse_than_adding_one_after_the_other(kind):
    """A running sum of float32 products, as a simple loop makes it, loses more of a long sum."""
    plan = worst("3x3", 16, 32, 32, host.available()[0])
    problem = plan.problem
    x, dy = operands(problem, kind)
    ours = compared(problem, computed(plan, x, dy, level=LEVEL), x, dy)[1]
    terms = x.reshape(-1, problem.c)[:, :8, None] * dy.reshape(-1, problem.k)[:, None, :8]
    plain = np.cumsum(terms, axis=0, dtype=np.float32)[-1]  # of the tap in the middle
    exact = filter_gradient(problem, x, dy)[1, 1, :8, :8]
    assert ours <= np.sqrt(np.mean((plain - exact) ** 2) / np.mean(exact**2))


def test_many_outputs_a_tile_would_err_too_much():
    """F(5x5, 4x4) has points, and few products, but its gain is 19."""
    problem = layer(4, 32, 32, 32, 32, taps=5)
    found = kinds_of(problem, isa.named("x86-64-v3"))
    assert (2, 2) in found
    assert (4, 4) not in found


# ---- any algorithm ----


@pytest.mark.parametrize("precision", ["default", "highest"])
@pytest.mark.parametrize("kind", ["normal", "non-negative"])
def test_errors_grow_no_faster_than_the_square_root(kind, precision):
    rms = []
    for side in (16, 32, 64, 128, 256, 512):  # four times the terms at each step
        problem = layer(1, side, side, 4, 8)
        rms.append(errors(problem, *operands(problem, kind), precision)[1])
    # A rule of large numbers: each step may err by a quarter, the whole way by nothing.
    assert all(after <= 2.5 * before for before, after in itertools.pairwise(rms)), rms
    assert rms[-1] <= 2 ** (len(rms) - 1) * rms[0], rms
    assert rms[-1] <= 5e-7


@pytest.mark.parametrize("kind", ["normal", "non-negative"])
@pytest.mark.parametrize("shape", [(1, 1000, 1000), (10_000, 10, 10), (1, 1, 10**6)], ids=str)
def test_highest_precision_at_a_million_terms(kind, shape):
    problem = layer(*shape, 2, 8)
    largest, rms = errors(problem, *operands(problem, kind), "highest")
    assert rms <= 3e-7
    assert largest <= 1.5e-6


def test_highest_is_no_worse_than_default():
    problem = layer(16, 32, 32)
    x, dy = operands(problem, "non-negative")
    assert errors(problem, x, dy, "highest")[1] <= errors(problem, x, dy)[1] * 1.05


@pytest.mark.parametrize("terms", SIZES)
def test_float64(terms):
    """TensorFlow: 5.5e-14 at 16384 terms."""
    problem = layer(*SIZES[terms], dtype="float64")
    assert errors(problem, *operands(problem))[0] <= 1e-14


@pytest.mark.parametrize("terms", SIZES)
@pytest.mark.parametrize(("dtype", "ulp"), [("float16", 2**-11), ("bfloat16", 2**-8)])
def test_half_precision_is_rounded_once(terms, dtype, ulp, each_isa):
    """Not further from the exact sum than half a unit in the last place, and what float32 adds."""
    problem = layer(*SIZES[terms], dtype=dtype)
    x, dy = operands(problem)
    got = fg.conv2d_backprop_filter(x, problem.filter_shape, dy, [1] * 4, "SAME")
    exact = filter_gradient(problem, x, dy)
    slack = 1e-5 * np.sqrt(np.mean(exact**2))
    np.testing.assert_array_less(
        np.abs(got.astype(np.float64) - exact), ulp * np.abs(exact) + slack
    )
    rounded = exact.astype(numpy_dtype(dtype))
    assert np.mean(got != rounded) < 0.01  # nearly always the very number that is nearest


def test_cancelling_sums_of_whole_numbers_are_exact():
    """Large terms that cancel: nothing is lost as long as the partial sums fit 24 bits."""
    problem = layer(4, 16, 16, 8, 8)
    rng = np.random.default_rng(0)
    x, dy = (
        rng.integers(-50, 51, s).astype(np.float32)
        for s in (problem.input_shape, problem.out_backprop_shape)
    )
    got = fg.conv2d_backprop_filter(x, problem.filter_shape, dy, [1] * 4, "SAME")
    np.testing.assert_array_equal(got, filter_gradient(problem, x, dy))


@pytest.mark.parametrize("kind", ["normal", "non-negative"])
def test_nchw_errs_no_more(kind):
    shape = (16, 8, 32, 32)
    problem = Problem.make(shape, (3, 3, 8, 16), None, (1, 1, 1, 1), "SAME", data_format="NCHW")
    x, dy = operands(problem, kind)
    got = fg.conv2d_backprop_filter(x, (3, 3, 8, 16), dy, [1] * 4, "SAME", data_format="NCHW")
    largest, rms = compared(problem, got, x, dy)
    assert rms <= 1.5e-6
    assert largest <= 1e-5
