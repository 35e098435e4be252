"""Which convolutions of JAX's have our gradient for the filter, and how they become the op's.

In: the parameters of JAX's primitive, and shapes. Out: a `Turn`, or why there is none; with arrays,
the filter's gradient. A line is an image of one row. A convolution whose input has holes
(`lhs_dilation`) is a transposed one: input and gradient are exchanged, the strides of the op are
those holes, and the filter is turned round.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import jax
import jax.numpy as jnp
from jax.lax import ConvDimensionNumbers, Precision

from filtergrad import gradient as gradients
from filtergrad.arrays import DTYPES

from .geometry import Geometry
from .op import weight

Params: TypeAlias = dict[str, Any]
"""The parameters of `jax.lax.conv_general_dilated_p`."""
_USUAL, _HIGHEST = Precision.DEFAULT, Precision.HIGHEST
_AXES = 4  # of an image
_WHOLE = ((0, 0, 0),) * _AXES
_OPEN = "its sizes are left open"


class Turn(NamedTuple):
    """How the op computes the gradient of a filter.

    Parameters
    ----------
    geometry
        The op's.
    holes
        Whether input and gradient are exchanged, because the input has holes.
    cuts
        What is cut off the gradient then, as `jax.lax.pad` has it.
    shape
        Of what the op returns then, before it is turned round.
    """

    geometry: Geometry
    holes: bool = False
    cuts: tuple[tuple[int, int, int], ...] = _WHOLE
    shape: tuple[int, ...] = ()


def gradient(dy: Any, lhs: Any, rhs: Any, params: Params) -> jax.Array | None:
    """The gradient of a filter of a type, or None where it is not ours."""
    turn = turn_of(lhs, rhs, params)
    if isinstance(turn, str) or dy.dtype != lhs.dtype:
        return None
    numbers, row = params["dimension_numbers"], params["dimension_numbers"].rhs_spec[2]
    if lhs.ndim == _AXES:
        return _computed(dy, lhs, rhs, turn, numbers)
    dy, lhs = (jnp.expand_dims(a, spec[2]) for a, spec in ((dy, numbers[2]), (lhs, numbers[0])))
    found = _computed(dy, lhs, _of_one_row(rhs, row), turn, _lifted(params)["dimension_numbers"])
    return jnp.squeeze(found, row)


def why_not(lhs: Any, rhs: Any, params: Params) -> str:
    """Why the gradient of a convolution's filter is not ours; empty where it is."""
    turn = turn_of(lhs, rhs, params)
    return turn if isinstance(turn, str) else ""


def turn_of(lhs: Any, rhs: Any, params: Params) -> Turn | str:
    """How our op computes the gradient of a convolution's filter, or why it does not.

    Parameters
    ----------
    lhs, rhs
        Arrays, tracers or types.
    params
        Those of JAX's primitive.
    """
    if why := _other(lhs, rhs, params):
        return why
    numbers = params["dimension_numbers"]
    if lhs.ndim == _AXES - 1:
        lhs, rhs = _of_one_row(lhs, numbers.lhs_spec[2]), _of_one_row(rhs, numbers.rhs_spec[2])
        params = params | _lifted(params)
    try:
        if tuple(params["lhs_dilation"]) != (1, 1):
            return _exchanged(lhs, rhs, params)
        geometry = _geometry(rhs.shape, params)
    except TypeError:
        return _OPEN  # by an exported program, and a `Geometry` has numbers
    negative = min(edge for edges in geometry.pads for edge in edges) < 0
    return "it has negative padding" if negative else Turn(geometry)


def _other(lhs: Any, rhs: Any, params: Params) -> str:
    """Why a convolution is of another kind than ours; empty where it may be ours."""
    element, precision = params["preferred_element_type"], params["precision"]
    reasons = {
        f"it has {lhs.ndim - 2} dimensions": lhs.ndim not in {_AXES - 1, _AXES},
        "its arrays are of different dtypes": lhs.dtype != rhs.dtype,
        f"there is no kernel for {lhs.dtype.name}": lhs.dtype.name not in DTYPES,
        f"its result is of dtype {element}": element is not None and element != lhs.dtype,
        "it has a batch_group_count": params["batch_group_count"] != 1,
        "it has an out_sharding": params["out_sharding"] is not None,
        f"its precision is {precision}": precision not in {None, (_USUAL,) * 2, (_HIGHEST,) * 2},
        "an array is empty": 0 in (*lhs.shape, *rhs.shape),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _geometry(filters: Sequence[int], params: Params) -> Geometry:
    """The geometry of a convolution of images that has no holes; a `TypeError` for open sizes."""
    numbers = params["dimension_numbers"]
    taps = [filters[axis] for axis in numbers.rhs_spec[2:]]
    numbered = (taps, params["window_strides"], params["rhs_dilation"], *params["padding"])
    sizes, strides, dilations, rows, columns = (_pair(pair) for pair in numbered)
    groups = operator.index(params["feature_group_count"])
    highest = params["precision"] is not None and _HIGHEST in params["precision"]
    wanted: gradients.Precision = "highest" if highest else "default"
    names = ConvDimensionNumbers(*map(tuple, numbers))
    return Geometry(names, sizes, strides, dilations, (rows, columns), groups, wanted)


def _pair(numbers: Sequence[Any]) -> tuple[int, int]:
    first, second = map(operator.index, numbers)
    return first, second


# ---- lines ----


def _of_one_row(array: Any, row: int) -> jax.ShapeDtypeStruct:
    """The type of an array that gets an axis of length 1."""
    shape = (*array.shape[:row], 1, *array.shape[row:])
    return jax.ShapeDtypeStruct(shape, array.dtype)


def _lifted(params: Params) -> Params:
    """The parameters for images of one row, whose axis stands before that of the columns."""
    numbers = ConvDimensionNumbers(*map(_numbers_lifted, params["dimension_numbers"]))
    lists = {name: (1, *params[name]) for name in ("window_strides", "lhs_dilation")}
    holes = (1, *params["rhs_dilation"])
    pads = ((0, 0), *params["padding"])
    return lists | {"padding": pads, "rhs_dilation": holes, "dimension_numbers": numbers}


def _numbers_lifted(spec: Sequence[int]) -> tuple[int, ...]:
    one, other, pixels = spec
    return (one + (one > pixels), other + (other > pixels), pixels, pixels + 1)


# ---- holes ----


def _exchanged(x: Any, rhs: Any, params: Params) -> Turn | str:
    """The turn where x has holes: of a convolution of dy, whose gradient is x."""
    if tuple(params["window_strides"]) != (1, 1):
        return "it has strides beside an lhs_dilation"
    numbers, groups = params["dimension_numbers"], params["feature_group_count"]
    (n, k, *taps), out = numbers.rhs_spec, numbers.out_spec
    pads, cuts = [], list(_WHOLE)
    rest = zip(
        taps, out[2:], numbers.lhs_spec[2:], params["padding"], params["lhs_dilation"],
        params["rhs_dilation"], strict=True,
    )  # fmt: skip
    for tap, axis, pixels, (before, after), hole, dilation in rest:
        reach = (operator.index(rhs.shape[tap]) - 1) * dilation
        # From the first pixel of x to its last one, and how long dy is.
        span = (operator.index(x.shape[pixels]) - 1) * hole
        size = span + 1 + before + after - reach
        lead, behind = reach - before, reach - after
        cuts[axis] = (min(lead, 0), min(behind, 0), 0)
        if size + sum(cuts[axis]) <= 0:
            return "no pixel meets its filter"
        pads.append((max(lead, 0), max(behind, 0)))
    shape = list(rhs.shape)
    shape[k], shape[n] = rhs.shape[k] * groups, rhs.shape[n] // groups
    turned = params | {
        "window_strides": params["lhs_dilation"],
        "padding": tuple(pads),
        "dimension_numbers": ConvDimensionNumbers(out, (k, n, *taps), numbers.lhs_spec),
    }
    return Turn(_geometry(shape, turned), True, tuple(cuts), tuple(shape))


def _computed(
    dy: jax.Array, x: jax.Array, rhs: Any, turn: Turn, numbers: ConvDimensionNumbers
) -> jax.Array:
    """The gradient of a filter of images by a turn."""
    if not turn.holes:
        return weight(x, dy, turn.geometry)
    if turn.cuts != _WHOLE:
        dy = jax.lax.pad(dy, jnp.zeros((), dy.dtype), turn.cuts)
    n, k, *taps = numbers.rhs_spec
    dw = jnp.flip(weight(dy, x, turn.geometry), taps)
    if turn.geometry.groups > 1:  # from (c, k / groups) to (k, c / groups)
        apart = (*turn.shape[:k], turn.geometry.groups, rhs.shape[k], *turn.shape[k + 1 :])
        place = n + (n > k)
        moved = jnp.moveaxis(dw.reshape(apart), k, place if place <= k else place - 1)
        dw = moved.reshape(rhs.shape)
    return dw
