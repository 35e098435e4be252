"""The loop nest of the direct algorithm as data, walkable in plain Python: start reading here.

In: a `DirectPlan`. Out: every call of a tile, in order. `emit` writes the same nest as machine
code: all that it has beside these loops makes them faster.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .plan import DirectPlan


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
        split, groups, rows, dys, xs = plan.task(task)
        for number, (n, p, q) in enumerate(plan.blocks(split)):
            for g in range(*groups):
                for r0 in range(*rows, plan.panel_taps[0]):
                    for s0 in range(0, plan.s_loops, plan.panel_taps[1]):
                        for dy_tile in range(*dys):
                            for r in range(r0, min(r0 + plan.panel_taps[0], rows[1])):
                                for s in range(s0, min(s0 + plan.panel_taps[1], plan.s_loops)):
                                    for x_tile in range(*xs):
                                        box = plan.valid_p(r, p), plan.valid_q(s, q)
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
