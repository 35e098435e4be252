"""The plans of Winograd's algorithm for a problem.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.plan import LONGEST_CHAIN, workspace_limit
from filtergrad.cpu.base.price import TEAM_THREADS, Price, tasks_wanted
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Priced, Spec

from .bilinear import axis
from .plan import WinogradPlan
from .price import error, price, products_cycles

WORTH = 1 << 20  # multiply-adds from which it is asked (10 us of a core): its code is slow to make
CHUNKS = (32, 64, 128)  # tiles whose transforms lie in the cache together
BLOCKS = (2, 4, 1 << 30)  # vectors of x whose sums do, where they are made at once
HOPELESS = 1.6  # times the products of the best algorithm that can serve
MOST = 1.3e-6  # error: what docs/numerics.md promises, less a reserve for unlucky numbers
FEWEST = 0.8  # of the products of the direct algorithm, or the transforms never pay
PART = 4  # vectors of channels that a task has at least, where there are so many
TAPS = 16  # filter rows, or columns, at most: the transforms' code grows with their square


def candidates(spec: Spec, isa: Isa) -> Iterator[Priced[Price, WinogradPlan]]:
    """Every sensible plan with its price; none where there is too little to save."""
    if spec.problem.macs >= WORTH:
        yield from possible(spec, isa)


def possible(spec: Spec, isa: Isa) -> Iterator[Priced[Price, WinogradPlan]]:
    """Every sensible plan with its price; none where the algorithm cannot serve."""
    problem, x_layout, dy_layout, precision = spec
    lanes = isa.lanes(SIZES[compute_dtype(problem.dtype)])
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
            problem=problem,
            isa=isa,
            x_layout=x_layout.kind,
            dy_layout=dy_layout.kind,
            outputs=outputs,
            tile=tile,
            strips=1,
            cut=(1, 1, 1),
            x_vectors=1,
        )
        for outputs in algorithms
    ]
    least = math.inf
    for base in sorted(filter(_saves, bases), key=products_cycles):
        if products_cycles(base) > HOPELESS * least:
            return
        for size in CHUNKS:
            for priced in _divisions(replace(base, strips=max(1, size // base.grid[1]))):
                least = min(least, products_cycles(base))
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


def _tile(isa: Isa, lanes: int) -> tuple[int, int]:
    """The register tile: its rows lie in one panel, so they divide the lanes."""
    rows = min(lanes, 4)
    if isa.registers > 16:
        return rows, 24 // rows
    return rows, 3 if isa.multiply_add is FUSED else 2


def _divisions(plan: WinogradPlan) -> Iterator[Priced[Price, WinogradPlan]]:
    """``plan`` divided into tasks in several ways."""
    problem = plan.problem
    target = tasks_wanted(products_cycles(plan))
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
        partial = problem.dtype if whole else plan.compute_dtype
        divided = replace(
            plan, split=split, cut=(groups, dys, xs), partial_dtype=partial, writes_dw=whole
        )
        if divided.flushes > LONGEST_CHAIN or error(divided) > MOST:
            continue
        partials = divided.partials * divided.partial_bytes
        if partials > max(1 << 20, 2 * problem.tensor_bytes):
            continue
        part = divided.part_vectors[0]
        for block in sorted({min(part, each) for each in BLOCKS}) if divided.single else [part]:
            blocked = replace(divided, x_vectors=block)
            panels = min(TEAM_THREADS, divided.tasks) * blocked.panel_bytes
            if partials + panels <= workspace_limit(problem):
                yield Priced(price(blocked), blocked)
