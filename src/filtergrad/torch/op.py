"""The operator ``filtergrad::conv2d_weight``: its schema and its checks.

In: PyTorch's arguments. Out: the operator, the checked gradient of a call, and an empty result. The
operator's kernel is machine code (`door`, `shim`) or a Python function (`slow`); what PyTorch's
transformations must know of it is in `rules`.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Any

import torch
from torch._prims_common import suggest_memory_format
from torch.autograd import forward_ad

from filtergrad import api, arrays
from filtergrad.gradient import Gradient

NAME = "filtergrad::conv2d_weight"
library = torch.library.Library("filtergrad", "FRAGMENT")
# PyTorch would take the operator back as soon as Python begins to exit, but handlers that run later
# may still train. So the operator stays, as PyTorch's own do.
for _finalizer in list(weakref.finalize._registry):  # type: ignore[attr-defined]
    if (_alive := _finalizer.peek()) and _alive[0] is library:
        _finalizer.atexit = False
# Names and order of the arguments are those of torch.nn.grad.conv2d_weight. Sizes are SymInt so
# that graphs may be traced with sizes yet unknown. memory_format is that of the result; to preserve
# it means what it means in PyTorch: the result is channels_last where `input` is.
library.define(
    "conv2d_weight(Tensor input, SymInt[4] weight_size, Tensor grad_output, SymInt[2] stride=1, "
    "SymInt[2] padding=0, SymInt[2] dilation=1, SymInt groups=1, "
    "MemoryFormat memory_format=1) -> Tensor",
    tags=(torch.Tag.pt2_compliant_tag,),
)

DTYPES = {getattr(torch, name): name for name in arrays.DTYPES}
"""PyTorch's dtypes that have kernels, and our names for them."""
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


def gradient(
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


def empty(
    input: torch.Tensor,  # noqa: A002
    weight_size: Ints,
    memory_format: torch.memory_format,
) -> torch.Tensor:
    """Make an empty result: `slow`'s and the traced one agree on where the numbers lie."""
    if memory_format == torch.preserve_format:
        memory_format = suggest_memory_format(input)
    return torch.empty(
        weight_size, dtype=input.dtype, device=input.device, memory_format=memory_format
    )


operator = torch.ops.filtergrad.conv2d_weight.default


def format_like(weight: torch.Tensor) -> torch.memory_format:
    """What to ask for so that dW has the memory format that PyTorch gives it.

    It is channels_last where the weight is, or else where the input is.
    """
    last = weight.is_contiguous(memory_format=torch.channels_last) and not weight.is_contiguous()
    return torch.channels_last if last else torch.preserve_format


def in_backward(
    x: torch.Tensor, weight: torch.Tensor, dy: torch.Tensor, *convolution: Any
) -> torch.Tensor:
    """Call the operator inside a backward pass, where mostly nobody differentiates further.

    Then it is called below autograd, whose share is in Python and takes as long as all the rest.
    Derivatives in forward mode are autograd's work, too, and need no grad mode.
    """
    plain = type(x) is type(dy) is torch.Tensor and not torch.compiler.is_compiling()
    if torch.is_grad_enabled() or not plain or forward_ad._current_level >= 0:
        return operator(x, weight.shape, dy, *convolution)
    with torch._C._AutoDispatchBelowAutograd():
        return operator(x, weight.shape, dy, *convolution)
