"""The plans of the direct algorithm for a problem: tiles, ways of dividing them, layouts.

In: a `Spec` and an architecture. Out: plans with their prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from filtergrad.dtypes import HALVES, SIZES
from filtergrad.engine import Spec
from filtergrad.gpu.base.algorithm import Priced
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.plan import Tile, ceil_div, workspace_limit
from filtergrad.gpu.base.units import Division

from . import price
from .plan import DirectPlan, tiles

MOST_PIXELS = 1 << 30
"""Of a part of the images: steps and pixels are counted in 32 bits."""

LEAST_STEPS = 4
"""Of a program: fewer would not fill its pipeline."""


def candidates(spec: Spec, arch: Arch) -> Iterator[Priced]:
    """Every sensible plan with its price."""
    for plan in plans(spec, arch):
        yield Priced(price.price(plan), plan)


def plans(spec: Spec, arch: Arch) -> Iterator[DirectPlan]:
    """Every sensible plan whose workspace is allowed."""
    products = multiplied(spec, arch)
    for turned in _turns(spec):
        for tile, warps in tilings(spec, arch, products):
            yield from _divided(spec, arch, products, turned, tile, warps)


def multiplied(spec: Spec, arch: Arch) -> str:
    """How numbers are multiplied."""
    if spec.problem.dtype != "float32":
        return "ieee"  # products of half-precision numbers are exact in float32
    if spec.precision == "tf32" and arch.matrix_unit:
        return arch.tf32_products
    if spec.precision == "highest":
        return "bf16x6" if arch.matrix_unit else "ieee"
    return arch.float32_products


def _turns(spec: Spec) -> Iterator[tuple[str, ...]]:
    """Which operands may be turned: those whose channels are no neighbours."""
    yield ()
    layouts = {"x": spec.x_layout, "dy": spec.dy_layout}
    if strided := tuple(name for name, layout in layouts.items() if layout.kind != "rows"):
        yield strided


def tilings(spec: Spec, arch: Arch, products: str) -> Iterator[tuple[Tile, int]]:
    """Tiles that fit the problem and the registers, and warps for them."""
    problem = spec.problem
    s = problem.s
    taps = {1} | ({3} if s >= 3 else set()) | ({2} if s in (2, 4) else set())
    sides = [16, 32, 64, 128, 256]
    rows = [c for c in sides if c < 2 * max(16, problem.c_per_group)]
    columns = [k for k in sides if k < 2 * max(16, problem.k_per_group)]
    most = _most_sums(arch, problem.dtype, products)
    for c in rows:
        for k in columns:
            for together in sorted(taps):
                sums = c * k * together
                small = min(c, k) < 32 and sums < 2048 and (c, k) != (rows[-1], columns[-1])
                if sums <= 8 * most and not small:
                    warps = 4 if sums <= 4 * most and sums <= 16384 else 8
                    yield Tile(c, k, 1, together, _pixels(problem.dtype, products, c, k)), warps


def _most_sums(arch: Arch, dtype: str, products: str) -> int:
    """Numbers of dW that a warp keeps in registers without spilling any: see docs/gpu.md."""
    if dtype == "float64":
        return 1024
    if dtype in HALVES:
        if arch.name.startswith("sm_75"):
            return 1024
        return 6144 if arch.least_rows > 16 else 3072
    return 2048 if products in ("ieee", "bf16x6", "bf16x3") else 1024


def _pixels(dtype: str, products: str, c: int, k: int) -> int:
    """Pixels of a step."""
    if dtype == "float64" or (dtype == "float32" and products == "ieee"):
        return 16
    if dtype == "float32":
        return 64 if c * k <= 64 * 64 else 32
    return 64


def _stages(arch: Arch, tile: Tile, itemsize: int) -> int:
    """How many steps are loaded ahead: what fits, up to four; 0 if not even two do."""
    step = (tile.s * tile.c + tile.k) * tile.pixels * itemsize
    return next((n for n in (4, 3, 2) if n * step <= arch.shared_bytes - 1024), 0)


def _divided(
    spec: Spec, arch: Arch, products: str, turned: tuple[str, ...], tile: Tile, warps: int
) -> Iterator[DirectPlan]:
    """Plans of a tile that divide the work in all sensible ways."""
    problem = spec.problem
    stages = _stages(arch, tile, SIZES[problem.dtype])
    while not stages and tile.pixels > 16:
        tile = replace(tile, pixels=tile.pixels // 2)
        stages = _stages(arch, tile, SIZES[problem.dtype])
    if not stages:
        return
    wants_rows = arch.least_rows > 16 and problem.dtype != "float64" and products != "ieee"
    wants_rows |= arch.least_rows > 16 and problem.dtype in HALVES
    plan = DirectPlan(
        problem=problem, isa=arch, x_layout=spec.x_layout, dy_layout=spec.dy_layout,
        precision=spec.precision, products=products, tile=tile, division=Division(1, 1, 1),
        warps=warps, stages=stages, turned=turned,
        swapped=wants_rows and tile.c < arch.least_rows <= tile.k,
    )  # fmt: skip
    count = tiles(problem, plan.loop, tile)
    parts = parted(plan)
    plan = replace(plan, parts=parts)
    steps = ceil_div(plan.images * problem.p * problem.q, tile.pixels)
    for programs in shares(arch, count, steps, price.resident(plan)):
        division = Division(count, steps, programs)
        divided = replace(plan, division=division)
        if division.whole and not divided.flushes and parts == 1:
            divided = replace(divided, writes_dw=True)
        if divided.allowed:
            yield divided


def parted(plan: DirectPlan) -> int:
    """Into how many parts the images must be cut, so that a part can be counted and turned."""
    problem, parts = plan.problem, 1
    pixels = problem.p * problem.q
    limit = workspace_limit(problem) // 2
    while parts < problem.n:
        cut = replace(plan, parts=parts)
        turned = cut.turned_bytes("x") + cut.turned_bytes("dy")
        if cut.images * pixels <= MOST_PIXELS and turned <= limit:
            break
        parts *= 2
    return min(parts, problem.n)


def shares(arch: Arch, count: int, steps: int, resident: int) -> list[int]:
    """Numbers of programs that may be best: each has LEAST_STEPS steps, or there is one a tile."""
    full = arch.sms * resident
    most = max(1, count * steps // LEAST_STEPS)
    wanted = {count, min(arch.sms, most), min(full, most)}
    # All tiles read the same pixels at the same time where programs are a multiple of tiles.
    wanted |= {count * (n // count) for n in (arch.sms, full) if n >= count}
    return sorted(n for n in wanted if 1 <= n <= max(most, count) and n <= count * steps)
