"""Tests of JAX's op that run twice: through native code, and where the native door stays closed."""

import re

import jax
import numpy as np
import pytest

import filtergrad as fg
import filtergrad.jax as fj

from .check import at_once, resident
from .jax_tools import put


@pytest.mark.parametrize(
    ("x", "sizes", "dy"),
    [
        ((0, 5, 5, 3), (3, 3, 3, 4), (0, 5, 5, 4)),
        ((2, 0, 5, 3), (3, 3, 3, 4), (2, 0, 5, 4)),
        ((2, 5, 5, 0), (3, 3, 2, 4), (2, 5, 5, 4)),
        ((2, 5, 5, 3), (3, 3, 3, 0), (2, 5, 5, 0)),
        ((2, 5, 5, 3), (0, 3, 3, 4), (2, 5, 5, 4)),
    ],
)
def test_empty(x, sizes, dy):
    x, dy = np.ones(x, np.float32), np.ones(dy, np.float32)

    def op(x, dy):
        return fj.conv2d_backprop_filter(x, sizes, dy, (1, 1, 1, 1), "SAME")

    for got in (op(x, dy), jax.jit(op)(x, dy)):
        np.testing.assert_array_equal(got, np.zeros(sizes, np.float32))
    np.testing.assert_array_equal(jax.grad(lambda x: op(x, dy).sum())(x), np.zeros(x.shape))


def test_errors_come_while_tracing():
    x, dy = np.ones((2, 5, 5, 3), np.float32), np.ones((2, 5, 6, 4), np.float32)
    text = "Size of out_backprop doesn't match computed: actual = 6, computed = 5"
    for wrap in (lambda f: f, jax.jit, jax.vmap):
        given = (x, dy) if wrap is not jax.vmap else (x[None], dy[None])
        op = wrap(lambda x, dy: fj.conv2d_backprop_filter(x, (3, 3, 3, 4), dy, [1] * 4, "SAME"))
        with pytest.raises(ValueError, match=text) as caught:
            op(*given)
        assert caught.type is fg.InvalidArgumentError
    with pytest.raises(TypeError, match="input is float32 but out_backprop is float16"):
        op(x[None], dy[None].astype(np.float16))
    with pytest.raises(TypeError, match="'input' has DataType int32 not in list"):
        op(x[None].astype(np.int32), dy[None])
    with pytest.raises(TypeError, match=re.escape("filter_sizes")):
        jax.jit(lambda s: fj.conv2d_backprop_filter(x, s, dy, [1] * 4, "SAME"))(np.ones(4, int))


def test_what_only_the_engine_finds_reaches_the_caller(monkeypatch):
    """An error below the checks arrives with its text, while XLA compiles or when it runs."""
    from filtergrad.cpu import engine as cpu

    def broken(*arguments):
        raise RuntimeError("no kernel today")

    monkeypatch.setattr(cpu, "compiled", broken)
    x = np.ones((1, 3, 3, 61), np.float32)
    with pytest.raises(jax.errors.JaxRuntimeError, match=r"INVALID_ARGUMENT.*no kernel today"):
        fj.conv2d_backprop_filter(x, (1, 1, 61, 61), x, [1] * 4, "SAME").block_until_ready()
    monkeypatch.undo()
    got = fj.conv2d_backprop_filter(x, (1, 1, 61, 61), x, [1] * 4, "SAME")
    np.testing.assert_array_equal(got, np.full((1, 1, 61, 61), 9))


def test_calls_at_once():
    """From several threads, and from the threads among which XLA divides one program."""
    shapes = [(2, 12, 12, 24), (3, 12, 12, 24)]
    arrays = [np.random.default_rng(0).standard_normal(s).astype(np.float32) for s in shapes]

    def op(x):
        return fj.conv2d_backprop_filter(x, (3, 3, 24, 24), x, [1] * 4, "SAME")

    both = jax.jit(lambda x, y: [op(a) for a in (x, y, 2 * x, 2 * y)])
    right, wrong = [np.asarray(a) for a in both(*arrays)], []

    def work():
        for _ in range(50):
            wrong.extend(1 for a, b in zip(both(*arrays), right, strict=True) if (a != b).any())

    at_once(work, 4)
    assert not wrong
    np.testing.assert_array_equal(right[2], 4 * right[0])


def test_nothing_is_kept():
    """10,000 calls leave resident memory where it was."""
    x = put(np.ones((1, 16, 16, 8), np.float32))
    op = jax.jit(lambda x: fj.conv2d_backprop_filter(x, (3, 3, 8, 8), x, [1] * 4, "SAME"))

    def after(times):
        for _ in range(times):
            op(x).block_until_ready()
        return resident()

    before = after(1000)
    assert after(10_000) - before < 2**20
