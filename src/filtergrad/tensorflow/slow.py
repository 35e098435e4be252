"""The op where the native door stays closed, or leads to no GPU: tensors are read where they lie.

In: tensors and TensorFlow's arguments. Out: a tensor with a gradient. `tf.numpy_function` has no
gradient of its own, and its errors are already TensorFlow's.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import tensorflow as tf
from tensorflow.python.eager import record
from tensorflow.python.framework import ops

from filtergrad import api, devices
from filtergrad.errors import InvalidArgumentError
from filtergrad.problem import Problem

from .geometry import OP, Geometry, Tensor, shape_told


def remote(*tensors: Any) -> bool:
    """Whether these are eager tensors on a GPU of ours, for which our kernels are at hand."""
    if not all(isinstance(t, ops.EagerTensor) and "GPU" in t.device for t in tensors):
        return False
    try:
        devices.engine(f"cuda:{tensors[0].__dlpack_device__()[1]}")
    except (RuntimeError, ValueError):
        return False
    return True


class _Node(NamedTuple):
    """What stands for a node of the op where there is none: its inputs and its attributes."""

    inputs: tuple[Tensor, ...]
    geometry: Geometry

    def get_attr(self, name: str) -> Any:
        """An attribute by its name, as nodes of graphs give it."""
        return getattr(self.geometry, name)


def conv2d_backprop_filter(
    input: Tensor,  # noqa: A002 - TensorFlow's names
    filter_sizes: Any,
    out_backprop: Tensor,
    strides: Any,
    padding: Any,
    use_cudnn_on_gpu: Any,
    explicit_paddings: Any,
    data_format: Any,
    dilations: Any,
    name: str | None,
) -> Tensor:
    """Compute what the native op computes, with the arguments of `op.generated`."""
    attributes = (strides, padding, use_cudnn_on_gpu, explicit_paddings, data_format, dilations)
    geometry = Geometry.of(strides, padding, explicit_paddings, data_format, dilations)

    def compute(x: Any, sizes: npt.NDArray[np.int32], dy: Any) -> npt.NDArray[Any]:
        shape = tuple(x.shape)
        if shape_told(shape, tuple(dy.shape)) is None:
            dtype = np.asarray(x).dtype
            problem = Problem.make(shape, sizes, None, *geometry, dtype)
            dy = np.zeros(problem.out_backprop_shape, dtype)
        return api.conv2d_backprop_filter(x, sizes, dy, *attributes)

    x = tf.convert_to_tensor(input, name="input")
    dy = tf.convert_to_tensor(out_backprop, x.dtype, name="out_backprop")
    sizes = tf.convert_to_tensor(filter_sizes, tf.int32, name="filter_sizes")
    with record.stop_recording():
        if tf.executing_eagerly():
            try:
                made = tf.convert_to_tensor(compute(x, sizes.numpy(), dy))
            except (InvalidArgumentError, TypeError) as error:
                raise tf.errors.InvalidArgumentError(None, None, str(error)) from None
        else:
            given = (x, sizes, dy)
            made = tf.numpy_function(compute, given, x.dtype, stateful=False, name=name)
            made.op._gradient_function = (  # noqa: SLF001
                lambda op, v: _gradients(op.inputs, geometry, v)
            )

    def backward(v: Tensor) -> tuple[Tensor, Tensor]:
        of_x, _, of_dy = _gradients((x, None, dy), geometry, v)
        return of_x, of_dy

    record.record_operation(OP, [made], [x, dy], backward)
    return made


def _gradients(inputs: Any, geometry: Geometry, v: Tensor) -> tuple[Tensor, None, Tensor]:
    """The gradients that `rules` has registered for the native op, of a node of NumPy's."""
    gradient = ops.gradient_registry.lookup(OP)
    found: tuple[Tensor, None, Tensor] = gradient(_Node(tuple(inputs), geometry), v)
    return found
