"""Depthwise layers: for each vector of channels and each tile of taps, a block's pixels.

In: a `DepthwisePlan`. Out: an LLVM module with the task functions ``main`` and ``finish``.
In plain words:

    for block of pixels of the task's share:
        for n, p in block:
            for r that sees the image:
                acc[r][s] += x[n][p*u + r*dr - top][...] * dy[n][p][...]      # `taps`
        dw += acc; acc = 0
"""

from __future__ import annotations

import math

from llvmlite import ir

from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.base.panel import Panel
from filtergrad.cpu.code import finish, pack
from filtergrad.cpu.code.convert import NUMBERS
from filtergrad.cpu.code.ir import Code, Value, splat, vector
from filtergrad.cpu.code.task import TASK_PARAMETERS, Box, arguments, inside, part_of
from filtergrad.dtypes import SIZES

from .plan import DepthwisePlan
from .row import Taps, emit_flush


def emit(plan: DepthwisePlan) -> ir.Module:
    """Write the module of ``plan``."""
    module = ir.Module(name="depthwise")
    Nest(module, plan).emit()
    if not plan.writes_dw:
        finish.emit(plan, *arguments(Code(module, "finish", TASK_PARAMETERS, internal=False)))
    return module


class Nest:
    """The function ``main`` being written: one method a level of the nest, outermost first."""

    def __init__(self, module: ir.Module, plan: DepthwisePlan) -> None:
        self.plan = plan
        self.one = Taps(module, plan, 1).emit()
        self.all = Taps(module, plan, plan.problem.r).emit() if plan.fused else None
        self.flush = emit_flush(module, plan)
        self.pack_x = pack.emit(module, plan.x_panel) if plan.x_packed else {}
        self.pack_dy = pack.emit(module, plan.dy_panel) if plan.dy_packed else {}
        self.code, self.args = arguments(Code(module, "main", TASK_PARAMETERS, internal=False))

    def emit(self) -> None:
        """The task: its share of the blocks and of the vectors of channels."""
        code, plan, args = self.code, self.plan, self.args
        _, number, slot = code.arguments
        split, part = code.divmod(number, plan.cut)
        units = part_of(code, plan.vectors // plan.same_x, plan.cut, part)
        self.first, self.stop = (code.mul(unit, plan.same_x) for unit in units)
        self.k = code.mul(self.first, plan.lanes)
        self.last = code.sub(plan.problem.k - plan.lanes, self.k)
        dw = (
            args["out"]
            if plan.writes_dw
            else code.at(args["partial"], code.mul(split, plan.partial_bytes))
        )
        self.dw = code.at(dw, code.mul(self.k, SIZES[plan.partial_dtype]))
        self.x_room = code.at(args["panels"], code.mul(slot, args["panel_bytes"]))
        self.dy_room = code.at(self.x_room, plan.x_panel_bytes)
        self.acc = code.at(self.x_room, plan.acc_start)
        kind = vector(NUMBERS[plan.compute_dtype], plan.lanes)
        with code.loop(0, plan.accumulators * plan.part, name="clear") as i:
            code.store(
                splat(kind, 0.0), self.acc, code.mul(i, plan.lanes * SIZES[plan.compute_dtype])
            )
        start, stop = part_of(code, math.prod(plan.block_counts), plan.split, split)
        with code.loop(start, stop, name="block") as block:
            self.block(block)
            ragged = code.equal(self.stop, plan.vectors)
            vectors = code.i64(code.sub(self.stop, self.first))
            first = code.equal(block, start)
            code.b.call(self.flush, [self.acc, self.dw, first, vectors, ragged])
        code.ret()

    def block(self, block: Value) -> None:
        """Pack what is to be packed; then row after row, all the filter rows that see the image."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        rest, p = code.divmod(block, plan.block_counts[1])
        n, q = code.divmod(rest, plan.block_counts[2])
        totals = problem.n, problem.p, problem.q
        start = [code.mul(at, size) for at, size in zip((n, p, q), plan.block, strict=True)]
        ends = [
            code.min(total, code.add(at, size))
            for at, size, total in zip(start, plan.block, totals, strict=True)
        ]
        box = Box(*start, *(code.sub(end, at) for at, end in zip(start, ends, strict=True)))
        if plan.x_packed:
            self.fill_x(box)
        if plan.dy_packed:
            self.fill_dy(box)
        x, dy = self.x(box), self.dy(box)
        with (
            code.loop(0, box.nn, name="n") as n,
            code.loop(box.p, ends[1], name="p") as p,
        ):
            dy_row = code.at(dy, code.sum((n, plan.dy_steps[0]), (p, plan.dy_steps[1])))
            x_row = code.at(x, code.sum((n, plan.x_steps[0]), (p, problem.u * plan.x_steps[1])))
            self.row(x_row, dy_row, p, (box.q, ends[2]))

    def row(self, x: Value, dy: Value, p: Value, columns: tuple[Value, Value]) -> None:
        """A row of pixels meets the filter rows that see the image."""
        code, problem = self.code, self.plan.problem
        h = code.sum((p, problem.u), -problem.top)
        low, high = inside(code, h, problem.dr, problem.h)
        high = code.min(problem.r, high)

        def call(function: ir.Function, r0: Value, r1: Value) -> None:
            numbers = code.sub(self.stop, self.first), self.last, r0, r1, *columns
            code.b.call(function, [x, dy, self.acc, *map(code.i64, numbers)])

        if self.all is None:
            call(self.one, low, high)
            return
        with code.b.if_else(code.equal(code.sub(high, low), problem.r)) as (fused, apart):
            with fused:
                call(self.all, 0, 1)
            with apart:
                call(self.one, low, high)

    # ---- operands: where the first vector's pixel (0, 0) of the block's first image would be ----

    def x(self, box: Box) -> Value:
        """X at the first tap's input pixel."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        image, row, pixel = plan.x_steps
        if plan.x_packed:
            corner = code.sum((box.p, problem.u * row), (box.q, problem.v * pixel))
            return code.at(self.x_room, code.sub(0, corner))
        group = code.divmod(self.k, problem.k_per_group)[0]
        channel = code.mul(group, problem.c_per_group * SIZES[problem.dtype])
        corner = -problem.top * row - problem.left * pixel
        return code.at(self.args["x"], code.sum((box.n, image), channel, corner))

    def dy(self, box: Box) -> Value:
        """Dy."""
        code, plan = self.code, self.plan
        image, row, pixel = plan.dy_steps
        if plan.dy_packed:
            corner = code.sum((box.p, row), (box.q, pixel))
            return code.at(self.dy_room, code.sub(0, corner))
        size = SIZES[plan.problem.dtype]
        return code.at(self.args["dy"], code.sum((box.n, image), (self.k, size)))

    def fill_x(self, box: Box) -> None:
        """Pack what the block's windows see inside the image."""
        code, plan, problem, args = self.code, self.plan, self.plan.problem, self.args
        h, w = (
            code.sum((box.p, problem.u), -problem.top),
            code.sum((box.q, problem.v), -problem.left),
        )
        numbers = [box.nn]
        for start, pixels, stride, taps, dilation, size in (
            (h, box.pp, problem.u, problem.r, problem.dr, problem.h),
            (w, box.qq, problem.v, problem.s, problem.ds, problem.w),
        ):
            total = code.sum((pixels, stride), (taps - 1) * dilation + 1 - stride)
            low = code.min(total, code.max(0, code.sub(0, start)))
            numbers += [low, code.max(low, code.min(total, code.sub(size, start)))]
        tiles = [code.divmod(at, plan.same_x)[0] for at in (self.first, code.sub(self.stop, 1))]
        at = code.sum((box.n, args["xn"]), (h, args["xh"]), (w, args["xw"]))
        steps = (args["xn"], args["xh"], args["xw"], args["xc"])
        self.fill(self.pack_x, plan.x_panel, code.at(args["x"], at), self.x_room,
                  (tiles[0], code.add(tiles[1], 1)), numbers, steps)  # fmt: skip

    def fill_dy(self, box: Box) -> None:
        """Pack the block's pixels."""
        code, args = self.code, self.args
        at = code.sum((box.n, args["dyn"]), (box.p, args["dyp"]), (box.q, args["dyq"]))
        steps = (args["dyn"], args["dyp"], args["dyq"], args["dyk"])
        self.fill(self.pack_dy, self.plan.dy_panel, code.at(args["dy"], at), self.dy_room,
                  (self.first, self.stop), [box.nn, 0, box.pp, 0, box.qq], steps)  # fmt: skip

    def fill(
        self,
        functions: dict[Band, ir.Function],
        panel: Panel,
        source: Value,
        room: Value,
        numbers: tuple[Value, Value],
        box: list[Value],
        steps: tuple[Value, ...],
    ) -> None:
        """Pack a range of an operand's tiles."""
        code = self.code
        for band, function in functions.items():
            first = code.max(numbers[0], band.first)
            count = code.sub(code.min(numbers[1], band.stop), first)  # none if negative
            channel = code.sum((code.sub(first, band.first), band.size), band.start)
            here = code.at(source, code.mul(channel, steps[3]))
            there = code.at(room, code.mul(code.sub(first, numbers[0]), panel.stride(band)))
            code.b.call(function, [here, there, *map(code.i64, (*box, count, *steps))])
