"""The whole op as users call it: every argument, every kind of array, right or refused."""

import inspect
import itertools

import ml_dtypes
import numpy as np
import pytest
from helpers.check import assert_exact, assert_right, normal, whole
from helpers.foreign import Dlpack, Interface
from helpers.layers import EMPTY, LAYERS, layer, op
from helpers.refusals import BASE, FINE, KILLERS
from helpers.strategies import PLACES, calls, places, problem_of
from hypothesis import given
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad import knobs, raw_ops
from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.cpu.run import host
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

bfloat16 = ml_dtypes.bfloat16


# ------------------------------------------------------------------------------------ the values


@given(calls(), places, places, st.sampled_from(host.available()))
def test_whole_numbers_are_exact(call, x_place, dy_place, row):
    """With sums that need no rounding, every bit is the formula's, wherever the arrays lie."""
    problem = problem_of(call)
    x, dy = whole(problem)
    with knobs.override(isa=row.name):
        got = op(call, PLACES[x_place](x), PLACES[dy_place](dy))
    assert_exact(problem, got, x, dy)


@given(calls(most=40), st.sampled_from(("default", "highest")), st.sampled_from(host.available()))
def test_errors_are_bounded(call, precision, row):
    problem = problem_of(call)
    x, dy = normal(problem)
    with knobs.override(isa=row.name):
        plan = fg.compile(**call, precision=precision).plan
        assert_right(problem, op(call, x, dy, precision=precision), x, dy, plan=plan)


@given(calls(), st.sampled_from(sorted(set(PLACES) - {"read-only"})), st.booleans())
def test_out(call, place, accumulate):
    problem = problem_of(call)
    x, dy = whole(problem)
    old = np.random.default_rng(1).integers(-9, 10, problem.filter_shape)
    out = PLACES[place](old.astype(numpy_dtype(problem.dtype)))
    assert op(call, x, dy, out=out, accumulate=accumulate) is out
    assert_exact(problem, out, x, dy, old if accumulate else 0)


@given(calls())
def test_a_compiled_kernel_gives_the_same_bits(call):
    problem = problem_of(call)
    x, dy = normal(problem)
    kernel = fg.compile(**call)
    assert kernel.problem == problem
    np.testing.assert_array_equal(kernel(x, dy), op(call, x, dy))


each_layer = pytest.mark.parametrize("name", LAYERS)
each_dtype = pytest.mark.parametrize("dtype", DTYPES)


@each_layer
@each_dtype
def test_every_instruction_set(name, dtype, each_isa):
    call, problem = layer(name, dtype)
    x, dy = whole(problem)
    assert_exact(problem, op(call, x, dy), x, dy)
    assert fg.compile(**call).plan.isa is each_isa


def test_an_instruction_set_that_is_not_there():
    call, problem = layer("dense")
    with (
        knobs.override(isa="x86-64-v9"),
        pytest.raises(ValueError, match=r"FILTERGRAD_ISA=x86-64-v9 cannot run here; .* runs: "),
    ):
        op(call, *whole(problem))


# -------------------------------------------------------------- what TensorFlow gets wrong, by name


@each_dtype
@pytest.mark.parametrize(("x", "dw", "padding", "pads"), EMPTY.values(), ids=EMPTY)
def test_empty_tensors_give_zeros(x, dw, padding, pads, dtype):
    """Where Eigen returns uninitialised memory and XLA refuses."""
    problem = Problem.make(x, dw, None, (1, 1, 1, 1), padding, pads, dtype=dtype)
    x, dy = (np.ones(s, numpy_dtype(dtype)) for s in (x, problem.out_backprop_shape))
    given = {"strides": [1] * 4, "padding": padding, "explicit_paddings": pads}
    got = fg.conv2d_backprop_filter(x, dw, dy, **given)
    assert (got.shape, got.dtype) == (dw, numpy_dtype(dtype))
    assert not np.any(got)
    out = np.full(dw, 3, numpy_dtype(dtype))
    fg.conv2d_backprop_filter(x, dw, dy, **given, out=out, accumulate=True)
    assert np.all(out == 3)
    assert fg.conv2d_backprop_filter(x, dw, dy, **given, out=out) is out
    assert not np.any(out)
    with pytest.raises(fg.InvalidArgumentError):  # and the shapes are looked at all the same
        fg.conv2d_backprop_filter(x, dw, np.ones((7, 7, 7, 7), numpy_dtype(dtype)), **given)


@pytest.mark.parametrize(("changes", "answer"), KILLERS.values(), ids=KILLERS)
def test_what_kills_tensorflow(changes, answer):
    call = BASE | changes
    x, dy = (np.ones(call.pop(f"{name}_shape"), np.float32) for name in ("input", "out_backprop"))
    if answer is not FINE:
        with pytest.raises(fg.InvalidArgumentError) as caught:
            fg.conv2d_backprop_filter(x, out_backprop=dy, **call)
        assert answer in str(caught.value)
    elif np.prod(call["filter_sizes"]) > 2**40:
        with pytest.raises(MemoryError):
            fg.conv2d_backprop_filter(x, out_backprop=dy, **call)
    else:
        problem = Problem.make(x.shape, out_backprop_shape=dy.shape, **call)
        got = fg.conv2d_backprop_filter(x, out_backprop=dy, **call)
        np.testing.assert_array_equal(got, filter_gradient(problem, x, dy))


@pytest.mark.parametrize("stride", [2**30, 2**31 - 1])
def test_stride_for_which_onednn_gives_zeros(stride):
    call, problem = layer("dense")
    call["strides"] = (1, stride, stride, 1)
    problem = problem_of(call)
    x, dy = whole(problem)
    assert_exact(problem, op(call, x, dy), x, dy)
    assert np.any(op(call, x, dy))


@pytest.mark.parametrize("pixels", [2025, 4096, 16384])
@each_dtype
def test_ones_that_eigen_cannot_add_in_bfloat16(pixels, dtype):
    """Eigen says 768, 1536 and 13184."""
    x = np.ones((1, 1, pixels, 16), numpy_dtype(dtype))
    got = fg.conv2d_backprop_filter(x, [1, 1, 16, 16], x, [1] * 4, "SAME")
    assert np.all(got == numpy_dtype(dtype).type(pixels))


def test_half_sums_whose_parts_overflow(each_isa):
    """Eigen says inf."""
    x = np.ones((1, 1, 128, 8), np.float16)
    dy = np.full((1, 1, 128, 8), 1600, np.float16)
    dy[:, :, 64:] *= -1
    assert not np.any(fg.conv2d_backprop_filter(x, [1, 1, 8, 8], dy, [1] * 4, "SAME"))
    big = fg.conv2d_backprop_filter(x, [1, 1, 8, 8], np.abs(dy), [1] * 4, "SAME")
    assert np.all(np.isposinf(big))  # 204800 is more than a half can be


SUBNORMAL = [
    ("float32", 1e-40, 1.0),
    ("float32", 1e-30, 1e-12),
    ("float32", 1e-40, 1e10),
    ("float64", 1e-310, 1.0),
    ("bfloat16", 1e-40, 1.0),
    ("bfloat16", 1e-30, 1e-10),
    ("float16", 6e-8, 1.0),
    ("float16", 6.1e-5, 1e-3),
    ("float16", 1e-3, 1e-4),
]


@pytest.mark.parametrize(("dtype", "a", "b"), SUBNORMAL)
@pytest.mark.parametrize("shape", [(1, 1, 1, 1), (1, 2, 3, 17)])
def test_subnormal_numbers_are_kept(dtype, a, b, shape, each_isa):
    """TensorFlow flushes them to zero; so do instructions for pairs or tiles of bfloat16."""
    flushes = dtype == "bfloat16" and bool(each_isa.dot or each_isa.matrix)
    kind = numpy_dtype(dtype)
    x = np.zeros(shape, kind)
    x[0, 0, 0] = a
    dy = np.full(shape, b, kind)
    c = shape[-1]
    precision = "highest" if flushes else "default"
    got = fg.conv2d_backprop_filter(x, [1, 1, c, c], dy, [1] * 4, "SAME", precision=precision)
    exact = np.float64(kind.type(a)) * np.float64(kind.type(b))
    if dtype in {"float16", "bfloat16"}:  # the product is made in float32
        exact = np.float32(exact)
    assert np.all(got == np.asarray(exact).astype(kind))
    assert np.all(got != 0)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_every_bit_pattern_of_half_precision(dtype, each_isa):
    """Each of the 65536 numbers times 1 is itself, be it subnormal, infinite or not a number."""
    x = np.arange(2**16, dtype=np.uint16).view(numpy_dtype(dtype))
    one = np.ones((1, 1, 1, 1), x.dtype)
    for shape in ((1, 1, 1, -1), (1, -1, 1, 1)):
        data_format = "NHWC" if shape[3] == -1 else "NCHW"
        got = fg.conv2d_backprop_filter(
            x.reshape(shape), [1, 1, 2**16, 1], one, [1] * 4, "SAME", data_format=data_format
        )
        assert_same(got.ravel(), x)


def assert_same(got, expected):
    """Equal numbers, with NaN equal to NaN (NumPy knows that of its own types only)."""
    assert got.dtype == expected.dtype
    np.testing.assert_array_equal(got.astype(np.float32), expected.astype(np.float32))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_products_are_rounded_to_nearest_even(dtype, each_isa):
    """Of random bits: whatever float32 holds, from below the least subnormal to beyond infinity."""
    rng = np.random.default_rng(0)
    x, dy = rng.integers(0, 2**16, (2, 1, 1, 1, 500)).astype(np.uint16).view(numpy_dtype(dtype))
    with np.errstate(all="ignore"):
        products = x.ravel()[:, None].astype(np.float32) * dy.ravel().astype(np.float32)
        got = fg.conv2d_backprop_filter(x, [1, 1, 500, 500], dy, [1] * 4, "SAME")
        assert_same(got[0, 0], products.astype(x.dtype))


# ---------------------------------------------------------------------------------- NaN, infinity


@each_layer
@each_dtype
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("operand", ["x", "dy"])
def test_what_is_not_finite_stays_so_and_where_it_is(name, dtype, bad, operand, each_isa):
    call, problem = layer(name, dtype)
    x, dy = whole(problem)
    array = x if operand == "x" else dy
    channel = (0, 1, 0, 0) if problem.data_format == "NCHW" else (0, 0, 0, 1)
    array[channel] = bad  # at the corner, where some taps see only padding
    with np.errstate(invalid="ignore"):
        exact = filter_gradient(problem, x, dy)
        got = op(call, x, dy)
        assert not np.any(np.isfinite(got[~np.isfinite(exact)]))
        assert np.any(~np.isfinite(exact))
    # Elements of other channels never meet it.
    if operand == "x":
        apart = np.arange(problem.c_per_group) != 1 % problem.c_per_group
        if problem.g > 1:  # the groups that channel 1 is not in
            home = 1 // problem.c_per_group
            others = np.arange(problem.k) // problem.k_per_group != home
            assert np.all(np.isfinite(got[..., others]))
        assert np.all(np.isfinite(got[:, :, apart]))
    else:
        assert np.all(np.isfinite(np.delete(got, 1, axis=3)))


def test_pixels_that_no_window_touches_do_not_matter():
    call, problem = layer("point")
    call["strides"] = (1, 2, 2, 1)
    problem = problem_of(call)
    x, dy = whole(problem)
    x[:, 1::2] = np.nan
    x[:, :, 1::2] = np.inf
    got = op(call, x, dy)
    assert np.all(np.isfinite(got))


# ----------------------------------------------------------------------------- whatever is an array


def test_memory_mapped_files(tmp_path):
    call, problem = layer("dense")
    x, dy = whole(problem)
    np.save(tmp_path / "x.npy", x)
    np.save(tmp_path / "dy.npy", dy)
    np.save(tmp_path / "dw.npy", np.zeros(problem.filter_shape, np.float32))
    got = op(
        call,
        np.load(tmp_path / "x.npy", mmap_mode="r"),
        np.load(tmp_path / "dy.npy", mmap_mode="r"),
        out=np.load(tmp_path / "dw.npy", mmap_mode="r+"),
    )
    assert isinstance(got, np.memmap)
    del got
    assert_exact(problem, np.load(tmp_path / "dw.npy"), x, dy)


@pytest.mark.parametrize("wrap", [Interface, Dlpack, np.ndarray.tolist], ids=lambda f: f.__name__)
def test_other_arrays(wrap):
    call, problem = layer("dense")
    x, dy = whole(problem)
    assert_exact(problem, op(call, wrap(x), wrap(dy)), x, dy)
    assert_exact(problem, op(call, wrap(x), dy), x, dy)


def test_the_arguments_come_in_many_types():
    x, dy = np.ones((2, 5, 5, 3), np.float32), np.ones((2, 5, 5, 4), np.float32)
    expected = fg.conv2d_backprop_filter(x, [3, 3, 3, 4], dy, [1, 1, 1, 1], "SAME")
    for sizes, strides in (
        ((3, 3, 3, 4), (1, 1, 1, 1)),
        (np.array([3, 3, 3, 4]), [np.int8(1), np.uint64(1), 1, 1]),
        ([np.int32(3), 3, 3, np.uint8(4)], np.ones(4, np.int16)),
    ):
        for padding in ("SAME", b"SAME"):
            got = fg.conv2d_backprop_filter(
                x,
                sizes,
                dy,
                strides,
                padding,
                use_cudnn_on_gpu=False,
                explicit_paddings=None,
                data_format=None,
                dilations=None,
            )
            np.testing.assert_array_equal(got, expected)


@each_dtype
@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
def test_out_of_a_1x1_filter_with_its_channels_exchanged(dtype, data_format):
    """As PyTorch keeps it: x and dy change places, and nothing is moved afterwards."""
    shape = (2, 5, 7, 19) if data_format == "NHWC" else (2, 19, 5, 7)
    rest = {"strides": [1] * 4, "padding": "VALID", "data_format": data_format}
    problem = Problem.make(shape, (1, 1, 19, 34), None, **rest, dtype=dtype)
    x, dy = whole(problem)
    room = np.zeros((1, 1, 34, 19), numpy_dtype(dtype))
    out = room.transpose(0, 1, 3, 2)
    dw = filter_gradient(problem, x, dy)
    for old, accumulate in ((0, False), (dw, True)):
        given = {"out": out, "accumulate": accumulate}
        assert fg.conv2d_backprop_filter(x, [1, 1, 19, 34], dy, **rest, **given) is out
        assert_exact(problem, out, x, dy, old)
    other = fg.conv2d_backprop_filter(dy, [1, 1, 34, 19], x, **rest)
    fg.conv2d_backprop_filter(x, [1, 1, 19, 34], dy, **rest, out=out)
    np.testing.assert_array_equal(room, other)


# ---------------------------------------------------------------------------------- out, refused


def dense():
    call, problem = layer("dense")
    return call, problem, *whole(problem)


def test_out_that_is_no_place_for_the_result():
    call, problem, x, dy = dense()
    right = np.zeros(problem.filter_shape, np.float32)
    frozen = right.copy()
    frozen.flags.writeable = False
    for out, error, text in (
        ([], TypeError, "out must be a numpy array, not list"),
        (right.astype(np.float64), TypeError, "out is float64, but the result is float32"),
        (right.astype(">f4"), TypeError, "out is >f4, but the result is float32"),
        (right[:2], ValueError, r"out has shape \[2, 3, 17, 19\], but filter_sizes is \[3, 3, 17"),
        (right[None], ValueError, r"out has shape \[1, 3, 3, 17, 19\]"),
        (frozen, ValueError, "out is read-only"),
        (np.broadcast_to(np.float32(0), right.shape), ValueError, "out is read-only"),
    ):
        with pytest.raises(error, match=text):
            op(call, x, dy, out=out)
    one = np.zeros(1, np.float32)
    everywhere = np.lib.stride_tricks.as_strided(one, right.shape, (0, 0, 0, 0))
    with pytest.raises(ValueError, match="several elements in the same place"):
        op(call, x, dy, out=everywhere)


def test_out_that_overlaps_an_input():
    call, problem, x, dy = dense()
    room = np.zeros(x.size + dy.size + np.prod(problem.filter_shape), np.float32)
    for label, array in (("input", x), ("out_backprop", dy)):
        inside = room[: array.size].reshape(array.shape)
        inside[...] = array
        given = {"x": x, "dy": dy} | {"x" if label == "input" else "dy": inside}
        for start in (0, 5, array.size - 1):
            out = room[start:][: np.prod(problem.filter_shape)].reshape(problem.filter_shape)
            with pytest.raises(ValueError, match=f"out overlaps {label}, .* pass a copy"):
                op(call, given["x"], given["dy"], out=out)
        out = room[array.size :][: np.prod(problem.filter_shape)].reshape(problem.filter_shape)
        assert_exact(problem, op(call, given["x"], given["dy"], out=out), x, dy)


def test_out_between_the_numbers_of_an_input():
    """They share pages and even cache lines, but no number."""
    call, problem, x, dy = dense()
    size = max(x.size, np.prod(problem.filter_shape))
    room = np.zeros((size, 2), np.float32)
    strides = np.array(x.strides) * 2
    apart = np.lib.stride_tricks.as_strided(room[:, :1], x.shape, strides)
    apart[...] = x
    out = np.zeros(problem.filter_shape, np.float32)
    out = np.lib.stride_tricks.as_strided(room[:, 1:], out.shape, np.array(out.strides) * 2)
    assert_exact(problem, op(call, apart, dy, out=out), x, dy)
    np.testing.assert_array_equal(apart, x)


def test_nothing_is_written_when_something_is_wrong():
    call, problem, x, dy = dense()
    out = np.full(problem.filter_shape, 5, np.float32)
    for change in (
        {"filter_sizes": (3, 3, 16, 19)},
        {"strides": (1, 2, 2, 1)},
        {"precision": "best"},
        {"padding": "FULL"},
    ):
        with pytest.raises(ValueError, match=r"\w"):
            op(call | change, x, dy, out=out)
    assert np.all(out == 5)


def test_accumulate_rounds_once():
    """256 + (1 + 2**-8) is 258 in bfloat16; rounding the sum 1 + 2**-8 to 1 first makes it 256."""
    x = np.array([1, 2**-8], bfloat16).reshape(1, 1, 2, 1)
    dy = np.ones((1, 1, 2, 1), bfloat16)
    out = np.full((1, 1, 1, 1), 256, bfloat16)
    fg.conv2d_backprop_filter(x, [1, 1, 1, 1], dy, [1] * 4, "SAME", out=out, accumulate=True)
    assert out.item() == 258


@each_layer
@each_dtype
def test_accumulate_of_many(name, dtype):
    """What is added is never rounded by itself, however much larger the old value is."""
    call, problem = layer(name, dtype)
    x, dy = whole(problem)
    old = np.random.default_rng(2).integers(-(2**11), 2**11, problem.filter_shape) * 8
    old = old.astype(numpy_dtype(dtype))
    out = old.copy()
    op(call, x, dy, out=out, accumulate=True)
    assert_exact(problem, out, x, dy, old)


def test_accumulate_needs_something_to_add_to():
    call, _, x, dy = dense()
    with pytest.raises(ValueError, match="accumulate=True needs out="):
        op(call, x, dy, accumulate=True)


# ----------------------------------------------------------------------------- arguments, refused


def test_arrays_of_the_wrong_type():
    call, _, x, dy = dense()
    for a, b, text in (
        (x, dy.astype(np.float64), "input is float32 but out_backprop is float64"),
        (x.astype(np.float16), dy.astype(bfloat16), "input is float16 but out_backprop is bfloat"),
        (x.astype(">f4"), dy, "'>f4', of a foreign byte order"),
        (x.astype(np.int32), dy, "'input' has DataType int32 not in list of allowed values"),
        (x, dy.astype(np.complex64), "'out_backprop' has DataType complex64 not in list"),
        (x, dy.astype(int).tolist(), "'out_backprop' has DataType int64 not in list"),
        (None, dy, "input is a NoneType, which has neither"),
    ):
        with pytest.raises(TypeError, match=text):
            op(call, a, b)


@pytest.mark.parametrize("value", [1, 0, "yes", np.True_], ids=repr)
def test_use_cudnn_on_gpu_is_a_bool(value):
    call, _, x, dy = dense()
    text = f"Expected bool for argument 'use_cudnn_on_gpu' not {value!r}."
    with pytest.raises(TypeError) as caught:
        op(call, x, dy, use_cudnn_on_gpu=value)
    assert str(caught.value) == text


def test_name_stands_before_the_error():
    call, _, x, dy = dense()
    with pytest.raises(fg.InvalidArgumentError, match=r"^my layer: Conv2DBackpropFilter: input"):
        op(call, x[:1], dy, name="my layer")
    with pytest.raises(fg.InvalidArgumentError, match=r"^Conv2DBackpropFilter: input and"):
        op(call, x[:1], dy)


@pytest.mark.parametrize("precision", ["", "HIGHEST", None, "high"])
def test_precision(precision):
    call, _, x, dy = dense()
    with pytest.raises(ValueError, match="precision must be 'default', 'highest' or 'tf32', not"):
        op(call, x, dy, precision=precision)


def test_a_wrong_type_is_refused_also_after_the_right_one():
    """What was checked is remembered; what merely looks like it is not."""
    x, dy = np.ones((1, 9, 9, 5), np.float32), np.ones((1, 9, 9, 6), np.float32)
    right = {"filter_sizes": [3, 4, 5, 6], "strides": [1, 1, 1, 1], "dilations": None}
    fg.conv2d_backprop_filter(x, out_backprop=dy, padding="SAME", **right)
    for wrong in (
        {"filter_sizes": {3, 4, 5, 6}},
        {"filter_sizes": b"\3\4\5\6"},
        {"filter_sizes": [3.0, 4, 5, 6]},
        {"strides": b"\1\1\1\1"},
        {"strides": [True, 1, 1, 1]},
        {"strides": [1.0, 1, 1, 1]},
        {"dilations": ()},
    ):
        with pytest.raises((TypeError, ValueError)):
            fg.conv2d_backprop_filter(x, out_backprop=dy, padding="SAME", **(right | wrong))


# -------------------------------------------------------------------------- raw_ops and `compile`


def test_raw_op_has_tensorflows_signature():
    parameters = inspect.signature(raw_ops.Conv2DBackpropFilter).parameters
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values())
    none = inspect.Parameter.empty
    assert {name: p.default for name, p in parameters.items()} == {
        "input": none,
        "filter_sizes": none,
        "out_backprop": none,
        "strides": none,
        "padding": none,
        "use_cudnn_on_gpu": True,
        "explicit_paddings": [],
        "data_format": "NHWC",
        "dilations": [1, 1, 1, 1],
        "name": None,
    }


def test_raw_op():
    call, problem, x, dy = dense()
    given = {name: v for name, v in call.items() if name not in {"input_shape", "dtype"}}
    got = fg.raw_ops.Conv2DBackpropFilter(input=x, out_backprop=dy, **given)
    assert_exact(problem, got, x, dy)
    with pytest.raises(TypeError, match="positional"):
        fg.raw_ops.Conv2DBackpropFilter(x, call["filter_sizes"], dy, [1] * 4, "SAME")
    with pytest.raises(TypeError, match="required keyword-only argument: 'strides'"):
        fg.raw_ops.Conv2DBackpropFilter(
            input=x, filter_sizes=(3, 3, 17, 19), out_backprop=dy, padding="SAME"
        )


def test_a_compiled_kernel_refuses_other_arrays():
    call, problem, x, dy = dense()
    kernel = fg.compile(**call)
    out = np.zeros(problem.filter_shape, np.float32)
    assert kernel(x, dy, out) is out
    assert_exact(problem, out, x, dy)
    assert_exact(problem, kernel(x, dy, out, accumulate=True), 2 * x, dy)
    with pytest.raises(ValueError, match=r"x has shape \[1, 7, 9, 17\], .* compiled for \[2, 7, 9"):
        kernel(x[:1], dy)
    with pytest.raises(ValueError, match="dy has shape"):
        kernel(x, dy[..., 1:])
    with pytest.raises(TypeError, match="dy is float64, but this kernel was compiled for float32"):
        kernel(x, dy.astype(np.float64))


def test_a_compiled_kernel_keeps_every_stage():
    call, problem, _, _ = dense()
    kernel = fg.compile(**call)
    assert kernel.problem == problem
    assert kernel.plan.problem.macs == problem.macs
    assert "define void @" in kernel.ir
    assert "main:" in kernel.assembly
    assert kernel.workspace_bytes == kernel.plan.workspace_bytes(fg.get_num_threads())
    assert kernel == fg.compile(**call)
    assert "Problem(dtype='float32'" in repr(kernel)


def test_a_compiled_kernel_of_nothing():
    kernel = fg.compile((0, 3, 3, 2), (3, 3, 2, 4), (1, 1, 1, 1), "SAME")
    assert (kernel.plan, kernel.workspace_bytes, kernel.ir, kernel.assembly) == (None, 0, "", "")
    x, dy = np.zeros((0, 3, 3, 2), np.float32), np.zeros((0, 3, 3, 4), np.float32)
    assert not np.any(kernel(x, dy))


def test_any_pair_of_memory_orders():
    call, problem, x, dy = dense()
    for a, b in itertools.product(PLACES.values(), repeat=2):
        assert_exact(problem, op(call, a(x), b(dy)), x, dy)
