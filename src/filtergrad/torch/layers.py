"""Layers whose weight gradient is ours: `swap`, `unswap`.

In: a model. Out: the same model. Forward and input gradient stay PyTorch's own. Each
layer gets a mark, for which `torch.nn.Conv2d._conv_forward` looks. The mark goes wherever the
layer's attributes go: into copies, shallow ones too, replicas and pickles. The alternatives lost:
another class for the layer breaks where classes are compared or exchanged (parametrizations, lazy
layers, quantization do), and a method of the layer's own stays bound to it when it is copied.
"""

from __future__ import annotations

import functools
from typing import TypeVar

import torch

# TorchScript compiles what `_conv_forward` wraps, PyTorch's own, but looks its names up here.
from torch.nn import Conv2d
from torch.nn import functional as F  # noqa: N812
from torch.nn.modules.utils import _pair  # noqa: F401

from .convolution import convolve, ours

Model = TypeVar("Model", bound=torch.nn.Module)
_MARK = "_weight_gradient_by_filtergrad"


def swap(model: Model) -> Model:
    """Let every `torch.nn.Conv2d` of a model compute its weight gradient with filtergrad.

    Subclasses are taken, too, as long as they convolve by `Conv2d._conv_forward` (lazy,
    parametrized, quantization-aware layers); layers that call `torch.nn.functional.conv2d`
    themselves are not, see `enabled`. Parameters, `state_dict`, hooks, classes and optimisers stay
    what they are. Copies and pickles are swapped, too; without filtergrad they are PyTorch's own.

    Parameters
    ----------
    model
        Changed in place, as a whole or not at all, before or after it is moved to a GPU. Where
        filtergrad has no kernel (other devices and dtypes), its layers compute as before; where a
        GPU's cannot be had (an old GPU, no Triton to compile with), a warning says why.

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
    return _marked(model, {_MARK: True})


def unswap(model: Model) -> Model:
    """Undo `swap`: every layer of the model computes as its class says."""
    return _marked(model, {})


def _marked(model: Model, mark: dict[str, bool]) -> Model:
    """Give all layers the mark, or none: after an interrupt, all are as they were before."""
    layers = [layer for layer in model.modules() if isinstance(layer, Conv2d)]
    before = [(layer, {_MARK: True} if _MARK in layer.__dict__ else {}) for layer in layers]
    try:
        for layer in layers:
            _put(layer, mark)
    except BaseException:
        for layer, had in before:
            _put(layer, had)
        raise
    return model


def _put(layer: Conv2d, mark: dict[str, bool]) -> None:
    layer.__dict__.pop(_MARK, None)
    layer.__dict__.update(mark)


_pytorchs = Conv2d._conv_forward  # noqa: SLF001 - the method that every layer calls


@functools.wraps(_pytorchs)
def _conv_forward(
    self: Conv2d,
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight: torch.Tensor,
    bias: torch.Tensor | None,
) -> torch.Tensor:
    """`torch.nn.Conv2d._conv_forward`, with another weight gradient where there is a mark."""
    if not getattr(self, _MARK) or not ours(input, weight, bias):
        return _pytorchs(self, input, weight, bias)
    padding = self.padding
    if self.padding_mode != "zeros":
        edges = self._reversed_padding_repeated_twice
        input, padding = F.pad(input, edges, mode=self.padding_mode), 0  # noqa: A001
    return convolve(input, weight, bias, self.stride, padding, self.dilation, self.groups)


# Layers without a mark of their own find this one, so that TorchDynamo has something to guard.
setattr(Conv2d, _MARK, False)
Conv2d._conv_forward = _conv_forward  # noqa: SLF001
