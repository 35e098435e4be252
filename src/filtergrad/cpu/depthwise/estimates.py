"""The two estimates by which a plan is chosen: what a segment takes, and what a plan costs.

In: tables of records. Out: what is to be known of each row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Bit, Number, pick
from filtergrad.cpu.base.cycles import Cycles
from filtergrad.cpu.base.estimate import Estimate
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.panel import tile_stride
from filtergrad.cpu.base.partials import Cases, case, of_case
from filtergrad.cpu.base.plan import workspace_limit
from filtergrad.cpu.base.price import Machine, lines_kept
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Spec

from .plan import DepthwisePlan
from .price import price, row_cycles
from .segments import Met, rows_together


class Sizes(NamedTuple):
    """What a problem says, in the letters of `Problem`, and what the processor is.

    Parameters
    ----------
    row_pairs, tensor_bytes
        As in `Problem`.
    together
        How many output rows see the image through every filter row.
    stored, number
        Bytes of a number of the arrays, and of one in registers.
    x_packed, dy_packed
        Whether the operand is copied to a panel.
    x_planes, x_any, dy_planes, dy_any
        How the arrays lie in memory.
    pixels_kept
        How many pixels' lines of the same channel the first-level cache can hold at a time.
    lanes
        Numbers in a vector.
    multiply_adds_a_cycle, vector_bytes, l2
        As in `Isa`.
    """

    n: Number
    h: Number
    w: Number
    c: Number
    k: Number
    r: Number
    s: Number
    p: Number
    q: Number
    u: Number
    v: Number
    dr: Number
    ds: Number
    g: Number
    c_per_group: Number
    k_per_group: Number
    row_pairs: Number
    tensor_bytes: Number
    together: Number
    stored: Number
    number: Number
    x_packed: Bit
    x_planes: Bit
    x_any: Bit
    dy_packed: Bit
    dy_planes: Bit
    dy_any: Bit
    pixels_kept: Number
    lanes: Number
    multiply_adds_a_cycle: Number
    vector_bytes: Number
    l2: Number

    @classmethod
    def of(cls, spec: Spec, isa: Isa, *, x_packed: bool, dy_packed: bool) -> Sizes:
        """What a spec says."""
        one, x, dy, _ = spec
        stored, number = SIZES[one.dtype], SIZES[compute_dtype(one.dtype)]
        together = rows_together(one)
        return cls(
            *(one.n, one.h, one.w, one.c, one.k, one.r, one.s, one.p, one.q, one.u, one.v),
            *(one.dr, one.ds, one.g, one.c_per_group, one.k_per_group, one.row_pairs),
            *(one.tensor_bytes, together, stored, number),
            *(x_packed, x.kind == "planes", x.kind == "any"),
            *(dy_packed, dy.kind == "planes", dy.kind == "any"),
            lines_kept(max(1, one.c * stored // 64)),
            *(isa.lanes(number), isa.multiply_adds_a_cycle, isa.vector_bytes, isa.l2),
        )


class Shape(NamedTuple):
    """What is computed together: fields of a plan, and the images, rows and columns of a block."""

    fused: Bit
    n: Number
    p: Number
    q: Number
    cut: Number


class Rows(NamedTuple):
    """Cycles in which a row of pixels meets one filter row, or all of them."""

    single: Number
    fused: Number


class Split(NamedTuple):
    """In how many parts the pixels are summed apart."""

    split: Number


class Divided(NamedTuple):
    """A plan's price, as in `Price`, infinite if it finds no room, and what else is known.

    Parameters
    ----------
    case
        The type of its partials: see `base.partials.case`.
    summed
        Whether these are summed in float64.
    """

    multiply: Number
    call: Number
    miss: Number
    pack: Number
    memory: Number
    finish: Number
    wall: Number
    tasks: Number
    writes_dw: Bit
    case: Number
    summed: Bit


@dataclass(frozen=True, kw_only=True, eq=False)
class Plans(DepthwisePlan):
    """A plan, or many of them, in numbers: what a plan says of itself, it says of each."""

    problem: Any
    isa: Any
    x_packed: Any
    dy_packed: Any
    fused: Any
    block: Any
    cut: Any
    step: int = 0  # what meets in it is told
    split: Any = 1
    writes_dw: Any = False
    partial_size: Any = 4
    x_layout: str = "told by `problem`"
    dy_layout: str = "told by `problem`"

    @classmethod
    def of(cls, cycles: Cycles, sizes: Sizes, shape: Shape, **division: Any) -> Plans:
        """The plans of a shape."""
        return cls(
            problem=sizes,
            isa=Machine(cycles, sizes.multiply_adds_a_cycle, sizes.vector_bytes, sizes.l2),
            x_packed=sizes.x_packed,
            dy_packed=sizes.dy_packed,
            fused=shape.fused,
            block=(shape.n, shape.p, shape.q),
            cut=shape.cut,
            **division,
        )

    @property
    def full_lanes(self) -> Any:
        """Numbers in a vector."""
        return self.problem.lanes

    @property
    def stored_bytes(self) -> Any:
        """Bytes of a number of the arrays."""
        return self.problem.stored

    @property
    def compute_bytes(self) -> Any:
        """Bytes of a number in registers."""
        return self.problem.number

    @property
    def pixels_kept(self) -> Any:
        """How many pixels' lines of the same channel the first-level cache can hold at a time."""
        return self.problem.pixels_kept

    @property
    def together(self) -> Any:
        """How many output rows see the image through every filter row."""
        return self.problem.together

    @property
    def partial_bytes(self) -> Any:
        """Bytes of one partial sum of dW."""
        one = self.problem
        return one.r * one.s * one.c_per_group * one.k * self.partial_size

    @property
    def vector_strides(self) -> Any:
        """Bytes of x and dy from one vector of output channels to the next, as they are read."""
        x, dy = (
            pick(packed, tile_stride(pixels * width + self.lanes, self.compute_bytes),
                 width * self.stored_bytes)
            for packed, pixels, width in (
                (self.x_packed, math.prod(self.seen), self.x_width),
                (self.dy_packed, math.prod(self.block), self.lanes),
            )
        )  # fmt: skip
        return x, dy

    def lies(self, name: str) -> Any:
        """Whether x or dy lies in planes, and whether in no order."""
        one = self.problem
        return (one.x_planes, one.x_any) if name == "x" else (one.dy_planes, one.dy_any)


def _rows(cycles: Cycles, sizes: Sizes, shape: Shape, met: Met) -> Rows:
    plan = Plans.of(cycles, sizes, shape)
    return Rows(row_cycles(plan, met, 1), row_cycles(plan, met, sizes.r))


def _divided(
    cycles: Cycles, sizes: Sizes, types: Cases, shape: Shape, part: Split, rows: Rows
) -> Divided:
    (split,) = part
    count = math.prod(Plans.of(cycles, sizes, shape).block_counts)
    flushes, single = ceil_div(count, split), count == 1
    writes_dw = (split == 1) & of_case(types.stored, flushes, single)
    plan = Plans.of(
        cycles, sizes, shape, split=split, writes_dw=writes_dw,
        partial_size=of_case(types.sizes, flushes, single),
    )  # fmt: skip
    used = plan.partials * plan.partial_bytes + plan.panel_bytes
    cost = price(plan, rows.single, rows.fused)
    wall = pick(used <= workspace_limit(plan.problem), cost.wall, math.inf)
    return Divided(
        *(cost.multiply, cost.call, cost.miss, cost.pack, cost.memory, cost.finish, wall),
        *(plan.tasks, writes_dw, case(flushes, single), of_case(types.summed, flushes, single)),
    )


ROWS = Estimate(_rows, [[Cycles, Sizes], [Shape, Met]], Rows)
DIVIDED = Estimate(_divided, [[Cycles, Sizes, Cases], [Shape, Split, Rows]], Divided)
ESTIMATES = ROWS, DIVIDED
