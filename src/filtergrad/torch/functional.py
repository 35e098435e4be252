"""`conv2d` as a function, for layers of others. Floor 7.

In: tensors and PyTorch's arguments. Out: PyTorch's convolution, whose weight gradient is ours.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn.modules.utils import _pair

from filtergrad.torch.layers import convolve, ours

Ints = Sequence[int] | int


def conv2d(
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Ints = 1,
    padding: Ints = 0,
    dilation: Ints = 1,
    groups: int = 1,
) -> torch.Tensor:
    """Convolve as `torch.nn.functional.conv2d` does, with our gradient for the weight.

    Parameters
    ----------
    input, weight, bias, stride, padding, dilation, groups
        As for `torch.nn.functional.conv2d`, without words for `padding` and for a batch.

    Returns
    -------
    torch.Tensor
        The convolution.
    """
    steps, pads, holes = (_pair(number) for number in (stride, padding, dilation))
    if input.dim() != 4 or not ours(input, weight):
        return torch.conv2d(input, weight, bias, steps, pads, holes, groups)
    return convolve(input, weight, bias, steps, pads, holes, groups)
