"""What plans of every kind cost: the cycles of what they have in common, and the time of a team.

In: what a plan has to do. Out: a `Price`.
"""

from __future__ import annotations

from dataclasses import dataclass

# What prices are made of, in cycles; measured on Zen 3 and Zen 4 cores (docs/decisions/). What they
# do not share is in the row of the instruction set.
LOADS = 2.0  # vector loads a cycle
LATENCY = 4.0  # cycles from an accumulator to its next use
CALL = 50.0  # calling a tile function
COPY = 0.09  # a byte of a panel of other algorithms
TRANSPOSE = 0.35  # a number that is transposed on its way
SINGLE = 3.0  # a number that is copied by itself
BYTE = 0.02  # a byte from or to memory, when prefetching hides the way
BANDWIDTH = 4.0  # bytes a cycle from memory, a core's share
TASK = 500.0  # claiming a task and starting from cold caches
TEAM = 5000.0  # bringing a team together, twice with a finish
L1_LINES, L1_SETS, WAYS = 512, 64, 8
L2_BYTES = 400_000  # what other algorithms' pixels may take of the second-level cache
TEAM_THREADS = 4  # the team for which the division of work is priced
FEWER = 0.125  # how much all work counts beside that: teams may be smaller


@dataclass(frozen=True)
class Price:
    """Expected cycles of one core; ``wall`` are those of a team that shares the work."""

    multiply: float
    call: float
    miss: float
    pack: float
    memory: float
    finish: float
    wall: float


def for_threads(price: Price, tasks: int, threads: int) -> float:
    """Expected cycles when ``threads`` share the tasks."""
    work = price.multiply + price.call + price.miss + price.pack + price.memory
    team = min(threads, tasks)
    return work / tasks * -(-tasks // threads) + (price.finish + TASK * tasks) / team
