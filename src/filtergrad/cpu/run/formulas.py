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

LEVEL = 1
"""The code generator's effort: a layer is planned in 10 microseconds more than with all of it."""


def compile_all(formulas: Iterable[Formula]) -> None:
    """Let code work out ``formulas`` from now on; if there is no memory to compile in, NumPy."""
    with suppress(MemoryError):
        for formula in formulas:
            if formula.compiled is None:
                formula.compiled = compiled(formula)


def at_hand(formulas: Iterable[Formula]) -> bool:
    """Whether the code of all of them needs no compiler."""
    return all(jit.at_hand(*_recipe(formula), LEVEL) for formula in formulas)


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
