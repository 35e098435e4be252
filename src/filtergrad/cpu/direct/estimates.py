"""The two estimates by which a plan is chosen: what whole plans and divided plans cost.

In: tables of records. Out: what each combination of their rows costs.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Bit, Number, least, most, pick
from filtergrad.cpu.base.cycles import Cycles
from filtergrad.cpu.base.estimate import Estimate
from filtergrad.cpu.base.partials import Cases, case, of_case
from filtergrad.cpu.base.plan import LEAST_PARTIAL_BYTES
from filtergrad.cpu.base.price import Price, tasks_wanted

from .counts import Counts
from .price import Division, partial_numbers, price, undivided, work
from .whole import Box, Sizes, Whole


class Undivided(NamedTuple):
    """A whole plan's price, infinite if it is none, and (r, s): the taps of its panel of x."""

    wall: Number
    r: Number
    s: Number


class Divided(NamedTuple):
    """How a plan is divided, as in `Division`; its price is infinite if it is no candidate.

    Parameters
    ----------
    case
        The type of its partials: see `base.partials.case`.
    """

    split: Number
    groups: Number
    rows: Number
    dys: Number
    xs: Number
    tasks: Number
    writes_dw: Bit
    case: Number


class Split(NamedTuple):
    """In how many parts the pixels are divided."""

    split: Number


class Dys(NamedTuple):
    """In how many parts the tiles of dy are divided."""

    dys: Number


def _undivided(cycles: Cycles, sizes: Sizes, way: Counts, box: Box) -> tuple[Undivided]:
    whole = Whole(sizes, way, box)
    # In the choice a block that outgrows the cache does not count yet: division will cut it.
    done = work(whole, cycles)._replace(beyond=0.0)
    wall = price(done, undivided(sizes), cycles, sizes.l2).wall
    return (Undivided(pick(whole.possible, wall, math.inf), *whole.panel_taps),)


def _divided(
    cycles: Cycles, types: Cases, sizes: Sizes, way: Counts, box: Box, part: Split, side: Dys
) -> tuple[Price, Divided]:
    whole, (split,), (dys,) = Whole(sizes, way, box), part, side
    done = work(whole, cycles)
    target = tasks_wanted(price(done, undivided(sizes), cycles, sizes.l2).wall)
    rest = ceil_div(target, split)
    groups = least(done.groups, rest)
    xs = least(done.x_tiles, ceil_div(rest, groups * dys))
    rows = least(sizes.r, ceil_div(rest, groups * dys * xs))
    possible = (split <= least(done.blocks, 2 * target)) & (dys <= done.dy_tiles)
    possible = possible & (dys <= ceil_div(rest, groups))
    flushes, single = ceil_div(done.blocks, split), (done.blocks == 1) & done.dense
    partial_bytes = partial_numbers(sizes) * of_case(types.sizes, flushes, single)
    writes_dw = (split == 1) & of_case(types.stored, flushes, single) & done.dense
    allowed = most(LEAST_PARTIAL_BYTES, 2 * (done.x_bytes + done.dy_bytes))
    allowed = least(allowed, whole.spare_bytes)
    possible = possible & ((split == 1) | (pick(writes_dw, 0, split) * partial_bytes <= allowed))
    tasks = split * groups * rows * dys * xs
    wider = of_case(types.wider, flushes, single)
    division = Division(split, groups, rows, dys, xs, tasks, partial_bytes, wider, writes_dw)
    cost = price(done, division, cycles, sizes.l2)
    found = Divided(split, groups, rows, dys, xs, tasks, writes_dw, case(flushes, single))
    return replace(cost, wall=pick(possible, cost.wall, math.inf)), found


UNDIVIDED = Estimate(_undivided, [[Cycles, Sizes], [Counts], [Box]], [Undivided])
DIVIDED = Estimate(
    _divided, [[Cycles, Cases], [Sizes, Counts, Box], [Split], [Dys]], [Price, Divided]
)
ESTIMATES = UNDIVIDED, DIVIDED
