"""Sizes near the legal limits: planning, pricing, emitting and explaining take their usual time.

Steps are counted, not seconds: no loop may follow a size of the problem.
"""

import sys

import numpy as np
import pytest
from helpers.check import asked
from helpers.promises import assert_kept
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad.arrays import DTYPES
from filtergrad.cpu import choose, show
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.base import isa
from filtergrad.errors import InvalidArgumentError
from filtergrad.meet import inside, pairs
from filtergrad.problem import Problem

SOME_ROWS = "x86-64-v4-amx", "x86-64-v4-bf16", "x86-64-v3"
PLANNING = 3_000_000  # lines of Python, for a plan and the prices of all that lost: 0.2 s
WRITING = 1_000_000  # and for its code
CODE = 1 << 20  # bytes of text; usual kernels have a tenth of it


class TooLong(BaseException):
    """More lines were run than allowed."""


def lines(most, work, *args):
    """Run some work, within so many lines of Python."""
    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += event == "line"
        if count > most:
            raise TooLong(work)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        return work(*args)
    finally:
        sys.settrace(before)


# ---- any sizes ----


@st.composite
def sizes(draw, bits):
    """A size: often a usual one, else anything of up to so many bits."""
    if draw(st.booleans()):
        return draw(st.sampled_from((1, 1, 2, 3, 4, 7, 8, 16, 31, 33, 64, 255, 256, 257)))
    return draw(st.integers(1, 2 ** draw(st.integers(1, bits)) - 1))


@st.composite
def axes(draw, explicit):
    """Size, taps, stride, dilation and padding of an axis, each as large as an integer may be."""
    size, taps = draw(sizes(40)), draw(sizes(31))
    stride, dilation = draw(st.just(1) | sizes(31)), draw(st.just(1) | sizes(31))
    reach = (taps - 1) * dilation
    pad = st.sampled_from((0, 1, reach // 2, reach, 2 * reach + 1)) | sizes(40)
    return size, taps, stride, dilation, *(draw(pad) if explicit else 0 for _ in range(2))


@st.composite
def problems(draw):
    """Legal problems."""
    explicit = draw(st.booleans())
    h, r, u, dr, top, bottom = draw(axes(explicit))
    w, s, v, ds, left, right = draw(axes(explicit))
    kind = draw(st.sampled_from(("dense", "grouped", "depthwise")))
    g = 1 if kind == "dense" else draw(sizes(31))
    few = st.integers(1, 4)
    c, k = (draw(few if kind == "depthwise" else sizes(31)) for _ in range(2))
    try:
        problem = Problem.make(
            (draw(sizes(40)), h, w, g * c), (r, s, c, g * k), None, (1, u, v, 1),
            "EXPLICIT" if explicit else "SAME",
            (0, 0, top, bottom, left, right, 0, 0) if explicit else (),
            "NHWC", (1, dr, ds, 1), draw(st.sampled_from(DTYPES)),
        )  # fmt: skip
    except InvalidArgumentError:  # more elements than fit into 63 bits
        assume(False)
    assume(not problem.empty)
    return problem


def everything(problem, layout, row, precision):
    """What a compilation does before LLVM, and what `explain` shows without running it."""
    ranked = lines(PLANNING, choose.ranked, asked(problem, layout, layout, precision), row)
    plan = ranked[0][1]
    module = lines(WRITING, cpu.emit, plan)
    assert len(str(module)) < CODE, plan
    text = lines(WRITING, lambda: f"{show.nest(plan)}{show.table(ranked)}{problem.macs}")
    assert len(text) < 10_000
    assert_kept(problem, plan, precision)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    problems(),
    st.sampled_from(("rows dense", "planes dense", "rows", "any")),
    st.sampled_from(isa.ROWS),
    st.sampled_from(("default", "highest")),
)
def test_no_loop_follows_a_size(problem, layout, row, precision):
    everything(problem, layout, row, precision)


FAR = {
    "rows": {"x": (1, 2**26, 1, 1), "dw": (2**26, 1, 1, 1)},
    "columns": {"x": (1, 1, 2**26, 1), "dw": (1, 2**26, 1, 1)},
    "both": {"x": (1, 2**30, 2**30, 1), "dw": (2**30, 2**30, 1, 1)},
    "rows that see nothing": {"x": (1, 3, 3, 2), "dw": (2**31 - 1, 1, 2, 2), "padding": "SAME"},
    "columns that lie apart": {
        "x": (1, 1, 2**40, 3), "dw": (1, 2**20, 3, 8), "dilations": (1, 1, 2, 1),
    },
    "strides": {
        "x": (1, 2**40, 2**20, 1), "dw": (2**31 - 1, 1, 1, 1), "strides": (1, 2**31 - 1, 2**19, 1),
    },
    "wide patches": {"x": (1, 256, 256, 32), "dw": (16, 16, 32, 64), "strides": (1, 8, 8, 1)},
    "a wide depthwise row": {"x": (1, 1, 999, 64), "dw": (1, 256, 1, 64), "padding": "SAME"},
    "tall depthwise rows": {"x": (1, 2**40, 9, 64), "dw": (2**31 - 1, 3, 1, 64)},
    "depthwise strides": {
        "x": (1, 2**40, 2**12, 64), "dw": (3, 3, 1, 64), "strides": (1, 2**31 - 1, 2**11, 1),
    },
    "groups of many channels": {"x": (1, 9, 9, 2**34), "dw": (1, 3, 2**30, 16)},
    "many groups": {"x": (1, 9, 9, 2**31 - 1), "dw": (1, 1, 1, 2**31 - 1)},
    "many channels": {"x": (1, 9, 9, 2**31 - 1), "dw": (3, 3, 2**31 - 1, 2**24)},
    "a wide image": {"x": (1, 9, 2**45, 64), "dw": (3, 3, 64, 64), "padding": "SAME"},
    "images": {"x": (2**50, 9, 9, 8), "dw": (3, 3, 8, 8), "padding": "SAME"},
    "pairs of rows": {
        "x": (1, 2**40, 3, 8), "dw": (2**30 + 1, 1, 8, 8), "dilations": (1, 2, 1, 1),
    },
}  # fmt: skip


@pytest.mark.parametrize("row", [*map(isa.named, SOME_ROWS)], ids=lambda row: row.name)
@pytest.mark.parametrize("name", FAR)
def test_far(name, row):
    case = {"strides": (1, 1, 1, 1), "padding": "VALID", "dtype": "bfloat16"} | FAR[name]
    problem = Problem.make(case.pop("x"), case.pop("dw"), None, **case)
    for layout in ("rows dense", "planes dense"):
        everything(problem, layout, row, "default")


# ---- the closed forms ----


@given(*[st.integers(1, 40)] * 3, *[st.integers(1, 9)] * 2, st.integers(-9, 60))
def test_pairs_are_counted(size, taps, out, stride, dilation, before):
    seen = [inside(size, out, stride, tap * dilation - before) for tap in range(taps)]
    counted = sum(stop - start for start, stop in seen)
    assert pairs(size, taps, out, stride, dilation, before) == counted


def test_pairs_of_huge_axes():
    many = 2**40
    assert pairs(many, many, 1, 1, 1, 0) == many
    assert pairs(many, many, many, 1, 1, many - 1) == many * (many + 1) // 2
    assert pairs(1, many, many, 3, 2, many) == len(range(0, many // 3 + 1, 2))


# ---- right numbers ----


def column(problem, x, dy, taps):
    """Some rows of a filter of one column, by the formula."""
    exact = np.zeros((len(taps), 1, problem.c_per_group, problem.k))
    for at, r in enumerate(taps):
        for p in range(*problem.rows(r)):
            h = p * problem.u + r * problem.dr - problem.top
            exact[at, 0] += np.einsum("nwc,nwk->ck", x[:, h], dy[:, p], dtype=np.float64)
    return exact


@pytest.mark.parametrize(
    ("h", "dw", "changes"),
    [
        (2**22, (2**22, 1, 1, 2), {"padding": "VALID"}),
        (3, (2**20, 1, 2, 3), {"pads": (2**20 - 1, 2)}),  # nearly all rows see nothing
        (7, (2**18 + 1, 1, 2, 2), {"pads": (2**28, 2**28), "dilations": (1, 2**11, 1, 1)}),
        (6, (9, 1, 3, 2), {"pads": (2**40, 2**40), "strides": (1, 2**31 - 1, 1, 1)}),
        (5, (2**16, 1, 2, 1), {"padding": "SAME", "strides": (1, 2**20, 1, 1)}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_numbers(h, dw, changes, dtype):
    rng = np.random.default_rng(0)
    given = {"strides": (1, 1, 1, 1), "padding": "EXPLICIT", "dilations": (1, 1, 1, 1)} | changes
    pads = given.pop("pads", ())
    given["explicit_paddings"] = (0, 0, *pads, 0, 0, 0, 0) if pads else ()
    problem = Problem.make((1, h, 1, dw[2]), dw, None, dtype=dtype, **given)
    kind = fg.arrays.numpy_dtype(dtype)
    x, dy = (
        rng.integers(-3, 4, shape).astype(kind)
        for shape in (problem.input_shape, problem.out_backprop_shape)
    )
    got = fg.conv2d_backprop_filter(x, dw, dy, **given)
    some = {0, 1, dw[0] // 2, dw[0] - 2, dw[0] - 1, *np.nonzero(got)[0][:50].tolist()}
    taps = sorted(some & set(range(dw[0])))
    wide = [array.astype(np.float64) for array in (x, dy)]
    np.testing.assert_array_equal(got[taps], column(problem, *wide, taps).astype(kind))
    meets = problem.row_pairs * np.prod(dw[2:])  # a sum that is not empty may still be zero
    assert np.count_nonzero(got) <= min(meets, got.size)


def test_broadcast_arrays():
    rows = 2**26
    x = np.broadcast_to(np.float32(1), (1, rows, 1, 1))
    dy = np.broadcast_to(np.float32(2), (3, 1, 1, 1))
    assert fg.compile(x.shape, (rows, 1, 1, 1), (1, 1, 1, 1), "VALID").plan is not None
    x = np.broadcast_to(x[:, : 2**22], (3, 2**22, 1, 1))
    got = fg.conv2d_backprop_filter(x, (2**22, 1, 1, 1), dy, (1, 1, 1, 1), "VALID")
    assert np.all(got == 6)


def test_explained():
    told = fg.explain((1, 2**40, 9, 64), (2**31 - 1, 3, 1, 64), (1, 1, 1, 1), "VALID")
    assert "not tried: " in lines(WRITING, str, told)
    rows = fg.explain((1, 2**28, 1, 1), (2**27, 1, 1, 1), (1, 1, 1, 1), "VALID")
    assert "not tried: " in lines(WRITING, str, rows)
