"""What became of a model's convolutions: `report`.

In: a model. Out: a table with a row for each convolution: whose its weight gradient is, and why.
Nothing is run: the methods by which a layer convolves are read, for the names that they call.
"""

from __future__ import annotations

import types
from types import MappingProxyType
from typing import Any

import torch
from torch.nn import Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d, Module
from torch.nn.modules.conv import _ConvNd

from filtergrad import reports
from filtergrad.reports import MARK, NOT_SWAPPED, ON, OURS, SWAPPED, Row

from . import state
from .geometry import DTYPES, Moved, misfit

_ITSELF = "it convolves by itself"
THEIRS = "PyTorch"
_KINDS = (Conv1d, Conv2d, ConvTranspose1d, ConvTranspose2d)
# What a layer that convolves by itself calls.
_CALLS = {f"conv{kind}{n}d" for kind in ("", "_transpose") for n in (1, 2)} | {"convolution"}


class Report(reports.Report):
    """The rows of a report of PyTorch's layers; printed, it is a table."""

    __slots__ = ()
    notes = MappingProxyType({_ITSELF: "enabled() reaches layers that convolve by themselves"})


def report(model: Module) -> Report:
    """Say of each convolution of a model whose its weight gradient is, and why.

    Parameters
    ----------
    model
        Nothing of it is run or changed. A layer that is used twice has one row.

    Returns
    -------
    Report
        A tuple of rows with the fields ``name, layer, shape, by, why``; printed, it is a table.
        Also layers of classes of their own whose `forward` calls PyTorch's convolutions have rows;
        what functions outside of layers call cannot be known.

    Examples
    --------
    >>> import torch, filtergrad.torch as fgt
    >>> net = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.Conv3d(8, 8, 3))
    >>> fgt.report(fgt.swap(net))
    1 of 2 convolutions by filtergrad
      0  Conv2d  8x3x3x3    filtergrad  swapped
      1  Conv3d  8x8x3x3x3  PyTorch     it has 3 dimensions
    """
    check(model, "report")
    return Report(_row(name, layer) for name, layer in model.named_modules() if _convolves(layer))


def check(model: object, caller: str) -> None:
    """Refuse what is no model, with a `TypeError`."""
    reports.check(model, Module, f"torch.{caller}", "torch.nn.Module")


def nothing(model: Module, *, chosen: bool) -> str:
    """What to say where no layer was reached: what there is instead."""
    kinds = (type(layer).__name__ for layer in model.modules() if not [*layer.children()])
    return report(model).nothing(kinds, chosen=chosen)


def _convolves(layer: Module) -> bool:
    return isinstance(layer, _ConvNd) or bool(_CALLS & _called(layer))


def _row(name: str, layer: Module) -> Row:
    weight = getattr(layer, "weight", None)
    shape = () if weight is None or torch.nn.parameter.is_lazy(weight) else tuple(weight.shape)
    kind = getattr(layer, "original_name", type(layer).__name__)
    by, why = _whose(layer, weight)
    return Row(name, kind, shape, by, why)


def _whose(layer: Module, weight: Any) -> tuple[str, str]:
    """Whose the gradient is, and why."""
    if without := _without(layer, weight):
        return THEIRS, without
    if state.on():
        return OURS, ON
    text = unreached(layer)
    if text:
        return THEIRS, text
    return (OURS, SWAPPED) if MARK in vars(layer) else (THEIRS, NOT_SWAPPED)


def _without(layer: Module, weight: Any) -> str:
    """Why there is no kernel for a layer's gradient, or no gradient; empty where there is."""
    if isinstance(layer, _ConvNd):
        if len(layer.kernel_size) > 2:
            return f"it has {len(layer.kernel_size)} dimensions"
        more = layer.output_padding if layer.transposed else None
        if text := misfit(Moved(layer.stride, (), (), layer.groups, more)):
            return text
    if isinstance(weight, torch.Tensor):
        if not weight.requires_grad:
            return "its weight is not trained (requires_grad is False)"
        if weight.dtype not in DTYPES:
            return f"there is no kernel for {weight.dtype}"
        if weight.device.type not in {"cpu", "cuda", "meta"}:  # the last is to be filled
            return f"there is no kernel for {weight.device.type}"
    return ""


def unreached(layer: Module) -> str:
    """Why swap does not reach a layer; empty where it does."""
    if isinstance(layer, torch.jit.ScriptModule):
        return f"{_ITSELF}: TorchScript compiled it"
    if not isinstance(layer, _KINDS):
        return f"{_ITSELF}: its class is not PyTorch's"
    called = _called(layer)
    reached = "forward" if isinstance(layer, ConvTranspose1d | ConvTranspose2d) else "_conv_forward"
    if f"{reached} of PyTorch" in called:
        return ""
    own = sorted(_CALLS & called)
    return _ITSELF + (f", by {own[0]}" if own else f", not by {reached}")


def _called(layer: Module) -> set[str]:
    """The names that a layer's `forward` uses, and the methods of the layer that these call.

    A method of PyTorch's own is not looked into: it is named as that.
    """
    names: set[str] = set()
    todo, done = [("forward", False)], set()
    while todo:
        name, all_ = todo.pop()
        if (name, all_) in done:
            continue
        done.add((name, all_))
        for function in _versions(layer, name):
            if _pytorchs(function):
                names.add(f"{name} of PyTorch")
                if name == "forward":
                    todo.append(("_conv_forward", False))
                break
            found = _names(function.__code__)
            names |= found
            above = "super" in found  # then it may call those that stand above what it stands for
            todo += [(other, above) for other in found if other != name and _versions(layer, other)]
            if not all_ and name not in found:
                break
    return names


def _versions(layer: Module, name: str) -> list[types.FunctionType]:
    """The methods of a name that a layer has: its own, its class', those of the classes above."""
    places = [vars(layer), *(vars(kind) for kind in type(layer).__mro__ if kind is not Module)]
    found = [getattr(place[name], "__func__", place[name]) for place in places if name in place]
    return [one for one in found if isinstance(one, types.FunctionType)]


def _pytorchs(function: types.FunctionType) -> bool:
    """Whether a method is PyTorch's convolution's, perhaps as we have it."""
    return function.__module__ == "torch.nn.modules.conv"  # ours wrap them, and say so


def _names(code: types.CodeType) -> set[str]:
    """The names that some code uses, with those of the functions in it."""
    inside = (const for const in code.co_consts if isinstance(const, types.CodeType))
    return set(code.co_names).union(*(_names(one) for one in inside))
