"""Depthwise layers: pixels outside, vectors of channels inside, all taps of a filter row at once.

In: a `DepthwisePlan`. Out: an LLVM module with the task functions ``main`` and ``finish``. Start
reading here: all that follows is this loop, faster.

    for split, channels in tasks:                              # in parallel
        acc = zeros((r, s, channels))
        for block of output pixels in split:                   # `Nest.block`
            for n, p in block:                                 # `Nest.row`
                for r that sees the image:                     # from here on in `row`
                    for step of neighbouring q in block:
                        for vector in channels:
                            for q in step, s that sees the image:
                                h, w = p*u + r*dr - top, q*v + s*ds - left
                                acc[r, s, vector] += x[n, h, w, vector] * dy[n, p, q, vector]
            partial[split, :, :, channels] += acc              # `row.emit_flush`
            acc[...] = 0
    dw = sum of partial[split] over split                      # `finish`

(Written for one input and one output channel a group; with more of them a vector of dy meets x's
channels of its groups one after the other.)
"""

from __future__ import annotations

import math
from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.base.panel import Panel
from filtergrad.cpu.code import finish, pack
from filtergrad.cpu.code.convert import NUMBERS
from filtergrad.cpu.code.ir import Code, Int, Ptr, splat, vector
from filtergrad.cpu.code.task import (
    TASK_PARAMETERS,
    Box,
    Range,
    arguments,
    in_band,
    inside,
    part_of,
)
from filtergrad.dtypes import SIZES

from .plan import DepthwisePlan
from .row import FilterRows, emit_flush


def emit(plan: DepthwisePlan) -> ir.Module:
    """Write the module of ``plan``."""
    module = ir.Module(name="depthwise")
    Nest(module, plan).emit()
    if not plan.writes_dw:
        finish.emit(plan, *arguments(Code(module, "finish", TASK_PARAMETERS, internal=False)))
    return module


class Window(NamedTuple):
    """What is packed of an operand: a block's pixels, or what its windows see.

    Parameters
    ----------
    source
        Address of the first pixel in the user's array, at channel 0. It may lie outside the image.
    n
        How many images.
    rows, columns
        Which of them lie inside the image, counted from that pixel.
    strides
        Of the user's array in bytes, along images, rows, columns and channels.
    """

    source: Ptr
    n: Int
    rows: Range
    columns: Range
    strides: tuple[Int, Int, Int, Int]


class Nest:
    """The function ``main`` being written: one method a level of the nest, outermost first."""

    def __init__(self, module: ir.Module, plan: DepthwisePlan) -> None:
        self.plan = plan
        self.single_rows = FilterRows(module, plan, 1).emit()
        self.all_rows = FilterRows(module, plan, plan.problem.r).emit() if plan.fused else None
        self.flush = emit_flush(module, plan)
        self.x_packers = pack.emit(module, plan.x_panel) if plan.x_packed else {}
        self.dy_packers = pack.emit(module, plan.dy_panel) if plan.dy_packed else {}
        self.code, self.args = arguments(Code(module, "main", TASK_PARAMETERS, internal=False))

    def emit(self) -> None:
        """Write a task: its part of the blocks, for its part of the vectors of channels."""
        code, plan, args = self.code, self.plan, self.args
        _, task, slot = code.arguments
        split, part = code.divmod(task, plan.cut)
        # Vectors that need the same channels of x belong to one task.
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
        # A thread's workspace: panels of x, panels of dy, accumulators.
        self.x_panels = code.at(args["panels"], code.mul(slot, args["panel_bytes"]))
        self.dy_panels = code.at(self.x_panels, plan.x_panel_bytes)
        self.acc = code.at(self.x_panels, plan.acc_start)
        kind = vector(NUMBERS[plan.compute_dtype], plan.lanes)
        with code.loop(0, plan.accumulators * plan.part_vectors, name="clear") as i:
            code.store(
                splat(kind, 0.0), self.acc, code.mul(i, plan.lanes * SIZES[plan.compute_dtype])
            )
        start, stop = part_of(code, math.prod(plan.block_counts), plan.split, split)
        with code.loop(start, stop, name="block") as block:
            self.block(block)
            ragged = code.equal(self.stop, plan.vectors)
            vectors = code.i64(code.sub(self.stop, self.first))
            first = code.equal(block, start)
            code.invoke(
                self.flush, acc=self.acc, dw=self.dw, first=first, vectors=vectors, ragged=ragged
            )
        code.ret()

    def block(self, block: Int) -> None:
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
            self.pack_x(box)
        if plan.dy_packed:
            self.pack_dy(box)
        x, dy = self.x_origin(box), self.dy_origin(box)
        with (
            code.loop(0, box.nn, name="n") as n,
            code.loop(box.p, ends[1], name="p") as p,
        ):
            dy_row = code.at(dy, code.sum((n, plan.dy_strides[0]), (p, plan.dy_strides[1])))
            x_row = code.at(x, code.sum((n, plan.x_strides[0]), (p, problem.u * plan.x_strides[1])))
            self.row(x_row, dy_row, p, Range(box.q, ends[2]))

    def row(self, x: Ptr, dy: Ptr, p: Int, columns: Range) -> None:
        """Let a row of pixels, in a range of columns, meet the filter rows that see the image."""
        code, problem = self.code, self.plan.problem
        h = code.sum((p, problem.u), -problem.top)
        low, high = inside(code, h, problem.dr, problem.h)
        high = code.min(problem.r, high)

        def call(function: ir.Function, r0: Int, r1: Int) -> None:
            code.invoke(
                function, x=x, dy=dy, acc=self.acc, vectors=code.sub(self.stop, self.first),
                last=self.last, r0=r0, r1=r1, q0=columns.start, q1=columns.stop,
            )  # fmt: skip

        if self.all_rows is None:
            call(self.single_rows, low, high)
            return
        with code.b.if_else(code.equal(code.sub(high, low), problem.r)) as (all_seen, some_seen):
            with all_seen:
                call(self.all_rows, 0, 1)
            with some_seen:
                call(self.single_rows, low, high)

    # ---- origins: where the task's first channels of pixel (0, 0) of the block's first image are,
    # or would be, where that pixel is not in the panel ----

    def x_origin(self, box: Box) -> Ptr:
        """Where output pixel (0, 0) finds x for tap (0, 0): by the padding outside the image."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        image, row, pixel = plan.x_strides
        if plan.x_packed:
            corner = code.sum((box.p, problem.u * row), (box.q, problem.v * pixel))
            return code.at(self.x_panels, code.sub(0, corner))
        group = code.divmod(self.k, problem.k_per_group)[0]
        channel = code.mul(group, problem.c_per_group * SIZES[problem.dtype])
        corner = -problem.top * row - problem.left * pixel
        return code.at(self.args["x"], code.sum((box.n, image), channel, corner))

    def dy_origin(self, box: Box) -> Ptr:
        """Where dy's pixel (0, 0) is."""
        code, plan = self.code, self.plan
        image, row, pixel = plan.dy_strides
        if plan.dy_packed:
            corner = code.sum((box.p, row), (box.q, pixel))
            return code.at(self.dy_panels, code.sub(0, corner))
        size = SIZES[plan.problem.dtype]
        return code.at(self.args["dy"], code.sum((box.n, image), (self.k, size)))

    # ---- panels ----

    def pack_x(self, box: Box) -> None:
        """Pack what the block's windows see inside the image."""
        code, plan, problem, args = self.code, self.plan, self.plan.problem, self.args
        h, w = (
            code.sum((box.p, problem.u), -problem.top),
            code.sum((box.q, problem.v), -problem.left),
        )
        seen: list[Range] = []
        for start, pixels, stride, taps, dilation, size in (
            (h, box.pp, problem.u, problem.r, problem.dr, problem.h),
            (w, box.qq, problem.v, problem.s, problem.ds, problem.w),
        ):
            total = code.sum((pixels, stride), (taps - 1) * dilation + 1 - stride)
            low = code.min(total, code.max(0, code.sub(0, start)))
            seen.append(Range(low, code.max(low, code.min(total, code.sub(size, start)))))
        first, last = (
            code.divmod(at, plan.same_x)[0] for at in (self.first, code.sub(self.stop, 1))
        )
        at = code.sum((box.n, args["xn"]), (h, args["xh"]), (w, args["xw"]))
        strides = args["xn"], args["xh"], args["xw"], args["xc"]
        window = Window(code.at(args["x"], at), box.nn, seen[0], seen[1], strides)
        self.pack(
            self.x_packers, plan.x_panel, window, self.x_panels, Range(first, code.add(last, 1))
        )

    def pack_dy(self, box: Box) -> None:
        """Pack the block's pixels of dy."""
        code, args = self.code, self.args
        at = code.sum((box.n, args["dyn"]), (box.p, args["dyp"]), (box.q, args["dyq"]))
        strides = args["dyn"], args["dyp"], args["dyq"], args["dyk"]
        window = Window(
            code.at(args["dy"], at), box.nn, Range(0, box.pp), Range(0, box.qq), strides
        )
        vectors = Range(self.first, self.stop)
        self.pack(self.dy_packers, self.plan.dy_panel, window, self.dy_panels, vectors)

    def pack(
        self,
        packers: dict[Band, ir.Function],
        panel: Panel,
        window: Window,
        panels: Ptr,
        vectors: Range,
    ) -> None:
        """Pack a window of a range of an operand's vectors of channels; the first at ``panels``."""
        code = self.code
        (h0, h1), (w0, w1), (sn, sh, sw, sc) = window.rows, window.columns, window.strides
        for band, function in packers.items():
            first, count = in_band(code, band, vectors)
            channel = code.sum((code.sub(first, band.first), band.size), band.start)
            source = code.at(window.source, code.mul(channel, sc))
            target = code.at(panels, code.mul(code.sub(first, vectors.start), panel.stride(band)))
            code.invoke(
                function, source=source, panel=target, n=window.n, h0=h0, h1=h1, w0=w0, w1=w1,
                tiles=count, sn=sn, sh=sh, sw=sw, sc=sc,
            )  # fmt: skip
