"""The op in TensorFlow: eager, in graphs, differentiable, natively or through NumPy.

In: tensors and TensorFlow's arguments. Out: a tensor, or what TensorFlow raises. `rules` registers
its gradient; `slow` computes it where the native door stays closed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from . import door, slow
from .geometry import OP, Tensor

_NAME = "conv2d_backprop_filter"


def Conv2DBackpropFilter(  # noqa: N802 - TensorFlow's names
    *,
    input: Tensor,  # noqa: A002
    filter_sizes: Any,
    out_backprop: Tensor,
    strides: Any,
    padding: str | bytes,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: Any = [],  # noqa: B006 - TensorFlow's default, never changed
    data_format: str | bytes = "NHWC",
    dilations: Any = [1, 1, 1, 1],  # noqa: B006
    name: str | None = None,
) -> Tensor:
    """Compute the gradient of a 2-D convolution with respect to its filter.

    The signature of ``tf.raw_ops.Conv2DBackpropFilter``, but every dtype, `data_format`, dilation,
    padding and number of groups is computed on the CPU; of eager tensors on a GPU there, where
    everything that TensorFlow has begun is waited for before, and the result after. Differentiable
    any number of times; eager, in ``tf.function`` and in saved graphs. Inside ``jit_compile=True``
    XLA refuses it, as it does every op of others.

    Parameters
    ----------
    input, out_backprop
        What was convolved, and the gradient with respect to the convolution's output: half,
        bfloat16, float32 or float64, shapes as for `filtergrad.conv2d_backprop_filter`.
    filter_sizes
        ``[filter_height, filter_width, in_channels / groups, out_channels]``, int32.
    strides, padding, explicit_paddings, data_format, dilations
        As for `filtergrad.conv2d_backprop_filter`.
    use_cudnn_on_gpu
        Has no effect.
    name
        Of the operation.

    Returns
    -------
    tf.Tensor
        The gradient, shape `filter_sizes`, dtype of `input`.

    Raises
    ------
    tf.errors.InvalidArgumentError
        If the arguments describe no convolution, with TensorFlow's texts.
    """
    # A kernel of the C API has no way to a GPU's stream; eager tensors have one by DLPack.
    native = door.opened()[0] and not slow.remote(input, out_backprop)
    function = generated() if native else slow.conv2d_backprop_filter
    result = function(
        input, filter_sizes, out_backprop, strides, padding, use_cudnn_on_gpu, explicit_paddings,
        data_format, dilations, name,
    )  # fmt: skip
    if not tf.executing_eagerly():
        _tell_shape(result, filter_sizes)
    return result


@functools.cache
def generated() -> Callable[..., Tensor]:
    """The Python function that TensorFlow generates for the op, as it does for its own ops.

    It bears the name that the function of TensorFlow's own op has, because error texts tell it.
    """
    from tensorflow.core.framework import op_def_pb2
    from tensorflow.python.framework import _pywrap_python_op_gen, op_def_registry

    ops = op_def_pb2.OpList(op=[op_def_registry.get(OP)])
    source = _pywrap_python_op_gen.GetPythonWrappers(ops.SerializeToString()).decode()
    namespace: dict[str, Any] = {}
    exec(source.replace(f"filtergrad_{_NAME}", _NAME), namespace)  # noqa: S102 - TensorFlow's text
    made: Callable[..., Tensor] = namespace[_NAME]
    return made


def _tell_shape(result: Tensor, filter_sizes: Any) -> None:
    """Tell a graph the shape of the result as far as it is known before it runs."""
    if isinstance(filter_sizes, list | tuple | tf.TensorShape):
        known = [int(n) if isinstance(n, int | np.integer) else None for n in filter_sizes]
    else:
        found = tf.get_static_value(filter_sizes)
        known = [None] * 4 if found is None else [int(size) for size in np.ravel(found)]
    if all(size is None or size >= 0 for size in known):
        result.set_shape(known)
