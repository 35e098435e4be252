"""The plans of Winograd's algorithm for a problem, and what each costs.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices. Floor 2.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

from filtergrad.problem import Problem

from .bilinear import axis
from .cost import (
    BANDWIDTH,
    COPY,
    FEWER,
    LATENCY,
    SINGLE,
    TASK,
    TEAM,
    THREADS,
    TRANSPOSE,
    Price,
)
from .isa import FUSED, Isa
from .limits import CHAIN, KEPT_BYTES, tensor_bytes, workspace_limit
from .panel import SIZES, Panel
from .winograd_plan import WinogradPlan

CHUNKS = (32, 64, 128)  # tiles whose transforms lie in the cache together
BLOCKS = (2, 4, 1 << 30)  # vectors of x whose sums do, where they are made at once
HOPELESS = 1.6  # times the products of the best algorithm that can serve
MOST = 1.3e-6  # error: what docs/numerics.md promises, less a reserve for unlucky numbers
ROUNDING = 2.5e-8  # error of a rounding; see there
TRANSFORMS = 12  # roundings of a number in transforms, each as bad as one in the sum
SQUARE = 1.2  # cycles to make a vector of a transform
PANEL = 0.115  # a byte of a panel, if panels and sums outgrow the second-level cache,
LATER = 0.12  # more if all blocks of a task read them,
AWAY = 0.8  # and more if they outgrow a core's share of the third, as many
SHARE = 5 << 20  # bytes as others leave of it
AGAIN = 0.06  # a byte of sums then, for each chunk
SUMS = 0.36  # a byte of sums that the last transform fetches,
FRESH = 0.08  # or that was made just before
GROUPS = 0.055  # more for a byte of panels if groups are transformed apart,
PHASES = 0.22  # and if dilation puts a phase's pixels far from each other
READ = 0.15  # a byte of x and dy,
NARROW = 170  # and how many bytes of a pixel a task needs at least, or it is twice as dear
UNEVEN = 0.05  # of a task, for which others wait at the end
CALL = 3.0  # a tile's beginning and end,
FLUSH = 0.5  # and each of its accumulators'
FEWEST = 0.8  # of the products of the direct algorithm, or the transforms never pay
CLEARED = 0.4  # a byte of workspace that is too large to be kept for the next call
PART = 4  # vectors of channels that a task has at least, where there are so many
TAPS = 16  # filter rows, or columns, at most: the transforms' code grows with their square


def candidates(
    problem: Problem, x_layout: str, dy_layout: str, isa: Isa, precision: str
) -> Iterator[tuple[Price, WinogradPlan]]:
    """Every sensible plan with its price; none where the algorithm cannot serve."""
    lanes = isa.lanes(SIZES["float64" if problem.dtype == "float64" else "float32"])
    layouts = x_layout.partition(" ")[0], dy_layout.partition(" ")[0]
    # Where a phase of a dilated axis had no outputs, its patches would see what no window does.
    axes = (problem.dr, problem.u, problem.p), (problem.ds, problem.v, problem.q)
    phased = all(
        step == 1 and dilation <= outputs for dilation, step, outputs in axes if dilation > 1
    )
    few = min(problem.c_per_group, problem.k_per_group) < lanes
    if precision == "highest" or few or not phased or max(problem.r, problem.s) > TAPS:
        return
    algorithms = itertools.product(_outputs(problem.r, problem.u), _outputs(problem.s, problem.v))
    tile = _tile(isa, lanes)
    bases = [
        WinogradPlan(
            problem, isa.name, *layouts, outputs, tile, 1, 1, (1, 1, 1), 1, "float32", False
        )
        for outputs in algorithms
    ]
    least = math.inf
    for base in sorted(filter(_saves, bases), key=_work):
        if _work(base) > HOPELESS * least:
            return
        for size in CHUNKS:
            for priced in _divisions(replace(base, strips=max(1, size // base.grid[1]))):
                least = min(least, _work(base))
                yield priced


def _outputs(taps: int, stride: int) -> tuple[int, ...]:
    """How many outputs a tile may take along an axis of so many taps."""
    if taps <= stride:  # each tap sees pixels of its own
        return (1,)
    return tuple(m for m in (1, 2, 3, 4) if axis(taps, stride, m).possible)


def _saves(plan: WinogradPlan) -> bool:
    """Whether a plan makes enough fewer products."""
    tiles = plan.strip_count * plan.grid[1]
    problem = plan.problem
    direct = problem.macs / (problem.c_per_group * problem.k)
    # Two taps save too little: 5 products instead of 8 ran slower than the direct algorithm.
    return problem.r * problem.s > 2 and tiles * plan.products < FEWEST * direct


def error(plan: WinogradPlan) -> float:
    """The error of a plan as docs/numerics.md derives it: relative, root mean square."""
    h, w = plan.axes
    roundings = (plan.chain_length + plan.flushes) / 2 + TRANSFORMS
    return ROUNDING * h.gain * w.gain * math.sqrt(roundings)


def _tile(isa: Isa, lanes: int) -> tuple[int, int]:
    """The register tile: its rows lie in one panel, so they divide the lanes."""
    rows = min(lanes, 4)
    if isa.registers > 16:
        return rows, 24 // rows
    return rows, 3 if isa.multiply_add is FUSED else 2


def _divisions(plan: WinogradPlan) -> Iterator[tuple[Price, WinogradPlan]]:
    """``plan`` divided into tasks in several ways."""
    problem = plan.problem
    total = _work(plan)
    target = int(max(min(16, total / 15_000), min(64, total / 12e6), 1))
    x_vectors, dy_vectors = plan.vectors
    most = plan.chunks, problem.g, dy_vectors // PART, x_vectors // PART
    powers = [
        [1 << i for i in range(max(1, min(2 * target, count)).bit_length())] for count in most
    ]
    for split, groups, dys, xs in itertools.product(*powers):
        if problem.g > 1 and max(dys, xs) > 1 and groups < problem.g:
            continue
        if split * dys * xs * groups > 2 * target:
            continue
        whole = split == 1  # then the last transform rounds to dW
        chain = problem.dtype if whole else plan.number
        divided = replace(plan, split=split, cut=(groups, dys, xs), chain=chain, direct=whole)
        if divided.flushes > CHAIN or error(divided) > MOST:
            continue
        partials = divided.partials * divided.partial_bytes
        if partials > max(1 << 20, 2 * tensor_bytes(problem)):
            continue
        part = divided.part_vectors[0]
        for block in sorted({min(part, each) for each in BLOCKS}) if divided.single else [part]:
            blocked = replace(divided, block=block)
            panels = min(THREADS, divided.tasks) * blocked.panel_bytes
            if partials + panels <= workspace_limit(problem):
                yield _price(blocked), blocked


def _work(plan: WinogradPlan) -> float:
    """Cycles of the products alone."""
    problem = plan.problem
    tiles = plan.strip_count * plan.grid[1]
    x, dy = plan.vectors
    return tiles * plan.products * problem.g * x * plan.lanes * dy / _per_cycle(plan)


def _per_cycle(plan: WinogradPlan) -> float:
    """How many multiply-adds of vectors a core begins in a cycle."""
    return 2.0 if plan.row.vector_bytes <= 32 else 1.0


def _price(plan: WinogradPlan) -> Price:
    """What a divided plan costs."""
    problem, (rows, columns) = plan.problem, plan.tile
    x, dy = plan.vectors
    multiply = _work(plan)
    calls = plan.chunks * plan.products * problem.g * x * -(-dy // columns)
    call = calls * plan.lanes // rows * (CALL + FLUSH * rows * min(columns, dy))
    if dy < columns:  # too few accumulators to hide the latency
        multiply *= max(1.0, LATENCY * _per_cycle(plan) / (rows * dy))
    pack, miss = _transforms(plan), _sums(plan)
    traffic, dear = _traffic(plan)
    compute = multiply + call + pack + miss
    memory = (traffic + dear) * READ + max(0.0, traffic / BANDWIDTH - compute)
    workspace = plan.workspace_bytes(THREADS)
    if workspace > KEPT_BYTES:
        memory += workspace * CLEARED
    finish = 0.0 if plan.direct else plan.partial_bytes * (plan.split / 8 + 0.5)
    tasks = plan.tasks
    team = min(THREADS, tasks)
    wall = (compute + memory) / tasks * -(-tasks // THREADS) + (finish + TASK * tasks) / team
    if tasks > 1:
        wall += UNEVEN * compute / tasks + (TEAM if plan.direct else 2 * TEAM)
    wall += FEWER * (compute + memory + finish)
    return Price(multiply, call, miss, pack, memory, finish, wall)


def _outgrown(plan: WinogradPlan) -> tuple[float, float]:
    """Which parts of a task's panels and sums are not in the second-level cache, and far away."""
    room = plan.panel_bytes
    return max(0.0, 1 - plan.row.l2 / room), max(0.0, 1 - SHARE / room)


def _transforms(plan: WinogradPlan) -> float:
    """Cycles to transform x and dy to panels, each as often as tasks need it."""
    problem, (h, w) = plan.problem, plan.axes
    (x, dy), (_, dys, xs) = plan.vectors, plan.cut
    tiles = plan.strip_count * plan.grid[1] * problem.g
    x_made, dy_made = tiles * x * dys, tiles * dy * xs  # vectors
    cycles = x_made * _square(h.products, w.products, w.inputs)
    cycles += dy_made * _square(h.products, w.products, w.outputs)
    for name, vectors, times, rows in (("x", x, dys, h.inputs), ("dy", dy, xs, plan.outputs[0])):
        if panel := plan.strip_panel(name):
            each = panel.shape[2] * rows * plan.lanes
            cycles += plan.strip_count * problem.g * vectors * times * each * _packing(plan, panel)
    near, away = _outgrown(plan)
    byte = PANEL * near + LATER * near * plan.single + AWAY * away
    byte += GROUPS * (problem.g > 1) + PHASES * (plan.phases != (1, 1))
    return cycles + (x_made + dy_made) * plan.products * plan.row.vector_bytes * byte


def _sums(plan: WinogradPlan) -> float:
    """Cycles to fetch sums: for each chunk that adds to them, and for the last transform."""
    near, away = _outgrown(plan)
    sums = plan.products * plan.problem.c * plan.vectors[1] * plan.row.vector_bytes
    if not plan.single:
        return sums * (plan.split * SUMS + plan.chunks * AGAIN * away)
    blocks = -(-plan.part_vectors[0] // plan.block)  # each reads all panels of dy
    again = plan.room[1] * (blocks - 1) * plan.tasks
    return sums * plan.split * FRESH + again * AGAIN * near


def _traffic(plan: WinogradPlan) -> tuple[float, float]:
    """Bytes from and to memory, and as how many more they count if tasks read parts of pixels."""
    problem, (_, dys, xs) = plan.problem, plan.cut
    size = SIZES[problem.dtype]
    traffic, dear = 2.0 * plan.partial_bytes * (plan.split + 1), 0.0
    for pixels, channels, vectors, times in (
        (problem.h * problem.w, problem.c, plan.part_vectors[0], dys),
        (problem.p * problem.q, problem.k, plan.part_vectors[1], xs),
    ):
        read, width = problem.n * pixels * channels * times * size, vectors * plan.lanes
        traffic += read
        if width * plan.part_groups < channels:
            dear += read * (NARROW / (width * plan.part_groups * size)) ** 2
    return traffic, dear


def _square(rows: int, columns: int, patch: int) -> float:
    """Cycles to transform one vector of channels of a tile."""
    return SQUARE * (rows * patch + rows * columns)


def _packing(plan: WinogradPlan, panel: Panel) -> float:
    """Cycles to pack one number of a strip."""
    return SINGLE if panel.layout == "any" else COPY * SIZES[plan.number] + TRANSPOSE
