"""1x1 filters whose dW comes with its channels exchanged: which, and that the sums are the same."""

import numpy as np
import pytest

from filtergrad.exchange import exchanged
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient


def problem(form="NHWC", taps=1, depth=3, stride=1, pad=0, images=2):
    order = (0, 1, 2, 3) if form == "NHWC" else (0, 3, 1, 2)
    x = (images, 5, 6, 6)
    steps, one = (1, stride, stride, 1), (1, 2, 2, 1)
    pads = ((0, 0), (pad, pad), (pad, pad), (0, 0))
    return Problem.make(
        [x[i] for i in order], (taps, taps, depth, 4), None, [steps[i] for i in order], "EXPLICIT",
        [edge for i in order for edge in pads[i]], form, [one[i] for i in order],
    )  # fmt: skip


@pytest.mark.parametrize("form", ["NHWC", "NCHW"])
def test_the_same_sums(form):
    one = problem(form, depth=6)
    other = exchanged(one)
    rng = np.random.default_rng(0)
    x, dy = (rng.standard_normal(shape) for shape in (one.input_shape, one.out_backprop_shape))
    assert (other.input_shape, other.out_backprop_shape) == (dy.shape, x.shape)
    dw = filter_gradient(one, x, dy)
    np.testing.assert_allclose(filter_gradient(other, dy, x), dw.transpose(0, 1, 3, 2), rtol=1e-13)
    assert exchanged(other) == one


@pytest.mark.parametrize(
    "given",
    [{"taps": 2}, {"depth": 3}, {"stride": 2}, {"pad": 1}, {"images": 0}],
    ids=["taps", "groups", "strides", "padding", "empty"],
)
def test_others_have_no_such_problem(given):
    assert exchanged(problem(**{"depth": 6} | given)) is None
