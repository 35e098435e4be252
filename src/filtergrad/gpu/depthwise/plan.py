"""A plan of depthwise layers: how dW is cut into tiles, and the pixels into strips and blocks.

In: nothing. Out: `DepthwisePlan`. A tile is a block of output channels, one input channel of each
of their groups, and a block of filter positions; a step is a strip of output rows of an image, as
wide as a block of columns.
"""

from __future__ import annotations

from dataclasses import dataclass

from filtergrad.dtypes import SIZES
from filtergrad.gpu.base.plan import FMA_CHAIN, Plan, Tile, ceil_div
from filtergrad.problem import Problem

LOOPS = ("slide", "strided")
"""With a ring, rows of dy that came for a filter row are kept for the next: one kernel is both."""

HIGHEST_CHAIN, HALF_CHAIN = 128, 65536
"""Numbers that a float32 register adds up with ``precision="highest"``, where the sums' sums are in
float64, and by default for half-precision arrays.

A chain of n additions, rounded to nearest, leaves an error of about sqrt(n) * 1.7e-8 of the sum:
1.9e-7 and 4.3e-6, and 7.5e-7 for a chain of `FMA_CHAIN`.
"""

MOST_UNROLLED = 128
"""Sums of one column that unrolled rows have at most: compiling 343 of them took 20 seconds."""


def fresh(problem: Problem, rows: int) -> int:
    """How many rows of x that no earlier row of dy met come with each new row of dy.

    It is one with stride 1, where x's row meets all filter rows, each with the row of dy that came
    so many steps before; the stride, without dilation, where it meets every such filter row; else
    all the tile's filter rows, and no row of dy is kept.
    """
    if problem.u == 1:
        return 1
    return min(problem.u if problem.dr == 1 else rows, rows)


@dataclass(frozen=True, kw_only=True)
class DepthwisePlan(Plan):
    """How a problem of few channels per group is computed.

    Parameters
    ----------
    rows, columns
        Output rows and columns of a step.
    """

    rows: int
    columns: int

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""
        return (*super().kind, self.tile.r)

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides the bits of a result."""
        return (*super().order, self.rows, self.columns)

    @property
    def chain_steps(self) -> int:
        """Steps after which a program adds its sums to its slot and begins anew."""
        if self.compute_dtype == "float64":
            return self.division.steps
        longest = FMA_CHAIN if self.problem.dtype == "float32" else HALF_CHAIN
        if self.precision == "highest":
            longest = HIGHEST_CHAIN
        return max(1, longest // self.rows)

    @property
    def fresh(self) -> int:
        """Rows of x that come with each new row of dy."""
        return fresh(self.problem, self.tile.r)

    @property
    def ring(self) -> int:
        """Rows of dy that are kept."""
        return ceil_div(self.tile.r, self.fresh)

    @property
    def pace(self) -> int:
        """Distance between the rows of dy of a strip."""
        return pace(self.problem)

    @property
    def strips(self) -> int:
        """Strips of an image."""
        return strips(self.problem, self.tile.r, self.rows)

    @property
    def unroll(self) -> int:
        """Rows that are written down: so many that the ring's rows are back in their registers."""
        short = self.ring * self.tile.taps <= MOST_UNROLLED
        return self.ring if short and self.rows % self.ring == 0 else 1

    @property
    def numbers(self) -> int:
        """Sums of one filter position that one thread has."""
        return max(1, self.columns * self.tile.k // (32 * self.warps))

    @property
    def loads(self) -> int:
        """Loads of a row: dy once, and x from each filter column on."""
        return 1 + self.fresh * self.tile.s

    @property
    def registers(self) -> int:
        """Registers of a thread, about: counted in the machine code of sm_80 to sm_120."""
        size = SIZES[self.problem.dtype]
        words = self.numbers * (2 if self.compute_dtype == "float64" else 1)
        kept = words * (self.tile.taps + self.ring)
        ahead = (self.stages - 1) * self.loads * ceil_div(self.numbers * size, 4)
        spread = 1.0 if self.unroll == 1 else 1.5 if self.fresh == 1 else 1.85
        return int(spread * kept) + ahead + 30

    @property
    def image_steps(self) -> int:
        """Steps of an image."""
        return self.strips * ceil_div(self.problem.q, self.columns)


def pace(problem: Problem) -> int:
    """Distance between the rows of dy of a strip: x's rows of a filter column lie as far apart."""
    return problem.dr if problem.u == 1 else 1


def stream(problem: Problem, rows: int) -> int:
    """How many rows of dy enter the ring of a tile of so many filter rows, at most.

    Those are left out that meet no row of x, nor ever will. With a pace there are as many such
    streams, and this is the length of one.
    """
    p = problem
    new = fresh(p, rows)
    late = (ceil_div(rows, new) - 1) * pace(p)
    longest = 1
    for r in range(0, p.r, rows):
        start = max(0, ceil_div(p.top - (r + new - 1) * p.dr, p.u))
        end = min(p.p - 1 + late, (p.h - 1 + p.top - r * p.dr) // p.u)
        longest = max(longest, end - start + 1)
    return ceil_div(longest, pace(p))


def strips(problem: Problem, taps: int, rows: int) -> int:
    """How many strips of so many rows an image has for a tile of some filter rows."""
    return pace(problem) * ceil_div(stream(problem, taps), rows)


def tiles(problem: Problem, tile: Tile) -> int:
    """How many tiles dW has."""
    taps = ceil_div(problem.r, tile.r) * ceil_div(problem.s, tile.s)
    return taps * problem.c_per_group * ceil_div(problem.k, tile.k)
