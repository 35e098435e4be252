"""Prefetching: while a block is computed, its tiles prefetch what the task needs next.

In: the next block's box, or the next group of channels. Out: requests in memory, which the calls of
tiles work through (see `code.prefetch`). Without them packing waits for memory: a 1x1 layer then
runs at two thirds of its speed (docs/decisions/prefetch.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.code.ir import Bit, Int, Ptr
from filtergrad.cpu.code.prefetch import (
    CURSOR,
    CURSOR_BYTES,
    REQUEST,
    REQUEST_BYTES,
    PrefetchRequest,
    store_cursor,
)
from filtergrad.cpu.code.task import Box
from filtergrad.dtypes import SIZES

from .addresses import Addresses, BandTile, Block, Tap, TaskRanges
from .plan import DirectPlan

MOST_ROWS = 32  # of x, between one row of output pixels and the next, that have requests


@dataclass(frozen=True)
class Stretches:
    """What a row of a block needs of an operand: so many stretches of neighbouring numbers.

    Each has ``size`` bytes; from one to the next there are ``pitch`` bytes.
    """

    count: int
    size: int
    pitch: Int

    @property
    def lines(self) -> int:
        """Cache lines of a stretch: users' arrays seldom begin with one."""
        return ceil_div(self.size + 48, 64)


class Piece(NamedTuple):
    """A part of what comes next: for each row of a block the same stretches, some bytes further.

    ``row`` and ``image`` are the bytes from what one row or image of the block needs to what the
    next one needs.
    """

    base: Ptr
    stretches: Stretches
    row: Int
    image: Int


class Shares(NamedTuple):
    """How tiles share a piece's lines: in each of ``rounds``, ``tiles`` tiles share ``lines``.

    Each tile prefetches ``share`` lines, the last what is left. The lines of a round are those of
    one stretch if ``along``, else one line of each stretch.
    """

    rounds: int
    tiles: int
    share: int
    lines: int
    along: bool


def shared(stretches: int, lines: int, calls: int) -> Shares:
    """Share out the ``lines`` of each of ``stretches``, as evenly as can be, to ``calls`` tiles."""
    along = calls >= stretches
    rounds, count = (stretches, lines) if along else (lines, stretches)
    share = ceil_div(count, min(count, max(1, calls // rounds)))
    return Shares(rounds, ceil_div(count, share), share, count, along)


class Prefetch:
    """What comes next, shared out to the tile calls of a block: first x, then dy.

    That is the task's next group, while this one is computed, where a group takes a cache line or
    more of each pixel; else, and after the last group, all that the task needs of the next block.
    Rows of x that this block has read too are left out. Each tile prefetches some lines with each
    of its rows of pixels: what the row with the same number of the next block needs.

    Parameters
    ----------
    addresses
        The addresses of the call's arrays.
    ranges
        What the task does.
    block, following
        The block that is computed, and the next one's box; after the last, whatever is behind it.
    last
        Whether no block follows this one.
    """

    def __init__(
        self, addresses: Addresses, ranges: TaskRanges, block: Block, following: Box, last: Bit
    ) -> None:
        code, plan, (groups, _, self.dys, self.xs) = addresses.code, addresses.plan, ranges
        self.code, self.addresses = code, addresses
        calls, groups_of_task = plan.calls, plan.part_groups
        self.by_group = groups_of_task > 1 and fills_lines(plan)
        if self.by_group:
            more = code.less(code.add(block.group, 1), groups.stop)
            following = Box(*(
                code.b.select(more, code.i64(here), code.i64(next_))
                for here, next_ in zip(block.box, following, strict=True)
            ))  # fmt: skip
            next_group = code.i64(code.add(block.group, 1))
            self.group = code.b.select(more, next_group, code.i64(groups.start))
            last = code.b.and_(last, code.b.not_(more))
            calls //= groups_of_task
        else:
            self.group = groups.start
        pieces = [*self.x(following), *self.dy(following)]
        weights = [piece.stretches.count * piece.stretches.lines for piece in pieces]
        # The cursor, which every tile call is given; behind it the requests, one for each piece.
        self.cursor = code.array(len(CURSOR) + len(REQUEST) * len(pieces), "cursor")
        first = code.at(self.cursor, CURSOR_BYTES)
        store_cursor(code, self.cursor, first)
        for i, piece in enumerate(pieces):  # all get some calls, if there are enough
            some = round(calls * weights[i] / sum(weights[i:]))
            some = max(1, min(some, calls - len(pieces) + i + 1))
            calls -= some
            at = code.at(first, REQUEST_BYTES * i)
            behind = REQUEST_BYTES if i + 1 < len(pieces) else 0
            self.request(piece, some, last, behind).store(code, at)

    def request(self, piece: Piece, calls: int, last: Bit, behind: int) -> PrefetchRequest:
        """The request for a piece, shared out to ``calls`` tiles, and none after the last block.

        ``behind`` is the distance to the next request in bytes, or 0.
        """
        code, stretches = self.code, piece.stretches
        shares = shared(stretches.count, stretches.lines, calls)
        near, far = (64, stretches.pitch) if shares.along else (stretches.pitch, 64)
        rounds = code.b.select(last, code.i64(0), code.i64(shares.rounds))
        return PrefetchRequest(
            base=piece.base, rounds=rounds, tiles=shares.tiles, share=shares.share,
            lines=shares.lines, near=near, far=far, row=piece.row, image=piece.image, next=behind,
        )  # fmt: skip

    def x(self, box: Box) -> list[Piece]:
        """What ``box`` needs of x, without the rows that the block above it has read, too."""
        code, plan, args = self.code, self.addresses.plan, self.addresses.args
        problem, (n, _, q) = plan.paired_problem, plan.block
        first, count = self.channels(0)
        whole = count == plan.problem.c
        u, v, xh, xw = problem.u, problem.v, args["xh"], args["xw"]
        # Two rows of pixels see a pair of rows.
        tall = problem.r + (plan.problem.u if plan.pairs == "p" else 0)
        rows = min(u, tall, MOST_ROWS)
        if n > 1:
            at = code.mul(box.n, args["xn"])
        else:
            below = code.sub(rows - 1, plan.problem.u if plan.pairs == "p" else 0)
            corner = Box(box.n, box.p, box.q, 0, 0, 0)
            at = code.sub(self.addresses.window(corner, Tap(problem.r - 1, 0)), code.mul(xh, below))
        base = code.at(code.at(args["x"], at), code.mul(first, args["xc"]))
        skips = v > 1 and problem.s == 1
        columns = q if skips else min(problem.w, q * v)
        if not skips and q == problem.q:
            columns, base = problem.w, code.at(base, code.mul(xw, problem.left))
        steps = code.mul(u, xh), args["xn"]
        one_piece = rows > 1 and columns == problem.w and (whole or plan.x_layout == "planes")
        if one_piece:
            columns *= rows
        pixel = code.mul(xw, v if skips else 1)
        stretches = self.stretches(
            plan.x_layout, columns, count, whole and not skips, (pixel, args["xc"])
        )
        pieces = [
            Piece(code.at(base, code.mul(i, xh)), stretches, *steps)
            for i in range(1 if one_piece else rows)
        ]
        if plan.pairs == "n":
            pieces += [p._replace(base=code.at(p.base, args["x_apart"])) for p in pieces]
        return pieces

    def dy(self, box: Box) -> list[Piece]:
        """What ``box`` needs of dy."""
        code, plan, args = self.code, self.addresses.plan, self.addresses.args
        first, count = self.channels(1)
        at = code.sum(self.addresses.output(box), (first, args["dyk"]))
        whole = count == plan.problem.k
        stretches = self.stretches(
            plan.dy_layout, plan.block[2], count, whole, (args["dyq"], args["dyk"])
        )
        piece = Piece(code.at(args["dy"], at), stretches, args["dyp"], args["dyn"])
        if not plan.pairs:
            return [piece]
        return [piece, piece._replace(base=code.at(piece.base, args["dy_apart"]))]

    def stretches(
        self, layout: str, columns: int, channels: int, whole: bool, steps: tuple[Int, Int]
    ) -> Stretches:
        """The stretches of a row of pixels: ``columns`` of them, and ``channels`` of each.

        ``whole`` says whether these are all channels and columns are neighbours; ``steps`` are the
        bytes from one column and one channel to the next.
        """
        size, (column, channel) = SIZES[self.addresses.plan.problem.dtype], steps
        if layout == "planes":
            return Stretches(channels, columns * size, channel)
        if whole:
            return Stretches(1, columns * channels * size, 0)
        return Stretches(columns, channels * size, column)

    def channels(self, operand: int) -> tuple[Int, int]:
        """The first channel that the task needs of x (0) or dy (1), and how many, at most."""
        addresses, plan, code = self.addresses, self.addresses.plan, self.code
        problem = plan.problem
        each = (problem.c_per_group, problem.k_per_group)[operand]
        if plan.lane == "g":
            tiles, bands, scale, total = self.dys, plan.dy_bands, each, problem.g
        else:
            tiles = (self.xs, self.dys)[operand]
            bands, scale, total = (plan.x_bands, plan.dy_bands)[operand], 1, each
        parts = plan.cut[2 if plan.lane == "g" or operand else 3]
        group, groups = code.mul(self.group, each), 1 if self.by_group else plan.part_groups
        if groups > 1 or parts == 1 or (operand == 0 and plan.merged):
            return group, total * scale * groups
        first: Int = 0
        for band in bands:
            start = addresses.element(BandTile(band, tiles.start))
            here = code.less(band.first - 1, tiles.start)
            first = code.b.select(here, code.i64(start), code.i64(first))
        widest = max(band.size for band in bands)
        most = min(total, ceil_div(bands[-1].stop, parts) * widest)
        return code.sum(group, (first, scale)), most * scale


def fills_lines(plan: DirectPlan) -> bool:
    """Whether a group's channels take a cache line or more of each pixel, of x and of dy."""
    problem = plan.problem
    return min(problem.c_per_group, problem.k_per_group) * SIZES[problem.dtype] >= 64
