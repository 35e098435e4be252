"""JAX's convolution with our weight gradient: a drop-in for `jax.lax.conv_general_dilated`.

In: that function's arguments. Out: what it returns, from the same code of XLA's; only the gradient
of the filter is ours (`rules`), where `more` finds a way to it.
"""

from __future__ import annotations

import contextlib
import functools
import operator
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.core import Primitive
from jax.interpreters import mlir
from jax.lax import ConvDimensionNumbers
from jax.typing import ArrayLike

from . import private
from .geometry import alike
from .more import Params, why_not

convolution_p = Primitive("filtergrad_conv_general_dilated")


def conv_general_dilated(
    lhs: ArrayLike,
    rhs: ArrayLike,
    window_strides: Sequence[int],
    padding: str | Sequence[tuple[int, int]],
    lhs_dilation: Sequence[int] | None = None,
    rhs_dilation: Sequence[int] | None = None,
    dimension_numbers: Any = None,
    feature_group_count: int = 1,
    batch_group_count: int = 1,
    precision: Any = None,
    preferred_element_type: Any = None,
    out_sharding: Any = None,
) -> jax.Array:
    """Convolve as `jax.lax.conv_general_dilated` does, with our gradient for the filter.

    Parameters
    ----------
    lhs, rhs, window_strides, padding, lhs_dilation, rhs_dilation, dimension_numbers
        As for `jax.lax.conv_general_dilated`.
    feature_group_count, batch_group_count, precision, preferred_element_type, out_sharding
        As for `jax.lax.conv_general_dilated`. ``jax.lax.Precision.HIGHEST`` asks our gradient for
        its ``"highest"`` precision, too.

    Returns
    -------
    jax.Array
        The convolution, by XLA. What has three dimensions, a `batch_group_count`, strides beside an
        `lhs_dilation`, a negative padding without one, no elements, or a result of another dtype is
        XLA's in every respect.
    """
    lhs, rhs = jnp.asarray(lhs), jnp.asarray(rhs)
    params = {
        "window_strides": window_strides,
        "padding": padding,
        "lhs_dilation": lhs_dilation,
        "rhs_dilation": rhs_dilation,
        "dimension_numbers": dimension_numbers,
        "feature_group_count": feature_group_count,
        "batch_group_count": batch_group_count,
        "precision": precision,
        "preferred_element_type": preferred_element_type,
        "out_sharding": out_sharding,
    }
    # What cannot be spelt out is for JAX to refuse, in its own words.
    with contextlib.suppress(TypeError, ValueError):
        spelt = params | _spelt_out(lhs, rhs, params)
        if not why_not(lhs, rhs, spelt):
            return convolution_p.bind(*alike(lhs, rhs), **spelt)
    return jax.lax.conv_general_dilated(lhs, rhs, **params)


def _spelt_out(lhs: jax.Array, rhs: jax.Array, given: Params) -> Params:
    """Spell out what users may abbreviate, as JAX's primitive has it."""
    numbers = jax.lax.conv_dimension_numbers(lhs.shape, rhs.shape, given["dimension_numbers"])
    axes, pads = len(numbers.lhs_spec) - 2, given["padding"]
    names = ("window_strides", "lhs_dilation", "rhs_dilation")
    strides, holes, dilations = (_numbers(given[name], axes) for name in names)
    if isinstance(pads, str):
        if holes != (1,) * axes:
            raise ValueError("JAX wants numbers")
        reach = [
            (rhs.shape[axis] - 1) * dilation + 1
            for axis, dilation in zip(numbers.rhs_spec[2:], dilations, strict=True)
        ]
        sizes = [lhs.shape[axis] for axis in numbers.lhs_spec[2:]]
        pads = jax.lax.padtype_to_pads(sizes, reach, strides, pads)
    pads = [_numbers(edges, 2) for edges in (np.asarray(pads) if _is_array(pads) else pads)]
    precision = given["precision"]
    if precision is None:
        precision = jax.config.jax_default_matmul_precision
    if not isinstance(precision, tuple | list | None):
        precision = (precision, precision)
    if len(pads) != axes:
        raise ValueError("JAX wants a pair for each axis")
    return {
        "window_strides": strides,
        "padding": tuple(pads),
        "lhs_dilation": holes,
        "rhs_dilation": dilations,
        "dimension_numbers": ConvDimensionNumbers(*map(tuple, numbers)),
        "feature_group_count": operator.index(given["feature_group_count"]),
        "precision": precision and tuple(map(jax.lax.Precision, precision)),
    }


def _numbers(given: Any, count: int) -> tuple[int, ...]:
    """So many integers of any kind, also those of an array; left out they are 1."""
    if given is None:
        return (1,) * count
    # The items of an array of JAX's would not stay numbers while a function is traced.
    found = tuple(map(operator.index, np.asarray(given) if _is_array(given) else given))
    if len(found) != count:
        raise ValueError(f"JAX wants {count} numbers")
    return found


def _is_array(given: Any) -> bool:
    return isinstance(given, jax.Array)


# ---- the primitive, which has the parameters of JAX's own ----


def by_xla(lhs: jax.Array, rhs: jax.Array, **params: Any) -> jax.Array:
    """Convolve by XLA."""
    return jax.lax.conv_general_dilated(lhs, rhs, **params)


@convolution_p.def_abstract_eval
def _shape(lhs: Any, rhs: Any, **params: Any) -> Any:
    return jax.make_jaxpr(functools.partial(by_xla, **params))(lhs, rhs).out_avals[0]


private.runs_alone(convolution_p)
mlir.register_lowering(convolution_p, mlir.lower_fun(by_xla, multiple_results=False))
