"""Times of our kernels: the chosen plans of layers, the model's next ones, float32's precisions.

In: tasks of the stages ``rows``, ``sweep`` and ``float32``. Out: a record a plan, with the price
that the model named beside the time that it took.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .layers import Bench
from .select import works
from .tasks import Task

STOP = 1.5  # times the best of a layer: plans that take longer are not timed to the end
WRONG = {"bfloat16": 6e-3, "float16": 1e-3, "float32": 3e-3, "float64": 1e-13}
PRICES = ("multiply", "issue", "l2", "memory", "launch", "finish", "wall")


def timed(bench: Bench, task: Task) -> Iterator[dict[str, Any]]:
    """The error of a plan, and its time."""
    for work in works(bench.engine, task):
        told: dict[str, Any] = {"what": work.what, "plan": bench.engine.summary(work.plan)}
        if work.what in task.get("refused", ()):
            yield {**told, "refused": "it was wrong in the check"}
            return
        positive = task.get("positive", False)
        ready = bench.ready(work, positive=positive)
        try:
            error = ready.inputs.error(ready.computed())
            told |= {"error": error, **model(work)}
            if error is not None and not error <= WRONG[work.problem.dtype]:
                yield {**told, "failed": "wrong dW"}
                return
            key = (task["suite"], task["layer"], task["batch"], task["dtype"])
            swept = task["stage"] == "sweep"
            best = bench.best.get(key) if swept else None
            found = bench.rig.times(ready.calls, STOP * best if best else None)
            if swept:
                bench.best[key] = min(found.seconds, best or found.seconds)
            yield {
                **told, **found._asdict(), "flops": 2 * work.problem.macs,
                "bytes": work.problem.tensor_bytes, "workspace": work.plan.workspace_bytes,
                "guards": ready.intact, "groups": work.problem.g,
                "channels": work.problem.c_per_group,
            }  # fmt: skip
        finally:
            ready.close()


def model(work: Any) -> dict[str, Any]:
    """What the model says: seconds of the nominal card, in parts, as `report` fits them."""
    price, plan = work.priced.price, work.plan
    parts = {name: getattr(price, name) / plan.isa.clock for name in PRICES}
    return {"model": parts, "sums": plan.tile.sums, "loop": plan.loop}
