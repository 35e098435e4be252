"""The choice of a plan: every sensible candidate is priced, and the cheapest wins.

In: a `Spec` and an `Arch`. Out: plans with their prices, cheapest first. The choice depends on the
problem and the architecture's row only, never on the card at hand or on anything measured.
"""

from __future__ import annotations

import itertools

from filtergrad.engine import Spec

from . import depthwise, direct
from .base.algorithm import Algorithm, Priced
from .base.arch import Arch
from .base.plan import Plan

ALGORITHMS: tuple[Algorithm, ...] = (direct.ALGORITHM, depthwise.ALGORITHM)


def choose(spec: Spec, arch: Arch) -> Plan:
    """The cheapest plan."""
    return ranked(spec, arch)[0].plan


def ranked(spec: Spec, arch: Arch) -> list[Priced]:
    """Every candidate with its price, cheapest first (ties: the simpler, earlier one)."""
    priced = itertools.chain.from_iterable(one.candidates(spec, arch) for one in ALGORITHMS)
    return sorted(priced, key=lambda pair: pair.price.wall)


def algorithm(plan: Plan) -> Algorithm:
    """Whose plan it is."""
    return next(one for one in ALGORITHMS if one.plan is type(plan))
