"""Whole plans, those of one task: what follows from the sizes, the way and the block of each.

In: records of numbers, or of columns of them. Out: `Whole`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Bit, Number, least, pick
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.letters import Letters, letters
from filtergrad.cpu.base.panel import tile_stride
from filtergrad.cpu.base.plan import panel_limit, workspace_limit
from filtergrad.engine import Spec
from filtergrad.once import once
from filtergrad.problem import Problem

from .counts import Counts
from .forms import Form
from .shapes import panel_shape, sees_all


@dataclass(frozen=True, kw_only=True)
class Sizes(Letters):
    """What is told of a problem whose pixels are pairs, if there are any.

    Parameters
    ----------
    x_bytes, dy_bytes
        Bytes of the tensors.
    pair
        How many numbers a channel of a pixel has.
    swapped
        Whether x and dy have changed places.
    dy_copied, dy_copied_columns
        Whether tiles can pack dy as they read it: as far as rows go, and if a tile has one tap.
    panel_pixels
        The limit for a panel of x, in pixels.
    workspace
        The limit for a workspace, in bytes.
    """

    x_bytes: Number
    dy_bytes: Number
    pair: Number
    swapped: Bit
    dy_copied: Bit
    dy_copied_columns: Bit
    panel_pixels: Number
    workspace: Number

    @classmethod
    def of(cls, spec: Spec, paired: Problem, isa: Isa, form: Form) -> Sizes:
        """What a spec in one of its forms says."""
        one, told = spec.problem, letters(spec, isa, paired)
        rows, columns = sees_all(one)
        return cls(
            **told,
            x_bytes=one.n * one.h * one.w * one.c * told["stored"],
            dy_bytes=one.n * one.p * one.q * one.k * told["stored"],
            pair=2 if form.pairs else 1,
            swapped=form.swapped,
            dy_copied=rows and not form.pairs and spec.dy_layout.kind == "rows",
            dy_copied_columns=columns,
            panel_pixels=panel_limit(one) // told["number"] // one.c_per_group,
            workspace=workspace_limit(one),
        )


class Box(NamedTuple):
    """A block of output pixels: images, rows and columns."""

    n: Number
    p: Number
    q: Number


@dataclass(frozen=True, eq=False)
class Whole:
    """A whole plan, or a table of them.

    Parameters
    ----------
    sizes, way, block
        What the problem says, how a tile is placed, what passes through the tiles together.
    """

    sizes: Sizes
    way: Counts
    block: Box

    @once
    def _taps(self) -> tuple[tuple[Number, Number], Bit]:
        """How many taps share a panel of x, and whether its size is allowed.

        All of them do, unless dilation spreads them too far apart or the panel had too many pixels.
        """
        sizes, way, (_, p, q) = self.sizes, self.way, self.block
        tall = (p - 1) * sizes.u + (sizes.r - 1) * sizes.dr + 1
        wide = (q - 1) * sizes.v + (sizes.s - 1) * sizes.ds + 1
        r = pick(way.x_packed & (tall > sizes.r * p), 1, sizes.r)
        s = pick(way.merged | (way.x_packed & (wide > sizes.s * q)), 1, sizes.s)
        most = pick(way.grouped, sizes.panel_pixels / sizes.g, sizes.panel_pixels)
        most = pick(way.x_packed, most, math.inf)
        few = math.prod(self._panel(r, s)) <= most
        r, s = pick(few, r, 1), pick(few, s, 1)
        return (r, s), math.prod(self._panel(r, s)) <= most

    def _panel(self, r: Number, s: Number) -> tuple[Number, Number, Number]:
        return panel_shape(self.sizes, self.block, (r, s), self.way.merged)

    @property
    def panel_taps(self) -> tuple[Number, Number]:
        """(r, s): how many taps share a panel of x."""
        return self._taps[0]

    @property
    def possible(self) -> Bit:
        """Whether a panel may be as large."""
        return self._taps[1]

    @once
    def panel_shape(self) -> tuple[Number, Number, Number]:
        """(images, rows, columns) of a panel of x."""
        return self._panel(*self.panel_taps)

    @once
    def seen_shape(self) -> tuple[Number, Number, Number]:
        """(images, rows, columns) of a panel of x that lie inside the image."""
        images, h, w = self.panel_shape
        return images, least(h, self.sizes.h), least(w, self.sizes.w)

    @once
    def blocks(self) -> Number:
        """Number of blocks."""
        (n, p, q), one = self.block, self.sizes
        return ceil_div(one.n, n) * ceil_div(one.p, p) * ceil_div(one.q, q)

    @property
    def dense(self) -> Bit:
        """Whether a partial lies in memory as dW does."""
        sizes, way = self.sizes, self.way
        straight = pick(sizes.swapped, way.over_c, way.over_k)
        return straight | (way.grouped & (sizes.c_per_group * sizes.k_per_group == 1))

    @property
    def copies_dy(self) -> Bit:
        """Whether the first tile of x packs dy as it reads it."""
        sizes, way = self.sizes, self.way
        columns = way.merged | sizes.dy_copied_columns
        return way.over_k & way.dy_packed & sizes.dy_copied & columns

    @property
    def spare_bytes(self) -> Number:
        """Bytes that the workspace may have beside the panels of one thread.

        These are all of x's tiles and the widest of dy's.
        """
        sizes, way, (n, p, q) = self.sizes, self.way, self.block
        size, pixels, x = sizes.number, math.prod(self.panel_shape), 0.0
        for count, width in zip(way.panel_counts, way.panel_widths, strict=True):
            x = x + count * tile_stride(pixels * width + sizes.lanes, size)
        dy = tile_stride(n * p * q * way.dy_width + sizes.lanes, size)
        panels = pick(way.x_packed, x, 0.0) + pick(way.dy_packed, dy, 0.0)
        return sizes.workspace - panels
