"""What estimates of all algorithms are told of a problem, of its arrays and of the processor.

In: a `Spec`, an `Isa`. Out: `Letters`, to which each algorithm adds what it alone needs.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any

from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Spec
from filtergrad.problem import Problem

from .columns import Bit, Number
from .cycles import Cycles
from .isa import Isa


@dataclass(frozen=True, kw_only=True)
class Letters:
    """A problem in the letters of `Problem`, in numbers or in columns of them.

    Parameters
    ----------
    row_pairs, col_pairs, tensor_bytes
        As in `Problem`.
    stored, number
        Bytes of a number of the arrays, and of one in registers.
    x_planes, x_any, dy_planes, dy_any
        How the arrays lie in memory.
    lanes
        Numbers in a vector.
    multiply_adds_a_cycle, vector_bytes, l2
        As in `Isa`.
    """

    n: Number
    h: Number
    w: Number
    c: Number
    k: Number
    r: Number
    s: Number
    p: Number
    q: Number
    u: Number
    v: Number
    dr: Number
    ds: Number
    g: Number
    c_per_group: Number
    k_per_group: Number
    row_pairs: Number
    col_pairs: Number
    tensor_bytes: Number
    stored: Number
    number: Number
    x_planes: Bit
    x_any: Bit
    dy_planes: Bit
    dy_any: Bit
    lanes: Number
    multiply_adds_a_cycle: Number
    vector_bytes: Number
    l2: Number


@dataclass(frozen=True)
class Machine:
    """What prices ask of an `Isa`, in numbers."""

    cycles: Cycles
    multiply_adds_a_cycle: Number
    vector_bytes: Number
    l2: Number

    @classmethod
    def of(cls, cycles: Cycles, told: Letters) -> Machine:
        """What it costs and what it is."""
        return cls(cycles, told.multiply_adds_a_cycle, told.vector_bytes, told.l2)


_OF_PROBLEMS = tuple(name for name in Letters.__annotations__ if hasattr(Problem, name))
_asked = operator.attrgetter(*_OF_PROBLEMS)


def letters(spec: Spec, isa: Isa, problem: Problem) -> dict[str, Any]:
    """The fields of `Letters`; ``problem`` is that of the spec, perhaps in another form."""
    one, x, dy, _ = spec
    number = SIZES[compute_dtype(one.dtype)]
    return {
        **dict(zip(_OF_PROBLEMS, _asked(problem), strict=True)),
        "stored": SIZES[one.dtype],
        "number": number,
        "x_planes": x.kind == "planes",
        "x_any": x.kind == "any",
        "dy_planes": dy.kind == "planes",
        "dy_any": dy.kind == "any",
        "lanes": isa.lanes(number),
        "multiply_adds_a_cycle": isa.multiply_adds_a_cycle,
        "vector_bytes": isa.vector_bytes,
        "l2": isa.l2,
    }
