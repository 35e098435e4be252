"""The plans for a depthwise layer.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.plan import LONGEST_CHAIN, partial_dtype, workspace_limit
from filtergrad.cpu.base.price import L2_BYTES, Price
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Layout, Priced, Spec
from filtergrad.problem import Problem

from .plan import DepthwisePlan
from .price import kept_bytes, multiply_cycles, price

STEPS = (8, 7, 6, 5, 4, 3, 2, 1)
ROWS = 3  # of a filter that are at most computed together: their code grows with their number,
LEAST = 4  # and more pixels at a time are too much for the processor to look ahead
CODE = 256  # multiply-adds of a step: each is written down
EDGES = 2048  # of all steps of a row together: those at an edge of the image have code of their own
CHANNELS = 8  # of a group; with more of them the tiles of the direct algorithm are filled


def candidates(spec: Spec, isa: Isa) -> Iterator[Priced[Price, DepthwisePlan]]:
    """Every sensible plan with its price; none where groups have more than a few channels."""
    plans = sorted(wholes(spec, isa), key=multiply_cycles)
    for plan in plans[:2]:
        yield from _divisions(plan, spec.precision)


def wholes(spec: Spec, isa: Isa) -> Iterator[DepthwisePlan]:
    """Plans that are not divided: every number of pixels and filter rows at a time."""
    problem, x_layout, dy_layout, _ = spec
    lanes = isa.lanes(SIZES[compute_dtype(problem.dtype)])
    if not _possible(problem, lanes):
        return
    in_place = Layout("rows", dense=True)
    room = isa.registers - (2 if isa.multiply_add is FUSED else 3)
    for fused, step in itertools.product((False, True), STEPS):
        if fused and (not 1 < problem.r <= ROWS or problem.c_per_group > 1 or step > LEAST):
            continue
        if step <= problem.q and step + min(step, problem.s) <= room and step * problem.s <= CODE:
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
            if sum(len(segment.seen) for segment in plan.segments) <= EDGES:
                yield plan


def _possible(problem: Problem, lanes: int) -> bool:
    """Whether a vector of output channels meets whole groups, or a group whole vectors."""
    c, k = problem.c_per_group, problem.k_per_group
    if problem.g == 1 or problem.k < lanes or c > CHANNELS:
        return False
    if k % lanes == 0:
        return True
    return lanes % k == 0 and (c == 1 or (c <= k and k % c == 0))


def _divisions(plan: DepthwisePlan, precision: str) -> Iterator[Priced[Price, DepthwisePlan]]:
    """``plan`` divided into tasks in several ways."""
    problem, dtype = plan.problem, plan.problem.dtype
    cycles = multiply_cycles(plan)
    target = int(max(min(16, cycles / 15_000), min(64, cycles / 12e6), 1))
    block = _block(plan, LONGEST_CHAIN // 2 if precision == "highest" else LONGEST_CHAIN)
    whole = replace(plan, block=block, partial_dtype="float64")
    count = math.prod(whole.block_counts)
    room = max(1 << 20, 2 * problem.tensor_bytes) // whole.partial_bytes
    for cut in (1, 2, 4, 8, 16, 32, 64):
        if cut > plan.vectors // plan.same_x or cut > max(2 * target, 4):
            return
        split = max(1, min(count, -(-target // cut), room))
        partial = partial_dtype(dtype, precision, -(-count // split), count == 1)
        writes_dw = split == 1 and partial == dtype
        divided = replace(whole, cut=cut, split=split, partial_dtype=partial, writes_dw=writes_dw)
        used = divided.partials * divided.partial_bytes + divided.panel_bytes
        if used <= workspace_limit(problem):
            yield Priced(price(divided), divided)


def _block(plan: DepthwisePlan, limit: int) -> tuple[int, int, int]:
    """(images, rows, columns) of at most ``limit`` pixels: whole rows if the caches keep them."""
    problem, step = plan.problem, plan.step

    def even(total: int, most: int) -> int:
        return -(-total // -(-total // max(1, min(total, most))))

    window = (problem.s - 1) * problem.ds + 1
    parts = -(-kept_bytes(plan) // L2_BYTES)
    q = problem.q
    if q > limit or (parts > 1 and q * problem.v > 4 * window * parts):
        q = -(-even(q, min(-(-q // parts), limit - step)) // step) * step
    p = even(problem.p, limit // q)
    whole = p == problem.p and q >= problem.q
    return (even(problem.n, limit // (q * p)) if whole else 1), p, min(q, problem.q)
