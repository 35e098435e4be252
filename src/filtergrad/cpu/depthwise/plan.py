"""A plan for depthwise layers: lanes run over output channels of many groups.

In: a `Problem` and the layouts of the arrays. Out: plans. A task owns some vectors of
channels and a part of the pixels. A block's pixels stream past the accumulators of all taps, which
stay in the first-level cache; see docs/decisions/depthwise.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from filtergrad.cpu.base.bands import ceil_div, vectors
from filtergrad.cpu.base.panel import Copy, Panel
from filtergrad.cpu.base.plan import Plan, block_counts
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.once import once

from .segments import Met, Segment, met, segments


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
    """

    x_packed: bool
    dy_packed: bool
    fused: bool
    step: int
    block: tuple[int, int, int]
    cut: int

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
        return max(1, self.lanes // problem.k_per_group) * problem.c_per_group

    @once
    def same_x(self) -> int:
        """Vectors of output channels that need the same input channels."""
        return max(1, self.problem.k_per_group // self.lanes)

    @once
    def segments(self) -> tuple[Segment, ...]:
        """The output columns, cut into steps and these into segments by the taps that they see."""
        problem = self.problem
        return segments(problem.q, self.step, [problem.cols(s) for s in range(problem.s)])

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

    # ---- memory ----

    @once
    def part_vectors(self) -> int:
        """Vectors of channels of the largest task.

        Vectors that need the same input channels stay together.
        """
        return ceil_div(self.vectors, self.same_x * self.cut) * self.same_x

    @property
    def x_strides(self) -> tuple[int, int, int]:
        """Bytes from one image, row and column of x to the next, as the code reads it."""
        problem = self.problem
        if self.x_packed:
            _, h, w = self.x_panel.shape
            pixel = self.x_width * SIZES[self.compute_dtype]
        else:
            h, w, pixel = problem.h, problem.w, problem.c * SIZES[problem.dtype]
        return h * w * pixel, w * pixel, pixel

    @property
    def dy_strides(self) -> tuple[int, int, int]:
        """Bytes from one image, row and column of dy to the next, as the code reads it."""
        problem = self.problem
        if self.dy_packed:
            _, p, q = self.dy_panel.shape
            pixel = self.lanes * SIZES[self.compute_dtype]
        else:
            p, q, pixel = problem.p, problem.q, problem.k * SIZES[problem.dtype]
        return p * q * pixel, q * pixel, pixel

    @property
    def vector_strides(self) -> tuple[int, int]:
        """Bytes of x and dy from one vector of output channels to the next, as they are read."""
        size = SIZES[self.problem.dtype]
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
        problem, (n, p, q) = self.problem, self.block
        h = (p - 1) * problem.u + (problem.r - 1) * problem.dr + 1
        w = (q - 1) * problem.v + (problem.s - 1) * problem.ds + 1
        return self._panel("pack_x", self.x_layout, problem.c, self.x_width, (n, h, w))

    @once
    def dy_panel(self) -> Panel:
        """How dy is packed."""
        return self._panel("pack_dy", self.dy_layout, self.problem.k, self.lanes, self.block)

    def _panel(
        self, name: str, layout: str, total: int, width: int, shape: tuple[int, int, int]
    ) -> Panel:
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
            padded=False,
            lanes=self.full_lanes,
            hardware_half=self.isa.half,
        )

    @property
    def x_panel_bytes(self) -> int:
        """Bytes of the panels of x of one task."""
        if not self.x_packed:
            return 0
        return self.part_vectors // self.same_x * self.vector_strides[0]

    @once
    def tap_bytes(self) -> int:
        """Bytes of a task's accumulators of one tap and one input channel of each group."""
        return self.part_vectors * self.lanes * SIZES[self.compute_dtype]

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
        return self.x_panel_bytes + (
            self.part_vectors * self.vector_strides[1] if self.dy_packed else 0
        )
