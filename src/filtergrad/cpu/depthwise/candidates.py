"""The plans for a depthwise layer.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from filtergrad.cpu.base.algorithm import Candidates
from filtergrad.cpu.base.bands import ceil_div, even, powers
from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.cycles import Cycles
from filtergrad.cpu.base.estimate import numbers, width
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.partials import partials
from filtergrad.cpu.base.plan import block_counts, longest_chain, partials_limit
from filtergrad.cpu.base.price import Price, tasks_wanted
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Layout, Spec
from filtergrad.problem import Problem

from .estimates import DIVIDED, ROWS, Divided, Sizes
from .plan import DepthwisePlan
from .price import MOST_KEPT_BYTES, kept_bytes
from .segments import Met, met

# Of the undivided plans so many, the cheapest, are tried in several divisions.
MOST_WHOLES = 2

# A step has one of so many pixels.
STEPS = (8, 7, 6, 5, 4, 3, 2, 1)

# At most so many filter rows are computed together: the code grows with their number.
MOST_FUSED_ROWS = 3

# A step of all filter rows has at most so many pixels: more are too much for the processor to look
# ahead.
MOST_FUSED_PIXELS = 3

# A step has at most so many multiply-adds: each is written down.
MOST_STEP_ADDS = 256

# All steps of a row that have code of their own have together at most so many multiply-adds: those
# at the edges of the image see other taps.
MOST_ROW_ADDS = 2048

# A group has at most so many channels of x; with more of them the direct algorithm fills its tiles.
MOST_CHANNELS = 8

# The vectors of channels are divided into at most so many parts.
MOST_PARTS = 64

# The vectors of channels are divided into so many parts even where fewer tasks are wanted.
ALWAYS_PARTS = 4


@dataclass(frozen=True, eq=False)
class Wholes:
    """Plans that are not divided.

    Parameters
    ----------
    spec, isa
        What is planned.
    packed
        Whether x and dy are copied to panels.
    rows
        Of each plan: whether filter rows are computed together, pixels of a step.
    met
        What meets in the segments of each.
    """

    spec: Spec
    isa: Isa
    packed: tuple[bool, bool]
    rows: list[tuple[bool, int]]
    met: list[list[Met]]

    def plan(self, row: int, **division: Any) -> DepthwisePlan:
        """The plan of a row, divided if that is told."""
        problem, x_layout, dy_layout, _ = self.spec
        fused, step = self.rows[row]
        given: dict[str, Any] = {"block": (1, 1, problem.q), "cut": 1, **division}
        return DepthwisePlan(
            problem=problem,
            isa=self.isa,
            x_layout=x_layout.kind,
            dy_layout=dy_layout.kind,
            x_packed=self.packed[0],
            dy_packed=self.packed[1],
            fused=fused,
            step=step,
            **given,
        )

    def __iter__(self) -> Iterator[DepthwisePlan]:
        return map(self.plan, range(len(self.rows)))


@dataclass(frozen=True, eq=False)
class Table:
    """Plans that are divided.

    Parameters
    ----------
    wholes
        What is divided.
    rows
        Of each plan: the row of ``wholes``, images, rows and columns of a block, parts of channels,
        parts of pixels.
    names
        The types that partial sums may have.
    found
        What is known of each plan: columns.
    """

    wholes: Wholes
    rows: Column
    names: tuple[str, ...]
    found: Divided

    def plan(self, row: int) -> DepthwisePlan:
        """The plan of a row."""
        whole, n, p, q, cut, split = self.rows[row].tolist()
        return self.wholes.plan(
            whole,
            block=(n, p, q),
            cut=cut,
            split=split,
            partial_dtype=self.names[int(self.found.case.flat[row])],
            writes_dw=bool(self.found.writes_dw.flat[row]),
        )

    def alike(self, row: int) -> Column:
        """Which rows' plans add in the same order as that of ``row``."""
        orders = np.column_stack((self.rows[:, [1, 2, 3, 5]], self.found.summed.ravel()))
        same: Column = (orders == orders[row]).all(1)
        return same


def candidates(spec: Spec, isa: Isa) -> Candidates | None:
    """Every sensible plan with its price; None where groups have more than a few channels."""
    table = wholes(spec, isa)
    if table is None:
        return None
    sizes = Sizes.of(spec, isa, table.plan(0))
    names, types = partials(spec.problem.dtype, spec.precision)
    told = np.array([numbers(isa.cycles, sizes, types)], float)
    whole = [(at, 1, 1, spec.problem.q, 1, 1) for at in range(len(table.rows))]
    cycles = _divided(told, table, np.array(whole))[0].multiply[0]
    best = np.argsort(cycles, kind="stable")[:MOST_WHOLES]
    rows: Column = np.array(_divisions(table, best.tolist(), tasks_wanted(cycles[best]).tolist()))
    price, found = _divided(told, table, rows)
    if not (price.wall < math.inf).any():
        return None
    plans = Table(table, rows, names, found)
    return Candidates(price, found.tasks, plans.plan, plans.alike)


def wholes(spec: Spec, isa: Isa) -> Wholes | None:
    """Plans that are not divided: every number of pixels and filter rows at a time."""
    problem, x_layout, dy_layout, _ = spec
    if not _possible(problem, isa.lanes(SIZES[compute_dtype(problem.dtype)])):
        return None
    # The factors take two registers, and without a fused instruction the product takes another.
    registers = isa.registers - (2 if isa.multiply_add is FUSED else 3)
    steps = [
        step
        for step in STEPS
        if step <= problem.q
        and step + min(step, problem.s) <= registers
        and step * problem.s <= MOST_STEP_ADDS
    ]
    if not steps:
        return None
    ranges = [problem.cols(s) for s in range(problem.s)]
    found = {step: met(problem, step, ranges) for step in steps}
    small = [step for step in steps if sum(one.pairs for one in found[step]) <= MOST_ROW_ADDS]
    fusible = 1 < problem.r <= MOST_FUSED_ROWS and problem.c_per_group == 1
    rows = [(False, step) for step in small]
    rows += [(True, step) for step in small if fusible and step <= MOST_FUSED_PIXELS]
    if not rows:
        return None
    in_place = Layout("rows", dense=True)
    packed = x_layout != in_place, dy_layout != in_place
    return Wholes(spec, isa, packed, rows, [found[step] for _, step in rows])


def _possible(problem: Problem, lanes: int) -> bool:
    """Whether a vector of output channels meets whole groups, or a group whole vectors."""
    c, k = problem.c_per_group, problem.k_per_group
    if problem.g == 1 or problem.k < lanes or c > MOST_CHANNELS:
        return False
    if k % lanes == 0:
        return True
    return lanes % k == 0 and (c == 1 or (c <= k and k % c == 0))


def _divisions(whole: Wholes, best: list[int], targets: list[int]) -> list[tuple[int, ...]]:
    """Some plans divided in several ways into about as many tasks as are wanted: see `Table`."""
    problem = whole.spec.problem
    found: list[tuple[int, ...]] = []
    most = partials_limit(problem) // (math.prod(problem.filter_shape) * SIZES["float64"])
    limit, shape = longest_chain(whole.spec.precision), whole.plan(0)
    for row, target in zip(best, targets, strict=True):
        block = _block(problem, whole.rows[row][1], limit)
        count = math.prod(block_counts(problem, block))
        for cut in powers(min(MOST_PARTS, max(2 * target, ALWAYS_PARTS))):
            if cut <= shape.vectors // shape.same_x:
                split = max(1, min(count, ceil_div(target, cut), most))
                found.append((row, *block, cut, split))
    return found


def _divided(told: Column, whole: Wholes, rows: Column) -> tuple[Price, Divided]:
    """The prices of plans, and what else is known of them: ``rows`` are those of a `Table`."""
    meet = [whole.met[at] for at in rows[:, 0]]
    longest, none = max(1, *map(len, meet)), Met(0, 0, 0, 0, 0, 0)
    fused = [[whole.rows[at][0]] for at in rows[:, 0]]
    shapes = np.hstack((fused, rows[:, 1:5]))
    # Segments along the first axis, then plans.
    segments = np.array([one + [none] * (longest - len(one)) for one in meet]).swapaxes(0, 1)
    parts = np.concatenate((np.broadcast_to(shapes, (longest, *shapes.shape)), segments), axis=2)
    parts = np.ascontiguousarray(parts.reshape(longest * len(rows), -1), float)
    sizes = np.ascontiguousarray(told[:, : width(Cycles, Sizes)])
    (cycles,) = ROWS(sizes, parts)
    sums = [column.reshape(longest, -1).sum(0) for column in cycles]
    price, found = DIVIDED(told, np.column_stack((shapes, rows[:, 5], *sums)))
    return price, found


def _block(problem: Problem, step: int, limit: int) -> tuple[int, int, int]:
    """(images, rows, columns) of at most ``limit`` pixels: whole rows if the caches keep them."""
    window = (problem.s - 1) * problem.ds + 1
    parts = ceil_div(kept_bytes(problem, problem.q, 1, SIZES[problem.dtype]), MOST_KEPT_BYTES)
    q = problem.q
    if q > limit or (parts > 1 and q * problem.v > 4 * window * parts):
        q = ceil_div(even(q, min(ceil_div(q, parts), limit - step)), step) * step
    p = even(problem.p, limit // q)
    whole = p == problem.p and q >= problem.q
    return (even(problem.n, limit // (q * p)) if whole else 1), p, min(q, problem.q)
