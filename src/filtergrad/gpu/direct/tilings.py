"""Plans of the direct algorithm before they are divided: which loop, which tile, how many warps.

In: a `Spec`, an architecture, how numbers are multiplied. Out: plans whose division is still that
of one program. Which tiles spill no register was found by compiling them: see docs/gpu.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from filtergrad.dtypes import HALVES, SIZES
from filtergrad.engine import Spec
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.plan import Tile
from filtergrad.gpu.base.units import Division

from .plan import DirectPlan, best_box, possible_run, runs

SIDES = (16, 32, 64, 128, 256)
"""Channels of a tile."""

FEW = 16
"""Input channels of a group below which the rows of a tile are filter positions, too."""


def tilings(spec: Spec, arch: Arch, products: str) -> Iterator[DirectPlan]:
    """Every sensible tile of every loop that can serve."""
    plan = DirectPlan(
        problem=spec.problem, isa=arch, x_layout=spec.x_layout, dy_layout=spec.dy_layout,
        precision=spec.precision, products=products, tile=Tile(16, 16), division=Division(1, 1, 1),
        warps=4, stages=2,
    )  # fmt: skip
    for turned in _turns(spec):
        base = replace(plan, turned=turned)
        yield from _taps(base)
        yield from _few(base)
        yield from _diagonal(base)
        yield from _bulk(base)


def _turns(spec: Spec) -> Iterator[tuple[str, ...]]:
    """Which operands may be turned: those whose channels are no neighbours."""
    yield ()
    layouts = {"x": spec.x_layout, "dy": spec.dy_layout}
    if strided := tuple(name for name, layout in layouts.items() if layout.kind != "rows"):
        yield strided


def _taps(base: DirectPlan) -> Iterator[DirectPlan]:
    """One filter position, or two or three of a row that share what is loaded of dy."""
    problem = base.problem
    for c, k in _channels(problem.c_per_group, problem.k_per_group):
        for taps in _together(problem.s):
            yield from _loaded(replace(base, tile=_tile(base, c, k, taps)))


def _together(s: int) -> list[int]:
    """How many positions of a filter row may share what is loaded of dy."""
    return [1] + [3] * (s >= 3) + [2] * (s in (2, 4))


def _few(base: DirectPlan) -> Iterator[DirectPlan]:
    """Filter positions and few channels as the rows of a tile."""
    problem = base.problem
    if problem.c_per_group >= FEW:
        return
    longest = 1 if base.turned else possible_run(problem, base.x_layout)
    for run in sorted({1, longest}):
        rows = problem.r * runs(problem, run).width
        for c, k in _channels(rows, problem.k_per_group):
            yield from _loaded(replace(base, loop="few", run=run, tile=_tile(base, c, k)))


def _diagonal(base: DirectPlan) -> Iterator[DirectPlan]:
    """Several groups of few channels."""
    problem = base.problem
    if problem.g == 1 or max(problem.c_per_group, problem.k_per_group) > 32:
        return
    for side in (32, 64):
        if min(side // problem.c_per_group, side // problem.k_per_group) > 1:
            yield from _loaded(replace(base, loop="diagonal", tile=_tile(base, side, side)))


def _bulk(base: DirectPlan) -> Iterator[DirectPlan]:
    """Boxes, or rows of matrices, that the tensor memory accelerator brings."""
    problem = base.problem
    layouts = (base.x_layout, base.dy_layout)
    plain = all(layout.kind == "rows" and layout.dense and layout.aligned for layout in layouts)
    if not (base.isa.bulk and plain and problem.dtype in HALVES and not base.turned):
        return
    if (problem.u, problem.v) != (1, 1):
        return
    size = SIZES[problem.dtype]
    if problem.g > 1 and (problem.c_per_group * size % 16 or problem.k_per_group * size % 16):
        return  # boxes begin at multiples of 16 bytes
    loop = "flat" if base.pointwise else "boxes"
    # A box may reach into the next group: what comes of that is in rows that nobody stores.
    for c, k in _channels(problem.c_per_group, problem.k_per_group):
        for taps in _together(problem.s):
            yield from _loaded(replace(base, loop=loop, tile=_tile(base, c, k, taps)))


def _channels(c: int, k: int) -> Iterator[tuple[int, int]]:
    """Sides of a tile: not twice as large as what there is, not small where there is much."""
    rows = [side for side in SIDES if side < 2 * max(16, c)]
    columns = [side for side in SIDES if side < 2 * max(16, k)]
    for one in rows:
        for other in columns:
            least = min(one, rows[-1], 32), min(other, columns[-1], 32)
            if (one, other) == (max(one, least[0]), max(other, least[1])):
                yield one, other


def _tile(base: DirectPlan, c: int, k: int, taps: int = 1) -> Tile:
    """A tile with the pixels of a step that suit the arithmetic."""
    dtype, products = base.problem.dtype, base.products
    fused = products == "ieee" and (dtype == "float32" or not base.isa.matrix_unit)
    if dtype == "float64":
        pixels = 16
    elif fused:
        pixels = 32 if min(c, k) == 16 else 16  # fewer are not 16 bytes for each thread
    elif dtype == "float32":
        pixels = 32  # more would not leave registers for what numbers are split into
    else:
        pixels = 64
    return Tile(c, k, 1, taps, pixels)


def _most_sums(plan: DirectPlan) -> int:
    """Numbers of dW that a warp keeps in registers without spilling any."""
    arch, dtype = plan.isa, plan.problem.dtype
    if dtype == "float64":
        return 1024
    if not arch.matrix_unit:
        return 1024
    if dtype in HALVES:
        if plan.loop in ("few", "diagonal"):
            return 2048
        return 6144 if arch.least_rows > 16 else 3072
    return 2048 if plan.products in ("ieee", "bf16x6", "bf16x3") else 1024


def _loaded(plan: DirectPlan) -> Iterator[DirectPlan]:
    """A plan with warps that have registers, and steps loaded ahead that have shared memory."""
    arch, tile = plan.isa, plan.tile
    most = _most_sums(plan)
    if tile.sums > 8 * most:
        return
    few_warps = 4096 if plan.loop in ("boxes", "flat") else 3072
    few_warps = 1024 if arch.sums_apart else few_warps
    warps = 4 if tile.sums <= 4 * min(most, few_warps) else 8
    size = SIZES[plan.problem.dtype]
    pixels = tile.pixels
    while pixels >= 16:
        step = (tile.taps * tile.c + tile.k) * pixels * size
        stages = next((n for n in (4, 3, 2) if n * step <= arch.shared_bytes - 1024), 0)
        if stages:
            # The left operand needs rows for the matrix unit's full rate; the other does not.
            narrow = arch.least_rows > 16 and tile.c < arch.least_rows <= tile.k
            if narrow and tile.taps > 1 and warps == 8:
                return  # it spills
            found = replace(
                plan, tile=replace(tile, pixels=pixels), warps=warps, stages=stages, swapped=narrow
            )
            if plan.loop != "boxes":
                yield found
            elif box := best_box(plan.problem, plan.problem.n, pixels, exact=True):
                yield replace(found, box=box)
            return
        pixels //= 2
