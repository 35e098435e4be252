"""What a problem is, and every way not to be one, in TensorFlow's words."""

import itertools

import numpy as np
import pytest

from filtergrad.errors import InvalidArgumentError
from filtergrad.problem import Problem

BASE = {
    "input_shape": (2, 6, 7, 4),
    "filter_sizes": (3, 3, 4, 8),
    "out_backprop_shape": (2, 6, 7, 8),
    "strides": (1, 1, 1, 1),
    "padding": "SAME",
}


def make(**changes):
    return Problem.make(**(BASE | changes))


def valid(x, dw, dy, **changes):
    changes = {"padding": "VALID"} | changes
    return make(input_shape=x, filter_sizes=dw, out_backprop_shape=dy, **changes)


def out_size(size, taps, **changes):
    """Output height and the pads above and below it."""
    dw = (taps, 1, 1, 1)
    problem = make(input_shape=(1, size, 1, 1), filter_sizes=dw, out_backprop_shape=None, **changes)
    return problem.p, problem.top, problem.bottom


# -------------------------------------------------------------------------------- what is right


def test_letters_nhwc():
    problem = Problem.make(
        (2, 9, 11, 6),
        (3, 5, 3, 8),
        (2, 4, 9, 8),
        (1, 2, 1, 1),
        "EXPLICIT",
        (0, 0, 2, 0, 1, 5, 0, 0),
        "NHWC",
        (1, 2, 2, 1),
        "bfloat16",
    )
    letters = {"n": 2, "h": 9, "w": 11, "c": 6, "k": 8, "r": 3, "s": 5, "p": 4, "q": 9}
    letters |= {"u": 2, "v": 1, "dr": 2, "ds": 2, "top": 2, "bottom": 0, "left": 1, "right": 5}
    letters |= {"g": 2, "c_per_group": 3}
    assert problem == Problem(dtype="bfloat16", data_format="NHWC", **letters)
    assert problem.input_shape == (2, 9, 11, 6)
    assert problem.out_backprop_shape == (2, 4, 9, 8)
    assert problem.filter_shape == (3, 5, 3, 8)
    assert problem.k_per_group == 4
    assert not problem.empty


def test_letters_nchw():
    problem = Problem.make(
        (2, 6, 9, 11),
        (3, 5, 3, 8),
        (2, 8, 4, 9),
        (1, 1, 2, 1),
        "EXPLICIT",
        (0, 0, 0, 0, 2, 0, 1, 5),
        "NCHW",
        (1, 1, 2, 2),
    )
    assert (problem.h, problem.w, problem.p, problem.q) == (9, 11, 4, 9)
    assert (problem.top, problem.bottom, problem.left, problem.right) == (2, 0, 1, 5)
    assert (problem.u, problem.v, problem.c, problem.k) == (2, 1, 6, 8)
    assert problem.input_shape == (2, 6, 9, 11)
    assert problem.out_backprop_shape == (2, 8, 4, 9)
    assert problem.filter_shape == (3, 5, 3, 8)


def test_prints_as_one_line_that_can_be_pasted_back():
    problem = make()
    assert "\n" not in repr(problem)
    assert eval(repr(problem)) == problem
    assert str(problem) == repr(problem)
    assert {problem: 1}[make()] == 1
    with pytest.raises(AttributeError):
        problem.n = 3


@pytest.mark.parametrize(
    ("size", "taps", "changes", "expected"),
    [
        (5, 3, {}, (5, 1, 1)),
        (5, 2, {}, (5, 0, 1)),  # the odd one goes below
        (5, 7, {}, (5, 3, 3)),  # a filter larger than the input
        (7, 3, {"strides": (1, 2, 1, 1)}, (4, 1, 1)),
        (8, 3, {"strides": (1, 2, 1, 1)}, (4, 0, 1)),
        (9, 2, {"strides": (1, 4, 1, 1)}, (3, 0, 1)),
        (9, 1, {"strides": (1, 4, 1, 1)}, (3, 0, 0)),  # a stride larger than the filter
        (5, 3, {"dilations": (1, 3, 1, 1)}, (5, 3, 3)),
        (5, 3, {"strides": (1, 2**31 - 1, 1, 1)}, (1, 0, 0)),
        (0, 3, {}, (0, 1, 1)),
    ],
)
def test_same(size, taps, changes, expected):
    assert out_size(size, taps, padding="SAME", **changes) == expected


@pytest.mark.parametrize(
    ("size", "taps", "stride", "dilation", "expected"),
    [
        (5, 3, 1, 1, 3),
        (5, 3, 2, 1, 2),
        (6, 3, 2, 1, 2),
        (6, 2, 4, 1, 2),
        (7, 3, 1, 3, 1),
        (3, 4, 1, 1, 0),
        (3, 6, 2, 1, 0),  # -1 / 2 rounds towards zero
        (5, 0, 1, 1, 6),  # no filter rows: a window spans nothing
        (5, 0, 1, 3, 8),
    ],
)
def test_valid(size, taps, stride, dilation, expected):
    strides, dilations = (1, stride, 1, 1), (1, dilation, 1, 1)
    got = out_size(size, taps, padding="VALID", strides=strides, dilations=dilations)
    assert got == (expected, 0, 0)


@pytest.mark.parametrize(
    ("size", "taps", "before", "after", "expected"),
    [
        (5, 3, 1, 1, 5),
        (5, 3, 4, 0, 7),  # whole windows in the padding
        (3, 7, 0, 4, 1),
        (1, 1, 2**40, 0, 2**40 + 1),
    ],
)
def test_explicit(size, taps, before, after, expected):
    pads = (0, 0, before, after, 0, 0, 0, 0)
    got = out_size(size, taps, padding="EXPLICIT", explicit_paddings=pads)
    assert got == (expected, before, after)


@pytest.mark.parametrize("at", [1, 2], ids=["rows", "cols"])
def test_ranges_of_valid_pixels(at):
    sizes, taps, strides = (1, 2, 5, 8), (1, 2, 3, 6), (1, 2, 3)
    for case in itertools.product(sizes, taps, strides, (1, 2), (0, 1, 4), (2, 3, 9)):
        x, dw, steps, holes, pads = [1] * 4, [1] * 4, [1] * 4, [1] * 4, [0] * 8
        x[at], dw[at - 1], steps[at], holes[at], pads[2 * at], pads[2 * at + 1] = case
        try:
            problem = Problem.make(x, dw, None, steps, "EXPLICIT", pads, "NHWC", holes)
        except InvalidArgumentError:
            continue
        size, taps, stride, dilation, before, _ = case
        pairs = 0
        for tap in range(taps):
            outs = range(problem.out_backprop_shape[at])
            inside = [i for i in outs if 0 <= i * stride + tap * dilation - before < size]
            first, last = problem.rows(tap) if at == 1 else problem.cols(tap)
            assert 0 <= first <= last <= len(outs)
            assert list(range(first, last)) == inside
            pairs += len(inside)
        assert problem.macs == pairs


def test_macs_of_all_letters():
    problem = valid((3, 8, 9, 4), (3, 2, 2, 6), (3, 6, 8, 6))
    assert problem.macs == 3 * (6 * 3) * (8 * 2) * 2 * 6


def test_macs_is_quick_where_the_filter_is_huge():
    problem = make(
        input_shape=(1, 4, 1, 1), filter_sizes=(2**31 - 1, 1, 1, 1), out_backprop_shape=(1, 4, 1, 1)
    )
    assert problem.macs == 16  # every pixel meets every output once


def test_out_backprop_shape_is_computed_where_it_is_not_given():
    assert make(out_backprop_shape=None) == make()


# ------------------------------------------------------------------- integers, strings and types

INTEGERS = {
    "list": list,
    "tuple": tuple,
    "array": np.array,
    "uint8": lambda v: np.array(v, np.uint8),
    "view": lambda v: np.repeat(v, 2)[::2],
    "list of scalars": lambda v: list(np.array(v)),
    "list of all sorts": lambda v: [np.int32(v[0]), v[1], np.uint64(v[2]), np.int8(v[3])],
    "list of arrays": lambda v: [np.array(entry) for entry in v],
}


@pytest.mark.parametrize("kind", INTEGERS.values(), ids=INTEGERS)
@pytest.mark.parametrize("name", ["filter_sizes", "strides", "input_shape", "dilations"])
def test_integers_of_any_type(kind, name):
    value = ({"dilations": (1, 1, 1, 1)} | BASE)[name]
    problem = make(**{name: kind(value)})
    assert problem == make()
    assert all(type(v) is int for v in (problem.n, problem.u, problem.dr, *problem.filter_shape))


def test_anything_in_order_is_a_list():
    assert valid((1, 6, 7, 3), range(1, 5), None).filter_shape == (1, 2, 3, 4)
    assert valid(range(4, 8), (1, 1, 1, 7), None).c == 7


def test_none_is_the_default():
    assert make(explicit_paddings=None, data_format=None, dilations=None) == make()


def test_bytes_are_strings():
    assert make(padding=b"SAME", data_format=b"NHWC") == make()
    assert make(padding=np.str_("SAME")) == make()
    assert type(make(data_format=np.str_("NHWC")).data_format) is str


@pytest.mark.parametrize(
    ("dtype", "name"),
    [("half", "float16"), (np.float32, "float32"), ("bfloat16", "bfloat16"), (float, "float64")],
)
def test_dtypes(dtype, name):
    assert make(dtype=dtype).dtype == name


def test_largest_stride():
    """TensorFlow's oneDNN kernel answers zeros here."""
    problem = make(strides=(1, 2**31 - 1, 2**31 - 1, 1), out_backprop_shape=(2, 1, 1, 8))
    assert (problem.u, problem.p, problem.rows(0)) == (2**31 - 1, 1, (0, 1))


# ------------------------------------------------------------------------------------ empty sizes


@pytest.mark.parametrize(
    ("x", "dw", "dy", "changes"),
    [
        ((0, 6, 7, 4), (3, 3, 4, 8), (0, 4, 5, 8), {}),  # no image
        ((2, 0, 7, 4), (1, 3, 4, 8), (2, 0, 5, 8), {}),  # no rows: TensorFlow returns garbage
        ((2, 0, 7, 4), (3, 3, 4, 8), (2, 0, 7, 8), {"padding": "SAME"}),
        (
            (2, 0, 7, 4),
            (3, 3, 4, 8),
            (2, 2, 5, 8),
            {"padding": "EXPLICIT", "explicit_paddings": (0, 0, 2, 2, 0, 0, 0, 0)},
        ),
        ((2, 2, 7, 4), (3, 3, 4, 8), (2, 0, 5, 8), {}),  # no output: garbage as well
        ((2, 6, 7, 4), (3, 3, 4, 0), (2, 4, 5, 0), {}),  # no output channel
        ((2, 6, 7, 4), (0, 3, 4, 8), (2, 7, 5, 8), {}),  # no filter row
        ((2, 6, 7, 4), (3, 0, 4, 8), (2, 4, 8, 8), {}),
        ((2, 6, 7, 0), (3, 3, 1, 8), (2, 4, 5, 8), {}),  # no input channel
        ((2, 6, 7, 0), (3, 3, 5, 8), (2, 4, 5, 8), {}),
    ],
)
def test_empty(x, dw, dy, changes):
    problem = valid(x, dw, dy, **changes)
    assert problem.empty
    assert problem.macs == 0
    assert problem.filter_shape == dw
    assert problem.input_shape == x
    assert problem.out_backprop_shape == dy
    assert problem.k_per_group * max(problem.g, 1) == problem.k


@pytest.mark.parametrize(
    ("x", "dw", "dy", "text"),
    [
        ((0, 6, 7, 4), (3, 3, 4, 8), (1, 4, 5, 8), "must have the same batch size"),
        ((0, 6, 7, 4), (3, 3, 4, 8), (0, 5, 5, 8), "actual = 5, computed = 4 spatial_dim: 1"),
        ((0, 6, 7, 4), (3, 3, 4, 8), (0,), "out_backprop must be 4-dimensional"),
        ((0, 1, 7, 4), (3, 3, 4, 8), (0, 0, 5, 8), "Computed output size would be negative: -1"),
        ((2, 6, 7, 4), (0, 3, 4, 8), (2, 6, 5, 8), "actual = 6, computed = 7 spatial_dim: 1"),
        ((2, 6, 7, 4), (3, 3, 4, 0), (2, 4, 6, 0), "actual = 6, computed = 5 spatial_dim: 2"),
        ((2, 6, 7, 0), (3, 3, 0, 8), (2, 4, 5, 8), "filter depth must be strictly greated"),
        ((0, 6, 7, 4), (3, 3, 0, 8), (0, 4, 5, 8), "filter depth must be strictly greated"),
        ((0, 6, 7, 4), (3, 3, 3, 8), (0, 4, 5, 8), "evenly divisible by filter depth"),
    ],
)
def test_empty_is_checked_all_the_same(x, dw, dy, text):
    with pytest.raises(InvalidArgumentError, match=text):
        valid(x, dw, dy)
