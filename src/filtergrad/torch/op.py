"""The operator ``filtergrad::conv2d_weight``: its schema, and how it is called.

In: PyTorch's tensors and arguments. Out: the operator, and what its results look like. The
operator's kernel is machine code (`door`, `shim`) or a Python function (`slow`); what PyTorch's
transformations must know of it is in `rules`.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import weakref
from typing import Any

import torch
from torch._prims_common import suggest_memory_format
from torch.autograd import forward_ad

from .geometry import Ints

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


def format_like(
    weight: torch.Tensor, x: torch.Tensor, *, exchanged: bool = False
) -> torch.memory_format:
    """What to ask for so that dW has the memory format that PyTorch gives it.

    It is channels_last where the weight is, or else where the convolution's input is, which is not
    the op's where `exchanged`. Tensors with one axis of pixels count as images of one row.
    """
    if _last(weight):
        return torch.channels_last
    if not exchanged:
        return torch.preserve_format
    return torch.channels_last if _last(x) else torch.contiguous_format


def _last(tensor: torch.Tensor) -> bool:
    """Whether the channels of a tensor lie side by side, and no other axis does."""
    images = tensor.unsqueeze(2) if tensor.dim() == 3 else tensor
    return images.is_contiguous(memory_format=torch.channels_last) and not images.is_contiguous()


def in_backward(x: torch.Tensor, sizes: Ints, dy: torch.Tensor, *convolution: Any) -> torch.Tensor:
    """Call the operator inside a backward pass, where mostly nobody differentiates further.

    Then it is called below autograd, whose share is in Python and takes as long as all the rest.
    Derivatives in forward mode are autograd's work, too, and need no grad mode.
    """
    plain = type(x) is type(dy) is torch.Tensor and not torch.compiler.is_compiling()
    if torch.is_grad_enabled() or not plain or forward_ad._current_level >= 0:
        return operator(x, sizes, dy, *convolution)
    with torch._C._AutoDispatchBelowAutograd():
        return operator(x, sizes, dy, *convolution)
