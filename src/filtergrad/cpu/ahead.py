"""Looking ahead: while a block is computed, ask for the memory of the next one.

In: the next block's box. Out: for every tile call, where its rows prefetch and how much. Floor 3.
Without it, packing waits for memory: a 1x1 layer then runs at two thirds of its speed
(docs/decisions/).
"""

from __future__ import annotations

from typing import Any

from .ir import I64, Code
from .panel import SIZES
from .place import Box, Places
from .tile import prefetch


class Ahead:
    """The next block's memory, shared out over the rows of this block's tiles: first x, then dy.

    Only dense arrays have their next block in one piece; elsewhere this fetches what may not be
    needed, a line a row. Rows of x that this block has read too are left out. Where there is no
    next block, the addresses are those behind the last: prefetching never faults.
    """

    def __init__(self, places: Places, following: Box) -> None:
        code, plan, problem, args = places.code, places.plan, places.problem, places.args
        self.code = code
        n, p, q = plan.block
        if n > 1:  # whole images
            x_at, x_count = code.mul(following.n, args["xn"]), n * problem.h * problem.w * problem.c
        else:
            new_rows = Box(following.n, following.p, following.q, 0, 0, 0)
            x_at = code.sub(
                places.window(new_rows, problem.r - 1, 0), code.mul(args["xh"], problem.u - 1)
            )
            columns = q * problem.v if q < problem.q else problem.w
            x_count = p * problem.u * columns * problem.c
        self.rows = n * p  # of a tile
        dy_count = n * p * q * problem.k
        calls = max(2, plan.calls)
        x_calls = min(calls - 1, max(1, round(calls * x_count / (x_count + dy_count))))
        self.x_rows = x_calls * self.rows  # the first rows ask for x, the others for dy
        size = SIZES[problem.dtype]
        self.x, self.dy = code.at(args["x"], x_at), code.at(args["dy"], places.output(following))
        # A task that needs few of the channels would fetch them all: better none.
        _, _, dys, xs = plan.cut
        self.x_share = _lines(x_count * size, self.x_rows) if xs <= 2 else 0
        dy_rows = (calls - x_calls) * self.rows
        self.dy_share = _lines(dy_count * size, dy_rows) if dys <= 2 else 0
        self.asked = code.variable(I64, code.i64(0))

    def next(self, tiles: Any) -> tuple[Any, Any]:
        """Where the rows of the next ``tiles`` tiles ask for memory, and how many bytes each."""
        code = self.code
        asked = code.b.load(self.asked, typ=I64)
        code.b.store(code.sum(asked, (code.max(0, tiles), self.rows)), self.asked)
        early = code.less(asked, self.x_rows)
        share = code.b.select(early, code.i64(self.x_share), code.i64(self.dy_share))
        index = code.b.select(early, asked, code.sub(asked, self.x_rows))
        return code.at(code.b.select(early, self.x, self.dy), code.mul(index, share)), share


def _lines(size: int, rows: int) -> int:
    """Bytes that each of ``rows`` rows asks for, in whole lines."""
    return -(-size // (rows * 64)) * 64


class Stream:
    """An operand's next pixels, asked for a few cache lines at a time.

    Parameters
    ----------
    code
        What is being written.
    pixels, calls
        How many pixels are asked for in so many calls of `ask`.
    channels, size
        How many channels of a pixel are wanted, and the bytes of each.
    """

    def __init__(self, code: Code, pixels: int, calls: int, channels: int, size: int) -> None:
        self.code = code
        self.lines = -(-channels * size // 64)
        self.share = -(-pixels * self.lines // max(1, calls))
        self.asked = code.variable(I64, code.i64(0))

    def restart(self, base: Any, pitch: Any) -> None:
        """Begin with the pixel at ``base``; the next ones lie ``pitch`` bytes apart."""
        self.base, self.pitch = base, pitch
        self.code.b.store(self.code.i64(0), self.asked)

    def ask(self) -> None:
        """Ask for the next lines."""
        code = self.code
        asked = code.b.load(self.asked, typ=I64)
        for i in range(self.share):
            pixel, line = code.divmod(code.add(asked, i), self.lines)
            at = code.sum((pixel, self.pitch), (line, 64))
            prefetch(code, code.at(self.base, at), 2)
        code.b.store(code.add(asked, self.share), self.asked)
