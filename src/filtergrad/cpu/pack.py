"""Packed panels: copies of an operand in the number type and order in which a tile reads it.

In: the user's array (any strides, any of the four types). Out: LLVM functions that fill a panel, and the conversions
between stored and computed numbers. Floor 3. A panel holds its tiles one after the other, each as

    panel[tile][n][row][column][channel of the tile]

so that a tile call walks through consecutive cache lines whatever the number of channels.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from .ir import F16, F32, F64, I16, I32, I64, PTR, Code, splat, vector
from .loops import Band, pieces
from .panel import SIZES, Copy, Panel

STORED = {"float16": I16, "bfloat16": I16, "float32": F32, "float64": F64}
NUMBERS = {"float32": F32, "float64": F64}


def lanes_of(value: Any) -> int:
    """Number of lanes of a value."""
    return value.type.count if isinstance(value.type, ir.VectorType) else 1


def widen(code: Code, value: Any, dtype: str, hardware_half: bool) -> Any:
    """A stored value as the number it is computed with. bfloat16 is the upper half of a float32."""
    lanes = lanes_of(value)
    wide, single = vector(I32, lanes), vector(F32, lanes)
    if dtype == "bfloat16":
        bits = code.b.shl(code.b.zext(value, wide), splat(wide, 16))
        return code.b.bitcast(bits, single)
    if dtype == "float16" and hardware_half:
        return code.b.fpext(code.b.bitcast(value, vector(F16, lanes)), single)
    if dtype == "float16":
        return _widen_half(code, value, wide, single)
    return value


def _widen_half(code: Code, value: Any, wide: ir.Type, single: ir.Type) -> Any:
    """Half to single without the instruction: align the fields, then let one exact multiplication fix the exponent.

    Placed in a float32, half's exponent reads 112 too low; times 2**112 repairs normal and subnormal numbers alike
    (the exponent field of an infinity or a NaN has to be filled by hand).
    """
    b = code.b
    bits = b.zext(value, wide)
    magnitude = b.shl(b.and_(bits, splat(wide, 0x7FFF)), splat(wide, 13))
    scaled = b.bitcast(b.fmul(b.bitcast(magnitude, single), splat(single, 2.0**112)), wide)
    special = b.icmp_unsigned(">=", magnitude, splat(wide, 0x7C00 << 13))
    finite_or_not = b.select(special, b.or_(magnitude, splat(wide, 0x7F800000)), scaled)
    sign = b.shl(b.and_(bits, splat(wide, 0x8000)), splat(wide, 16))
    return b.bitcast(b.or_(finite_or_not, sign), single)


def narrow(code: Code, value: Any, dtype: str, hardware_half: bool) -> Any:
    """A float32 (or float64) number rounded once, to nearest even, to the stored type."""
    lanes = lanes_of(value)
    if dtype == "bfloat16":
        return _narrow_brain(code, value, lanes)
    if dtype == "float16" and hardware_half:
        return code.b.bitcast(code.b.fptrunc(value, vector(F16, lanes)), vector(I16, lanes))
    if dtype == "float16":
        return _narrow_half(code, value, lanes)
    if value.type != vector(STORED[dtype], lanes):
        return code.b.fptrunc(value, vector(STORED[dtype], lanes))
    return value


def _narrow_brain(code: Code, value: Any, lanes: int) -> Any:
    b, wide = code.b, vector(I32, lanes)
    bits = b.bitcast(value, wide)
    odd = b.and_(b.lshr(bits, splat(wide, 16)), splat(wide, 1))
    rounded = b.lshr(b.add(bits, b.add(odd, splat(wide, 0x7FFF))), splat(wide, 16))
    quiet = b.or_(b.lshr(bits, splat(wide, 16)), splat(wide, 0x40))  # a NaN must not round to an infinity
    nan = b.fcmp_unordered("uno", value, value)
    return b.trunc(b.select(nan, quiet, rounded), vector(I16, lanes))


def _narrow_half(code: Code, value: Any, lanes: int) -> Any:
    """Single to half without the instruction, one rounding.

    Normal results: round the 13 lost bits in integer arithmetic. Subnormal results: adding 0.5 lets the float unit
    round at half's last place (2**-24 is the last place of numbers in [0.5, 1)), and the sum's low bits are the answer.
    """
    b, wide, single = code.b, vector(I32, lanes), vector(F32, lanes)
    bits = b.bitcast(value, wide)
    magnitude = b.and_(bits, splat(wide, 0x7FFFFFFF))
    odd = b.and_(b.lshr(magnitude, splat(wide, 13)), splat(wide, 1))
    normal = b.lshr(b.add(b.sub(magnitude, splat(wide, 112 << 23)), b.add(odd, splat(wide, 0xFFF))), splat(wide, 13))
    small = b.sub(b.bitcast(b.fadd(b.bitcast(magnitude, single), splat(single, 0.5)), wide), splat(wide, 126 << 23))
    result = b.select(b.icmp_unsigned("<", magnitude, splat(wide, 113 << 23)), small, normal)
    overflow = b.icmp_unsigned(">=", magnitude, splat(wide, 0x477FF000))  # rounds to 2**16 or is infinite
    result = b.select(overflow, splat(wide, 0x7C00), result)
    nan = b.icmp_unsigned(">", magnitude, splat(wide, 0x7F800000))
    result = b.select(nan, splat(wide, 0x7E00), result)
    sign = b.lshr(b.and_(bits, splat(wide, 0x80000000)), splat(wide, 16))
    return b.trunc(b.or_(result, sign), vector(I16, lanes))


# The source at the panel's first pixel (which may lie outside the image: only valid ones are read) and the tile 0's
# channel; the panel; how many images; the valid rows and columns of the panel; the tiles to pack; and the source's
# strides in bytes along images, panel rows, panel columns and channels.
PARAMETERS = (
    ("source", PTR),
    ("panel", PTR),
    *((name, I64) for name in ("n", "h0", "h1", "w0", "w1", "t0", "t1", "sn", "sh", "sw", "sc")),
)


def offset(code: Code, panel: Panel, band: Band, tile: Any) -> Any:
    """Bytes from the panel's beginning to a tile of ``band``."""
    return code.add(code.mul(code.sub(tile, band.first), panel.stride(band)), panel.start(band))


def emit(module: ir.Module, panel: Panel) -> ir.Function:
    """Write the function that fills a panel."""
    code = Code(module, panel.name, PARAMETERS)
    source, target, n, h0, h1, w0, w1, t0, t1, sn, sh, sw, sc = code.arguments
    size = SIZES[panel.number]
    _, height, width = panel.shape
    with code.loop(0, n, name="n") as image, code.loop(h0, h1, name="h") as row:
        from_row = code.at(source, code.add(code.mul(image, sn), code.mul(row, sh)))
        number = code.add(code.mul(image, height), row)
        for band, copies in zip(panel.bands, panel.copies, strict=True):
            pixel = panel.width(band) * size
            low, high = code.max(t0, band.first), code.min(t1, band.stop)

            def here(tile: Any, band: Band = band) -> Any:
                element = code.add(code.mul(code.sub(tile, band.first), band.size), band.start)
                return code.at(from_row, code.mul(code.mul(element, panel.channels), sc))

            def there(tile: Any, band: Band = band, pixel: int = pixel) -> Any:
                return code.at(target, code.add(offset(code, panel, band, tile), code.mul(number, width * pixel)))

            if panel.layout == "planes" and width >= 2:
                with code.loop(low, high, name="tile") as tile:
                    _margins(code, panel, there(tile), pixel, w0, w1)
                    _planes(code, panel, copies, pixel, here(tile), there(tile), w0, w1, sw, sc)
                continue
            if panel.padded:
                with code.loop(low, high, name="tile") as tile:
                    _margins(code, panel, there(tile), pixel, w0, w1)
            # All tiles of a pixel before the next pixel: its channels are neighbours in memory.
            whole = panel.overflows(band, copies)
            with code.loop(w0, w1, name="w") as column, code.loop(low, high, name="tile") as tile:
                source_at = code.at(here(tile), code.mul(column, sw))
                _pixel(code, panel, copies, whole, source_at, code.at(there(tile), code.mul(column, pixel)), sc)
    code.ret()
    return code.function


def _margins(code: Code, panel: Panel, row: Any, pixel: int, w0: Any, w1: Any) -> None:
    """Zero the columns of a panel row that lie outside the image, where that is asked for."""
    if panel.padded:
        elements = pixel // SIZES[panel.number]
        _zero(code, panel, row, 0, code.mul(w0, elements))
        _zero(code, panel, row, code.mul(w1, elements), panel.shape[2] * elements)


def _zero(code: Code, panel: Panel, row: Any, start: Any, stop: Any) -> None:
    """Zero the elements [start, stop) of a panel row."""
    number, size = NUMBERS[panel.number], SIZES[panel.number]
    with code.loop(start, stop, name="zero") as element:
        code.store(splat(number, 0.0), row, code.mul(element, size))


def _pixel(
    code: Code, panel: Panel, copies: tuple[Copy, ...], whole: bool, source: Any, target: Any, sc: Any
) -> None:
    """Copy one pixel of a tile: vectors of channels where they are contiguous, one by one where they are not."""
    size, stored = SIZES[panel.number], STORED[panel.dtype]
    for copy in copies:
        contiguous = panel.layout == "rows" and copy.step == 1
        count = -(-copy.count // panel.lanes) * panel.lanes if whole else copy.count
        for start, lanes in pieces(count, panel.lanes if contiguous else 1):
            element = copy.source + start * copy.step
            offset = element * SIZES[panel.dtype] if panel.layout == "rows" else code.mul(element, sc)
            value = code.load(vector(stored, lanes), source, offset)
            code.store(widen(code, value, panel.dtype, panel.hardware_half), target, (copy.to + start) * size)


def _planes(
    code: Code, panel: Panel, copies: tuple[Copy, ...], pixel: int, here: Any, there: Any, w0: Any, w1: Any, sw: Any, sc: Any
) -> None:
    """Columns are contiguous: load vectors of columns, transpose squares in registers, store vectors of channels."""
    side = panel.lanes
    while side > panel.shape[2]:
        side //= 2
    enough = code.less(side - 1, code.sub(w1, w0))
    with code.b.if_else(enough) as (squares, singles):
        with squares, code.loop(w0, w1, side, name="w") as start:
            column = code.min(start, code.sub(w1, side))  # the last square is moved back and copies some pixels twice
            source = code.at(here, code.mul(column, SIZES[panel.dtype]))
            target = code.at(there, code.mul(column, pixel))
            for copy in copies:
                for first in range(0, copy.count, side):
                    _square(code, panel, copy, first, side, pixel, source, target, sc)
        with singles, code.loop(w0, w1, name="w") as column:
            source, target = code.at(here, code.mul(column, sw)), code.at(there, code.mul(column, pixel))
            _pixel(code, panel, copies, False, source, target, sc)


def _square(
    code: Code, panel: Panel, copy: Copy, first: int, side: int, pixel: int, source: Any, target: Any, sc: Any
) -> None:
    """Move ``side`` columns of up to ``side`` channels."""
    size, number = SIZES[panel.number], NUMBERS[panel.number]
    count = min(side, copy.count - first)
    rows = []
    for i in range(count):
        at = code.mul(copy.source + (first + i) * copy.step, sc)
        value = code.load(vector(STORED[panel.dtype], side), source, at)
        rows.append(widen(code, value, panel.dtype, panel.hardware_half))
    rows += [splat(vector(number, side), 0.0)] * (side - count)
    for j, row in enumerate(transposed(code, rows)):
        for start, lanes in pieces(count, side):
            part = code.part(row, start, lanes)
            code.store(part, target, j * pixel + (copy.to + first + start) * size)


def transposed(code: Code, rows: list[Any]) -> list[Any]:
    """The transpose of a square of 2**i vectors: at each step, blocks off the diagonal of twice the size change places."""
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
