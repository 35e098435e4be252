"""Floor 2: instruction sets as data, and that their instructions mean what the rows say."""

import ctypes
import itertools
from dataclasses import replace

import numpy as np
import pytest
from llvmlite import ir

from filtergrad import knobs
from filtergrad.cpu import isa, jit, tile
from filtergrad.cpu.ir import F32, F64, PTR, Code, vector

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
    x86 = [row for row in isa.ROWS if row.arch == "x86_64"]
    for better, worse in itertools.pairwise(x86):
        assert set(better.features) >= set(worse.features)
        assert better.vector_bytes >= worse.vector_bytes


def test_the_best_is_chosen_and_a_lower_one_forced():
    rows = isa.available()
    with knobs.override(isa=None):
        assert isa.chosen() is rows[0]
    for row in rows:
        with knobs.override(isa=row.name):
            assert isa.chosen() is row


def test_what_cannot_run_is_refused(monkeypatch):
    monkeypatch.setattr(isa, "available", lambda: isa.ROWS[2:4])
    for name in ("x86-64-v4", "neon", "avx2", ""):
        with (
            knobs.override(isa=name),
            pytest.raises(ValueError, match=r"cannot run here; .* runs: x86-64-v3, x86-64-v2$"),
        ):
            isa.chosen()
    monkeypatch.setattr(isa, "available", tuple)
    with pytest.raises(RuntimeError, match="no instruction set row for this processor"):
        isa.chosen()


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

    native = row in isa.available()
    cpu = row.cpu if native else isa.host()[0]
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


def test_the_two_instructions_differ():
    """Or else the test above would show nothing: fused, the product is not rounded."""
    a = np.full(16, 1 + 2.0**-12, np.float32)
    acc = np.full(16, -1 - 2.0**-11, np.float32)
    fused, apart = (i.meaning(a, a, acc) for i in (isa.FUSED, isa.MULTIPLY_THEN_ADD))
    assert np.all(fused == 2.0**-24)
    assert np.all(apart == 0)
    row = isa.available()[-1]
    for instruction, expected in ((isa.FUSED, fused), (isa.MULTIPLY_THEN_ADD, apart)):
        other = replace(row, name=f"{row.name} {instruction.llvm}", multiply_add=instruction)
        np.testing.assert_array_equal(multiply_add(other, "float32", a, a, acc), expected)
