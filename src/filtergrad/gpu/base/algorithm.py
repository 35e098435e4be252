"""An algorithm as a row: all that the rest of the engine knows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from filtergrad import engine
from filtergrad.engine import Strides

from .arch import Arch
from .launch import Module
from .plan import Plan
from .price import Price

Priced: TypeAlias = engine.Priced[Price, Plan]
"""A plan and its price."""


class Steps(NamedTuple):
    """Where the numbers of a call lie: strides in elements.

    Parameters
    ----------
    x, dy
        Along n, h, w, c and n, p, q, k.
    dw
        Along r, s, c, k.
    """

    x: Strides
    dy: Strides
    dw: Strides


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
        Its plans for a spec on an architecture, with their prices; none where it cannot serve.
    module
        What a plan launches, for arrays of some strides; with the last argument old numbers of dW
        are added.
    summary
        A plan in one short line.
    nest
        The loop nest of a plan in lines of pseudo-code, outermost first.
    """

    name: str
    plan: type[Plan]
    candidates: Callable[[engine.Spec, Arch], Iterable[Priced]]
    module: Callable[[Any, Steps, bool], Module]
    summary: Callable[[Any], str]
    nest: Callable[[Any], list[str]]
