"""Which of several calls is the fastest, on a machine that others use too.

In: calls, the first of which the others are held against, and a `Gauge`. Out: a `Lap` for each.
They run in turn, so that a slow second is everybody's, and a comparison counts only where nothing
disturbed either of its two samples.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .measure import Gauge

SHORTEST = 300e-6  # seconds of a sample: shorter calls are repeated
LEAST = 5  # comparisons that should count
FEW = 3  # fewer of them say less than all, disturbed or not
HOPELESS = 1.25  # times the fastest: not asked again


class Lap(NamedTuple):
    """What one call takes: its seconds at best, and in the median how many times the first's.

    ``counted`` comparisons were undisturbed; where these are too few all are taken, and it is 0.
    """

    seconds: float
    ratio: float
    counted: int


class _Runner:
    """A call and its samples: by round, seconds and the lower speed beside them."""

    def __init__(self, call: Callable[[], object]) -> None:
        self._call = call
        start = time.perf_counter()
        call()
        self._repeats = max(1, math.ceil(SHORTEST / (time.perf_counter() - start)))
        self.samples: dict[int, tuple[float, float]] = {}
        self.best = math.inf  # undisturbed, as far as was known when it came

    def run(self, number: int, before: float, gauge: Gauge) -> float:
        """Take the sample of a round; return the speed after it."""
        start = time.perf_counter()
        for _ in range(self._repeats):
            self._call()
        seconds = (time.perf_counter() - start) / self._repeats
        after = gauge.check()
        self.samples[number] = seconds, min(before, after)
        if gauge.is_quiet(min(before, after)):
            self.best = min(self.best, seconds)
        return after

    def quiet(self, gauge: Gauge) -> set[int]:
        """The rounds whose sample nothing disturbed, by what is known now."""
        return {number for number, (_, speed) in self.samples.items() if gauge.is_quiet(speed)}


def race(calls: Sequence[Callable[[], object]], gauge: Gauge, seconds: float) -> list[Lap]:
    """Run ``calls`` in turn for about ``seconds``, up to four times longer on a busy machine."""
    runners = [_Runner(call) for call in calls]
    running, first, number = runners, runners[0], 0
    began, before = time.perf_counter(), gauge.check()
    while True:
        for runner in running:
            before = runner.run(number, before, gauge)
        number += 1
        fastest = min(runner.best for runner in running)
        running = [
            runner
            for runner in running
            if runner is first or math.inf in (fastest, runner.best)
            or runner.best <= HOPELESS * fastest
        ]  # fmt: skip
        spent = time.perf_counter() - began
        if spent > 4 * seconds or (spent > seconds and len(first.quiet(gauge)) >= LEAST):
            return [_lap(runner, first, gauge) for runner in runners]


def _lap(runner: _Runner, first: _Runner, gauge: Gauge) -> Lap:
    counted = runner.quiet(gauge) & first.quiet(gauge)
    if len(counted) < FEW:
        counted = set()
    rounds = counted or runner.samples
    pairs = [(runner.samples[number][0], first.samples[number][0]) for number in rounds]
    return Lap(
        min(mine for mine, _ in pairs),
        statistics.median(mine / its for mine, its in pairs),
        len(counted),
    )
