"""A plan of depthwise layers in words."""

from __future__ import annotations

from .plan import DepthwisePlan


def summary(plan: DepthwisePlan) -> str:
    """A plan in one short line."""
    packed = "+".join(
        name for name, is_packed in (("x", plan.x_packed), ("dy", plan.dy_packed)) if is_packed
    )
    return (
        f"depthwise, steps of {plan.step} pixels by {plan.lanes} channels, "
        f"{'all filter rows' if plan.fused else 'a filter row'} at a time, "
        f"packed {packed or 'nothing'}, block {'x'.join(map(str, plan.block))}, "
        f"split {plan.split}, cut {plan.cut}, "
        f"{plan.partial_dtype} partials{'' if plan.partials else ' (dW itself)'}"
    )


def nest(plan: DepthwisePlan) -> list[str]:
    """The loop nest, outermost loop first."""
    n, p, q = plan.block
    lines = [
        f"parallel for task in {plan.tasks}:                # split x vectors of channels",
        f"for n, q, p in blocks of {n} x {q} x {p} of the task's split ({plan.split} in all):",
        "x_panel = pack(x)" if plan.x_packed else None,
        "dy_panel = pack(dy)" if plan.dy_packed else None,
        "for n, p in the block:",
        "for r that sees the image:" if not plan.fused else "for all r that see the image at once:",
        f"for {plan.step} pixels q of the row:",
        "for vector of the task's channels:",
        "acc[r][s][vector] += x[vector] * dy[vector]     # every s that sees the image",
        "partial += acc",
    ]
    return list(filter(None, lines))
