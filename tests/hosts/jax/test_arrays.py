"""JAX's arrays are read where they lie, and its transposed convolution is ours; see test_hosts."""

import numpy as np
import pytest
from helpers.check import assert_exact, assert_right, normal, whole
from helpers.jax_tools import expected, fewer, put
from helpers.layers import layer, op
from helpers.strategies import calls, problem_of
from hypothesis import given

import filtergrad as fg
from filtergrad.arrays import DTYPES, operand
from filtergrad.reference import filter_gradient

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jax.config.update("jax_enable_x64", True)  # else float64 turns into float32

each_dtype = pytest.mark.parametrize("dtype", DTYPES)


# ------------------------------------------------------------------------------------- the values


@fewer
@given(calls(most=12))
def test_whole_numbers(call):
    """Sums this small are exact in every type, so the order in which they are made is free."""
    problem = problem_of(call)
    x, dy = whole(problem, most=1)
    got = op(call, put(x), put(dy))
    assert_exact(problem, got, x, dy)
    np.testing.assert_array_equal(got, expected(problem, put(x), put(dy)))


@fewer
@given(calls(("float32", "float64"), most=30))
def test_random_numbers(call):
    problem = problem_of(call)
    x, dy = normal(problem)
    got = op(call, put(x), put(dy))
    assert_right(problem, got, x, dy)
    # Whatever the order in which XLA sums here, and whether it fuses, each sum errs by no more.
    terms = problem.n * problem.p * problem.q + 1
    most = terms * np.finfo(got.dtype).eps * filter_gradient(problem, np.abs(x), np.abs(dy))
    wanted = expected(problem, put(x), put(dy))
    assert (np.abs(np.float64(got) - wanted) <= 2 * most).all()


# ------------------------------------------------------------------------------------- the memory


@each_dtype
@pytest.mark.parametrize("name", ["dense", "planes", "grouped"])
def test_arrays_are_read_in_place(dtype, name):
    call, problem = layer(name, dtype)
    x, dy = map(put, whole(problem))
    for value in (x, dy):
        view = operand(value, "input")
        assert view.address == value.unsafe_buffer_pointer()
        assert (view.shape, view.dtype, view.writable) == (value.shape, dtype, False)
    assert_exact(problem, op(call, x, dy), np.asarray(x), np.asarray(dy))


def test_out_is_never_a_jax_array():
    call, problem = layer("dense")
    x, dy = map(put, whole(problem))
    with pytest.raises(TypeError, match="out must be a numpy array, not ArrayImpl"):
        op(call, x, dy, out=jax.numpy.zeros(problem.filter_shape))
    with pytest.raises(ValueError, match="out is read-only"):
        op(call, x, dy, out=np.asarray(jax.numpy.zeros(problem.filter_shape, np.float32)))


def test_numbers_that_are_still_being_computed():
    """JAX hands out arrays before they are filled; reading one waits."""

    @jax.jit
    def slow(m):
        return jax.lax.fori_loop(0, 20, lambda _, m: m @ m / 300, m)

    ones = jax.numpy.ones((1, 1, 300, 300), np.float32)
    for _ in range(3):
        got = fg.conv2d_backprop_filter(slow(ones), [1, 1, 300, 300], ones, [1] * 4, "SAME")
        np.testing.assert_allclose(got, 300, rtol=1e-4)


def test_sizes():
    call, problem = layer("dense")
    call |= {"filter_sizes": put(call["filter_sizes"]), "strides": put(call["strides"])}
    x, dy = whole(problem)
    assert_exact(problem, op(call, put(x), dy), x, dy)


# -------------------------------------------------------------------------------- what is refused


def test_inside_a_transformation_there_are_no_numbers():
    call, problem = layer("dense")
    x, dy = map(put, whole(problem))
    for transformed in (
        jax.jit(lambda x: op(call, x, dy)),
        jax.grad(lambda x: op(call, x, dy).sum()),
        jax.vmap(lambda x: op(call, x, dy)),
    ):
        with pytest.raises(TypeError, match="input cannot be read through DLPack: "):
            transformed(x)


def test_deleted():
    call, problem = layer("dense")
    x, dy = map(put, whole(problem))
    x.delete()
    with pytest.raises(TypeError, match="input cannot be read through DLPack: "):
        op(call, x, dy)


def test_dtype_refused():
    call, problem = layer("dense")
    _, dy = map(put, whole(problem))
    with pytest.raises(TypeError, match="'input' has DataType int32 not in list"):
        op(call, jax.numpy.zeros(problem.input_shape, np.int32), dy)
