"""One peer in the race: its fastest variant, that one's time and its error.

In: a problem and some exact elements of its dW. Out: an `Answer`, also where the peer refuses, dies
or hangs.
"""

from __future__ import annotations

import base64
import dataclasses
import importlib.util
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from filtergrad.arrays import Array
from filtergrad.problem import Problem

from .accuracy import errors
from .measure import Gauge, Record
from .peers import MODULES
from .peers.process import Gone, Process
from .result import Answer

SLOW = 5.0  # seconds: a call that takes longer is not repeated
BATCH = 0.05  # seconds of calls between two checks of the machine
CLOSE = 1.5  # variants that take at most so many times the best one's time are all timed
WRONG = 0.1  # rms error over rms of dW above which a result is wrong; rounding stays far below it


def chosen(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The modules of the peers that are installed, and why the others are missing."""
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name not in MODULES:
            raise ValueError(f"there is no peer {name!r}; there are {', '.join(MODULES)}")
    # A peer is named as its package is.
    found = {name: MODULES[name] for name in wanted if importlib.util.find_spec(name)}
    return found, {name: "not installed" for name in wanted if name not in found}


@dataclasses.dataclass
class Variant:
    """One way in which a peer computes a layer.

    Parameters
    ----------
    name
        What the peer's module calls it.
    record
        The samples of its timing.
    first, trial
        Seconds of the first call, and the least of the few calls that follow it.
    errors
        Of its result, as `accuracy.errors` gives them.
    """

    name: str
    record: Record
    first: float
    trial: float
    errors: tuple[float, float]


class Peer:
    """A peer and its process: `open` a layer, `run` as often as you like, then `answer`."""

    def __init__(self, name: str, module: str, threads: int, limit: float) -> None:
        self.name, self.limit = name, limit
        self.process = Process(module, threads)

    def open(self, problem: Problem, exact: Array, gauge: Gauge) -> None:
        """Try every variant, and keep those that are right and nearly the fastest."""
        self._problem, self._gauge = dataclasses.asdict(problem), gauge
        self._tried: dict[str, str] = {}
        self._variants: list[Variant] = []
        try:
            names = self._ask("open")["variants"]
        except Gone as reason:
            self._tried["all"] = str(reason)
            return
        for name in names:
            try:
                self._variants.append(self._try(name, exact))
                self._tried[name] = f"{self._variants[-1].trial * 1e3:.3f} ms"
            except Gone as reason:
                self._tried[name] = str(reason)
        best = min((variant.trial for variant in self._variants), default=0.0)
        self._variants = [variant for variant in self._variants if variant.trial <= CLOSE * best]

    def _try(self, name: str, exact: Array) -> Variant:
        """Run a variant a few times; raises `Gone` if it cannot, or if its result is wrong."""
        before = self._gauge.check()
        answer = self._ask("try", name)
        got = np.frombuffer(base64.b64decode(answer["values"])).reshape(answer["shape"])
        wrong = errors(got, exact)
        if not wrong[0] < WRONG:
            raise Gone(f"wrong: the error is {wrong[0]:.2g} times dW")
        first, record = answer["first"], Record(self._gauge)
        if first > SLOW:
            record.add(first, before, before)
            return Variant(name, record, first, first, wrong)
        return Variant(name, record, first, min(self._ask("time", name, BATCH)["seconds"]), wrong)

    def run(self, seconds: float) -> None:
        """Time all variants for so many seconds together.

        A variant whose call takes longer than that is called twice in all, and once if it is slow.
        """
        for variant in tuple(self._variants):
            enough = 1 if variant.first > SLOW else 2
            if variant.trial > seconds and len(variant.record) >= enough:
                continue
            try:
                self._time(variant, seconds / len(self._variants))
            except Gone as reason:
                self._tried[variant.name] = str(reason)
                self._variants.remove(variant)

    def _time(self, variant: Variant, seconds: float) -> None:
        """Time one variant, with a check of the machine after each batch of calls."""
        end = time.perf_counter() + seconds
        before = self._gauge.check()
        while True:
            batch = self._ask("time", variant.name, min(BATCH, seconds))["seconds"]
            after = self._gauge.check()
            for elapsed in batch:
                variant.record.add(elapsed, before, after)
            before = after
            if time.perf_counter() > end:
                return

    def answer(self) -> Answer:
        """The times and errors of the fastest variant, or why no variant computed the layer."""
        if not self._variants:
            reasons = [f"{name}: {reason}" for name, reason in self._tried.items()]
            return Answer(refused="; ".join(reasons) or "no variant", tried=self._tried)
        timings = [(variant.record.timing(), variant) for variant in self._variants]
        timing, best = min(timings, key=lambda pair: pair[0].best)
        return Answer(
            variant=best.name,
            first_seconds=best.first,
            min_seconds=timing.best,
            median_seconds=timing.median,
            samples=len(timing.samples),
            dropped=timing.dropped,
            quiet=timing.quiet,
            error_rms=best.errors[0],
            error_max=best.errors[1],
            tried=self._tried,
        )

    def _ask(self, do: str, variant: str = "", seconds: float = 0.0) -> dict[str, Any]:
        """Send a request to the peer's process; raises `Gone` if it refuses."""
        request = {"problem": self._problem, "do": do, "variant": variant, "seconds": seconds}
        answer = self.process.ask(request, self.limit)
        if "refused" in answer:
            raise Gone(answer["refused"])
        return answer
