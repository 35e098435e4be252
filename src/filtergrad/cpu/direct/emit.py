"""The direct algorithm: a tile of dW stays in registers while a block's valid pixels stream by.

In: a `DirectPlan`. Out: an LLVM module with two task functions, ``main`` and ``finish``. The
nest is the one that `loops.walk` spells out in Python; read that first. Padding is never multiplied
except where taps are merged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from llvmlite import ir

from filtergrad.cpu.base import bands
from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.code import finish, pack, tile
from filtergrad.cpu.code.ir import I64, Code
from filtergrad.cpu.code.task import TASK_PARAMETERS, Box, arguments, part_of
from filtergrad.cpu.code.tile import Column, Row, Tile

from .addresses import Places, Source, merged_offset, pair_strides
from .plan import DirectPlan
from .prefetch import Prefetch


def emit(plan: DirectPlan) -> ir.Module:
    """Write the module of ``plan``."""
    module = ir.Module(name="direct")
    Nest(module, plan).emit()
    if not plan.writes_dw:
        finish.emit(plan, *arguments(Code(module, "finish", TASK_PARAMETERS, internal=False)))
    return module


def tiles(plan: DirectPlan) -> dict[tuple[Band, Band], Tile]:
    """The register tile for each pair of a band of dy's tiles and a band of x's."""
    return {(dy, x): _tile(plan, dy, x) for dy in plan.dy_bands for x in plan.x_bands}


def _tile(plan: DirectPlan, dy: Band, x: Band) -> Tile:
    """Where the tile's rows and columns lie in A, B and C; A is x, except with lanes over c."""
    problem = plan.problem
    c, k, g, lanes = problem.c_per_group, problem.k_per_group, problem.g, plan.lanes
    x_offsets = [
        merged_offset(plan, x.start + i) - merged_offset(plan, x.start) for i in range(x.size)
    ]
    if plan.lane == "k":
        rows = [Row(at, i * problem.k) for i, at in enumerate(x_offsets)]
        cols = [Column(0, j, j, fresh) for j, fresh in bands.columns(dy, lanes)]
    elif plan.lane == "c":
        rows = [Row(i, i * problem.s * c) for i in range(dy.size)]
        cols = [Column(0, j, j, fresh) for j, fresh in bands.columns(x, lanes)]
    else:
        # In place there is one channel a group, so one row a tile.
        width = dy.size if plan.x_packed else 1
        rows = [Row(at * width, i * k * g) for i, at in enumerate(x_offsets)]
        vectors = bands.columns(dy, lanes)
        cols = [
            Column(j, i * dy.size + j, i * g + j, fresh) for i in range(k) for j, fresh in vectors
        ]
    shape = plan.lane != "g", tuple(rows), tuple(cols)
    return Tile(
        plan.compute_dtype,
        plan.partial_dtype,
        lanes,
        *shape,
        pairs=bool(plan.pairs),
        prefetches=True,
    )


class Work(NamedTuple):
    """A tile of dy and the tiles of a band of x: their function, how many, where x and C are."""

    function: Any
    copying: Any
    holds_first: Any
    count: Any
    x: Source
    corner: Any
    corner_step: int


class Seen(NamedTuple):
    """What a tap sees of a box along one axis: output positions, and where x's first one is."""

    count: Any
    skipped: Any
    first: Any
    step: int


class Nest:
    """The function ``main`` being written: one method a level of the nest, outermost first."""

    def __init__(self, module: ir.Module, plan: DirectPlan) -> None:
        self.plan = plan
        shapes = tiles(plan)
        unique = dict.fromkeys(shapes.values())
        functions = {shape: tile.emit(module, shape, plan.isa, i) for i, shape in enumerate(unique)}
        self.tiles = {pair: functions[shape] for pair, shape in shapes.items()}
        self.copying = {
            pair: tile.emit(module, replace(shape, copies=plan.problem.dtype), plan.isa, i)
            for i, (pair, shape) in enumerate(shapes.items(), len(functions))
            if plan.copies_dy
        }
        self.pack_x = pack.emit(module, plan.x_panel) if plan.x_packed else {}
        self.pack_dy = (
            pack.emit(module, plan.dy_panel) if plan.dy_packed and not plan.copies_dy else {}
        )
        self.code, self.args = arguments(Code(module, "main", TASK_PARAMETERS, internal=False))
        self.args["xw"] = self.code.mul(self.args["xw"], plan.columns_per_pixel)
        if plan.swapped:
            names = zip(
                ("x", "xn", "xh", "xw", "xc"), ("dy", "dyn", "dyp", "dyq", "dyk"), strict=True
            )
            turned = {a: self.args[b] for pair in names for a, b in (pair, pair[::-1])}
            self.args = self.args | turned
        if plan.pairs:
            self.args = pair_strides(self.code, plan, self.args)
        self.at = Places(self.code, plan, self.args)

    def emit(self) -> None:
        """The task: its split and its ranges of groups, filter rows, tiles of dy and tiles of x."""
        code, plan, args = self.code, self.plan, self.args
        _, number, slot = code.arguments
        ranges = []
        for total, parts in zip(plan.cut_totals, plan.cut, strict=True):
            number, part = code.divmod(number, parts)
            ranges.append(part_of(code, total, parts, part))
        groups, self.rows, self.dys, self.xs = ranges
        self.dw = (
            args["out"]
            if plan.writes_dw
            else code.at(args["partial"], code.mul(number, plan.partial_bytes))
        )
        self.x_room = code.at(args["panels"], code.mul(slot, args["panel_bytes"]))
        self.dy_room = code.at(self.x_room, plan.x_panel.bytes if plan.x_packed else 0)
        n, p, q = plan.block_counts
        start, stop = part_of(code, n * p * q, plan.split, number)
        with code.loop(start, stop, name="block") as block:
            first = code.equal(block, start)
            following, last = code.add(block, 1), code.equal(code.add(block, 1), stop)
            box, following = self.at.box(block), self.at.box(following)
            with code.loop(*groups, name="g") as group:
                self.prefetch = Prefetch(
                    self.at, box, following, last, group, groups, self.dys, self.xs
                )
                self.block(group, box, first)
        code.ret()

    def block(self, group: Any, box: Box, first: Any) -> None:
        """Pack x for the taps that share a panel, then let each tile of dy meet x at each tap."""
        code, plan = self.code, self.plan
        (r0, r1), (r_step, s_step) = self.rows, plan.panel_taps
        with (
            code.loop(r0, r1, r_step, name="r0") as r_first,
            code.loop(0, plan.s_loops, s_step, name="s0") as s_first,
        ):
            r_last = code.min(code.add(r_first, r_step), r1)
            s_last = code.min(code.add(s_first, s_step), plan.s_loops)
            if plan.x_packed:
                self.fill_x(group, box, (r_first, r_last), (s_first, s_last))
            for band in plan.dy_bands:
                low, high = code.max(self.dys[0], band.first), code.min(self.dys[1], band.stop)
                with code.loop(low, high, name="dy") as number:
                    dy = self.at.dy_in_place(group, box, band, number)
                    first_tap = r_first, s_first
                    works = [
                        self.work(group, box, first_tap, (band, number), x) for x in plan.x_bands
                    ]
                    if plan.copies_dy:
                        dy = self.copy_dy(dy, box, band, first, first_tap, works)
                    elif plan.dy_packed:
                        dy = self.fill_dy(dy, box, band)
                    with code.loop(r_first, r_last, name="r") as r:
                        rows = self.seen(0, r, r_first, box)
                        with code.loop(s_first, s_last, name="s") as s:
                            columns = self.seen(1, s, s_first, box)
                            for work in works:
                                left = self.left(
                                    work, code.equal(r, r_first), code.equal(s, s_first)
                                )
                                self.call(left, dy, first, (r, s), box.nn, rows, columns)

    def work(
        self, group: Any, box: Box, tap: tuple[Any, Any], dy_tile: tuple[Band, Any], band: Band
    ) -> Work:
        """What a tile of dy has to do with the task's tiles of one band of x, at whichever tap."""
        code, at = self.code, self.at
        number = code.max(self.xs[0], band.first)
        count = code.sub(code.min(self.xs[1], band.stop), number)  # none if negative
        if self.plan.x_packed:
            x = at.x_packed(self.x_room, dy_tile, (band, number))
        else:
            x = at.x_in_place(group, box, dy_tile, (band, number), tap)
        corner = at.corner(self.dw, group, dy_tile, (band, number))
        pair = dy_tile[0], band
        # The task's first tile of x is in this band if the band's part of the task begins with it.
        begins = code.equal(number, self.xs[0])
        holds_first = code.b.and_(begins, code.less(0, count))
        return Work(
            self.tiles[pair], self.copying.get(pair), holds_first, count, x, corner,
            at.corner_step(band),
        )  # fmt: skip

    def seen(self, axis: int, tap: Any, first_tap: Any, box: Box) -> Seen:
        """The box's rows (axis 0) or columns (1) whose windows see the image through ``tap``."""
        code, problem, plan = self.code, self.plan.paired_problem, self.plan
        start, stop = (self.at.valid_p, self.at.valid_q)[axis](tap, box)
        skipped = code.sub(start, (box.p, box.q)[axis])
        step = plan.panel_steps[axis] if plan.x_packed else (problem.u, problem.v)[axis]
        dilation = (problem.dr, problem.ds)[axis]
        first = code.sum((skipped, step), (code.sub(tap, first_tap), dilation))
        return Seen(code.sub(stop, start), skipped, first, step)

    def call(
        self,
        work: Work,
        dy: Source,
        first: Any,
        tap: tuple[Any, Any],
        images: Any,
        p: Seen,
        q: Seen,
        *copy: Any,
    ) -> None:
        """Call the tile function: all tiles of a band of x at one tap."""
        code, x = self.code, work.x
        x_at = code.at(x.base, code.sum((p.first, x.h), (q.first, x.w)))
        dy_at = code.at(dy.base, code.sum((p.skipped, dy.h), (q.skipped, dy.w)))
        a = x_at, x.next, (x.n, code.mul(x.h, p.step), code.mul(x.w, q.step))
        b = dy_at, dy.next, (dy.n, dy.h, dy.w)
        if self.plan.lane == "c":
            a, b = b, a
        c = code.at(work.corner, self.at.tap(*tap))
        pixels = images, p.count, q.count
        numbers = (work.count, a[1], b[1], work.corner_step, *pixels, *a[2], *b[2])
        more = self.prefetch.cursor, *copy
        code.b.call(work.function, [a[0], b[0], c, first, *map(code.i64, numbers), *more])

    def copy_dy(
        self, source: Source, box: Box, band: Band, first: Any, tap: tuple[Any, Any],
        works: list[Work],
    ) -> Source:  # fmt: skip
        """Let the first tile of x, at the first tap, pack dy as it reads it."""
        code = self.code
        panel = self.at.dy_packed(self.dy_room, band)
        copy = (panel.base, *(code.i64(step) for step in (panel.n, panel.h, panel.w)))
        rows, columns = self.seen(0, tap[0], tap[0], box), self.seen(1, tap[1], tap[1], box)
        for work in works:
            one = work._replace(function=work.copying, count=1)
            with code.when(work.holds_first):
                self.call(one, source, first, tap, box.nn, rows, columns, *copy)
        return panel

    def left(self, work: Work, first_row: Any, first_column: Any) -> Work:
        """What is left of ``work`` at a tap when one tile of x has copied dy at the first tap."""
        if not self.plan.copies_dy:
            return work
        code = self.code
        done = code.b.and_(work.holds_first, code.b.and_(first_row, first_column))
        done = code.b.zext(done, I64)
        x = replace(work.x, base=code.at(work.x.base, code.mul(done, work.x.next)))
        corner = code.at(work.corner, code.mul(done, work.corner_step))
        return work._replace(count=code.sub(work.count, done), x=x, corner=corner)

    def fill_dy(self, source: Source, box: Box, band: Band) -> Source:
        """Pack a tile of dy, just before its use."""
        code, args, plan = self.code, self.args, self.plan
        strides = (args[name] for name in ("dyn", "dyp", "dyq", "dyk"))
        numbers = [box.nn, 0, box.pp, 0, box.qq, 1, *strides]
        if plan.pairs:
            numbers += [args["dy_apart"], *self.at.pairs_of_outputs(box)]
        code.b.call(self.pack_dy[band], [source.base, self.dy_room, *map(code.i64, numbers)])
        return self.at.dy_packed(self.dy_room, band)

    def fill_x(self, group: Any, box: Box, r: tuple[Any, Any], s: tuple[Any, Any]) -> None:
        """Pack what the block's windows see through the taps ``r`` by ``s``, inside the image."""
        code, plan, problem, args, at = (
            self.code,
            self.plan,
            self.plan.paired_problem,
            self.args,
            self.at,
        )
        s_taps = problem.s if plan.merged else code.sub(s[1], s[0])
        h, w = at.corner_pixel(box, r[0], s[0])
        r_taps, (h_step, w_step) = code.sub(r[1], r[0]), plan.panel_steps
        axes = (
            (h, box.pp, h_step, problem.u, r_taps, problem.dr, problem.h),
            (w, box.qq, w_step, problem.v, s_taps, problem.ds, problem.w),
        )
        numbers, strides = [box.nn], []
        pairs: list[Any] = []
        for (start, pixels, step, stride, taps, dilation, size), name in zip(
            axes, ("xh", "xw"), strict=True
        ):
            apart = stride if step == 1 else 1  # input rows from one panel row to the next
            total = code.sum((code.sub(pixels, 1), step), (code.sub(taps, 1), dilation), 1)
            numbers += at.inside(start, apart, size, total)
            strides.append(code.mul(args[name], apart))
            if plan.pairs and not pairs:
                pairs = [args["x_apart"], *at.pairs_of_rows(box, start, apart, total)]
        first, last = self.dys if plan.lane == "g" else (0, 1) if plan.merged else self.xs
        here = code.sum(
            at.window(box, r[0], s[0]), (code.mul(group, problem.c_per_group), args["xc"])
        )
        for band, function in self.pack_x.items():
            number = code.max(first, band.first)
            count = code.sub(code.min(last, band.stop), number)  # none if negative
            channel = code.mul(at.element(band, number), plan.x_panel.channels)
            source = code.at(args["x"], code.sum(here, (channel, args["xc"])))
            panel = code.at(self.x_room, at.panel(band, number))
            steps = (args["xn"], *strides, args["xc"])
            integers = map(code.i64, (*numbers, count, *steps, *pairs))
            code.b.call(function, [source, panel, *integers])
