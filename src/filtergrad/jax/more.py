"""Convolutions of JAX's that become the op's by a turn: in one dimension, and with `lhs_dilation`.

In: the parameters of JAX's primitive, or of its function. Out: the filter's gradient by our op. A
line is an image of one row. A convolution whose input has holes is a transposed one: input and
gradient are exchanged, the strides of the op are those holes, and the filter is turned round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax.lax import ConvDimensionNumbers

from .convolution import geometry_of
from .op import weight


def gradient(dy: Any, lhs: Any, rhs: Any, params: dict[str, Any]) -> jax.Array | None:
    """The gradient of a filter of a type, or None where it is not ours."""
    numbers = params["dimension_numbers"]
    if dy.dtype != lhs.dtype:
        return None
    if lhs.ndim == 3:
        place = numbers.rhs_spec[2]
        shape = (*rhs.shape[:place], 1, *rhs.shape[place:])
        found = gradient(
            jnp.expand_dims(dy, numbers.out_spec[2]),
            jnp.expand_dims(lhs, numbers.lhs_spec[2]),
            jax.ShapeDtypeStruct(shape, rhs.dtype),
            params | lifted(params),
        )
        return None if found is None else jnp.squeeze(found, place)
    if lhs.ndim == 4 and tuple(params["lhs_dilation"]) != (1, 1):
        return _exchanged(dy, lhs, rhs, params)
    geometry = geometry_of(lhs, rhs, params)
    return None if geometry is None else weight(lhs, dy, geometry)


def lifted(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters for images of one row, whose axis stands before that of the columns."""
    numbers = ConvDimensionNumbers(*map(_lifted, params["dimension_numbers"]))
    pads = params["padding"]
    return {
        "window_strides": (1, *params["window_strides"]),
        "padding": pads if isinstance(pads, str) else ((0, 0), *pads),
        "lhs_dilation": (1, *(params["lhs_dilation"] or (1,))),
        "rhs_dilation": (1, *(params["rhs_dilation"] or (1,))),
        "dimension_numbers": numbers,
    }


def _lifted(spec: Sequence[int]) -> tuple[int, ...]:
    one, other, pixels = spec
    return (one + (one > pixels), other + (other > pixels), pixels, pixels + 1)


def _exchanged(dy: Any, x: Any, rhs: Any, params: dict[str, Any]) -> jax.Array | None:
    """The gradient where x has holes: of a convolution of dy, whose gradient is x."""
    if tuple(params["window_strides"]) != (1, 1) or params["batch_group_count"] != 1:
        return None
    numbers, groups = params["dimension_numbers"], params["feature_group_count"]
    (n, k, *taps), out = numbers.rhs_spec, numbers.out_spec
    pads, cuts = [], [(0, 0, 0)] * 4
    rest = zip(
        taps, out[2:], numbers.lhs_spec[2:], params["padding"], params["lhs_dilation"],
        params["rhs_dilation"], strict=True,
    )  # fmt: skip
    for tap, axis, pixels, (before, _), hole, dilation in rest:
        reach, size = (rhs.shape[tap] - 1) * dilation, dy.shape[axis]
        lead = reach - before
        behind = (x.shape[pixels] - 1) * hole + reach + 1 - lead - size
        cuts[axis] = (min(lead, 0), min(behind, 0), 0)
        if size + sum(cuts[axis]) <= 0:
            return None
        pads.append((max(lead, 0), max(behind, 0)))
    shape = list(rhs.shape)
    shape[k], shape[n] = rhs.shape[k] * groups, rhs.shape[n] // groups
    turned = params | {
        "window_strides": params["lhs_dilation"],
        "padding": tuple(pads),
        "lhs_dilation": (1, 1),
        "dimension_numbers": ConvDimensionNumbers(out, (k, n, *taps), numbers.lhs_spec),
    }
    if min(edge for cut in cuts for edge in cut) < 0:
        dy = jax.lax.pad(dy, jnp.zeros((), dy.dtype), cuts)
    geometry = geometry_of(dy, jax.ShapeDtypeStruct(tuple(shape), rhs.dtype), turned)
    if geometry is None:
        return None
    dw = jnp.flip(weight(dy, x, geometry), taps)
    if groups > 1:  # from (c, k / groups) to (k, c / groups)
        apart = dw.reshape(*shape[:k], groups, rhs.shape[k], *shape[k + 1 :])
        place = n + (n > k)
        joined = jnp.moveaxis(apart, k, place if place <= k else place - 1)
        dw = joined.reshape(rhs.shape)
    return dw
