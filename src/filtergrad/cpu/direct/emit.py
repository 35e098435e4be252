"""The direct algorithm: a tile of dW stays in registers while a block's valid pixels stream by.

In: a `DirectPlan`. Out: an LLVM module with two task functions, ``main`` and ``finish``.

Start reading at `nest.walk`, which is this loop nest in a few lines of Python: task, block, group,
taps that share a panel, tile of dy, tap, tile of x. All that follows here is the same nest, faster:
`Nest` has a method for each level, outermost first, and adds what the nest in Python does without:
panels are packed (`code.pack`), the tiles of a band are done in one call (`code.tile`), and these
prefetch what comes next (`prefetch`). Padding is never multiplied except where taps are merged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.base import bands
from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.code import finish, pack, tile
from filtergrad.cpu.code.ir import I64, Bit, Code, Int, Ptr, Value
from filtergrad.cpu.code.task import (
    TASK_PARAMETERS,
    Box,
    Range,
    arguments,
    in_band,
    part_of,
    sizes,
)
from filtergrad.cpu.code.tile import Column, Row, Tile

from .addresses import Addresses, BandTile, Block, Source, Tap, TaskRanges, View, pair_strides
from .plan import DirectPlan
from .prefetch import Ahead, Prefetch


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
        plan.merged_offset(x.start + i) - plan.merged_offset(x.start) for i in range(x.size)
    ]
    if plan.lane == "k":
        rows = [Row(a=at, c=i * problem.k) for i, at in enumerate(x_offsets)]
        columns = [Column(a=0, b=j, c=j, fresh=own) for j, own in bands.columns(dy, lanes)]
    elif plan.lane == "c":
        rows = [Row(a=i, c=i * problem.s * c) for i in range(dy.size)]
        columns = [Column(a=0, b=j, c=j, fresh=own) for j, own in bands.columns(x, lanes)]
    else:
        # In place there is one channel a group, so one row a tile.
        width = dy.size if plan.x_packed else 1
        rows = [Row(a=at * width, c=i * k * g) for i, at in enumerate(x_offsets)]
        columns = [
            Column(a=j, b=i * dy.size + j, c=i * g + j, fresh=own)
            for i in range(k)
            for j, own in bands.columns(dy, lanes)
        ]
    return Tile(
        plan.compute_dtype, plan.partial_dtype, lanes, broadcast=plan.lane != "g",
        rows=tuple(rows), columns=tuple(columns), pairs=bool(plan.pairs), prefetches=True,
    )  # fmt: skip


class TileCall(NamedTuple):
    """A tile of dy and the task's tiles of one band of x: what calls at all taps have in common.

    Parameters
    ----------
    function, copying
        The tile function, and the one that also copies dy to its panel, if the plan wants that.
    holds_first
        Whether the task's first tile of x is among them.
    tiles
        How many tiles of x: none if negative.
    x
        Where the first of them is.
    corner, corner_step
        Its corner in C at tap (0, 0), and the bytes from there to the next tile's.
    """

    function: ir.Function
    copying: ir.Function | None
    holds_first: Bit
    tiles: Int
    x: Source
    corner: Ptr
    corner_step: int


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
        # All time is spent in what it calls.
        main = Code(module, "main", TASK_PARAMETERS, internal=False, quick=True)
        self.code, self.args = arguments(main)
        self.sizes = sizes(self.code, self.args, plan)
        self.args["xw"] = self.code.mul(self.args["xw"], plan.columns_per_pixel)
        if plan.swapped:
            names = zip(
                ("x", "xn", "xh", "xw", "xc"), ("dy", "dyn", "dyp", "dyq", "dyk"), strict=True
            )
            swapped = {a: self.args[b] for pair in names for a, b in (pair, pair[::-1])}
            self.args = self.args | swapped
        if plan.pairs:
            self.args = pair_strides(self.code, plan, self.args)
        self.at = Addresses(self.code, plan, self.args, self.sizes)

    def emit(self) -> None:
        """The task: its split and its ranges of groups, filter rows, tiles of dy and tiles of x."""
        code, plan, args, told = self.code, self.plan, self.args, self.sizes
        _, task, slot, more = code.arguments
        split, self.ranges = self.share(task)
        self.dw = (
            args["out"]
            if plan.writes_dw
            else code.at(args["partial"], code.mul(split, plan.partial_bytes))
        )
        self.x_panels = code.at(args["panels"], code.mul(slot, args["panel_bytes"]))
        self.dy_panel = code.at(self.x_panels, told.get("pack_x.bytes", 0))
        start, stop = part_of(code, told["blocks"], told["split"], split)
        next_split, next_ranges = self.share(code.add(task, 1))
        next_start, _ = part_of(code, told["blocks"], told["split"], next_split)
        with code.loop(start, stop, name="block") as number:
            first, following = code.equal(number, start), code.add(number, 1)
            last = code.equal(following, stop)
            # After the task's last block comes the first one of the thread's next task.
            following = code.b.select(last, code.i64(next_start), code.i64(following))
            none = code.b.and_(last, code.equal(more, 0))
            box = self.at.box(number)
            group, _, dy, x = (
                code.b.select(last, code.i64(there.start), code.i64(here.start))
                for here, there in zip(self.ranges, next_ranges, strict=True)
            )
            ahead = Ahead(self.at.box(following), none, group, dy, x)
            with code.loop(*self.ranges.groups, name="g") as group:
                block = Block(group, box, first)
                self.prefetch = Prefetch(self.at, self.ranges.groups, block, ahead)
                self.block(block)
        code.ret()

    def share(self, task: Int) -> tuple[Int, TaskRanges]:
        """A task's split, and its ranges of groups, filter rows, tiles of dy and of x."""
        code, ranges = self.code, []
        cut = (self.sizes[f"cut.{name}"] for name in ("g", "r", "dy", "x"))
        for total, parts in zip(self.plan.cut_totals, cut, strict=True):
            task, part = code.divmod(task, parts)
            ranges.append(part_of(code, total, parts, part))
        return task, TaskRanges(*ranges)

    def block(self, block: Block) -> None:
        """Pack x for the taps that share a panel, then let each tile of dy meet x at each tap."""
        code, plan = self.code, self.plan
        (r0, r1), (r_step, s_step) = self.ranges.rows, plan.panel_taps
        with (
            code.loop(r0, r1, r_step, name="r0") as r_first,
            code.loop(0, plan.s_loops, s_step, name="s0") as s_first,
        ):
            r_last = code.min(code.add(r_first, r_step), r1)
            s_last = code.min(code.add(s_first, s_step), plan.s_loops)
            rows, columns = Range(r_first, r_last), Range(s_first, s_last)
            if plan.x_packed:
                self.fill_x(block, rows, columns)
            for band in plan.dy_bands:
                low = code.max(self.ranges.dys.start, band.first)
                high = code.min(self.ranges.dys.stop, band.stop)
                with code.loop(low, high, name="dy") as number:
                    self.dy_tile(block, BandTile(band, number), rows, columns)

    def dy_tile(self, block: Block, dy_tile: BandTile, rows: Range, columns: Range) -> None:
        """A tile of dy meets all tiles of x at each of the taps ``rows`` by ``columns``."""
        code, plan = self.code, self.plan
        first_tap = Tap(rows.start, columns.start)
        dy = self.at.dy_in_place(block.group, block.box, dy_tile)
        calls = [self.tile_call(block, first_tap, dy_tile, band) for band in plan.x_bands]
        if plan.copies_dy:
            dy = self.copy_dy(block, dy, dy_tile.band, first_tap, calls)
        elif plan.dy_packed:
            dy = self.fill_dy(block.box, dy, dy_tile.band)
        with code.loop(*rows, name="r") as r:
            rows_seen = self.at.seen(0, r, first_tap.r, block.box)
            with code.loop(*columns, name="s") as s:
                view = View(block.box.nn, rows_seen, self.at.seen(1, s, first_tap.s, block.box))
                for call in calls:
                    left = self.left(call, code.equal(r, first_tap.r), code.equal(s, first_tap.s))
                    self.call(left, dy, view, Tap(r, s), block.first)

    def tile_call(self, block: Block, first_tap: Tap, dy_tile: BandTile, x_band: Band) -> TileCall:
        """What a tile of dy has to do with the task's tiles of a band of x, at whichever tap."""
        code, at = self.code, self.at
        number, count = in_band(code, x_band, self.ranges.xs)
        x_tile = BandTile(x_band, number)
        if self.plan.x_packed:
            x = at.x_packed(self.x_panels, dy_tile, x_tile)
        else:
            x = at.x_in_place(block.group, block.box, dy_tile, x_tile, first_tap)
        corner = at.corner(self.dw, block.group, dy_tile, x_tile)
        pair = dy_tile.band, x_band
        # The task's first tile of x is in this band if the band's part of the task begins with it.
        begins = code.equal(number, self.ranges.xs.start)
        holds_first = code.b.and_(begins, code.less(0, count))
        return TileCall(
            self.tiles[pair], self.copying.get(pair), holds_first, count, x, corner,
            at.corner_step(x_band),
        )  # fmt: skip

    def call(
        self, call: TileCall, dy: Source, view: View, tap: Tap, first: Bit, **copy: Value
    ) -> None:
        """Call the tile function at one tap; ``copy`` says where a copying tile puts dy."""
        code, x, (images, p, q) = self.code, call.x, view
        x_at = code.at(x.base, code.sum((p.first, x.h), (q.first, x.w)))
        dy_at = code.at(dy.base, code.sum((p.skipped, dy.h), (q.skipped, dy.w)))
        a = Source(x_at, x.n, code.mul(x.h, p.step), code.mul(x.w, q.step), x.next)
        b = replace(dy, base=dy_at)
        if self.plan.lane == "c":
            a, b = b, a
        c = code.at(call.corner, self.at.tap(tap))
        code.invoke(
            call.function, a=a.base, b=b.base, c=c, first=first, cursor=self.prefetch.cursor,
            tiles=call.tiles, at=a.next, bt=b.next, ct=call.corner_step,
            n=images, an=a.n, bn=b.n,
            p=p.count, ap=a.h, bp=b.h,
            q=q.count, aq=a.w, bq=b.w, **copy,
        )  # fmt: skip

    def copy_dy(
        self, block: Block, source: Source, band: Band, tap: Tap, calls: list[TileCall]
    ) -> Source:
        """Let the first tile of x, at the first tap, pack dy as it reads it."""
        code, box = self.code, block.box
        panel = self.at.dy_packed(self.dy_panel, band)
        view = View(box.nn, *(self.at.seen(axis, tap[axis], tap[axis], box) for axis in (0, 1)))
        for call in calls:
            one = call._replace(function=call.copying, tiles=1)
            with code.when(call.holds_first):
                self.call(
                    one, source, view, tap, block.first,
                    to=panel.base, to_n=panel.n, to_p=panel.h, to_q=panel.w,
                )  # fmt: skip
        return panel

    def left(self, call: TileCall, first_row: Bit, first_column: Bit) -> TileCall:
        """What is left of a call at a tap when one tile of x has copied dy at the first tap."""
        if not self.plan.copies_dy:
            return call
        code = self.code
        done = code.b.and_(call.holds_first, code.b.and_(first_row, first_column))
        done = code.b.zext(done, I64)
        x = replace(call.x, base=code.at(call.x.base, code.mul(done, call.x.next)))
        corner = code.at(call.corner, code.mul(done, call.corner_step))
        return call._replace(tiles=code.sub(call.tiles, done), x=x, corner=corner)

    def fill_dy(self, box: Box, source: Source, band: Band) -> Source:
        """Pack a tile of dy, just before its use."""
        code, args = self.code, self.args
        pairs: dict[str, Value] = {}
        if self.plan.pairs:
            pairs = {"apart": args["dy_apart"], **self.at.pairs_of_outputs(box)}
        code.invoke(
            self.pack_dy[band], source=source.base, panel=self.dy_panel, tiles=1,
            n=box.nn, h0=0, h1=box.pp, w0=0, w1=box.qq,
            sn=args["dyn"], sh=args["dyp"], sw=args["dyq"], sc=args["dyk"],
            height=self.at.block[1], width=self.at.block[2], next=0, **pairs,
        )  # fmt: skip
        return self.at.dy_packed(self.dy_panel, band)

    def fill_x(self, block: Block, r: Range, s: Range) -> None:
        """Pack what the block's windows see through the taps ``r`` by ``s``, inside the image."""
        code, plan, args, at, box = self.code, self.plan, self.args, self.at, block.box
        problem, first_tap = plan.paired_problem, Tap(r.start, s.start)
        s_taps = problem.s if plan.merged else code.sub(s.stop, s.start)
        h, w = at.corner_pixel(box, first_tap)
        r_taps = code.sub(r.stop, r.start)
        rows = at.panel_positions(0, h, box.pp, r_taps)
        h0, h1 = at.existing(rows, self.sizes["h"])
        sh = code.mul(args["xh"], rows.step)
        pairs: dict[str, Value] = {}
        if plan.pairs:
            pairs = {"apart": args["x_apart"], **at.pairs_of_rows(box, rows)}
        columns = at.panel_positions(1, w, box.qq, s_taps)
        w0, w1 = at.existing(columns, self.sizes["w"])
        sw = code.mul(args["xw"], columns.step)
        _, _, dys, xs = self.ranges
        packed = dys if plan.lane == "g" else Range(0, 1) if plan.merged else xs
        corner = at.window(box, first_tap)
        corner = code.sum(corner, (code.mul(block.group, problem.c_per_group), args["xc"]))
        for band, function in self.pack_x.items():
            number, count = in_band(code, band, packed)
            x_tile = BandTile(band, number)
            channel = code.mul(at.element(x_tile), plan.x_panel.channels)
            source = code.at(args["x"], code.sum(corner, (channel, args["xc"])))
            code.invoke(
                function, source=source, panel=code.at(self.x_panels, at.panel(x_tile)),
                tiles=count, n=box.nn, h0=h0, h1=h1, w0=w0, w1=w1,
                sn=args["xn"], sh=sh, sw=sw, sc=args["xc"],
                height=self.sizes["pack_x.height"], width=self.sizes["pack_x.width"],
                next=at.panel_size("x.stride", band), **pairs,
            )  # fmt: skip
