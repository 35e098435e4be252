"""Random numbers in a device's memory, and what exact sums of some of them are.

In: a rig. Out: numbers that repeat after some millions, so that a device copies them instead of
being given them, and the host knows each one without having them all.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from filtergrad.arrays import Array, numpy_dtype
from filtergrad.bench import accuracy
from filtergrad.dtypes import SIZES
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

from .select import Place

PERIOD, SHORT = (1 << 24) - 3, (1 << 16) - 15  # no multiple of any number of channels
TAPS, GROUPS, CHANNELS = 3, 2, 4  # at most so many are looked at
MOST = 9e6  # numbers that are looked up for exact sums, which takes about a quarter of a second


class Numbers:
    """Normal numbers of one dtype.

    Parameters
    ----------
    rig
        The device.
    dtype
        Their type.
    positive
        Whether they are without their signs.
    tiny
        Whether few shall do.
    """

    def __init__(self, rig: Any, dtype: str, *, positive: bool, tiny: bool) -> None:
        self.rig, self.dtype, self.period = rig, dtype, SHORT if tiny else PERIOD
        block = np.random.default_rng(1).standard_normal(self.period, np.float32)
        self.block = (np.abs(block) if positive else block).astype(numpy_dtype(dtype))
        self._there = rig.buffer(self.block.nbytes)
        self._there.put(self.block)

    def fill(self, address: int, count: int, offset: int) -> None:
        """Put so many numbers at an address, beginning with that of an offset."""
        size, at = SIZES[self.dtype], 0
        while at < count:
            begin = (offset + at) % self.period
            some = min(self.period - begin, count - at)
            source = self._there.address + begin * size
            self.rig.copy(address + at * size, source, some * size)
            at += some

    def looked_up(self, place: Place, channels: tuple[int, ...], offset: int) -> Array:
        """Some channels of a dense array that `fill` made, as n, h, w, c."""
        n, h, w, _ = (
            np.arange(size, dtype=np.int64) * step
            for size, step in zip(place.shape, place.strides, strict=True)
        )
        pixels = n[:, None, None] + h[:, None] + w + offset
        step = place.strides[3]
        return np.stack([self.block[(pixels + c * step) % self.period] for c in channels], -1)


def sample(problem: Problem) -> accuracy.Sample | None:
    """Elements of dW to look at; None where even few would be too many numbers."""
    groups = _spread(problem.g, GROUPS if problem.c_per_group > 1 else CHANNELS)
    cs = _spread(problem.c_per_group, CHANNELS)
    each = _spread(problem.k_per_group, CHANNELS)
    taps = _spread(problem.r * problem.s, TAPS)
    pixels = problem.n * max(problem.h * problem.w, problem.p * problem.q)
    if pixels * len(groups) * (len(cs) + len(each)) > MOST:
        return None
    return accuracy.Sample(
        taps=tuple(divmod(tap, problem.s) for tap in taps),
        groups=groups,
        cs=cs,
        ks=tuple(g * problem.k_per_group + k for g in groups for k in each),
    )


def exact(
    problem: Problem, some: accuracy.Sample, given: Numbers, places: tuple[Place, Place],
    offsets: tuple[int, int],
) -> Array:  # fmt: skip
    """The sums of a sample in float64."""
    channels = tuple(g * problem.c_per_group + c for g in some.groups for c in some.cs)
    part = dataclasses.replace(
        problem, dtype="float64", g=len(some.groups), c=len(channels), c_per_group=len(some.cs),
        k=len(some.ks), data_format="NHWC",
    )  # fmt: skip
    x = given.looked_up(places[0], channels, offsets[0])
    dy = given.looked_up(places[1], some.ks, offsets[1])
    dw = filter_gradient(part, x, dy, taps=some.taps)
    return np.stack([dw[tap] for tap in some.taps])


def _spread(size: int, most: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(np.linspace(0, size - 1, min(size, most)).round().astype(int)))
