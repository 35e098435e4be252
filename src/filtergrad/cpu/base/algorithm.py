"""An algorithm as a row: all that the rest of the engine knows of it, and what it offers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np

from filtergrad import engine

from .columns import Column, Number
from .estimate import Estimate
from .isa import Isa
from .plan import Plan
from .price import TEAM_THREADS, Price, for_threads

Priced: TypeAlias = engine.Priced[Price, Plan]
"""A plan and its price."""

PARTS = tuple(field.name for field in fields(Price))


@dataclass(frozen=True, eq=False)
class Candidates:
    """Plans and their prices as a table: no plan is made before somebody asks for it.

    Parameters
    ----------
    price
        Columns with a number for each row, perhaps as an array of several axes, which are then
        counted through; ``wall`` is infinite where a row is no candidate.
    tasks
        In how many tasks the plan of each row is divided.
    plan
        Makes the plan of a row.
    alike
        For a row, which rows' plans add in the same order, so that their results have its bits.
    """

    price: Price
    tasks: Column
    plan: Callable[[int], Plan]
    alike: Callable[[int], Column]

    @classmethod
    def of(cls, ready: Sequence[Priced]) -> Candidates:
        """A table of plans that are made already."""
        columns = ([getattr(pair.price, part) for pair in ready] for part in PARTS)
        orders = [pair.plan.order for pair in ready]
        return cls(
            Price(*map(np.array, columns)),
            np.array([pair.plan.tasks for pair in ready]),
            lambda row: ready[row].plan,
            lambda row: np.array([order == orders[row] for order in orders]),
        )

    @property
    def rows(self) -> list[int]:
        """The rows that are candidates, in the order in which they were tried."""
        return [int(row) for row in np.flatnonzero(self.price.wall < math.inf)]

    def __iter__(self) -> Iterator[Priced]:
        return map(self.priced, self.rows)

    @property
    def cheapest(self) -> int:
        """The row of the cheapest plan, of equal ones the first."""
        return int(np.argmin(self.price.wall))

    def wall(self, row: int) -> float:
        """The price of a row."""
        return float(self.price.wall.flat[row])

    def suited(self, row: int, threads: int) -> int:
        """The row that suits so many threads, among those that add as ``row`` does.

        Only the division into tasks that share no sum may depend on the threads: no bit does.
        """
        if threads <= TEAM_THREADS:
            return row
        wall = self.price.wall
        cycles = for_threads(self.price, self.tasks, self.plan(row).isa.cycles, threads)
        able = np.flatnonzero(self.alike(row) & (wall < math.inf).ravel())
        order = np.lexsort((wall.ravel()[able], self._of(cycles).ravel()[able]))
        return int(able[order[0]])

    def priced(self, row: int) -> Priced:
        """The plan of a row and its price."""
        numbers = (float(self._of(getattr(self.price, part)).flat[row]) for part in PARTS)
        return engine.Priced(Price(*numbers), self.plan(row))

    def _of(self, column: Number) -> Column:
        return np.broadcast_to(column, self.price.wall.shape)


@dataclass(frozen=True)
class Algorithm:
    """One way to compute the filter gradient.

    Parameters
    ----------
    name
        Of its folder.
    plan
        The class of its plans.
    candidates
        Its plans for a spec on an instruction set, with their prices; None where it cannot serve.
    emitter
        Imports what writes the code and returns it: a function from a plan to an ``llvmlite.ir``
        module with the functions ``main`` and, unless the plan writes dW itself, ``finish``.
        Planning calls it never, and so needs no compiler.
    summary
        A plan in one short line.
    nest
        The loop nest of a plan in lines of pseudo-code, outermost first.
    bound
        Cycles that the wall of none of its plans is below, told quickly, if there is a way: plans
        need not be priced where another algorithm has one that takes less.
    estimates
        What works out its prices: it is faster once it is compiled.
    """

    name: str
    plan: type[Plan]
    candidates: Callable[[engine.Spec, Isa], Candidates | None]
    emitter: Callable[[], Callable[[Any], Any]]
    summary: Callable[[Any], str]
    nest: Callable[[Any], list[str]]
    bound: Callable[[engine.Spec, Isa], float] | None = None
    estimates: tuple[Estimate, ...] = ()
