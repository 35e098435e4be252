"""Depthwise layers and few channels a group, against the formula.

As in test_direct, rows that the machine lacks run cut into what there is.
"""

from dataclasses import replace

import numpy as np
import pytest
from helpers.check import asked, assert_exact, assert_right, normal, whole
from helpers.depthwise import plans, problems
from helpers.launch import launch, run
from hypothesis import given
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.bench.cases import read_cases
from filtergrad.cpu import choose
from filtergrad.cpu.base import isa
from filtergrad.cpu.depthwise.candidates import candidates, wholes
from filtergrad.cpu.depthwise.plan import DepthwisePlan
from filtergrad.cpu.depthwise.segments import segments
from filtergrad.cpu.depthwise.shares import next_sizes
from filtergrad.cpu.run import host
from filtergrad.cpu.run.llvm import LEVEL
from filtergrad.dtypes import SIZES
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

ROWS = pytest.mark.parametrize("row", isa.ROWS, ids=lambda row: row.name)
LAYOUTS = st.sampled_from(("rows", "rows dense", "planes", "planes dense", "any"))


# ---- the steps of an axis ----


@given(
    st.integers(1, 40),
    st.integers(1, 8),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5),
)
def test_segments_see_what_each_tap_sees(total, size, ranges):
    ranges = [(min(low, total), min(high, total)) for low, high in ranges]
    found = [
        (start + i, tap)
        for segment in segments(total, size, ranges)
        for start in range(segment.start, segment.stop, segment.size)
        for i, tap in segment.seen
    ]
    assert len(found) == len(set(found))
    assert set(found) == {(q, i) for i, (low, high) in enumerate(ranges) for q in range(low, high)}
    for segment in segments(total, size, ranges):
        assert segment.start % size == 0
        assert (segment.stop - segment.start) % segment.size == 0


# ---- what a row asks for ----


@given(st.data())
def test_rows_ask_for_all_that_the_next_block_needs(data):
    problem = data.draw(problems(isa.named("x86-64-v4-bf16")), "problem")
    plan = data.draw(plans(problem, isa.named("x86-64-v4-bf16"), ("planes", "planes")), "plan")
    told, size, rows = plan.sizes, SIZES[problem.dtype], plan.block[1]
    channels = plan.part_vectors * plan.lanes
    for name, pixels, wanted in (
        ("x", min(problem.h, rows * problem.u) * problem.w, channels * problem.c // problem.k),
        ("dy", rows * problem.q, channels),
    ):
        assert told[f"next.{name}.channels"] == wanted
        assert rows * told[f"next.{name}.share"] >= wanted
        assert 64 * told[f"next.{name}.lines"] >= pixels * size
    assert next_sizes(problem, ("rows", "any"), rows, channels) == {}


# ---- random plans ----


@ROWS
@given(st.data())
def test_random_plans(row, data):
    problem = data.draw(problems(row), "problem")
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(plans(problem, row, layouts), "plan")
    x, dy = whole(problem)
    old = None
    if not plan.writes_dw and data.draw(st.booleans(), "accumulate"):
        old = np.random.default_rng(1).integers(-9, 10, problem.filter_shape)
    assert_exact(problem, run(problem, plan, x, dy, layouts, old), x, dy, 0 if old is None else old)


@pytest.mark.parametrize("row", host.available(), ids=lambda row: row.name)
@given(st.data())
def test_any_number_of_threads(row, data):
    problem = data.draw(problems(row), "problem")
    plan = data.draw(plans(problem, row, ("rows dense", "rows dense")), "plan")
    x, dy = normal(problem)
    before, found = fg.get_num_threads(), set()
    for count in (1, 2, 3, 8):
        fg.set_num_threads(count)
        out = np.empty(problem.filter_shape, numpy_dtype(problem.dtype))
        launch(problem, plan, x, dy, out)
        found.add(out.tobytes())
    fg.set_num_threads(before)
    assert len(found) == 1
    assert_right(problem, out, x, dy)


@ROWS
@pytest.mark.parametrize("layout", ["rows dense", "planes dense"])
def test_a_task_of_its_own_for_a_vector_that_overlaps_another_tasks(row, layout):
    lanes = row.lanes(4)
    k = lanes // 2
    problem = Problem.make((2, 5, 9, 7), (3, 2, 1, 7 * k), None, (1, 1, 1, 1), "SAME",
                           dtype="float16")  # fmt: skip
    layouts = "rows dense", layout
    plan = next(iter(wholes(asked(problem, *layouts), row)))
    assert problem.k % lanes == k
    alone = replace(plan, cut=plan.vectors)
    x, dy = whole(problem)
    assert_exact(problem, run(problem, alone, x, dy, layouts), x, dy)


# ---- the plans that are chosen ----

LAYERS = {
    "3x3": ((4, 30, 28, 40), (3, 3, 1, 40), {}),
    "3x3 stride 2": ((4, 30, 29, 36), (3, 3, 1, 36), {"strides": (1, 2, 2, 1)}),
    "5x5": ((4, 14, 14, 72), (5, 5, 1, 72), {}),
    "7x7 on 7x7": ((8, 7, 7, 72), (7, 7, 1, 72), {}),
    "13x13 on 7x7": ((4, 7, 7, 40), (13, 13, 1, 40), {}),
    "31x31": ((1, 40, 36, 24), (31, 31, 1, 24), {}),
    "dilated": ((2, 33, 33, 24), (3, 3, 1, 24), {"dilations": (1, 6, 6, 1)}),
    "two outputs a channel": ((4, 28, 28, 20), (3, 3, 1, 40), {}),
    "sixteen outputs a channel": ((4, 14, 14, 3), (3, 3, 1, 48), {}),
    "four channels a group": ((4, 28, 28, 32), (3, 3, 4, 32), {}),
    "eight channels a group": ((4, 28, 28, 32), (3, 3, 8, 32), {"strides": (1, 2, 2, 1)}),
    "wide rows": ((2, 3, 700, 16), (1, 9, 1, 16), {}),
}
EACH = pytest.mark.parametrize("name", LAYERS)


def layer(name, dtype="float32", layout="rows dense", precision="default"):
    """A layer of the table, and the best plan of this algorithm for it."""
    x, dw, changes = LAYERS[name]
    given = {"strides": (1, 1, 1, 1), "dtype": dtype} | changes
    problem = Problem.make(x, dw, None, padding="SAME", **given)
    row = host.available()[0]
    found = candidates(asked(problem, layout, layout, precision), row)
    return problem, min(found, key=lambda pair: pair[0].wall)[1]


@EACH
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("layout", ["rows dense", "planes dense"])
def test_layers(name, dtype, layout):
    problem, plan = layer(name, dtype, layout)
    x, dy = normal(problem)
    got = run(problem, plan, x, dy, (layout, layout), level=LEVEL)
    assert_right(problem, got, x, dy)


@EACH
@pytest.mark.parametrize(("precision", "promise"), [("default", 4.5e-7), ("highest", 3e-7)])
def test_error_is_as_promised(name, precision, promise):
    problem, plan = layer(name, precision=precision)
    x, dy = normal(problem)
    exact = filter_gradient(problem, x, dy)
    got = run(problem, plan, x, dy, ("rows dense", "rows dense"), level=LEVEL)
    assert np.sqrt(np.mean((got - exact) ** 2) / np.mean(exact**2)) < promise


def test_padding_is_not_multiplied():
    """Infinities reach the taps that see them, and no others."""
    problem, plan = layer("3x3")
    x, dy = (
        np.ones(problem.input_shape, np.float32),
        np.ones(problem.out_backprop_shape, np.float32),
    )
    dy[:, :, 0] = np.inf
    dw = run(problem, plan, x, dy, ("rows dense", "rows dense"))
    assert np.all(np.isfinite(dw[:, 0]))
    assert np.all(np.isinf(dw[:, 1:]))


DEPTHWISE = [case for case in read_cases("core_mix") if case.group.startswith("dw")]


@pytest.mark.parametrize("case", DEPTHWISE, ids=lambda case: case.layer)
def test_is_chosen(case):
    plan = choose.choose(asked(case.problem()), host.available()[0])
    assert isinstance(plan, DepthwisePlan)


@ROWS
def test_others_are_left_alone(row):
    """Dense layers, fewer channels than lanes, numbers that do not divide each other."""
    for x, dw in (
        ((1, 8, 8, 32), (3, 3, 32, 32)),
        ((1, 8, 8, 1), (3, 3, 1, 1)),
        ((1, 8, 8, 9), (3, 3, 1, 27)),
    ):
        problem = Problem.make(x, dw, None, (1, 1, 1, 1), "SAME")
        assert wholes(asked(problem), row) is None
