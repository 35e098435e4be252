"""What a plan for a GPU looks like to those who ask: its line, its loops, its rivals.

In: plans and prices. Out: text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from filtergrad.dlpack import LEGACY
from filtergrad.lines import code, filled
from filtergrad.problem import Problem

from . import choose
from .base.algorithm import Priced
from .base.plan import Plan
from .run.driver import driver

_COLUMNS = ("wall", "multiply", "issue", "l2", "memory", "launch", "finish")


def summary(plan: Plan) -> str:
    """A plan in one short line."""
    return choose.algorithm(plan).summary(plan)


def table(priced: list[Priced], most: int = 12) -> str:
    """The cheapest plans with their prices in microseconds of the nominal card."""
    rows = [
        "candidates (microseconds of the nominal card, by the model; nothing is measured)",
        "".join(f"{name:>10}" for name in _COLUMNS) + "; plan",
    ]
    for price, plan in priced[:most]:
        times = [getattr(price, name) / plan.isa.clock * 1e6 for name in _COLUMNS]
        rows += ["".join(f"{time:>10.1f}" for time in times), filled(summary(plan), " " * 6)]
    return "\n".join(rows)


def nest(plan: Plan) -> str:
    """The loop nest as pseudo-code."""
    text, depth = [], 0
    for line in choose.algorithm(plan).nest(plan):
        if line.startswith(("slot[", "dW[")):
            depth = max(0, depth - 1 - plan.flushes * plan.writes_dw)
        text += code("    " * depth + line)
        depth += line.endswith(":") or ":  " in line
    if plan.slots:
        text.append(
            f"parallel for tile in {plan.division.tiles}: "
            "dW[tile] = round(sum of its slots in order)"
        )
    return "\n".join(text)


def timed(problem: Problem, device: int, call: Callable[[], None]) -> None:
    """Run a call on a device, wait for it, and print one line about it."""
    call()  # what is loaded at the first call is not measured
    first = driver().event(device, LEGACY)
    call()
    seconds = driver().milliseconds(first, driver().event(device, LEGACY)) / 1e3
    print(
        f"filtergrad {problem.input_shape} -> {problem.filter_shape} {problem.dtype} "
        f"{problem.data_format} on {driver().device(device).name}: {seconds * 1e3:.3f} ms, "
        f"{2 * problem.macs / seconds / 1e9:.1f} GFLOP/s",
        file=sys.stderr,
    )
