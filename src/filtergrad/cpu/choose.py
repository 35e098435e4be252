"""The choice of a plan: every sensible candidate is priced, and the cheapest wins.

In: a `Spec` and an `Isa`. Out: plans with their prices, cheapest first. The choice depends on the
problem and the instruction set only, never on the time of day: the same call always gets the same
bits. The number of threads decides how the work is divided among them, and no bit.
"""

from __future__ import annotations

import math

from filtergrad.engine import Spec

from . import depthwise, direct, matrix, winograd
from .base.algorithm import Algorithm, Candidates, Priced
from .base.isa import Isa
from .base.plan import Plan
from .base.price import TEAM_THREADS

# A new algorithm is a folder and an entry here: see docs/add-an-algorithm.md.
ALGORITHMS: tuple[Algorithm, ...] = (
    direct.ALGORITHM,
    winograd.ALGORITHM,
    depthwise.ALGORITHM,
    matrix.ALGORITHM,
)

ESTIMATES = tuple(estimate for one in ALGORITHMS for estimate in one.estimates)


def choose(spec: Spec, isa: Isa, threads: int = TEAM_THREADS) -> Plan:
    """The plan that `ranked` has in front; no other is made."""
    table, row = _best(_tables(spec, isa, worth=True), threads)
    return table.plan(row)


def ranked(spec: Spec, isa: Isa, threads: int = TEAM_THREADS) -> list[Priced]:
    """Every candidate with its price, cheapest first (ties: the simpler, earlier one).

    With more ``threads`` than the usual team the one that suits them stands in front.
    """
    tables = _tables(spec, isa)
    best, front = _best(tables, threads)
    rows = [(table, row) for table in tables for row in table.rows]
    rows.sort(key=lambda place: place[0].wall(place[1]))
    rows.sort(key=lambda place: place != (best, front))
    return [table.priced(row) for table, row in rows]


def algorithm(plan: Plan) -> Algorithm:
    """Whose plan it is."""
    return next(one for one in ALGORITHMS if one.plan is type(plan))


def _tables(spec: Spec, isa: Isa, *, worth: bool = False) -> list[Candidates]:
    """What each algorithm offers, or each that is ``worth`` a look: one of these has the best."""
    found: dict[str, Candidates] = {}
    least = math.inf
    # Those that serve any problem come last: others may make them unnecessary.
    for one in sorted(ALGORITHMS, key=lambda one: one.bound is not None):
        if worth and least < math.inf and one.bound is not None and one.bound(spec, isa) > least:
            continue
        if (table := one.candidates(spec, isa)) is not None:
            found[one.name] = table
            least = min(least, table.wall(table.cheapest))
    return [found[one.name] for one in ALGORITHMS if one.name in found]


def _best(tables: list[Candidates], threads: int) -> tuple[Candidates, int]:
    """The table and the row of the plan to take."""
    best = min(tables, key=lambda table: table.wall(table.cheapest))
    return best, best.suited(best.cheapest, threads)
