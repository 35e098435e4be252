"""Estimates as machine code: compiled once a machine, and plans are made several times as fast.

In: estimates. Out: the same, which code works out from now on.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np

from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.estimate import Estimate, width
from filtergrad.cpu.code import estimate as code

from . import host, jit

LEVEL = 0
"""The code generator's effort: with all of it the code is made in twice the time, and a layer is
planned in 20 to 40 microseconds less."""

PLANS_BEFORE_CODE = 16
"""How many plans a process makes before it has the code made, if that is not on the disk."""

_plans = 0
_kept: list[jit.Binary] = []  # whose code would be unloaded with it


def wanted(estimates: Sequence[Estimate]) -> None:
    """Note that a plan is made, and let code work out its prices from now on if that pays.

    If there is no memory to compile in, NumPy goes on.
    """
    global _plans
    _plans = count = _plans + 1  # threads that are counted as one do no harm
    if count == PLANS_BEFORE_CODE or (count == 1 and jit.at_hand(*_recipe(estimates), level=LEVEL)):
        with suppress(MemoryError):
            compile_all(estimates)


def compile_all(estimates: Sequence[Estimate]) -> None:
    """Let code work out ``estimates`` from now on, with the same numbers."""
    parts, symbols, cpu, features = _recipe(estimates)
    binary = jit.assemble(parts, lambda: code.emit(estimates), symbols, cpu, features, level=LEVEL)
    _kept.append(binary)
    for estimate in estimates:
        estimate.compiled = _called(estimate, binary.addresses[estimate.name])


def _called(estimate: Estimate, address: int) -> Callable[..., Column]:
    """What works out an estimate as `Estimate.by_columns` does."""
    table = ctypes.c_void_p, ctypes.c_int64
    # It keeps Python's lock: giving it back and taking it again would take longer.
    kind = ctypes.PYFUNCTYPE(None, *table * len(estimate.tables), ctypes.c_void_p)
    call, results = kind(address), width(*estimate.results)

    def work_out(*tables: Column) -> Column:
        out = np.empty((results, *map(len, tables)))
        places = [place for table in tables for place in (_address(table), len(table))]
        call(*places, _address(out))
        return out

    return work_out


def _address(array: Column) -> int:
    assert array.dtype == float  # or code would read what is not there
    assert array.flags.c_contiguous
    address: int = array.__array_interface__["data"][0]
    return address


def _recipe(estimates: Sequence[Estimate]) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    """What the code depends on beside this package, its functions, the processor."""
    return ("estimates",), tuple(one.name for one in estimates), *host.native(host.available()[0])
