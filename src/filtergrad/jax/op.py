"""The op in JAX: a primitive, and how it is lowered.

In: x and dy as JAX arrays or tracers. Out: dW. The primitive carries one axis before the four, for
`jax.vmap`: dW[b] is the gradient of x[b] and dy[b], and an x or dy of length 1 belongs to all of
them. Folding that axis into the groups, as XLA does, would copy x, dy and dW. Its derivatives are
in `rules`; a `jax.custom_vjp` instead of a primitive would end `jax.jvp` and with it `jax.hessian`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax.extend.core import Primitive
from jax.interpreters import mlir

from filtergrad import api
from filtergrad.arrays import Ints, dtype_name, unlike
from filtergrad.gradient import Precision

from . import door, private, remote, sharding
from .geometry import Geometry, alike, common, nothing, of_problem, typed

weight_p = Primitive("filtergrad_conv2d_weight")


def conv2d_backprop_filter(
    input: Any,  # noqa: A002 - TensorFlow's name
    filter_sizes: Ints,
    out_backprop: Any,
    strides: Ints,
    padding: str | bytes,
    explicit_paddings: Ints | None = (),
    data_format: str | bytes | None = "NHWC",
    dilations: Ints | None = (1, 1, 1, 1),
    *,
    precision: Precision = "default",
) -> jax.Array:
    """Compute the gradient of a 2-D convolution with respect to its filter, inside JAX.

    Differentiable any number of times in both arrays, forward and backward, and at home in
    `jax.jit`, `jax.vmap`, `jax.lax.scan`, `jax.shard_map` and `jax.export`. On other platforms than
    CPUs and NVIDIA's GPUs it is the convolution of XLA's own.

    Parameters
    ----------
    input, out_backprop
        JAX arrays, or what `jax.numpy.asarray` takes; see `filtergrad.conv2d_backprop_filter` for
        the shapes and dtypes.
    filter_sizes, strides, padding, explicit_paddings, data_format, dilations, precision
        As for `filtergrad.conv2d_backprop_filter`; numbers, not tracers.

    Returns
    -------
    jax.Array
        The gradient, shape `filter_sizes`, dtype of `input`. The same bits as from
        `filtergrad.conv2d_backprop_filter`.

    Raises
    ------
    InvalidArgumentError
        If the shapes and attributes describe no convolution; a ``ValueError``, with TensorFlow's
        text, while the function is traced.
    TypeError
        If an argument is of the wrong type or the arrays' dtypes are not alike and one of the four.
    """
    x, dy = jnp.asarray(input), jnp.asarray(out_backprop)
    dtype = dtype_name(x.dtype, "input")
    if x.dtype != dy.dtype:
        raise unlike(x.dtype, dy.dtype)
    gradient = api.gradient(
        input_shape=x.shape,
        filter_sizes=filter_sizes,
        out_backprop_shape=dy.shape,
        strides=strides,
        padding=padding,
        explicit_paddings=explicit_paddings,
        data_format=data_format,
        dilations=dilations,
        dtype=dtype,
        precision=precision,
    )
    problem = gradient.problem
    if problem.empty:
        return nothing(problem.filter_shape, x, dy)
    return weight(x, dy, of_problem(problem, precision))


def weight(x: jax.Array, dy: jax.Array, geometry: Geometry) -> jax.Array:
    """Compute dW of arrays whose axes lie as the geometry says."""
    if 0 in (*x.shape, *dy.shape):
        # JAX's windows may be larger than the padded image, and our checks would refuse them.
        return nothing(geometry.filter_shape(x.shape, dy.shape), x, dy)
    x, dy = alike(x, dy)
    spec = geometry.numbers.rhs_spec
    if spec[3] == spec[2] + 1:
        return _one(x, dy, geometry)
    # Our kernels write filters whose rows and columns are neighbours; other orders are XLA's work.
    dense = geometry._replace(numbers=geometry.numbers._replace(rhs_spec=(3, 2, 0, 1)))
    order = sorted(range(4), key=lambda axis: (spec[2], spec[3], spec[1], spec[0])[axis])
    return jnp.transpose(_one(x, dy, dense), order)


# Outside of a transformation this is one call into XLA instead of four.
@functools.partial(jax.jit, static_argnums=2, inline=True)
def _one(x: jax.Array, dy: jax.Array, geometry: Geometry) -> jax.Array:
    return weight_p.bind(x[None], dy[None], geometry=geometry)[0]


# ---- the primitive ----


@weight_p.def_abstract_eval
def _shape(x: Any, dy: Any, *, geometry: Geometry) -> Any:
    shape = geometry.filter_shape(x.shape[1:], dy.shape[1:])
    return typed(x, (common(x.shape[0], dy.shape[0]), *shape))


def by_xla(x: jax.Array, dy: jax.Array, *, geometry: Geometry) -> jax.Array:
    """Compute the same by XLA's own convolution, for the platforms that have no kernel of ours."""
    numbers = geometry.numbers
    # The sum is over images, so these take the place of channels, and the channels that of images.
    lhs, rhs, out = (
        (spec[1], spec[0], *spec[2:])
        for spec in (numbers.lhs_spec, numbers.out_spec, numbers.rhs_spec)
    )
    pads = []
    for axis, (taps, stride, dilation, (before, _)) in enumerate(
        zip(geometry.taps, geometry.strides, geometry.dilations, geometry.pads, strict=True),
        start=2,
    ):
        size, outputs = x.shape[1 + lhs[axis]], dy.shape[1 + rhs[axis]]
        reach = (taps - 1) * dilation + (outputs - 1) * stride + 1
        pads.append((before, reach - size - before))

    def one(x: jax.Array, dy: jax.Array) -> jax.Array:
        return jax.lax.conv_general_dilated(
            x,
            dy,
            geometry.dilations,
            pads,
            rhs_dilation=geometry.strides,
            dimension_numbers=jax.lax.ConvDimensionNumbers(lhs, rhs, out),
            batch_group_count=geometry.groups,
            precision=geometry.for_xla,
        )

    batch = common(x.shape[0], dy.shape[0])
    shared = [a.shape[0] != batch for a in (x, dy)]
    given = [a[0] if alone else a for a, alone in zip((x, dy), shared, strict=True)]
    return jax.vmap(one, tuple(None if alone else 0 for alone in shared))(*given)


private.runs_alone(weight_p)
_xlas = mlir.lower_fun(by_xla, multiple_results=False)


def _lowering(native: sharding.Native) -> Callable[..., Any]:
    """A rule that puts a native call into a program, or XLA's convolution where that must be."""
    sharded = functools.partial(sharding.call, native=native)
    spread = mlir.lower_fun(sharded, multiple_results=False)
    whole = mlir.lower_fun(native, multiple_results=False)  # XLA gathers what it has sharded

    def lowered(context: Any, *arrays: Any, geometry: Geometry) -> Any:
        portable = private.for_export(context) and not private.exporting.value
        if portable or private.refuses_calls(context):
            return _xlas(context, *arrays, geometry=geometry)
        ours = spread if private.names_axes(context) else whole
        return ours(context, *arrays, geometry=geometry)

    return lowered


_on_cpus, _by_call = _lowering(door.call), _lowering(door.call_on_gpu)


def _on_gpus(context: Any, *arrays: Any, geometry: Geometry) -> Any:
    x, dy = context.avals_in
    if not remote.can(door.words_of(x, dy, geometry)):
        return _xlas(context, *arrays, geometry=geometry)
    return _by_call(context, *arrays, geometry=geometry)


mlir.register_lowering(weight_p, _xlas)
if door.registered:
    mlir.register_lowering(weight_p, _on_cpus, platform="cpu")
    mlir.register_lowering(weight_p, _on_gpus, platform="cuda")
    private.needs_devices(weight_p)
