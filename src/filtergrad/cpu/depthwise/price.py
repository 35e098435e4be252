"""The price of a plan for a depthwise layer, in cycles.

In: a `DepthwisePlan`. Out: what its steps take, and the price when it is divided.
"""

from __future__ import annotations

import math

from filtergrad.cpu.base.columns import Number, least, most, pick
from filtergrad.cpu.base.price import OVERLAP, Price, finish_cycles, wall
from filtergrad.problem import Problem

from .plan import DepthwisePlan
from .segments import Met

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
MOST_ROW_BYTES = 12_000

# 32 bytes of a pixel take so many cycles if they come from the second-level cache.
L2_PIXEL_CYCLES = 0.55

# A pixel of which a task wants some channels only costs as if so many bytes more came from memory.
JUMP_BYTES = 14

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

# A row of pixels takes so many cycles for each 32 bytes of accumulators that the second-level cache
# holds.
FETCHED_ACCUMULATOR_CYCLES = 1.0

# A step takes so many cycles for each vector of accumulators if the first-level cache does not keep
# those of a filter row: they go to the second-level cache and come back.
EVICTED_ACCUMULATOR_CYCLES = 3.0

# Panels are cheap to fill up to so many bytes.
MOST_CHEAP_PANEL_BYTES = 64_000

# Filling panels takes twice as long if they have so many bytes more than that.
DOUBLING_PANEL_BYTES = 200_000


def kept_bytes(problem: Problem, q: Number, cut: Number, size: Number) -> Number:
    """Bytes of x and dy between two uses of the same row of x, with those that come next.

    ``q`` columns of a block, of numbers of ``size`` bytes, in ``cut`` parts.
    """
    rows = (problem.r - 1) * problem.dr + 1 + problem.u
    x, dy = rows * problem.v * problem.c, 2 * problem.k
    return q * (x + dy) * size // cut


def sums(plan: DepthwisePlan) -> tuple[float, float]:
    """Cycles in which a row of pixels of a plan meets one filter row, or all of them."""
    single, fused = (row_cycles(plan, plan.met, rows).sum(0) for rows in (1, plan.problem.r))
    return single, fused


def multiply_cycles(plan: DepthwisePlan, single: Number, fused: Number) -> Number:
    """Cycles of all steps, where a row of pixels takes so many: see `sums`."""
    problem = plan.problem
    together = pick(plan.fused, plan.together, 0)
    rows = together * fused + (problem.row_pairs - together * problem.r) * single
    return problem.n * plan.vectors * rows


def row_cycles(plan: DepthwisePlan, met: Met, rows: Number) -> Number:
    """Cycles of a segment in which a row of pixels meets so many filter rows, for one vector."""
    problem, size = plan.problem, plan.stored_bytes
    row_bytes = plan.block[2] * (problem.v * problem.c + problem.k) * size / plan.cut
    far = pick(row_bytes > MOST_ROW_BYTES, L2_PIXEL_CYCLES * _registers(plan), 0.0)
    jumps = pick(plan.x_packed, False, plan.cut > 1)
    far = far + pick(jumps, plan.isa.cycles.jump / plan.part_vectors, 0.0)
    x = rows * met.columns
    step = _step_cycles(plan, met, rows, x) + (x + met.pixels * rows) / 2 * far
    return met.steps * (step + STEP_CYCLES / plan.part_vectors)


def _step_cycles(plan: DepthwisePlan, met: Met, rows: Number, x: Number) -> Number:
    """Cycles of the steps in near caches, where so many pixels of x meet those of dy."""
    problem, isa, c = plan.problem, plan.isa, plan.problem.c_per_group
    registers = _registers(plan)
    accumulators = rows * c * met.taps
    adds = rows * c * met.pairs / isa.multiply_adds_a_cycle
    several = c * problem.k_per_group > 1
    spread = pick(several, x * c, 0)
    loads = x * c * pick(plan.x_packed | several, 1.0, UNALIGNED_LOADS)
    loads = loads + met.pixels * pick(plan.dy_packed, 1.0, UNALIGNED_LOADS)
    loads = loads + accumulators + met.size
    # Numbers of two bytes are widened on their way.
    each = pick(problem.k_per_group >= plan.lanes, c, 1)
    widened = pick(plan.x_packed, 0, x * each) + pick(plan.dy_packed, 0, met.pixels)
    adds = adds + pick(plan.stored_bytes == 2, widened, 0)
    # Shuffles share a port with multiply-adds.
    shuffled = (problem.k_per_group > 1) & (problem.k_per_group < plan.lanes)
    adds = pick(shuffled, most(adds, (2 * adds + spread) / 3), adds)
    many = rows * problem.s * c * plan.tap_bytes > MOST_ACCUMULATOR_BYTES
    evicted = pick(many, accumulators * EVICTED_ACCUMULATOR_CYCLES, 0.0)
    busy = most(most(adds, loads * registers * isa.cycles.load), accumulators * registers)
    step = most(busy, evicted * registers) * STEP_TIMES + VECTOR_CYCLES
    conflicts = most(0, x + met.pixels - plan.pixels_kept) * CONFLICT_CYCLES
    return step + pick(plan.x_packed & plan.dy_packed, 0.0, conflicts)


def _registers(plan: DepthwisePlan) -> Number:
    """How many times 32 bytes a vector has."""
    return most(1, plan.isa.vector_bytes // 32)


def price(plan: DepthwisePlan, single: Number, fused: Number) -> Price:
    """The price of a divided plan, where a row of pixels takes so many cycles: see `sums`."""
    problem, cycles = plan.problem, plan.isa.cycles
    count = math.prod(plan.block_counts)
    taps = pick(plan.fused, 1.0, problem.r)
    multiply = multiply_cycles(plan, single, fused)
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
    problem, size = plan.problem, plan.stored_bytes
    rows = calls * pick(plan.fused, problem.r, 1)
    fetched = rows * problem.s * problem.c_per_group * plan.part_vectors
    many = plan.accumulators * plan.tap_bytes > MOST_ACCUMULATOR_BYTES
    miss = pick(many, fetched * FETCHED_ACCUMULATOR_CYCLES * _registers(plan), 0.0)
    x_bytes = problem.n * problem.h * problem.w * problem.c * size
    old = x_bytes * problem.r / problem.u * OLD_BYTE_CYCLES
    kept = kept_bytes(problem, plan.block[2], plan.cut, size)
    return miss + pick((problem.r > 1) & (kept > MOST_KEPT_BYTES), old, 0.0)


def _traffic_bytes(plan: DepthwisePlan) -> Number:
    """Bytes from and to memory, and as how many more they count if tasks read parts of pixels."""
    problem, size = plan.problem, plan.stored_bytes
    x_bytes = problem.n * problem.h * problem.w * problem.c * size
    dy_bytes = problem.n * problem.p * problem.q * problem.k * size
    # Blocks that do not span a row read the columns between them twice.
    between = 1.0 * problem.n * (plan.block_counts[2] - 1)
    halo = between * problem.h * (problem.s - 1) * problem.ds * problem.c * size
    traffic = x_bytes + halo + dy_bytes
    times = 1 + JUMP_BYTES / (plan.part_vectors * plan.lanes * size)
    traffic = traffic * pick(plan.x_packed, 1.0, pick(plan.cut > 1, times, 1.0))
    return traffic + 2 * plan.partial_bytes * (plan.split + 1)


def _pack_cycles(plan: DepthwisePlan, count: Number) -> Number:
    """Cycles to pack x and dy in ``count`` blocks."""
    problem, cycles, total = plan.problem, plan.isa.cycles, 0.0
    for name, packed, shape, channels in (
        ("x", plan.x_packed, plan.seen, problem.c),
        ("dy", plan.dy_packed, plan.block, problem.k),
    ):
        planes, scattered = plan.lies(name)
        moved = pick(planes, cycles.transposed_number, pick(scattered, cycles.single_number, 0.0))
        each = cycles.strip_byte * plan.compute_bytes + moved
        total = total + pick(packed, 1.0 * count * math.prod(shape) * channels * each, 0.0)
    more = most(0.0, plan.panel_bytes - MOST_CHEAP_PANEL_BYTES)
    return total * (1.0 + least(1.0, more / DOUBLING_PANEL_BYTES))
