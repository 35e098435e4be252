"""What a plan becomes: a few launches of kernels, as plain data.

In: nothing. Out: `Module`, the stage between plan and binary. Nothing of Triton is needed to make,
compare, print or price one; `run.build` compiles its launches, the tests interpret them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

Constant: TypeAlias = int | bool | str

PASSES = "filtergrad.gpu.code."
"""How the sources begin of what is launched before the products and behind them."""

MOST_WARPS, MOST_REGISTERS = 8, 255
"""Of a program, and of a thread."""


@dataclass(frozen=True)
class Pointer:
    """The address of an array, or of a part of the workspace.

    Parameters
    ----------
    name
        ``x``, ``dy``, ``dw`` or ``work``.
    dtype
        Of its numbers.
    offset
        Bytes from where it begins.
    aligned
        Whether the address is a multiple of 16 bytes.
    """

    name: str
    dtype: str
    offset: int = 0
    aligned: bool = True


@dataclass(frozen=True)
class Size:
    """A number that belongs to the shape: baked into the constant form, passed to the general one.

    Parameters
    ----------
    value
        The number.
    wide
        Whether the general form takes it as 64 bits.
    """

    value: int
    wide: bool = False


@dataclass(frozen=True)
class Box:
    """A tensor descriptor: how the tensor memory accelerator reads an array box by box.

    Parameters
    ----------
    pointer
        Where the array begins.
    shape, strides
        In elements, slowest axis first; the last stride is 1.
    block
        The shape of a box.
    """

    pointer: Pointer
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    block: tuple[int, ...]


Argument: TypeAlias = Pointer | Size | Box


@dataclass(frozen=True)
class Launch:
    """One kernel with everything it is launched with.

    Parameters
    ----------
    source
        ``package.module:function``, a function in Triton's language.
    arguments
        By the function's names, in its order: pointers, numbers, descriptors.
    constants
        What makes different code of one source in either form: tiles, precision, switches.
    grid
        How many programs, along one to three axes.
    warps, stages
        Of a program; how many steps are loaded ahead.
    any_warps
        Whether other numbers of warps make the same bits.
    registers
        Of a thread at most; 0 for as many as the compiler thinks best.
    """

    source: str
    arguments: tuple[tuple[str, Argument], ...]
    constants: tuple[tuple[str, Constant], ...]
    grid: tuple[int, int, int]
    warps: int = 4
    stages: int = 3
    any_warps: bool = False
    registers: int = 0

    @property
    def name(self) -> str:
        """The function's name."""
        return self.source.partition(":")[2]

    def lighter(self) -> Iterator[Launch]:
        """Launches that make the same bits and may spill less, the likest first.

        Compilers would rather spill a number or two than let fewer programs be resident, unless
        they are told how many registers there are.
        """
        wide = replace(self, registers=MOST_REGISTERS)
        yield wide
        constants = dict(self.constants)
        if "AHEAD" in constants:  # rows that the kernel itself loads ahead, into registers
            for ahead in range(int(constants["AHEAD"]) - 1, -1, -1):
                yield replace(wide, constants=tuple((constants | {"AHEAD": ahead}).items()))
            return
        fewer = [replace(wide, stages=stages) for stages in range(self.stages - 1, 1, -1)]
        yield from fewer
        if self.any_warps and self.warps < MOST_WARPS:
            for one in (wide, *fewer):
                yield replace(one, warps=2 * self.warps)


@dataclass(frozen=True)
class Module:
    """Launches in order, on one stream.

    Parameters
    ----------
    launches
        What is launched.
    workspace_bytes
        Bytes of the workspace that they share.
    """

    launches: tuple[Launch, ...]
    workspace_bytes: int

    @property
    def main(self) -> Launch:
        """What makes the products: the one that is no pass before or behind."""
        mains = [one for one in self.launches if not one.source.startswith(PASSES)]
        return mains[0] if mains else self.launches[-1]
