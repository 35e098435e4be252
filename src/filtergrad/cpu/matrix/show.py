"""A plan for the matrix unit in words."""

from __future__ import annotations

from .plan import MatrixPlan


def summary(plan: MatrixPlan) -> str:
    """A plan in one short line."""
    taps = "taps merged, " if plan.merged else "taps apart, " if plan.apart else ""
    return (
        f"matrix unit, {plan.tile[0]}x{plan.tile[1]} tiles, {taps}"
        f"block {'x'.join(map(str, plan.block))} in ribbons of {plan.ribbon.pitch} columns a row, "
        f"packed by {plan.packed}, split {plan.split}, cut {'x'.join(map(str, plan.cut))}, "
        f"{plan.partial_dtype} partials{'' if plan.partials else ' (dW itself)'}"
    )


def nest(plan: MatrixPlan) -> list[str]:
    """The loop nest, outermost loop first."""
    n, p, q = plan.block
    a, b = plan.tile
    return [
        f"parallel for task in {plan.tasks}:                # split x groups x channels c, k",
        f"for n, p, q in blocks of {n} x {p} x {q} of the task's split ({plan.split} in all):",
        "x_ribbons = pack(x)                    # [tile][phase][n][c][column]",
        f"for {16 * b} channels k:",
        "dy_ribbons = pack(dy)                  # [tile][n][pair of columns][k]",
        f"for {16 * a} channels c; r, s:",
        f"for 32 columns of {plan.ribbon.steps * plan.block[0]} x 32:",
        f"tiles[{a}][{b}] += x_ribbons at (r, s) * dy_ribbons",
        "partial[r, s] += tiles",
    ]
