"""A plan of Winograd's algorithm in words."""

from __future__ import annotations

from .plan import WinogradPlan


def summary(plan: WinogradPlan) -> str:
    """A plan in one short line."""
    (h, w), (m_h, m_w), (rows, columns) = plan.axes, plan.outputs, plan.tile
    saved = h.taps * m_h * w.taps * m_w / plan.products
    cut = "x".join(map(str, plan.cut))
    return (
        f"Winograd F({h.taps}x{w.taps}, {m_h}x{m_w}), {saved:.3g} times fewer products, "
        f"tile {rows}x{columns}x{plan.lanes}, chunks of {plan.chunk_patches} patches, "
        f"split {plan.split}, cut {cut}, "
        f"{plan.partial_dtype} partials{'' if plan.partials else ' (dW itself)'}"
    )


def nest(plan: WinogradPlan) -> list[str]:
    """The loop nest, outermost loop first."""
    m_h, m_w = plan.outputs
    lines = [
        f"parallel for task in {plan.tasks}:                # split x groups x dy x x",
        f"for g in groups of the task ({plan.problem.g} in all):",
        f"for chunk of {plan.chunk_patches} patches of {m_h} x {m_w} outputs, of the task's split:",
        f"v[{plan.products}][patch][c] = X @ patches of x @ X'",
        f"u[{plan.products}][patch][k] = Y @ patches of dy @ Y'",
        f"for product in {plan.products}:",
        "for k_tile, c_tile:",
        "sums[product] += outer products of v[product], u[product] over the patches",
        "dW[...] = A @ sums @ A'" if plan.writes_dw else "partial[...] = A @ sums @ A'",
    ]
    return list(filter(None, lines))
