"""Formulas as machine code: compiled once a machine, and a planner is three times as fast.

In: formulas. Out: the same, which work things out faster from now on.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from contextlib import suppress

import numpy as np

from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.formula import Formula, fields
from filtergrad.cpu.code import formula as code

from . import host, jit

LEVEL = 0
"""The code generator's effort: with more of it the code is made in 110 milliseconds instead of 55,
and a layer is planned in 40 microseconds less."""

USES_BEFORE_CODE = 16
"""How many layers a process plans before it has the code made, where it is not on the disk."""

_uses = 0


def used(formulas: Iterable[Formula]) -> None:
    """Note that ``formulas`` were used, and let code work them out from now on if that pays.

    If there is no memory to compile in, NumPy goes on.
    """
    global _uses
    _uses += 1
    if _uses in (1, USES_BEFORE_CODE):
        for formula in formulas:
            if _uses > 1 or jit.at_hand(*_recipe(formula), LEVEL):
                with suppress(MemoryError):
                    formula.compiled = compiled(formula)


def compiled(formula: Formula) -> Callable[..., Column]:
    """What works out ``formula`` as `Formula.by_columns` does, with the same numbers."""
    parts, symbols, cpu, features = _recipe(formula)
    binary = jit.assemble(parts, lambda: code.emit(formula), symbols, cpu, features, LEVEL)
    # Microseconds of work: others wait for it rather than for the lock that it would give back.
    kind = ctypes.PYFUNCTYPE(None, *[ctypes.c_void_p, ctypes.c_int64] * len(formula.tables), ctypes.c_void_p)
    call, results = kind(binary.addresses[code.NAME]), len(fields(formula.result))

    def work_out(*tables: Column) -> Column:
        out = np.empty((results, *map(len, tables)))
        places = [place for table in tables for place in (_address(table), len(table))]
        call(*places, _address(out))
        return out

    work_out.binary = binary  # kept as long as its function
    return work_out


def _address(array: Column) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def _recipe(formula: Formula) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    """What the code of a formula depends on beside this package, its function, the processor."""
    return (formula.name,), (code.NAME,), *host.native(host.available()[0])
