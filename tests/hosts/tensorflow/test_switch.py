"""Convolutions that train in TensorFlow, and `enabled`, which goes away again."""

import contextlib
import re
import runpy
import sys

import numpy as np
import pytest
import tensorflow as tf
from helpers import ROOT
from helpers.check import at_once
from helpers.interrupted import SOURCE, at_every_line
from helpers.tensorflow_tools import convolves, needs, numbers
from tensorflow.python.framework import ops

import filtergrad.tensorflow as ft
from filtergrad.tensorflow import geometry, switch

plainly = tf.autograph.experimental.do_not_convert
KINDS = ("Conv2D", "DepthwiseConv2dNative", "Conv2DBackpropInput")


def registered():
    return [ops.gradient_registry._registry[kind]["type"] for kind in KINDS]


def gradients(function, dtype="float64"):
    """A function of tensors: y, and the gradients of a sum of different multiples of y."""

    @plainly
    def run(x, w):
        x, w = tf.cast(x, dtype), tf.cast(w, dtype)
        with tf.GradientTape() as tape:
            tape.watch([x, w])
            y = function(x, w)
            some = tf.reshape(tf.range(tf.size(y)) % 5 - 2, tf.shape(y))
            total = tf.reduce_sum(tf.cast(y, "float64") * tf.cast(some, "float64"))
        return y, *tape.gradient(total, [x, w])

    return run


def assert_same(got, wanted):
    for one, other in zip(got, wanted, strict=True):
        np.testing.assert_array_equal(one, tf.cast(other, one.dtype))


# ------------------------------------------------------------------------------- the convolutions

PADS = [[0, 0], [1, 2], [0, 3], [0, 0]]
CASES = [
    (1, "SAME", 1, 1),
    (1, "VALID", 2, 2),
    ((2, 1), "SAME", 3, 2),
    (2, PADS, (1, 2), 1),
    ((1, 3), PADS, 1, 4),
    (3, "SAME", (2, 1), 2),
]


@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize(("strides", "padding", "dilations", "groups"), CASES)
def test_conv2d(dtype, data_format, strides, padding, dilations, groups):
    """XLA agrees, also where TensorFlow's kernels for CPUs refuse."""
    needs(dtype)
    x, w = numbers((2, 9, 11, 4), 1), numbers((3, 2, 4 // groups, 8), 2)
    if data_format == "NCHW":
        x = x.transpose(0, 3, 1, 2)
        padding = padding if isinstance(padding, str) else [padding[at] for at in (0, 3, 1, 2)]
    rest = (strides, padding, data_format, dilations)
    theirs = tf.function(gradients(lambda x, w: tf.nn.conv2d(x, w, *rest)), jit_compile=True)
    ours = gradients(lambda x, w: ft.conv2d(x, w, *rest), dtype)
    wanted = theirs(x, w)
    assert_same(ours(x, w), wanted)
    unknown = [tf.TensorSpec([None] * 4, "float64"), tf.TensorSpec(w.shape, "float64")]
    assert_same(tf.function(ours, input_signature=unknown)(x, w), wanted)


@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
@pytest.mark.parametrize(
    ("strides", "padding", "dilations"),
    [(1, "SAME", 1), (2, "VALID", 1), (1, "SAME", 2), ((2, 1), "VALID", (1, 2))],
)
def test_depthwise_conv2d(data_format, strides, padding, dilations):
    x, w = numbers((2, 9, 11, 4), 1), numbers((3, 2, 4, 2), 2)
    if data_format == "NCHW":
        x = x.transpose(0, 3, 1, 2)
    order = "NHWC" if data_format == "NHWC" else "NCHW"
    grouped = gradients(
        lambda x, w: tf.nn.conv2d(
            x, tf.reshape(w, (3, 2, 1, 8)), strides, padding, order, dilations
        )
    )
    wanted = tf.function(grouped, jit_compile=True)(x, w)
    for dtype in filter(convolves, ("float16", "float32", "float64")):
        ours = gradients(
            lambda x, w: ft.depthwise_conv2d(x, w, strides, padding, data_format, dilations), dtype
        )
        assert_same(ours(x, w), wanted)
        assert_same(tf.function(ours)(x, w), wanted)


def test_convolutions_inside_xla_are_its_own(asked):
    x, w = numbers((1, 5, 5, 4), 1), numbers((3, 3, 4, 1), 2)
    for function in (ft.conv2d, ft.depthwise_conv2d):
        run = gradients(lambda x, w, function=function: function(x, w, 1, "SAME"))
        tf.function(run, jit_compile=True)(x, w)
        assert not asked
    assert not geometry.in_xla()


# ---------------------------------------------------------------------------------- the switch


def test_enabled_goes_away():
    before = registered()
    with ft.enabled():
        assert not set(registered()) & set(before)
        with ft.enabled():
            pass
        assert not set(registered()) & set(before)
    assert registered() == before
    with pytest.raises(KeyError), ft.enabled():
        raise KeyError
    assert registered() == before


def enter():
    with ft.enabled():
        pass


@pytest.mark.parametrize("folder", [SOURCE, contextlib.__file__], ids=["ours", "contextlib's"])
def test_interrupts_leave_no_block_half_entered(folder):
    """At any line, while it is entered and while it is left."""
    before = registered()

    def check():
        assert not switch._blocks
        enter()
        assert registered() == before

    lines = at_every_line(enter, check, folder=folder)
    assert lines > 10


def test_interrupts_inside_of_a_block():
    """An outer block holds whatever becomes of the inner one."""
    with ft.enabled():
        ours = registered()

        def check():
            assert len(switch._blocks) == 1
            assert registered() == ours

        at_every_line(enter, check)


def test_blocks_in_handlers_of_signals():
    """One may come between any two lines, and enter blocks of its own."""
    before, inside = registered(), []

    def handler():
        with ft.enabled():
            inside.append(not set(registered()) & set(before))

    def trace(frame, event, _):
        if frame.f_code.co_filename != switch.__file__:
            return None
        if event == "line":
            sys.settrace(None)
            handler()
            sys.settrace(trace)
        return trace

    old = sys.gettrace()
    sys.settrace(trace)
    try:
        with ft.enabled():
            inside.append(not set(registered()) & set(before))
    finally:
        sys.settrace(old)
    assert len(inside) > 10
    assert all(inside)
    assert registered() == before


def test_blocks_in_many_threads():
    before, wrong = registered(), []

    def work():
        for _ in range(300):
            with ft.enabled():
                if set(registered()) & set(before):
                    wrong.append(registered())

    at_once(work, 4)
    assert not wrong
    assert registered() == before


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
def test_enabled_computes_the_same(asked, graph):
    x, w, d = numbers((2, 8, 8, 4), 1), numbers((3, 3, 4, 6), 2), numbers((3, 3, 4, 2), 3)
    plain = gradients(lambda x, w: tf.nn.conv2d(x, w, 2, "SAME"))
    deep = gradients(lambda x, w: tf.nn.depthwise_conv2d(x, w, [1, 2, 2, 1], "VALID"))
    wrap = tf.function if graph else (lambda function: function)
    wanted = plain(x, w), deep(x, d)
    assert not asked
    with ft.enabled():
        assert_same(wrap(plain)(x, w), wanted[0])
        assert_same(wrap(deep)(x, d), wanted[1])
    assert [output.geometry.strides for output in asked] == [(1, 2, 2, 1)] * 2


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
@pytest.mark.parametrize("padding", ["SAME", "VALID"])
def test_enabled_reaches_transposed_convolutions_and_lines(asked, graph, padding):
    x, w = numbers((2, 5, 6, 4), 0), numbers((3, 2, 5, 4), 1)

    def transposed(x, w):
        size = (2, 10, 12, 5) if padding == "SAME" else (2, 11, 12, 5)
        return tf.nn.conv2d_transpose(x, w, size, 2, padding)

    def line(x, w):
        return tf.nn.conv1d(x[:, 0], w[0], 2, padding)

    def line_transposed(x, w):
        size = (2, 12, 5)
        return tf.nn.conv1d_transpose(x[:, 0], w[0], size, 2, padding)

    swapped = tf.transpose(w, (0, 1, 3, 2))
    for function, filters in ((transposed, w), (line, swapped), (line_transposed, w)):
        run = gradients(function, "float32")
        wanted = run(x, filters)
        asked.clear()
        with ft.enabled():
            got = (tf.function(run) if graph else run)(x, filters)
        assert len(asked) == 1
        for one, other in zip(got, wanted, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-4)


def test_enabled_leaves_xla_alone(asked):
    x, w = numbers((2, 8, 8, 4), 1), numbers((3, 3, 2, 6), 2)
    run = gradients(lambda x, w: tf.nn.conv2d(x, w, 1, "SAME"))
    inner = tf.function(lambda x, w: tf.nn.conv2d(x, w, 1, "SAME"), jit_compile=True)
    with ft.enabled():
        tf.function(run, jit_compile=True)(x, w)
        gradients(inner)(x, w)  # recorded outside of what XLA compiles
    assert not asked


REFUSED = {
    "dilated": ({"dilations": 2}, "dilation rates larger than 1"),
    "grouped": ({"groups": 2}, "Gradients for grouped convolutions are not supported on CPU"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_tensorflow_refuses_trains(name):
    """Double precision, which no oneDNN has: a network of such layers learns what it was told."""
    changes, text = REFUSED[name]
    groups, dilations = changes.get("groups", 1), changes.get("dilations", 1)
    images = tf.constant(numbers((16, 10, 10, 4), 1))
    labels = tf.range(16) % 2
    first = tf.Variable(tf.random.stateless_normal((3, 3, 4 // groups, 8), (1, 2)) / 4)
    last = tf.Variable(tf.random.stateless_normal((3, 3, 8 // groups, 2), (3, 4)) / 4)

    @plainly
    def step():
        with tf.GradientTape() as tape:
            y = images
            for weight in (first, last):
                y = tf.nn.relu(y)
                y = tf.nn.conv2d(y, tf.cast(weight, y.dtype), 1, "SAME", dilations=dilations)
            logits = tf.cast(tf.reduce_mean(y, (1, 2)), "float32")
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
            loss = tf.reduce_mean(losses)
        for weight, gradient in zip([first, last], tape.gradient(loss, [first, last]), strict=True):
            weight.assign_sub(0.1 * gradient)
        return loss

    with pytest.raises(tf.errors.InvalidArgumentError, match=text):
        step()
    with ft.enabled():
        train = tf.function(step)
        losses = [float(train()) for _ in range(400)]
    assert losses[-1] < 0.7 * losses[0]


def test_the_example(capsys):
    pytest.importorskip("sklearn")
    example = ROOT / "examples" / "digits_tensorflow.py"
    runpy.run_path(str(example), run_name="__main__")
    without, ours = map(float, re.findall(r"([0-9.]+) % right", capsys.readouterr().out))
    assert min(without, ours) > 95
    assert abs(without - ours) < 1.5
