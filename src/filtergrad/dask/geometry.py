"""How a filter moves along an axis, and which block of x a block of dy reads.

In: a `Problem` and the chunks of x and dy. Out: both arrays in chunks that belong together, and
the padding before each block: neighbours overlap, padding stays a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise
from typing import NamedTuple

import dask.array as da

from filtergrad.problem import Problem

Chunks = tuple[int, ...]


class Places(NamedTuple):
    """Where rows, columns and channels stand among the axes of an array."""

    h: int
    w: int
    c: int

    @classmethod
    def of(cls, problem: Problem) -> Places:
        """Those of the data format."""
        return cls(1, 2, 3) if problem.data_format == "NHWC" else cls(2, 3, 1)


class Axis(NamedTuple):
    """Rows or columns, and how a filter moves along them.

    Parameters
    ----------
    at
        Which axis of the arrays it is.
    size, out
        Pixels of x and of dy along it.
    taps, stride, dilation
        Of the filter.
    before
        The padding before the first pixel of x.
    """

    at: int
    size: int
    out: int
    taps: int
    stride: int
    dilation: int
    before: int

    @classmethod
    def rows(cls, problem: Problem) -> Axis:
        """Along rows."""
        at, _, _ = Places.of(problem)
        return cls(at, problem.h, problem.p, problem.r, problem.u, problem.dr, problem.top)

    @classmethod
    def columns(cls, problem: Problem) -> Axis:
        """Along columns."""
        _, at, _ = Places.of(problem)
        return cls(at, problem.w, problem.q, problem.s, problem.v, problem.ds, problem.left)

    @property
    def reach(self) -> int:
        """How many pixels a window spans."""
        return (self.taps - 1) * self.dilation + 1

    def seen(self) -> tuple[int, int]:
        """The first and one past the last output whose window spans a pixel of the image."""
        first = max(0, (self.before - self.reach) // self.stride + 1)
        return first, min(self.out, (self.size + self.before - 1) // self.stride + 1)

    def cut(self, x: da.Array, dy: da.Array, first: int) -> tuple[da.Array, da.Array, Chunks]:
        """Cut x and dy into blocks that belong together; the third is the padding before each.

        The chunks of dy decide; where x has more, dy is cut where the middle of a window crosses
        from one chunk of x to the next.

        Parameters
        ----------
        x, dy
            The arrays; dy without the outputs whose windows see no pixel.
        first
            The first output that is left in dy.
        """
        at, stride = self.at, self.stride
        if len(x.chunks[at]) > len(dy.chunks[at]):
            count = dy.shape[at]
            shift = 2 * (self.before - first * stride) - (self.reach - 1)
            middles = (2 * end + shift for end in accumulate(x.chunks[at]))
            ends = (-(-middle // (2 * stride)) for middle in middles)
            dy = rechunk(dy, {at: between([*(end for end in ends if 0 < end < count), count])})
        edges = list(accumulate(dy.chunks[at], initial=first))
        starts = [p * stride - self.before for p in edges[:-1]]
        stops = [(p - 1) * stride - self.before + self.reach for p in edges[1:]]
        parts = []
        for start, stop in zip(starts, stops, strict=True):
            part = [slice(None)] * at + [slice(max(0, start), min(self.size, stop))]
            parts.append(rechunk(x[tuple(part)], {at: -1}))
        return da.concatenate(parts, axis=at), dy, tuple(max(0, -start) for start in starts)


def alike(problem: Problem, x: da.Array, dy: da.Array) -> tuple[da.Array, da.Array]:
    """Give both the same chunks of images and, where there are groups, the same whole groups.

    The finer of the two decides; all boundaries of both would leave slivers where two nearly meet.
    """
    images = max(x.chunks[0], dy.chunks[0], key=len)
    x_chunks, dy_chunks = {0: images}, {0: images}
    if problem.g > 1:
        at = Places.of(problem).c
        c, k = problem.c_per_group, problem.k_per_group
        groups = max(_whole(x.chunks[at], c), _whole(dy.chunks[at], k), key=len)
        x_chunks[at] = tuple(c * count for count in groups)
        dy_chunks[at] = tuple(k * count for count in groups)
    return rechunk(x, x_chunks), rechunk(dy, dy_chunks)


def _whole(chunks: Chunks, size: int) -> Chunks:
    """Chunks counted in groups of `size` channels; a boundary inside of a group is dropped."""
    return between(end // size for end in accumulate(chunks) if end % size == 0)


def between(ends: Iterable[int]) -> Chunks:
    """Chunks from where they end, none of them empty."""
    edges = sorted({0, *ends})
    return tuple(last - first for first, last in pairwise(edges))


def rechunk(array: da.Array, chunks: Mapping[int, Chunks | int]) -> da.Array:
    """Cut an array anew, task by task."""
    # The method "p2p", which a cluster might choose, would read everything before the first sum.
    return array.rechunk(chunks, method="tasks")
