"""The plans of the direct algorithm for a problem: the best of each kind, divided in several ways.

In: a `Spec`, an `Isa`. Out: a table of plans with their prices.
"""

from __future__ import annotations

import bisect
import itertools
import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from filtergrad.cpu.base.algorithm import Candidates
from filtergrad.cpu.base.bands import powers
from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.estimate import numbers, width
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.partials import Cases, partials
from filtergrad.cpu.base.price import MOST_TASKS, TEAM_THREADS, WORK_TIMES
from filtergrad.dtypes import SIZES
from filtergrad.engine import Spec

from . import pairs
from .counts import KINDS, Counts, ways
from .estimates import DIVIDED, Divided
from .forms import forms
from .plan import DirectPlan
from .price import SCATTERED_BYTE_CYCLES
from .ways import Layer
from .whole import Box, Sizes
from .wholes import Wholes, wholes

# Plans of so many kinds, the cheapest, are tried in several divisions.
MOST_KINDS = 6

# Of each kind so many plans, the cheapest, are tried: division changes their order.
MOST_OF_A_KIND = 2

# In how many parts pixels or tiles of dy are divided.
PARTS = np.array([[parts] for parts in powers(2 * MOST_TASKS)], float)


class Place(NamedTuple):
    """Where a whole plan stands: its table, its row and its column."""

    table: Wholes
    way: int
    box: int


@dataclass(frozen=True, eq=False)
class Table:
    """Plans divided among tasks: along the axes whole plans, splits, parts of dy.

    Parameters
    ----------
    places
        The whole plans.
    names, types
        The types that partial sums may have.
    found
        What each plan costs and how it is divided: columns.
    """

    places: list[Place]
    names: tuple[str, ...]
    types: Cases
    found: Divided

    def plan(self, row: int) -> DirectPlan:
        """The plan of a row of the flattened table."""
        (table, way, box), found = self._place(row), self.found
        cut = (int(part.flat[row]) for part in (found.groups, found.rows, found.dys, found.xs))
        return table.plan(
            way,
            box,
            split=int(found.split.flat[row]),
            cut=tuple(cut),
            partial_dtype=self.names[int(found.case.flat[row])],
            writes_dw=bool(found.writes_dw.flat[row]),
        )

    def alike(self, row: int) -> Column:
        """Which rows' plans add in the same order as that of ``row``."""
        place, split = self._place(row), self.found.split
        order = place.table.order(place.way, place.box)
        summed = np.array(self.types.summed)[self.found.case.astype(int)]
        same = np.array([one.table.order(one.way, one.box) == order for one in self.places])
        same = same[:, None, None] & (split == split.flat[row]) & (summed == summed.flat[row])
        return same.ravel()

    def _place(self, row: int) -> Place:
        return self.places[row * len(self.places) // self.found.split.size]


def candidates(spec: Spec, isa: Isa) -> Candidates:
    """Plans of the direct algorithm: the best of each kind, divided in several ways."""
    listed = (wholes(spec._replace(problem=one), isa, form) for one, form in forms(spec, isa))
    places, table = _shortlist([table for table in listed if table is not None])
    names, types = partials(spec.problem.dtype, spec.precision)
    told = np.array([numbers(isa.cycles, types)], float)
    most = max(place.table.ways.most_dy_tiles for place in places)
    dys = PARTS[: most.bit_length()]
    price, found = DIVIDED(told, table, PARTS, dys)
    plans = Table(places, names, types, found)
    return Candidates(price, found.tasks, plans.plan, plans.alike)


def bound(spec: Spec, isa: Isa) -> float:
    """Cycles that every plan's wall exceeds: it multiplies, and reads x and dy, at least."""
    byte = min(SCATTERED_BYTE_CYCLES, isa.cycles.prefetched_byte) * SIZES[spec.problem.dtype]
    fewest = math.inf
    for one, form in forms(spec, isa):
        paired = pairs.paired_problem(one, form.pairs)
        found = ways(Layer.of(spec._replace(problem=one), bool(form.pairs)), isa)
        if found is not None:
            pixels = paired.n * paired.row_pairs * paired.col_pairs / paired.s
            read = one.n * (one.h * one.w * one.c + one.p * one.q * one.k) * byte
            fewest = min(fewest, pixels * found.least_cycles * (1 - 1e-9) + read)
    return fewest * (1 / TEAM_THREADS + WORK_TIMES)


def _shortlist(tables: list[Wholes]) -> tuple[list[Place], Column]:
    """The cheapest whole plans of each kind, of the kinds that have the cheapest.

    Also as rows of a table: what their problem says, their way, their block.
    """
    walls = [table.walls.ravel() for table in tables]
    alike = list(dict.fromkeys(table.form for table in tables))
    kinds = [
        np.repeat(table.ways.kinds + alike.index(table.form) * KINDS, len(table.boxes))
        for table in tables
    ]
    best = _best_of_kinds(np.concatenate(walls), np.concatenate(kinds))
    places: list[Place] = []
    rows = np.empty((len(best), width(Sizes, Counts, Box)))
    ends = list(itertools.accumulate(map(len, walls)))
    for at, row in zip(best, rows, strict=True):
        which = bisect.bisect_right(ends, at)
        table = tables[which]
        way, box = divmod(at - ends[which] + len(walls[which]), len(table.boxes))
        places.append(Place(table, way, box))
        sizes, counts, blocks = table.made_of
        np.concatenate((sizes, counts[way], blocks[box]), out=row)
    return places, rows


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
