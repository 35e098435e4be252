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
            partial[split, :, :, channels] += acc              # `flush`
            acc[...] = 0
    dw = sum of partial[split] over split                      # `finish`

(Written for one input and one output channel a group; with more of them a vector of dy meets x's
channels of its groups one after the other.)
"""

from __future__ import annotations

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
    sizes,
)
from filtergrad.dtypes import SIZES

from . import flush, prefetch
from .plan import DepthwisePlan
from .prefetch import Ahead
from .row import FilterRows


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
        self.flush = flush.emit(module, plan)
        self.x_packers = pack.emit(module, plan.x_panel) if plan.x_packed else {}
        self.dy_packers = pack.emit(module, plan.dy_panel) if plan.dy_packed else {}
        self.code, self.args = arguments(Code(module, "main", TASK_PARAMETERS, internal=False))
        self.sizes = sizes(self.code, self.args, plan)

    def emit(self) -> None:
        """Write a task: its part of the blocks, for its part of the vectors of channels."""
        code, plan, args = self.code, self.plan, self.args
        _, task, slot, more = code.arguments
        split, (self.first, self.stop) = self.share(task)
        next_split, (next_first, _) = self.share(code.add(task, 1))
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
        self.dy_panels = code.at(self.x_panels, self.sizes["bytes.x"])
        self.acc = code.at(self.x_panels, self.sizes["acc"])
        kind = vector(NUMBERS[plan.compute_dtype], plan.lanes)
        with code.loop(0, plan.accumulators * plan.part_vectors, name="clear") as i:
            code.store(
                splat(kind, 0.0), self.acc, code.mul(i, plan.lanes * SIZES[plan.compute_dtype])
            )
        start, stop = part_of(code, self.sizes["blocks"], self.sizes["split"], split)
        next_start, _ = part_of(code, self.sizes["blocks"], self.sizes["split"], next_split)
        with code.loop(start, stop, name="block") as block:
            following = code.add(block, 1)
            last = code.equal(following, stop)
            self.ahead = Ahead(
                self.corner(code.b.select(last, code.i64(next_start), code.i64(following))),
                code.b.select(last, code.i64(next_first), code.i64(self.first)),
                code.b.and_(last, code.equal(more, 0)),
            )
            self.block(block)
            ragged = code.equal(self.stop, plan.vectors)
            vectors = code.i64(code.sub(self.stop, self.first))
            first = code.equal(block, start)
            code.invoke(
                self.flush, acc=self.acc, dw=self.dw, first=first, vectors=vectors, ragged=ragged
            )
        code.ret()

    def share(self, task: Int) -> tuple[Int, Range]:
        """A task's split, and its range of vectors of output channels."""
        code, plan = self.code, self.plan
        split, part = code.divmod(task, plan.cut)
        # Vectors that need the same channels of x belong to one task.
        units = part_of(code, plan.vectors // plan.same_x, plan.cut, part)
        return split, Range(*(code.mul(unit, plan.same_x) for unit in units))

    def corner(self, block: Int) -> list[Int]:
        """The first image, output row and output column of a block."""
        code, told = self.code, self.sizes
        rest, p = code.divmod(block, told["blocks.p"])
        n, q = code.divmod(rest, told["blocks.q"])
        steps = (told[f"block.{axis}"] for axis in "npq")
        return [code.mul(at, step) for at, step in zip((n, p, q), steps, strict=True)]

    def block(self, block: Int) -> None:
        """Pack what is to be packed; then row after row, all the filter rows that see the image."""
        code, plan, told = self.code, self.plan, self.sizes
        steps = [told[f"block.{axis}"] for axis in "npq"]
        start = self.corner(block)
        ends = [
            code.min(told[axis], code.add(at, step))
            for at, step, axis in zip(start, steps, "npq", strict=True)
        ]
        box = Box(*start, *(code.sub(end, at) for at, end in zip(start, ends, strict=True)))
        if plan.x_packed:
            self.pack_x(box)
        if plan.dy_packed:
            self.pack_dy(box)
        x, dy = self.x_origin(box), self.dy_origin(box)
        with code.loop(0, box.nn, name="n") as n, code.loop(box.p, ends[1], name="p") as p:
            prefetch.ask(code, plan, self.args, told, self.ahead, n, code.sub(p, box.p))
            self.pixels(x, dy, n, p, Range(box.q, ends[2]))

    def pixels(self, x: Ptr, dy: Ptr, n: Int, p: Int, columns: Range) -> None:
        """A row of pixels of the block's ``n``-th image."""
        code, told = self.code, self.sizes
        dy_row = code.at(dy, code.sum((n, told["dy.image"]), (p, told["dy.row"])))
        row = code.mul(told["x.row"], self.plan.problem.u)
        x_row = code.at(x, code.sum((n, told["x.image"]), (p, row)))
        self.row(x_row, dy_row, p, columns)

    def row(self, x: Ptr, dy: Ptr, p: Int, columns: Range) -> None:
        """Let a row of pixels, in a range of columns, meet the filter rows that see the image."""
        code, problem = self.code, self.plan.problem
        h = code.sum((p, problem.u), (self.sizes["top"], -1))
        low, high = inside(code, h, problem.dr, self.sizes["h"])
        high = code.min(problem.r, high)

        def call(function: ir.Function, r0: Int, r1: Int) -> None:
            code.invoke(
                function, x=x, dy=dy, acc=self.acc, vectors=code.sub(self.stop, self.first),
                last=self.last, r0=r0, r1=r1, q0=columns.start, q1=columns.stop,
                sizes=self.args["sizes"],
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
        told, pixel = self.sizes, plan.pixel_bytes[0]
        row = told["x.row"]
        if plan.x_packed:
            corner = code.sum((box.p, code.mul(row, problem.u)), (box.q, problem.v * pixel))
            return code.at(self.x_panels, code.sub(0, corner))
        group = code.divmod(self.k, problem.k_per_group)[0]
        channel = code.mul(group, problem.c_per_group * SIZES[problem.dtype])
        corner = code.sum((told["top"], row), (told["left"], pixel))
        at = code.sum((box.n, told["x.image"]), channel)
        return code.at(self.args["x"], code.sub(at, corner))

    def dy_origin(self, box: Box) -> Ptr:
        """Where dy's pixel (0, 0) is."""
        code, plan, told = self.code, self.plan, self.sizes
        if plan.dy_packed:
            corner = code.sum((box.p, told["dy.row"]), (box.q, plan.pixel_bytes[1]))
            return code.at(self.dy_panels, code.sub(0, corner))
        size = SIZES[plan.problem.dtype]
        return code.at(self.args["dy"], code.sum((box.n, told["dy.image"]), (self.k, size)))

    # ---- panels ----

    def pack_x(self, box: Box) -> None:
        """Pack what the block's windows see inside the image."""
        code, plan, problem, args = self.code, self.plan, self.plan.problem, self.args
        told = self.sizes
        h = code.sum((box.p, problem.u), (told["top"], -1))
        w = code.sum((box.q, problem.v), (told["left"], -1))
        seen: list[Range] = []
        for start, pixels, stride, taps, dilation, size in (
            (h, box.pp, problem.u, problem.r, problem.dr, told["h"]),
            (w, box.qq, problem.v, problem.s, problem.ds, told["w"]),
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
        height, width = (self.sizes[f"{panel.name}.{name}"] for name in ("height", "width"))
        for i, (band, function) in enumerate(packers.items()):
            stride = self.sizes[f"{panel.name}.stride{i}"]
            first, count = in_band(code, band, vectors)
            channel = code.sum((code.sub(first, band.first), band.size), band.start)
            source = code.at(window.source, code.mul(channel, sc))
            target = code.at(panels, code.mul(code.sub(first, vectors.start), stride))
            code.invoke(
                function, source=source, panel=target, n=window.n, h0=h0, h1=h1, w0=w0, w1=w1,
                tiles=count, sn=sn, sh=sh, sw=sw, sc=sc, height=height, width=width, next=stride,
            )  # fmt: skip
