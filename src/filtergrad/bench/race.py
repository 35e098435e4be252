"""Which of several calls is the fastest, on a machine that others use too.

In: calls, of which the first is what the others are compared with, and a `Gauge`. Out: a `Lap` for
each. They run in turn, so that a slow second slows all of them, and a comparison counts only where
nothing disturbed either of its two samples.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .measure import Gauge

SHORTEST = 300e-6  # seconds of a sample: shorter calls are repeated within it
LEAST = 5  # a race goes on until so many comparisons count, or its time is over
FEW = 3  # where fewer comparisons count, all are taken, disturbed ones as well
HOPELESS = 1.25  # a call that takes so many times the fastest one's time does not run again


class Lap(NamedTuple):
    """The least seconds of one call, and the median of its time over the first call's.

    ``counted`` comparisons were undisturbed; it is 0 where those were too few, so that all count.
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
        self.best = math.inf  # seconds of the best sample that seemed undisturbed when it came

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
        """The rounds whose sample nothing disturbed; all checks so far decide."""
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
    """Compare a call with the first one, round by round."""
    counted = runner.quiet(gauge) & first.quiet(gauge)
    if len(counted) < FEW:
        counted = set()
    rounds = counted or runner.samples
    pairs = [(runner.samples[number][0], first.samples[number][0]) for number in rounds]
    return Lap(
        min(mine for mine, _ in pairs),
        statistics.median(mine / others for mine, others in pairs),
        len(counted),
    )
