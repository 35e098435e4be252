"""A plan of the direct algorithm: every decision about how a problem is computed, frozen.

In: a `Problem`, an instruction set and how the user's arrays lie in memory. Out: a `DirectPlan`,
which `candidates` lists, `price` prices and `emit` writes as machine code. Some decisions change
what lies where in memory (lane, merged, packed). The others (tile, block, split) can be exchanged
for each other: they change the order of the sum and the speed, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from filtergrad.cpu.base.bands import Band, ceil_div
from filtergrad.cpu.base.panel import Copy, Panel, square_side
from filtergrad.cpu.base.plan import Plan, block_counts
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.once import once
from filtergrad.problem import Problem

from .pairs import paired_problem
from .shapes import dy_bands, panel_shape, panel_steps, sees_all, x_bands
from .shares import Channels, NextBlock, channels, next_sizes, rows_of_x


@dataclass(frozen=True, kw_only=True)
class DirectPlan(Plan):
    """How ``problem`` is computed.

    Parameters
    ----------
    lane
        What the lanes of a vector run over: output channels ``k``, input channels ``c`` or groups
        ``g``.
    merged
        Whether a tile covers all taps of a filter row (few channels); reads a panel padded with
        zero columns.
    x_packed, dy_packed
        Whether the operand is copied to a panel or read in place.
    lanes, tile
        Numbers in a vector; (rows, vector columns) of the register tile.
    block
        (images, rows, columns) of output pixels that pass through the tiles together.
    panel_taps
        (r, s): how many taps share one panel of x.
    cut
        In how many tasks the groups, the filter rows, the tiles of dy and those of x are divided.
    swapped
        Whether x and dy have changed places: a 1x1 filter's gradient, transposed.
    columns_per_pixel
        How many columns of x count as one pixel of as many more channels: all that a window sees,
        where windows lie side by side.
    pairs
        Along which axis two bfloat16 numbers make a pair: ``n``, ``p`` or none. What counts pixels,
        ``block`` for instance, then counts pairs.
    """

    lane: str
    merged: bool
    x_packed: bool
    dy_packed: bool
    lanes: int
    tile: tuple[int, int]
    block: tuple[int, int, int]
    panel_taps: tuple[int, int]
    cut: tuple[int, int, int, int]
    swapped: bool = False
    columns_per_pixel: int = 1
    pairs: str = ""

    TOLD = ("split", "block", "cut")
    KNOWN = ("copies_dy", "sides")
    FREE = ("lane", "x_packed", "dy_packed", "lanes", "tile", "panel_taps")

    # ---- what follows from the fields ----

    @once
    def paired_problem(self) -> Problem:
        """The problem whose pixels are pairs, if there are any: what is looped over."""
        return paired_problem(self.problem, self.pairs)

    @property
    def groups(self) -> int:
        """How many groups are looped over (1 when the lanes run over them)."""
        return 1 if self.lane == "g" else self.problem.g

    @property
    def s_loops(self) -> int:
        """How many taps of a filter row are looped over (1 when tiles cover them all)."""
        return 1 if self.merged else self.problem.s

    @once
    def dy_bands(self) -> tuple[Band, ...]:
        """How dy's channels (or the groups) are cut into tiles."""
        problem = self.problem
        return dy_bands(self.lane, problem.g, problem.k_per_group, self.lanes, self.tile)

    @once
    def x_bands(self) -> tuple[Band, ...]:
        """How x's channels, with a filter row's taps where these are merged, are cut into tiles."""
        problem = self.problem
        total = problem.c_per_group * (problem.s if self.merged else 1)
        bands = x_bands(self.lane, total, self.lanes, self.tile)
        if self.merged and problem.ds > 1:  # taps apart: the rows' offsets differ from tile to tile
            return tuple(Band(i, 1, band.start + (i - band.first) * band.size, band.size)
                         for band in bands for i in range(band.first, band.stop))  # fmt: skip
        return bands

    @once
    def panel_bands(self) -> tuple[Band, ...]:
        """How x's channels are cut into packed panels."""
        if self.lane == "g":
            return self.dy_bands
        if self.merged:
            return (Band(0, 1, 0, self.problem.c_per_group),)
        return self.x_bands

    @property
    def panel_shape(self) -> tuple[int, int, int]:
        """(images, rows, columns) of the largest panel of x: the block seen through its taps."""
        return panel_shape(self.paired_problem, self.block, self.panel_taps, self.merged)

    @property
    def panel_steps(self) -> tuple[int, int]:
        """Panel rows and columns from one output pixel to the next."""
        return panel_steps(self.paired_problem, self.panel_taps, self.merged)

    def merged_offset(self, element: int) -> int:
        """Offset in x of a filter row's element, which is (s, c) where taps are merged."""
        if not self.merged:
            return element
        s, c = divmod(element, self.problem.c_per_group)
        return s * self.problem.ds * self.problem.c_per_group + c

    @once
    def copies_dy(self) -> bool:
        """Whether the first tile of x packs dy as it reads it: it must see every pixel."""
        problem, rows = self.problem, self.dy_layout == "rows"
        if not (rows and self.lane == "k" and self.dy_packed) or self.pairs:
            return False
        all_rows, all_columns = sees_all(problem)
        return all_rows and (self.merged or all_columns)

    @once
    def sides(self) -> tuple[int, int]:
        """Columns of x and of dy that are transposed together: none where nothing is."""
        x = self.panel_shape[2] if self.x_packed and self._x_panel_layout == "planes" else 0
        dy = self.block[2] if self.dy_packed and self.dy_layout == "planes" else 0
        return square_side(self.full_lanes, x), square_side(self.full_lanes, dy)

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""
        return self.lane, self.merged, self.x_packed, self.dy_packed, self.swapped

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides a result's bits: how the pixels are summed, in which steps and types.

        Where the accumulators are and where their factors come from does not.
        """
        pixels = self.problem.n, self.problem.p, self.problem.q
        # A half type holds only what is rounded anyway: the sum of a single block.
        partial = compute_dtype(self.partial_dtype)
        # Merged taps multiply padding, and a zero times infinity or -0.0 + 0.0 shows.
        return pixels, self.merged, self.block, self.split, partial, self.pairs

    @property
    def tasks(self) -> int:
        """Number of tasks: depends on problem and instruction set alone, never on the threads."""
        groups, rows, dys, xs = self.cut
        return self.split * groups * rows * dys * xs

    @once
    def cut_totals(self) -> tuple[int, int, int, int]:
        """What ``cut`` divides: groups, filter rows, tiles of dy, tiles of x."""
        return self.groups, self.problem.r, self.dy_bands[-1].stop, self.x_bands[-1].stop

    @property
    def block_counts(self) -> tuple[int, int, int]:
        """Number of blocks along n, p and q."""
        return block_counts(self.paired_problem, self.block)

    @property
    def part_groups(self) -> int:
        """The most groups of a task."""
        return ceil_div(self.groups, self.cut[0])

    @property
    def calls(self) -> int:
        """Tile calls that one task makes for a block, about."""
        total, parts = 1, 1
        for amount, part in zip(self.cut_totals, self.cut, strict=True):
            total, parts = total * amount, parts * part
        return max(1, total * self.s_loops // parts)

    def fitted(self) -> DirectPlan:
        """The plan with as many parts as there are tiles, at most."""
        groups, rows, dys, xs = map(min, self.cut, self.cut_totals)
        return replace(self, cut=(groups, rows, dys, xs))

    @once
    def sizes(self) -> dict[str, int]:
        """The numbers that each call tells code that knows no sizes: see `Plan.general`."""
        problem = self.paired_problem
        found = self.image_sizes(problem, self.block)
        found |= zip(("cut.g", "cut.r", "cut.dy", "cut.x"), self.cut, strict=True)
        if self.pairs:
            one = self.problem
            # Behind what the last row of windows sees: an odd one's partner is not there.
            reach = (one.p - 1) * one.u + (one.r - 1) * one.dr - one.top + 1
            found["seconds"] = (one.n if self.pairs == "n" else one.p) // 2
            found |= {"one.h": one.h, "one.seen": min(one.h, reach)}
        if self.x_packed:
            found |= self.x_panel.sizes | {"pack_x.bytes": self.x_panel.bytes}
        if self.dy_packed:
            found |= self.dy_panel.sizes
        calls = self.calls // self.part_groups if self.by_group else self.calls
        block = NextBlock(problem, self.block[2], self.x_layout, self.dy_layout, self.pairs)
        found["next.group"] = int(self.by_group)
        rows = rows_of_x(problem, self.problem.u, self.pairs)
        return found | next_sizes(block, self._next_channels, rows, calls)

    @property
    def _next_channels(self) -> list[Channels]:
        """Which channels of x and of dy a task needs of what comes next."""
        problem, groups = self.problem, 1 if self.by_group else self.part_groups
        if self.lane == "g":
            x, dy, cut = problem.c_per_group, problem.k_per_group, self.cut[2]
            return [
                channels(self.dy_bands, problem.g, each, parts, groups)
                for each, parts in ((x, 1 if self.merged else cut), (dy, cut))
            ]
        xs, dys = 1 if self.merged else self.cut[3], self.cut[2]
        return [
            channels(self.x_bands, problem.c_per_group, 1, xs, groups),
            channels(self.dy_bands, problem.k_per_group, 1, dys, groups),
        ]

    @property
    def by_group(self) -> bool:
        """Whether a task prefetches its next group: one that takes whole lines of each pixel."""
        numbers = min(self.problem.c_per_group, self.problem.k_per_group)
        return self.part_groups > 1 and numbers * SIZES[self.problem.dtype] >= 64

    # ---- memory ----

    @property
    def panel_bytes(self) -> int:
        """Bytes of the panels of one thread: all of x's tiles and the widest of dy's."""
        x = self.x_panel.bytes if self.x_packed else 0
        dy = max(map(self.dy_panel.stride, self.dy_bands)) if self.dy_packed else 0
        return x + dy

    @once
    def x_panel(self) -> Panel:
        """How x is packed."""
        bands, shape = self.panel_bands, self.panel_shape
        return self._panel("x", self._x_panel_layout, bands, shape, self.merged)

    @property
    def _x_panel_layout(self) -> str:
        """How x lies in memory where it is packed."""
        # Columns that no window reads may lie between the panel's.
        skips = self.panel_steps[1] == 1 < self.problem.v
        return "any" if skips and self.x_layout == "planes" else self.x_layout

    @once
    def dy_panel(self) -> Panel:
        """How dy is packed."""
        return self._panel("dy", self.dy_layout, self.dy_bands, self.block, padded=False)

    def _panel(
        self,
        operand: str,
        layout: str,
        bands: tuple[Band, ...],
        shape: tuple[int, int, int],
        padded: bool,
    ) -> Panel:
        """A panel of ``x`` or ``dy``.

        Where lanes run over groups, a group's channels are the outer index of a pixel.
        """
        width = self.problem.c_per_group if operand == "x" else self.problem.k_per_group
        channels = width if self.lane == "g" else 1
        copies = tuple(
            tuple(Copy(i * band.size, i, channels, band.size) for i in range(channels))
            for band in bands
        )
        return Panel(
            name=f"pack_{operand}",
            dtype=self.problem.dtype,
            compute_dtype=self.compute_dtype,
            layout=layout,
            bands=bands,
            channels=channels,
            copies=copies,
            total=width,
            shape=shape,
            side=self.sides[operand == "dy"],
            padded=padded,
            lanes=self.full_lanes,
            hardware_half=self.isa.half,
            pairs=bool(self.pairs),
        )

    @property
    def partial_rows(self) -> str:
        """How a row of dW lies in a partial."""
        if self.lane == ("k" if self.swapped else "c"):
            return "columns"
        return "groups" if self.lane == "g" and self.problem.k_per_group > 1 else "rows"

    @property
    def partial_lanes(self) -> int:
        """Numbers in a vector of a partial: as few as the tiles' vectors have."""
        return self.lanes

    @property
    def dw_channels(self) -> tuple[int, int]:
        """Channels c and k of a group as dW has them."""
        c, k = self.problem.c_per_group, self.problem.k_per_group
        return (k, c) if self.swapped else (c, k)

    @property
    def dense(self) -> bool:
        """Whether a partial lies in memory as dW does, so that dW can be one itself."""
        single = self.problem.c_per_group * self.problem.k_per_group == 1
        straight = "c" if self.swapped else "k"
        return self.lane == straight or (self.lane == "g" and single)
