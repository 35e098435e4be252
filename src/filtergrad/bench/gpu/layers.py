"""Layers in a device's memory: inputs that are read in turn, dW, workspace, errors and times.

In: a rig and `Work`. Out: a `Ready` work, its error against float64, its time. Inputs are kept for
the next works on the same layer.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from filtergrad.arrays import Array, numpy_dtype
from filtergrad.bench import accuracy
from filtergrad.dtypes import SIZES
from filtergrad.gpu import engine as gpu
from filtergrad.problem import Problem

from . import numbers
from .numbers import Numbers
from .select import CONSTANT, Work, dense

MOST_SETS, MOST_BYTES = 32, 24 << 30  # of inputs
ALIGNED = 256  # bytes, as devices' allocators have arrays


class Inputs:
    """Several x and dy of one problem, together more than twice what the device's cache holds."""

    def __init__(self, rig: Any, problem: Problem, given: Numbers, *, tiny: bool) -> None:
        self.problem, self.given = problem, given
        self.places = dense(problem)
        size = SIZES[problem.dtype]
        bytes_x, bytes_dy = (
            -(-place.room * size // ALIGNED) * ALIGNED for place in self.places[:2]
        )
        each = bytes_x + bytes_dy
        facts = rig.facts
        wanted = -(-2 * facts["l2_bytes"] // each)
        most = min(MOST_BYTES, facts["memory_bytes"] // 4) // each
        count = 1 if tiny else max(1, min(wanted, MOST_SETS, most))
        self.memory = rig.buffer(count * each)
        self.sets, self.offsets = [], []
        for i in range(count):
            x = self.memory.address + i * each
            offsets = (i * 7919, i * 7919 + given.period // 2)
            given.fill(x, self.places[0].room, offsets[0])
            given.fill(x + bytes_x, self.places[1].room, offsets[1])
            self.sets.append((x, x + bytes_x))
            self.offsets.append(offsets)
        rig.wait()
        self.sample = numbers.sample(problem)

    @functools.cached_property
    def exact(self) -> Array | None:
        """Exact sums of the sample for the first set."""
        if self.sample is None:
            return None
        x, dy, _ = self.places
        return numbers.exact(self.problem, self.sample, self.given, (x, dy), self.offsets[0])

    def error(self, dw: Array) -> float | None:
        """The rms error of a dW of the first set over the rms of the exact one; None if unknown."""
        if self.sample is None or self.exact is None:
            return None
        return accuracy.errors(self.sample.take(dw), self.exact)[0]


class Ready:
    """A work whose arrays are there."""

    def __init__(self, rig: Any, engine: gpu.Gpu, work: Work, inputs: Inputs) -> None:
        self.rig, self.work, self.inputs = rig, work, inputs
        self.prepared = work.prepared(engine, CONSTANT)
        size = SIZES[work.problem.dtype]
        self.dw = rig.buffer(work.dw.room * size)
        self.space = rig.buffer(self.prepared.workspace_bytes)
        self.calls = [
            rig.launcher(self.prepared, x, dy, self.dw.address, self.space.address)
            for x, dy in inputs.sets
        ]

    def poison(self) -> None:
        """Fill dW and the workspace with NaN."""
        self.dw.poison()
        self.space.poison()

    def computed(self, i: int = 0) -> Array:
        """What dW of a set is."""
        self.poison()
        self.calls[i](self.rig.stream)
        return self.read()

    def read(self) -> Array:
        """What dW is now."""
        bits = self.dw.get().view(numpy_dtype(self.work.problem.dtype))
        dw: Array = bits.reshape(self.work.problem.filter_shape)
        return dw

    @property
    def intact(self) -> bool:
        """Whether nothing was written beside dW and the workspace."""
        return bool(self.dw.intact and self.space.intact)

    def close(self) -> None:
        """Give dW and the workspace back."""
        self.dw.close()
        self.space.close()


class Bench:
    """A device with what is kept from task to task."""

    def __init__(self, device: str, *, tiny: bool) -> None:
        self.engine, self.tiny = gpu.of(device), tiny
        self.rig = self.engine.rig()
        self._numbers: dict[tuple[str, bool], Numbers] = {}
        self._inputs: tuple[tuple[Problem, bool], Inputs] | None = None
        self.best: dict[tuple[str, str, int, str], float] = {}

    def numbers(self, dtype: str, *, positive: bool = False) -> Numbers:
        """Numbers of a dtype; they are kept."""
        key = (dtype, positive)
        if key not in self._numbers:
            made = Numbers(self.rig, dtype, positive=positive, tiny=self.tiny)
            self._numbers[key] = made
        return self._numbers[key]

    def inputs(self, problem: Problem, *, positive: bool = False) -> Inputs:
        """Inputs of a problem; those of the last one are kept."""
        key = (problem, positive)
        if self._inputs is None or self._inputs[0] != key:
            self.drop()
            given = self.numbers(problem.dtype, positive=positive)
            self._inputs = (key, Inputs(self.rig, problem, given, tiny=self.tiny))
        return self._inputs[1]

    def drop(self) -> None:
        """Forget the inputs: somebody else needs the memory."""
        found, self._inputs = self._inputs, None
        if found:
            found[1].memory.close()
            self.rig.wait()

    def ready(self, work: Work, *, positive: bool = False) -> Ready:
        """A work with its arrays."""
        return Ready(self.rig, self.engine, work, self.inputs(work.problem, positive=positive))


def same(first: Array, second: Array) -> bool:
    """Whether two arrays have the same bits."""
    return bool(np.array_equal(first.view(np.uint8), second.view(np.uint8)))
