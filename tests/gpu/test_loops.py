"""The direct algorithm's loops, interpreted: right for every argument that they are offered for."""

import math
import mmap
from dataclasses import replace

import numpy as np
import pytest
from helpers import interpret
from helpers.check import LEAST, UNIT
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib.stride_tricks import as_strided

from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.engine import Layout
from filtergrad.gpu.base import plan as base_plan
from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.base.plan import Tile, ceil_div
from filtergrad.gpu.base.units import Division
from filtergrad.gpu.direct.candidates import MOST_TOTALS
from filtergrad.gpu.direct.module import module
from filtergrad.gpu.direct.plan import (
    DirectPlan,
    best_box,
    groups_together,
    possible_run,
    runs,
    tiles,
)
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

ROWS = Layout("rows", dense=True, aligned=True)
NOT_RESERVED = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000  # Linux's MAP_NORESERVE
TMA = ("float16", "bfloat16", "float32")


def problem(x, dw, dtype="float32", strides=(1, 1), dilations=(1, 1), pads=None, **more):
    """Dense NHWC; ``pads`` are top, bottom, left, right."""
    more = {"padding": "SAME", **more}
    if pads is not None:
        more = {"padding": "EXPLICIT", "explicit_paddings": (0, 0, *pads, 0, 0)}
    return Problem.make(
        x, dw, None, (1, *strides, 1), dilations=(1, *dilations, 1), dtype=dtype, **more
    )


def planned(problem, loop, tile, programs=5, *, box=(), run=1, **more):
    """A plan of a loop, whatever its price; without programs, one for each tile that writes dW."""
    count = tiles(problem, loop, tile, run)
    plan = DirectPlan(
        problem=problem, isa=named("sm_90"), x_layout=ROWS, dy_layout=ROWS, precision="default",
        products="ieee", tile=tile, division=Division(count, 1, 1), warps=4, stages=3, loop=loop,
        box=box, run=run, **more,
    )  # fmt: skip
    if box == ():
        plan = replace(plan, box=best_box(problem, plan.images, tile.pixels, exact=False))
    steps = plan.steps(plan.images)
    writes_dw = programs is None
    programs = count if writes_dw else min(programs, count * steps)
    return replace(plan, division=Division(count, steps, programs), writes_dw=writes_dw)


def numbers(problem, seed=0):
    draw = np.random.default_rng(seed).standard_normal
    dtype = numpy_dtype(problem.dtype)
    return draw(problem.input_shape).astype(dtype), draw(problem.out_backprop_shape).astype(dtype)


def assert_right(plan, x=None, dy=None, old=None):
    """The plan's module leaves the filter gradient in dW, added to ``old`` where that is given."""
    p = plan.problem
    if x is None:
        x, dy = numbers(p)
    dw = np.full(p.filter_shape, np.nan if old is None else old, numpy_dtype(p.dtype))
    order = (0, 1, 2, 3) if p.data_format == "NHWC" else (0, 2, 3, 1)
    steps = Steps(strides(x, order), strides(dy, order), strides(dw))
    interpret.run(module(plan, steps, accumulate=old is not None), x, dy, dw)
    exact = filter_gradient(p, x, dy) + (0 if old is None else old)
    size = filter_gradient(p, np.abs(x), np.abs(dy))
    unit = UNIT["float64" if p.dtype == "float64" else "float32"]
    allowed = 2 * math.sqrt(p.n * p.p * p.q) * unit * size + LEAST[p.dtype]
    allowed += (UNIT[p.dtype] + UNIT["float64"]) * np.abs(exact)
    error = np.abs(dw.astype(np.float64) - exact)
    worst = np.unravel_index(np.argmax(error - allowed), error.shape)
    assert np.all(error <= allowed), (
        f"dw{[*map(int, worst)]} is {dw[worst]} instead of {exact[worst]}; {plan}"
    )
    return dw


def strides(a, order=(0, 1, 2, 3)):
    return tuple(a.strides[i] // a.itemsize for i in order)


SMALL = Tile(16, 16, pixels=32)
FIRST = problem((3, 7, 10, 3), (4, 5, 3, 20), strides=(2, 2))
BOXED = problem((3, 4, 8, 16), (2, 3, 16, 24))
FLAT = problem((3, 6, 7, 24), (1, 1, 24, 16))
GROUPED = problem((3, 4, 7, 20), (2, 3, 4, 25))
EACH = {
    "few": planned(FIRST, "few", SMALL),
    "few in runs": planned(
        problem((3, 7, 10, 3), (4, 5, 3, 20), "float16", strides=(2, 2)), "few", SMALL, run=2
    ),
    "boxes": planned(BOXED, "boxes", SMALL, box=(4, 2, 4)),
    "boxes in lines": planned(BOXED, "boxes", SMALL, box=(2, 2, 8)),
    "boxes of three taps": planned(
        BOXED, "boxes", Tile(16, 16, 1, 3, pixels=32), box=(2, 2, 8), swapped=True
    ),
    "flat": planned(FLAT, "flat", SMALL),
    "diagonal": planned(GROUPED, "diagonal", SMALL),
    "taps": planned(problem((3, 5, 7, 20), (2, 3, 20, 12)), "taps", SMALL, box=(1, 1, 1)),
    "taps of boxes": planned(problem((3, 5, 8, 12), (2, 3, 12, 20)), "taps", SMALL),
}
each = pytest.mark.parametrize("plan", EACH.values(), ids=EACH)
THREE = planned(problem((2, 3, 5, 12), (2, 3, 12, 20)), "taps", Tile(16, 16, 1, 3, pixels=32))


@pytest.fixture
def watched():
    interpret.watch(on=True)
    yield
    interpret.watch(on=False)


@each
def test_sums_are_divided_over_programs(plan):
    for programs in (3, 11):
        assert_right(remade(plan, programs=programs))


def remade(plan, programs=5, **more):
    """A plan of the same kind of work, divided or changed."""
    kept = {key: getattr(plan, key) for key in ("box", "run", "swapped")} | more
    p, loop, tile = kept.pop("problem", plan.problem), plan.loop, kept.pop("tile", plan.tile)
    return planned(p, loop, tile, programs, **kept)


@each
def test_rows_of_a_product_may_be_output_channels(plan):
    assert_right(remade(plan, swapped=not plan.swapped, tile=replace(plan.tile, c=32)))


@each
@pytest.mark.parametrize("dtype", DTYPES)
def test_dtypes(plan, dtype):
    if dtype == "float64" and plan.loop in ("boxes", "flat"):
        pytest.skip("float64 has no boxes")
    if plan.run > 1 and dtype not in ("float16", "bfloat16"):
        pytest.skip("three channels have no runs of wide numbers")
    assert_right(remade(plan, problem=replace(plan.problem, dtype=dtype)))


@each
def test_old_numbers_are_added(plan):
    assert_right(plan, old=3)


@each
@pytest.mark.parametrize("swapped", [False, True])
def test_a_program_a_tile_writes_dw(plan, swapped):
    plan = remade(plan, None, swapped=swapped)
    assert not plan.workspace_bytes
    assert_right(plan)
    assert_right(plan, old=3)


@each
def test_parts_of_the_images_one_after_the_other(plan):
    assert_right(remade(plan, parts=2))


@each
def test_chains_are_short(plan, monkeypatch):
    monkeypatch.setattr(base_plan, "FMA_CHAIN", 64)
    monkeypatch.setitem(base_plan.CHAINS, "float16", 64)
    plan = remade(plan, programs=1)
    assert plan.flushes
    assert_right(plan)
    assert_right(remade(plan, programs=2, parts=2))
    if plan.loop in MOST_TOTALS:  # the same sums in the same order, and no workspace
        total = remade(plan, None)
        assert total.totals
        assert not total.workspace_bytes
        in_slots = replace(total, writes_dw=False)
        assert np.array_equal(assert_right(total), assert_right(in_slots))
        assert_right(total, old=3)


@each
def test_operands_are_turned_first(plan):
    p = replace(plan.problem, data_format="NCHW")
    assert_right(remade(plan, problem=p, turned=("x", "dy")))


@pytest.mark.parametrize("name", ["few", "diagonal"])
def test_channels_that_lie_apart(name):
    assert_right(remade(EACH[name], problem=replace(EACH[name].problem, data_format="NCHW")))


@pytest.mark.parametrize("name", ["few", "few in runs", "diagonal", "taps", "taps of boxes"])
@pytest.mark.parametrize("parts", [1, 2])
def test_offsets_beyond_32_bits(name, parts, watched):
    """Images lie more than 2**31 numbers apart, in memory that nobody has touched."""
    plan = remade(EACH[name], parts=parts)
    x, dy = map(far_apart, numbers(plan.problem))
    assert_right(plan, x, dy)


@pytest.mark.parametrize("name", ["few", "diagonal", "taps", "three taps"])
def test_columns_beyond_32_bits(name, watched):
    """The columns of a filter lie more than 2**31 numbers apart."""
    plan = remade(EACH.get(name, THREE))
    x, dy = (far_apart(a, axis=2, step=2**30 + 64) for a in numbers(plan.problem))
    assert_right(plan, x, dy)


def far_apart(a, axis=0, step=2**31 + 64):
    """The same numbers, each image (or what the axis counts) far from the one before it."""
    memory = mmap.mmap(-1, a.shape[axis] * step * a.itemsize, flags=NOT_RESERVED)
    flat = np.frombuffer(memory, a.dtype)
    steps = [*a.strides]
    steps[axis] = step * a.itemsize
    far = as_strided(flat, a.shape, steps)
    far[...] = a
    return far


@each
def test_an_infinite_number_is_where_it_belongs(plan):
    x, dy = numbers(plan.problem)
    x[0, -1, -1, 1] = np.inf
    p = plan.problem
    dw = np.zeros(p.filter_shape, numpy_dtype(p.dtype))
    steps = Steps(strides(x), strides(dy), strides(dw))
    interpret.run(module(plan, steps, accumulate=False), x, dy, dw)
    with np.errstate(invalid="ignore"):
        assert (np.isfinite(dw) == np.isfinite(filter_gradient(p, x, dy))).all()


# ---- any problem, any plan ----


@st.composite
def axes(draw, strided):
    """Size, taps, stride, dilation, padding before and behind."""
    taps, dilation = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    reach = (taps - 1) * dilation + 1
    before, behind = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    size = draw(st.integers(max(1, reach - before - behind), 6))
    return size, taps, draw(st.integers(1, 3)) if strided else 1, dilation, before, behind


@st.composite
def any_problem(draw, loop):
    """A small problem that a loop is offered for."""
    dtype = draw(st.sampled_from(TMA if loop in ("boxes", "flat") else DTYPES))
    if loop == "flat":
        h, w = ((draw(st.integers(1, 9)), 1, 1, 1, 0, 0) for _ in range(2))
    else:
        h, w = draw(axes(loop != "boxes")), draw(axes(loop != "boxes"))
    together = {"float32": 4}.get(dtype, 8)
    if loop in ("boxes", "flat"):
        g, c, k = (draw(st.integers(1, most)) for most in (2, 3, 3))
        c, k = together * c, together * k
    elif loop == "diagonal":
        g, c, k = draw(st.integers(1, 7)), draw(st.integers(1, 8)), draw(st.integers(1, 8))
    else:
        g, c, k = (
            draw(st.sampled_from((1, 1, 2, 3))),
            draw(st.integers(1, 7)),
            draw(st.integers(1, 20)),
        )
    return problem(
        (draw(st.integers(1, 3)), h[0], w[0], g * c), (h[1], w[1], c, g * k), dtype,
        (h[2], w[2]), (h[3], w[3]), (*h[4:], *w[4:]),
    )  # fmt: skip


@st.composite
def any_plan(draw, loop):
    """Any plan of a loop for such a problem."""
    p = draw(any_problem(loop))
    taps = draw(st.integers(1, 3)) if loop in ("boxes", "diagonal", "taps") else 1
    tile = Tile(*(draw(st.sampled_from((16, 32))) for _ in range(2)), 1, taps, 16)
    turned = draw(st.sampled_from(((), ("x", "dy"))))
    if turned or loop not in ("boxes", "flat"):
        p = replace(p, data_format=draw(st.sampled_from(("NHWC", "NCHW"))))
    dense = p.data_format == "NHWC" or turned
    run = draw(st.sampled_from((1, possible_run(p, ROWS)))) if loop == "few" and dense else 1
    parts = draw(st.integers(1, p.n))
    box = best_box(p, ceil_div(p.n, parts), 16, exact=loop == "boxes")
    box = draw(st.sampled_from((box, (1, 1, 1)))) if loop == "taps" else box
    programs = draw(st.integers(1, 9) | st.none()) if parts == 1 else draw(st.integers(1, 9))
    return planned(
        p, loop, tile, programs, box=box, run=run, parts=ceil_div(p.n, ceil_div(p.n, parts)),
        turned=turned, swapped=draw(st.booleans()),
    )  # fmt: skip


@pytest.mark.parametrize("loop", ["few", "boxes", "flat", "diagonal", "taps"])
@settings(max_examples=15)
@given(data=st.data())
def test_any_plan_is_right(loop, data):
    plan = data.draw(any_plan(loop))
    old = data.draw(st.sampled_from((None, 2)))
    with pytest.MonkeyPatch.context() as patch:
        if (not plan.writes_dw or loop in MOST_TOTALS) and data.draw(st.booleans()):
            patch.setattr(base_plan, "FMA_CHAIN", 32)
            patch.setattr(base_plan, "CHAINS", {"float16": 32, "bfloat16": 32})
        assert_right(plan, old=old)


def test_boxes_waste_least_and_are_wide():
    p = problem((32, 28, 28, 8), (3, 3, 8, 8))
    assert best_box(p, 32, 64, exact=True) == (4, 4, 4)
    assert best_box(p, 32, 64, exact=False) == (4, 4, 4)
    assert best_box(problem((32, 64, 64, 8), (3, 3, 8, 8)), 32, 64, exact=True) == (1, 1, 64)
    assert best_box(problem((1, 7, 7, 8), (3, 3, 8, 8)), 1, 64, exact=False) == (1, 8, 8)


def test_runs_begin_where_pieces_do():
    p = problem((1, 224, 224, 3), (7, 7, 3, 64), "float16", (2, 2), pads=(3, 3, 3, 3))
    assert possible_run(p, ROWS) == 2
    assert runs(p, 2) == (1, 22)
    assert possible_run(p, Layout("planes", dense=True)) == 1
    assert possible_run(problem((1, 8, 8, 4), (3, 3, 4, 8), "float16"), ROWS) == 4
    assert possible_run(problem((1, 8, 8, 4), (3, 3, 4, 8), dilations=(2, 2)), ROWS) == 1


def test_whole_groups_share_a_tile():
    assert groups_together(GROUPED, Tile(16, 16)) == 3
    assert tiles(GROUPED, "diagonal", Tile(16, 16)) == 12
