"""Random problems and plans of the depthwise algorithm."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from filtergrad.arrays import DTYPES
from filtergrad.cpu.depthwise.candidates import wholes
from filtergrad.dtypes import SIZES
from filtergrad.problem import Problem

from .check import asked
from .strategies import axes


@st.composite
def problems(draw, row):
    """Problems that the algorithm can serve: whole groups in a vector, or whole vectors in one."""
    dtype = draw(st.sampled_from(DTYPES))
    lanes = row.lanes(SIZES["float64" if dtype == "float64" else "float32"])
    k = draw(
        st.sampled_from([k for k in (1, 1, 2, 4, 8, 16, 32) if lanes % k == 0 or k % lanes == 0])
    )
    c = draw(
        st.sampled_from([c for c in (1, 1, 2, 3, 4, 8) if c == 1 or k % lanes == 0 or k % c == 0])
    )
    least = max(2, -(-lanes // k))
    g = draw(st.integers(least, 3 * least + 1))
    padding = draw(st.sampled_from(("SAME", "VALID", "EXPLICIT")))
    h, r, u, dr, top, bottom = draw(axes(padding, 10))
    w, s, v, ds, left, right = draw(axes(padding, 20))
    pads = (0, 0, top, bottom, left, right, 0, 0) if padding == "EXPLICIT" else ()
    return Problem.make(
        (draw(st.sampled_from((1, 2, 3, 5))), h, w, g * c), (r, s, c, g * k), None,
        (1, u, v, 1), padding, pads, "NHWC", (1, dr, ds, 1), dtype,
    )  # fmt: skip


@st.composite
def plans(draw, problem, row, layouts):
    """Any plan, also those that nobody would choose."""
    plan = draw(st.sampled_from(list(wholes(asked(problem, *layouts), row) or ())))
    packed = [draw(st.booleans()) or packed for packed in (plan.x_packed, plan.dy_packed)]
    q = draw(st.integers(1, -(-problem.q // plan.step))) * plan.step
    block = draw(st.integers(1, problem.n)), draw(st.integers(1, problem.p)), min(q, problem.q)
    plan = replace(plan, block=block, x_packed=packed[0], dy_packed=packed[1],
                   patterned=draw(st.booleans()))  # fmt: skip
    split = draw(st.integers(1, min(4, int(np.prod(plan.block_counts)))))
    cut = draw(st.integers(1, min(3, plan.vectors // plan.same_x)))
    chains = {"float64": ["float64"], "float32": ["float32", "float64"]}
    partial = draw(st.sampled_from(chains.get(problem.dtype, ["float32"])))
    writes_dw = split == 1 and partial == problem.dtype and draw(st.booleans())
    return replace(plan, split=split, cut=cut, partial_dtype=partial, writes_dw=writes_dw)
