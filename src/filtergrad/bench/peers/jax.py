"""JAX: the gradient of ``lax.conv_general_dilated`` with respect to its filter, by XLA."""

from __future__ import annotations

import os
from typing import Any

import jax
import jax.numpy as jnp
import jaxlib.version
import numpy as np

from filtergrad.arrays import Array
from filtergrad.problem import Problem

from . import Call, Prepare


def start(threads: int) -> dict[str, str]:
    """Use this many threads; return the versions."""
    # XLA starts a thread for each processor that it may use, and knows no other setting.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    jax.config.update("jax_enable_x64", True)  # else float64 turns into float32
    return {"jax": jax.__version__, "jaxlib": jaxlib.version.__version__}


def variants(problem: Problem, x: Array, dy: Array) -> dict[str, Prepare]:
    """The ways to compute a problem in NHWC, by name: functions that prepare a call of it."""

    def gradient(x: Any, dy: Any) -> Any:
        def convolution(dw: Any) -> Any:
            return jax.lax.conv_general_dilated(
                x,
                dw,
                (problem.u, problem.v),
                ((problem.top, problem.bottom), (problem.left, problem.right)),
                rhs_dilation=(problem.dr, problem.ds),
                dimension_numbers=("NHWC", "HWIO", "NHWC"),
                feature_group_count=problem.g,
            )

        return jax.vjp(convolution, jnp.zeros(problem.filter_shape, x.dtype))[1](dy)[0]

    def ready() -> Call:
        images, back = jnp.asarray(x), jnp.asarray(dy)
        compiled = jax.jit(gradient).lower(images, back).compile()
        return lambda: compiled(images, back).block_until_ready()

    return {"NHWC": ready}


def values(_problem: Problem, dw: Any) -> Array:
    """The result as a NumPy array in the shape of filtergrad's dW."""
    return np.asarray(dw)
