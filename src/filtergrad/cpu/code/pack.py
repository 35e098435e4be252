"""Packed panels: copies of an operand in the number type and order in which a tile reads it.

In: the user's array (any strides, any of the four types). Out: LLVM functions that fill a panel,
and the conversions between stored and computed numbers. A panel holds its tiles one after
the other, each as

    panel[tile][n][row][column][channel of the tile]

so that a tile call walks through consecutive cache lines whatever the number of channels.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from llvmlite import ir

from filtergrad.cpu.base.bands import Band, pieces
from filtergrad.cpu.base.panel import Copy, Panel
from filtergrad.dtypes import SIZES

from .convert import NUMBERS, STORED, joined, widen
from .ir import I32, I64, PTR, Code, splat, vector

STRIP = 8  # pixels that are packed together; see docs/decisions/panels.md

# The first tile's first channel at the panel's first pixel (which may lie outside the image: only
# valid ones are read); the first tile's panel; how many images; the valid rows and columns of the
# panel; how many tiles; and the source's strides in bytes along images, panel rows, panel columns
# and channels.
PARAMETERS = (
    ("source", PTR),
    ("panel", PTR),
    *((name, I64) for name in ("n", "h0", "h1", "w0", "w1", "tiles", "sn", "sh", "sw", "sc")),
)
# Where a panel holds pairs: bytes from a pair's first number to its second, the rows that have a
# first one, and the images and rows that have a second one.
PAIRS = tuple((name, I64) for name in ("apart", "first0", "first1", "n2", "second0", "second1"))


class Partner(NamedTuple):
    """Where a row's second numbers are: bytes behind the first ones; and which of both exist."""

    apart: Any
    mask: Any


def emit(module: ir.Module, panel: Panel) -> dict[Band, ir.Function]:
    """Write the functions that fill a panel, one for each band of equal tiles."""
    pairs = enumerate(zip(panel.bands, panel.copies, strict=True))
    return {
        band: _emit(module, f"{panel.name}_{i}", panel, band, copies) for i, (band, copies) in pairs
    }


def _emit(
    module: ir.Module, name: str, panel: Panel, band: Band, copies: tuple[Copy, ...]
) -> ir.Function:
    code = Code(module, name, PARAMETERS + PAIRS if panel.pairs else PARAMETERS)
    source, target, n, h0, h1, w0, w1, tiles, sn, sh, sw, sc, *pairs = code.arguments
    _, height, width = panel.shape
    pixel = panel.width(band) * SIZES[panel.compute_dtype]
    channel = SIZES[panel.dtype] if panel.layout == "rows" else sc
    step = code.mul(band.size * panel.channels, channel)
    squares = panel.layout == "planes" and width > 1
    with code.loop(0, n, name="n") as image, code.loop(h0, h1, name="h") as row:
        here = code.at(source, code.add(code.mul(image, sn), code.mul(row, sh)))
        here, partner = _partner(code, here, image, row, *pairs) if panel.pairs else (here, None)
        there = code.at(target, code.mul(code.add(code.mul(image, height), row), width * pixel))
        if panel.padded or squares:
            with code.loop(0, tiles, name="tile") as tile:
                source_row = code.at(here, code.mul(tile, step))
                target_row = code.at(there, code.mul(tile, panel.stride(band)))
                _margins(code, panel, target_row, pixel, w0, w1)
                if squares:
                    strides = pixel, sw, channel
                    _planes(code, panel, copies, partner, source_row, target_row, w0, w1, *strides)
        if not squares:
            tile_steps, steps = (step, panel.stride(band)), (sw, pixel, channel)
            rest = code, panel, copies, panel.overflows(band, copies), partner, here, there
            if not panel.padded or panel.layout != "rows" or len(copies) > 1:
                _strips(*rest, tiles, w0, w1, tile_steps, steps)
            else:  # all channels, few: where pixels follow one another, a row is one piece
                channels = panel.width(band)
                beside = code.equal(sw, channels * SIZES[panel.dtype])
                with code.b.if_else(beside) as (together, apart):
                    with together:
                        a, b = code.at(here, code.mul(w0, sw)), code.at(there, code.mul(w0, pixel))
                        _piece(code, panel, partner, a, b, code.mul(code.sub(w1, w0), channels))
                    with apart:
                        _strips(*rest, tiles, w0, w1, tile_steps, steps)
    code.ret()
    return code.function


def _strips(
    code: Code, panel: Panel, copies: tuple[Copy, ...], whole: bool, partner: Partner | None,
    here: Any, there: Any, tiles: Any, w0: Any, w1: Any,
    tile_steps: tuple[Any, int], steps: tuple[Any, int, Any],
) -> None:  # fmt: skip
    """A few pixels of all tiles, then the next few.

    So a line of the source is read while it is near, and each tile's panel, with pages of its own,
    is written some lines at once.
    """
    sw, pixel, channel = steps
    with code.loop(w0, w1, STRIP, name="strip") as strip:
        last = code.min(w1, code.add(strip, STRIP))
        with code.loop(0, tiles, name="tile") as tile:
            at = code.sum((tile, tile_steps[0]), (strip, sw))
            source_at = code.variable(PTR, code.at(here, at))
            at = code.sum((tile, tile_steps[1]), (strip, pixel))
            target_at = code.variable(PTR, code.at(there, at))
            with code.loop(strip, last, name="w"):
                a, b = code.b.load(source_at, typ=PTR), code.b.load(target_at, typ=PTR)
                _pixel(code, panel, copies, whole, partner, a, b, channel)
                code.b.store(code.at(a, sw), source_at)
                code.b.store(code.at(b, pixel), target_at)


def _piece(
    code: Code, panel: Panel, partner: Partner | None, source: Any, target: Any, count: Any
) -> None:
    """Copy ``count`` numbers that are neighbours on both sides; the last vector is moved back."""
    lanes, sizes = panel.lanes, (SIZES[panel.dtype], SIZES[panel.compute_dtype])
    with code.b.if_else(code.less(lanes - 1, count)) as (vectors, singles):
        for side, width in ((vectors, lanes), (singles, 1)):
            with side, code.loop(0, count, width, name="number") as number:
                at = code.min(number, code.sub(count, width))
                value = _load(code, panel, partner, source, code.mul(at, sizes[0]), width)
                code.store(value, target, code.mul(at, sizes[1]))


def _partner(
    code: Code, here: Any, image: Any, row: Any, apart: Any, first0: Any, first1: Any, n2: Any,
    second0: Any, second1: Any,
) -> tuple[Any, Partner]:  # fmt: skip
    """Where a row's pairs are. A number that is missing is read where its partner is, and masked.

    One of the two exists: other rows are not packed.
    """
    b = code.b

    def within(start: Any, stop: Any) -> Any:
        return b.and_(b.not_(code.less(row, start)), code.less(row, stop))

    first = within(first0, first1)
    second = b.and_(code.less(image, n2), within(second0, second1))
    halves = zip((first, second), (0xFFFF, 0xFFFF0000), strict=True)
    none = ir.Constant(I32, 0)
    mask = b.or_(*(b.select(exists, ir.Constant(I32, half), none) for exists, half in halves))
    here = code.at(here, b.select(first, code.i64(0), apart))
    return here, Partner(b.select(b.and_(first, second), apart, code.i64(0)), mask)


def _load(
    code: Code, panel: Panel, partner: Partner | None, source: Any, offset: Any, lanes: int
) -> Any:
    """Numbers of the source as the panel holds them."""
    kind = vector(STORED[panel.dtype], lanes)
    value = code.load(kind, source, offset)
    if partner is None:
        return widen(code, value, panel.dtype, panel.hardware_half)
    second = code.load(kind, code.at(source, partner.apart), offset)
    return joined(code, value, second, code.broadcast(partner.mask, lanes))


def _margins(code: Code, panel: Panel, row: Any, pixel: int, w0: Any, w1: Any) -> None:
    """Zero the columns of a panel row that lie outside the image, where that is asked for."""
    if panel.padded:
        elements = pixel // SIZES[panel.compute_dtype]
        _zero(code, panel, row, 0, code.mul(w0, elements))
        _zero(code, panel, row, code.mul(w1, elements), panel.shape[2] * elements)


def _zero(code: Code, panel: Panel, row: Any, start: Any, stop: Any) -> None:
    """Zero the elements [start, stop) of a panel row."""
    number, size = NUMBERS[panel.compute_dtype], SIZES[panel.compute_dtype]
    with code.loop(start, stop, name="zero") as element:  # of a word, the same bits
        code.store(splat(number, 0.0), row, code.mul(element, size))


def _pixel(
    code: Code,
    panel: Panel,
    copies: tuple[Copy, ...],
    whole: bool,
    partner: Partner | None,
    source: Any,
    target: Any,
    sc: Any,
) -> None:
    """Copy one pixel of a tile: vectors of channels where these are contiguous, else one by one."""
    size = SIZES[panel.compute_dtype]
    for copy in copies:
        contiguous = panel.layout == "rows" and copy.step == 1
        count = -(-copy.count // panel.lanes) * panel.lanes if whole else copy.count
        for start, lanes in pieces(count, panel.lanes if contiguous else 1):
            element = copy.source + start * copy.step
            value = _load(code, panel, partner, source, code.mul(element, sc), lanes)
            code.store(value, target, (copy.to + start) * size)


def _planes(
    code: Code,
    panel: Panel,
    copies: tuple[Copy, ...],
    partner: Partner | None,
    here: Any,
    there: Any,
    w0: Any,
    w1: Any,
    pixel: int,
    sw: Any,
    sc: Any,
) -> None:
    """Load vectors of columns (contiguous here), transpose squares, store vectors of channels."""
    side = panel.lanes
    while side > panel.shape[2]:
        side //= 2
    enough = code.less(side - 1, code.sub(w1, w0))
    with code.b.if_else(enough) as (squares, singles):
        with squares, code.loop(w0, w1, side, name="w") as start:
            # The last square is moved back and copies some pixels twice.
            column = code.min(start, code.sub(w1, side))
            source = code.at(here, code.mul(column, SIZES[panel.dtype]))
            target = code.at(there, code.mul(column, pixel))
            for copy in copies:
                for first in range(0, copy.count, side):
                    _square(code, panel, copy, first, side, pixel, partner, source, target, sc)
        with singles, code.loop(w0, w1, name="w") as column:
            source, target = (
                code.at(here, code.mul(column, sw)),
                code.at(there, code.mul(column, pixel)),
            )
            _pixel(code, panel, copies, False, partner, source, target, sc)


def _square(
    code: Code,
    panel: Panel,
    copy: Copy,
    first: int,
    side: int,
    pixel: int,
    partner: Partner | None,
    source: Any,
    target: Any,
    sc: Any,
) -> None:
    """Move ``side`` columns of up to ``side`` channels."""
    size = SIZES[panel.compute_dtype]
    count = min(side, copy.count - first)
    rows = []
    for i in range(count):
        at = code.mul(copy.source + (first + i) * copy.step, sc)
        rows.append(_load(code, panel, partner, source, at, side))
    rows += [splat(rows[0].type, 0)] * (side - count)
    for j, row in enumerate(transposed(code, rows)):
        for start, lanes in pieces(count, side):
            part = code.part(row, start, lanes)
            code.store(part, target, j * pixel + (copy.to + first + start) * size)


def transposed(code: Code, rows: list[Any]) -> list[Any]:
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
