"""The direct algorithm: products of tiles of x and dy on the matrix unit, summed over pixels."""

from __future__ import annotations

from filtergrad.gpu.base.algorithm import Algorithm

from . import candidates, module, show
from .plan import DirectPlan

ALGORITHM = Algorithm(
    "direct", DirectPlan, candidates.candidates, module.module, show.summary, show.nest
)
