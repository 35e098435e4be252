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
    BYTE,
    CALL,
    COPY,
    FEWER,
    FLUSH,
    SINGLE,
    TASK,
    TEAM,
    THREADS,
    TILE,
    TRANSPOSE,
    Price,
)
from .isa import FUSED, Isa
from .limits import CHAIN, KEPT_BYTES, tensor_bytes, workspace_limit
from .panel import SIZES, Panel
from .winograd_plan import WinogradPlan

CHUNKS = (64, 128)  # tiles whose transforms lie in the cache together
MOST = 1.3e-6  # error: what docs/numerics.md promises, less a reserve for unlucky numbers
ROUNDING = 2.5e-8  # error of a rounding; see there
TRANSFORMS = 12  # roundings of a number in transforms, each as bad as one in the sum
SQUARE = 1.2  # cycles to make and store a vector of a transform
PANEL = 3.0  # a vector that goes to a panel in a cache behind the first
GROUPS = 1.7  # times dearer are transforms of groups,
NARROW = 2.3  # and where these take less than a few cache lines of each pixel
SUMS = 5.0  # a vector of sums that the last transform fetches
FEWEST = 0.8  # of the products of the direct algorithm, or the transforms never pay
FRESH = 0.4  # a byte of workspace that is too large to be kept for the next call
PART = 4  # vectors of channels that a task has at least, where there are so many
CHUNK_BYTES = 6 << 20  # of a thread's panels and sums
GROUP_BYTES = 3 << 20  # the same where groups are transformed one after the other


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
    if precision == "highest" or few or not phased:
        return
    for outputs in itertools.product(
        _outputs(problem.r, problem.u), _outputs(problem.s, problem.v)
    ):
        base = WinogradPlan(
            problem,
            isa.name,
            *layouts,
            outputs,
            _tile(isa, lanes),
            1,
            1,
            (1, 1, 1),
            "float32",
            False,
        )
        if not _saves(base):
            continue
        for size in CHUNKS:
            yield from _divisions(replace(base, strips=max(1, size // base.grid[1])))


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
    rows = min(lanes, 8 if isa.registers > 16 and lanes > 4 else 4)
    if isa.registers > 16:
        return rows, 24 // rows
    return rows, 3 if isa.multiply_add is FUSED else 2


def _divisions(plan: WinogradPlan) -> Iterator[tuple[Price, WinogradPlan]]:
    """``plan`` divided into tasks in several ways."""
    problem = plan.problem
    total = _work(plan)
    target = int(max(min(16, total / 15_000), min(64, total / 12e6), 1))
    x_vectors, dy_vectors = plan.vectors
    powers = [1 << i for i in range(8)]
    for split, groups, dys, xs in itertools.product(powers, powers, powers, powers):
        if groups > problem.g or (problem.g > 1 and max(dys, xs) > 1 and groups < problem.g):
            continue
        if split * dys * xs * groups > 2 * target or split > plan.chunks:
            continue
        if dys > max(1, dy_vectors // PART) or xs > max(1, x_vectors // PART):
            continue
        whole = split == 1 and plan.number == problem.dtype
        chain = "float64" if problem.dtype == "float64" else "float32"
        divided = replace(plan, split=split, cut=(groups, dys, xs), chain=chain, direct=whole)
        if divided.flushes > CHAIN or error(divided) > MOST:
            continue
        partials = divided.partials * divided.partial_bytes
        panels = min(THREADS, divided.tasks) * divided.panel_bytes
        if partials + panels > workspace_limit(problem):
            continue
        if partials <= max(1 << 20, 2 * tensor_bytes(problem)):
            yield _price(divided), divided


def _work(plan: WinogradPlan) -> float:
    """Cycles of the products alone."""
    problem = plan.problem
    tiles = plan.strip_count * plan.grid[1]
    x, dy = plan.vectors
    per_cycle = 2.0 if plan.row.vector_bytes <= 32 else 1.0
    return tiles * plan.products * problem.g * x * plan.lanes * dy / per_cycle


def _price(plan: WinogradPlan) -> Price:
    """What a divided plan costs."""
    problem, (h, w) = plan.problem, plan.axes
    _, dys, xs = plan.cut
    tiles = plan.strip_count * plan.grid[1]
    x, dy = plan.vectors
    rows, columns = plan.tile
    multiply = _work(plan)
    calls = plan.chunks * plan.products * problem.g * x * -(-dy // columns)
    call = calls * (CALL + plan.lanes // rows * (TILE + FLUSH * rows * min(columns, dy)))
    if dy < columns:  # too few accumulators to hide the latency
        multiply *= max(1.0, 8 / (rows * dy))
    pack = (
        tiles
        * problem.g
        * (
            x * dys * _transform(h.products, w.products, w.inputs)
            + dy * xs * _transform(h.products, w.products, w.outputs)
        )
    )
    for name, vectors, times, rows_ in (("x", x, dys, h.inputs), ("dy", dy, xs, plan.outputs[0])):
        if panel := plan.strip_panel(name):
            each = panel.shape[2] * rows_ * plan.lanes
            pack += plan.strip_count * problem.g * vectors * times * each * _packing(plan, panel)
    if problem.g > 1:
        width = min(problem.c_per_group, problem.k_per_group) * SIZES[problem.dtype]
        pack *= NARROW if width <= 128 else GROUPS
    miss = plan.split * problem.c * dy * plan.products * SUMS
    # Vectors of 64 bytes take the processor two turns, where they are computed and where stored.
    turns = max(1, plan.row.vector_bytes // 32)
    pack, miss = pack * turns, miss * turns
    room = plan.panel_bytes
    near = CHUNK_BYTES if problem.g == 1 else GROUP_BYTES
    if room > near:
        pack *= min(2.0, math.sqrt(room / near))
    if room > CHUNK_BYTES:
        miss *= max(1.0, room / CHUNK_BYTES / 2)
    size = SIZES[problem.dtype]
    traffic = (
        problem.n
        * (problem.h * problem.w * problem.c * dys + problem.p * problem.q * problem.k * xs)
    ) * size + 2 * plan.partial_bytes * (plan.split + 1)
    compute = multiply + call + pack + miss
    memory = traffic * BYTE + max(0.0, traffic / BANDWIDTH - compute)
    workspace = plan.workspace_bytes(THREADS)
    if workspace > KEPT_BYTES:
        memory += workspace * FRESH
    finish = 0.0 if plan.direct else plan.partial_bytes * (plan.split / 8 + 0.5)
    tasks = plan.tasks
    team = min(THREADS, tasks)
    wall = (compute + memory) / tasks * -(-tasks // THREADS) + (finish + TASK * tasks) / team
    if tasks > 1:
        wall += TEAM if plan.direct else 2 * TEAM
    wall += FEWER * (compute + memory + finish)
    return Price(multiply, call, miss, pack, memory, finish, wall)


def _transform(rows: int, columns: int, patch: int) -> float:
    """Cycles to transform one vector of channels of a tile."""
    return SQUARE * (rows * patch + rows * columns) + PANEL * rows * columns


def _packing(plan: WinogradPlan, panel: Panel) -> float:
    """Cycles to pack one number of a strip."""
    return SINGLE if panel.layout == "any" else COPY * SIZES[plan.number] + TRANSPOSE
