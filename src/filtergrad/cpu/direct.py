"""The direct algorithm: every tile of dW stays in registers while the valid pixels of a block stream past it.

In: a `Plan`. Out: an LLVM module with two task functions, ``main`` and ``finish``. Floor 3. The nest is the one that
`loops.walk` spells out in Python; read that first. Padding is never multiplied except where taps are merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from llvmlite import ir

from . import finish, loops, pack, tile
from .ir import I64, PTR, Code
from .loops import Band
from .pack import SIZES
from .plan import Plan
from .tile import Column, Row, Tile

# The 64-bit slots that a call passes to its tasks: addresses, then strides in bytes.
ARGUMENTS = ("x", "dy", "out", "partial", "panels", "xn", "xh", "xw", "xc", "dyn", "dyp", "dyq", "dyk", "old", "panel_bytes")
TASK = (("args", PTR), ("task", I64), ("slot", I64))


def emit(plan: Plan) -> ir.Module:
    """Write the module of ``plan``."""
    module = ir.Module(name=plan.lane)
    Nest(module, plan).emit()
    if not plan.direct:
        finish.emit(module, plan)
    return module


def tiles(plan: Plan) -> dict[tuple[Band, Band], Tile]:
    """The register tile for each pair of a band of dy's tiles and a band of x's."""
    return {(dy, x): _tile(plan, dy, x) for dy in plan.dy_bands for x in plan.x_bands}


def _tile(plan: Plan, dy: Band, x: Band) -> Tile:
    problem = plan.problem
    c, k, s = problem.c_per_group, problem.k_per_group, problem.s
    if plan.lane == "k":
        rows = [Row(_merged(plan, x.start + i, c) - _merged(plan, x.start, c), i * problem.k) for i in range(x.size)]
        cols = [Column(0, j, j, fresh) for j, fresh in loops.columns(dy, plan.lanes)]
    elif plan.lane == "c":
        rows = [Row(i, i * s * c) for i in range(dy.size)]
        cols = [Column(0, j, j, fresh) for j, fresh in loops.columns(x, plan.lanes)]
    else:
        width = dy.size if plan.x_packed else 1  # in place there is one channel a group, so one tap a row
        rows = [Row(_merged(plan, x.start + i, c) * width - _merged(plan, x.start, c) * width, i * k * problem.g)
                for i in range(x.size)]  # fmt: skip
        cols = [Column(j, i * dy.size + j, i * problem.g + j, fresh)
                for i in range(k) for j, fresh in loops.columns(dy, plan.lanes)]  # fmt: skip
    return Tile(plan.number, plan.chain, plan.lanes, plan.lane != "g", tuple(rows), tuple(cols))


def _merged(plan: Plan, element: int, c: int) -> int:
    """Offset in a pixel's neighbourhood of element (s, c) of a merged filter row."""
    s, channel = divmod(element, c)
    return s * plan.problem.ds * c + channel if plan.merged else element


@dataclass
class Box:
    """A block being worked on: its first pixel and its size along n, p and q (LLVM values)."""

    n: Any
    p: Any
    q: Any
    nn: Any
    pp: Any
    qq: Any


@dataclass
class Source:
    """Where a tile reads one operand: the address of the box's first pixel, and bytes an image, row, column and tile."""

    base: Any
    n: Any
    h: Any
    w: Any
    next: Any


class Nest:
    """The function ``main`` being written: one method a level of the nest, outermost first."""

    def __init__(self, module: ir.Module, plan: Plan) -> None:
        self.plan, self.problem = plan, plan.problem
        shapes = tiles(plan)
        functions = {shape: tile.emit(module, shape, plan.row, i) for i, shape in enumerate(dict.fromkeys(shapes.values()))}
        self.tiles = {pair: functions[shape] for pair, shape in shapes.items()}
        self.x_panel, self.dy_panel = plan.x_panel, plan.dy_panel
        self.pack_x = pack.emit(module, self.x_panel) if plan.x_packed else {}
        self.pack_dy = pack.emit(module, self.dy_panel) if plan.dy_packed else {}
        self.code = Code(module, "main", TASK, internal=False)
        args, self.task, self.slot = self.code.arguments
        self.args = {name: self.code.load(PTR if i < 5 or name == "old" else I64, args, 8 * i, name=name) for i, name in enumerate(ARGUMENTS)}

    def emit(self) -> None:
        """The task: split, groups, blocks, taps that share a panel, tiles of dy, tiles of x, taps."""
        code, plan = self.code, self.plan
        number, ranges = self.task, []
        for total, parts in zip(plan.cut_totals, plan.cut, strict=True):
            number, part = code.divmod(number, parts)
            ranges.append((self.share(total, parts, part), self.share(total, parts, part, 1)))
        (g0, g1), self.rows, self.dys, self.xs = ranges
        self.c_base = self.args["out"] if plan.direct else code.at(self.args["partial"], code.mul(number, plan.partial_bytes))
        panels = code.at(self.args["panels"], code.mul(self.slot, self.args["panel_bytes"]))
        self.panels = panels, code.at(panels, plan.x_panel.bytes if plan.x_packed else 0)
        n, p, q = plan.block_counts
        start, stop = (self.share(n * p * q, plan.split, number, more) for more in (0, 1))
        with code.loop(g0, g1, name="g") as group, code.loop(start, stop, name="block") as block:
            first = code.b.icmp_signed("==", code.int(block), code.int(start), "first")
            box = self.box(block)
            self.look_ahead(box, self.box(code.add(block, 1)))
            self.block(group, box, first)
        code.ret()

    def share(self, total: int, parts: int, part: Any, more: int = 0) -> Any:
        """`loops.share` at run time: where part number ``part + more`` begins."""
        code = self.code
        if parts == 1:
            return total * more
        return code.divmod(code.mul(code.add(part, more), total), parts)[0]

    def box(self, block: Any) -> Box:
        """The box of output pixels of a block's number."""
        code, plan, problem = self.code, self.plan, self.problem
        _, ps, qs = plan.block_counts
        rest, q = code.divmod(block, qs)
        n, p = code.divmod(rest, ps)
        at = [code.mul(i, step) for i, step in zip((n, p, q), plan.block, strict=True)]
        totals = (problem.n, problem.p, problem.q)
        size = [code.min(step, code.sub(total, i)) if total % step else step
                for i, step, total in zip(at, plan.block, totals, strict=True)]  # fmt: skip
        return Box(*at, *size)

    def block(self, group: Any, box: Box, first: Any) -> None:
        """Pack x for the taps that share a panel, then let each tile of dy meet each tile of x."""
        code, plan = self.code, self.plan
        (r0, r1), (r_step, s_step) = self.rows, plan.taps
        with (
            code.loop(r0, r1, r_step, name="r0") as r_first,
            code.loop(0, plan.s_loops, s_step, name="s0") as s_first,
        ):
            r_last = code.min(code.add(r_first, r_step), r1)
            if plan.x_packed:
                self.fill_x(group, box, r_first, r_last, s_first)
            for dy_band in plan.dy_bands:
                with self.tile_loop(dy_band, self.dys, "dy") as dy_tile:
                    dy = self.source_dy(group, box, dy_band, dy_tile)
                    with (
                        code.loop(r_first, r_last, name="r") as r,
                        code.loop(s_first, code.min(code.add(s_first, s_step), plan.s_loops), name="s") as s,
                    ):
                        self.tap(group, box, first, (r, s), (r_first, s_first), dy_band, dy_tile, dy)

    def tile_loop(self, band: Band, limits: tuple[Any, Any], name: str) -> Any:
        """Over the tiles of a band that lie within limits."""
        code = self.code
        return code.loop(code.max(limits[0], band.first), code.min(limits[1], band.stop), name=name)

    def tap(
        self, group: Any, box: Box, first: Any, tap: tuple[Any, Any], first_tap: tuple[Any, Any], dy_band: Band,
        dy_tile: Any, dy: Source,
    ) -> None:  # fmt: skip
        """All tiles of x at one tap: over the rectangle of the block's pixels that the tap sees inside the image."""
        code, plan, problem = self.code, self.plan, self.problem
        r, s = tap
        pa, pb = self.valid(r, box.p, box.pp, problem.u, problem.dr, problem.top, problem.h, problem.p)
        if plan.merged:
            qa, qb = box.q, code.add(box.q, box.qq)
        else:
            qa, qb = self.valid(s, box.q, box.qq, problem.v, problem.ds, problem.left, problem.w, problem.q)
        dp, dq = code.sub(pa, box.p), code.sub(qa, box.q)
        u, v = plan.panel_steps if plan.x_packed else (problem.u, problem.v)
        row = code.add(code.mul(dp, u), code.mul(code.sub(r, first_tap[0]), problem.dr))
        column = code.add(code.mul(dq, v), code.mul(code.sub(s, first_tap[1]), problem.ds))
        counts = (box.nn, code.sub(pb, pa), code.sub(qb, qa))
        size = SIZES[plan.chain]
        for band in plan.x_bands:
            tile_first = code.max(self.xs[0], band.first)
            tiles = code.sub(code.min(self.xs[1], band.stop), tile_first)  # none if negative
            x = self.source_x(group, box, dy_band, dy_tile, band, tile_first, *first_tap)
            x_at = code.at(x.base, code.add(code.mul(row, x.h), code.mul(column, x.w)))
            dy_at = code.at(dy.base, code.add(code.mul(dp, dy.h), code.mul(dq, dy.w)))
            corner = self.corner(group, dy_band, dy_tile, band, tile_first)
            c_at = code.at(corner, code.mul(self.tap_offset(r, s), size))
            a, b = (x_at, x.next, x.n, code.mul(x.h, u), code.mul(x.w, v)), (dy_at, 0, dy.n, dy.h, dy.w)
            if plan.lane == "c":
                a, b = b, a
            ahead, step = self.soon(tiles)
            c_next = self.corner_step(band) * size
            numbers = (tiles, a[1], b[1], c_next, *counts, *a[2:], *b[2:], step)
            function = self.tiles[dy_band, band]
            code.b.call(function, [a[0], b[0], c_at, ahead, first, *(code.int(i) for i in numbers)])

    def look_ahead(self, box: Box, following: Box) -> None:
        """Spread the next block's memory over this block's pixels: each asks for its share of x, then of dy.

        Only dense arrays have their next block in one piece; elsewhere this fetches what may not be needed, a few
        bytes a pixel. Rows of x that this block has read too are left out. Where there is no next block, the
        addresses are those behind the last: prefetching never faults.
        """
        code, plan, problem, args = self.code, self.plan, self.problem, self.args
        n, p, q = plan.block
        size = SIZES[problem.dtype]
        if n > 1:
            x_at, x_count = code.mul(following.n, args["xn"]), n * problem.h * problem.w * problem.c
        else:
            h = code.add(code.mul(following.p, problem.u), (problem.r - 1) * problem.dr - problem.top - problem.u + 1)
            w = code.add(code.mul(following.q, problem.v), -problem.left)
            x_at = code.add(code.mul(h, args["xh"]), code.mul(w, args["xw"]))
            x_at = code.add(code.mul(following.n, args["xn"]), x_at)
            x_count = p * problem.u * (q * problem.v if q < problem.q else problem.w) * problem.c
        dy_at = code.add(code.mul(following.p, args["dyp"]), code.mul(following.q, args["dyq"]))
        dy_at = code.add(code.mul(following.n, args["dyn"]), dy_at)
        self.half = max(1, plan.calls // 2) * n * p  # rows that ask for x; as many ask for dy
        shares = (-(-count * size // self.half) for count in (x_count, n * p * q * problem.k))
        shares = (-(-share // 64) * 64 for share in shares)  # whole lines
        self.ahead = [(code.at(args[name], at), share) for name, at, share in zip(("x", "dy"), (x_at, dy_at), shares, strict=True)]
        self.asked = code.variable(I64, code.int(0))

    def soon(self, tiles: Any) -> tuple[Any, Any]:
        """Where the rows of the next ``tiles`` tiles ask for memory, and how many bytes each."""
        code = self.code
        n, p, _ = self.plan.block
        asked = code.b.load(self.asked, typ=I64)
        code.b.store(code.add(asked, code.mul(code.max(0, tiles), n * p)), self.asked)
        (x, x_share), (dy, dy_share) = self.ahead
        early = code.less(asked, self.half)
        share = code.b.select(early, code.int(x_share), code.int(dy_share))
        index = code.b.select(early, asked, code.sub(asked, self.half))
        return code.at(code.b.select(early, x, dy), code.mul(index, share)), share

    def valid(
        self, tap: Any, start: Any, count: Any, stride: int, dilation: int, before: int, size: int, out: int
    ) -> tuple[Any, Any]:
        """Which of ``count`` output positions from ``start`` on see the image through ``tap``: see `Problem.rows`."""
        code = self.code
        shift = code.sub(code.mul(tap, dilation), before)
        low = code.max(0, code.sub(0, code.floordiv(shift, stride)))
        high = code.min(out, code.add(code.floordiv(code.sub(size - 1, shift), stride), 1))
        return code.max(low, start), code.min(high, code.add(start, count))

    # ---- where things are ----

    def tap_offset(self, r: Any, s: Any) -> Any:
        """Elements from a tile's corner at tap (0, 0) to the same tile at tap (r, s)."""
        code, plan, problem = self.code, self.plan, self.problem
        c, k = problem.c_per_group, problem.k_per_group
        if plan.lane == "c":
            return code.add(code.mul(r, k * problem.s * c), code.mul(s, c))
        return code.mul(code.add(code.mul(r, problem.s), s), c * problem.k)

    def corner(self, group: Any, dy_band: Band, dy_tile: Any, x_band: Band, x_tile: Any) -> Any:
        """Address of a tile's first element at tap (0, 0) in dW's or the partial's layout (see `finish`)."""
        code, plan, problem = self.code, self.plan, self.problem
        c, k, s = problem.c_per_group, problem.k_per_group, problem.s
        dy, x = self.element(dy_band, dy_tile), self.element(x_band, x_tile)
        if plan.lane == "k":
            offset = code.add(code.add(code.mul(group, k), dy), code.mul(x, problem.k))
        elif plan.lane == "c":
            offset = code.add(code.mul(code.add(code.mul(group, problem.r * k), dy), s * c), x)
        else:
            offset = code.add(dy, code.mul(x, k * problem.g))
        return code.at(self.c_base, code.mul(offset, SIZES[plan.chain]))

    def corner_step(self, band: Band) -> int:
        """Elements from the corner of a tile of x to the next one's."""
        problem = self.problem
        row = {"k": problem.k, "c": 1, "g": problem.k_per_group * problem.g}[self.plan.lane]
        return band.size * row

    def element(self, band: Band, number: Any) -> Any:
        """The first element of a tile."""
        code = self.code
        return code.add(code.mul(code.sub(number, band.first), band.size), band.start)

    def source_dy(self, group: Any, box: Box, band: Band, number: Any) -> Source:
        """Where a tile of dy is read: in place, or from its panel, which is packed here and now."""
        code, plan, problem, args = self.code, self.plan, self.problem, self.args
        at = code.add(code.mul(box.n, args["dyn"]), code.add(code.mul(box.p, args["dyp"]), code.mul(box.q, args["dyq"])))
        at = code.add(at, code.mul(code.mul(group, problem.k_per_group), args["dyk"]))
        here = code.at(args["dy"], at)
        if not plan.dy_packed:
            channel = code.mul(code.mul(self.element(band, number), self.dy_panel.channels), args["dyk"])
            return Source(code.at(here, channel), args["dyn"], args["dyp"], args["dyq"], 0)
        element = code.mul(self.element(band, number), self.dy_panel.channels)
        numbers = (box.nn, 0, box.pp, 0, box.qq, 1, args["dyn"], args["dyp"], args["dyq"], args["dyk"])
        panel = self.panels[1]  # room for one tile, used again for the next
        source = code.at(here, code.mul(element, args["dyk"]))
        code.b.call(self.pack_dy[band], [source, panel, *(code.int(i) for i in numbers)])
        pixel = self.dy_panel.width(band) * SIZES[plan.number]
        return Source(panel, plan.block[1] * plan.block[2] * pixel, plan.block[2] * pixel, pixel, 0)

    def source_x(
        self, group: Any, box: Box, dy_band: Band, dy_tile: Any, band: Band, number: Any, r: Any, s: Any
    ) -> Source:
        """Where a tile of x is read at tap (r, s): in place or from the panel that `fill_x` packed."""
        code, plan, problem, args = self.code, self.plan, self.problem, self.args
        size = SIZES[plan.number]
        if not plan.x_packed:
            channel = code.add(code.mul(group, problem.c_per_group), self.element(band, number))
            if plan.lane == "g":
                channel = self.element(dy_band, dy_tile)
            at = code.add(self.window(box, r, s), code.mul(channel, args["xc"]))
            return Source(code.at(args["x"], at), args["xn"], args["xh"], args["xw"], band.size * size)
        if plan.lane == "g":
            panel_band, offset = dy_band, self.panel_offset(dy_band, dy_tile)
            within = _merged(plan, band.start, problem.c_per_group) * dy_band.size
            step = band.size * dy_band.size * size
        elif plan.merged:
            panel_band, offset = plan.panel_bands[0], 0
            within, step = _merged(plan, band.start, problem.c_per_group), band.size * size
        else:
            panel_band, offset, within, step = band, self.panel_offset(band, band.first), 0, self.x_panel.stride(band)
        offset = code.add(offset, code.add(code.mul(code.sub(number, band.first), step), within * size))
        pixel = self.x_panel.width(panel_band) * size
        _, height, width = plan.panel_shape
        return Source(code.at(self.panels[0], offset), height * width * pixel, width * pixel, pixel, step)

    def window(self, box: Box, r: Any, s: Any) -> Any:
        """Bytes from x's beginning to the pixel (perhaps outside the image) of the box's first window at tap (r, s)."""
        code, problem, args = self.code, self.problem, self.args
        h = code.add(code.mul(box.p, problem.u), code.sub(code.mul(r, problem.dr), problem.top))
        w = code.add(code.mul(box.q, problem.v), code.sub(code.mul(s, problem.ds), problem.left))
        at = code.add(code.mul(h, args["xh"]), code.mul(w, args["xw"]))
        return code.add(code.mul(box.n, args["xn"]), at)

    def fill_x(self, group: Any, box: Box, r: Any, r_last: Any, s: Any) -> None:
        """Pack what the block's windows see through the taps from (r, s) on; rows outside the image are left out."""
        code, plan, problem, args = self.code, self.plan, self.problem, self.args
        u, v = plan.panel_steps
        h_step, w_step = problem.u if u == 1 else 1, problem.v if v == 1 else 1
        h = code.add(code.mul(box.p, problem.u), code.sub(code.mul(r, problem.dr), problem.top))
        w = code.add(code.mul(box.q, problem.v), code.sub(code.mul(s, problem.ds), problem.left))
        taps = code.sub(r_last, r)
        height = code.add(code.mul(code.sub(box.pp, 1), u), code.add(code.mul(code.sub(taps, 1), problem.dr), 1))
        s_taps = problem.s if plan.merged else code.min(plan.taps[1], code.sub(plan.s_loops, s))
        width = code.add(code.mul(code.sub(box.qq, 1), v), code.add(code.mul(code.sub(s_taps, 1), problem.ds), 1))
        numbers = [box.nn]
        for start, step, total, size in ((h, h_step, height, problem.h), (w, w_step, width, problem.w)):
            low = code.max(0, code.sub(0, code.floordiv(start, step)))
            high = code.min(total, code.add(code.floordiv(code.sub(size - 1, start), step), 1))
            numbers += [code.min(low, total), code.max(high, 0)]
        t0, t1 = self.dys if plan.lane == "g" else (0, 1) if plan.merged else self.xs
        channel = code.mul(code.mul(group, problem.c_per_group), args["xc"])
        here = code.at(args["x"], code.add(self.window(box, r, s), channel))
        strides = (args["xn"], code.mul(args["xh"], h_step), code.mul(args["xw"], w_step), args["xc"])
        for band, function in self.pack_x.items():
            start = code.max(t0, band.first)
            tiles = code.sub(code.min(t1, band.stop), start)  # none if negative
            element = code.mul(self.element(band, start), self.x_panel.channels)
            source = code.at(here, code.mul(element, args["xc"]))
            panel = code.at(self.panels[0], self.panel_offset(band, start))
            code.b.call(function, [source, panel, *(code.int(i) for i in (*numbers, tiles, *strides))])

    def panel_offset(self, band: Band, number: Any) -> Any:
        """Bytes from the beginning of x's panel to a tile's."""
        code, panel = self.code, self.x_panel
        return code.add(code.mul(code.sub(number, band.first), panel.stride(band)), panel.start(band))
