"""TensorFlow's op gives our numbers and refuses what we refuse, in our words; see test_hosts."""

import itertools

import numpy as np
import pytest
from helpers.check import assert_exact, normal, whole
from helpers.layers import EMPTY, layer, op
from helpers.refusals import CASES, FINE, KILLERS, NAMES
from helpers.strategies import calls, problem_of
from helpers.tensorflow_tools import compiled, on_arrays, on_zeros, ours, simpler, theirs
from hypothesis import given, settings

from filtergrad.arrays import DTYPES, operand

tf = pytest.importorskip("tensorflow", reason="`make hosts` installs it")

fewer = settings(max_examples=settings().max_examples // 2)  # each compiles two kernels
each_dtype = pytest.mark.parametrize("dtype", DTYPES)


# ------------------------------------------------------------------------------------- the values


def simple_calls(dtypes, most):
    return calls(dtypes, most).filter(lambda call: call["data_format"] == "NHWC").map(simpler)


def assert_close(got, wanted):
    unit, largest = np.finfo(got.dtype).eps, np.max(np.abs(got))
    np.testing.assert_allclose(got, wanted, rtol=0, atol=100 * unit * largest)


@fewer
@given(simple_calls(DTYPES, most=12))
def test_whole_numbers(call):
    """Sums this small are exact in every type, so the order in which they are made is free."""
    problem = problem_of(call)
    x, dy = whole(problem, most=1)
    arguments = on_arrays(call, x, dy)
    assert_exact(problem, ours(**arguments), x, dy)
    np.testing.assert_array_equal(ours(**arguments), theirs(**arguments).numpy())


@fewer
@given(simple_calls(("float32", "float64"), most=40))
def test_random_numbers(call):
    arguments = on_arrays(call, *normal(problem_of(call)))
    assert_close(ours(**arguments), theirs(**arguments))


@fewer
@given(calls(("float32", "float64"), most=20))
def test_groups_dilations_and_both_formats(call):
    arguments = on_arrays(call, *normal(problem_of(call)))
    assert_close(ours(**arguments), compiled(**arguments))


@pytest.mark.parametrize("name", ["batch 0", "no rows, but padding that makes some"])
@each_dtype
def test_empty(name, dtype):
    """Where TensorFlow, too, answers zeros and not what happens to lie in memory."""
    x, dw, padding, pads = EMPTY[name]
    call = {"input_shape": x, "filter_sizes": dw, "strides": (1, 1, 1, 1), "padding": padding}
    call |= {"explicit_paddings": pads, "dtype": dtype}
    arguments = on_arrays(call, *whole(problem_of(call)))
    np.testing.assert_array_equal(ours(**arguments), theirs(**arguments).numpy())


# ------------------------------------------------------------------------------------- the memory


@each_dtype
@pytest.mark.parametrize("name", ["dense", "planes", "grouped"])
def test_tensors_are_read_in_place(dtype, name):
    call, problem = layer(name, dtype)
    x, dy = map(tf.constant, whole(problem))
    for value in (x, dy):
        view = operand(value, "input")
        assert (view.shape, view.dtype, view.writable) == (value.shape, dtype, False)
        assert view.address == operand(value, "input").address
        if dtype != "bfloat16":  # which has no place in Python's buffers
            assert view.address == np.asarray(memoryview(value)).ctypes.data
    assert_exact(problem, op(call, x, dy), x.numpy(), dy.numpy())


@pytest.mark.parametrize("kind", [tf.constant, tf.TensorShape, tf.Variable, tf.unstack])
def test_sizes(kind):
    call, problem = layer("dense")
    x, dy = whole(problem)
    got = op(call | {"filter_sizes": kind(call["filter_sizes"])}, tf.constant(x), tf.constant(dy))
    assert_exact(problem, got, x, dy)


def test_what_is_no_array():
    call, problem = layer("dense")
    x, dy = map(tf.constant, whole(problem))
    run = tf.autograph.experimental.do_not_convert(lambda x: op(call, x, dy))
    with pytest.raises(TypeError, match="input is a SymbolicTensor, which has neither"):
        tf.function(run)(x)
    with pytest.raises(TypeError, match=r"ResourceVariable, .* numpy\.asarray first"):
        run(tf.Variable(x))
    with pytest.raises(TypeError, match="'input' has DataType int32 not in list"):
        run(tf.cast(x, tf.int32))


# -------------------------------------------------------------------------------------- the words

# Checks that are ours alone: sizes that TensorFlow cuts to 32 bits or that no tensor of its has,
# and what its CPU kernel knows nothing of, groups and dilations.
OURS_ALONE = {"11c", "11d", "16g", "17a", "17d"}


def shared(number, text):
    return number not in OURS_ALONE and str(2**63) not in text


def words(function, arguments):
    """What a call is answered, "" where it is fine."""
    try:
        function(**arguments)
    except (TypeError, ValueError, tf.errors.InvalidArgumentError) as error:
        return str(error)
    return ""


def assert_same_words(arguments):
    """TensorFlow's answer is ours, with the name of its kernel and where that ran."""
    mine, other = words(ours, arguments), words(theirs, arguments)
    assert mine
    assert mine.replace("Conv2DBackprop", "Conv2DCustomBackprop") in other


SHARED = {
    name: (number, changes)
    for name, (number, text, changes) in zip(NAMES, CASES, strict=True)
    if shared(number, text)
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize(("number", "changes"), SHARED.values(), ids=SHARED)
def test_words(number, changes, dtype):
    assert_same_words(on_zeros(changes, dtype))


def test_order_of_checks():
    """Of two things wrong at once, TensorFlow tells the same one."""
    compared = 0
    for (first, one), (second, other) in itertools.combinations(SHARED.values(), 2):
        if first != second and not set(one) & set(other):
            assert_same_words(on_zeros(one | other))
            compared += 1
    assert compared > 1000


@pytest.mark.parametrize(
    "changes",
    [
        *({name: 1} for name in ("strides", "dilations", "explicit_paddings", "padding")),
        {"strides": None},
        {"strides": "1111"},
        {"strides": ["1", 1, 1, 1]},
        {"strides": [[0, 0], 1, 1, 1]},
        {"strides": [1, 2**31, 1, 1]},
        {"dilations": [1, -(2**31) - 1, 1, 1]},
        {"padding": None},
        {"padding": "FULL"},
        {"padding": b"same"},
        {"padding": ""},
        {"data_format": 1},
        {"data_format": "nhwc"},
        {"data_format": "HWNC"},
        {"use_cudnn_on_gpu": 1},
        {"use_cudnn_on_gpu": "yes"},
    ],
    ids=str,
)
def test_words_about_attributes(changes):
    assert_same_words(on_zeros(changes))


@pytest.mark.parametrize("dtype", ["int32", "int64", "uint8", "bool", "complex64"])
def test_words_about_dtypes(dtype):
    """They are those of `tf.function`: without it, TensorFlow knows the numbers but no name."""
    arguments = on_zeros({}, dtype)
    mine = words(ours, arguments)
    assert mine
    assert mine == words(compiled, arguments)


@pytest.mark.parametrize(
    "changes",
    [
        {"out_backprop_shape": (3, 8, 6, 7)},
        {"out_backprop_shape": (2, 9, 6, 7)},
        {"out_backprop_shape": (2, 8, 5, 7)},
        {"out_backprop_shape": (2, 8, 6, 9)},
        {"input_shape": (2, 5, 6, 7)},
        {"dilations": (1, 1, 2, 1), "padding": "VALID"},
        {"filter_sizes": (3, 9, 4, 8), "padding": "VALID", "out_backprop_shape": (2, 8, 4, 0)},
    ],
    ids=str,
)
def test_words_about_planes(changes):
    planes = {"input_shape": (2, 4, 6, 7), "out_backprop_shape": (2, 8, 6, 7)}
    arguments = on_zeros(planes | {"data_format": "NCHW"} | changes)
    mine = words(ours, arguments)
    assert mine
    assert mine == words(compiled, arguments).partition("\n")[0]


FATAL = {
    name: changes
    for name, (changes, answer) in KILLERS.items()
    if answer is not FINE and not name.startswith(("CVE-2021-29540", "wrapped"))
}


@pytest.mark.parametrize("changes", FATAL.values(), ids=FATAL)
def test_words_instead_of_a_crash(changes):
    """Here Eigen's kernel says in words what others answer by ending the process."""
    assert_same_words(on_zeros(changes))
