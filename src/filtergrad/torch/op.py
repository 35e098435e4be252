"""The operator ``filtergrad::conv2d_weight``: its schema, its checks, its kernel.

In: PyTorch's dispatcher. Out: the gradient of a weight, in PyTorch's layout. The kernel is machine
code that the dispatcher calls by its address (`cpu/doors/torch.py`); where that door does not open,
a Python function computes the same bits. Python is asked only when a shape is new.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Sequence
from typing import Any

import torch
from torch._prims_common import suggest_memory_format
from torch.autograd import forward_ad

from filtergrad import api, arrays, forks
from filtergrad.gradient import Gradient
from filtergrad.native import door, proof

NAME = "filtergrad::conv2d_weight"
library = torch.library.Library("filtergrad", "FRAGMENT")
# PyTorch would take the operator back as soon as Python begins to exit, and handlers that run later
# still train; PyTorch's own operators stay, too.
for _finalizer in list(weakref.finalize._registry):  # type: ignore[attr-defined]
    if (_alive := _finalizer.peek()) and _alive[0] is library:
        _finalizer.atexit = False
# The names and order of torch.nn.grad.conv2d_weight. Sizes are SymInt so that graphs may be traced
# with sizes yet unknown. memory_format is that of the result; to preserve means as PyTorch itself
# does it: channels_last where `input` is.
library.define(
    "conv2d_weight(Tensor input, SymInt[4] weight_size, Tensor grad_output, SymInt[2] stride=1, "
    "SymInt[2] padding=0, SymInt[2] dilation=1, SymInt groups=1, "
    "MemoryFormat memory_format=1) -> Tensor",
    tags=(torch.Tag.pt2_compliant_tag,),
)

DTYPES = {getattr(torch, name): name for name in arrays.DTYPES}
"""PyTorch's dtypes that have kernels, and our names for them."""
# By their numbers in c10/core/ScalarType.h.
_SCALARS = (
    *("uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64"),
    *("complex32", "complex64", "complex128", "bool", "qint8", "quint8", "qint32", "bfloat16"),
)
Ints = Sequence[int]


def check(x: Ints, dw: Ints, dy: Ints, lists: Sequence[Ints], groups: int) -> None:
    """Refuse shapes that are no convolution's, in PyTorch's words; sizes may be symbols.

    Raises
    ------
    RuntimeError
        As PyTorch's own operators do.
    """

    def must(condition: Any, text: str) -> None:
        torch._check(condition, lambda: f"{NAME}: {text}")

    for name, shape in (("input", x), ("weight_size", dw), ("grad_output", dy)):
        must(len(shape) == 4, f"{name} must have 4 dimensions, but has {len(shape)}")
    for name, pair, least in zip(("stride", "padding", "dilation"), lists, (1, 0, 1), strict=True):
        must(len(pair) == 2, f"{name} must be two integers (or one), but has {len(pair)}")
        for number in pair:
            must(number >= least, f"{name} must be at least {least}, but is {list(pair)}")
    must(groups >= 1, f"groups must be at least 1, but is {groups}")
    for size in dw:
        must(size >= 0, f"weight_size must not be negative, but is {list(dw)}")
    must(x[0] == dy[0], f"input has {x[0]} images, but grad_output has {dy[0]}")
    must(
        x[1] == dw[1] * groups,
        f"input has {x[1]} channels, but weight_size {list(dw)} with groups={groups} needs "
        f"{dw[1] * groups}",
    )
    must(dy[1] == dw[0], f"grad_output has {dy[1]} channels, but weight_size is {list(dw)}")
    must(dw[0] % groups == 0, f"{dw[0]} output channels cannot be divided by groups={groups}")
    for axis in range(2):
        u, pad, hole = (pair[axis] for pair in lists)
        size, reach = x[2 + axis] + 2 * pad, hole * (dw[2 + axis] - 1) + 1
        must(dw[2 + axis] > 0, f"weight_size has no taps: {list(dw)}")
        must(size >= reach, f"the padded input has {size} pixels, fewer than the kernel's {reach}")
        out = (size - reach) // u + 1
        must(
            dy[2 + axis] == out,
            f"grad_output has size {dy[2 + axis]} in dimension {2 + axis}, but the convolution's "
            f"output has {out} (input {x[2 + axis]}, kernel {dw[2 + axis]}, stride {u}, "
            f"padding {pad}, dilation {hole})",
        )


def pairs(lists: Sequence[Ints]) -> list[Ints]:
    """Of each list, one number for each axis: PyTorch takes a single one for both."""
    return [[*numbers, *numbers] if len(numbers) == 1 else numbers for numbers in lists]


def check_dtypes(x: object, dy: object) -> None:
    """Refuse dtypes that differ or have no kernel."""
    if x != dy:
        raise RuntimeError(f"{NAME}: input is {x}, but grad_output is {dy}; convert one of them")
    if x not in DTYPES:
        raise RuntimeError(
            f"{NAME}: there is no kernel for {x}, only for float16, bfloat16, float32 and float64"
        )


def _gradient(
    x: Ints, dw: Ints, dy: Ints, lists: Sequence[Ints], groups: int, dtype: torch.dtype
) -> Gradient:
    """The checked gradient of PyTorch's arguments."""
    lists = pairs(lists)
    check(x, dw, dy, lists, groups)
    (u, v), (high, wide), (dr, ds) = lists
    k, c, r, s = dw
    if 0 in (k, c):  # PyTorch lets filters be of no channels, and TensorFlow does not
        x, dy, (k, c, r, s) = (0, 1, 1, 1), (0, 0, 1, 1), (0, 1, 1, 1)
        (u, v), (high, wide), (dr, ds) = (1, 1), (0, 0), (1, 1)
    pads = (0, 0, 0, 0, high, high, wide, wide)
    return api.gradient(
        input_shape=tuple(x),
        filter_sizes=(r, s, c, k),
        out_backprop_shape=tuple(dy),
        strides=(1, 1, u, v),
        padding="EXPLICIT",
        explicit_paddings=pads,
        data_format="NCHW",
        dilations=(1, 1, dr, ds),
        dtype=DTYPES[dtype],
    )


# ---- the native kernel ----


def _ask(words: tuple[int, ...]) -> door.Request:
    """What a call that was not seen before asks for; the words are those of the door."""
    kind, *rest = words
    x, x_steps, dy, dy_steps, dw = (tuple(rest[at : at + 4]) for at in range(0, 20, 4))
    pairs, groups, last = [tuple(rest[at : at + 2]) for at in (20, 22, 24)], rest[26], rest[27]
    x_rank, x_dtype, dy_rank, dy_dtype, dw_length, *lengths = (kind % 2**64).to_bytes(8, "little")
    dtypes = [_dtype(code) for code in (x_dtype, dy_dtype)]
    check_dtypes(*dtypes)
    x, dw, dy = (_cut(x, x_rank), _cut(dw, dw_length), _cut(dy, dy_rank))
    lists = [_cut(pair, length) for pair, length in zip(pairs, lengths, strict=True)]
    gradient = _gradient(x, dw, dy, lists, groups, dtypes[0])
    size = dtypes[0].itemsize
    strides = [tuple(size * step for step in steps) for steps in (x_steps, dy_steps)]
    _, c, r, s = dw
    dense, pixels = (s, 1, r * s, c * r * s), (s * c, c, 1, c * r * s)
    return door.Request(gradient, strides[0], strides[1], pixels if last else dense)


def _cut(numbers: tuple[int, ...], length: int) -> tuple[int, ...]:
    """What the words tell of a list; of one that is too long it is the length only."""
    return numbers[:length] if length <= len(numbers) else (0,) * length


def _dtype(code: int) -> Any:
    return getattr(torch, _SCALARS[code]) if code < len(_SCALARS) else f"dtype number {code}"


class _Symbols(dict[str, int]):
    """The addresses of functions that PyTorch has loaded, by their names."""

    def __missing__(self, key: str) -> int:
        library = "libc10.so" if key.startswith("c10::") else "libtorch_cpu.so"
        function = getattr(ctypes.CDLL(library), _MANGLED.get(key, key))
        self[key] = ctypes.cast(function, ctypes.c_void_p).value or 0
        return self[key]


# No C function throws, and the one that counts threads has another signature than a team's.
_MANGLED = {
    "c10::detail::torchCheckFail": "_ZN3c106detail14torchCheckFailEPKcS2_jS2_",
    "at::get_num_threads": "_ZN2at15get_num_threadsEv",
}


def _open() -> str:
    """Let the dispatcher call machine code; why not, if that cannot be."""
    if strange := proof.why_closed("torch", torch.__version__):
        return strange
    forks.load("filtergrad.torch.shim")
    from . import shim

    symbols = _Symbols()
    try:
        team = symbols["torch_parallel_for"], symbols["at::get_num_threads"]
        opened = door.Door(shim, _ask, symbols, team)
        torch_cpu = ctypes.CDLL("libtorch_cpu.so")
        torch_cpu.aoti_torch_abi_version.restype = ctypes.c_uint64
        handle, version = ctypes.c_void_p(), ctypes.c_uint64(torch_cpu.aoti_torch_abi_version())
        place = (b"CPU", __file__.encode(), 0, ctypes.byref(handle))
        if torch_cpu.aoti_torch_library_init_impl(b"filtergrad", *place):
            raise OSError("the operator's library does not open")  # noqa: TRY301 - as the next
        address = ctypes.c_void_p(opened.addresses["conv2d_weight"])
        if torch_cpu.torch_library_impl(handle, b"conv2d_weight", address, version):
            raise OSError("the operator's kernel is not taken")  # noqa: TRY301
    except (AttributeError, OSError) as error:
        return f"PyTorch {torch.__version__}: {error}"
    return ""


# ---- the same in Python ----


def _kernel(
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight_size: Ints,
    grad_output: torch.Tensor,
    stride: Ints = (1, 1),
    padding: Ints = (0, 0),
    dilation: Ints = (1, 1),
    groups: int = 1,
    memory_format: torch.memory_format = torch.preserve_format,
) -> torch.Tensor:
    """The kernel of last resort: reads the tensors where they lie, too, but through NumPy."""
    for tensor in (input, grad_output):
        _check_memory(tensor)
    check_dtypes(input.dtype, grad_output.dtype)
    lists = (stride, padding, dilation)
    x, dy = input.detach(), grad_output.detach()
    gradient = _gradient(x.shape, weight_size, dy.shape, lists, groups, x.dtype)
    result = empty(input, weight_size, memory_format)
    if result.numel():
        view = result.view(torch.int16) if x.dtype == torch.bfloat16 else result
        out = view.numpy().view(arrays.numpy_dtype(gradient.problem.dtype)).transpose(2, 3, 1, 0)
        gradient(x, dy, out)
    return result


def _check_memory(tensor: torch.Tensor) -> None:
    """Refuse what lies elsewhere, or in a storage that was freed, as the native kernel does."""
    if tensor.device.type != "cpu" or tensor.layout != torch.strided:
        raise RuntimeError(f"{NAME}: tensors must be dense (torch.strided) and on the CPU")
    reach = sum((n - 1) * step for n, step in zip(tensor.shape, tensor.stride(), strict=True))
    bytes_ = (tensor.storage_offset() + reach + 1) * tensor.itemsize
    if tensor.numel() and bytes_ > tensor.untyped_storage().nbytes():
        raise RuntimeError(
            f"{NAME}: there is no memory behind a tensor, or too little; was its storage freed "
            "(untyped_storage().resize_)?"
        )


def empty(
    input: torch.Tensor,  # noqa: A002
    weight_size: Ints,
    memory_format: torch.memory_format,
) -> torch.Tensor:
    """An empty result; both kernels and the traced one agree on where its numbers lie."""
    if memory_format == torch.preserve_format:
        memory_format = suggest_memory_format(input)
    return torch.empty(
        weight_size, dtype=input.dtype, device=input.device, memory_format=memory_format
    )


reason = _open()
if reason:
    library.impl("conv2d_weight", _kernel, "CPU")
operator = torch.ops.filtergrad.conv2d_weight.default


def format_like(weight: torch.Tensor) -> torch.memory_format:
    """What to ask for so that dW has the memory format that PyTorch gives it.

    It is channels_last where the weight is, or else where the input is.
    """
    last = weight.is_contiguous(memory_format=torch.channels_last) and not weight.is_contiguous()
    return torch.channels_last if last else torch.preserve_format


def known(x: torch.Tensor, weight: torch.Tensor, dy: torch.Tensor, *convolution: Any) -> Any:
    """The operator inside a backward pass, where mostly nobody differentiates further.

    Then it is called below autograd, whose share is in Python and takes as long as all the rest.
    Derivatives in forward mode are autograd's, too, and need no grad mode.
    """
    plain = type(x) is type(dy) is torch.Tensor and not torch.compiler.is_compiling()
    if torch.is_grad_enabled() or not plain or forward_ad._current_level >= 0:
        return operator(x, weight.shape, dy, *convolution)
    with torch._C._AutoDispatchBelowAutograd():
        return operator(x, weight.shape, dy, *convolution)
