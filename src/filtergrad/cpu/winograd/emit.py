"""Winograd's algorithm: chunks of patches are transformed, multiplied, summed, transformed back.

In: a `WinogradPlan`. Out: an LLVM module with the task functions ``main`` and ``finish``. Start
reading here: all that follows is this loop, faster. X, Y and A are the matrices of `bilinear`, here
the same along rows and columns; the products of a patch form a square.

    for split, group, c, k in tasks:                                      # in parallel
        sums = zeros((products, products, c, k))
        for chunk of strips in split:                                     # `Nest.chunk`
            for patch in chunk:                                           # `transforms.emit_input`
                v[:, :, patch, c] = X @ x[the patch's pixels, c] @ X.T
                u[:, :, patch, k] = Y @ dy[the patch's pixels, k] @ Y.T
            for i, j in products:                                         # `Nest.multiply`
                sums[i, j] += v[i, j].T @ u[i, j]                         # the register tile
        partial[split, :, :, c, k] = A @ sums[:, :, c, k] @ A.T           # `Nest.output`
    dw = sum of partial[split] over split                                 # `finish`

The sums over a chunk's patches are the same outer products that `tile` makes for the direct
algorithm, a patch taking the place of a pixel.
"""

from __future__ import annotations

from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.plan import LONGEST_CHAIN
from filtergrad.cpu.code import finish, tile
from filtergrad.cpu.code.ir import Bit, Code, Int, Ptr
from filtergrad.cpu.code.task import TASK_PARAMETERS, Range, arguments, part_of, sizes
from filtergrad.cpu.code.tile import Column, Row, Tile
from filtergrad.dtypes import SIZES

from . import transforms
from .plan import WinogradPlan
from .strips import StripPlace, StripSource


def emit(plan: WinogradPlan) -> ir.Module:
    """Write the module of ``plan``."""
    module = ir.Module(name="winograd")
    Nest(module, plan).emit()
    if not plan.writes_dw:
        finish.emit(plan, *arguments(Code(module, "finish", TASK_PARAMETERS, internal=False)))
    return module


def tiles(plan: WinogradPlan) -> dict[int, Tile]:
    """The register tile for each number of vector columns; its rows lie in one panel."""
    rows, _ = plan.tile
    dy_vectors = plan.part_vectors[1]
    lanes = plan.lanes
    widths = {
        band.size
        for count in part_sizes(plan.vectors[1], plan.cut[1])
        for band in plan.dy_bands(count)
    }
    return {
        width: Tile(
            plan.compute_dtype, plan.compute_dtype, lanes, True,
            tuple(Row(i, i * dy_vectors * lanes) for i in range(rows)),
            tuple(Column(0, 0, j * lanes, lanes) for j in range(width)), apart=True,
        )
        for width in sorted(widths)
    }  # fmt: skip


def part_sizes(total: int, parts: int) -> list[int]:
    """The sizes of the parts into which `part_of` cuts ``total``: one, or two neighbouring ones."""
    return sorted({total // parts, ceil_div(total, parts)} - {0})


class Chain(NamedTuple):
    """Patches of a chunk that are added up in registers.

    Parameters
    ----------
    begin, patches
        The first of them, and how many.
    first
        Whether their sum overwrites what is in memory, or is added to it.
    """

    begin: Int
    patches: Int
    first: Bit


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
            matrices=(h.dw, w.dw),
            dw_strides=self.dw_strides(),
            compute_dtype=plan.compute_dtype,
            partial_dtype=plan.partial_dtype,
            isa=isa,
        )
        # All time is spent in what it calls.
        main = Code(module, "main", TASK_PARAMETERS, internal=False, quick=True)
        self.code, self.args = arguments(main)
        self.sizes = sizes(self.code, self.args, plan)

    def dw_strides(self) -> tuple[int, int, int]:
        """Bytes in dW or a partial from one tap row, tap column and channel of x to the next."""
        problem = self.plan.problem
        channel = problem.k * SIZES[self.plan.partial_dtype]
        return problem.s * problem.c_per_group * channel, problem.c_per_group * channel, channel

    def emit(self) -> None:
        """Write a task: its part of the chunks, for its groups and its channels of dy and of x."""
        code, plan, args, told = self.code, self.plan, self.args, self.sizes
        _, task, slot, _ = code.arguments
        groups, dys, xs = plan.cut
        rest, x_part = code.divmod(task, xs)
        rest, dy_part = code.divmod(rest, dys)
        split, group_part = code.divmod(rest, groups)
        self.x_vectors = part_of(code, plan.vectors[0], xs, x_part)
        self.dy_vectors = part_of(code, plan.vectors[1], dys, dy_part)
        workspace = code.at(args["panels"], code.mul(slot, args["panel_bytes"]))
        self.x_panels, self.dy_panels = workspace, code.at(workspace, told["bytes.x"])
        self.sums = code.at(self.dy_panels, told["bytes.dy"])
        strip = code.at(self.sums, told["bytes.sums"])
        self.x.begin(code, args, told, self.x_panels, strip, self.x_vectors)
        self.dy.begin(code, args, told, self.dy_panels, strip, self.dy_vectors)
        self.dw = (
            args["out"]
            if plan.writes_dw
            else code.at(args["partial"], code.mul(split, plan.partial_bytes))
        )
        start, stop = part_of(code, told["chunks"], told["split"], split)
        # The phases of a dilated image pass by the same pixels one after the other: these are near
        # anyway. And a task of a single chunk has no next one.
        self.sources = (self.x, self.dy)
        self.prefetches = plan.phases == (1, 1) and not plan.single
        if self.prefetches:
            for source in self.sources:
                source.spread_prefetches()
        self.groups = part_of(code, plan.problem.g, groups, group_part)
        with code.loop(start, stop, name="chunk") as chunk:
            self.chunk(chunk, code.equal(chunk, start))
        if not plan.single:
            with code.loop(*self.groups, name="g") as group:
                self.output(group, code.sub(group, self.groups.start), self.x_vectors)
        code.ret()

    def chunk(self, chunk: Int, first: Bit) -> None:
        """Transform the strips of a chunk, then multiply all of its patches.

        ``first`` says whether it is the task's first chunk, whose sums begin from zero.
        """
        code, plan, told = self.code, self.plan, self.sizes
        start = code.mul(chunk, told["strips"])
        stop = code.min(code.add(start, told["strips"]), told["strips.all"])
        with code.loop(start, stop, name="strip") as strip:
            self.strip(strip, code.sub(strip, start))
        if self.prefetches:
            for source in self.sources:
                source.begin_prefetches(self.groups.start, code.add(start, told["strips"]))
        patches = code.mul(code.sub(stop, start), told["grid.w"])
        with code.loop(*self.groups, name="g") as group:
            group_index = code.sub(group, self.groups.start)
            if plan.single:
                self.some_vectors(group, group_index, patches, first)
            else:
                self.multiply(group_index, group_index, self.x_vectors, patches, first)

    def some_vectors(self, group: Int, group_index: Int, patches: Int, first: Bit) -> None:
        """Make a group's sums and its dW at once, for some vectors of x's channels after others.

        The group is number ``group_index`` of the task's.
        """
        code, (begin, end), some = self.code, self.x_vectors, self.sizes["block"]
        with code.loop(begin, end, some, name="block") as x:
            xs = Range(x, code.min(code.add(x, some), end))
            self.multiply(group_index, 0, xs, patches, first)
            self.output(group, 0, xs)

    def strip(self, strip: Int, index: Int) -> None:
        """Transform a strip's patches of x and of dy; it is number ``index`` of its chunk's."""
        code, plan = self.code, self.plan
        rest, row = code.divmod(strip, self.sizes["grid.h"])
        rest, phase_w = code.divmod(rest, plan.phases[1])
        n, phase_h = code.divmod(rest, plan.phases[0])
        first_patch = code.mul(index, self.sizes["grid.w"])
        place = StripPlace(n, (phase_h, phase_w), row, first_patch)
        for source in self.sources:
            with code.loop(*self.groups, name="g") as group:
                source.transform(place, group, code.sub(group, self.groups.start))

    # ---- products ----

    def multiply(self, group: Int, sums: Int, xs: Range, patches: Int, first: Bit) -> None:
        """Write the loop over products: each adds the outer products of all patches to its sums.

        Parameters
        ----------
        group
            Whose panels are multiplied, counted from the task's first group.
        sums
            Which of the thread's sums are added to: those of the same group, or the only ones.
        xs
            The range of vectors of x that takes part.
        patches
            How many patches the chunk has.
        first
            Whether the sums begin from zero.
        """
        code, plan = self.code, self.plan
        sizes = part_sizes(plan.vectors[1], plan.cut[1])
        for vectors in sizes:
            mine = code.equal(code.sub(self.dy_vectors.stop, self.dy_vectors.start), vectors)
            with code.when(mine), code.loop(0, plan.products, name="product") as product:
                c = self.sums_of(sums, product)
                # A strip that is wider than a chain may be long is cut into several chains.
                with code.loop(0, patches, LONGEST_CHAIN, name="begin") as begin:
                    left = code.min(LONGEST_CHAIN, code.sub(patches, begin))
                    begins = code.b.and_(first, code.equal(begin, 0))
                    self.product(group, product, xs, vectors, c, Chain(begin, left, begins))

    def product(
        self, group: Int, product: Int, xs: Range, vectors: int, sums: Ptr, chain: Chain
    ) -> None:
        """Multiply a chain of patches: some panels of dy at a time meet each panel of x.

        ``vectors`` is how many vectors of dy the task has, ``sums`` where the product's sums are.
        """
        code, plan = self.code, self.plan
        size, lanes, (rows, _) = SIZES[plan.compute_dtype], plan.lanes, plan.tile
        x_width, dy_width = plan.part_vectors
        at, panel = code.mul(chain.begin, lanes * size), self.sizes["panel"]

        def panels(base: Ptr, name: str, width: int) -> Ptr:
            stride, group_stride = self.sizes[f"product.{name}"], code.mul(width, panel)
            return code.at(base, code.sum((product, stride), (group, group_stride), at))

        v = panels(self.x_panels, "x", x_width)
        u = panels(self.dy_panels, "dy", dy_width)
        v = code.at(v, code.mul(code.sub(xs.start, self.x_vectors.start), panel))
        channel_stride = dy_width * lanes * size  # in the sums, from one channel of x to the next
        for band in plan.dy_bands(vectors):
            with code.loop(band.first, band.stop, name="dy") as dy_tile:
                k = code.sum((code.sub(dy_tile, band.first), band.size), band.start)
                u_at = code.at(u, code.mul(k, panel))
                c_at = code.at(sums, code.mul(k, lanes * size))
                with code.loop(0, code.sub(xs.stop, xs.start), name="x") as x:
                    if self.prefetches:
                        self.x.prefetcher.issue()
                        self.dy.prefetcher.issue()
                    v_at = code.at(v, code.mul(x, panel))
                    # The rows of a tile are some lanes of x's panel: tiles in a row make a vector.
                    code.invoke(
                        self.tiles[band.size],
                        a=v_at, b=u_at, c=code.at(c_at, code.mul(x, lanes * channel_stride)),
                        first=chain.first,
                        tiles=lanes // rows, at=rows * size, bt=0, ct=rows * channel_stride,
                        n=1, p=1, q=chain.patches,
                        an=0, ap=0, aq=lanes * size, bn=0, bp=0, bq=lanes * size, bj=panel,
                    )  # fmt: skip

    def sums_of(self, group: Int, product: Int) -> Ptr:
        """Where the sums of one of the task's groups and of a product are."""
        code, plan = self.code, self.plan
        index = code.sum((group, plan.products), product)
        return code.at(self.sums, code.mul(index, self.sizes["sums"]))

    # ---- dW ----

    def output(self, group: Int, sums: Int, xs: Range) -> None:
        """Transform a group's sums, the thread's ``sums``-th, to the taps of the vectors ``xs``."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        size, lanes = SIZES[plan.compute_dtype], plan.lanes
        c, k = (code.mul(vectors.start, lanes) for vectors in (xs, self.dy_vectors))
        channel_stride = plan.part_vectors[1] * lanes * size
        # Where x's last vector overlaps its neighbour, the channels that they share are the
        # neighbour's to write. So many of the last vector are its own:
        fresh = problem.c_per_group % lanes
        stop = code.mul(xs.stop, lanes)
        whole = code.min(stop, problem.c_per_group // lanes * lanes)
        k_at = code.sum((group, problem.k_per_group), k)
        k_vectors = code.sub(self.dy_vectors.stop, self.dy_vectors.start)
        k_last = code.sub(problem.k_per_group - lanes, k)
        base = code.at(self.dw, code.mul(k_at, SIZES[plan.partial_dtype]))

        def transform(from_channel: Int, to_channel: Int, channels: Int) -> None:
            dw = code.at(base, code.mul(to_channel, self.dw_strides()[2]))
            sums_at = self.sums_of(sums, 0)
            sums_at = code.at(sums_at, code.mul(code.sub(from_channel, c), channel_stride))
            code.invoke(
                self.transform_dw, sums=sums_at, dw=dw,
                channels=channels, vectors=k_vectors, last=k_last,
                next_product=self.sizes["sums"], next_channel=channel_stride,
            )  # fmt: skip

        transform(c, c, code.sub(whole, c))
        if fresh:
            begin = problem.c_per_group // lanes * lanes  # where the last vector's sums begin
            with code.when(code.less(whole, stop)):
                transform(begin + lanes - fresh, begin, fresh)
