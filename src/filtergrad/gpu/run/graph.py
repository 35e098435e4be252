"""A CUDA graph: what was put on a stream once, done again as often as asked with one call.

In: a device and what puts work on a stream. Out: a `Graph`. Replays cost the host nothing for each
kernel, so that what they take is what the device takes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from . import cuda
from .driver import driver


class Graph:
    """Work of one stream, recorded.

    Parameters
    ----------
    number
        Of the device.
    stream
        On which it is recorded; not a default one.
    work
        Puts the work there: once, and now. What it loads or allocates must be there already.

    Raises
    ------
    DriverError
        If something cannot be recorded.
    """

    def __init__(self, number: int, stream: int, work: Callable[[], None]) -> None:
        self._device, self._calls = driver().device(number), driver().calls
        graph, ready = ctypes.c_void_p(), ctypes.c_void_p()
        with self._device.current():
            self._calls("cuStreamBeginCapture_v2", stream, cuda.RELAXED)
            try:
                work()
            finally:
                self._calls("cuStreamEndCapture", stream, ctypes.byref(graph))
            self._calls("cuGraphInstantiateWithFlags", ctypes.byref(ready), graph, 0)
            self._calls("cuGraphDestroy", graph)
        self._handle = ready.value or 0

    def launch(self, stream: int) -> None:
        """Put the work on a stream."""
        with self._device.current():
            self._calls("cuGraphLaunch", self._handle, stream)

    def close(self) -> None:
        """Forget it; it is not being done any more."""
        with self._device.current():
            self._calls("cuGraphExecDestroy", self._handle)
