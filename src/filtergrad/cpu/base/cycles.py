"""What a processor takes for the things that all algorithms do, in cycles of one core.

In: nothing. Out: one `Cycles` record for each kind of processor; a row of `isa.ROWS` names its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cycles:
    """What prices are made of: the costs of the machine, each field in one unit.

    The numbers were measured and fitted on a Zen 3 (vectors of 32 bytes) and a Zen 4 (64 bytes).
    With them the chosen plan is 1.024 times slower than the best of twelve measured candidates, as
    a geometric mean over 395 layers; the worst layers are 1.2 to 1.4 times slower, and the price of
    a plan relative to the chosen one's is off by 4 % in the median (docs/decisions/cost-model.md).
    The rows of SSE4.2 and NEON take the numbers for vectors of 32 bytes: none was measured there.

    Parameters
    ----------
    load
        Cycles that a load of one vector takes when all hit the first-level cache.
    latency
        Cycles from the beginning of a multiply-add until its accumulator can be used again.
    call
        Cycles that one call of a tile function takes, without what the function does.
    l2_line
        Cycles that multiply-adds lose to one cache line from the second-level cache: few where they
        take so long themselves that lines keep up.
    page
        Cycles that one access to a page takes whose translation the first level does not hold.
    jump
        Cycles that a pixel of a depthwise layer takes beside its bytes if a task wants some of its
        channels only: the processor does not foresee where the next one lies.
    copied_byte
        Cycles that one byte of a panel of the direct algorithm takes: it is read, room is made for
        it, and it is written.
    strip_byte
        Cycles that one byte of a strip of Winograd's algorithm or of a panel for a depthwise layer
        takes; fitted with vectors of 32 bytes only.
    transposed_number
        Cycles that one number takes, beside its bytes, if it is transposed on its way to a panel.
    single_number
        Cycles that one number takes if it is copied to a panel by itself.
    prefetched_byte
        Cycles that one byte from or to memory takes if it was prefetched.
    memory_byte
        Cycles in which one byte arrives from memory where nothing else is done: a core's part of
        the bandwidth.
    summed_byte
        Cycles that one byte of one partial takes when the partials are added up.
    rounded_byte
        Cycles that one byte of a partial takes when the sum is rounded and written to dW.
    task
        Cycles that one task takes to be claimed and to begin with cold caches.
    team
        Cycles until a team of threads has come together; a call with a finish needs it twice.
    """

    load: float = 0.5
    latency: float = 4.0
    call: float = 50.0
    l2_line: float = 1.4
    page: float = 0.5
    jump: float = 4.5
    copied_byte: float = 0.09
    strip_byte: float = 0.09
    transposed_number: float = 0.35
    single_number: float = 3.0
    prefetched_byte: float = 0.02
    memory_byte: float = 0.25
    summed_byte: float = 0.125
    rounded_byte: float = 0.5
    task: float = 500.0
    team: float = 5000.0


VECTORS_OF_32_BYTES = Cycles()
VECTORS_OF_64_BYTES = Cycles(l2_line=0.4, copied_byte=0.17)

# Two of them a cycle, with which lines keep up less well, and the third-level cache is far: fitted
# on an Emerald Rapids.
TWO_VECTORS_OF_64_BYTES = Cycles(l2_line=1.0, copied_byte=0.17, jump=50.0)
