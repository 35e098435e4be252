"""A matrix unit for machines that have none: what its instructions do, as functions of LLVM.

It keeps its registers in memory, one set for all threads: run one task at a time.
"""

import contextlib
import itertools
import re

from llvmlite import ir

from filtergrad.cpu.code.ir import F32, I8, I16, I32, I64, PTR, Code, splat, vector

REGISTER = 1024  # bytes
ROW = 64
always = False  # whether it is pretended where there is one, too
KIND = ir.ArrayType(I8, 8 * REGISTER)


@contextlib.contextmanager
def pretending():
    """Plans run on the pretended unit."""
    global always
    always = True
    yield
    always = False


class Pretended:
    """A module whose instructions for tiles are functions beside it."""

    def __init__(self, module):
        used = re.sub(r'declare void @"llvm\.x86\.(tile|tdp|ldtile)[^\n]*\n', "", str(module))
        used = re.sub(r'@"llvm\.x86\.((tile|tdp|ldtile)\w*)"', r'@"pretended.\1"', used)
        beside = str(unit()).split("\n", 4)[-1]  # without the lines that name the module
        # What both declare is declared once.
        declared = set(re.findall(r"^declare .*$", used, re.MULTILINE))
        lines = itertools.filterfalse(declared.__contains__, beside.splitlines())
        self.text = used + "\n" + "\n".join(lines)

    def __str__(self):
        return self.text


def unit():
    """The functions."""
    module = ir.Module("unit")
    tiles = ir.GlobalVariable(module, KIND, "pretended")
    tiles.linkage, tiles.initializer, tiles.align = "internal", ir.Constant(KIND, None), 64

    def function(name, *kinds):
        code = Code(module, f"pretended.{name}", [(f"a{i}", kind) for i, kind in enumerate(kinds)])
        return code, code.b.inttoptr(code.b.ptrtoint(tiles, I64), PTR), code.arguments

    def register(code, base, number):
        return code.at(base, code.mul(code.b.zext(number, I64), REGISTER))

    for name in ("ldtilecfg", "tilerelease"):
        code, *_ = function(name, *[PTR] * (name == "ldtilecfg"))
        code.ret()
    code, base, (number,) = function("tilezero", I8)
    with code.loop(0, REGISTER // ROW) as row:
        zeros = splat(vector(I32, ROW // 4), 0)
        code.store(zeros, register(code, base, number), code.mul(row, ROW))
    code.ret()
    for name in ("tileloadd64", "tilestored64"):
        code, base, (number, memory, step) = function(name, I8, PTR, I64)
        with code.loop(0, REGISTER // ROW) as row:
            here = code.at(register(code, base, number), code.mul(row, ROW))
            there = code.at(memory, code.mul(row, step))
            source, target = (there, here) if name == "tileloadd64" else (here, there)
            code.store(code.load(vector(I32, ROW // 4), source), target)
        code.ret()
    code, base, numbers = function("tdpbf16ps", I8, I8, I8)
    product(code, *(register(code, base, number) for number in numbers))
    return module


def product(code, c, a, b):
    """What `isa.TILE_DOT_BFLOAT16` says, a row of sums at a time."""
    lanes = vector(F32, ROW // 4)

    def flushed(value):
        bits = code.b.bitcast(value, vector(I32, ROW // 4))
        subnormal = code.b.icmp_unsigned("<", code.b.and_(bits, splat(bits.type, 0x7FFFFFFF)),
                                         splat(bits.type, 1 << 23))  # fmt: skip
        sign = code.b.and_(bits, splat(bits.type, 1 << 31))
        return code.b.bitcast(code.b.select(subnormal, sign, bits), lanes)

    def wide(bits):
        return flushed(code.b.bitcast(bits, lanes))

    chains = [code.variable(lanes) for _ in range(2)]
    with code.loop(0, REGISTER // ROW, name="m") as m:
        for chain in chains:
            code.b.store(splat(lanes, 0.0), chain)
        with code.loop(0, ROW // 4, name="pair") as pair:
            columns = code.load(vector(I32, ROW // 4), b, code.mul(pair, ROW))
            for i, chain in enumerate(chains):
                one = code.load(I16, a, code.sum((m, ROW), (pair, 4), 2 * i))
                factor = code.b.shl(code.b.zext(one, I32), ir.Constant(I32, 16))
                factor = wide(code.broadcast(factor, ROW // 4))
                upper = splat(columns.type, 0xFFFF0000)
                other = code.b.and_(columns, upper) if i else code.b.shl(
                    columns, splat(columns.type, 16)
                )  # fmt: skip
                # Products are exact, or else so small or large that tests do without them.
                before = code.b.load(chain, typ=lanes)
                after = code.b.fadd(before, code.b.fmul(factor, wide(other)))
                code.b.store(flushed(after), chain)
        both = flushed(code.b.fadd(*(code.b.load(chain, typ=lanes) for chain in chains)))
        at = code.mul(m, ROW)
        code.store(flushed(code.b.fadd(flushed(code.load(lanes, c, at)), both)), c, at)
    code.ret()
