"""Prefetching: memory that is needed soon is requested a few cache lines at a time.

In: where the numbers lie that come next. Out: prefetch instructions. A tile of the direct algorithm
works through requests, records in memory that say which lines its rows of pixels prefetch;
Winograd's products use a `Prefetcher`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from llvmlite import ir

from .ir import I32, I64, PTR, VOID, Code, Int, Ptr, Value

# How near a line is brought: to the first-level cache, or to the second.
TO_L1, TO_L2 = 3, 2


def prefetch(code: Code, address: Ptr, nearness: int) -> None:
    """Prefetch the cache line at ``address``, which need not exist, `TO_L1` or `TO_L2`."""
    numbers = [ir.Constant(I32, number) for number in (0, nearness, 1)]
    code.intrinsic("prefetch.p0", VOID, address, *numbers)


class Prefetcher:
    """An operand's next pixels, prefetched a few cache lines at a time.

    Parameters
    ----------
    code
        What is being written.
    lines
        Cache lines of a pixel.
    share
        How many lines each call of `issue` prefetches.
    """

    def __init__(self, code: Code, lines: Int, share: Int) -> None:
        self.code, self.lines, self.share = code, lines, share
        # The pixel whose lines are prefetched, and how many of them were.
        self.pixel, self.done = code.variable(PTR), code.variable(I64)

    def restart(self, base: Ptr, pitch: Int) -> None:
        """Begin with the pixel at ``base``; the next ones lie ``pitch`` bytes apart."""
        self.pitch = pitch
        self.code.b.store(base, self.pixel)
        self.code.b.store(self.code.i64(0), self.done)

    def issue(self) -> None:
        """Prefetch the next lines."""
        code, b = self.code, self.code.b
        with code.loop(0, self.share, name="ahead"):
            pixel, line = b.load(self.pixel, typ=PTR), b.load(self.done, typ=I64)
            prefetch(code, code.at(pixel, code.mul(line, 64)), TO_L2)
            line = code.add(line, 1)
            over = code.less(code.sub(self.lines, 1), line)
            b.store(code.at(pixel, b.select(over, code.i64(self.pitch), code.i64(0))), self.pixel)
            b.store(b.select(over, code.i64(0), line), self.done)


# ---- requests: what the tiles of the direct algorithm work through ----


class PrefetchRequest(NamedTuple):
    """Which cache lines tiles prefetch, in rounds: a record in memory, each field a 64-bit word.

    In each of ``rounds``, ``tiles`` tiles share ``lines`` cache lines, the first at ``base`` and
    each ``near`` bytes behind the one before; each tile prefetches ``share`` of them, the last what
    is left. The lines of the next round lie ``far`` bytes further. This is what the first row of
    pixels of the first image prefetches: the other rows' and images' lines lie ``row`` and
    ``image`` bytes further. The next request is found ``next`` bytes behind this one; where that is
    0, nothing is left to prefetch.
    """

    base: Ptr
    rounds: Int
    tiles: Int
    share: Int
    lines: Int
    near: Int
    far: Int
    row: Int
    image: Int
    next: Int

    def store(self, code: Code, at: Ptr) -> None:
        """Write the record to memory."""
        for i, word in enumerate(self):
            code.store(word if i == 0 else code.i64(word), at, 8 * i)


# The words of a request and of a cursor. A cursor says how far the tiles have come: at which
# request they are, in which of its rounds, and how many tiles have had their share in this round.
REQUEST = PrefetchRequest._fields
REQUEST_BYTES = 8 * len(REQUEST)
CURSOR = ("request", "round", "tiles")
CURSOR_BYTES = 8 * len(CURSOR)


def store_cursor(code: Code, at: Ptr, request: Ptr) -> None:
    """Write the cursor of tiles that begin with the request at an address."""
    for i, word in enumerate((request, 0, 0)):
        code.store(word if i == 0 else code.i64(word), at, 8 * i)


def next_share(code: Code, cursor: Ptr) -> Callable[[Int, Int], None]:
    """Move the cursor on by a tile, and return what prefetches for one of the tile's rows.

    That is a function that emits code, given the numbers of the row's image and of the row.
    """
    kinds = PTR, I64, I64
    request, round_, done = (code.load(kind, cursor, 8 * i) for i, kind in enumerate(kinds))
    words = _load(code, request, ("rounds", "next"))
    over = code.b.and_(code.less(words["rounds"], code.add(round_, 1)),
                       code.less(0, words["next"]))  # fmt: skip
    request = code.at(request, code.b.select(over, words["next"], code.i64(0)))
    round_, done = (code.b.select(over, code.i64(0), number) for number in (round_, done))
    words = _load(code, request, REQUEST)
    first = code.mul(done, words["share"])
    left = code.min(words["share"], code.sub(words["lines"], first))
    lines = code.b.select(code.less(round_, words["rounds"]), left, code.i64(0))
    base = code.at(words["base"], code.sum((round_, words["far"]), (first, words["near"])))
    done = code.add(done, 1)
    whole = code.equal(done, words["tiles"])
    round_ = code.add(round_, code.b.zext(whole, I64))
    for i, value in enumerate((request, round_, code.b.select(whole, code.i64(0), done))):
        code.store(value, cursor, 8 * i)

    def row(image: Int, row: Int) -> None:
        here = code.at(base, code.sum((image, words["image"]), (row, words["row"])))
        with code.walk(0, lines, (here, words["near"]), name="line") as (_, (line,)):
            prefetch(code, line, TO_L2)

    return row


def _load(code: Code, request: Ptr, names: tuple[str, ...]) -> dict[str, Value]:
    at = {name: 8 * REQUEST.index(name) for name in names}
    return {name: code.load(PTR if name == "base" else I64, request, at[name]) for name in names}
