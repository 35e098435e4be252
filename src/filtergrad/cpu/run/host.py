"""The processor here: which rows of instruction sets it executes, and the one to compile for.

In: what LLVM detects, and ``FILTERGRAD_ISA``. Out: an `Isa`.
"""

from __future__ import annotations

import functools
import platform

from filtergrad import forks, knobs
from filtergrad.cpu.base.isa import ROWS, Isa


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
    return name, frozenset(feature for feature, has in features.items() if has)


def native() -> tuple[str, str]:
    """The processor here, as LLVM's code generator takes it.

    Its features one by one, not by its name alone: a virtual machine may hide some of them.
    """
    name, _, features = _asked()
    return name, features


@functools.cache
def available() -> tuple[Isa, ...]:
    """The rows that this processor can execute, best first."""
    arch = {"AMD64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    features = detected()[1]
    return tuple(row for row in ROWS if row.arch == arch and features.issuperset(row.features))


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
