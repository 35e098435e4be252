"""The register tile: a block of dW held in registers while the pixels stream past.

In: a `Tile`, which says where each accumulator finds its two factors. Out: one LLVM function. Floor
3. The contract, with a picture, is docs/kernel-contract.md:

    acc[i][j] = sum over n, p, q of  A[n, p, q, row i] * B[n, p, q, column j]
    C[row i, column j] (+)= acc[i][j]

so each pixel adds an outer product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from llvmlite import ir

from filtergrad.cpu.base.bands import pieces
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.dtypes import SIZES

from .convert import STORED, narrow, widen
from .ir import BF16, F32, F64, I1, I32, I64, PTR, Code, splat, suffix, vector
from .prefetch import TO_L1, next_share, prefetch


@dataclass(frozen=True)
class Row:
    """One row of the tile: offsets in elements from the pixel in A and the tile's corner in C."""

    a: int
    c: int


@dataclass(frozen=True)
class Column:
    """One vector column: offsets in elements in A (0 unless lanes run over groups), B and C.

    ``fresh`` lanes at the end are this column's own; the ones before belong to the column at its
    left. (A last column that would reach past the end is moved back to end there, so that nothing
    is masked and no channel is left to a scalar loop.)
    """

    a: int
    b: int
    c: int
    fresh: int


@dataclass(frozen=True)
class Tile:
    """A register tile of ``rows`` by ``columns`` accumulators of ``lanes`` numbers each.

    Parameters
    ----------
    compute_dtype, partial_dtype
        What is multiplied and added in registers, ``float32`` or ``float64``; and what C holds,
        which may be a half type where a single block makes the whole sum.
    broadcast
        Whether A is one number spread over the lanes, or a vector of its own (lanes run over
        groups).
    copies
        If the tile also copies B to a panel as it reads it: the type in which B is stored, else "".
    pairs
        Whether A and B hold words, pairs of bfloat16 numbers, both of which are multiplied.
    prefetches
        Whether each row of pixels prefetches some of what will be needed next: see
        `prefetch.PrefetchRequest`.
    """

    compute_dtype: str
    partial_dtype: str
    lanes: int
    broadcast: bool
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    copies: str = ""
    pairs: bool = False
    prefetches: bool = False

    @property
    def name(self) -> str:
        kind = "copying_tile" if self.copies else "tile"
        return f"{kind}_{len(self.rows)}x{len(self.columns)}x{self.lanes}"


FLOATS = {"float32": F32, "float64": F64}

# Addresses of A, B and C; whether C is overwritten or added to; how many tiles and by how many
# bytes A, B and C advance from one to the next; how many images, rows and pixels, and by how many
# bytes A and B advance for each.
PARAMETERS = (
    *((name, PTR) for name in ("a", "b", "c")),
    ("first", I1),
    *((name, I64) for name in ("tiles", "at", "bt", "ct")),
    *((name, I64) for name in ("n", "p", "q", "an", "ap", "aq", "bn", "bp", "bq")),
)
# For tiles that prefetch: the address of the cursor that they move on from request to request.
PREFETCHING = (("wishes", PTR),)
# Where a tile that copies B puts it, and by how many bytes it advances an image, row and pixel.
COPYING = (("to", PTR), *((name, I64) for name in ("to_n", "to_p", "to_q")))


def emit(module: ir.Module, tile: Tile, isa: Isa, number: int) -> ir.Function:
    """Write the function, the module's ``number``-th, that computes neighbouring tiles in a row."""
    parameters = PARAMETERS + PREFETCHING * tile.prefetches + COPYING * bool(tile.copies)
    code = Code(module, f"{tile.name}_{number}", parameters)
    a, b, c, first, tiles, at, bt, ct, n, p, q, an, ap, aq, bn, bp, bq, *more = code.arguments
    to, to_n, to_p, to_q = more[-4:] if tile.copies else (b, 0, 0, 0)
    kind = vector(FLOATS[tile.compute_dtype], tile.lanes)
    accs = [[code.variable(kind, name=f"acc{i}_{j}") for j in range(len(tile.columns))]
            for i in range(len(tile.rows))]  # fmt: skip
    with code.loop(0, tiles, name="tile") as index:
        a_, b_, c_ = (
            code.at(base, code.mul(index, next_)) for base, next_ in ((a, at), (b, bt), (c, ct))
        )
        prefetch_c(code, tile, c_)
        prefetch_row = next_share(code, more[0]) if tile.prefetches else None
        for slot in (slot for row in accs for slot in row):
            code.b.store(splat(kind, 0.0), slot)
        with code.loop(0, n, name="n") as image, code.loop(0, p, name="p") as row:
            if prefetch_row:
                prefetch_row(image, row)
            pa = code.variable(PTR, code.at(a_, code.add(code.mul(image, an), code.mul(row, ap))))
            pb = code.variable(PTR, code.at(b_, code.add(code.mul(image, bn), code.mul(row, bp))))
            at_row = code.add(code.mul(image, to_n), code.mul(row, to_p))
            pc = code.variable(PTR, code.at(to, at_row)) if tile.copies else pb
            with code.loop(0, q, name="q"):
                here_a, here_b = code.b.load(pa, typ=PTR), code.b.load(pb, typ=PTR)
                here_c = code.b.load(pc, typ=PTR)
                pixel(code, tile, isa, here_a, here_b, here_c, accs)
                code.b.store(code.at(here_a, aq), pa)
                code.b.store(code.at(here_b, bq), pb)
                if tile.copies:
                    code.b.store(code.at(here_c, to_q), pc)
        flush(code, tile, isa, first, c_, accs)
    code.ret()
    return code.function


def pixel(code: Code, tile: Tile, isa: Isa, a: Any, b: Any, to: Any, accs: list[list[Any]]) -> None:
    """One pixel's outer product. Each factor is loaded once, just before it is first needed."""
    number = I32 if tile.pairs else FLOATS[tile.compute_dtype]
    size, kind = SIZES[tile.compute_dtype], vector(number, tile.lanes)
    sums = vector(FLOATS[tile.compute_dtype], tile.lanes)
    multiply = dot if tile.pairs else multiply_add
    loaded: dict[int, Any] = {}

    def factor(offset: int) -> Any:
        if offset not in loaded:
            if tile.broadcast:
                loaded[offset] = code.broadcast(code.load(number, a, offset * size), tile.lanes)
            else:
                loaded[offset] = code.load(kind, a, offset * size)
        return loaded[offset]

    def column(offset: int) -> Any:
        if not tile.copies:
            return code.load(kind, b, offset * size)
        stored = vector(STORED[tile.copies], tile.lanes)
        value = code.load(stored, b, offset * SIZES[tile.copies])
        number = widen(code, value, tile.copies, isa.half)
        code.store(number, to, offset * size)
        return number

    def accumulate(i: int, j: int, a_value: Any, b_value: Any) -> None:
        slot = accs[i][j]
        code.b.store(multiply(code, isa, a_value, b_value, code.b.load(slot, typ=sums)), slot)

    # Keep the shorter side in registers and stream the longer one: with 16 registers every one is
    # spoken for.
    if tile.broadcast and len(tile.rows) < len(tile.columns):
        rows = [factor(row.a) for row in tile.rows]
        for j, place in enumerate(tile.columns):
            b_value = column(place.b)
            for i, a_value in enumerate(rows):
                accumulate(i, j, a_value, b_value)
        return
    columns = [column(place.b) for place in tile.columns]
    for i, row in enumerate(tile.rows):
        for j, place in enumerate(tile.columns):
            accumulate(i, j, factor(row.a + place.a), columns[j])


def multiply_add(code: Code, isa: Isa, a: Any, b: Any, acc: Any) -> Any:
    """``acc + a * b`` with the instruction that the ISA's row names."""
    if isa.multiply_add is FUSED:
        return code.intrinsic(f"fma.{suffix(acc.type)}", acc.type, a, b, acc)
    return code.b.fadd(code.b.fmul(a, b), acc)


def dot(code: Code, isa: Isa, a: Any, b: Any, acc: Any) -> Any:
    """``acc`` plus both products of each pair in ``a`` and ``b``."""
    assert isa.dot is not None
    lanes = acc.type.count
    numbers = vector(BF16, 2 * lanes)
    name = f"{isa.dot.llvm.removeprefix('llvm.')}.{32 * lanes}"
    # The second factor is the one that the instruction can spread over the lanes by itself.
    pairs = (code.b.bitcast(words, numbers) for words in (b, a))
    return code.intrinsic(name, acc.type, acc, *pairs)


def prefetch_c(code: Code, tile: Tile, c: Any) -> None:
    """Prefetch the tile's part of C before its pixels, which hide the way to it."""
    size = SIZES[tile.partial_dtype]
    first = min(column.c for column in tile.columns) * size
    last = max(column.c + tile.lanes for column in tile.columns) * size - 1
    # Where lanes run over groups, the columns lie far from each other.
    apart = len(tile.columns) > 1 and last - first >= 2 * 64 * len(tile.columns)
    for row in tile.rows:
        ends = (
            [column.c * size for column in tile.columns]
            if apart
            else [*range(first, last, 64), last]
        )
        for end in ends:  # the last byte too: C may begin anywhere in a line
            prefetch(code, code.at(c, row.c * size + end), TO_L1)


def flush(code: Code, tile: Tile, isa: Isa, first: Any, c: Any, accs: list[list[Any]]) -> None:
    """Put the accumulators away: store them the first time, add them afterwards.

    This is the sum's second level: each flush closes a chain of at most `LONGEST_CHAIN`
    additions.
    """
    size = SIZES[tile.partial_dtype]

    def stored(value: Any) -> Any:
        if tile.partial_dtype == tile.compute_dtype:
            return value
        if tile.partial_dtype in FLOATS:
            return code.b.fpext(value, vector(FLOATS[tile.partial_dtype], tile.lanes))
        return narrow(code, value, tile.partial_dtype, isa.half)

    def each() -> Any:
        for i, row in enumerate(tile.rows):
            for j, column in enumerate(tile.columns):
                value = code.b.load(accs[i][j], typ=vector(FLOATS[tile.compute_dtype], tile.lanes))
                for skipped, part in own(code, column, tile.lanes, stored(value)):
                    yield (row.c + column.c + skipped) * size, part

    if tile.partial_dtype not in FLOATS:  # there is only one block, so this is the sum
        for offset, value in each():
            code.store(value, c, offset)
        return
    with code.b.if_else(first) as (once, again):
        with once:
            for offset, value in each():
                code.store(value, c, offset)
        with again:
            for offset, value in each():
                code.store(code.b.fadd(code.load(value.type, c, offset), value), c, offset)


def own(code: Code, column: Column, lanes: int, value: Any) -> list[tuple[int, Any]]:
    """(lanes skipped, vector) of what a column may write: others may be writing its neighbour."""
    if column.fresh == lanes:
        return [(0, value)]
    skip = lanes - column.fresh
    return [
        (skip + start, code.part(value, skip + start, count))
        for start, count in pieces(column.fresh, lanes)
    ]
