"""JAX's convolution with our weight gradient: a drop-in for `jax.lax.conv_general_dilated`.

In: that function's arguments. Out: what it returns, from the same code of XLA's; only the gradient
of the filter is ours (`rules`), where the convolution's geometry is one for which we have kernels.
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

from filtergrad.arrays import DTYPES
from filtergrad.gradient import Precision

from . import private
from .geometry import Geometry, alike

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
        The convolution, by XLA. What is not 2-D, has an `lhs_dilation`, a `batch_group_count`, a
        negative padding, no elements, or a result of another dtype is XLA's in every respect.
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
    if lhs.ndim == rhs.ndim == 4:
        geometry = None
        # What cannot be spelt out is for JAX to refuse, in its own words.
        with contextlib.suppress(TypeError, ValueError):
            geometry = geometry_of(lhs, rhs, params | _spelt_out(lhs, rhs, params))
        if geometry is not None:
            return convolution_p.bind(*alike(lhs, rhs), geometry=geometry)
    return jax.lax.conv_general_dilated(lhs, rhs, **params)


def _spelt_out(lhs: jax.Array, rhs: jax.Array, given: dict[str, Any]) -> dict[str, Any]:
    """Spell out what users may abbreviate, as JAX's primitive has it."""
    numbers = jax.lax.conv_dimension_numbers(lhs.shape, rhs.shape, given["dimension_numbers"])
    holes, pads = _pair(given["rhs_dilation"]), given["padding"]
    if isinstance(pads, str):
        reach = [
            (rhs.shape[axis] - 1) * hole + 1
            for axis, hole in zip(numbers.rhs_spec[2:], holes, strict=True)
        ]
        sizes = [lhs.shape[axis] for axis in numbers.lhs_spec[2:]]
        pads = jax.lax.padtype_to_pads(sizes, reach, _pair(given["window_strides"]), pads)
    elif isinstance(pads, jax.Array):
        pads = np.asarray(pads)
    precision = given["precision"]
    if precision is None:
        precision = jax.config.jax_default_matmul_precision
    if not isinstance(precision, tuple | list | None):
        precision = (precision, precision)
    return {
        "padding": pads,
        "lhs_dilation": _pair(given["lhs_dilation"]),
        "rhs_dilation": holes,
        "dimension_numbers": numbers,
        "precision": precision and tuple(map(jax.lax.Precision, precision)),
    }


def _pair(numbers: Any) -> tuple[int, int]:
    """Two integers of any kind, also those of an array; left out they are 1."""
    if isinstance(numbers, jax.Array):
        numbers = np.asarray(numbers)  # whose items stay numbers while a function is traced
    first, second = (1, 1) if numbers is None else map(operator.index, numbers)
    return first, second


def geometry_of(lhs: Any, rhs: Any, params: dict[str, Any]) -> Geometry | None:
    """The geometry of a convolution whose weight gradient we compute, else None.

    Parameters
    ----------
    lhs, rhs
        Arrays, tracers or types.
    params
        Those of JAX's primitive.
    """
    element, numbers = params["preferred_element_type"], params["dimension_numbers"]
    usual, highest = jax.lax.Precision.DEFAULT, jax.lax.Precision.HIGHEST
    precision = params["precision"] or (usual, usual)
    if (
        lhs.ndim != 4
        or lhs.dtype != rhs.dtype
        or lhs.dtype.name not in DTYPES
        or (element is not None and element != lhs.dtype)
        or tuple(params["lhs_dilation"]) != (1, 1)
        or params["batch_group_count"] != 1
        or params["out_sharding"] is not None
        or precision not in ((usual, usual), (highest, highest))
        or 0 in (*lhs.shape, *rhs.shape)
    ):
        return None
    sizes = [rhs.shape[axis] for axis in numbers.rhs_spec[2:]]
    numbered = (sizes, params["window_strides"], params["rhs_dilation"], *params["padding"])
    try:
        taps, strides, dilations, rows, columns = (_pair(pair) for pair in numbered)
        groups = operator.index(params["feature_group_count"])
    except TypeError:
        return None  # an exported program may leave open what a `Geometry` has numbers for
    if min(*rows, *columns) < 0:
        return None
    names = ConvDimensionNumbers(*map(tuple, numbers))
    wanted: Precision = "highest" if highest in precision else "default"
    return Geometry(names, taps, strides, dilations, (rows, columns), groups, wanted)


# ---- the primitive ----


def by_xla(lhs: jax.Array, rhs: jax.Array, *, geometry: Geometry) -> jax.Array:
    """Convolve by XLA."""
    return geometry.convolve(jax.lax.conv_general_dilated, lhs, rhs)


@convolution_p.def_abstract_eval
def _shape(lhs: Any, rhs: Any, *, geometry: Geometry) -> Any:
    return jax.make_jaxpr(functools.partial(by_xla, geometry=geometry))(lhs, rhs).out_avals[0]


private.runs_alone(convolution_p)
mlir.register_lowering(convolution_p, mlir.lower_fun(by_xla, multiple_results=False))
