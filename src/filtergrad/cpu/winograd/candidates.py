"""The plans of Winograd's algorithm for a problem.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

from filtergrad.cpu.base.bands import powers
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.plan import MOST_FLUSHES, partials_limit, workspace_limit
from filtergrad.cpu.base.price import TEAM_THREADS, Price, tasks_wanted
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Priced, Spec

from .bilinear import axis
from .plan import WinogradPlan
from .price import error, patch_count, price, products_cycles

# A problem of fewer multiply-adds is left to other algorithms: so many take a core 10 us, and the
# transforms' code is slow to make.
LEAST_MACS = 1 << 20

# A chunk has about one of so many patches, whose transforms lie in the cache together.
CHUNK_PATCHES = (32, 64, 128)

# A task of one chunk multiplies so many vectors of x at a time, or all: their sums lie in the cache
# together.
SOME_X_VECTORS = (2, 4)

# A plan has at most so many times the products of the best one that can serve.
MOST_PRODUCTS_TIMES = 1.6

# A plan has at most this part of the direct algorithm's products, or the transforms never pay.
MOST_OF_DIRECT_PRODUCTS = 0.8

# A plan has at most this error: what docs/numerics.md promises, less a reserve for unlucky numbers.
MOST_ERROR = 1.3e-6

# A task has at least so many vectors of channels of x and of dy, where there are so many.
LEAST_PART_VECTORS = 4

# A filter has at most so many rows and columns: the transforms' code grows with their square.
MOST_TAPS = 16

# A patch of dy has at most so many rows and columns: with more of them, errors grow too large.
MOST_OUTPUTS = 4


def candidates(spec, isa):
    l=list(_candidates(spec, isa))
    from filtergrad.cpu.base.algorithm import Candidates
    return Candidates.of(l) if l else None

def _candidates(spec: Spec, isa: Isa) -> Iterator[Priced[Price, WinogradPlan]]:
    """Every sensible plan with its price; none where there is too little to save."""
    if spec.problem.macs >= LEAST_MACS:
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
    if precision == "highest" or few or not phased or max(problem.r, problem.s) > MOST_TAPS:
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
        if products_cycles(base) > MOST_PRODUCTS_TIMES * least:
            return
        for size in CHUNK_PATCHES:
            for priced in _divisions(replace(base, strips=max(1, size // base.grid[1]))):
                least = min(least, products_cycles(base))
                yield priced


def _outputs(taps: int, stride: int) -> tuple[int, ...]:
    """How many outputs a patch may have along an axis of so many taps."""
    if taps <= stride:  # Each tap sees pixels of its own.
        return (1,)
    return tuple(m for m in range(1, MOST_OUTPUTS + 1) if axis(taps, stride, m).possible)


def _saves(plan: WinogradPlan) -> bool:
    """Whether a plan makes enough fewer products."""
    problem = plan.problem
    direct = problem.macs / (problem.c_per_group * problem.k)
    # Two taps save too little: 5 products instead of 8 ran slower than the direct algorithm.
    return (
        problem.r * problem.s > 2
        and patch_count(plan) * plan.products < MOST_OF_DIRECT_PRODUCTS * direct
    )


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
    most = plan.chunks, problem.g, dy_vectors // LEAST_PART_VECTORS, x_vectors // LEAST_PART_VECTORS
    cuts = (powers(max(1, min(2 * target, count))) for count in most)
    for split, groups, dys, xs in itertools.product(*cuts):
        if problem.g > 1 and max(dys, xs) > 1 and groups < problem.g:
            continue
        if split * dys * xs * groups > 2 * target:
            continue
        whole = split == 1
        # The last transform of a whole sum rounds to dW.
        partial = problem.dtype if whole else plan.compute_dtype
        divided = replace(
            plan, split=split, cut=(groups, dys, xs), partial_dtype=partial, writes_dw=whole
        )
        if divided.flushes > MOST_FLUSHES or error(divided) > MOST_ERROR:
            continue
        partials = divided.partials * divided.partial_bytes
        if partials > partials_limit(problem):
            continue
        choices = {divided.part_vectors[0]}
        if divided.single:
            choices |= {vectors for vectors in SOME_X_VECTORS if vectors < divided.part_vectors[0]}
        for vectors in sorted(choices):
            fewer = replace(divided, x_vectors=vectors)
            panels = min(TEAM_THREADS, divided.tasks) * fewer.panel_bytes
            if partials + panels <= workspace_limit(problem):
                yield Priced(price(fewer), fewer)
