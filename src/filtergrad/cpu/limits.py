"""What plans of every kind keep to: the length of sums, the size of workspaces. Floor 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filtergrad.once import once
from filtergrad.problem import Problem

from .isa import ROWS, Isa
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


def panel_limit(problem: Problem) -> int:
    """Bytes that a thread's panel of x does not exceed: the rest is for a partial as wide as dW."""
    dw = problem.r * problem.s * problem.c_per_group * problem.k
    return workspace_limit(problem) - 2 * dw * SIZES[problem.dtype]


class Limited:
    """What follows alike from the fields of a plan of any kind: types, partials, workspace."""

    if TYPE_CHECKING:  # what a plan has
        problem: Problem
        isa: str
        split: int
        chain: str
        direct: bool

        @property
        def tasks(self) -> int: ...
        @property
        def panel_bytes(self) -> int: ...

    @once
    def row(self) -> Isa:
        """The instruction set's row."""
        return next(row for row in ROWS if row.name == self.isa)

    @property
    def number(self) -> str:
        """The type that is multiplied and added in registers."""
        return "float64" if self.problem.dtype == "float64" else "float32"

    @property
    def partial_bytes(self) -> int:
        """Bytes of one partial sum of dW."""
        problem = self.problem
        return problem.r * problem.s * problem.c_per_group * problem.k * SIZES[self.chain]

    @property
    def partials(self) -> int:
        """How many partial sums live in the workspace."""
        return 0 if self.direct else self.split

    def slots(self, threads: int) -> int:
        """How many of ``threads`` threads may work at a time: each needs panels of its own."""
        room = workspace_limit(self.problem) - self.partials * self.partial_bytes
        return max(1, min(threads, self.tasks, room // max(1, self.panel_bytes)))

    def workspace_bytes(self, threads: int) -> int:
        """Bytes of workspace of a call with ``threads`` threads."""
        return self.partials * self.partial_bytes + self.slots(threads) * self.panel_bytes
