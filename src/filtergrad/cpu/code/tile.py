"""The register tile: a block of dW held in registers while the pixels stream past.

In: a `Tile`, which says where each accumulator finds its two factors. Out: one LLVM function. The
contract, with a picture, is docs/kernel-contract.md:

    acc[i][j] = sum over n, p, q of  A[n, p, q, row i] * B[n, p, q, column j]
    C[row i, column j] (+)= acc[i][j]

so each pixel adds an outer product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from llvmlite import ir

from filtergrad.cpu.base.bands import pieces
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.dtypes import SIZES

from .convert import NUMBERS, STORED, narrow, widen
from .ir import BF16, I1, I32, I64, PTR, Bit, Code, Int, Ptr, Vec, splat, suffix, vector
from .prefetch import TO_L1, next_share, prefetch


@dataclass(frozen=True)
class Row:
    """One row of the tile: its offset in elements from the pixel in A and from the corner of C."""

    a: int
    c: int


@dataclass(frozen=True)
class Column:
    """One vector column: its offsets in elements in A (0 unless lanes run over groups), B and C.

    The column's own lanes are the last ``fresh`` ones; the lanes before them belong to the column
    at its left. (A last column that would reach past the end is moved back to end there, so that
    nothing is masked and no channel is left to a scalar loop.)
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
        The type that is multiplied and added in registers, ``float32`` or ``float64``; and the type
        of C, which may be a half type where a single block makes the whole sum.
    broadcast
        Whether A is one number spread over the lanes, or a vector of its own (lanes run over
        groups).
    copies
        If the tile also copies B to a panel as it reads it: the type in which B is stored, else "".
    pairs
        Whether an element of A and B is a pair of bfloat16 numbers, both of which are multiplied.
    apart
        Whether B's columns lie apart, so many bytes from one to the next as a call says.
    prefetches
        Whether each row of pixels prefetches some of what will be needed next, as requests say
        (see `PrefetchRequest`).
    """

    compute_dtype: str
    partial_dtype: str
    lanes: int
    broadcast: bool
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    copies: str = ""
    pairs: bool = False
    apart: bool = False
    prefetches: bool = False

    @property
    def name(self) -> str:
        kind = "copying_tile" if self.copies else "tile"
        return f"{kind}_{len(self.rows)}x{len(self.columns)}x{self.lanes}"


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
PREFETCHING = (("cursor", PTR),)
# For tiles whose columns of B lie apart: the bytes from one to the next.
APART = (("bj", I64),)
# For tiles that copy B: where the copy begins, and by how many bytes it advances for each image,
# row and pixel.
COPYING = (("to", PTR), *((name, I64) for name in ("to_n", "to_p", "to_q")))


def emit(module: ir.Module, tile: Tile, isa: Isa, number: int) -> ir.Function:
    """Write the function, the module's ``number``-th, that computes neighbouring tiles in a row."""
    parameters = PARAMETERS + PREFETCHING * tile.prefetches + APART * tile.apart
    parameters += COPYING * bool(tile.copies)
    code = Code(module, f"{tile.name}_{number}", parameters, reduced=True)
    kind = vector(NUMBERS[tile.compute_dtype], tile.lanes)
    accs = [[code.variable(kind, name=f"acc{i}_{j}") for j in range(len(tile.columns))]
            for i in range(len(tile.rows))]  # fmt: skip
    body = Body(code, tile, isa, accs)
    with code.loop(0, code.named["tiles"], name="tile") as index:
        body.tile_at(index)
    code.ret()
    return code.function


class Body:
    """The body of a tile function being written.

    Parameters
    ----------
    code, tile, isa
        The function, its tile and its instruction set.
    accs
        A stack slot for each accumulator, row by row. LLVM keeps each in a register.
    """

    def __init__(self, code: Code, tile: Tile, isa: Isa, accs: list[list[Ptr]]) -> None:
        self.code, self.tile, self.isa, self.accs = code, tile, isa, accs
        self.sums = vector(NUMBERS[tile.compute_dtype], tile.lanes)

    def tile_at(self, index: Int) -> None:
        """One of the call's tiles: all pixels, then the flush."""
        code, tile, args = self.code, self.tile, self.code.named
        a, b, c = (
            code.at(args[name], code.mul(index, args[step]))
            for name, step in (("a", "at"), ("b", "bt"), ("c", "ct"))
        )
        self.prefetch_c(c)
        prefetch_row = next_share(code, args["cursor"]) if tile.prefetches else None
        for slot in (slot for row in self.accs for slot in row):
            code.b.store(splat(self.sums, 0.0), slot)
        places, names = [a, b], ["a", "b"]
        if tile.copies:
            places.append(args["to"])
            names.append("to_")

        def steps(at: list[Ptr], axis: str) -> list[tuple[Ptr, Int]]:
            return [(one, args[name + axis]) for one, name in zip(at, names, strict=True)]

        with (
            code.walk(0, args["n"], *steps(places, "n"), name="n") as (image, in_image),
            code.walk(0, args["p"], *steps(in_image, "p"), name="p") as (row, in_row),
        ):
            if prefetch_row:
                prefetch_row(image, row)
            with code.walk(0, args["q"], *steps(in_row, "q"), name="q") as (_, here):
                self.pixel(here[0], here[1], here[-1])
        self.flush(args["first"], c)

    def pixel(self, a: Ptr, b: Ptr, to: Ptr) -> None:
        """One pixel's outer product. Each factor is loaded once, just before it is first needed."""
        code, tile, isa = self.code, self.tile, self.isa
        number = I32 if tile.pairs else NUMBERS[tile.compute_dtype]
        size, kind = SIZES[tile.compute_dtype], vector(number, tile.lanes)
        multiply = dot if tile.pairs else multiply_add
        loaded: dict[int, Vec] = {}

        def factor(offset: int) -> Vec:
            if offset not in loaded:
                if tile.broadcast:
                    value = code.broadcast(code.load(number, a, offset * size), tile.lanes)
                else:
                    value = code.load(kind, a, offset * size)
                loaded[offset] = value
            return loaded[offset]

        def column(j: int) -> Vec:
            offset: Int = tile.columns[j].b
            if tile.apart:
                return code.load(kind, b, code.mul(self.code.named["bj"], j))
            if not tile.copies:
                return code.load(kind, b, offset * size)
            stored = vector(STORED[tile.copies], tile.lanes)
            value = code.load(stored, b, offset * SIZES[tile.copies])
            number = widen(code, value, tile.copies, isa.half)
            code.store(number, to, offset * size)
            return number

        def accumulate(i: int, j: int, a_value: Vec, b_value: Vec) -> None:
            slot = self.accs[i][j]
            acc = code.b.load(slot, typ=self.sums)
            code.b.store(multiply(code, isa, a_value, b_value, acc), slot)

        # Keep the shorter side in registers and stream the longer one: with 16 registers every one
        # is spoken for.
        if tile.broadcast and len(tile.rows) < len(tile.columns):
            rows = [factor(row.a) for row in tile.rows]
            for j in range(len(tile.columns)):
                b_value = column(j)
                for i, a_value in enumerate(rows):
                    accumulate(i, j, a_value, b_value)
            return
        columns = [column(j) for j in range(len(tile.columns))]
        for i, row in enumerate(tile.rows):
            for j, place in enumerate(tile.columns):
                accumulate(i, j, factor(row.a + place.a), columns[j])

    def prefetch_c(self, c: Ptr) -> None:
        """Prefetch the tile's part of C before its pixels, which hide the way to it."""
        code, tile = self.code, self.tile
        size = SIZES[tile.partial_dtype]
        first = min(column.c for column in tile.columns) * size
        last = max(column.c + tile.lanes for column in tile.columns) * size - 1
        # Where lanes run over groups, the columns lie far from each other.
        far = len(tile.columns) > 1 and last - first >= 2 * 64 * len(tile.columns)
        for row in tile.rows:
            # The last byte too: C may begin anywhere in a cache line.
            lines = [column.c * size for column in tile.columns] if far else [
                *range(first, last, 64), last
            ]  # fmt: skip
            for line in lines:
                prefetch(code, code.at(c, row.c * size + line), TO_L1)

    def flush(self, first: Bit, c: Ptr) -> None:
        """The epilogue: C is overwritten with the accumulators the first time, then added to.

        This is the sum's second level: each flush closes a chain of at most `LONGEST_CHAIN`
        additions.
        """
        code, tile = self.code, self.tile
        if tile.partial_dtype not in NUMBERS:  # there is only one block, so this is the sum
            for offset, value in self.written():
                code.store(value, c, offset)
            return
        with code.b.if_else(first) as (once, again):
            with once:
                for offset, value in self.written():
                    code.store(value, c, offset)
            with again:
                for offset, value in self.written():
                    code.store(code.b.fadd(code.load(value.type, c, offset), value), c, offset)

    def written(self) -> Iterator[tuple[int, Vec]]:
        """Each vector that a flush writes, in C's type, and its offset in bytes in C."""
        code, tile = self.code, self.tile
        for i, row in enumerate(tile.rows):
            for j, column in enumerate(tile.columns):
                value = self.as_partial(code.b.load(self.accs[i][j], typ=self.sums))
                for skipped, part in own(code, column, tile.lanes, value):
                    yield (row.c + column.c + skipped) * SIZES[tile.partial_dtype], part

    def as_partial(self, value: Vec) -> Vec:
        """An accumulator in the type of C."""
        code, tile = self.code, self.tile
        if tile.partial_dtype == tile.compute_dtype:
            return value
        if tile.partial_dtype in NUMBERS:
            return code.b.fpext(value, vector(NUMBERS[tile.partial_dtype], tile.lanes))
        return narrow(code, value, tile.partial_dtype, self.isa.half)


def own(code: Code, column: Column, lanes: int, value: Vec) -> list[tuple[int, Vec]]:
    """(lanes skipped, vector) of what a column may write: others may be writing its neighbour."""
    if column.fresh == lanes:
        return [(0, value)]
    skip = lanes - column.fresh
    return [
        (skip + start, code.part(value, skip + start, count))
        for start, count in pieces(column.fresh, lanes)
    ]


# ---- the instructions that an accumulator is made with ----


def multiply_add(code: Code, isa: Isa, a: Vec, b: Vec, acc: Vec) -> Vec:
    """``acc + a * b`` with the instruction that the ISA's row names."""
    if isa.multiply_add is FUSED:
        return code.intrinsic(f"fma.{suffix(acc.type)}", acc.type, a, b, acc)
    return code.b.fadd(code.b.fmul(a, b), acc)


def dot(code: Code, isa: Isa, a: Vec, b: Vec, acc: Vec) -> Vec:
    """``acc`` plus both products of each pair in ``a`` and ``b``."""
    assert isa.dot is not None
    lanes = acc.type.count
    numbers = vector(BF16, 2 * lanes)
    name = isa.dot.llvm.format(lanes=lanes, numbers=2 * lanes, bits=32 * lanes)
    # The second factor is the one that the instruction can spread over the lanes by itself.
    factors = (code.b.bitcast(pairs, numbers) for pairs in (b, a))
    return code.intrinsic(name.removeprefix("llvm."), acc.type, acc, *factors)
