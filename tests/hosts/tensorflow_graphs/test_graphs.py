"""What TensorFlow makes of graphs with our convolutions: merged, saved, loaded.

Without oneDNN unless it is asked for: merged kernels that refuse are of that build.
"""

import os
import subprocess
import sys

os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # before the import

import numpy as np
import pytest
import tensorflow as tf

import filtergrad.tensorflow as ft

plainly = tf.autograph.experimental.do_not_convert
RNG = np.random.default_rng(0)


def numbers(*shape):
    return tf.constant(RNG.integers(-2, 3, shape), "float32")


X, BIAS = numbers(2, 7, 8, 4), numbers(8)
GROUPED, DENSE, DEEP = numbers(3, 2, 2, 8), numbers(3, 2, 4, 8), numbers(3, 2, 4, 2)
UNKNOWN = tf.TensorSpec(None, "float32")

CONVOLUTIONS = {
    "groups": (lambda x, w: ft.conv2d(x, w, 1, "SAME"), GROUPED),
    "groups, dilated": (lambda x, w: ft.conv2d(x, w, 1, "VALID", dilations=2), GROUPED),
    "groups, planes": (
        lambda x, w: tf.transpose(
            ft.conv2d(tf.transpose(x, (0, 3, 1, 2)), w, 1, "SAME", "NCHW"), (0, 2, 3, 1)
        ),
        GROUPED,
    ),
    "groups, explicit": (
        lambda x, w: ft.conv2d(x, w, 1, [[0, 0], [2, 1], [1, 2], [0, 0]]),
        GROUPED,
    ),
    "dense, dilated": (lambda x, w: ft.conv2d(x, w, 1, "SAME", dilations=2), DENSE),
    "depthwise": (lambda x, w: ft.depthwise_conv2d(x, w, 1, "SAME"), DEEP),
    "depthwise, dilated": (lambda x, w: ft.depthwise_conv2d(x, w, 1, "SAME", dilations=2), DEEP),
    "depthwise, strides": (lambda x, w: ft.depthwise_conv2d(x, w, (1, 2), "SAME"), DEEP),
}


def normalized(y):
    ones = tf.ones(8)
    return tf.raw_ops.FusedBatchNormV3(
        x=y, scale=BIAS, offset=ones, mean=BIAS, variance=ones, is_training=False
    )[0]


def biased(y):
    return tf.nn.bias_add(y, BIAS)


AFTER = {
    "bias": biased,
    "added": lambda y: y + BIAS,
    "relu": lambda y: tf.nn.relu(biased(y)),
    "relu6": lambda y: tf.nn.relu6(biased(y)),
    "elu": lambda y: tf.nn.elu(biased(y)),
    "leaky relu": lambda y: tf.nn.leaky_relu(biased(y)),
    "tanh": lambda y: tf.tanh(biased(y)),
    "sigmoid": lambda y: tf.sigmoid(biased(y)),
    "gelu": lambda y: tf.nn.gelu(biased(y), approximate=True),
    "exact gelu": lambda y: tf.nn.gelu(biased(y)),
    "swish": lambda y: tf.nn.silu(biased(y)),
    "normalized": normalized,
    "normalized, relu": lambda y: tf.nn.relu(normalized(y)),
    "residual": lambda y: tf.nn.relu(biased(y) + tf.ones_like(y)),
    "squeezed": lambda y: biased(tf.squeeze(y[:, :, :1], 2)),
    "scaled": lambda y: y * BIAS,
}


@pytest.mark.parametrize("name", CONVOLUTIONS)
@pytest.mark.parametrize("known", [True, False], ids=["shapes known", "shapes unknown"])
@pytest.mark.parametrize("frozen", [True, False], ids=["frozen", "trained"])
def test_nothing_is_merged(name, known, frozen):
    """Into a kernel that refuses it, whatever follows, in training and after it."""
    convolve, w = CONVOLUTIONS[name]
    signature = None if known else [UNKNOWN] * (1 if frozen else 2)
    for what, after in AFTER.items():

        @plainly
        def forward(x, w=w, after=after):
            return after(convolve(x * [3.0, 1.0, 2.0, -1.0], w))

        @plainly
        def trained(x, w, forward=forward):
            with tf.GradientTape() as tape:
                tape.watch([x, w])
                y = forward(x, w)
                loss = tf.reduce_sum(y * y)
            return y, *tape.gradient(loss, [x, w])

        if not known and what == "squeezed":
            continue
        run, given = (forward, (X,)) if frozen else (trained, (X, w))
        wanted = tf.nest.flatten(run(*given))
        got = tf.nest.flatten(tf.function(run, input_signature=signature)(*given))
        for one, other in zip(got, wanted, strict=True):
            scale = np.abs(other).max()
            np.testing.assert_allclose(one, other, atol=1e-5 * scale, rtol=1e-5, err_msg=what)


# ---------------------------------------------------------------------------------------- saved


class Model(tf.Module):
    """A convolution of each kind, with bias."""

    def __init__(self, kind):
        super().__init__()
        self.convolve, w = CONVOLUTIONS[kind]
        self.w = tf.Variable(w)

    @tf.function(input_signature=[tf.TensorSpec((None, 7, 8, 4))])
    @plainly
    def __call__(self, x):
        return tf.nn.relu(biased(self.convolve(x, self.w)))


ELSEWHERE = """
import sys
import numpy as np
import tensorflow as tf
for path in sys.argv[1:]:
    model = tf.saved_model.load(path)
    x, wanted = (np.load(f"{path}/{name}.npy") for name in ("x", "y"))
    np.testing.assert_allclose(model(x), wanted, atol=1e-4)
assert "filtergrad" not in sys.modules
"""


def test_saved_models_are_tensorflows(tmp_path):
    """They need no filtergrad; loaded, they train inside of `enabled`."""
    paths = []
    for kind in ("groups", "groups, planes", "depthwise, dilated"):
        path, model = tmp_path / kind, Model(kind)
        tf.saved_model.save(model, str(path))
        np.save(path / "x.npy", X)
        np.save(path / "y.npy", model(X))
        loaded = tf.saved_model.load(str(path))
        assert "iltergrad" not in str(loaded.__call__.concrete_functions[0].graph.as_graph_def())
        gradients = []
        with ft.enabled():
            for one in (model, loaded):
                with tf.GradientTape() as tape:
                    loss = tf.reduce_sum(one(X) ** 2)
                gradients.append(tape.gradient(loss, one.w))
        np.testing.assert_allclose(*gradients, rtol=1e-5)
        paths.append(path)
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
