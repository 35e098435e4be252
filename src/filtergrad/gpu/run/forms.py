"""The two forms of a launch: what the compiler is told of its arguments, and what is passed.

In: a `Launch` and a form. Out: a `Form`, plain data. The constant form knows every number of the
shape; the general one only what decides how wide a copy may be, so that few of them serve all.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from filtergrad.dtypes import SIZES
from filtergrad.gpu.base.launch import Box, Constant, Launch, Pointer, Size

from .binary import CONSTANT, GENERAL

TYPES = {"float16": "fp16", "bfloat16": "bf16", "float32": "fp32", "float64": "fp64"}
"""Triton's names of element types."""

COPY_BYTES = 16
"""The largest copy of one lane, and what an aligned pointer is a multiple of."""

# Numbers that place the channels of an operand, by the kernels' names for them. Those of a group
# are declared to be multiples of one number together, which is what the widest copy brings or a
# part of it. (What pixels are multiples of decides nothing, as lanes copy neighbouring channels.)
TOGETHER = (
    ("XN", "XH"), ("XW",), ("YN", "YP"), ("YQ",), ("SN", "SH"), ("SW",), ("C",), ("K",),
)  # fmt: skip

ONES = frozenset({"XC", "XW", "YK", "YQ", "SC", "SW", "WC", "WK"})
"""Strides that stay constants in the general form where they are 1, so that copies are wide."""


class Form(NamedTuple):
    """How one launch is compiled.

    Parameters
    ----------
    types
        Of each argument, in Triton's words; ``constexpr`` for what is not passed.
    values
        Of what is not passed.
    divisors
        What passed numbers and addresses are multiples of.
    passed
        Names of what is passed, in order.
    """

    types: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, Constant], ...]
    divisors: tuple[tuple[str, int], ...]
    passed: tuple[str, ...]


def form_of(launch: Launch, form: str) -> Form:
    """How a launch is compiled in a form, `CONSTANT` or `GENERAL`.

    Raises
    ------
    ValueError
        If it is neither.
    """
    if form not in {CONSTANT, GENERAL}:
        raise ValueError(f"{form!r} is no form of a kernel: {CONSTANT!r}, {GENERAL!r}")
    types: dict[str, str] = {}
    values: dict[str, Constant] = {}
    divisors: dict[str, int] = {}
    dividing = {} if form == CONSTANT else _dividing(launch)
    for name, argument in launch.arguments:
        if isinstance(argument, Pointer):
            types[name] = "*" + TYPES[argument.dtype]
            if argument.aligned:
                divisors[name] = COPY_BYTES
        elif isinstance(argument, Box):
            block = ", ".join(map(str, argument.block))
            types[name] = f"tensordesc<{TYPES[argument.pointer.dtype]}[{block}]>"
        elif form == CONSTANT or (argument.value == 1 and name in ONES):
            values[name] = argument.value
        else:
            types[name] = "i64" if argument.wide else "i32"
            if name in dividing:
                divisors[name] = dividing[name]
    passed = tuple(types)
    values |= dict(launch.constants)
    types |= dict.fromkeys(values, "constexpr")
    return Form(tuple(types.items()), tuple(values.items()), tuple(divisors.items()), passed)


def _dividing(launch: Launch) -> dict[str, int]:
    """What the general form is told of numbers: how many of them one copy brings."""
    given = dict(launch.arguments)
    pointers = [one for one in given.values() if isinstance(one, Pointer)]
    if not (pointers and given.keys() & {"XW", "SW"}):
        return {}  # it works out no addresses of x and dy
    most = COPY_BYTES // SIZES[pointers[0].dtype]
    found: dict[str, int] = {}
    for names in TOGETHER:
        values = [one.value for name in names if isinstance(one := given.get(name), Size)]
        together = math.gcd(most, *values)
        if values and together > 1:
            found |= dict.fromkeys(names, together)
    return found
