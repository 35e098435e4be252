"""Conversions between the types that arrays store and the types that are computed with.

In: values of a stored type, or of a computed one. Out: the same numbers in the other type, rounded
once.
"""

from __future__ import annotations

from llvmlite import ir

from .ir import F16, F32, F64, I16, I32, Code, Vec, splat, vector

# How LLVM loads a stored type, where halves are bits, and what is computed with.
STORED = {"float16": I16, "bfloat16": I16, "float32": F32, "float64": F64}
NUMBERS = {"float32": F32, "float64": F64}


def lanes_of(value: Vec) -> int:
    """Number of lanes of a value."""
    return value.type.count if isinstance(value.type, ir.VectorType) else 1


def widen(code: Code, value: Vec, dtype: str, hardware_half: bool) -> Vec:
    """A stored value as the number it is computed with. bfloat16 is the upper half of a float32."""
    lanes = lanes_of(value)
    wide, single = vector(I32, lanes), vector(F32, lanes)
    if dtype == "bfloat16":
        bits = code.b.shl(code.b.zext(value, wide), splat(wide, 16))
        return code.b.bitcast(bits, single)
    if dtype == "float16" and hardware_half:
        return code.b.fpext(code.b.bitcast(value, vector(F16, lanes)), single)
    if dtype == "float16":
        return _widen_half(code, value, wide, single)
    return value


def joined(code: Code, first: Vec, second: Vec, mask: Vec) -> Vec:
    """Pairs of stored numbers, the first in the lower 16 bits; ``mask`` says which bits are kept.

    A pair's bits are those of its two numbers, so nothing is rounded.
    """
    wide = vector(I32, lanes_of(first))
    upper = code.b.shl(code.b.zext(second, wide), splat(wide, 16))
    return code.b.and_(code.b.or_(code.b.zext(first, wide), upper), mask)


def _widen_half(code: Code, value: Vec, wide: ir.Type, single: ir.Type) -> Vec:
    """Half to single without the instruction: one exact multiplication fixes the exponent.

    Placed in a float32, half's exponent reads 112 too low; times 2**112 repairs normal and
    subnormal numbers alike (the exponent field of an infinity or a NaN has to be filled by hand).
    """
    b = code.b
    bits = b.zext(value, wide)
    magnitude = b.shl(b.and_(bits, splat(wide, 0x7FFF)), splat(wide, 13))
    scaled = b.bitcast(b.fmul(b.bitcast(magnitude, single), splat(single, 2.0**112)), wide)
    special = b.icmp_unsigned(">=", magnitude, splat(wide, 0x7C00 << 13))
    finite_or_not = b.select(special, b.or_(magnitude, splat(wide, 0x7F800000)), scaled)
    sign = b.shl(b.and_(bits, splat(wide, 0x8000)), splat(wide, 16))
    return b.bitcast(b.or_(finite_or_not, sign), single)


def narrow(code: Code, value: Vec, dtype: str, hardware_half: bool) -> Vec:
    """A float32 (or float64) number rounded once, to nearest even, to the stored type."""
    lanes = lanes_of(value)
    if dtype == "bfloat16":
        return _narrow_brain(code, value, lanes)
    if dtype == "float16" and hardware_half:
        return code.b.bitcast(code.b.fptrunc(value, vector(F16, lanes)), vector(I16, lanes))
    if dtype == "float16":
        return _narrow_half(code, value, lanes)
    if value.type != vector(STORED[dtype], lanes):
        return code.b.fptrunc(value, vector(STORED[dtype], lanes))
    return value


def _narrow_brain(code: Code, value: Vec, lanes: int) -> Vec:
    b, wide = code.b, vector(I32, lanes)
    bits = b.bitcast(value, wide)
    odd = b.and_(b.lshr(bits, splat(wide, 16)), splat(wide, 1))
    rounded = b.lshr(b.add(bits, b.add(odd, splat(wide, 0x7FFF))), splat(wide, 16))
    # A NaN must not round to an infinity.
    quiet = b.or_(b.lshr(bits, splat(wide, 16)), splat(wide, 0x40))
    nan = b.fcmp_unordered("uno", value, value)
    return b.trunc(b.select(nan, quiet, rounded), vector(I16, lanes))


def _narrow_half(code: Code, value: Vec, lanes: int) -> Vec:
    """Single to half without the instruction, one rounding.

    Normal results: round the 13 lost bits in integer arithmetic. Subnormal results: adding 0.5 lets
    the float unit round at half's last place (2**-24 is the last place of numbers in [0.5, 1)), and
    the sum's low bits are the answer.
    """
    b, wide, single = code.b, vector(I32, lanes), vector(F32, lanes)
    bits = b.bitcast(value, wide)
    magnitude = b.and_(bits, splat(wide, 0x7FFFFFFF))
    odd = b.and_(b.lshr(magnitude, splat(wide, 13)), splat(wide, 1))
    normal = b.lshr(
        b.add(b.sub(magnitude, splat(wide, 112 << 23)), b.add(odd, splat(wide, 0xFFF))),
        splat(wide, 13),
    )
    small = b.sub(
        b.bitcast(b.fadd(b.bitcast(magnitude, single), splat(single, 0.5)), wide),
        splat(wide, 126 << 23),
    )
    result = b.select(b.icmp_unsigned("<", magnitude, splat(wide, 113 << 23)), small, normal)
    # What rounds to 2**16, or is infinite:
    overflow = b.icmp_unsigned(">=", magnitude, splat(wide, 0x477FF000))
    result = b.select(overflow, splat(wide, 0x7C00), result)
    nan = b.icmp_unsigned(">", magnitude, splat(wide, 0x7F800000))
    result = b.select(nan, splat(wide, 0x7E00), result)
    sign = b.lshr(b.and_(bits, splat(wide, 0x80000000)), splat(wide, 16))
    return b.trunc(b.or_(result, sign), vector(I16, lanes))
