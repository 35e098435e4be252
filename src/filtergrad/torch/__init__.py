"""PyTorch: `conv2d_weight`, models whose layers use it, and the switch for a process.

In: PyTorch's tensors and models. Out: weight gradients, computed where the tensors lie, by
PyTorch's own threads. ``import filtergrad.torch`` registers ``torch.ops.filtergrad.conv2d_weight``.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn.modules.utils import _pair

from . import gpu, rules  # noqa: F401 - registers them
from .convolution import conv2d, conv_transpose1d, conv_transpose2d
from .door import door_state
from .layers import swap, unswap
from .op import operator
from .reports import report
from .switch import disable, enable, enabled

__all__ = [
    "conv2d",
    "conv2d_weight",
    "conv_transpose1d",
    "conv_transpose2d",
    "disable",
    "door_state",
    "enable",
    "enabled",
    "report",
    "swap",
    "unswap",
]


def __dir__() -> list[str]:
    return __all__


def conv2d_weight(
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight_size: Sequence[int],
    grad_output: torch.Tensor,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> torch.Tensor:
    """Compute the gradient of `torch.nn.functional.conv2d` with respect to its weight.

    The signature of `torch.nn.grad.conv2d_weight`, and the same result.

    Parameters
    ----------
    input
        What was convolved, ``[n, c, h, w]``: float16, bfloat16, float32 or float64, of any strides.
    weight_size
        ``[k, c / groups, r, s]``.
    grad_output
        Gradient with respect to the convolution's output, ``[n, k, p, q]``, of `input`'s dtype.
    stride, padding, dilation
        One integer, or two: of rows and of columns.
    groups
        Into how many groups the channels are divided.

    Returns
    -------
    torch.Tensor
        The gradient, of shape `weight_size` and in the memory format of `input`. It can be
        differentiated by `input` and by `grad_output`, as often as you like.

    Raises
    ------
    RuntimeError
        If shapes, dtypes or devices do not fit together, or a GPU's kernel cannot be had: there is
        no driver, no Triton to compile with, or the GPU is too old.
    NotImplementedError
        If the tensors are neither in the CPU's nor in an NVIDIA GPU's memory.

    Examples
    --------
    >>> import torch, filtergrad.torch
    >>> x, dy = torch.ones(2, 3, 5, 5), torch.ones(2, 4, 5, 5)
    >>> filtergrad.torch.conv2d_weight(x, (4, 3, 3, 3), dy, padding=1)[0, 0]
    tensor([[32., 40., 32.],
            [40., 50., 40.],
            [32., 40., 32.]])
    """
    first, second, third = (_pair(number) for number in (stride, padding, dilation))
    recorded = torch.is_grad_enabled() and (input.requires_grad or grad_output.requires_grad)
    if not recorded and gpu.bare(input, grad_output):
        return gpu.kernel(input, weight_size, grad_output, first, second, third, groups)
    return operator(input, weight_size, grad_output, first, second, third, groups)
