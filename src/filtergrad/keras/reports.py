"""What became of a model's convolutions: `report`.

In: a model. Out: a table with a row for each convolution: whose its weight gradient is, and why.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import keras
from keras import layers as kinds

METHODS: list[tuple[Any, str]] = []  # the classes' methods that `layers` has exchanged
MARK = "_weight_gradient_by_filtergrad"
OURS = "filtergrad"
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


class Row(NamedTuple):
    """A convolution of a model.

    Parameters
    ----------
    name, layer
        The layer's name and its class.
    shape
        Of its kernel; empty while it is not built.
    by
        Who computes the kernel's gradient: ``"filtergrad"`` or the backend.
    why
        Why so.
    """

    name: str
    layer: str
    shape: tuple[int, ...]
    by: str
    why: str


class Report(tuple[Row, ...]):
    """The rows of a report; printed, it is a table."""

    __slots__ = ()

    @property
    def ours(self) -> int:
        """How many of the convolutions are ours."""
        return sum(row.by == OURS for row in self)

    def __str__(self) -> str:
        """All rows, below a line with their number."""
        plural = "" if len(self) == 1 else "s"
        lines = [f"{self.ours} of {len(self)} convolution{plural} by filtergrad"]
        texts = [
            (row.name, row.layer, "x".join(map(str, row.shape)) or "?", row.by) for row in self
        ]
        widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
        for text, row in zip(texts, self, strict=True):
            cells = (cell.ljust(width) for cell, width in zip(text, widths, strict=True))
            lines.append(f"  {'  '.join(cells)}  {row.why}".rstrip())
        return "\n".join(lines)

    __repr__ = __str__


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
    """Refuse what is no model.

    Raises
    ------
    TypeError
        If it is none.
    """
    if not isinstance(model, keras.Layer):
        kind = "None" if model is None else f"a {type(model).__name__}"
        raise TypeError(f"filtergrad.keras.{caller} takes a model (keras.Model), not {kind}")


def nothing(model: Any, *, chosen: bool) -> str:
    """What to say where no layer was reached: what there is instead."""
    rows = report(model)
    if chosen and any(row.why in {"swapped", "not swapped"} for row in rows):
        return f"`where` chose none of the model's {len(rows)} convolutions"
    seen = Counter(f"{row.layer} ({row.why})" for row in rows)
    if rows:
        return "no convolution was reached: the model has " + _counted(seen)
    everything = model._flatten_layers(include_self=False)  # noqa: SLF001
    seen = Counter(type(layer).__name__ for layer in everything)
    return "the model has no convolution, only " + _counted(seen)


def _counted(seen: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in seen.most_common(6)) or "no layer"


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
        return (OURS, "swapped") if MARK in vars(layer) else (theirs, "not swapped")
    if getattr(layer, "rank", 2) == 3:
        return theirs, "it has 3 dimensions"
    if isinstance(layer, kinds.Conv1DTranspose | kinds.Conv2DTranspose):
        return theirs, f"it is transposed: filtergrad.{theirs}.enabled() reaches it"
    return theirs, "it convolves by a method of its own"


def convolves_as_keras(layer: Any) -> bool:
    """Whether a layer convolves by a method of Keras's that we exchange, and by none of its own."""
    return any(
        isinstance(layer, kind) and getattr(type(layer), name) is getattr(kind, name)
        for kind, name in METHODS
    )
