"""What a plan of Winograd's algorithm costs, and how far its results are from the right ones."""

from __future__ import annotations

import math

from filtergrad.cpu.base.panel import Panel
from filtergrad.cpu.base.plan import KEPT_BYTES
from filtergrad.cpu.base.price import (
    BANDWIDTH,
    COPY,
    FEWER,
    LATENCY,
    SINGLE,
    TASK,
    TEAM,
    TEAM_THREADS,
    TRANSPOSE,
    Price,
)
from filtergrad.dtypes import SIZES

from .plan import WinogradPlan

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
CLEARED = 0.4  # a byte of workspace that is too large to be kept for the next call


def error(plan: WinogradPlan) -> float:
    """The error of a plan as docs/numerics.md derives it: relative, root mean square."""
    h, w = plan.axes
    roundings = (plan.chain_length + plan.flushes) / 2 + TRANSFORMS
    return ROUNDING * h.gain * w.gain * math.sqrt(roundings)


def products_cycles(plan: WinogradPlan) -> float:
    """Cycles of the products alone."""
    problem = plan.problem
    tiles = plan.strip_count * plan.grid[1]
    x, dy = plan.vectors
    return tiles * plan.products * problem.g * x * plan.lanes * dy / _per_cycle(plan)


def _per_cycle(plan: WinogradPlan) -> float:
    """How many multiply-adds of vectors a core begins in a cycle."""
    return plan.isa.multiply_adds_a_cycle


def price(plan: WinogradPlan) -> Price:
    """What a divided plan costs."""
    problem, (rows, columns) = plan.problem, plan.tile
    x, dy = plan.vectors
    multiply = products_cycles(plan)
    calls = plan.chunks * plan.products * problem.g * x * -(-dy // columns)
    call = calls * plan.lanes // rows * (CALL + FLUSH * rows * min(columns, dy))
    if dy < columns:  # too few accumulators to hide the latency
        multiply *= max(1.0, LATENCY * _per_cycle(plan) / (rows * dy))
    pack, miss = _transforms(plan), _sums(plan)
    traffic, dear = _traffic(plan)
    compute = multiply + call + pack + miss
    memory = (traffic + dear) * READ + max(0.0, traffic / BANDWIDTH - compute)
    workspace = plan.workspace_bytes(TEAM_THREADS)
    if workspace > KEPT_BYTES:
        memory += workspace * CLEARED
    finish = 0.0 if plan.writes_dw else plan.partial_bytes * (plan.split / 8 + 0.5)
    tasks = plan.tasks
    team = min(TEAM_THREADS, tasks)
    wall = (compute + memory) / tasks * -(-tasks // TEAM_THREADS) + (finish + TASK * tasks) / team
    if tasks > 1:
        wall += UNEVEN * compute / tasks + (TEAM if plan.writes_dw else 2 * TEAM)
    wall += FEWER * (compute + memory + finish)
    return Price(multiply, call, miss, pack, memory, finish, wall)


def _outgrown(plan: WinogradPlan) -> tuple[float, float]:
    """Which parts of a task's panels and sums are not in the second-level cache, and far away."""
    room = plan.panel_bytes
    return max(0.0, 1 - plan.isa.l2 / room), max(0.0, 1 - SHARE / room)


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
    return cycles + (x_made + dy_made) * plan.products * plan.isa.vector_bytes * byte


def _sums(plan: WinogradPlan) -> float:
    """Cycles to fetch sums: for each chunk that adds to them, and for the last transform."""
    near, away = _outgrown(plan)
    sums = plan.products * plan.problem.c * plan.vectors[1] * plan.isa.vector_bytes
    if not plan.single:
        return sums * (plan.split * SUMS + plan.chunks * AGAIN * away)
    blocks = -(-plan.part_vectors[0] // plan.x_vectors)  # each reads all panels of dy
    again = plan.thread_bytes.dy * (blocks - 1) * plan.tasks
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
    return SINGLE if panel.layout == "any" else COPY * SIZES[plan.compute_dtype] + TRANSPOSE
