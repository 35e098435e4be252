"""Winograd's algorithm: its machine code against the formula, for any plan that there is."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from helpers.check import asked, assert_right, normal
from helpers.launch import assemble
from helpers.strategies import winograd_plans
from helpers.winograd import computed, kinds_of
from hypothesis import given
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad.arrays import DTYPES
from filtergrad.cpu import choose
from filtergrad.cpu.base import isa
from filtergrad.cpu.base.plan import LONGEST_CHAIN
from filtergrad.cpu.direct.plan import DirectPlan
from filtergrad.cpu.run import host
from filtergrad.cpu.run.kernel import Kernel
from filtergrad.cpu.run.llvm import LEVEL
from filtergrad.cpu.winograd.plan import WinogradPlan
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient


def wide(array):
    """A view of `array`'s numbers with gaps between pixels and rows, which hold NaN."""
    n, h, w, c = array.shape
    room = np.full((n, h + 2, w + 1, c + 5), np.nan, array.dtype)
    view = room[:, 1:-1, :-1, 2:-3]
    view[...] = array
    return view


def planes(array):
    """A view of `array`'s numbers as n, h, w, c that lie as n, c, h, w."""
    return np.ascontiguousarray(array.transpose(0, 3, 1, 2)).transpose(0, 2, 3, 1)


PLACES = {
    "rows": lambda array: array.copy(),
    "rows with gaps": wide,
    "rows the other way": lambda array: array[:, ::-1].copy()[:, ::-1],
    "rows with pixels the other way": lambda array: array[:, :, ::-1].copy()[:, :, ::-1],
    "planes": planes,
    "planes the other way": lambda array: planes(array[..., ::-1])[..., ::-1],
    "any": lambda array: np.repeat(array, 2, axis=3)[..., ::2],
}
places = st.sampled_from(sorted(PLACES))


# ---- any plan ----


def unseen(problem):
    """Which pixels of an image no window sees."""
    rows, columns = (
        {
            i * step + tap * dilation - pad
            for i, tap in itertools.product(range(outputs), range(taps))
        }
        for outputs, taps, step, dilation, pad in (
            (problem.p, problem.r, problem.u, problem.dr, problem.top),
            (problem.q, problem.s, problem.v, problem.ds, problem.left),
        )
    )
    return np.array(
        [[h not in rows or w not in columns for w in range(problem.w)] for h in range(problem.h)]
    )


@given(st.sampled_from((isa.named("x86-64-v4-bf16"), *host.available())), places, places, st.data())
def test_random_plans(row, x_place, dy_place, data):
    """Right, whatever stands in unseen memory and pixels, and the same bits for all threads."""
    layouts = tuple(place.partition(" ")[0] for place in (x_place, dy_place))
    plan = data.draw(winograd_plans(row, layouts), "plan")
    x, dy = normal(plan.problem)
    a, b = PLACES[x_place](x), PLACES[dy_place](dy)
    a[:, unseen(plan.problem)] = np.nan
    old = None
    if not plan.writes_dw and data.draw(st.booleans(), "accumulate"):
        old = np.random.default_rng(1).integers(-9, 10, plan.problem.filter_shape)
    before, found = fg.get_num_threads(), []
    for count in (1, 2, 3, 8):
        fg.set_num_threads(count)
        found.append(computed(plan, a, b, old))
    fg.set_num_threads(before)
    x[:, unseen(plan.problem)] = 0
    assert_right(plan.problem, found[0], x, dy, 0 if old is None else old, plan)
    assert len({got.tobytes() for got in found}) == 1


# ---- each kind of layer, as a user gets it ----

LAYERS = {
    "3x3": ((2, 28, 28, 40), (3, 3, 40, 36), {}),
    "smaller than a patch": ((40, 3, 2, 32), (3, 3, 32, 32), {}),
    "2x2": ((2, 28, 28, 40), (2, 2, 40, 36), {"padding": "VALID"}),
    "5x5": ((2, 28, 28, 32), (5, 5, 32, 33), {}),
    "1x7": ((4, 9, 40, 32), (1, 7, 32, 40), {}),
    "3x1": ((4, 40, 9, 32), (3, 1, 32, 40), {}),
    "5x10, strides 1x2": ((2, 20, 40, 16), (5, 10, 16, 16), {"strides": (1, 1, 2, 1)}),
    "stride 2": ((2, 40, 40, 40), (3, 3, 40, 32), {"strides": (1, 2, 2, 1)}),
    "7x7, stride 2": ((2, 41, 40, 32), (7, 7, 32, 32), {"strides": (1, 2, 2, 1)}),
    "dilation 2": ((2, 28, 29, 40), (3, 3, 40, 36), {"dilations": (1, 2, 2, 1)}),
    "dilation 3": ((2, 25, 29, 40), (3, 3, 40, 36), {"dilations": (1, 3, 3, 1)}),
    "groups": ((4, 28, 28, 64), (3, 3, 16, 80), {}),
    "asymmetric": (
        (2, 20, 28, 40),
        (3, 3, 40, 36),
        {"padding": "EXPLICIT", "explicit_paddings": (0, 0, 2, 0, 0, 5, 0, 0)},
    ),
}


def layer(name, dtype="float32"):
    x, dw, changes = LAYERS[name]
    given = {"strides": (1, 1, 1, 1), "padding": "SAME", "dtype": dtype} | changes
    return Problem.make(x, dw, None, **given)


@pytest.mark.parametrize("name", LAYERS)
def test_layers(name, each_isa):
    problem = layer(name)
    plans = kinds_of(problem, each_isa)
    assert plans, "nothing is shown"
    x, dy = normal(problem)
    for plan in itertools.islice(plans.values(), 2):
        assert_right(problem, computed(plan, x, dy, level=LEVEL), x, dy, plan=plan)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["3x3", "stride 2", "groups"])
def test_dtypes_and_accumulation(name, dtype):
    problem = layer(name, dtype)
    plan = next(iter(kinds_of(problem, host.available()[0]).values())).with_partials()
    x, dy = normal(problem)
    old = np.full(problem.filter_shape, 2.0)
    assert_right(problem, computed(plan, x, dy, old), x, dy, old, plan)


@pytest.mark.parametrize(
    ("x", "changes"),
    [
        ((1, 40, 40, 32), {"strides": (1, 2**30, 2**31 - 1, 1)}),
        ((2, 2, 40, 32), {"dilations": (1, 3, 1, 1)}),  # no outputs for a phase of dilation
        ((1, 1, 200_000, 16), {}),  # a row of patches that is too long for one chain
    ],
)
def test_layers_that_are_left_to_others(x, changes):
    given = {"strides": (1, 1, 1, 1), "padding": "SAME"} | changes
    problem = Problem.make(x, (3, 3, x[3], 32), None, **given)
    assert kinds_of(problem, isa.named("x86-64-v3")) == {}


def test_highest_precision_is_left_to_the_direct_algorithm():
    problem = layer("3x3")
    for dtype in DTYPES:
        spec = asked(replace(problem, dtype=dtype), precision="highest")
        assert isinstance(choose.choose(spec, isa.named("x86-64-v3")), DirectPlan)


@pytest.mark.parametrize("name", ["3x3", "groups", "dilation 2"])
def test_a_task_of_one_chunk_may_take_its_channels_in_blocks(name):
    """They differ in what is near when it is needed, not in a bit; the last block is smaller."""
    problem = layer(name)
    plan = next(iter(kinds_of(problem, host.available()[-1]).values())).with_partials()
    plan = replace(plan, strips=plan.strip_count, split=1, cut=(1, 1, 1))
    assert plan.single
    x, dy = normal(problem)
    found = [
        computed(replace(plan, x_vectors=count), x, dy)
        for count in range(1, plan.part_vectors[0] + 1)
    ]
    assert len(found) > 1
    assert_right(problem, found[0], x, dy, plan=replace(plan, x_vectors=1))
    assert len({got.tobytes() for got in found}) == 1


# ---- numbers that are none ----


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("where", ["x", "dy"])
def test_what_is_not_finite(bad, where):
    """Where the exact answer is not finite, neither is ours; others are right or not finite."""
    problem = layer("3x3")
    plan = kinds_of(problem, host.available()[0])[4, 4]
    x, dy = normal(problem)
    exact = filter_gradient(problem, x, dy)
    (x if where == "x" else dy)[1, 9, 10, 5] = bad
    with np.errstate(invalid="ignore"):
        broken = ~np.isfinite(filter_gradient(problem, x, dy))
    got = computed(plan, x, dy)
    assert broken.any()
    assert not np.isfinite(got[broken]).any()
    # Nor does it reach any other channel.
    others = np.delete(np.arange(40 if where == "x" else 36), 5)
    rest = (
        slice(None),
        slice(None),
        *((others, slice(None)) if where == "x" else (slice(None), others)),
    )
    np.testing.assert_allclose(got[rest], exact[rest], atol=1e-3)


def test_zeros_stay_zeros():
    problem = layer("3x3")
    plan = kinds_of(problem, host.available()[0])[4, 4]
    x, dy = normal(problem)
    x[..., 7] = 0
    dy[..., 3] = 0
    got = computed(plan, x, dy)
    assert not got[:, :, 7].any()
    assert not got[..., 3].any()


def test_chains_are_as_long_as_the_plan_says():
    """2^24 + 1 is 2^24 in float32: a chunk's sum that starts anew keeps the ones."""
    problem = Problem.make((2, 8, 32, 16), (1, 3, 16, 16), None, (1, 1, 1, 1), "SAME")
    plan = kinds_of(problem, host.available()[0])[1, 2]
    plan = replace(plan, strips=8, split=1, cut=(1, 1, 1), writes_dw=True)
    assert plan.chunks == 2
    assert plan.flushes == 2
    x, dy = (np.zeros(s, np.float32) for s in (problem.input_shape, problem.out_backprop_shape))
    x[0, 0, 1], dy[0, 0, 0] = 4096, 4096  # 2^24, in the first chunk, of the patch's last tap
    x[1, :, 5::4], dy[1, :, 4::4] = 1, 1  # ones, in the second
    dw = computed(plan, x, dy)
    assert dw[0, 2, 0, 0] == 2**24 + np.sum(dy[1, :, :, 0])


def test_rows_wider_than_a_chain():
    """A strip of more patches than one chain may add is multiplied in several."""
    problem = Problem.make((1, 5, 1100, 16), (3, 3, 16, 16), None, (1, 1, 1, 1), "SAME")
    plan = kinds_of(problem, host.available()[0])[2, 2]
    assert plan.chunk_patches > LONGEST_CHAIN == plan.chain_length
    x, dy = normal(problem)
    np.testing.assert_allclose(
        computed(plan, x, dy), filter_gradient(problem, x, dy), rtol=0, atol=2e-3
    )


def test_compile_time_stays_small(record_property):
    """For information: it is measured in docs/decisions/winograd.md."""
    problem = layer("3x3")
    plan = kinds_of(problem, host.available()[0])[4, 4]
    binary = Kernel(problem, plan, assemble(plan)).binary
    assert len(binary.code) < 40_000
    assert isinstance(plan, WinogradPlan)
    record_property("bytes", len(binary.code))
