"""What a plan of the direct algorithm launches.

In: a plan and strides. Out: a `Module`. The kernels are in the files of their names.
"""

from __future__ import annotations

from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.launch import Argument, Box, Constant, Launch, Module, Pointer, Size
from filtergrad.gpu.base.plan import ceil_div
from filtergrad.gpu.code import passes

from .plan import DirectPlan, runs


def module(plan: DirectPlan, steps: Steps, accumulate: bool) -> Module:
    """The launches of a plan, for arrays of some strides; ``accumulate`` adds the old dW."""
    launches: list[Launch] = []
    build = {"boxes": _boxes, "flat": _flat}.get(plan.loop, _gathered)
    for part in range(plan.parts):
        x = passes.operand(plan, "x", steps, part, launches)
        dy = passes.operand(plan, "dy", steps, part, launches)
        launches.append(build(plan, steps, accumulate, part, x, dy))
    if plan.slots:
        merged, diagonal = plan.loop == "few", plan.loop == "diagonal"
        launches.append(
            passes.finish(
                plan,
                steps,
                accumulate,
                merged=runs(plan.problem, plan.run) if merged else None,
                diagonal=plan.problem.g if diagonal else 0,
            )
        )
    return Module(tuple(launches), plan.workspace_bytes)


def _images(plan: DirectPlan, part: int) -> int:
    return min(plan.images, plan.problem.n - part * plan.images)


def _gathered(
    plan: DirectPlan, steps: Steps, accumulate: bool, part: int,
    x: passes.Placed, dy: passes.Placed,
) -> Launch:  # fmt: skip
    """Loops that work out the address of each number: any strides."""
    p, tile = plan.problem, plan.tile
    images = _images(plan, part)
    flat = plan.pointwise and x.follow and dy.follow
    numbers = {
        "H": p.h, "W": p.w, "P": p.p, "Q": p.q, "C": p.c_per_group, "K": p.k_per_group,
        "R": p.r, "S": p.s, "U": p.u, "V": p.v, "DR": p.dr, "DS": p.ds,
        "top": p.top, "left": p.left,
        **dict(zip(("XN", "XH", "XW", "XC"), x.strides, strict=True)),
        **dict(zip(("YN", "YP", "YQ", "YK"), dy.strides, strict=True)),
        **dict(zip(("WR", "WS", "WC", "WK"), steps.dw, strict=True)),
    }  # fmt: skip
    numbers |= _boxed(plan, part)
    if plan.loop == "taps":
        numbers["pixels"] = images * p.p * p.q
    arguments: dict[str, Argument] = {"x": x.pointer, "dy": dy.pointer, "out": _out(plan)}
    arguments |= {key: passes.number(value) for key, value in numbers.items()}
    arguments |= _division(plan)
    constants: dict[str, Constant] = {
        "BC": tile.c, "BK": tile.k, "PRODUCTS": plan.products,
        "WIDE_X": x.wide, "WIDE_Y": dy.wide, **_common(plan, accumulate, part),
    }  # fmt: skip
    bn, bh, bw = plan.box
    constants |= {"BH": bh, "BW": bw, "EXACT": plan.exact}
    if plan.loop == "taps":
        constants |= {"BP": tile.pixels, "BS": tile.s, "FLAT": flat, "BOXED": plan.boxed}
    else:
        constants["BN"] = bn
    if plan.loop == "few":
        early, width = runs(p, plan.run)
        constants |= {"RUN": plan.run, "EARLY": early, "WIDTH": width}
    if plan.loop == "diagonal":
        arguments["groups"] = Size(p.g)
        constants["BS"] = tile.s
    return _launch(plan, arguments, constants)


def _boxes(
    plan: DirectPlan, steps: Steps, accumulate: bool, part: int,
    x: passes.Placed, dy: passes.Placed,
) -> Launch:  # fmt: skip
    p, tile = plan.problem, plan.tile
    images = _images(plan, part)
    bn, bh, bw = plan.box
    lines = plan.lines and dy.follow
    assert plan.exact, "numbers of x that have no partner in dy might be infinite"
    arguments: dict[str, Argument] = {
        "x": Box(x.pointer, (images, p.h, p.w, p.c), x.strides, (bn, bh, bw, tile.c)),
        "dy": _matrix(dy, images * p.p * p.q, p.k, (tile.pixels, tile.k))
        if lines
        else Box(dy.pointer, (images, p.p, p.q, p.k), dy.strides, (bn, bh, bw, tile.k)),
        "out": _out(plan),
    }
    numbers = {
        "C": p.c_per_group, "K": p.k_per_group, "R": p.r, "S": p.s, "DR": p.dr, "DS": p.ds,
        "top": p.top, "left": p.left, **_boxed(plan, part),
        **dict(zip(("WR", "WS", "WC", "WK"), steps.dw, strict=True)),
    }  # fmt: skip
    arguments |= {key: passes.number(value) for key, value in numbers.items()}
    arguments |= _division(plan)
    constants: dict[str, Constant] = {
        "BC": tile.c, "BK": tile.k, "BN": bn, "BH": bh, "BW": bw, "BS": tile.s,
        "LINES": lines, "PRODUCTS": plan.products, **_common(plan, accumulate, part),
    }  # fmt: skip
    return _launch(plan, arguments, constants)


def _flat(
    plan: DirectPlan, steps: Steps, accumulate: bool, part: int,
    x: passes.Placed, dy: passes.Placed,
) -> Launch:  # fmt: skip
    p, tile = plan.problem, plan.tile
    pixels = _images(plan, part) * p.p * p.q
    _, _, wc, wk = steps.dw
    arguments: dict[str, Argument] = {
        "x": _matrix(x, pixels, p.c, (tile.pixels, tile.c)),
        "dy": _matrix(dy, pixels, p.k, (tile.pixels, tile.k)),
        "out": _out(plan),
    }
    numbers = {"C": p.c_per_group, "K": p.k_per_group, "WC": wc, "WK": wk}
    arguments |= {key: passes.number(value) for key, value in numbers.items()}
    arguments |= _division(plan)
    constants: dict[str, Constant] = {
        "BC": tile.c, "BK": tile.k, "BP": tile.pixels, "PRODUCTS": plan.products,
        **_common(plan, accumulate, part),
    }  # fmt: skip
    return _launch(plan, arguments, constants)


def _boxed(plan: DirectPlan, part: int) -> dict[str, int]:
    """Images of a part, and how many boxes an image has along rows and columns."""
    bn, bh, bw = plan.box
    assert bn * bh * bw == plan.tile.pixels or (plan.loop == "taps" and not plan.boxed)
    p = plan.problem
    return {
        "images": _images(plan, part),
        "boxes_p": ceil_div(p.p, bh),
        "boxes_q": ceil_div(p.q, bw),
    }


def _matrix(at: passes.Placed, pixels: int, channels: int, block: tuple[int, int]) -> Box:
    """An operand whose pixels follow one another as rows of a matrix."""
    return Box(at.pointer, (pixels, channels), (at.strides[2], 1), block)


def _out(plan: DirectPlan) -> Pointer:
    if plan.writes_dw:
        return Pointer("dw", plan.problem.dtype, aligned=False)
    return Pointer("work", plan.partial_dtype)


def _division(plan: DirectPlan) -> dict[str, Argument]:
    # The last part, which may have fewer images, is divided as the others are: its sums are added
    # to theirs, slot by slot.
    return {
        "steps": passes.number(plan.division.steps),
        "units": Size(plan.division.units, wide=True),
        "chain": Size(plan.chain_steps),
    }


def _common(plan: DirectPlan, accumulate: bool, part: int) -> dict[str, Constant]:
    return {
        "SWAPPED": plan.swapped, "DIRECT": plan.writes_dw, "ADD": part > 0,
        "FLUSHES": plan.flushes, "DOUBLE": plan.totals and plan.partial_dtype == "float64",
        "OLD": accumulate and plan.writes_dw,
    }  # fmt: skip


def _launch(
    plan: DirectPlan, arguments: dict[str, Argument], constants: dict[str, Constant]
) -> Launch:
    return Launch(
        f"filtergrad.gpu.direct.{plan.loop}:{plan.loop}",
        tuple(arguments.items()),
        tuple(constants.items()),
        (plan.division.programs, 1, 1),
        plan.warps,
        plan.stages,
        any_warps=True,
    )
