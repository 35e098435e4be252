"""`report` says of each convolution of a program whose its filter's gradient is; drop-ins."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf
from helpers.tensorflow_tools import numbers

import filtergrad.tensorflow as ft

plainly = tf.autograph.experimental.do_not_convert
IMAGES = tf.TensorSpec((None, 8, 8, 3))


def net(x, w, deep, back):
    y = tf.nn.relu(tf.nn.conv2d(x, w, 1, "SAME", name="first"))
    y = tf.nn.depthwise_conv2d(y, deep, (1, 1, 1, 1), "VALID", name="deep")
    return tf.nn.conv2d_transpose(y, back, (tf.shape(x)[0], 12, 12, 2), 2, name="back")


@pytest.fixture(scope="module")
def filters():
    return [tf.Variable(tf.ones(shape)) for shape in ((3, 3, 3, 4), (3, 3, 4, 1), (2, 2, 2, 4))]


def step(filters, watched=slice(None)):
    @plainly
    def run(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(net(x, *filters) ** 2)
        return tape.gradient(loss, filters[watched])

    return run


ROWS = [
    ("first", "Conv2D", (3, 3, 3, 4)),
    ("deep", "DepthwiseConv2D", (3, 3, 4, 1)),
    ("back", "Conv2DTranspose", (2, 2, 2, 4)),
]


def test_of_what_takes_no_gradients(filters):
    off = ft.report(lambda x: net(x, *filters), IMAGES)
    assert [row[:3] for row in off] == ROWS
    assert {row[3:] for row in off} == {("TensorFlow", "the switch is off")}
    with ft.enabled():
        on = ft.report(tf.function(lambda x: net(x, *filters)), IMAGES)
    assert {row[3:] for row in on} == {("filtergrad", "the switch is on")}
    assert str(on).startswith("3 of 3 convolutions by filtergrad\n  first  Conv2D ")


def test_of_a_step_of_training(filters):
    off = ft.report(step(filters), IMAGES)
    assert [row[:3] for row in off] == ROWS
    told = ("TensorFlow", "its gradient was traced with the switch off")
    assert {row[3:] for row in off} == {told}
    with ft.enabled():
        on = tf.function(step(filters, slice(1, None))).get_concrete_function(IMAGES)
    found = ft.report(on)
    assert [row[:3] for row in found] == ROWS
    assert found.ours == 2
    assert found[0][3:] == ("TensorFlow", "no gradient of its filter is taken")


def test_of_functions_inside(filters):
    inner = tf.function(lambda y: tf.nn.conv2d(y, filters[0][:, :, :, :3], 1, "SAME", name="in"))

    @plainly
    def run(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(
                tf.while_loop(lambda *_: True, inner, (x,), maximum_iterations=5)[0]
            )
        return tape.gradient(loss, filters[0])

    (row,) = ft.report(run, tf.TensorSpec((2, 8, 8, 3)))
    assert row[1:4] == ("Conv2D", (3, 3, 3, 3), "TensorFlow")
    with ft.enabled():
        (row,) = ft.report(plainly(lambda x: inner(x) + 1), tf.TensorSpec((2, 8, 8, 3)))
    assert row[:4] == ("in", "Conv2D", (3, 3, 3, 3), "filtergrad")


def test_what_stays_tensorflows(filters):
    with ft.enabled():
        xla = ft.report(tf.function(lambda x: net(x, *filters), jit_compile=True), IMAGES)
        deep = ft.report(
            lambda x, w: tf.nn.conv3d(x, w, (1,) * 5, "SAME"),
            tf.TensorSpec((1, 4, 4, 4, 2)), tf.TensorSpec((2, 2, 2, 2, 3)),
        )  # fmt: skip
    assert {row.why for row in xla} == {"XLA compiles it"}
    assert [row[1:] for row in deep] == [
        ("Conv3D", (2, 2, 2, 2, 3), "TensorFlow", "it has 3 dimensions")
    ]
    with pytest.raises(TypeError, match=r"takes a function and what it is called with .* a list"):
        ft.report([1])


def test_drop_ins(filters):
    w, deep, back = filters

    def function(x):
        y = ft.depthwise_conv2d(ft.conv2d(x, w, 1, "SAME"), deep, (1, 1, 1, 1), "SAME")
        return ft.conv2d_transpose(y, back, (tf.shape(x)[0], 16, 16, 2), 2)

    found = ft.report(function, IMAGES)
    assert [row.layer for row in found] == [layer for _, layer, _ in ROWS]
    assert {row[3:] for row in found} == {("filtergrad", "it calls filtergrad")}


# ------------------------------------------------------------------ the transposed drop-in


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
def test_conv2d_transpose(asked, graph, data_format):
    """The same as TensorFlow's, from it by XLA where its kernels for CPUs refuse."""
    x, w = numbers((2, 5, 6, 4), 0).astype("float32"), numbers((3, 2, 5, 4), 1).astype("float32")
    cases = (
        ((2, 10, 12, 5), 2, "SAME", None),
        ((2, 11, 19, 5), (2, 3), "VALID", None),
        ((2, 9, 7, 5), 1, "VALID", (2, 1)),
    )
    turn = (0, 1, 2, 3) if data_format == "NHWC" else (0, 3, 1, 2)
    for shape, strides, padding, dilations in cases:
        given = ([shape[axis] for axis in turn], strides, padding, data_format, dilations)

        def gradients(convolution, x, w, given=given):
            with tf.GradientTape() as tape:
                tape.watch([x, w])
                y = convolution(x, w, *given)
                some = tf.cast(tf.reshape(tf.range(tf.size(y)) % 5 - 2, tf.shape(y)), y.dtype)
                total = tf.reduce_sum(y * some)
            return y, *tape.gradient(total, [x, w])

        theirs = plainly(lambda x, w, run=gradients: run(tf.nn.conv2d_transpose, x, w))
        run = plainly(lambda x, w, run=gradients: run(ft.conv2d_transpose, x, w))
        asked.clear()
        tensors = tf.constant(x.transpose(turn)), tf.constant(w)
        got = (tf.function(run) if graph else run)(*tensors)
        assert len(asked) == 1
        wanted = tf.function(theirs, jit_compile=True)(*tensors)
        for one, other in zip(got, wanted, strict=True):
            np.testing.assert_array_equal(one, other)


def test_conv2d_transpose_leaves_refusals_to_tensorflow():
    x, w = tf.ones((1, 4, 4, 2)), tf.ones((3, 3, 5, 2))
    for given in (((1, 9, 9, 5), 2, "SAME"), ((1, 8, 8, 4), 2, "SAME"), ((1, 8, 8, 5), 2, "AS")):
        with pytest.raises((tf.errors.OpError, ValueError)) as theirs:
            tf.nn.conv2d_transpose(x, w, *given)
        with pytest.raises(theirs.type):
            ft.conv2d_transpose(x, w, *given)


# ------------------------------------------------------------------ FILTERGRAD_SUMMARY

PROGRAM = """
import json, tensorflow as tf, filtergrad.tensorflow as ft
from filtergrad import summary
x, w = tf.ones((2, 8, 8, 3)), tf.ones((3, 3, 3, 4))

def gradient():
    with tf.GradientTape() as tape:
        tape.watch(w)
        y = tf.nn.conv2d(x, w, 1, "SAME")
    return tape.gradient(y, w)

with ft.enabled():
    step = tf.function(gradient)
    for _ in range(3):
        step()
    gradient()
    tf.function(gradient, jit_compile=True)()
print(json.dumps([[*row[:5], row.seconds, row.first] for row in summary.rows()]))
"""


def test_the_summary():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"FILTERGRAD_SUMMARY": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    ours, left = json.loads(done.stdout)
    host, layer, _, _, calls, seconds, first = ours
    assert (host, layer, calls) == ("TensorFlow", "float32 NHWC 2x8x8x3 filter 3x3x3x4", 4)
    assert 0 < first < seconds < 100
    assert left[:1] + left[2:5] == ["TensorFlow", "XLA compiles it", False, None]
