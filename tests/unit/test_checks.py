"""Every way not to be a problem, in TensorFlow's words and order."""

import itertools

import numpy as np
import pytest
from helpers.refusals import BASE, CASES, FINE, KILLERS, NAMES, NCHW, ONES, PADS

from filtergrad.errors import InvalidArgumentError
from filtergrad.problem import Problem


def make(**changes):
    return Problem.make(**(BASE | changes))


# ------------------------------------------------------------------------------- the wrong types

LISTS = ["strides", "dilations", "explicit_paddings", "input_shape", "out_backprop_shape"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "value", [1, "1111", b"1111", 1.5, {1: 1}, {1}, np.int64(1), np.array(1)], ids=repr
)
def test_no_list(name, value):
    with pytest.raises(TypeError) as caught:
        make(**{name: value})
    assert str(caught.value) == (
        f"Expected list for '{name}' argument to 'conv2d_backprop_filter' Op, not {value!r}."
    )


def test_no_list_none():
    text = "Expected list for 'strides' argument to 'conv2d_backprop_filter' Op, not None."
    with pytest.raises(TypeError) as caught:
        make(strides=None)
    assert str(caught.value) == text


@pytest.mark.parametrize("name", [*LISTS, "filter_sizes"])
@pytest.mark.parametrize(
    "entry", ["1", 1.5, 1.0, True, None, 1j, np.float32(1), np.True_], ids=repr
)
def test_no_integer(name, entry):
    with pytest.raises(TypeError) as caught:
        make(**{name: [1, entry, 1, 1]})
    assert str(caught.value) == f"Expected int for argument '{name}' not {entry!r}."


def test_no_integer_in_a_nest():
    with pytest.raises(TypeError, match=r"Expected int for argument 'strides' not \[0, 0\]\."):
        make(strides=[[0, 0], [1, 1]])
    with pytest.raises(TypeError, match=r"Expected int for argument 'filter_sizes' not \[3, 3\]\."):
        make(filter_sizes=[[3, 3], [1]])


@pytest.mark.parametrize("value", [np.full(4, 3.0), np.ones(4, bool), [3.0] * 4], ids=repr)
def test_float_or_bool_arrays_are_not_cut_to_integers(value):
    for name in ("filter_sizes", "strides"):
        with pytest.raises(TypeError, match=f"Expected int for argument '{name}' not "):
            make(**{name: value})


@pytest.mark.parametrize(
    "value", [None, "3348", 3.0, pytest.param(object(), id="an object"), {3, 4}], ids=str
)
def test_filter_sizes_that_are_no_integers(value):
    with pytest.raises(TypeError, match="Expected int for argument 'filter_sizes' not "):
        make(filter_sizes=value)


@pytest.mark.parametrize("name", ["padding", "data_format"])
@pytest.mark.parametrize("value", [1, [[0, 0]] * 4, 1.5], ids=repr)
def test_no_string(name, value):
    with pytest.raises(TypeError) as caught:
        make(**{name: value})
    assert str(caught.value) == f"Expected string for argument '{name}' not {value!r}."


def test_no_padding():
    with pytest.raises(TypeError, match=r"Expected string for argument 'padding' not None\."):
        make(padding=None)


@pytest.mark.parametrize("value", ["FULL", "same", "", b"FULL", "SAME "], ids=repr)
def test_unknown_padding(value):
    shown = value.decode() if isinstance(value, bytes) else value
    with pytest.raises(InvalidArgumentError) as caught:
        make(padding=value)
    assert str(caught.value) == (
        f"Value for attr 'padding' of \"{shown}\" is not in the list of allowed values: "
        '"SAME", "VALID", "EXPLICIT"'
    )


@pytest.mark.parametrize("value", ["NHCW", "nhwc", "HWNC", "NDHWC", "NCHW_VECT_C", ""])
def test_unknown_data_format(value):
    with pytest.raises(InvalidArgumentError) as caught:
        make(data_format=value)
    assert str(caught.value) == (
        f"Value for attr 'data_format' of \"{value}\" is not in the list of allowed values: "
        '"NHWC", "NCHW"'
    )


@pytest.mark.parametrize("dtype", ["int32", np.complex64, bool, "uint8", ">f4", None], ids=str)
def test_unknown_dtype(dtype):
    with pytest.raises(TypeError, match="input"):
        make(dtype=dtype)


# ---------------------------------------------------- the contract: each check, in order, its text


@pytest.mark.parametrize(("number", "text", "changes"), CASES, ids=NAMES)
def test_check(number, text, changes):
    with pytest.raises(InvalidArgumentError) as caught:
        make(**changes)
    assert str(caught.value) == text
    assert isinstance(caught.value, ValueError)


def test_order_of_checks():
    """Of two things wrong at once, the one that TensorFlow checks first is told."""
    compared = 0
    for (first, text, one), (second, _, other) in itertools.combinations(CASES, 2):
        if first == second or set(one) & set(other):
            continue  # One argument is not wrong in two ways.
        with pytest.raises(InvalidArgumentError) as caught:
            make(**other, **one)
        assert str(caught.value) == text, (first, second)
        compared += 1
    assert compared > 1000


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"strides": (1, 2, 1, 1)}, "strides in the batch and depth"),
        ({"dilations": (1, 2, 1, 1)}, "dilations in the batch and depth"),
        ({"strides": (1, 1, 1, 0)}, "Row and column strides should be larger than 0"),
        ({"padding": "EXPLICIT", "explicit_paddings": PADS}, "Nonzero explicit padding"),
        ({"out_backprop_shape": (3, 8, 6, 7)}, "outbackprop batch: 3, batch_dim: 0"),
        ({"out_backprop_shape": (2, 8, 5, 7)}, "computed = 6 spatial_dim: 2 input: 6 filter: 3"),
        ({"out_backprop_shape": (2, 8, 6, 9)}, "computed = 7 spatial_dim: 3 input: 7 filter: 3"),
        ({"out_backprop_shape": (2, 9, 6, 7)}, "must have the same out_depth"),
    ],
)
def test_check_nchw(changes, text):
    with pytest.raises(InvalidArgumentError, match=text):
        make(**(NCHW | changes))


@pytest.mark.parametrize("name", ["strides", "dilations"])
@pytest.mark.parametrize("value", [2**31, -(2**31) - 1, 2**63, 2**70])
def test_attributes_are_int32(name, value):
    with pytest.raises(InvalidArgumentError) as caught:
        make(**{name: (1, value, 1, 1)})
    assert str(caught.value) == f"Attr {name} has value {value} out of range for an int32"


def test_computed_out_backprop_that_no_computer_holds():
    pads = (0, 0, 2**40, 0, 2**40, 0, 0, 0)
    ones = {"input_shape": ONES, "filter_sizes": ONES, "out_backprop_shape": None}
    with pytest.raises(InvalidArgumentError, match=r"Shape \[1,.*\] would have more than"):
        make(**ones, padding="EXPLICIT", explicit_paddings=pads)


# ------------------------------------------ inputs that crash or corrupt TensorFlow, by their names


@pytest.mark.parametrize(("changes", "answer"), KILLERS.values(), ids=KILLERS)
def test_what_kills_tensorflow(changes, answer):
    if answer is FINE:
        assert make(**changes).filter_shape == tuple(changes["filter_sizes"])
    else:
        with pytest.raises(InvalidArgumentError) as caught:
            make(**changes)
        assert answer in str(caught.value)
