"""What a plan for a depthwise layer costs."""

from __future__ import annotations

import math

from filtergrad.cpu.base.price import (
    BANDWIDTH,
    BYTE,
    CALL,
    COPY,
    FEWER,
    L1_SETS,
    L2_BYTES,
    LOADS,
    TASK,
    TEAM,
    TEAM_THREADS,
    TRANSPOSE,
    WAYS,
    Price,
)
from filtergrad.dtypes import SIZES

from .plan import DepthwisePlan

CROSS = 1.2  # loads that a vector of a user's array takes, which may lie across two lines
SLACK = 1.2  # of what multiply-adds and loads take by themselves
VECTOR = 1.0  # cycles to go on to the next vector
STEP = 7.0  # and to the next step
STREAM = 0.55  # cycles for a pixel's vector that comes from the second-level cache
JUMP = 4.5  # more for each pixel some of whose channels are not wanted: fetching ahead fails
APART = 57  # bytes that each such jump costs, from memory
ROW_BYTES = 24_000  # of x and dy that the first-level cache keeps from one filter row to the next
OVERLAP = 0.6  # how much of the arithmetic passes while memory sets the pace
FLOW = 1.4  # times faster than for others does memory arrive: pixels are read one by one, in full
CONFLICT = 3.0  # a line whose set of the cache is full
PUT = 3.0  # adding a vector of accumulators to a partial
AGAIN = 0.05  # a byte of x that has left the second-level cache by the time of the next filter row
ACCS = 16_000  # bytes of accumulators that the first-level cache keeps beside the pixels
FETCH = 1.0  # a vector of accumulators from the second-level cache, once a row
SWAP = 3.0  # a vector of accumulators from there and back, in every step
PANELS = 64_000  # bytes of panels that are cheap to fill
PANEL = 200_000  # more of them make filling twice as dear


def kept_bytes(plan: DepthwisePlan) -> int:
    """Bytes of x and dy between two uses of the same row of x, with those that come next."""
    problem, size = plan.problem, SIZES[plan.problem.dtype]
    rows = (problem.r - 1) * problem.dr + 1 + problem.u
    x, dy = rows * problem.v * problem.c, 2 * problem.k
    return plan.block[2] * (x + dy) * size // plan.cut


def multiply_cycles(plan: DepthwisePlan) -> float:
    """Cycles of all steps."""
    problem = plan.problem
    single, cycles = problem.row_pairs, 0.0
    if plan.fused:
        seen = [problem.rows(r) for r in range(problem.r)]
        together = max(0, min(stop for _, stop in seen) - max(start for start, _ in seen))
        single -= together * problem.r
        cycles += together * _row(plan, problem.r)
    return problem.n * plan.vectors * (cycles + single * _row(plan, 1))


def _row(plan: DepthwisePlan, rows: int) -> float:
    """Cycles in which a row of pixels meets so many filter rows, for one vector of channels."""
    problem, isa = plan.problem, plan.isa
    c, total = problem.c_per_group, 0.0
    size, turns = SIZES[problem.dtype], max(1, isa.vector_bytes // 32)
    row_bytes = plan.block[2] * (problem.v * problem.c + problem.k) * size / plan.cut
    for segment in plan.segments:
        pixels = len({q for q, _ in segment.seen})
        x = rows * len({q * problem.v + s * problem.ds for q, s in segment.seen})
        accs = rows * c * len({s for _, s in segment.seen})
        adds = rows * c * len(segment.seen) / (isa.multiply_adds_a_cycle)
        spread = x * c if c * problem.k_per_group > 1 else 0
        x_loads = x * c * (1.0 if plan.x_packed or spread else CROSS)
        loads = x_loads + pixels * (1.0 if plan.dy_packed else CROSS) + accs + segment.size
        if size == 2:  # widened on their way
            each = c if problem.k_per_group >= plan.lanes else 1
            adds += x * each * (not plan.x_packed) + pixels * (not plan.dy_packed)
        if 1 < problem.k_per_group < plan.lanes:
            adds = max(adds, (2 * adds + spread) / 3)  # shuffles share a port with multiply-adds
        swaps = accs * SWAP if rows * problem.s * c * plan.tap_bytes > ACCS else 0.0
        step = max(adds, loads * turns / LOADS, accs * turns, swaps * turns) * SLACK + VECTOR
        streams = x + pixels - _room(plan)
        if not (plan.x_packed and plan.dy_packed):
            step += max(0, streams) * CONFLICT
        far = STREAM * (row_bytes > ROW_BYTES)
        far += JUMP / plan.part_vectors * (plan.cut > 1 and not plan.x_packed)
        step += (x + pixels * rows) / 2 * far
        total += (segment.stop - segment.start) // segment.size * (step + STEP / plan.part_vectors)
    return total


def _room(plan: DepthwisePlan) -> int:
    """How many pixels' lines of the same channel the first-level cache can hold at a time."""
    lines = max(1, plan.problem.c * SIZES[plan.problem.dtype] // 64)
    return WAYS * L1_SETS // math.gcd(L1_SETS, lines)


def price(plan: DepthwisePlan) -> Price:
    """What a divided plan costs."""
    problem, size = plan.problem, SIZES[plan.problem.dtype]
    count = math.prod(plan.block_counts)
    taps = problem.r / (problem.r if plan.fused else 1)
    multiply = multiply_cycles(plan)
    calls = problem.n * problem.p * taps * plan.block_counts[2] * plan.cut
    call = calls * CALL + count * plan.accumulators * plan.vectors * PUT
    accs = plan.accumulators * plan.tap_bytes
    rows = calls * (problem.r if plan.fused else 1)
    miss = (
        rows * problem.s * problem.c_per_group * plan.part_vectors * FETCH if accs > ACCS else 0.0
    )
    pack = _packing(plan, count)
    x_bytes = problem.n * problem.h * problem.w * problem.c * size
    dy_bytes = problem.n * problem.p * problem.q * problem.k * size
    columns = problem.n * plan.block_counts[2]
    halo = (columns - problem.n) * problem.h * (problem.s - 1) * problem.ds * problem.c * size
    if kept_bytes(plan) > L2_BYTES and problem.r > 1:
        miss += x_bytes * problem.r / problem.u * AGAIN
    traffic = float(x_bytes + halo + dy_bytes)
    if plan.cut > 1 and not plan.x_packed:
        traffic *= 1 + APART / (plan.part_vectors * plan.lanes * size)
    traffic += 2 * plan.partial_bytes * (plan.split + 1)
    compute = multiply + call + pack + miss
    memory = traffic * BYTE + max(0.0, traffic / (BANDWIDTH * FLOW) - OVERLAP * compute)
    finish = 0.0 if plan.writes_dw else plan.partial_bytes * (plan.split / 8 + 0.5)
    tasks = plan.tasks
    team = min(TEAM_THREADS, tasks)
    wall = (compute + memory) / tasks * -(-tasks // TEAM_THREADS) + (finish + TASK * tasks) / team
    if tasks > 1:
        wall += TEAM if plan.writes_dw else 2 * TEAM
    wall += FEWER * (compute + memory + finish)
    return Price(multiply, call, miss, pack, memory, finish, wall)


def _packing(plan: DepthwisePlan, count: int) -> float:
    """Cycles to pack x and dy."""
    problem, size = plan.problem, SIZES[plan.compute_dtype]
    total = 0.0
    for packed, layout, panel, channels in (
        (plan.x_packed, plan.x_layout, plan.x_panel, problem.c),
        (plan.dy_packed, plan.dy_layout, plan.dy_panel, problem.k),
    ):
        if packed:
            each = COPY * size + {"planes": TRANSPOSE, "any": 3.0}.get(layout, 0.0)
            total += count * panel.pixels * channels * each
    return total * (1.0 + min(1.0, max(0.0, plan.panel_bytes - PANELS) / PANEL))
