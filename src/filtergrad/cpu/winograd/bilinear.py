"""Fast correlation of short rows: fewer products than taps times outputs, in exact arithmetic.

In: how many taps a filter has along an axis, the stride, how many outputs a patch takes. Out: three
matrices of fractions. Along one axis a patch asks, for each tap t,

    dw[t] = sum over outputs o of  x[u * o + t] * dy[o],

which is ``dw @ ((x @ input) * (dy @ out))`` with fewer products than taps times outputs: Toom and
Cook's algorithm in Winograd's form (S. Winograd, Arithmetic Complexity of Computations, 1980). Two
axes nest: the products of both form a grid. A stride splits the taps into phases, each an algorithm
of its own.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from filtergrad.once import once

Matrix: TypeAlias = tuple[tuple[Any, ...], ...]
"""Fractions, or for a quick look floating-point numbers."""

_HALF, _FIVE_EIGHTHS, _THREE_QUARTERS = Fraction(1, 2), Fraction(5, 8), Fraction(3, 4)
_THREE_HALVES = Fraction(3, 2)

# Where the polynomials are evaluated, by the number of products; infinity is always one more. They
# are dyadic, so every coefficient of the transforms of x and dy is exact, and those with the least
# error found (docs/decisions/winograd.md).
POINTS: dict[int, tuple[Fraction, ...]] = {
    2: (Fraction(0),),
    3: (Fraction(0), Fraction(-1)),
    4: (Fraction(0), Fraction(1), Fraction(-1)),
    5: (Fraction(0), _THREE_QUARTERS, -_THREE_QUARTERS, _THREE_HALVES),
    6: (Fraction(0), _FIVE_EIGHTHS, -_FIVE_EIGHTHS, _THREE_HALVES, -_THREE_HALVES),
    8: (Fraction(0), Fraction(1), Fraction(-1), Fraction(2), Fraction(-2), _HALF, -_HALF),
}


@dataclass(frozen=True)
class Axis:
    """The algorithm along one axis: ``taps`` of a filter, ``outputs`` of a patch, a ``stride``."""

    taps: int
    stride: int
    outputs: int

    @property
    def inputs(self) -> int:
        """How many input positions a patch sees."""
        return (self.outputs - 1) * self.stride + self.taps

    @once
    def products(self) -> int:
        """How many multiplications it makes; taps times outputs without the algorithm."""
        # A phase of one tap, or a single output, is multiplied plainly.
        return sum(len(phase) + self.outputs - 1 for phase in self._phases)

    @once
    def gain(self) -> float:
        """How much larger the relative error of a tap is than that of a product, for random data.

        A product's sum, and with it its error, is as large as its rows of `x` and `dy` make it; a
        tap's is the square root of the outputs.
        """
        squares = sum(_square_gain(len(phase), self.outputs) for phase in self._phases)
        return math.sqrt(squares / (self.taps * self.outputs))

    @once
    def possible(self) -> bool:
        """Whether points are known for it."""
        sizes = {len(phase) + self.outputs - 1 for phase in self._phases if len(phase) > 1}
        return self.outputs == 1 or sizes <= set(POINTS)

    @property
    def _phases(self) -> list[range]:
        first = range(min(self.stride, self.taps))
        return [range(tap, self.taps, self.stride) for tap in first]

    @once
    def x(self) -> Matrix:
        """Products by inputs: what is multiplied of x."""
        rows = []
        for phase in self._phases:
            for polynomial in _input(len(phase), self.outputs):
                row = [Fraction(0)] * self.inputs
                for i, coefficient in enumerate(polynomial):
                    row[phase.start + i * self.stride] = coefficient
                rows.append(tuple(row))
        return tuple(rows)

    @once
    def dy(self) -> Matrix:
        """Products by outputs: what is multiplied of dy."""
        return tuple(row for phase in self._phases for row in _powers(len(phase), self.outputs))

    @once
    def dw(self) -> Matrix:
        """Taps by products: how the products make dW. All scale factors are here."""
        rows = [[Fraction(0)] * self.products for _ in range(self.taps)]
        first = 0
        for phase in self._phases:
            scaled = _output(len(phase), self.outputs)
            for tap, row in zip(phase, scaled, strict=True):
                rows[tap][first : first + len(row)] = row
            first += len(scaled[0])
        return tuple(map(tuple, rows))


@functools.lru_cache(256)
def axis(taps: int, stride: int, outputs: int) -> Axis:
    """The `Axis` of these sizes, kept so that its matrices are worked out once."""
    return Axis(taps, stride, outputs)


@functools.lru_cache(64)
def _square_gain(taps: int, outputs: int) -> float:
    """What a phase adds to the square of `Axis.gain`; in floating point, a tenth of the time."""
    x, dy, dw = (make(taps, outputs, float) for make in (_input, _powers, _output))
    sizes = [
        sum(a * a for a in x_row) * sum(b * b for b in dy_row)
        for x_row, dy_row in zip(x, dy, strict=True)
    ]
    return sum(a * a * size for row in dw for a, size in zip(row, sizes, strict=True))


def _input(taps: int, outputs: int, number: type = Fraction) -> Matrix:
    """For each point the polynomial that vanishes at all others; for infinity, at all of them."""
    if taps == 1 or outputs == 1:
        size = taps + outputs - 1
        return tuple(tuple(number(i == j) for j in range(size)) for i in range(size))
    points = _points(taps, outputs, number)
    rows = [_vanishing(points[:i] + points[i + 1 :]) for i in range(len(points))]
    return (*((*row, number(0)) for row in rows), _vanishing(points))


def _powers(taps: int, outputs: int, number: type = Fraction) -> Matrix:
    """For each point its powers: the polynomial dy's value there."""
    if taps == 1 or outputs == 1:  # every output by itself, or the only one for each tap
        return tuple(
            tuple(number(outputs == 1 or i == j) for j in range(outputs))
            for i in range(taps + outputs - 1)
        )
    points = _points(taps, outputs, number)
    infinity = tuple(number(i == outputs - 1) for i in range(outputs))
    return (*(tuple(a**i for i in range(outputs)) for a in points), infinity)


def _output(taps: int, outputs: int, number: type = Fraction) -> Matrix:
    """Taps by products: the powers of the points over the differences from the others."""
    size = taps + outputs - 1
    if taps == 1 or outputs == 1:
        return tuple(tuple(number(taps == 1 or i == j) for j in range(size)) for i in range(taps))
    points = _points(taps, outputs, number)
    scales = []
    for i, a in enumerate(points):
        scale = number(1)
        for b in points[:i] + points[i + 1 :]:
            scale *= a - b
        scales.append(scale)
    return tuple(
        (*(a**i / scale for a, scale in zip(points, scales, strict=True)), number(i == taps - 1))
        for i in range(taps)
    )


def _points(taps: int, outputs: int, number: type) -> tuple[Any, ...]:
    return tuple(map(number, POINTS[taps + outputs - 1]))


def _vanishing(roots: tuple[Any, ...]) -> tuple[Any, ...]:
    """Coefficients, constant first, of the monic polynomial with these roots."""
    poly: list[Any] = [type(roots[0])(1)]
    for root in roots:
        poly = [
            (poly[i - 1] if i else 0) - (root * poly[i] if i < len(poly) else 0)
            for i in range(len(poly) + 1)
        ]
    return tuple(poly)
