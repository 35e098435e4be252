"""A plan of depthwise layers in words."""

from __future__ import annotations

from filtergrad.gpu.base.plan import ceil_div

from .plan import DepthwisePlan


def summary(plan: DepthwisePlan) -> str:
    """A plan in one short line."""
    tile = plan.tile
    parts = f", {plan.parts} parts" if plan.parts > 1 else ""
    return (
        f"depthwise {plan.loop}, {tile.r}x{tile.s} taps of {tile.k} channels, "
        f"strips of {plan.rows}x{plan.columns} pixels, {plan.warps} warps, "
        f"turned {'+'.join(plan.turned) or 'nothing'}{parts}, {plan.division.tiles} tiles "
        f"on {plan.tasks} programs, {plan.slots} slots{'' if plan.slots else ' (dW itself)'}"
    )


def nest(plan: DepthwisePlan) -> list[str]:
    """The loop nest, outermost loop first."""
    tile, problem = plan.tile, plan.problem
    blocks = ceil_div(problem.q, plan.columns)
    lines = [
        f"for part of {plan.images} images in {plan.parts}:" if plan.parts > 1 else None,
        *(f"{name} = rows of {name}                   # in the workspace" for name in plan.turned),
        f"parallel for program in {plan.tasks}:      # {plan.division.units} steps, evenly",
        f"for tile in {plan.division.tiles}: # {tile.r}x{tile.s} taps, {tile.k} channels",
        f"for n, strip in {plan.strips}, columns in {blocks}:  # the program's range of steps",
        f"for row in {plan.rows}:",
        f"ring = dy[row], ring[:-1]            # {plan.ring} rows of {plan.columns} columns",
        f"for b in {plan.fresh}, s in {tile.s}:",
        "v = x[row * u + b, columns * v + s]   # loaded while the row before is added",
        f"for a in {plan.ring}: acc[a * {plan.fresh} + b][s] += v * ring[a]",
        "slot = sum of acc over columns" if plan.slots else "dw = sum of acc over columns",
        "dw = sum of slots, in the order of the pixels" if plan.slots else None,
    ]
    return [line for line in lines if line is not None]
