"""Models of the libraries on top of JAX learn the same with our weight gradient."""

import re
import subprocess
import sys

import numpy as np
import pytest
from helpers import ROOT

import filtergrad.jax as fj

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jnp = jax.numpy


@pytest.fixture(autouse=True)
def single_precision():
    """JAX's default, which the tests of other files in this process turn off."""
    with jax.enable_x64(False):
        yield


def by_hand():
    """Parameters, and a function of them and the images."""
    rng = np.random.default_rng(0)
    shapes = ((3, 3, 3, 8), (3, 3, 1, 8), (1, 1, 8, 16))
    filters = [jnp.asarray(rng.standard_normal(s) / 5, jnp.float32) for s in shapes]

    def apply(filters, x):
        for at, w in enumerate(filters):
            x = jax.lax.conv_general_dilated(
                x, w, (1 + (at == 1),) * 2, "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"),
                feature_group_count=x.shape[-1] // w.shape[2],
            )  # fmt: skip
            x = jax.nn.relu(x)
        return x.mean((1, 2))

    return filters, apply


def flax():
    nn = pytest.importorskip("flax.linen", reason="flax is not installed")

    class Net(nn.Module):
        @nn.compact
        def __call__(self, x):
            x = nn.relu(nn.Conv(8, (3, 3))(x))
            x = nn.relu(nn.Conv(8, (3, 3), strides=2, feature_group_count=8)(x))
            return nn.Conv(16, (1, 1))(x).mean((1, 2))

    net = Net()
    return net.init(jax.random.key(0), jnp.ones((1, 12, 10, 3))), net.apply


def haiku():
    hk = pytest.importorskip("haiku", reason="haiku is not installed")

    def net(x):
        x = jax.nn.relu(hk.Conv2D(8, 3)(x))
        x = jax.nn.relu(hk.DepthwiseConv2D(1, 3, stride=2)(x))
        return hk.Conv2D(16, 1)(x).mean((1, 2))

    init, apply = hk.without_apply_rng(hk.transform(net))
    return init(jax.random.key(0), jnp.ones((1, 12, 10, 3))), apply


def equinox():
    eqx = pytest.importorskip("equinox", reason="equinox is not installed")
    keys = jax.random.split(jax.random.key(0), 3)
    layers = [
        eqx.nn.Conv2d(3, 8, 3, padding=1, key=keys[0]),
        eqx.nn.Conv2d(8, 8, 3, padding=1, stride=2, groups=8, key=keys[1]),
        eqx.nn.Conv2d(8, 16, 1, key=keys[2]),
    ]
    arrays, rest = eqx.partition(layers, eqx.is_array)

    def apply(arrays, x):
        def one(x):
            for layer in eqx.combine(arrays, rest):
                x = jax.nn.relu(layer(x))
            return x.mean((1, 2))

        return jax.vmap(one)(jnp.moveaxis(x, -1, 1))

    return arrays, apply


@pytest.mark.parametrize("library", [by_hand, flax, haiku, equinox])
def test_training(library):
    """The switch finds all three convolutions, and the losses stay together."""
    weights, apply = library()
    rng = np.random.default_rng(1)
    x = jnp.asarray(rng.standard_normal((8, 12, 10, 3)), jnp.float32)
    labels = jnp.asarray(rng.integers(0, 16, 8))

    def loss(weights):
        chosen = jnp.take_along_axis(jax.nn.log_softmax(apply(weights, x)), labels[:, None], 1)
        return -chosen.mean()

    @jax.jit
    def step(weights):
        value, slopes = jax.value_and_grad(loss)(weights)
        return value, jax.tree.map(lambda w, slope: w - slope, weights, slopes)

    def losses():
        now, found = weights, []
        for _ in range(20):
            value, now = step(now)
            found.append(float(value))
        return found

    right = losses()
    with fj.enabled():
        got, text = losses(), step.lower(weights).as_text()
    calls = re.findall(r"@filtergrad_conv2d_weight\w*", text)
    assert len(calls) == 3
    assert right[-1] < right[0]
    np.testing.assert_allclose(got, right, rtol=1e-4)
    each = jax.jit(jax.vmap(jax.grad(lambda w, x: apply(w, x[None]).sum()), (None, 0)))
    wanted = each(weights, x)
    with fj.enabled():
        jax.tree.map(
            lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-4),
            each(weights, x), wanted,
        )  # fmt: skip


def test_the_example():
    pytest.importorskip("sklearn", reason="its digits are the example's data")
    path = ROOT / "examples" / "digits_jax.py"
    done = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    theirs, ours = (float(number) for number in re.findall(r"(\d+\.\d+) %", done.stdout))
    assert abs(theirs - ours) < 1
    assert theirs > 95
