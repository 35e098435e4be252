"""What JAX's transformations must know of our two primitives: derivatives, and `jax.vmap`.

In: the primitives of `op` and of `convolution`; importing this registers their rules. Out: nothing.
Both are linear in each of their two arrays, so derivatives are convolutions, and those of the
filter's gradient are convolutions whose filter gradient is ours again, to any order.
"""

from __future__ import annotations

import functools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.interpreters import ad, batching

from filtergrad.reports import CALLED

from . import more, private
from .convolution import by_xla, conv_general_dilated, convolution_p
from .geometry import Geometry, common, nothing
from .op import weight_p

# ---- the filter's gradient: dW[b] of x[b] and dy[b] ----


def _convolve(x: jax.Array, v: jax.Array, geometry: Geometry) -> jax.Array:
    """Convolve each x[b] with the filters v[b]."""
    one = x.shape[0] == 1
    convolution = functools.partial(geometry.convolve, conv_general_dilated)
    return jax.vmap(convolution, (None if one else 0, 0))(x[0] if one else x, v)


def _to_x(v: jax.Array, x: Any, dy: jax.Array, *, geometry: Geometry) -> jax.Array:
    """The derivative of ``sum(v * dW)`` by x: what flows through a convolution to its input."""
    dys = jnp.broadcast_to(dy, (v.shape[0], *dy.shape[1:]))
    example = jax.typeof(dy).update(shape=x.aval.shape)
    return jax.linear_transpose(lambda x: _convolve(x, v, geometry), example)(dys)[0]


def _to_dy(v: jax.Array, x: jax.Array, dy: Any, *, geometry: Geometry) -> jax.Array:
    """The derivative of ``sum(v * dW)`` by dy: a convolution with the filters v."""
    dys = _convolve(x, v, geometry)
    return dys if dy.aval.shape[0] == dys.shape[0] else dys.sum(0, keepdims=True)


def _batched(args: Any, dims: Any, *, geometry: Geometry) -> Any:
    """Join `jax.vmap`'s new axis with the one that the primitive has."""
    arrays = [
        a[None] if d is None else jnp.moveaxis(a, d, 0) for a, d in zip(args, dims, strict=True)
    ]
    lead = tuple(common(*(a.shape[axis] for a in arrays)) for axis in range(2))
    if 0 in lead:
        x, dy = arrays
        return nothing((*lead, *geometry.filter_shape(x.shape[2:], dy.shape[2:])), x, dy), 0
    joined = [
        # An array that has neither axis stays one for all; one that has only one is repeated.
        (a if a.shape[:2] == (1, 1) else jnp.broadcast_to(a, lead + a.shape[2:])).reshape(
            -1, *a.shape[2:]
        )
        for a in arrays
    ]
    out = weight_p.bind(*joined, geometry=geometry)
    return out.reshape(*lead, *out.shape[1:]), 0


ad.defbilinear(weight_p, _to_x, _to_dy)
private.bilinear_in_jet(weight_p)
batching.primitive_batchers[weight_p] = _batched


# ---- the drop-in: XLA's convolution, and our gradient for the filter ----


def _to_lhs(dy: jax.Array, lhs: Any, rhs: jax.Array, **params: Any) -> jax.Array:
    example = jax.typeof(dy).update(shape=lhs.aval.shape)
    return jax.linear_transpose(lambda x: by_xla(x, rhs, **params), example)(dy)[0]


def _to_rhs(dy: jax.Array, lhs: jax.Array, rhs: Any, **params: Any) -> jax.Array:
    ours = more.gradient(dy, lhs, rhs.aval, params)
    assert ours is not None  # else the primitive would not have been bound
    private.tell(lhs, rhs.aval, params, CALLED)
    return ours


def _batched_convolution(args: Any, dims: Any, **params: Any) -> Any:
    """Fold `jax.vmap`'s axis into the images, or where filters differ, into the groups."""
    (x, w), (at_x, at_w) = args, dims
    size = x.shape[at_x] if at_x is not None else w.shape[at_w]
    lhs, rhs, out = params["dimension_numbers"]
    if size == 0:
        one = [
            jax.ShapeDtypeStruct(a.shape if at is None else np.delete(a.shape, at), a.dtype)
            for a, at in zip(args, dims, strict=True)
        ]
        y = jax.eval_shape(functools.partial(by_xla, **params), *one)
        return nothing((0, *y.shape), x, w), 0

    def joined(a: jax.Array, at: int, axis: int) -> jax.Array:
        wide = jnp.moveaxis(a, at, axis)
        first, second = wide.shape[axis : axis + 2]
        return wide.reshape(*wide.shape[:axis], first * second, *wide.shape[axis + 2 :])

    if at_w is None:
        x, axis = joined(x, at_x, lhs[0]), out[0]
    else:
        groups = params["feature_group_count"]
        if at_x is None and groups > 1:
            x, at_x = jnp.broadcast_to(x, (size, *x.shape)), 0
        if at_x is not None:
            x = joined(x, at_x, lhs[1])
            params |= {"feature_group_count": groups * size}
        w, axis = joined(w, at_w, rhs[0]), out[1]
    y = convolution_p.bind(x, w, **params)
    return y.reshape(*y.shape[:axis], size, y.shape[axis] // size, *y.shape[axis + 1 :]), axis


ad.defbilinear(convolution_p, _to_lhs, _to_rhs)
private.bilinear_in_jet(convolution_p)
batching.primitive_batchers[convolution_p] = _batched_convolution
