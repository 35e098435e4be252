"""Instruction sets as data, and that their instructions mean what the rows say."""

import ctypes
import itertools
from dataclasses import replace
from fractions import Fraction

import ml_dtypes
import numpy as np
import pytest
from llvmlite import ir

from filtergrad import knobs, system
from filtergrad.cpu.base import isa
from filtergrad.cpu.code import tile
from filtergrad.cpu.code.ir import F32, F64, I32, PTR, Code, vector
from filtergrad.cpu.run import host, jit

ROWS = pytest.mark.parametrize("row", isa.ROWS, ids=lambda row: row.name)
NUMBERS = {"float32": F32, "float64": F64}


@ROWS
def test_rows_make_sense(row):
    assert row.vector_bytes in {16, 32, 64}
    assert row.registers in {16, 32}
    assert row.lanes(4) == 2 * row.lanes(8) == row.vector_bytes // 4
    assert len(set(row.features)) == len(row.features)


def test_names_are_unique_and_the_best_comes_first():
    names = [row.name for row in isa.ROWS]
    assert len(set(names)) == len(names)
    for arch in ("x86_64", "aarch64"):
        rows = [row for row in isa.ROWS if row.arch == arch]
        for better, worse in itertools.pairwise(rows):
            assert set(better.features) >= set(worse.features)
            assert better.vector_bytes >= worse.vector_bytes


def test_the_best_is_chosen_and_a_lower_one_forced():
    rows = host.available()
    with knobs.override(isa=None):
        assert host.chosen() is rows[0]
    for row in rows:
        with knobs.override(isa=row.name):
            assert host.chosen() is row


def test_what_cannot_run_is_refused(monkeypatch):
    lower = tuple(map(isa.named, ("x86-64-v3", "x86-64-v2")))
    monkeypatch.setattr(host, "available", lambda: lower)
    for name in ("x86-64-v4", "neon", "avx2", ""):
        with (
            knobs.override(isa=name),
            pytest.raises(ValueError, match=r"cannot run here; .* runs: x86-64-v3, x86-64-v2$"),
        ):
            host.chosen()
    monkeypatch.setattr(host, "available", tuple)
    with pytest.raises(RuntimeError, match="no instruction set row for this processor"):
        host.chosen()


@pytest.mark.parametrize(("told", "rows"), [({}, ["neon"]), ({"bf16"}, ["neon-bf16", "neon"])])
def test_every_aarch64_has_a_row(told, rows, monkeypatch):
    """Also where LLVM detects nothing, as it does under some emulators and hypervisors."""
    monkeypatch.setattr(host, "_asked", lambda: ("generic", {}, ""))
    monkeypatch.setattr(host, "_told", lambda: frozenset(told))
    monkeypatch.setattr(system, "ARCH", "aarch64")
    found = host.available.__wrapped__()
    assert [row.name for row in found] == rows
    assert host.native(found[0]) == ("generic", found[0].llvm_features)


# ---- the meaning of a row's multiply-add ----


def multiply_add(row, dtype, a, b, acc):
    """Run the instruction that the tiles of `row` are made of."""
    lanes = row.lanes(np.dtype(dtype).itemsize)
    kind = vector(NUMBERS[dtype], lanes)

    def module():
        made = ir.Module("meaning")
        code = Code(made, "once", [(name, PTR) for name in "abcd"], internal=False)
        *sources, target = code.arguments
        values = [code.load(kind, source) for source in sources]
        code.store(tile.multiply_add(code, row, *values), target)
        code.ret()
        return made

    native = row in host.available()
    cpu = row.cpu if native else host.detected()[0]
    binary = jit.assemble((row.name, dtype, "meaning"), module, ("once",), cpu, "")
    once = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 4)(binary.addresses["once"])
    out = np.empty_like(a)
    for at in range(0, len(a), lanes):
        once(*(v[at : at + lanes].ctypes.data for v in (a, b, acc, out)))
    return out


def numbers(dtype, seed):
    """Random bits as float32, so that products of two float64 of them are exact in longdouble."""
    rng = np.random.default_rng(seed)
    exponents = rng.integers(-140, 120, 4096)
    mantissas = rng.integers(-(2**24), 2**24, 4096)
    values = np.ldexp(mantissas.astype(np.float64), exponents - 12).astype(np.float32)
    values[:8] = 0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45, -1e-38, 3e38
    return values.astype(dtype)


@ROWS
@pytest.mark.parametrize("dtype", NUMBERS)
def test_numpy_meaning(row, dtype):
    with np.errstate(all="ignore"):
        a, b = numbers(dtype, 0), numbers(dtype, 1)
        near = np.random.default_rng(2).standard_normal(len(a)).astype(dtype)
        acc = np.where(np.isfinite(a * b), a * b * near, near).astype(dtype)
        acc[:512] = -(a * b)[:512]  # what is left is the rounding of the product, or nothing
        expected = row.multiply_add.meaning(a, b, acc)
        np.testing.assert_array_equal(multiply_add(row, dtype, a, b, acc), expected)


# ---- the meaning of an instruction for pairs ----


def dot(row, a, b, acc):
    """Run the instruction that adds both products of each pair, on vectors of each width."""
    once = {}
    for lanes in (4, 8, 16) if row.arch == "x86_64" else (4,):
        made = ir.Module("meaning")
        code = Code(made, "once", [(name, PTR) for name in "abcd"], internal=False)
        *sources, target = code.arguments
        kinds = (vector(I32, lanes), vector(I32, lanes), vector(F32, lanes))
        values = [code.load(kind, at) for kind, at in zip(kinds, sources, strict=True)]
        code.store(tile.dot(code, row, *values), target)
        code.ret()
        parts = (row.name, str(lanes), "meaning")
        binary = jit.assemble(parts, lambda m=made: m, ("once",), row.cpu, row.llvm_features)
        binary.loaded.keep()
        once[lanes] = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 4)(binary.addresses["once"])
    out = np.empty_like(acc)
    for lanes, function in once.items():
        for at in range(0, len(acc), lanes):
            function(*(v[at : at + lanes].ctypes.data for v in (a, b, acc, out)))
        yield out.copy()


@pytest.mark.parametrize("kind", ["normal", "random bits", "small"])
def test_numpy_meaning_for_pairs(kind):
    row = next((row for row in host.available() if row.dot is not None), None)
    if row is None:
        pytest.skip("this processor multiplies no pairs")
    rng = np.random.default_rng(0)
    if kind == "random bits":
        bits = rng.integers(0, 2**16, (2, 4096, 2)).astype(np.uint16)
        a, b = bits.view(ml_dtypes.bfloat16)
        acc = rng.integers(0, 2**32, 4096).astype(np.uint32).view(np.float32)
    else:  # products and sums on both sides of the least normal number
        least = -63 if kind == "small" else 0
        a, b = np.ldexp(
            rng.standard_normal((2, 4096, 2)), rng.integers(-6, 6, (2, 4096, 2)) + least
        )
        a, b = a.astype(ml_dtypes.bfloat16), b.astype(ml_dtypes.bfloat16)
        acc = np.ldexp(rng.standard_normal(4096), rng.integers(-6, 6, 4096) + 2 * least)
        acc = acc.astype(np.float32)
    with np.errstate(all="ignore"):
        expected = row.dot.meaning(a, b, acc)
    for got in dot(row, a, b, acc):
        np.testing.assert_array_equal(got, expected)
        finite = np.isfinite(got)
        np.testing.assert_array_equal(np.signbit(got)[finite], np.signbit(expected)[finite])
    if kind == "normal" and row.dot is isa.DOT_BFLOAT16:  # the order is a part of the meaning
        swapped = row.dot.meaning(a[:, ::-1], b[:, ::-1], acc)
        assert np.any(swapped != expected)


def test_rounding_to_odd():
    """The nearest float on the side of zero, its last bit set where something is lost."""
    rng = np.random.default_rng(0)
    first, second = (
        np.ldexp(rng.standard_normal(2000), rng.integers(-70, 70, 2000)).astype(np.float32)
        for _ in range(2)
    )
    second[:500] = -first[:500] * (1 + rng.integers(-3, 4, 500) * 2.0**-23)
    odd = isa.rounded_to_odd(first, second)
    for a, b, got in zip(first, second, odd, strict=True):
        exact = Fraction(float(a)) + Fraction(float(b))
        below, above = (Fraction(float(np.nextafter(got, np.float32(x)))) for x in (-1e38, 1e38))
        assert below < exact < above
        assert exact == Fraction(float(got)) or got.view(np.uint32) & 1
    assert np.any(odd != first + second)


def test_the_two_instructions_differ():
    """Or else the test above would show nothing: fused, the product is not rounded."""
    a = np.full(16, 1 + 2.0**-12, np.float32)
    acc = np.full(16, -1 - 2.0**-11, np.float32)
    fused, apart = (i.meaning(a, a, acc) for i in (isa.FUSED, isa.MULTIPLY_THEN_ADD))
    assert np.all(fused == 2.0**-24)
    assert np.all(apart == 0)
    row = host.available()[-1]
    for instruction, expected in ((isa.FUSED, fused), (isa.MULTIPLY_THEN_ADD, apart)):
        other = replace(row, name=f"{row.name} {instruction.llvm}", multiply_add=instruction)
        np.testing.assert_array_equal(multiply_add(other, "float32", a, a, acc), expected)
