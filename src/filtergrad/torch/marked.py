"""PyTorch's own convolution, marked so that its backward computes the weight's gradient by us.

In: tensors, and PyTorch's arguments with a number for every axis. Out: PyTorch's convolution,
recorded by PyTorch's own autograd. PyTorch takes one number for all axes in each of its lists. The
mark is one number in `output_padding` and in either `dilation` or `stride`, and one for each axis
in the others, as none of PyTorch's callers writes them. Autograd's node keeps the lists as they
are, and our kernel of ``aten::convolution_backward`` (`backward`) finds the mark there. So no
Python but this call has a part in a layer's step. What is not `usual` takes the
`autograd.Function` of `convolution`.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import torch
from torch.nn import Parameter

from . import state
from .geometry import DTYPES, Ints, Lists

# Names of this module, because every layer's every step looks them up.
_convolution = torch.convolution
_compiles = torch.compiler.is_compiling
_traces = torch._C._is_tracing
_dispatches = torch._C._len_torch_dispatch_stack
_replaces = torch._C._len_torch_function_stack
_transforms = torch._C._are_functorch_transforms_active
_casts = torch.is_autocast_enabled
_Tensor = torch.Tensor
_NONE = (0,)


def usual(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    axes: int,
    *,
    cast: bool = False,
) -> bool:
    """Whether nobody but autograd asks what becomes of a call, and PyTorch changes nothing first.

    That leaves out whatever traces, transforms or exchanges calls of PyTorch's functions, and what
    these do before they call the operator: to single images, to complex numbers, and in autocast,
    unless that has been done (``cast``).
    """
    if _compiles() or not state.native or type(x) is not _Tensor:
        return False
    kind, dtype = type(weight), x.dtype
    return (
        (kind is Parameter or kind is _Tensor)
        and x.dim() == axes + 2 == weight.dim()
        and dtype in DTYPES
        and weight.is_cpu  # or else `x` is there, too, or PyTorch says so
        and (
            bias is None
            or ((type(bias) is Parameter or type(bias) is _Tensor) and bias.dtype is dtype)
        )
        and not (_dispatches() or _replaces() or _transforms() or _traces())
        and (cast or not _casts("cpu"))
    )


def convolve(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, stride: Ints, padding: Ints,
    dilation: Ints, groups: int, more: Ints | None = None,
) -> torch.Tensor | None:  # fmt: skip
    """Convolve what is `usual`; None where the arguments have no place for the mark.

    With ``more`` the convolution is transposed, and that is its output padding.
    """
    axes = x.dim() - 2
    if type(padding) is not tuple or not len(stride) == len(padding) == len(dilation) == axes:
        return None
    if axes == 1:
        return _line(x, weight, bias, (stride, padding, dilation), groups, more)
    back = more is not None
    more = _NONE if more is None else more
    if more[0] != more[-1]:
        return None
    if dilation[0] == dilation[1]:
        dilation = dilation[:1]
    elif stride[0] == stride[1]:
        stride = stride[:1]
    else:
        return None
    y: torch.Tensor = _convolution(
        x, weight, bias, stride, padding, dilation, back, more[:1], groups
    )
    return y


def _line(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, lists: Lists, groups: int,
    more: Ints | None,
) -> torch.Tensor | None:  # fmt: skip
    """A line as an image of one row: as PyTorch computes it, but where the mark has a place."""
    n, c, pixels = x.shape
    k, cs, taps = weight.shape
    # Views take less time than `unsqueeze` and `squeeze`. PyTorch, too, makes lines contiguous.
    images, filters = x.contiguous().view(n, c, 1, pixels), weight.view(k, cs, 1, taps)
    stride, padding, dilation = lists
    stride, padding, dilation = (1, *stride), (0, *padding), (1, *dilation)
    more = more if more is None else (0, *more)
    y = convolve(images, filters, bias, stride, padding, dilation, groups, more)
    return y if y is None else y.view(n, y.shape[1], y.shape[3])
