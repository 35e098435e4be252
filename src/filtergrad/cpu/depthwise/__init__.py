"""Depthwise layers and small groups: lanes run over channels, no channel meets many others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from filtergrad import forks
from filtergrad.cpu.base.algorithm import Algorithm

from . import candidates, estimates, show
from .plan import DepthwisePlan


def _emitter() -> Callable[[DepthwisePlan], Any]:
    forks.load("filtergrad.cpu.depthwise.emit")
    from .emit import emit

    return emit


ALGORITHM = Algorithm(
    "depthwise",
    DepthwisePlan,
    candidates.candidates,
    _emitter,
    show.summary,
    show.nest,
    estimates=estimates.ESTIMATES,
)
