"""Any array in, an `Operand` (an address and what lies there) out, without a copy.

NumPy arrays take the short way; lists and whatever speaks ``__array_interface__`` become NumPy
arrays first; ``__dlpack__`` capsules are decoded here, because NumPy's own reader refuses bfloat16.
"""

import contextlib
import ctypes
import operator
from collections.abc import Sequence
from typing import Any, SupportsIndex, TypeAlias

import ml_dtypes
import numpy as np
import numpy.typing as npt

from filtergrad import dlpack

HERE = dlpack.HERE
"""The device of arrays in this machine's own memory."""

DTYPES = ("float16", "bfloat16", "float32", "float64")
"""The element types of the op."""

Ints = Sequence[SupportsIndex] | npt.NDArray[np.integer[Any]]
"""Integers as users may give them."""

Array: TypeAlias = npt.NDArray[Any]
"""A NumPy array of any shape and dtype."""

_NUMPY: dict[str, np.dtype[Any]] = {
    "float16": np.dtype(np.float16),
    "bfloat16": np.dtype(ml_dtypes.bfloat16),
    "float32": np.dtype(np.float32),
    "float64": np.dtype(np.float64),
}
_NAMES = {dtype: name for name, dtype in _NUMPY.items()}

# What dlpack.h calls element types: (kind, bits, lanes), and the kinds.
_DLPACK = {
    (2, 16, 1): "float16",
    (4, 16, 1): "bfloat16",
    (2, 32, 1): "float32",
    (2, 64, 1): "float64",
}
_KINDS = {0: "int", 1: "uint", 2: "float", 3: "handle", 4: "bfloat", 5: "complex", 6: "bool"}
_TORCH = ("torch", "torch.nn.parameter")  # where PyTorch's tensors and parameters come from
_INTERFACE = {"<f2": "float16", "<f4": "float32", "<f8": "float64"}


class Operand:
    """Memory that a kernel may read, or write where `writable`.

    Parameters
    ----------
    address
        Where the element with all indices 0 lies.
    shape
        Sizes, in the user's order.
    strides
        Distances in bytes; negative and unaligned ones too.
    dtype
        One of `DTYPES`.
    writable
        Whether the owner lets us write.
    owner
        What keeps the memory alive for as long as the operand lives.
    device
        In whose memory it lies.
    stream
        On which its numbers are made, where the owner leaves it to us to wait for that.
    """

    __slots__ = ("address", "device", "dtype", "owner", "shape", "stream", "strides", "writable")

    def __init__(
        self,
        address: int,
        shape: tuple[int, ...],
        strides: tuple[int, ...],
        dtype: str,
        writable: bool,
        owner: object,
        device: str = HERE,
        stream: int | None = None,
    ) -> None:
        self.stream = stream
        self.address = address
        self.shape = shape
        self.strides = strides
        self.dtype = dtype
        self.writable = writable
        self.owner = owner
        self.device = device

    @property
    def value(self) -> Any:
        """The user's array."""
        return self.owner[1] if type(self.owner) is tuple else self.owner

    def __repr__(self) -> str:
        return (
            f"Operand(0x{self.address:x}, shape={self.shape}, strides={self.strides}, "
            f"dtype={self.dtype!r}, writable={self.writable}, device={self.device!r})"
        )


def operand(value: Any, name: str) -> Operand:
    """The memory of `value`; `name` is what errors call it.

    Raises
    ------
    TypeError
        If `value` is no array of one of the four dtypes in this machine's or a GPU's memory.
    """
    if type(value) is np.ndarray:  # Start reading here: nearly every call ends here.
        dtype = _NAMES.get(value.dtype) or dtype_name(value.dtype, name)
        writable = value.flags.writeable
        return Operand(address_of(value), value.shape, value.strides, dtype, writable, value)
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array, whose mask would be lost; use .filled(0) first")
    if isinstance(value, list | tuple | float | int):
        return operand(_from_list(value, name), name)
    if getattr(value, "requires_grad", False):
        raise TypeError(f"{name} requires grad; pass {name}.detach() instead")
    if callable(negated := getattr(value, "is_neg", None)) and negated():
        # PyTorch negates such views when it reads them, and its capsules do not say so.
        raise TypeError(f"{name} is a negated view; pass {name}.resolve_neg() instead")
    if hasattr(value, "__array_interface__"):
        return operand(np.asarray(value).view(np.ndarray), name)
    if type(value).__module__ in _TORCH and value.is_cuda and str(value.layout) == "torch.strided":
        return _from_torch(value, name)
    if hasattr(value, "__dlpack__"):
        return _from_dlpack(value, name)
    if hasattr(value, "__cuda_array_interface__"):
        return _from_interface(value, name)
    raise TypeError(
        f"{name} is a {type(value).__name__}, which has neither __dlpack__ nor "
        "__array_interface__; convert it with numpy.asarray first"
    )


def dtype_name(dtype: npt.DTypeLike, name: str) -> str:
    """The name in `DTYPES` of a NumPy dtype, or of what NumPy takes for one.

    `name` is what errors call the array.
    """
    if dtype is None:  # NumPy would read it as float64.
        raise TypeError(_refusal(name, "None"))
    kind = np.dtype(dtype)
    if (known := _NAMES.get(kind)) is not None:
        return known
    if (native := _NAMES.get(kind.newbyteorder("="))) is not None:
        raise TypeError(
            f"{name} has dtype {kind.str!r}, of a foreign byte order; convert it first, as in "
            f"{name}.astype({native!r})"
        )
    if kind == np.dtype("V2"):  # What numpy.load makes of a file of bfloat16.
        spelled = "void16 (if these are bfloat16 numbers, use .view(ml_dtypes.bfloat16))"
        raise TypeError(_refusal(name, spelled))
    raise TypeError(_refusal(name, str(kind)))


def _refusal(name: str, dtype: str) -> str:
    return (
        f"Value passed to parameter '{name}' has DataType {dtype} not in list of allowed values: "
        f"{', '.join(DTYPES)}"
    )


def numpy_dtype(name: str) -> np.dtype[Any]:
    """The NumPy dtype of a name in `DTYPES`."""
    return _NUMPY[name]


def integers(value: Any, name: str) -> Sequence[int]:
    """The entries of a list of integers of any integer type; `name` is for errors."""
    if type(value) in (tuple, list) and {*map(type, value)} <= {int}:  # Nearly always.
        given: Sequence[int] = value
        return given
    ordered = hasattr(value, "__getitem__") and not isinstance(value, str | bytes | dict)
    if not ordered or getattr(value, "ndim", 1) == 0:
        raise TypeError(
            f"Expected list for '{name}' argument to 'conv2d_backprop_filter' Op, not {value!r}."
        )
    return tuple([_int(entry, name) for entry in value])


def _int(value: Any, name: str) -> int:
    """An integer of any integer type; TensorFlow would cut 1.5 to 1 and take True for 1."""
    if not isinstance(value, bool) and hasattr(value, "__index__"):
        with contextlib.suppress(TypeError):  # Floating NumPy arrays have the method and refuse.
            return operator.index(value)
    raise TypeError(f"Expected int for argument '{name}' not {value!r}.")


def dense_strides(shape: Sequence[int], step: int = 1) -> tuple[int, ...]:
    """The strides of a dense array whose neighbours lie ``step`` apart."""
    strides = [step]
    for size in shape[:0:-1]:
        strides.insert(0, strides[0] * size)
    return tuple(strides[len(strides) - len(shape) :])  # none, where there is no axis


def pixels(data_format: str, given: tuple[int, ...]) -> tuple[int, int, int, int]:
    """What is given for each axis of an array in a data format, in the order n, h, w, c."""
    n, h, w, c = (0, 1, 2, 3) if data_format == "NHWC" else (0, 2, 3, 1)
    return given[n], given[h], given[w], given[c]


def unlike(first: object, second: object) -> TypeError:
    """What to raise where the two arrays of a call have different dtypes."""
    return TypeError(
        f"input is {first} but out_backprop is {second}; convert one of them, "
        "nothing is converted silently"
    )


def mixed(first: str, second: str) -> ValueError:
    """What to raise where the two arrays of a call lie on different devices."""
    return ValueError(
        f"input is on {first} but out_backprop is on {second}; move one of them, "
        "nothing is moved silently"
    )


def _from_list(value: Any, name: str) -> Array:
    """Nested lists as TensorFlow reads them: Python floats are float32, arrays keep their dtype."""
    try:
        array = np.asarray(value)
    except Exception as error:
        raise TypeError(f"{name} is a list that makes no array: {error}") from error
    leaf = value
    while isinstance(leaf, list | tuple) and leaf:
        leaf = leaf[0]
    if array.dtype == np.float64 and not hasattr(leaf, "dtype"):
        with np.errstate(over="ignore"):
            return array.astype(np.float32)
    return array


# The address of an ndarray. `array.ctypes.data` takes 1.6 us, twice in a call that may take 30; but
# the pointer to the data is the first field after the object's header in NumPy's C ABI, and reading
# it takes 0.2 us. Where a probe finds another ABI, the slow way it is.
_HEADER = object.__basicsize__


def _peek(array: Array) -> int:
    return ctypes.c_void_p.from_address(id(array) + _HEADER).value or 0


def _ask(array: Array) -> int:
    return int(array.ctypes.data)


_PROBE = np.zeros(3)
address_of = _peek if _peek(_PROBE) == _PROBE.ctypes.data else _ask


def _from_torch(value: Any, name: str) -> Operand:
    """The memory of a tensor on a GPU: PyTorch's capsules are slow, and of the current GPU only."""
    if (dtype := str(value.dtype).removeprefix("torch.")) not in DTYPES:
        raise TypeError(_refusal(name, dtype))
    strides, device = tuple([value.itemsize * n for n in value.stride()]), str(value.device)
    return Operand(value.data_ptr(), tuple(value.shape), strides, dtype, True, value, device)


def _from_dlpack(value: Any, name: str) -> Operand:
    device, capsule = dlpack.capsule(value, name)
    tensor, writable = dlpack.tensor(capsule)
    kind = (tensor.code, tensor.bits, tensor.lanes)
    if (dtype := _DLPACK.get(kind)) is None:
        spelled = f"{_KINDS.get(tensor.code, 'kind ')}{tensor.bits}"
        raise TypeError(_refusal(name, spelled if tensor.lanes == 1 else f"{spelled} vectors"))
    itemsize = tensor.bits // 8
    shape = tuple(tensor.shape[: tensor.ndim])
    if not tensor.data and 0 not in shape:  # PyTorch's FakeTensor, which is traced with
        raise TypeError(f"{name} has a shape but no memory behind it")
    strides = tensor.strides[: tensor.ndim] if tensor.strides else dense_strides(shape)
    # The capsule is kept, not consumed: when it goes, its own destructor frees the tensor.
    return Operand(
        (tensor.data or 0) + tensor.byte_offset,
        shape,
        tuple(stride * itemsize for stride in strides),
        dtype,
        writable,
        (capsule, value),
        device,
    )


def _from_interface(value: Any, name: str) -> Operand:
    """The memory of an array with the CUDA array interface, versions 2 and 3."""
    told = value.__cuda_array_interface__
    if told.get("mask") is not None:
        raise TypeError(f"{name} is a masked array, whose mask would be lost")
    if (dtype := _INTERFACE.get(told["typestr"])) is None:
        raise TypeError(_refusal(name, told["typestr"]))
    address, readonly = told["data"]
    shape = tuple(told["shape"])
    strides = told.get("strides") or dense_strides(shape, np.dtype(told["typestr"]).itemsize)
    if (stream := told.get("stream")) == 0:
        raise TypeError(f"{name} names stream 0, which the CUDA array interface forbids")
    # Which device it is, only the driver knows: see `devices.located`.
    return Operand(address or 0, shape, tuple(strides), dtype, not readonly, value, "cuda", stream)
