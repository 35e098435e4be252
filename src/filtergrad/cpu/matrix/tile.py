"""The tiles of dW that are summed together: a few stay in the unit while columns stream by.

In: how many tiles, and which of their lanes are their own. Out: an LLVM function.

    tiles[i][j] = sum over images and columns of  x[c of i, column] * dy[column, k of j]
    dw[c of i, k of j] (+)= tiles[i][j]
"""

from __future__ import annotations

from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.base.bands import Band, columns
from filtergrad.cpu.code import tile
from filtergrad.cpu.code.convert import NUMBERS
from filtergrad.cpu.code.ir import I1, I8, I64, PTR, VOID, Code, Int, Ptr, Value, vector
from filtergrad.cpu.code.tile import Column, Row, Tile
from filtergrad.dtypes import SIZES

from .plan import SIDE, TILE_BYTES, MatrixPlan
from .ribbons import LINE, STEP

# The addresses of ribbons of x and dy, of memory that tiles go through on their way to dW, and of
# the corner of dW or of a partial; whether that is overwritten or added to. Bytes from line to
# line of x; from tile to tile, from image to image; how many images and steps.
PARAMETERS = (
    *((name, PTR) for name in ("x", "dy", "through", "dw")),
    ("first", I1),
    *((name, I64) for name in ("line", "x_tile", "dy_tile", "x_image", "dy_image", "n", "steps")),
)


class Side(NamedTuple):
    """A tile's lines along one side: where it begins, and from which to which they are its own.

    (A last tile that would reach past the end is moved back to end there; one that is alone and
    not full ends earlier.)
    """

    start: int
    first: int
    stop: int


def sides(band: Band) -> list[Side]:
    """The tiles of each block of a band."""
    if band.size < SIDE:
        return [Side(0, 0, band.size)]
    return [Side(start, SIDE - fresh, SIDE) for start, fresh in columns(band, SIDE)]


def configure(code: Code) -> None:
    """Tell the unit the sizes of its registers: all are whole."""
    words = code.array(8, "tiles")
    columns = int.from_bytes(LINE.to_bytes(2, "little") * 4, "little")
    rows = int.from_bytes(bytes([SIDE] * 8), "little")
    for i, word in enumerate((1, 0, columns, columns, 0, 0, rows, 0)):
        code.store(ir.Constant(I64, word), words, 8 * i)
    code.intrinsic("x86.ldtilecfg", VOID, words)


def release(code: Code) -> None:
    """Leave the unit empty: a thread that has tiles in it is slower to exchange for another."""
    code.intrinsic("x86.tilerelease", VOID)


class Tiles:
    """The function being written.

    Parameters
    ----------
    module, name
        Where it is written, and its name.
    plan
        Whose tiles they are.
    x, dy
        The bands of tiles along both sides.
    """

    def __init__(self, module: ir.Module, name: str, plan: MatrixPlan, x: Band, dy: Band) -> None:
        self.plan, self.xs, self.dys = plan, sides(x), sides(dy)
        self.code = Code(module, name, PARAMETERS, reduced=True)
        a, b = len(self.xs), len(self.dys)
        self.sums = [[i * b + j for j in range(b)] for i in range(a)]
        unit = plan.isa.matrix
        assert unit is not None
        self.dot = unit.dot.llvm.removeprefix("llvm.x86.")
        self.x_registers = range(a * b, a * b + a)
        self.dy_registers = range(a * b + a, unit.tiles)

    def emit(self) -> ir.Function:
        """The loop over images and steps, then the flush."""
        code, named = self.code, self.code.named
        for register in (one for row in self.sums for one in row):
            self.unit("tilezero", register)
        with code.loop(0, named["n"], name="n") as n:
            x = code.at(named["x"], code.mul(n, named["x_image"]))
            dy = code.at(named["dy"], code.mul(n, named["dy_image"]))
            steps = (x, STEP * 2), (dy, TILE_BYTES)
            with code.walk(0, named["steps"], *steps, name="step") as (_, here):
                self.step(*here)
        self.flush()
        code.ret()
        return code.function

    def step(self, x: Ptr, dy: Ptr) -> None:
        """32 columns: every tile of x meets every tile of dy."""
        code, named = self.code, self.code.named
        for j in range(len(self.dys)):
            register = self.dy_registers[j % len(self.dy_registers)]
            dy_at = code.at(dy, code.mul(named["dy_tile"], j))
            self.unit("tileloadd64", register, dy_at, code.i64(LINE))
            for i, factor in enumerate(self.x_registers):
                if not j:
                    x_at = code.at(x, code.mul(named["x_tile"], i))
                    self.unit("tileloadd64", factor, x_at, named["line"])
                self.unit(self.dot, self.sums[i][j], factor, register)

    def unit(self, name: str, *operands: Value) -> None:
        """An instruction of the unit; a register is its number."""
        values = [ir.Constant(I8, one) if isinstance(one, int) else one for one in operands]
        self.code.intrinsic(f"x86.{name}", VOID, *values)

    def flush(self) -> None:
        """Add the tiles to dW or a partial, or overwrite it: a row of channels k at a time."""
        code, named, plan = self.code, self.code.named, self.plan
        row_bytes = LINE * len(self.dys)
        for i, row in enumerate(self.sums):
            for j, register in enumerate(row):
                at = code.at(named["through"], i * SIDE * row_bytes + j * LINE)
                self.unit("tilestored64", register, at, code.i64(row_bytes))
        if plan.together > 1:
            self.squares()
            return
        columns = [Column(0, 0, side.start, side.stop - side.first) for side in self.dys]
        for i, side in enumerate(self.xs):
            with code.loop(side.first, side.stop, name="row") as line:
                at = code.add(code.mul(line, row_bytes), i * SIDE * row_bytes)
                self.put(at, code.add(line, side.start), columns)

    def squares(self) -> None:
        """Of a tile that several groups share, the squares on its diagonal."""
        code, problem = self.code, self.plan.problem
        c, k = problem.c_per_group, problem.k_per_group
        for group in range(self.plan.together):
            with code.loop(0, c, name="row") as line:
                row = code.mul(code.add(line, group * c), LINE)
                self.put(code.add(row, group * k * 4), line, [Column(0, 0, group * k, k)], k)

    def put(self, at: Int, line: Int, columns: list[Column], lanes: int = SIDE) -> None:
        """A row of the tiles, so many bytes from the first, which is a line of dW."""
        code, plan, named = self.code, self.plan, self.code.named
        kind = vector(NUMBERS["float32"], lanes)
        slots = [
            code.variable(kind, code.load(kind, named["through"], code.add(at, j * LINE)))
            for j in range(len(columns))
        ]
        place = Tile("float32", plan.partial_dtype, lanes, False, (Row(0, 0),), tuple(columns))
        to = code.mul(line, plan.problem.k * SIZES[plan.partial_dtype])
        body = tile.Body(code, place, plan.isa, [slots])
        body.flush(named["first"], code.at(named["dw"], to))
