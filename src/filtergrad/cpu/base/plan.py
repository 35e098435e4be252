"""What plans of every kind have: fields, partials, workspace; and the limits that they keep to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.once import once
from filtergrad.problem import Problem

from .bands import ceil_div
from .columns import Number, least, most, pick
from .isa import Isa
from .sizes import UNKNOWN, untold, without_sizes

# An accumulator adds at most so many numbers in a row: see docs/numerics.md.
LONGEST_CHAIN = 256

# A float32 partial takes at most so many flushes in a row; a longer chain is kept in float64.
MOST_FLUSHES = 256

# A thread keeps a workspace of at most so many bytes for its next call.
KEPT_BYTES = 128 << 20

# So many bytes of partials are always allowed, however small the tensors are.
LEAST_PARTIAL_BYTES = 1 << 20


def workspace_limit(problem: Problem) -> int:
    """Bytes that no call's workspace exceeds."""
    return 2 * problem.tensor_bytes + (64 << 20)


def panel_limit(problem: Problem) -> int:
    """Bytes that a thread's panel of x does not exceed: the rest is for a partial as wide as dW."""
    dw = problem.r * problem.s * problem.c_per_group * problem.k
    return workspace_limit(problem) - 2 * dw * SIZES[problem.dtype]


def longest_chain(precision: str) -> int:
    """How many numbers an accumulator adds in a row at most."""
    return LONGEST_CHAIN // 2 if precision == "highest" else LONGEST_CHAIN


def partials_limit(problem: Problem) -> int:
    """Bytes that all partials together should not exceed."""
    return most(LEAST_PARTIAL_BYTES, 2 * problem.tensor_bytes)


def partial_dtype(dtype: str, precision: str, flushes: int, single: bool) -> str:
    """The type of the partial sums of a plan.

    Parameters
    ----------
    dtype, precision
        Of the arrays, and what was asked for.
    flushes
        How many chains of additions are added to a partial, one after the other.
    single
        Whether dW is one chain, rounded as it leaves the registers.
    """
    if single and precision == "default":
        return dtype
    if dtype == "float32" and (precision == "highest" or flushes > MOST_FLUSHES):
        return "float64"
    return compute_dtype(dtype)


def block_counts(problem: Problem, block: tuple[int, int, int]) -> tuple[int, int, int]:
    """Number of blocks of (images, rows, columns) of output pixels along n, p and q."""
    n, p, q = block
    return ceil_div(problem.n, n), ceil_div(problem.p, p), ceil_div(problem.q, q)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How ``problem`` is computed: what plans of every kind say.

    Parameters
    ----------
    problem
        What is computed (with pixels flattened into one axis where that changes nothing).
    isa
        The instruction set's row.
    x_layout, dy_layout
        How the user's arrays lie in memory: ``rows`` (channels contiguous), ``planes`` (columns
        contiguous), ``any``.
    split
        In how many parts the pixels are summed apart.
    partial_dtype
        Type of the partial sums outside registers.
    writes_dw
        Whether dW itself serves as the only partial.
    known
        What a general plan knows of the sizes that it lacks: names and values of `KNOWN`.
    """

    problem: Problem
    isa: Isa
    x_layout: str
    dy_layout: str
    split: int = 1
    partial_dtype: str = "float32"
    writes_dw: bool = False
    known: tuple[tuple[str, object], ...] = ()

    # Fields that code is told by each call, as it is told the sizes of images; properties that
    # follow from these sizes, and that it depends on all the same; and fields, beside those of
    # partials, that may be others without a change of a result's bits.
    TOLD: ClassVar[tuple[str, ...]] = ()
    KNOWN: ClassVar[tuple[str, ...]] = ()
    FREE: ClassVar[tuple[str, ...]] = ()

    # ---- its code ----

    @once
    def general(self) -> Self:
        """The plan without its sizes: what its code depends on, and many plans have in common.

        It is the plan itself where the algorithm's code is told nothing.
        """
        if not self.TOLD:
            return self
        unknown = {name: untold(getattr(self, name)) for name in self.TOLD}
        known = tuple((name, getattr(self, name)) for name in self.KNOWN)
        general = replace(self, problem=without_sizes(self.problem), known=known, **unknown)
        # Where a property finds what was worked out once.
        general.__dict__.update(known, sizes=dict.fromkeys(self.sizes, UNKNOWN), general=general)
        return general

    @once
    def key(self) -> str:
        """All that the code without sizes depends on, as text: such plans cannot be compared."""
        return repr(self.general)

    @property
    def flexible(self) -> Self:
        """A plan with the same sums whose code serves more sizes, perhaps at some cost."""
        return self

    def by(self, general: Plan) -> Self | None:
        """The same sums by the code of a general plan; None where that cannot make them."""
        if type(general) is not type(self) or not self.TOLD:
            return None
        free = {name: getattr(general, name) for name in (*self.FREE, "partial_dtype", "writes_dw")}
        other = replace(self, **free).fitted()
        if other.order != self.order or other.key != general.key:
            return None
        # Only a single sum may be written to dW, or be of a type that is rounded to.
        narrow = SIZES[other.partial_dtype] < SIZES[self.compute_dtype]
        if other.writes_dw > self.writes_dw or (
            narrow and other.partial_dtype != self.partial_dtype
        ):
            return None
        return other if other.workspace_bytes(1) <= workspace_limit(self.problem) else None

    def fitted(self) -> Self:
        """The plan with divisions that its other fields allow."""
        return self

    @once
    def sizes(self) -> dict[str, int]:
        """By name, the numbers that each call tells code that knows no sizes."""
        return {"split": self.split}

    def image_sizes(self, problem: Problem, block: tuple[int, int, int]) -> dict[str, int]:
        """The sizes of a plan that goes by blocks of ``problem``'s pixels."""
        n, p, q = block_counts(problem, block)
        found = {name: getattr(problem, name) for name in ("n", "h", "w", "p", "q", "top", "left")}
        found |= zip(("block.n", "block.p", "block.q"), block, strict=True)
        return found | {"blocks": n * p * q, "blocks.p": p, "blocks.q": q, "split": self.split}

    # ---- what each kind of plan says of itself ----

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""
        raise NotImplementedError

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides a result's bits: how the pixels are summed, in which steps and types."""
        raise NotImplementedError

    @property
    def tasks(self) -> int:
        """Number of tasks: depends on problem and instruction set alone, never on the threads."""
        raise NotImplementedError

    @property
    def panel_bytes(self) -> int:
        """Bytes that each thread needs beside the partials."""
        raise NotImplementedError

    # ---- partials: what the tasks leave, and `finish` adds up ----

    @property
    def partial_rows(self) -> str:
        """How a row (r, s, c) of dW lies in a partial.

        As in dW (``rows``), with output channel j of every group side by side (``groups``), or as
        a column of a partial that is [g][r][k][s][c] (``columns``).
        """
        return "rows"

    @property
    def dw_channels(self) -> tuple[int, int]:
        """Channels c and k of a group as dW has them."""
        return self.problem.c_per_group, self.problem.k_per_group

    @property
    def compute_dtype(self) -> str:
        """The type that is multiplied and added in registers."""
        return compute_dtype(self.problem.dtype)

    @property
    def stored_bytes(self) -> int:
        """Bytes of a number of the arrays."""
        return SIZES[self.problem.dtype]

    @property
    def compute_bytes(self) -> int:
        """Bytes of a number in registers."""
        return SIZES[self.compute_dtype]

    @property
    def full_lanes(self) -> int:
        """Numbers in a whole vector."""
        return self.isa.lanes(self.compute_bytes)

    @property
    def partial_lanes(self) -> int:
        """Numbers in a vector of a partial, as the last sum reads them."""
        return self.full_lanes

    @property
    def partial_bytes(self) -> int:
        """Bytes of one partial sum of dW."""
        problem = self.problem
        return problem.r * problem.s * problem.c_per_group * problem.k * SIZES[self.partial_dtype]

    @property
    def partials(self) -> Number:
        """How many partial sums live in the workspace."""
        return pick(self.writes_dw, 0, self.split)

    def with_partials(self) -> Self:
        """The same sums with a partial beside dW, to which the old dW can be added."""
        partial = compute_dtype(self.partial_dtype)
        return replace(self, writes_dw=False, partial_dtype=partial)

    # ---- workspace ----

    def slots(self, threads: int) -> Number:
        """How many of ``threads`` threads may work at a time: each needs panels of its own."""
        left = workspace_limit(self.problem) - self.partials * self.partial_bytes
        return most(1, least(least(threads, self.tasks), left // most(1, self.panel_bytes)))

    def workspace_bytes(self, threads: int) -> Number:
        """Bytes of workspace of a call with ``threads`` threads."""
        return self.partials * self.partial_bytes + self.slots(threads) * self.panel_bytes
