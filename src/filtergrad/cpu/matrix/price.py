"""What a plan for the matrix unit takes, in cycles.

In: a `MatrixPlan`. Out: its `Price`. The unit is so fast that what it is fed with decides: tiles of
x that begin anywhere in a cache line, packing, flushes, memory.
"""

from __future__ import annotations

import math

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.price import OVERLAP, Price, finish_cycles, wall

from .plan import PACKED, SIDE, MatrixPlan
from .ribbons import STEP

# Cycles of a tile's product, and of loading a tile whose lines begin with cache lines, or anywhere.
# (Fitted, as the others here, to 526 plans of layers of `core_mix` on an Emerald Rapids: 0.2 of the
# logarithm in the median, on a machine whose neighbours disturb by more.)
DOT, ALIGNED, UNALIGNED = 24.0, 12.0, 45.0

# Cycles of a call of a function of tiles, and of each tile's way to a partial and into it.
CALL, FLUSH = 80.0, 110.0

# Cycles of a number of x or dy that is packed where channels lie side by side; of x if it is packed
# in pieces of 8 columns.
X_NUMBER, X_IN_EIGHTS, DY_NUMBER = 0.25, 0.9, 0.12

# Cycles of a number, and of a row of a line, where columns lie side by side.
X_COPIED, DY_COPIED, COPIED_ROW = 0.2, 0.3, 12.0

# Cycles of a number of x that is packed by itself.
BY_ITSELF = 2.0

# Cycles of a byte of a partial that no cache keeps until the next flush.
FLUSHED_BYTE = 0.15

# How much of one task's work the others wait for at the end.
UNEVEN_TIMES = 0.25


def price(plan: MatrixPlan) -> Price:
    """Price a plan."""
    problem, ribbon = plan.problem, plan.ribbon
    n, p, q = plan.block_counts
    blocks = n * p * q
    steps = (
        problem.n * q * (p * ribbon.steps - (p * plan.block[1] - problem.p) * ribbon.pitch // STEP)
    )
    taps = problem.r * plan.s_loops
    xs, dys = ceil_div(plan.lines, SIDE), ceil_div(plan.ks, SIDE)
    _, x_blocks, dy_blocks = plan.cut_totals
    tiles = plan.groups * taps * xs * dys
    load = ALIGNED if taps == 1 else UNALIGNED
    loads = plan.groups * taps * (xs * dy_blocks * load + dys * x_blocks * ALIGNED)
    multiply = steps * (tiles * DOT + loads)
    call = blocks * (plan.groups * taps * x_blocks * dy_blocks * CALL + tiles * FLUSH)
    cached = plan.partial_bytes < plan.isa.l2 // 2 or blocks == 1
    miss = 0.0 if cached else blocks * plan.partial_bytes * 2 * FLUSHED_BYTE
    pack = _pack(plan)
    moved = problem.tensor_bytes
    cycles = plan.isa.cycles
    compute = multiply + call + miss + pack
    memory = max(moved * cycles.prefetched_byte, moved * cycles.memory_byte - OVERLAP * compute)
    finish = finish_cycles(plan, cycles)
    total = wall(plan, cycles, compute, memory, finish, UNEVEN_TIMES)
    return Price(multiply, call, miss, pack, memory, finish, total)


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
        x *= width * (X_IN_EIGHTS if plan.packed == min(PACKED) else X_NUMBER)
    else:
        x *= COPIED_ROW + ribbon.pitch * (X_COPIED if problem.v <= 2 else BY_ITSELF)
    if plan.dy_layout == "rows":
        dy *= width * DY_NUMBER
    else:
        dy *= COPIED_ROW + ribbon.pitch * DY_COPIED
    return q * (x * x_rows + dy * dy_rows)
