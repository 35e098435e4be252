"""The steps of a row of output pixels, by the taps that they see.

In: a problem, the size of a step. Out: `Segment` and `Met` records.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

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
    """What meets in the steps of a segment, or of several: arrays with a number for each.

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


def rows_together(problem: Problem) -> int:
    """How many output rows see the image through every filter row."""
    # The later a filter row, the earlier what it sees begins and ends.
    first, last = problem.rows(0), problem.rows(problem.r - 1)
    return max(0, last[1] - first[0])


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
    found, (s, v, ds) = [], (problem.s, problem.v, problem.ds)
    for start, stop, step in spans(problem.q, size, ranges):
        # Where the image begins and ends, counted from what the first tap would see. Further away
        # than any tap is as far as far can be: images of other sizes have the same steps.
        first = problem.left - start * v
        end = min(first + problem.w, (s - 1) * ds + (step - 1) * v + 1)
        pixels, columns, taps, pairs = _counted(step, s, v, ds, max(0, first), max(0, end))
        if pairs:
            found.append(Met((stop - start) // step, step, pixels, columns, taps, pairs))
    return found


@functools.lru_cache(4096)
def _counted(step: int, s: int, v: int, ds: int, first: int, end: int) -> tuple[int, int, int, int]:
    """Pixels, input columns, taps and pairs of a step that sees the image from ``first`` on."""
    seen = [
        (min(s, max(0, -((i * v - first) // ds))), min(s, max(0, -((i * v - end) // ds))))
        for i in range(step)
    ]
    columns: dict[int, list[tuple[int, int]]] = {}
    for i, (low, high) in enumerate(seen):
        # Taps are every ds-th column from one on: those of a remainder are neighbours.
        by, rest = divmod(i * v, ds)
        columns.setdefault(rest, []).append((by + low, by + high))
    pixels, pairs = sum(high > low for low, high in seen), sum(high - low for low, high in seen)
    return pixels, sum(map(_covered, columns.values())), _covered(seen), pairs


def _covered(ranges: Iterable[tuple[int, int]]) -> int:
    """How many numbers lie in any of the ranges."""
    covered, stop = 0, None
    for first, last in sorted(ranges):
        start = first if stop is None else max(first, stop)
        if last > start:
            covered += last - start
            stop = last
    return covered
