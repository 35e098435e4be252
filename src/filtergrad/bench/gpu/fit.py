"""What the model's constants should be, by least squares on the logarithms of measured times.

In: records with the parts of their price. Out: a factor for each part, and with it the constants of
`gpu.base.arch` and `gpu.base.price`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from .results import Record

PARTS = ("multiply", "issue", "l2", "memory", "launch", "finish")
LEAST = 12  # plans
STEPS = (1.3, 1.1, 1.03, 1.01)
FARTHEST = 20.0  # a factor beyond which the samples say nothing of a part

# What a factor of a part is of: a rate of the row is divided by it, seconds and cycles multiplied.
CONSTANTS = {
    "multiply": "arch.half_rate, float32_rate, float64_rate: divide by",
    "issue": "price.COPY_CYCLES, STEP_CYCLES (and those of boxes): multiply by",
    "l2": "arch.l2_rate: divide by",
    "memory": "arch.memory_rate: divide by",
    "launch": "price.FIRST_LAUNCH, NEXT_LAUNCH, OVERLAPPED_LAUNCH, PIPELINE, NEXT_TILE: "
    "multiply by",
    "finish": "price.SLOT_RATE: divide by",
}


class Fit(NamedTuple):
    """Factors of the parts of prices.

    Parameters
    ----------
    factors
        By `PARTS`.
    before, after
        The typical factor between model and measurement, with the constants as they are and with
        these.
    samples
        How many plans.
    """

    factors: dict[str, float]
    before: float
    after: float
    samples: int


def predicted(parts: dict[str, float], factors: dict[str, float]) -> float:
    """Seconds by the model, as `gpu.base.price` adds them up."""
    held = max(parts[name] * factors[name] for name in PARTS[:4])
    return held + parts["launch"] * factors["launch"] + parts["finish"] * factors["finish"]


def fit(records: Sequence[Record]) -> Fit | None:
    """The factors that fit best; None of too few plans."""
    samples = [(one["model"], one["seconds"]) for one in records if "model" in one]
    if len(samples) < LEAST:
        return None

    def loss(factors: dict[str, float]) -> float:
        return sum(math.log(predicted(parts, factors) / t) ** 2 for parts, t in samples)

    best = dict.fromkeys(PARTS, 1.0)
    first = lowest = loss(best)
    for step in STEPS:
        moved = True
        while moved:
            moved = False
            for name in PARTS:
                for factor in (best[name] * step, best[name] / step):
                    trial = {**best, name: factor}
                    value = loss(trial)
                    if 1 / FARTHEST < factor < FARTHEST and value < lowest * 0.9999:
                        best, lowest, moved = trial, value, True
    count = len(samples)
    return Fit(best, math.exp(math.sqrt(first / count)), math.exp(math.sqrt(lowest / count)), count)
