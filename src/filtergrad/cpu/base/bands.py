"""How channels are cut into bands of equal tiles, and work into equal parts.

In: sizes. Out: `Band` tuples, ranges.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import overload

from .columns import Number, least, most


@dataclass(frozen=True)
class Band:
    """``count`` neighbouring tiles of ``size``; the first, number ``first``, begins at ``start``.

    ``moved`` elements at its beginning belong to the neighbour: a last tile narrower than a vector
    is moved back.
    """

    first: int
    count: int
    start: int
    size: int
    moved: int = 0

    @property
    def stop(self) -> int:
        """The number of the tile behind the last."""
        return self.first + self.count


@overload
def ceil_div(total: int, size: int) -> int: ...
@overload
def ceil_div(total: Number, size: Number) -> Number: ...
def ceil_div(total: Number, size: Number) -> Number:
    """How many parts of ``size`` cover ``total``: the quotient, rounded up."""
    return -(-total // size)


@overload
def even(total: int, size: int) -> int: ...
@overload
def even(total: Number, size: Number) -> Number: ...
def even(total: Number, size: Number) -> Number:
    """The size of the largest part if ``total`` is cut into the fewest of at most ``size``."""
    return ceil_div(total, ceil_div(total, most(1, least(total, size))))


@functools.lru_cache(1024)
def balanced(total: int, size: int) -> tuple[Band, ...]:
    """Cut ``total`` elements into the fewest tiles of at most ``size``, as equal as can be.

    64 by 6 becomes nine tiles of 6 and two of 5 rather than ten of 6 and one of 4: short tiles
    cannot hide the latency of the multiply-add. There are at most two bands.
    """
    tiles = ceil_div(total, size)
    small, large = divmod(total, tiles)
    bands = [Band(0, large, 0, small + 1), Band(large, tiles - large, large * (small + 1), small)]
    return tuple(band for band in bands if band.count)


@functools.lru_cache(1024)
def vectors(total: int, lanes: int, most: int) -> tuple[Band, ...]:
    """Cut ``total`` elements into tiles of up to ``most`` vectors; only the last may be ragged."""
    bands: list[Band] = []
    for band in balanced(ceil_div(total, lanes), most):
        start, size = band.start * lanes, band.size * lanes
        whole = min(band.count, max(0, (total - start) // size))
        if whole:
            bands.append(Band(band.first, whole, start, size))
        if whole < band.count:  # the last tile of all, and it has a ragged vector
            begin = start + whole * size
            moved = max(0, lanes - (total - begin))
            bands.append(Band(band.first + whole, 1, begin - moved, total - begin + moved, moved))
    return tuple(bands)


def columns(band: Band, lanes: int) -> tuple[tuple[int, int], ...]:
    """(offset, fresh lanes) of the vectors over a tile of ``band``; a ragged last is moved back."""
    count = ceil_div(band.size, lanes)
    fresh = band.size - (count - 1) * lanes - band.moved
    return (*((j * lanes, lanes) for j in range(count - 1)), (band.size - lanes, fresh))


def pieces(count: int, lanes: int) -> list[tuple[int, int]]:
    """(start, lanes) of vectors that copy ``count`` numbers: full ones, then powers of two."""
    cover, start = [], 0
    while start < count:
        while lanes > count - start:
            lanes //= 2
        cover.append((start, lanes))
        start += lanes
    return cover


def powers(most: int) -> Iterator[int]:
    """1, 2, 4, ... up to ``most``."""
    number = 1
    while number <= most:
        yield number
        number *= 2


def part_of(total: int, parts: int, part: int) -> tuple[int, int]:
    """The range of ``total`` items that a part of ``parts`` gets; sizes differ by at most one."""
    return total * part // parts, total * (part + 1) // parts
