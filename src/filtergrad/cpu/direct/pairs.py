"""Pairs: two bfloat16 numbers in 32 bits, for instructions that multiply both at once.

In: a `Problem` and the axis along which numbers are paired. Out: the problem whose pixels are
pairs. The two numbers are those of the same column and channel in neighbouring images (axis n) or
in neighbouring output rows (axis p). So a panel of pairs is filled number by number, whatever the
filter's taps, strides and dilations; from there on a pair is multiplied like a float32 number.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.isa import Isa
from filtergrad.problem import Problem

LANES = 4  # pairs in the narrowest vector that the instruction takes


def axes(problem: Problem, isa: Isa, precision: str) -> Iterator[str]:
    """The axes along which pixels may be paired: none without the instruction.

    The instruction takes subnormal numbers for zeros, so the highest precision does without it.
    """
    if problem.dtype != "bfloat16" or isa.dot is None or precision == "highest":
        return
    if problem.n > 1:
        yield "n"
    if problem.p > 1 and problem.u <= problem.h and _harmless(problem):
        yield "p"


def _harmless(problem: Problem) -> bool:
    """Whether an odd last output row may be paired with one that does not exist.

    What that row would see is multiplied by zero. But input rows that no window touches may hold
    infinities or NaNs, so it must see none that no other output row sees.
    """
    taps, out, u, dr = problem.r, problem.p, problem.u, problem.dr
    common = math.gcd(u, dr)
    at = problem.top - out * u  # where the image begins, counted from what the first tap would see
    # The range of taps that see the image in that row.
    first, stop = max(0, ceil_div(at, dr)), min(taps, ceil_div(at + problem.h, dr))
    stop = min(stop, taps - ceil_div(u, dr))  # `pack` leaves out what lies behind all windows
    if dr // common <= out:  # another tap of another row sees it, too
        first = max(first, taps - u // common)
    return out % 2 == 0 or first >= stop


def paired_problem(problem: Problem, axis: str) -> Problem:
    """The problem whose pixels are pairs along ``axis``; the problem itself where there is none.

    With pairs of rows, output row p stands for rows 2p and 2p + 1, and input row h for rows h - u
    and h: what a tap sees of both. So an input row is in two pairs. Rows that do not exist are
    zeros.
    """
    if axis == "n":
        return replace(problem, n=ceil_div(problem.n, 2))
    if axis == "p":
        u = problem.u
        p = ceil_div(problem.p, 2)
        return replace(problem, p=p, u=2 * u, h=problem.h + u, top=problem.top - u)
    return problem
