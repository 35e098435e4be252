"""Pixels in one row: a filter that sees a pixel at a time does not ask which rows they lie in.

In: a problem and the layouts of its arrays. Out: the same problem, its pixels laid end to end.
"""

from __future__ import annotations

from dataclasses import replace

from filtergrad.engine import Layout
from filtergrad.problem import Problem


def in_one_row(problem: Problem, x_layout: Layout, dy_layout: Layout) -> Problem | None:
    """The problem with an image, or all images, in one row of pixels; None where that changes dW.

    It takes a 1x1 filter without strides or padding, and dense memory. Where channels lie side by
    side in both arrays, all images are one.
    """
    plain = problem.r == problem.s == problem.u == problem.v == 1
    unpadded = (problem.h, problem.w) == (problem.p, problem.q) and problem.top == problem.left == 0
    if not (plain and unpadded and x_layout.dense and dy_layout.dense):
        return None
    pixels, images = problem.p * problem.q, problem.n
    if x_layout.kind == dy_layout.kind == "rows":
        pixels, images = pixels * images, 1
    return replace(problem, n=images, h=1, w=pixels, p=1, q=pixels)
