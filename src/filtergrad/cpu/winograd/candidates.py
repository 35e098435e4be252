"""The plans of Winograd's algorithm for a problem.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import math
from dataclasses import dataclass

import numpy as np

from filtergrad.cpu.base.algorithm import Candidates
from filtergrad.cpu.base.bands import ceil_div, powers
from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.estimate import numbers, width
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.price import MOST_TASKS
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Spec
from filtergrad.problem import Problem

from .bilinear import axis
from .estimates import ABLE, DIVIDED, Cut, Divided, Patch, Sizes, Strips
from .plan import WinogradPlan

# A problem of fewer multiply-adds is left to other algorithms: so many take a core 10 us, and the
# transforms' code is slow to make.
LEAST_MACS = 1 << 20

# A chunk has about one of so many patches, whose transforms lie in the cache together.
CHUNKS = np.array([[32], [64], [128]], float)

# A task of one chunk multiplies so many vectors of x at a time, or all, for which 0 stands: their
# sums lie in the cache together.
SOME = np.array([[2], [4], [0]], float)

# A plan has at most so many times the products of the best one that can serve.
MOST_PRODUCTS_TIMES = 1.6

# A plan has at most this part of the direct algorithm's products, or the transforms never pay.
MOST_OF_DIRECT_PRODUCTS = 0.8

# A task has at least so many vectors of channels of x and of dy, where there are so many.
LEAST_PART_VECTORS = 4

# A filter has at most so many rows and columns: the transforms' code grows with their square.
MOST_TAPS = 16

# A patch of dy has at most so many rows and columns: with more of them, errors grow too large.
MOST_OUTPUTS = 4


# Of `Patch`, `Cut` and `Strips` numbers a row of divided plans is made.
WIDTHS = width(Patch), width(Strips), width(Cut)


@dataclass(frozen=True, eq=False)
class Table:
    """Divided plans: along the axes kinds of patches with a division, and vectors of x at a time.

    Parameters
    ----------
    spec, isa
        What is planned.
    rows
        The numbers of `Patch`, `Strips` and `Cut` of each.
    found
        What is known of each plan: columns.
    """

    spec: Spec
    isa: Isa
    rows: Column
    found: Divided

    def plan(self, row: int) -> WinogradPlan:
        """The plan of a row of the flattened table."""
        problem, x_layout, dy_layout, _ = self.spec
        patch, strips, cut = self._numbers(row)
        writes_dw = cut[0] == 1.0
        compute = compute_dtype(problem.dtype)
        return WinogradPlan(
            problem=problem,
            isa=self.isa,
            x_layout=x_layout.kind,
            dy_layout=dy_layout.kind,
            outputs=(int(patch[0]), int(patch[1])),
            tile=_tile(self.isa, self.isa.lanes(SIZES[compute])),
            strips=int(strips[0]),
            split=int(cut[0]),
            cut=(int(cut[1]), int(cut[2]), int(cut[3])),
            x_vectors=int(self.found.x_vectors.flat[row]),
            writes_dw=writes_dw,
            partial_dtype=problem.dtype if writes_dw else compute,
        )

    def alike(self, row: int) -> Column:
        """Which rows' plans add in the same order as that of ``row``."""
        patch, strips, cut = np.split(self.rows, np.cumsum(WIDTHS)[:-1], axis=1)
        orders = np.hstack((patch[:, :2], strips, cut[:, :1]))
        same = (orders == orders[row // len(SOME)]).all(1)
        return np.repeat(same, len(SOME))

    def _numbers(self, row: int) -> list[list[float]]:
        numbers = iter(self.rows[row // len(SOME)].tolist())
        return [list(itertools.islice(numbers, count)) for count in WIDTHS]


def candidates(spec: Spec, isa: Isa) -> Candidates | None:
    """Every sensible plan with its price; None where there is too little to save."""
    return possible(spec, isa) if spec.problem.macs >= LEAST_MACS else None


def possible(spec: Spec, isa: Isa) -> Candidates | None:
    """Every sensible plan with its price; None where the algorithm cannot serve."""
    problem, precision = spec.problem, spec.precision
    lanes = isa.lanes(SIZES[compute_dtype(problem.dtype)])
    # Where a phase of a dilated axis had no outputs, its patches would see what no window does.
    axes = (problem.dr, problem.u, problem.p), (problem.ds, problem.v, problem.q)
    phased = all(
        step == 1 and dilation <= outputs for dilation, step, outputs in axes if dilation > 1
    )
    few = min(problem.c_per_group, problem.k_per_group) < lanes
    # Two taps save too little: 5 products instead of 8 ran slower than the direct algorithm.
    taps = max(problem.r, problem.s) <= MOST_TAPS and problem.r * problem.s > 2
    if precision == "highest" or few or not taps or not phased:
        return None
    patches, products = _saving(problem)
    told = np.array([numbers(isa.cycles, Sizes.of(spec, isa, _tile(isa, lanes)))], float)
    most_dys, most_xs = (
        ceil_div(count, lanes) // LEAST_PART_VECTORS
        for count in (problem.k_per_group, problem.c_per_group)
    )
    cuts = _cuts(problem.g, most_dys, most_xs)
    for first, fewest in enumerate(products):
        some = patches[first : bisect.bisect_right(products, MOST_PRODUCTS_TIMES * fewest)]
        able, strips = (column[0] for column in ABLE(told, some, CHUNKS, cuts)[0])
        if able[0].any():
            base, chunk, way = np.nonzero(able)
            rows = np.hstack((some[base], strips[base, chunk, way][:, None], cuts[way]))
            price, found = DIVIDED(told, rows, SOME)
            # Of plans with the fewest products one must find room.
            if (price.wall[0, base == 0] < math.inf).any():
                table = Table(spec, isa, rows, found)
                return Candidates(price, found.tasks, table.plan, table.alike)
    return None


def _saving(problem: Problem) -> tuple[Column, list[float]]:
    """The kinds of patches that save enough, and their products, the fewest first."""
    patches = _patches(problem.r, problem.u, problem.s, problem.v)
    m_h, m_w = patches[:, 0], patches[:, 1]
    rows, columns = ceil_div(problem.p, problem.dr * m_h), ceil_div(problem.q, problem.ds * m_w)
    count = problem.n * problem.dr * problem.ds * rows * columns
    products = count * (patches[:, 4] * patches[:, 5])
    direct = problem.macs / (problem.c_per_group * problem.k)
    order = np.argsort(products, kind="stable")
    order = order[: np.count_nonzero(products < MOST_OF_DIRECT_PRODUCTS * direct)]
    return patches[order], products[order].tolist()


@functools.lru_cache(64)
def _patches(r: int, u: int, s: int, v: int) -> Column:
    """Every pair of algorithms along rows and along columns: rows of `Patch`."""
    pairs = itertools.product(_outputs(r, u), _outputs(s, v))
    sides = [(axis(r, u, m_h), axis(s, v, m_w)) for m_h, m_w in pairs]
    names = "outputs", "inputs", "products", "gain"
    return np.array([[getattr(one, name) for name in names for one in two] for two in sides], float)


def _outputs(taps: int, stride: int) -> tuple[int, ...]:
    """How many outputs a patch may have along an axis of so many taps."""
    if taps <= stride:  # Each tap sees pixels of its own.
        return (1,)
    return tuple(m for m in range(1, MOST_OUTPUTS + 1) if axis(taps, stride, m).possible)


def _tile(isa: Isa, lanes: int) -> tuple[int, int]:
    """The register tile: its rows lie in one panel, so they divide the lanes."""
    rows = min(lanes, 4)
    if isa.registers > 16:
        return rows, 24 // rows
    return rows, 3 if isa.multiply_add is FUSED else 2


@functools.lru_cache(64)
def _cuts(groups: int, dys: int, xs: int) -> Column:
    """Every sensible division, in powers of two: rows of `Cut`."""
    counts = (2 * MOST_TASKS, groups, max(1, dys), max(1, xs))
    cuts = itertools.product(*(list(powers(min(2 * MOST_TASKS, count))) for count in counts))
    return np.array([
        cut for cut in cuts
        if math.prod(cut) <= 2 * MOST_TASKS
        # Channels are cut only where no task has several groups.
        and (groups == 1 or max(cut[2:]) == 1 or cut[1] >= groups)
    ], float)  # fmt: skip
