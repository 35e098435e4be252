"""Winograd's algorithm: chunks of tiles are transformed, multiplied apart, and summed.

In: a `WinogradPlan`. Out: an LLVM module with the task functions ``main`` and ``finish``. Floor 3.
In plain words, with X, Y and A from `bilinear`:

    for chunk of tiles:
        v[product][tile][c] = X @ patch of x @ X'      # every tile sees its input
        u[product][tile][k] = Y @ patch of dy @ Y'
        for product: sums[product][c][k] += sum over tiles of v * u      # the register tile
    dW[r][s][c][k] = A @ sums @ A'                     # once

The sums over a chunk's tiles are the same outer products that `tile` makes for the direct
algorithm.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from llvmlite import ir

from . import finish, tile, transform
from .ahead import Stream
from .ir import Code, Value
from .panel import SIZES
from .place import TASK, arguments
from .tile import Column, Row, Tile
from .winograd_plan import WinogradPlan


def emit(plan: WinogradPlan) -> ir.Module:
    """Write the module of ``plan``."""
    module = ir.Module(name="winograd")
    Nest(module, plan).emit()
    if not plan.direct:
        finish.emit(plan, *arguments(Code(module, "finish", TASK, internal=False)))
    return module


def tiles(plan: WinogradPlan) -> dict[int, Tile]:
    """The register tile for each number of vector columns; its rows lie in one panel."""
    rows, _ = plan.tile
    dy_vectors = plan.part_vectors[1]
    size, lanes = SIZES[plan.number], plan.lanes
    widths = {
        band.size
        for count in part_sizes(plan.vectors[1], plan.cut[1])
        for band in plan.dy_bands(count)
    }
    return {
        width: Tile(
            plan.number, plan.number, lanes, True,
            tuple(Row(i, i * dy_vectors * lanes) for i in range(rows)),
            tuple(Column(0, j * plan.panel_step // size, j * lanes, lanes) for j in range(width)),
        )
        for width in sorted(widths)
    }  # fmt: skip


def part_sizes(total: int, parts: int) -> list[int]:
    """The sizes that `loops.share` gives."""
    return sorted({total // parts, -(-total // parts)} - {0})


class Strip(NamedTuple):
    """Along one axis of an image and phase: where patches start, and which positions are valid.

    All in positions of a patch's steps, counted from the first patch's first position.
    """

    start: Value
    low: Value
    high: Value


class Operand(NamedTuple):
    """x or dy: what transforms it and to where, the task's channels of it, and a strip's place."""

    name: str
    function: Any
    room: Value
    vectors: tuple[Value, Value]
    channels: int
    h: Strip
    w: Strip
    strides: tuple[str, str, str, str]


class Nest:
    """The function ``main`` being written: one method a level of the nest, outermost first."""

    def __init__(self, module: ir.Module, plan: WinogradPlan) -> None:
        self.plan = plan
        isa, (h, w) = plan.row, plan.axes
        dtype = plan.problem.dtype
        shapes = tiles(plan)
        self.tiles = {
            width: tile.emit(module, shape, isa, i)
            for i, (width, shape) in enumerate(shapes.items())
        }
        m_w = plan.outputs[1]
        steps = m_w * plan.problem.v
        self.transform_x = transform.emit_input(
            module, "transform_x", (h.x, w.x), steps, dtype, isa
        )
        self.transform_dy = transform.emit_input(
            module, "transform_dy", (h.dy, w.dy), m_w, dtype, isa
        )
        self.transform_dw = transform.emit_output(
            module, "transform_dw", (h.dw, w.dw), self.dw_steps(), plan.number, plan.chain, isa
        )
        self.code, self.args = arguments(Code(module, "main", TASK, internal=False))

    def dw_steps(self) -> tuple[int, int, int]:
        """Bytes in dW or a partial from one tap row, tap column and channel of x to the next."""
        problem = self.plan.problem
        step = problem.k * SIZES[self.plan.chain]
        return problem.s * problem.c_per_group * step, problem.c_per_group * step, step

    def emit(self) -> None:
        """The task: its split, its groups, its part of dy's channels and of x's."""
        code, plan, args = self.code, self.plan, self.args
        _, number, slot = code.arguments
        groups, dys, xs = plan.cut
        number, x_part = code.divmod(number, xs)
        number, dy_part = code.divmod(number, dys)
        split, group_part = code.divmod(number, groups)
        self.x_vectors = self.share(plan.vectors[0], xs, x_part)
        self.dy_vectors = self.share(plan.vectors[1], dys, dy_part)
        room = code.at(args["panels"], code.mul(slot, args["panel_bytes"]))
        x_bytes, dy_bytes = (
            plan.products * plan.product_step(count) for count in plan.part_vectors
        )
        self.x_room, self.dy_room = room, code.at(room, x_bytes)
        self.sums = code.at(room, x_bytes + dy_bytes)
        dw = (
            args["out"]
            if plan.direct
            else code.at(args["partial"], code.mul(split, plan.partial_bytes))
        )
        start, stop = self.share(plan.chunks, plan.split, split)
        self.streams = self.streamed()
        g0, g1 = self.share(plan.problem.g, groups, group_part)
        with code.loop(g0, g1, name="g") as group:
            with code.loop(start, stop, name="chunk") as chunk:
                self.chunk(group, chunk, code.equal(chunk, start))
            self.output(group, dw)
        code.ret()

    def streamed(self) -> tuple[Stream, ...]:
        """What the products ask for ahead of the next chunk: pixels that follow one another."""
        plan, problem = self.plan, self.plan.problem
        if plan.phases != (1, 1):
            return ()
        x, dy = plan.part_vectors
        rows, size = plan.strips * plan.outputs[0], SIZES[problem.dtype]
        calls = plan.products * plan.dy_bands(dy)[-1].stop * x
        return (
            Stream(self.code, rows * problem.u * problem.w, calls, x * plan.lanes, size),
            Stream(self.code, rows * problem.q, calls, dy * plan.lanes, size),
        )

    def share(self, total: int, parts: int, part: Value) -> tuple[Value, Value]:
        """`loops.share` at run time."""
        code = self.code
        if parts == 1:
            return 0, total
        start, stop = (code.divmod(code.mul(code.add(part, i), total), parts)[0] for i in (0, 1))
        return start, stop

    def chunk(self, group: Value, chunk: Value, first: Value) -> None:
        """Transform the strips of a chunk, then multiply all of its tiles."""
        code, plan = self.code, self.plan
        start = code.mul(chunk, plan.strips)
        stop = code.min(code.add(start, plan.strips), plan.strip_count)
        with code.loop(start, stop, name="strip") as strip:
            self.strip(group, strip, code.sub(strip, start))
        if self.streams:
            self.look_ahead(group, code.add(start, plan.strips))
        self.multiply(code.mul(code.sub(stop, start), plan.grid[1]), first)

    def look_ahead(self, group: Value, strip: Value) -> None:
        """Let the products that follow ask for what the next chunk's transforms read."""
        code, plan, args, problem = self.code, self.plan, self.args, self.plan.problem
        n, row = code.divmod(strip, plan.grid[0])
        m_h, lanes, size = plan.outputs[0], plan.lanes, SIZES[problem.dtype]
        # Of x, this chunk has read the rows above.
        h = code.sum((row, m_h * problem.u), problem.r - problem.u - problem.top)
        x, dy = self.streams
        c = code.sum((group, problem.c_per_group), (self.x_vectors[0], lanes))
        k = code.sum((group, problem.k_per_group), (self.dy_vectors[0], lanes))
        x_at = code.sum((n, args["xn"]), (h, args["xh"]), (c, size))
        dy_at = code.sum((n, args["dyn"]), (code.mul(row, m_h), args["dyp"]), (k, size))
        x.restart(code.at(args["x"], x_at), args["xw"])
        dy.restart(code.at(args["dy"], dy_at), args["dyq"])

    # ---- transforms ----

    def strip(self, group: Value, strip: Value, index: Value) -> None:
        """Transform what a strip, a row of tiles, sees of x and takes of dy."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        rest, row = code.divmod(strip, plan.grid[0])
        rest, b = code.divmod(rest, plan.phases[1])
        n, a = code.divmod(rest, plan.phases[0])
        m_h = plan.outputs[0]
        tile_row = code.mul(row, m_h)
        x_at = code.mul(tile_row, problem.u)
        inputs, outputs = self.inputs, (problem.p, problem.q)
        operands = (
            Operand("x", self.transform_x, self.x_room, self.x_vectors, problem.c_per_group,
                    inputs(a, x_at, 0, problem.top, self.seen(0)),
                    inputs(b, 0, 1, problem.left, self.seen(1)), ("xn", "xh", "xw", "xc")),
            Operand("dy", self.transform_dy, self.dy_room, self.dy_vectors, problem.k_per_group,
                    inputs(a, tile_row, 0, 0, outputs[0]),
                    inputs(b, 0, 1, 0, outputs[1]), ("dyn", "dyp", "dyq", "dyk")),
        )  # fmt: skip
        for operand, most in zip(operands, plan.part_vectors, strict=True):
            self.transform(operand, group, n, code.mul(index, plan.grid[1]), most)

    def transform(self, operand: Operand, group: Value, n: Value, tile: Value, most: int) -> None:
        """Transform a strip of an operand: its first tile is the chunk's number ``tile``."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        h, w, vectors, lanes = operand.h, operand.w, operand.vectors, plan.lanes
        sn, sh, sw, sc = (self.args[name] for name in operand.strides)
        channel = code.sum((group, operand.channels), (vectors[0], lanes))
        at = code.sum((n, sn), (h.start, sh), (w.start, sw), (channel, sc))
        place = code.mul(tile, lanes * SIZES[plan.number])
        last = code.sub(operand.channels - lanes, code.mul(vectors[0], lanes))
        numbers = (
            plan.grid[1], code.sub(vectors[1], vectors[0]), last, h.low, h.high, w.low, w.high,
            code.mul(sh, problem.dr), code.mul(sw, problem.ds),
            plan.panel_step, plan.product_step(most),
        )  # fmt: skip
        source = code.at(self.args[operand.name], at)
        code.b.call(
            operand.function, [source, code.at(operand.room, place), *map(code.i64, numbers)]
        )

    def seen(self, axis: int) -> int:
        """How many rows or columns of x the windows see: what lies behind them is never read."""
        problem = self.plan.problem
        if axis == 0:
            last = (problem.p - 1) * problem.u - problem.top + (problem.r - 1) * problem.dr
            return min(problem.h, last + 1)
        last = (problem.q - 1) * problem.v - problem.left + (problem.s - 1) * problem.ds
        return min(problem.w, last + 1)

    def inputs(self, phase: Value, row: Value, axis: int, pad: int, size: int) -> Strip:
        """The positions of a strip along an axis of ``size``, ``row`` steps into a phase."""
        code, dilation = self.code, (self.plan.problem.dr, self.plan.problem.ds)[axis]
        start = code.sum(phase, (row, dilation), -pad)
        low = code.max(0, code.sub(0, code.floordiv(start, dilation)))
        high = code.add(code.floordiv(code.sub(size - 1, start), dilation), 1)
        return Strip(start, low, high)

    # ---- products ----

    def multiply(self, count: Value, first: Value) -> None:
        """For each product, the outer products of ``count`` tiles' factors."""
        code, plan = self.code, self.plan
        sizes = part_sizes(plan.vectors[1], plan.cut[1])
        for vectors in sizes:
            mine = code.equal(code.sub(self.dy_vectors[1], self.dy_vectors[0]), vectors)
            with code.when(mine), code.loop(0, plan.products, name="product") as product:
                self.product(product, vectors, count, first)

    def product(self, product: Value, vectors: int, count: Value, first: Value) -> None:
        """The tiles of one product: panels of dy, a few at a time, meet each panel of x."""
        code, plan = self.code, self.plan
        size, lanes, (rows, _) = SIZES[plan.number], plan.lanes, plan.tile
        x_width, dy_width = plan.part_vectors
        v = code.at(self.x_room, code.mul(product, plan.product_step(x_width)))
        u = code.at(self.dy_room, code.mul(product, plan.product_step(dy_width)))
        sums = code.at(self.sums, code.mul(product, plan.sums_step))
        channel = dy_width * lanes * size  # from one channel of x to the next
        xs = code.sub(self.x_vectors[1], self.x_vectors[0])
        for band in plan.dy_bands(vectors):
            with code.loop(band.first, band.stop, name="dy") as number:
                k = code.sum((code.sub(number, band.first), band.size), band.start)
                u_at = code.at(u, code.mul(k, plan.panel_step))
                c_at = code.at(sums, code.mul(k, lanes * size))
                with code.loop(0, xs, name="x") as x:
                    for stream in self.streams:
                        stream.ask()
                    v_at = code.at(v, code.mul(x, plan.panel_step))
                    c = code.at(c_at, code.mul(x, lanes * channel))
                    numbers = (
                        lanes // rows, rows * size, 0, rows * channel,
                        1, 1, count, 0, 0, lanes * size, 0, 0, lanes * size, 0,
                    )  # fmt: skip
                    code.b.call(
                        self.tiles[band.size], [v_at, u_at, c, v_at, first, *map(code.i64, numbers)]
                    )

    # ---- dW ----

    def output(self, group: Value, dw: Value) -> None:
        """Transform the task's sums into its part of dW or of a partial."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        size, lanes = SIZES[plan.number], plan.lanes
        c, k = (code.mul(vectors[0], lanes) for vectors in (self.x_vectors, self.dy_vectors))
        channel = plan.part_vectors[1] * lanes * size
        # Channels of a last vector that overlaps its neighbour are the neighbour's.
        overlap = problem.c_per_group % lanes
        stop = code.mul(self.x_vectors[1], lanes)
        whole = code.min(stop, problem.c_per_group // lanes * lanes)
        k_at = code.sum((group, problem.k_per_group), k)
        k_vectors = code.sub(self.dy_vectors[1], self.dy_vectors[0])
        k_last = code.sub(problem.k_per_group - lanes, k)
        base = code.at(dw, code.mul(k_at, SIZES[plan.chain]))

        def part(begin: Value, first: Value, count: Value) -> None:
            numbers = count, k_vectors, k_last, plan.sums_step, channel
            at = code.at(base, code.mul(first, self.dw_steps()[2]))
            sums = code.at(self.sums, code.mul(code.sub(begin, c), channel))
            code.b.call(self.transform_dw, [sums, at, *map(code.i64, numbers)])

        part(c, c, code.sub(whole, c))
        if overlap:
            begin = problem.c_per_group // lanes * lanes  # of the last vector's sums
            with code.when(code.less(whole, stop)):
                part(begin + lanes - overlap, begin, overlap)
