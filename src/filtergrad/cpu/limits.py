"""What plans of every kind keep to: the length of sums, the size of workspaces. Floor 2."""

from __future__ import annotations

from filtergrad.problem import Problem

from .panel import SIZES

CHAIN = 256  # additions in a row in one accumulator; see docs/numerics.md
KEPT_BYTES = 128 << 20  # the largest workspace that a thread keeps for its next call
LONGEST = 256  # flushes in a row into one float32 partial; longer chains are kept in float64


def tensor_bytes(problem: Problem) -> int:
    """Bytes of x, dy and dW together."""
    x = problem.n * problem.h * problem.w * problem.c
    dy = problem.n * problem.p * problem.q * problem.k
    dw = problem.r * problem.s * problem.c_per_group * problem.k
    return (x + dy + dw) * SIZES[problem.dtype]


def workspace_limit(problem: Problem) -> int:
    """Bytes that no call's workspace exceeds."""
    return 2 * tensor_bytes(problem) + (64 << 20)
