"""The steps of a row of output pixels, by the taps that they see.

In: a problem, the size of a step. Out: `Segment` and `Met` records.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Number
from filtergrad.problem import Problem


class Segment(NamedTuple):
    """Neighbouring steps along an axis that see the same taps.

    Parameters
    ----------
    start, stop
        The output positions of all the steps.
    size
        Output positions of one step.
    seen
        Each pair of a position within a step and a tap that meet.
    """

    start: int
    stop: int
    size: int
    seen: tuple[tuple[int, int], ...]


class Met(NamedTuple):
    """What meets in the steps of each segment: arrays along whose first axis the segments lie.

    Parameters
    ----------
    steps, size
        Number of steps, and output positions of each.
    pixels, columns, taps
        How many output positions, input columns and filter columns meet others in a step.
    pairs
        How many pairs of an output position and a tap.
    """

    steps: Number
    size: Number
    pixels: Number
    columns: Number
    taps: Number
    pairs: Number


Ranges: TypeAlias = Sequence[tuple[int, int]]
"""First and one past the last output position that each tap sees inside the image."""


def spans(total: int, size: int, ranges: Ranges) -> list[tuple[int, int, int]]:
    """Cut ``total`` positions into steps, and these into segments: (start, stop, size of a step).

    At the edge of the image fewer taps see it, so there are a few segments of one step at either
    end, and a long one between. A last step may be shorter.
    """
    whole = total // size * size
    ends = {at for range_ in ranges for at in range_}
    marks = {
        min(at // size * size + more, whole) for at in ends for more in (0, size * (at % size > 0))
    }
    found = [(*span, size) for span in itertools.pairwise(sorted({0, *marks, whole}))]
    return found if whole == total else [*found, (whole, total, total - whole)]


def segments(total: int, size: int, ranges: Ranges) -> tuple[Segment, ...]:
    """The segments of ``total`` positions; steps that nothing sees are left out."""
    found = [
        Segment(start, stop, step, tuple(
            (i, tap) for i in range(step) for tap, (low, high) in enumerate(ranges)
            if low <= start + i < high
        ))
        for start, stop, step in spans(total, size, ranges)
    ]  # fmt: skip
    return tuple(segment for segment in found if segment.seen)


def met(problem: Problem, size: int, ranges: Ranges) -> list[Met]:
    """What meets in each segment of a row, in steps of so many positions."""
    found = []
    for start, stop, step in spans(problem.q, size, ranges):
        seen = [_seen(problem, at) for at in range(start, start + step)]
        if pairs := sum(last - first for first, last in seen):
            columns: set[int] = set()
            taps: set[int] = set()
            for i, (first, last) in enumerate(seen):
                at, ds = i * problem.v, problem.ds
                columns.update(range(at + first * ds, at + last * ds, ds))
                taps.update(range(first, last))
            pixels = sum(last > first for first, last in seen)
            steps = (stop - start) // step
            found.append(Met(steps, step, pixels, len(columns), len(taps), pairs))
    return found


def _seen(problem: Problem, at: int) -> tuple[int, int]:
    """The range of filter columns that output position ``at`` sees inside the image."""
    first, s, ds = problem.left - at * problem.v, problem.s, problem.ds
    low = min(max(0, ceil_div(first, ds)), s)
    return low, max(low, min(s, ceil_div(first + problem.w, ds)))
