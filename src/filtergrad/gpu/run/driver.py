"""NVIDIA's driver: devices, code, memory, streams and events.

In: numbers of devices, binaries, addresses. Out: functions to launch and what becomes of memory; an
error of the driver becomes a `DriverError` with its text. Nothing is loaded before `driver` is
first called, and no context but the devices' primary ones is used, which PyTorch, JAX and CuPy use.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from filtergrad.once import once

from . import cuda
from .binary import Binary
from .cuda import Calls, DriverError

__all__ = ["Device", "Driver", "DriverError", "Function", "driver", "use"]

_KEPT_BYTES = 64 << 20  # of workspace that a device keeps for the next call


class Function(NamedTuple):
    """A kernel on a device, ready to be launched.

    Parameters
    ----------
    handle
        The driver's.
    binary
        What was loaded.
    """

    handle: int
    binary: Binary


class Driver:
    """The driver of this process.

    Parameters
    ----------
    library
        The driver's library, or what stands for it.
    """

    def __init__(self, library: Any) -> None:
        self.calls = Calls(library)
        self.forked = False  # whether this process has only a copy of it
        self.calls("cuInit", 0)
        # Made here, so that a number has one device whatever threads ask.
        self._devices = tuple(Device(self, i) for i in range(self._count()))
        self._libraries: dict[bytes, ctypes.c_void_p] = {}

    def lost(self) -> DriverError:
        """What to say in a process that was forked after CUDA was used."""
        return DriverError(
            "this process was forked after CUDA was used, and CUDA does not survive that: start it "
            "with the method 'spawn' or 'forkserver' instead",
            cuda.NOT_INITIALIZED,
        )

    def _count(self) -> int:
        count = ctypes.c_int()
        self.calls("cuDeviceGetCount", ctypes.byref(count))
        return count.value

    @property
    def count(self) -> int:
        """How many devices there are."""
        return len(self._devices)

    @once
    def version(self) -> int:
        """The version of CUDA that the driver knows, such as 12080 for 12.8."""
        version = ctypes.c_int()
        self.calls("cuDriverGetVersion", ctypes.byref(version))
        return version.value

    @property
    def devices(self) -> tuple[Device, ...]:
        """All of them."""
        return self._devices

    def device(self, number: int) -> Device:
        """The device of a number.

        Raises
        ------
        DriverError
            If there is none.
        """
        if not 0 <= number < self.count:
            raise DriverError(f"there is no GPU {number}: there are {self.count}")
        return self._devices[number]

    def holder(self, address: int) -> int | None:
        """The number of the device in whose memory an address lies; None if in no device's."""
        number = ctypes.c_int(-1)
        error = self.calls.number(
            "cuPointerGetAttribute", ctypes.byref(number), cuda.DEVICE_ORDINAL, address
        )
        if error == cuda.INVALID_VALUE or (not error and number.value < 0):
            return None
        if error:
            raise self.calls.error(error, "cuPointerGetAttribute")
        return number.value

    # ---- on a stream of whatever device; the device's context is current ----

    def fill(self, address: int, byte: int, count: int, stream: int) -> None:
        """Set bytes on a stream."""
        if count:
            self.calls("cuMemsetD8Async", address, byte, count, stream)

    def copy(self, to: int, source: int, count: int, stream: int) -> None:
        """Copy bytes within a device on a stream."""
        if count:
            self.calls("cuMemcpyDtoDAsync_v2", to, source, count, stream)

    def synchronize(self, stream: int) -> None:
        """Wait until all is done that a stream has."""
        self.calls("cuStreamSynchronize", stream)

    def capturing(self, stream: int) -> bool:
        """Whether launches on a stream are recorded in a graph instead of being done."""
        status = ctypes.c_int()
        self.calls("cuStreamIsCapturing", stream, ctypes.byref(status))
        return status.value != 0

    def event(self, *, timing: bool = False) -> int:
        """A new event of the current device."""
        event = ctypes.c_void_p()
        flags = 0 if timing else cuda.DISABLE_TIMING
        self.calls("cuEventCreate", ctypes.byref(event), flags)
        return event.value or 0

    def record(self, event: int, stream: int) -> None:
        """Let an event happen when a stream has done what it has now."""
        self.calls("cuEventRecord", event, stream)

    def wait(self, stream: int, event: int) -> None:
        """Let a stream wait for an event; the host does not."""
        self.calls("cuStreamWaitEvent", stream, event, 0)

    def drop(self, event: int) -> None:
        """Destroy an event; what waits for it goes on waiting."""
        self.calls("cuEventDestroy_v2", event)

    def follow(self, stream: int, first: int) -> None:
        """Let a stream wait for what another one has now."""
        if stream != first:
            event = self.event()
            self.record(event, first)
            self.wait(stream, event)
            self.drop(event)

    def milliseconds(self, first: int, last: int) -> float:
        """The time between two events, which are waited for."""
        time = ctypes.c_float()
        self.calls("cuEventSynchronize", last)
        self.calls("cuEventElapsedTime", ctypes.byref(time), first, last)
        return time.value

    @contextmanager
    def relaxed(self) -> Iterator[None]:
        """Allow this thread what disturbs no recording of a graph by another one."""
        mode = ctypes.c_int(cuda.RELAXED)
        self.calls("cuThreadExchangeStreamCaptureMode", ctypes.byref(mode))
        try:
            yield
        finally:
            self.calls("cuThreadExchangeStreamCaptureMode", ctypes.byref(mode))

    def library(self, code: bytes) -> ctypes.c_void_p:
        """The code as a library of all devices, loaded once and for good."""
        found = self._libraries.get(code)
        if found is None:
            found = ctypes.c_void_p()
            nothing = (None, None, 0, None, None, 0)
            self.calls("cuLibraryLoadData", ctypes.byref(found), code, *nothing)
            found = self._libraries.setdefault(code, found)
        return found


class Device:
    """One GPU.

    Parameters
    ----------
    driver
        Whose.
    number
        Which: as the driver counts them, and with it PyTorch, JAX and CuPy.
    """

    def __init__(self, driver: Driver, number: int) -> None:
        self.driver, self.calls, self.number = driver, driver.calls, number
        handle = ctypes.c_int()
        self.calls("cuDeviceGet", ctypes.byref(handle), number)
        self._handle = handle.value

    def __repr__(self) -> str:
        return f"Device({self.number}: {self.name}, {self.arch})"

    def attribute(self, which: int) -> int:
        """A number that the driver knows of the device."""
        value = ctypes.c_int()
        self.calls("cuDeviceGetAttribute", ctypes.byref(value), which, self._handle)
        return value.value

    @once
    def name(self) -> str:
        """What the maker calls it."""
        text = ctypes.create_string_buffer(256)
        self.calls("cuDeviceGetName", text, len(text), self._handle)
        return text.value.decode(errors="replace")

    @once
    def capability(self) -> int:
        """The compute capability without its point."""
        return 10 * self.attribute(cuda.MAJOR) + self.attribute(cuda.MINOR)

    @property
    def arch(self) -> str:
        """The name of its architecture, as `base.arch` has it."""
        return f"sm_{self.capability}"

    @once
    def sms(self) -> int:
        """Multiprocessors."""
        return self.attribute(cuda.SMS)

    @once
    def shared_bytes(self) -> int:
        """Shared memory that one program may have."""
        return self.attribute(cuda.SHARED_BYTES)

    @once
    def l2_bytes(self) -> int:
        """Bytes of the second-level cache."""
        return self.attribute(cuda.L2_BYTES)

    @once
    def memory_bytes(self) -> int:
        """Bytes of memory."""
        size = ctypes.c_uint64()
        self.calls("cuDeviceTotalMem_v2", ctypes.byref(size), self._handle)
        return size.value

    @once
    def context(self) -> int:
        """Its primary context, kept until the process ends."""
        context = ctypes.c_void_p()
        self.calls("cuDevicePrimaryCtxRetain", ctypes.byref(context), self._handle)
        return context.value or 0

    @contextmanager
    def current(self) -> Iterator[None]:
        """Make it the current one of this thread; afterwards that is again the one before."""
        before = ctypes.c_void_p()
        self.calls("cuCtxGetCurrent", ctypes.byref(before))
        if (before.value or 0) == self.context:
            yield
            return
        self.calls("cuCtxSetCurrent", self.context)
        try:
            yield
        finally:
            self.calls("cuCtxSetCurrent", before)

    def load(self, binary: Binary) -> Function:
        """A binary's function on this device."""
        function = ctypes.c_void_p()
        at, name = ctypes.byref(function), binary.name.encode()
        with self.driver.relaxed(), self.current():
            if "cuLibraryLoadData" in self.calls:
                kernel = ctypes.c_void_p()
                library = self.driver.library(binary.code)
                self.calls("cuLibraryGetKernel", ctypes.byref(kernel), library, name)
                self.calls("cuKernelGetFunction", at, kernel)
            else:
                module = ctypes.c_void_p()
                self.calls("cuModuleLoadData", ctypes.byref(module), binary.code)
                self.calls("cuModuleGetFunction", at, module, name)
            if binary.shared_bytes > cuda.DEFAULT_SHARED_BYTES:
                which = cuda.MAX_DYNAMIC_SHARED_BYTES
                self.calls("cuFuncSetAttribute", function, which, binary.shared_bytes)
        return Function(function.value or 0, binary)

    @once
    def pool(self) -> int:
        """Our own pool of memory; 0 where the device has none.

        The device's usual one gives memory back whenever somebody waits for the device, and to get
        it again takes longer than most of our kernels.
        """
        if "cuMemAllocFromPoolAsync" not in self.calls or not self.attribute(cuda.POOLS):
            return 0
        pool, kept = ctypes.c_void_p(), ctypes.c_uint64(_KEPT_BYTES)
        given = struct.pack(f"4i{cuda.POOL_BYTES - 16}x", 1, 0, 1, self._handle)
        with self.driver.relaxed(), self.current():
            self.calls("cuMemPoolCreate", ctypes.byref(pool), given)
            self.calls("cuMemPoolSetAttribute", pool, cuda.RELEASE_THRESHOLD, ctypes.byref(kept))
        return pool.value or 0


_driver: Driver | None = None


def driver() -> Driver:
    """The driver of this process, loaded at the first call.

    Raises
    ------
    DriverError
        If there is none, or it finds no device, or this process was forked after it was used.
    """
    global _driver
    found = _driver
    if found is None:
        found = _driver = Driver(cuda.library())
    if found.forked:
        raise found.lost()
    return found


def use(library: Any) -> Driver | None:
    """Let `driver` be that of a library from now on; None is the system's again."""
    global _driver
    _driver = None if library is None else Driver(library)
    return _driver


def _after_fork() -> None:
    if _driver is not None:
        _driver.forked = True


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
