"""A plan of the direct algorithm: which loop over pixels, and how dW is cut into tiles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from filtergrad.dtypes import SIZES
from filtergrad.engine import Layout
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
        Images, rows and columns of a step: powers of two whose product is the tile's pixels; rows
        and columns of ``boxes`` divide P and Q. Steps of ``flat`` are pixels that follow one
        another, and those of ``taps`` with a box of 1.
    run
        Numbers of x that few channels are read in at once (`Runs`); 1 if each has an address.
    """

    swapped: bool = False
    box: tuple[int, int, int] = (1, 1, 1)
    run: int = 1

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""
        return (*super().kind, self.swapped, self.run > 1)

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides the bits of a result."""
        return (*super().order, self.swapped, self.box, self.run)

    @property
    def pointwise(self) -> bool:
        """Whether pixels of x and dy are the same: a 1x1 filter that leaves none out."""
        p = self.problem
        return (p.r, p.s, p.u, p.v) == (1, 1, 1, 1) and (p.h, p.w) == (p.p, p.q)

    @property
    def lines(self) -> bool:
        """Whether a box is a run of dy's pixels."""
        bn, bh, bw = self.box
        return bw == self.problem.q and (bn == 1 or bh == self.problem.p)

    @property
    def boxed(self) -> bool:
        """Whether steps are boxes."""
        return self.loop != "flat" and self.box != (1, 1, 1)

    @property
    def exact(self) -> bool:
        """Whether boxes divide an image without rest."""
        _, bh, bw = self.box
        return self.problem.p % bh == 0 and self.problem.q % bw == 0

    def steps(self, images: int) -> int:
        """Steps of pixels of so many images."""
        p = self.problem
        if self.boxed:
            bn, bh, bw = self.box
            return ceil_div(images, bn) * ceil_div(p.p, bh) * ceil_div(p.q, bw)
        return ceil_div(images * p.p * p.q, self.tile.pixels)


def best_box(
    problem: Problem, images: int, pixels: int, *, exact: bool
) -> tuple[int, int, int] | None:
    """The box of so many pixels, a power of two, that takes fewest steps; if asked, without rest.

    Of equal ones the widest, then the highest: images of a box cost a comparison for each pixel.
    """
    found = None
    least: tuple[int, int, int] | None = None
    powers = [1 << i for i in range(pixels.bit_length())]
    for bw in powers:
        for bh in powers[: (pixels // bw).bit_length()]:
            if exact and (problem.p % bh or problem.q % bw):
                continue
            bn = pixels // bw // bh
            steps = ceil_div(images, bn) * ceil_div(problem.p, bh) * ceil_div(problem.q, bw)
            if least is None or (steps, -bw, -bh) < least:
                least, found = (steps, -bw, -bh), (bn, bh, bw)
    return found


class Runs(NamedTuple):
    """How the rows of a tile of few channels follow x.

    Parameters
    ----------
    early
        Numbers before a filter row's first one from where its run is read.
    width
        Numbers of a run.
    """

    early: int
    width: int


def runs(problem: Problem, run: int) -> Runs:
    """Filter rows read ``run`` numbers at once, each piece begun at a multiple of as many.

    That they are multiples also takes a dense x of one group, no dilation of columns, and
    V * C, W * C and the strides of rows and images to be multiples (`possible_run`).
    """
    width = problem.s * problem.c_per_group
    if run == 1:
        return Runs(0, width)
    early = -problem.left * problem.c % run
    return Runs(early, ceil_div(width + early, run) * run)


def possible_run(problem: Problem, layout: Layout) -> int:
    """The most numbers that few channels of dense x can be read in at once: a power of two."""
    p = problem
    if p.g != 1 or (p.ds > 1 and p.s > 1) or layout.kind != "rows" or not layout.dense:
        return 1
    return math.gcd(p.v * p.c, p.w * p.c, 16 // SIZES[p.dtype])


def groups_together(problem: Problem, tile: Tile) -> int:
    """How many groups share a tile of the diagonal loop."""
    return min(tile.c // problem.c_per_group, tile.k // problem.k_per_group)


def tiles(problem: Problem, loop: str, tile: Tile, run: int = 1) -> int:
    """How many tiles dW has."""
    c, k = problem.c_per_group, problem.k_per_group
    if loop == "few":
        rows = problem.r * runs(problem, run).width
        return problem.g * ceil_div(rows, tile.c) * ceil_div(k, tile.k)
    taps = ceil_div(problem.r, tile.r) * ceil_div(problem.s, tile.s)
    if loop == "diagonal":
        return taps * ceil_div(problem.g, groups_together(problem, tile))
    return problem.g * taps * ceil_div(c, tile.c) * ceil_div(k, tile.k)
