"""PyTorch's native door: the dispatcher calls machine code by its address.

In: nothing; importing this opens the door, or registers the kernel of `slow` where it stays closed.
Out: `door_state`. Python is asked only for calls that were not seen before.
"""

from __future__ import annotations

import ctypes
from typing import Any

import torch

from filtergrad import forks
from filtergrad.native import door, proof

from . import state
from .geometry import Geometry, check_dtypes
from .op import library
from .slow import kernel

# The dtypes in the order of their numbers in c10/core/ScalarType.h.
_SCALARS = (
    *("uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64"),
    *("complex32", "complex64", "complex128", "bool", "qint8", "quint8", "qint32", "bfloat16"),
)


def _ask(words: tuple[int, ...]) -> door.Request:
    """What a call that was not seen before asks for; `shim.WORDS` says what its words mean."""
    from . import shim

    packed = shim.WORDS.one(words, "kinds").to_bytes(8, "little", signed=True)
    kinds = dict(zip(shim.KINDS, packed, strict=True))
    x, dy = (shim.WORDS.read(words, name) for name in ("x", "dy"))
    dw, *lists = (
        _cut(shim.WORDS.read(words, name), kinds[name])
        for name in ("weight_size", "stride", "padding", "dilation")
    )
    dtype, other = (_dtype(kinds[name]) for name in ("x_dtype", "dy_dtype"))
    check_dtypes(dtype, other)
    geometry = Geometry.of(lists, shim.WORDS.one(words, "groups"))
    gradient = geometry.gradient(
        _cut(shim.TENSOR.read(x, "sizes"), kinds["x_rank"]),
        dw,
        _cut(shim.TENSOR.read(dy, "sizes"), kinds["dy_rank"]),
        dtype,
    )
    x_strides, dy_strides = (
        tuple(dtype.itemsize * step for step in shim.TENSOR.read(tensor, "strides"))
        for tensor in (x, dy)
    )
    _, c, r, s = dw
    dense, pixels = (s, 1, r * s, c * r * s), (s * c, c, 1, c * r * s)
    last = shim.WORDS.one(words, "channels_last")
    return door.Request(gradient, x_strides, dy_strides, pixels if last else dense)


def _cut(numbers: tuple[int, ...], length: int) -> tuple[int, ...]:
    """The numbers of a list of this length; where it is too long, only the length was told."""
    return numbers[:length] if length <= len(numbers) else (0,) * length


def _dtype(number: int) -> Any:
    """PyTorch's dtype of this number, or what to call a number that is none."""
    return getattr(torch, _SCALARS[number]) if number < len(_SCALARS) else f"dtype number {number}"


class _Symbols(dict[str, int]):
    """The addresses of functions that PyTorch has loaded, by their names; 0 of what it lacks."""

    def __missing__(self, key: str) -> int:
        from . import stable

        name = "libc10.so" if key.startswith("c10::") else "libtorch_cpu.so"
        try:
            function = getattr(ctypes.CDLL(name), _MANGLED.get(key, key))
        except AttributeError:
            if key not in stable.LATER:
                raise
            function = None
        self[key] = ctypes.cast(function, ctypes.c_void_p).value or 0
        return self[key]


# Two functions of C++, by their names in the library: no function of the C ABI throws, and the one
# that counts threads has another signature than `native.Door` wants of a team's.
_MANGLED = {
    "c10::detail::torchCheckFail": "_ZN3c106detail14torchCheckFailEPKcS2_jS2_",
    "at::get_num_threads": "_ZN2at15get_num_threadsEv",
}
_opened: list[door.Door] = []  # at most one
_symbols = _Symbols()


def _open() -> str:
    """Let the dispatcher call machine code; return why that cannot be, or nothing."""
    if strange := proof.why_closed("torch", torch.__version__):
        return strange
    forks.load("filtergrad.torch.shim")
    from . import shim, stable

    try:
        _symbols.update(zip(stable.STATE, state.addresses(), strict=True))
        team = _symbols["torch_parallel_for"], _symbols["at::get_num_threads"]
        _opened.append(door.Door(shim, _ask, _symbols, team))
        register("filtergrad", "conv2d_weight")
    except (AttributeError, OSError) as error:
        return f"PyTorch {torch.__version__}: {error}"
    return ""


def register(namespace: str, name: str) -> None:
    """Let the dispatcher call our machine code of this name for an operator, on CPUs.

    Raises
    ------
    OSError
        If PyTorch does not want that.
    """
    torch_cpu = ctypes.CDLL("libtorch_cpu.so")
    torch_cpu.aoti_torch_abi_version.restype = ctypes.c_uint64
    handle, version = ctypes.c_void_p(), ctypes.c_uint64(torch_cpu.aoti_torch_abi_version())
    place = (b"CPU", __file__.encode(), 0, ctypes.byref(handle))
    if torch_cpu.aoti_torch_library_init_impl(namespace.encode(), *place):
        raise OSError("the operator's library does not open")
    address = ctypes.c_void_p(_opened[0].addresses[name])
    if torch_cpu.torch_library_impl(handle, name.encode(), address, version):
        raise OSError("the operator's kernel is not taken")


def door_state() -> str:
    """Say how PyTorch reaches the kernels: ``"native"``, or ``"python: "`` and why."""
    return door.state(_reason)


def backward() -> bool:
    """Whether our machine code knows the gradients of a whole convolution with this PyTorch."""
    return not _reason and all(_symbols.values())


_reason = _open()
if _reason:
    library.impl("conv2d_weight", kernel, "CPU")
