"""The processor here: which rows of instruction sets it executes, and the one to compile for.

In: what LLVM detects, and ``FILTERGRAD_ISA``. Out: an `Isa`.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import platform

from filtergrad import forks, knobs, system
from filtergrad.cpu.base.isa import ROWS, Isa

# What LLVM does not look for on AArch64 under Linux: the bit that the kernel sets, in which word of
# those that it hands to each process.
_TOLD = {"bf16": (26, 1 << 14)}  # AT_HWCAP2, HWCAP2_BF16


@functools.cache
def _asked() -> tuple[str, dict[str, bool], str]:
    forks.load("llvmlite.binding")
    from llvmlite import binding as llvm

    def ask() -> tuple[str, dict[str, bool], str]:
        features = llvm.get_host_cpu_features()
        return llvm.get_host_cpu_name(), dict(features), features.flatten()

    return forks.undisturbed(forks.llvm, ask)


def detected() -> tuple[str, frozenset[str]]:
    """LLVM's name of this processor and the features it has."""
    name, features, _ = _asked()
    return name, frozenset(feature for feature, has in features.items() if has) | _told()


@functools.cache
def _told() -> frozenset[str]:
    """The features that the kernel knows of and LLVM does not ask for."""
    if system.ARCH != "aarch64":
        return frozenset()
    with contextlib.suppress(AttributeError, OSError):  # only Linux's C libraries have it
        word = ctypes.CDLL(None).getauxval
        word.restype, word.argtypes = ctypes.c_ulong, (ctypes.c_ulong,)
        return frozenset(name for name, (at, bit) in _TOLD.items() if word(at) & bit)
    return frozenset()


# Linux gives a process the unit's registers when it asks: x86's `arch_prctl`, with the number of
# the permission and that of the state.
_ARCH_PRCTL, _PERMISSION, _TILES = 158, 0x1023, 18


@functools.cache
def _permitted() -> bool:
    """Whether this process may use the matrix unit: for good, and for all its threads.

    Linux refuses where a thread's stack for signals is too small to keep the registers.
    """
    if not (system.LINUX and system.ARCH == "x86_64"):
        return False
    with contextlib.suppress(AttributeError, OSError):
        call = ctypes.CDLL(None).syscall
        call.restype, call.argtypes = ctypes.c_long, (ctypes.c_long,) * 3
        return bool(call(_ARCH_PRCTL, _PERMISSION, _TILES) == 0)
    return False


def native(isa: Isa) -> tuple[str, str]:
    """The processor here, as LLVM's code generator takes it, with what a row switches on.

    Its features one by one, not by its name alone: a virtual machine may hide some of them.
    """
    name, _, features = _asked()
    return name, ",".join(filter(None, (features, isa.llvm_features)))


@functools.cache
def available() -> tuple[Isa, ...]:
    """The rows that this processor can execute, best first."""
    rows, features = (row for row in ROWS if row.arch == system.ARCH), detected()[1]
    able = [row for row in rows if features.issuperset(row.features)]
    return tuple(row for row in able if row.matrix is None or _permitted())


def chosen() -> Isa:
    """The row to compile for: the best one, or what ``FILTERGRAD_ISA`` forces."""
    rows, wanted = available(), knobs.current().isa
    if not rows:
        msg = f"filtergrad has no instruction set row for this processor ({platform.machine()})"
        raise RuntimeError(msg)
    if wanted is None:
        return rows[0]
    for row in rows:
        if row.name == wanted:
            return row
    names = ", ".join(row.name for row in rows)
    msg = f"FILTERGRAD_ISA={wanted} cannot run here; this processor runs: {names}"
    raise ValueError(msg)
