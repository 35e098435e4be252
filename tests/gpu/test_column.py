"""From any problem to dW: plans that might be chosen for any architecture, interpreted."""

import mmap
import os

import numpy as np
import pytest
from helpers.gpu import any_plan, asked, assert_right, interpreted
from hypothesis import given, settings
from hypothesis import strategies as st

from filtergrad.gpu import choose
from filtergrad.gpu.base.arch import named
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

EXAMPLES = int(os.environ.get("FILTERGRAD_TEST_EXAMPLES", "100"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_any_plan_is_right(data):
    any_plan(data.draw)


def test_strides_of_any_kind():
    problem = Problem.make((2, 6, 7, 24), (3, 3, 24, 20), None, (1, 1, 1, 1), "SAME")
    for strided in (
        lambda a: np.repeat(a, 2, 3)[..., ::2],
        lambda a: a[:, ::-1, ::-1].copy()[:, ::-1, ::-1],
        lambda a: np.ascontiguousarray(a.transpose(0, 3, 1, 2)).transpose(0, 2, 3, 1),
        lambda a: np.pad(a, ((0, 0), (0, 0), (0, 0), (0, 3)))[..., : a.shape[3]],
    ):
        rng = np.random.default_rng(0)
        x = strided(rng.standard_normal(problem.input_shape).astype(np.float32))
        dy = strided(rng.standard_normal(problem.out_backprop_shape).astype(np.float32))
        plan = choose.choose(asked(problem, x=x, dy=dy), named("sm_90"))
        assert_right(problem, plan, strided=strided)


def far_apart(array, far):
    """The images of an array, each ``far`` elements behind the one before: address space only."""
    size = far * array.shape[0] * array.itemsize
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000  # MAP_NORESERVE
    memory = np.frombuffer(mmap.mmap(-1, size, flags=flags), array.dtype)
    apart = np.lib.stride_tricks.as_strided(
        memory, array.shape, (far * array.itemsize, *array.strides[1:])
    )
    apart[...] = array
    return apart


@pytest.mark.parametrize("which", ["first", "turned", "whole", "few"])
def test_offsets_of_more_than_31_bits(which):
    """Images that lie far apart, where all plans must count in 64 bits."""
    c, data_format = (3, "NHWC") if which == "few" else (16, "NHWC")
    x, dw = (3, 4, 5, c), (3, 3, c, 16)
    if which == "turned":
        x, data_format = (3, c, 4, 5), "NCHW"
    if which == "whole":
        dw = (1, 1, c, 16)
    ones = (1, 1, 1, 1)
    problem = Problem.make(x, dw, None, ones, "SAME", data_format=data_format, dtype="float16")
    rng = np.random.default_rng(0)
    x, dy = (
        far_apart(rng.standard_normal(shape).astype(np.float16), 2**31 + 64)
        for shape in (problem.input_shape, problem.out_backprop_shape)
    )
    ranked = choose.ranked(asked(problem, x=x, dy=dy), named("sm_90"))
    loop = {"few": "few", "turned": "taps"}.get(which, "taps")
    plan = next(
        p.plan for p in ranked if p.plan.loop == loop and bool(p.plan.turned) == (which == "turned")
    )
    out = np.full(problem.filter_shape, np.nan, np.float16)
    interpreted(problem, plan, x, dy, out)
    np.testing.assert_allclose(out, filter_gradient(problem, x, dy), rtol=2e-3, atol=2e-3)
