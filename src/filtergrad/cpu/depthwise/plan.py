"""A plan for depthwise layers: lanes run over output channels of many groups.

In: a `Problem` and the layouts of the arrays. Out: plans. A task owns some vectors of
channels and a part of the pixels. A block's pixels stream past the accumulators of all taps, which
stay in the first-level cache; see docs/decisions/depthwise.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from filtergrad.cpu.base.bands import ceil_div, vectors
from filtergrad.cpu.base.columns import Bit, most, pick
from filtergrad.cpu.base.panel import Copy, Panel, square_side
from filtergrad.cpu.base.plan import Plan, block_counts
from filtergrad.cpu.base.price import lines_kept
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.once import once

from . import shares
from .segments import Met, Segment, met, rows_together, segments


class Pattern(NamedTuple):
    """A segment but for where it lies: see `Segment`. ``single`` if it has one step at an edge."""

    size: int
    seen: tuple[tuple[int, int], ...]
    single: bool


class RowPrefetch(NamedTuple):
    """How an operand's next row of pixels is prefetched, in each step, by all vectors together.

    Parameters
    ----------
    lines
        Cache lines of a pixel's channels, of those that belong to the task.
    pixels
        How many pixels' lines the vectors reach, each of them prefetching one.
    times
        How often each vector does so in a step, for pixels further on.
    """

    lines: int
    pixels: int
    times: int


@dataclass(frozen=True, kw_only=True)
class DepthwisePlan(Plan):
    """How ``problem`` is computed where groups have few channels.

    Parameters
    ----------
    x_packed, dy_packed
        Whether the operand is copied to a panel or read in place.
    fused
        Whether all filter rows are computed together where all of them see the image.
    step
        How many neighbouring output pixels of a row are computed together: they share what they
        read.
    block
        (images, rows, columns) of output pixels between two flushes.
    cut
        In how many tasks the vectors of channels are divided.
    patterned
        Whether the code knows which taps the pixels of each step see. Else it serves rows of any
        length, and is slower at their ends.
    """

    x_packed: bool
    dy_packed: bool
    fused: bool
    step: int
    block: tuple[int, int, int]
    cut: int
    patterned: bool = True

    TOLD = ("split", "block")
    KNOWN = ("patterns", "whole_rows", "sides")
    FREE = ("x_packed", "dy_packed", "fused", "step", "cut", "patterned")

    # ---- what follows from the fields ----

    @once
    def lanes(self) -> int:
        """Numbers in a vector."""
        return self.full_lanes

    @once
    def vectors(self) -> int:
        """Vectors of output channels; the last may overlap its neighbour."""
        return ceil_div(self.problem.k, self.lanes)

    @property
    def x_width(self) -> int:
        """Input channels that a vector of output channels needs."""
        problem = self.problem
        return most(1, self.lanes // problem.k_per_group) * problem.c_per_group

    @once
    def same_x(self) -> int:
        """Vectors of output channels that need the same input channels."""
        return most(1, self.problem.k_per_group // self.lanes)

    @once
    def segments(self) -> tuple[Segment, ...]:
        """The output columns, cut into steps and these into segments by the taps that they see."""
        problem = self.problem
        return segments(problem.q, self.step, [problem.cols(s) for s in range(problem.s)])

    @once
    def patterns(self) -> tuple[Pattern, ...]:
        """The segments as code knows them."""
        every = self.problem.s * self.step
        if not self.patterned:
            return ()
        return tuple(
            Pattern(size, seen, start + size == stop and len(seen) < every)
            for start, stop, size, seen in self.segments
        )

    @once
    def whole_rows(self) -> bool:
        """Whether the code knows that a block has all columns of its rows."""
        return self.patterned and self.block[2] >= self.problem.q

    @property
    def together(self) -> int:
        """How many output rows see the image through every filter row."""
        return rows_together(self.problem)

    @property
    def pixels_kept(self) -> int:
        """How many pixels' lines of the same channel the first-level cache can hold at a time."""
        return lines_kept(max(1, self.problem.c * self.stored_bytes // 64))

    def lies(self, name: str) -> tuple[Bit, Bit]:
        """Whether x or dy lies in planes, and whether in no order."""
        layout = self.x_layout if name == "x" else self.dy_layout
        return layout == "planes", layout == "any"

    @property
    def full(self) -> tuple[int, int]:
        """The columns of output pixels from which all taps see the image; none begin with 0."""
        firsts, ends = zip(*(self.problem.cols(s) for s in range(self.problem.s)), strict=True)
        return (max(firsts), min(ends)) if max(firsts) < min(ends) else (0, 0)

    @once
    def met(self) -> Met:
        """What meets in the steps of the segments."""
        ranges = [self.problem.cols(s) for s in range(self.problem.s)]
        return Met(*np.array(met(self.problem, self.step, ranges)).T)

    @once
    def block_counts(self) -> tuple[int, int, int]:
        """Number of blocks along n, p and q."""
        return block_counts(self.problem, self.block)

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""
        return self.x_packed, self.dy_packed

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides a result's bits: how pixels are summed, in which blocks and types."""
        partial = compute_dtype(self.partial_dtype)
        return self.block, self.split, partial, "columns of blocks"

    @property
    def tasks(self) -> int:
        """Number of tasks: depends on problem and instruction set alone, never on the threads."""
        return self.split * self.cut

    @property
    def flexible(self) -> DepthwisePlan:
        """The same sums, with code for rows of any length."""
        return replace(self, patterned=False)

    def by(self, general: Plan) -> DepthwisePlan | None:
        """The same sums by the code of a general plan; None where that cannot make them."""
        other = super().by(general)
        if other is None or not other.patterned or other.whole_rows:
            return other
        # A step that the code knows must not reach from one block into the next.
        return None if other.block[2] % other.step else other

    @once
    def sizes(self) -> dict[str, int]:
        """The numbers that each call tells code that knows no sizes: see `Plan.general`."""
        found = self.image_sizes(self.problem, self.block)
        found |= zip(("x.image", "x.row"), self.x_strides, strict=False)
        found |= zip(("dy.image", "dy.row"), self.dy_strides, strict=False)
        found |= zip(("x.vector", "dy.vector"), self.vector_strides, strict=True)
        found |= {"bytes.x": self.x_panel_bytes, "acc": self.acc_start}
        found |= zip(("full.start", "full.stop"), self.full, strict=True)
        for i, segment in enumerate(self.segments if self.patterned else ()):
            found |= {f"start{i}": segment.start, f"stop{i}": segment.stop}
        for packed, operand in ((self.x_packed, "x"), (self.dy_packed, "dy")):
            if packed:
                found |= (self.x_panel if operand == "x" else self.dy_panel).sizes
        layouts, outputs = (self.x_layout, self.dy_layout), self.part_vectors * self.lanes
        return found | shares.next_sizes(self.problem, layouts, self.block[1], outputs)

    # ---- memory ----

    @once
    def part_vectors(self) -> int:
        """Vectors of channels of the largest task.

        Vectors that need the same input channels stay together.
        """
        return ceil_div(self.vectors, self.same_x * self.cut) * self.same_x

    @property
    def pixel_bytes(self) -> tuple[int, int]:
        """Bytes from one column of x and of dy to the next, as the code reads them."""
        problem, sizes = self.problem, (SIZES[self.problem.dtype], SIZES[self.compute_dtype])
        x = self.x_width if self.x_packed else problem.c
        dy = self.lanes if self.dy_packed else problem.k
        return x * sizes[self.x_packed], dy * sizes[self.dy_packed]

    @property
    def x_strides(self) -> tuple[int, int, int]:
        """Bytes from one image, row and column of x to the next, as the code reads it."""
        shape = self.x_panel.shape if self.x_packed else (0, self.problem.h, self.problem.w)
        (_, h, w), pixel = shape, self.pixel_bytes[0]
        return h * w * pixel, w * pixel, pixel

    @property
    def dy_strides(self) -> tuple[int, int, int]:
        """Bytes from one image, row and column of dy to the next, as the code reads it."""
        shape = self.dy_panel.shape if self.dy_packed else (0, self.problem.p, self.problem.q)
        (_, p, q), pixel = shape, self.pixel_bytes[1]
        return p * q * pixel, q * pixel, pixel

    @property
    def vector_strides(self) -> tuple[int, int]:
        """Bytes of x and dy from one vector of output channels to the next, as they are read."""
        size = self.stored_bytes
        x = self.x_panel.stride(self.x_panel.bands[0]) if self.x_packed else self.x_width * size
        dy = self.dy_panel.stride(self.dy_panel.bands[0]) if self.dy_packed else self.lanes * size
        return x, dy

    def row_prefetch(self, operand: int, calls: int) -> RowPrefetch:
        """How x (operand 0) or dy (1) is prefetched in so many calls for each row of pixels."""
        problem = self.problem
        channels, stride = ((problem.c, problem.v), (problem.k, 1))[operand]
        lines = ceil_div(channels * SIZES[problem.dtype], self.cut * 64)
        pixels = max(1, self.part_vectors // lines)
        return RowPrefetch(lines, pixels, ceil_div(self.step * stride, pixels * calls))

    @once
    def x_panel(self) -> Panel:
        """How x is packed: what a block's windows see."""
        width = self.x_width
        return self._panel("pack_x", self.x_layout, self.problem.c, width, self.seen, 0)

    @once
    def seen(self) -> tuple[int, int, int]:
        """Images, rows and columns that a block's windows see."""
        problem, (n, p, q) = self.problem, self.block
        h = (p - 1) * problem.u + (problem.r - 1) * problem.dr + 1
        return n, h, (q - 1) * problem.v + (problem.s - 1) * problem.ds + 1

    @once
    def sides(self) -> tuple[int, int]:
        """Columns of x and of dy that are transposed together: none where nothing is."""
        x = self.seen[2] if self.x_packed and self.x_layout == "planes" else 0
        dy = self.block[2] if self.dy_packed and self.dy_layout == "planes" else 0
        return square_side(self.full_lanes, x), square_side(self.full_lanes, dy)

    @once
    def dy_panel(self) -> Panel:
        """How dy is packed."""
        return self._panel("pack_dy", self.dy_layout, self.problem.k, self.lanes, self.block, 1)

    def _panel(
        self, name: str, layout: str, total: int, width: int, shape: tuple[int, int, int],
        operand: int,
    ) -> Panel:  # fmt: skip
        bands = vectors(total, width, 1)
        copies = tuple((Copy(0, 0, 1, width),) for _ in bands)
        return Panel(
            name=name,
            dtype=self.problem.dtype,
            compute_dtype=self.compute_dtype,
            layout=layout,
            bands=bands,
            channels=1,
            copies=copies,
            total=total,
            shape=shape,
            side=self.sides[operand],
            padded=False,
            lanes=self.full_lanes,
            hardware_half=self.isa.half,
        )

    @property
    def x_panel_bytes(self) -> int:
        """Bytes of the panels of x of one task."""
        return pick(self.x_packed, self.part_vectors // self.same_x * self.vector_strides[0], 0)

    @once
    def tap_bytes(self) -> int:
        """Bytes of a task's accumulators of one tap and one input channel of each group."""
        return self.part_vectors * self.lanes * self.compute_bytes

    @property
    def accumulators(self) -> int:
        """Accumulators of a vector of channels: taps, times the input channels of a group."""
        return self.problem.r * self.problem.s * self.problem.c_per_group

    @property
    def panel_bytes(self) -> int:
        """Bytes that each thread needs: its panels and its accumulators."""
        return self.acc_start + ceil_div(self.accumulators * self.tap_bytes, 64) * 64

    @property
    def acc_start(self) -> int:
        """Bytes from the beginning of a thread's workspace to its accumulators."""
        dy = pick(self.dy_packed, self.part_vectors * self.vector_strides[1], 0)
        return self.x_panel_bytes + dy
