"""An array of our own in a device's memory: the result for owners who lend no memory.

In: a shape, a dtype, a device and a stream. Out: a `DeviceArray`, which speaks DLPack and the CUDA
array interface (version 3), so that any namespace makes its own kind of array of it without a copy.
"""

from __future__ import annotations

import contextlib
import math
from typing import Any

import numpy as np

from filtergrad import dlpack
from filtergrad.dlpack import LEGACY
from filtergrad.dtypes import SIZES

from .driver import driver

PER_THREAD, UNORDERED = 2, -1
"""A thread's default stream, as DLPack and the driver number it; a reader that waits by itself."""

_CUDA, _BFLOAT = 2, 4  # of DLPack's numbers: a device's memory, and a kind of numbers
_TYPES = {"float16": "<f2", "float32": "<f4", "float64": "<f8"}


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
        self._lasting = {LEGACY, PER_THREAD}  # streams that are there for longer than the array

    def trust(self) -> None:
        """Know that the streams of those who read it so far are there for longer than the array."""
        self._lasting |= self._readers - {UNORDERED}

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
                self._give()

    def _give(self) -> None:
        """Give the memory back when those who read it have done so."""
        # The default streams are always there. Of others the handles may be those of none by now,
        # for which the driver does not look: then all that the device has is waited for.
        lasting = self._readers <= self._lasting
        if not lasting:
            driver().finish(self.device)
        for reader in self._readers if lasting else ():
            driver().wait(self.device, reader, self.stream)
        driver().free(self.device, self.address, self.stream)

    def __repr__(self) -> str:
        device = f"cuda:{self.device}"
        return f"DeviceArray(shape={self.shape}, dtype={self.dtype!r}, device={device!r})"

    @property
    def __cuda_array_interface__(self) -> dict[str, Any]:
        if self.dtype not in _TYPES:
            raise AttributeError(f"the CUDA array interface has no {self.dtype}; use __dlpack__")
        # Whoever reads this works on our stream, or waits for it: no event of ours is needed.
        return {
            "shape": self.shape,
            "typestr": _TYPES[self.dtype],
            "data": (self.address, False),
            "version": 3,
            "strides": None,
            "stream": self.stream or LEGACY,
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
        if stream == 0:
            raise ValueError("DLPack has no stream 0; 1 is the legacy default stream")
        reader = LEGACY if stream is None else stream
        self._readers.add(reader)
        if reader != UNORDERED:
            driver().wait(self.device, self.stream, reader)
        # NumPy makes the capsule, whose life and end, also after Python's, are no matter for
        # callbacks in Python then. Its memory is that of an array that nobody reads here.
        array = np.asarray(_Held(self))
        try:
            capsule = array.__dlpack__(max_version=max_version)
        except TypeError:  # NumPy 2.0 knows no versions
            capsule = array.__dlpack__()
        tensor, _ = dlpack.tensor(capsule)
        tensor.device_type, tensor.device_id = _CUDA, self.device
        if self.dtype == "bfloat16":
            tensor.code = _BFLOAT
        return capsule


class _Held:
    """What keeps an array of ours while NumPy has its address."""

    def __init__(self, owner: DeviceArray) -> None:
        self.owner = owner
        kind = _TYPES.get(owner.dtype, "<i2")  # NumPy's capsules know no bfloat16
        self.__array_interface__ = {
            "shape": owner.shape,
            "typestr": kind,
            "data": (owner.address, False),
            "version": 3,
        }
