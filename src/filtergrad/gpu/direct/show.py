"""A plan of the direct algorithm in words."""

from __future__ import annotations

from .plan import DirectPlan


def summary(plan: DirectPlan) -> str:
    """A plan in one short line."""
    division = plan.division
    turned = f"{' and '.join(plan.turned)} turned, " if plan.turned else ""
    boxed = f"boxes of {'x'.join(map(str, plan.box))}, " if plan.loop == "boxes" else ""
    return (
        f"{plan.loop}, {turned}{boxed}tile {plan.tile}"
        f"{', swapped' if plan.swapped else ''}"
        f"{f', {plan.products}' if plan.problem.dtype == 'float32' else ''}, "
        f"{plan.warps} warps, {plan.stages} stages, "
        f"{division.programs} programs for {division.tiles} tiles"
        f"{f', {plan.parts} parts of the images' if plan.parts > 1 else ''}"
        f"{' (dW itself)' if plan.writes_dw else ''}"
    )


def nest(plan: DirectPlan) -> list[str]:
    """The loop nest, outermost loop first."""
    tile, division = plan.tile, plan.division
    pixels = "a box of pixels" if plan.loop == "boxes" else f"{tile.pixels} pixels"
    lines = [f"for part in {plan.parts} parts of the images:" if plan.parts > 1 else None]
    lines += [f"{name}_rows = turn({name})" for name in plan.turned]
    lines += [
        f"parallel for program in {division.programs}:",
        f"for tile, steps in its share of {division.tiles} tiles x {division.steps} steps:",
        f"for chain in steps by {plan.chain_steps}:" if plan.flushes else None,
        "acc = 0                      # registers",
        f"for step in {'chain' if plan.flushes else 'steps'}:  # {pixels}",
        f"for tap in {tile.taps} taps:" if tile.taps > 1 else None,
        "acc[tap] += dot(dy, x)" if plan.swapped else "acc[tap] += dot(x, dy)",
        "dW[tile] = round(acc)" if plan.writes_dw else "slot[program + tile] += acc",
    ]
    return list(filter(None, lines))
