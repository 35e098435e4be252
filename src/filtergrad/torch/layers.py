"""Layers whose weight gradient is ours: `swap`, `unswap`.

In: a model. Out: the same model. Forward and input gradient stay PyTorch's own. Each
layer gets a mark, for which `torch.nn.Conv2d._conv_forward` looks, and so do `Conv1d`'s and, as
they have none, `ConvTranspose1d.forward` and `ConvTranspose2d.forward`. The mark goes wherever the
layer's attributes go: into copies, shallow ones too, replicas and pickles. The alternatives lost:
another class for the layer breaks where classes are compared or exchanged (parametrizations, lazy
layers, quantization do), and a method of the layer's own stays bound to it when it is copied.
"""

# ruff: noqa: SLF001 - the methods that every layer calls have private names

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

import torch

# TorchScript compiles what our methods wrap, PyTorch's own, but looks their names up here.
from torch.nn import Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d, Module
from torch.nn import functional as F  # noqa: N812
from torch.nn.modules.utils import _pair, _single  # noqa: F401

from filtergrad import knobs, summary
from filtergrad.reports import MARK

from . import marked, reports, switch, watch
from .convolution import convolve, ours, transposed

Model = TypeVar("Model", bound=Module)
Where = Callable[[str, Module], object]


def swap(model: Model, where: Where | None = None) -> Model:
    """Let every convolution of a model compute its weight gradient with filtergrad.

    Those are `torch.nn.Conv1d`, `Conv2d`, `ConvTranspose1d` and `ConvTranspose2d`, and subclasses
    as long as they convolve by PyTorch's own methods (lazy, parametrized, quantization-aware
    layers); layers that call `torch.nn.functional.conv2d` themselves are not, see `enabled`. What
    became of each layer `report` tells. Parameters, `state_dict`, hooks, classes and optimisers
    stay what they are. Copies and pickles are swapped, too; without filtergrad they are PyTorch's
    own.

    Parameters
    ----------
    model
        Changed in place, as a whole or not at all, before or after it is moved to a GPU. Where
        filtergrad has no kernel (other devices and dtypes), its layers compute as before; where a
        GPU's cannot be had (an old GPU, no Triton to compile with), a warning says why.
    where
        Which layers: called with each one's name in the model and the layer, says whether to swap
        it. Layers for which it says no stay as they are.

    Returns
    -------
    torch.nn.Module
        The model.

    Warns
    -----
    UserWarning
        If no layer was reached.

    Examples
    --------
    >>> import torch, filtergrad.torch
    >>> layer = filtergrad.torch.swap(torch.nn.Conv2d(1, 1, 2, bias=False))
    >>> layer(torch.ones(1, 1, 3, 3)).sum().backward()
    >>> layer.weight.grad
    tensor([[[[4., 4.],
              [4., 4.]]]])
    """
    layers = _layers(model, "swap")
    if where is not None:
        if not callable(where):
            raise TypeError(f"where must be a function of a name and a layer, but is {where!r}")
        layers = [(name, layer) for name, layer in layers if where(name, layer)]
    switch.native()
    _mark([layer for _, layer in layers], {MARK: True})
    if not any(reports.unreached(layer) == "" for _, layer in layers):
        text = reports.nothing(model, chosen=where is not None)
        warnings.warn(f"filtergrad.torch.swap: {text}", stacklevel=2)
    return model


def unswap(model: Model) -> Model:
    """Undo `swap`: every layer of the model computes as its class says."""
    _mark([layer for _, layer in _layers(model, "unswap")], {})
    return model


def _layers(model: Model, caller: str) -> list[tuple[str, Module]]:
    """The layers of a model that can have the mark, by name."""
    reports.check(model, caller)
    return [(name, layer) for name, layer in model.named_modules() if isinstance(layer, _KINDS)]


def _mark(layers: list[Module], mark: dict[str, bool]) -> None:
    """Give all layers the mark, or none: after an interrupt, all are as they were before."""
    before = [(layer, {MARK: True} if MARK in vars(layer) else {}) for layer in layers]
    try:
        for layer in layers:
            _put(layer, mark)
    except BaseException:
        for layer, had in before:
            _put(layer, had)
        raise


def _put(layer: Module, mark: dict[str, bool]) -> None:
    layer.__dict__.pop(MARK, None)
    layer.__dict__.update(mark)


def _convolving(kind: type[Module]) -> Callable[..., torch.Tensor]:
    """The `_conv_forward` of a class, with another weight gradient where there is a mark."""
    pytorchs, axes = kind._conv_forward, 1 if kind is Conv1d else 2

    @functools.wraps(pytorchs)
    def _conv_forward(
        self: Any,
        input: torch.Tensor,  # noqa: A002 - PyTorch's names
        weight: torch.Tensor,
        bias: torch.Tensor | None,
    ) -> torch.Tensor:
        padding = self.padding
        if not getattr(self, MARK):
            return pytorchs(self, input, weight, bias)
        if self.padding_mode == "zeros" and marked.usual(input, weight, bias, axes):
            given = (self.stride, padding, self.dilation, self.groups)
            if (y := marked.convolve(input, weight, bias, *given)) is not None:
                return y
        if not ours(input, weight, bias):
            _left(self, input, weight)
            return pytorchs(self, input, weight, bias)
        if self.padding_mode != "zeros":
            edges = self._reversed_padding_repeated_twice
            input, padding = F.pad(input, edges, mode=self.padding_mode), 0  # noqa: A001
        return convolve(input, weight, bias, self.stride, padding, self.dilation, self.groups)

    return _conv_forward


def _transposing(kind: type[Module]) -> Callable[..., torch.Tensor]:
    """The `forward` of a class, with another weight gradient where there is a mark."""
    pytorchs, axes = kind.forward, 1 if kind is ConvTranspose1d else 2

    @functools.wraps(pytorchs)
    def forward(
        self: Any,
        input: torch.Tensor,  # noqa: A002 - PyTorch's names
        output_size: list[int] | None = None,
    ) -> torch.Tensor:
        if not getattr(self, MARK) or self.padding_mode != "zeros":
            return pytorchs(self, input, output_size)
        weight, bias = self.weight, self.bias
        if output_size is None and marked.usual(input, weight, bias, axes):
            given = (self.stride, self.padding, self.dilation, self.groups, self.output_padding)
            if (y := marked.convolve(input, weight, bias, *given)) is not None:
                return y
        if not ours(input, weight, bias):
            _left(self, input, weight)
            return pytorchs(self, input, output_size)
        more = self._output_padding(
            input, output_size, self.stride, self.padding, self.kernel_size, axes, self.dilation
        )
        given = (self.stride, self.padding, more, self.groups, self.dilation)
        return transposed(input, weight, bias, *given)

    return forward


def _left(layer: Any, x: torch.Tensor, weight: torch.Tensor) -> None:
    """Let the summary know of a gradient of a swapped layer that stays PyTorch's."""
    if torch.compiler.is_compiling() or not knobs.current().summary:
        return

    def note() -> None:  # of whatever PyTorch takes for a tensor
        if getattr(layer, MARK) and torch.is_grad_enabled() and weight.requires_grad:
            why = (
                switch.why_not(weight.device.type, weight, x, weight)
                or "it is traced or transformed"
            )
            watch.left(x, weight, why, type(layer).__name__)

    summary.guarded(note)


_KINDS = (Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d)
for _kind in _KINDS:
    # Layers without a mark of their own find this one, so that TorchDynamo has something to guard.
    setattr(_kind, MARK, False)
    if issubclass(_kind, Conv1d | Conv2d):
        _kind._conv_forward = _convolving(_kind)
    else:
        _kind.forward = _transposing(_kind)
