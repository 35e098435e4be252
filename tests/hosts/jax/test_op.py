"""`filtergrad.jax.conv2d_backprop_filter` is right wherever it is called; see test_hosts."""

import numpy as np
import pytest
from helpers.check import assert_exact, assert_right, normal, whole
from helpers.jax_cases import (  # noqa: F401 - tests that also run with the door closed
    test_calls_at_once,
    test_empty,
    test_errors_come_while_tracing,
    test_nothing_is_kept,
    test_what_only_the_engine_finds_reaches_the_caller,
)
from helpers.jax_tools import expected, fewer, numpys, ours, put
from helpers.layers import layer
from helpers.strategies import calls, problem_of
from hypothesis import given, settings

import filtergrad as fg
import filtergrad.jax as fj
from filtergrad.arrays import DTYPES
from filtergrad.jax import door

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jax.config.update("jax_enable_x64", True)
each_dtype = pytest.mark.parametrize("dtype", DTYPES)
few = settings(max_examples=settings().max_examples // 8)


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


def test_asynchronous_dispatch():
    """A program may start before the numbers that it reads have been made."""

    @jax.jit
    def slow(m):
        return jax.lax.fori_loop(0, 20, lambda _, m: m @ m / 300, m)

    ones = jax.numpy.ones((1, 1, 300, 300), np.float32)
    for _ in range(3):
        got = fj.conv2d_backprop_filter(slow(ones), [1, 1, 300, 300], ones, [1] * 4, "SAME")
        np.testing.assert_allclose(got, 300, rtol=1e-4)
