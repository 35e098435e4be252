"""A plan for the matrix unit: every decision about how a problem is computed, frozen.

In: a `Problem` and the layouts of the arrays. Out: a `MatrixPlan`. A task owns some channels c and
k and a part of the pixels. A block's pixels are packed as `ribbons`, x with a channel a line,
dy in pairs of columns; then each tap's part of dW is made, a few tiles at a time.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

from filtergrad.cpu.base.bands import Band, ceil_div, vectors
from filtergrad.cpu.base.columns import Bit, Number, least, pick
from filtergrad.cpu.base.plan import (
    LONGEST_CHAIN,
    Plan,
    block_counts,
    partials_limit,
    workspace_limit,
)
from filtergrad.dtypes import compute_dtype
from filtergrad.once import once

from .ribbons import STEP, Ribbon, phases, ribbon

# Channels on a side of a tile of dW.
SIDE = 16

# Bytes of a tile: 16 rows of 64.
TILE_BYTES = 1024


@dataclass(frozen=True, kw_only=True)
class MatrixPlan(Plan):
    """How ``problem`` is computed by a unit that multiplies tiles.

    Parameters
    ----------
    merged
        Whether a line of x is a tap of a filter row and a channel (few channels): a tile then
        covers all taps of the row.
    apart
        Whether each tap of a filter row has a ribbon of its own, already moved by its column, so
        that tiles of x begin with cache lines.
    together
        How many groups share a tile, each a square on its diagonal.
    tile
        How many tiles along c and k are summed together.
    block
        (images, rows, columns) of output pixels between two flushes.
    packed
        Columns that are packed together.
    cut
        In how many tasks the groups, the blocks of tiles of x and those of dy are divided.
    """

    merged: bool
    apart: bool
    together: int
    tile: tuple[int, int]
    block: tuple[int, int, int]
    packed: int
    cut: tuple[int, int, int]

    TOLD = ("split", "block", "cut")
    FREE = ("tile", "packed")

    # ---- what follows from the fields ----

    @property
    def groups(self) -> int:
        """How many groups, or groups together, are looped over."""
        return self.problem.g // self.together

    @property
    def s_loops(self) -> Number:
        """How many taps of a filter row are looped over (1 when tiles cover them all)."""
        return pick(self.merged, 1, self.problem.s)

    @property
    def lines(self) -> Number:
        """Lines of x of all tiles of a group, or of groups together."""
        return self.problem.c_per_group * pick(self.merged, self.problem.s, self.together)

    @property
    def ks(self) -> int:
        """Channels of dy of all tiles of a group, or of groups together."""
        return self.problem.k_per_group * self.together

    @property
    def tile_counts(self) -> tuple[int, int]:
        """Tiles along x's lines and along dy's channels, of a group or of groups together."""
        return ceil_div(self.lines, SIDE), ceil_div(self.ks, SIDE)

    @once
    def x_bands(self) -> tuple[Band, ...]:
        """How x's lines are cut into blocks of tiles."""
        return _bands(self.lines, self.tile[0])

    @once
    def dy_bands(self) -> tuple[Band, ...]:
        """How dy's channels are cut into blocks of tiles."""
        return _bands(self.ks, self.tile[1])

    @property
    def phases(self) -> tuple[int, Number]:
        """How many phases of x's rows and columns windows see."""
        problem = self.problem
        rows = phases(problem.r, problem.dr, problem.u)
        columns = phases(problem.s, problem.ds, problem.v)
        return rows, pick(self.moved, self.s_loops, columns)

    @property
    def moved(self) -> Bit:
        """Whether a tap's columns have been moved to where dy's are."""
        return self.merged | self.apart

    @once
    def ribbon(self) -> Ribbon:
        """The sizes of a block's ribbons."""
        return ribbon(self.problem, self.block[1], self.block[2], self.packed, self.moved)

    def in_rows(self, name: str) -> Bit:
        """Whether the channels of a pixel of x or dy lie side by side."""
        return (self.x_layout if name == "x" else self.dy_layout) == "rows"

    @property
    def aligned(self) -> Bit:
        """Whether tiles of x begin with cache lines."""
        one_row = (self.problem.r == 1) | (self.ribbon.pitch % STEP == 0)
        return one_row & (self.moved | (self.problem.s == 1))

    @property
    def longest_chain(self) -> int:
        """How many numbers are added in a row: pairs of a step, then steps."""
        return STEP // 2 + 1 + self.block[0] * self.ribbon.steps

    @property
    def row_bytes(self) -> Number:
        """Bytes of a row of x with its zeros, from which lines are made where taps are merged."""
        row = ceil_div(2 * self.row_columns * self.problem.c, 64) * 64 + 64
        return pick(self.merged & self.in_rows("x"), row, 0)

    @property
    def row_columns(self) -> int:
        """Columns of such a row: what is packed last may be longer than it."""
        return (self.ribbon.pitch + self.packed) * self.problem.v + self.problem.s

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""
        return self.merged, self.apart, self.together, self.tile

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides a result's bits: how the pixels are summed, in which steps and types."""
        pixels = self.problem.n, self.problem.p, self.problem.q
        partial = compute_dtype(self.partial_dtype)
        return pixels, self.moved, self.ribbon.pitch, self.block, self.split, partial

    @property
    def tasks(self) -> int:
        """Number of tasks: depends on problem and instruction set alone, never on the threads."""
        groups, xs, dys = self.cut
        return self.split * groups * xs * dys

    @property
    def cut_totals(self) -> tuple[int, int, int]:
        """What ``cut`` divides: groups, blocks of tiles of x, of dy."""
        xs, dys = self.tile_counts
        return self.groups, ceil_div(xs, self.tile[0]), ceil_div(dys, self.tile[1])

    @property
    def block_counts(self) -> tuple[int, int, int]:
        """Number of blocks along n, p and q."""
        return block_counts(self.problem, self.block)

    @property
    def fits(self) -> Bit:
        """Whether it keeps to the limits of memory, and of how many sums follow one another."""
        added = self.split * self.partial_bytes
        few = (self.split == 1) | (added <= partials_limit(self.problem))
        room = self.workspace_bytes(1) <= workspace_limit(self.problem)
        return few & room & (self.longest_chain <= LONGEST_CHAIN)

    def fitted(self) -> MatrixPlan:
        """The plan with as many parts as there are blocks of tiles, at most."""
        groups, xs, dys = map(min, self.cut, self.cut_totals)
        return replace(self, cut=(groups, xs, dys))

    # ---- memory: ribbons of x, those of a block of tiles of dy, tiles on their way to dW, lines of
    # dy where columns lie side by side, a row of x where taps are merged ----

    @property
    def x_tiles(self) -> Number:
        """Tiles of x that a task has at most."""
        blocks = ceil_div(self.cut_totals[1], self.cut[1])
        return least(self.tile_counts[0], blocks * self.tile[0])

    @property
    def x_image(self) -> int:
        """Bytes of one image's ribbon of x, of one phase and tile."""
        return SIDE * self.ribbon.line

    @property
    def x_phase(self) -> int:
        """Bytes of all images' ribbons of x, of one phase and tile."""
        return self.block[0] * self.x_image

    @property
    def x_tile(self) -> int:
        """Bytes of a tile of x in all phases."""
        return math.prod(self.phases) * self.x_phase

    @property
    def dy_tile(self) -> int:
        """Bytes of a tile of dy."""
        return self.block[0] * self.ribbon.dy_image

    @property
    def line_dy(self) -> Number:
        """Bytes of a channel's ribbon of dy, where these are made first."""
        return pick(self.in_rows("dy"), 0, self.ribbon.dy_image // SIDE + 64)

    @once
    def sizes(self) -> dict[str, int]:
        """The numbers that each call tells code that knows no sizes: see `Plan.general`."""
        found = self.image_sizes(self.problem, self.block)
        found |= zip(("cut.g", "cut.x", "cut.dy"), self.cut, strict=True)
        dy, through, lines, row, _ = self.parts
        return found | {
            "pitch": self.ribbon.pitch,
            "line": self.ribbon.line,
            "x.image": self.x_image,
            "x.phase": self.x_phase,
            "x.tile": self.x_tile,
            "dy.image": self.ribbon.dy_image,
            "dy.tile": self.dy_tile,
            "dy.line": self.line_dy,
            "row.columns": self.row_columns,
            "at.dy": dy,
            "at.through": through,
            "at.lines": lines,
            "at.row": row,
        }

    @property
    def parts(self) -> tuple[int, ...]:
        """Where the parts of a thread's workspace end, each where the next one begins."""
        tiles = self.tile[0] * self.tile[1] * TILE_BYTES
        sizes = (
            self.x_tiles * self.x_tile,
            self.tile[1] * self.dy_tile,
            tiles,
            SIDE * self.line_dy,
            self.row_bytes,
        )
        return tuple(itertools.accumulate(sizes))

    @property
    def panel_bytes(self) -> int:
        """Bytes that each thread needs beside the partials."""
        return self.parts[-1]


def _bands(total: int, most: int) -> tuple[Band, ...]:
    """How so many lines or channels are cut into blocks of at most ``most`` tiles.

    What is less than a tile is the first part of one.
    """
    return vectors(total, SIDE, most) if total >= SIDE else (Band(0, 1, 0, total),)
