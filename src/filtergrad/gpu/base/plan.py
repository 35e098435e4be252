"""What plans of every kind have: a tile of dW, how its pixels are divided, its workspace.

In: nothing. Out: `Plan`. A plan depends on the problem, how its arrays lie in memory and the
architecture's row: never on the card, its clock, or what else it does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Layout
from filtergrad.problem import Problem

from .arch import Arch
from .units import Division

LEAST_LIMIT = 64 << 20
"""Bytes of workspace that are always allowed."""

CHAINS = {"float16": 4096, "bfloat16": 16384}
"""Pixels that the matrix unit, which cuts where others round, adds to one sum: docs/numerics.md."""

HIGHEST_CHAIN = 4096
"""Pixels of one float32 sum with ``precision="highest"``."""

FLOAT32_CHAIN = 65536
"""Pixels of one float32 sum by default, where each step is a sum of its own, rounded to nearest."""

FMA_CHAIN = 2048
"""Pixels of one sum of float32 multiply-adds outside the matrix unit, each of which rounds."""

HIGHEST_FMA_CHAIN = 64
"""The same with ``precision="highest"``, where the sums' sums are in float64."""


def ceil_div(a: int, b: int) -> int:
    """A quotient, rounded up."""
    return -(-a // b)


def workspace_limit(problem: Problem) -> int:
    """Bytes that no call's workspace exceeds."""
    return max(LEAST_LIMIT, 2 * SIZES[problem.dtype] * math.prod(problem.filter_shape))


@dataclass(frozen=True)
class Tile:
    """A part of dW that one program keeps in registers, and the pixels that it adds in a step.

    Parameters
    ----------
    c, k
        Input and output channels.
    r, s
        Rows and columns of the filter.
    pixels
        Pixels of a step.
    """

    c: int
    k: int
    r: int = 1
    s: int = 1
    pixels: int = 64

    @property
    def taps(self) -> int:
        """Filter positions."""
        return self.r * self.s

    @property
    def sums(self) -> int:
        """Numbers of dW."""
        return self.taps * self.c * self.k

    def __str__(self) -> str:
        taps = f"{self.r}x{self.s} taps of " if self.taps > 1 else ""
        return f"{taps}{self.c}x{self.k}, {self.pixels} pixels a step"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How ``problem`` is computed.

    Parameters
    ----------
    problem
        What is computed.
    isa
        The architecture's row.
    x_layout, dy_layout
        How the user's arrays lie in memory.
    precision
        What was asked for.
    products
        How numbers are multiplied: ``ieee``, ``tf32``, ``tf32x3``, ``bf16x3`` or ``bf16x6``.
    tile
        What a program keeps in registers.
    division
        Of tiles and steps of one part of the images over programs.
    warps, stages
        Of a program; how many steps are loaded ahead.
    turned
        Which of ``x`` and ``dy`` are first copied to the workspace as dense rows.
    parts
        Parts of the images, one after the other, that keep the workspace small.
    writes_dw
        Whether the programs write dW themselves, each one whole tile.
    loop
        Which kernel does the main work.
    """

    problem: Problem
    isa: Arch
    x_layout: Layout
    dy_layout: Layout
    precision: str
    products: str
    tile: Tile
    division: Division
    warps: int
    stages: int
    turned: tuple[str, ...] = ()
    parts: int = 1
    writes_dw: bool = False
    loop: str = "taps"

    @property
    def kind(self) -> tuple[object, ...]:
        """What sets it apart from plans that differ in sizes and divisions only."""
        return (self.loop, self.turned, self.tile.taps)

    @property
    def compute_dtype(self) -> str:
        """The type in which sums are made."""
        return compute_dtype(self.problem.dtype)

    @property
    def partial_dtype(self) -> str:
        """The type of the sums in the slots."""
        exact = self.precision == "highest" and self.products == "ieee"
        return "float64" if exact and self.problem.dtype == "float32" else self.compute_dtype

    @property
    def tasks(self) -> int:
        """Programs of the main kernel."""
        return self.division.programs

    @property
    def order(self) -> tuple[object, ...]:
        """All that decides the bits of a result."""
        return (self.loop, self.products, self.tile, self.division, self.parts, self.chain_steps)

    @property
    def images(self) -> int:
        """Images of a part; the last may have fewer."""
        return ceil_div(self.problem.n, self.parts)

    @property
    def chain_steps(self) -> int:
        """Steps after which a program adds its sums to its slot and begins anew."""
        problem = self.problem
        if self.compute_dtype == "float64":
            return self.division.steps
        highest = self.precision == "highest"
        if problem.dtype == "float32" and self.products == "ieee":
            longest = HIGHEST_FMA_CHAIN if highest else FMA_CHAIN
        else:
            longest = CHAINS.get(problem.dtype, FLOAT32_CHAIN)
            longest = min(longest, HIGHEST_CHAIN) if highest else longest
        return max(1, longest // self.tile.pixels)

    @property
    def flushes(self) -> bool:
        """Whether a program adds to a slot more than once in a launch."""
        return self.division.longest > self.chain_steps

    # ---- workspace: turned operands, then slots ----

    @property
    def totals(self) -> bool:
        """Whether programs add chain to chain in registers, and write dW."""
        return self.writes_dw and self.flushes

    @property
    def sums_of_thread(self) -> int:
        """Numbers of dW that a thread keeps in registers."""
        return self.tile.sums // (32 * self.warps)

    @property
    def slot_bytes(self) -> int:
        """Bytes of the sums of one range."""
        return self.tile.sums * SIZES[self.partial_dtype]

    @property
    def slots(self) -> int:
        """Slots of the workspace."""
        return 0 if self.writes_dw else self.division.slots

    def turned_bytes(self, name: str) -> int:
        """Bytes of an operand of one part of the images as dense rows; 0 if it stays as it is."""
        if name not in self.turned:
            return 0
        p = self.problem
        pixels = p.h * p.w * p.c if name == "x" else p.p * p.q * p.k
        return ceil_div(self.images * pixels * SIZES[p.dtype], 256) * 256

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that a call takes."""
        return self.slots * self.slot_bytes + self.turned_bytes("x") + self.turned_bytes("dy")

    @property
    def allowed(self) -> bool:
        """Whether the workspace is within its limit."""
        return self.workspace_bytes <= workspace_limit(self.problem)


MOST_PIXELS = 1 << 30
"""Of a part of the images: steps and pixels are counted in 32 bits."""


def parted(plan: Plan) -> int:
    """Into how many parts the images must be cut, so that a part can be counted and turned."""
    problem, parts = plan.problem, 1
    limit = workspace_limit(problem) // 2
    while parts < problem.n:
        cut = replace(plan, parts=parts)
        turned = cut.turned_bytes("x") + cut.turned_bytes("dy")
        if cut.images * problem.p * problem.q <= MOST_PIXELS and turned <= limit:
            break
        parts *= 2
    return min(parts, problem.n)
