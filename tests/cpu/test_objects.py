"""The object code for every instruction set, also those that this machine cannot run."""

import re
import struct
from typing import NamedTuple

import pytest
from helpers.check import asked

from filtergrad.cpu import choose
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.base import isa
from filtergrad.cpu.code import estimate
from filtergrad.cpu.matrix.plan import MatrixPlan
from filtergrad.cpu.run import jit, pricing
from filtergrad.cpu.winograd.plan import WinogradPlan
from filtergrad.problem import Problem

TRIPLES = {"x86_64": "x86_64-unknown-linux-gnu", "aarch64": "aarch64-unknown-linux-gnu"}
MACHINES = {"x86_64": 62, "aarch64": 183}  # e_machine in an ELF header

# What the tiles of a row must be made of, and what they must not contain.
MARKS = {
    "x86-64-v4-amx": (r"vfmadd\w+\s.*%zmm", None),
    "x86-64-v4-bf16": (r"vfmadd\w+\s.*%zmm", None),
    "x86-64-v4": (r"vfmadd\w+\s.*%zmm", None),
    "x86-64-v3": (r"vfmadd\w+\s.*%ymm", r"%zmm"),
    "x86-64-v2": (r"\bmulp[sd]\s.*%xmm", r"%ymm|\bvfmadd"),
    "neon-bf16": (r"\bfmla\s+v\d+\.\d[sd]", None),
    "neon": (r"\bfmla\s+v\d+\.\d[sd]", None),
}

PAIRS = {"x86-64-v4-bf16": r"vdpbf16ps\s.*%zmm", "neon-bf16": r"\bbfdot\s+v\d+\.4s"}

MATRIX = r"tdpbf16ps\s.*%tmm"

SHAPES = {
    "dense": ((2, 9, 10, 40), (3, 3, 40, 40), {}),
    "tails": ((1, 9, 10, 13), (3, 3, 13, 21), {}),
    "first layer": ((1, 12, 13, 3), (7, 7, 3, 32), {"strides": (1, 2, 2, 1)}),
    "planes": ((1, 20, 12, 14), (3, 3, 20, 24), {"data_format": "NCHW"}),
    "depthwise": ((1, 9, 10, 40), (3, 3, 1, 40), {}),
    "depthwise times two": ((1, 9, 10, 36), (3, 3, 1, 72), {}),
    "point": ((1, 9, 10, 33), (1, 1, 33, 17), {}),
    "many tiles": ((8, 30, 28, 70), (3, 3, 70, 68), {}),  # for Winograd's algorithm
}
TABLE = [(dtype, shape) for dtype in ("float32", "bfloat16") for shape in SHAPES] + [
    ("float64", "dense"),
    ("float16", "dense"),
    ("float16", "planes"),
    ("float16", "tails"),
    ("float16", "many tiles"),
]
NAMES = [f"{dtype} {shape}" for dtype, shape in TABLE]


def chosen(row, dtype, shape):
    """The plan that a user of `row` gets."""
    x, dw, attributes = SHAPES[shape]
    given = {"strides": (1, 1, 1, 1), "padding": "SAME", "dtype": dtype} | attributes
    problem = Problem.make(x, dw, None, **given)
    layout = "planes dense" if problem.data_format == "NCHW" else "rows dense"
    return choose.choose(asked(problem, layout), row)


class Object(NamedTuple):
    """A relocatable ELF file: the machine it is for, and its symbols."""

    machine: int
    defined: set[str]
    missing: set[str]


def read_elf(code):
    """As much of an ELF file as the tests look at."""
    assert code[:6] == b"\x7fELF\x02\x01"  # 64 bits, little endian
    kind, machine = struct.unpack_from("<HH", code, 16)
    assert kind == 1  # relocatable
    start, size, count = (
        struct.unpack_from("<Q", code, 40)[0],
        *struct.unpack_from("<HH", code, 58),
    )
    sections = [struct.unpack_from("<IIQQQQIIQQ", code, start + i * size) for i in range(count)]
    table = next(section for section in sections if section[1] == 2)  # SHT_SYMTAB
    names = sections[table[6]][4]
    defined, missing = set(), set()
    for at in range(table[4], table[4] + table[5], 24):
        name, _, _, section = struct.unpack_from("<IBBH", code, at)
        text = code[names + name : code.index(b"\0", names + name)].decode()
        if text:
            (defined if section else missing).add(text)
    return Object(machine, defined, missing)


@pytest.mark.parametrize("row", isa.ROWS, ids=lambda row: row.name)
@pytest.mark.parametrize(("dtype", "shape"), TABLE, ids=NAMES)
def test_objects(row, dtype, shape):
    plan = chosen(row, dtype, shape)
    assert isinstance(plan, (WinogradPlan, MatrixPlan)) or shape != "many tiles"
    compiled = jit.compile_module(
        cpu.emit(plan.general), row.cpu, row.llvm_features, TRIPLES[row.arch]
    )
    found = read_elf(compiled.code)
    assert found.machine == MACHINES[row.arch]
    assert found.defined >= ({"main"} if plan.writes_dw else {"main", "finish"})
    # No memset, no memcpy, and above all no helper that converts halves one by one.
    assert found.missing == set()
    assembly = compiled.assembly()
    wanted, unwanted = MARKS[row.name]
    if getattr(plan, "pairs", ""):
        wanted = PAIRS[row.name]
    if isinstance(plan, MatrixPlan):
        wanted = MATRIX
    assert re.search(wanted, assembly)
    assert unwanted is None or not re.search(unwanted, assembly)
    tiles = re.findall(r"^(tiles?_\w+):", assembly, re.MULTILINE)
    assert tiles
    if (
        row.multiply_add is isa.FUSED
    ):  # without it, the product needs a register that 16 do not leave
        assert {name: jit.spills(assembly, name) for name in tiles} == dict.fromkeys(tiles, 0)


@pytest.mark.parametrize("row", isa.ROWS, ids=lambda row: row.name)
def test_estimates(row):
    module = estimate.emit(choose.ESTIMATES)
    target = row.cpu, row.llvm_features, TRIPLES[row.arch]
    compiled = jit.compile_module(module, *target, level=pricing.LEVEL)
    found = read_elf(compiled.code)
    assert found.defined >= {one.name for one in choose.ESTIMATES}
    # A processor that rounds by a function of the C library would be too old for any row.
    assert found.missing == set()
    # Nothing is contracted, or the numbers would not be NumPy's.
    assert not re.search(r"\bv?fn?m(add|sub|la)", compiled.assembly())
