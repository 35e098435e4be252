"""Formulas as machine code: compiled once a machine, and plans are made several times as fast.

In: formulas. Out: the same, which code works out from now on.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np

from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.formula import Formula, fields
from filtergrad.cpu.code import formula as code

from . import host, jit

LEVEL = 0
"""The code generator's effort: with all of it the code is made in twice the time, and a layer is
planned in 20 to 40 microseconds less."""

PLANS_BEFORE_CODE = 16
"""How many plans a process makes before it has the code made, if that is not on the disk."""

_plans = 0
_kept: list[jit.Binary] = []  # whose code would be unloaded with it


def wanted(formulas: Sequence[Formula]) -> None:
    """Note that a plan is made, and let code work out its prices from now on if that pays.

    If there is no memory to compile in, NumPy goes on.
    """
    global _plans
    _plans += 1
    if _plans == PLANS_BEFORE_CODE or (_plans == 1 and jit.at_hand(*_recipe(formulas), LEVEL)):
        with suppress(MemoryError):
            compile_all(formulas)


def compile_all(formulas: Sequence[Formula]) -> None:
    """Let code work out ``formulas`` from now on, with the same numbers."""
    parts, symbols, cpu, features = _recipe(formulas)
    binary = jit.assemble(parts, lambda: code.emit(formulas), symbols, cpu, features, LEVEL)
    _kept.append(binary)
    for formula in formulas:
        formula.compiled = _called(formula, binary.addresses[formula.name])


def _called(formula: Formula, address: int) -> Callable[..., Column]:
    """What works out a formula as `Formula.by_columns` does."""
    table = ctypes.c_void_p, ctypes.c_int64
    # It keeps Python's lock: giving it back and taking it again would take longer.
    kind = ctypes.PYFUNCTYPE(None, *table * len(formula.tables), ctypes.c_void_p)
    call, results = kind(address), len(fields(formula.result))

    def work_out(*tables: Column) -> Column:
        out = np.empty((results, *map(len, tables)))
        places = [place for table in tables for place in (_address(table), len(table))]
        call(*places, _address(out))
        return out

    return work_out


def _address(array: Column) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def _recipe(formulas: Sequence[Formula]) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    """What the code depends on beside this package, its functions, the processor."""
    return ("formulas",), tuple(one.name for one in formulas), *host.native(host.available()[0])
