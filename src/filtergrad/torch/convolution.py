"""PyTorch's convolution with our gradient for the weight, as a function.

In: tensors and PyTorch's arguments, in every form that PyTorch takes. Out: PyTorch's convolution,
whose weight gradient is ours; where it cannot be, PyTorch's own in everything, errors included.
In one dimension it is the op on images of one row; transposed, with input and gradient exchanged.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from typing import Any

import torch
from torch._C._functorch import TransformType, get_interpreter_stack
from torch._subclasses.fake_tensor import FakeTensor
from torch._subclasses.functional_tensor import FunctionalTensor
from torch.autograd import forward_ad
from torch.nn import Parameter, functional
from torch.nn.modules.utils import _ntuple

from . import gpu, marked, switch
from .geometry import DTYPES, Moved, misfit, numbers
from .op import format_like, in_backward

Ints = Sequence[int] | int
_KINDS = ("cpu", "cuda")  # devices that may have kernels
_FORWARD = {1: torch.conv1d, 2: torch.conv2d}
_TRANSPOSED = {1: torch.conv_transpose1d, 2: torch.conv_transpose2d}


def conv2d(
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Ints = 1,
    padding: Ints | str = 0,
    dilation: Ints = 1,
    groups: int = 1,
) -> torch.Tensor:
    """Convolve as `torch.nn.functional.conv2d` does, with our gradient for the weight.

    Parameters
    ----------
    input, weight, bias, stride, padding, dilation, groups
        As for `torch.nn.functional.conv2d`.

    Returns
    -------
    torch.Tensor
        The convolution.
    """
    convolution = (stride, padding, dilation, groups)
    if not ours(input, weight, bias) or weight.dim() != 4:
        return torch.conv2d(input, weight, bias, *convolution)
    return convolve(input, weight, bias, *convolution)


def conv_transpose1d(
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Ints = 1,
    padding: Ints = 0,
    output_padding: Ints = 0,
    groups: int = 1,
    dilation: Ints = 1,
) -> torch.Tensor:
    """`torch.nn.functional.conv_transpose1d` with our gradient for the weight."""
    given = (stride, padding, output_padding, groups, dilation)
    if not ours(input, weight, bias) or weight.dim() != 3:
        return torch.conv_transpose1d(input, weight, bias, *given)
    return transposed(input, weight, bias, *given)


def conv_transpose2d(
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Ints = 1,
    padding: Ints = 0,
    output_padding: Ints = 0,
    groups: int = 1,
    dilation: Ints = 1,
) -> torch.Tensor:
    """`torch.nn.functional.conv_transpose2d` with our gradient for the weight."""
    given = (stride, padding, output_padding, groups, dilation)
    if not ours(input, weight, bias) or weight.dim() != 4:
        return torch.conv_transpose2d(input, weight, bias, *given)
    return transposed(input, weight, bias, *given)


def ours(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None) -> bool:
    """Whether there is a weight gradient to make, and it can be ours."""
    return (
        torch.is_grad_enabled()
        and all(_plain(tensor) for tensor in (x, weight, bias))
        and weight.requires_grad
        and not torch.jit.is_tracing()  # what leaves PyTorch shall be made of its own operators
        and not torch.compiler.is_exporting()
        and x.layout == weight.layout == torch.strided
        and (x.dtype == weight.dtype or _cast(x, weight))
        and {x.dtype, weight.dtype} <= set(DTYPES)
        and weight.dim() in (3, 4)
        and x.dim() in (weight.dim() - 1, weight.dim())
        and x.numel() > 0
        and x.device == weight.device
        and _nests()
        and gpu.serves(x.device)
    )


def _plain(tensor: Any) -> bool:
    """Whether PyTorch's convolution takes it for a tensor, and does not hand the call over to it.

    Per-sample gradients (ExpandedWeights) and FX's proxies want the call handed to their own
    `__torch_function__`.
    """
    kind, off = type(tensor), torch._C._disabled_torch_function_impl
    return (
        tensor is None
        or kind is torch.Tensor
        or kind is Parameter
        or getattr(kind, "__torch_function__", off) is off
    )


def _foreign(tensor: torch.Tensor) -> bool:
    """Whether operators are handed over to a class that may know PyTorch's own only."""
    kind = type(tensor)
    if kind is torch.Tensor or kind is Parameter or torch.compiler.is_compiling():
        return False
    if kind.__torch_dispatch__ is torch.Tensor.__torch_dispatch__:
        return False
    # Importing `torch.distributed.tensor` takes a second; whoever has such a tensor has done it.
    distributed = getattr(sys.modules.get("torch.distributed.tensor"), "DTensor", FakeTensor)
    return not issubclass(kind, (FakeTensor, FunctionalTensor, distributed))


def _nests() -> bool:
    """Whether an `autograd.Function` has a place among the transformations that go on."""
    if forward_ad._current_level >= 0:
        return False
    if torch.compiler.is_compiling() or not torch._C._are_functorch_transforms_active():
        return True
    return all(level.key() != TransformType.Functionalize for level in get_interpreter_stack())


def _cast(x: torch.Tensor, weight: torch.Tensor) -> bool:
    """Whether autocast converts both to its dtype; what one layer hands to the next has it."""
    kind = x.device.type
    on = kind in _KINDS and torch.is_autocast_enabled(kind)
    return on and torch.float64 not in (x.dtype, weight.dtype)


def convolve(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, stride: Ints,
    padding: Ints | str, dilation: Ints, groups: int,
) -> torch.Tensor:  # fmt: skip
    """PyTorch's convolution of what is `ours`, and our gradient for the weight."""
    axes = weight.dim() - 2
    if padding == "same" and {*_ntuple(axes)(stride)} == {1}:
        x, padding = _same(x, weight, dilation)
    elif padding == "valid":
        padding = 0
    elif isinstance(padding, str):  # PyTorch knows what to say
        return _FORWARD[axes](x, weight, bias, stride, padding, dilation, groups)
    return _recorded(x, weight, bias, Moved.of(axes, (stride, padding, dilation), groups))


def transposed(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, stride: Ints, padding: Ints,
    output_padding: Ints, groups: int, dilation: Ints,
) -> torch.Tensor:  # fmt: skip
    """PyTorch's transposed convolution of what is `ours`, with our gradient for the weight."""
    axes = weight.dim() - 2
    moved = Moved.of(axes, (stride, padding, dilation), groups, output_padding)
    if misfit(moved):
        given = (stride, padding, output_padding, groups, dilation)
        return _TRANSPOSED[axes](x, weight, bias, *given)
    return _recorded(x, weight, bias, moved)


def _recorded(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, moved: Moved
) -> torch.Tensor:
    """Convolve so that the weight's gradient is ours, a single image as a batch of one."""
    if _cast(x, weight):
        # Converted before autograd records the rest, so that autograd converts the gradients back.
        dtype = torch.get_autocast_dtype(x.device.type)
        x, weight = x.to(dtype), weight.to(dtype)
        bias = bias if bias is None else bias.to(dtype)
    images = x.unsqueeze(0) if x.dim() < weight.dim() else x
    result = _marked(images, weight, bias, moved)
    if result is None:
        result = _applied(images, weight, bias, moved)
    return result if images is x else result.squeeze(0)


def _marked(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, moved: Moved
) -> torch.Tensor | None:
    """PyTorch's own convolution, whose backward our kernel finds; None where it would not."""
    if not marked.usual(x, weight, bias, len(moved.stride), cast=True):
        return None
    return marked.convolve(x, weight, bias, *moved)


def _applied(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, moved: Moved
) -> torch.Tensor:
    """Convolve by the function below."""
    apply = _Convolution.apply
    if not (torch.compiler.is_compiling() or torch._C._are_functorch_transforms_active()):
        if threading.active_count() == 1:  # the dispatcher may be changed: no other thread uses it
            switch.native()  # for the next call: this model came from a pickle, and not from `swap`
        # This is what `apply` calls in the end; `apply` itself inspects the signature of `forward`,
        # which takes 30 microseconds.
        apply = super(torch.autograd.Function, _Convolution).apply
    result: torch.Tensor = apply(x, weight, bias, *moved)
    return result


def _same(x: torch.Tensor, weight: torch.Tensor, dilation: Ints) -> tuple[torch.Tensor, Ints]:
    """Pad so that the size stays, the odd pixel behind, as aten::_convolution_same divides it."""
    (holes,) = numbers(weight.dim() - 2, dilation)
    total = [d * (size - 1) for d, size in zip(holes, weight.shape[2:], strict=False)]
    odd = [pixels % 2 for pixels in total]
    if any(odd):
        behind = [edge for pixels in reversed(odd) for edge in (0, pixels)]
        x = functional.pad(x, behind)
    return x, [pixels // 2 for pixels in total]


class _Convolution(torch.autograd.Function):
    """PyTorch's convolution, whose backward computes the weight's gradient by our operator."""

    generate_vmap_rule = True

    @staticmethod
    def forward(
        x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, *given: Any
    ) -> torch.Tensor:
        stride, padding, dilation, groups, output_padding = given
        axes = weight.dim() - 2
        if output_padding is None:
            return _FORWARD[axes](x, weight, bias, stride, padding, dilation, groups)
        back = (stride, padding, output_padding, groups, dilation)
        return _TRANSPOSED[axes](x, weight, bias, *back)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: torch.Tensor) -> None:  # noqa: ARG004
        x, weight, _, *given = inputs
        ctx.moved = Moved(*given)
        ctx.save_for_backward(x, weight)
        # A gradient that nobody defined stays undefined, as PyTorch leaves it: an optimiser moves
        # a weight whose gradient is zeros. Transformations and compilers know zeros only.
        if not (torch.compiler.is_compiling() or torch._C._are_functorch_transforms_active()):
            ctx.set_materialize_grads(False)

    @staticmethod
    def backward(ctx: Any, dy: torch.Tensor | None) -> tuple[torch.Tensor | None, ...]:
        if dy is None:
            return (None,) * 8
        x, weight = ctx.saved_tensors
        moved = ctx.moved
        to_x, to_weight, to_bias = mask = ctx.needs_input_grad[:3]
        rest = moved.theirs()
        theirs = torch.ops.aten.convolution_backward.default
        if any(_foreign(tensor) for tensor in (x, weight, dy)):
            sizes = dy.shape[1:2] if to_bias else None
            return *theirs(dy, x, weight, sizes, *rest, mask), None, None, None, None, None
        dx = dw = None
        if to_x:
            dx = theirs(dy, x, weight, None, *rest, (True, False, False))[0]
        if to_weight:
            try:
                dw = _weight_gradient(x, weight, dy, moved)
            except gpu.UnableError as error:
                gpu.leave(str(error), x.device)
                dw = theirs(dy, x, weight, None, *rest, (False, True, False))[1]
        # PyTorch's operator would compute the weight's gradient, too, and drop it.
        db = dy.sum((0, *range(2, dy.dim()))) if to_bias else None
        return dx, dw, db, None, None, None, None, None


def _weight_gradient(
    x: torch.Tensor, weight: torch.Tensor, dy: torch.Tensor, moved: Moved
) -> torch.Tensor:
    """The op's gradient of a weight of any rank, in a backward pass."""
    first, sizes, second, convolution = moved.images(x, weight.shape, dy)
    form = format_like(weight, x, exchanged=moved.output_padding is not None)
    if not torch.is_grad_enabled() and gpu.bare(first, second):
        dw = gpu.kernel(first, sizes, second, *convolution, form)
    else:
        dw = in_backward(first, sizes, second, *convolution, form)
    return dw if weight.dim() == 4 else dw.squeeze(2)
