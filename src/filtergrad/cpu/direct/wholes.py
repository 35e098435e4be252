"""Whole plans, those of one task, as a table: every way to place a tile with every block.

In: a `Spec` in one of its forms, an `Isa`. Out: `Wholes`, whose numbers are columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from filtergrad.cpu.base.bands import ceil_div, even
from filtergrad.cpu.base.columns import Column, Number, at, least, pick
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.panel import tile_stride
from filtergrad.cpu.base.plan import LONGEST_CHAIN, longest_chain, panel_limit, workspace_limit
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Spec
from filtergrad.once import once
from filtergrad.problem import Problem

from . import pairs
from .forms import PLAIN, Form
from .plan import DirectPlan
from .shapes import panel_shape, sees_all
from .ways import Layer, Ways, ways

Box: TypeAlias = tuple[int, int, int]  # (images, rows, columns) of output pixels


@dataclass(frozen=True, eq=False)
class Wholes:
    """A table of whole plans: a row for each way, a column for each block.

    Parameters
    ----------
    spec, form, isa
        What is planned.
    paired_problem
        The problem whose pixels are pairs, if there are any.
    ways
        The ways: columns of one number a row.
    boxes
        The blocks.
    panel_taps
        How many taps share a panel of x, for each plan.
    possible
        Whether a panel may be as large as a plan's.
    """

    spec: Spec
    form: Form
    isa: Isa
    paired_problem: Problem
    ways: Ways
    boxes: tuple[Box, ...]
    panel_taps: tuple[Number, Number]
    possible: Column

    @property
    def problem(self) -> Problem:
        """What is computed, in this form."""
        return self.spec.problem

    @once
    def block(self) -> tuple[Column, Column, Column]:
        """Images, rows and columns of the blocks: a number a column."""
        return _columns(self.boxes)

    @once
    def panel_shape(self) -> tuple[Number, Number, Number]:
        """(images, rows, columns) of a panel of x."""
        return panel_shape(self.paired_problem, self.block, self.panel_taps, self.ways.merged)

    @once
    def blocks(self) -> Number:
        """Number of blocks."""
        (n, p, q), one = self.block, self.paired_problem
        return ceil_div(one.n, n) * ceil_div(one.p, p) * ceil_div(one.q, q)

    @once
    def dense(self) -> Number:
        """Whether a partial lies in memory as dW does."""
        single = self.problem.c_per_group * self.problem.k_per_group == 1
        straight = self.ways.over_c if self.form.swapped else self.ways.over_k
        return straight | (self.ways.grouped & single)

    @once
    def seen_shape(self) -> tuple[Number, Number, Number]:
        """(images, rows, columns) of a panel of x that lie inside the image."""
        images, h, w = self.panel_shape
        return images, least(h, self.paired_problem.h), least(w, self.paired_problem.w)

    def spare_bytes(self, ways: Column, boxes: Column) -> Column:
        """Bytes that the workspace of some plans may have beside the panels of one thread.

        These are all of x's tiles and the widest of dy's.
        """
        table, size = self.ways, SIZES[compute_dtype(self.problem.dtype)]
        lanes = self.isa.lanes(size)
        pixels = at(math.prod(self.panel_shape), ways, boxes)
        x = 0.0
        for count, width in zip(*table.panels, strict=True):
            x = x + count[ways, 0] * tile_stride(pixels * width[ways, 0] + lanes, size)
        n, p, q = self.block
        pixels = (n * p * q)[boxes]
        dy = tile_stride(pixels * table.dy_width[ways, 0] + lanes, size)
        x_packed, dy_packed = (at(one, ways, boxes) for one in (table.x_packed, table.dy_packed))
        panels = pick(x_packed, x, 0.0) + pick(dy_packed, dy, 0.0)
        return workspace_limit(self.problem) - panels

    def order(self, way: int, box: int) -> tuple[object, ...]:
        """All that decides the bits of a plan that is not divided: see `DirectPlan.order`."""
        problem = self.problem
        pixels = problem.n, problem.p, problem.q
        return pixels, self.ways.rows[way].merged, self.boxes[box], self.form.pairs

    @once
    def copies_dy(self) -> Number:
        """Whether the first tile of x packs dy as it reads it."""
        ways = self.ways
        if self.form.pairs or self.spec.dy_layout.kind != "rows":
            return False
        rows, columns = sees_all(self.problem)
        return ways.over_k & ways.dy_packed & rows & (ways.merged | columns)

    def plan(self, way: int, box: int, **division: Any) -> DirectPlan:
        """The plan of a row and a column, divided if that is told."""
        lane, lanes, merged, x_packed, dy_packed, tile = self.ways.rows[way]
        r, s = (int(np.broadcast_to(tap, self.possible.shape)[way, box]) for tap in self.panel_taps)
        return DirectPlan(
            problem=self.problem,
            isa=self.isa,
            x_layout=self.spec.x_layout.kind,
            dy_layout=self.spec.dy_layout.kind,
            lane=lane,
            merged=merged,
            x_packed=x_packed,
            dy_packed=dy_packed,
            lanes=lanes,
            tile=tile,
            block=self.boxes[box],
            panel_taps=(r, s),
            swapped=self.form.swapped,
            columns_per_pixel=self.form.columns_per_pixel,
            pairs=self.form.pairs,
            **({"cut": (1, 1, 1, 1)} | division),
        )

    def __iter__(self) -> Iterator[DirectPlan]:
        return (self.plan(int(way), int(box)) for way, box in np.argwhere(self.possible))


def wholes(spec: Spec, isa: Isa, form: Form = PLAIN) -> Wholes | None:
    """Every sensible choice of lanes, merging, packing, tile and block, if there is any."""
    problem, found = spec.problem, ways(Layer.of(spec, bool(form.pairs)), isa)
    if found is None:
        return None
    paired = pairs.paired_problem(problem, form.pairs)
    longest = LONGEST_CHAIN // 2 if form.pairs else longest_chain(spec.precision)
    sizes = (longest, longest // 2, longest // 4)
    boxes = tuple(dict.fromkeys(box for size in sizes for box in _blocks(paired, size, longest)))
    shape = len(found.rows), len(boxes)
    taps, possible = _panel_taps(problem, paired, found, _columns(boxes))
    possible = np.broadcast_to(possible, shape)
    alone = ~possible.any(1, keepdims=True)
    if alone.any():  # There must be one way.
        boxes = (*boxes, (1, 1, 1))
        possible = np.hstack((possible, alone & found.over_k & np.logical_not(found.merged)))
        r, s = (np.hstack((np.broadcast_to(tap, shape), np.ones_like(alone))) for tap in taps)
        taps = r, s
    return Wholes(spec, form, isa, paired, found, boxes, taps, possible)


def _blocks(problem: Problem, size: int, most: int) -> tuple[Box, ...]:
    """About ``size`` neighbouring output pixels: part of a row, some rows or some images.

    Where that is less than a few rows, a squarer box too: its windows overlap more. No block has
    more than ``most``, for they are added in a row.
    """
    n, p, q = problem.n, problem.p, problem.q
    if p * q < size:
        return ((even(n, size // (p * q)), p, q),)
    wide = (1, 1, even(q, size)) if q >= size else (1, even(p, size // q), q)
    tall = min(p, problem.r + 1, most)
    if problem.r == 1 or wide[1] >= tall:
        return (wide,)
    return wide, (1, even(p, tall), even(q, size // tall))


def _columns(boxes: tuple[Box, ...]) -> tuple[Column, Column, Column]:
    """Images, rows and columns of each box; floating point, for panels may be of any size."""
    n, p, q = np.array(boxes, float).T
    return n, p, q


def _panel_taps(
    problem: Problem, paired: Problem, found: Ways, block: tuple[Column, Column, Column]
) -> tuple[tuple[Number, Number], Column]:
    """How many taps share a panel of x, and whether its size is allowed.

    All of them do, unless dilation spreads them too far apart or the panel had too many pixels.
    """
    (_, p, q), packed, merged, (r, s) = block, found.x_packed, found.merged, (paired.r, paired.s)
    tall = (p - 1) * paired.u + (r - 1) * paired.dr + 1
    wide = (q - 1) * paired.v + (s - 1) * paired.ds + 1
    taps = (
        pick(r > 1, pick(packed & (tall > r * p), 1, r), 1),
        pick(s > 1, pick(merged | (packed & (wide > s * q)), 1, s), 1),
    )
    pixels = panel_limit(problem) // SIZES[compute_dtype(problem.dtype)] // problem.c_per_group
    most = pick(packed, pick(found.grouped, pixels / problem.g, pixels), math.inf)
    few = math.prod(panel_shape(paired, block, taps, merged)) <= most
    if few.all():
        return taps, few
    taps = np.where(few, taps[0], 1), np.where(few, taps[1], 1)
    return taps, few | (math.prod(panel_shape(paired, block, taps, merged)) <= most)
