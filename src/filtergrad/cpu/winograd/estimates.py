"""The two estimates by which a plan is chosen: which divisions can serve, and what these cost.

In: tables of records. Out: what is to be known of each combination of their rows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from filtergrad.cpu.base.columns import Bit, Number, least, most, pick
from filtergrad.cpu.base.cycles import Cycles
from filtergrad.cpu.base.estimate import Estimate
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.letters import Letters, Machine, letters
from filtergrad.cpu.base.panel import tile_stride
from filtergrad.cpu.base.plan import MOST_FLUSHES, partials_limit, workspace_limit
from filtergrad.cpu.base.price import TEAM_THREADS, Price, tasks_wanted
from filtergrad.engine import Spec

from .plan import WinogradPlan
from .price import error, price, products_cycles

# A plan has at most this error: what docs/numerics.md promises, less a reserve for unlucky numbers.
MOST_ERROR = 1.3e-6


@dataclass(frozen=True, kw_only=True)
class Sizes(Letters):
    """What is told of a problem.

    Parameters
    ----------
    x_packed, dy_packed
        Whether strips are packed.
    rows, columns
        The register tile.
    """

    x_packed: Bit
    dy_packed: Bit
    rows: Number
    columns: Number

    @classmethod
    def of(cls, spec: Spec, isa: Isa, tile: tuple[int, int]) -> Sizes:
        """What a spec says."""
        x, dy = spec.x_layout, spec.dy_layout
        return cls(
            **letters(spec, isa, spec.problem),
            x_packed=x.kind != "rows",
            dy_packed=dy.kind != "rows",
            rows=tile[0],
            columns=tile[1],
        )


class Patch(NamedTuple):
    """The algorithms along rows and columns: see `bilinear.Axis`."""

    outputs_h: Number
    outputs_w: Number
    inputs_h: Number
    inputs_w: Number
    products_h: Number
    products_w: Number
    gain_h: Number
    gain_w: Number


class Chunk(NamedTuple):
    """About how many patches make a chunk."""

    patches: Number


class Cut(NamedTuple):
    """In how many parts pixels, groups, channels of dy and of x are divided."""

    split: Number
    groups: Number
    dys: Number
    xs: Number


class Strips(NamedTuple):
    """How many strips make a chunk."""

    strips: Number


class Some(NamedTuple):
    """How many vectors of x are multiplied at a time; 0 is all of a part."""

    x_vectors: Number


class Able(NamedTuple):
    """Whether a plan is a candidate, if it finds room, and its strips."""

    able: Bit
    strips: Number


class Divided(NamedTuple):
    """What is known of a plan beside its price, which is infinite if it is no candidate."""

    tasks: Number
    x_vectors: Number


class Side(NamedTuple):
    """The algorithm along an axis, in numbers: the fields are those of an `Axis`."""

    outputs: Number
    inputs: Number
    products: Number
    gain: Number


@dataclass(frozen=True, kw_only=True, eq=False)
class Plans(WinogradPlan):
    """A plan, or many of them, in numbers: what a plan says of itself, it says of each."""

    along: tuple[Side, Side]
    problem: Any
    isa: Any
    outputs: Any
    tile: Any
    strips: Any = 1
    cut: Any = (1, 1, 1)
    x_vectors: Any = 1
    split: Any = 1
    writes_dw: Any = False
    x_layout: str = "told by `problem`"
    dy_layout: str = "told by `problem`"

    @classmethod
    def of(cls, cycles: Cycles, sizes: Sizes, patch: Patch, **division: Any) -> Plans:
        """The plans of a kind of patches, divided if that is told."""
        return cls(
            problem=sizes,
            isa=Machine.of(cycles, sizes),
            along=(Side(*patch[0::2]), Side(*patch[1::2])),
            outputs=(patch.outputs_h, patch.outputs_w),
            tile=(sizes.rows, sizes.columns),
            **division,
        )

    @property
    def axes(self) -> Any:
        """The algorithms along rows and columns."""
        return self.along

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
    def partial_bytes(self) -> Any:
        """Bytes of one partial sum of dW: the last transform of a whole sum rounds to dW."""
        one = self.problem
        size = pick(self.writes_dw, one.stored, one.number)
        return one.r * one.s * one.c_per_group * one.k * size

    def packs(self, name: str) -> Any:
        """Whether strips of x or dy are packed."""
        return self.problem.x_packed if name == "x" else self.problem.dy_packed

    def scattered(self, name: str) -> Any:
        """Whether a channel's pixels in a strip are no neighbours."""
        one = self.problem
        return (one.x_any if name == "x" else one.dy_any) | (one.ds > 1)

    def strip_bytes(self, name: str) -> Any:
        """Bytes of a packed strip."""
        height = self.axes[0].inputs if name == "x" else self.outputs[0]
        numbers = (height * self.strip_width(name) + 1) * self.lanes
        vectors = self.part_vectors[name == "dy"]
        return pick(self.packs(name), tile_stride(numbers, self.compute_bytes) * vectors, 0)


def _able(cycles: Cycles, sizes: Sizes, patch: Patch, chunk: Chunk, cut: Cut) -> tuple[Able]:
    base = Plans.of(cycles, sizes, patch)
    target = tasks_wanted(products_cycles(base))
    strips = most(1, chunk.patches // base.grid[1])
    split, *parts = cut
    writes_dw = split == 1
    plan = Plans.of(
        cycles, sizes, patch, strips=strips, split=split, cut=tuple(parts), writes_dw=writes_dw
    )
    able = (split <= plan.chunks) & (plan.tasks <= 2 * target)
    able = able & (plan.flushes <= MOST_FLUSHES) & (error(plan) <= MOST_ERROR)
    able = able & (plan.partials * plan.partial_bytes <= partials_limit(plan.problem))
    return (Able(able, strips),)


def _divided(
    cycles: Cycles, sizes: Sizes, patch: Patch, chunk: Strips, cut: Cut, some: Some
) -> tuple[Price, Divided]:
    split, *parts = cut
    division = {
        "strips": chunk.strips,
        "split": split,
        "cut": tuple(parts),
        "writes_dw": split == 1,
    }
    part = Plans.of(cycles, sizes, patch, **division).part_vectors[0]
    every = some.x_vectors == 0
    x_vectors = pick(every, part, some.x_vectors)
    plan = Plans.of(cycles, sizes, patch, **division, x_vectors=x_vectors)
    panels = least(TEAM_THREADS, plan.tasks) * plan.panel_bytes
    room = plan.partials * plan.partial_bytes + panels <= workspace_limit(plan.problem)
    sensible = every | ((some.x_vectors < part) & plan.single)
    cost = price(plan)
    wall = pick(room & sensible, cost.wall, math.inf)
    return replace(cost, wall=wall), Divided(plan.tasks, x_vectors)


ABLE = Estimate(_able, [[Cycles, Sizes], [Patch], [Chunk], [Cut]], [Able])
DIVIDED = Estimate(_divided, [[Cycles, Sizes], [Patch, Strips, Cut], [Some]], [Price, Divided])
ESTIMATES = ABLE, DIVIDED
