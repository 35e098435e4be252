"""The launches beside the main one: operands turned into rows before it, the second pass behind.

In: a plan and strides. Out: `Launch` records; nothing of Triton is needed.
"""

from __future__ import annotations

from typing import NamedTuple

from filtergrad.dtypes import SIZES
from filtergrad.engine import Sizes, Strides
from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.launch import Constant, Launch, Pointer, Size
from filtergrad.gpu.base.plan import Plan, ceil_div

TURN_PIXELS, TURN_CHANNELS = 64, 64
LEAST_SUMS, MOST_SUMS = 256, 2048  # numbers of dW that a program of the second pass adds up

WIDE = 2**31 - 1
"""Offsets in elements up to here fit in 32 bits."""


def reach(sizes: Sizes, strides: Strides) -> int:
    """The largest distance in elements of a number from the first one."""
    return sum((size - 1) * abs(step) for size, step in zip(sizes, strides, strict=True))


def number(value: int) -> Size:
    """A number of the shape, as wide as it must be."""
    return Size(value, not -WIDE <= value <= WIDE)


def aligned(dtype: str, strides: Strides, offset: int) -> bool:
    """Whether the pixels of rows begin at multiples of 16 bytes, counted from such a one."""
    size = SIZES[dtype]
    return all(step * size % 16 == 0 for step in (*strides[:3], 0)) and offset % 16 == 0


def dense(h: int, w: int, c: int) -> Strides:
    """The strides of dense rows in elements."""
    return h * w * c, w * c, c, 1


class Placed(NamedTuple):
    """Where the main kernel reads x or dy of a part of the images.

    Parameters
    ----------
    pointer, strides
        Of the part's first number; in elements.
    wide
        Whether offsets need 64 bits.
    follow
        Whether all pixels of the part lie one column's stride apart.
    """

    pointer: Pointer
    strides: Strides
    wide: bool
    follow: bool


def operand(plan: Plan, name: str, steps: Steps, part: int, launches: list[Launch]) -> Placed:
    """Where the main kernel of a part reads x or dy, turned first where the plan says so."""
    problem = plan.problem
    if name == "x":
        h, w, c, strides, layout = problem.h, problem.w, problem.c, steps.x, plan.x_layout
    else:
        h, w, c, strides, layout = problem.p, problem.q, problem.k, steps.dy, plan.dy_layout
    images = min(plan.images, problem.n - part * plan.images)
    sizes = images, h, w, c
    offset = part * plan.images * strides[0] * SIZES[problem.dtype]
    wide = reach(sizes, strides) > WIDE
    given = Pointer(name, problem.dtype, offset, layout.aligned and offset % 16 == 0)
    if name not in plan.turned:
        follow = strides[1] == w * strides[2] and (images == 1 or strides[0] == h * strides[1])
        return Placed(given, strides, wide, follow)
    at = plan.slots * plan.slot_bytes + (plan.turned_bytes("x") if name == "dy" else 0)
    to = Pointer("work", problem.dtype, at)
    pixels = images * h * w
    numbers = {"pixels": pixels, "H": h, "W": w, "C": c}
    strided = dict(zip(("SN", "SH", "SW", "SC"), strides, strict=True))
    launches.append(
        Launch(
            "filtergrad.gpu.code.turn:turn",
            (
                ("a", given),
                ("out", to),
                *((key, number(v)) for key, v in (numbers | strided).items()),
            ),
            (("BP", TURN_PIXELS), ("BC", TURN_CHANNELS), ("WIDE", wide)),
            (ceil_div(pixels, TURN_PIXELS), ceil_div(c, TURN_CHANNELS), 1),
        )
    )
    return Placed(to, dense(h, w, c), reach(sizes, dense(h, w, c)) > WIDE, follow=True)


def finish(
    plan: Plan,
    steps: Steps,
    accumulate: bool,
    *,
    merged: tuple[int, int] | None = None,
    diagonal: int = 0,
    together: bool = False,
) -> Launch:
    """The second pass of a plan with slots.

    Parameters
    ----------
    plan, steps, accumulate
        What is finished, where dW lies, and whether its old numbers are added.
    merged
        Where the tiles' rows count filter positions and channels through: how many rows of each
        filter row nobody needs before those that are needed, and how many there are in all.
    diagonal
        How many groups there are, where a tile is several of them.
    together
        Whether the tiles' columns count the output channels of all groups through.
    """
    problem, tile, division = plan.problem, plan.tile, plan.division
    early, width = merged or (0, 0)
    # So many programs that all multiprocessors have some, but not fewer numbers than threads.
    wanted = division.tiles * tile.sums // (2 * plan.isa.sms)
    share = min(MOST_SUMS, max(LEAST_SUMS, _power(wanted + 1) // 2))
    rows = max(1, min(share // tile.k, _power(tile.taps * tile.c)))
    k = problem.k if together else problem.k_per_group
    numbers = {
        "C": problem.c_per_group, "K": k, "R": problem.r, "S": problem.s,
        **dict(zip(("WR", "WS", "WC", "WK"), steps.dw, strict=True)),
        "steps": division.steps, "units": division.units, "programs": division.programs,
    }  # fmt: skip
    constants: dict[str, Constant] = {
        "BC": tile.c, "BK": tile.k, "BR": tile.r, "BS": tile.s, "ROWS": rows,
        "MERGED": width, "EARLY": early, "DIAGONAL": diagonal, "OLD": accumulate,
        "OVERLAP": plan.isa.launch_overlap,
    }  # fmt: skip
    return Launch(
        "filtergrad.gpu.code.finish:finish",
        (
            ("work", Pointer("work", plan.partial_dtype)),
            ("dw", Pointer("dw", problem.dtype, aligned=False)),
            *(
                (key, Size(v, key in ("units", "WR", "WS", "WC", "WK")))
                for key, v in numbers.items()
            ),
        ),
        tuple(constants.items()),
        (division.tiles, ceil_div(tile.taps * tile.c, rows), 1),
    )


def _power(number: int) -> int:
    """The power of two that is not less."""
    return 1 << (number - 1).bit_length()
