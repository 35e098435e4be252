"""Packing ribbons: x with a channel a line, dy in pairs of columns, both of 16 channels at a time.

In: a row of pixels in the user's array. Out: LLVM functions that write it as a part of a ribbon.

    x     [channel][column]           a row of the unit's first factor
    dy    [pair of columns][channel]  a row of its second factor, of 32 bits a number

Where an array has its channels side by side, the pairs are made by one shuffle of two columns, and
x's are transposed in squares. Where it has its columns side by side, x's lines are copied, and dy's
lines, made in the same way, are transposed to pairs. Columns outside the image are zeros.
"""

from __future__ import annotations

from collections.abc import Sequence

from llvmlite import ir

from filtergrad.cpu.code import pack
from filtergrad.cpu.code.ir import I16, I32, I64, PTR, Code, Int, Ptr, Vec, splat, vector
from filtergrad.cpu.code.prefetch import TO_L2, prefetch
from filtergrad.problem import Problem

from .plan import SIDE
from .ribbons import STEP

# Of some columns of a row: the address of the row's column 0 at the first channel, where they go in
# the ribbon, and 32 bytes of zeros; bytes from column to column; the column that the first
# one is, and how many the image has (none in a row outside of it).
ROW = (
    *((name, PTR) for name in ("source", "target", "zeros")),
    *((name, I64) for name in ("step", "first", "limit")),
)
# Bytes from line to line of the ribbon; and in planes also from channel to channel of the array.
LINES = (("line", I64),)
PLANES = (
    *((name, PTR) for name in ("source", "target")),
    *((name, I64) for name in ("channel", "first", "limit", "count", "line")),
)
COPY = (("source", PTR), ("target", PTR), ("count", I64))
PADDED = (*COPY[:2], *((name, I64) for name in ("start", "stop", "count")))
TO_PAIRS = (("source", PTR), ("target", PTR), ("line", I64), ("steps", I64))
BYTES = 2  # of a number
HALF = vector(I16, SIDE)


def rows_to_lines(module: ir.Module, v: int, packed: int) -> ir.Function:
    """Write what packs some columns of x whose channels lie side by side, every ``v``-th column."""
    code = Code(module, "rows_to_lines", ROW + LINES)
    target, line = code.named["target"], code.named["line"]
    side, pairs = packed // 2, _pairs(code, v, packed)
    for start in range(0, SIDE, side):
        square = pack.transposed(code, [code.part(pair, start, side) for pair in pairs])
        for i, value in enumerate(square):
            code.store(value, target, code.mul(line, start + i))
    code.ret()
    return code.function


def rows_to_pairs(module: ir.Module, packed: int) -> ir.Function:
    """Write what packs some columns of dy whose channels lie side by side."""
    code = Code(module, "rows_to_pairs", ROW)
    for i, pair in enumerate(_pairs(code, 1, packed)):
        code.store(pair, code.named["target"], i * SIDE * 2 * BYTES)
    code.ret()
    return code.function


def _pairs(code: Code, v: int, packed: int) -> list[Vec]:
    """``packed`` columns of 16 channels, each two interleaved."""
    named, found = code.named, []
    at, offset = named["first"], code.mul(named["first"], named["step"])
    step = code.mul(named["step"], v)
    further = code.mul(step, packed)
    for _ in range(packed):
        # Without a sign, what is negative is large.
        inside = code.b.icmp_unsigned("<", at, named["limit"])
        place = code.b.select(inside, code.at(named["source"], offset), named["zeros"])
        found.append(code.load(HALF, place))
        # The next columns: with many channels they lie on pages of their own, where the processor
        # expects nothing.
        ahead = code.at(named["source"], code.add(offset, further))
        prefetch(code, ahead, TO_L2)
        at, offset = code.add(at, v), code.add(offset, step)
    zipped = [lane for first in range(SIDE) for lane in (first, first + SIDE)]
    return [
        code.b.bitcast(code.shuffle(a, b, zipped), vector(I32, SIDE))
        for a, b in zip(found[::2], found[1::2], strict=True)
    ]


def planes_to_lines(module: ir.Module, name: str, v: int) -> ir.Function:
    """Write what packs a row of 16 channels whose columns lie side by side, every ``v``-th."""
    copying = _copy(module, f"{name}_copy", v)
    code = Code(module, name, PLANES)
    named = code.named
    start, inside, first = _within(code, v, 0)
    here = code.at(named["source"], code.mul(first, BYTES))
    with code.loop(0, SIDE, name="channel") as channel:
        there = code.at(named["target"], code.mul(channel, named["line"]))
        zero(code, there, 0, named["count"])
        source = code.at(here, code.mul(channel, named["channel"]))
        target = code.at(there, code.mul(start, BYTES))
        code.invoke(copying, source=source, target=target, count=inside)
    code.ret()
    return code.function


def _within(code: Code, v: int, more: Int) -> tuple[Int, Int, Int]:
    """Which columns of a ribbon's row lie in the image: the first, how many; and x's of the first.

    The row's first column is x's ``first`` and so many ``more``.
    """
    first, count = code.add(code.named["first"], more), code.named["count"]
    start = code.min(count, code.max(0, code.floordiv(code.sub(v - 1, first), v)))
    stop = code.floordiv(code.add(code.sub(code.named["limit"], first), v - 1), v)
    inside = code.sub(code.min(count, code.max(start, stop)), start)
    return start, inside, code.sum(first, (start, v))


def _copy(module: ir.Module, name: str, v: int) -> ir.Function:
    """Write what copies every ``v``-th of numbers side by side: the last vector is moved back."""
    code = Code(module, name, COPY)
    source, target, count = code.arguments
    for lanes in (32, 16, 8, 4, 2, 1) if v <= 2 else (1,):
        with code.when(code.less(lanes - 1, count)):
            with code.loop(0, count, lanes, name="number") as number:
                at = code.min(number, code.sub(count, lanes))
                here = code.at(source, code.mul(at, v * BYTES))
                code.store(_every(code, here, v, lanes), target, code.mul(at, BYTES))
            code.ret()  # what follows is for fewer
    code.ret()
    return code.function


def _every(code: Code, source: Ptr, v: int, lanes: int) -> Vec:
    """``lanes`` numbers, every ``v``-th from the first on; none behind the last is read."""
    kind = vector(I16, lanes)
    if v != 2 or lanes == 1:
        return code.load(kind, source)
    low, high = code.load(kind, source), code.load(kind, source, (lanes - 1) * BYTES)
    return code.shuffle(low, high, [*range(0, lanes, 2), *range(lanes + 1, 2 * lanes, 2)])


def planes_to_taps(module: ir.Module, name: str, problem: Problem, lines: int) -> ir.Function:
    """Write what packs a row of 16 of all ``lines``: a tap of a filter row and a channel each.

    The function takes the number of the first line.
    """
    copying = _copy(module, f"{name}_copy", problem.v)
    code = Code(module, name, (*PLANES, ("number", I64)))
    named = code.named
    last = code.min(lines, code.add(named["number"], SIDE))
    with code.loop(named["number"], last, name="line") as line:
        s, channel = code.divmod(line, problem.c_per_group)
        source = code.at(named["source"], code.mul(channel, named["channel"]))
        target = code.mul(code.sub(line, named["number"]), named["line"])
        start, inside, first = _within(code, problem.v, code.mul(s, problem.ds))
        there = code.at(named["target"], target)
        zero(code, there, 0, named["count"])
        source = code.at(source, code.mul(first, BYTES))
        target = code.at(there, code.mul(start, BYTES))
        code.invoke(copying, source=source, target=target, count=inside)
    code.ret()
    return code.function


def padded(module: ir.Module) -> ir.Function:
    """Write what copies the numbers [start, stop) of a row, and zeros up to ``count`` beside."""
    copying = _copy(module, "padded_copy", 1)
    code = Code(module, "padded", PADDED)
    named = code.named
    zero(code, named["target"], 0, named["count"])
    target = code.at(named["target"], code.mul(named["start"], BYTES))
    count = code.sub(named["stop"], named["start"])
    code.invoke(copying, source=named["source"], target=target, count=count)
    code.ret()
    return code.function


def lines_to_pairs(module: ir.Module) -> ir.Function:
    """Write what transposes the lines of 16 channels to pairs of columns."""
    code = Code(module, "lines_to_pairs", TO_PAIRS)
    named = code.named
    with code.loop(0, named["steps"], name="step") as step:
        here = code.at(named["source"], code.mul(step, STEP * BYTES))
        there = code.at(named["target"], code.mul(step, STEP * SIDE * BYTES))
        kind = vector(I32, SIDE)
        rows = [code.load(kind, here, code.mul(named["line"], i)) for i in range(SIDE)]
        for i, row in enumerate(pack.transposed(code, rows)):
            code.store(row, there, i * SIDE * 2 * BYTES)
    code.ret()
    return code.function


def zero(code: Code, line: Ptr, start: Int, stop: Int) -> None:
    """Zero the numbers from ``start`` to before ``stop``, and perhaps 31 more."""
    with code.loop(start, stop, STEP, name="zero") as number:
        code.store(splat(vector(I16, STEP), 0), line, code.mul(number, BYTES))


def zero_lines(code: Code, lines: Ptr, line: Int, columns: Sequence[Int]) -> None:
    """Zero the columns [start, stop) of 16 lines, and perhaps 31 more."""
    start, stop = columns
    with code.loop(0, SIDE, name="channel") as channel:
        zero(code, code.at(lines, code.mul(channel, line)), start, stop)
