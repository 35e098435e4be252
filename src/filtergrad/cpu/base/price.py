"""The price of plans of every kind: the time of a team that shares the work, and its finish.

In: a plan and the cycles of its work, or a table of plans, whose numbers are `columns`. Out: a
`Price`. What one step of the work takes is the machine's (`cycles`) or the algorithm's own (its
``price.py``); here is how it is shared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from .bands import ceil_div
from .columns import Number, least, most, pick, whole
from .cycles import Cycles

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

    multiply: Number
    call: Number
    miss: Number
    pack: Number
    memory: Number
    finish: Number
    wall: Number

    @property
    def work(self) -> Number:
        """All but the finish."""
        return self.multiply + self.call + self.miss + self.pack + self.memory


class Shared(Protocol):
    """What must be known of a plan, or of a table of plans, to tell how its work is shared."""

    @property
    def tasks(self) -> Number:
        """Number of tasks."""

    @property
    def split(self) -> Number:
        """In how many parts the pixels are summed apart."""

    @property
    def partial_bytes(self) -> Number:
        """Bytes of one partial sum of dW."""

    @property
    def writes_dw(self) -> Number:
        """Whether dW itself serves as the only partial."""


def lines_kept(stride: int) -> int:
    """How many lines, each ``stride`` lines after another, the first-level cache can hold."""
    return L1_LINES // math.gcd(L1_SETS, stride)


def tasks_wanted(cycles: Number) -> Number:
    """Into how many tasks work of so many ``cycles`` should be divided, about."""
    few = least(FEW_TASKS, cycles / LEAST_TASK_CYCLES)
    return whole(most(most(few, least(MOST_TASKS, cycles / LONG_TASK_CYCLES)), 1))


def finish_cycles(plan: Shared, cycles: Cycles) -> Number:
    """Cycles in which the partials of ``plan`` are added up, rounded and written to dW."""
    added = plan.partial_bytes * (plan.split * cycles.summed_byte + cycles.rounded_byte)
    return pick(plan.writes_dw, 0.0, added)


def wall(
    plan: Shared,
    cycles: Cycles,
    compute: Number,
    memory: Number,
    finish: Number,
    uneven_times: float = 0.0,
) -> Number:
    """Cycles until the last of a usual team is done.

    Parameters
    ----------
    plan
        Into how many tasks the work is divided, and whether it has a finish.
    cycles
        What the processor takes.
    compute, memory, finish
        Cycles of one core for the arithmetic with all that belongs to it, for bringing numbers from
        memory, and for the finish.
    uneven_times
        How much of one task's arithmetic the others wait for at the end.
    """
    tasks = plan.tasks
    shared = _shared(tasks, cycles, compute + memory, finish, TEAM_THREADS)
    team = uneven_times * compute / tasks + pick(plan.writes_dw, cycles.team, 2 * cycles.team)
    return shared + pick(tasks > 1, team, 0.0) + WORK_TIMES * (compute + memory + finish)


def for_threads(price: Price, tasks: Number, cycles: Cycles, threads: int) -> Number:
    """Expected cycles when ``threads`` share so many ``tasks``."""
    return _shared(tasks, cycles, price.work, price.finish, threads)


def _shared(tasks: Number, cycles: Cycles, work: Number, finish: Number, threads: int) -> Number:
    """Cycles in which ``threads`` do ``tasks``, in as many rounds as it takes."""
    rounds, busy = ceil_div(tasks, threads), least(threads, tasks)
    return work / tasks * rounds + (finish + cycles.task * tasks) / busy
