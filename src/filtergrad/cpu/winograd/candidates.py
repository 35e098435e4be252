"""The plans of Winograd's algorithm for a problem.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np

from filtergrad.cpu.base.algorithm import Candidates
from filtergrad.cpu.base.bands import powers
from filtergrad.cpu.base.columns import Column, Number, pick
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.plan import MOST_FLUSHES, partials_limit, workspace_limit
from filtergrad.cpu.base.price import MOST_TASKS, TEAM_THREADS, tasks_wanted
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Spec

from .bilinear import axis
from .plan import WinogradPlan
from .price import error, patch_count, price, products_cycles

# A problem of fewer multiply-adds is left to other algorithms: so many take a core 10 us, and the
# transforms' code is slow to make.
LEAST_MACS = 1 << 20

# A chunk has about one of so many patches, whose transforms lie in the cache together.
CHUNK_PATCHES = (32, 64, 128)

# A task of one chunk multiplies so many vectors of x at a time, or all: their sums lie in the cache
# together.
SOME_X_VECTORS = (2, 4)

# A plan has at most so many times the products of the best one that can serve.
MOST_PRODUCTS_TIMES = 1.6

# A plan has at most this part of the direct algorithm's products, or the transforms never pay.
MOST_OF_DIRECT_PRODUCTS = 0.8

# A plan has at most this error: what docs/numerics.md promises, less a reserve for unlucky numbers.
MOST_ERROR = 1.3e-6

# A task has at least so many vectors of channels of x and of dy, where there are so many.
LEAST_PART_VECTORS = 4

# A filter has at most so many rows and columns: the transforms' code grows with their square.
MOST_TAPS = 16

# A patch of dy has at most so many rows and columns: with more of them, errors grow too large.
MOST_OUTPUTS = 4


class Axes(NamedTuple):
    """Algorithms along an axis as columns; the fields are those of an `Axis`."""

    outputs: Column
    inputs: Column
    products: Column
    gain: Column

    def of(self, rows: Any) -> Axes:
        """Some of them."""
        return Axes(*(column[rows] for column in self))


@dataclass(frozen=True, kw_only=True, eq=False)
class Table(WinogradPlan):
    """Many plans as one whose numbers are columns: what a plan says of itself, it says of each.

    Parameters
    ----------
    along
        The algorithms along rows and columns.
    """

    along: tuple[Axes, Axes]
    outputs: Any
    strips: Any
    cut: Any
    x_vectors: Any
    split: Any = 1
    writes_dw: Any = False

    @property
    def axes(self) -> Any:
        """The algorithms along rows and columns."""
        return self.along

    @property
    def partial_bytes(self) -> Any:
        """Bytes of one partial sum of dW: the last transform of a whole sum rounds to dW."""
        one = self.problem
        size = pick(self.writes_dw, SIZES[one.dtype], SIZES[self.compute_dtype])
        return float(one.r * one.s * one.c_per_group * one.k) * size

    def plan(self, row: int) -> WinogradPlan:
        """One of the plans, where all columns are of the same length."""
        given: dict[str, Any] = {field.name: getattr(self, field.name) for field in _FIELDS}
        writes_dw = bool(self.writes_dw[row])
        given |= {
            "outputs": tuple(int(column[row]) for column in self.outputs),
            "cut": tuple(int(column[row]) for column in self.cut),
            "strips": int(self.strips[row]),
            "split": int(self.split[row]),
            "x_vectors": int(self.x_vectors[row]),
            "writes_dw": writes_dw,
            "partial_dtype": self.problem.dtype if writes_dw else self.compute_dtype,
        }
        return WinogradPlan(**given)

    def alike(self, row: int) -> Column:
        """Which plans add in the same order as that of ``row``."""
        columns = *self.outputs, self.strips, self.split, self.writes_dw
        same = [column == column[row] for column in columns]
        return functools.reduce(np.logical_and, same)


_FIELDS = fields(WinogradPlan)


def candidates(spec: Spec, isa: Isa) -> Candidates | None:
    """Every sensible plan with its price; None where there is too little to save."""
    return possible(spec, isa) if spec.problem.macs >= LEAST_MACS else None


def possible(spec: Spec, isa: Isa) -> Candidates | None:
    """Every sensible plan with its price; None where the algorithm cannot serve."""
    problem, _, _, precision = spec
    lanes = isa.lanes(SIZES[compute_dtype(problem.dtype)])
    # Where a phase of a dilated axis had no outputs, its patches would see what no window does.
    axes = (problem.dr, problem.u, problem.p), (problem.ds, problem.v, problem.q)
    phased = all(
        step == 1 and dilation <= outputs for dilation, step, outputs in axes if dilation > 1
    )
    few = min(problem.c_per_group, problem.k_per_group) < lanes or problem.r * problem.s <= 2
    if precision == "highest" or few or not phased or max(problem.r, problem.s) > MOST_TAPS:
        return None
    # Two taps save too little: 5 products instead of 8 ran slower than the direct algorithm.
    bases = _bases(spec, isa)
    plans = _divided(bases)
    if plans is None:
        return None
    return Candidates(price(plans), np.asarray(plans.tasks), plans.plan, plans.alike)


def _bases(spec: Spec, isa: Isa) -> Table:
    """A plan for each algorithm that saves enough, by its number of products."""
    problem, x_layout, dy_layout, _ = spec
    along = _along(problem.r, problem.u, problem.s, problem.v)
    table = Table(
        problem=problem,
        isa=isa,
        x_layout=x_layout.kind,
        dy_layout=dy_layout.kind,
        along=along,
        outputs=(along[0].outputs, along[1].outputs),
        tile=_tile(isa, isa.lanes(SIZES[compute_dtype(problem.dtype)])),
        strips=1,
        cut=(1, 1, 1),
        x_vectors=1,
    )
    rows = np.flatnonzero(_saves(table))
    return _at(table, rows[np.argsort(products_cycles(table)[rows], kind="stable")])


def _at(table: Table, rows: Any, **changes: Any) -> Table:
    """The algorithms of some rows, and what else is to be changed."""
    h, w = (axes.of(rows) for axes in table.along)
    return replace(table, along=(h, w), outputs=(h.outputs, w.outputs), **changes)


@functools.lru_cache(64)
def _along(r: int, u: int, s: int, v: int) -> tuple[Axes, Axes]:
    """Every pair of algorithms along rows and along columns."""
    pairs = itertools.product(_outputs(r, u), _outputs(s, v))
    rows, columns = zip(*pairs, strict=True)
    return _axes(r, u, rows), _axes(s, v, columns)


def _axes(taps: int, stride: int, outputs: tuple[int, ...]) -> Axes:
    found = [axis(taps, stride, m) for m in outputs]
    columns = ([getattr(one, name) for one in found] for name in Axes._fields)
    return Axes(*map(np.array, columns))


def _outputs(taps: int, stride: int) -> tuple[int, ...]:
    """How many outputs a patch may have along an axis of so many taps."""
    if taps <= stride:  # Each tap sees pixels of its own.
        return (1,)
    return tuple(m for m in range(1, MOST_OUTPUTS + 1) if axis(taps, stride, m).possible)


def _saves(plan: WinogradPlan) -> Number:
    """Whether a plan makes enough fewer products."""
    problem = plan.problem
    direct = problem.macs / (problem.c_per_group * problem.k)
    return 1.0 * patch_count(plan) * plan.products < MOST_OF_DIRECT_PRODUCTS * direct


def _tile(isa: Isa, lanes: int) -> tuple[int, int]:
    """The register tile: its rows lie in one panel, so they divide the lanes."""
    rows = min(lanes, 4)
    if isa.registers > 16:
        return rows, 24 // rows
    return rows, 3 if isa.multiply_add is FUSED else 2


def _divided(bases: Table) -> Table | None:
    """Plans with chunks of several sizes, divided into tasks in several ways."""
    problem, (x_vectors, dy_vectors) = bases.problem, bases.vectors
    target = tasks_wanted(products_cycles(bases))[:, None, None]
    most_dys, most_xs = dy_vectors // LEAST_PART_VECTORS, x_vectors // LEAST_PART_VECTORS
    split, *cut = _cuts(problem.g, most_dys, most_xs)
    columns = np.asarray(bases.grid[1])[:, None, None]
    strips = np.maximum(1, np.array(CHUNK_PATCHES)[:, None] // columns)
    changes = {"strips": strips, "split": split, "cut": tuple(cut), "writes_dw": split == 1}
    table = _at(bases, np.s_[:, None, None], **changes)
    able = (split <= table.chunks) & (table.tasks <= 2 * target)
    able = able & (table.flushes <= MOST_FLUSHES) & (error(table) <= MOST_ERROR)
    partials = table.partials * table.partial_bytes
    able = able & (partials <= partials_limit(problem))
    if not able.any():
        return None
    products = products_cycles(bases)
    first = np.flatnonzero(able.any((1, 2)))[0]
    able = able & (products <= MOST_PRODUCTS_TIMES * products[first])[:, None, None]
    base, size, way = np.nonzero(able)
    plans = _at(
        bases,
        base,
        strips=strips[base, size, 0],
        split=split[way],
        cut=tuple(parts[way] for parts in cut),
        writes_dw=split[way] == 1,
    )
    rows, plans = _with_x_vectors(plans)
    if not (base[rows] == first).any():  # no plan with the fewest products finds room
        return _divided(_at(bases, np.s_[first + 1 :]))
    return plans


def _with_x_vectors(plans: Table) -> tuple[Column, Table]:
    """Plans that multiply all or some vectors of x at a time, if they find room; whose they are."""
    part = np.asarray(plans.part_vectors[0])[:, None]
    choices = np.hstack((np.broadcast_to(SOME_X_VECTORS, (len(part), len(SOME_X_VECTORS))), part))
    sensible = (choices < part) & np.asarray(plans.single)[:, None]
    rows, which = np.nonzero(sensible | (np.arange(len(SOME_X_VECTORS) + 1) == len(SOME_X_VECTORS)))
    plans = _rows(plans, rows, choices[rows, which])
    panels = np.minimum(TEAM_THREADS, plans.tasks) * plans.panel_bytes
    room = plans.partials * plans.partial_bytes + panels <= workspace_limit(plans.problem)
    if room.all():
        return rows, plans
    return rows[room], _rows(plans, room, plans.x_vectors[room])


def _rows(plans: Table, rows: Column, x_vectors: Column) -> Table:
    """Some plans of a table, with other numbers of vectors of x."""
    return _at(
        plans,
        rows,
        strips=plans.strips[rows],
        split=plans.split[rows],
        cut=tuple(parts[rows] for parts in plans.cut),
        writes_dw=plans.writes_dw[rows],
        x_vectors=x_vectors,
    )


@functools.lru_cache(64)
def _cuts(groups: int, dys: int, xs: int) -> Column:
    """Every sensible division, in powers of two: of pixels, groups, channels of dy and of x."""
    counts = (2 * MOST_TASKS, groups, max(1, dys), max(1, xs))
    cuts = itertools.product(*(list(powers(min(2 * MOST_TASKS, count))) for count in counts))
    return np.array([
        cut for cut in cuts
        if math.prod(cut) <= 2 * MOST_TASKS
        # Channels are cut only where no task has several groups.
        and (groups == 1 or max(cut[2:]) == 1 or cut[1] >= groups)
    ]).T  # fmt: skip
