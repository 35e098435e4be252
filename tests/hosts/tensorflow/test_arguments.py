"""Whatever ``tf.nn.conv2d`` takes, ours takes; whatever it refuses, ours does."""

import numpy as np
import pytest
import tensorflow as tf

import filtergrad.tensorflow as ft

RNG = np.random.default_rng(0)
X, W = RNG.integers(-2, 3, (2, 7, 8, 4)), RNG.integers(-2, 3, (3, 2, 4, 8))
DEEP = RNG.integers(-2, 3, (3, 2, 4, 2))
PADS = [[0, 0], [1, 2], [2, 0], [0, 0]]

INTEGERS = {
    "int": 2,
    "bool": True,
    "numpy.int64": np.int64(2),
    "numpy.int8": np.int8(2),
    "numpy.uint16": np.uint16(2),
    "float": 2.0,
    "list of one": [2],
    "tuple of one": (2,),
    "list of two": [2, 1],
    "tuple of two": (1, 2),
    "list of four": [1, 2, 1, 1],
    "tuple of four": (1, 2, 2, 1),
    "numpy integers": (np.int32(1), np.int64(2)),
    "array of one": np.array([2]),
    "array of two": np.array([1, 2], np.int32),
    "array of four": np.array([1, 2, 2, 1]),
    "tensor shape": tf.TensorShape([2, 2]),
    "range": range(1, 3),
    "list of tensors": [tf.constant(2), tf.constant(1)],
    "tensor of two": tf.constant([2, 1]),
    "none": None,
}
# These tf.nn.conv2d refuses, as lists without a length.
MORE = {"array of rank 0": np.array(2), "tensor of rank 0": tf.constant(2)}


def gradient(convolve, x, w, *rest, **given):
    x, w = (tf.convert_to_tensor(v) for v in (x, w))
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        y = convolve(x, w, *rest, **given)
        loss = tf.reduce_sum(y * y)
    return y, *tape.gradient(loss, [x, w])


def assert_alike(got, wanted):
    for one, other in zip(got, wanted, strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


def tensors(*arrays, dtype="float64"):
    return [tf.constant(array, dtype) for array in arrays]


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
@pytest.mark.parametrize("name", INTEGERS)
def test_strides(name, graph):
    given = INTEGERS[name]

    def run(convolve):
        function = lambda: gradient(convolve, *tensors(X, W), given, "SAME")  # noqa: E731
        return (tf.function(function, autograph=False) if graph else function)()

    if graph and "tensor" in name and name != "tensor shape":
        pytest.skip("a graph has no number to read")
    assert_alike(run(ft.conv2d), run(tf.nn.conv2d))


@pytest.mark.parametrize("name", INTEGERS)
def test_dilations(name):
    """Forward alone: TensorFlow has no gradients of them."""
    given = tensors(X, W)
    ours = ft.conv2d(*given, 1, "VALID", dilations=INTEGERS[name])
    theirs = tf.nn.conv2d(*given, 1, "VALID", dilations=INTEGERS[name])
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("name", MORE)
def test_more(name):
    given = tensors(X, W)
    for arguments in ({"strides": MORE[name]}, {"strides": 1, "dilations": MORE[name]}):
        plain = {key: int(value) for key, value in arguments.items()}
        ours = ft.conv2d(*given, padding="VALID", **arguments)
        np.testing.assert_array_equal(ours, tf.nn.conv2d(*given, padding="VALID", **plain))
        ours = ft.depthwise_conv2d(*tensors(X, DEEP), padding="VALID", **arguments)
        plain = ft.depthwise_conv2d(*tensors(X, DEEP), padding="VALID", **plain)
        np.testing.assert_array_equal(ours, plain)


@pytest.mark.parametrize(
    "padding",
    ["SAME", "VALID", PADS, tuple(map(tuple, PADS)), [[np.int64(n) for n in p] for p in PADS]],
    ids=str,
)
def test_paddings(padding):
    given = (1, padding, None)
    assert_alike(
        gradient(ft.conv2d, *tensors(X, W), *given), gradient(tf.nn.conv2d, *tensors(X, W), *given)
    )
    given = ([1, 2, 2, 1], padding, None)
    ours = gradient(ft.depthwise_conv2d, *tensors(X, DEEP), *given)
    theirs = gradient(tf.nn.depthwise_conv2d, *tensors(X, DEEP), *given)
    np.testing.assert_array_equal(ours[0], theirs[0])
    assert_alike(ours, theirs)


@pytest.mark.parametrize("rate", [1, 2, [2], (1, 3), np.array([2, 1]), tf.TensorShape([2, 2])])
def test_depthwise_rates(rate):
    ours = gradient(ft.depthwise_conv2d, *tensors(X, DEEP), [1] * 4, "SAME", dilations=rate)
    pair = [int(n) for n in np.ravel(np.array(rate))]
    pair = pair * 2 if len(pair) == 1 else pair
    theirs = gradient(tf.nn.depthwise_conv2d, *tensors(X, DEEP), [1] * 4, "SAME", dilations=pair)
    assert_alike(ours, theirs)


INPUTS = {
    "arrays": (X.astype("float32"), W.astype("float32")),
    "variables": (tf.Variable(X.astype("float32")), tf.Variable(W.astype("float32"))),
    "array and variable": (X.astype("float64"), tf.Variable(W.astype("float32"))),
    "tensor and list": (tf.constant(X, "float64"), W.astype(float).tolist()),
    "whole numbers": (tf.constant(X, "int32"), tf.constant(W, "int32")),
    "five axes": (X[None].repeat(3, 0).astype("float32"), W.astype("float32")),
    "six axes": (X[None, None].astype("float32"), W.astype("float32")),
    "no images": (X[:0].astype("float32"), W.astype("float32")),
}


@pytest.mark.parametrize("name", INPUTS)
def test_inputs(name):
    x, w = INPUTS[name]
    wanted = tf.nn.conv2d(x, w, 1, "SAME")
    got = ft.conv2d(x, w, 1, "SAME")
    assert (got.dtype, got.shape) == (wanted.dtype, wanted.shape)
    np.testing.assert_array_equal(got, wanted)


def test_more_axes_train():
    x, w = tensors(X.reshape(2, 1, 7, 8, 4), W)
    assert_alike(gradient(ft.conv2d, x, w, 1, "SAME"), gradient(tf.nn.conv2d, x, w, 1, "SAME"))


def test_names():
    with tf.Graph().as_default():
        x, w, d = tensors(X, W, DEEP)
        assert "mine" in ft.conv2d(x, w, 1, "SAME", name="mine").op.name
        assert "mine" in ft.depthwise_conv2d(x, d, 1, "SAME", name="mine").op.name


REFUSED = {
    "three strides": {"strides": [1, 1, 1]},
    "no strides": {"strides": []},
    "five strides": {"strides": [1] * 5},
    "stride 0": {"strides": 0},
    "negative stride": {"strides": -1},
    "stride of text": {"strides": "1"},
    "stride of half an array": {"strides": np.array([[1, 1], [1, 1]])},
    "batch stride": {"strides": [2, 1, 1, 1]},
    "dilation 0": {"dilations": 0},
    "three dilations": {"dilations": [1, 1, 1]},
    "small padding": {"padding": "same"},
    "padding by name": {"padding": "EXPLICIT"},
    "padding of another": {"padding": "CAUSAL"},
    "padding of three": {"padding": PADS[:3]},
    "padding of numbers": {"padding": [0, 1, 1, 0]},
    "padding of triples": {"padding": [[0, 0, 0]] * 4},
    "padded channels": {"padding": [[0, 0], [0, 0], [0, 0], [1, 0]]},
    "negative padding": {"padding": [[0, 0], [-1, 0], [0, 0], [0, 0]]},
    "small format": {"data_format": "nhwc"},
    "format of another": {"data_format": "HWNC"},
    "format of Keras": {"data_format": "channels_last"},
    "three axes": {"input": X[0].astype("float64")},
    "no axes": {"input": 1.0},
    "filter of three axes": {"filters": W[0].astype("float64")},
    "other channels": {"filters": W[:, :, :3].astype("float64")},
    "another dtype": {"filters": tf.constant(W, "float32")},
    "text": {"input": "x"},
    "ragged": {"input": tf.ragged.constant([[1.0], [1.0, 2.0]])},
    "sparse": {"input": tf.sparse.from_dense(X.astype("float64"))},
    "nothing": {"input": None},
    "complex": {"input": tf.constant(X, "complex64"), "filters": tf.constant(W, "complex64")},
    "no channels out": {"filters": W[..., :0].astype("float64")},
    "no channels out, float32": {
        "input": X.astype("float32"),
        "filters": W[..., :0].astype("float32"),
    },
    "large filter": {"filters": np.ones((9, 9, 4, 8)), "padding": "VALID"},
}
ERRORS = (TypeError, ValueError, AttributeError, tf.errors.OpError)


@pytest.mark.parametrize("graph", [False, True], ids=["eager", "graph"])
@pytest.mark.parametrize("name", REFUSED)
def test_refused(name, graph):
    """Both refuse, when called or when run, or neither does."""
    x, w = tensors(X, W)
    given = {"input": x, "filters": w, "strides": 1, "padding": "SAME"} | REFUSED[name]
    answers = []
    for convolve in (tf.nn.conv2d, ft.conv2d):
        run = lambda convolve=convolve: convolve(**given)  # noqa: E731
        try:
            answers.append((tf.function(run, autograph=False) if graph else run)().shape)
        except ERRORS as error:
            answers.append(None)
            assert len(str(error)) > 10  # noqa: PT017
    assert answers[0] == answers[1]
