"""1x1 filters: x and dy may change places, and dW then comes with its channels exchanged.

In: a `Problem`. Out: the `Problem` of the transposed dW, which has the same sums.

The gradient of a 1x1 filter is a product of two matrices, dw[c, k] = sum over pixels of
x[pixel, c] * dy[pixel, k]. PyTorch keeps filters as [k, c]: written so at once, dW need not be
moved afterwards, which takes a tenth to a quarter of the time of a layer of 7x7 pixels and more
than half of that of one of 2x2 (docs/decisions/pointwise.md).
"""

from __future__ import annotations

from dataclasses import replace

from filtergrad.problem import Problem


def exchanged(problem: Problem) -> Problem | None:
    """The problem of dW with its channels exchanged; None unless each tap sees every pixel of x.

    Its x is this one's dy, and its dy this one's x.
    """
    alone = problem.r == problem.s == problem.g == problem.u == problem.v == 1
    padded = problem.top or problem.left or (problem.p, problem.q) != (problem.h, problem.w)
    if not alone or padded or problem.empty:
        return None
    c, k = problem.c, problem.k
    return replace(problem, c=k, k=c, c_per_group=k)
