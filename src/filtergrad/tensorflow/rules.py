"""How TensorFlow transforms the op: its gradient, and ``tf.vectorized_map`` in one call.

In: nodes of the op. Out: tensors; to import this registers both rules. Under ``tf.vectorized_map``
inputs that differ from step to step are stacked along a first axis. That axis becomes one of
groups, whose sums do not touch each other: where both inputs differ, the groups of both; where one
differs, a part of each group that there is.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf
from tensorflow.python.ops.parallel_for import pfor

from .convolution import convolution, input_gradient
from .geometry import OP, Geometry, Tensor, sizes
from .op import Conv2DBackpropFilter


@tf.RegisterGradient(OP)
def _gradients(op: Any, v: Tensor) -> tuple[Tensor, None, Tensor]:
    """The gradients of dW with respect to x and dy, given v, the gradient with respect to dW.

    dW is linear in x and in dy, so with v in the place of the filter they are the gradient of a
    convolution with respect to its input, and a convolution.
    """
    x, _, dy = op.inputs
    geometry = Geometry.of_node(op)
    return input_gradient(sizes(x), v, dy, geometry), None, convolution(x, v, geometry)


@pfor.RegisterPFor(OP)
def _stacked(given: Any) -> Any:
    """The filter gradients of all steps of a loop, stacked along a first axis."""
    (x, many_x, _), (shape, many_shapes, _), (dy, many_dy, _) = (given.input(i) for i in range(3))
    steps = given.pfor.loop_len_vector[0]
    shape = shape[0] if many_shapes else shape  # all are alike: their results lie in one tensor
    geometry = Geometry.of_node(given.op)
    # A loop without steps computes one step of zeros, and returns none.
    most = tf.maximum(steps, 1)
    lacking = most - steps
    x, dy = (
        tf.pad(t, [(0, lacking)] + [(0, 0)] * 4) if many else t
        for t, many in ((x, many_x), (dy, many_dy))
    )
    dw = _filter_gradients(x, shape, dy, most, geometry, many_x, many_dy)
    return pfor.wrap(dw[:steps], True)


def _filter_gradients(
    x: Tensor, shape: Tensor, dy: Tensor, steps: Tensor, geometry: Geometry, *many: bool
) -> Tensor:
    """Compute the gradients of ``steps`` steps; ``many`` says whether x, and dy, are stacked."""
    r, s, c, k = tf.unstack(shape, 4)
    at = geometry.data_format.index("C")
    whole, parts, order = (r, s, c, steps * k), [r, s, c, steps, k], [3, 0, 1, 2, 4]
    if all(many):
        x, dy = (_spread(t, at, 1, steps) for t in (x, dy))
    elif many[1]:
        groups = tf.shape(x)[at] // tf.maximum(c, 1)
        dy = _spread(dy, at, groups, steps)
        parts, order = [r, s, c, groups, steps, k // tf.maximum(groups, 1)], [4, 0, 1, 2, 3, 5]
    else:
        x = _spread(x, at, tf.shape(x)[at + 1] // tf.maximum(c, 1), steps)
        whole, parts, order = (r, s, steps * c, k), [r, s, steps, c, k], [2, 0, 1, 3, 4]
    dw = Conv2DBackpropFilter(
        input=x, filter_sizes=tf.stack(whole), out_backprop=dy, **geometry.attributes()
    )
    dw = tf.transpose(tf.reshape(dw, tf.stack(parts)), order)
    return tf.reshape(dw, tf.concat([[steps], shape], 0))


def _spread(t: Tensor, at: int, groups: Any, steps: Tensor) -> Tensor:
    """Move the first axis, the steps, into the axis of channels, inside of each group's."""
    shape = tf.unstack(tf.shape(t), 5)[1:]
    before, depth, after = shape[:at], shape[at], shape[at + 1 :]
    inner = depth // tf.maximum(groups, 1)
    t = tf.reshape(t, tf.stack([steps, *before, groups, inner, *after]))
    axes = [*range(1, at + 1), at + 1, 0, *range(at + 2, 6)]
    return tf.reshape(tf.transpose(t, axes), tf.stack([*before, groups * steps * inner, *after]))
