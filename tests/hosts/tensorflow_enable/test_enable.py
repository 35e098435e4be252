"""`enable`: TensorFlow's own ops run our kernels, for good, so in a process of its own.

What oneDNN replaces has other names, so the file runs with oneDNN and without it.
"""

import contextlib
import os
import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf
from helpers.check import assert_exact, whole
from helpers.interrupted import at_every_line
from helpers.strategies import calls, problem_of
from helpers.tensorflow_tools import POSSIBLE, numbers, on_arrays, on_zeros
from hypothesis import given
from tensorflow.core.framework import attr_value_pb2
from tensorflow.python.framework import kernels

import filtergrad.tensorflow as ft
from filtergrad.arrays import DTYPES
from filtergrad.tensorflow import door
from filtergrad.tensorflow.geometry import by_onednn

plainly = tf.autograph.experimental.do_not_convert
WITHOUT_ONEDNN = os.environ.get("TF_ENABLE_ONEDNN_OPTS") == "0"


def model(layers):
    keras.utils.set_random_seed(1)
    made = keras.Sequential([keras.Input((12, 12, 3)), *layers()])
    made.compile("sgd", "mse")
    return made


def dense():
    """With biases, whose gradients TensorFlow could merge with those of filters."""
    yield keras.layers.Conv2D(8, 3, activation="relu", padding="same")
    yield keras.layers.DepthwiseConv2D(3, strides=2, padding="same")
    yield keras.layers.Conv2D(8, 5, strides=2)
    yield keras.layers.GlobalAveragePooling2D()


KINDS = ["dense", "dense", "depthwise"]


def fit(made):
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((32, 12, 12, 3)), rng.standard_normal((32, 8))
    return made.fit(x, y, batch_size=16, epochs=2, verbose=0, shuffle=False).history["loss"]


@tf.function
@plainly
def older(x, w):
    """A graph from before."""
    with tf.GradientTape() as tape:
        tape.watch(w)
        total = tf.reduce_sum(tf.nn.conv2d(x, w, 1, "SAME"))
    return tape.gradient(total, w)


X, W = numbers((2, 7, 7, 3), 1), numbers((2, 2, 3, 5), 2)
X, W = tf.constant(X, "float32"), tf.constant(W, "float32")
BEFORE = {
    "older": older(X, W),
    "fit": fit(model(dense)),
    "eager": tf.raw_ops.Conv2DBackpropFilter(
        input=X, filter_sizes=[2, 2, 3, 3], out_backprop=X, strides=[1] * 4, padding="SAME"
    ),
}

# Interrupted, again and again, each time a little later, it goes on where it was.
INTERRUPTS = at_every_line(ft.enable, lambda: None, step=29)


def test_interrupts_before():
    assert INTERRUPTS > 5
    alike = [
        (kernel.op, kernel.label, kernel.priority, str(kernel.constraint))
        for op in ("Conv2DBackpropFilter", "_MklNativeConv2DBackpropFilterWithBias")
        for kernel in kernels.get_registered_kernels_for_op(op).kernel
    ]
    assert len(alike) == len(set(alike))
    assert sum(priority == 10 for _, _, priority, _ in alike) == 4 + 3


def test_graphs_and_kernels_that_were_there(asked):
    np.testing.assert_array_equal(older(X, W), BEFORE["older"])
    again = tf.raw_ops.Conv2DBackpropFilter(
        input=X, filter_sizes=[2, 2, 3, 3], out_backprop=X, strides=[1] * 4, padding="SAME"
    )
    np.testing.assert_array_equal(again, BEFORE["eager"])
    assert len(asked) == 2


def test_keras_fits(asked):
    np.testing.assert_allclose(fit(model(dense)), BEFORE["fit"], rtol=1e-5)
    assert sorted(node.kind for node in asked if node.kind != "bias") == KINDS
    asked.clear()
    door.opened()[0].native.forget()
    once_more = model(dense)
    once_more.compile("sgd", "mse", run_eagerly=True)
    np.testing.assert_allclose(fit(once_more), BEFORE["fit"], rtol=1e-5)
    assert sorted(node.kind for node in asked if node.kind != "bias") == KINDS


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
def test_gradients_of_biases_that_are_merged_with_ours(asked, dtype, data_format):
    """The op that oneDNN makes of the two, where TensorFlow rewrites graphs for it.

    Whether it does depends on the processor, so the merged op is put into a graph by name.
    """
    x, dy = numbers((2, 7, 9, 3), 1), numbers((2, 7, 9, 8), 3)
    if data_format == "NCHW":
        x, dy = (v.transpose(0, 3, 1, 2) for v in (x, dy))
    axes = (0, 1, 2) if data_format == "NHWC" else (0, 2, 3)
    wanted = dy.sum(axes)
    x, dy = tf.constant(x, dtype), tf.constant(dy, dtype)
    given = {"strides": [1] * 4, "padding": "SAME", "data_format": data_format}
    alone = ft.Conv2DBackpropFilter(input=x, filter_sizes=[3, 3, 3, 8], out_backprop=dy, **given)
    listed = attr_value_pb2.AttrValue.ListValue(i=[1] * 4)
    told = {name: attr_value_pb2.AttrValue(list=listed) for name in ("strides", "dilations")}
    told |= {"T": attr_value_pb2.AttrValue(type=x.dtype.as_datatype_enum)}
    texts = {"padding": "SAME", "data_format": data_format, "_kernel": "MklNameChangeOp"}
    told |= {name: attr_value_pb2.AttrValue(s=text.encode()) for name, text in texts.items()}

    @tf.function
    @plainly
    def merged(x, dy):
        node = tf.compat.v1.get_default_graph().create_op(
            "_MklNativeConv2DBackpropFilterWithBias",
            [x, tf.constant([3, 3, 3, 8]), dy],
            [x.dtype, x.dtype],
            attrs=told,
            name="merged",
        )
        return node.outputs

    dw, db = merged(x, dy)
    np.testing.assert_array_equal(dw, alone)
    np.testing.assert_array_equal(tf.cast(db, "float64"), wanted)
    assert "bias" in {node.kind for node in asked}


@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
def test_gradients_of_biases(data_format):
    """Merged or not."""
    if data_format == "NCHW" and not by_onednn("float32"):
        pytest.skip("TensorFlow has no convolution of this order")
    x, dy = numbers((2, 7, 9, 3), 1), numbers((2, 7, 9, 8), 3)
    if data_format == "NCHW":
        x, dy = (v.transpose(0, 3, 1, 2) for v in (x, dy))
    x, w, b, dy = (tf.constant(v, "float32") for v in (x, numbers((3, 3, 3, 8), 2), np.ones(8), dy))

    @plainly
    def gradients():
        with tf.GradientTape() as tape:
            tape.watch([w, b])
            y = tf.nn.conv2d(x, w, 1, "SAME", data_format)
            y = tf.nn.bias_add(y, b, "N...C" if data_format == "NHWC" else "NC...")
            total = tf.reduce_sum(y * dy)
        return tape.gradient(total, [w, b])

    for one, other in zip(tf.function(gradients)(), gradients(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_saved_models_train(asked, tmp_path):
    class Model(tf.Module):
        def __init__(self):
            super().__init__()
            self.w = tf.Variable(W)

        @tf.function(input_signature=[tf.TensorSpec([None, 7, 7, 3])])
        def step(self, x):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.nn.conv2d(x, self.w, 1, "SAME") ** 2)
            self.w.assign_sub(0.01 * tape.gradient(loss, self.w))
            return loss

    tf.saved_model.save(Model(), str(tmp_path))
    loaded = tf.saved_model.load(str(tmp_path))
    assert float(loaded.step(X)) > float(loaded.step(X))
    assert len(asked) == 1


EMPTY = {  # where TensorFlow's own kernels differentiate
    "dense": (tf.nn.conv2d, ft.conv2d, (3, 2, 4, 6), 2),
    "as many channels": (tf.nn.conv2d, ft.conv2d, (3, 2, 4, 4), 2),
    "depthwise": (tf.nn.depthwise_conv2d, ft.depthwise_conv2d, (3, 2, 4, 2), [1, 2, 2, 1]),
}
FUNCTIONS = ("ours", "in enabled", "after enable", "ours in Python")


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
@pytest.mark.parametrize("how", FUNCTIONS)
@pytest.mark.parametrize("name", [*EMPTY, "grouped"])
def test_no_images(monkeypatch, name, how, graph):
    """Of an empty input oneDNN makes that, which is of another shape than a convolution."""
    if name == "grouped":
        if how in FUNCTIONS[1:3]:
            pytest.skip("TensorFlow has no gradient of it without oneDNN")
        theirs, ours, shape, strides = tf.nn.conv2d, ft.conv2d, (3, 2, 2, 6), 2
    else:
        theirs, ours, shape, strides = EMPTY[name]
    if how == "ours in Python":
        monkeypatch.setattr(door, "opened", lambda: (None, "python: of a test"))
    convolve = ours if how.startswith("ours") else theirs

    @plainly
    def gradients(x, w):
        with tf.GradientTape() as tape:
            tape.watch([x, w])
            total = tf.reduce_sum(tf.nn.relu(convolve(x, w, strides, "SAME")))
        return tape.gradient(total, [x, w])

    w = tf.ones(shape)
    signature = [tf.TensorSpec([None, 7, 6, 4]), tf.TensorSpec(shape)]
    function = tf.function(gradients, input_signature=signature) if graph else gradients
    with ft.enabled() if how == "in enabled" else contextlib.nullcontext():
        dx, dw = function(tf.zeros((0, 7, 6, 4)), w)
    assert dx.shape == (0, 7, 6, 4)
    np.testing.assert_array_equal(dw, np.zeros(shape))


@given(calls(DTYPES, most=12))
def test_whole_numbers(call):
    """Every case is ours: there is no other kernel to go back to."""
    problem = problem_of(call)
    x, dy = whole(problem)
    dw = tf.raw_ops.Conv2DBackpropFilter(**on_arrays(call, x, dy))
    assert_exact(problem, dw.numpy(), x, dy)


@pytest.mark.parametrize(("number", "text", "changes"), POSSIBLE.values(), ids=POSSIBLE)
def test_words(number, text, changes):
    if number == "3" and not WITHOUT_ONEDNN:
        pytest.skip("oneDNN's rewriting of nodes ends the process before any kernel is asked")
    arguments = on_zeros(changes)
    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        tf.raw_ops.Conv2DBackpropFilter(
            **{k: list(v) if isinstance(v, tuple) else v for k, v in arguments.items()}
        )
    assert text in str(caught.value)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
def test_depthwise(dtype, data_format):
    call = {"input_shape": (2, 9, 8, 4), "filter_sizes": (3, 2, 1, 8), "strides": (1, 2, 1, 1)}
    call |= {"padding": "SAME", "dtype": dtype}
    if data_format == "NCHW":
        call |= {"input_shape": (2, 4, 9, 8), "strides": (1, 1, 2, 1), "data_format": "NCHW"}
    problem = problem_of(call)
    x, dy = whole(problem)
    arguments = on_arrays(call, x, dy) | {"filter_sizes": [3, 2, 4, 2]}
    dw = tf.raw_ops.DepthwiseConv2dNativeBackpropFilter(**arguments).numpy()
    assert_exact(problem, dw.reshape(3, 2, 1, 8), x, dy)
    with pytest.raises(tf.errors.InvalidArgumentError, match="must have the same in_depth"):
        tf.raw_ops.DepthwiseConv2dNativeBackpropFilter(
            **(arguments | {"filter_sizes": [3, 2, 2, 4]})
        )


FIRST = """
import numpy as np, tensorflow as tf
import filtergrad.tensorflow as ft
ft.enable()
for dtype in ("float64", "float16", "bfloat16", "float32"):
    x, w, d, b = (tf.ones(shape, dtype) for shape in ((2, 6, 6, 3), (3, 3, 3, 4), (3, 3, 3, 2), 4))
    def gradients():
        with tf.GradientTape() as tape:
            tape.watch([w, d, b])
            y = tf.nn.bias_add(tf.nn.conv2d(x, w, 1, "VALID"), b)
            z = tf.nn.depthwise_conv2d(x, d, [1, 1, 1, 1], "VALID")
            total = tf.reduce_sum(y * (y / y)) + tf.reduce_sum(z)
        return tape.gradient(total, [w, d, b])
    for found in (gradients(), tf.function(gradients)()):
        for gradient in found:
            np.testing.assert_array_equal(tf.cast(gradient, "float64"), 32)
"""


def test_nothing_before():
    """TensorFlow remembers what oneDNN had kernels for; here it first looks after us."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
