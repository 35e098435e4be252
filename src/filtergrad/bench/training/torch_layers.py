"""What the weight gradient of each layer takes inside a training step: PyTorch's and ours, in turn.

In: settings. Out: a row with a line for each kind of layer. Both are made of the same tensors at
the same place of the step, with the caches and threads as the step left them; which comes first
alternates.
"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from unittest.mock import patch

import torch

from filtergrad.torch import convolution, marked, op

from . import Row
from .layers import Settings
from .torch import session

WARM = 2  # steps that are not timed, because they compile


class Kind(NamedTuple):
    """What layers have in common whose gradients are the same work: shapes as PyTorch has them."""

    x: tuple[int, ...]
    weight: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    groups: int
    dtype: str


@dataclass
class Times:
    """Seconds of each call, in the order of the calls."""

    host: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)


def measure(settings: Settings, steps: int) -> Row:
    """Train without us and with us, a step of each in turn; then look inside of as many steps.

    Parameters
    ----------
    settings
        The network and its images.
    steps
        Timed steps of each training, and of the one that is looked into.

    Returns
    -------
    dict
        Seconds of a step ``without`` and ``with`` us, and ``layers``: for each kind its shapes,
        how many calls a step has, and the medians and minimums of a call's seconds. Kinds are in
        the order of the seconds that a step of PyTorch's spends on them.
    """
    sessions = {name: session(settings, ours=name == "with", filters=True) for name in NAMES}
    seconds: dict[str, list[float]] = {name: [] for name in sessions}
    for _ in range(WARM + steps):
        for name, step in sessions.items():
            start = time.perf_counter()
            step()
            seconds[name].append(time.perf_counter() - start)
    found: dict[Kind, Times] = defaultdict(Times)
    with _watched(found):
        for _ in range(steps):
            sessions["with"]()
    timed = {name: taken[WARM:] for name, taken in seconds.items()}
    layers = [_row(kind, times, steps) for kind, times in found.items()]
    layers.sort(key=lambda row: -row["calls"] * row["median_seconds"]["host"])
    return {
        "median_seconds": {name: statistics.median(taken) for name, taken in timed.items()},
        "min_seconds": {name: min(taken) for name, taken in timed.items()},
        "layers": layers,
    }


NAMES = ("without", "with")


def _row(kind: Kind, times: Times, steps: int) -> Row:
    both = {"host": times.host, "ours": times.ours}
    return {
        **kind._asdict(),
        "calls": len(times.ours) / steps,
        "median_seconds": {name: statistics.median(taken) for name, taken in both.items()},
        "min_seconds": {name: min(taken) for name, taken in both.items()},
    }


@contextmanager
def _watched(found: dict[Kind, Times]) -> Iterator[None]:
    """Let swapped layers make each weight gradient twice, PyTorch's and ours, and time both."""
    calls = 0

    def both(x: torch.Tensor, sizes: Any, dy: torch.Tensor, *convolved: Any) -> torch.Tensor:
        nonlocal calls
        stride, padding, dilation, groups, *_ = convolved
        weight = torch.empty(sizes, dtype=x.dtype)
        if x.is_contiguous(memory_format=torch.channels_last):
            weight = weight.to(memory_format=torch.channels_last)

        def host() -> Any:
            return torch.ops.aten.convolution_backward.default(
                dy, x, weight, None, stride, padding, dilation, False, (0, 0), groups,
                (False, True, False),
            )  # fmt: skip

        def mine() -> Any:
            return op.in_backward(x, sizes, dy, *convolved)

        dtype = str(x.dtype).removeprefix("torch.")
        kind = Kind(tuple(x.shape), tuple(sizes), tuple(stride), tuple(dilation), groups, dtype)
        times = found[kind]
        turns = [(host, times.host), (mine, times.ours)]
        calls += 1
        made = [_timed(*turn) for turn in (turns if calls % 2 else turns[::-1])]
        gradient: torch.Tensor = made[1 if calls % 2 else 0]
        return gradient

    # Where autograd calls machine code, nobody can step between: Python's way is taken instead.
    unusual = patch.object(marked, "usual", lambda *_, **__: False)
    with patch.object(convolution, "in_backward", both), unusual:
        yield


def _timed(make: Callable[[], Any], seconds: list[float]) -> Any:
    start = time.perf_counter()
    made = make()
    seconds.append(time.perf_counter() - start)
    return made
