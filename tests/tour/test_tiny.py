"""A short tour: start reading here. Each test shows one thing that filtergrad does."""

import ml_dtypes
import numpy as np
import pytest

import filtergrad as fg
from filtergrad.reference import filter_gradient

# Two pictures of 4 x 5 pixels with 3 channels, a 3x3 filter to 2 channels, and what came out of it.
rng = np.random.default_rng(0)
x = rng.standard_normal((2, 4, 5, 3), np.float32)
dy = rng.standard_normal((2, 4, 5, 2), np.float32)
SAME = ([1, 1, 1, 1], "SAME")


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-5)


def test_one_number_by_hand():
    """dw[r, s, c, k] sums x * dy over all outputs whose tap (r, s) lies inside the image."""
    dw = fg.conv2d_backprop_filter(x, [3, 3, 3, 2], dy, *SAME)
    assert (dw.shape, dw.dtype) == ((3, 3, 3, 2), np.float32)
    # The middle tap sees the pixel itself, the one above it the pixel one row up.
    close(dw[1, 1, 2, 0], np.sum(x[..., 2] * dy[..., 0], dtype=float))
    close(dw[0, 1, 2, 0], np.sum(x[:, :-1, :, 2] * dy[:, 1:, :, 0], dtype=float))


def test_it_is_the_gradient():
    """Move one weight of the filter a little: the loss moves by what dw says."""
    filters = rng.standard_normal((3, 3, 3, 2))

    def loss(filters):
        padded = np.pad(x.astype(float), ((0, 0), (1, 1), (1, 1), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))
        return np.sum(np.einsum("npqcrs,rsck->npqk", windows, filters) * dy)

    dw = fg.conv2d_backprop_filter(x, filters.shape, dy, *SAME)
    step = np.zeros_like(filters)
    step[2, 0, 1, 1] = 1e-3
    close((loss(filters + step) - loss(filters - step)) / 2e-3, dw[2, 0, 1, 1])


def test_tensorflows_spelling():
    got = fg.raw_ops.Conv2DBackpropFilter(
        input=x,
        filter_sizes=[3, 3, 3, 2],
        out_backprop=dy,
        strides=[1, 1, 1, 1],
        padding="SAME",
    )
    np.testing.assert_array_equal(got, fg.conv2d_backprop_filter(x, [3, 3, 3, 2], dy, *SAME))


def test_channels_first():
    expected = fg.conv2d_backprop_filter(x, [3, 3, 3, 2], dy, *SAME)
    got = fg.conv2d_backprop_filter(
        x.transpose(0, 3, 1, 2), [3, 3, 3, 2], dy.transpose(0, 3, 1, 2), *SAME, data_format="NCHW"
    )
    close(got, expected)


def test_strides_dilations_and_pads_of_any_kind():
    kernel = fg.compile(
        (2, 9, 11, 3),
        (3, 2, 3, 2),
        [1, 2, 3, 1],
        "EXPLICIT",
        explicit_paddings=[0, 0, 4, 1, 0, 7, 0, 0],
        dilations=[1, 3, 2, 1],
        dtype="float64",
    )
    a, b = (
        rng.standard_normal(shape)
        for shape in (kernel.problem.input_shape, kernel.problem.out_backprop_shape)
    )
    close(kernel(a, b), filter_gradient(kernel.problem, a, b))


def test_groups_follow_from_the_shapes():
    """3 input channels, a filter of depth 1: three groups, here with two outputs each."""
    six = rng.standard_normal((2, 4, 5, 6), np.float32)
    dw = fg.conv2d_backprop_filter(x, [3, 3, 1, 6], six, *SAME)
    alone = fg.conv2d_backprop_filter(x[..., 1:2], [3, 3, 1, 2], six[..., 2:4], *SAME)
    close(dw[..., 2:4], alone)


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.float32, np.float64])
def test_four_types(dtype):
    """Half and bfloat16 are added up in float32: four thousand ones are four thousand."""
    ones = np.ones((1, 64, 64, 1), dtype)
    assert fg.conv2d_backprop_filter(ones, [1, 1, 1, 1], ones, *SAME).item() == 4096


def test_results_go_where_you_want_them():
    out = np.zeros((3, 3, 3, 2), np.float32)
    assert fg.conv2d_backprop_filter(x, out.shape, dy, *SAME, out=out) is out
    once = out.copy()
    fg.conv2d_backprop_filter(x, out.shape, dy, *SAME, out=out, accumulate=True)
    close(out, 2 * once)


def test_mistakes_are_told_in_tensorflows_words():
    with pytest.raises(fg.InvalidArgumentError, match="must have the same batch size") as caught:
        fg.conv2d_backprop_filter(x, [3, 3, 3, 2], dy[:1], *SAME)
    assert isinstance(caught.value, ValueError)
    with pytest.raises(TypeError, match="input is float32 but out_backprop is float64"):
        fg.conv2d_backprop_filter(x, [3, 3, 3, 2], dy.astype(float), *SAME)


def test_nothing_gives_zeros():
    assert not np.any(fg.conv2d_backprop_filter(x[:0], [3, 3, 3, 2], dy[:0], *SAME))


def test_the_same_bits_with_any_number_of_threads():
    before = fg.get_num_threads()
    found = set()
    for threads in (1, 2, 5):
        fg.set_num_threads(threads)
        found.add(fg.conv2d_backprop_filter(x, [3, 3, 3, 2], dy, *SAME).tobytes())
    fg.set_num_threads(before)
    assert len(found) == 1


def test_a_kernel_keeps_its_history():
    """Problem -> Plan -> IR -> assembly: each stage can be looked at."""
    kernel = fg.compile(x.shape, (3, 3, 3, 2), *SAME)
    assert kernel.problem.macs == 2 * 10 * 13 * 6  # (rows x taps) x (columns x taps) that meet
    assert kernel.plan.tasks >= 1
    assert "define void" in kernel.ir
    assert "main:" in kernel.assembly
    close(kernel(x, dy), fg.conv2d_backprop_filter(x, [3, 3, 3, 2], dy, *SAME))
