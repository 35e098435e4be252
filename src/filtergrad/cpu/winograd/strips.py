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
from filtergrad.cpu.code.ir import Code, Value
from filtergrad.cpu.code.prefetch import Stream
from filtergrad.dtypes import SIZES

from . import transforms
from .plan import WinogradPlan


class Span(NamedTuple):
    """Along one axis of an image and phase: where patches start, and which positions are valid.

    All in steps of a patch, counted from the first patch's first position.
    """

    start: Value
    low: Value
    high: Value


class StripSource:
    """x or dy as the transforms see it.

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
        if name == "x":
            matrices, self.spacing = (h.x, w.x), (m_h * problem.u, m_w * problem.v)
            self.pads, self.sizes = (problem.top, problem.left), (self._seen(0), self._seen(1))
            self.strides, self.channels = ("xn", "xh", "xw", "xc"), problem.c_per_group
            self.stored = (problem.h, problem.w)
        else:
            matrices, self.spacing = (h.dy, w.dy), plan.outputs
            self.pads, self.sizes = (0, 0), (problem.p, problem.q)
            self.strides, self.channels = ("dyn", "dyp", "dyq", "dyk"), problem.k_per_group
            self.stored = self.sizes
        self.patch = len(matrices[0][0]), len(matrices[1][0])
        self.most = plan.part_vectors[0 if name == "x" else 1]
        self.panel = plan.strip_panel(name)
        self.packs = pack.emit(module, self.panel) if self.panel else {}
        dtype = plan.compute_dtype if self.panel else problem.dtype
        self.function = transforms.emit_input(
            module, f"transform_{name}", matrices, self.spacing, not self.panel, dtype, plan.isa
        )

    def _seen(self, axis: int) -> int:
        """How many rows or columns of x the windows see: what lies behind them is never read."""
        problem = self.plan.problem
        if axis == 0:
            last = (problem.p - 1) * problem.u - problem.top + (problem.r - 1) * problem.dr
            return min(problem.h, last + 1)
        last = (problem.q - 1) * problem.v - problem.left + (problem.s - 1) * problem.ds
        return min(problem.w, last + 1)

    # ---- in a task ----

    def begin(
        self, code: Code, args: dict[str, Any], panels: Value, packed: Value, vectors: Any
    ) -> None:
        """Work for a task: its ``vectors`` of channels go to ``panels``, by way of ``packed``."""
        self.code, self.args, self.panels, self.packed = code, args, panels, packed
        self.vectors = vectors

    def transform(
        self, group: Value, number: Value, image: tuple[Value, ...], row: Value, patch: Value
    ) -> None:
        """Transform a strip of a group, the task's ``number``-th.

        Its first patch is the chunk's number ``patch``.
        """
        code, plan, lanes = self.code, self.plan, self.plan.lanes
        n, phase_h, phase_w = image
        h = self.span(0, phase_h, code.mul(row, self.spacing[0]))
        w = self.span(1, phase_w, 0)
        sn, sh, sw, sc = (self.args[name] for name in self.strides)
        first, last = self.vectors
        sh, sw = code.mul(sh, plan.problem.dr), code.mul(sw, plan.problem.ds)
        at = code.sum((n, sn), (h.start, self.args[self.strides[1]]))
        at = code.sum(
            at, (w.start, self.args[self.strides[2]]), (group, code.mul(sc, self.channels))
        )
        if self.panel:
            size = SIZES[plan.compute_dtype]
            source = self.pack(self.panel, at, h, w, (sn, sh, sw, sc))
            pixel = lanes * size
            sh, sw, next_vector = (
                self.panel.shape[2] * pixel,
                pixel,
                self.panel.stride(self.panel.bands[0]),
            )
            final = code.mul(code.sub(last, first), next_vector)
        else:
            size = SIZES[plan.problem.dtype]
            source = code.at(self.args[self.name], code.sum(at, (first, lanes * size)))
            next_vector = lanes * size
            final = code.mul(code.sub(self.channels - lanes, code.mul(first, lanes)), size)
        group_stride = self.most * plan.panel_stride
        place = code.sum((patch, lanes * SIZES[plan.compute_dtype]), (number, group_stride))
        numbers = (
            plan.grid[1], code.sub(last, first), next_vector, final, h.low, h.high, w.low, w.high,
            sh, sw, plan.panel_stride, plan.product_stride(self.most),
        )  # fmt: skip
        code.b.call(self.function, [source, code.at(self.panels, place), *map(code.i64, numbers)])

    def span(self, axis: int, phase: Value, row: Value) -> Span:
        """The positions of a strip along an axis, ``row`` steps into a phase."""
        code, problem = self.code, self.plan.problem
        dilation = (problem.dr, problem.ds)[axis]
        start = code.sum(phase, (row, dilation), -self.pads[axis])
        low = code.max(0, code.sub(0, code.floordiv(start, dilation)))
        last = code.sub(self.sizes[axis] - 1, start)
        return Span(start, low, code.add(code.floordiv(last, dilation), 1))

    def pack(self, panel: Panel, at: Value, h: Span, w: Span, steps: Any) -> Value:
        """Pack the strip that begins at byte ``at``; return where."""
        code = self.code
        _, height, width = panel.shape
        sn, sh, sw, sc = steps
        first, last = self.vectors
        for band, function in self.packs.items():
            number = code.max(first, band.first)
            count = code.sub(code.min(last, band.stop), number)  # none if negative
            channel = code.sum((code.sub(number, band.first), band.size), band.start)
            source = code.at(self.args[self.name], code.sum(at, (channel, sc)))
            target = code.at(self.packed, code.mul(code.sub(number, first), panel.stride(band)))
            numbers = (
                1, code.min(h.low, height), code.max(0, code.min(h.high, height)),
                code.min(w.low, width), code.max(0, code.min(w.high, width)),
                count, sn, sh, sw, sc,
            )  # fmt: skip
            code.b.call(function, [source, target, *map(code.i64, numbers)])
        return self.packed

    # ---- ahead of the next chunk ----

    def spread_prefetches(self, calls: int) -> None:
        """Let each of ``calls`` calls of `ask` ask for some of the next chunk's pixels."""
        plan, size = self.plan, SIZES[self.plan.problem.dtype]
        pixels = plan.strips * self.spacing[0] * self.stored[1]
        channels = self.most * plan.lanes
        if plan.part_groups > 1:
            channels = plan.part_groups * self.channels
        if self.panel:  # a channel's pixels are neighbours
            plane = self.stored[0] * self.stored[1]
            self.prefetch = Stream(self.code, channels, calls, min(pixels, plane), size)
        else:
            self.prefetch = Stream(self.code, pixels, calls, channels, size)

    def begin_prefetches(self, group: Value, strip: Value) -> None:
        """Begin with the pixels of the chunk whose first strip is ``strip``."""
        code, plan = self.code, self.plan
        n, row = code.divmod(strip, plan.grid[0])
        # The rows that this chunk has read, too, are left out.
        read = max(0, self.patch[0] - self.spacing[0])
        h = code.sum((row, self.spacing[0]), read - self.pads[0])
        sn, sh, sw, sc = (self.args[name] for name in self.strides)
        channel = code.sum((group, self.channels), (self.vectors[0], plan.lanes))
        at = code.sum((n, sn), (h, sh), (channel, sc))
        self.prefetch.restart(code.at(self.args[self.name], at), sc if self.panel else sw)
