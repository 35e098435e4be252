"""The two estimates by which a plan is chosen: whole plans, and what they cost divided.

In: tables of records. Out: what is to be known of each combination of their rows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from filtergrad.cpu.base.bands import ceil_div, even
from filtergrad.cpu.base.columns import Bit, Number, least, pick
from filtergrad.cpu.base.cycles import Cycles
from filtergrad.cpu.base.estimate import Estimate
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.letters import Letters, Machine, letters
from filtergrad.cpu.base.price import Price, tasks_wanted
from filtergrad.engine import Spec

from .plan import MatrixPlan
from .price import price
from .ribbons import STEP, phases

# Longer rows of pixels are cut.
WIDEST = 2048

# How many columns may be packed together, and what a call that packs them costs in columns.
PACKED, PACKED_CALL = (32, 16, 8), 4


@dataclass(frozen=True, kw_only=True)
class Sizes(Letters):
    """What is told of a problem.

    Parameters
    ----------
    top, left
        As in `Problem`.
    row_phases, col_phases
        How many phases of x's rows and columns windows see, if no tap has columns of its own.
    """

    top: Number
    left: Number
    row_phases: Number
    col_phases: Number

    @classmethod
    def of(cls, spec: Spec, isa: Isa) -> Sizes:
        """What a spec says."""
        problem = spec.problem
        return cls(
            **letters(spec, isa, problem),
            top=problem.top,
            left=problem.left,
            row_phases=phases(problem.r, problem.dr, problem.u),
            col_phases=phases(problem.s, problem.ds, problem.v),
        )


class Way(NamedTuple):
    """How taps find their columns, how many groups share a tile, and how many tiles are summed."""

    merged: Bit
    apart: Bit
    together: Number
    x_tiles: Number
    dy_tiles: Number


class Columns(NamedTuple):
    """About how many columns lie between two flushes."""

    columns: Number


class Shape(NamedTuple):
    """All of a plan but its division: a `Way`, what is packed together, a block."""

    merged: Bit
    apart: Bit
    together: Number
    x_tiles: Number
    dy_tiles: Number
    packed: Number
    n: Number
    p: Number
    q: Number


class Whole(NamedTuple):
    """What is known of a plan of one task.

    Parameters
    ----------
    wall
        Its price.
    wanted
        In how many tasks it should be divided, about.
    blocks
        How many blocks of pixels it has.
    groups, xs, dys
        What a cut divides.
    """

    wall: Number
    wanted: Number
    blocks: Number
    groups: Number
    xs: Number
    dys: Number


class Cut(NamedTuple):
    """In how many parts pixels, groups, blocks of tiles of x and of dy are divided."""

    split: Number
    groups: Number
    xs: Number
    dys: Number


class Divided(NamedTuple):
    """What is known of a plan beside its price, which is infinite if it keeps to no limit."""

    tasks: Number
    pitch: Number


@dataclass(frozen=True, kw_only=True, eq=False)
class Plans(MatrixPlan):
    """A plan, or many of them, in numbers: what a plan says of itself, it says of each."""

    problem: Any
    isa: Any
    merged: Any
    apart: Any
    together: Any
    tile: Any
    packed: Any
    block: Any
    cut: Any = (1, 1, 1)
    split: Any = 1
    writes_dw: Any = False
    x_layout: str = "told by `problem`"
    dy_layout: str = "told by `problem`"

    @classmethod
    def of(cls, cycles: Cycles, sizes: Sizes, shape: Shape, **division: Any) -> Plans:
        """The plans of a shape, divided if that is told."""
        return cls(
            problem=sizes,
            isa=Machine.of(cycles, sizes),
            merged=shape.merged,
            apart=shape.apart,
            together=shape.together,
            tile=(shape.x_tiles, shape.dy_tiles),
            packed=shape.packed,
            block=(shape.n, shape.p, shape.q),
            **division,
        )

    @property
    def phases(self) -> tuple[Any, Any]:
        """How many phases of x's rows and columns windows see."""
        one = self.problem
        return one.row_phases, pick(self.moved, self.s_loops, one.col_phases)

    @property
    def partial_bytes(self) -> Any:
        """Bytes of one partial sum of dW: a single sum is rounded as it leaves its tile."""
        one = self.problem
        size = pick(self.writes_dw, one.stored, one.number)
        return one.r * one.s * one.c_per_group * one.k * size

    def in_rows(self, name: str) -> Any:
        """Whether the channels of a pixel of x or dy lie side by side."""
        return pick(self.problem.x_planes if name == "x" else self.problem.dy_planes, False, True)


def _wholes(cycles: Cycles, sizes: Sizes, way: Way, many: Columns) -> tuple[Shape, Whole]:
    (columns,) = many
    q = sizes.q
    # Rows are cut into equal parts.
    long = (q > columns) & ((sizes.p == 1) | (q > WIDEST))
    q = pick(long, ceil_div(even(q, columns), STEP) * STEP, q)
    row = Shape(*way, packed=STEP, n=1, p=1, q=q)
    pitch = Plans.of(cycles, sizes, row).ribbon.pitch
    p = even(sizes.p, columns // pitch)
    images = even(sizes.n, columns // (ceil_div(p * pitch, STEP) * STEP))
    n = pick((p == sizes.p) & (q == sizes.q), images, 1)
    shape = row._replace(packed=_packed(pitch), n=n, p=p)
    xs, dys = Plans.of(cycles, sizes, shape).tile_counts
    shape = shape._replace(x_tiles=least(way.x_tiles, xs), dy_tiles=least(way.dy_tiles, dys))
    plan = Plans.of(cycles, sizes, shape)
    cost = price(plan)
    wanted = tasks_wanted(cost.work)
    return shape, Whole(cost.wall, wanted, math.prod(plan.block_counts), *plan.cut_totals)


def _packed(pitch: Number) -> Number:
    """How many columns are packed together: all that are packed of a row, and calls, are few."""
    best, found = math.inf, PACKED[0]
    for one in PACKED:
        cost = ceil_div(pitch, one) * one * (1 + PACKED_CALL / one)
        found = pick(cost < best, one, found)
        best = least(cost, best)
    return found


def _divided(cycles: Cycles, sizes: Sizes, shape: Shape, cut: Cut) -> tuple[Price, Divided]:
    single = math.prod(Plans.of(cycles, sizes, shape).block_counts) == 1
    plan = Plans.of(cycles, sizes, shape, split=cut.split, cut=cut[1:], writes_dw=single)
    cost = price(plan)
    wall = pick(plan.fits, cost.wall, math.inf)
    return replace(cost, wall=wall), Divided(plan.tasks, plan.ribbon.pitch)


WHOLES = Estimate(_wholes, [[Cycles, Sizes], [Way], [Columns]], [Shape, Whole])
DIVIDED = Estimate(_divided, [[Cycles, Sizes], [Shape, Cut]], [Price, Divided])
ESTIMATES = WHOLES, DIVIDED
