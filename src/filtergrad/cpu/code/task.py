"""What a task is given: the arguments of the call, its number, and the part of the work it does.

In: the function of a task. Out: arguments by name, ranges at run time.
"""

from __future__ import annotations

from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.base.plan import Plan
from filtergrad.cpu.base.sizes import UNKNOWN

from .ir import I32, I64, PTR, VOID, Code, Int, Value

# The strides of x and of dy, in bytes; c and k are channels, whatever the data format.
STRIDES = ("xn", "xh", "xw", "xc", "dyn", "dyp", "dyq", "dyk")
# The 64-bit slots that a call passes to its tasks.
ARGUMENTS = ("x", "dy", "out", "partial", "panels", *STRIDES, "old", "panel_bytes", "sizes")
POINTERS = ("x", "dy", "out", "partial", "panels", "old", "sizes")
# What a task function is given: the address of those slots, its number, whose panels it uses, and
# whether the same thread will do the next number, too (1) or likely not (0).
TASK_PARAMETERS = (("args", PTR), ("task", I64), ("slot", I64), ("more", I64))
# The same function as it is called by its address: a pointer is passed as an integer is.
TASK_TYPE = ir.FunctionType(VOID, [I64, I64, I64, I64])


def arguments(code: Code) -> tuple[Code, dict[str, Value]]:
    """A task function's code and the call's arguments by name."""
    args = code.arguments[0]
    names = enumerate(ARGUMENTS)
    return code, {
        n: code.load(PTR if n in POINTERS else I64, args, 8 * i, name=n) for i, n in names
    }


def sizes(code: Code, args: dict[str, Value], plan: Plan) -> dict[str, Int]:
    """A plan's sizes by name: numbers, or what the call says where the plan is general."""
    return {
        name: code.load(I64, args["sizes"], 8 * i, name=name) if size is UNKNOWN else size
        for i, (name, size) in enumerate(plan.sizes.items())
    }


class Range(NamedTuple):
    """The numbers from ``start`` to before ``stop``."""

    start: Int
    stop: Int


def part_of(code: Code, total: Int, parts: Int, part: Int) -> Range:
    """`bands.part_of` at run time."""
    if isinstance(parts, int) and parts == 1:
        return Range(0, total)
    start, stop = (code.divmod(code.mul(code.add(part, i), total), parts)[0] for i in (0, 1))
    return Range(start, stop)


def inside(code: Code, start: Int, step: int, size: Int) -> Range:
    """Which i, 0 or more, have ``start + i * step`` on an axis of ``size`` positions.

    The range ends there even if a caller has fewer steps to make, and may be empty: then its stop
    may be lower than its start, and negative.
    """
    low = code.max(0, code.sub(0, code.floordiv(start, step)))
    return Range(low, code.add(code.floordiv(code.sub(code.sub(size, 1), start), step), 1))


def in_band(code: Code, band: Band, tiles: Range) -> tuple[Int, Int]:
    """The first of a range of tiles that is in a band, and how many are: none if negative."""
    first = code.max(tiles.start, band.first)
    return first, code.sub(code.min(tiles.stop, band.stop), first)


class Box(NamedTuple):
    """The pixels of a block: the first one, and how many along n, p and q."""

    n: Int
    p: Int
    q: Int
    nn: Int
    pp: Int
    qq: Int


def box_of(code: Code, sizes: dict[str, Int], block: Int) -> Box:
    """The pixels of a block's number, where blocks are counted along q first, then p, then n."""
    rest, q = code.divmod(block, sizes["blocks.q"])
    n, p = code.divmod(rest, sizes["blocks.p"])
    steps = [sizes[f"block.{axis}"] for axis in "npq"]
    at = [code.mul(i, step) for i, step in zip((n, p, q), steps, strict=True)]
    left = [code.sub(sizes[axis], first) for axis, first in zip("npq", at, strict=True)]
    return Box(*at, *(code.min(*pair) for pair in zip(steps, left, strict=True)))


def swap_float_mode(code: Code, arch: str, mode: Value | None = None) -> Value:
    """Put a floating-point mode in force and return the one that was.

    The usual mode if none is given: round to nearest, keep subnormal numbers. Without it the bits
    of a result would depend on what the caller's thread was set to.
    """
    if arch == "aarch64":
        old = code.intrinsic("aarch64.get.fpcr", I64)
        code.intrinsic("aarch64.set.fpcr", VOID, ir.Constant(I64, 0) if mode is None else mode)
        return old
    if arch != "x86_64":
        return None
    slot = code.variable(I32, name="mxcsr")
    code.intrinsic("x86.sse.stmxcsr", VOID, slot)
    old = code.b.load(slot, typ=I32)
    code.b.store(ir.Constant(I32, 0x1F80) if mode is None else mode, slot)
    code.intrinsic("x86.sse.ldmxcsr", VOID, slot)
    return old
