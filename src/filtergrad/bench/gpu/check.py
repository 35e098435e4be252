"""Whether kernels are right on the device: small problems against the formula, and the same bits.

In: tasks of the stages ``check`` and ``bits``. Out: a record for each plan. Every buffer lies
between guards; dW, the workspace and all gaps are full of NaN before a call.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from filtergrad.arrays import Array, numpy_dtype
from filtergrad.dtypes import SIZES
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

from .layers import Bench, Ready, same
from .select import Four, Place, Work, works
from .tasks import Task

# The rms error that is allowed over the rms of dW; single numbers may be so many times as wrong.
LIMITS = {"bfloat16": 3e-3, "float16": 4e-4, "float32": 1.5e-6, "float64": 1e-14}
PRECISE = {"highest": 3e-7, "tf32": 2e-3}
WORST = 10
OLD = 2.0  # what dW is before it is added to
REPEATS = 20
LOAD_BYTES = 1 << 28  # that another stream copies meanwhile


def check(bench: Bench, task: Task) -> Iterator[dict[str, Any]]:
    """Compute small problems in both forms."""
    for work in works(bench.engine, task):
        told = {"what": work.what, "plan": bench.engine.summary(work.plan)}
        yield {"begun": work.what}
        arrays = Arrays(bench.rig, work)
        try:
            found = [arrays.computed(work.prepared(bench.engine, form)) for form in work.forms]
            rms, most = error(found[0], arrays.wanted)
            limit = PRECISE.get(task.get("precision", ""), LIMITS[work.problem.dtype])
            forms = all(same(found[0], other) for other in found)
            right = rms <= limit and most <= WORST * limit
            yield {
                **told, "rms": rms, "most": most, "limit": limit, "forms_equal": forms,
                "guards": arrays.intact, "ok": bool(right and forms and arrays.intact),
            }  # fmt: skip
        finally:
            arrays.close()


def error(dw: Array, wanted: Array) -> tuple[float, float]:
    """The rms error over the rms of dW, and the largest over that and the number itself."""
    with np.errstate(all="ignore"):
        off = np.abs(dw.astype(np.float64) - wanted)
        size = float(np.sqrt(np.mean(np.square(wanted)))) + 1e-30
        rms, most = (
            float(np.sqrt(np.mean(off**2))) / size,
            float((off / (size + abs(wanted))).max()),
        )
    return (rms, most) if np.isfinite(rms) else (1e30, 1e30)  # JSON knows no infinity


class Arrays:
    """The arrays of a work as its places say, with NaN in all gaps."""

    def __init__(self, rig: Any, work: Work) -> None:
        self.rig, self.work = rig, work
        rng, problem = np.random.default_rng(3), work.problem
        self.dtype, self.size = numpy_dtype(problem.dtype), SIZES[problem.dtype]
        self.buffers: list[Any] = []
        self.x, x = self._put(work.x, rng)
        self.dy, dy = self._put(work.dy, rng)
        self.dw = self._buffer(work.dw.room * self.size)
        self.space = self._buffer(work.plan.workspace_bytes)
        self.wanted = filter_gradient(problem, _user(problem, x), _user(problem, dy))
        if work.accumulate:
            self.wanted = self.wanted + OLD

    def _buffer(self, size: int) -> Any:
        self.buffers.append(self.rig.buffer(size))
        return self.buffers[-1]

    def _put(self, place: Place, rng: np.random.Generator) -> tuple[int, Array]:
        """An array in the device's memory, image after image: its first number's address, itself.

        Images may be gigabytes apart; what lies between them is never on the host.
        """
        buffer = self._buffer(place.room * self.size)
        numbers = rng.standard_normal(place.shape, np.float32).astype(self.dtype)
        n = place.shape[0]
        each = Place.of((1, *place.shape[1:]), (0, *place.strides[1:]))
        for i in range(n):
            memory = np.full(each.room * self.size, 0xFF, np.uint8).view(self.dtype)
            _strided(memory, each)[0] = numbers[i]
            buffer.put(memory, i * place.strides[0] * self.size)
        return buffer.address + place.first * self.size, numbers

    def computed(self, prepared: Any) -> Array:
        """What dW some launches make, dense."""
        work, place = self.work, self.work.dw
        self.dw.poison()
        self.space.poison()
        if work.accumulate:
            self.dw.put(np.full(place.room, OLD, self.dtype))
        out = self.dw.address + place.first * self.size
        call = self.rig.launcher(prepared, self.x, self.dy, out, self.space.address)
        call(self.rig.stream)
        memory = self.dw.get()
        numbers = _strided(memory.view(self.dtype), place)
        found = np.array(numbers, order="C")
        if not work.accumulate:  # gaps are as they were
            numbers[...] = np.full(1, 0xFFFFFFFFFFFFFFFF, np.uint64).view(self.dtype)[0]
            self.gaps = bool((memory == 0xFF).all())
        return found

    gaps = True

    @property
    def intact(self) -> bool:
        """Whether nothing was written beside dW and the workspace."""
        return self.gaps and all(buffer.intact for buffer in self.buffers)

    def close(self) -> None:
        """Give the memory back."""
        for buffer in self.buffers:
            buffer.close()


def _strided(memory: Array, place: Place) -> Array:
    """The numbers of a place in its memory."""
    strides: Four = place.strides
    size = memory.itemsize
    return np.lib.stride_tricks.as_strided(
        memory[place.first :], place.shape, tuple(step * size for step in strides)
    )


def _user(problem: Problem, array: Array) -> Array:
    """An array of n, h, w, c in the order of the problem."""
    return array if problem.data_format == "NHWC" else array.transpose(0, 3, 1, 2)


# ---- the same bits ----


def bits(bench: Bench, task: Task) -> Iterator[dict[str, Any]]:
    """Twenty times under another stream's load, on two streams, from a graph: the same bits."""
    found = works(bench.engine, task)
    if not found:
        return
    rig = bench.rig
    ready = bench.ready(found[0])
    size = (1 << 16) if bench.tiny else LOAD_BYTES
    load = rig.buffer(2 * size)
    others: list[Ready] = []
    try:
        first = ready.computed()
        equal = 0
        for _ in range(2 if bench.tiny else REPEATS):
            for _ in range(4):
                rig.copy(load.address + size, load.address, size, rig.second)
            equal += same(ready.computed(), first)
        told = {"equal": equal, "of": 2 if bench.tiny else REPEATS}
        others.append(bench.ready(found[0]))
        ready.poison()
        others[0].poison()
        rig.wait()
        ready.calls[0](rig.stream)
        others[0].calls[0](rig.second)
        rig.wait(rig.second)
        told |= {"streams": same(ready.read(), first) and same(others[0].read(), first)}
        graph = rig.record(ready.calls[0])
        ready.poison()
        graph.launch(rig.stream)
        told |= {"graph": same(ready.read(), first)}
        rig.wait()
        graph.close()
        if found[1:]:  # the test sees something: another order of sums has other bits
            others.append(bench.ready(found[1]))
            told |= {"other_order_equal": same(others[1].computed(), first)}
        right = told["equal"] == told["of"] and told["streams"] and told["graph"]
        yield {
            "what": found[0].what, "plan": bench.engine.summary(found[0].plan), **told,
            "ok": bool(right and ready.intact),
        }  # fmt: skip
    finally:
        load.close()
        for one in (ready, *others):
            one.close()
