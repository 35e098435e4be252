"""A plan of the direct algorithm in words."""

from __future__ import annotations

from .plan import DirectPlan

PAIRS = {"": "", "n": "pairs of images, ", "p": "pairs of rows, "}


def summary(plan: DirectPlan) -> str:
    """A plan in one short line."""
    packed = "+".join(
        name for name, is_packed in (("x", plan.x_packed), ("dy", plan.dy_packed)) if is_packed
    )
    rows, columns = plan.tile
    block, cut = ("x".join(map(str, numbers)) for numbers in (plan.block, plan.cut))
    return (
        f"{'x and dy swapped, ' if plan.swapped else ''}"
        f"{f'{plan.columns_per_pixel} columns a pixel, ' if plan.columns_per_pixel > 1 else ''}"
        f"{PAIRS[plan.pairs]}"
        f"lanes over {plan.lane}{' merged' if plan.merged else ''}, "
        f"tile {rows}x{columns}x{plan.lanes}, packed {packed or 'nothing'}, block {block}, "
        f"split {plan.split}, cut {cut}, "
        f"{plan.partial_dtype} partials{'' if plan.partials else ' (dW itself)'}"
    )


def nest(plan: DirectPlan) -> list[str]:
    """The loop nest, outermost loop first."""
    (n, p, q), (r, s) = plan.block, plan.panel_taps
    divided = "split x groups x filter rows x tiles of dy x tiles of x"
    lines = [
        f"parallel for task in {plan.tasks}:                # {divided}",
        f"for n, p, q in blocks of {n} x {p} x {q} of the task's split ({plan.split} in all):",
        f"for g in groups of the task ({plan.groups} in all):" if plan.lane != "g" else None,
        f"for r0, s0 in taps by {r} x {s}:" if plan.x_packed else None,
        "x_panel = pack(x)" if plan.x_packed else None,
        f"for dy_tile in {' + '.join(f'{b.count} of {b.size}' for b in plan.dy_bands)}:",
        "dy_panel = pack(dy)" if plan.dy_packed else None,
        "for r in r0...:" if plan.merged else "for r, s in r0..., s0...:",
        f"for x_tile in {' + '.join(f'{b.count} of {b.size}' for b in plan.x_bands)}:",
        "acc = 0                      # registers",
        "for n, p, q in valid pixels of the block:",
        "acc += outer(x, dy)" + (" of both numbers of a pair" if plan.pairs else ""),
        "partial[tile] += acc",
    ]
    return list(filter(None, lines))
