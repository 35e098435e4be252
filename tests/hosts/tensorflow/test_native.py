"""`filtergrad.tensorflow`'s op: values, words, derivatives, graphs, memory; see test_hosts.

TensorFlow's own answers come from its kernel for CPUs where that knows the arguments, and
else from XLA.
"""

import numpy as np
import pytest
import tensorflow as tf
from helpers.check import assert_exact, at_once, resident, whole
from helpers.layers import EMPTY
from helpers.strategies import calls, problem_of
from helpers.tensorflow_tools import POSSIBLE, compiled, convolves, on_arrays, on_zeros, simpler
from hypothesis import assume, given, settings

import filtergrad.tensorflow as ft
from filtergrad.arrays import DTYPES
from filtergrad.problem import Problem
from filtergrad.tensorflow import door, op

plainly = tf.autograph.experimental.do_not_convert
fewer = settings(max_examples=settings().max_examples // 2)
PYTHON = "python: closed by a test"


@pytest.fixture(params=["native", "python"])
def each_door(request, monkeypatch):
    """Native code, and what takes its place where it cannot be used."""
    if request.param == "python":
        monkeypatch.setattr(door, "opened", lambda: (None, PYTHON))
    yield request.param
    assert op.door.opened()[1] == (PYTHON if request.param == "python" else "native")


def traced(arguments):
    """The op in a graph that knows no shape."""
    x, dy = (tf.constant(arguments[name]) for name in ("input", "out_backprop"))
    rest = {k: v for k, v in arguments.items() if k not in {"input", "out_backprop"}}
    unknown = [tf.TensorSpec(None, x.dtype)] * 2

    @plainly
    def run(x, dy):
        return ft.Conv2DBackpropFilter(input=x, out_backprop=dy, **rest)

    return tf.function(run, input_signature=unknown)(x, dy)


# ------------------------------------------------------------------------------------- the values


def test_the_door_is_open():
    assert ft.door_state() == "native"


@given(calls(DTYPES, most=12))
def test_whole_numbers(call):
    problem = problem_of(call)
    x, dy = whole(problem)
    assert_exact(problem, ft.Conv2DBackpropFilter(**on_arrays(call, x, dy)).numpy(), x, dy)


@fewer
@given(calls(DTYPES, most=12).filter(lambda call: call["data_format"] == "NHWC").map(simpler))
def test_tensorflow_agrees(call):
    assume(convolves(call["dtype"]))
    arguments = on_arrays(call, *whole(problem_of(call), most=1))
    theirs = tf.raw_ops.Conv2DBackpropFilter(**arguments)
    np.testing.assert_array_equal(ft.Conv2DBackpropFilter(**arguments), theirs)


@settings(max_examples=12)
@given(call=calls(DTYPES, most=9))
def test_graphs_agree(call):
    problem = problem_of(call)
    x, dy = whole(problem)
    assert_exact(problem, traced(on_arrays(call, x, dy)).numpy(), x, dy)


@pytest.mark.parametrize("dtype", DTYPES)
def test_each_door(each_door, dtype):
    call = {"input_shape": (2, 5, 6, 4), "filter_sizes": (3, 2, 2, 6), "strides": (1, 2, 1, 1)}
    call |= {"padding": "SAME", "dilations": (1, 1, 2, 1), "dtype": dtype}
    problem = problem_of(call)
    x, dy = whole(problem)
    arguments = on_arrays(call, x, dy)
    for result in (ft.Conv2DBackpropFilter(**arguments), traced(arguments)):
        assert result.dtype == dtype
        assert_exact(problem, result.numpy(), x, dy)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("x", "dw", "padding", "pads"), EMPTY.values(), ids=EMPTY)
def test_empty_tensors_give_zeros(x, dw, padding, pads, dtype):
    problem = Problem.make(x, dw, None, (1, 1, 1, 1), padding, pads, dtype=dtype)
    x, dy = (tf.ones(shape, dtype) for shape in (x, problem.out_backprop_shape))
    given = {"strides": [1] * 4, "padding": padding, "explicit_paddings": list(pads)}
    dw = ft.Conv2DBackpropFilter(input=x, filter_sizes=dw, out_backprop=dy, **given)
    assert dw.shape == problem.filter_shape
    assert not np.any(dw.numpy())


# -------------------------------------------------------------------------------------- the words


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
@pytest.mark.parametrize(("number", "text", "changes"), POSSIBLE.values(), ids=POSSIBLE)
def test_words(number, text, changes, graph):
    """In graphs, too, where TensorFlow's own op divides by a stride or depth of 0 and dies."""
    arguments = on_zeros(changes)
    function = (lambda **arguments: traced(arguments)) if graph else ft.Conv2DBackpropFilter
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        function(**{k: list(v) if isinstance(v, tuple) else v for k, v in arguments.items()})
    assert text in str(caught.value)


def test_words_of_each_door(each_door):
    arguments = on_zeros({"strides": [1, 0, 1, 1]})
    for function in (ft.Conv2DBackpropFilter, lambda **given: traced(given)):
        with pytest.raises(tf.errors.InvalidArgumentError, match="should be larger than 0"):
            function(**arguments)


@pytest.mark.parametrize(
    "changes",
    [{"padding": "FULL"}, {"data_format": "nhwc"}, {"strides": 1}, {"strides": ["1", 1, 1, 1]},
     {"padding": 1}, {"use_cudnn_on_gpu": 1}, {"dilations": 2}],
    ids=str,
)  # fmt: skip
def test_words_about_attributes(changes):
    """They are TensorFlow's: the same function is generated for our op as for its own."""
    arguments = on_zeros({})
    arguments["strides"] = list(arguments["strides"])
    told = []
    for function in (ft.Conv2DBackpropFilter, tf.raw_ops.Conv2DBackpropFilter):
        with pytest.raises((TypeError, tf.errors.InvalidArgumentError)) as caught:
            function(**(arguments | changes))
        told.append((type(caught.value), str(caught.value).partition("\n")[0]))
    assert told[0] == told[1]


def test_only_keywords():
    with pytest.raises(TypeError):
        ft.Conv2DBackpropFilter(1, 2, 3)
    with pytest.raises(TypeError, match="strides"):
        ft.Conv2DBackpropFilter(input=1, filter_sizes=2, out_backprop=3, padding="SAME")


# -------------------------------------------------------------------------------- the derivatives


CORNERS = {
    "plain": ({"filter_sizes": (3, 2, 4, 6)}, "SAME"),
    "strides": ({"filter_sizes": (3, 2, 4, 6), "strides": (1, 2, 3, 1)}, "VALID"),
    "groups and dilations": (
        {"filter_sizes": (3, 2, 2, 6), "dilations": (1, 2, 2, 1), "strides": (1, 2, 1, 1)},
        "SAME",
    ),
    "explicit": (
        {"filter_sizes": (2, 3, 1, 4), "explicit_paddings": (0, 0, 2, 0, 1, 3, 0, 0)},
        "EXPLICIT",
    ),
}


@pytest.mark.parametrize("planes", [False, True], ids=["NHWC", "NCHW"])
@pytest.mark.parametrize("name", CORNERS)
def test_derivatives(each_door, name, planes):
    """First and second ones are those of TensorFlow's op, which XLA computes."""
    changes, padding = CORNERS[name]
    call = {"input_shape": (2, 7, 8, 4), "strides": (1, 1, 1, 1), "padding": padding}
    call |= {"dtype": "float64"} | changes
    if planes:
        order = [0, 3, 1, 2]
        call["data_format"] = "NCHW"
        for key in {"input_shape", "strides", "dilations"} & set(call):
            call[key] = tuple(call[key][axis] for axis in order)
        if padding == "EXPLICIT":
            call["explicit_paddings"] = (0, 0, 0, 0, *call["explicit_paddings"][2:6])
    x, dy = map(tf.constant, whole(problem_of(call)))
    rest = {k: v for k, v in on_arrays(call, x, dy).items() if k not in {"input", "out_backprop"}}

    def second(function):
        @plainly
        def run(x, dy):
            with tf.GradientTape() as outer:
                outer.watch([x, dy])
                with tf.GradientTape() as inner:
                    inner.watch([x, dy])
                    dw = function(input=x, out_backprop=dy, **rest)
                    total = tf.reduce_sum(dw**2)
                first = inner.gradient(total, [x, dy])
                norm = tf.reduce_sum(first[0] ** 2) + tf.reduce_sum(first[1])
            return *first, *outer.gradient(norm, [x, dy])

        return run

    wanted = tf.function(second(tf.raw_ops.Conv2DBackpropFilter), jit_compile=True)(x, dy)
    ours = second(ft.Conv2DBackpropFilter)
    for got in (ours(x, dy), tf.function(ours)(x, dy)):
        for one, other in zip(got, wanted, strict=True):
            np.testing.assert_array_equal(one, other)


# ------------------------------------------------------------------------------------- the graphs


def test_graphs_know_the_shape():
    spec = tf.TensorSpec(None, tf.float32)

    def shape_of(sizes):
        given = {"strides": [1] * 4, "padding": "SAME"}
        run = plainly(
            lambda x, n: ft.Conv2DBackpropFilter(
                input=x, filter_sizes=sizes(n), out_backprop=x, **given
            )
        )
        number = tf.TensorSpec((), tf.int32)
        return tf.function(run).get_concrete_function(spec, number).structured_outputs.shape

    assert shape_of(lambda n: [3, 2, 4, 5]) == (3, 2, 4, 5)
    assert shape_of(lambda n: [*np.array([3, 2, 4, 5])]) == (3, 2, 4, 5)
    assert shape_of(lambda n: tf.constant([3, 2, 4, 5])) == (3, 2, 4, 5)
    assert shape_of(lambda n: [3, n, 4, 5]).as_list() == [3, None, 4, 5]


def test_saved_models(tmp_path):
    call = {"input_shape": (2, 5, 6, 4), "filter_sizes": (3, 2, 2, 6), "strides": (1, 1, 1, 1)}
    problem = problem_of(call | {"padding": "SAME", "dtype": "float32"})
    x, dy = whole(problem)

    class Model(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec(None), tf.TensorSpec(None)])
        def run(self, x, dy):
            given = {"strides": [1] * 4, "padding": "SAME"}
            return ft.Conv2DBackpropFilter(
                input=x, filter_sizes=[3, 2, 2, 6], out_backprop=dy, **given
            )

    tf.saved_model.save(Model(), str(tmp_path))
    assert_exact(problem, tf.saved_model.load(str(tmp_path)).run(x, dy).numpy(), x, dy)


def test_interrupts_while_a_node_is_made(monkeypatch):
    """They reach who runs it, and the next node is made."""
    call = {"filter_sizes": [2, 2, 1, 1], "strides": [1, 11, 12, 1], "padding": "SAME"}
    x = tf.ones((1, 5, 5, 1))
    dy = tf.ones((1, 1, 1, 1))

    def run():
        return ft.Conv2DBackpropFilter(input=x, out_backprop=dy, **call)

    def read(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(door.Registration, "_read", read)
        for function in (run, tf.function(plainly(run))):
            with pytest.raises(tf.errors.InternalError, match="KeyboardInterrupt"):
                function()
    np.testing.assert_array_equal(run(), tf.function(plainly(run))())


def test_xla_says_that_it_cannot():
    arguments = on_zeros({})
    run = plainly(lambda x: ft.Conv2DBackpropFilter(**(arguments | {"input": x})))
    with pytest.raises(tf.errors.InvalidArgumentError, match="Filtergrad>Conv2DBackpropFilter"):
        tf.function(run, jit_compile=True)(tf.constant(arguments["input"]))
    assert compiled(**arguments).shape == (3, 3, 4, 8)


# ------------------------------------------------------------------------------------- the memory


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
def test_nothing_leaks(graph):
    x, dy = tf.ones((2, 16, 16, 8)), tf.ones((2, 16, 16, 8))
    given = {"filter_sizes": [3, 3, 8, 8], "strides": [1] * 4, "padding": "SAME"}

    @plainly
    def run(x, dy):
        return ft.Conv2DBackpropFilter(input=x, out_backprop=dy, **given)

    function = tf.function(run) if graph else run
    for _ in range(500):
        function(x, dy)
    before = resident()
    for _ in range(10_000):
        function(x, dy)
    assert resident() - before < 4 << 20  # one leaked dW a call would be 23 MB


def test_many_threads():
    call = {"input_shape": (2, 9, 9, 8), "filter_sizes": (3, 3, 8, 16), "strides": (1, 1, 1, 1)}
    problem = problem_of(call | {"padding": "SAME", "dtype": "float32"})
    x, dy = map(tf.constant, whole(problem))
    given = {"filter_sizes": [3, 3, 8, 16], "strides": [1] * 4, "padding": "SAME"}
    wrong = []

    def work():
        for _ in range(100):
            dw = ft.Conv2DBackpropFilter(input=x, out_backprop=dy, **given)
            try:
                assert_exact(problem, dw.numpy(), x.numpy(), dy.numpy())
            except AssertionError as error:
                wrong.append(error)

    at_once(work, 4)
    assert not wrong
