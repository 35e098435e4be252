"""The op on dask arrays: a call for each block, and a tree that adds the results.

In: dask arrays of any chunks. Out: dW as a lazy dask array. A block is some images, rows, columns
and channels of dy and the part of x that their windows see. The chunks alone decide the tree, so
the bits are the same for any number of workers and threads.
"""

from __future__ import annotations

import math
import warnings
from itertools import accumulate
from typing import TypeAlias

import dask.array as da
import numpy as np
import numpy.typing as npt

from filtergrad import api
from filtergrad.arrays import Array, Ints, numpy_dtype, operand, unlike
from filtergrad.gradient import Precision, check_precision
from filtergrad.problem import Problem

from .blocks import MASKED, plain
from .geometry import Axis, Chunks, Places, alike, between, rechunk

AnyArray: TypeAlias = da.Array | Array

# The dtype of a block's dW, and that in which the tree adds: the third level of docs/numerics.md.
_PARTIAL = {"float16": "float32", "bfloat16": "float32"}
_SUMMED = {"float16": "float32", "bfloat16": "float32", "float32": "float64", "float64": "float64"}

# A warning comes of more blocks than that, of fewer bytes each: Dask's own time for a block shows.
_MANY, _SMALL = 100, 8 * 2**20
_GOOD = 64 * 2**20  # bytes of a block that the warning proposes


def conv2d_backprop_filter(
    input: AnyArray,  # noqa: A002 - TensorFlow's word
    filter_sizes: Ints,
    out_backprop: AnyArray,
    strides: Ints,
    padding: str | bytes,
    *,
    explicit_paddings: Ints | None = (),
    data_format: str | bytes | None = "NHWC",
    dilations: Ints | None = (1, 1, 1, 1),
    precision: Precision = "default",
) -> da.Array:
    """Compute the gradient of a 2-D convolution with respect to its filter, lazily.

    Parameters
    ----------
    input, out_backprop
        Dask arrays (one or both may be NumPy arrays) of shapes ``[batch, in_height, in_width,
        in_channels]`` and ``[batch, out_height, out_width, out_channels]``, or the same in the
        order ``NCHW``; float16, bfloat16, float32 or float64, both alike. They may be chunked
        along every axis. Where they disagree along one, the one with more chunks decides; with
        several groups, chunks of channels are merged to whole groups.
    filter_sizes, strides, padding, explicit_paddings, data_format, dilations, precision
        As for `filtergrad.conv2d_backprop_filter`.

    Returns
    -------
    dask.array.Array
        The gradient, shape `filter_sizes`, dtype of the inputs, chunked along the channels as the
        inputs are. The blocks are added in float64 (half and bfloat16: in float32) and rounded to
        the dtype once, at the end.

    Raises
    ------
    InvalidArgumentError
        If the shapes and attributes describe no convolution; a ``ValueError``, raised before any
        task exists.
    TypeError
        If an argument is of the wrong type, or the dtypes are not alike and one of the four.
    ValueError
        If an array has chunks of unknown size.

    Warns
    -----
    UserWarning
        If there are more than 100 blocks of less than 8 MB; the text names better chunks.
    """
    dtype = _dtype(input, "input")
    if dtype != (other := _dtype(out_backprop, "out_backprop")):
        raise unlike(dtype, other)
    problem = Problem.make(
        input.shape, filter_sizes, out_backprop.shape, strides, padding, explicit_paddings,
        data_format, dilations, dtype,
    )  # fmt: skip
    check_precision(precision)
    return _gradient(problem, precision, input, out_backprop)


def _gradient(problem: Problem, precision: Precision, x: AnyArray, dy: AnyArray) -> da.Array:
    """The graph of a checked problem: blocks that belong together, their dW, the tree."""
    rows, columns = Axis.rows(problem), Axis.columns(problem)
    (p0, p1), (q0, q1) = rows.seen(), columns.seen()
    if problem.empty or p0 >= p1 or q0 >= q1:  # No window sees a pixel of the image.
        return da.zeros(problem.filter_shape, dtype=numpy_dtype(problem.dtype))
    lazy = _lazy(x, dy, "input", problem.dtype), _lazy(dy, x, "out_backprop", problem.dtype)
    x, dy = alike(problem, *lazy)
    dy = dy[(slice(None),) * rows.at + (slice(p0, p1), slice(q0, q1))]
    x, dy, above = rows.cut(x, dy, p0)
    x, dy, before = columns.cut(x, dy, q0)
    _warn_of_small_blocks(problem, x, dy)
    return _summed(_partials(problem, precision, x, dy, above, before), problem)


def _dtype(value: object, name: str) -> str:
    """The dtype of an array that we take; raises for everything else."""
    if isinstance(value, np.ndarray):
        return operand(value, name).dtype
    if not isinstance(value, da.Array):
        raise TypeError(
            f"{name} is a {type(value).__name__}; wrap it with dask.array.from_array first"
        )
    if any(np.isnan(size) for size in value.shape):
        raise ValueError(f"{name} has chunks of unknown size; {name}.compute_chunk_sizes() first")
    meta = value._meta  # noqa: SLF001 - what its blocks are like
    if isinstance(meta, np.ma.MaskedArray):
        raise TypeError(MASKED.format(name, name))
    return operand(meta, name).dtype


def _lazy(value: AnyArray, other: AnyArray, name: str, dtype: str) -> da.Array:
    """A dask array without empty chunks; a NumPy array is cut where the other's images are."""
    if isinstance(value, np.ndarray):
        # Then a task carries its own part of the array, and no worker gets all of it.
        images = other.chunks[0] if isinstance(other, da.Array) else -1
        return da.from_array(value, chunks=(images, -1, -1, -1))
    # Blocks are checked before Dask joins two of them, which keeps the numbers and loses a mask.
    meta = np.empty((0,) * 4, numpy_dtype(dtype))
    checked = value.map_blocks(plain, name, dtype, dtype=meta.dtype, meta=meta)
    return rechunk(checked, {at: between(accumulate(cut)) for at, cut in enumerate(value.chunks)})


# ---- computing and adding ----


def _partials(
    problem: Problem, precision: str, x: da.Array, dy: da.Array, above: Chunks, before: Chunks
) -> da.Array:
    """Every block's dW, along the axes n, p, q, r, s, c, k; k has the channels of all groups."""
    grouped = problem.g > 1
    order = "npq{}" if problem.data_format == "NHWC" else "n{}pq"
    at = Places.of(problem).c
    depths = (problem.c_per_group,) if grouped else x.chunks[at]
    new = {"r": problem.r, "s": problem.s} | ({"c": problem.c_per_group} if grouped else {})
    return da.blockwise(
        _block, "npqrsck",
        x, order.format("k" if grouped else "c"),
        dy, order.format("k"),
        da.from_array(np.array(above), chunks=1), "p",
        da.from_array(np.array(before), chunks=1), "q",
        new_axes=new,
        # With align_arrays=False Dask leaves it to us that blocks of the same number match.
        adjust_chunks={"n": 1, "p": 1, "q": 1, "c": depths, "k": dy.chunks[at]},
        align_arrays=False,
        meta=np.empty((0,) * 7, _PARTIAL.get(problem.dtype, problem.dtype)),
        problem=problem,
        precision=precision,
    )  # fmt: skip


def _block(
    x: Array,
    dy: Array,
    above: npt.NDArray[np.int_],
    before: npt.NDArray[np.int_],
    problem: Problem,
    precision: Precision,
) -> Array:
    """One block's dW; the padding that it needs after its pixels follows from its size."""
    c_at = Places.of(problem).c
    pads, strides, dilations = [0] * 8, [1] * 4, [1] * 4
    for axis, padding in (
        (Axis.rows(problem), int(above[0])),
        (Axis.columns(problem), int(before[0])),
    ):
        at = axis.at
        spanned = (dy.shape[at] - 1) * axis.stride + axis.reach
        pads[2 * at : 2 * at + 2] = padding, spanned - padding - x.shape[at]
        strides[at], dilations[at] = axis.stride, axis.dilation
    depth = problem.c_per_group if problem.g > 1 else x.shape[c_at]
    kind = numpy_dtype(_PARTIAL.get(problem.dtype, problem.dtype))
    # dW of halves would be rounded, and may overflow, once a block; in float32 neither happens.
    # A plan depends on whether its arrays are dense, and a block becomes dense when it moves from
    # worker to worker: so each is made dense.
    dw = api.conv2d_backprop_filter(
        np.ascontiguousarray(x, kind),
        (problem.r, problem.s, depth, dy.shape[c_at]),
        np.ascontiguousarray(dy, kind),
        strides,
        "EXPLICIT",
        explicit_paddings=pads,
        data_format=problem.data_format,
        dilations=dilations,
        precision=precision,
    )
    return dw[None, None, None]


def _summed(partials: da.Array, problem: Problem) -> da.Array:
    """The tree: up to 8 partials an addition, each kept until its siblings are there."""
    many = sum(count > 1 for count in partials.numblocks[:3]) > 1
    every = dict.fromkeys((0, 1, 2), 2 if many else 8)
    total = partials.sum(axis=(0, 1, 2), dtype=_SUMMED[problem.dtype], split_every=every)
    return total.astype(numpy_dtype(problem.dtype))


def _warn_of_small_blocks(problem: Problem, x: da.Array, dy: da.Array) -> None:
    """Warn of many small blocks, and propose better chunks."""
    h_at, _, c_at = Places.of(problem)
    blocks = math.prod(dy.numblocks) * (x.numblocks[c_at] if problem.g == 1 else 1)
    # (An array has no `nbytes` where Dask plans its queries.)
    each = [math.prod(array.shape) // math.prod(array.numblocks) for array in (x, dy)]
    size = sum(each) * x.dtype.itemsize
    if blocks <= _MANY or size >= _SMALL:
        return
    pixels = problem.h * problem.w * problem.c + problem.p * problem.q * problem.k
    image = pixels * x.dtype.itemsize
    better = [[max(1, min(problem.n, _GOOD // max(1, image))), -1, -1, -1] for _ in (x, dy)]
    if (parts := -(-image // _GOOD)) > 2:  # one image is too large, so some of its rows
        better[0][h_at], better[1][h_at] = -(-problem.h // parts), -(-problem.p // parts)
    x_chunks, dy_chunks = map(tuple, better)
    warnings.warn(
        f"the chunks make {blocks} blocks of {size / 2**20:.2g} MB, and Dask takes about a "
        f"millisecond for each; larger chunks are better, as input.rechunk({x_chunks}) and "
        f"out_backprop.rechunk({dy_chunks})",
        stacklevel=4,
    )
