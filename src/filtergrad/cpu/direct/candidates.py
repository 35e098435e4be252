"""The plans of the direct algorithm for a problem: the best of each kind, divided in several ways.

In: a `Spec`, an `Isa`. Out: a table of plans with their prices.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from filtergrad.cpu.base.algorithm import Candidates
from filtergrad.cpu.base.bands import ceil_div, powers
from filtergrad.cpu.base.columns import Column, Number, at, least, most, pick
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.partials import Partials, case, partials
from filtergrad.cpu.base.plan import LEAST_PARTIAL_BYTES
from filtergrad.cpu.base.price import TEAM_THREADS, WORK_TIMES, tasks_wanted
from filtergrad.dtypes import SIZES
from filtergrad.engine import Spec
from filtergrad.problem import Problem

from . import pairs
from .forms import forms
from .plan import DirectPlan
from .price import SCATTERED_BYTE_CYCLES, Division, Work, price, work
from .ways import KINDS, MOST_LAYERS, Layer, ways
from .wholes import Wholes, wholes

# Plans of so many kinds, the cheapest, are tried in several divisions.
MOST_KINDS = 6

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
        (table, way, box), where = self._at(row)
        one = self.division
        cut = (int(self._of(part)[where]) for part in (one.groups, one.rows, one.dys, one.xs))
        return table.plan(
            way,
            box,
            split=int(self._of(one.split)[where]),
            cut=tuple(cut),
            partial_dtype=self.partials.names[int(self._of(self.partial)[where])],
            writes_dw=bool(self._of(one.writes_dw)[where]),
        )

    def alike(self, row: int) -> Column:
        """Which rows' plans add in the same order as that of ``row``."""
        place, where = self._at(row)
        order, split = place.table.order(place.way, place.box), self.division.split
        summed = self.partials.summed[self.partial]
        same = np.array([one.table.order(one.way, one.box) == order for one in self.places])
        same = same[:, None, None] & (split == self._of(split)[where])
        return self._of(same & (summed == self._of(summed)[where])).ravel()

    def _at(self, row: int) -> tuple[Place, tuple[int, ...]]:
        where = tuple(int(i) for i in np.unravel_index(row, self.possible.shape))
        return self.places[where[0]], where

    def _of(self, column: Column) -> Column:
        return np.broadcast_to(column, self.possible.shape)


class Shortlist(NamedTuple):
    """The whole plans that are worth dividing.

    Parameters
    ----------
    places
        Where they stand.
    work
        What they have to do: columns along a first axis.
    wall
        What they cost undivided.
    spare_bytes
        Bytes that the workspace may have beside the panels of one thread.
    """

    places: list[Place]
    work: Work
    wall: Number
    spare_bytes: Number


def candidates(spec: Spec, isa: Isa) -> Candidates:
    """Plans of the direct algorithm: the best of each kind, divided in several ways."""
    listed = (wholes(spec._replace(problem=one), isa, form) for one, form in forms(spec, isa))
    shortlist = _shortlist([table for table in listed if table is not None], isa)
    plans = _divided(spec, shortlist)
    cost = price(shortlist.work, plans.division, isa)
    wall = np.where(plans.possible, cost.wall, math.inf)
    tasks = np.broadcast_to(plans.division.tasks, wall.shape)
    return Candidates(replace(cost, wall=wall), tasks, plans.plan, plans.alike)


def bound(spec: Spec, isa: Isa) -> float:
    """Cycles that every plan's wall exceeds: it multiplies, and reads x and dy, at least."""
    byte = min(SCATTERED_BYTE_CYCLES, isa.cycles.prefetched_byte) * SIZES[spec.problem.dtype]
    fewest = math.inf
    for one, form in forms(spec, isa):
        paired = pairs.paired_problem(one, form.pairs)
        layer = Layer.of(spec._replace(problem=one), bool(form.pairs))
        pixels = paired.n * paired.row_pairs * paired.col_pairs / paired.s
        read = one.n * (one.h * one.w * one.c + one.p * one.q * one.k) * byte
        fewest = min(fewest, pixels * _least_cycles(layer, isa) + read)
    return fewest * (1 / TEAM_THREADS + WORK_TIMES)


@functools.lru_cache(MOST_LAYERS)
def _least_cycles(layer: Layer, isa: Isa) -> float:
    """The fewest cycles for the multiply-adds of an output pixel and a filter row."""
    found = ways(layer, isa)
    if found is None:
        return math.inf
    return float(np.min(found.s_loops * found.groups * found.pixel_cycles)) * (1 - 1e-9)


def _shortlist(tables: list[Wholes], isa: Isa) -> Shortlist:
    """The cheapest whole plans of each kind, of the kinds that have the cheapest."""
    works, costs, walls, kinds = [], [], [], []
    alike = list(dict.fromkeys(table.form for table in tables))
    for table in tables:
        done = work(table)
        # In the choice a block that outgrows the cache does not count yet: division will cut it.
        beyond = np.stack((np.zeros_like(done.beyond), done.beyond))
        chosen_by, cost = price(done._replace(beyond=beyond), _whole(table.problem), isa).wall
        works.append(done)
        costs.append(cost)
        walls.append(np.where(table.possible, chosen_by, math.inf).ravel())
        kinds.append(
            np.repeat(table.ways.kinds + alike.index(table.form) * KINDS, len(table.boxes))
        )
    rows = _best_of_kinds(np.concatenate(walls), np.concatenate(kinds))
    places: dict[int, Place] = {}
    found, counts, start = [], [], 0
    for table, done, cost in zip(tables, works, costs, strict=True):
        stop, width = start + cost.size, len(table.boxes)
        mine = {i: divmod(row - start, width) for i, row in enumerate(rows) if start <= row < stop}
        start = stop
        if mine:
            places |= {i: Place(table, *its) for i, its in mine.items()}
            ways, boxes = np.array(list(mine.values())).T
            spare = table.spare_bytes(ways, boxes)
            found.append([*(at(values, ways, boxes) for values in (*done, cost)), spare])
            counts.append(len(mine))
    back = np.argsort(list(places))
    columns = [_joined(values, counts, back) for values in zip(*found, strict=True)]
    return Shortlist([places[i] for i in range(len(rows))], Work(*columns[:-2]), *columns[-2:])


def _best_of_kinds(wall: Column, kind: Column) -> list[int]:
    """The rows of the cheapest of each kind, kind by kind."""
    order = np.argsort(wall, kind="stable")[: np.count_nonzero(wall < math.inf)]
    best: dict[int, list[int]] = {}
    room = MOST_KINDS * MOST_OF_A_KIND
    for row, its_kind in zip(order.tolist(), kind[order].tolist(), strict=True):
        found = best.get(its_kind)
        if found is None and len(best) < MOST_KINDS:
            found = best[its_kind] = []
        if found is not None and len(found) < MOST_OF_A_KIND:
            found.append(row)
            room -= 1
            if not room:
                break
    return [row for found in best.values() for row in found]


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


def _divided(spec: Spec, shortlist: Shortlist) -> Divided:
    """Whole plans divided into tasks in several ways, with the partials that each way needs."""
    problem, done = spec.problem, shortlist.work
    types = partials(problem.dtype, spec.precision)
    target = tasks_wanted(shortlist.wall)
    most_parts = 2 * int(np.max(target))
    split = np.array(list(powers(most_parts)))[:, None]
    dys = np.array(list(powers(min(most_parts, int(np.max(done.dy_tiles))))))
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
    allowed = least(allowed, shortlist.spare_bytes)
    possible = possible & ((split == 1) | (pick(writes_dw, 0, split) * partial_bytes <= allowed))
    tasks = split * groups * rows * dys * xs
    wider = types.wider[partial]
    return Divided(
        shortlist.places,
        Division(split, groups, rows, dys, xs, tasks, partial_bytes, wider, writes_dw),
        types,
        partial,
        possible,
    )
