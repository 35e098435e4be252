"""JAX's convolution with our weight gradient: a drop-in, and a switch for all others. Floor 7.

In: the arguments of `jax.lax.conv_general_dilated`. Out: what that returns, from the same code of
XLA's; only what flows back to the filter is computed here, where the case is one of ours.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax.extend.core import Primitive
from jax.interpreters import ad, batching, mlir
from jax.lax import ConvDimensionNumbers

from filtergrad.arrays import DTYPES

from .case import Case, alike
from .weight import weight

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
    if lhs.ndim == rhs.ndim == 4 and len(window_strides) == 2:
        case = case_of(lhs, rhs, params | _spelt_out(lhs, rhs, params))
        if case is not None:
            return convolution_p.bind(*alike(lhs, rhs), case=case)
    return jax.lax.conv_general_dilated(lhs, rhs, **params)


def _spelt_out(lhs: Any, rhs: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What users may abbreviate, as JAX's primitive has it."""
    numbers = jax.lax.conv_dimension_numbers(lhs.shape, rhs.shape, given["dimension_numbers"])
    holes, pads = given["rhs_dilation"] or (1, 1), given["padding"]
    if isinstance(pads, str):
        reach = [
            (rhs.shape[axis] - 1) * hole + 1
            for axis, hole in zip(numbers.rhs_spec[2:], holes, strict=True)
        ]
        sizes = [lhs.shape[axis] for axis in numbers.lhs_spec[2:]]
        pads = jax.lax.padtype_to_pads(sizes, reach, given["window_strides"], pads)
    precision = given["precision"]
    if not isinstance(precision, tuple | None):
        precision = (precision, precision)
    return {
        "padding": [(int(before), int(after)) for before, after in pads],
        "lhs_dilation": given["lhs_dilation"] or (1, 1),
        "rhs_dilation": holes,
        "dimension_numbers": numbers,
        "precision": precision and tuple(map(jax.lax.Precision, precision)),
    }


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
        or any(pad < 0 for pads in params["padding"] for pad in pads)
        or precision not in ((usual, usual), (highest, highest))
        or 0 in (*lhs.shape, *rhs.shape)
    ):
        return None
    (top, bottom), (left, right) = params["padding"]
    r, s = (rhs.shape[axis] for axis in numbers.rhs_spec[2:])
    u, v = params["window_strides"]
    dr, ds = params["rhs_dilation"]
    return Case(
        ConvDimensionNumbers(*map(tuple, numbers)),
        (r, s),
        (u, v),
        (dr, ds),
        ((top, bottom), (left, right)),
        params["feature_group_count"],
        "highest" if highest in precision else "default",
    )


# ---- what the drop-in is: XLA's convolution, and our rule for the filter ----


def _by_xla(lhs: Any, rhs: Any, *, case: Case) -> Any:
    return case.convolve(jax.lax.conv_general_dilated, lhs, rhs)


@convolution_p.def_abstract_eval
def _shape(lhs: Any, rhs: Any, *, case: Case) -> Any:
    return jax.make_jaxpr(functools.partial(_by_xla, case=case))(lhs, rhs).out_avals[0]


@convolution_p.def_impl
def _run(lhs: Any, rhs: Any, *, case: Case) -> Any:
    return _by_xla(lhs, rhs, case=case)


mlir.register_lowering(convolution_p, mlir.lower_fun(_by_xla, multiple_results=False))


def _to_lhs(dy: Any, lhs: Any, rhs: Any, *, case: Case) -> Any:
    example = jax.typeof(dy).update(shape=lhs.aval.shape)
    return jax.linear_transpose(lambda x: _by_xla(x, rhs, case=case), example)(dy)[0]


def _to_rhs(dy: Any, lhs: Any, _rhs: Any, *, case: Case) -> Any:
    return weight(lhs, dy, case)


ad.defbilinear(convolution_p, _to_lhs, _to_rhs)


def _batched(args: Any, dims: Any, *, case: Case) -> Any:
    """Fold the axis into the images, or where filters differ into the groups."""
    (x, w), (at_x, at_w) = args, dims
    size = x.shape[at_x] if at_x is not None else w.shape[at_w]
    lhs, rhs, out = case.numbers

    def joined(a: Any, at: int, axis: int) -> Any:
        wide = jnp.moveaxis(a, at, axis)
        return wide.reshape(*wide.shape[:axis], -1, *wide.shape[axis + 2 :])

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
    return y.reshape(*y.shape[:axis], size, -1, *y.shape[axis + 1 :]), axis


batching.primitive_batchers[convolution_p] = _batched
