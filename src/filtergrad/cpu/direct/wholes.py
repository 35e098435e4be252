"""Whole plans of one form of a problem, as a table: every way to place a tile with every block.

In: a `Spec` in one of its forms, an `Isa`. Out: `Wholes`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from filtergrad.cpu.base.bands import even
from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.estimate import numbers, width
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.plan import LONGEST_CHAIN, longest_chain
from filtergrad.engine import Spec
from filtergrad.problem import Problem

from . import pairs
from .counts import Ways, ways
from .estimates import UNDIVIDED, Undivided
from .forms import PLAIN, Form
from .plan import DirectPlan
from .ways import Layer
from .whole import Box, Sizes


@dataclass(frozen=True, eq=False)
class Wholes:
    """A table of whole plans: a row for each way, a column for each block.

    Parameters
    ----------
    spec, form, isa
        What is planned.
    ways, boxes
        Its rows and columns.
    found
        What is known of each plan: columns along both axes.
    walls
        Their prices, infinite for those that are no candidates.
    made_of
        What the prices are made of: the numbers of `Sizes`, a row of `Counts` for each way, a row
        of `Box` for each block.
    """

    spec: Spec
    form: Form
    isa: Isa
    ways: Ways
    boxes: tuple[Box, ...]
    found: Undivided
    walls: Column
    made_of: tuple[Column, Column, Column]

    def order(self, way: int, box: int) -> tuple[object, ...]:
        """All that decides the bits of a plan that is not divided: see `DirectPlan.order`."""
        problem = self.spec.problem
        pixels = problem.n, problem.p, problem.q
        return pixels, self.ways.rows[way].merged, self.boxes[box], self.form.pairs

    def plan(self, way: int, box: int, **division: Any) -> DirectPlan:
        """The plan of a row and a column, divided if that is told."""
        lane, lanes, merged, x_packed, dy_packed, tile = self.ways.rows[way]
        return DirectPlan(
            problem=self.spec.problem,
            isa=self.isa,
            x_layout=self.spec.x_layout.kind,
            dy_layout=self.spec.dy_layout.kind,
            lane=lane,
            merged=merged,
            x_packed=x_packed,
            dy_packed=dy_packed,
            lanes=lanes,
            tile=tile,
            block=tuple(self.boxes[box]),
            panel_taps=(int(self.found.r[way, box]), int(self.found.s[way, box])),
            swapped=self.form.swapped,
            columns_per_pixel=self.form.columns_per_pixel,
            pairs=self.form.pairs,
            **{"cut": (1, 1, 1, 1), **division},
        )

    def __iter__(self) -> Iterator[DirectPlan]:
        return (self.plan(int(way), int(box)) for way, box in np.argwhere(self.walls < math.inf))


def wholes(spec: Spec, isa: Isa, form: Form = PLAIN) -> Wholes | None:
    """Every sensible choice of lanes, merging, packing, tile and block, if there is any."""
    found = ways(Layer.of(spec, bool(form.pairs)), isa)
    if found is None:
        return None
    paired = pairs.paired_problem(spec.problem, form.pairs)
    sizes = Sizes.of(spec, paired, isa, form)
    longest = LONGEST_CHAIN // 2 if form.pairs else longest_chain(spec.precision)
    lengths = (longest, longest // 2, longest // 4)
    boxes = tuple(dict.fromkeys(box for size in lengths for box in _blocks(paired, size, longest)))
    told = np.array([numbers(isa.cycles, sizes)], float)
    blocks = np.array(boxes, float)
    costs = _costs(told, found, blocks)
    walls, alone = costs.wall, costs.wall.min(1) == math.inf
    if alone.any():  # There must be one way.
        boxes, blocks = (*boxes, Box(1, 1, 1)), np.vstack((blocks, (1, 1, 1)))
        costs = _costs(told, found, blocks)
        fits = [way.lane == "k" and not way.merged for way in found.rows]
        walls = costs.wall.copy()
        walls[~(alone & fits), -1] = math.inf
    made_of = told[0, -width(Sizes) :], found.counts, blocks
    return Wholes(spec, form, isa, found, boxes, costs, walls, made_of)


def _costs(told: Column, found: Ways, blocks: Column) -> Undivided:
    """What is known of every way with every block."""
    (costs,) = UNDIVIDED(told, found.counts, blocks)
    return Undivided(*(column[0] for column in costs))


def _blocks(problem: Problem, size: int, most: int) -> tuple[Box, ...]:
    """About ``size`` neighbouring output pixels: part of a row, some rows or some images.

    Where that is less than a few rows, a squarer box too: its windows overlap more. No block has
    more than ``most``, for they are added in a row.
    """
    n, p, q = problem.n, problem.p, problem.q
    if p * q < size:
        return (Box(even(n, size // (p * q)), p, q),)
    wide = Box(1, 1, even(q, size)) if q >= size else Box(1, even(p, size // q), q)
    tall = min(p, problem.r + 1, most)
    if problem.r == 1 or wide.p >= tall:
        return (wide,)
    return wide, Box(1, even(p, tall), even(q, size // tall))
