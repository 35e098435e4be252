"""One host's process, which trains networks with and without us in turn and prints the times.

In: the host's name and settings as JSON. Out: a line of JSON for each network.
"""

from __future__ import annotations

import importlib
import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from filtergrad import api

from . import Host, Row
from .layers import Settings

WARM = 2  # steps that are not timed, because they compile
NUDGE = 2.0**-20  # one filter is so much larger in a training that shows what a rounding does


def train(host: Host, settings: Settings, steps: int) -> Row:
    """Train without us, with us, without filter gradients, and nudged: a step of each in turn."""
    sessions = {
        "without": host.session(settings, ours=False, filters=True),
        "with": host.session(settings, ours=True, filters=True),
        "no_filters": host.session(settings, ours=False, filters=False),
        "nudged": host.session(replace(settings, nudge=NUDGE), ours=False, filters=True),
    }
    seconds: dict[str, list[float]] = {name: [] for name in sessions}
    losses: dict[str, list[float]] = {name: [] for name in sessions}
    for _ in range(steps):
        for name, step in sessions.items():
            start = time.perf_counter()
            losses[name].append(step())
            seconds[name].append(time.perf_counter() - start)
    timed = {name: taken[WARM:] for name, taken in seconds.items() if name != "nudged"}
    return {
        "median_seconds": {name: statistics.median(taken) for name, taken in timed.items()},
        "min_seconds": {name: min(taken) for name, taken in timed.items()},
        "losses": {name: losses[name] for name in ("without", "with", "nudged")},
        "losses_apart": apart(losses["without"], losses["with"]),
        "nudged_apart": apart(losses["without"], losses["nudged"]),
    }


def apart(one: list[float], other: list[float]) -> float:
    """The root mean square of two curves' difference, relative to where the first begins."""
    squares = [(a - b) ** 2 for a, b in zip(one, other, strict=True)]
    return math.sqrt(statistics.mean(squares)) / abs(one[0])


def main(name: str, given: str) -> None:
    """Train every network that is asked for."""
    asked = json.loads(given)
    api.set_num_threads(asked["threads"])
    host: Any = importlib.import_module(f".{name}", __package__)
    version = host.start(asked["threads"])
    measured: Callable[[Settings, int], Row] = partial(train, host)
    if asked.get("layers"):
        from . import torch_layers

        measured = torch_layers.measure
    for settings in asked["settings"]:
        row = {"host": name, "version": version, **settings}
        try:
            row |= measured(Settings(**settings), asked["steps"])
        except Exception as error:  # what a host refuses is a result, too
            row["refused"] = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
