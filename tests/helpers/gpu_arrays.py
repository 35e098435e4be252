"""Arrays in a fake device's memory, of owners who are not here: CuPy, and others like Numba."""

import ctypes
import sys
import types

import ml_dtypes
import numpy as np

from filtergrad import dlpack

KINDS = {(2, 16): np.float16, (2, 32): np.float32, (2, 64): np.float64, (4, 16): ml_dtypes.bfloat16}
NAMES = {b"dltensor": b"used_dltensor", b"dltensor_versioned": b"used_dltensor_versioned"}
_set_name = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_SetName", ctypes.pythonapi)
)
_name = ctypes.PYFUNCTYPE(ctypes.c_char_p, ctypes.py_object)(
    ("PyCapsule_GetName", ctypes.pythonapi)
)
_pointer = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)


def placed(fake, numbers, dtype=None, device=0):
    """A copy of an array in a device's memory, at a multiple of 16 bytes, with the same strides."""
    numbers = np.asarray(numbers, dtype)
    memory = np.empty(numbers.size * numbers.itemsize + 16, np.uint8)
    start = -memory.ctypes.data % 16
    made = memory[start : start + numbers.nbytes].view(numbers.dtype).reshape(numbers.shape)
    made[...] = numbers
    fake.array(device, memory)
    return made


class Interface:
    """An array with the CUDA array interface, version 3."""

    def __init__(self, array, stream=None, *, readonly=False, typestr=None):
        self.array = array
        self.__cuda_array_interface__ = {
            "shape": array.shape,
            "typestr": typestr or array.dtype.str,
            "data": (array.ctypes.data, readonly),
            "version": 3,
            "strides": None if array.flags.c_contiguous else array.strides,
            "stream": stream,
        }


class Taken:
    """What a consumer makes of a capsule: an array of its numbers, until `drop`."""

    def __init__(self, capsule):
        tensor, self.writable = dlpack.tensor(capsule)
        self.device = tensor.device_type, tensor.device_id
        shape = tuple(tensor.shape[: tensor.ndim])
        dtype = np.dtype(KINDS[tensor.code, tensor.bits])
        self.strides = tuple(tensor.strides[: tensor.ndim])
        size = int(np.prod(shape)) * dtype.itemsize
        self.address = tensor.data + tensor.byte_offset
        memory = (ctypes.c_char * size).from_address(self.address)
        self.array = np.frombuffer(memory, np.uint8).view(dtype).reshape(shape)
        self.name = _name(capsule)
        self._managed = _pointer(capsule, self.name)
        _set_name(capsule, _kept[NAMES[self.name]])

    def drop(self):
        kind = dlpack.Managed if self.name == b"dltensor" else dlpack.Versioned
        if deleter := kind.from_address(self._managed).deleter:
            ctypes.CFUNCTYPE(None, ctypes.c_void_p)(deleter)(self._managed)


_kept = {name: ctypes.c_char_p(name) for name in NAMES.values()}


# ---- CuPy ----


def cupy(fake):
    """A module like CuPy, whose arrays lie in a fake device's memory."""
    module = types.ModuleType("cupy")
    state = types.SimpleNamespace(device=0, stream={}, asked=[])

    class Device:
        def __init__(self, number):
            self.id, self._before = number, []

        def __enter__(self):
            self._before.append(state.device)
            state.device = self.id

        def __exit__(self, *_):
            state.device = self._before.pop()

    class ndarray:  # noqa: N801
        def __init__(self, array, device):
            self.array, self.device = array, device
            self.data = types.SimpleNamespace(ptr=array.ctypes.data)
            self.shape, self.dtype, self.strides = array.shape, array.dtype, array.strides

        def __dlpack_device__(self):
            return 2, self.device

        def __dlpack__(self, *, stream=None, max_version=None, dl_device=None, copy=None):
            state.asked.append(stream)
            array, kind = self.array, self.dtype
            if kind == ml_dtypes.bfloat16:
                array = array.view(np.int16)
            capsule = array.__dlpack__(max_version=max_version)
            tensor, _ = dlpack.tensor(capsule)
            tensor.device_type, tensor.device_id = 2, self.device
            tensor.code = 4 if kind == ml_dtypes.bfloat16 else tensor.code
            return capsule

        @property
        def __cuda_array_interface__(self):
            raise AssertionError("CuPy has DLPack")

    ndarray.__module__ = "cupy"

    def empty(shape, dtype="float64"):
        dtype = np.dtype(dtype)
        filler = np.full(shape, 0xFF if dtype.kind == "u" else np.nan, dtype)
        return ndarray(placed(fake, filler, device=state.device), state.device)

    module.ndarray, module.empty, module.state = ndarray, empty, state
    module.cuda = types.SimpleNamespace(
        Device=Device,
        get_current_stream=lambda: types.SimpleNamespace(ptr=state.stream[state.device]),
    )
    module.array = lambda numbers, dtype=None, device=0: ndarray(
        placed(fake, numbers, dtype, device), device
    )
    sys.modules["cupy"] = module
    return module


# ---- arrays of a library with the array API, as JAX's are: immutable, older capsules ----


def library(fake, name="elsewhere"):
    """A namespace with `from_dlpack`, whose arrays have a stream of their own."""
    module = types.ModuleType(name)
    module.asked, module.stream = [], fake.stream()

    class Array:
        def __init__(self, array, taken=None):
            self.array, self.taken = array, taken

        def __array_namespace__(self):
            return module

        def __dlpack_device__(self):
            return 2, 0

        def __dlpack__(self, *, stream=None, max_version=None):
            module.asked.append(stream)
            if stream not in {None, -1}:
                fake.driver.wait(0, module.stream, stream)
            capsule = self.array.__dlpack__()
            tensor, _ = dlpack.tensor(capsule)
            tensor.device_type = 2
            return capsule

        def __del__(self):
            if self.taken is not None:
                self.taken.drop()

    def from_dlpack(other):
        taken = Taken(other.__dlpack__(stream=module.stream))
        return Array(taken.array, taken)

    module.Array, module.from_dlpack = Array, from_dlpack
    module.array = lambda numbers, dtype=None: Array(placed(fake, numbers, dtype))
    return module


__all__ = ["Interface", "Taken", "cupy", "library", "placed"]
