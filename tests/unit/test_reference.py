"""The oracle itself, against the formula as seven loops."""

import itertools

import ml_dtypes
import numpy as np
import pytest

from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient


def seven_loops(problem, x, dy):
    """The formula, letter by letter, on NHWC arrays."""
    dw = np.zeros(problem.filter_shape)
    ranges = map(range, (*problem.filter_shape, problem.n, problem.p, problem.q))
    for r, s, c, k, n, p, q in itertools.product(*ranges):
        row = p * problem.u + r * problem.dr - problem.top
        col = q * problem.v + s * problem.ds - problem.left
        if 0 <= row < problem.h and 0 <= col < problem.w:
            channel = k // problem.k_per_group * problem.c_per_group + c
            dw[r, s, c, k] += x[n, row, col, channel] * dy[n, p, q, k]
    return dw


def nhwc(problem, array):
    return array if problem.data_format == "NHWC" else array.transpose(0, 2, 3, 1)


def whole_numbers(problem):
    """Operands whose sums are exact, so that results are compared bit by bit."""
    rng = np.random.default_rng(0)
    shapes = problem.input_shape, problem.out_backprop_shape
    return [rng.integers(-4, 5, shape).astype(np.float64) for shape in shapes]


CASES = {
    "plain": ((2, 5, 6, 3), (3, 3, 3, 4), {}),
    "valid": ((2, 5, 6, 3), (3, 2, 3, 4), {"padding": "VALID"}),
    "strides": ((2, 7, 6, 2), (3, 3, 2, 3), {"strides": (1, 2, 3, 1)}),
    "stride larger than filter": ((1, 7, 8, 2), (1, 2, 2, 3), {"strides": (1, 3, 4, 1)}),
    "largest stride": ((2, 3, 3, 2), (3, 3, 2, 3), {"strides": (1, 2**31 - 1, 2**31 - 1, 1)}),
    "dilations": ((1, 7, 9, 2), (3, 2, 2, 3), {"dilations": (1, 2, 3, 1)}),
    "dilation far outside": ((1, 3, 3, 1), (3, 3, 1, 2), {"dilations": (1, 7, 5, 1)}),
    "explicit": (
        (1, 4, 5, 2),
        (3, 3, 2, 3),
        {"padding": "EXPLICIT", "explicit_paddings": (0, 0, 2, 0, 1, 3, 0, 0)},
    ),
    "pads larger than filter": (
        (1, 2, 3, 1),
        (2, 2, 1, 2),
        {"padding": "EXPLICIT", "explicit_paddings": (0, 0, 4, 3, 5, 0, 0, 0)},
    ),
    "filter larger than input": ((2, 2, 3, 2), (5, 7, 2, 2), {}),
    "groups": ((2, 4, 4, 6), (3, 3, 2, 9), {}),
    "depthwise": ((1, 4, 5, 3), (2, 3, 1, 3), {}),
    "depthwise with multiplier": ((1, 4, 5, 3), (2, 3, 1, 6), {"strides": (1, 2, 1, 1)}),
    "one by one": ((2, 3, 3, 4), (1, 1, 4, 5), {}),
    "all at once": (
        (2, 6, 7, 4),
        (2, 3, 2, 4),
        {
            "padding": "EXPLICIT",
            "explicit_paddings": (0, 0, 1, 4, 0, 2, 0, 0),
            "strides": (1, 3, 2, 1),
            "dilations": (1, 2, 3, 1),
        },
    ),
}


def turned(values):
    """Four values of NHWC as those of NCHW."""
    return tuple(values[at] for at in (0, 3, 1, 2))


@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
@pytest.mark.parametrize(("x", "dw", "attributes"), CASES.values(), ids=CASES)
def test_against_seven_loops(x, dw, attributes, data_format):
    attributes = {"padding": "SAME", "strides": (1, 1, 1, 1)} | attributes
    if data_format == "NCHW":
        x = turned(x)
        attributes = {
            name: value if name in {"padding", "explicit_paddings"} else turned(value)
            for name, value in attributes.items()
        }
        if pads := attributes.get("explicit_paddings"):
            pairs = turned([pads[at : at + 2] for at in (0, 2, 4, 6)])
            attributes["explicit_paddings"] = tuple(itertools.chain(*pairs))
    problem = Problem.make(x, dw, None, data_format=data_format, **attributes)
    x, dy = whole_numbers(problem)
    expected = seven_loops(problem, nhwc(problem, x), nhwc(problem, dy))
    got = filter_gradient(problem, x, dy)
    assert got.dtype == np.float64
    np.testing.assert_array_equal(got, expected)
    assert np.any(expected)


EMPTY = {
    "no image": ((0, 3, 3, 2), (3, 3, 2, 4), "SAME"),
    "no rows": ((2, 0, 3, 2), (1, 3, 2, 4), "SAME"),
    "no output": ((2, 2, 3, 2), (3, 3, 2, 4), "VALID"),
    "no output channel": ((2, 3, 3, 2), (3, 3, 2, 0), "SAME"),
    "no filter row": ((2, 3, 3, 2), (0, 3, 2, 4), "SAME"),
    "no input channel": ((2, 3, 3, 0), (3, 3, 1, 4), "SAME"),
}


@pytest.mark.parametrize(("x", "dw", "padding"), EMPTY.values(), ids=EMPTY)
def test_empty_gives_zeros(x, dw, padding):
    problem = Problem.make(x, dw, None, (1, 1, 1, 1), padding)
    dy = np.ones(problem.out_backprop_shape)
    np.testing.assert_array_equal(filter_gradient(problem, np.ones(x), dy), np.zeros(dw))


def test_low_precision_operands_and_the_result_type():
    problem = Problem.make((1, 4, 4, 2), (3, 3, 2, 3), None, (1, 1, 1, 1), "SAME")
    x, dy = whole_numbers(problem)
    expected = filter_gradient(problem, x, dy)
    low = filter_gradient(problem, x.astype(ml_dtypes.bfloat16), dy.astype(np.float16))
    np.testing.assert_array_equal(low, expected)
    assert filter_gradient(problem, x, dy, np.longdouble).dtype == np.longdouble


def test_padding_is_skipped_not_multiplied():
    """A tap that sees only padding is 0, whatever the gradient at that output is."""
    problem = Problem.make((1, 1, 1, 1), (3, 3, 1, 1), None, (1, 1, 1, 1), "SAME")
    dw = filter_gradient(problem, [[[[2.0]]]], [[[[np.inf]]]])
    assert dw[1, 1, 0, 0] == np.inf
    assert np.count_nonzero(dw) == 1
