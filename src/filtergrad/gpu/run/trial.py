"""Numbers of this machine's memory, computed with on a device, to time plans there.

In: arrays, plans' prepared launches. Out: what launches several times and waits; dW.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from filtergrad.arrays import Array, numpy_dtype
from filtergrad.dlpack import LEGACY
from filtergrad.problem import Problem

from .array import DeviceArray
from .driver import driver
from .kernel import Prepared

REPEATS = 10
"""Launches for which somebody waits at once: to be told of the end takes as long as a small one."""


def put(device: int, array: Array, dtype: str) -> DeviceArray:
    """The numbers of an array as they lie, in a device's memory."""
    made = DeviceArray.empty((array.size,), dtype, device, LEGACY)
    driver().synchronize(device, LEGACY)
    driver().upload(device, made.address, array.ctypes.data, array.nbytes)
    return made


class Trial:
    """Plans' launches on one pair of arrays.

    Parameters
    ----------
    device
        The number of the one that runs them.
    problem
        What they compute.
    x, dy
        Dense arrays.
    """

    def __init__(self, device: int, problem: Problem, x: Array, dy: Array) -> None:
        self.device, self.problem = device, problem
        self.x, self.dy = (put(device, array, problem.dtype) for array in (x, dy))

    def __call__(self, prepared: Prepared) -> tuple[Callable[[], None], Callable[[], Array]]:
        """What computes dW several times and waits for it; what returns the last dW."""
        device, problem = self.device, self.problem
        out = DeviceArray.empty(problem.filter_shape, problem.dtype, device, LEGACY)
        size = prepared.workspace_bytes
        work = DeviceArray.empty((size // 4 + 4,), "float32", device, LEGACY)

        def call() -> None:
            given = self.x.address, self.dy.address, out.address, work.address, LEGACY
            for _ in range(REPEATS):
                prepared.launch(device, *given)
            driver().synchronize(device, LEGACY)

        def result() -> Array:
            host = np.empty(problem.filter_shape, numpy_dtype(problem.dtype))
            driver().download(device, host.ctypes.data, out.address, host.nbytes)
            return host

        return call, result
