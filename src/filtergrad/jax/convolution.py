"""JAX's convolution with our weight gradient: a drop-in, and a switch for all others.

In: the arguments of `jax.lax.conv_general_dilated`. Out: what that returns, from the same code of
XLA's; only what flows back to the filter is computed here, where the case is one of ours.
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
from jax.interpreters import ad, batching, mlir
from jax.lax import ConvDimensionNumbers

from filtergrad.arrays import DTYPES
from filtergrad.gradient import Precision

from . import private
from .geometry import Case, alike, nothing
from .op import weight

convolution_p = Primitive("filtergrad_conv_general_dilated")


def conv_general_dilated(
    lhs: Any,
    rhs: Any,
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
        case = None
        # What cannot be spelt out is for JAX to refuse, in its own words.
        with contextlib.suppress(TypeError, ValueError):
            case = case_of(lhs, rhs, params | _spelt_out(lhs, rhs, params))
        if case is not None:
            return convolution_p.bind(*alike(lhs, rhs), case=case)
    return jax.lax.conv_general_dilated(lhs, rhs, **params)


def _spelt_out(lhs: Any, rhs: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What users may abbreviate, as JAX's primitive has it."""
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


def case_of(lhs: Any, rhs: Any, params: dict[str, Any]) -> Case | None:
    """The case of a convolution whose weight gradient we compute, else None.

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
        return None  # an exported program leaves open what a `Case` has numbers for
    if min(*rows, *columns) < 0:
        return None
    names = ConvDimensionNumbers(*map(tuple, numbers))
    wanted: Precision = "highest" if highest in precision else "default"
    return Case(names, taps, strides, dilations, (rows, columns), groups, wanted)


# ---- what the drop-in is: XLA's convolution, and our rule for the filter ----


def _by_xla(lhs: Any, rhs: Any, *, case: Case) -> Any:
    return case.convolve(jax.lax.conv_general_dilated, lhs, rhs)


@convolution_p.def_abstract_eval
def _shape(lhs: Any, rhs: Any, *, case: Case) -> Any:
    return jax.make_jaxpr(functools.partial(_by_xla, case=case))(lhs, rhs).out_avals[0]


private.runs_alone(convolution_p)
mlir.register_lowering(convolution_p, mlir.lower_fun(_by_xla, multiple_results=False))


def _to_lhs(dy: Any, lhs: Any, rhs: Any, *, case: Case) -> Any:
    example = jax.typeof(dy).update(shape=lhs.aval.shape)
    return jax.linear_transpose(lambda x: _by_xla(x, rhs, case=case), example)(dy)[0]


def _to_rhs(dy: Any, lhs: Any, _rhs: Any, *, case: Case) -> Any:
    return weight(lhs, dy, case)


ad.defbilinear(convolution_p, _to_lhs, _to_rhs)
private.bilinear_in_jet(convolution_p)


def _batched(args: Any, dims: Any, *, case: Case) -> Any:
    """Fold the axis into the images, or where filters differ into the groups."""
    (x, w), (at_x, at_w) = args, dims
    size = x.shape[at_x] if at_x is not None else w.shape[at_w]
    lhs, rhs, out = case.numbers
    if size == 0:
        one = [
            jax.ShapeDtypeStruct(a.shape if at is None else np.delete(a.shape, at), a.dtype)
            for a, at in zip(args, dims, strict=True)
        ]
        y = jax.eval_shape(functools.partial(_by_xla, case=case), *one)
        return nothing((0, *y.shape), x, w), 0

    def joined(a: Any, at: int, axis: int) -> Any:
        wide = jnp.moveaxis(a, at, axis)
        first, second = wide.shape[axis : axis + 2]
        return wide.reshape(*wide.shape[:axis], first * second, *wide.shape[axis + 2 :])

    if at_w is None:
        x, axis = joined(x, at_x, lhs[0]), out[0]
    else:
        if at_x is None and case.groups > 1:
            x, at_x = jnp.broadcast_to(x, (size, *x.shape)), 0
        if at_x is not None:
            x = joined(x, at_x, lhs[1])
            case = case._replace(groups=case.groups * size)
        w, axis = joined(w, at_w, rhs[0]), out[1]
    y = convolution_p.bind(x, w, case=case)
    return y.reshape(*y.shape[:axis], size, y.shape[axis] // size, *y.shape[axis + 1 :]), axis


batching.primitive_batchers[convolution_p] = _batched
