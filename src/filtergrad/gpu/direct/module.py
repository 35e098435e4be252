"""What a plan of the direct algorithm launches.

In: a plan and strides. Out: a `Module`. The kernels are in the files of their names.
"""

from __future__ import annotations

from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.launch import Argument, Constant, Launch, Module, Pointer, Size
from filtergrad.gpu.code import passes

from .plan import DirectPlan


def module(plan: DirectPlan, steps: Steps, accumulate: bool) -> Module:
    """The launches of a plan, for arrays of some strides; ``accumulate`` adds the old dW."""
    launches: list[Launch] = []
    for part in range(plan.parts):
        x = passes.operand(plan, "x", steps, part, launches)
        dy = passes.operand(plan, "dy", steps, part, launches)
        launches.append(_taps(plan, steps, part, x, dy))
    if plan.slots:
        merged, diagonal = plan.loop == "few", plan.loop == "diagonal"
        launches.append(
            passes.finish(
                plan, steps, accumulate, merged=merged, diagonal=plan.problem.g if diagonal else 0
            )
        )
    return Module(tuple(launches), plan.workspace_bytes)


def _taps(
    plan: DirectPlan, steps: Steps, part: int, x: passes.Placed, dy: passes.Placed
) -> Launch:
    p, tile = plan.problem, plan.tile
    images = min(plan.images, p.n - part * plan.images)
    pixels = images * p.p * p.q
    flat = plan.pointwise and x.follow and dy.follow
    numbers = {
        "H": p.h, "W": p.w, "P": p.p, "Q": p.q, "C": p.c_per_group, "K": p.k_per_group,
        "R": p.r, "S": p.s, "U": p.u, "V": p.v, "DR": p.dr, "DS": p.ds,
        "top": p.top, "left": p.left,
        **dict(zip(("XN", "XH", "XW", "XC"), x.strides, strict=True)),
        **dict(zip(("YN", "YP", "YQ", "YK"), dy.strides, strict=True)),
        **dict(zip(("WR", "WS", "WC", "WK"), steps.dw, strict=True)),
        # The last part, which may have fewer images, is divided as the others are: its sums are
        # added to theirs.
        "pixels": pixels, "steps": plan.division.steps,
    }  # fmt: skip
    division = plan.division
    out = (
        Pointer("dw", p.dtype, aligned=False)
        if plan.writes_dw
        else Pointer("work", plan.partial_dtype)
    )
    arguments: dict[str, Argument] = {"x": x.pointer, "dy": dy.pointer, "out": out}
    arguments |= {key: passes.number(value) for key, value in numbers.items()}
    arguments |= {
        "units": Size(division.units, wide=True),
        "chain": Size(plan.chain_steps),
    }
    constants: dict[str, Constant] = {
        "BC": tile.c, "BK": tile.k, "BP": tile.pixels, "BS": tile.s, "PRODUCTS": plan.products,
        "WIDE_X": x.wide, "WIDE_Y": dy.wide, "FLAT": flat, "SWAPPED": plan.swapped,
        "DIRECT": plan.writes_dw, "ADD": part > 0, "FLUSHES": plan.flushes,
    }  # fmt: skip
    return Launch(
        f"filtergrad.gpu.direct.{plan.loop}:{plan.loop}",
        tuple(arguments.items()),
        tuple(constants.items()),
        (division.programs, 1, 1),
        plan.warps,
        plan.stages,
    )
