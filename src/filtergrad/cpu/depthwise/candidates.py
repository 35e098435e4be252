"""The plans for a depthwise layer.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

from filtergrad.cpu.base.bands import ceil_div, even, powers
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.plan import (
    longest_chain,
    partial_dtype,
    partials_limit,
    workspace_limit,
)
from filtergrad.cpu.base.price import Price, tasks_wanted
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Layout, Priced, Spec
from filtergrad.problem import Problem

from .plan import DepthwisePlan
from .price import MOST_KEPT_BYTES, kept_bytes, multiply_cycles, price

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


def candidates(spec, isa):
    l=list(_candidates(spec, isa))
    from filtergrad.cpu.base.algorithm import Candidates
    return Candidates.of(l) if l else None

def _candidates(spec: Spec, isa: Isa) -> Iterator[Priced[Price, DepthwisePlan]]:
    """Every sensible plan with its price; none where groups have more than a few channels."""
    plans = sorted(wholes(spec, isa), key=multiply_cycles)
    for plan in plans[:MOST_WHOLES]:
        yield from _divisions(plan, spec.precision)


def wholes(spec: Spec, isa: Isa) -> Iterator[DepthwisePlan]:
    """Plans that are not divided: every number of pixels and filter rows at a time."""
    problem, x_layout, dy_layout, _ = spec
    lanes = isa.lanes(SIZES[compute_dtype(problem.dtype)])
    if not _possible(problem, lanes):
        return
    in_place = Layout("rows", dense=True)
    # The factors take two registers, and without a fused instruction the product takes another.
    registers = isa.registers - (2 if isa.multiply_add is FUSED else 3)
    for fused, step in itertools.product((False, True), STEPS):
        if fused and (
            not 1 < problem.r <= MOST_FUSED_ROWS
            or problem.c_per_group > 1
            or step > MOST_FUSED_PIXELS
        ):
            continue
        fits = step <= problem.q and step + min(step, problem.s) <= registers
        if fits and step * problem.s <= MOST_STEP_ADDS:
            plan = DepthwisePlan(
                problem=problem,
                isa=isa,
                x_layout=x_layout.kind,
                dy_layout=dy_layout.kind,
                x_packed=x_layout != in_place,
                dy_packed=dy_layout != in_place,
                fused=fused,
                step=step,
                block=(1, 1, problem.q),
                cut=1,
            )
            if sum(len(segment.seen) for segment in plan.segments) <= MOST_ROW_ADDS:
                yield plan


def _possible(problem: Problem, lanes: int) -> bool:
    """Whether a vector of output channels meets whole groups, or a group whole vectors."""
    c, k = problem.c_per_group, problem.k_per_group
    if problem.g == 1 or problem.k < lanes or c > MOST_CHANNELS:
        return False
    if k % lanes == 0:
        return True
    return lanes % k == 0 and (c == 1 or (c <= k and k % c == 0))


def _divisions(plan: DepthwisePlan, precision: str) -> Iterator[Priced[Price, DepthwisePlan]]:
    """``plan`` divided into tasks in several ways."""
    problem, dtype = plan.problem, plan.problem.dtype
    target = tasks_wanted(multiply_cycles(plan))
    block = _block(plan, longest_chain(precision))
    whole = replace(plan, block=block, partial_dtype="float64")
    count = math.prod(whole.block_counts)
    most = partials_limit(problem) // whole.partial_bytes
    for cut in powers(MOST_PARTS):
        if cut > plan.vectors // plan.same_x or cut > max(2 * target, ALWAYS_PARTS):
            return
        split = max(1, min(count, ceil_div(target, cut), most))
        partial = partial_dtype(dtype, precision, ceil_div(count, split), count == 1)
        writes_dw = split == 1 and partial == dtype
        divided = replace(whole, cut=cut, split=split, partial_dtype=partial, writes_dw=writes_dw)
        used = divided.partials * divided.partial_bytes + divided.panel_bytes
        if used <= workspace_limit(problem):
            yield Priced(price(divided), divided)


def _block(plan: DepthwisePlan, limit: int) -> tuple[int, int, int]:
    """(images, rows, columns) of at most ``limit`` pixels: whole rows if the caches keep them."""
    problem, step = plan.problem, plan.step
    window = (problem.s - 1) * problem.ds + 1
    parts = ceil_div(kept_bytes(plan), MOST_KEPT_BYTES)
    q = problem.q
    if q > limit or (parts > 1 and q * problem.v > 4 * window * parts):
        q = ceil_div(even(q, min(ceil_div(q, parts), limit - step)), step) * step
    p = even(problem.p, limit // q)
    whole = p == problem.p and q >= problem.q
    return (even(problem.n, limit // (q * p)) if whole else 1), p, min(q, problem.q)
