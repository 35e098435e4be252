"""Stand-ins: a new size of a known layer is computed by code that is at hand, with the same bits.

In: the plan that was chosen. Out: that plan, or one with the same sums whose code was made for
other sizes. What a plan decides beside the order of its sums (tiles, packing, parts) is compiled
in, and the best may differ from size to size: without stand-ins many sizes would wait for code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from filtergrad.engine import Spec
from filtergrad.recent import KERNELS, Recent, relief

from .base.plan import Plan
from .base.sizes import without_sizes

Layer: TypeAlias = tuple[str, str]
"""A spec without sizes, and an instruction set's name, as text: unknown sizes are not compared."""

MOST = 8  # general plans that are remembered of a layer, and tried one after the other

# Of each layer the general plans whose code was made, the newest first.
_known: Recent[Layer, tuple[Plan, ...]] = Recent(KERNELS)
relief.append(_known.forget)


def taken(spec: Spec, plan: Plan, at_hand: Callable[[Plan], bool]) -> Plan:
    """The plan to take now: ``plan`` itself, unless its code would have to wait for the compiler.

    Parameters
    ----------
    spec
        What is computed.
    plan
        The best plan.
    at_hand
        Whether the code of a plan needs no compiler.
    """
    layer = repr(spec._replace(problem=without_sizes(spec.problem))), plan.isa.name
    known = _known[layer] or ()
    found = plan
    if known and not at_hand(plan):
        others = (plan.by(general) for general in known)
        found = next((one for one in others if one is not None and at_hand(one)), plan.flexible)
    general = found.general
    if not known or known[0].key != general.key:
        _known.pop(layer, None)
        older = (one for one in known if one.key != general.key)
        _known.put(layer, (general, *older)[:MOST])
    return found
