"""Estimates: what NumPy works out column by column, code works out to the last bit."""

from __future__ import annotations

import math
import random
from typing import NamedTuple

import numpy as np
import pytest
from helpers.check import asked
from helpers.strategies import problems
from hypothesis import given, settings
from hypothesis import strategies as st

from filtergrad.bench.cases import read_cases
from filtergrad.cpu import choose
from filtergrad.cpu.base import isa, tape
from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Bit, Number, least, most, pick, root, whole
from filtergrad.cpu.base.estimate import Estimate, fields, numbers, width
from filtergrad.cpu.run import jit, pricing

LAYERS = [case.problem() for case in read_cases("core_mix")]


class Outer(NamedTuple):
    a: Number
    b: Number
    few: tuple[Number, ...] = (0.0, 0.0)


class Inner(NamedTuple):
    c: Number
    odd: Bit
    marks: tuple[Bit, ...] = (False, False)


class Found(NamedTuple):
    sums: Number
    parts: Number
    picked: Number
    flag: Bit
    same: Number


def every_operation(outer: Outer, inner: Inner) -> tuple[Found]:
    a, b, (first, second), c = *outer[:2], outer.few, inner.c
    parts = ceil_div(whole(a), 3) + whole(c) // 4 - c % 5 + (-b)
    near = (a < b) | (a >= 2 * c) & inner.odd
    found = Found(
        sums=(a + 1.5 * b - c / 7) * least(first, 2.0) + most(second, c) + root(a),
        parts=parts,
        picked=pick(near, pick(inner.marks[0], True, inner.odd), b <= c) + inner.marks[1] * a,
        flag=(b != c) & (a > 1),
        same=pick(a == 9, math.inf, 7),
    )
    return (found,)


@pytest.fixture(autouse=True)
def _as_before(monkeypatch):
    """Estimates of the engine are worked out afterwards as they were before."""
    for estimate in choose.ESTIMATES:
        monkeypatch.setattr(estimate, "compiled", estimate.compiled)
    monkeypatch.setattr(pricing, "_kept", [*pricing._kept])


def tables(seed, *rows):
    draw = random.Random(seed)
    kinds = (Outer, Inner)
    return [
        np.array([[draw.choice((0.5, 1, 2, 9, 33.25, 400)) for _ in range(width(kind))]
                  for _ in range(count)], float)
        for kind, count in zip(kinds, rows, strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [(1, 1), (1, 5), (4, 1), (7, 6)])
def test_every_operation(rows):
    estimate = Estimate(every_operation, [[Outer], [Inner]], [Found])
    given = tables(str(rows), *rows)
    (by_columns,) = estimate(*given)
    pricing.compile_all([estimate])
    (compiled,) = estimate(*given)
    for one, other in zip(by_columns, compiled, strict=True):
        assert one.shape == rows
        np.testing.assert_array_equal(one, other)
    for at in np.ndindex(rows):
        records = [table[place] for table, place in zip(given, at, strict=True)]
        outer, inner = records[0], records[1]
        marks = inner[2] != 0, inner[3] != 0
        (alone,) = every_operation(
            Outer(*outer[:2], tuple(outer[2:])), Inner(inner[0], inner[1] != 0, marks)
        )
        assert [float(column[at]) for column in compiled] == [float(value) for value in alone]


def test_records_stand_side_by_side():
    assert [field.several for field in fields(Outer)] == [0, 0, 2]
    assert [field.condition for field in fields(Inner)] == [False, True, True]
    assert numbers(Outer(1, 2, (3, 4)), Inner(5, True, (False, True))) == [1, 2, 3, 4, 5, 1, 0, 1]
    assert width(Outer, Inner) == 8


def test_a_formula_cannot_branch():
    symbol = tape.Tape().given(0, 0)
    with pytest.raises(TypeError, match="an estimate calls `pick` instead of asking `if`"):
        assert symbol > 1


# ---- the engine's ----


def differences(spec, row):
    """Names of the engine's estimates that code works out otherwise than NumPy for a problem."""
    found = set()

    def watched(estimate, code):
        def work_out(*given):
            result, expected = code(*given), estimate.by_columns(*given)
            if not np.array_equal(result, expected):
                found.add(estimate.name)
            return result

        return work_out

    pricing.compile_all(choose.ESTIMATES)
    for estimate in choose.ESTIMATES:
        estimate.compiled = watched(estimate, estimate.compiled)
    by_code = choose.ranked(spec, row)
    for estimate in choose.ESTIMATES:
        estimate.compiled = None
    assert choose.ranked(spec, row) == by_code
    return found


LAYOUTS = st.sampled_from(("rows dense", "planes dense", "rows", "any"))
PRECISIONS = st.sampled_from(("default", "highest"))


@settings(max_examples=20)
@given(problems(most=300), st.sampled_from(isa.ROWS), LAYOUTS, LAYOUTS, PRECISIONS)
def test_code_gives_numpys_numbers(problem, row, x, dy, precision):
    assert not differences(asked(problem, x, dy, precision), row)


@pytest.mark.parametrize("row", [isa.named("x86-64-v4"), isa.named("x86-64-v3")], ids=str)
def test_layers_of_networks(row):
    for problem in random.Random(row.name).sample(LAYERS, 8):
        assert not differences(asked(problem), row)


# ---- when code is made ----


@pytest.fixture
def _fresh(monkeypatch):
    """No plan was made, and no code."""
    monkeypatch.setattr(pricing, "_plans", 0)
    for estimate in choose.ESTIMATES:
        estimate.compiled = None


def has_code():
    return {estimate.compiled is not None for estimate in choose.ESTIMATES} == {True}


@pytest.mark.usefixtures("_fresh")
def test_it_is_made_once_it_pays(monkeypatch):
    monkeypatch.setattr(jit, "at_hand", lambda *_, **__: False)
    for _ in range(pricing.PLANS_BEFORE_CODE - 1):
        pricing.wanted(choose.ESTIMATES)
        assert not has_code()
    pricing.wanted(choose.ESTIMATES)
    assert has_code()


@pytest.mark.usefixtures("_fresh")
def test_it_is_taken_from_the_disk_at_once(monkeypatch):
    monkeypatch.setattr(jit, "at_hand", lambda *_, **__: True)
    pricing.wanted(choose.ESTIMATES)
    assert has_code()


@pytest.mark.usefixtures("_fresh")
def test_without_memory_numpy_goes_on(monkeypatch):
    def none_left(*_, **__):
        raise MemoryError

    monkeypatch.setattr(jit, "assemble", none_left)
    for _ in range(2 * pricing.PLANS_BEFORE_CODE):
        pricing.wanted(choose.ESTIMATES)
    assert not has_code()
