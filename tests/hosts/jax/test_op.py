"""`filtergrad.jax.conv2d_backprop_filter` is right wherever it is called; see test_hosts."""

import re

import numpy as np
import pytest
from check import assert_exact, assert_right, at_once, normal, resident, whole
from hypothesis import given, settings
from strategies import calls, problem_of
from test_op import layer
from with_jax import expected, fewer, put

import filtergrad as fg
import filtergrad.jax as fj
from filtergrad.arrays import DTYPES
from filtergrad.jax import door

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jax.config.update("jax_enable_x64", True)
each_dtype = pytest.mark.parametrize("dtype", DTYPES)
few = settings(max_examples=settings().max_examples // 8)


def ours(call):
    """The op with everything given but the arrays."""
    arguments = {k: v for k, v in call.items() if k not in ("input_shape", "dtype")}
    return lambda x, dy: fj.conv2d_backprop_filter(x, out_backprop=dy, **arguments)


def numpys(call, x, dy):
    arguments = {k: v for k, v in call.items() if k not in ("input_shape", "dtype")}
    return fg.conv2d_backprop_filter(x, out_backprop=dy, **arguments)


# ------------------------------------------------------------------------------------- the values


@fewer
@given(calls(most=12))
def test_whole_numbers(call):
    problem = problem_of(call)
    x, dy = map(put, whole(problem, most=1))
    got = jax.jit(ours(call))(x, dy)
    assert_exact(problem, np.asarray(got), np.asarray(x), np.asarray(dy))
    np.testing.assert_array_equal(got, expected(problem, x, dy))


@few
@given(calls(most=25))
def test_random_numbers(call):
    problem = problem_of(call)
    x, dy = normal(problem)
    got = np.asarray(ours(call)(x, dy))
    assert_right(problem, got, x, dy)
    np.testing.assert_array_equal(got, numpys(call, x, dy))


@few
@given(calls(most=8))
def test_on_other_platforms(call):
    """What runs on an accelerator is XLA's; it can be run here, too."""
    from filtergrad.jax import geometry, op

    problem = problem_of(call)
    x, dy = map(put, whole(problem, most=1))
    got = op.by_xla(x[None], dy[None], geometry=geometry.of_problem(problem, "default"))[0]
    assert_exact(problem, np.asarray(got), np.asarray(x), np.asarray(dy))
    program = jax.jit(ours(call)).trace(x, dy).lower(lowering_platforms=("cuda",)).as_text()
    assert "custom_call" not in program
    assert "stablehlo.convolution" in program


@each_dtype
@pytest.mark.parametrize("name", ["dense", "planes", "grouped"])
def test_every_dtype(name, dtype):
    call, problem = layer(name, dtype)
    x, dy = map(put, whole(problem))
    for op in (ours(call), jax.jit(ours(call))):
        got = op(x, dy)
        assert isinstance(got, jax.Array)
        assert_exact(problem, np.asarray(got), np.asarray(x), np.asarray(dy))


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


@pytest.mark.skipif(fj.door_state() != "native", reason=fj.door_state())
def test_kernels_are_compiled_with_the_program():
    """While XLA compiles, so that the first call is as quick as all others."""
    known = door._door.known
    x, before = put(np.ones((1, 7, 9, 57), np.float32)), len(known)
    program = jax.jit(lambda x: fj.conv2d_backprop_filter(x, (3, 3, 57, 57), x, [1] * 4, "SAME"))
    compiled = program.lower(x).compile()
    assert len(known) == before + 1
    compiled(x)
    assert len(known) == before + 1


def test_a_sum_in_highest_precision():
    x, dy = np.ones((1, 50, 50, 8), np.float32), np.full((1, 50, 50, 8), 0.1, np.float32)
    arguments = ((3, 3, 8, 8), dy, (1, 1, 1, 1), "SAME")
    got = fj.conv2d_backprop_filter(x, *arguments, precision="highest")
    np.testing.assert_array_equal(
        got, fg.conv2d_backprop_filter(x, *arguments, precision="highest")
    )


# ------------------------------------------------------------------------------- what goes wrong


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


# ---------------------------------------------------------------------------- threads and memory


def test_threads_keep_the_bits():
    call, problem = layer("dense")
    x, dy = map(put, normal(problem))
    op, before, results = jax.jit(ours(call)), fg.get_num_threads(), []
    try:
        for threads in (1, 2, 5):
            fg.set_num_threads(threads)
            results.append(np.asarray(op(x, dy)))
    finally:
        fg.set_num_threads(before)
    assert all(np.array_equal(results[0], other) for other in results)


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


def test_asynchronous_dispatch():
    """A program may start before the numbers that it reads have been made."""

    @jax.jit
    def slow(m):
        return jax.lax.fori_loop(0, 20, lambda _, m: m @ m / 300, m)

    ones = jax.numpy.ones((1, 1, 300, 300), np.float32)
    for _ in range(3):
        got = fj.conv2d_backprop_filter(slow(ones), [1, 1, 300, 300], ones, [1] * 4, "SAME")
        np.testing.assert_allclose(got, 300, rtol=1e-4)


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
