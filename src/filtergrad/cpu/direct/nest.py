"""The loop nest of the direct algorithm as data, walkable in plain Python: start reading here.

In: a `DirectPlan`. Out: every call of a tile, in order. `emit` writes the same nest as machine
code: all that it has beside these loops makes them faster.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from filtergrad.cpu.base.bands import part_of

from .plan import DirectPlan

Span: TypeAlias = tuple[int, int]
"""A first number, and the one behind the last."""


class Call(NamedTuple):
    """One call of a tile: where its part of dW is, and the box of pixels that it sums.

    ``first`` says whether the task's partial is overwritten or added to. A range's stop is left
    out.
    """

    task: int
    first: bool
    r: int
    s: int | None  # None: the tile's rows or columns run over all s
    g: int | None  # None: the lanes run over groups
    x_tile: int
    dy_tile: int
    n: tuple[int, int]
    p: tuple[int, int]
    q: tuple[int, int]


def walk(plan: DirectPlan) -> Iterator[Call]:
    """Every tile call of ``plan``, in the order in which one thread would make them."""
    for task in range(plan.tasks):
        split, groups, rows, dys, xs = task_ranges(plan, task)
        for number, (n, p, q) in enumerate(blocks(plan, split)):
            for g in range(*groups):
                for r0 in range(*rows, plan.panel_taps[0]):
                    for s0 in range(0, plan.s_loops, plan.panel_taps[1]):
                        for dy_tile in range(*dys):
                            for r in range(r0, min(r0 + plan.panel_taps[0], rows[1])):
                                for s in range(s0, min(s0 + plan.panel_taps[1], plan.s_loops)):
                                    for x_tile in range(*xs):
                                        box = _valid_p(plan, r, p), _valid_q(plan, s, q)
                                        tap = None if plan.merged else s
                                        group = None if plan.lane == "g" else g
                                        yield Call(
                                            task,
                                            number == 0,
                                            r,
                                            tap,
                                            group,
                                            x_tile,
                                            dy_tile,
                                            n,
                                            *box,
                                        )


def task_ranges(plan: DirectPlan, number: int) -> tuple[int, Span, Span, Span, Span]:
    """What a task does: its split and ranges of groups, filter rows, tiles of dy and of x."""
    ranges = []
    for total, parts in zip(plan.cut_totals, plan.cut, strict=True):
        number, part = divmod(number, parts)
        ranges.append(part_of(total, parts, part))
    groups, rows, dys, xs = ranges
    return number, groups, rows, dys, xs


def blocks(plan: DirectPlan, split: int) -> Iterator[tuple[Span, ...]]:
    """The boxes (n, p, q) of output pixels that split number ``split`` sums, in order."""
    problem, (ns, ps, qs) = plan.paired_problem, plan.block_counts
    for number in range(*part_of(ns * ps * qs, plan.split, split)):
        rest, q = divmod(number, qs)
        at = (*divmod(rest, ps), q)
        sizes = zip(at, plan.block, (problem.n, problem.p, problem.q), strict=True)
        yield tuple((i * step, min((i + 1) * step, total)) for i, step, total in sizes)


def _valid_p(plan: DirectPlan, r: int, p: Span) -> Span:
    """The part of the row range ``p`` that tap row ``r`` sees inside the image."""
    start, stop = plan.paired_problem.rows(r)
    return max(start, p[0]), min(stop, p[1])


def _valid_q(plan: DirectPlan, s: int, q: Span) -> Span:
    """The part of the column range ``q`` that tap column ``s`` sees (all of it when merged)."""
    if plan.merged:
        return q
    start, stop = plan.problem.cols(s)
    return max(start, q[0]), min(stop, q[1])
