"""Strips: a row of patches of x or dy, on its way from the user's array to transformed panels.

In: a `WinogradPlan` and which of the two operands. Out: instructions that transform one strip after
the other. Where channels are not neighbours in memory (NCHW), a strip is packed first, as
the direct algorithm packs its blocks.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from llvmlite import ir

from filtergrad.cpu.base.panel import Panel
from filtergrad.cpu.code import pack
from filtergrad.cpu.code.ir import Code, Int, Ptr
from filtergrad.cpu.code.prefetch import Prefetcher
from filtergrad.cpu.code.task import Range, in_band, inside
from filtergrad.dtypes import SIZES

from . import transforms
from .plan import WinogradPlan


class Span(NamedTuple):
    """Where a strip's patches lie along one axis of an image.

    Parameters
    ----------
    start
        The row or column of the image at which the first patch begins, perhaps outside.
    low, high
        Which positions are inside the image, counted from there; in dilated images only every
        dilation-th position counts.
    """

    start: Int
    low: Int
    high: Int


class StripPlace(NamedTuple):
    """Which strip is transformed, and where its patches go.

    Parameters
    ----------
    n, phase
        The image, and the phase along its rows and columns.
    row
        The row of patches in that phase.
    first_patch
        How many patches of the chunk come before it.
    """

    n: Int
    phase: tuple[Int, Int]
    row: Int
    first_patch: Int


class StripSource:
    """X or dy as the transforms see it.

    Parameters
    ----------
    module, plan
        Where the functions are written, and for which plan.
    name
        ``x`` or ``dy``.
    """

    def __init__(self, module: ir.Module, plan: WinogradPlan, name: str) -> None:
        problem, (h, w), (m_h, m_w) = plan.problem, plan.axes, plan.outputs
        self.plan, self.name = plan, name
        # Pixels from a strip to the next, and from a patch to the next.
        if name == "x":
            matrices, self.spacing = (h.x, w.x), (m_h * problem.u, m_w * problem.v)
            self.pads, self.seen = ("top", "left"), ("seen.h", "seen.w")
            self.strides, self.channels = ("xn", "xh", "xw", "xc"), problem.c_per_group
        else:
            matrices, self.spacing = (h.dy, w.dy), plan.outputs
            self.pads, self.seen = ("", ""), ("p", "q")
            self.strides, self.channels = ("dyn", "dyp", "dyq", "dyk"), problem.k_per_group
        self.patch = len(matrices[0][0]), len(matrices[1][0])
        self.most = plan.part_vectors[0 if name == "x" else 1]
        self.panel = plan.strip_panel(name)
        self.packers = pack.emit(module, self.panel) if self.panel else {}
        dtype = plan.compute_dtype if self.panel else problem.dtype
        self.function = transforms.emit_input(
            module, f"transform_{name}", matrices, self.spacing,
            prefetches=not self.panel, dtype=dtype, isa=plan.isa,
        )  # fmt: skip

    # ---- in a task ----

    def begin(
        self, code: Code, args: dict[str, Any], sizes: dict[str, Int], panels: Ptr, packed: Ptr,
        vectors: Range,
    ) -> None:  # fmt: skip
        """Begin a task, which transforms a range of vectors of channels.

        They go to the address ``panels``; a strip that is packed first goes to ``packed``.
        """
        self.code, self.args, self.sizes = code, args, sizes
        self.panels, self.packed, self.vectors = panels, packed, vectors

    def transform(self, strip: StripPlace, group: Int, group_index: Int) -> None:
        """Transform a strip of a group, which is number ``group_index`` of the task's."""
        code, plan, lanes, sizes = self.code, self.plan, self.plan.lanes, self.sizes
        h = self.span(0, strip.phase[0], code.mul(strip.row, self.spacing[0]))
        w = self.span(1, strip.phase[1], 0)
        sn, sh, sw, sc = (self.args[name] for name in self.strides)
        first, last = self.vectors
        sh, sw = code.mul(sh, plan.problem.dr), code.mul(sw, plan.problem.ds)
        at = code.sum((strip.n, sn), (h.start, self.args[self.strides[1]]))
        at = code.sum(
            at, (w.start, self.args[self.strides[2]]), (group, code.mul(sc, self.channels))
        )
        if self.panel:
            size = SIZES[plan.compute_dtype]
            source = self.pack(self.panel, at, (h, w), (sn, sh, sw, sc))
            pixel = lanes * size
            sh, sw = code.mul(sizes[f"{self.panel.name}.width"], pixel), pixel
            next_vector = sizes[f"{self.panel.name}.stride0"]
            last_vector = code.mul(code.sub(last, first), next_vector)
        else:
            size = SIZES[plan.problem.dtype]
            source = code.at(self.args[self.name], code.sum(at, (first, lanes * size)))
            next_vector = lanes * size
            last_vector = code.mul(code.sub(self.channels - lanes, code.mul(first, lanes)), size)
        group_stride = code.mul(self.most, sizes["panel"])
        at = code.sum(
            (strip.first_patch, lanes * SIZES[plan.compute_dtype]), (group_index, group_stride)
        )
        vectors = code.sub(last, first)
        code.invoke(
            self.function, source=source, panel=code.at(self.panels, at), tiles=sizes["grid.w"],
            vectors=vectors, next_vector=next_vector, last=last_vector,
            h0=h.low, h1=h.high, w0=w.low, w1=w.high, sh=sh, sw=sw,
            next_panel=sizes["panel"], next_product=sizes[f"product.{self.name}"],
        )  # fmt: skip

    def span(self, axis: int, phase: Int, position: Int) -> Span:
        """Where a strip lies along an axis, if it begins at a ``position`` of a phase."""
        code, problem = self.code, self.plan.problem
        dilation = (problem.dr, problem.ds)[axis]
        start = code.sum(phase, (position, dilation), (self.sizes.get(self.pads[axis], 0), -1))
        return Span(start, *inside(code, start, dilation, self.sizes[self.seen[axis]]))

    def pack(
        self, panel: Panel, at: Int, spans: tuple[Span, Span], strides: tuple[Int, Int, Int, Int]
    ) -> Ptr:
        """Pack the strip that begins ``at`` bytes from the operand's beginning; return where."""
        code, (h, w) = self.code, spans
        height, width = panel.shape[1], self.sizes[f"{panel.name}.width"]
        sn, sh, sw, sc = strides
        for i, (band, function) in enumerate(self.packers.items()):
            stride = self.sizes[f"{panel.name}.stride{i}"]
            start, count = in_band(code, band, self.vectors)
            channel = code.sum((code.sub(start, band.first), band.size), band.start)
            source = code.at(self.args[self.name], code.sum(at, (channel, sc)))
            target = code.at(self.packed, code.mul(code.sub(start, self.vectors.start), stride))
            code.invoke(
                function, source=source, panel=target, n=1,
                h0=code.min(h.low, height), h1=code.max(0, code.min(h.high, height)),
                w0=code.min(w.low, width), w1=code.max(0, code.min(w.high, width)),
                tiles=count, sn=sn, sh=sh, sw=sw, sc=sc, height=height, width=width, next=stride,
            )  # fmt: skip
        return self.packed

    # ---- prefetching for the next chunk ----

    def spread_prefetches(self) -> None:
        """Let each call of `issue` prefetch some of the next chunk's pixels."""
        lines, share = (self.sizes[f"next.{self.name}.{what}"] for what in ("lines", "share"))
        self.prefetcher = Prefetcher(self.code, lines, share)

    def begin_prefetches(self, group: Int, strip: Int) -> None:
        """Begin with the pixels of the chunk whose first strip is ``strip``, from ``group`` on."""
        code, plan = self.code, self.plan
        n, row = code.divmod(strip, self.sizes["grid.h"])
        # Rows that this chunk reads, too, are left out.
        read = max(0, self.patch[0] - self.spacing[0])
        h = code.sum((row, self.spacing[0]), read, (self.sizes.get(self.pads[0], 0), -1))
        sn, sh, sw, sc = (self.args[name] for name in self.strides)
        channel = code.sum((group, self.channels), (self.vectors[0], plan.lanes))
        at = code.sum((n, sn), (h, sh), (channel, sc))
        self.prefetcher.restart(code.at(self.args[self.name], at), sc if self.panel else sw)
