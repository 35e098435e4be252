"""What a plan for the matrix unit takes, in cycles.

In: a `MatrixPlan`. Out: its `Price`. The unit is so fast that what it is fed with decides: tiles of
x that begin anywhere in a cache line, packing, flushes, memory.
"""

from __future__ import annotations

import math

from filtergrad.cpu.base.bands import ceil_div
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
    steps, blocks = _steps(plan), math.prod(plan.block_counts)
    taps = plan.problem.r * plan.s_loops
    xs, dys = ceil_div(plan.lines, SIDE), ceil_div(plan.ks, SIDE)
    _, x_blocks, dy_blocks = plan.cut_totals
    tiles = plan.groups * taps * xs * dys
    load = ALIGNED if plan.aligned else UNALIGNED
    loads = plan.groups * taps * (xs * dy_blocks * load + dys * x_blocks * ALIGNED)
    multiply = steps * (tiles * DOT + loads)
    call = blocks * (plan.groups * taps * x_blocks * dy_blocks * CALL + tiles * FLUSH)
    cached = blocks == 1 or plan.partial_bytes < plan.isa.l2
    miss = 0.0 if cached else blocks * plan.partial_bytes * 2 * FLUSHED_BYTE
    return divided(plan, Price(multiply, call, miss, 0.0, 0.0, 0.0, 0.0))


def _steps(plan: MatrixPlan) -> int:
    """Steps of all images' ribbons."""
    problem, (_, p, q) = plan.problem, plan.block_counts
    spare = (p * plan.block[1] - problem.p) * plan.ribbon.pitch // STEP  # of the last block's rows
    return problem.n * q * (p * plan.ribbon.steps - spare)


def divided(plan: MatrixPlan, whole: Price) -> Price:
    """Price a plan of which one that differs in its division alone has a price."""
    cycles, moved, pack = plan.isa.cycles, plan.problem.tensor_bytes, _pack(plan)
    # A thread's panels that are larger than the cache: all but the first pass over x lose a part.
    lost = max(0.0, 1 - plan.isa.l2 / plan.panel_bytes) * LOST_BYTE
    tiles = plan.problem.r * plan.s_loops * ceil_div(plan.lines, SIDE) * plan.cut_totals[2]
    miss = whole.miss + lost * _steps(plan) * plan.groups * tiles * TILE_BYTES
    compute = whole.multiply + whole.call + miss + pack
    memory = max(moved * cycles.prefetched_byte, moved * cycles.memory_byte - HIDDEN * compute)
    finish = finish_cycles(plan, cycles)
    total = wall(plan, cycles, compute, memory, finish, UNEVEN_TIMES)
    return Price(whole.multiply, whole.call, miss, pack, memory, finish, total)


def _pack(plan: MatrixPlan) -> float:
    """Packing, by all tasks."""
    problem, ribbon = plan.problem, plan.ribbon
    _, x_cuts, dy_cuts = plan.cut
    _, p, q = plan.block_counts
    width = ceil_div(ribbon.pitch, plan.packed) * plan.packed
    x: float = plan.groups * ceil_div(plan.lines, SIDE) * SIDE * dy_cuts
    x *= math.prod(plan.phases)
    dy: float = plan.groups * ceil_div(plan.ks, SIDE) * SIDE * x_cuts
    x_rows = problem.n * (problem.p + p * (ribbon.rows - plan.block[1]))
    dy_rows = problem.n * problem.p
    if plan.x_layout == "rows":
        x *= X_ROW + width * X_NUMBER
    else:
        x *= X_ROW + ribbon.pitch * (X_COPIED if problem.v <= 2 else BY_ITSELF)
    dy *= DY_ROW + (width * DY_NUMBER if plan.dy_layout == "rows" else ribbon.pitch * DY_COPIED)
    return q * (x * x_rows + dy * dy_rows)
