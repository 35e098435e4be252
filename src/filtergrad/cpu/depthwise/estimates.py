"""The two estimates by which a plan is chosen: what a segment takes, and what a plan costs.

In: tables of records. Out: what is to be known of each row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Bit, Number, pick
from filtergrad.cpu.base.cycles import Cycles
from filtergrad.cpu.base.estimate import Estimate
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.letters import Letters, Machine, letters
from filtergrad.cpu.base.panel import tile_stride
from filtergrad.cpu.base.partials import Cases, case, of_case
from filtergrad.cpu.base.plan import workspace_limit
from filtergrad.cpu.base.price import Price
from filtergrad.engine import Spec

from .plan import DepthwisePlan
from .price import price, row_cycles
from .segments import Met


@dataclass(frozen=True, kw_only=True)
class Sizes(Letters):
    """What is told of a problem.

    Parameters
    ----------
    together, pixels_kept
        As a plan says.
    x_packed, dy_packed
        Whether the operand is copied to a panel.
    """

    together: Number
    pixels_kept: Number
    x_packed: Bit
    dy_packed: Bit

    @classmethod
    def of(cls, spec: Spec, isa: Isa, plan: DepthwisePlan) -> Sizes:
        """What a spec says, and one of its plans."""
        return cls(
            **letters(spec, isa, spec.problem),
            together=plan.together,
            pixels_kept=plan.pixels_kept,
            x_packed=plan.x_packed,
            dy_packed=plan.dy_packed,
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
    """What is known of a plan beside its price, which is infinite if it finds no room.

    Parameters
    ----------
    case
        The type of its partials: see `base.partials.case`.
    summed
        Whether these are summed in float64.
    """

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
            isa=Machine.of(cycles, sizes),
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


def _rows(cycles: Cycles, sizes: Sizes, shape: Shape, met: Met) -> tuple[Rows]:
    plan = Plans.of(cycles, sizes, shape)
    return (Rows(row_cycles(plan, met, 1), row_cycles(plan, met, sizes.r)),)


def _divided(
    cycles: Cycles, sizes: Sizes, types: Cases, shape: Shape, part: Split, rows: Rows
) -> tuple[Price, Divided]:
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
    summed = of_case(types.summed, flushes, single)
    found = Divided(plan.tasks, writes_dw, case(flushes, single), summed)
    return replace(cost, wall=wall), found


ROWS = Estimate(_rows, [[Cycles, Sizes], [Shape, Met]], [Rows])
DIVIDED = Estimate(_divided, [[Cycles, Sizes, Cases], [Shape, Split, Rows]], [Price, Divided])
ESTIMATES = ROWS, DIVIDED
