"""The choice of a plan: every sensible candidate is priced, and the cheapest wins.

In: a `Spec` and an `Isa`. Out: plans with their prices, cheapest first. The choice depends on the
problem and the instruction set only, never on the number of threads or the time of day: the same
call always gets the same plan and so the same bits.
"""

from __future__ import annotations

import itertools

from filtergrad.engine import Spec

from . import depthwise, direct, winograd
from .base.algorithm import Algorithm, Priced
from .base.isa import Isa
from .base.plan import Plan
from .base.price import TEAM_THREADS, for_threads

# A new algorithm is a folder and an entry here: see docs/add-an-algorithm.md.
ALGORITHMS: tuple[Algorithm, ...] = (direct.ALGORITHM, winograd.ALGORITHM, depthwise.ALGORITHM)


def choose(spec: Spec, isa: Isa) -> Plan:
    """The cheapest plan."""
    return ranked(spec, isa)[0].plan


def ranked(spec: Spec, isa: Isa) -> list[Priced]:
    """Every candidate with its price, cheapest first (ties: the simpler, earlier one)."""
    priced = itertools.chain.from_iterable(one.candidates(spec, isa) for one in ALGORITHMS)
    return sorted(priced, key=lambda pair: pair.price.wall)


def suited(ranked: list[Priced], threads: int) -> list[Priced]:
    """``ranked`` with the plan in front that suits so many threads, and adds as the first does.

    Only the division into tasks that share no sum may depend on the threads: no bit does.
    """
    if threads <= TEAM_THREADS:
        return ranked
    first = ranked[0].plan
    alike = [pair for pair in ranked if alike_in_bits(pair.plan, first)]
    best = min(alike, key=lambda pair: for_threads(pair.price, pair.plan, threads))
    return [best, *(pair for pair in ranked if pair is not best)]


def alike_in_bits(first: Plan, second: Plan) -> bool:
    """Whether two plans add in the same order, so that their results have the same bits."""
    return type(first) is type(second) and first.order == second.order


def algorithm(plan: Plan) -> Algorithm:
    """Whose plan it is."""
    return next(one for one in ALGORITHMS if one.plan is type(plan))
