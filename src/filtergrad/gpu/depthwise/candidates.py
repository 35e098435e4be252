"""The plans for a depthwise layer, or one of small groups.

In: what is asked for and an `Arch`. Out: plans with their prices.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from filtergrad import engine
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.gpu.base.algorithm import Priced
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.plan import Tile, ceil_div, parted
from filtergrad.gpu.base.units import Division
from filtergrad.problem import Problem

from .plan import MOST_UNROLLED, DepthwisePlan, fresh, stream, strips, tiles
from .price import price, resident, row_cycles

# A group has at most so many channels of x, and of dy if it has several of x: with more of them
# the matrix unit is faster.
MOST_CHANNELS, MOST_OUTPUTS = 15, 15

# Registers of a thread for sums and rows of dy, and of all that is counted: compilers spill where
# there are many more.
MOST_KEPT, MOST_REGISTERS = 120, 240

# For sm_120 they take more: what is offered there has at most so many numbers, and taps.
FEWER_NUMBERS, FEWER_TAPS = 2, 49

# Sums of a filter position that a thread has, and warps of a program.
NUMBERS, WARPS = (1, 2, 4), (4, 8)

# Rows that are loaded ahead and the one that is added: where rows are unrolled, and where not.
STAGES, MOVED_STAGES = 3, 2

# A block of filter positions has at most so many rows, and columns.
MOST_TAPS = 8

# Output channels and columns of a block; fewer channels where columns are neighbours in memory.
CHANNELS, COLUMNS = (1, 2, 4, 8, 16, 32, 64, 128), (1, 256)

# Into how many strips rows are cut, and a strip has at least so many rows unless there are fewer.
STRIPS, LEAST_ROWS = (1, 2, 4, 8), 6

# So many shapes of a tile, the cheapest with each number of sums, are divided over programs.
MOST_SHAPES = 2

# Units are numbered in 32 bits.
MOST_UNITS = 2**31 - 1


def candidates(spec: engine.Spec, arch: Arch) -> Iterator[Priced]:
    """Every sensible plan with its price; none where groups have more than a few channels."""
    problem = spec.problem
    several = problem.c_per_group > 1
    if problem.c_per_group > MOST_CHANNELS or (several and problem.k_per_group > MOST_OUTPUTS):
        return
    for turned in _turned(spec):
        shapes = sorted(_shapes(spec, arch, turned), key=_cost)
        for numbers in NUMBERS:
            some = [plan for plan in shapes if plan.numbers == numbers]
            for plan in some[:MOST_SHAPES]:
                for whole in _strips(plan):
                    yield from _divisions(whole)


def _turned(spec: engine.Spec) -> list[tuple[str, ...]]:
    """Which operands are turned: none, or all that have no rows."""
    layouts = {"x": spec.x_layout, "dy": spec.dy_layout}
    other = tuple(name for name, layout in layouts.items() if layout.kind != "rows")
    return [(), other] if other else [()]


def _shapes(spec: engine.Spec, arch: Arch, turned: tuple[str, ...]) -> Iterator[DepthwisePlan]:
    """Plans of one strip an image and one program a tile: every tile that registers hold."""
    problem = spec.problem
    planes = not turned and "rows" not in (spec.x_layout.kind, spec.dy_layout.kind)
    words = 2 if compute_dtype(problem.dtype) == "float64" else 1
    # Numbers that are loaded one by one take registers for their addresses and masks.
    shared = (problem.c_per_group, problem.k_per_group) != (1, 1)
    apart = shared or (not turned and {spec.x_layout.kind, spec.dy_layout.kind} != {"rows"})
    least = min(CHANNELS[-1], 1 << (problem.k - 1).bit_length())
    for (r, s), numbers, warps, k in itertools.product(_blocks(problem), NUMBERS, WARPS, CHANNELS):
        columns = 32 * warps * numbers // k
        ring = ceil_div(r, fresh(problem, r))
        fits = (
            COLUMNS[0] <= columns <= COLUMNS[1]
            and k < 2 * problem.k
            and columns < 2 * max(problem.q, 8)
            and (k >= 8 or planes or 2 * k > problem.k)
            and not (planes and k * SIZES[problem.dtype] > 32)
        )
        # However few pixels and channels there are, one shape is left.
        fits = fits or (numbers, warps, k) == (1, 4, least)
        kept = words * numbers * (r * s + ring + 1)
        if not fits or kept > MOST_KEPT or words * numbers > (2 if apart else 4):
            continue
        if arch.capability >= 120 and (words * numbers > FEWER_NUMBERS or r * s > FEWER_TAPS):
            continue
        plan = _plan(spec, arch, turned, Tile(1, k, r, s), columns, warps)
        if plan.registers <= MOST_REGISTERS:
            yield plan


def _plan(
    spec: engine.Spec,
    arch: Arch,
    turned: tuple[str, ...],
    tile: Tile,
    columns: int,
    warps: int,
) -> DepthwisePlan:
    count = tiles(spec.problem, tile)
    plan = DepthwisePlan(
        problem=spec.problem,
        isa=arch,
        x_layout=spec.x_layout,
        dy_layout=spec.dy_layout,
        precision=spec.precision,
        products="ieee",
        tile=tile,
        division=Division(count, 1, count),
        warps=warps,
        stages=STAGES,
        turned=turned,
        rows=1,
        columns=columns,
    )
    plan = _rows(replace(plan, loop="slide" if plan.ring > 1 else "strided"), 1)
    return plan if plan.unroll > 1 or plan.ring == 1 else replace(plan, stages=MOVED_STAGES)


def _rows(plan: DepthwisePlan, count: int) -> DepthwisePlan:
    """The plan with the rows of an image in about so many strips."""
    problem, tile, ring = plan.problem, plan.tile, plan.ring
    rows = ceil_div(stream(problem, tile.r), count)
    rows = ceil_div(rows, ring) * ring if ring * tile.taps <= MOST_UNROLLED else rows
    steps = plan.images * strips(problem, tile.r, rows) * ceil_div(problem.q, plan.columns)
    return replace(
        plan,
        rows=rows,
        tile=replace(tile, pixels=rows * plan.columns),
        division=Division(plan.division.tiles, steps, min(plan.division.tiles, steps)),
    )


def _blocks(problem: Problem) -> list[tuple[int, int]]:
    """Rows and columns of blocks of filter positions, as even as they get."""

    def cuts(size: int) -> list[int]:
        least = ceil_div(size, MOST_TAPS)
        return sorted({ceil_div(size, count) for count in (least, least + 1, 2 * least)})

    return list(itertools.product(cuts(problem.r), cuts(problem.s)))


def _cost(plan: DepthwisePlan) -> tuple[float, int]:
    """Issue slots for all of the work; among equals, few columns."""
    return plan.division.units * plan.rows * row_cycles(plan) * plan.warps, plan.columns


def _strips(plan: DepthwisePlan) -> Iterator[DepthwisePlan]:
    """The plan with several numbers of strips."""
    seen = set()
    for count in STRIPS:
        cut = _rows(plan, count)
        if cut.rows not in seen and (count == 1 or cut.rows >= LEAST_ROWS):
            seen.add(cut.rows)
            yield cut


def _divisions(plan: DepthwisePlan) -> Iterator[Priced]:
    """The plan on several numbers of programs, within the workspace."""
    plan = replace(plan, parts=parted(plan))
    count, steps = plan.division.tiles, plan.images * plan.image_steps
    if count * steps > MOST_UNITS:
        return
    full = plan.isa.sms * resident(plan)
    wanted = {min(n, count * steps) for n in (plan.isa.sms, full // 2, full)}
    # All tiles read the same pixels at the same time where programs are a multiple of tiles.
    wanted |= {count * (n // count) for n in wanted if n >= count} | {count}
    for programs in sorted(wanted):
        divided = replace(plan, division=Division(count, steps, programs))
        if divided.division.whole and not divided.flushes and plan.parts == 1:
            divided = replace(divided, writes_dw=True)
        if divided.allowed:
            yield Priced(price(divided), divided)
