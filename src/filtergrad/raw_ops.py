"""TensorFlow's own spelling of the op: `Conv2DBackpropFilter`, keyword only."""

from __future__ import annotations

from typing import Any

from filtergrad import api
from filtergrad.arrays import Array, Ints


def Conv2DBackpropFilter(
    *,
    input: Any,
    filter_sizes: Ints,
    out_backprop: Any,
    strides: Ints,
    padding: str | bytes,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: Ints | None = [],  # noqa: B006 - TensorFlow's default, never changed
    data_format: str | bytes | None = "NHWC",
    dilations: Ints | None = [1, 1, 1, 1],  # noqa: B006
    name: str | None = None,
) -> Array:
    """Compute the gradient of a 2-D convolution with respect to its filter.

    The signature of ``tf.raw_ops.Conv2DBackpropFilter``; parameters, result and errors are those of
    `filtergrad.conv2d_backprop_filter`.
    """
    return api.conv2d_backprop_filter(
        input,
        filter_sizes,
        out_backprop,
        strides,
        padding,
        use_cudnn_on_gpu,
        explicit_paddings,
        data_format,
        dilations,
        name,
    )
