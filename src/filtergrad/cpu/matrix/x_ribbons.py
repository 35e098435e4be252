"""The ribbons of x that a block's windows see, of all lines of a task.

In: a `Frame` and a block of output pixels. Out: code that packs, row by row and tile by tile.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.code.ir import Code, Int, Ptr
from filtergrad.cpu.code.task import Box, Range

from . import pack
from .frame import Frame
from .plan import SIDE, MatrixPlan
from .ribbons import STEP

# More columns than any image has.
ENDLESS = 1 << 62


class Row(NamedTuple):
    """A row of x at all channels: where its column 0 is, and how many columns it has (or none)."""

    source: Ptr
    limit: Int


class XRibbons:
    """What packs x.

    Parameters
    ----------
    module
        Where its functions are written.
    plan
        How x lies in memory, and in lines.
    """

    def __init__(self, module: ir.Module, plan: MatrixPlan) -> None:
        problem, rows = plan.problem, plan.x_layout == "rows"
        if rows:
            self.packer = pack.rows_to_lines(module, problem.v, plan.packed)
            if plan.merged:
                self.padding = pack.padded(module)
        elif plan.merged:
            self.packer = pack.planes_to_taps(module, "x_to_lines", problem, plan.lines)
        else:
            self.packer = pack.planes_to_lines(module, "x_to_lines", problem.v)
        self.plan = plan

    def pack(self, frame: Frame, box: Box, group: Int, tiles: Range, steps: Int) -> None:
        """Pack what a block's windows see of a group, of a range of tiles."""
        code, told, problem = frame.code, frame.told, self.plan.problem
        low, high = _reach(code, problem.r, problem.dr, problem.u, told["top"])
        left, right = self.columns_seen(code, told)
        rows = code.sum(box.pp, high, code.sub(0, low))
        with (
            code.loop(0, self.plan.phases[0], name="phase") as phase,
            code.loop(0, box.nn, name="n") as n,
            code.loop(0, rows, name="h") as number,
        ):
            h = code.mul(code.sum(box.p, low, number), problem.u)
            h = code.add(h, _first(code, phase, problem.dr, problem.u, told["top"]))
            inside = code.b.icmp_unsigned("<", code.i64(h), code.i64(told["h"]))
            limit = code.b.select(inside, code.i64(told["w"]), code.i64(0))
            at = code.sum((code.add(box.n, n), frame.args["xn"]), (h, frame.args["xh"]))
            channel = code.mul(group, problem.c_per_group * self.plan.together)
            at = code.sum(at, (channel, frame.args["xc"]))
            row = Row(code.at(frame.args["x"], at), limit)
            target = code.sum((n, told["x.image"]), (code.mul(number, told["pitch"]), 2))
            self.row(frame, row, code.add(box.q, left), tiles, (phase, target))
        begin = code.mul(rows, told["pitch"])
        end = code.sum(
            (code.sub(high, low), told["pitch"]), right, code.sub(0, left), (steps, STEP)
        )
        self.zero_ends(frame, tiles, box.nn, (begin, end))

    def columns_seen(self, code: Code, told: dict[str, Int]) -> tuple[Int, Int]:
        """How far left and right of an output column windows see, in columns of a phase."""
        problem = self.plan.problem
        if self.plan.moved:
            return 0, 0
        return _reach(code, problem.s, problem.ds, problem.v, told["left"])

    def row(
        self, frame: Frame, row: Row, column: Int, tiles: Range, place: tuple[Int, Int]
    ) -> None:
        """A row of all tiles and phases, whose first column is number ``column`` of a phase.

        ``place`` is the phase of rows, and the bytes from the beginning of each ribbon.
        """
        code, plan, told, problem = frame.code, self.plan, frame.told, self.plan.problem
        phase_of_rows, target = place
        first = code.mul(column, problem.v)
        if plan.moved:
            first = code.sub(first, told["left"])
        if plan.merged and plan.x_layout == "rows":
            self.pad(frame, row, first)
        # Columns of all tiles, then the next: so a line of the array is read while it is near.
        packed = plan.packed if plan.x_layout == "rows" else told["pitch"]
        with (
            code.loop(0, told["pitch"], packed, name="column") as along,
            code.loop(tiles.start, tiles.stop, name="tile") as number,
            code.loop(0, plan.phases[1], name="phase") as phase,
        ):
            line = code.max(0, code.min(code.mul(number, SIDE), plan.lines - SIDE))
            at = code.sum((phase_of_rows, plan.phases[1]), phase)
            at = code.sum(
                (code.sub(number, tiles.start), told["x.tile"]), target, (along, 2),
                (at, told["x.phase"]),
            )  # fmt: skip
            begin = first
            if plan.apart:
                begin = code.sum(first, (phase, problem.ds))
            elif not plan.merged:
                more = _first(code, phase, problem.ds, problem.v, told["left"])
                begin = code.add(first, more)
            here = code.sum(begin, (along, problem.v))
            self.tile_row(frame, row, (here, begin), line, code.at(frame.x_ribbons, at))

    def pad(self, frame: Frame, row: Row, first: Int) -> None:
        """Copy a row of all channels, with zeros beside it, from column ``first`` on."""
        code, told, c = frame.code, frame.told, self.plan.problem.c
        columns = told["row.columns"]
        start = code.min(columns, code.max(0, code.sub(0, first)))
        stop = code.max(start, code.min(columns, code.sub(row.limit, first)))
        source = code.mul(code.mul(code.add(first, start), c), 2)
        code.invoke(
            self.padding, source=code.at(row.source, source), target=frame.row,
            start=code.mul(start, c), stop=code.mul(stop, c), count=code.mul(columns, c),
        )  # fmt: skip

    def tile_row(
        self, frame: Frame, row: Row, columns: tuple[Int, Int], line: Int, target: Ptr
    ) -> None:
        """A row, or some columns of it, of one tile, from line number ``line`` on.

        ``columns`` are its first one and that of the row.
        """
        code, plan, args, told = frame.code, self.plan, frame.args, frame.told
        first, start = columns
        shared = {"target": target, "line": told["line"]}
        if plan.x_layout != "rows":
            shared |= {"first": first, "limit": row.limit, "count": told["pitch"]}
            shared["channel"] = args["xc"]
            if plan.merged:
                code.invoke(self.packer, source=row.source, number=line, **shared)
                return
            source = code.at(row.source, code.mul(line, args["xc"]))
            code.invoke(self.packer, source=source, **shared)
            return
        source, step, limit = code.at(row.source, code.mul(line, 2)), args["xw"], row.limit
        if plan.merged:
            source = code.at(frame.row, code.mul(line, 2))
            first = code.sub(first, start)
            step, limit = plan.problem.c * 2, ENDLESS
        code.invoke(
            self.packer, source=source, zeros=frame.zeros, step=step, first=first, limit=limit,
            **shared,
        )  # fmt: skip

    def zero_ends(self, frame: Frame, tiles: Range, images: Int, columns: tuple[Int, Int]) -> None:
        """Zero what tiles see behind the last row of each ribbon."""
        code, plan, told = frame.code, self.plan, frame.told
        with (
            code.loop(0, code.sub(tiles.stop, tiles.start), name="tile") as tile,
            code.loop(0, math.prod(plan.phases), name="phase") as phase,
            code.loop(0, images, name="n") as n,
        ):
            at = code.sum((tile, told["x.tile"]), (phase, told["x.phase"]), (n, told["x.image"]))
            pack.zero_lines(code, code.at(frame.x_ribbons, at), told["line"], columns)


def _reach(code: Code, taps: int, dilation: int, stride: int, padding: Int) -> tuple[Int, Int]:
    """`ribbons.reach` at run time."""
    last = code.sub((taps - 1) * dilation, padding)
    return code.floordiv(code.sub(0, padding), stride), code.floordiv(last, stride)


def _first(code: Code, phase: Int, dilation: int, stride: int, padding: Int) -> Int:
    """Which row or column, of every ``stride``, a phase holds: that of the tap of its number."""
    begin = code.sub(code.mul(phase, dilation), padding)
    return code.sub(begin, code.mul(code.floordiv(begin, stride), stride))
