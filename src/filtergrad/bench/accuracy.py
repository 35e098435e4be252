"""How far a dW is from the exact one, in a time that a benchmark can afford.

In: a problem, the arrays that are timed and somebody's dW. Out: the error of that dW. The
largest layers have 10^11 multiply-adds, so the exact sums are made for a few filter taps and
channels only, always the same ones.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from filtergrad.arrays import Array, numpy_dtype
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

LINE = 64  # bytes of a cache line
REPEAT = 1 << 24  # random numbers after which the same ones come again
MOST_READ = 3e7  # numbers that the exact sums may read, which takes about half a second
GROUPS, CHANNELS = 8, 8  # at most so many groups and channels of each are looked at


@dataclasses.dataclass(frozen=True)
class Sample:
    """Elements of dW to look at: ``dw[r, s, cs, ks]`` for each tap ``(r, s)``, ks in groups."""

    taps: tuple[tuple[int, int], ...]
    groups: tuple[int, ...]
    cs: tuple[int, ...]
    ks: tuple[int, ...]

    @classmethod
    def of(cls, problem: Problem) -> Sample:
        """The elements of this problem; both ends of every dimension are among them."""
        groups = _spread(problem.g, GROUPS)
        each = _spread(problem.k_per_group, max(2, CHANNELS // len(groups)))
        cs = _spread(problem.c_per_group, CHANNELS)
        pixels = problem.n * problem.p * problem.q
        read = max(1, pixels * len(groups) * (len(cs) + len(each)))
        taps = _spread(problem.r * problem.s, max(2, int(MOST_READ / read)))
        return cls(
            taps=tuple(divmod(tap, problem.s) for tap in taps),
            groups=groups,
            cs=cs,
            ks=tuple(g * problem.k_per_group + k for g in groups for k in each),
        )

    def take(self, dw: Array) -> Array:
        """Take these elements out of a whole dW, as [tap, c, k]."""
        return np.stack([dw[r, s][np.ix_(self.cs, self.ks)] for r, s in self.taps])

    def exact(self, problem: Problem, x: Array, dy: Array) -> Array:
        """Sum these elements in float64."""
        axis = 3 if problem.data_format == "NHWC" else 1
        channels = [g * problem.c_per_group + c for g in self.groups for c in self.cs]
        part = dataclasses.replace(
            problem,
            dtype="float64",
            g=len(self.groups),
            c=len(channels),
            c_per_group=len(self.cs),
            k=len(self.ks),
        )
        x, dy = x.take(channels, axis), dy.take(self.ks, axis)
        dw = filter_gradient(part, x, dy, taps=self.taps)
        return np.stack([dw[tap] for tap in self.taps])


def errors(got: Array, exact: Array) -> tuple[float, float]:
    """The root mean square of the error, and its maximum, both over the rms of the exact sums."""
    size = float(np.sqrt(np.mean(exact**2)))
    error = got.astype(np.float64) - exact
    if not size:
        return (math.inf, math.inf) if error.any() else (0.0, 0.0)
    rms, most = float(np.sqrt(np.mean(error**2))) / size, float(np.max(np.abs(error))) / size
    # An error that is not a number counts as infinite, and JSON has no way to write it.
    return (rms, most) if math.isfinite(rms) else (math.inf, math.inf)


def numbers(shape: tuple[int, ...], dtype: str, seed: int) -> Array:
    """Ordinary random numbers, the same in every process; after 16 million they repeat.

    The array begins at a cache line, as the frameworks' own do; NumPy's do so only by chance.
    """
    count = min(math.prod(shape), REPEAT)
    block = np.random.default_rng(seed).standard_normal(count, np.float32)
    array = aligned(shape, dtype)
    flat = array.reshape(-1)
    for first in range(0, flat.size, REPEAT):
        flat[first : first + count] = block[: flat.size - first]
    return array


def aligned(shape: tuple[int, ...], dtype: str) -> Array:
    """Make an array that begins at a cache line, of whatever numbers."""
    kind = np.dtype(numpy_dtype(dtype))
    room = np.empty(math.prod(shape) * kind.itemsize + LINE, np.uint8)
    first = -room.ctypes.data % LINE
    return room[first : first + room.size - LINE].view(kind).reshape(shape)


def operands(problem: Problem) -> tuple[Array, Array]:
    """The x and dy of this problem, the same for us and for every peer."""
    x = numbers(problem.input_shape, problem.dtype, seed=1)
    return x, numbers(problem.out_backprop_shape, problem.dtype, seed=2)


def _spread(size: int, most: int) -> tuple[int, ...]:
    """At most so many of the indices below ``size``, evenly spread, both ends among them."""
    return tuple(
        dict.fromkeys(np.linspace(0, size - 1, min(size, most)).round().astype(int).tolist())
    )
