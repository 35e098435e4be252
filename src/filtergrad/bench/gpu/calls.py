"""What a call takes on the host, with a layer so small that the device has nothing to do.

In: the task of the stage ``calls``. Out: a record for each way to call. Calls are made one after
the other without waiting, so few that no queue of the driver's is full.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import filtergrad
from filtergrad import knobs

from .layers import Bench
from .select import CALLED as DTYPE
from .select import CONSTANT, works
from .tasks import Task

COUNT = 200


def calls(bench: Bench, task: Task) -> Iterator[dict[str, Any]]:
    """From the door outwards."""
    (work,) = works(bench.engine, task)
    rig, problem, count = bench.rig, work.problem, 1 if bench.tiny else COUNT
    ready = bench.ready(work)
    x, dy = ready.inputs.sets[0]
    dw, space = ready.dw.address, ready.space.address

    def told(name: str, call: Any) -> dict[str, Any]:
        call()
        rig.wait()
        return {"name": name, "seconds": rig.host_seconds(call, count)}

    launches = len(ready.prepared.binaries)
    if door := rig.door(ready.prepared, x, dy, dw, space):
        yield {**told("the door alone", door), "launches": launches}
    yield told("Prepared.launch", lambda: ready.calls[0](rig.stream))
    ready.close()
    arrays = [rig.array(s, DTYPE) for s in (problem.input_shape, problem.out_backprop_shape)]
    out = rig.array(problem.filter_shape, DTYPE)
    with knobs.override(gpu_form=CONSTANT):
        yield from _public(told, "arrays of our own", problem, arrays, out)
        if task["torch"]:
            from . import torch as peer

            tensors = peer.arrays(problem)
            yield from _public(told, "PyTorch's tensors", problem, tensors[:2], tensors[2])
            for name, call in peer.operators(problem, tensors[0], tensors[1]):
                yield told(name, call)


def _public(told: Any, whose: str, problem: Any, arrays: Any, out: Any) -> Iterator[dict[str, Any]]:
    """The public calls on arrays of some owner."""
    x, dy = arrays
    sizes, strides = problem.filter_shape, (1, problem.u, problem.v, 1)

    def whole() -> object:
        return filtergrad.conv2d_backprop_filter(x, sizes, dy, strides, "SAME", out=out)

    yield told(f"conv2d_backprop_filter(out=) with {whose}", whole)

    def fresh() -> object:
        return filtergrad.conv2d_backprop_filter(x, sizes, dy, strides, "SAME")

    yield told(f"conv2d_backprop_filter with {whose}", fresh)
    compiled = filtergrad.compile(
        problem.input_shape, sizes, strides, "SAME", dtype=DTYPE, device="cuda:0"
    )
    yield told(f"compiled gradient(out=) with {whose}", lambda: compiled(x, dy, out))
