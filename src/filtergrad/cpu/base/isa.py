"""Instruction sets as rows of data: what a register holds and which instructions the tile may use.

In: the processor's features as LLVM names them. Out: one `Isa` row. Adding a row is all it
takes to add an instruction set (see docs/add-an-isa.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .cycles import (
    TWO_VECTORS_OF_64_BYTES,
    VECTORS_OF_32_BYTES,
    VECTORS_OF_64_BYTES,
    Cycles,
)


@dataclass(frozen=True)
class Instruction:
    """An instruction: LLVM's spelling beside its meaning in NumPy, so that none drifts away.

    In the spelling ``{lanes}`` stands for the sums in a vector, ``{numbers}`` for twice as many and
    ``{bits}`` for the vector's width.
    """

    llvm: str
    meaning: Callable[[Any, Any, Any], npt.NDArray[Any]]


def _fused(a: Any, b: Any, acc: Any) -> npt.NDArray[Any]:
    # One rounding at the end. Two floats' product is exact in float64; that of two doubles is not
    # exact in longdouble: for them this is the meaning to within half of longdouble's last place.
    wide = np.longdouble if np.asarray(acc).dtype == np.float64 else np.float64
    exact = np.asarray(a, wide) * np.asarray(b, wide) + np.asarray(acc, wide)
    return exact.astype(np.asarray(acc).dtype)


FUSED = Instruction("llvm.fma", _fused)
MULTIPLY_THEN_ADD = Instruction("fmul, fadd", lambda a, b, acc: acc + a * b)


def _flushed(number: Any) -> npt.NDArray[Any]:
    single = np.asarray(number, np.float32)
    tiny = np.abs(single) < np.finfo(np.float32).smallest_normal
    return np.where(tiny, np.copysign(np.float32(0), single), single)


def _dot(a: Any, b: Any, acc: Any) -> npt.NDArray[Any]:
    # The last axis of a and b is the pair. Its second product is added first, and whatever goes in
    # or comes out is zero if it is subnormal, whichever floating-point mode the thread is in.
    for i in (1, 0):
        acc = _flushed(_fused(_flushed(a[..., i]), _flushed(b[..., i]), _flushed(acc)))
    return np.asarray(acc)


DOT_BFLOAT16 = Instruction("llvm.x86.avx512bf16.dpbf16ps.{bits}", _dot)


def rounded_to_odd(a: Any, b: Any) -> npt.NDArray[Any]:
    """The sum of floats, rounded to odd; subnormal sums are zero."""
    wide, more = np.asarray(a, np.float64), np.asarray(b, np.float64)
    exact = wide + more
    back = exact - wide
    lost = (wide - (exact - back)) + (more - back)  # what float64 could not hold
    lost = np.where(np.isfinite(exact), lost, 0.0)
    cut = exact.astype(np.float32)
    beyond = (np.abs(cut) > np.abs(exact)) | ((cut == exact) & (lost * np.sign(exact) < 0))
    huge = np.abs(exact) >= 2.0**128
    cut = np.where(beyond & ~huge, np.nextafter(cut, np.float32(0)), cut)
    inexact = ((cut != exact) | (lost != 0)) & np.isfinite(cut)
    bits = np.asarray(cut).view(np.uint32) | inexact.astype(np.uint32)
    return _flushed(bits.view(np.float32))


def _unfused_dot(a: Any, b: Any, acc: Any) -> npt.NDArray[Any]:
    # Both products of a pair are added first. An inexact sum is cut, and its last bit set: cutting
    # alone would make all sums too small. Products of bfloat16 numbers are exact in float32.
    products = (
        _flushed(np.multiply(_flushed(a[..., i]), _flushed(b[..., i]), dtype=np.float32))
        for i in (0, 1)
    )
    return rounded_to_odd(_flushed(acc), rounded_to_odd(*products))


UNFUSED_DOT_BFLOAT16 = Instruction(
    "llvm.aarch64.neon.bfdot.v{lanes}f32.v{numbers}bf16", _unfused_dot
)


def _tile_dot(a: Any, b: Any, acc: Any) -> npt.NDArray[Any]:
    # a is [m][pair][2], b is [pair][n][2]. The first numbers of all pairs are one chain, which
    # begins with zero, the second ones another; both are added, and then to the accumulator.
    a, b = _flushed(a), _flushed(b)
    chains = [np.zeros_like(acc), np.zeros_like(acc)]
    for pair in range(a.shape[1]):
        for i in (0, 1):
            factors = a[:, pair, None, i], b[None, pair, :, i]
            chains[i] = _flushed(_fused(*factors, chains[i]))
    return _flushed(_flushed(acc) + _flushed(chains[0] + chains[1]))


TILE_DOT_BFLOAT16 = Instruction("llvm.x86.tdpbf16ps", _tile_dot)


@dataclass(frozen=True)
class MatrixUnit:
    """A unit that multiplies tiles: registers of 16 rows of 64 bytes.

    Parameters
    ----------
    dot
        The instruction that adds the product of [16][16 pairs] and [16 pairs][16] of bfloat16
        numbers to [16][16] in float32.
    tiles
        How many registers there are.
    """

    dot: Instruction
    tiles: int = 8


@dataclass(frozen=True, eq=False)
class Isa:
    """One row: what the code generator must know about an instruction set, and nothing else.

    Parameters
    ----------
    name
        What ``FILTERGRAD_ISA`` calls it.
    arch
        LLVM's architecture: ``x86_64`` or ``aarch64``.
    cpu
        LLVM's name of the least processor that has it all.
    features
        What a processor must have, in LLVM's words.
    vector_bytes, registers
        Size of a vector register and how many there are.
    multiply_add
        The instruction that feeds the accumulators.
    cycles
        What usual processors with these instructions take for what all algorithms do.
    l2
        Bytes of the second-level cache of usual processors with these instructions. Not this one's:
        the same call gets the same plan, and so the same bits, on all of them.
    dot
        The instruction that multiplies pairs of bfloat16 numbers and adds both products to
        accumulators in float32; None where there is none.
    matrix
        The unit that multiplies tiles of bfloat16 numbers; None where there is none.
    half
        Whether half precision converts in hardware; elsewhere integer arithmetic does it.
    multiply_adds_a_cycle
        How many multiply-adds of whole vectors a core begins in a cycle.
    """

    name: str
    arch: str
    cpu: str
    features: tuple[str, ...]
    vector_bytes: int
    registers: int
    multiply_add: Instruction = FUSED
    cycles: Cycles = VECTORS_OF_32_BYTES
    l2: int = 512 << 10
    dot: Instruction | None = None
    matrix: MatrixUnit | None = None
    half: bool = True
    multiply_adds_a_cycle: float = 2.0
    llvm_features: str = ""

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"named({self.name!r})"

    def lanes(self, itemsize: int) -> int:
        """How many numbers of ``itemsize`` bytes one register holds."""
        return self.vector_bytes // itemsize


_V2 = ("sse4.2", "ssse3", "popcnt")
_V3 = (*_V2, "avx2", "fma", "f16c", "bmi2")
_V4 = (*_V3, "avx512f", "avx512bw", "avx512vl", "avx512dq")

# Best first within an architecture. What has vectors of 64 bytes and no instruction for pairs of
# bfloat16 numbers, or tiles besides, is Intel's and begins two multiply-adds a cycle; what has the
# pairs alone is nearly always AMD's Zen 4.
ROWS = (
    # No `dot`: these processors begin one in two cycles, two multiply-adds of float32 in each.
    Isa(
        "x86-64-v4-amx",
        "x86_64",
        "x86-64-v4",
        (*_V4, "avx512bf16", "amx-tile", "amx-bf16"),
        64,
        32,
        cycles=TWO_VECTORS_OF_64_BYTES,
        l2=1 << 20,
        matrix=MatrixUnit(TILE_DOT_BFLOAT16),
        llvm_features="+avx512bf16,+amx-tile,+amx-bf16",
    ),
    Isa(
        "x86-64-v4-bf16",
        "x86_64",
        "x86-64-v4",
        (*_V4, "avx512bf16"),
        64,
        32,
        cycles=VECTORS_OF_64_BYTES,
        l2=1 << 20,
        dot=DOT_BFLOAT16,
        multiply_adds_a_cycle=1.0,
        llvm_features="+avx512bf16",
    ),
    Isa(
        "x86-64-v4",
        "x86_64",
        "x86-64-v4",
        _V4,
        64,
        32,
        cycles=TWO_VECTORS_OF_64_BYTES,
        l2=1 << 20,
    ),
    Isa("x86-64-v3", "x86_64", "x86-64-v3", _V3, 32, 16),
    # No fused multiply-add before v3: LLVM would call a slow library routine for it.
    Isa("x86-64-v2", "x86_64", "x86-64-v2", _V2, 16, 16, MULTIPLY_THEN_ADD, half=False),
    # Every AArch64 has NEON and converts halves, so there is nothing to detect.
    Isa(
        "neon-bf16",
        "aarch64",
        "generic",
        ("bf16",),
        16,
        32,
        dot=UNFUSED_DOT_BFLOAT16,
        llvm_features="+neon,+fp-armv8,+bf16",
    ),
    Isa("neon", "aarch64", "generic", (), 16, 32, llvm_features="+neon,+fp-armv8"),
)


def named(name: str) -> Isa:
    """The row of a name."""
    return next(isa for isa in ROWS if isa.name == name)
