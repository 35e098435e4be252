"""What all parts of a task's code know: the function, its arguments, the thread's workspace.

In: a plan, and where the workspace is. Out: a `Frame`.
"""

from __future__ import annotations

from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.code.ir import I64, Code, Int, Ptr, Value

from .plan import MatrixPlan


class Frame(NamedTuple):
    """What a task's code is written with.

    Parameters
    ----------
    code, plan, args, told
        The function ``main``, its plan, the call's arguments and sizes.
    x_ribbons, dy_ribbons
        Where the ribbons of all tiles of x are, and those of a block of tiles of dy.
    through
        Memory that tiles go through on their way to dW.
    lines, row
        Memory for dy's lines on their way to pairs, and for a row of x with its zeros.
    zeros
        The address of 32 bytes of zeros.
    """

    code: Code
    plan: MatrixPlan
    args: dict[str, Value]
    told: dict[str, Int]
    x_ribbons: Ptr
    dy_ribbons: Ptr
    through: Ptr
    lines: Ptr
    row: Ptr
    zeros: Ptr

    @classmethod
    def of(
        cls,
        code: Code,
        plan: MatrixPlan,
        args: dict[str, Value],
        told: dict[str, Int],
        memory: Ptr,
    ) -> Frame:
        """Find each part of a thread's workspace."""
        names = ("dy", "through", "lines", "row")
        dy, through, lines, row = (code.at(memory, told[f"at.{name}"]) for name in names)
        zeros = code.array(4, "zeros")
        for word in range(4):
            code.store(ir.Constant(I64, 0), zeros, 8 * word)
        return cls(code, plan, args, told, memory, dy, through, lines, row, zeros)
