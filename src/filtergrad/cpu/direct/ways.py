"""The ways to place a tile: lanes, merging, packing, register tile; no size of an image matters.

In: a `Layer`, which is what a problem says of channels, of taps along a row and of memory, and an
`Isa`. Out: `Ways`, a table with a row for each, and what its tiles take. It is kept: a new size of
a known layer asks for the same.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.base.columns import Column, Number, plain
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Spec

from . import pairs
from .shapes import dy_bands, x_bands
from .tiles import lines, pixel_cycles, tile_shape

# Lanes run over groups of at most so many channels of x: each channel has copying code of its own.
MOST_GROUP_CHANNELS = 64

# Taps that lie apart are merged up to so many numbers of a filter row: each has code of its own.
MOST_SPREAD_NUMBERS = 128

# Tables of so many layers are kept, each of some 40 KiB.
MOST_LAYERS = 128


# Ways differ in so many kinds: by lanes and packing.
KINDS = 12


class Layer(NamedTuple):
    """What decides in which ways a problem can be computed, in the letters of `Problem`.

    Parameters
    ----------
    x_kind, dy_kind
        How the arrays lie in memory.
    paired
        Whether two bfloat16 numbers make a pair.
    """

    dtype: str
    g: int
    c_per_group: int
    k_per_group: int
    s: int
    v: int
    ds: int
    x_kind: str
    dy_kind: str
    paired: bool

    @property
    def c(self) -> int:
        """Input channels of all groups."""
        return self.g * self.c_per_group

    @property
    def k(self) -> int:
        """Output channels of all groups."""
        return self.g * self.k_per_group

    @classmethod
    def of(cls, spec: Spec, paired: bool) -> Layer:
        """What a spec says of it."""
        one, x, dy, _ = spec
        channels = one.g, one.c_per_group, one.k_per_group
        return cls(one.dtype, *channels, one.s, one.v, one.ds, x.kind, dy.kind, paired)


class Way(NamedTuple):
    """How memory is read and a tile is placed: the fields of a plan that say so."""

    lane: str
    lanes: int
    merged: bool
    x_packed: bool
    dy_packed: bool
    tile: tuple[int, int] = (1, 1)


class Ways(NamedTuple):
    """A table of ways, and what the tiles of each do: columns that blocks can stand beside.

    Parameters
    ----------
    rows
        The ways.
    kinds
        A number for each way, the same for those with the same lanes and the same packing.
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
    x_bytes
        Bytes of x that all tiles read for a pixel.
    lines, missed
        For each pair of bands: lines of x and of dy that a pixel takes of the first-level cache,
        and lines a pixel that are fetched if they are too many.
    pages
        Pages of x and of dy that a pixel touches.
    panels
        For each of x's panels of different widths: how many there are, and their widths.
    dy_width
        The widest panel of dy.
    """

    rows: tuple[Way, ...]
    kinds: Column
    grouped: Number
    over_k: Number
    over_c: Number
    merged: Number
    x_packed: Number
    dy_packed: Number
    s_loops: Number
    groups: Number
    x_tiles: Column
    dy_tiles: Column
    x_panels: Column
    tiles: Column
    calls: Column
    accumulators: Column
    pixel_cycles: Column
    x_bytes: Column
    lines: tuple[Column, Column]
    missed: Column
    pages: tuple[Column, Column]
    panels: tuple[Column, Column]
    dy_width: Column


@functools.lru_cache(MOST_LAYERS)
def ways(layer: Layer, isa: Isa) -> Ways | None:
    """Every sensible way to compute a layer, if there is any."""
    rows = [way for access in _accesses(layer, isa) for way in _tiled(layer, isa, access)]
    if not rows:
        return None
    dy, x = [_dy_bands(layer, way) for way in rows], [_x_bands(layer, way) for way in rows]
    panels = [_panels(layer, *three) for three in zip(rows, dy, x, strict=True)]
    lane, lanes, merged, x_packed, dy_packed = (
        np.array([way[field] for way in rows])[:, None] for field in range(5)
    )
    grouped = lane == "g"
    x_tiles, dy_tiles = (np.array([bands[-1].stop for bands in side])[:, None] for side in (x, dy))
    spread = merged & (layer.ds > 1)  # each tile of x is a band of its own
    x_count = np.where(spread, x_tiles, np.array([len(bands) for bands in x])[:, None])
    count, dy_size, x_size = _padded(
        [(b.count * a.count, b.size, a.size) for b in dy_bands for a in x_bands]
        for dy_bands, x_bands in zip(dy, x, strict=True)
    )
    panel_count, panel_width = _padded(panels)
    height, width = tile_shape(lane, lanes, layer.k_per_group, dy_size, x_size)
    cycles = count * pixel_cycles(isa, layer.k_per_group * grouped, height, width)
    x_width = np.where(grouped, dy_size * layer.c_per_group, x_size)
    dy_width = np.where(grouped, dy_size * layer.k_per_group, dy_size)
    stored, number = SIZES[layer.dtype], SIZES[compute_dtype(layer.dtype)]
    x_lines, x_missed = lines(x_packed, x_width * number, layer.c * number, layer.v)
    dy_lines, dy_missed = lines(dy_packed, dy_width * number, layer.k * number, 1)
    # In place a tile reads whole lines of x.
    read = np.maximum(x_size * number, np.where(x_packed, 0, min(64, layer.c * stored)))
    kinds = [("kcg".index(way.lane) * 2 + way.x_packed) * 2 + way.dy_packed for way in rows]
    return Ways(
        rows=tuple(rows),
        kinds=np.array(kinds),
        grouped=plain(grouped),
        over_k=plain(lane == "k"),
        over_c=plain(lane == "c"),
        merged=plain(merged),
        x_packed=plain(x_packed),
        dy_packed=plain(dy_packed),
        s_loops=plain(np.where(merged, 1, layer.s)),
        groups=plain(np.where(grouped, 1, layer.g)),
        x_tiles=x_tiles,
        dy_tiles=dy_tiles,
        x_panels=np.array([len(bands) for bands in panels])[:, None],
        tiles=count.sum(0),
        calls=dy_tiles * x_count,
        accumulators=(count * height * width).sum(0),
        pixel_cycles=cycles.sum(0),
        x_bytes=(count * read).sum(0),
        lines=(x_lines, dy_lines),
        missed=count * (x_missed + dy_missed),
        pages=(
            np.where(x_packed, 0.0, min(1.0, layer.c * layer.v * stored / 4096)),
            np.where(dy_packed, 0.0, min(1.0, layer.k * stored / 4096)),
        ),
        panels=(panel_count, panel_width),
        dy_width=dy_width.max(0),
    )


# ---- what is listed ----


def _accesses(layer: Layer, isa: Isa) -> Iterator[Way]:
    """Every sensible choice of lanes, merging and packing."""
    dtype = compute_dtype(layer.dtype)
    # Numbers that are converted are packed, and so are channels that are no neighbours.
    x_must, dy_must = (
        layer.dtype != dtype or kind != "rows" for kind in (layer.x_kind, layer.dy_kind)
    )
    single = layer.c_per_group * layer.k_per_group == 1
    for lane, merged in itertools.product("kcg", (False, True)):
        lanes = _lanes(layer, lane, merged, isa.lanes(SIZES[dtype]))
        if not lanes or (layer.paired and (lane == "g" or lanes < pairs.LANES)):
            continue
        for x_packed, dy_packed in itertools.product((False, True), repeat=2):
            if (x_must or merged) > x_packed or dy_must > dy_packed:
                continue
            if lane == "g" and not single and not (x_packed and dy_packed):
                continue
            if lane == "g" and x_packed != merged:
                continue  # One filter row a tile is enough only when nothing is packed.
            yield Way(lane, lanes, merged, x_packed, dy_packed)


def _lanes(layer: Layer, lane: str, merged: bool, full: int) -> int:
    """Numbers in a vector, or 0 where this kind of lane cannot work."""
    c, k, s = layer.c_per_group, layer.k_per_group, layer.s
    if merged and (c >= 16 or s == 1):
        return 0
    if merged and layer.ds > 1 and (lane == "c" or c * s > MOST_SPREAD_NUMBERS):
        return 0  # Neighbouring taps are not neighbours in memory.
    if lane == "g" and (layer.g == 1 or k > 3 or c > MOST_GROUP_CHANNELS):
        return 0
    width = {"k": k, "c": c * (s if merged else 1), "g": layer.g}[lane]
    while full > width:
        full //= 2
    return full


def _tiled(layer: Layer, isa: Isa, access: Way) -> Iterator[Way]:
    """An access with each register tile that leaves registers for the factors."""
    if isa.registers > 16:
        shapes: tuple[tuple[int, int], ...] = (
            (8, 3),
            (12, 2),
            (8, 2),
            (6, 4),
            (4, 6),
            (16, 1),
            (24, 1),
        )
    elif isa.multiply_add is FUSED:
        shapes = ((6, 2), (4, 3), (3, 4), (12, 1))
    else:  # The product needs a register of its own.
        shapes = ((5, 2), (3, 3), (2, 5), (10, 1))
    if access.lane == "g":
        k, budget = layer.k_per_group, max(rows * columns for rows, columns in shapes)
        rows = min(layer.c_per_group * (layer.s if access.merged else 1), budget // k)
        shapes = ((rows, max(1, budget // (rows * k)) * k), (rows, k))
    else:
        width = layer.k_per_group if access.lane == "k" else layer.c_per_group
        single = width <= isa.lanes(SIZES[compute_dtype(layer.dtype)]) or access.merged
        shapes = tuple(shape for shape in shapes if shape[1] > 1 or single)
    for shape in dict.fromkeys(shapes):
        yield access._replace(tile=shape)


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


def _padded(rows: Iterable[Sequence[tuple[int, ...]]]) -> tuple[Column, ...]:
    """Lists of tuples as an array for each place in a tuple; zeros where a list is shorter."""
    rows = list(rows)
    longest, zeros = max(map(len, rows)), (0,) * len(rows[0][0])
    filled = [[*row, *[zeros] * (longest - len(row))] for row in rows]
    return tuple(np.array(filled).T[:, :, :, None])
