"""One GPU: what the driver knows of it, its context, its memory pool, code loaded on it.

In: the driver's functions and a number. Out: a `Device`. No context is used but the primary one,
which PyTorch, JAX and CuPy use, too.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from filtergrad.once import once

from . import cuda
from .binary import Binary
from .cuda import Calls

_KEPT_BYTES = 64 << 20  # of workspace that a device keeps for the next call


class _Current:
    """A device is the current one of this thread; afterwards that is again the one before.

    It is no generator, which would take a microsecond more of every call.
    """

    __slots__ = ("before", "device")

    def __init__(self, device: Device) -> None:
        self.device, self.before = device, ctypes.c_void_p()

    def __enter__(self) -> None:
        device = self.device
        device.calls("cuCtxGetCurrent", ctypes.byref(self.before))
        if self.before.value != device.context:
            device.calls("cuCtxSetCurrent", device.context)

    def __exit__(self, *_: object) -> None:
        if self.before.value != self.device.context:
            self.device.calls("cuCtxSetCurrent", self.before)


class Device:
    """One GPU.

    Parameters
    ----------
    calls
        The driver's functions.
    number
        Which: as the driver counts them, and with it PyTorch, JAX and CuPy.
    libraries
        Code that the driver has loaded for all devices, which they share.
    """

    def __init__(self, calls: Calls, number: int, libraries: dict[bytes, ctypes.c_void_p]) -> None:
        self.calls, self.number, self._libraries = calls, number, libraries
        self._events: list[int] = []  # that nobody uses now
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

    @once
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
    def early(self) -> bool:
        """Whether a kernel may be launched before the one in front of it has ended.

        Graphs can record such launches since CUDA 12.3.
        """
        version = ctypes.c_int()
        self.calls("cuDriverGetVersion", ctypes.byref(version))
        return self.capability >= 90 and version.value >= 12030

    @once
    def context(self) -> int:
        """Its primary context, kept until the process ends."""
        context = ctypes.c_void_p()
        self.calls("cuDevicePrimaryCtxRetain", ctypes.byref(context), self._handle)
        return context.value or 0

    def current(self) -> _Current:
        """Make it the current one of this thread in a ``with`` statement, for a call."""
        return _Current(self)

    @contextmanager
    def relaxed(self) -> Iterator[None]:
        """Make it current, and allow this thread what disturbs no recording of a graph."""
        mode = ctypes.c_int(cuda.RELAXED)
        self.calls("cuThreadExchangeStreamCaptureMode", ctypes.byref(mode))
        try:
            with self.current():
                yield
        finally:
            self.calls("cuThreadExchangeStreamCaptureMode", ctypes.byref(mode))

    def load(self, binary: Binary) -> int:
        """A binary's function on this device: the driver's handle, good until the process ends."""
        function = ctypes.c_void_p()
        at, name = ctypes.byref(function), binary.name.encode()
        with self.relaxed():
            if "cuLibraryLoadData" in self.calls:
                kernel = ctypes.c_void_p()
                self.calls("cuLibraryGetKernel", ctypes.byref(kernel), self._library(binary), name)
                self.calls("cuKernelGetFunction", at, kernel)
            else:
                module = ctypes.c_void_p()
                self.calls("cuModuleLoadData", ctypes.byref(module), binary.code)
                self.calls("cuModuleGetFunction", at, module, name)
            if binary.shared_bytes > cuda.DEFAULT_SHARED_BYTES:
                which = cuda.MAX_DYNAMIC_SHARED_BYTES
                self.calls("cuFuncSetAttribute", function, which, binary.shared_bytes)
        return function.value or 0

    def _library(self, binary: Binary) -> ctypes.c_void_p:
        """The code as a library of all devices, loaded once."""
        found = self._libraries.get(binary.code)
        if found is None:
            found, nothing = ctypes.c_void_p(), (None, None, 0, None, None, 0)
            self.calls("cuLibraryLoadData", ctypes.byref(found), binary.code, *nothing)
            found = self._libraries.setdefault(binary.code, found)
        return found

    def follow(self, first: int, stream: int) -> None:
        """Let a stream wait for what another one has now; the device is the current one."""
        try:
            event = self._events.pop()
        except IndexError:
            made = ctypes.c_void_p()
            self.calls("cuEventCreate", ctypes.byref(made), cuda.DISABLE_TIMING)
            event = made.value or 0
        self.calls("cuEventRecord", event, first)
        self.calls("cuStreamWaitEvent", stream, event, 0)
        self._events.append(event)  # who waits for it goes on waiting for what it was

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
        with self.relaxed():
            self.calls("cuMemPoolCreate", ctypes.byref(pool), given)
            self.calls("cuMemPoolSetAttribute", pool, cuda.RELEASE_THRESHOLD, ctypes.byref(kept))
        return pool.value or 0
