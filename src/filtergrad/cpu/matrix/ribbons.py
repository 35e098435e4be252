"""Ribbons: how the pixels of a block become one row of columns, in which every tap is an offset.

In: a problem and a block of its output pixels. Out: `Ribbon`.

The matrix unit multiplies 32 neighbouring columns at a time, and most rows of an image are no
multiple of that. So a block's rows are written one behind the other, ``pitch`` columns each: those
of dy with zeros behind them, those of x with the zeros that its windows see. Column ``i`` of output
row ``p`` then meets, for filter tap (r, s), the column of x that lies

    row(r) * pitch + column(s)

further on, wherever it is. Where strides skip columns (or rows), x's columns are dealt into as many
*phases*, each of which is such a ribbon. Or each tap of a filter row has ribbons of its own, moved
by its column, so that tiles of x begin with cache lines; where x has few channels, taps are merged
with them, and a tile covers several.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Bit, Number, least, most, pick
from filtergrad.problem import Problem

# Columns that one instruction multiplies: 16 pairs.
STEP = 32

# Rows may be so much longer, that each begins with a cache line.
MOST_WIDENED = 1.2

# Bytes of a cache line.
LINE = 64


def phases(taps: int, dilation: int, stride: int) -> int:
    """How many phases of x filter taps see: tap number i that of tap i modulo this number."""
    return min(taps, stride // math.gcd(dilation, stride))


def reach(taps: Number, dilation: Number, stride: Number, padding: Number) -> tuple[Number, Number]:
    """How many columns of its phase a tap lies behind the output column: least and most."""
    return -padding // stride, ((taps - 1) * dilation - padding) // stride


class Ribbon(NamedTuple):
    """The sizes of a block's ribbons.

    Parameters
    ----------
    pitch
        Columns from one row to the next: an even number, so that no pair is of two rows.
    rows
        Of x, of one image and phase.
    steps
        Of `STEP` columns that an image's ribbon of dy has at most.
    line
        Bytes from one channel's ribbon of x to the next.
    dy_image
        Bytes of the ribbon of dy of one image and 16 channels.
    """

    pitch: Number
    rows: Number
    steps: Number
    line: Number
    dy_image: Number


def ribbon(problem: Problem, p: Number, q: Number, packed: Number, moved: Bit) -> Ribbon:
    """The ribbons of ``p`` rows of ``q`` columns of output pixels of an image.

    Parameters
    ----------
    problem
        Whose pixels they are.
    p, q
        Of the largest block.
    packed
        Columns that are packed together: what is packed last may be so much longer than its row.
    moved
        Whether each tap of a filter row has lines of its own.
    """
    ends = reach(problem.s, problem.ds, problem.v, problem.left)
    first, last = (pick(moved, 0, end) for end in ends)
    pitch = q + last - first
    # Of whole rows, the zeros right of one are those left of the next.
    zeros = most(most(q, q + last), ceil_div(problem.w, problem.v) - first)
    pitch = pick(q == problem.q, least(pitch, zeros), pitch)
    whole = ceil_div(pitch, STEP) * STEP
    pitch = pick(moved & (whole <= MOST_WIDENED * pitch), whole, ceil_div(pitch, 2) * 2)
    low, high = reach(problem.r, problem.dr, problem.u, problem.top)
    steps = ceil_div(p * pitch, STEP)
    rows = p + high - low
    columns = most(
        (high - low) * pitch + last - first + steps * STEP + STEP,
        rows * pitch + packed,
    )
    lines = ceil_div(2 * columns, LINE)
    lines = lines + 1 - lines % 2  # an odd number: 16 channels share no set of the cache
    return Ribbon(pitch, rows, steps, lines * LINE, (steps + 1) * STEP * 16 * 2)
