"""The errors that docs/numerics.md promises, measured.

Errors are told as TensorFlow's were measured: relative to the root mean square of the true dW.
"""

import itertools

import numpy as np
import pytest

import filtergrad as fg
from filtergrad.arrays import numpy_dtype
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient


def operands(problem, kind="normal", seed=0):
    rng = np.random.default_rng(seed)
    shapes = problem.input_shape, problem.out_backprop_shape
    made = (rng.standard_normal(s, np.float32) for s in shapes)
    arrays = [np.abs(a) if kind == "non-negative" else a for a in made]
    return [array.astype(numpy_dtype(problem.dtype)) for array in arrays]


def errors(problem, x, dy, precision="default"):
    """The largest and the root mean square error, relative to the rms of dW."""
    got = fg.conv2d_backprop_filter(
        x, problem.filter_shape, dy, [1] * 4, "SAME", precision=precision
    )
    exact = filter_gradient(problem, x, dy)
    difference = got.astype(np.float64) - exact
    rms = np.sqrt(np.mean(exact**2))
    return np.max(np.abs(difference)) / rms, np.sqrt(np.mean(difference**2)) / rms


def layer(n, h, w, c=8, k=16, dtype="float32", taps=3):
    return Problem.make((n, h, w, c), (taps, taps, c, k), None, (1, 1, 1, 1), "SAME", dtype=dtype)


SIZES = {64: (1, 8, 8), 4096: (4, 32, 32), 16384: (16, 32, 32)}


@pytest.mark.parametrize("terms", SIZES)
def test_float32_is_as_exact_as_eigen(terms, each_isa):
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
    slack = 2e-6 * np.sqrt(np.mean(exact**2))
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
    exact = filter_gradient(problem, x, dy)
    assert np.max(np.abs(got - exact)) <= 1.5e-6 * np.sqrt(np.mean(exact**2))
