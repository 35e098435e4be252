"""Bands of tiles and shapes of panels: what follows from a few numbers, or columns of them.

In: numbers that a plan, or a table of plans, has. Out: bands, sizes.
"""

from __future__ import annotations

from typing import Protocol

from filtergrad.cpu.base.bands import Band, balanced, vectors
from filtergrad.cpu.base.columns import Number, pick
from filtergrad.problem import Problem


def dy_bands(lane: str, g: int, k: int, lanes: int, tile: tuple[int, int]) -> tuple[Band, ...]:
    """How a group's ``k`` channels of dy, or ``g`` groups, are cut into tiles."""
    if lane == "k":
        return vectors(k, lanes, tile[1])
    return balanced(k, tile[0]) if lane == "c" else vectors(g, lanes, tile[1] // k)


def x_bands(lane: str, c: int, lanes: int, tile: tuple[int, int]) -> tuple[Band, ...]:
    """How ``c`` channels of x, of all taps that a tile covers, are cut into tiles."""
    return vectors(c, lanes, tile[1]) if lane == "c" else balanced(c, tile[0])


def sees_all(problem: Problem) -> tuple[bool, bool]:
    """Whether every filter row sees every output row, and every filter column every column."""
    return problem.row_pairs == problem.r * problem.p, problem.col_pairs == problem.s * problem.q


class Sized(Protocol):
    """What shapes of panels need to know of a `Problem`: numbers, or columns of them."""

    @property
    def s(self) -> Number: ...
    @property
    def u(self) -> Number: ...
    @property
    def v(self) -> Number: ...
    @property
    def dr(self) -> Number: ...
    @property
    def ds(self) -> Number: ...


def panel_steps(
    problem: Sized, taps: tuple[Number, Number], merged: Number
) -> tuple[Number, Number]:
    """Rows and columns of a panel of x from one output pixel to the next.

    A single tap's panel skips what no window reads.
    """
    return pick(taps[0] > 1, problem.u, 1), pick(merged | (taps[1] > 1), problem.v, 1)


def panel_shape(
    problem: Sized,
    block: tuple[Number, Number, Number],
    taps: tuple[Number, Number],
    merged: Number,
) -> tuple[Number, Number, Number]:
    """(images, rows, columns) of a panel of x: ``block`` seen through ``taps``."""
    (n, p, q), (r, s) = block, taps
    u, v = panel_steps(problem, taps, merged)
    s = pick(merged, problem.s, s)
    return n, (p - 1) * u + (r - 1) * problem.dr + 1, (q - 1) * v + (s - 1) * problem.ds + 1
