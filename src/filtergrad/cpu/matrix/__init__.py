"""The matrix unit: the direct algorithm's sums, a tile of dW at a time, over ribbons of columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from filtergrad import forks
from filtergrad.cpu.base.algorithm import Algorithm

from . import candidates, estimates, show
from .plan import MatrixPlan


def _emitter() -> Callable[[MatrixPlan], Any]:
    forks.load("filtergrad.cpu.matrix.emit")
    from .emit import emit

    return emit


ALGORITHM = Algorithm(
    "matrix",
    MatrixPlan,
    candidates.candidates,
    _emitter,
    show.summary,
    show.nest,
    estimates=estimates.ESTIMATES,
)
