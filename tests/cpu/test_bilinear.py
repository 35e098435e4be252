"""Fast correlations along one axis, exactly, and the code that applies them."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filtergrad.cpu.winograd import transforms
from filtergrad.cpu.winograd.bilinear import POINTS, axis

SIZES = list(itertools.product((*range(1, 8), 10), (1, 2, 3), range(1, 6)))
AXES = [axis(*sizes) for sizes in SIZES if axis(*sizes).possible]
EACH = pytest.mark.parametrize("axis", AXES, ids=lambda a: f"{a.taps}-{a.stride}-{a.outputs}")


def apply(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


@EACH
def test_it_is_the_formula(axis):
    """Every product of a pixel and an output comes out in the tap that it belongs to, exactly."""
    for i, o in itertools.product(range(axis.inputs), range(axis.outputs)):
        x = apply(axis.x, [Fraction(i == j) for j in range(axis.inputs)])
        dy = apply(axis.dy, [Fraction(o == j) for j in range(axis.outputs)])
        dw = apply(axis.dw, [a * b for a, b in zip(x, dy, strict=True)])
        assert dw == [i == axis.stride * o + t for t in range(axis.taps)]


@EACH
def test_as_many_products_as_points(axis):
    assert len(axis.x) == len(axis.dy) == len(axis.dw[0]) == axis.products
    # A phase has every stride-th tap; of a stride beyond the filter, most have none.
    phases = [len(range(t, axis.taps, axis.stride)) for t in range(min(axis.stride, axis.taps))]
    assert axis.products == sum(taps + axis.outputs - 1 for taps in phases)
    if axis.stride == 1:
        assert axis.products == axis.taps + axis.outputs - 1


@EACH
def test_coefficients_of_x_and_dy_are_exact_in_float32(axis):
    for number in itertools.chain(*axis.x, *axis.dy):
        assert Fraction(float(np.float32(float(number)))) == number
        # Few bits: what is multiplied by one of few bits itself, half precision say, stays exact.
        assert number.numerator.bit_length() <= 10


def test_points_come_in_pairs():
    """Two opposite points share their even and odd parts; the largest sizes need that most."""
    for points in POINTS.values():
        assert len(set(points)) == len(points)
        assert all(abs(a) <= 2 for a in points)
    for size in (6, 8):
        assert {-a for a in POINTS[size]} == set(POINTS[size])


@pytest.mark.parametrize("stride", [2**20, 2**31 - 1])
def test_a_wide_stride_takes_no_room(stride):
    wide = axis(3, stride, 1)
    assert wide.products == 3
    assert wide.inputs == 3


def test_gains():
    """The gain is what the variances of the matrices say: 1 where nothing is gained."""
    for a in AXES:
        if a.products == a.taps * a.outputs:
            assert a.gain == pytest.approx(1)
        else:
            assert a.gain > 1
    rng = np.random.default_rng(0)
    for sizes in ((3, 1, 4), (5, 1, 2), (3, 2, 4)):
        one = axis(*sizes)
        x, dy, dw = (np.array(m, float) for m in (one.x, one.dy, one.dw))
        products = (x @ rng.standard_normal((one.inputs, 40_000))) * (
            dy @ rng.standard_normal((one.outputs, 40_000))
        )
        noise = dw @ (products * rng.standard_normal(products.shape))
        assert np.sqrt(np.mean(noise**2) / one.outputs) == pytest.approx(one.gain, rel=0.05)


# ---- the code that multiplies by them ----


class Value(Fraction):
    """A number that stands for a vector in the IR."""

    type = None


class Builder:
    """Does at once what code would do later."""

    multiplications = 0

    def fadd(self, a, b):
        return Value(a + b)

    def fsub(self, a, b):
        return Value(a - b)

    def fmul(self, a, b):
        self.multiplications += 1
        return Value(a * b)


class Code:
    def __init__(self):
        self.b = Builder()


def interpreted(monkeypatch, matrix, values):
    """What `transforms.apply` computes, and how many multiplications it takes."""

    def multiply_add(code, isa, a, b, c):
        return code.b.fadd(code.b.fmul(a, b), c)

    monkeypatch.setattr(transforms, "multiply_add", multiply_add)
    monkeypatch.setattr(transforms, "splat", lambda kind, number: Value(number))
    code = Code()
    results = transforms.apply(code, None, matrix, [Value(value) for value in values])
    return results, code.b.multiplications


@EACH
def test_the_code_multiplies_by_the_matrix(axis, monkeypatch):
    for matrix in (axis.x, axis.dy, axis.dw):
        values = [Fraction(2 * i * i - 7 * i + 1) for i in range(len(matrix[0]))]
        got, multiplications = interpreted(monkeypatch, matrix, values)
        if matrix is axis.dw:  # its coefficients are rounded once
            np.testing.assert_allclose([*map(float, got)], [*map(float, apply(matrix, values))])
        else:
            assert got == apply(matrix, values)
        assert multiplications <= sum(a != 0 for a in itertools.chain(*matrix))


def test_pairs_of_points_share_their_work(monkeypatch):
    matrix = axis(3, 1, 4).x  # six products of six pixels
    _, multiplications = interpreted(monkeypatch, matrix, range(6))
    assert sum(abs(a) not in (0, 1) for a in itertools.chain(*matrix)) == 16
    assert multiplications == 10


@given(st.data())
def test_any_matrix(data):
    numbers = st.integers(-2, 2).map(Fraction)
    columns = data.draw(st.integers(1, 5))
    row = st.tuples(*[numbers] * columns).filter(any)
    matrix = tuple(data.draw(st.lists(row, min_size=1, max_size=6)))
    values = data.draw(st.tuples(*[numbers] * columns))
    with pytest.MonkeyPatch.context() as patch:
        assert interpreted(patch, matrix, values)[0] == apply(matrix, values)
