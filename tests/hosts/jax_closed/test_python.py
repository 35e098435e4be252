"""Where the native door stays closed, a Python function does the same; see test_hosts."""

import subprocess
import sys

import numpy as np
import pytest
from helpers.check import assert_exact, whole
from helpers.layers import layer

from filtergrad.arrays import DTYPES
from filtergrad.native import door

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jax.config.update("jax_enable_x64", True)
door.why_closed = lambda: "closed by this test"

from helpers.jax_cases import (  # noqa: E402, F401 - tests to run again
    test_calls_at_once,
    test_empty,
    test_errors_come_while_tracing,
    test_nothing_is_kept,
    test_what_only_the_engine_finds_reaches_the_caller,
)
from helpers.jax_tools import numpys, ours  # noqa: E402

import filtergrad.jax as fj  # noqa: E402


def test_state():
    assert fj.door_state() == "python: closed by this test"


def test_at_any_depth(capfd, monkeypatch):
    """Where Python cannot be called it is an error, and never what lay in the memory of dW."""
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)  # ctypes tells of it there
    x = jax.numpy.ones((1, 4, 4, 2))
    f = jax.jit(lambda x: fj.conv2d_backprop_filter(x, (3, 3, 2, 2), x, [1] * 4, "SAME"))
    right, outcomes, before = np.asarray(f(x)), [], sys.getrecursionlimit()

    def deep(n):
        return f(x) if n == 0 else deep(n - 1)

    def outcome(n):
        try:
            got = deep(n)
        except (ValueError, jax.errors.JaxRuntimeError) as error:
            return str(error)
        except RecursionError:
            return "too deep"
        return "right" if (np.asarray(got) == right).all() else "wrong"

    sys.setrecursionlimit(500)
    try:
        outcomes += [outcome(n) for n in range(300, 500)]
    finally:
        sys.setrecursionlimit(before)
    assert outcomes[0] == "right"
    assert outcomes[-1] == "too deep"
    assert "wrong" not in outcomes
    assert any("Python cannot be called" in text for text in outcomes)


ENDS = """
from filtergrad.native import door
door.why_closed = lambda: "closed by this test"
import jax
import filtergrad.jax as fj

@jax.jit
def f(x):
    def step(x, _):
        dw = fj.conv2d_backprop_filter(x, (3, 3, 4, 4), x, [1] * 4, "SAME")
        return x + dw.sum() * 0, dw.sum()
    return jax.lax.scan(step, x, None, length=300)

x = jax.numpy.ones((2, 64, 64, 4))
f(x)[1].block_until_ready()
running = [f(x + i) for i in range(4)]
"""


def test_python_ends_while_programs_run():
    """The process ends, and does not wait for XLA's threads, which wait for Python."""
    done = subprocess.run(
        [sys.executable, "-c", ENDS], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["dense", "planes", "grouped"])
def test_every_dtype(name, dtype):
    call, problem = layer(name, dtype)
    x, dy = whole(problem)
    got = jax.jit(ours(call))(x, dy)
    assert_exact(problem, np.asarray(got), x, dy)
    np.testing.assert_array_equal(got, numpys(call, x, dy))


def test_every_order_of_axes():
    rng = np.random.default_rng(0)
    x, w = (rng.standard_normal(shape) for shape in ((4, 2, 7, 6), (3, 4, 2, 3)))

    def gradient(of):
        def loss(w):
            return (of(x, w, (2, 1), "SAME", dimension_numbers=("CNHW", "OIHW", "HNCW")) ** 2).sum()

        return jax.jit(jax.grad(loss))(w)

    got = gradient(fj.conv_general_dilated)
    np.testing.assert_allclose(got, gradient(jax.lax.conv_general_dilated), rtol=1e-10)


def test_vmap():
    rng = np.random.default_rng(0)
    x, dy = rng.standard_normal((3, 2, 5, 6, 4)), rng.standard_normal((2, 5, 6, 3))

    def op(x):
        return fj.conv2d_backprop_filter(x, (3, 3, 4, 3), dy, [1] * 4, "SAME")

    got = jax.jit(jax.vmap(op))(x)
    for b in range(3):
        np.testing.assert_array_equal(got[b], op(x[b]))
