"""The CPU: from a problem to a kernel, in one column of steps. Floor 5.

In: a `Problem` and how its arrays lie in memory. Out: a `Kernel`, made once and kept while it is
used now and then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir

from filtergrad.problem import Problem
from filtergrad.recent import KERNELS, Recent, relief

from . import choose, cost, depthwise, direct, isa, jit, pool, show, tuned, winograd
from .choose import AnyPlan
from .depthwise_plan import DepthwisePlan
from .plan import Plan
from .run import Kernel
from .winograd_plan import WinogradPlan

# What writes the code of each kind of plan.
_EMIT: dict[type, Callable[[Any], ir.Module]] = {
    Plan: direct.emit,
    WinogradPlan: winograd.emit,
    DepthwisePlan: depthwise.emit,
}
_kernels: Recent[tuple[Problem, str, str, str, bool, isa.Isa, int], Kernel] = Recent(KERNELS)
relief.append(_kernels.forget)


def compiled(
    problem: Problem,
    x_layout: str,
    dy_layout: str,
    precision: str = "default",
    accumulate: bool = False,
) -> Kernel:
    """The kernel for a non-empty problem, compiled unless it was before.

    Parameters
    ----------
    problem
        What to compute.
    x_layout, dy_layout
        From `layout`.
    precision
        ``"default"`` or ``"highest"``.
    accumulate
        Whether the old dW is to be added.
    """
    row, threads = isa.chosen(), max(pool.get_num_threads(), cost.THREADS)
    key = (problem, x_layout, dy_layout, precision, accumulate, row, threads)
    kernel = _kernels[key]
    if kernel is None:
        question = problem, x_layout, dy_layout, precision
        ranked = tuned.recalled(candidates(*question, row), question, row)
        plan = ranked[0][1].apart() if accumulate else ranked[0][1]
        kernel = Kernel(problem, plan, assemble(plan))
        show.compiled(kernel, ranked)  # may refuse it
        kernel = _kernels.put(key, kernel)
    return kernel


def candidates(
    problem: Problem, x_layout: str, dy_layout: str, precision: str, row: isa.Isa
) -> list[tuple[cost.Price, AnyPlan]]:
    """The plans with their prices; the first is taken, unless another was tuned."""
    ranked = choose.ranked(problem, x_layout, dy_layout, row, precision)
    return choose.suited(ranked, pool.get_num_threads())


def remember(
    plan: AnyPlan, problem: Problem, x_layout: str, dy_layout: str, precision: str = "default"
) -> bool:
    """Let `compiled` take ``plan`` from now on, in later processes too; say whether these will."""
    kept = tuned.remember(plan, (problem, x_layout, dy_layout, precision))
    _kernels.forget(lambda key: key[:4] == (problem, x_layout, dy_layout, precision))
    return kept


def emit(plan: AnyPlan) -> ir.Module:
    """The code of ``plan`` in LLVM's language."""
    return _EMIT[type(plan)](plan)


def assemble(plan: AnyPlan) -> jit.Binary:
    """The code of ``plan``: emitted and compiled, unless this process or another did so before."""
    row = plan.row
    symbols = ("main",) if plan.direct else ("main", "finish")
    target = isa.native() if row is isa.available()[0] else (row.cpu, row.llvm_features)
    return jit.assemble((repr(plan),), lambda: emit(plan), symbols, *target)


def layout(
    sizes: tuple[int, int, int, int], strides: tuple[int, int, int, int], itemsize: int
) -> tuple[str, tuple[int, int, int, int]]:
    """How an array lies in memory, and its strides with those of axes of length 1 made plain.

    Parameters
    ----------
    sizes, strides
        In the order n, h, w, c; strides in bytes.

    Returns
    -------
    str
        ``rows`` (channels are neighbours), ``planes`` (columns are neighbours) or ``any``; with
        `` dense`` added where the pixels of rows, images (and for ``rows`` of the whole batch)
        follow one another without gaps.
    """
    n, h, w, c = sizes
    sn, sh, sw, sc = strides
    rows = c == 1 or sc == itemsize
    unit = c * itemsize if rows else itemsize  # what a dense pixel takes
    if rows:
        sc = itemsize
    if w == 1:
        sw = unit
    if h == 1:
        sh = w * sw
    if n == 1:
        sn = h * sh
    dense = sw == unit and sh == w * sw and (not rows or sn == h * sh)
    kind = "rows" if rows else "planes" if sw == itemsize else "any"
    return f"{kind} dense" if dense and kind != "any" else kind, (sn, sh, sw, sc)
