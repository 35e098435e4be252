"""What PyTorch's transformations must know of the operator.

In: the operator. Out: its rules for tracing, for derivatives and for `vmap`,
registered where PyTorch looks for them. The operator is linear in `input` and in `grad_output`, so
both derivatives are convolutions, which PyTorch differentiates further by itself. Autocast has no
rule: as for PyTorch's own gradients, the dtype is that of the tensors, which forward has decided.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import math
import sys
from typing import Any

import torch
from torch._functorch.utils import enable_single_level_autograd_function
from torch.autograd import forward_ad
from torch.utils.flop_counter import register_flop_formula

from .geometry import NAME, Geometry, Ints, check_devices, check_dtypes
from .op import empty, library, operator

_ONE, _ZERO = (1, 1), (0, 0)
# Stride, padding, dilation, groups and memory format, where the dispatcher leaves them out.
_DEFAULTS: tuple[Any, ...] = (_ONE, _ZERO, _ONE, 1, torch.preserve_format)


def traced(
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight_size: Ints,
    grad_output: torch.Tensor,
    stride: Ints = _ONE,
    padding: Ints = _ZERO,
    dilation: Ints = _ONE,
    groups: int = 1,
    memory_format: torch.memory_format = torch.preserve_format,
) -> torch.Tensor:
    """Make the result without its numbers, for tracing, where sizes may be symbols."""
    check_dtypes(input.dtype, grad_output.dtype)
    check_devices(input.device, grad_output.device)
    geometry = Geometry.of((stride, padding, dilation), groups)
    geometry.check(input.shape, weight_size, grad_output.shape)
    return empty(input, weight_size, memory_format)


# ---- derivatives ----

_BELOW = torch._C._after_autograd_keyset
_redispatch = operator._handle.redispatch_boxed  # `operator.redispatch` calls it in the end


class _Recorded(torch.autograd.Function):
    """A call that autograd remembers; `torch.library.register_autograd` knows no `torch.func`."""

    @staticmethod
    def forward(ctx: Any, keyset: Any, *given: Any) -> torch.Tensor:
        x, _, dy, *rest = given
        ctx.convolution = (*rest, *_DEFAULTS[len(rest) :])
        ctx.save_for_backward(x, dy)
        ctx.set_materialize_grads(False)
        # This level of `torch.func` has been dealt with, but those below it shall record, too.
        with (
            torch.enable_grad(),
            forward_ad._set_fwd_grad_enabled(True),
            torch._C._AutoDispatchBelowAutograd(),
        ):
            return _redispatch(keyset & _BELOW, *given)

    @staticmethod
    def backward(ctx: Any, v: torch.Tensor | None) -> tuple[torch.Tensor | None, ...]:
        """The derivatives of ``sum(v * dw)``: an input gradient by x, a convolution by dy."""
        if v is None:  # the gradient is undefined, which is not zeros
            return (None,) * len(ctx.needs_input_grad)
        x, dy = ctx.saved_tensors
        stride, padding, dilation, groups, _ = ctx.convolution
        rest = (None, stride, padding, dilation, False, _ZERO, groups)
        to_x = to_dy = None
        if ctx.needs_input_grad[1]:
            mask = (True, False, False)
            to_x = torch.ops.aten.convolution_backward.default(dy, x, v, *rest, mask)[0]
        if ctx.needs_input_grad[3]:
            to_dy = torch.ops.aten.convolution.default(x, v, *rest)
        return None, to_x, None, to_dy, *[None] * (len(ctx.needs_input_grad) - 4)


def _record(*given: Any) -> torch.Tensor:
    """Apply at one level of `torch.func`: the dispatcher brings operators here level by level.

    `Function.apply` would pass through all levels at once.
    """
    apply = super(torch.autograd.Function, _Recorded).apply
    if not torch._C._are_functorch_transforms_active():
        return apply(*given)
    with enable_single_level_autograd_function():
        return apply(*given)


def _forward(x: torch.Tensor, dw: Ints, dy: torch.Tensor, *rest: Any) -> torch.Tensor:
    """Call PyTorch's own operator, while derivatives are made in forward mode.

    It knows how to nest such derivatives, and an `autograd.Function` does not.
    """
    stride, padding, dilation, groups, _ = (*rest, *_DEFAULTS[len(rest) :])
    convolution = (stride, padding, dilation, False, _ZERO, groups, (False, True, False))
    weight = dy.new_empty(1).expand(dw)
    return torch.ops.aten.convolution_backward.default(dy, x, weight, None, *convolution)[1]


def differentiable(keyset: Any, *given: Any) -> torch.Tensor:
    """Compute the operator for autograd: record the call where derivatives are wanted."""
    if type(given[0]) is not torch.Tensor and "torch.distributed.tensor" in sys.modules:
        from . import sharding  # noqa: F401 - registers its rule
    if forward_ad._current_level >= 0:
        return _forward(*given)
    if torch.is_grad_enabled() and (given[0].requires_grad or given[2].requires_grad):
        return _record(keyset, *given)
    with torch._C._AutoDispatchBelowAutograd():
        return _redispatch(keyset & _BELOW, *given)


# ---- vmap ----


def batched(
    info: Any,
    in_dims: tuple[int | None, ...],
    x: torch.Tensor,
    weight_size: Ints,
    dy: torch.Tensor,
    stride: Ints = _ONE,
    padding: Ints = _ZERO,
    dilation: Ints = _ONE,
    groups: int = 1,
    memory_format: torch.memory_format = torch.preserve_format,
) -> tuple[torch.Tensor, int]:
    """Make one call of a whole batch of calls, whose axis b becomes channels.

    If both tensors have the axis, it counts groups. If only one has it, it stands beside the
    channels of each group of that tensor, [n, g, b, c] or [n, g, b, k], and the channels of the
    result are divided in the same way.
    """
    k, c, *taps = weight_size
    size, g = info.batch_size, groups
    x_at, _, dy_at = in_dims[:3]
    if size == 0:
        return x.new_empty((0, k, c, *taps)), 0

    def folded(tensor: torch.Tensor, at: int, axes: tuple[int, ...]) -> torch.Tensor:
        """Move b to axis 1 and divide the channels into groups, in the order of ``axes``."""
        n, channels, *pixels = tensor.movedim(at, 0).shape[1:]
        parts = tensor.movedim(at, 1).reshape(n, size, g, channels // g, *pixels)
        return parts.permute(0, *axes, 4, 5).reshape(n, size * channels, *pixels)

    convolution = (stride, padding, dilation)
    if x_at is not None and dy_at is not None:
        x, dy = folded(x, x_at, (1, 2, 3)), folded(dy, dy_at, (1, 2, 3))
        dw = operator(x, (size * k, c, *taps), dy, *convolution, size * g, memory_format)
        return dw.view(size, k, c, *taps), 0
    if x_at is not None:
        x = folded(x, x_at, (2, 1, 3))
        dw = operator(x, (k, size * c, *taps), dy, *convolution, g, memory_format)
        return dw.unflatten(1, (size, c)), 1
    assert dy_at is not None  # one of them has it
    dy = folded(dy, dy_at, (2, 1, 3))
    dw = operator(x, (size * k, c, *taps), dy, *convolution, g, memory_format)
    return dw.unflatten(0, (g, size, k // g)).movedim(1, 0).reshape(size, k, c, *taps), 0


def flops(_: Ints, dw: Ints, dy: Ints, *__: Any, **___: Any) -> int:
    """How many operations PyTorch's counter of multiplications and additions counts for a call."""
    return 2 * math.prod(dw) * dy[0] * dy[2] * dy[3]


register_flop_formula(torch.ops.filtergrad.conv2d_weight)(flops)
torch.library.register_fake(NAME, traced, lib=library)
torch.library.register_vmap(NAME, batched, lib=library)
library.impl("conv2d_weight", differentiable, "Autograd", with_keyset=True)
