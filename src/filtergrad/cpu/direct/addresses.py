"""Where things are: the addresses that the nest of `direct` hands to tiles and packing functions.

In: a `DirectPlan` and the arguments of a call. Out: address arithmetic as instructions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.code.ir import Code
from filtergrad.cpu.code.task import Box, inside
from filtergrad.dtypes import SIZES

from .plan import DirectPlan


def pair_strides(code: Code, plan: DirectPlan, args: dict[str, Any]) -> dict[str, Any]:
    """The arguments with strides from pair to pair, and how far apart a pair's numbers are."""
    if plan.pairs == "n":
        x_apart, dy_apart, names = args["xn"], args["dyn"], ["xn", "dyn"]
    else:
        x_apart, dy_apart, names = code.mul(args["xh"], plan.problem.u), args["dyp"], ["dyp"]
        # The first pair of input rows is one above the image, and the first one in it.
        args = args | {"x": code.at(args["x"], code.sub(0, x_apart))}
    doubled = {name: code.mul(args[name], 2) for name in names}
    return args | doubled | {"x_apart": x_apart, "dy_apart": dy_apart}


@dataclass
class Source:
    """Where a tile reads an operand: the box's first pixel; bytes an image, row, column, tile."""

    base: Any
    n: Any
    h: Any
    w: Any
    next: Any


def merged_offset(plan: DirectPlan, element: int) -> int:
    """Offset in a pixel's neighbourhood of element (s, c) of a filter row whose taps are merged."""
    if not plan.merged:
        return element
    s, c = divmod(element, plan.problem.c_per_group)
    return s * plan.problem.ds * plan.problem.c_per_group + c


class Places:
    """The addresses of one function ``main``.

    Parameters
    ----------
    code, plan, args
        What is being written, for which plan, and the call's arguments.
    """

    def __init__(self, code: Code, plan: DirectPlan, args: dict[str, Any]) -> None:
        self.code, self.plan, self.problem, self.args = code, plan, plan.paired_problem, args

    # ---- pixels ----

    def box(self, block: Any) -> Box:
        """The box of output pixels of a block's number."""
        code, plan, problem = self.code, self.plan, self.problem
        _, ps, qs = plan.block_counts
        rest, q = code.divmod(block, qs)
        n, p = code.divmod(rest, ps)
        at, size = [], []
        for i, step, total in zip(
            (n, p, q), plan.block, (problem.n, problem.p, problem.q), strict=True
        ):
            at.append(code.mul(i, step))
            size.append(code.min(step, code.sub(total, at[-1])) if total % step else step)
        return Box(*at, *size)

    def corner_pixel(self, box: Box, r: Any, s: Any) -> tuple[Any, Any]:
        """Input row and column, perhaps outside the image, of the box's first window at (r, s)."""
        code, problem = self.code, self.problem
        h = code.sum((box.p, problem.u), (r, problem.dr), -problem.top)
        w = code.sum((box.q, problem.v), (s, problem.ds), -problem.left)
        return h, w

    def window(self, box: Box, r: Any, s: Any) -> Any:
        """Bytes from x's beginning to `corner_pixel`."""
        args = self.args
        h, w = self.corner_pixel(box, r, s)
        return self.code.sum((box.n, args["xn"]), (h, args["xh"]), (w, args["xw"]))

    def output(self, box: Box) -> Any:
        """Bytes from dy's beginning to the box's first pixel."""
        args = self.args
        return self.code.sum((box.n, args["dyn"]), (box.p, args["dyp"]), (box.q, args["dyq"]))

    def valid_p(self, r: Any, box: Box) -> tuple[Any, Any]:
        """The rows of the box that tap row ``r`` sees inside the image."""
        problem = self.problem
        shift = self.code.sum((r, problem.dr), -problem.top)
        return self._valid(shift, problem.u, problem.h, problem.p, box.p, box.pp)

    def valid_q(self, s: Any, box: Box) -> tuple[Any, Any]:
        """The columns of the box that tap column ``s`` sees inside the image (all when merged)."""
        problem = self.problem
        if self.plan.merged:
            return box.q, self.code.add(box.q, box.qq)
        shift = self.code.sum((s, problem.ds), -problem.left)
        return self._valid(shift, problem.v, problem.w, problem.q, box.q, box.qq)

    def _valid(
        self, shift: Any, stride: int, size: int, out: int, start: Any, count: Any
    ) -> tuple[Any, Any]:
        """`Problem.rows` or `cols` at run time, within ``count`` positions from ``start`` on."""
        code = self.code
        low, high = inside(code, shift, stride, size)
        high = code.min(out, high)
        return code.max(low, start), code.min(high, code.add(start, count))

    def inside(self, start: Any, step: int, size: int, total: Any) -> tuple[Any, Any]:
        """Which of ``total`` positions, ``step`` apart from ``start`` on, are on an axis."""
        code = self.code
        low, high = inside(code, start, step, size)
        return code.min(low, total), code.max(code.min(total, high), 0)

    # ---- pairs: which numbers exist, as `pack` is told ----

    def seconds(self, box: Box) -> Any:
        """How many of the box's pairs, along the paired axis, have a second number in dy."""
        code, problem = self.code, self.plan.problem
        if self.plan.pairs == "n":
            return code.min(box.nn, code.sub(problem.n // 2, box.n))
        return code.min(box.pp, code.sub(problem.p // 2, box.p))

    def pairs_of_outputs(self, box: Box) -> tuple[Any, ...]:
        """Rows of dy that have a first number, images and rows that have a second one."""
        if self.plan.pairs == "n":
            return 0, box.pp, self.seconds(box), 0, box.pp
        return 0, box.pp, box.nn, 0, self.seconds(box)

    def pairs_of_rows(self, box: Box, start: Any, step: int, total: Any) -> tuple[Any, ...]:
        """The same of x, for ``total`` rows of a panel, ``step`` apart from ``start`` on."""
        problem = self.plan.problem
        if self.plan.pairs == "n":
            return 0, total, self.seconds(box), 0, total
        firsts = self.inside(self.code.sub(start, problem.u), step, problem.h, total)
        # An odd last row has a partner that is not there: what it would see may be anything.
        reach = (problem.p - 1) * problem.u + (problem.r - 1) * problem.dr - problem.top + 1
        return *firsts, box.nn, *self.inside(start, step, min(problem.h, reach), total)

    # ---- tiles ----

    def element(self, band: Band, number: Any) -> Any:
        """The first element of a tile."""
        return self.code.sum((self.code.sub(number, band.first), band.size), band.start)

    def tap(self, r: Any, s: Any) -> Any:
        """Bytes from a tile's corner at tap (0, 0) to the same tile at tap (r, s)."""
        code, problem = self.code, self.problem
        c, k, s_all = problem.c_per_group, problem.k_per_group, problem.s
        if self.plan.lane == "c":
            offset = code.sum((r, k * s_all * c), (s, c))
        else:
            offset = code.sum((r, s_all * c * problem.k), (s, c * problem.k))
        return code.mul(offset, SIZES[self.plan.partial_dtype])

    def corner(self, base: Any, group: Any, dy: tuple[Band, Any], x: tuple[Band, Any]) -> Any:
        """A tile's first element at tap (0, 0) in dW's or the partial's layout (see `finish`)."""
        code, problem = self.code, self.problem
        c, k = problem.c_per_group, problem.k_per_group
        dy_element, x_element = self.element(*dy), self.element(*x)
        if self.plan.lane == "k":
            offset = code.sum((group, k), dy_element, (x_element, problem.k))
        elif self.plan.lane == "c":
            row = code.sum((group, problem.r * k), dy_element)
            offset = code.sum((row, problem.s * c), x_element)
        else:
            offset = code.sum(dy_element, (x_element, k * problem.g))
        return code.at(base, code.mul(offset, SIZES[self.plan.partial_dtype]))

    def corner_step(self, band: Band) -> int:
        """Bytes from the corner of a tile of x to the next one's."""
        problem = self.problem
        row = {"k": problem.k, "c": 1, "g": problem.k_per_group * problem.g}[self.plan.lane]
        return band.size * row * SIZES[self.plan.partial_dtype]

    # ---- operands ----

    def dy_in_place(self, group: Any, box: Box, band: Band, number: Any) -> Source:
        """A tile of dy in the user's array."""
        code, args = self.code, self.args
        element = code.mul(self.element(band, number), self.plan.dy_panel.channels)
        channel = code.sum((group, self.problem.k_per_group), element)
        at = code.sum(self.output(box), (channel, args["dyk"]))
        return Source(code.at(args["dy"], at), args["dyn"], args["dyp"], args["dyq"], 0)

    def dy_packed(self, base: Any, band: Band) -> Source:
        """A tile of dy in the panel at ``base``, which has room for one tile."""
        _, p, q = self.plan.block
        pixel = self.plan.dy_panel.width(band) * SIZES[self.plan.compute_dtype]
        return Source(base, p * q * pixel, q * pixel, pixel, 0)

    def x_in_place(
        self, group: Any, box: Box, dy: tuple[Band, Any], x: tuple[Band, Any], tap: tuple[Any, Any]
    ) -> Source:
        """A tile of x in the user's array, at the first of the taps."""
        code, args = self.code, self.args
        channel = code.sum((group, self.problem.c_per_group), self.element(*x))
        if self.plan.lane == "g":
            channel = self.element(*dy)
        at = code.sum(self.window(box, *tap), (channel, args["xc"]))
        next_tile = x[0].size * SIZES[self.plan.compute_dtype]
        return Source(code.at(args["x"], at), args["xn"], args["xh"], args["xw"], next_tile)

    def x_packed(self, base: Any, dy: tuple[Band, Any], x: tuple[Band, Any]) -> Source:
        """A tile of x in the panels at ``base``."""
        code, plan, (band, number) = self.code, self.plan, x
        size, within = SIZES[plan.compute_dtype], merged_offset(plan, band.start)
        if plan.lane == "g":
            home, offset = dy[0], self.panel(*dy)
            within, step = within * home.size * size, band.size * home.size * size
        elif plan.merged:
            home, offset = plan.panel_bands[0], 0
            within, step = within * size, band.size * size
        else:
            home, offset = band, plan.x_panel.start(band)
            within, step = 0, plan.x_panel.stride(band)
        at = code.sum(offset, (code.sub(number, band.first), step), within)
        pixel = plan.x_panel.width(home) * size
        _, height, width = plan.panel_shape
        return Source(code.at(base, at), height * width * pixel, width * pixel, pixel, step)

    def panel(self, band: Band, number: Any) -> Any:
        """Bytes from the beginning of x's panels to a tile's."""
        panel = self.plan.x_panel
        return self.code.sum(
            (self.code.sub(number, band.first), panel.stride(band)), panel.start(band)
        )
