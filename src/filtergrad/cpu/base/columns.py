"""Numbers that may be columns: a formula that prices one plan prices a table of plans at once.

In: numbers, or NumPy arrays with one for each plan. Out: the same, element by element. Symbols of a
`tape` are numbers, too: what is done to them is compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .tape import Symbol

Number: TypeAlias = Any
"""A number, or an array of them, or a symbol."""

Bit: TypeAlias = Any
"""A condition, or an array of them, or a symbol."""

Column: TypeAlias = npt.NDArray[Any]
"""An array with a number for each plan."""


def least(first: Number, second: Number) -> Number:
    """The smaller of two numbers."""
    return _each("min", np.minimum, min, first, second)


def most(first: Number, second: Number) -> Number:
    """The larger of two numbers."""
    return _each("max", np.maximum, max, first, second)


def pick(condition: Bit, yes: Number, no: Number) -> Number:
    """One of two numbers."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, yes, no)
    if isinstance(condition, Symbol):
        return condition.tape.step("pick", condition, yes, no)
    return yes if condition else no


def whole(number: Number) -> Number:
    """A positive number without what follows the point."""
    if isinstance(number, Symbol):
        return number.tape.step("floor", number)
    return number.astype(np.int64) if isinstance(number, np.ndarray) else int(number)


def root(number: Number) -> Number:
    """The square root of a positive number."""
    return number.tape.step("root", number) if isinstance(number, Symbol) else np.sqrt(number)


def _each(
    name: str,
    of_columns: Callable[[Number, Number], Number],
    of_numbers: Callable[[Number, Number], Number],
    first: Number,
    second: Number,
) -> Number:
    for one in (first, second):
        if isinstance(one, np.ndarray):
            return of_columns(first, second)
        if isinstance(one, Symbol):
            return one.tape.step(name, first, second)
    return of_numbers(first, second)
