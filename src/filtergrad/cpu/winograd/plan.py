"""A plan of Winograd's algorithm: fewer multiplications, and transforms that pay for them.

In: a `Problem` and the layouts of the arrays. Out: plans with their prices. A task
transforms chunks of patches of x and dy, sums each product of the patches apart, and at the end
transforms the sums to taps: only then are there partials, of dW's own size.

A patch is what the algorithm computes at a time: some rows and columns of dy, and the pixels of x
that they see. (The literature calls it a tile; here a tile is always the register tile.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from filtergrad.cpu.base.bands import Band, balanced, ceil_div, vectors
from filtergrad.cpu.base.columns import Number, least, most, pick
from filtergrad.cpu.base.panel import Copy, Panel, odd, square_side
from filtergrad.cpu.base.plan import LONGEST_CHAIN, Plan
from filtergrad.dtypes import SIZES
from filtergrad.once import once

from .bilinear import Axis, axis

MOST_LINES = 512  # that a tile prefetches at most: no layer needs so many


class ThreadBytes(NamedTuple):
    """Bytes of a thread's workspace, in the order in which its parts lie there.

    Parameters
    ----------
    x, dy
        Panels of transformed patches.
    sums
        Of the products, for all groups of a task, or for one where each is finished at once.
    strip
        Where a strip of x or dy is packed; nothing where both are read in place.
    """

    x: int
    dy: int
    sums: int
    strip: int


@dataclass(frozen=True, kw_only=True)
class WinogradPlan(Plan):
    """How ``problem`` is computed by Winograd's algorithm.

    Parameters
    ----------
    outputs
        Rows and columns of dy that make a patch.
    tile
        (rows, vector columns) of the register tile.
    strips
        How many strips, rows of patches of an image, make a chunk.
    cut
        In how many tasks the groups, the channels of dy and those of x are divided.
    x_vectors
        How many vectors of x's channels are multiplied at a time: all of a part, or fewer where a
        task has one chunk only, so that their sums are near when the last transform fetches them.
    kept
        Whether all sums are kept for chunks to come even where a task has one chunk only, because
        the code is that of a larger problem.
    """

    outputs: tuple[int, int]
    tile: tuple[int, int]
    strips: int
    cut: tuple[int, int, int]
    x_vectors: int
    kept: bool = False

    TOLD = ("split", "strips", "x_vectors", "kept")
    KNOWN = ("single", "sides")
    FREE = ("tile", "cut")

    # ---- what follows from the fields ----

    @once
    def lanes(self) -> int:
        """Numbers in a vector."""
        return self.full_lanes

    @once
    def axes(self) -> tuple[Axis, Axis]:
        """The algorithms along rows and columns."""
        problem, (m_h, m_w) = self.problem, self.outputs
        return axis(problem.r, problem.u, m_h), axis(problem.s, problem.v, m_w)

    @once
    def products(self) -> int:
        """Multiplications of a patch, for a channel of x and one of dy."""
        return self.axes[0].products * self.axes[1].products

    @property
    def phases(self) -> tuple[int, int]:
        """Dilation parts an image into as many that never meet, along rows and columns."""
        return self.problem.dr, self.problem.ds

    @once
    def grid(self) -> tuple[int, int]:
        """Rows and columns of patches of one image and phase."""
        problem, (m_h, m_w) = self.problem, self.outputs
        return ceil_div(problem.p, problem.dr * m_h), ceil_div(problem.q, problem.ds * m_w)

    @once
    def strip_count(self) -> int:
        """Strips of all images and phases."""
        return self.problem.n * self.phases[0] * self.phases[1] * self.grid[0]

    @once
    def chunk_patches(self) -> int:
        """Patches of a whole chunk."""
        return self.strips * self.grid[1]

    @once
    def chunks(self) -> int:
        """How many chunks there are, the last perhaps smaller."""
        return ceil_div(self.strip_count, self.strips)

    @once
    def single(self) -> bool:
        """Whether every task has one chunk, and finishes its sums as soon as they are made."""
        return False if self.kept else self.chunks <= self.split

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""
        return (self.outputs,)

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides a result's bits: how patches are summed, in which steps and types."""
        return self.outputs, self.strips, self.split, self.partial_dtype

    @once
    def flushes(self) -> int:
        """How many chains of patches a task sums, each added to what the earlier ones made."""
        return ceil_div(self.chunks, self.split) * ceil_div(self.chunk_patches, LONGEST_CHAIN)

    @property
    def chain_length(self) -> Number:
        """How many patches are added up in registers."""
        return least(self.chunk_patches, LONGEST_CHAIN)

    @once
    def tasks(self) -> int:
        """Number of tasks: depends on problem and instruction set alone, never on the threads."""
        groups, dys, xs = self.cut
        return self.split * groups * dys * xs

    @once
    def vectors(self) -> tuple[int, int]:
        """Vectors of a group's channels of x and dy; the last may overlap its neighbour."""
        return ceil_div(self.problem.c_per_group, self.lanes), ceil_div(
            self.problem.k_per_group, self.lanes
        )

    @once
    def part_vectors(self) -> tuple[int, int]:
        """Vectors of the largest part of x and of dy."""
        x, dy = self.vectors
        return ceil_div(x, self.cut[2]), ceil_div(dy, self.cut[1])

    @once
    def part_groups(self) -> int:
        """Groups of the largest part."""
        return ceil_div(self.problem.g, self.cut[0])

    def dy_bands(self, count: int) -> tuple[Band, ...]:
        """How a part of so many vectors of dy is cut into register tiles."""
        return balanced(count, self.tile[1])

    def by(self, general: Plan) -> WinogradPlan | None:
        """The same sums by the code of a general plan; None where that cannot make them."""
        other = super().by(general)
        if other is None and self.single:
            return replace(self, kept=True).by(general)
        return other

    def fitted(self) -> WinogradPlan:
        """The plan with no more vectors of x at a time than a task has."""
        part = self.part_vectors[0]
        return replace(self, x_vectors=min(self.x_vectors, part) if self.single else part)

    @once
    def sizes(self) -> dict[str, int]:
        """The numbers that each call tells code that knows no sizes: see `Plan.general`."""
        problem, (x, dy) = self.problem, self.part_vectors
        found = {name: getattr(problem, name) for name in ("p", "q", "top", "left", "h", "w")}
        found |= {"seen.h": self.seen[0], "seen.w": self.seen[1]}
        found |= {"grid.h": self.grid[0], "grid.w": self.grid[1], "split": self.split}
        found |= {"strips": self.strips, "strips.all": self.strip_count, "chunks": self.chunks}
        found |= {"panel": self.panel_stride, "sums": self.sums_stride, "block": self.x_vectors}
        found |= {"product.x": self.product_stride(x), "product.dy": self.product_stride(dy)}
        bytes_ = self.thread_bytes
        found |= {"bytes.x": bytes_.x, "bytes.dy": bytes_.dy, "bytes.sums": bytes_.sums}
        for name in ("x", "dy"):
            panel = self.strip_panel(name)
            found |= panel.sizes if panel else {}
            found |= zip(
                (f"next.{name}.lines", f"next.{name}.share"), self.ahead(name), strict=True
            )
        return found

    @once
    def seen(self) -> tuple[int, int]:
        """Rows and columns of x that the windows see: what lies behind them is never read."""
        problem = self.problem
        last_h = (problem.p - 1) * problem.u - problem.top + (problem.r - 1) * problem.dr
        last_w = (problem.q - 1) * problem.v - problem.left + (problem.s - 1) * problem.ds
        return min(problem.h, last_h + 1), min(problem.w, last_w + 1)

    def ahead(self, name: str) -> tuple[int, int]:
        """Cache lines of a pixel of the next chunk of x or dy, and how many each tile prefetches.

        Where channels lie apart, these are the lines of a channel.
        """
        problem, (m_h, _), size = self.problem, self.outputs, SIZES[self.problem.dtype]
        if name == "x":
            spacing, stored, each = m_h * problem.u, (problem.h, problem.w), problem.c_per_group
        else:
            spacing, stored, each = m_h, (problem.p, problem.q), problem.k_per_group
        x_vectors, dy_vectors = self.part_vectors
        calls = self.products * self.dy_bands(dy_vectors)[-1].stop * x_vectors * self.part_groups
        pixels = self.strips * spacing * stored[1]
        channels = (x_vectors if name == "x" else dy_vectors) * self.lanes
        if self.part_groups > 1:
            channels = self.part_groups * each
        if self.layout(name) != "rows":  # a channel's pixels are neighbours
            channels, pixels = min(pixels, stored[0] * stored[1]), channels
        lines = ceil_div(channels * size, 64)
        return lines, min(MOST_LINES, ceil_div(pixels * lines, max(1, calls)))

    def layout(self, name: str) -> str:
        """How x or dy lies in memory."""
        return self.x_layout if name == "x" else self.dy_layout

    # ---- memory ----

    @once
    def panel_stride(self) -> int:
        """Bytes from a vector's panel, [patch][lane], to the next: an odd number of cache lines."""
        return odd(ceil_div(self.chunk_patches * self.lanes * self.compute_bytes, 64)) * 64

    def product_stride(self, vectors: int) -> int:
        """Bytes from a product's panels to the next product's: an odd number of lines, too.

        A group has so many ``vectors``; the panels of a part's groups follow one another.
        """
        return odd(self.part_groups * vectors * self.panel_stride // 64) * 64

    @once
    def sums_stride(self) -> int:
        """Bytes from a product's sums, [channel of x][channel of dy], to the next product's."""
        numbers = self.x_vectors * self.part_vectors[1] * self.lanes * self.lanes
        return odd(ceil_div(numbers * self.compute_bytes, 64)) * 64

    def strip_panel(self, name: str) -> Panel | None:
        """How a strip of x or dy is packed; None where its channels are neighbours in memory."""
        problem = self.problem
        if not self.packs(name):
            return None
        if name == "x":
            channels, height = problem.c_per_group, self.axes[0].inputs
        else:
            channels, height = problem.k_per_group, self.outputs[0]
        bands = vectors(channels, self.lanes, 1)
        copies = tuple((Copy(0, 0, 1, band.size),) for band in bands)
        return Panel(
            name=f"pack_{name}",
            dtype=problem.dtype,
            compute_dtype=self.compute_dtype,
            layout="any" if self.scattered(name) else self.layout(name),
            bands=bands,
            channels=1,
            copies=copies,
            total=channels,
            shape=(1, height, self.strip_width(name)),
            side=self.sides[name == "dy"],
            padded=False,
            lanes=self.full_lanes,
            hardware_half=self.isa.half,
        )

    @once
    def sides(self) -> tuple[int, int]:
        """Columns of x and of dy that are transposed together: none where nothing is."""
        x, dy = (
            self.strip_width(name) if self.packs(name) and not self.scattered(name) else 0
            for name in ("x", "dy")
        )
        return square_side(self.full_lanes, x), square_side(self.full_lanes, dy)

    def packs(self, name: str) -> bool:
        """Whether strips of x or dy are packed."""
        return self.layout(name) != "rows"

    def scattered(self, name: str) -> bool:
        """Whether a channel's pixels in a strip are no neighbours in memory."""
        # Where a phase's columns are no neighbours, these are as far apart as may be.
        return self.problem.ds > 1 or self.layout(name) == "any"

    def strip_width(self, name: str) -> int:
        """Columns of x or dy that a strip's patches see."""
        m_w, (_, w) = self.outputs[1], self.axes
        if name == "x":
            return (self.grid[1] - 1) * m_w * self.problem.v + w.inputs
        return self.grid[1] * m_w

    def strip_bytes(self, name: str) -> int:
        """Bytes of a packed strip."""
        panel, vectors = self.strip_panel(name), self.part_vectors[name == "dy"]
        return panel.stride(panel.bands[0]) * vectors if panel else 0

    @once
    def thread_bytes(self) -> ThreadBytes:
        """What each thread needs."""
        x, dy = (self.products * self.product_stride(count) for count in self.part_vectors)
        groups = pick(self.single, 1, self.part_groups)
        sums = groups * self.products * self.sums_stride
        return ThreadBytes(x, dy, sums, most(self.strip_bytes("x"), self.strip_bytes("dy")))

    @property
    def panel_bytes(self) -> int:
        """Bytes that each thread needs."""
        return sum(self.thread_bytes)
