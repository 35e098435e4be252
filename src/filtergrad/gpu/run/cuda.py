"""CUDA's driver as a library: its functions, numbers and records, and what its errors mean.

In: nothing. Out: a library whose functions have their types, or an error that says what is missing.
The facts are those of ``cuda.h``; `tests/gpu/test_driver.py` compares them with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Any

# The functions with their parameters: p an address on the host or a handle, i and u 32 bits,
# q 64 bits (addresses on a device, sizes), b a byte. All return an error's number.
FUNCTIONS = {
    "cuInit": "u",
    "cuDriverGetVersion": "p",
    "cuGetErrorName": "ip",
    "cuGetErrorString": "ip",
    "cuDeviceGetCount": "p",
    "cuDeviceGet": "pi",
    "cuDeviceGetName": "pii",
    "cuDeviceGetAttribute": "pii",
    "cuDeviceTotalMem_v2": "pi",
    "cuDevicePrimaryCtxRetain": "pi",
    "cuCtxGetCurrent": "p",
    "cuCtxSetCurrent": "p",
    "cuCtxSynchronize": "",
    "cuPointerGetAttribute": "piq",
    "cuThreadExchangeStreamCaptureMode": "p",
    "cuLibraryLoadData": "pppp" + "uppu",
    "cuLibraryGetKernel": "ppp",
    "cuKernelGetFunction": "pp",
    "cuModuleLoadData": "pp",
    "cuModuleGetFunction": "ppp",
    "cuFuncSetAttribute": "pii",
    "cuLaunchKernelEx": "pppp",
    "cuLaunchKernel": "puuuuuuuppp",
    "cuTensorMapEncodeTiled": "piupppppiiii",
    "cuMemAlloc_v2": "pq",
    "cuMemFree_v2": "q",
    "cuMemFreeAsync": "qp",
    "cuMemPoolCreate": "pp",
    "cuMemPoolSetAttribute": "pip",
    "cuMemAllocFromPoolAsync": "pqpp",
    "cuMemsetD8Async": "qbqp",
    "cuMemcpyDtoDAsync_v2": "qqqp",
    "cuMemcpyHtoD_v2": "qpq",
    "cuMemcpyDtoH_v2": "pqq",
    "cuStreamCreate": "pu",
    "cuStreamDestroy_v2": "p",
    "cuStreamSynchronize": "p",
    "cuStreamIsCapturing": "pp",
    "cuStreamBeginCapture_v2": "pi",
    "cuStreamEndCapture": "pp",
    "cuGraphInstantiateWithFlags": "ppq",
    "cuGraphLaunch": "pp",
    "cuGraphDestroy": "p",
    "cuGraphExecDestroy": "p",
    "cuStreamWaitEvent": "ppu",
    "cuEventCreate": "pu",
    "cuEventDestroy_v2": "p",
    "cuEventRecord": "pp",
    "cuEventQuery": "p",
    "cuEventSynchronize": "p",
    "cuEventElapsedTime": "ppp",
}
KINDS: dict[str, Any] = {
    "p": ctypes.c_void_p,
    "i": ctypes.c_int32,
    "u": ctypes.c_uint32,
    "q": ctypes.c_uint64,
    "b": ctypes.c_uint8,
}
# What drivers older than CUDA 12 lack, or even CUDA 11; others do its work then.
YOUNG = frozenset(
    ("cuLibraryLoadData", "cuLibraryGetKernel", "cuKernelGetFunction", "cuLaunchKernelEx",
     "cuTensorMapEncodeTiled", "cuMemFreeAsync", "cuMemPoolCreate",
     "cuMemPoolSetAttribute", "cuMemAllocFromPoolAsync", "cuGraphInstantiateWithFlags")
)  # fmt: skip

# Attributes of devices, of pointers, of functions and of launches.
CLOCK_KHZ, SMS, MEMORY_CLOCK_KHZ, MEMORY_BITS, L2_BYTES = 13, 16, 36, 37, 38
MAJOR, MINOR, SHARED_BYTES, POOLS = 75, 76, 97, 115
DEVICE_ORDINAL = 9
MAX_DYNAMIC_SHARED_BYTES = 8
PROGRAMMATIC_STREAM_SERIALIZATION = 6
RELEASE_THRESHOLD = 4

DEFAULT_SHARED_BYTES = 48 << 10
"""Shared memory that a program has without being asked for."""

RELAXED = 2  # the mode of capture in which a thread may load code while another one records
DISABLE_TIMING, NON_BLOCKING = 2, 1  # flags of events and of streams
L2_PROMOTION_128B, NAN_FILL = 2, 1  # how tensor maps are encoded

INVALID_VALUE, NOT_INITIALIZED, NOT_FOUND, NOT_READY = 1, 3, 500, 600

# Bytes of a launch's configuration: three numbers of the grid, three of the block, the shared
# memory's (32 bits each), then at these places the stream, the attributes and their number.
CONFIG_BYTES, CONFIG_STREAM, CONFIG_ATTRIBUTES, CONFIG_COUNT = 56, 32, 40, 48
ATTRIBUTE_BYTES, ATTRIBUTE_VALUE = 72, 8  # a launch's attribute: its number, then its value
MAP_BYTES, MAP_ALIGNMENT = 128, 64  # of a tensor descriptor's map
POOL_BYTES = 88  # a pool's properties: the kind (1), handles (0), then the place: kind (1), number


class DriverError(RuntimeError):
    """What the driver refused.

    Parameters
    ----------
    message
        What was wrong, in words.
    number
        The driver's number of it; 0 if it was not the driver that said so.
    """

    def __init__(self, message: str, number: int = 0) -> None:
        super().__init__(message)
        self.number = number


def library() -> ctypes.CDLL:
    """The driver's library.

    Raises
    ------
    DriverError
        If there is none.
    """
    windows = sys.platform == "win32"
    # The last is where Windows' subsystem for Linux keeps it.
    names = ["nvcuda.dll"] if windows else ["libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1"]
    for name in names:
        with contextlib.suppress(OSError):
            return ctypes.CDLL(name)
    raise DriverError(
        f"NVIDIA's driver is missing: {names[0]} was not found. It comes with the driver, not with "
        "the CUDA toolkit; a container must be given access to the GPU (docker run --gpus all)"
    )


class Calls:
    """The functions of a library, with their types.

    Parameters
    ----------
    library
        The driver's, or what stands for it: an object with functions of these names.
    """

    def __init__(self, library: Any) -> None:
        self._functions: dict[str, Any] = {}
        for name, kinds in FUNCTIONS.items():
            try:
                function = getattr(library, name)
            except AttributeError:
                if name in YOUNG:
                    continue
                raise DriverError(f"NVIDIA's driver is too old: it has no {name}") from None
            if isinstance(library, ctypes.CDLL):
                function.argtypes = [KINDS[kind] for kind in kinds]
                function.restype = ctypes.c_int32
            self._functions[name] = function

    def __contains__(self, name: str) -> bool:
        return name in self._functions

    def address(self, name: str) -> int:
        """Where a function is; 0 if this driver has none of the name."""
        if name not in self._functions:
            return 0
        return ctypes.cast(self._functions[name], ctypes.c_void_p).value or 0

    def number(self, name: str, *values: Any) -> int:
        """Call a function and return the error's number."""
        return int(self._functions[name](*values))

    def __call__(self, name: str, *values: Any) -> None:
        """Call a function.

        Raises
        ------
        DriverError
            If it says so.
        """
        function = self._functions.get(name)
        if function is None:
            raise DriverError(f"NVIDIA's driver is too old: it has no {name}")
        if number := function(*values):
            raise self.error(number, name)

    def error(self, number: int, name: str) -> DriverError:
        """What a function's error means."""
        said = self._text("cuGetErrorName", number) or f"error {number}"
        text = self._text("cuGetErrorString", number)
        words = f"{name}: {said}" + (f" ({text})" if text else "")
        if number == NOT_INITIALIZED:
            words += (
                "; a process that was forked after CUDA was used cannot use it: start it with the "
                "method 'spawn' or 'forkserver' instead"
            )
        return DriverError(words, number)

    def _text(self, name: str, number: int) -> str:
        text = ctypes.c_char_p()
        if self._functions[name](number, ctypes.byref(text)) or not text.value:
            return ""
        return text.value.decode(errors="replace")
