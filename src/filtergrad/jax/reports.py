"""What became of a program's convolutions: `report`.

In: a function and what it is called with. Out: a table with a row for each convolution: whose its
filter's gradient is, and why. The program is traced, not run. Where it takes gradients, the rules
that take them (`switch`, `rules`) tell what they do; where it takes none, its operations are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import jax

from filtergrad.reports import CALLED, ON, OURS, Report, Row

from . import door, private, switch
from .convolution import convolution_p

THEIRS = "XLA"
_PLATFORMS = ("cpu", "gpu")  # as JAX names those that have kernels
_NONE = "no gradient of its filter is taken"


def report(function: Callable[..., Any], *arguments: Any, **named: Any) -> Report:
    """Say of each convolution of a program whose its filter's gradient is, and why.

    Parameters
    ----------
    function
        Whatever JAX can trace, jitted or not. If it takes gradients itself, as a step of training
        does, the report is on these; else on what would be, if they were taken here and now.
    arguments, named
        What it is called with: arrays, or `jax.ShapeDtypeStruct`. Nothing is computed.

    Returns
    -------
    Report
        A tuple of rows with the fields ``name, layer, shape, by, why``; printed, it is a table. The
        name is that of the scope (flax has one for each module), or the line that convolves. What a
        loop does many times has one row.

    Raises
    ------
    TypeError
        If it is nothing that can be called.

    Examples
    --------
    >>> import jax, filtergrad.jax as fgj
    >>> images, filters = jax.ShapeDtypeStruct((8, 3, 9, 9), "f4"), jax.numpy.ones((16, 3, 3, 3))
    >>> def net(filters, images):
    ...     with jax.named_scope("net"):
    ...         return jax.lax.conv(images, filters, (1, 1), "SAME").sum()
    >>> with fgj.enabled():
    ...     fgj.report(jax.grad(net), filters, images)
    1 of 1 convolution by filtergrad
      net  Conv2D  16x3x3x3  filtergrad  the switch is on
    """
    if not callable(function):
        raise TypeError(
            "filtergrad.jax.report takes a function and what it is called with, "
            f"not a {type(function).__name__}"
        )
    switch.install()
    program, heard = private.heard_of(jax.make_jaxpr(function), *arguments, **named)
    rows: dict[private.Place, list[Row]] = {}
    for place, lhs, rhs, params, why in heard:
        rows.setdefault(place, []).append(_row(place, lhs, rhs, params, *_whose(why)))
    known, order = set(rows), []
    for place, ours, lhs, rhs, params in _convolutions(program.jaxpr):
        order.append(place)
        if not heard:  # no gradient is taken: what would be
            why = CALLED if ours else switch.why_not(lhs, rhs, params)
            rows.setdefault(place, []).append(_row(place, lhs, rhs, params, *_whose(why)))
        elif place not in known:  # the next one in the same place is its input's gradient
            known.add(place)
            rows[place] = [_row(place, lhs, rhs, params, THEIRS, _NONE)]
    order = [*dict.fromkeys([*order, *rows])]
    return Report(row for place in order for row in rows.get(place, ()))


def _convolutions(jaxpr: Any) -> Iterator[tuple[private.Place, bool, Any, Any, dict[str, Any]]]:
    """The convolutions of a program: where, whether they are the drop-in's, and what they take."""
    for equation in jaxpr.eqns:
        ours = equation.primitive is convolution_p
        if ours or equation.primitive is jax.lax.conv_general_dilated_p:
            lhs, rhs = (variable.aval for variable in equation.invars)
            yield private.place_of(equation), ours, lhs, rhs, equation.params
        for value in equation.params.values():
            for one in value if isinstance(value, tuple | list) else (value,):
                inner = getattr(one, "jaxpr", one)
                if hasattr(inner, "eqns"):
                    yield from _convolutions(inner)


def _whose(why: str) -> tuple[str, str]:
    """Whose a gradient is, and why, from what a rule says."""
    if why not in {ON, CALLED}:
        return THEIRS, why
    if not door.registered:
        return THEIRS, f"the door is closed: {door.door_state().removeprefix('xla: ')}"
    platform = jax.default_backend()
    return (OURS, why) if platform in _PLATFORMS else (THEIRS, f"there is no kernel for {platform}")


def _row(place: private.Place, lhs: Any, rhs: Any, params: Any, by: str, why: str) -> Row:
    numbers, groups = params["dimension_numbers"], params["feature_group_count"]
    deep = groups > 1 and rhs.shape[numbers.rhs_spec[1]] == 1
    holes = any(hole != 1 for hole in params["lhs_dilation"])
    kind = f"{'Depthwise' * deep}Conv{lhs.ndim - 2}D{'Transpose' * holes}"
    shape = tuple(size if isinstance(size, int) else 0 for size in rhs.shape)
    return Row(place.name, kind, shape, by, why)
