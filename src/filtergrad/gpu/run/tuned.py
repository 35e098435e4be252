"""The plans that won when they were measured on a device: compilation asks for them first.

In: what a plan is for, and the candidates. Out: the candidates, a remembered winner before all
others. Only a plan that still is a candidate is ever taken.
"""

from __future__ import annotations

import hashlib

from filtergrad import disk
from filtergrad.engine import Spec
from filtergrad.gpu.base.algorithm import Priced
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.plan import Plan


def recalled(ranked: list[Priced], spec: Spec, arch: Arch) -> list[Priced]:
    """The candidates with the remembered winner first; as they are where there is none."""
    if (text := disk.read(_key(spec, arch), disk.TUNED)) is not None:
        for at, pair in enumerate(ranked):
            if repr(pair.plan).encode() == text:
                return [pair, *ranked[:at], *ranked[at + 1 :]]
    return ranked


def remember(plan: Plan, spec: Spec) -> bool:
    """Let ``plan`` be taken from now on, by other processes too; say whether that worked."""
    key, text = _key(spec, plan.isa), repr(plan).encode()
    disk.write(key, text, disk.TUNED)
    return disk.read(key, disk.TUNED) == text


def _key(spec: Spec, arch: Arch) -> str:
    return hashlib.sha256(repr((spec, arch.name)).encode()).hexdigest()
