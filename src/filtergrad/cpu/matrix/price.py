"""What a plan for the matrix unit takes, in cycles.

In: a `MatrixPlan`. Out: its `Price`. The unit is so fast that what it is fed with decides: tiles of
x that begin anywhere in a cache line, packing, flushes, memory.
"""

from __future__ import annotations

import math

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Number, most, pick
from filtergrad.cpu.base.price import Price, finish_cycles, wall

from .plan import SIDE, TILE_BYTES, MatrixPlan
from .ribbons import STEP

# Cycles of a tile's product, and of loading a tile whose lines begin with cache lines, or anywhere.
# (Fitted, as the others here, to 526 plans of layers of `core_mix` on an Emerald Rapids: 0.2 of the
# logarithm in the median, on a machine whose neighbours disturb by more.)
DOT, ALIGNED, UNALIGNED = 24.0, 12.0, 45.0

# Cycles of a call of a function of tiles, and of each tile's way to a partial and into it.
CALL, FLUSH = 50.0, 60.0

# Cycles of a number of x or dy that is packed, where channels lie side by side, or columns do.
X_NUMBER, DY_NUMBER, X_COPIED, DY_COPIED = 0.16, 0.1, 0.2, 0.3

# Cycles of a line's row before its first number, of x and of dy.
X_ROW, DY_ROW = 12.0, 3.0

# Cycles of a pixel of which a task packs some channels only: the processor does not foresee where
# the next one lies.
PART = 5.0

# Cycles of a number of x that is packed by itself.
BY_ITSELF = 2.0

# Cycles of a byte of a partial that no cache keeps until the next flush.
FLUSHED_BYTE = 0.05

# Where memory sets the pace, this part of the arithmetic passes meanwhile: what is packed is not
# multiplied yet.
HIDDEN = 0.2

# Cycles of a byte of a tile of x that the second-level cache has lost.
LOST_BYTE = 0.08

# How much of one task's work the others wait for at the end.
UNEVEN_TIMES = 0.25


def price(plan: MatrixPlan) -> Price:
    """Price a plan."""
    cycles, moved, pack = plan.isa.cycles, plan.problem.tensor_bytes, _pack(plan)
    steps, blocks = _steps(plan), math.prod(plan.block_counts)
    x_loads, dy_loads, products = _tiles(plan)
    load = pick(plan.aligned, ALIGNED, UNALIGNED)
    multiply = steps * (products * DOT + x_loads * load + dy_loads * ALIGNED)
    calls = plan.groups * plan.problem.r * plan.s_loops * math.prod(plan.cut_totals[1:])
    call = blocks * (calls * CALL + products * FLUSH)
    cached = (blocks == 1) | (plan.partial_bytes < plan.isa.l2)
    flushed = pick(cached, 0.0, blocks * plan.partial_bytes * 2 * FLUSHED_BYTE)
    # A thread's panels that are larger than the cache: all but the first pass over x lose a part.
    lost = most(0.0, 1 - plan.isa.l2 / plan.panel_bytes) * LOST_BYTE
    miss = flushed + lost * steps * x_loads * TILE_BYTES
    compute = multiply + call + miss + pack
    memory = most(moved * cycles.prefetched_byte, moved * cycles.memory_byte - HIDDEN * compute)
    finish = finish_cycles(plan, cycles)
    total = wall(plan, cycles, compute, memory, finish, UNEVEN_TIMES)
    return Price(multiply, call, miss, pack, memory, finish, total)


def _tiles(plan: MatrixPlan) -> tuple[Number, Number, Number]:
    """Tiles of x and of dy that a step loads, and products, of all taps and groups."""
    taps = plan.groups * plan.problem.r * plan.s_loops
    xs, dys = plan.tile_counts
    _, x_blocks, dy_blocks = plan.cut_totals
    return taps * xs * dy_blocks, taps * dys * x_blocks, taps * xs * dys


def _steps(plan: MatrixPlan) -> Number:
    """Steps of all images' ribbons."""
    problem, (_, p, q) = plan.problem, plan.block_counts
    spare = (p * plan.block[1] - problem.p) * plan.ribbon.pitch // STEP  # of the last block's rows
    return problem.n * q * (p * plan.ribbon.steps - spare)


def _pack(plan: MatrixPlan) -> Number:
    """Packing, by all tasks."""
    problem, ribbon = plan.problem, plan.ribbon
    _, x_cuts, dy_cuts = plan.cut
    _, p, q = plan.block_counts
    width = ceil_div(ribbon.pitch, plan.packed) * plan.packed
    xs, dys = plan.tile_counts
    x = plan.groups * xs * SIDE * dy_cuts * math.prod(plan.phases)
    dy = plan.groups * dys * SIDE * x_cuts
    x_rows = problem.n * (problem.p + p * (ribbon.rows - plan.block[1]))
    dy_rows = problem.n * problem.p
    copied = pick(problem.v <= 2, X_COPIED, BY_ITSELF)
    x_row = pick(plan.in_rows("x"), width * X_NUMBER, ribbon.pitch * copied)
    dy_row = pick(plan.in_rows("dy"), width * DY_NUMBER, ribbon.pitch * DY_COPIED)
    rows = q * (x * (X_ROW + x_row) * x_rows + dy * (DY_ROW + dy_row) * dy_rows)
    return rows + PART * _parts(plan)


def _parts(plan: MatrixPlan) -> Number:
    """Parts of pixels that are packed by all tasks."""
    problem, (groups, xs, dys) = plan.problem, plan.cut
    x, dy = (
        pick(plan.in_rows(name), pick(parts > 1, parts, 0), 0)
        for name, parts in (("x", groups * xs), ("dy", groups * dys))
    )
    return problem.n * (problem.h * problem.w * x * dys + problem.p * problem.q * dy * xs)
