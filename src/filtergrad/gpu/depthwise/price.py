"""The price of a plan of depthwise layers.

In: a `DepthwisePlan`. Out: a `Price`. The instructions of a row of pixels were counted in the
machine code for filters of 3x3 to 7x7 and one to four numbers a thread. `row_cycles` is within 12 %
of them for bfloat16 on sm_90 with stride 1. It is too low elsewhere: by 10 to 36 % with stride 2,
by 19 % on sm_120, by 30 % with multipliers. How long a program waits for a row is an assumption.
"""

from __future__ import annotations

from dataclasses import replace

from filtergrad.dtypes import SIZES
from filtergrad.engine import Layout
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.plan import ceil_div
from filtergrad.gpu.base.price import Price, Step
from filtergrad.gpu.base.price import price as base_price

from .plan import DepthwisePlan

# Instructions of a load beside the conversions of its numbers: itself, zeros for what is masked,
# its mask, its share of addresses.
LOAD_CYCLES = 4.0

# Instructions of a row beside its products, loads and moves.
ROW_CYCLES = 10.0

# Cycles from the load of a row to its use, most of it from memory: an assumption.
LATENCY = 600.0

# Cycles in which a program adds up halves of the columns of eight filter positions: an assumption.
HALVING_CYCLES = 100.0

# Threads and registers of a multiprocessor.
WARPS, REGISTERS = 48, 65536


def resident(plan: DepthwisePlan) -> int:
    """Programs that a multiprocessor holds at a time."""
    registers = ceil_div(plan.registers, 8) * 8 * 32 * plan.warps
    return max(1, min(WARPS // plan.warps, REGISTERS // registers))


def pieces(plan: DepthwisePlan, name: str) -> int:
    """Load instructions for the numbers of one load that a thread has."""
    problem = plan.problem
    layout = plan.x_layout if name == "x" else plan.dy_layout
    if name in plan.turned:
        layout = Layout("rows", dense=True, aligned=True)
    shared = name == "x" and (problem.k_per_group, problem.c_per_group) != (1, 1)
    if layout.kind != "rows" or shared:
        return plan.numbers
    width = 16 // SIZES[problem.dtype] if layout.aligned else 1
    return ceil_div(plan.numbers, width)


def row_cycles(plan: DepthwisePlan) -> float:
    """Issue slots of a warp for a row of pixels."""
    converted = plan.numbers if SIZES[plan.problem.dtype] == 2 else 0
    xs = plan.loads - 1
    loads = LOAD_CYCLES * (pieces(plan, "dy") + xs * pieces(plan, "x")) + plan.loads * converted
    moves = 0 if plan.unroll > 1 else plan.numbers * plan.ring + plan.loads * (plan.stages - 1)
    return plan.tile.taps * plan.numbers + loads + moves + ROW_CYCLES


def rate(arch: Arch, dtype: str) -> float:
    """Operations a second outside the matrix unit.

    Where the matrix unit multiplies float64 numbers, half of its rate is left outside.
    """
    if dtype != "float64":
        return arch.float32_rate
    unit = arch.capability in (80, 90, 100)
    return arch.float64_rate / (2 if unit else 1)


def price(plan: DepthwisePlan) -> Price:
    """The price of a plan."""
    arch, division, tile, problem = plan.isa, plan.division, plan.tile, plan.problem
    rows = plan.rows
    size = SIZES[problem.dtype]
    width = min(tile.s * plan.columns, plan.columns * problem.v + (tile.s - 1) * problem.ds)
    numbers = (rows + plan.ring - 1) * plan.columns + rows * plan.fresh * width
    levels = plan.columns.bit_length()
    flush = ceil_div(tile.taps, 8) * levels * HALVING_CYCLES / plan.chain_steps
    row = row_cycles(plan) * plan.warps / 4
    step = Step(
        flops=2.0 * tile.taps * rows * plan.columns * tile.k,
        rate=rate(arch, problem.dtype),
        copies=0.0,
        l2_bytes=float(numbers * tile.k * size),
        cycles=rows * row + flush,
    )
    again = ceil_div(problem.r, tile.r) * ceil_div(problem.s, tile.s)
    phases = 1.0 if problem.tensor_bytes <= arch.l2_bytes / 2 else float(again)
    found = base_price(plan, step, phases)
    waves = ceil_div(division.programs, arch.sms * resident(plan))
    waiting = waves * division.most * plan.parts * rows * LATENCY / (plan.stages - 1)
    if waiting <= found.issue:
        return found
    busy = max(found.multiply, found.issue, found.l2, found.memory)
    wall = found.wall + max(0.0, waiting - busy)
    return replace(found, issue=waiting, wall=wall)
