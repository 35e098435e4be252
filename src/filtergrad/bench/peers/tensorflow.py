"""TensorFlow: this very op, and its own one for depthwise layers, oneDNN inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from filtergrad.arrays import Array
from filtergrad.problem import Problem

from . import Call, Prepare


def start(threads: int) -> dict[str, str]:
    """Use this many threads; return the versions."""
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    return {"tensorflow": tf.__version__}


def variants(problem: Problem, x: Array, dy: Array) -> dict[str, Prepare]:
    """The ways to compute a problem in NHWC, by name: functions that prepare a call of it."""
    padding = _padding(problem)

    def ready(
        op: Callable[..., Any], sizes: tuple[int, ...], padding: dict[str, Any], x: Array = x
    ) -> Call:
        images, gradient = tf.constant(x), tf.constant(dy)
        call = {
            "input": images,
            "filter_sizes": tf.constant(sizes, tf.int32),
            "out_backprop": gradient,
            "strides": [1, problem.u, problem.v, 1],
            "dilations": [1, problem.dr, problem.ds, 1],
            **padding,
        }
        return lambda: op(**call)

    dense, sizes = tf.raw_ops.Conv2DBackpropFilter, problem.filter_shape
    found = {"Conv2DBackpropFilter": lambda: ready(dense, sizes, padding)}
    if padding["padding"] == "EXPLICIT":
        # oneDNN's kernel leaves such a padding to a slower one, so users pad the image first.
        pads = ((0, 0), (problem.top, problem.bottom), (problem.left, problem.right), (0, 0))
        valid = {"padding": "VALID"}
        found["padded first"] = lambda: ready(dense, sizes, valid, np.pad(x, pads))
    if problem.c_per_group == 1:
        depthwise = tf.raw_ops.DepthwiseConv2dNativeBackpropFilter
        flat = (problem.r, problem.s, problem.c, problem.k_per_group)
        found["DepthwiseConv2dNativeBackpropFilter"] = lambda: ready(depthwise, flat, padding)
    return found


def _padding(problem: Problem) -> dict[str, Any]:
    """The padding, by its name where it has one, because not every kernel takes numbers."""
    pads = (problem.top, problem.bottom, problem.left, problem.right)
    if not any(pads):
        return {"padding": "VALID"}
    same = Problem.make(
        problem.input_shape,
        problem.filter_shape,
        None,
        (1, problem.u, problem.v, 1),
        "SAME",
        dilations=(1, problem.dr, problem.ds, 1),
    )
    if pads == (same.top, same.bottom, same.left, same.right):
        return {"padding": "SAME"}
    return {"padding": "EXPLICIT", "explicit_paddings": [0, 0, *pads, 0, 0]}


def values(problem: Problem, dw: Any) -> Array:
    """The result as a NumPy array in the shape of filtergrad's dW."""
    array: Array = dw.numpy()
    return array.reshape(problem.filter_shape)
