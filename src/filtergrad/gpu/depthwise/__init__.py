"""Depthwise layers and small groups: channels side by side, no channel meets many others."""

from __future__ import annotations

from filtergrad.gpu.base.algorithm import Algorithm

from . import candidates, module, show
from .plan import DepthwisePlan

ALGORITHM = Algorithm(
    "depthwise",
    DepthwisePlan,
    candidates.candidates,
    module.module,
    show.summary,
    show.nest,
)
