"""A device under measurement: guarded memory, a stream, times by graphs and events.

In: the number of a device. Out: a `Rig`, with which `bench.gpu` checks and times kernels. It needs
the driver and nothing else; whoever only computes needs none of this.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from filtergrad.arrays import Array
from filtergrad.dlpack import LEGACY
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.base.launch import Launch, Module, Pointer, Size

from .array import DeviceArray
from .driver import driver
from .graph import Graph
from .kernel import Build, Prepared

GUARD = 4096
"""Bytes before and behind a buffer, which nobody may write."""

POISON = 0xFF
"""What buffers are filled with: NaN, of whatever type."""

REPLAYS, SHORT = 9, 5e-2
"""How often a graph is replayed; a graph of more seconds than the second only half as often."""

ROUNDS = 5
"""How often the host's time of calls is taken, of which the least counts."""

LEAST, MOST = 2e-3, 0.2
"""Seconds that a replay takes if it can, and that the calls of a graph take at most."""

Work = Callable[[int], None]
"""Puts work on a stream."""


class Times(NamedTuple):
    """What a call takes.

    Parameters
    ----------
    seconds, low, high
        The median, the least and the most of the replays.
    calls
        Different calls of a replay.
    by
        ``graph``, or ``events`` and why there was no graph.
    """

    seconds: float
    low: float
    high: float
    calls: int
    by: str


class Buffer:
    """Bytes of a device's memory between guards.

    Parameters
    ----------
    rig
        The device.
    size
        Bytes.
    """

    def __init__(self, rig: Rig, size: int) -> None:
        self.rig, self.size = rig, size
        self._first = driver().allocate(rig.number, size + 2 * GUARD, rig.stream)
        self.address = self._first + GUARD
        self.poison()

    def poison(self) -> None:
        """Fill it and its guards with NaN, in the order of the rig's stream."""
        self.rig.fill(self._first, POISON, self.size + 2 * GUARD)

    def put(self, array: Array, offset: int = 0) -> None:
        """Copy an array's bytes to so many bytes from its begin, and wait for it."""
        self.rig.wait()
        to = self.address + offset
        driver().upload(self.rig.number, to, array.ctypes.data, array.nbytes)
        driver().synchronize(self.rig.number, LEGACY)

    def get(self) -> Array:
        """Its bytes, when the rig's stream is through."""
        return self.rig.read(self.address, self.size)

    @property
    def intact(self) -> bool:
        """Whether nobody wrote on the guards."""
        sides = (self._first, self.address + self.size)
        return all(bool((self.rig.read(side, GUARD) == POISON).all()) for side in sides)

    def close(self) -> None:
        """Give the memory back."""
        driver().free(self.rig.number, self._first, self.rig.stream)


class Rig:
    """A device, and one stream of it.

    Parameters
    ----------
    number
        Of the device.
    build
        Makes the binaries of probes.
    """

    def __init__(self, number: int, build: Build) -> None:
        self.number, self._build = number, build
        self.stream = driver().stream(number)
        self.second = driver().stream(number)

    @property
    def facts(self) -> dict[str, Any]:
        """What the driver knows of the device."""
        device = driver().device(self.number)
        return {
            "card": device.name, "arch": device.arch, "sms": device.sms,
            "l2_bytes": device.l2_bytes, "memory_bytes": device.memory_bytes,
            "shared_bytes": device.shared_bytes, "cuda": driver().version,
        }  # fmt: skip

    # ---- memory ----

    def buffer(self, size: int) -> Buffer:
        """Memory full of NaN."""
        return Buffer(self, size)

    def array(self, shape: tuple[int, ...], dtype: str) -> DeviceArray:
        """An array for the public calls, of whatever numbers, on the legacy default stream."""
        return DeviceArray.empty(shape, dtype, self.number, LEGACY)

    def fill(self, address: int, byte: int, size: int) -> None:
        """Fill bytes on the stream."""
        with driver().device(self.number).current():
            driver().calls("cuMemsetD8Async", address, byte, size, self.stream)

    def copy(self, to: int, source: int, size: int, stream: int | None = None) -> None:
        """Copy bytes on a stream, by default the rig's."""
        driver().copy(self.number, to, source, size, self.stream if stream is None else stream)

    def read(self, address: int, size: int) -> Array:
        """Bytes of the device."""
        self.wait()
        host = np.empty(size, np.uint8)
        driver().download(self.number, host.ctypes.data, address, size)
        return host

    def wait(self, stream: int | None = None) -> None:
        """Wait for a stream, by default the rig's."""
        driver().synchronize(self.number, self.stream if stream is None else stream)

    def close(self) -> None:
        """Give the streams back."""
        with driver().device(self.number).current():
            for stream in (self.stream, self.second):
                driver().calls("cuStreamDestroy_v2", stream)

    # ---- launches ----

    def launcher(self, prepared: Any, x: int, dy: int, dw: int, work: int) -> Work:
        """What launches a plan on some addresses."""
        prepared.load(self.number)
        return lambda stream: prepared.launch(self.number, x, dy, dw, work, stream)

    def door(self, prepared: Any, *addresses: int) -> Callable[[], object] | None:
        """The machine code alone that launches; None where Python launches."""
        record, door = prepared.load(self.number), prepared._door  # noqa: SLF001 - to time it
        if door is None or not record.native:
            return None
        address, stream = record.address, self.stream
        return lambda: door(address, *addresses, stream)

    def probe(self, name: str, x: int, dw: int, programs: int = 1, blocks: int = 0) -> Work:
        """A launch of `code.probes`: ``nothing``, or ``reread`` of blocks of 16 KiB of x."""
        pointers: tuple[tuple[str, Pointer | Size], ...] = (("dw", Pointer("dw", "float32")),)
        constants: tuple[tuple[str, int], ...] = ()
        if name == "reread":
            sizes = (("blocks", Size(blocks)), ("apart", Size(7)))
            pointers = (("x", Pointer("x", "float32")), *pointers, *sizes)
            constants = (("BLOCK", 4096),)
        source = f"filtergrad.gpu.code.probes:{name}"
        launch = Launch(source, pointers, constants, (programs, 1, 1), warps=8)
        arch = named(driver().arch(self.number))
        prepared = Prepared(Module((launch,), 0), (self._build(launch, arch),))
        return self.launcher(prepared, x, 0, dw, 0)

    # ---- time ----

    def record(self, work: Work) -> Graph:
        """A graph of what ``work`` puts on the rig's stream."""
        return Graph(self.number, self.stream, lambda: work(self.stream))

    def seconds(self, work: Work) -> float:
        """Seconds between two events around some work."""
        first = driver().event(self.number, self.stream)
        work(self.stream)
        last = driver().event(self.number, self.stream)
        return max(driver().milliseconds(first, last) / 1e3, 1e-9)

    def times(self, calls: Sequence[Work], stop_above: float | None = None) -> Times:
        """What a call takes: replays of a graph that makes every call, several times if short.

        Parameters
        ----------
        calls
            The same work on other numbers, so that none of them lie in a cache from the last time.
        stop_above
            Seconds of a call above which one replay is enough.
        """
        calls[0](self.stream)
        slow = self.seconds(calls[0])
        calls = calls[: max(1, int(MOST / slow))]  # what takes long does not profit from a cache
        for call in calls:
            call(self.stream)

        def each(stream: int) -> None:
            for call in calls:
                call(stream)

        eager = self.seconds(each)
        passes = max(1, min(int(LEAST / eager), -(-32 // len(calls))))

        def all_of_it(stream: int) -> None:
            for call in itertools.chain.from_iterable(itertools.repeat(calls, passes)):
                call(stream)

        graph, go, by = None, all_of_it, "graph"
        try:
            graph = self.record(all_of_it)
            go = graph.launch
        except RuntimeError as error:
            by = f"events: {error}"
        count = passes * len(calls)
        go(self.stream)
        found = [self.seconds(go) / count]
        if stop_above is None or found[0] <= stop_above:
            more = REPLAYS if found[0] * count < SHORT else REPLAYS // 2
            found += [self.seconds(go) / count for _ in range(more)]
        self.wait()
        if graph:
            graph.close()
        return Times(statistics.median(found), min(found), max(found), len(calls), by)

    def host_seconds(self, call: Callable[[], object], count: int) -> float:
        """Seconds of the host for a call that waits for nothing: the least of several medians."""
        found = []
        for _ in range(ROUNDS):
            taken = []
            for _ in range(count):
                begin = time.perf_counter_ns()
                call()
                taken.append(time.perf_counter_ns() - begin)
            self.wait()
            driver().synchronize(self.number, LEGACY)
            found.append(statistics.median(taken))
        return min(found) / 1e9
