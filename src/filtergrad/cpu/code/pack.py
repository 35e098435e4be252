"""Packed panels: copies of an operand in the number type and order in which a tile reads it.

In: a `Panel`, and the user's array when the code runs (any strides, any of the four types). Out:
LLVM functions that fill the panel. A panel holds its tiles one after the other, each as

    panel[tile][n][row][column][channel of the tile]

so that a tile call walks through consecutive cache lines whatever the number of channels.
"""

from __future__ import annotations

from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.base.bands import Band, ceil_div, pieces
from filtergrad.cpu.base.panel import Copy, Panel
from filtergrad.dtypes import SIZES

from .convert import NUMBERS, STORED, joined, widen
from .ir import I32, I64, PTR, Bit, Code, Int, Ptr, Vec, splat, vector

STRIP = 8  # pixels that are packed together; see docs/decisions/panels.md

# The first tile's first channel at the panel's first pixel (which may lie outside the image: only
# valid ones are read); the first tile's panel; how many images; the valid rows and columns of the
# panel; how many tiles; the source's strides in bytes along images, panel rows, panel columns and
# channels; and the panel's rows and columns, and its bytes from tile to tile.
PARAMETERS = (
    ("source", PTR),
    ("panel", PTR),
    *((name, I64) for name in ("n", "h0", "h1", "w0", "w1", "tiles", "sn", "sh", "sw", "sc")),
    *((name, I64) for name in ("height", "width", "next")),
)
# Where a panel holds pairs: bytes from a pair's first number to its second, the rows that have a
# first one, and the images and rows that have a second one.
PAIRS = tuple((name, I64) for name in ("apart", "first0", "first1", "n2", "second0", "second1"))


class Partner(NamedTuple):
    """Where a row's second numbers are: bytes behind the first ones; and which of both exist."""

    apart: Int
    mask: Int


def emit(module: ir.Module, panel: Panel) -> dict[Band, ir.Function]:
    """Write the functions that fill a panel, one for each band of equal tiles."""
    bands = enumerate(zip(panel.bands, panel.copies, strict=True))
    return {
        band: Packing(module, f"{panel.name}_{i}", panel, band, copies).emit()
        for i, (band, copies) in bands
    }


class Packing:
    """A packing function being written: one method a level of its loop nest, outermost first.

    Parameters
    ----------
    module, name
        Where the function is written, and its name.
    panel, band
        Which tiles it packs.
    copies
        Where the channels of a tile come from.
    """

    def __init__(
        self, module: ir.Module, name: str, panel: Panel, band: Band, copies: tuple[Copy, ...]
    ) -> None:
        self.panel, self.copies = panel, copies
        self.code = Code(module, name, PARAMETERS + PAIRS if panel.pairs else PARAMETERS)
        self.args = self.code.named
        self.channels = panel.width(band)  # of a pixel in the panel
        self.overflows = panel.overflows(band, copies)
        # Bytes from one pixel and tile of the panel to the next, and from one channel and tile of
        # the source to the next.
        self.pixel, self.next_panel = self.channels * SIZES[panel.compute_dtype], self.args["next"]
        self.channel = SIZES[panel.dtype] if panel.layout == "rows" else self.args["sc"]
        self.next_source = self.code.mul(band.size * panel.channels, self.channel)
        self.partner: Partner | None = None  # of the row of pixels that is packed

    def emit(self) -> ir.Function:
        """The loops over images and rows of the panel."""
        code, args = self.code, self.args
        with (
            code.loop(0, args["n"], name="n") as image,
            code.loop(args["h0"], args["h1"], name="h") as row,
        ):
            at = code.add(code.mul(image, args["sn"]), code.mul(row, args["sh"]))
            source = code.at(args["source"], at)
            if self.panel.pairs:
                source = self.find_partner(source, image, row)
            at = code.add(code.mul(image, args["height"]), row)
            at = code.mul(at, code.mul(args["width"], self.pixel))
            self.row(source, code.at(args["panel"], at))
        code.ret()
        return self.code.function

    def row(self, source: Ptr, target: Ptr) -> None:
        """A row of pixels of all tiles, in the way that suits the source's layout."""
        code, panel, args = self.code, self.panel, self.args
        squares = panel.layout == "planes" and panel.side > 1
        if panel.padded or squares:
            with code.loop(0, args["tiles"], name="tile") as tile:
                tile_source = code.at(source, code.mul(tile, self.next_source))
                tile_target = code.at(target, code.mul(tile, self.next_panel))
                self.margins(tile_target)
                if squares:
                    self.planes(tile_source, tile_target)
        if squares:
            return
        if not panel.padded or panel.layout != "rows" or len(self.copies) > 1:
            self.strips(source, target)
            return
        # A panel of all channels, which are few: where pixels are neighbours, so are all numbers of
        # the row.
        beside = code.equal(args["sw"], self.channels * SIZES[panel.dtype])
        with code.b.if_else(beside) as (together, apart):
            with together:
                w0, w1 = args["w0"], args["w1"]
                first = code.at(source, code.mul(w0, args["sw"]))
                to = code.at(target, code.mul(w0, self.pixel))
                self.contiguous(first, to, code.mul(code.sub(w1, w0), self.channels))
            with apart:
                self.strips(source, target)

    def strips(self, source: Ptr, target: Ptr) -> None:
        """A few pixels of all tiles, then the next few.

        So a line of the source is read while it is near, and each tile's panel, with pages of its
        own, is written some lines at once.
        """
        code, (w0, w1, sw) = self.code, (self.args[name] for name in ("w0", "w1", "sw"))
        with code.loop(w0, w1, STRIP, name="strip") as strip:
            last = code.min(w1, code.add(strip, STRIP))
            with code.loop(0, self.args["tiles"], name="tile") as tile:
                here = code.at(source, code.sum((tile, self.next_source), (strip, sw)))
                there = code.at(target, code.sum((tile, self.next_panel), (strip, self.pixel)))
                steps = (here, sw), (there, self.pixel)
                with code.walk(strip, last, *steps, name="w") as (_, (here, there)):
                    self.one_pixel(here, there, self.overflows)

    def one_pixel(self, source: Ptr, target: Ptr, whole: bool) -> None:
        """One pixel of a tile: vectors of channels where these are contiguous, else one by one.

        ``whole`` vectors may write more than the tile's channels: see `Panel.overflows`.
        """
        code, panel = self.code, self.panel
        size = SIZES[panel.compute_dtype]
        for copy in self.copies:
            contiguous = panel.layout == "rows" and copy.step == 1
            count = ceil_div(copy.count, panel.lanes) * panel.lanes if whole else copy.count
            for start, lanes in pieces(count, panel.lanes if contiguous else 1):
                element = copy.source + start * copy.step
                value = self.load(source, code.mul(element, self.channel), lanes)
                code.store(value, target, (copy.to + start) * size)

    def contiguous(self, source: Ptr, target: Ptr, count: Int) -> None:
        """Copy ``count`` numbers that are neighbours on both sides; the last vector moves back."""
        code, lanes = self.code, self.panel.lanes
        sizes = SIZES[self.panel.dtype], SIZES[self.panel.compute_dtype]
        with code.b.if_else(code.less(lanes - 1, count)) as (vectors, singles):
            for side, width in ((vectors, lanes), (singles, 1)):
                with side, code.loop(0, count, width, name="number") as number:
                    at = code.min(number, code.sub(count, width))
                    value = self.load(source, code.mul(at, sizes[0]), width)
                    code.store(value, target, code.mul(at, sizes[1]))

    def planes(self, source: Ptr, target: Ptr) -> None:
        """Vectors of columns, contiguous here, are transposed in squares to vectors of channels."""
        code, panel, (w0, w1) = self.code, self.panel, (self.args["w0"], self.args["w1"])
        side = panel.side
        enough = code.less(side - 1, code.sub(w1, w0))
        with code.b.if_else(enough) as (squares, singles):
            with squares, code.loop(w0, w1, side, name="w") as start:
                # The last square is moved back and copies some pixels twice.
                column = code.min(start, code.sub(w1, side))
                here = code.at(source, code.mul(column, SIZES[panel.dtype]))
                there = code.at(target, code.mul(column, self.pixel))
                for copy in self.copies:
                    for first in range(0, copy.count, side):
                        self.square(here, there, copy, first, side)
            with singles, code.loop(w0, w1, name="w") as column:
                here = code.at(source, code.mul(column, self.args["sw"]))
                self.one_pixel(here, code.at(target, code.mul(column, self.pixel)), whole=False)

    def square(self, source: Ptr, target: Ptr, copy: Copy, first: int, side: int) -> None:
        """``side`` columns of up to ``side`` of a copy's channels, from number ``first`` on."""
        code, size = self.code, SIZES[self.panel.compute_dtype]
        count = min(side, copy.count - first)
        rows = []
        for i in range(count):
            at = code.mul(copy.source + (first + i) * copy.step, self.channel)
            rows.append(self.load(source, at, side))
        rows += [splat(rows[0].type, 0)] * (side - count)
        for j, row in enumerate(transposed(code, rows)):
            for start, lanes in pieces(count, side):
                part = code.part(row, start, lanes)
                code.store(part, target, j * self.pixel + (copy.to + first + start) * size)

    # ---- numbers of the source as the panel holds them ----

    def load(self, source: Ptr, offset: Int, lanes: int) -> Vec:
        """``lanes`` neighbouring numbers, or pairs of numbers, as the panel holds them."""
        code, panel = self.code, self.panel
        kind = vector(STORED[panel.dtype], lanes)
        value = code.load(kind, source, offset)
        if self.partner is None:
            return widen(code, value, panel.dtype, panel.hardware_half)
        second = code.load(kind, code.at(source, self.partner.apart), offset)
        return joined(code, value, second, code.broadcast(self.partner.mask, lanes))

    def find_partner(self, source: Ptr, image: Int, row: Int) -> Ptr:
        """Find the second numbers of a row's pairs; return where its first ones are read.

        A number that is missing is read where its partner is, and masked. One of the two exists:
        other rows are not packed.
        """
        code, args, b = self.code, self.args, self.code.b

        def within(start: Int, stop: Int) -> Bit:
            return b.and_(b.not_(code.less(row, start)), code.less(row, stop))

        apart = args["apart"]
        first = within(args["first0"], args["first1"])
        second = b.and_(code.less(image, args["n2"]), within(args["second0"], args["second1"]))
        none = ir.Constant(I32, 0)
        bits = (ir.Constant(I32, number) for number in (0xFFFF, 0xFFFF0000))
        kept = zip((first, second), bits, strict=True)
        mask = b.or_(*(b.select(exists, ones, none) for exists, ones in kept))
        source = code.at(source, b.select(first, code.i64(0), apart))
        self.partner = Partner(b.select(b.and_(first, second), apart, code.i64(0)), mask)
        return source

    # ---- columns outside the image ----

    def margins(self, row: Ptr) -> None:
        """Zero the columns of a row that lie outside the image, where the panel is padded."""
        code, panel = self.code, self.panel
        if panel.padded:
            self.zero(row, 0, code.mul(self.args["w0"], self.channels))
            end = code.mul(self.args["width"], self.channels)
            self.zero(row, code.mul(self.args["w1"], self.channels), end)

    def zero(self, row: Ptr, start: Int, stop: Int) -> None:
        """Zero the numbers [start, stop) of a panel row."""
        code, panel = self.code, self.panel
        number, size = NUMBERS[panel.compute_dtype], SIZES[panel.compute_dtype]
        with code.loop(start, stop, name="zero") as element:  # of a pair, the same bits
            code.store(splat(number, 0.0), row, code.mul(element, size))


def transposed(code: Code, rows: list[Vec]) -> list[Vec]:
    """The transpose of a square of 2**i vectors.

    At each step, blocks off the diagonal of twice the size change places.
    """
    side, step = len(rows), 1
    if side == 1:
        return rows
    while step < side:
        for i in range(side):
            if not i & step:
                a, b = rows[i], rows[i + step]
                low = [lane if not lane & step else side + lane - step for lane in range(side)]
                high = [lane + step if not lane & step else side + lane for lane in range(side)]
                rows[i], rows[i + step] = code.shuffle(a, b, low), code.shuffle(a, b, high)
        step *= 2
    return rows
