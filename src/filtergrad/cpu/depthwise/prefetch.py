"""Prefetching: while a block is computed, its rows ask for what their thread needs next.

In: the next block. Out: prefetch instructions. Only where channels lie apart: packing reads those
of a vector from as many places at a time, none of them for long, and the processor foresees little
of that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from filtergrad.cpu.code.ir import Bit, Code, Int, Value
from filtergrad.cpu.code.prefetch import TO_L2, prefetch

from .plan import DepthwisePlan
from .shares import APART


class Ahead(NamedTuple):
    """What a thread does after a block: the task's next block, or its next task's first one.

    Parameters
    ----------
    corner
        Its first image, output row and output column.
    vector
        The first vector of channels of the task that it belongs to.
    none
        Whether nothing follows.
    """

    corner: list[Int]
    vector: Int
    none: Bit


def ask(
    code: Code, plan: DepthwisePlan, args: Mapping[str, Value], told: Mapping[str, Int],
    ahead: Ahead, image: Int, row: Int,
) -> None:  # fmt: skip
    """Ask for a row's share of an image of the next block.

    ``image`` and ``row`` are counted from the block's first; ``args`` and ``told`` are the call's.
    """
    problem, (n, p, _) = plan.problem, ahead.corner
    n, k = code.add(n, image), code.mul(ahead.vector, plan.lanes)
    c = code.mul(code.divmod(k, problem.k_per_group)[0], problem.c_per_group)
    h = code.max(0, code.sum((p, problem.u), (told["top"], -1)))
    places = {
        "x": ((n, args["xn"]), (h, args["xh"]), (c, args["xc"])),
        "dy": ((n, args["dyn"]), (p, args["dyp"]), (k, args["dyk"])),
    }
    layouts = plan.x_layout, plan.dy_layout
    for (name, at), layout in zip(places.items(), layouts, strict=True):
        if layout != APART:
            continue
        channels, lines, share = (
            told[f"next.{name}.{what}"] for what in ("channels", "lines", "share")
        )
        base, (_, pitch) = code.at(args[name], code.sum(*at)), at[-1]
        first = code.mul(row, share)
        stop = code.min(channels, code.add(first, share))
        stop = code.b.select(ahead.none, code.i64(0), code.i64(stop))
        with code.loop(first, stop, name="ahead") as channel:
            plane = code.at(base, code.mul(channel, pitch))
            with code.loop(0, lines, name="line") as line:
                prefetch(code, code.at(plane, code.mul(line, 64)), TO_L2)
