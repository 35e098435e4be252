"""DLPack: its structures, and how an array is asked for a capsule of them.

In: whatever has ``__dlpack__``. Out: its device, a capsule, and the tensor in that. NumPy's own
reader refuses bfloat16 and every device but the CPU. See https://dmlc.github.io/dlpack.
"""

from __future__ import annotations

import ctypes
import functools
from typing import Any

HERE = "cpu"
"""The device of arrays in this machine's own memory, as `arrays` calls it."""

LEGACY = 1
"""CUDA's legacy default stream, as DLPack and the CUDA array interface number it."""

# The kinds of devices in dlpack.h: ordinary memory, and host memory pinned for CUDA or ROCm; a CUDA
# device's memory, and memory that moves between it and the host.
ON_CPU, ON_CUDA = (1, 3, 11), (2, 13)

_FRAMEWORKS = ("torch", "cupy", "tensorflow")


class Tensor(ctypes.Structure):
    """DLTensor of dlpack.h."""

    _fields_ = (
        ("data", ctypes.c_void_p),
        ("device_type", ctypes.c_int32),
        ("device_id", ctypes.c_int32),
        ("ndim", ctypes.c_int32),
        ("code", ctypes.c_uint8),
        ("bits", ctypes.c_uint8),
        ("lanes", ctypes.c_uint16),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.POINTER(ctypes.c_int64)),
        ("byte_offset", ctypes.c_uint64),
    )


class Managed(ctypes.Structure):
    """DLManagedTensor of dlpack.h."""

    _fields_ = (("tensor", Tensor), ("manager", ctypes.c_void_p), ("deleter", ctypes.c_void_p))


class Versioned(ctypes.Structure):
    """DLManagedTensorVersioned of dlpack.h, since DLPack 1.0."""

    _fields_ = (
        ("major", ctypes.c_uint32),
        ("minor", ctypes.c_uint32),
        ("manager", ctypes.c_void_p),
        ("deleter", ctypes.c_void_p),
        ("flags", ctypes.c_uint64),
        ("tensor", Tensor),
    )


_is_capsule = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_IsValid", ctypes.pythonapi)
)
_pointer = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)


def tensor(capsule: object) -> tuple[Tensor, bool]:
    """The tensor in a capsule that nobody took, in place, and whether its owner lets us write."""
    if _is_capsule(capsule, b"dltensor_versioned"):
        managed = Versioned.from_address(_pointer(capsule, b"dltensor_versioned"))
        return managed.tensor, not managed.flags & 1
    # Before 1.0 nobody could say "read-only", and immutable JAX arrays still come this way.
    return Tensor.from_address(_pointer(capsule, b"dltensor")), False


def capsule(value: Any, name: str) -> tuple[str, object]:
    """The device of an array, and its capsule."""
    try:
        kind, number = value.__dlpack_device__()
        if kind in ON_CPU or kind in ON_CUDA:
            given = {} if kind in ON_CPU else _reader(value)
            device = HERE if kind in ON_CPU else f"cuda:{number}"
            try:
                return device, value.__dlpack__(**given, max_version=(1, 0))
            except TypeError:  # A producer older than DLPack 1.0 knows no versions.
                return device, value.__dlpack__(**given)
    except Exception as error:
        raise TypeError(f"{name} cannot be read through DLPack: {error}") from error
    raise TypeError(
        f"{name} is neither in the CPU's nor in an NVIDIA GPU's memory (DLPack device type "
        f"{int(kind)}); copy it there first"
    )


def _reader(value: Any) -> dict[str, int]:
    """The stream on which we read an array of a GPU, as its `__dlpack__` is told it."""
    owner = framework(value)
    if owner == "tensorflow":  # refuses any stream, and waits for all that its device does
        return {}
    # PyTorch and CuPy have a current stream, on which we work, too: nobody has to wait.
    return {"stream": -1 if owner else LEGACY}


def framework(value: Any) -> str:
    """Whose array it is: ``"torch"``'s, ``"cupy"``'s, ``"tensorflow"``'s, or of nobody we know.

    Subclasses count, too, wherever they are defined. No framework is imported.
    """
    kind: Any = type(value)
    return _framework(kind)


@functools.lru_cache(256)
def _framework(kind: Any) -> str:
    roots = [base.__module__.partition(".")[0] for base in kind.__mro__]
    return next((root for root in roots if root in _FRAMEWORKS), "")
