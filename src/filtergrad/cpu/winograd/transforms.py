"""Winograd's transforms: patches of x and dy to products' factors, and sums of products to dW.

In: the exact matrices of `bilinear`. Out: LLVM functions. Lanes run over channels, so a
transform is the same straight line of multiply-adds for any layout of pixels. It goes along the
columns of a patch into a small square on the stack, then along the rows of that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

from llvmlite import ir

from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.code.convert import NUMBERS, STORED, narrow, widen
from filtergrad.cpu.code.ir import I64, PTR, Bit, Code, Int, Ptr, Vec, splat, vector
from filtergrad.cpu.code.prefetch import TO_L2, prefetch
from filtergrad.cpu.code.tile import multiply_add
from filtergrad.dtypes import SIZES, compute_dtype

from .bilinear import Matrix

# The parameters of a function that transforms a strip. `source` is the address of the first patch's
# first pixel at the first channel; it may lie outside the image, for only valid pixels are read:
# those of rows `h0` to `h1` and columns `w0` to `w1`, counted from there in steps of `sh` and `sw`
# bytes. `panel` is the first patch's place in the first panel. There are so many patches (`tiles`,
# as the literature says) and `vectors` of channels. From a vector's source to the next one's there
# are `next_vector` bytes, but the last one's is at most `last` bytes behind the first one's, so
# that it may overlap its neighbour. `next_panel` and `next_product` are bytes from a panel to the
# next vector's and to the next product's.
INPUT = (
    ("source", PTR),
    ("panel", PTR),
    *((name, I64) for name in ("tiles", "vectors", "next_vector", "last")),
    *((name, I64) for name in ("h0", "h1", "w0", "w1", "sh", "sw", "next_panel", "next_product")),
)


def emit_input(
    module: ir.Module, name: str, matrices: tuple[Matrix, Matrix], spacing: tuple[int, int],
    prefetches: bool, dtype: str, isa: Isa,
) -> ir.Function:  # fmt: skip
    """Write the function that transforms a strip, vector after vector, patch after patch.

    Parameters
    ----------
    matrices
        Along the rows and along the columns: products by pixels of a patch.
    spacing
        Rows from a strip to the next, and columns from a patch to the next.
    prefetches
        Whether each patch prefetches the pixels of the one below it, in the next strip.
    dtype
        Stored type of the source.
    """
    code = Code(module, name, INPUT)
    source, panel, patches, vectors, next_vector, last, *rest = code.arguments
    h0, h1, w0, w1, sh, sw, panel_stride, product_stride = rest
    along_h, along_w = matrices
    height, width = len(along_h[0]), len(along_w[0])
    compute = compute_dtype(dtype)
    size, lanes = SIZES[compute], isa.lanes(SIZES[compute])
    kind, stored = vector(NUMBERS[compute], lanes), vector(STORED[dtype], lanes)
    square = Square(code, kind, size * lanes, (len(along_h), width))
    all_inside = code.b.and_(
        code.b.icmp_signed("<=", h0, code.i64(0)), code.b.icmp_signed(">=", h1, code.i64(height))
    )

    def pixel(column: Ptr, i: int) -> Vec:
        at = code.at(column, code.mul(sh, i))
        return widen(code, code.load(stored, at), dtype, isa.half)

    def pixel_or_zero(column: Ptr, i: int) -> Vec:
        return _or_zero(code, _within(code, code.i64(i), h0, h1), lambda: pixel(column, i), kind)

    with code.loop(0, vectors, name="vector") as v, code.loop(0, patches, name="tile") as patch:
        here = code.at(source, code.min(code.mul(v, next_vector), last))
        there = code.at(panel, code.sum((v, panel_stride), (patch, size * lanes)))
        with code.loop(0, width, name="j") as j:
            w = code.sum((patch, spacing[1]), j)
            valid = _within(code, w, w0, w1)
            column = code.at(here, code.mul(w, sw))
            with code.b.if_else(valid) as (inside, outside):
                with inside, code.b.if_else(all_inside) as (whole, cut):
                    with whole:
                        values = [pixel(column, i) for i in range(height)]
                        square.put(j, apply(code, isa, along_h, values))
                    with cut:
                        values = [pixel_or_zero(column, i) for i in range(height)]
                        square.put(j, apply(code, isa, along_h, values))
                with outside:
                    square.put(j, [splat(kind, 0.0)] * len(along_h))
        if prefetches:
            below = code.at(here, code.sum((sh, spacing[0]), (sw, code.mul(patch, spacing[1]))))
            _prefetch(code, below, (height, width), spacing, (sh, sw))
        with square.rows() as (i, values):
            to = code.at(there, code.mul(code.mul(i, len(along_w)), product_stride))
            for j, value in enumerate(apply(code, isa, along_w, values)):
                code.store(value, to, code.mul(product_stride, j))
    code.ret()
    return code.function


def _prefetch(
    code: Code, patch: Ptr, shape: tuple[int, int], spacing: tuple[int, int],
    strides: tuple[Int, Int],
) -> None:  # fmt: skip
    """Prefetch a patch, but for what the one above has seen and what its neighbour prefetches."""
    (height, width), (sh, sw) = shape, strides
    with code.loop(0, min(spacing[1], width), name="ahead") as j:
        at = code.at(patch, code.mul(sw, j))
        for i in range(max(0, height - spacing[0]), height):
            prefetch(code, code.at(at, code.mul(sh, i)), TO_L2)


class Square:
    """A patch half way, on the stack: transformed along its columns, but not yet along its rows.

    Parameters
    ----------
    code
        The function being written.
    kind, size
        The type of a vector of channels, and its bytes.
    shape
        How many rows and columns of vectors there are.
    """

    def __init__(self, code: Code, kind: ir.Type, size: int, shape: tuple[int, int]) -> None:
        self.code, self.kind, self.size, self.shape = code, kind, size, shape
        self.at = code.variable(ir.ArrayType(kind, math.prod(shape)), name="square")
        self.at.type = PTR  # an address like any other, not one of an array

    def put(self, j: Int, values: Sequence[Vec]) -> None:
        """Store a transformed column, the ``j``-th."""
        code, (_, width) = self.code, self.shape
        for i, value in enumerate(values):
            place = code.mul(code.add(j, i * width), self.size)
            code.b.store(value, code.at(self.at, place))

    @contextmanager
    def rows(self) -> Iterator[tuple[Int, list[Vec]]]:
        """Write a loop over the rows; its body is given the row's number and vectors."""
        code, (count, width) = self.code, self.shape
        with code.loop(0, count, name="i") as i:
            row = code.at(self.at, code.mul(i, width * self.size))
            yield i, [code.b.load(code.at(row, j * self.size), typ=self.kind) for j in range(width)]


def _within(code: Code, position: Int, low: Int, high: Int) -> Bit:
    """Whether ``low <= position < high``."""
    return code.b.and_(
        code.b.icmp_signed(">=", position, low), code.b.icmp_signed("<", position, high)
    )


def _or_zero(code: Code, valid: Bit, load: Callable[[], Vec], kind: ir.Type) -> Vec:
    """What ``load`` writes the code for, where that is valid; elsewhere a vector of zeros."""
    before = code.b.block
    with code.b.if_then(valid):
        value = load()
        after = code.b.block
    result = code.b.phi(kind)
    result.add_incoming(splat(kind, 0.0), before)
    result.add_incoming(value, after)
    return result


# The parameters of the function that transforms sums to dW. `sums` is the address of the first
# product's sums at the first channels, `dw` that of dW, or the partial, at the same channels. There
# are so many `channels` of x and so many `vectors` of dy's channels, and the last vector begins at
# channel `last`. `next_product` and `next_channel` are bytes in the sums from a product, and from a
# channel of x, to the next.
OUTPUT = (
    ("sums", PTR),
    ("dw", PTR),
    *((name, I64) for name in ("channels", "vectors", "last", "next_product", "next_channel")),
)


def emit_output(
    module: ir.Module,
    name: str,
    matrices: tuple[Matrix, Matrix],
    dw_strides: tuple[int, int, int],
    compute_dtype: str,
    partial_dtype: str,
    isa: Isa,
) -> ir.Function:
    """Write the last transform: for each channel of x and vector of dy's, sums to taps.

    Parameters
    ----------
    matrices
        Along the rows and along the columns: taps by products.
    dw_strides
        Bytes in dW, or the partial, from one tap row, tap column and channel of x to the next.
    compute_dtype, partial_dtype
        Type of the sums, and of dW or the partial.
    """
    code = Code(module, name, OUTPUT)
    sums, dw, channels, vectors, last, product_stride, channel_stride = code.arguments
    along_h, along_w = matrices
    size, lanes = SIZES[compute_dtype], isa.lanes(SIZES[compute_dtype])
    kind = vector(NUMBERS[compute_dtype], lanes)
    width = len(along_w[0])
    square = Square(code, kind, size * lanes, (len(along_h), width))
    to_r, to_s, to_c = dw_strides
    with code.loop(0, channels, name="c") as c, code.loop(0, vectors, name="vector") as v:
        here = code.at(sums, code.sum((c, channel_stride), (v, size * lanes)))
        k = code.min(code.mul(v, lanes), last)
        there = code.at(dw, code.sum((c, to_c), (k, SIZES[partial_dtype])))
        with code.loop(0, width, name="j") as j:
            at = code.at(here, code.mul(j, product_stride))
            row_stride = code.mul(product_stride, width)
            values = [
                code.b.load(code.at(at, code.mul(row_stride, i)), typ=kind)
                for i in range(len(along_h[0]))
            ]
            square.put(j, apply(code, isa, along_h, values))
        with square.rows() as (i, values):
            for s, value in enumerate(apply(code, isa, along_w, values)):
                code.store(
                    _stored(code, value, compute_dtype, partial_dtype, isa),
                    there,
                    code.sum((i, to_r), s * to_s),
                )
    code.ret()
    return code.function


def _stored(code: Code, value: Vec, compute_dtype: str, partial_dtype: str, isa: Isa) -> Vec:
    """Convert a vector to the type of dW or the partial."""
    if partial_dtype == compute_dtype:
        return value
    if partial_dtype == "float64":
        return code.b.fpext(value, vector(NUMBERS[partial_dtype], value.type.count))
    return narrow(code, value, partial_dtype, isa.half)


# ---- a matrix of constants times a few vectors ----


def apply(code: Code, isa: Isa, matrix: Matrix, values: Sequence[Vec]) -> list[Vec]:
    """``matrix @ values`` in few operations.

    The rows of two opposite points differ in the signs of their odd powers only, so their even and
    odd parts are computed once for both.
    """
    results: dict[int, Vec] = {}
    for i, row in enumerate(matrix):
        if i in results:
            continue
        partner = next(
            (
                j
                for j in range(i + 1, len(matrix))
                if j not in results and _opposite(row, matrix[j])
            ),
            None,
        )
        if partner is None:
            results[i] = _combine(code, isa, row, values)
            continue
        even, odd = zip(
            *(((a + b) / 2, (a - b) / 2) for a, b in zip(row, matrix[partner], strict=True)),
            strict=True,
        )
        e, o = _combine(code, isa, even, values), _combine(code, isa, odd, values)
        results[i], results[partner] = code.b.fadd(e, o), code.b.fsub(e, o)
    return [results[i] for i in range(len(matrix))]


def _opposite(row: Sequence[Fraction], other: Sequence[Fraction]) -> bool:
    """Whether two rows agree in some places and differ by the sign in all others."""
    same = sum(a == b != 0 for a, b in zip(row, other, strict=True))
    opposed = sum(a == -b != 0 for a, b in zip(row, other, strict=True))
    return same > 0 < opposed and all(abs(a) == abs(b) for a, b in zip(row, other, strict=True))


def _combine(code: Code, isa: Isa, row: Sequence[Fraction], values: Sequence[Vec]) -> Vec:
    """The sum of the values times a row's coefficients, those of 1 first."""
    terms = sorted((abs(a) != 1, a < 0, i) for i, a in enumerate(row) if a)
    total = None
    for scaled, negative, i in terms:
        value, factor = values[i], splat(values[i].type, float(row[i]))
        if total is None:
            total = code.b.fmul(value, factor) if scaled or negative else value
        elif scaled:
            total = multiply_add(code, isa, value, factor, total)
        else:
            total = code.b.fsub(total, value) if negative else code.b.fadd(total, value)
    return total
