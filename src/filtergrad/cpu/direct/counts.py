"""What the tiles of each way do: how many there are, what they take for a pixel.

In: a `Layer`, an `Isa`. Out: `Ways`, with a row of `Counts` for each. They are kept: a new size of
a known layer asks for the same.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.base.columns import Bit, Column, Number
from filtergrad.cpu.base.isa import Isa
from filtergrad.dtypes import SIZES, compute_dtype

from .shapes import dy_bands, x_bands
from .tiles import lines, pixel_cycles, tile_shape
from .ways import Layer, Way, listed

# Tables of so many layers are kept, each of some 10 KiB.
MOST_LAYERS = 128

# Ways differ in so many kinds: by lanes and packing.
KINDS = 12

# Bands of dy by bands of x, and panels of x of different widths: there are never more.
BAND_PAIRS, PANEL_WIDTHS = 6, 3


class Counts(NamedTuple):
    """What the tiles of a way do, as numbers or as columns of a table.

    Parameters
    ----------
    grouped, over_k, over_c
        Whether lanes run over groups, output channels, input channels.
    merged, x_packed, dy_packed
        As in the way.
    s_loops, groups
        How many taps of a filter row, and how many groups, are looped over.
    x_tiles, dy_tiles, x_panels
        Number of tiles of x and of dy, and of x's panels of different widths.
    tiles, calls, accumulators
        Number of pairs of tiles, of calls of tile functions, of vectors that are summed.
    pixel_cycles
        Cycles of all tiles for a pixel.
    x_read
        Bytes of x that all tiles read for a pixel.
    x_pages, dy_pages
        Pages of x and of dy that a pixel touches.
    dy_width
        The widest panel of dy.
    x_lines, dy_lines, missed
        For each pair of bands: lines of x and of dy that a pixel takes of the first-level cache,
        and lines a pixel that are fetched if they are too many.
    panel_counts, panel_widths
        For each of x's panels of different widths: how many there are, and how wide they are.
    """

    grouped: Bit
    over_k: Bit
    over_c: Bit
    merged: Bit
    x_packed: Bit
    dy_packed: Bit
    s_loops: Number
    groups: Number
    x_tiles: Number
    dy_tiles: Number
    x_panels: Number
    tiles: Number
    calls: Number
    accumulators: Number
    pixel_cycles: Number
    x_read: Number
    x_pages: Number
    dy_pages: Number
    dy_width: Number
    x_lines: tuple[Number, ...] = (0.0,) * BAND_PAIRS
    dy_lines: tuple[Number, ...] = (0.0,) * BAND_PAIRS
    missed: tuple[Number, ...] = (0.0,) * BAND_PAIRS
    panel_counts: tuple[Number, ...] = (0.0,) * PANEL_WIDTHS
    panel_widths: tuple[Number, ...] = (0.0,) * PANEL_WIDTHS


class Ways(NamedTuple):
    """The ways to compute a layer.

    Parameters
    ----------
    rows
        The ways.
    kinds
        A number for each way, the same for those with the same lanes and the same packing.
    counts
        A table with a row of `Counts` for each way.
    least_cycles
        The fewest cycles for the multiply-adds of an output pixel and a filter row.
    most_dy_tiles
        The most tiles of dy that a way has.
    """

    rows: tuple[Way, ...]
    kinds: Column
    counts: Column
    least_cycles: float
    most_dy_tiles: int


@functools.lru_cache(MOST_LAYERS)
def ways(layer: Layer, isa: Isa) -> Ways | None:
    """Every sensible way to compute a layer, if there is any."""
    rows = listed(layer, isa)
    if not rows:
        return None
    counts = _counts(layer, isa, rows)
    columns = [one for value in counts for one in (value if isinstance(value, tuple) else (value,))]
    kinds = [("kcg".index(way.lane) * 2 + way.x_packed) * 2 + way.dy_packed for way in rows]
    return Ways(
        tuple(rows),
        np.array(kinds),
        np.ascontiguousarray(np.array(columns, float).T),
        float(np.min(counts.s_loops * counts.groups * counts.pixel_cycles)),
        int(np.max(counts.dy_tiles)),
    )


def _counts(layer: Layer, isa: Isa, rows: Sequence[Way]) -> Counts:
    """What the tiles of some ways do: columns."""
    dy, x = [_dy_bands(layer, way) for way in rows], [_x_bands(layer, way) for way in rows]
    panels = [_panels(layer, *three) for three in zip(rows, dy, x, strict=True)]
    lane, lanes, merged, x_packed, dy_packed = (
        np.array([way[field] for way in rows]) for field in range(5)
    )
    grouped = lane == "g"
    x_tiles, dy_tiles = (np.array([bands[-1].stop for bands in side]) for side in (x, dy))
    spread = merged & (layer.ds > 1)  # each tile of x is a band of its own
    x_count = np.where(spread, x_tiles, np.array([len(bands) for bands in x]))
    count, dy_size, x_size = _padded(
        ([(b.count * a.count, b.size, a.size) for b in dy_bands for a in x_bands]
         for dy_bands, x_bands in zip(dy, x, strict=True)),
        BAND_PAIRS,
    )  # fmt: skip
    height, width = tile_shape(lane, lanes, layer.k_per_group, dy_size, x_size)
    cycles = count * pixel_cycles(isa, layer.k_per_group * grouped, height, width)
    x_width = np.where(grouped, dy_size * layer.c_per_group, x_size)
    dy_width = np.where(grouped, dy_size * layer.k_per_group, dy_size)
    stored, number = SIZES[layer.dtype], SIZES[compute_dtype(layer.dtype)]
    x_lines, x_missed = lines(x_packed, x_width * number, layer.c * number, layer.v)
    dy_lines, dy_missed = lines(dy_packed, dy_width * number, layer.k * number, 1)
    # In place a tile reads whole lines of x.
    read = np.maximum(x_size * number, np.where(x_packed, 0, min(64, layer.c * stored)))
    panel_counts, panel_widths = _padded(panels, PANEL_WIDTHS)
    return Counts(
        grouped=grouped,
        over_k=lane == "k",
        over_c=lane == "c",
        merged=merged,
        x_packed=x_packed,
        dy_packed=dy_packed,
        s_loops=np.where(merged, 1, layer.s),
        groups=np.where(grouped, 1, layer.g),
        x_tiles=x_tiles,
        dy_tiles=dy_tiles,
        x_panels=np.array([len(bands) for bands in panels]),
        tiles=count.sum(0),
        calls=dy_tiles * x_count,
        accumulators=(count * height * width).sum(0),
        pixel_cycles=cycles.sum(0),
        x_read=(count * read).sum(0),
        x_pages=np.where(x_packed, 0.0, min(1.0, layer.c * layer.v * stored / 4096)),
        dy_pages=np.where(dy_packed, 0.0, min(1.0, layer.k * stored / 4096)),
        dy_width=dy_width.max(0),
        x_lines=tuple(x_lines),
        dy_lines=tuple(dy_lines),
        missed=tuple(count * (x_missed + dy_missed)),
        panel_counts=tuple(panel_counts),
        panel_widths=tuple(panel_widths),
    )


def _dy_bands(layer: Layer, way: Way) -> tuple[Band, ...]:
    return dy_bands(way.lane, layer.g, layer.k_per_group, way.lanes, way.tile)


def _x_bands(layer: Layer, way: Way) -> tuple[Band, ...]:
    channels = layer.c_per_group * (layer.s if way.merged else 1)
    return x_bands(way.lane, channels, way.lanes, way.tile)


def _panels(
    layer: Layer, way: Way, dy: tuple[Band, ...], x: tuple[Band, ...]
) -> list[tuple[int, int]]:
    """Number and width of x's panels."""
    if way.lane == "g":
        return [(band.count, band.size * layer.c_per_group) for band in dy]
    return [(1, layer.c_per_group)] if way.merged else [(band.count, band.size) for band in x]


def _padded(rows: Iterable[Sequence[tuple[int, ...]]], length: int) -> tuple[Column, ...]:
    """Lists of tuples as an array for each place in a tuple; zeros where a list is shorter."""
    rows = list(rows)
    zeros = (0,) * len(rows[0][0])
    return tuple(np.array([[*row, *[zeros] * (length - len(row))] for row in rows]).T)
