"""What became of a model's convolutions: `report`.

In: a model. Out: a table with a row for each convolution: whose its weight gradient is, and why.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers as kinds

from filtergrad import reports
from filtergrad.reports import MARK, NOT_SWAPPED, OURS, SWAPPED, Report, Row

METHODS: list[tuple[Any, str]] = []  # the classes' methods that `layers` has exchanged
_CONVOLUTIONS = tuple(
    getattr(kinds, f"{name}{n}D{more}")
    for name, dimensions, more in (
        ("Conv", (1, 2, 3), ""),
        ("Conv", (1, 2, 3), "Transpose"),
        ("DepthwiseConv", (1, 2), ""),
        ("SeparableConv", (1, 2), ""),
    )
    for n in dimensions
)


def report(model: Any) -> Report:
    """Say of each convolution of a model whose its weight gradient is, and why.

    Parameters
    ----------
    model
        Nothing of it is run or changed.

    Returns
    -------
    Report
        A tuple of rows with the fields ``name, layer, shape, by, why``; printed, it is a table. It
        tells what `swap` did; what the backend's own switch does is not looked at.
    """
    check(model, "report")
    everything = model._flatten_layers()  # noqa: SLF001 - `layers` has only the outermost
    return Report(_row(layer) for layer in everything if isinstance(layer, _CONVOLUTIONS))


def check(model: object, caller: str) -> None:
    """Refuse what is no model, with a `TypeError`."""
    reports.check(model, keras.Layer, f"keras.{caller}", "keras.Model")


def nothing(model: Any, *, chosen: bool) -> str:
    """What to say where no layer was reached: what there is instead."""
    everything = model._flatten_layers(include_self=False)  # noqa: SLF001
    kinds = (type(layer).__name__ for layer in everything)
    return report(model).nothing(kinds, chosen=chosen)


def _row(layer: Any) -> Row:
    kernel = getattr(layer, "depthwise_kernel", None)
    kernel = getattr(layer, "kernel", None) if kernel is None else kernel
    shape = () if kernel is None or not layer.built else tuple(kernel.shape)
    by, why = _whose(layer)
    return Row(layer.name, type(layer).__name__, shape, by, why)


def _whose(layer: Any) -> tuple[str, str]:
    theirs = keras.backend.backend()
    if not layer.trainable:
        return theirs, "it is not trained (trainable is False)"
    if convolves_as_keras(layer):
        return (OURS, SWAPPED) if MARK in vars(layer) else (theirs, NOT_SWAPPED)
    if getattr(layer, "rank", 2) == 3:
        return theirs, "it has 3 dimensions"
    return theirs, "it convolves by a method of its own"


def convolves_as_keras(layer: Any) -> bool:
    """Whether a layer convolves by a method of Keras's that we exchange, and by none of its own."""
    return any(
        isinstance(layer, kind) and getattr(type(layer), name) is getattr(kind, name)
        for kind, name in METHODS
    )
