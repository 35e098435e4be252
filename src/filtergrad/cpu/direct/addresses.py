"""Addresses: where the nest of `emit` finds the pixels, tiles and panels that it hands on.

In: a `DirectPlan` and the arguments of a call. Out: address arithmetic as instructions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.code.ir import Bit, Code, Int, Ptr, Value
from filtergrad.cpu.code.task import Box, Range, box_of, inside
from filtergrad.dtypes import SIZES

from .plan import DirectPlan


class Tap(NamedTuple):
    """A tap's filter row and column."""

    r: Int
    s: Int


class BandTile(NamedTuple):
    """A tile of x or dy: the band that it belongs to, and its number among all tiles."""

    band: Band
    number: Int


class Positions(NamedTuple):
    """``total`` positions on an axis, ``step`` apart; the first, ``start``, may lie outside it."""

    start: Int
    step: int
    total: Int


def pair_strides(code: Code, plan: DirectPlan, args: dict[str, Value]) -> dict[str, Value]:
    """The arguments with strides from pair to pair, and the bytes between a pair's two numbers."""
    if plan.pairs == "n":
        x_apart, dy_apart, names = args["xn"], args["dyn"], ["xn", "dyn"]
    else:
        x_apart, dy_apart, names = code.mul(args["xh"], plan.problem.u), args["dyp"], ["dyp"]
        # The first pair of input rows is one above the image, and the first one in it.
        args = args | {"x": code.at(args["x"], code.sub(0, x_apart))}
    doubled = {name: code.mul(args[name], 2) for name in names}
    return args | doubled | {"x_apart": x_apart, "dy_apart": dy_apart}


@dataclass
class Source:
    """Where a tile reads an operand.

    Parameters
    ----------
    base
        The address of the box's first pixel.
    n, h, w, next
        The bytes from there to the next image, row, column and tile.
    """

    base: Ptr
    n: Int
    h: Int
    w: Int
    next: Int


class Seen(NamedTuple):
    """The ``count`` rows or columns of a box whose windows see the image through a tap.

    ``skipped`` positions of the box lie before them. In x, the first one sees row or column
    ``first`` of the panel, or of what the box's first window sees, and the others are ``step``
    apart.
    """

    count: Int
    skipped: Int
    first: Int
    step: int


class View(NamedTuple):
    """The pixels of a box that a tap sees inside the image."""

    images: Int
    rows: Seen
    columns: Seen


class TaskRanges(NamedTuple):
    """What a task does: its ranges of groups, filter rows, tiles of dy and tiles of x."""

    groups: Range
    rows: Range
    dys: Range
    xs: Range


class Block(NamedTuple):
    """A block of pixels that a task works on, and for which group of channels.

    ``first`` says whether it is the first block of the task's sum: partials are overwritten then.
    """

    group: Int
    box: Box
    first: Bit


class Addresses:
    """The addresses of one function ``main``.

    Parameters
    ----------
    code, plan, args, sizes
        What is being written, for which plan, the call's arguments, and the plan's sizes.
    """

    def __init__(
        self, code: Code, plan: DirectPlan, args: dict[str, Value], sizes: dict[str, Int]
    ) -> None:
        self.code, self.plan, self.problem, self.args = code, plan, plan.paired_problem, args
        self.sizes = sizes
        self.block = tuple(sizes[f"block.{axis}"] for axis in "npq")

    # ---- pixels ----

    def box(self, block: Int) -> Box:
        """The box of output pixels of a block's number."""
        return box_of(self.code, self.sizes, block)

    def corner_pixel(self, box: Box, tap: Tap) -> tuple[Int, Int]:
        """Input row and column, perhaps outside the image, that a tap of the first window sees."""
        code, problem, sizes = self.code, self.problem, self.sizes
        h = code.sum((box.p, problem.u), (tap.r, problem.dr), (sizes["top"], -1))
        w = code.sum((box.q, problem.v), (tap.s, problem.ds), (sizes["left"], -1))
        return h, w

    def window(self, box: Box, tap: Tap) -> Int:
        """Bytes from x's beginning to `corner_pixel`."""
        args = self.args
        h, w = self.corner_pixel(box, tap)
        return self.code.sum((box.n, args["xn"]), (h, args["xh"]), (w, args["xw"]))

    def output(self, box: Box) -> Int:
        """Bytes from dy's beginning to the box's first pixel."""
        args = self.args
        return self.code.sum((box.n, args["dyn"]), (box.p, args["dyp"]), (box.q, args["dyq"]))

    def valid(self, axis: int, tap: Int, box: Box) -> Range:
        """The rows (axis 0) or columns (1) of the box whose windows see the image through a tap.

        ``tap`` is the tap's row or column. Where taps are merged, all columns count.
        """
        code, problem = self.code, self.problem
        start, count = ((box.p, box.pp), (box.q, box.qq))[axis]
        if axis == 1 and self.plan.merged:
            return Range(start, code.add(start, count))
        stride, dilation = ((problem.u, problem.dr), (problem.v, problem.ds))[axis]
        pad, size, total = (
            self.sizes[name] for name in (("top", "h", "p"), ("left", "w", "q"))[axis]
        )
        low, high = inside(code, code.sum((tap, dilation), (pad, -1)), stride, size)
        high = code.min(total, high)
        return Range(code.max(low, start), code.min(high, code.add(start, count)))

    def existing(self, positions: Positions, size: Int) -> Range:
        """Which of the positions lie on an axis of ``size``, by number."""
        code, (start, step, total) = self.code, positions
        low, high = inside(code, start, step, size)
        return Range(code.min(low, total), code.max(code.min(total, high), 0))

    def seen(self, axis: int, tap: Int, first_tap: Int, box: Box) -> Seen:
        """What a tap's row (axis 0) or column (1) sees of a box; the panel begins at the first."""
        code, problem, plan = self.code, self.problem, self.plan
        start, stop = self.valid(axis, tap, box)
        skipped = code.sub(start, (box.p, box.q)[axis])
        step = plan.panel_steps[axis] if plan.x_packed else (problem.u, problem.v)[axis]
        dilation = (problem.dr, problem.ds)[axis]
        first = code.sum((skipped, step), (code.sub(tap, first_tap), dilation))
        return Seen(code.sub(stop, start), skipped, first, step)

    def panel_positions(self, axis: int, start: Int, pixels: Int, taps: Int) -> Positions:
        """The input rows (axis 0) or columns (1) in a panel of x: what ``taps`` see of ``pixels``.

        ``start`` is what the first tap of the first pixel's window sees.
        """
        code, problem = self.code, self.problem
        step = self.plan.panel_steps[axis]
        stride, dilation = ((problem.u, problem.dr), (problem.v, problem.ds))[axis]
        total = code.sum((code.sub(pixels, 1), step), (code.sub(taps, 1), dilation), 1)
        return Positions(start, stride if step == 1 else 1, total)

    # ---- pairs: which numbers exist, by the names of `pack.PAIRS` ----

    def seconds(self, box: Box) -> Int:
        """How many of the box's pairs, along the paired axis, have a second number in dy."""
        code, at, count = self.code, box.p, box.pp
        if self.plan.pairs == "n":
            at, count = box.n, box.nn
        return code.min(count, code.sub(self.sizes["seconds"], at))

    def pairs_of_outputs(self, box: Box) -> dict[str, Int]:
        """Rows of dy that have a first number, images and rows that have a second one."""
        if self.plan.pairs == "n":
            return _pairs(Range(0, box.pp), self.seconds(box), Range(0, box.pp))
        return _pairs(Range(0, box.pp), box.nn, Range(0, self.seconds(box)))

    def pairs_of_rows(self, box: Box, rows: Positions) -> dict[str, Int]:
        """The same of x, for the input rows of a panel."""
        problem = self.plan.problem
        if self.plan.pairs == "n":
            return _pairs(Range(0, rows.total), self.seconds(box), Range(0, rows.total))
        above = rows._replace(start=self.code.sub(rows.start, problem.u))
        firsts = self.existing(above, self.sizes["one.h"])
        # An odd last row has a partner that is not there: what it would see may be anything.
        return _pairs(firsts, box.nn, self.existing(rows, self.sizes["one.seen"]))

    # ---- tiles ----

    def element(self, tile: BandTile) -> Int:
        """The first element of a tile."""
        band, number = tile
        return self.code.sum((self.code.sub(number, band.first), band.size), band.start)

    def tap(self, tap: Tap) -> Int:
        """Bytes in C from a tile's corner at tap (0, 0) to its corner at ``tap``."""
        code, problem, (r, s) = self.code, self.problem, tap
        c, k, s_all = problem.c_per_group, problem.k_per_group, problem.s
        if self.plan.lane == "c":
            offset = code.sum((r, k * s_all * c), (s, c))
        else:
            offset = code.sum((r, s_all * c * problem.k), (s, c * problem.k))
        return code.mul(offset, SIZES[self.plan.partial_dtype])

    def corner(self, base: Ptr, group: Int, dy: BandTile, x: BandTile) -> Ptr:
        """A tile's first element at tap (0, 0) in dW's or the partial's layout (see `finish`)."""
        code, problem = self.code, self.problem
        c, k = problem.c_per_group, problem.k_per_group
        dy_element, x_element = self.element(dy), self.element(x)
        if self.plan.lane == "k":
            offset = code.sum((group, k), dy_element, (x_element, problem.k))
        elif self.plan.lane == "c":
            row = code.sum((group, problem.r * k), dy_element)
            offset = code.sum((row, problem.s * c), x_element)
        else:
            offset = code.sum(dy_element, (x_element, k * problem.g))
        return code.at(base, code.mul(offset, SIZES[self.plan.partial_dtype]))

    def corner_step(self, band: Band) -> int:
        """Bytes from the corner of a tile of x to the next one's."""
        problem = self.problem
        row = {"k": problem.k, "c": 1, "g": problem.k_per_group * problem.g}[self.plan.lane]
        return band.size * row * SIZES[self.plan.partial_dtype]

    # ---- operands ----

    def dy_in_place(self, group: Int, box: Box, tile: BandTile) -> Source:
        """A tile of dy in the user's array."""
        code, args = self.code, self.args
        element = code.mul(self.element(tile), self.plan.dy_panel.channels)
        channel = code.sum((group, self.problem.k_per_group), element)
        at = code.sum(self.output(box), (channel, args["dyk"]))
        return Source(code.at(args["dy"], at), args["dyn"], args["dyp"], args["dyq"], 0)

    def dy_packed(self, base: Ptr, band: Band) -> Source:
        """A tile of dy in the panel at ``base``, which has room for one tile."""
        code, (_, p, q) = self.code, self.block
        pixel = self.plan.dy_panel.width(band) * SIZES[self.plan.compute_dtype]
        row = code.mul(q, pixel)
        return Source(base, code.mul(p, row), row, pixel, 0)

    def x_in_place(self, group: Int, box: Box, dy: BandTile, x: BandTile, tap: Tap) -> Source:
        """A tile of x in the user's array, at the first of the taps."""
        code, args = self.code, self.args
        channel = code.sum((group, self.problem.c_per_group), self.element(x))
        if self.plan.lane == "g":
            channel = self.element(dy)
        at = code.sum(self.window(box, tap), (channel, args["xc"]))
        next_tile = x.band.size * SIZES[self.plan.compute_dtype]
        return Source(code.at(args["x"], at), args["xn"], args["xh"], args["xw"], next_tile)

    def x_packed(self, base: Ptr, dy: BandTile, x: BandTile) -> Source:
        """A tile of x in the panels at ``base``."""
        code, plan, (band, number) = self.code, self.plan, x
        size, within = SIZES[plan.compute_dtype], plan.merged_offset(band.start)
        if plan.lane == "g":
            home, offset = dy.band, self.panel(dy)
            within, step = within * home.size * size, band.size * home.size * size
        elif plan.merged:
            home, offset = plan.panel_bands[0], 0
            within, step = within * size, band.size * size
        else:
            home, offset = band, self.panel_size("x.start", band)
            within, step = 0, self.panel_size("x.stride", band)
        at = code.sum(offset, (code.sub(number, band.first), step), within)
        pixel = plan.x_panel.width(home) * size
        height, width = (self.sizes[f"pack_x.{name}"] for name in ("height", "width"))
        row = code.mul(width, pixel)
        return Source(code.at(base, at), code.mul(height, row), row, pixel, step)

    def panel(self, tile: BandTile) -> Int:
        """Bytes from the beginning of x's panels to a tile's."""
        code, (band, number) = self.code, tile
        stride = self.panel_size("x.stride", band)
        return code.sum((code.sub(number, band.first), stride), self.panel_size("x.start", band))

    def panel_size(self, name: str, band: Band) -> Int:
        """A size of a panel of x or of dy that each of its bands has: see `Panel.sizes`."""
        operand, what = name.split(".")
        panel = self.plan.x_panel if operand == "x" else self.plan.dy_panel
        return self.sizes[f"pack_{operand}.{what}{panel.bands.index(band)}"]


def _pairs(firsts: Range, images: Int, seconds: Range) -> dict[str, Int]:
    """Rows with a first number, and images and rows with a second one, as arguments."""
    return {
        "first0": firsts.start, "first1": firsts.stop,
        "n2": images, "second0": seconds.start, "second1": seconds.stop,
    }  # fmt: skip
