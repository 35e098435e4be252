"""Random layers and plans for the matrix unit: small, with every odd corner."""

import math

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from filtergrad.cpu.base import isa
from filtergrad.cpu.base.estimate import numbers
from filtergrad.cpu.matrix import candidates, estimates
from filtergrad.cpu.matrix.ribbons import STEP
from filtergrad.problem import Problem

from .check import asked
from .strategies import axes

ROW = next(row for row in isa.ROWS if row.matrix is not None)
TILES = ((1, 1), (1, 2), (1, 4), (2, 1), (2, 2), (4, 1), (1, 3))
CHANNELS = (16, 17, 24, 31, 32, 33, 40, 48, 65)


@st.composite
def problems(draw):
    """Layers that the unit serves: many channels, few of x, or groups of few."""
    kind = draw(st.sampled_from(("dense", "dense", "few", "grouped", "squares")))
    g, c, k = 1, draw(st.sampled_from(CHANNELS)), draw(st.sampled_from(CHANNELS))
    if kind == "few":
        c = draw(st.integers(1, 7))
    elif kind == "grouped":
        g = draw(st.sampled_from((2, 3)))
    elif kind == "squares":
        c = k = draw(st.sampled_from((2, 4, 8)))
        g = 16 // c * draw(st.sampled_from((1, 2, 3)))
    padding = draw(st.sampled_from(("SAME", "VALID", "EXPLICIT")))
    h, r, u, dr, top, bottom = draw(axes(padding, 9))
    w, s, v, ds, left, right = draw(axes(padding, 40))
    if kind == "few":
        ds = 1
        w = max(w, s)
    n = draw(st.sampled_from((1, 2, 3, 5)))
    explicit = (0, 0, top, bottom, left, right, 0, 0) if padding == "EXPLICIT" else ()
    return Problem.make(
        (n, h, w, g * c), (r, s, c, g * k), None, (1, u, v, 1), padding, explicit, "NHWC",
        (1, dr, ds, 1), "bfloat16",
    )  # fmt: skip


@st.composite
def plans(draw, problem, layouts):
    """Any way to compute a layer, also those that nobody would choose."""
    spec = candidates.flattened(asked(problem, *layouts))
    ways = candidates.ways(spec)
    assume(ways)
    x_tiles, dy_tiles = draw(st.sampled_from(TILES))
    columns = draw(st.sampled_from((1, 40, 512)))
    way = draw(st.sampled_from(ways))._replace(x_tiles=x_tiles, dy_tiles=dy_tiles)
    if not way.merged:
        way = way._replace(apart=draw(st.booleans()))
    shape, flat = whole(spec, way, columns), spec.problem
    n, p = draw(st.integers(1, flat.n)), draw(st.integers(1, min(flat.p, 64)))
    q = shape.q
    if p < flat.p or draw(st.booleans()):
        n = 1
    if flat.q > STEP and draw(st.booleans()):
        n, q = 1, STEP
    shape = shape._replace(
        n=n, p=p if n == 1 else flat.p, q=q, packed=draw(st.sampled_from(estimates.PACKED))
    )
    one = candidates.plan(spec, ROW, shape, estimates.Cut(1, 1, 1, 1))
    cut = (draw(st.integers(1, min(3, total))) for total in one.cut_totals)
    split = draw(st.integers(1, min(4, math.prod(one.block_counts))))
    plan = candidates.plan(spec, ROW, shape, estimates.Cut(split, *cut))
    assume(plan.fits)
    return plan


def whole(spec, way, columns):
    """What a plan is that flushes after so many columns, about."""
    told = np.array([numbers(ROW.cycles, estimates.Sizes.of(spec, ROW))], float)
    found, _ = estimates.WHOLES(told, np.array([way], float), np.array([[columns]], float))
    return estimates.Shape(*(int(column.item()) for column in found))
