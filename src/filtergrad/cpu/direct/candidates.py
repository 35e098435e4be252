"""The plans of the direct algorithm for a problem: the best of each kind, divided in several ways.

In: a `Spec`, an `Isa`. Out: a table of plans with their prices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from filtergrad.cpu.base.algorithm import Candidates
from filtergrad.cpu.base.bands import ceil_div, powers
from filtergrad.cpu.base.columns import Column, Number, least, most, pick
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.partials import Partials, case, partials
from filtergrad.cpu.base.plan import LEAST_PARTIAL_BYTES
from filtergrad.cpu.base.price import MOST_TASKS, tasks_wanted
from filtergrad.dtypes import SIZES
from filtergrad.engine import Spec
from filtergrad.problem import Problem

from .forms import forms
from .plan import DirectPlan
from .price import Division, Work, price, work
from .ways import KINDS
from .wholes import Wholes, wholes

# Plans of so many kinds, the cheapest, are tried in several divisions.
MOST_KINDS = 6

# The parts that pixels and tiles of dy are divided into: more than twice the tasks never are.
_POWERS = np.array(list(powers(2 * MOST_TASKS)))

# Of each kind so many plans, the cheapest, are tried: division changes their order.
MOST_OF_A_KIND = 2


class Place(NamedTuple):
    """Where a whole plan stands: its table, its row and its column."""

    table: Wholes
    way: int
    box: int


@dataclass(frozen=True, eq=False)
class Divided:
    """Plans divided among tasks, as a table: along its axes whole plans, splits, parts of dy.

    Parameters
    ----------
    places
        The whole plans.
    division
        Columns that say how the work is divided.
    partials
        The types that partial sums may have.
    partial
        The number of each plan's in that list.
    possible
        Whether a plan is a candidate.
    """

    places: list[Place]
    division: Division
    partials: Partials
    partial: Column
    possible: Column

    def plan(self, row: int) -> DirectPlan:
        """The plan of a row of the flattened table."""
        (table, way, box), at = self._at(row)
        one = self.division
        cut = (int(self._of(part)[at]) for part in (one.groups, one.rows, one.dys, one.xs))
        return table.plan(
            way,
            box,
            split=int(self._of(one.split)[at]),
            cut=tuple(cut),
            partial_dtype=self.partials.names[int(self._of(self.partial)[at])],
            writes_dw=bool(self._of(one.writes_dw)[at]),
        )

    def alike(self, row: int) -> Column:
        """Which rows' plans add in the same order as that of ``row``."""
        place, at = self._at(row)
        order, split = place.table.order(place.way, place.box), self.division.split
        summed = self.partials.summed[self.partial]
        same = np.array([one.table.order(one.way, one.box) == order for one in self.places])
        same = same[:, None, None] & (split == self._of(split)[at])
        return self._of(same & (summed == self._of(summed)[at])).ravel()

    def _at(self, row: int) -> tuple[Place, tuple[int, ...]]:
        at = tuple(int(i) for i in np.unravel_index(row, self.possible.shape))
        return self.places[at[0]], at

    def _of(self, column: Column) -> Column:
        return np.broadcast_to(column, self.possible.shape)


def candidates(spec: Spec, isa: Isa) -> Candidates:
    """Plans of the direct algorithm: the best of each kind, divided in several ways."""
    listed = (wholes(spec._replace(problem=one), isa, form) for one, form in forms(spec, isa))
    tables = [table for table in listed if table is not None]
    works = [work(table) for table in tables]
    places, done = _shortlist(tables, works, isa)
    plans = _divided(spec, isa, places, done)
    cost = price(done, plans.division, isa)
    wall = np.where(plans.possible, cost.wall, math.inf)
    tasks = np.broadcast_to(plans.division.tasks, wall.shape)
    return Candidates(replace(cost, wall=wall), tasks, plans.plan, plans.alike)


def _shortlist(tables: list[Wholes], works: list[Work], isa: Isa) -> tuple[list[Place], Work]:
    """The whole plans that are worth dividing, by kinds, and their work along a first axis."""
    walls, kinds, alike = [], [], list(dict.fromkeys(table.form for table in tables))
    for table, done in zip(tables, works, strict=True):
        # A panel of x that outgrows the cache does not count yet: division will cut it.
        cost = price(done._replace(beyond=0.0), _whole(table.problem), isa)
        walls.append(np.where(table.possible, cost.wall, math.inf).ravel())
        kinds.append(
            np.repeat(table.ways.kinds + alike.index(table.form) * KINDS, len(table.boxes))
        )
    wall, kind = np.concatenate(walls), np.concatenate(kinds)
    order = np.argsort(wall, kind="stable")[: np.count_nonzero(wall < math.inf)]
    best: dict[int, list[int]] = {}
    for row, its_kind in zip(order.tolist(), kind[order].tolist(), strict=True):
        if its_kind in best or len(best) < MOST_KINDS:
            found = best.setdefault(its_kind, [])
            if len(found) < MOST_OF_A_KIND:
                found.append(row)
    rows = [row for found in best.values() for row in found]
    return _gathered(tables, works, rows)


def _gathered(tables: list[Wholes], works: list[Work], rows: list[int]) -> tuple[list[Place], Work]:
    """The whole plans of some rows of all tables, one after the other, and what they have to do."""
    places: dict[int, Place] = {}
    found, counts, start = [], [], 0
    for table, done in zip(tables, works, strict=True):
        width = len(table.boxes)
        stop = start + len(table.ways.rows) * width
        mine = {i: divmod(row - start, width) for i, row in enumerate(rows) if start <= row < stop}
        start = stop
        if mine:
            places |= {i: Place(table, *at) for i, at in mine.items()}
            ways, boxes = np.array(list(mine.values())).T
            found.append([_of_places(values, ways, boxes) for values in done])
            counts.append(len(mine))
    back = np.argsort(list(places))
    done = Work(*(_joined(values, counts, back) for values in zip(*found, strict=True)))
    return [places[i] for i in range(len(rows))], done


def _of_places(values: Number, ways: Column, boxes: Column) -> Number:
    """The numbers of some rows and columns of what may have but one row or column."""
    if not isinstance(values, np.ndarray):
        return values
    if values.ndim == 1:
        return values[boxes]
    return values[ways, 0] if values.shape[1] == 1 else values[ways, boxes]


def _joined(values: tuple[Number, ...], counts: list[int], back: Column) -> Number:
    """The numbers of several tables along a first axis, or the one that all have."""
    first = values[0]
    if not any(isinstance(one, np.ndarray) for one in values) and {first} == {*values}:
        return first
    if len(values) > 1:
        full = [np.broadcast_to(one, count) for one, count in zip(values, counts, strict=True)]
        first = np.concatenate(full)[back]
    return first[:, None, None]


def _whole(problem: Problem) -> Division:
    """Everything in one task."""
    return Division(1, 1, 1, 1, 1, 1, _partial_numbers(problem) * SIZES["float32"], False, False)


def _partial_numbers(problem: Problem) -> float:
    return float(problem.r * problem.s * problem.c_per_group * problem.k)


def _divided(spec: Spec, isa: Isa, places: list[Place], done: Work) -> Divided:
    """``places`` divided into tasks in several ways, with the partials that each way needs."""
    problem = spec.problem
    types = partials(problem.dtype, spec.precision)
    target = tasks_wanted(price(done, _whole(problem), isa).wall)
    split, dys = _POWERS[:, None], _POWERS[None, :]
    rest = ceil_div(target, split)
    groups = least(done.groups, rest)
    xs = least(done.x_tiles, ceil_div(rest, groups * dys))
    rows = least(problem.r, ceil_div(rest, groups * dys * xs))
    possible = (split <= least(done.blocks, 2 * target)) & (dys <= done.dy_tiles)
    possible = possible & (dys <= ceil_div(rest, groups))
    partial = case(ceil_div(done.blocks, split), (done.blocks == 1) & done.dense)
    partial_bytes = _partial_numbers(problem) * types.sizes[partial]
    writes_dw = (split == 1) & types.stored[partial] & done.dense
    allowed = most(LEAST_PARTIAL_BYTES, 2 * (done.x_bytes + done.dy_bytes))
    allowed = least(allowed, done.spare_bytes)
    possible = possible & ((split == 1) | (pick(writes_dw, 0, split) * partial_bytes <= allowed))
    tasks = split * groups * rows * dys * xs
    wider = types.wider[partial]
    return Divided(
        places,
        Division(split, groups, rows, dys, xs, tasks, partial_bytes, wider, writes_dw),
        types,
        partial,
        possible,
    )
