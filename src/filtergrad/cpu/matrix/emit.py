"""The matrix unit: ribbons of columns stream past some tiles of dW, tap by tap.

In: a `MatrixPlan`. Out: an LLVM module with the task functions ``main`` and ``finish``. Start
reading here: all that follows is this loop.

    for split, groups, channels c, channels k in tasks:        # in parallel
        for block of output pixels in split:
            for group in groups:                               # `Nest.group`
                x_ribbons = pack(x seen by the block)             # `x_ribbons`
                for ks in channels k, some tiles at a time:
                    dy_ribbons = pack(dy of the block)            # `dy_ribbons`
                    for cs in channels c, some tiles at a time:
                        for r, s:                              # `Nest.taps`
                            x_run = x_ribbons[phase(r, s)] + offset(r, s)
                            partial[split, r, s, cs, ks] += x_run @ dy_ribbons    # `tile`
    dw = sum of partial[split] over split                      # `finish`

What the offsets are and why they hold for all columns of a ribbon, `ribbons` tells. Where taps are
merged, there is no s: a line of x is a tap of a filter row and a channel.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.code import finish
from filtergrad.cpu.code.ir import Bit, Code, Int, Ptr
from filtergrad.cpu.code.task import (
    TASK_PARAMETERS,
    Box,
    Range,
    arguments,
    box_of,
    in_band,
    part_of,
    sizes,
)
from filtergrad.dtypes import SIZES

from . import tile
from .dy_ribbons import DyRibbons
from .frame import Frame
from .plan import SIDE, MatrixPlan
from .ribbons import STEP
from .x_ribbons import XRibbons


def emit(plan: MatrixPlan) -> ir.Module:
    """Write the module of ``plan``."""
    module = ir.Module(name="matrix")
    Nest(module, plan).emit()
    if not plan.writes_dw:
        finish.emit(plan, *arguments(Code(module, "finish", TASK_PARAMETERS, internal=False)))
    return module


class Nest:
    """The function ``main`` being written: one method a level of the nest, outermost first."""

    def __init__(self, module: ir.Module, plan: MatrixPlan) -> None:
        self.plan = plan
        self.x_ribbons, self.dy_ribbons = XRibbons(module, plan), DyRibbons(module, plan)
        self.tiles = {
            (x, dy): tile.Tiles(module, f"tiles_{i}_{j}", plan, x, dy).emit()
            for i, x in enumerate(plan.x_bands)
            for j, dy in enumerate(plan.dy_bands)
        }
        self.code, self.args = arguments(Code(module, "main", TASK_PARAMETERS, internal=False))
        self.told = sizes(self.code, self.args, plan)

    def emit(self) -> None:
        """Write a task: its part of the blocks of pixels, for its part of the channels."""
        code, plan, args, told = self.code, self.plan, self.args, self.told
        _, number, slot, _ = code.arguments
        ranges = []
        for total, name in zip(plan.cut_totals, ("g", "x", "dy"), strict=True):
            number, part = code.divmod(number, told[f"cut.{name}"])
            ranges.append(part_of(code, total, told[f"cut.{name}"], part))
        groups, self.xs, self.dys = ranges
        partial = code.at(args["partial"], code.mul(number, plan.partial_bytes))
        self.dw = args["out"] if plan.writes_dw else partial
        memory = code.at(args["panels"], code.mul(slot, args["panel_bytes"]))
        self.frame = Frame.of(code, plan, args, told, memory)
        # Tiles of x of the task: those of its blocks.
        self.x_tiles = Range(self.first_tile(self.xs.start), self.first_tile(self.xs.stop))
        tile.configure(code)
        start, stop = part_of(code, told["blocks"], told["split"], number)
        with code.loop(start, stop, name="block") as block:
            box, first = box_of(code, told, block), code.equal(block, start)
            with code.loop(groups.start, groups.stop, name="g") as group:
                self.group(box, group, first)
        tile.release(code)
        code.ret()

    def first_tile(self, block: Int) -> Int:
        """The first tile of a block of tiles of x."""
        code = self.code
        found: Int = ceil_div(self.plan.lines, SIDE)
        for band in reversed(self.plan.x_bands):
            tiles = code.mul(code.sub(block, band.first), ceil_div(band.size, SIDE))
            here = code.add(ceil_div(band.start, SIDE), tiles)
            found = code.b.select(code.less(block, band.stop), code.i64(here), code.i64(found))
        return found

    def group(self, box: Box, group: Int, first: Bit) -> None:
        """Pack x's lines; then dy's channels, some tiles at a time, each of which all x meet."""
        code, plan, told = self.code, self.plan, self.told
        columns = code.add(code.mul(box.pp, told["pitch"]), STEP - 1)
        steps, _ = code.divmod(columns, STEP)
        self.x_ribbons.pack(self.frame, box, group, self.x_tiles, steps)
        for dy in plan.dy_bands:
            dy_first, count = in_band(code, dy, self.dys)
            with code.loop(dy_first, code.add(dy_first, count), name="dy") as dy_block:
                channel = code.sum((code.sub(dy_block, dy.first), dy.size), dy.start)
                k = code.sum((group, plan.ks), channel)
                self.dy_ribbons.pack(self.frame, box, k, dy, steps)
                for x in plan.x_bands:
                    x_first, count = in_band(code, x, self.xs)
                    with code.loop(x_first, code.add(x_first, count), name="x") as x_block:
                        line = code.sum((code.sub(x_block, x.first), x.size), x.start)
                        at = code.sub(self.first_tile(x_block), self.x_tiles.start)
                        ribbons = code.at(self.frame.x_ribbons, code.mul(at, told["x.tile"]))
                        self.taps(self.tiles[x, dy], ribbons, (line, k), (box.nn, steps), first)

    def taps(
        self,
        function: ir.Function,
        ribbons: Ptr,
        channels: tuple[Int, Int],
        counts: tuple[Int, Int],
        first: Bit,
    ) -> None:
        """All taps of some tiles of dW; ``counts`` are those of images and steps."""
        code, plan, told, problem = self.code, self.plan, self.told, self.plan.problem
        (line, k), (images, steps) = channels, counts
        rows, columns = plan.phases
        with code.loop(0, problem.r, name="r") as r, code.loop(0, plan.s_loops, name="s") as s:
            row = self.offset(r, problem.dr, problem.u, told["top"])
            column: Int = 0
            if not plan.moved:
                column = self.offset(s, problem.ds, problem.v, told["left"])
            phase = code.sum((code.divmod(r, rows)[1], columns), code.divmod(s, columns)[1])
            columns_on = code.sum((row, told["pitch"]), column)
            x = code.at(ribbons, code.sum((phase, told["x.phase"]), (columns_on, 2)))
            dw = code.sum((code.sum((r, problem.s), s), problem.c_per_group), line)
            dw = code.mul(code.sum((dw, problem.k), k), SIZES[plan.partial_dtype])
            code.invoke(
                function, x=x, dy=self.frame.dy_ribbons, through=self.frame.through,
                dw=code.at(self.dw, dw), first=first, line=told["line"], n=images, steps=steps,
                x_tile=told["x.tile"], dy_tile=told["dy.tile"], x_image=told["x.image"],
                dy_image=told["dy.image"],
            )  # fmt: skip

    def offset(self, tap: Int, dilation: int, stride: int, padding: Int) -> Int:
        """How many rows or columns of its phase a tap lies behind the first."""
        code = self.code
        begin = code.sub(code.mul(tap, dilation), padding)
        return code.sub(code.floordiv(begin, stride), code.floordiv(code.sub(0, padding), stride))
