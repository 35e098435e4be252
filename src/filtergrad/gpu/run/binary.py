"""A compiled launch: machine code, and what must be known to launch it.

In: nothing. Out: `Binary`, the stage between module and kernel; `build` makes it and `driver`
loads it.
"""

from __future__ import annotations

from dataclasses import dataclass

CONSTANT, GENERAL = "constant", "general"
"""The two forms of a kernel: the shape's numbers baked in, or passed. Both give the same bits."""


@dataclass(frozen=True)
class Descriptor:
    """How a tensor descriptor's map is encoded: what the compiler chose for its boxes.

    Parameters
    ----------
    swizzle
        The driver's number of the swizzle.
    element
        The driver's number of the element type.
    element_bytes
        Of a number.
    block
        The box as it is brought at once.
    padding
        Whether pixels outside are NaN instead of zero.
    """

    swizzle: int
    element: int
    element_bytes: int
    block: tuple[int, ...]
    padding: bool = False


@dataclass(frozen=True)
class Binary:
    """Machine code of one launch.

    Parameters
    ----------
    name
        Of the function in the code.
    code
        A cubin (or AMD's code object).
    form
        `CONSTANT` or `GENERAL`.
    arguments
        Names of the launch's arguments that are passed, in order.
    nulls
        Pointers behind them, all null: scratch that no kernel of ours uses.
    threads
        Of a program.
    shared_bytes
        Shared memory of a program.
    registers, stack_bytes
        Of a thread.
    descriptors
        By the names of `Box` arguments.
    ptx
        The code as text, before the assembler.
    """

    name: str
    code: bytes
    form: str
    arguments: tuple[str, ...]
    nulls: int
    threads: int
    shared_bytes: int
    registers: int
    stack_bytes: int
    descriptors: tuple[tuple[str, Descriptor], ...] = ()
    ptx: str = ""
