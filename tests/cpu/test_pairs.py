"""Pairs of bfloat16 numbers: which are paired, that plans with pairs are right, what they lose.

What needs no instruction runs everywhere; the rest where the processor has it.
"""

import itertools

import numpy as np
import pytest
from helpers.check import asked, assert_exact, assert_right, normal, whole
from helpers.launch import LAYOUTS, run, runs
from helpers.strategies import plans, problems
from hypothesis import assume, given
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad import knobs
from filtergrad.arrays import numpy_dtype
from filtergrad.cpu import choose, show
from filtergrad.cpu.base import isa
from filtergrad.cpu.direct import pairs
from filtergrad.cpu.direct.candidates import candidates
from filtergrad.cpu.direct.plan import DirectPlan
from filtergrad.cpu.run import host
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

PAIRING = [row for row in isa.ROWS if row.dot is not None]
ROW = next((row for row in PAIRING if row in host.available()), PAIRING[0])
HERE = pytest.mark.skipif(ROW not in host.available(), reason="this processor pairs no numbers")
BFLOAT16 = numpy_dtype("bfloat16")


def layer(x, dw, strides=(1, 1), padding="SAME", **changes):
    given = {"dtype": "bfloat16"} | changes
    return Problem.make(x, dw, None, (1, *strides, 1), padding, **given)


def chosen(problem, row=ROW, precision="default", layout="rows dense"):
    return choose.choose(asked(problem, layout, layout, precision), row)


# ---- on any machine ----


@given(problems(("bfloat16",), most=12), st.data())
def test_a_pair_sees_what_its_two_pixels_see(problem, data):
    """Row h of the halved problem is the pair of rows h - u and h: a tap sees it or both miss."""
    assume(problem.p > 1)
    axis = data.draw(st.sampled_from(("n", "p")))
    halves = pairs.paired_problem(problem, axis)
    assert pairs.paired_problem(problem, "") == problem
    assert halves.n * halves.p <= (problem.n * problem.p + problem.n + problem.p)
    if axis == "n":
        assert halves.rows(0) == problem.rows(0)
        return
    for r in range(problem.r):
        seen = {p // 2 for p in range(*problem.rows(r))}
        phantom = problem.p * problem.u + r * problem.dr - problem.top  # of an odd last row
        if problem.p % 2 and 0 <= phantom < problem.h:
            seen.add(problem.p // 2)
        if problem.u <= problem.h:
            assert seen == set(range(*halves.rows(r)))


def test_who_pairs():
    """Only bfloat16, only with the instruction, and not where subnormal numbers are to be kept."""
    wide = layer((8, 28, 28, 256), (1, 1, 256, 256))
    for row in PAIRING:
        assert chosen(wide, row).pairs
        assert not chosen(wide, row, "highest").pairs
    for row in isa.ROWS:
        assert (row.dot is None) == (not getattr(chosen(wide, row), "pairs", ""))
    for dtype in ("float16", "float32", "float64"):
        assert not chosen(layer((8, 28, 28, 256), (1, 1, 256, 256), dtype=dtype)).pairs


PAIRED = {
    "1x1": layer((8, 28, 28, 256), (1, 1, 256, 256)),
    "1x1, batch 1": layer((1, 28, 28, 256), (1, 1, 256, 256)),
    "3x3, stride 2": layer((8, 29, 29, 64), (3, 3, 64, 64), (2, 2)),
    "3x3, batch 1": layer((1, 8, 28, 64), (3, 3, 64, 64), (2, 2)),
    "first layer": layer((8, 64, 64, 3), (7, 7, 3, 64), (2, 2)),
    "patches": layer((8, 64, 64, 3), (8, 8, 3, 64), (8, 8)),
    "planes": layer((4, 64, 28, 28), (3, 3, 64, 64), data_format="NCHW"),
}


@pytest.mark.parametrize("row", PAIRING, ids=lambda row: row.name)
@pytest.mark.parametrize("name", PAIRED)
def test_pairs_are_worth_it(name, row):
    problem = PAIRED[name]
    layout = "planes dense" if name == "planes" else "rows dense"
    direct = list(candidates(asked(problem, layout), row))
    best = min(direct, key=lambda pair: pair[0].wall)[1]
    assert best.pairs
    without = [price.wall for price, plan in direct if not plan.pairs]
    assert not without or min(without) > 1.1 * min(price.wall for price, _ in direct)


def test_the_explanation_says_so():
    for problem, text in (
        (PAIRED["1x1, batch 1"], "pairs of rows, "),
        (PAIRED["first layer"], "pairs of "),
    ):
        plan = chosen(problem)
        assert text in show.summary(plan)
        assert "both numbers of a pair" in show.nest(plan)


@pytest.mark.parametrize("name", ["3x3", "depthwise"])
def test_who_does_without(name):
    """Fewer products are better than two at once; and lanes over groups have none to pair."""
    shapes = {
        "3x3": ((8, 56, 56, 64), (3, 3, 64, 64)),
        "depthwise": ((8, 56, 56, 64), (3, 3, 1, 64)),
    }
    assert not isinstance(chosen(layer(*shapes[name])), DirectPlan)


# ---- where the instruction is ----


@HERE
@given(problems(("bfloat16",)), st.data())
def test_random_pairs(problem, data):
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(plans(problem, ROW, layouts).filter(lambda plan: plan.pairs), "plan")
    assert runs(plan)
    x, dy = whole(problem)
    old = np.random.default_rng(1).integers(-9, 10, problem.filter_shape)
    old = None if plan.writes_dw or data.draw(st.booleans(), "accumulate") else old
    assert_exact(problem, run(problem, plan, x, dy, layouts, old), x, dy, 0 if old is None else old)
    x, dy = normal(problem)
    assert_right(problem, run(problem, plan, x, dy, layouts), x, dy, plan=plan)


@HERE
@pytest.mark.parametrize("n", [1, 2, 3, 8])
@pytest.mark.parametrize("name", PAIRED)
def test_any_batch(name, n):
    problem = PAIRED[name]
    problem = layer(
        (n, *problem.input_shape[1:]), problem.filter_shape, (problem.u, problem.v),
        data_format=problem.data_format,
    )  # fmt: skip
    layouts = ("planes dense" if name == "planes" else "rows dense",) * 2
    plan = min(
        (pair for pair in candidates(asked(problem, *layouts), ROW) if pair[1].pairs),
        key=lambda pair: pair[0].wall,
    )[1]
    x, dy = normal(problem)
    assert_right(problem, run(problem, plan, x, dy, layouts), x, dy, plan=plan)


@HERE
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("axis", ["n", "p"])
def test_what_is_not_finite(axis, bad):
    """Pairs of images leave it where it belongs, pairs of rows in its channel."""
    problem = layer((3, 7, 6, 20), (3, 3, 20, 8))
    plan = next(plan for _, plan in candidates(asked(problem, "rows"), ROW) if plan.pairs == axis)
    for operand, (n, h) in itertools.product((0, 1), itertools.product((0, 1, 2), (0, 3, 6))):
        both = whole(problem)
        both[operand][n, h, 2, 1] = bad
        with np.errstate(invalid="ignore"):
            exact = filter_gradient(problem, *both)
        got = run(problem, plan, *both, ("rows", "rows")).astype(np.float64)
        assert not np.any(np.isfinite(got[~np.isfinite(exact)]))
        if axis == "n":
            np.testing.assert_array_equal(got, exact.astype(BFLOAT16).astype(np.float64))
        own = got[:, :, 1] if operand == 0 else got[..., 1]
        own[...] = 0
        assert np.all(np.isfinite(got))


@HERE
@given(problems(("bfloat16",)), st.data())
def test_rows_that_no_window_touches(problem, data):
    """They may hold anything, also where an odd last row has no partner."""
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(plans(problem, ROW, layouts).filter(lambda plan: plan.pairs), "plan")
    x, dy = whole(problem)
    rows = x if problem.data_format == "NHWC" else x.transpose(0, 2, 1, 3)
    touched = {
        p * problem.u + r * problem.dr - problem.top for p, r in np.ndindex(problem.p, problem.r)
    }
    apart = [h for h in range(problem.h) if h not in touched]
    rows[:, apart] = np.nan
    got = run(problem, plan, x, dy, layouts)
    rows[:, apart] = 0
    assert_exact(problem, got, x, dy)


@HERE
def test_subnormal_numbers_count_as_zeros():
    """As docs/numerics.md says; in the highest precision they are kept."""
    one, tiny = (np.full((2, 4, 4, 32), number, BFLOAT16) for number in (1, 1e-39))
    given = ([1, 1, 32, 32], one, [1] * 4, "SAME")
    with knobs.override(isa=ROW.name):
        assert fg.compile(one.shape, given[0], [1] * 4, "SAME", dtype="bfloat16").plan.pairs
        assert not np.any(fg.conv2d_backprop_filter(tiny, *given))
        kept = fg.conv2d_backprop_filter(tiny, *given, precision="highest")
    np.testing.assert_allclose(kept.astype(np.float64), 32e-39, rtol=0.02)
