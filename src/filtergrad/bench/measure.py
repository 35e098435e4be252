"""Timing on a machine that others use too.

In: something to call and a `Peak`. Out: a `Timing` of the samples that nothing disturbed.
A neighbour on the same core halves the speed of everything for seconds at a time, so each sample
stands between two short runs of known speed; where these were slow, the sample says nothing.
"""

from __future__ import annotations

import bisect
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from filtergrad.engine import Peak

CHECK_SECONDS = 200e-6  # how long a check of the machine's speed takes
USUAL = 0.9  # this quantile of all checks is the usual speed; the very best is a moment of turbo
QUIET = 0.9  # a moment of at least this part of the usual speed was undisturbed


@dataclass(frozen=True)
class Timing:
    """Seconds of each undisturbed sample, and the multiply-add speed around it in flop/s.

    Where no sample was undisturbed all are kept, and ``quiet`` is false.
    """

    samples: tuple[float, ...]
    speeds: tuple[float, ...]
    dropped: int
    quiet: bool

    @property
    def best(self) -> float:
        """The least time, in seconds."""
        return min(self.samples)

    @property
    def median(self) -> float:
        """The median time, in seconds."""
        return statistics.median(self.samples)

    @property
    def speed(self) -> float:
        """The usual multiply-add speed while it was measured, in flop/s."""
        return statistics.median(self.speeds)

    def share(self, flops: float) -> float:
        """The share of the multiply-add speed that ``flops`` operations in each sample reached.

        Each sample is held against the speed around it: the clock drifts by a fifth within minutes.
        """
        pairs = zip(self.samples, self.speeds, strict=True)
        return statistics.median(flops / seconds / speed for seconds, speed in pairs)


class Gauge:
    """Tells how fast the machine is right now, beside how fast it has been."""

    def __init__(self, peak: Peak) -> None:
        self._peak = peak
        self._checks: list[float] = []  # speeds in flop/s, sorted
        self.flops = 0.0
        self.refresh()

    def refresh(self) -> float:
        """Measure the peak over longer runs and return the best so far, in flop/s."""
        for _ in range(10):
            self.flops = max(self.flops, self._peak.rate(1e-3))
            self.check()
        return self.flops

    def check(self) -> float:
        """Measure the speed of this moment, in flop/s."""
        # The better of two: the first may spend its time on waking a worker that slept.
        speed = max(self._peak.rate(CHECK_SECONDS), self._peak.rate(CHECK_SECONDS))
        bisect.insort(self._checks, speed)
        return speed

    def is_quiet(self, speed: float) -> bool:
        """Whether a moment of this speed was undisturbed."""
        return speed >= QUIET * self._checks[int(USUAL * len(self._checks))]


class Record:
    """Samples as they come, each with the speed before and after it."""

    def __init__(self, gauge: Gauge) -> None:
        self._gauge = gauge
        self._samples: list[tuple[float, float, float]] = []  # seconds, least and mean speed
        self.quiet = 0  # how many samples were undisturbed, as it seemed when they came

    def __len__(self) -> int:
        return len(self._samples)

    def add(self, elapsed: float, before: float, after: float) -> None:
        """Add one sample: its seconds, and the speed before and after it in flop/s."""
        self._samples.append((elapsed, min(before, after), (before + after) / 2))
        self.quiet += self._gauge.is_quiet(min(before, after))

    def timing(self) -> Timing:
        """The samples that count; all checks of the machine so far decide which ones do."""
        quiet = [self._gauge.is_quiet(least) for _, least, _ in self._samples]
        kept = [
            row for row, keep in zip(self._samples, quiet, strict=True) if keep or not any(quiet)
        ]
        return Timing(
            samples=tuple(elapsed for elapsed, _, _ in kept),
            speeds=tuple(speed for _, _, speed in kept),
            dropped=len(quiet) - sum(quiet),
            quiet=any(quiet),
        )


def measure(
    call: Callable[[], object],
    record: Record,
    gauge: Gauge,
    seconds: float,
    least: int = 5,
    most: int = 1000,
) -> None:
    """Time ``call`` for about ``seconds``, up to four times longer while too few samples count."""
    first, quiet = len(record), record.quiet
    began = time.perf_counter()
    before = gauge.check()
    while (count := len(record) - first) < most:
        spent = time.perf_counter() - began
        enough = spent > 4 * seconds or (spent > seconds and record.quiet - quiet >= least)
        if count >= least and enough:
            break
        start = time.perf_counter()
        call()
        end = time.perf_counter()
        after = gauge.check()
        record.add(end - start, before, after)
        before = after
