"""The price of a plan for a depthwise layer, in cycles.

In: a `DepthwisePlan`. Out: what its steps take, and the price when it is divided.
"""

from __future__ import annotations

import math

import numpy as np

from filtergrad.cpu.base.columns import Number, least, most, pick
from filtergrad.cpu.base.price import OVERLAP, Price, finish_cycles, lines_kept, wall
from filtergrad.dtypes import SIZES

from .plan import DepthwisePlan

# What the machine costs is in `plan.isa.cycles`; these are the depthwise algorithm's own numbers.

# A vector of a user's array may lie across two lines, so it takes so many loads, on average.
UNALIGNED_LOADS = 1.2

# A step takes so many times what its multiply-adds or its loads take by themselves.
STEP_TIMES = 1.2

# Going on to the next vector takes so many cycles.
VECTOR_CYCLES = 1.0

# Going on to the next step takes so many cycles.
STEP_CYCLES = 7.0

# The first-level cache keeps rows of x and dy from one filter row to the next up to so many bytes.
MOST_ROW_BYTES = 24_000

# A pixel's vector takes so many cycles if it comes from the second-level cache.
L2_VECTOR_CYCLES = 0.55

# A pixel of which a task wants some channels only takes so many cycles more: the processor does not
# foresee where the next one lies.
JUMP_CYCLES = 4.5

# A pixel of which a task wants some channels only costs as if so many bytes more came from memory.
JUMP_BYTES = 57

# Memory arrives so many times as fast as for other algorithms: pixels are read one by one, in full.
FLOW_TIMES = 1.4

# A line takes so many cycles if its set of the first-level cache is full.
CONFLICT_CYCLES = 3.0

# Adding a vector of accumulators to a partial takes so many cycles.
PARTIAL_VECTOR_CYCLES = 3.0

# The second-level cache keeps rows of x from one filter row to the next up to so many bytes.
MOST_KEPT_BYTES = 400_000

# A byte of x takes so many cycles if it has left the second-level cache by the next filter row.
OLD_BYTE_CYCLES = 0.05

# The first-level cache keeps accumulators beside the pixels up to so many bytes.
MOST_ACCUMULATOR_BYTES = 16_000

# A row of pixels takes so many cycles for each vector of accumulators that the second-level cache
# holds.
FETCHED_ACCUMULATOR_CYCLES = 1.0

# A step takes so many cycles for each vector of accumulators if the first-level cache does not keep
# those of a filter row: they go to the second-level cache and come back.
EVICTED_ACCUMULATOR_CYCLES = 3.0

# Panels are cheap to fill up to so many bytes.
MOST_CHEAP_PANEL_BYTES = 64_000

# Filling panels takes twice as long if they have so many bytes more than that.
DOUBLING_PANEL_BYTES = 200_000


def kept_bytes(plan: DepthwisePlan) -> Number:
    """Bytes of x and dy between two uses of the same row of x, with those that come next."""
    problem, size = plan.problem, SIZES[plan.problem.dtype]
    rows = (problem.r - 1) * problem.dr + 1 + problem.u
    x, dy = rows * problem.v * problem.c, 2 * problem.k
    return plan.block[2] * (x + dy) * size // plan.cut


def multiply_cycles(plan: DepthwisePlan) -> Number:
    """Cycles of all steps."""
    problem = plan.problem
    single, cycles = problem.row_pairs, _row_cycles(plan, 1)
    if np.any(plan.fused):
        seen = [problem.rows(r) for r in range(problem.r)]
        together = max(0, min(stop for _, stop in seen) - max(start for start, _ in seen))
        together = pick(plan.fused, together, 0)
        fused = together * _row_cycles(plan, problem.r)
        return problem.n * plan.vectors * (fused + (single - together * problem.r) * cycles)
    return problem.n * plan.vectors * (single * cycles)


def _row_cycles(plan: DepthwisePlan, rows: int) -> Number:
    """Cycles in which a row of pixels meets so many filter rows, for one vector of channels."""
    problem, met = plan.problem, plan.met
    size = SIZES[problem.dtype]
    row_bytes = plan.block[2] * (problem.v * problem.c + problem.k) * size / plan.cut
    far = L2_VECTOR_CYCLES * (row_bytes > MOST_ROW_BYTES)
    far = far + JUMP_CYCLES / plan.part_vectors * ((plan.cut > 1) & (not plan.x_packed))
    x = rows * met.columns
    step = _step_cycles(plan, rows, x) + (x + met.pixels * rows) / 2 * far
    return (met.steps * (step + STEP_CYCLES / plan.part_vectors)).sum(0)


def _step_cycles(plan: DepthwisePlan, rows: int, x: Number) -> Number:
    """Cycles of the steps in near caches, where so many pixels of x meet those of dy."""
    problem, isa, met = plan.problem, plan.isa, plan.met
    c = problem.c_per_group
    registers = max(1, isa.vector_bytes // 32)
    accumulators = rows * c * met.taps
    adds = rows * c * met.pairs / isa.multiply_adds_a_cycle
    spread = x * c if c * problem.k_per_group > 1 else 0
    shuffled = plan.x_packed or c * problem.k_per_group > 1
    loads = x * c * (1.0 if shuffled else UNALIGNED_LOADS)
    loads = loads + met.pixels * (1.0 if plan.dy_packed else UNALIGNED_LOADS)
    loads = loads + accumulators + met.size
    if SIZES[problem.dtype] == 2:  # widened on their way
        each = c if problem.k_per_group >= plan.lanes else 1
        adds = adds + (x * each * (not plan.x_packed) + met.pixels * (not plan.dy_packed))
    if 1 < problem.k_per_group < plan.lanes:
        adds = most(adds, (2 * adds + spread) / 3)  # shuffles share a port with multiply-adds
    many = rows * problem.s * c * plan.tap_bytes > MOST_ACCUMULATOR_BYTES
    evicted = accumulators * EVICTED_ACCUMULATOR_CYCLES * many
    busy = most(most(adds, loads * registers * isa.cycles.load), accumulators * registers)
    step = most(busy, evicted * registers) * STEP_TIMES + VECTOR_CYCLES
    if not (plan.x_packed and plan.dy_packed):
        step = step + most(0, x + met.pixels - _pixels_kept(plan)) * CONFLICT_CYCLES
    return step


def _pixels_kept(plan: DepthwisePlan) -> int:
    """How many pixels' lines of the same channel the first-level cache can hold at a time."""
    lines = max(1, plan.problem.c * SIZES[plan.problem.dtype] // 64)
    return lines_kept(lines)


def price(plan: DepthwisePlan) -> Price:
    """The price of a divided plan."""
    problem, cycles = plan.problem, plan.isa.cycles
    count = math.prod(plan.block_counts)
    taps = pick(plan.fused, 1.0, problem.r)
    multiply = multiply_cycles(plan)
    calls = 1.0 * problem.n * problem.p * taps * plan.block_counts[2] * plan.cut
    call = calls * cycles.call
    call = call + count * plan.accumulators * plan.vectors * PARTIAL_VECTOR_CYCLES
    miss = _miss_cycles(plan, calls)
    pack = _pack_cycles(plan, count)
    traffic = _traffic_bytes(plan)
    compute = multiply + call + pack + miss
    memory = traffic * cycles.prefetched_byte
    flow = traffic * cycles.memory_byte / FLOW_TIMES - OVERLAP * compute
    memory = memory + most(0.0, flow)
    finish = finish_cycles(plan, cycles)
    return Price(
        multiply=multiply,
        call=call,
        miss=miss,
        pack=pack,
        memory=memory,
        finish=finish,
        wall=wall(plan, cycles, compute, memory, finish),
    )


def _miss_cycles(plan: DepthwisePlan, calls: Number) -> Number:
    """Cycles for accumulators and rows of x that do not stay in their caches."""
    problem = plan.problem
    rows = calls * pick(plan.fused, problem.r, 1)
    fetched = rows * problem.s * problem.c_per_group * plan.part_vectors
    many = plan.accumulators * plan.tap_bytes > MOST_ACCUMULATOR_BYTES
    miss = pick(many, fetched * FETCHED_ACCUMULATOR_CYCLES, 0.0)
    if problem.r > 1:
        x_bytes = problem.n * problem.h * problem.w * problem.c * SIZES[problem.dtype]
        old = x_bytes * problem.r / problem.u * OLD_BYTE_CYCLES
        miss = miss + pick(kept_bytes(plan) > MOST_KEPT_BYTES, old, 0.0)
    return miss


def _traffic_bytes(plan: DepthwisePlan) -> Number:
    """Bytes from and to memory, and as how many more they count if tasks read parts of pixels."""
    problem, size = plan.problem, SIZES[plan.problem.dtype]
    x_bytes = problem.n * problem.h * problem.w * problem.c * size
    dy_bytes = problem.n * problem.p * problem.q * problem.k * size
    # Blocks that do not span a row read the columns between them twice.
    between = 1.0 * problem.n * (plan.block_counts[2] - 1)
    halo = between * problem.h * (problem.s - 1) * problem.ds * problem.c * size
    traffic = x_bytes + halo + dy_bytes
    if not plan.x_packed:
        times = 1 + JUMP_BYTES / (plan.part_vectors * plan.lanes * size)
        traffic = traffic * pick(plan.cut > 1, times, 1.0)
    return traffic + 2 * plan.partial_bytes * (plan.split + 1)


def _pack_cycles(plan: DepthwisePlan, count: Number) -> Number:
    """Cycles to pack x and dy in ``count`` blocks."""
    problem, cycles = plan.problem, plan.isa.cycles
    extra = {"planes": cycles.transposed_number, "any": cycles.single_number}
    total: Number = 0.0
    for packed, layout, panel, channels in (
        (plan.x_packed, plan.x_layout, plan.x_panel, problem.c),
        (plan.dy_packed, plan.dy_layout, plan.dy_panel, problem.k),
    ):
        if packed:
            each = cycles.strip_byte * SIZES[plan.compute_dtype] + extra.get(layout, 0.0)
            total = total + 1.0 * count * panel.pixels * channels * each
    if not (plan.x_packed or plan.dy_packed):
        return 0.0
    more = most(0.0, plan.panel_bytes - MOST_CHEAP_PANEL_BYTES)
    return total * (1.0 + least(1.0, more / DOUBLING_PANEL_BYTES))
