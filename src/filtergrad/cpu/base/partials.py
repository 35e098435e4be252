"""The types that partial sums may have, as a table: which one, a plan's division decides.

In: the type of the arrays and the precision. Out: `Cases`.
"""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

from filtergrad.dtypes import SIZES, compute_dtype

from .columns import Bit, Number, pick
from .plan import MOST_FLUSHES, partial_dtype

# Few or many flushes, and whether there is one sum only.
CASES = 4


class Cases(NamedTuple):
    """The types of partial sums: in each tuple a number for each case that `case` counts.

    Parameters
    ----------
    sizes
        Bytes of a number.
    summed
        Whether sums are made in float64.
    stored
        Whether it is the type of the arrays.
    wider
        Whether it is wider than what is summed in registers.
    """

    sizes: tuple[Number, ...] = (0,) * CASES
    summed: tuple[Bit, ...] = (False,) * CASES
    stored: tuple[Bit, ...] = (False,) * CASES
    wider: tuple[Bit, ...] = (False,) * CASES


@functools.lru_cache(16)
def partials(dtype: str, precision: str) -> tuple[tuple[str, ...], Cases]:
    """The types for arrays of a type: their names, and what they are."""
    cases = itertools.product((False, True), (1, MOST_FLUSHES + 1))
    names = tuple(partial_dtype(dtype, precision, flushes, single) for single, flushes in cases)
    return names, Cases(
        sizes=tuple(SIZES[name] for name in names),
        summed=tuple(compute_dtype(name) == "float64" for name in names),
        stored=tuple(name == dtype for name in names),
        wider=tuple(name == "float64" != compute_dtype(dtype) for name in names),
    )


def case(flushes: Number, single: Bit) -> Number:
    """The number of a type: see `partial_dtype`, which decides."""
    return 2 * single + (flushes > MOST_FLUSHES)


def of_case(values: tuple[Number, ...], flushes: Number, single: Bit) -> Number:
    """What a field of `Cases` says of the type."""
    many = flushes > MOST_FLUSHES
    few, lots, single_few, single_lots = values
    return pick(single, pick(many, single_lots, single_few), pick(many, lots, few))
