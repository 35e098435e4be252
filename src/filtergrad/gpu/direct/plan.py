"""A plan of the direct algorithm: which loop over pixels, and how dW is cut into tiles."""

from __future__ import annotations

from dataclasses import dataclass

from filtergrad.gpu.base.plan import Plan, Tile, ceil_div
from filtergrad.problem import Problem

LOOPS = ("taps", "few", "boxes", "flat", "diagonal")
"""The kernels of the direct algorithm."""


@dataclass(frozen=True, kw_only=True)
class DirectPlan(Plan):
    """How a problem is computed by products of tiles of x and dy.

    Parameters
    ----------
    swapped
        Whether output channels are the rows of a product, and input channels its columns.
    box
        Images, rows and columns of a step of boxes.
    """

    swapped: bool = False
    box: tuple[int, int, int] = (1, 1, 1)

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""
        return (*super().kind, self.swapped)

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides the bits of a result."""
        return (*super().order, self.swapped, self.box)

    @property
    def pointwise(self) -> bool:
        """Whether pixels of x and dy are the same: a 1x1 filter that leaves none out."""
        p = self.problem
        return (p.r, p.s, p.u, p.v) == (1, 1, 1, 1) and (p.h, p.w) == (p.p, p.q)


def groups_together(problem: Problem, tile: Tile) -> int:
    """How many groups share a tile of the diagonal loop."""
    return min(tile.c // problem.c_per_group, tile.k // problem.k_per_group)


def tiles(problem: Problem, loop: str, tile: Tile) -> int:
    """How many tiles dW has."""
    c, k = problem.c_per_group, problem.k_per_group
    if loop == "few":
        return problem.g * ceil_div(problem.r * problem.s * c, tile.c) * ceil_div(k, tile.k)
    taps = ceil_div(problem.r, tile.r) * ceil_div(problem.s, tile.s)
    if loop == "diagonal":
        return taps * ceil_div(problem.g, groups_together(problem, tile))
    return problem.g * taps * ceil_div(c, tile.c) * ceil_div(k, tile.k)
