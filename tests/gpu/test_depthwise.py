"""The depthwise algorithm of the GPU engine, interpreted, against the formula."""

import ml_dtypes  # noqa: F401
import numpy as np
import pytest
from helpers import interpret  # first: it switches Triton's interpreter on

from filtergrad.arrays import numpy_dtype
from filtergrad.engine import Layout
from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.base.plan import Tile, ceil_div
from filtergrad.gpu.base.units import Division
from filtergrad.gpu.depthwise.module import module
from filtergrad.gpu.depthwise.plan import DepthwisePlan, strips, tiles
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

ALLOWED = {"float16": 1e-3, "bfloat16": 8e-3, "float32": 3e-6, "float64": 1e-14}
ROWS, PLANES, ANY = Layout("rows"), Layout("planes"), Layout("any")


def problem(x, taps, k, *, per_group=1, stride=(1, 1), dil=(1, 1), pad="SAME", dtype="float32",
            data_format="NHWC"):  # fmt: skip
    """x is n, h, w, c."""
    n, h, w, c = x
    nhwc = data_format == "NHWC"
    spread = (lambda a, b: (1, a, b, 1)) if nhwc else (lambda a, b: (1, 1, a, b))
    pads = ()
    if not isinstance(pad, str):
        rows, cols = pad[:2], pad[2:]
        pads = (0, 0, *rows, *cols, 0, 0) if nhwc else (0, 0, 0, 0, *rows, *cols)
        pad = "EXPLICIT"
    return Problem.make(
        (n, h, w, c) if nhwc else (n, c, h, w), (*taps, per_group, k), None, spread(*stride), pad,
        pads, data_format, spread(*dil), dtype,
    )  # fmt: skip


def plan_of(pr, *, bk=16, rows=4, columns=4, taps=None, programs=5, parts=1, turned=(), dw=False,
            precision="default", stages=2):  # fmt: skip
    kind = "rows" if pr.data_format == "NHWC" else "planes"
    br, bs = taps or (pr.r, pr.s)
    tile = Tile(1, bk, br, bs, rows * columns)
    steps = ceil_div(pr.n, parts) * strips(pr, br, rows) * ceil_div(pr.q, columns)
    count = tiles(pr, tile)
    return DepthwisePlan(
        problem=pr, isa=named("sm_90"), x_layout=Layout(kind), dy_layout=Layout(kind),
        precision=precision, products="ieee", tile=tile, warps=4, stages=stages, loop="slide",
        division=Division(count, steps, count if dw else min(programs, count * steps)),
        turned=turned, parts=parts, writes_dw=dw, rows=rows, columns=columns,
    )  # fmt: skip


def arrays(pr, seed=0):
    rng = np.random.default_rng(seed)
    kind = numpy_dtype(pr.dtype)
    return tuple(
        rng.standard_normal(shape).astype(kind) for shape in (pr.input_shape, pr.out_backprop_shape)
    )


def run(plan, x, dy, *, accumulate=False, dw=None):
    """The largest error, of the largest number."""
    pr = plan.problem
    order = (0, 1, 2, 3) if pr.data_format == "NHWC" else (0, 2, 3, 1)
    if dw is None:
        dw = np.full(pr.filter_shape, 3 if accumulate else np.nan, numpy_dtype(pr.dtype))
    want = filter_gradient(pr, x, dy) + (3 if accumulate else 0)

    def steps(a, axes=(0, 1, 2, 3)):
        return tuple(a.strides[i] // a.itemsize for i in axes)

    interpret.run(module(plan, Steps(steps(x, order), steps(dy, order), steps(dw)), accumulate),
                  x, dy, dw)  # fmt: skip
    scale = max(1.0, np.abs(want).max())
    assert np.abs(dw.astype(np.float64) - want).max() / scale <= ALLOWED[pr.dtype]
    return dw


def check(pr, **given):
    accumulate = given.pop("accumulate", False)
    return run(plan_of(pr, **given), *arrays(pr), accumulate=accumulate)


@pytest.mark.parametrize("stride", [(1, 1), (2, 2), (1, 3), (3, 2)])
@pytest.mark.parametrize("dil", [(1, 1), (2, 1), (1, 2), (3, 2)])
def test_strides_and_dilations(stride, dil):
    pr = problem((2, 11, 9, 20), (3, 3), 20, stride=stride, dil=dil)
    assert run(plan_of(pr, rows=3), *arrays(pr)).shape == (3, 3, 1, 20)


TAPS = [
    ((1, 1), None, "SAME"),
    ((5, 5), None, "SAME"),
    ((7, 7), None, "SAME"),
    ((3, 5), None, "VALID"),
    ((9, 9), (5, 3), "SAME"),
    ((5, 4), (2, 4), "SAME"),
    ((3, 3), None, (4, 5, 6, 3)),
    ((2, 3), None, (0, 7, 0, 0)),
    ((8, 3), (3, 2), (9, 8, 1, 0)),
]


@pytest.mark.parametrize(("taps", "block", "pad"), TAPS)
@pytest.mark.parametrize("stride", [(1, 1), (2, 2)])
def test_filters(taps, block, pad, stride):
    pr = problem((2, 10, 11, 16), taps, 16, pad=pad, stride=stride)
    check(pr, taps=block, rows=5)
