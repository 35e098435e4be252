"""Whose array it is: which stream its numbers are made on, and who lends memory for more.

In: an `Operand`. Out: an `Owner`. PyTorch and CuPy order their work by a current stream and have
allocators that follow it; of others we know no stream, so they get ours, the legacy default one,
through DLPack or the array interface, whose events order the rest. No framework is imported: who
has an array of one has loaded it.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from filtergrad.arrays import Operand, numpy_dtype
from filtergrad.dlpack import LEGACY, framework

from .array import UNORDERED, DeviceArray
from .driver import driver


class Owner(Protocol):
    """What lends results and workspaces."""

    def stream(self, device: int) -> int:
        """The stream, as the driver's handle, on which to work."""

    def empty(self, shape: tuple[int, ...], dtype: str, device: int) -> Any:
        """An array without numbers."""

    def given(self, result: Any) -> Any:
        """What the user gets of an array that `empty` made."""

    def workspace(self, size: int, device: int, stream: int) -> AbstractContextManager[int]:
        """The address of ``size`` bytes, which may go back when the stream is through with them."""


class _Lent:
    """Memory of PyTorch's, which goes back at the end of a ``with`` statement."""

    __slots__ = ("tensor",)

    def __init__(self, tensor: Any) -> None:
        self.tensor = tensor

    def __enter__(self) -> int:
        return 0 if self.tensor is None else int(self.tensor.data_ptr())

    def __exit__(self, *_: object) -> None:
        self.tensor = None


class _Torch:
    """PyTorch: its current stream, its caching allocator."""

    def __init__(self) -> None:
        self.torch = sys.modules["torch"]

    def stream(self, device: int) -> int:
        return int(self.torch._C._cuda_getCurrentRawStream(device))  # noqa: SLF001 - no public name

    def empty(self, shape: tuple[int, ...], dtype: str, device: int) -> Any:
        return self.torch.empty(
            shape, dtype=getattr(self.torch, dtype), device=self.torch.device("cuda", device)
        )

    def given(self, result: Any) -> Any:
        return result

    def workspace(self, size: int, device: int, stream: int) -> _Lent:
        # The stream is the current one, for which the allocator asks: what comes next on it may
        # have the memory as soon as it is given back.
        del stream
        return _Lent(self.empty((size,), "uint8", device) if size else None)


_torch = functools.cache(_Torch)


class _Cupy:
    """CuPy: its current stream, its memory pool."""

    def __init__(self) -> None:
        self.cupy = sys.modules["cupy"]

    def stream(self, device: int) -> int:
        with self.cupy.cuda.Device(device):
            return int(self.cupy.cuda.get_current_stream().ptr)

    def empty(self, shape: tuple[int, ...], dtype: str, device: int) -> Any:
        with self.cupy.cuda.Device(device):
            return self.cupy.empty(shape, numpy_dtype(dtype))

    def given(self, result: Any) -> Any:
        return result

    @contextlib.contextmanager
    def workspace(self, size: int, device: int, stream: int) -> Iterator[int]:
        del stream  # it is the current one, which the pool asks for
        with self.cupy.cuda.Device(device):
            lent = self.cupy.empty((size,), "uint8") if size else None
        yield lent.data.ptr if lent is not None else 0


class _Other:
    """Who lends nothing: memory of the driver's, in the order of the legacy default stream.

    Parameters
    ----------
    namespace
        A module with `from_dlpack`, which makes the user's kind of array of ours; None gives ours.
    """

    def __init__(self, namespace: Any) -> None:
        self.namespace = namespace

    def stream(self, device: int) -> int:
        del device
        return LEGACY

    def empty(self, shape: tuple[int, ...], dtype: str, device: int) -> DeviceArray:
        return DeviceArray.empty(shape, dtype, device, LEGACY)

    def given(self, result: DeviceArray) -> Any:
        if self.namespace is None:
            return result
        made = self.namespace.from_dlpack(result)
        if self.namespace.__name__ == "jax.numpy":
            result.trust()  # its streams are there until the process ends
        return made

    @contextlib.contextmanager
    def workspace(self, size: int, device: int, stream: int) -> Iterator[int]:
        address = driver().allocate(device, size, stream) if size else 0
        try:
            yield address
        finally:
            if size:
                driver().free(device, address, stream)


class _Tensorflow(_Other):
    """TensorFlow, eagerly: its stream is nobody's to know, so both sides wait for each other."""

    def __init__(self) -> None:
        super().__init__(None)

    def given(self, result: DeviceArray) -> Any:
        driver().synchronize(result.device, LEGACY)
        return sys.modules["tensorflow"].experimental.dlpack.from_dlpack(
            result.__dlpack__(stream=UNORDERED)
        )


def of(operand: Operand) -> Owner:
    """The owner of an operand's memory."""
    value = operand.value
    found = framework(value)
    if found:
        return _KNOWN[found]()
    namespace = getattr(value, "__array_namespace__", None)
    module = namespace() if namespace is not None else None
    return _Other(module if hasattr(module, "from_dlpack") else None)


_KNOWN: dict[str, Callable[[], Owner]] = {
    "torch": _torch,
    "cupy": _Cupy,
    "tensorflow": _Tensorflow,
}


def others(operands: Sequence[Operand], device: int, stream: int) -> set[int]:
    """The streams, but for one, on which operands are made and whose order their memory keeps."""
    if len({type(one.value) for one in operands}) == 1 and not any(o.stream for o in operands):
        return set()
    streams = {o.stream if o.stream is not None else of(o).stream(device) for o in operands}
    return streams - ({0, LEGACY} if stream in {0, LEGACY} else {stream})


def loose(operand: Operand) -> bool:
    """Whether memory may go back before our stream is through with it, unless its owner is kept."""
    ordered = framework(operand.value) in {"torch", "cupy"}
    return not ordered and not isinstance(operand.value, DeviceArray)


def number(device: str) -> int:
    """The number of a device: 1 of ``cuda:1``."""
    return int(device.partition(":")[2] or 0)


def wrote(operand: Operand, stream: int) -> None:
    """Let an array of ours know on which stream its numbers are made."""
    if isinstance(operand.value, DeviceArray):
        operand.value.stream = stream
