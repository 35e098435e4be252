"""The plans for a depthwise layer.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from filtergrad.cpu.base.algorithm import Candidates
from filtergrad.cpu.base.bands import ceil_div, even, powers
from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.partials import case, of_case, partials
from filtergrad.cpu.base.plan import (
    block_counts,
    longest_chain,
    partials_limit,
    workspace_limit,
)
from filtergrad.cpu.base.price import tasks_wanted
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Layout, Spec
from filtergrad.problem import Problem

from .plan import DepthwisePlan
from .price import MOST_KEPT_BYTES, kept_bytes, multiply_cycles, price
from .segments import Met, met

# Of the undivided plans so many, the cheapest, are tried in several divisions.
MOST_WHOLES = 2

# A step has one of so many pixels.
STEPS = (8, 7, 6, 5, 4, 3, 2, 1)

# At most so many filter rows are computed together: the code grows with their number.
MOST_FUSED_ROWS = 3

# A step of all filter rows has at most so many pixels: more are too much for the processor to look
# ahead.
MOST_FUSED_PIXELS = 4

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


@dataclass(frozen=True, kw_only=True, eq=False)
class Table(DepthwisePlan):
    """Many plans as one whose numbers are columns: what a plan says of itself, it says of each.

    Parameters
    ----------
    seen
        What meets in the steps of each plan: `met` of a plan, segments along the first axis.
    partial_size
        Bytes of a number of a partial.
    """

    seen: Met
    fused: Any
    step: Any
    block: Any
    cut: Any
    split: Any = 1
    writes_dw: Any = False
    partial_size: Any = 4

    @property
    def met(self) -> Any:
        """What meets in the steps of the segments."""
        return self.seen

    @property
    def partial_bytes(self) -> Any:
        """Bytes of one partial sum of dW."""
        one = self.problem
        return one.r * one.s * one.c_per_group * one.k * self.partial_size

    def whole(self, row: int, **changes: Any) -> DepthwisePlan:
        """The plan of a row, before it is divided."""
        given = {name: getattr(self, name) for name in _NAMES}
        fused, step = bool(self.fused[row]), int(self.step[row])
        return DepthwisePlan(**(given | {"fused": fused, "step": step} | changes))

    def __iter__(self) -> Iterator[DepthwisePlan]:
        return map(self.whole, range(len(self.step)))


_NAMES = [field.name for field in fields(DepthwisePlan)]


def candidates(spec: Spec, isa: Isa) -> Candidates | None:
    """Every sensible plan with its price; None where groups have more than a few channels."""
    table = wholes(spec, isa)
    if table is None:
        return None
    cycles = multiply_cycles(table)
    best = np.argsort(cycles, kind="stable")[:MOST_WHOLES]
    return _divided(table, best, tasks_wanted(cycles[best]), spec.precision)


def wholes(spec: Spec, isa: Isa) -> Table | None:
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
    return Table(
        problem=problem,
        isa=isa,
        x_layout=x_layout.kind,
        dy_layout=dy_layout.kind,
        x_packed=x_layout != in_place,
        dy_packed=dy_layout != in_place,
        fused=np.array([fused for fused, _ in rows]),
        step=np.array([step for _, step in rows]),
        block=(1, 1, problem.q),
        cut=1,
        seen=_stacked([found[step] for _, step in rows]),
    )


def _stacked(rows: list[list[Met]]) -> Met:
    """What meets in the segments of several plans: segments along the first axis, then plans."""
    longest, none = max(1, *map(len, rows)), Met(0, 0, 0, 0, 0, 0)
    filled = [row + [none] * (longest - len(row)) for row in rows]
    return Met(*np.array(filled).T)


def _possible(problem: Problem, lanes: int) -> bool:
    """Whether a vector of output channels meets whole groups, or a group whole vectors."""
    c, k = problem.c_per_group, problem.k_per_group
    if problem.g == 1 or problem.k < lanes or c > MOST_CHANNELS:
        return False
    if k % lanes == 0:
        return True
    return lanes % k == 0 and (c == 1 or (c <= k and k % c == 0))


def _divided(whole: Table, best: Column, targets: Column, precision: str) -> Candidates | None:
    """The plans of some rows, divided in several ways into about as many tasks as are wanted."""
    problem, found = whole.problem, []
    most = partials_limit(problem) // (math.prod(problem.filter_shape) * SIZES["float64"])
    for row, target in zip(best.tolist(), targets.tolist(), strict=True):
        block = _block(whole, int(whole.step[row]), longest_chain(precision))
        count = math.prod(block_counts(problem, block))
        for cut in powers(min(MOST_PARTS, max(2 * target, ALWAYS_PARTS))):
            if cut <= whole.vectors // whole.same_x:
                split = max(1, min(count, ceil_div(target, cut), most))
                found.append((row, *block, count, cut, split))
    rows, n, p, q, count, cut, split = np.array(found).T
    names, types = partials(problem.dtype, precision)
    flushes, single = ceil_div(count, split), count == 1
    writes_dw = (split == 1) & of_case(types.stored, flushes, single)
    table = replace(
        whole,
        seen=Met(*(column[:, rows] for column in whole.seen)),
        fused=whole.fused[rows],
        step=whole.step[rows],
        block=(n, p, q),
        cut=cut,
        split=split,
        writes_dw=writes_dw,
        partial_size=of_case(types.sizes, flushes, single),
    )
    used = table.partials * table.partial_bytes + table.panel_bytes
    cost = price(table)
    wall = np.where(used <= workspace_limit(problem), cost.wall, math.inf)
    if not (wall < math.inf).any():
        return None

    def plan(row: int) -> DepthwisePlan:
        return table.whole(
            row,
            block=(int(n[row]), int(p[row]), int(q[row])),
            cut=int(cut[row]),
            split=int(split[row]),
            partial_dtype=names[case(flushes[row], single[row])],
            writes_dw=bool(writes_dw[row]),
        )

    def alike(row: int) -> Column:
        columns = n, p, q, split, of_case(types.summed, flushes, single)
        return functools.reduce(np.logical_and, [column == column[row] for column in columns])

    return Candidates(replace(cost, wall=wall), np.asarray(table.tasks), plan, alike)


def _block(plan: DepthwisePlan, step: int, limit: int) -> tuple[int, int, int]:
    """(images, rows, columns) of at most ``limit`` pixels: whole rows if the caches keep them."""
    problem = plan.problem
    window = (problem.s - 1) * problem.ds + 1
    parts = ceil_div(kept_bytes(plan), MOST_KEPT_BYTES)
    q = problem.q
    if q > limit or (parts > 1 and q * problem.v > 4 * window * parts):
        q = ceil_div(even(q, min(ceil_div(q, parts), limit - step)), step) * step
    p = even(problem.p, limit // q)
    whole = p == problem.p and q >= problem.q
    return (even(problem.n, limit // (q * p)) if whole else 1), p, min(q, problem.q)
