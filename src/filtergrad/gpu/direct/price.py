"""The price of a plan of the direct algorithm: what one step of it does.

In: a plan. Out: its `Price`.
"""

from __future__ import annotations

from filtergrad.dtypes import HALVES, SIZES
from filtergrad.gpu.base import price as base
from filtergrad.gpu.base.plan import ceil_div

from .plan import DirectPlan

# A multiprocessor has so many registers, and so many threads at most.
REGISTERS, THREADS = 65536, 2048

# Registers of a thread beside those of its sums: 60 to 120 in the tiles that were compiled.
OTHER_REGISTERS = 90

# Instructions of a warp in a step whose operands the accelerator brings, and for each tap, where a
# box is a run of dy's pixels and where it is not; for a 1x1 filter. Counted in the machine code of
# nine tiles for sm_90.
LINES, OTHERS, FLAT = (50.0, 40.0), (85.0, 42.0), (87.0, 0.0)

# Of the instructions for copies, what is left where steps are boxes: 2.4 to 3.8 cycles instead of
# 4.7 to 6.7, in tiles of 64x64 to 128x128 for sm_90.
BOXED = 0.55

# Of the matrix unit's full rate, what tiles with too few rows reach: they use an older instruction.
NARROW = 0.5


def resident(plan: DirectPlan) -> int:
    """How many programs a multiprocessor holds at a time."""
    threads, tile = 32 * plan.warps, plan.tile
    registers = threads * (tile.sums // threads + OTHER_REGISTERS)
    shared = plan.stages * (tile.taps * tile.c + tile.k) * tile.pixels * SIZES[plan.problem.dtype]
    held = min(REGISTERS // registers, plan.isa.shared_bytes // shared, THREADS // threads)
    return max(1, min(held, 4))


def price(plan: DirectPlan) -> base.Price:
    """The price of a plan."""
    arch, tile, problem = plan.isa, plan.tile, plan.problem
    size = SIZES[problem.dtype]
    rate = base.rate(arch, problem.dtype, plan.products)
    rows = tile.k if plan.swapped else tile.c
    if rows < arch.least_rows and problem.dtype in HALVES:
        rate *= NARROW
    x, dy = tile.taps * tile.c * tile.pixels, tile.k * tile.pixels
    if plan.loop in ("boxes", "flat"):
        each = FLAT if plan.loop == "flat" else LINES if plan.lines else OTHERS
        copies, cycles = 0.0, (each[0] + each[1] * tile.taps) * plan.warps / 4
    else:
        copies = base.copies(x, size, _together(plan, "x"))
        copies += base.copies(dy, size, _together(plan, "dy"))
        copies *= BOXED if plan.boxed else 1.0
        cycles = base.STEP_CYCLES
    step = base.Step(
        flops=2.0 * tile.sums * tile.pixels,
        rate=rate,
        copies=copies,
        l2_bytes=float((x + dy) * size),
        cycles=cycles,
    )
    return base.price(plan, step, phases(plan))


def _together(plan: DirectPlan, name: str) -> int:
    """How many numbers of an operand lie side by side for certain."""
    layout = plan.x_layout if name == "x" else plan.dy_layout
    channels = plan.problem.c_per_group if name == "x" else plan.problem.k_per_group
    if plan.loop == "few" and name == "x":
        return plan.run
    if name in plan.turned or (layout.kind == "rows" and layout.aligned):
        return channels
    return 1


def phases(plan: DirectPlan) -> float:
    """How often x and dy come from memory.

    Once where they fit in half of the second-level cache, or where all tiles read the same pixels
    at the same time; else once for each round of programs, or twice where some lag behind others.
    """
    division, problem, arch = plan.division, plan.problem, plan.isa
    if problem.tensor_bytes <= arch.l2_bytes // 2:
        return 1.0
    rounds = ceil_div(division.tiles, min(division.programs, arch.sms * resident(plan)))
    if rounds > 1:
        return float(rounds)
    return 1.0 if division.programs % division.tiles == 0 else 2.0
