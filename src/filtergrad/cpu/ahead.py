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

    Only dense arrays have their next block in one piece, or in two if rows of two images make
    pairs; elsewhere this fetches what may not be needed, a line a row. Rows of x that this block
    has read too are left out. Where there is no next block, the addresses are those behind the
    last: prefetching never faults.
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
        x, dy = code.at(args["x"], x_at), code.at(args["dy"], places.output(following))
        # A task that needs few of the channels would fetch them all: better none.
        _, _, dys, xs = plan.cut
        self.pieces: list[tuple[Any, int, int]] = []  # address, rows that ask, bytes for each
        for name, at, count, some, wanted in (
            ("x_apart", x, x_count, x_calls, xs <= 2),
            ("dy_apart", dy, dy_count, calls - x_calls, dys <= 2),
        ):
            size = count * SIZES[problem.dtype]
            if plan.pairs == "n" or (plan.pairs and name == "dy_apart"):
                size *= 2
            apart = plan.pairs == "n" and n == 1  # two pieces, where some calls are left for each
            parts = (some - some // 2, some // 2) if apart and some > 1 else (some,)
            for part, asking in enumerate(parts):
                rows = asking * self.rows
                share = _lines(size // (2 if apart else 1), rows) if wanted else 0
                here = code.at(at, code.mul(part, args[name])) if part else at
                self.pieces.append((here, rows, share))
        self.asked = code.variable(I64, code.i64(0))

    def next(self, tiles: Any) -> tuple[Any, Any]:
        """Where the rows of the next ``tiles`` tiles ask for memory, and how many bytes each."""
        code = self.code
        asked = code.b.load(self.asked, typ=I64)
        code.b.store(code.sum(asked, (code.max(0, tiles), self.rows)), self.asked)
        *others, (base, _, share) = self.pieces
        share, start = code.i64(share), sum(rows for _, rows, _ in others)
        index = code.sub(asked, start)
        for at, rows, bytes_ in reversed(others):  # the first rows ask for the first piece
            early = code.less(asked, start)
            start -= rows
            share = code.b.select(early, code.i64(bytes_), share)
            index = code.b.select(early, code.sub(asked, start), index)
            base = code.b.select(early, at, base)
        return code.at(base, code.mul(index, share)), share


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
