"""Random layers and plans for the matrix unit: small, with every odd corner."""

import math
from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from filtergrad.cpu.base import isa
from filtergrad.cpu.matrix import candidates
from filtergrad.cpu.matrix.plan import PACKED, MatrixPlan
from filtergrad.cpu.matrix.ribbons import STEP
from filtergrad.problem import Problem

from .check import asked
from .strategies import axes

ROW = next(row for row in isa.ROWS if row.matrix is not None)
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
    spec = asked(problem, *layouts)
    spec = spec._replace(problem=candidates.flattened(spec))
    ways = candidates._ways(spec)
    assume(ways)
    tile = draw(st.sampled_from(((1, 1), (1, 2), (1, 4), (2, 1), (2, 2), (4, 1), (1, 3))))
    columns = draw(st.sampled_from((1, 40, 512)))
    way = draw(st.sampled_from(ways))._replace(tile=tile)
    if not way.merged:
        way = way._replace(apart=draw(st.booleans()))
    plan = candidates._whole(spec, ROW, way, columns)
    flat = plan.problem
    n, p = draw(st.integers(1, flat.n)), draw(st.integers(1, min(flat.p, 64)))
    q = plan.block[2]
    if p < flat.p or draw(st.booleans()):
        n = 1
    if flat.q > STEP and draw(st.booleans()):
        n, q = 1, STEP
    plan = replace(
        plan,
        block=(n, p if n == 1 else flat.p, q),
        packed=draw(st.sampled_from(PACKED)),
    )
    blocks = math.prod(plan.block_counts)
    cut = tuple(draw(st.integers(1, min(3, total))) for total in plan.cut_totals)
    split = draw(st.integers(1, min(4, blocks)))
    plan = replace(plan, split=split, cut=cut, **candidates._types(blocks, split))
    assume(candidates._fits(plan))
    assert isinstance(plan, MatrixPlan)
    return plan
