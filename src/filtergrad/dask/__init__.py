"""Dask arrays of any chunks in, the filter gradient as a lazy dask array out.

A block is some images, rows, columns and channels of dy and the part of x that their windows see:
neighbours overlap, padding stays a number. Each is a call of `api`, and a tree adds them up. The
chunks alone decide the tree, so the bits are the same for any number of workers and threads.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import Any

import dask.array as da
import numpy as np
import numpy.typing as npt

from filtergrad import api
from filtergrad.arrays import Ints, numpy_dtype, operand, unlike
from filtergrad.dask.blocks import MASKED, from_npy, plain
from filtergrad.gradient import Precision, check_precision
from filtergrad.problem import Problem

__all__ = ["conv2d_backprop_filter", "from_npy"]

Chunks = tuple[int, ...]

# What blocks come in and are added in: the third level of docs/numerics.md.
_PARTIAL = {"float16": "float32", "bfloat16": "float32"}
_SUMMED = {"float16": "float32", "bfloat16": "float32", "float32": "float64", "float64": "float64"}

# More blocks than that, of fewer bytes: Dask's time for each of them begins to show.
_MANY, _SMALL = 100, 8 * 2**20
_GOOD = 64 * 2**20


def conv2d_backprop_filter(
    input: Any,  # noqa: A002 - TensorFlow's word
    filter_sizes: Ints,
    out_backprop: Any,
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


def _gradient(problem: Problem, precision: Precision, x: Any, dy: Any) -> da.Array:
    """The graph of a checked problem: blocks that belong together, their dW, the tree."""
    h_at, w_at, _ = _places(problem)
    rows = problem.r, problem.u, problem.dr, problem.top
    columns = problem.s, problem.v, problem.ds, problem.left
    p0, p1 = _seen(problem.h, problem.p, *rows)
    q0, q1 = _seen(problem.w, problem.q, *columns)
    if problem.empty or p0 >= p1 or q0 >= q1:  # No window sees a pixel of the image.
        return da.zeros(problem.filter_shape, dtype=numpy_dtype(problem.dtype))
    lazy = _lazy(x, dy, "input", problem.dtype), _lazy(dy, x, "out_backprop", problem.dtype)
    x, dy = _alike(problem, *lazy)
    dy = dy[(slice(None),) * h_at + (slice(p0, p1), slice(q0, q1))]
    x, dy, above = _cut(x, dy, h_at, p0, *rows)
    x, dy, before = _cut(x, dy, w_at, q0, *columns)
    _warn_of_small_blocks(problem, x, dy)
    return _summed(_partials(problem, precision, x, dy, above, before), problem)


def _dtype(value: Any, name: str) -> str:
    """The dtype of an array that may come in; everything else is refused."""
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


def _lazy(value: Any, other: Any, name: str, dtype: str) -> da.Array:
    """A dask array without empty chunks; a NumPy array is cut as the other array's images are."""
    if isinstance(value, np.ndarray):
        # So each task gets its part of the array with it, and no worker all of it.
        images = other.chunks[0] if isinstance(other, da.Array) else -1
        return da.from_array(value, chunks=(images, -1, -1, -1))
    # Before anything else is done with a block: where Dask joins two, it keeps their numbers only.
    meta = np.empty((0,) * 4, numpy_dtype(dtype))
    checked = value.map_blocks(plain, name, dtype, dtype=meta.dtype, meta=meta)
    return _rechunk(checked, {at: _between(accumulate(cut)) for at, cut in enumerate(value.chunks)})


# ---- which block reads what ----


def _places(problem: Problem) -> tuple[int, int, int]:
    """Where rows, columns and channels stand."""
    return (1, 2, 3) if problem.data_format == "NHWC" else (2, 3, 1)


def _seen(
    size: int, out: int, taps: int, stride: int, dilation: int, before: int
) -> tuple[int, int]:
    """First and one past the last output whose window spans a pixel of the image."""
    reach = (taps - 1) * dilation + 1
    return max(0, (before - reach) // stride + 1), min(out, (size + before - 1) // stride + 1)


def _alike(problem: Problem, x: da.Array, dy: da.Array) -> tuple[da.Array, da.Array]:
    """Both in the same chunks of images and, where there are groups, of the same whole groups.

    The finer of the two decides; all boundaries of both would leave slivers where two nearly meet.
    """
    images = max(x.chunks[0], dy.chunks[0], key=len)
    x_chunks, dy_chunks = {0: images}, {0: images}
    if problem.g > 1:
        at = _places(problem)[2]
        c, k = problem.c_per_group, problem.k_per_group
        groups = max(_whole(x.chunks[at], c), _whole(dy.chunks[at], k), key=len)
        x_chunks[at] = tuple(c * count for count in groups)
        dy_chunks[at] = tuple(k * count for count in groups)
    return _rechunk(x, x_chunks), _rechunk(dy, dy_chunks)


def _whole(chunks: Chunks, size: int) -> Chunks:
    """Chunks in groups of `size`: those boundaries that lie between two groups."""
    return _between(end // size for end in accumulate(chunks) if end % size == 0)


def _between(ends: Iterable[int]) -> Chunks:
    """Chunks from where they end, none of them empty."""
    edges = sorted({0, *ends})
    return tuple(last - first for first, last in pairwise(edges))


def _rechunk(array: da.Array, chunks: dict[int, Any]) -> da.Array:
    # The method "p2p", which a cluster might choose, would read everything before the first sum.
    return array.rechunk(chunks, method="tasks")


def _cut(
    x: da.Array, dy: da.Array, at: int, first: int, taps: int, stride: int, dilation: int,
    before: int,
) -> tuple[da.Array, da.Array, Chunks]:  # fmt: skip
    """Blocks of x and dy that belong together along the axis `at`, and the padding before each.

    `first` is the first output that is left of dy. dy's chunks decide; where x has more, dy is cut
    where the middle of a window crosses from one chunk of x to the next.
    """
    size, reach = x.shape[at], (taps - 1) * dilation + 1
    if len(x.chunks[at]) > len(dy.chunks[at]):
        count = dy.shape[at]
        shift = 2 * (before - first * stride) - (reach - 1)
        middles = (2 * end + shift for end in accumulate(x.chunks[at]))
        ends = (-(-middle // (2 * stride)) for middle in middles)
        dy = _rechunk(dy, {at: _between([*(end for end in ends if 0 < end < count), count])})
    edges = list(accumulate(dy.chunks[at], initial=first))
    starts = [p * stride - before for p in edges[:-1]]
    stops = [(p - 1) * stride - before + reach for p in edges[1:]]
    parts = []
    for start, stop in zip(starts, stops, strict=True):
        part = [slice(None)] * at + [slice(max(0, start), min(size, stop))]
        parts.append(_rechunk(x[tuple(part)], {at: -1}))
    return da.concatenate(parts, axis=at), dy, tuple(max(0, -start) for start in starts)


# ---- computing and adding ----


def _partials(
    problem: Problem, precision: str, x: da.Array, dy: da.Array, above: Chunks, before: Chunks
) -> da.Array:
    """Every block's dW, in the axes n, p, q, r, s, c, k; of groups, k has all channels."""
    grouped = problem.g > 1
    order = "npq{}" if problem.data_format == "NHWC" else "n{}pq"
    at = _places(problem)[2]
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
    x: npt.NDArray[Any],
    dy: npt.NDArray[Any],
    above: npt.NDArray[Any],
    before: npt.NDArray[Any],
    problem: Problem,
    precision: Precision,
) -> npt.NDArray[Any]:
    """One block's dW; what padding it needs after its pixels follows from its size."""
    h_at, w_at, c_at = _places(problem)
    pads, strides, dilations = [0] * 8, [1] * 4, [1] * 4
    for at, first, taps, stride, dilation in (
        (h_at, int(above[0]), problem.r, problem.u, problem.dr),
        (w_at, int(before[0]), problem.s, problem.v, problem.ds),
    ):
        spanned = (dy.shape[at] - 1) * stride + (taps - 1) * dilation + 1
        pads[2 * at : 2 * at + 2] = first, spanned - first - x.shape[at]
        strides[at], dilations[at] = stride, dilation
    depth = problem.c_per_group if problem.g > 1 else x.shape[c_at]
    kind = numpy_dtype(_PARTIAL.get(problem.dtype, problem.dtype))
    # A half's dW would be rounded, and may overflow, once a block; in float32 neither happens.
    # Dense, because a plan depends on it, and a block becomes dense when it moves between workers.
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
    """Say so if there are many small blocks, and what chunks would be better."""
    h_at, _, c_at = _places(problem)
    blocks = math.prod(dy.numblocks) * (x.numblocks[c_at] if problem.g == 1 else 1)
    # (An array's `nbytes` is not there when Dask plans its queries.)
    each = [math.prod(array.shape) // math.prod(array.numblocks) for array in (x, dy)]
    size = sum(each) * x.dtype.itemsize
    if blocks <= _MANY or size >= _SMALL:
        return
    pixels = problem.h * problem.w * problem.c + problem.p * problem.q * problem.k
    image = pixels * x.dtype.itemsize
    better = [[max(1, min(problem.n, _GOOD // max(1, image))), -1, -1, -1] for _ in (x, dy)]
    if (parts := -(-image // _GOOD)) > 2:  # One image is too large: rows of it.
        better[0][h_at], better[1][h_at] = -(-problem.h // parts), -(-problem.p // parts)
    x_chunks, dy_chunks = map(tuple, better)
    warnings.warn(
        f"the chunks make {blocks} blocks of {size / 2**20:.2g} MB, and Dask takes about a "
        f"millisecond for each; larger chunks are better, as input.rechunk({x_chunks}) and "
        f"out_backprop.rechunk({dy_chunks})",
        stacklevel=4,
    )
