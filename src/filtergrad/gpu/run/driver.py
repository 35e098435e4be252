"""NVIDIA's driver: its devices, and what is put on their streams.

In: numbers of devices, addresses, handles of streams. Out: what becomes of memory; an error of the
driver becomes a `DriverError` with its text. Nothing is loaded before `driver` is first called.
"""

from __future__ import annotations

import ctypes
import os
from typing import Any

from filtergrad.once import once

from . import cuda
from .cuda import Calls, DriverError
from .device import Device

__all__ = ["Device", "Driver", "DriverError", "absent", "card", "driver", "use"]


class Driver:
    """The driver of this process.

    Streams are the driver's handles: 0 and 1 are a device's legacy default one, 2 is the thread's.

    Parameters
    ----------
    library
        The driver's library, or what stands for it.
    """

    def __init__(self, library: Any) -> None:
        self.calls = Calls(library)
        self.forked = False  # whether this process has only a copy of it
        self.calls("cuInit", 0)
        count = ctypes.c_int()
        self.calls("cuDeviceGetCount", ctypes.byref(count))
        libraries: dict[bytes, ctypes.c_void_p] = {}
        self.devices = tuple(Device(self.calls, i, libraries) for i in range(count.value))
        """All of them, by their numbers."""

    @once
    def version(self) -> int:
        """The version of CUDA that the driver knows, such as 12080 for 12.8."""
        version = ctypes.c_int()
        self.calls("cuDriverGetVersion", ctypes.byref(version))
        return version.value

    def device(self, number: int) -> Device:
        """The device of a number.

        Raises
        ------
        DriverError
            If there is none.
        """
        if not 0 <= number < len(self.devices):
            raise DriverError(f"there is no GPU {number}: there are {len(self.devices)}")
        return self.devices[number]

    def arch(self, number: int) -> str:
        """The name of a device's architecture, as `base.arch` has it."""
        return self.device(number).arch

    def device_of(self, address: int) -> int:
        """The number of the device in whose memory an address lies.

        Raises
        ------
        DriverError
            If it lies in none's.
        """
        number, name = ctypes.c_int(-1), "cuPointerGetAttribute"
        error = self.calls.number(name, ctypes.byref(number), cuda.DEVICE_ORDINAL, address)
        if error == cuda.INVALID_VALUE or (not error and number.value < 0):
            raise DriverError(f"the address {address:#x} lies in no GPU's memory")
        if error:
            raise self.calls.error(error, name)
        return number.value

    # ---- memory ----

    def allocate(self, number: int, size: int, stream: int) -> int:
        """The address of so many bytes, a multiple of 256, for use on a stream; nobody waits.

        Raises
        ------
        DriverError
            If there are not so many.
        """
        device, address = self.device(number), ctypes.c_uint64()
        with device.current():
            if pool := device.pool:
                to = ctypes.byref(address)
                self.calls("cuMemAllocFromPoolAsync", to, size, pool, stream)
            else:
                self.calls("cuMemAlloc_v2", ctypes.byref(address), size)
        return address.value

    def free(self, number: int, address: int, stream: int) -> None:
        """Give memory back, when the stream has done what it has now."""
        device = self.device(number)
        with device.current():
            if device.pool:
                self.calls("cuMemFreeAsync", address, stream)
            else:  # this waits for all that uses it
                self.calls("cuMemFree_v2", address)

    def clear(self, number: int, address: int, size: int, stream: int) -> None:
        """Set bytes to zero on a stream."""
        if size:
            with self.device(number).current():
                self.calls("cuMemsetD8Async", address, 0, size, stream)

    def copy(self, number: int, to: int, source: int, size: int, stream: int) -> None:
        """Copy bytes within a device on a stream."""
        if size:
            with self.device(number).current():
                self.calls("cuMemcpyDtoDAsync_v2", to, source, size, stream)

    def upload(self, number: int, to: int, source: int, size: int) -> None:
        """Copy bytes from the host's memory, and wait for it."""
        with self.device(number).current():
            self.calls("cuMemcpyHtoD_v2", to, source, size)

    def download(self, number: int, to: int, source: int, size: int) -> None:
        """Copy bytes to the host's memory, after what the legacy default stream has now."""
        with self.device(number).current():
            self.calls("cuMemcpyDtoH_v2", to, source, size)

    # ---- streams ----

    def stream(self, number: int) -> int:
        """A new stream, which does not wait for the legacy default one."""
        stream = ctypes.c_void_p()
        with self.device(number).current():
            self.calls("cuStreamCreate", ctypes.byref(stream), cuda.NON_BLOCKING)
        return stream.value or 0

    def wait(self, number: int, first: int, stream: int) -> None:
        """Let ``stream`` wait for what ``first`` has now; the host does not."""
        if stream != first and {first, stream} != {0, 1}:
            device = self.device(number)
            with device.current():
                device.follow(first, stream)

    def synchronize(self, number: int, stream: int) -> None:
        """Wait until all is done that a stream has."""
        with self.device(number).current():
            self.calls("cuStreamSynchronize", stream)

    def finish(self, number: int) -> None:
        """Wait until all is done that a device has."""
        with self.device(number).relaxed():
            self.calls("cuCtxSynchronize")

    def capturing(self, number: int, stream: int) -> bool:
        """Whether what is put on a stream is recorded in a graph instead of being done."""
        status = ctypes.c_int()
        with self.device(number).current():
            self.calls("cuStreamIsCapturing", stream, ctypes.byref(status))
        return status.value != 0

    # ---- events ----

    def event(self, number: int, stream: int) -> int:
        """A new event, which happens when a stream has done what it has now."""
        event = ctypes.c_void_p()
        with self.device(number).current():
            self.calls("cuEventCreate", ctypes.byref(event), 0)
            self.calls("cuEventRecord", event, stream)
        return event.value or 0

    def past(self, number: int, event: int) -> bool:
        """Whether an event has happened; it is destroyed then."""
        with self.device(number).relaxed():
            if error := self.calls.number("cuEventQuery", event):
                if error == cuda.NOT_READY:
                    return False
                raise self.calls.error(error, "cuEventQuery")
            self.calls("cuEventDestroy_v2", event)
        return True

    def milliseconds(self, first: int, last: int) -> float:
        """The time between two events, which are waited for and destroyed."""
        time = ctypes.c_float()
        self.calls("cuEventSynchronize", last)
        self.calls("cuEventElapsedTime", ctypes.byref(time), first, last)
        for event in (first, last):
            self.calls("cuEventDestroy_v2", event)
        return time.value


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
        raise DriverError(
            "this process was forked after CUDA was used, and CUDA does not survive that: start it "
            "with the method 'spawn' or 'forkserver' instead",
            cuda.NOT_INITIALIZED,
        )
    return found


def absent(arch: str) -> str:
    """Why nothing can be run that is for an architecture; empty if a device of it is at hand."""
    try:
        found = [device.arch for device in driver().devices]
    except DriverError as error:
        return str(error)
    if arch in found:
        return ""
    return f"no GPU here is {arch}: there is {', '.join(found) or 'none'}"


def card(arch: str) -> str:
    """What the maker calls the first device of an architecture; empty if there is none."""
    if absent(arch):
        return ""
    return next(device.name for device in driver().devices if device.arch == arch)


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
