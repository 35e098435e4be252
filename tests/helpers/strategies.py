"""Random calls, plans and memory: small, and with every odd corner of the argument space."""

from dataclasses import replace

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from filtergrad.arrays import DTYPES
from filtergrad.cpu.direct import pairs
from filtergrad.cpu.direct.forms import Form, flattened
from filtergrad.cpu.direct.wholes import wholes
from filtergrad.cpu.winograd.candidates import _outputs, _tile
from filtergrad.cpu.winograd.plan import WinogradPlan
from filtergrad.dtypes import compute_dtype
from filtergrad.engine import Layout
from filtergrad.problem import Problem

from .check import asked

# Around the widths of vectors (2 to 16 numbers) and of tiles (6, 8, 12, 24 rows).
TAILS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 17, 24, 31, 32, 33, 40)
FEW = (1, 1, 2, 3, 4)


@st.composite
def channels(draw):
    """Groups, and the channels of one group of x and of dy: dense, grouped or depthwise."""
    kind = draw(st.sampled_from(("dense", "dense", "grouped", "depthwise")))
    if kind == "dense":
        return 1, draw(st.sampled_from(TAILS)), draw(st.sampled_from(TAILS))
    if kind == "grouped":
        some = st.sampled_from((1, 2, 3, 4, 5, 8, 9, 16, 17))
        return draw(st.sampled_from((2, 3, 5))), draw(some), draw(some)
    return draw(st.sampled_from(TAILS)), draw(st.sampled_from(FEW)), draw(st.sampled_from(FEW))


@st.composite
def axes(draw, padding, most):
    """One spatial axis: size, taps, stride, dilation, padding before and after."""
    taps = draw(st.sampled_from((1, 1, 2, 3, 3, 4, 5, 7)))
    stride, dilation = draw(st.sampled_from(FEW)), draw(st.sampled_from(FEW))
    size = draw(st.integers(1, most))
    reach = (taps - 1) * dilation + 1
    before = after = 0
    if padding == "VALID":
        size = max(size, reach)
    elif padding == "EXPLICIT":
        # Up to more than a whole window of padding on one side and none on the other.
        before, after = (draw(st.sampled_from((0, 0, 1, 2, 3, reach + 1))) for _ in range(2))
        after += max(0, reach - size - before - after)
    return size, taps, stride, dilation, before, after


@st.composite
def calls(draw, dtypes=DTYPES, most=20):
    """Arguments of `Problem.make`, with output: nothing is empty."""
    padding = draw(st.sampled_from(("SAME", "VALID", "EXPLICIT")))
    g, c, k = draw(channels())
    n = draw(st.sampled_from((1, 1, 2, 3, 5)))
    h, r, u, dr, top, bottom = draw(axes(padding, most // 2))
    w, s, v, ds, left, right = draw(axes(padding, most))
    data_format = draw(st.sampled_from(("NHWC", "NCHW")))

    def order(n, h, w, c):
        return (n, h, w, c) if data_format == "NHWC" else (n, c, h, w)

    pads = order((0, 0), (top, bottom), (left, right), (0, 0)) if padding == "EXPLICIT" else ()
    return {
        "input_shape": order(n, h, w, g * c),
        "filter_sizes": (r, s, c, g * k),
        "strides": order(1, u, v, 1),
        "padding": padding,
        "explicit_paddings": tuple(pad for pair in pads for pad in pair),
        "data_format": data_format,
        "dilations": order(1, dr, ds, 1),
        "dtype": draw(st.sampled_from(dtypes)),
    }


def problem_of(call):
    """The problem that a call poses."""
    return Problem.make(out_backprop_shape=None, **call)


def problems(dtypes=DTYPES, most=20):
    """Problems that are not empty."""
    return calls(dtypes, most).map(problem_of)


@st.composite
def plans(draw, problem, row, layouts=None):
    """Any way to compute `problem` on an instruction set, also those that nobody would choose.

    The candidates that `wholes` names are kept apart in layout and tiles; blocks, shared taps,
    splits and cuts are drawn freely, so that small problems have many of each too.
    """
    x_layout, dy_layout = layouts or draw(st.tuples(*[st.sampled_from(("rows", "planes"))] * 2))
    flat = flattened(problem, Layout(x_layout), Layout(dy_layout))
    precision = draw(st.sampled_from(("default", "highest")))
    axis = draw(st.sampled_from(("", *pairs.axes(flat, row, precision))))
    spec = asked(flat, x_layout, dy_layout, precision)
    candidates = list(wholes(spec, row, Form(pairs=axis)) or ())
    assume(candidates)
    plan = draw(st.sampled_from(candidates))
    if draw(st.booleans()):
        plan = replace(plan, block=draw(blocks(plan.paired_problem)))
        taps = plan.panel_taps if not plan.x_packed else (flat.r, 1 if plan.merged else flat.s)
        taps = draw(st.sampled_from((taps, (1, 1)))) if plan.x_packed else taps
        plan = replace(plan, panel_taps=taps)
    n, p, q = plan.block_counts
    split = draw(st.integers(1, min(4, n * p * q)))
    cut = tuple(draw(st.integers(1, min(3, total))) for total in plan.cut_totals)
    chains = {"float64": ["float64"], "float32": ["float32", "float64"]}
    partial = draw(st.sampled_from(chains.get(problem.dtype, ["float32"])))
    alone = flat.c_per_group * flat.k_per_group == 1
    writes_dw = (
        split == 1
        and partial == problem.dtype
        and (plan.lane == "k" or (plan.lane == "g" and alone))
    )
    return replace(
        plan,
        split=split,
        cut=cut,
        partial_dtype=partial,
        writes_dw=writes_dw and draw(st.booleans()),
    )


@st.composite
def blocks(draw, problem):
    """A box of output pixels: part of a row, some rows of an image or some images."""
    n, p, q = problem.n, problem.p, problem.q
    kind = draw(st.sampled_from(("columns", "rows", "images")))
    if kind == "columns":
        return 1, 1, draw(st.integers(1, q))
    if kind == "rows":
        return 1, draw(st.integers(1, p)), q
    return draw(st.integers(1, n)), p, q


# ---- Winograd's algorithm ----


@st.composite
def winograd_calls(draw, lanes, dtype):
    """Calls with a vector of channels at least, and any filter, stride and padding."""
    padding = draw(st.sampled_from(("SAME", "VALID", "EXPLICIT")))
    g = draw(st.sampled_from((1, 1, 1, 2, 3)))
    tails = st.sampled_from((0, 0, 1, 3, lanes - 1, lanes, 2 * lanes + 1, 4 * lanes))
    c, k = lanes + draw(tails), lanes + draw(tails)
    h, r, u, dr, top, bottom = draw(axes(padding, 13))
    w, s, v, ds, left, right = draw(axes(padding, 15))
    assume(min(u, dr) == min(v, ds) == 1)
    pads = (0, 0, top, bottom, left, right, 0, 0) if padding == "EXPLICIT" else ()
    return {
        "input_shape": (draw(st.sampled_from((1, 1, 2, 3))), h, w, g * c),
        "filter_sizes": (r, s, c, g * k),
        "strides": (1, u, v, 1),
        "padding": padding,
        "explicit_paddings": pads,
        "dilations": (1, dr, ds, 1),
        "dtype": dtype,
    }


@st.composite
def winograd_plans(draw, row, layouts):
    """A problem and any way to compute it by Winograd's algorithm, sensible or not."""
    dtype = draw(st.sampled_from(DTYPES))
    lanes = row.lanes(8 if dtype == "float64" else 4)
    problem = problem_of(draw(winograd_calls(lanes, dtype)))
    assume(problem.p >= problem.dr and problem.q >= problem.ds)
    outputs = tuple(
        draw(st.sampled_from(_outputs(taps, step)))
        for taps, step in ((problem.r, problem.u), (problem.s, problem.v))
    )
    partial = compute_dtype(dtype)
    tile = _tile(row, lanes)
    plan = WinogradPlan(
        problem=problem,
        isa=row,
        x_layout=layouts[0],
        dy_layout=layouts[1],
        outputs=outputs,
        tile=tile,
        strips=1,
        cut=(1, 1, 1),
        x_vectors=1,
        partial_dtype=partial,
    )
    plan = replace(plan, strips=draw(st.integers(1, min(4, plan.strip_count))))
    split = draw(st.integers(1, min(4, plan.chunks)))
    x, dy = plan.vectors
    cut = tuple(draw(st.integers(1, min(3, total))) for total in (problem.g, dy, x))
    writes_dw = split == 1 and draw(st.booleans())
    plan = replace(
        plan,
        split=split,
        cut=cut,
        writes_dw=writes_dw,
        partial_dtype=dtype if writes_dw else partial,
    )
    part = plan.part_vectors[0]
    return replace(plan, x_vectors=draw(st.integers(1, part)) if plan.single else part)


# ---- the same numbers, elsewhere ----


def _memory(array, strides, offset=0):
    """A copy of `array` with `strides` in bytes, `offset` bytes from its memory's beginning."""
    low = sum(min(0, (n - 1) * step) for n, step in zip(array.shape, strides, strict=True))
    high = sum(max(0, (n - 1) * step) for n, step in zip(array.shape, strides, strict=True))
    memory = np.full(high - low + array.itemsize + offset + 64, 0xFF, np.uint8)
    copy = np.ndarray(array.shape, array.dtype, memory, offset - low, strides)
    copy[...] = array
    return copy


def _steps(array, order, gap=0):
    """Strides that visit the axes in `order`, the last one fastest, `gap` bytes between numbers."""
    strides, step = [0] * array.ndim, array.itemsize + gap
    for axis in reversed(order):
        strides[axis] = step
        step *= max(1, array.shape[axis])
    return strides


def _read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


PLACES = {
    "plain": lambda array: array.copy(),
    "Fortran": np.asfortranarray,
    "channels elsewhere": lambda array: _memory(array, _steps(array, (0, 2, 3, 1))),
    "channels elsewhere, the other way": lambda array: _memory(array, _steps(array, (0, 3, 1, 2))),
    "reversed": lambda array: _memory(array, [-step for step in array.strides]),
    "rows reversed": lambda array: array[:, ::-1].copy()[:, ::-1],
    "every second number": lambda array: _memory(array, _steps(array, range(4), array.itemsize)),
    "odd strides": lambda array: _memory(array, _steps(array, range(4), 3), 1),
    "unaligned": lambda array: _memory(array, array.strides, 1),
    "images apart": lambda array: _memory(array, [array.strides[0] + 24, *array.strides[1:]]),
    "read-only": _read_only,
}
"""Arrays equal to a C-contiguous one whose numbers lie differently in memory."""

places = st.sampled_from(sorted(PLACES))
