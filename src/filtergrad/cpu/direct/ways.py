"""The ways to place a tile: lanes, merging, packing, register tile; no size of an image matters.

In: a `Layer`, which is what a problem says of channels, of taps along a row and of memory, and an
`Isa`. Out: every sensible `Way`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Spec

from . import pairs

# Lanes run over groups of at most so many channels of x: each channel has copying code of its own.
MOST_GROUP_CHANNELS = 64

# Taps that lie apart are merged up to so many numbers of a filter row: each has code of its own.
MOST_SPREAD_NUMBERS = 128


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


def listed(layer: Layer, isa: Isa) -> list[Way]:
    """Every sensible way to compute a layer."""
    return [way for access in _accesses(layer, isa) for way in _tiled(layer, isa, access)]


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
