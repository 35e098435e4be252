"""The plans that won when they were measured: `filtergrad tune` puts them down, compilation asks.

In: what a plan is for, and the candidates. Out: the candidates, a remembered winner before all
others. A winner is kept as text beside the kernels. Only a plan that still is a candidate
is ever taken, so what was written by an older version, or by mistake, is as good as nothing.
"""

from __future__ import annotations

import hashlib

from filtergrad import disk
from filtergrad.cpu.base.algorithm import Priced
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.plan import Plan
from filtergrad.engine import Spec

from . import host, jit, llvm


def recalled(ranked: list[Priced], spec: Spec, isa: Isa) -> list[Priced]:
    """The candidates with the remembered winner first; as they are where there is none."""
    if (text := disk.read(_key(spec, isa), disk.TUNED)) is not None:
        for at, pair in enumerate(ranked):
            if repr(pair.plan).encode() == text:
                return [pair, *ranked[:at], *ranked[at + 1 :]]
    return ranked


def remember(plan: Plan, spec: Spec) -> bool:
    """Let ``plan`` be taken from now on, by other processes too; say whether that worked."""
    key, text = _key(spec, plan.isa), repr(plan).encode()
    disk.write(key, text, disk.TUNED)
    return disk.read(key, disk.TUNED) == text


def _key(spec: Spec, isa: Isa) -> str:
    # Not the number of threads: the same bits for every number is a promise.
    parts = (spec, isa.name, host.native(isa), llvm.version(), jit.source())
    return hashlib.sha256(repr(parts).encode()).hexdigest()
