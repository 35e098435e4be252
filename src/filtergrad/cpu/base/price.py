"""The price of plans of every kind: the time of a team that shares the work, and its finish.

In: a plan and the cycles of its work. Out: a `Price`. What one step of the work takes is the
machine's (`cycles`) or the algorithm's own (its ``price.py``); here is how it is shared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .bands import ceil_div
from .plan import Plan

# ---- the machine: what nearly all processors have in common ----

# The first-level cache, of 32 KiB, has so many sets, and each set so many lines.
L1_SETS, L1_WAYS = 64, 8
L1_LINES = L1_SETS * L1_WAYS

# The first level of address translations holds so many pages.
L1_PAGES = 64

# Where memory sets the pace, this part of the arithmetic passes meanwhile.
OVERLAP = 0.6

# ---- policy ----

# The division of work is priced for a team of so many threads.
TEAM_THREADS = 4

# All work, undivided, counts by this factor beside the team's time: teams may be smaller.
WORK_TIMES = 0.125

# Up to so many tasks are wanted as soon as each has so many cycles of work.
FEW_TASKS, LEAST_TASK_CYCLES = 16, 15_000

# Up to so many tasks are wanted where each then has so many cycles of work.
MOST_TASKS, LONG_TASK_CYCLES = 64, 12e6


@dataclass(frozen=True)
class Price:
    """What a plan is expected to take, in cycles of one core.

    Parameters
    ----------
    multiply
        For multiply-adds, or the loads or the latency that hold them up.
    call
        For calls of tile functions, their beginnings and ends, and flushes.
    miss
        For what the tiles read and the first-level cache does not hold.
    pack
        For filling panels; Winograd's transforms are part of it.
    memory
        For bytes from and to memory, as far as the arithmetic does not hide them.
    finish
        For adding the partials, rounding and writing dW.
    wall
        Until the last of a usual team is done that shares all of the above.
    """

    multiply: float
    call: float
    miss: float
    pack: float
    memory: float
    finish: float
    wall: float


def lines_kept(stride: int) -> int:
    """How many lines, each ``stride`` lines after another, the first-level cache can hold."""
    return L1_LINES // math.gcd(L1_SETS, stride)


def tasks_wanted(cycles: float) -> int:
    """Into how many tasks work of so many ``cycles`` should be divided, about."""
    few = min(FEW_TASKS, cycles / LEAST_TASK_CYCLES)
    return int(max(few, min(MOST_TASKS, cycles / LONG_TASK_CYCLES), 1))


def finish_cycles(plan: Plan) -> float:
    """Cycles in which the partials of ``plan`` are added up, rounded and written to dW."""
    if plan.writes_dw:
        return 0.0
    cycles = plan.isa.cycles
    return plan.partial_bytes * (plan.split * cycles.summed_byte + cycles.rounded_byte)


def wall(
    plan: Plan, compute: float, memory: float, finish: float, uneven_times: float = 0.0
) -> float:
    """Cycles until the last of a usual team is done.

    Parameters
    ----------
    plan
        Into how many tasks the work is divided, and whether it has a finish.
    compute, memory, finish
        Cycles of one core for the arithmetic with all that belongs to it, for bringing numbers from
        memory, and for the finish.
    uneven_times
        How much of one task's arithmetic the others wait for at the end.
    """
    tasks, team = plan.tasks, plan.isa.cycles.team
    cycles = _shared(plan, compute + memory, finish, TEAM_THREADS)
    if tasks > 1:
        cycles += uneven_times * compute / tasks + (team if plan.writes_dw else 2 * team)
    return cycles + WORK_TIMES * (compute + memory + finish)


def for_threads(price: Price, plan: Plan, threads: int) -> float:
    """Expected cycles when ``threads`` share the tasks of ``plan``."""
    work = price.multiply + price.call + price.miss + price.pack + price.memory
    return _shared(plan, work, price.finish, threads)


def _shared(plan: Plan, work: float, finish: float, threads: int) -> float:
    """Cycles in which ``threads`` do the tasks of ``plan``, in as many rounds as it takes."""
    tasks = plan.tasks
    rounds, busy = ceil_div(tasks, threads), min(threads, tasks)
    return work / tasks * rounds + (finish + plan.isa.cycles.task * tasks) / busy
