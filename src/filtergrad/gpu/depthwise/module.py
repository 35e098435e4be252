"""What a plan of depthwise layers launches.

In: a plan and strides. Out: a `Module`.
"""

from __future__ import annotations

from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.launch import Argument, Constant, Launch, Module, Pointer, Size
from filtergrad.gpu.code import passes

from .plan import DepthwisePlan


def module(plan: DepthwisePlan, steps: Steps, accumulate: bool) -> Module:
    """The launches of a plan, for arrays of some strides; ``accumulate`` adds the old dW."""
    launches: list[Launch] = []
    for part in range(plan.parts):
        x = passes.operand(plan, "x", steps, part, launches)
        dy = passes.operand(plan, "dy", steps, part, launches)
        launches.append(_slide(plan, steps, accumulate, part, x, dy))
    if plan.slots:
        launches.append(passes.finish(plan, steps, accumulate, together=True))
    return Module(tuple(launches), plan.workspace_bytes)


def _slide(
    plan: DepthwisePlan, steps: Steps, accumulate: bool, part: int,
    x: passes.Placed, dy: passes.Placed,
) -> Launch:  # fmt: skip
    p, tile, division = plan.problem, plan.tile, plan.division
    count = min(plan.images, p.n - part * plan.images) * plan.image_steps
    numbers = {
        "H": p.h, "W": p.w, "P": p.p, "Q": p.q, "C": p.c_per_group, "K": p.k,
        "KG": p.k_per_group, "R": p.r, "S": p.s, "U": p.u, "V": p.v, "DR": p.dr, "DS": p.ds,
        "top": p.top, "left": p.left,
        **dict(zip(("XN", "XH", "XW", "XC"), x.strides, strict=True)),
        **dict(zip(("YN", "YP", "YQ", "YK"), dy.strides, strict=True)),
        **dict(zip(("WR", "WS", "WC", "WK"), steps.dw, strict=True)),
        "pace": plan.pace, "strips": plan.strips, "steps": count,
    }  # fmt: skip
    out = (
        Pointer("dw", p.dtype, aligned=False)
        if plan.writes_dw
        else Pointer("work", plan.partial_dtype)
    )
    arguments: dict[str, Argument] = {"x": x.pointer, "dy": dy.pointer, "out": out}
    arguments |= {key: passes.number(value) for key, value in numbers.items()}
    arguments |= {
        "units": Size(division.tiles * count, wide=True),
        "chain": Size(plan.chain_steps),
    }
    constants: dict[str, Constant] = {
        "BK": tile.k, "BQ": plan.columns, "BP": plan.rows, "BR": tile.r, "BS": tile.s,
        "FRESH": plan.fresh, "UNROLL": plan.unroll, "FULL": p.k % tile.k == 0,
        "AHEAD": plan.stages - 1, "WIDE_X": x.wide, "WIDE_Y": dy.wide,
        "DIRECT": plan.writes_dw, "ADD": part > 0, "FLUSHES": plan.flushes,
        "OLD": accumulate and plan.writes_dw,
    }  # fmt: skip
    return Launch(
        "filtergrad.gpu.depthwise.slide:slide",
        tuple(arguments.items()),
        tuple(constants.items()),
        (division.programs, 1, 1),
        plan.warps,
        plan.stages,
    )
