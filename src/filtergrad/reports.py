"""What became of a program's convolutions: the rows and the table of each host's `report`.

In: what a host has found out. Out: `Report`, a tuple of rows that prints as a table, and the words
for where nothing was reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import ClassVar, NamedTuple

MARK = "_weight_gradient_by_filtergrad"
"""The attribute of a layer that `swap` has reached."""
OURS = "filtergrad"
SWAPPED, NOT_SWAPPED = "swapped", "not swapped"
ON, OFF = "the switch is on", "the switch is off"
CALLED = "it calls filtergrad"


class Row(NamedTuple):
    """A convolution of a model or a program.

    Parameters
    ----------
    name
        In the model, as the host has it; in a program, where it comes from.
    layer
        The class of a layer, or the kind of a convolution.
    shape
        Of its weight; empty while that is not known. Sizes that a program leaves open are 0.
    by
        Who computes the weight's gradient: ``"filtergrad"`` or the host.
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
    notes: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What stands under a table in which a reason begins so."""

    @property
    def ours(self) -> int:
        """How many of the convolutions are ours."""
        return sum(row.by == OURS for row in self)

    def __str__(self) -> str:
        """All rows, below a line with their number."""
        plural = "" if len(self) == 1 else "s"
        lines = [f"{self.ours} of {len(self)} convolution{plural} by filtergrad"]
        texts = [
            (row.name or "(the model)", row.layer, _sizes(row.shape) or "?", row.by) for row in self
        ]
        widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
        for text, row in zip(texts, self, strict=True):
            cells = (cell.ljust(width) for cell, width in zip(text, widths, strict=True))
            lines.append(f"  {'  '.join(cells)}  {row.why}".rstrip())
        return "\n".join([*lines, *self.noted()])

    __repr__ = __str__

    def noted(self) -> list[str]:
        """The notes that apply to a row or more."""
        return [
            note for why, note in self.notes.items() if any(row.why.startswith(why) for row in self)
        ]

    def nothing(self, kinds: Iterable[str], *, chosen: bool) -> str:
        """What to say where `swap` has reached no layer: what there is instead.

        Parameters
        ----------
        kinds
            The classes of the model's layers, of each layer.
        chosen
            Whether the user has chosen among the layers.
        """
        if chosen and any(row.why in {SWAPPED, NOT_SWAPPED} for row in self):
            return f"`where` chose none of the model's {len(self)} convolutions"
        if not self:
            return "the model has no convolution, only " + _counted(kinds)
        seen = _counted(f"{row.layer} ({row.why})" for row in self)
        return "; ".join([f"no convolution was reached: the model has {seen}", *self.noted()])


def check(model: object, kind: type, caller: str, wanted: str) -> None:
    """Refuse what is no model.

    Parameters
    ----------
    model
        Whatever was given.
    kind
        What a model is.
    caller, wanted
        The function that was called, and what it takes, for the text.

    Raises
    ------
    TypeError
        If it is none.
    """
    if not isinstance(model, kind):
        given = "None" if model is None else f"a {type(model).__name__}"
        raise TypeError(f"filtergrad.{caller} takes a model ({wanted}), not {given}")


def _sizes(shape: tuple[int, ...]) -> str:
    return "x".join(str(size) if size else "?" for size in shape)


def _counted(seen: Iterable[str]) -> str:
    most = Counter(seen).most_common(6)
    return ", ".join(f"{count} {name}" for name, count in most) or "no layer"
