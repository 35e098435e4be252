"""Arrays spread over devices: what each computes, and the one sum that is needed.

In: how XLA has sharded x and dy. Out: the same for dW. Shards of the batch end in one all-reduce,
shards of channels or of `jax.vmap`'s axis in no collective at all; rows and columns are gathered.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import jax
from jax.experimental.custom_partitioning import custom_partitioning
from jax.sharding import NamedSharding, PartitionSpec

from . import private
from .geometry import Geometry, common

Native: TypeAlias = Callable[[jax.Array, jax.Array, Geometry], jax.Array]
"""A call into our code."""


def call(x: jax.Array, dy: jax.Array, *, geometry: Geometry, native: Native) -> jax.Array:
    """Make a native call, with what XLA must know to shard it."""

    def whole(x: jax.Array, dy: jax.Array) -> jax.Array:
        return native(x, dy, geometry)

    def partition(mesh: Any, arguments: Any, _result: Any) -> Any:
        return _partition(mesh, arguments, geometry, native)

    def infer(mesh: Any, arguments: Any, _result: Any) -> Any:
        return _partition(mesh, arguments, geometry, native)[2]

    sharded = custom_partitioning(whole)
    rule, sizes = _rule(x.shape, dy.shape, geometry)
    fixed = list("hwpqrs" + "ck" * (geometry.groups > 1))
    fixed.sort(key=rule.index)  # Shardy wants them in the order in which the rule has them
    # GSPMD, where Shardy is off, reads no rule but asks `infer`; without it, XLA aborts.
    sharded.def_partition(
        partition,
        infer,
        decode_shardings=False,  # else JAX raises an error where XLA has divided an axis of a mesh
        sharding_rule=rule,
        need_replication_factors=tuple(fixed),
        **sizes,
    )
    return sharded(x, dy)


def _rule(x_shape: Any, dy_shape: Any, geometry: Geometry) -> tuple[str, dict[str, int]]:
    """Which axes are the same, as `custom_partitioning` spells it, and the sizes it cannot see."""
    grouped = geometry.groups > 1
    letters = (
        ("n", "(g c)" if grouped else "c", "h", "w"),
        ("n", "(g k)" if grouped else "k", "p", "q"),
        ("(g k)" if grouped else "k", "c", "r", "s"),
    )
    lhs, rhs, out = geometry.numbers
    x, dy, dw = (
        " ".join(letter for _, letter in sorted(zip(spec, names, strict=True)))
        for spec, names in zip((lhs, out, rhs), letters, strict=True)
    )
    batch = common(x_shape[0], dy_shape[0])
    first, second = (
        "b" if a[0] == batch else name for a, name in ((x_shape, "x"), (dy_shape, "y"))
    )
    sizes = {"g": geometry.groups, "k": dy_shape[1 + out[1]] // geometry.groups} if grouped else {}
    return f"{first} {x}, {second} {dy} -> b {dw}", sizes


def _partition(mesh: Any, arguments: Any, geometry: Geometry, native: Native) -> Any:
    """Choose shardings that fit together, near to those that XLA found; and a device's work."""
    x, dy = arguments
    lhs, rhs, out = geometry.numbers
    used: set[str] = set()

    def axes(array: Any, axis: int, divides: int) -> Any:
        """The mesh's axes over which this axis stays sharded."""
        # GSPMD also asks when no sharding is known yet.
        spec = private.named(mesh, array.sharding) if array.sharding else ()
        names = spec[axis] if axis < len(spec) else None
        names = names if isinstance(names, tuple) else (names,) if names else ()
        count = math.prod(mesh.shape[name] for name in names)
        if divides % count or used & set(names):
            return None
        used.update(names)
        return names or None

    batch = axes(x, 0, x.shape[0]) or axes(dy, 0, dy.shape[0])
    images = axes(x, 1 + lhs[0], x.shape[1 + lhs[0]])
    images = images or axes(dy, 1 + out[0], dy.shape[1 + out[0]])
    if geometry.groups > 1:
        groups = axes(x, 1 + lhs[1], geometry.groups) or axes(dy, 1 + out[1], geometry.groups)
        to_x = to_k = groups
        to_c = None
    else:
        to_x = to_c = axes(x, 1 + lhs[1], x.shape[1 + lhs[1]])
        to_k = axes(dy, 1 + out[1], dy.shape[1 + out[1]])
        groups = None
    count = math.prod(mesh.shape[name] for name in groups or ())
    local = geometry._replace(groups=geometry.groups // count)

    def spread(spec: Any, first: Any, second: Any, lead: Any) -> NamedSharding:
        names = [lead, None, None, None, None]
        names[1 + spec[0]], names[1 + spec[1]] = first, second
        return NamedSharding(mesh, PartitionSpec(*names))

    def one(x: jax.Array, dy: jax.Array) -> jax.Array:
        dw = native(x, dy, local)
        return jax.lax.psum(dw, images) if images else dw

    total = common(x.shape[0], dy.shape[0])
    leads = [batch if array.shape[0] == total else None for array in (x, dy)]
    given = (spread(lhs, images, to_x, leads[0]), spread(out, images, to_k, leads[1]))
    return mesh, one, spread(rhs, to_k, to_c, batch), given
