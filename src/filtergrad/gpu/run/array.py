"""An array of our own in a device's memory: the result for owners who lend no memory.

In: a shape, a dtype, a device and a stream. Out: a `DeviceArray`, which speaks DLPack and the CUDA
array interface (version 3), so that any namespace makes its own kind of array of it without a copy.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
from typing import Any

from filtergrad.arrays import dense_strides
from filtergrad.dlpack import Managed, Versioned
from filtergrad.dtypes import SIZES

from .driver import driver

_CUDA = 2  # DLDeviceType
_CODES = {"float16": 2, "float32": 2, "float64": 2, "bfloat16": 4}
_TYPES = {"float16": "<f2", "float32": "<f4", "float64": "<f8"}

_new_capsule = ctypes.PYFUNCTYPE(
    ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p
)(("PyCapsule_New", ctypes.pythonapi))
# Called by the interpreter when a capsule goes; it must raise nothing, whatever error is pending.
_Destructor = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)
_Deleter = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_capsule_name = ctypes.PYFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(
    ("PyCapsule_GetName", ctypes.pythonapi)
)
_capsule_pointer = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)

# What consumers of capsules may still use: the structures by their addresses.
_lent: dict[int, tuple[Any, ...]] = {}


def _delete(address: int | None) -> None:
    """Forget a structure, and with it this hold on its array."""
    _lent.pop(address or 0, None)


def _destroy(capsule: int | None) -> None:
    """Delete the structure of a capsule that nobody took: then it has its first name still."""
    name = _capsule_name(capsule)
    if name in (b"dltensor", b"dltensor_versioned"):
        _delete(_capsule_pointer(capsule, name))


_deleter, _destructor = _Deleter(_delete), _Destructor(_destroy)


class DeviceArray:
    """Numbers in a device's memory, dense.

    Parameters
    ----------
    address
        Where they begin.
    shape, dtype
        As NumPy has them; the dtype by its name.
    device
        The number of the one in whose memory they lie.
    stream
        On which they are made, and on which the memory goes back.
    """

    def __init__(
        self, address: int, shape: tuple[int, ...], dtype: str, device: int, stream: int
    ) -> None:
        self.address, self.shape, self.dtype = address, shape, dtype
        self.device, self.stream = device, stream
        self._readers: set[int] = set()

    @classmethod
    def empty(cls, shape: tuple[int, ...], dtype: str, device: int, stream: int) -> DeviceArray:
        """An array without numbers."""
        size = math.prod(shape) * SIZES[dtype]
        address = driver().allocate(device, size, stream) if size else 0
        return cls(address, shape, dtype, device, stream)

    def __del__(self) -> None:
        # At exit the driver may be gone, and with it the memory.
        with contextlib.suppress(Exception):
            if self.address:
                for reader in self._readers:
                    driver().wait(self.device, reader, self.stream)
                driver().free(self.device, self.address, self.stream)

    def __repr__(self) -> str:
        device = f"cuda:{self.device}"
        return f"DeviceArray(shape={self.shape}, dtype={self.dtype!r}, device={device!r})"

    @property
    def __cuda_array_interface__(self) -> dict[str, Any]:
        if self.dtype not in _TYPES:
            raise AttributeError(f"the CUDA array interface has no {self.dtype}; use __dlpack__")
        return {
            "shape": self.shape,
            "typestr": _TYPES[self.dtype],
            "data": (self.address, False),
            "version": 3,
            "strides": None,
            "stream": self.stream,
        }

    def __dlpack_device__(self) -> tuple[int, int]:
        return _CUDA, self.device

    def __dlpack__(
        self,
        *,
        stream: int | None = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        """A capsule; the consumer's stream waits for the numbers unless it is -1."""
        if copy or (dl_device is not None and tuple(dl_device) != self.__dlpack_device__()):
            raise BufferError("this array is neither copied nor moved")
        reader = 1 if stream is None else stream
        if reader != -1:
            driver().wait(self.device, self.stream, reader)
            self._readers.add(reader)
        versioned = max_version is not None and max_version[0] >= 1
        managed: Any = Versioned() if versioned else Managed()
        axes = ctypes.c_int64 * max(1, len(self.shape))
        shape, strides = axes(*self.shape), axes(*dense_strides(self.shape))
        tensor = managed.tensor
        tensor.data, tensor.device_type = self.address or None, _CUDA
        tensor.device_id = self.device
        tensor.ndim, tensor.code, tensor.lanes = len(self.shape), _CODES[self.dtype], 1
        tensor.bits, tensor.byte_offset = 8 * SIZES[self.dtype], 0
        tensor.shape, tensor.strides = shape, strides
        managed.deleter = ctypes.cast(_deleter, ctypes.c_void_p)
        if versioned:
            managed.major, managed.minor, managed.flags = 1, 0, 0
        address = ctypes.addressof(managed)
        _lent[address] = (managed, shape, strides, self)
        name = b"dltensor_versioned" if versioned else b"dltensor"
        return _new_capsule(address, _named[name], ctypes.cast(_destructor, ctypes.c_void_p))


# A capsule keeps the address of its name only.
_named = {name: ctypes.c_char_p(name) for name in (b"dltensor", b"dltensor_versioned")}
