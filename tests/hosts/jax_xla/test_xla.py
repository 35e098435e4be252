"""Where XLA's frames are not those that we know, the gradient is XLA's own."""

import numpy as np
import pytest

from filtergrad.native import proof

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jax.config.update("jax_enable_x64", True)
proof.why_closed = lambda *asked: f"unknown: {asked}"

from helpers.check import assert_exact, whole  # noqa: E402
from helpers.jax_tools import ours  # noqa: E402
from helpers.layers import layer  # noqa: E402

import filtergrad.jax as fj  # noqa: E402


def test_state():
    version = jax.__version__
    assert fj.door_state() == f"xla: unknown: {('jax', version, 'FFI 0.3')}"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["dense", "planes", "grouped"])
def test_the_op(name, dtype):
    call, problem = layer(name, dtype)
    x, dy = whole(problem)
    assert_exact(problem, np.asarray(ours(call)(x, dy)), x, dy)
    text = jax.jit(ours(call)).lower(x, dy).as_text()
    assert "custom_call" not in text


def test_the_drop_in_and_the_switch():
    rng = np.random.default_rng(0)
    x, w = (rng.integers(-3, 4, s).astype("float64") for s in ((2, 6, 5, 4), (3, 3, 2, 6)))

    def gradient(of):
        def loss(x, w):
            numbers = ("NHWC", "HWIO", "NHWC")
            y = of(x, w, (2, 1), "SAME", dimension_numbers=numbers, feature_group_count=2)
            return (y**2).sum()

        return jax.jit(jax.vmap(jax.grad(loss, (0, 1)), (0, None)))(np.stack([x, x + 1]), w)

    right = gradient(jax.lax.conv_general_dilated)
    jax.tree.map(np.testing.assert_array_equal, gradient(fj.conv_general_dilated), right)
    with fj.enabled():
        jax.tree.map(np.testing.assert_array_equal, gradient(jax.lax.conv_general_dilated), right)
        (row,) = fj.report(lambda x: jax.lax.conv(x, x, (1, 1), "SAME"), np.ones((2, 2, 3, 3)))
    assert (row.by, row.why.partition(":")[0]) == ("XLA", "the door is closed")
