"""How fast a gradient runs, beside how fast anything could run on this machine.

In: a compiled gradient. Out: a `Measurement`: a glance of a third of a second for `explain` and the
demo. The careful way, which waits for busy neighbours to go, is in `bench`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from filtergrad import api
from filtergrad.arrays import Array, numpy_dtype
from filtergrad.engine import Elsewhere
from filtergrad.gradient import Gradient
from filtergrad.problem import Problem

SECONDS = 0.3
MOST_BYTES = 4 << 30  # tensors larger than this are not made up only to be measured
MOST_CYCLES = 3e10  # nor is what a core needs longer for: ten seconds


@dataclass(frozen=True)
class Measurement:
    """How fast the kernel ran on random numbers, and how fast anything could have.

    Parameters
    ----------
    seconds
        The shortest of several calls.
    flops
        Valid multiply-adds a second, two operations each.
    peak
        Operations a second on registers alone, measured at the same time.
    bandwidth
        Bytes a second read from memory; None where the tensors fit in the last cache.
    intensity
        Operations for each byte of the tensors, each read or written once.
    threads
        How many took part; 0 where a GPU computed, whose peak and bandwidth are the nominal card's.
    """

    seconds: float
    flops: float
    peak: float
    bandwidth: float | None
    intensity: float
    threads: int

    @property
    def roof(self) -> float:
        """Operations a second that nothing could exceed: the peak, or what memory can feed."""
        return min(self.peak, (self.bandwidth or np.inf) * self.intensity)

    @property
    def share(self) -> float:
        """How near the roof the kernel came."""
        return self.flops / self.roof


def measure(gradient: Gradient) -> Measurement:
    """Run a gradient on random numbers."""
    from filtergrad.machine import machine

    problem, threads = gradient.problem, api.get_num_threads()
    x, dy, out = numbers(problem)
    gradient(x, dy, out=out)
    peak = gradient.engine.peak(problem.dtype)
    best, fastest = np.inf, 0.0
    end = time.perf_counter() + SECONDS
    for calls in range(1000):
        start = time.perf_counter()
        gradient(x, dy, out=out)
        best = min(best, time.perf_counter() - start)
        # In turns, so that a busy neighbour slows both.
        fastest = max(fastest, peak.rate(5e-4))
        if calls >= 3 and time.perf_counter() > end:
            break
    size = problem.tensor_bytes
    l3 = machine().l3
    fed = bandwidth(threads, min(4 * l3, 1 << 30)) if size > l3 else None
    flops = 2 * problem.macs / best
    return Measurement(best, flops, fastest, fed, 2 * problem.macs / size, threads)


def measure_there(gradient: Gradient) -> Measurement:
    """Run a gradient on random numbers in the memory of a device, which must be here.

    A call of the trial launches the kernel several times and waits once. Its numbers lie where the
    call before had them, so they may come from the device's cache.
    """
    problem, engine = gradient.problem, gradient.engine
    assert isinstance(engine, Elsewhere)
    x, dy, _ = numbers(problem)
    call, _ = engine.trial(gradient.laid(x.strides, dy.strides), x, dy)(gradient.plan)
    call()
    best, end = np.inf, time.perf_counter() + SECONDS
    for calls in range(1000):
        start = time.perf_counter()
        call()
        best = min(best, (time.perf_counter() - start) / engine.LAUNCHES)
        if calls >= 3 and time.perf_counter() > end:
            break
    size, peak = problem.tensor_bytes, engine.peak(problem.dtype).rate(0)
    flops = 2 * problem.macs / best
    return Measurement(best, flops, peak, engine.bandwidth(), 2 * problem.macs / size, 0)


def numbers(problem: Problem) -> tuple[Array, Array, Array]:
    """Random x and dy, and a dW to write to."""
    dtype = numpy_dtype(problem.dtype)
    some = np.random.default_rng(0).standard_normal(1 << 18, np.float32).astype(dtype)
    x, dy = (np.resize(some, s) for s in (problem.input_shape, problem.out_backprop_shape))
    return x, dy, np.empty(problem.filter_shape, dtype)


def bandwidth(threads: int, size: int) -> float:
    """Bytes a second that all threads together read from memory, given more than caches hold."""
    from concurrent.futures import ThreadPoolExecutor

    memory = np.zeros(size // 4, np.float32)
    memory[:: 1 << 10] = 1  # pages that nobody wrote to are all the same one
    parts, best = np.array_split(memory, threads), np.inf
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(5):
            start = time.perf_counter()
            list(pool.map(np.max, parts))
            best = min(best, time.perf_counter() - start)
    return float(size / best)
