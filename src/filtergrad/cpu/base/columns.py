"""Numbers that may be columns: a formula that prices one plan prices a table of plans at once.

In: numbers, or NumPy arrays with one for each plan. Out: the same, element by element.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Number: TypeAlias = Any
"""A number, or an array of them."""

Column: TypeAlias = npt.NDArray[Any]
"""An array with a number for each plan."""


def least(first: Number, second: Number) -> Number:
    """The smaller of two numbers."""
    return np.minimum(first, second) if _columns(first, second) else min(first, second)


def most(first: Number, second: Number) -> Number:
    """The larger of two numbers."""
    return np.maximum(first, second) if _columns(first, second) else max(first, second)


def pick(condition: Number, yes: Number, no: Number) -> Number:
    """One of two numbers."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, yes, no)
    return yes if condition else no


def plain(column: Column) -> Number:
    """A column, or the number itself where all of its numbers are the same."""
    first = column.flat[0]
    return first.item() if (column == first).all() else column


def at(values: Number, rows: Column, columns: Column) -> Number:
    """Some numbers of an array that may have but one row or column, or be a number."""
    if not isinstance(values, np.ndarray):
        return values
    if values.ndim == 1:
        return values[columns]
    return values[rows, 0] if values.shape[1] == 1 else values[rows, columns]


def whole(number: Number) -> Number:
    """A positive number without what follows the point."""
    return number.astype(np.int64) if isinstance(number, np.ndarray) else int(number)


def _columns(first: Number, second: Number) -> bool:
    return isinstance(first, np.ndarray) or isinstance(second, np.ndarray)
