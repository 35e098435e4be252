"""The plans for the matrix unit: tiles, blocks and divisions that may be worth it.

In: a `Spec`, an `Isa`. Out: plans with their prices; None where there is no such unit, or nothing
for it to do.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from filtergrad.cpu.base.algorithm import Candidates
from filtergrad.cpu.base.bands import ceil_div, even, powers
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.plan import LONGEST_CHAIN, partial_dtype, partials_limit, workspace_limit
from filtergrad.cpu.base.price import Price, tasks_wanted
from filtergrad.engine import Priced, Spec
from filtergrad.problem import Problem

from .plan import PACKED, SIDE, MatrixPlan
from .price import divided, price
from .ribbons import STEP, phases, ribbon

# Tiles along c and k that are summed together, four in all: a square has the fewest loads, a row
# those of x fewest, which are dear where lines do not begin with cache lines.
SQUARE, LONG = (2, 2), (1, 4)

# Columns between two flushes, about.
COLUMNS = (512, 1024, 2048)

# Plans of one task, the cheapest, that are divided.
MOST_WHOLES = 2

# Where x has more channels, taps are not merged with them.
MOST_MERGED = 32

# Longer rows of pixels are cut.
WIDEST = 2048

# Strides that leave more phases of x are nothing for the unit.
MOST_PHASES = 64


def candidates(spec: Spec, isa: Isa) -> Candidates | None:
    """Plans for the matrix unit, as far as there is one and it has something to do."""
    problem, x_layout, dy_layout, precision = spec
    if isa.matrix is None or problem.dtype != "bfloat16" or precision == "highest":
        return None
    if problem.n * problem.p * problem.q == 1:  # products, no sums
        return None
    if not {x_layout.kind, dy_layout.kind} <= {"rows", "planes"}:
        return None
    if max(phases(problem.r, problem.dr, problem.u), problem.v) > MOST_PHASES:
        return None
    spec = spec._replace(problem=flattened(spec))
    wholes = [
        _whole(spec, isa, way, columns) for way, columns in itertools.product(_ways(spec), COLUMNS)
    ]
    # Many ask for the same: an image may have fewer columns.
    best = sorted(((price(plan), plan) for plan in dict.fromkeys(wholes)), key=_wall)
    found = [
        Priced(divided(one, whole), one)
        for whole, plan in best[:MOST_WHOLES]
        for one in _divided(plan, whole.work)
    ]
    return Candidates.of(found) if found else None


def _wall(pair: tuple[Price, MatrixPlan]) -> float:
    return float(pair[0].wall)


class Way(NamedTuple):
    """How taps find their columns, how many groups share a tile, and how many tiles are summed."""

    merged: bool
    apart: bool
    together: int
    tile: tuple[int, int]


def _ways(spec: Spec) -> list[Way]:
    """The ways that are worth a price."""
    problem, c, k = spec.problem, spec.problem.c_per_group, spec.problem.k_per_group
    together = SIDE // c if c < SIDE else 1
    squares = problem.g > 1 and 1 < c == k < SIDE and SIDE % c == problem.g % together == 0
    if k < SIDE and not squares:
        return []
    found = []
    if c >= SIDE or squares:
        found.append(Way(False, False, together, SQUARE if problem.r * problem.s == 1 else LONG))
        if problem.s > 1:
            found.append(Way(False, True, together, SQUARE))
    # A row of x is one piece of memory where its channels are all there are, side by side.
    beside = spec.x_layout.kind == "planes" or spec.x_layout.dense
    few = problem.g == problem.ds == 1 and c <= MOST_MERGED
    if few and beside and (problem.s > 1 or not found):
        found += [Way(True, False, 1, tile) for tile in (SQUARE, LONG)]
    return found


def flattened(spec: Spec) -> Problem:
    """A 1x1 filter without strides or padding sees no rows: all its pixels may be one."""
    problem, x_layout, dy_layout, _ = spec
    plain = problem.r == problem.s == problem.u == problem.v == 1
    unpadded = (problem.h, problem.w) == (problem.p, problem.q) and problem.top == problem.left == 0
    if not (plain and unpadded and x_layout.dense and dy_layout.dense):
        return problem
    pixels, images = problem.p * problem.q, problem.n
    if x_layout.kind == dy_layout.kind == "rows":
        pixels, images = pixels * images, 1
    return replace(problem, n=images, h=1, w=pixels, p=1, q=pixels)


def _whole(spec: Spec, isa: Isa, way: Way, columns: int) -> MatrixPlan:
    """A plan of one task that flushes after so many columns, about."""
    problem, (merged, apart, together, tile) = spec.problem, way
    q = problem.q
    if q > columns and (problem.p == 1 or q > WIDEST):  # rows are cut into equal parts
        q = ceil_div(even(q, columns), STEP) * STEP
    pitch = ribbon(problem, 1, q, STEP, merged or apart).pitch
    p = even(problem.p, max(1, columns // pitch))
    n = 1
    if p == problem.p and q == problem.q:
        n = even(problem.n, max(1, columns // (ceil_div(p * pitch, STEP) * STEP)))
    lines = problem.c_per_group * (problem.s if merged else together)
    tile = (
        min(tile[0], ceil_div(lines, SIDE)),
        min(tile[1], ceil_div(problem.k_per_group * together, SIDE)),
    )
    packed = min(PACKED, key=lambda packed: ceil_div(pitch, packed) * packed * (1 + 4 / packed))
    return MatrixPlan(
        problem=problem, isa=isa, x_layout=spec.x_layout.kind, dy_layout=spec.dy_layout.kind,
        merged=merged, apart=apart, together=together, tile=tile, block=(n, p, q), packed=packed,
        cut=(1, 1, 1),
    )  # fmt: skip


def _divided(whole: MatrixPlan, work: float) -> Iterator[MatrixPlan]:
    """The plan of so much work, divided among tasks in several ways."""
    n, p, q = whole.block_counts
    blocks = n * p * q
    groups, xs, dys = whole.cut_totals
    wanted = tasks_wanted(work)
    # What the divided plans have in common, where properties find what was worked out once.
    names = ("ribbon", "x_bands", "dy_bands", "cut_totals")
    shared = {name: getattr(whole, name) for name in names}
    for split in powers(min(blocks, 2 * wanted)):
        rest = ceil_div(wanted, split)
        # A task that does some of the channels packs the others' pixels once more.
        cuts = [(rest, 1, 1), *((1, x, ceil_div(rest, x)) for x in powers(rest))]
        possible = ((min(g, groups), min(x, xs), min(y, dys)) for g, x, y in cuts)
        for cut in dict.fromkeys(possible):
            typed = _types(blocks, split)
            plan = replace(whole, split=split, cut=cut, **typed)
            plan.__dict__.update(shared)
            if math.prod(cut) * 2 >= rest and _fits(plan):
                yield plan


def _types(blocks: int, split: int) -> dict[str, Any]:
    """The fields of a plan that say how sums are kept between so many blocks, in so many parts."""
    single = blocks == 1
    dtype = partial_dtype("bfloat16", "default", ceil_div(blocks, split), single)
    return {"partial_dtype": dtype, "writes_dw": single}


def _fits(plan: MatrixPlan) -> bool:
    """Whether a plan keeps to the limits of memory, and of how many sums follow one another."""
    problem = plan.problem
    if plan.longest_chain > LONGEST_CHAIN:
        return False
    if plan.split > 1 and plan.split * plan.partial_bytes > partials_limit(problem):
        return False
    return bool(plan.workspace_bytes(1) <= workspace_limit(problem))
