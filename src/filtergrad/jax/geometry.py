"""How a filter is moved: what is fixed about its gradient before its arrays are known.

In: the arguments of a convolution, as JAX's or TensorFlow's users give them. Out: a `Geometry`,
which is the one parameter of our primitives, and the 64-bit words that describe a native call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.lax import ConvDimensionNumbers

from filtergrad import api
from filtergrad.arrays import DTYPES, HERE, dense_strides, numpy_dtype
from filtergrad.gradient import Precision
from filtergrad.native import door
from filtergrad.problem import Problem

from .frame import DIGIT, WORDS

_PRECISIONS: tuple[Precision, ...] = ("default", "highest", "tf32")


class Geometry(NamedTuple):
    """A 2-D convolution without its sizes.

    Parameters
    ----------
    numbers
        Which axis is what: (n, c, h, w) of the input, (k, c, r, s) of the filter, (n, k, p, q) of
        the output.
    taps
        Rows and columns of the filter.
    strides, dilations
        Those of rows and of columns.
    pads
        The padding before and after the rows, and before and after the columns.
    groups
        How many groups the channels are divided into.
    precision
        As for `filtergrad.conv2d_backprop_filter`.
    """

    numbers: ConvDimensionNumbers
    taps: tuple[int, int]
    strides: tuple[int, int]
    dilations: tuple[int, int]
    pads: tuple[tuple[int, int], tuple[int, int]]
    groups: int
    precision: Precision = "default"

    def filter_shape(self, x: Sequence[int], dy: Sequence[int]) -> tuple[int, ...]:
        """The shape of dW for these shapes of x and dy."""
        shape = [0, 0, 0, 0]
        channels = x[self.numbers.lhs_spec[1]] // self.groups
        sizes = (dy[self.numbers.out_spec[1]], channels, *self.taps)
        for axis, size in zip(self.numbers.rhs_spec, sizes, strict=True):
            shape[axis] = size
        return tuple(shape)

    @property
    def for_xla(self) -> jax.lax.Precision | None:
        """The precision in JAX's words."""
        return jax.lax.Precision.HIGHEST if self.precision == "highest" else None

    def convolve(
        self, convolution: Callable[..., jax.Array], x: jax.Array, w: jax.Array
    ) -> jax.Array:
        """The convolution itself, by something with the signature of JAX's."""
        return convolution(
            x,
            w,
            self.strides,
            self.pads,
            rhs_dilation=self.dilations,
            dimension_numbers=self.numbers,
            feature_group_count=self.groups,
            precision=self.for_xla,
        )


def of_problem(problem: Problem, precision: Precision) -> Geometry:
    """The geometry of what TensorFlow's arguments describe."""
    layout = problem.data_format
    image = (0, 3, 1, 2) if layout == "NHWC" else (0, 1, 2, 3)
    return Geometry(
        ConvDimensionNumbers(image, (3, 2, 0, 1), image),
        (problem.r, problem.s),
        (problem.u, problem.v),
        (problem.dr, problem.ds),
        ((problem.top, problem.bottom), (problem.left, problem.right)),
        problem.g,
        precision,
    )


def common(x: Any, dy: Any) -> Any:
    """How long an axis is that x and dy share; an array of length 1 belongs to all of the other."""
    return dy if x == 1 else x


def typed(x: Any, shape: Sequence[Any]) -> Any:
    """The type of a result of this shape: as x varies over a mesh, but sharded over none of it."""
    spec = jax.sharding.PartitionSpec(*[None] * len(shape))
    return x.update(shape=tuple(shape), sharding=x.sharding.update(spec=spec), weak_type=False)


def alike(*arrays: jax.Array) -> list[jax.Array]:
    """Let all arrays vary over the same axes of a mesh, as `jax.shard_map` wants it."""
    types = [jax.typeof(array) for array in arrays]
    # JAX 0.9 calls the set of these axes `vma`.
    vary = [t.vma if hasattr(t, "vma") else t.manual_axis_type.varying for t in types]
    every = frozenset().union(*vary)
    missing = [tuple(every - own) for own in vary]
    return [
        _spread(array, axes) if axes else array for array, axes in zip(arrays, missing, strict=True)
    ]


def _spread(array: jax.Array, axes: tuple[str, ...]) -> jax.Array:
    """Let an array vary over axes of a mesh, too; JAX 0.7 has another name for it."""
    if hasattr(jax.lax, "pcast"):
        return jax.lax.pcast(array, axes, to="varying")
    return jax.lax.pvary(array, axes)


def nothing(shape: Sequence[Any], *arrays: jax.Array) -> jax.Array:
    """Make zeros where no sum has a term, of the first array's dtype, varying as all arrays do."""
    return alike(jnp.zeros(tuple(shape), arrays[0].dtype), *arrays)[0]


def words(geometry: Geometry, x: Sequence[Any], dy: Sequence[Any], dtype: str) -> list[int]:
    """The words of a call on shapes x and dy; sizes that an exported module leaves open are -1."""
    layout = 0
    for axis in (axis for spec in geometry.numbers for axis in spec):
        layout = layout * DIGIT + axis
    return WORDS.packed(
        x=[size if isinstance(size, int) else -1 for size in x],
        dy=[size if isinstance(size, int) else -1 for size in dy],
        dtype=[DTYPES.index(dtype)],
        layout=[layout],
        taps=geometry.taps,
        strides=geometry.strides,
        dilations=geometry.dilations,
        pads=[*geometry.pads[0], *geometry.pads[1]],
        groups=[geometry.groups],
        precision=[_PRECISIONS.index(geometry.precision)],
    )


def channels(given: Sequence[int]) -> tuple[int, int]:
    """Which axis of x, and which of dy, are the channels, by the words of a call."""
    layout = WORDS.one(given, "layout")
    return layout // DIGIT**10 % DIGIT, layout // DIGIT**2 % DIGIT


def request(given: tuple[int, ...], device: str = HERE) -> door.Request:
    """What the words of a call ask for, on a device or on those of an architecture."""
    x, dy, (r, s), (u, v), (dr, ds), pads = (
        WORDS.read(given, name) for name in ("x", "dy", "taps", "strides", "dilations", "pads")
    )
    dtype, layout, groups, precision = (
        WORDS.one(given, name) for name in ("dtype", "layout", "groups", "precision")
    )
    digits = [layout // DIGIT**i % DIGIT for i in reversed(range(12))]
    lhs, rhs, out = digits[:4], digits[4:8], digits[8:]
    n, c, h, w = (x[axis] for axis in lhs)
    _, k, p, q = (dy[axis] for axis in out)
    name = DTYPES[dtype]
    gradient = api.gradient(
        input_shape=(n, h, w, c),
        filter_sizes=(r, s, c // groups, k),
        out_backprop_shape=(n, p, q, k),
        strides=(1, u, v, 1),
        padding="EXPLICIT",
        explicit_paddings=(0, 0, *pads, 0, 0),
        data_format="NHWC",
        dilations=(1, dr, ds, 1),
        dtype=name,
        precision=_PRECISIONS[precision],
        device=device,
    )
    size = numpy_dtype(name).itemsize
    shape = [0] * 4
    for axis, length in zip(rhs, (k, c // groups, r, s), strict=True):
        shape[axis] = length
    x_steps, dy_steps, steps = dense_strides(x, size), dense_strides(dy, size), dense_strides(shape)
    return door.Request(
        gradient,
        tuple(x_steps[axis] for axis in (lhs[0], *lhs[2:], lhs[1])),
        tuple(dy_steps[axis] for axis in (out[0], *out[2:], out[1])),
        (steps[rhs[2]], steps[rhs[3]], steps[rhs[1]], steps[rhs[0]]),
    )
