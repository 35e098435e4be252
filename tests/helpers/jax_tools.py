"""What the tests with JAX share."""

import jax
import numpy as np
from hypothesis import settings

import filtergrad as fg
import filtergrad.jax as fj

put = jax.numpy.asarray


fewer = settings(max_examples=settings().max_examples // 3)  # each compiles two kernels


def expected(problem, x, dy):
    """What flows back to the filter of JAX's convolution."""

    def convolution(dw):
        return jax.lax.conv_general_dilated(
            x,
            dw,
            (problem.u, problem.v),
            ((problem.top, problem.bottom), (problem.left, problem.right)),
            rhs_dilation=(problem.dr, problem.ds),
            dimension_numbers=(problem.data_format, "HWIO", problem.data_format),
            feature_group_count=problem.g,
        )

    _, back = jax.vjp(convolution, jax.numpy.zeros(problem.filter_shape, x.dtype))
    return np.asarray(back(dy)[0])


def ours(call):
    """The op with everything given but the arrays."""
    arguments = {k: v for k, v in call.items() if k not in ("input_shape", "dtype")}
    return lambda x, dy: fj.conv2d_backprop_filter(x, out_backprop=dy, **arguments)


def numpys(call, x, dy):
    arguments = {k: v for k, v in call.items() if k not in ("input_shape", "dtype")}
    return fg.conv2d_backprop_filter(x, out_backprop=dy, **arguments)
