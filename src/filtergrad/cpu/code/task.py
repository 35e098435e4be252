"""What a task is given: the arguments of the call, its number, and the part of the work it does.

In: the function of a task. Out: arguments by name, ranges at run time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from llvmlite import ir

from .ir import I64, PTR, VOID, Code

# The strides of x and of dy, in bytes; c and k are channels, whatever the data format.
STRIDES = ("xn", "xh", "xw", "xc", "dyn", "dyp", "dyq", "dyk")
# The 64-bit slots that a call passes to its tasks.
ARGUMENTS = ("x", "dy", "out", "partial", "panels", *STRIDES, "old", "panel_bytes")
POINTERS = ("x", "dy", "out", "partial", "panels", "old")
# What a task function is given: the address of those slots, its number, and whose panels it uses.
TASK = (("args", PTR), ("task", I64), ("slot", I64))
# The same function as it is called by its address: a pointer is passed as an integer is.
TASK_TYPE = ir.FunctionType(VOID, [I64, I64, I64])


def arguments(code: Code) -> tuple[Code, dict[str, Any]]:
    """A task function's code and the call's arguments by name."""
    args = code.arguments[0]
    names = enumerate(ARGUMENTS)
    return code, {
        n: code.load(PTR if n in POINTERS else I64, args, 8 * i, name=n) for i, n in names
    }


def part_of(code: Code, total: int, parts: int, part: Any) -> tuple[Any, Any]:
    """`bands.part_of` at run time."""
    if parts == 1:
        return 0, total
    start, stop = (code.divmod(code.mul(code.add(part, i), total), parts)[0] for i in (0, 1))
    return start, stop


@dataclass
class Box:
    """A block being worked on: its first pixel and its size along n, p and q (LLVM values)."""

    n: Any
    p: Any
    q: Any
    nn: Any
    pp: Any
    qq: Any
