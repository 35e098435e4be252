"""Winograd's algorithm: chunks of patches are transformed, multiplied apart, and summed.

In: a `WinogradPlan`. Out: an LLVM module with the task functions ``main`` and ``finish``.
In plain words, with X, Y and A from `bilinear`:

    for chunk of patches:
        v[product][patch][c] = X @ patch of x @ X'
        u[product][patch][k] = Y @ patch of dy @ Y'
        for product: sums[product][c][k] += sum over patches of v * u      # the register tile
    dW[r][s][c][k] = A @ sums @ A'                     # once

The sums over a chunk's patches are the same outer products that `tile` makes for the direct
algorithm.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.base.plan import LONGEST_CHAIN
from filtergrad.cpu.code import finish, tile
from filtergrad.cpu.code.ir import Code, Value
from filtergrad.cpu.code.task import TASK, arguments, part_of
from filtergrad.cpu.code.tile import Column, Row, Tile
from filtergrad.dtypes import SIZES

from . import transforms
from .plan import WinogradPlan
from .strips import StripSource


def emit(plan: WinogradPlan) -> ir.Module:
    """Write the module of ``plan``."""
    module = ir.Module(name="winograd")
    Nest(module, plan).emit()
    if not plan.writes_dw:
        finish.emit(plan, *arguments(Code(module, "finish", TASK, internal=False)))
    return module


def tiles(plan: WinogradPlan) -> dict[int, Tile]:
    """The register tile for each number of vector columns; its rows lie in one panel."""
    rows, _ = plan.tile
    dy_vectors = plan.part_vectors[1]
    size, lanes = SIZES[plan.compute_dtype], plan.lanes
    widths = {
        band.size
        for count in part_sizes(plan.vectors[1], plan.cut[1])
        for band in plan.dy_bands(count)
    }
    return {
        width: Tile(
            plan.compute_dtype, plan.compute_dtype, lanes, True,
            tuple(Row(i, i * dy_vectors * lanes) for i in range(rows)),
            tuple(Column(0, j * plan.panel_stride // size, j * lanes, lanes) for j in range(width)),
        )
        for width in sorted(widths)
    }  # fmt: skip


def part_sizes(total: int, parts: int) -> list[int]:
    """The sizes that `bands.part_of` gives."""
    return sorted({total // parts, -(-total // parts)} - {0})


class Nest:
    """The function ``main`` being written: one method a level of the nest, outermost first."""

    def __init__(self, module: ir.Module, plan: WinogradPlan) -> None:
        self.plan = plan
        isa, (h, w) = plan.isa, plan.axes
        shapes = tiles(plan)
        self.tiles = {
            width: tile.emit(module, shape, isa, i)
            for i, (width, shape) in enumerate(shapes.items())
        }
        self.x, self.dy = (StripSource(module, plan, name) for name in ("x", "dy"))
        self.transform_dw = transforms.emit_output(
            module,
            "transform_dw",
            (h.dw, w.dw),
            self.dw_strides(),
            plan.compute_dtype,
            plan.partial_dtype,
            isa,
        )
        self.code, self.args = arguments(Code(module, "main", TASK, internal=False))

    def dw_strides(self) -> tuple[int, int, int]:
        """Bytes in dW or a partial from one tap row, tap column and channel of x to the next."""
        problem = self.plan.problem
        step = problem.k * SIZES[self.plan.partial_dtype]
        return problem.s * problem.c_per_group * step, problem.c_per_group * step, step

    def emit(self) -> None:
        """The task: its split, its groups, its part of dy's channels and of x's."""
        code, plan, args = self.code, self.plan, self.args
        _, number, slot = code.arguments
        groups, dys, xs = plan.cut
        number, x_part = code.divmod(number, xs)
        number, dy_part = code.divmod(number, dys)
        split, group_part = code.divmod(number, groups)
        self.x_vectors = part_of(code, plan.vectors[0], xs, x_part)
        self.dy_vectors = part_of(code, plan.vectors[1], dys, dy_part)
        workspace = code.at(args["panels"], code.mul(slot, args["panel_bytes"]))
        x, dy, sums, _ = plan.thread_bytes
        self.x_panels, self.dy_panels = workspace, code.at(workspace, x)
        self.sums, strip = code.at(workspace, x + dy), code.at(workspace, x + dy + sums)
        self.x.begin(code, args, self.x_panels, strip, self.x_vectors)
        self.dy.begin(code, args, self.dy_panels, strip, self.dy_vectors)
        self.dw = (
            args["out"]
            if plan.writes_dw
            else code.at(args["partial"], code.mul(split, plan.partial_bytes))
        )
        start, stop = part_of(code, plan.chunks, plan.split, split)
        # Phases of a dilated image pass by the same pixels again and again: they are near anyway.
        self.sources = (self.x, self.dy)
        self.prefetches = plan.phases == (1, 1) and not plan.single
        if self.prefetches:
            x_vectors, dy_vectors = plan.part_vectors
            calls = plan.products * plan.dy_bands(dy_vectors)[-1].stop * x_vectors
            calls *= plan.part_groups
            for source in self.sources:
                source.spread_prefetches(calls)
        self.groups = part_of(code, plan.problem.g, groups, group_part)
        with code.loop(start, stop, name="chunk") as chunk:
            self.chunk(chunk, code.equal(chunk, start))
        if not plan.single:
            with code.loop(*self.groups, name="g") as group:
                self.output(group, code.sub(group, self.groups[0]), self.x_vectors)
        code.ret()

    def chunk(self, chunk: Value, first: Value) -> None:
        """Transform the strips of a chunk, then multiply all of its patches."""
        code, plan = self.code, self.plan
        start = code.mul(chunk, plan.strips)
        stop = code.min(code.add(start, plan.strips), plan.strip_count)
        with code.loop(start, stop, name="strip") as strip:
            self.strip(strip, code.sub(strip, start))
        if self.prefetches:
            for source in self.sources:
                source.begin_prefetches(self.groups[0], code.add(start, plan.strips))
        patches = code.mul(code.sub(stop, start), plan.grid[1])
        with code.loop(*self.groups, name="g") as group:
            number = code.sub(group, self.groups[0])
            if plan.single:
                self.blocks(group, number, patches, first)
            else:
                self.multiply(number, number, self.x_vectors, patches, first)

    def blocks(self, group: Value, number: Value, patches: Value, first: Value) -> None:
        """Make the sums of a group, its task's ``number``-th, and its dW, block by block."""
        code, plan, (begin, end) = self.code, self.plan, self.x_vectors
        with code.loop(begin, end, plan.x_vectors, name="block") as x:
            xs = x, code.min(code.add(x, plan.x_vectors), end)
            self.multiply(number, 0, xs, patches, first)
            self.output(group, 0, xs)

    def strip(self, strip: Value, index: Value) -> None:
        """Transform what a strip, a row of patches, sees of x and takes of dy, for every group."""
        code, plan = self.code, self.plan
        rest, row = code.divmod(strip, plan.grid[0])
        rest, phase_w = code.divmod(rest, plan.phases[1])
        n, phase_h = code.divmod(rest, plan.phases[0])
        first_patch, image = code.mul(index, plan.grid[1]), (n, phase_h, phase_w)
        for source in self.sources:
            with code.loop(*self.groups, name="g") as group:
                source.transform(group, code.sub(group, self.groups[0]), image, row, first_patch)

    # ---- products ----

    def multiply(
        self, group: Value, sums: Value, xs: tuple[Value, Value], count: Value, first: Value
    ) -> None:
        """For each product, the outer products of ``count`` patches' factors.

        ``group`` is counted from the task's first, as are ``sums``, where its sums are; ``xs`` are
        the vectors of x that take part.
        """
        code, plan = self.code, self.plan
        sizes = part_sizes(plan.vectors[1], plan.cut[1])
        for vectors in sizes:
            mine = code.equal(code.sub(self.dy_vectors[1], self.dy_vectors[0]), vectors)
            with code.when(mine), code.loop(0, plan.products, name="product") as product:
                c = self.sums_of(sums, product)
                if plan.chunk_patches <= LONGEST_CHAIN:
                    self.product(group, product, xs, vectors, c, 0, count, first)
                    continue
                with code.loop(0, count, LONGEST_CHAIN, name="begin") as begin:  # one very wide row
                    left = code.min(LONGEST_CHAIN, code.sub(count, begin))
                    fresh = code.b.and_(first, code.equal(begin, 0))
                    self.product(group, product, xs, vectors, c, begin, left, fresh)

    def product(
        self, group: Value, product: Value, xs: tuple[Value, Value], vectors: int, sums: Value,
        begin: Value, count: Value, first: Value,
    ) -> None:  # fmt: skip
        """``count`` patches of a product: panels of dy, a few at a time, meet each panel of x."""
        code, plan = self.code, self.plan
        size, lanes, (rows, _) = SIZES[plan.compute_dtype], plan.lanes, plan.tile
        x_width, dy_width = plan.part_vectors
        at = code.mul(begin, lanes * size)
        v, u = (
            code.at(
                panels,
                code.sum(
                    (product, plan.product_stride(width)), (group, width * plan.panel_stride), at
                ),
            )
            for panels, width in ((self.x_panels, x_width), (self.dy_panels, dy_width))
        )
        v = code.at(v, code.mul(code.sub(xs[0], self.x_vectors[0]), plan.panel_stride))
        channel = dy_width * lanes * size  # from one channel of x to the next
        for band in plan.dy_bands(vectors):
            with code.loop(band.first, band.stop, name="dy") as number:
                k = code.sum((code.sub(number, band.first), band.size), band.start)
                u_at = code.at(u, code.mul(k, plan.panel_stride))
                c_at = code.at(sums, code.mul(k, lanes * size))
                with code.loop(0, code.sub(xs[1], xs[0]), name="x") as x:
                    if self.prefetches:
                        self.x.prefetch.ask()
                        self.dy.prefetch.ask()
                    v_at = code.at(v, code.mul(x, plan.panel_stride))
                    c = code.at(c_at, code.mul(x, lanes * channel))
                    numbers = (
                        lanes // rows, rows * size, 0, rows * channel,
                        1, 1, count, 0, 0, lanes * size, 0, 0, lanes * size,
                    )  # fmt: skip
                    code.b.call(
                        self.tiles[band.size], [v_at, u_at, c, first, *map(code.i64, numbers)]
                    )

    def sums_of(self, group: Value, product: Value) -> Value:
        """Where the sums of one of the task's groups and of a product are."""
        code, plan = self.code, self.plan
        number = code.sum((group, plan.products), product)
        return code.at(self.sums, code.mul(number, plan.sums_stride))

    # ---- dW ----

    def output(self, group: Value, number: Value, xs: tuple[Value, Value]) -> None:
        """Transform a group's sums, the ``number``-th, to the taps of the vectors ``xs`` of x."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        size, lanes = SIZES[plan.compute_dtype], plan.lanes
        c, k = (code.mul(vectors[0], lanes) for vectors in (xs, self.dy_vectors))
        channel = plan.part_vectors[1] * lanes * size
        # Channels of a last vector that overlaps its neighbour are the neighbour's.
        overlap = problem.c_per_group % lanes
        stop = code.mul(xs[1], lanes)
        whole = code.min(stop, problem.c_per_group // lanes * lanes)
        k_at = code.sum((group, problem.k_per_group), k)
        k_vectors = code.sub(self.dy_vectors[1], self.dy_vectors[0])
        k_last = code.sub(problem.k_per_group - lanes, k)
        base = code.at(self.dw, code.mul(k_at, SIZES[plan.partial_dtype]))

        def part(begin: Value, first: Value, count: Value) -> None:
            numbers = count, k_vectors, k_last, plan.sums_stride, channel
            at = code.at(base, code.mul(first, self.dw_strides()[2]))
            sums = self.sums_of(number, 0)
            sums = code.at(sums, code.mul(code.sub(begin, c), channel))
            code.b.call(self.transform_dw, [sums, at, *map(code.i64, numbers)])

        part(c, c, code.sub(whole, c))
        if overlap:
            begin = problem.c_per_group // lanes * lanes  # of the last vector's sums
            with code.when(code.less(whole, stop)):
                part(begin + lanes - overlap, begin, overlap)
