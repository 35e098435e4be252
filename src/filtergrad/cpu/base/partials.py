"""The types that partial sums may have, as a table: which one, a plan's division decides.

In: the type of the arrays and the precision. Out: `Partials`.
"""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

import numpy as np

from filtergrad.dtypes import SIZES, compute_dtype

from .columns import Column, Number
from .plan import MOST_FLUSHES, partial_dtype


class Partials(NamedTuple):
    """The types of partial sums: one for each case that `case` numbers.

    Parameters
    ----------
    names
        Of the types.
    sizes
        Bytes of a number.
    summed
        Whether sums are made in float64.
    stored
        Whether it is the type of the arrays.
    wider
        Whether it is wider than what is summed in registers.
    """

    names: tuple[str, ...]
    sizes: Column
    summed: Column
    stored: Column
    wider: Column


@functools.lru_cache(16)
def partials(dtype: str, precision: str) -> Partials:
    """The types for arrays of a type."""
    cases = itertools.product((False, True), (1, MOST_FLUSHES + 1))
    names = tuple(partial_dtype(dtype, precision, flushes, single) for single, flushes in cases)
    summed = [compute_dtype(name) == "float64" for name in names]
    wider = [name == "float64" != compute_dtype(dtype) for name in names]
    columns = [SIZES[name] for name in names], summed, [name == dtype for name in names], wider
    return Partials(names, *map(np.array, columns))


def case(flushes: Number, single: Number) -> Number:
    """The number of a type: see `partial_dtype`, which decides."""
    return 2 * single + (flushes > MOST_FLUSHES)
