"""The forms in which a problem can be posed: each has the same dW.

In: a `Spec`, an `Isa`. Out: problems whose pixels lie otherwise, and what was done to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.pixels import in_one_row
from filtergrad.dtypes import SIZES
from filtergrad.engine import Layout, Spec
from filtergrad.problem import Problem

from . import pairs


class Form(NamedTuple):
    """What was done to a problem before it is planned: the fields of a plan that say so."""

    swapped: bool = False
    columns_per_pixel: int = 1
    pairs: str = ""


PLAIN = Form()


def forms(spec: Spec, isa: Isa) -> Iterator[tuple[Problem, Form]]:
    """The forms of a problem, the simplest first."""
    problem, x_layout, dy_layout, precision = spec
    flat = flattened(problem, x_layout, dy_layout)
    found = [(flat, PLAIN)]
    if flat is not problem and x_layout == dy_layout and problem.g == 1:
        found.append((swapped(flat), Form(swapped=True)))
    if (joined := columns_joined(problem, x_layout)) is not problem:
        found.append((joined, Form(columns_per_pixel=problem.s)))
    yield from found
    if flat is not problem:
        found.append((problem, PLAIN))
    for same, form in found:
        for axis in pairs.axes(same, isa, precision):
            yield same, form._replace(pairs=axis)


def flattened(problem: Problem, x_layout: Layout, dy_layout: Layout) -> Problem:
    """Pixels that may lie in one row may be cut into any rows.

    Those of 28 to 50 pixels are short enough to prefetch by.
    """
    row = in_one_row(problem, x_layout, dy_layout)
    if row is None:
        return problem
    pixels = row.q
    # Where memory sets the pace, short rows spread the prefetches.
    fed = problem.c_per_group * problem.k_per_group > 8 * SIZES[problem.dtype] * (
        problem.c + problem.k
    )
    widths = range(50, 27, -1) if fed else range(16, 9, -1)
    # An even number of rows, if possible: they may be paired.
    cuts = [q for q in widths if pixels % q == 0]
    width = next((q for q in cuts if pixels // q % 2 == 0), cuts[0] if cuts else pixels)
    rows = pixels // width
    return replace(row, h=rows, w=width, p=rows, q=width)


def swapped(problem: Problem) -> Problem:
    """A flattened problem with x and dy exchanged: its dW is the other's, transposed."""
    return replace(problem, c=problem.k, k=problem.c, c_per_group=problem.k)


def columns_joined(problem: Problem, x_layout: Layout) -> Problem:
    """Windows that lie side by side share no columns: all that one sees count as one pixel.

    It has the channels of all of them, for neighbouring columns must be neighbours in memory. dW
    comes out as it is: [s][c] is one axis.
    """
    beside = problem.s == problem.v > 1 and problem.ds == problem.g == 1 and problem.left == 0
    if not beside or x_layout != Layout("rows", dense=True) or problem.q * problem.v > problem.w:
        return problem
    c = problem.s * problem.c
    return replace(problem, w=problem.q, c=c, c_per_group=c, s=1, v=1, right=0)
