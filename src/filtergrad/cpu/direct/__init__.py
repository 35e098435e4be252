"""The direct algorithm: a tile of dW stays in registers while pixels stream by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from filtergrad import forks
from filtergrad.cpu.base.algorithm import Algorithm

from . import candidates, estimates, show
from .plan import DirectPlan


def _emitter() -> Callable[[DirectPlan], Any]:
    forks.load("filtergrad.cpu.direct.emit")
    from .emit import emit

    return emit


ALGORITHM = Algorithm(
    "direct",
    DirectPlan,
    candidates.candidates,
    _emitter,
    show.summary,
    show.nest,
    candidates.bound,
    estimates.ESTIMATES,
)
