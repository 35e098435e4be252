"""The depthwise algorithm of the GPU engine, interpreted, against the formula."""

from dataclasses import replace

import numpy as np
import pytest
from helpers import interpret  # before Triton: it switches the interpreter on
from helpers.gpu import WORK, aligned, asked, assert_right, cost
from hypothesis import given, settings
from hypothesis import strategies as st

from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.engine import Layout
from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.base.plan import Tile, ceil_div, workspace_limit
from filtergrad.gpu.base.units import Division
from filtergrad.gpu.depthwise import ALGORITHM
from filtergrad.gpu.depthwise.module import module
from filtergrad.gpu.depthwise.plan import DepthwisePlan, strips, tiles
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient


def problem(x, taps, k, per_group=1, **more):
    """``x`` is n, h, w, c in every data format; ``pads`` are top, bottom, left, right."""
    n, h, w, c = x
    nhwc = more.get("data_format", "NHWC") == "NHWC"

    def spread(rows, columns):
        return (1, rows, columns, 1) if nhwc else (1, 1, rows, columns)

    pads = more.pop("pads", None)
    if pads:
        more |= {"padding": "EXPLICIT"}
        more["explicit_paddings"] = (0, 0, *pads, 0, 0) if nhwc else (0, 0, 0, 0, *pads)
    given = {
        "padding": "SAME",
        **more,
        "strides": spread(*more.get("strides", (1, 1))),
        "dilations": spread(*more.get("dilations", (1, 1))),
    }
    return Problem.make(
        (n, h, w, c) if nhwc else (n, c, h, w), (*taps, per_group, k), None, **given
    )


def planned(pr, block=None, programs=5, **more):
    """A plan, whatever its price; without programs, one for each tile that writes dW."""
    layout = Layout("rows" if pr.data_format == "NHWC" else "planes")
    more = {"rows": 4, "columns": 4, "stages": 2, "precision": "default", "parts": 1} | more
    tile = Tile(1, more.pop("bk", 16), *(block or (pr.r, pr.s)))
    tile = replace(tile, pixels=more["rows"] * more["columns"])
    images = ceil_div(pr.n, more["parts"])
    steps = images * strips(pr, tile.r, more["rows"]) * ceil_div(pr.q, more["columns"])
    count = tiles(pr, tile)
    return DepthwisePlan(
        problem=pr, isa=named("sm_90"), x_layout=layout, dy_layout=layout, products="ieee",
        tile=tile, warps=4, loop="slide", writes_dw=programs is None,
        division=Division(count, steps, min(programs or count, count * steps)), **more,
    )  # fmt: skip


STEPS = [
    (1, 1, 1, 1),
    (2, 2, 1, 1),
    (1, 3, 2, 1),
    (1, 2, 3, 2),
    (3, 1, 1, 2),
    (2, 2, 2, 2),
    (5, 1, 1, 1),
]


@pytest.mark.parametrize(("u", "v", "dr", "ds"), STEPS)
def test_strides_and_dilations(u, v, dr, ds):
    pr = problem((2, 9, 8, 10), (3, 3), 10, strides=(u, v), dilations=(dr, ds))
    assert_right(pr, planned(pr, rows=3))


TAPS = [
    ((1, 1), None, None, (1, 1)),
    ((5, 5), None, None, (1, 1)),
    ((7, 7), None, None, (1, 1)),
    ((3, 5), None, (0, 0, 0, 0), (1, 2)),
    ((9, 9), (5, 3), None, (1, 1)),
    ((5, 4), (2, 4), None, (2, 1)),
    ((3, 3), None, (4, 5, 6, 3), (1, 1)),
    ((2, 3), None, (0, 7, 0, 0), (2, 2)),
    ((8, 3), (3, 2), (9, 8, 1, 0), (3, 1)),
]


@pytest.mark.parametrize(("taps", "block", "pads", "strides"), TAPS)
def test_filters(taps, block, pads, strides):
    pr = problem((1, 9, 10, 16), taps, 16, pads=pads, strides=strides)
    assert_right(pr, planned(pr, block, rows=5))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
def test_dtypes(dtype, data_format):
    pr = problem((2, 7, 6, 12), (3, 3), 12, dtype=dtype, data_format=data_format)
    assert_right(pr, planned(pr, columns=8), accumulate=data_format == "NCHW")


@pytest.mark.parametrize(
    ("c", "per_group", "k"),
    [(6, 1, 12), (3, 1, 21), (8, 4, 4), (6, 3, 10), (4, 2, 20), (1, 1, 9), (7, 7, 4)],
)
def test_multipliers_and_groups(c, per_group, k):
    pr = problem((2, 6, 5, c), (3, 2), k, per_group)
    assert_right(pr, planned(pr, bk=8))


@pytest.mark.parametrize("stages", [1, 2, 3, 4])
def test_rows_ahead(stages):
    pr = problem((1, 7, 5, 8), (3, 3), 8)
    for rows in (6, 4, 2):
        assert_right(pr, planned(pr, rows=rows, bk=8, stages=stages))


def test_parts_of_the_images_one_after_the_other():
    pr = problem((3, 6, 5, 20), (3, 3), 20)
    assert_right(pr, planned(pr, parts=2), accumulate=True)


def test_operands_are_turned_first():
    pr = problem((3, 6, 5, 20), (3, 3), 20, data_format="NCHW")
    assert_right(pr, planned(pr, parts=2, turned=("x", "dy")))


def test_a_program_a_tile_writes_dw():
    pr = problem((1, 6, 5, 20), (3, 4), 20, dtype="float16")
    plan = planned(pr, (2, 2), None)
    assert not plan.workspace_bytes
    assert_right(pr, plan)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_chains_are_short(dtype, monkeypatch):
    monkeypatch.setattr("filtergrad.gpu.depthwise.plan.HIGHEST_CHAIN", 8)
    pr = problem((3, 8, 6, 12), (3, 3), 12, dtype=dtype)
    for parts in (1, 2):
        plan = planned(pr, programs=2, parts=parts, precision="highest")
        assert plan.flushes
        assert_right(pr, plan)


def test_offsets_beyond_32_bits_and_images_again_and_again():
    """One image again and again: its stride is 0, and whatever the offsets' width, all is right."""
    pr = problem((3, 6, 5, 12), (3, 3), 12)
    rng = np.random.default_rng(0)
    x, dy = (
        aligned(shape, numpy_dtype("float32"), rng)
        for shape in (pr.input_shape, pr.out_backprop_shape)
    )
    far = [np.broadcast_to(a[:1], a.shape) for a in (x, dy)]
    dw = np.full(pr.filter_shape, np.nan, np.float32)
    steps = Steps(*[tuple(s // a.itemsize for s in a.strides) for a in (*far, dw)])
    made = module(planned(pr), steps, False)
    wide = tuple(
        replace(one, constants=tuple((k, v or k.startswith("WIDE")) for k, v in one.constants))
        for one in made.launches[:1]
    )
    interpret.run(replace(made, launches=(*wide, *made.launches[1:])), x, dy, dw)
    np.testing.assert_allclose(dw, filter_gradient(pr, *far), rtol=1e-4, atol=1e-4)


def test_offsets_are_wide_where_they_must_be():
    pr = problem((3, 6, 5, 12), (3, 3), 12)
    far = (2**30, 60, 12, 1)
    constants = dict(
        module(planned(pr), Steps(far, (1, 1, 1, 1), (1, 1, 1, 1)), False).launches[0].constants
    )
    assert constants["WIDE_X"]
    assert not constants["WIDE_Y"]


def test_large_groups_are_left_to_others():
    for pr in (problem((1, 6, 6, 32), (3, 3), 32, 16), problem((1, 6, 6, 4), (3, 3), 32, 2)):
        assert not list(ALGORITHM.candidates(asked(pr), named("sm_90")))


SMALL = replace(named("sm_90"), sms=2)


@st.composite
def problems(draw):
    def pair(least, most):
        return draw(st.integers(least, most)), draw(st.integers(least, most))

    groups, per_group = draw(st.integers(1, 6)), draw(st.sampled_from([1, 1, 1, 2, 5]))
    more = {
        "dtype": draw(st.sampled_from(DTYPES)),
        "data_format": draw(st.sampled_from(["NHWC", "NCHW"])),
        "strides": pair(1, 3),
        "dilations": pair(1, 2),
    }
    h, w = pair(4, 9)
    taps = draw(st.sampled_from([(1, 1), (3, 3), (3, 3), (2, 5), (5, 5), (9, 3)]))
    # An image is at least as large as a filter with its holes.
    pads = draw(st.tuples(*[st.integers(0, 3)] * 4))
    reach = [(n - 1) * d + 1 for n, d in zip(taps, more["dilations"], strict=True)]
    h, w = max(h, reach[0]), max(w, reach[1])
    k = groups * draw(st.integers(1, 4))
    x = (draw(st.integers(1, 3)), h, w, groups * per_group)
    return problem(x, taps, k, per_group, pads=pads, **more)


@settings(max_examples=25, deadline=None)
@given(problems(), st.sampled_from(["default", "highest"]), st.data())
def test_any_candidate_of_any_problem(pr, precision, data):
    priced = list(ALGORITHM.candidates(asked(pr, precision), SMALL))
    assert priced
    assert all(one.plan.workspace_bytes <= workspace_limit(pr) for one in priced)
    assert all(one.price.wall > 0 for one in priced)
    plans = [one.plan for one in priced]
    light = [plan for plan in plans if cost(plan) <= WORK]
    plan = data.draw(st.sampled_from(light or [min(plans, key=cost)]))
    assert len(ALGORITHM.nest(plan)) > 5
    assert ALGORITHM.summary(plan).startswith("depthwise")
    accumulate = data.draw(st.booleans())
    assert_right(pr, plan, accumulate=accumulate)
