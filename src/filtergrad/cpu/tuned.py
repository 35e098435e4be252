"""The plans that won when they were measured: `filtergrad tune` puts them down, compilation asks.

In: what a plan is for, and the candidates. Out: the candidates, a remembered winner before all
others. Floor 4. A winner is kept as text beside the kernels. Only a plan that still is a candidate
is ever taken, so what was written by an older version, or by mistake, is as good as nothing.
"""

from __future__ import annotations

import hashlib

from filtergrad.problem import Problem

from . import disk, isa, jit, llvm
from .choose import AnyPlan
from .cost import Price

# The problem, the layouts of x and dy, the precision.
Question = tuple[Problem, str, str, str]


def recalled(
    ranked: list[tuple[Price, AnyPlan]], question: Question, row: isa.Isa
) -> list[tuple[Price, AnyPlan]]:
    """The candidates with the remembered winner first; as they are where there is none."""
    if (text := disk.read(_key(question, row), disk.TUNED)) is not None:
        for at, pair in enumerate(ranked):
            if repr(pair[1]).encode() == text:
                return [pair, *ranked[:at], *ranked[at + 1 :]]
    return ranked


def remember(plan: AnyPlan, question: Question) -> bool:
    """Let ``plan`` be taken from now on, by other processes too; say whether that worked."""
    key, text = _key(question, plan.row), repr(plan).encode()
    disk.write(key, text, disk.TUNED)
    return disk.read(key, disk.TUNED) == text


def _key(question: Question, row: isa.Isa) -> str:
    # Not the number of threads: the same bits for every number is a promise.
    parts = (question, row.name, isa.native(), llvm.binding().llvm_version_info, jit.source())
    return hashlib.sha256(repr(parts).encode()).hexdigest()
