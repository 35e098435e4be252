"""What every plan promises before it runs."""

import math

from filtergrad.cpu.base.plan import LONGEST_CHAIN, MOST_FLUSHES
from filtergrad.cpu.depthwise.plan import DepthwisePlan
from filtergrad.cpu.matrix.plan import MatrixPlan
from filtergrad.cpu.winograd.plan import WinogradPlan
from filtergrad.cpu.winograd.price import error
from filtergrad.dtypes import SIZES


def sums(plan):
    """How many numbers one accumulator adds in a row, and how often it is flushed in all."""
    if isinstance(plan, WinogradPlan):
        return plan.chain_length, plan.chunks * -(-plan.chunk_patches // LONGEST_CHAIN)
    if isinstance(plan, MatrixPlan):  # 16 pairs of a step are chains of their own, which are added
        return plan.longest_chain, math.prod(plan.block_counts)
    numbers = 2 if getattr(plan, "pairs", "") else 1  # of each pixel in a block
    return math.prod(plan.block) * numbers, math.prod(plan.block_counts)


def cuts(plan):
    """Into how many parts each thing is cut, and how many there are of it."""
    if isinstance(plan, WinogradPlan):
        x, dy = plan.vectors
        return list(zip(plan.cut, (plan.problem.g, dy, x), strict=True))
    if isinstance(plan, DepthwisePlan):
        return [(plan.cut, plan.vectors // plan.same_x)]
    return list(zip(plan.cut, plan.cut_totals, strict=True))


def assert_kept(problem, plan, precision="default"):
    """The promises: bounded workspace, bounded chains, no idle task."""
    shapes = problem.input_shape, problem.out_backprop_shape, problem.filter_shape
    own = sum(map(math.prod, shapes)) * SIZES[problem.dtype]
    for threads in (1, 2, 8, 64, 1024):
        assert plan.workspace_bytes(threads) <= 2 * own + (64 << 20), (threads, plan)
    chain, parts = sums(plan)
    assert chain <= (LONGEST_CHAIN if precision == "default" else LONGEST_CHAIN // 2)
    assert plan.split <= parts
    assert all(part <= total for part, total in cuts(plan))
    assert plan.tasks == plan.split * math.prod(part for part, _ in cuts(plan))
    flushes = -(-parts // plan.split)
    if problem.dtype == "float32":
        assert plan.partial_dtype == "float64" or (
            precision == "default" and flushes <= MOST_FLUSHES
        )
    if isinstance(plan, WinogradPlan):
        assert precision == "default"
        assert flushes <= MOST_FLUSHES
        assert error(plan) <= 1.5e-6
