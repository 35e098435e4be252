"""An algorithm as a row: all that the rest of the engine knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from filtergrad import engine

from .isa import Isa
from .plan import Plan
from .price import Price

Priced: TypeAlias = engine.Priced[Price, Plan]
"""A plan and its price."""


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
        Its plans for a spec on an instruction set, with their prices; none where it cannot serve.
    emitter
        Imports what writes the code and returns it: a function from a plan to an ``llvmlite.ir``
        module with the functions ``main`` and, unless the plan writes dW itself, ``finish``.
        Planning calls it never, and so needs no compiler.
    summary
        A plan in one short line.
    nest
        The loop nest of a plan in lines of pseudo-code, outermost first.
    """

    name: str
    plan: type[Plan]
    candidates: Callable[[engine.Spec, Isa], Iterable[Priced]]
    emitter: Callable[[], Callable[[Any], Any]]
    summary: Callable[[Any], str]
    nest: Callable[[Any], list[str]]
