"""Layers whose weight gradient is ours: `swap`, `unswap`. Floor 7.

In: a model. Out: the same model. Forward, input gradient and bias gradient stay PyTorch's own. Each
layer gets one attribute, its own `_conv_forward`, in front of its class's. The alternative, another
class for the layer, breaks where classes are compared or exchanged (parametrizations, lazy layers,
quantization do), and lands in pickles.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Any, TypeVar

import torch
from torch.autograd import forward_ad
from torch.nn import Conv2d, functional

from filtergrad.torch.kernel import DTYPES, format_like, known

Model = TypeVar("Model", bound=torch.nn.Module)
Pair = Sequence[int]


def swap(model: Model) -> Model:
    """Let every `torch.nn.Conv2d` of a model compute its weight gradient with filtergrad.

    Subclasses are taken, too, as long as their `_conv_forward` is `Conv2d`'s own (lazy,
    parametrized, quantization-aware layers); layers that call `torch.nn.functional.conv2d`
    themselves are not, see `enabled`. Parameters, `state_dict`, hooks, classes and optimisers stay
    what they are; copies by `copy.deepcopy` are swapped, too; pickles are of the model as it was.

    Parameters
    ----------
    model
        Changed in place. Where filtergrad has no kernel (other devices and dtypes), its layers
        compute as before.

    Returns
    -------
    torch.nn.Module
        The model.

    Examples
    --------
    >>> import torch, filtergrad.torch
    >>> layer = filtergrad.torch.swap(torch.nn.Conv2d(1, 1, 2, bias=False))
    >>> layer(torch.ones(1, 1, 3, 3)).sum().backward()
    >>> layer.weight.grad
    tensor([[[[4., 4.],
              [4., 4.]]]])
    """
    for layer in model.modules():
        if isinstance(layer, Conv2d) and type(layer)._conv_forward is Conv2d._conv_forward:
            layer.__dict__["_conv_forward"] = types.MethodType(_conv_forward, layer)
    return model


def unswap(model: Model) -> Model:
    """Undo `swap`: every layer of the model computes as its class says."""
    for layer in model.modules():
        # Not a name of ours: what a pickle leaves is PyTorch's own method.
        if isinstance(layer, Conv2d):
            layer.__dict__.pop("_conv_forward", None)
    return model


# By this name the method is pickled: where it is loaded, it is PyTorch's.
def _conv_forward(
    self: Conv2d,
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight: torch.Tensor,
    bias: torch.Tensor | None,
) -> torch.Tensor:
    """`torch.nn.Conv2d._conv_forward` with another weight gradient."""
    if not ours(input, weight):
        return type(self)._conv_forward(self, input, weight, bias)
    padding: Pair = (0, 0)
    if self.padding_mode != "zeros":
        edges = self._reversed_padding_repeated_twice
        input = functional.pad(input, edges, mode=self.padding_mode)  # noqa: A001
    elif self.padding == "same":
        input, padding = _same(input, weight, self.dilation)  # noqa: A001
    elif self.padding != "valid":
        padding = self.padding
    given = (weight, bias, self.stride, padding, self.dilation, self.groups)
    if input.dim() == 3:  # one image
        return convolve(input.unsqueeze(0), *given).squeeze(0)
    return convolve(input, *given)


def convolve(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, stride: Pair, padding: Pair,
    dilation: Pair, groups: int,
) -> torch.Tensor:  # fmt: skip
    """PyTorch's convolution of what is `ours`, and our gradient for the weight."""
    if _cast(x, weight):
        # Outside the function below, so that gradients find their way back.
        dtype = torch.get_autocast_dtype("cpu")
        x, weight = x.to(dtype), weight.to(dtype)
        bias = bias if bias is None else bias.to(dtype)
    pairs = [tuple(pair) for pair in (stride, padding, dilation)]
    apply = _Convolution.apply
    if not (torch.compiler.is_compiling() or torch._C._are_functorch_transforms_active()):
        # What `apply` comes to, without looking at the signature of `forward` for 30 microseconds.
        apply = super(torch.autograd.Function, _Convolution).apply
    result: torch.Tensor = apply(x, weight, bias, *pairs, groups, format_like(weight))
    return result


def ours(x: torch.Tensor, weight: torch.Tensor) -> bool:
    """Whether there is a weight gradient to make, and it can be ours."""
    return (
        torch.is_grad_enabled()
        and weight.requires_grad
        and not torch.jit.is_tracing()  # what leaves PyTorch shall be made of its own operators
        and not torch.compiler.is_exporting()
        and x.device.type == weight.device.type == "cpu"
        and x.layout == weight.layout == torch.strided
        and (x.dtype == weight.dtype or _cast(x, weight))
        and {x.dtype, weight.dtype} <= set(DTYPES)
        and x.dim() in (3, 4)
        and x.numel() > 0
        and forward_ad._current_level < 0  # a `Function` does not nest in forward mode
    )


def _cast(x: torch.Tensor, weight: torch.Tensor) -> bool:
    """Whether autocast makes both of its dtype; what one layer hands to the next already is."""
    return torch.is_autocast_enabled("cpu") and torch.float64 not in (x.dtype, weight.dtype)


def _same(x: torch.Tensor, weight: torch.Tensor, dilation: Pair) -> tuple[torch.Tensor, Pair]:
    """Padding that keeps the size, the odd pixel behind; as aten::_convolution_same divides it."""
    total = [d * (size - 1) for d, size in zip(dilation, weight.shape[2:], strict=True)]
    odd = [pixels % 2 for pixels in total]
    if any(odd):
        x = functional.pad(x, (0, odd[1], 0, odd[0]))
    return x, [pixels // 2 for pixels in total]


class _Convolution(torch.autograd.Function):
    """PyTorch's convolution; in backward the weight's share is ours."""

    generate_vmap_rule = True

    @staticmethod
    def forward(
        x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, *convolution: Any
    ) -> torch.Tensor:
        return torch.conv2d(x, weight, bias, *convolution[:-1])

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: torch.Tensor) -> None:  # noqa: ARG004
        x, weight, bias, *ctx.convolution = inputs
        ctx.save_for_backward(x, weight)
        ctx.bias = None if bias is None else bias.shape

    @staticmethod
    def backward(ctx: Any, dy: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        x, weight = ctx.saved_tensors
        *convolution, groups, form = ctx.convolution
        to_x, to_weight, to_bias = ctx.needs_input_grad[:3]
        dx = dw = db = None
        if to_x or to_bias:
            rest = (*convolution, False, (0, 0), groups, (to_x, False, to_bias))
            dx, _, db = torch.ops.aten.convolution_backward.default(dy, x, weight, ctx.bias, *rest)
        if to_weight:
            dw = known(x, weight, dy, *convolution, groups, form)
        return dx, dw, db, None, None, None, None, None
