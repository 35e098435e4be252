"""Winograd's algorithm: fewer multiplications, paid for with transforms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from filtergrad import forks
from filtergrad.cpu.base.algorithm import Algorithm

from . import candidates, estimates, show
from .plan import WinogradPlan


def _emitter() -> Callable[[WinogradPlan], Any]:
    forks.load("filtergrad.cpu.winograd.emit")
    from .emit import emit

    return emit


ALGORITHM = Algorithm(
    "winograd",
    WinogradPlan,
    candidates.candidates,
    _emitter,
    show.summary,
    show.nest,
    estimates=estimates.ESTIMATES,
)
