"""The shape of packed panels: what is copied where.

In: bands of tiles. Out: sizes and offsets in bytes. `pack` writes the code that fills a
panel.
"""

from __future__ import annotations

from dataclasses import dataclass

from filtergrad.dtypes import SIZES

from .bands import Band, ceil_div
from .columns import Number


@dataclass(frozen=True)
class Copy:
    """``count`` channels of a panel's tile from offset ``to`` on.

    They are the source's channels ``source``, ``source + step``, ...
    """

    to: int
    source: int
    step: int
    count: int


@dataclass(frozen=True)
class Panel:
    """What a packing function must know.

    Parameters
    ----------
    name
        Of the function.
    dtype, compute_dtype
        Type of the source, and of the panel.
    layout
        ``rows``, ``planes`` or ``any``: see `engine.Layout`.
    bands
        The tiles; each is packed by itself.
    channels
        Channels that a step of one element in a band's ``start`` and ``size`` stands for, in the
        source and the panel.
    copies
        For each band, where the channels of one tile come from.
    total
        Channels of the source from tile 0's first on: reading beyond them is forbidden.
    shape
        (images, rows, columns) of the panel.
    side
        How many columns and channels are transposed together, where columns are neighbours.
    padded
        Whether columns outside the image are filled with zeros.
    lanes
        Numbers in a vector.
    hardware_half
        Whether half precision converts in hardware.
    pairs
        Whether the panel holds pairs of numbers: see `direct.pairs`.
    """

    name: str
    dtype: str
    compute_dtype: str
    layout: str
    bands: tuple[Band, ...]
    channels: int
    copies: tuple[tuple[Copy, ...], ...]
    total: int
    shape: tuple[int, int, int]
    side: int
    padded: bool
    lanes: int
    hardware_half: bool
    pairs: bool = False

    @property
    def sizes(self) -> dict[str, int]:
        """Rows and columns, and for each band where its first tile begins, and its `stride`."""
        _, height, width = self.shape
        found = {f"{self.name}.height": height, f"{self.name}.width": width}
        for i, band in enumerate(self.bands):
            found[f"{self.name}.start{i}"] = self.start(band)
            found[f"{self.name}.stride{i}"] = self.stride(band)
        return found

    @property
    def pixels(self) -> int:
        """Pixels of one tile's panel."""
        n, h, w = self.shape
        return n * h * w

    def width(self, band: Band) -> int:
        """Channels of one tile of ``band``."""
        return band.size * self.channels

    def stride(self, band: Band) -> int:
        """Bytes from one tile to the next.

        An odd number of cache lines, so that tiles filled side by side do not fight for the same
        sets, with room behind the last pixel for what `overflows` writes there.
        """
        return tile_stride(self.pixels * self.width(band) + self.lanes, SIZES[self.compute_dtype])

    @property
    def bytes(self) -> int:
        """Bytes of all tiles."""
        return sum(band.count * self.stride(band) for band in self.bands)

    def start(self, band: Band) -> int:
        """Bytes from the panel's beginning to the first tile of ``band``."""
        return sum(
            other.count * self.stride(other) for other in self.bands[: self.bands.index(band)]
        )

    def overflows(self, band: Band, copies: tuple[Copy, ...]) -> bool:
        """Whether pixels are copied in whole vectors although a tile is narrower.

        What is written too much lies where the next pixel is written next. What is read too much
        must exist.
        """
        if self.padded or self.layout != "rows" or len(copies) > 1 or copies[0].step > 1:
            return False
        last = band.start + (band.count - 1) * band.size
        return last + ceil_div(band.size, self.lanes) * self.lanes <= self.total


def square_side(lanes: int, columns: Number) -> int:
    """A power of two: how many of so many columns are transposed together, at most ``lanes``.

    None of none.
    """
    if not isinstance(columns, int):
        return lanes  # of many plans' panels, whose code nobody writes
    return min(lanes, 1 << columns.bit_length() >> 1)


def tile_stride(numbers: Number, size: int) -> Number:
    """Bytes of so many numbers of ``size`` bytes, in an odd number of cache lines."""
    return odd(ceil_div(numbers * size, 64)) * 64


def odd(lines: Number) -> Number:
    """So many cache lines, or one more: an odd number of them."""
    return lines + 1 - lines % 2
