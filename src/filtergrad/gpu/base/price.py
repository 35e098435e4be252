"""The price of plans of every kind: how long a nominal card of the architecture takes.

In: a plan and what one step of it does. Out: a `Price`, in cycles of the nominal card. A program is
held up by the matrix unit, by the instructions that it issues or by the second-level cache,
whichever takes longest; the card by memory; and every launch takes its time. No constant here was
fitted to a device yet, but for those that docs/gpu.md names.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from filtergrad.dtypes import SIZES

from .arch import Arch
from .plan import Plan, ceil_div

# Seconds from a launch to its first instruction, of the first kernel and of one behind another.
FIRST_LAUNCH, NEXT_LAUNCH, OVERLAPPED_LAUNCH = 2.5e-6, 1.5e-6, 0.8e-6

# Seconds in which a program fills its pipeline and drains it, and for each further tile it has.
PIPELINE, NEXT_TILE = 1.0e-6, 0.3e-6

# Bytes a second at which the second pass reads slots, which mostly lie in the second-level cache,
# as a multiple of what memory gives.
SLOT_RATE = 2.0

# Cycles of an issue slot that a warp-wide copy of 16 bytes a lane to shared memory takes with its
# address and its mask: counted in the machine code of seven tiles for sm_90 (19 to 27 cycles for
# four of them, as a multiprocessor has four schedulers).
COPY_CYCLES = 5.5

# Cycles of a step that copies nothing.
STEP_CYCLES = 30.0

# Of the issue slots, what nothing hides: an assumption, by which of two plans that wait for the
# same the one of fewer instructions is taken.
UNHIDDEN = 0.1

# How many products of the matrix unit one product of two float32 numbers takes, as a multiple of
# one of two half-precision numbers.
PRODUCTS = {"ieee": 1.0, "tf32": 2.0, "tf32x3": 6.0, "bf16x3": 3.0, "bf16x6": 6.0}


@dataclass(frozen=True)
class Price:
    """What a plan is expected to take, in cycles of the nominal card.

    Parameters
    ----------
    multiply
        For products and sums, of the programs that a multiprocessor has.
    issue
        For the instructions that these issue.
    l2
        For what these read from the second-level cache.
    memory
        For bytes from and to memory.
    launch
        For launches, and the beginnings and ends of programs.
    finish
        For adding up the slots.
    wall
        Until the last kernel is done.
    """

    multiply: float
    issue: float
    l2: float
    memory: float
    launch: float
    finish: float
    wall: float


@dataclass(frozen=True)
class Step:
    """What one program does in one step.

    Parameters
    ----------
    flops
        Floating-point operations, those on masked numbers too.
    rate
        Of the whole card for them, operations a second.
    copies
        Warp-wide copies of 16 bytes a lane, or of less where less is in one piece.
    l2_bytes
        Bytes from the second-level cache.
    cycles
        Cycles of issue slots beside those of the copies.
    """

    flops: float
    rate: float
    copies: float
    l2_bytes: float
    cycles: float = STEP_CYCLES


def rate(arch: Arch, dtype: str, products: str) -> float:
    """Operations a second of the whole card for numbers of a dtype multiplied in some way."""
    if dtype == "float64":
        return arch.float64_rate
    if dtype == "float32":
        return arch.float32_rate if products == "ieee" else arch.half_rate / PRODUCTS[products]
    return arch.half_rate or arch.float32_rate


def copies(numbers: int, size: int, together: int) -> float:
    """Warp-wide copies for so many numbers of a size, of which so many lie side by side."""
    piece = min(16, size * max(1, math.gcd(together, 16 // size)))
    return numbers * size / (32 * piece)


def price(plan: Plan, step: Step, phases: float = 1.0) -> Price:
    """The price of a plan of such steps.

    Parameters
    ----------
    plan
        What is done.
    step
        What a program does in each step.
    phases
        How often x and dy come from memory.
    """
    arch, division, problem = plan.isa, plan.division, plan.problem
    each = division.most * ceil_div(division.programs, arch.sms) * plan.parts
    multiply = each * step.flops * arch.sms / step.rate
    issue = each * (step.copies * COPY_CYCLES + step.cycles) / arch.clock
    l2 = each * step.l2_bytes * arch.sms / arch.l2_rate
    size = SIZES[problem.dtype]
    turned = sum(_elements(plan, name) for name in plan.turned) * size
    memory = (problem.tensor_bytes * phases + 2 * turned) / arch.memory_rate
    slots = plan.slots * plan.slot_bytes
    finish = 2 * slots * plan.parts / (SLOT_RATE * arch.memory_rate)
    launches = plan.parts * (1 + len(plan.turned)) + (plan.slots > 0)
    next_launch = OVERLAPPED_LAUNCH if arch.launch_overlap else NEXT_LAUNCH
    ranges = 1 + ceil_div(division.tiles, division.programs)
    pipeline = plan.parts * (PIPELINE + NEXT_TILE * ranges * ceil_div(division.programs, arch.sms))
    launch = FIRST_LAUNCH + (launches - 1) * next_launch + pipeline
    wall = max(multiply, issue, l2, memory) + UNHIDDEN * issue + launch + finish
    cycles = [t * arch.clock for t in (multiply, issue, l2, memory, launch, finish, wall)]
    return Price(*cycles)


def _elements(plan: Plan, name: str) -> int:
    problem = plan.problem
    if name == "x":
        return problem.n * problem.h * problem.w * problem.c
    return problem.n * problem.p * problem.q * problem.k
