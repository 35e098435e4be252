"""Prefetching: while a block is computed, its tiles prefetch what their thread needs next.

In: the next block's box, or the next group of channels. Out: requests in memory, which the calls of
tiles work through (see `code.prefetch`). Without them packing waits for memory: a 1x1 layer then
runs at two thirds of its speed (docs/decisions/prefetch.md).
"""

from __future__ import annotations

from typing import NamedTuple

from filtergrad.cpu.code.ir import Bit, Int, Ptr
from filtergrad.cpu.code.prefetch import (
    CURSOR,
    CURSOR_BYTES,
    REQUEST,
    REQUEST_BYTES,
    PrefetchRequest,
    store_cursor,
)
from filtergrad.cpu.code.task import Box, Range

from .addresses import Addresses, BandTile, Block, Tap
from .shares import Shares, rows_of_x, skips


class Piece(NamedTuple):
    """A part of what comes next: for each row of a block the same stretches, some bytes further.

    From one stretch to the next there are ``pitch`` bytes; ``row`` and ``image`` are the bytes from
    what one row or image of the block needs to what the next one needs. How many lines of a piece
    each tile prefetches is one of the plan's sizes: see `shares`.
    """

    base: Ptr
    pitch: Int
    row: Int
    image: Int


class Ahead(NamedTuple):
    """What a thread does after a block: the task's next block, or its next task's first one.

    Parameters
    ----------
    box
        The block's output pixels.
    none
        Whether nothing follows.
    group, dy, x
        The first group and tiles of dy and x of the task that it belongs to.
    """

    box: Box
    none: Bit
    group: Int
    dy: Int
    x: Int


class Prefetch:
    """What comes next, shared out to the tile calls of a block: first x, then dy.

    That is the task's next group, while this one is computed, where a group takes a cache line or
    more of each pixel; else, and after the last group, all that is needed of the next block.
    Rows of x that this block has read too are left out. Each tile prefetches some lines with each
    of its rows of pixels: what the row with the same number of the next block needs.

    Parameters
    ----------
    addresses
        The addresses of the call's arrays.
    groups
        The groups of the task.
    block
        What is computed meanwhile.
    ahead
        What follows the last group.
    """

    def __init__(self, addresses: Addresses, groups: Range, block: Block, ahead: Ahead) -> None:
        code = addresses.code
        self.code, self.addresses, self.sizes = code, addresses, addresses.sizes
        by_group, next_group = self.sizes["next.group"], code.add(block.group, 1)
        if not isinstance(by_group, int) or by_group:
            more = code.b.and_(code.less(0, by_group), code.less(next_group, groups.stop))
            box = Box(*(
                code.b.select(more, code.i64(here), code.i64(next_))
                for here, next_ in zip(block.box, ahead.box, strict=True)
            ))  # fmt: skip
            group = code.b.select(more, code.i64(next_group), code.i64(ahead.group))
            none = code.b.and_(ahead.none, code.b.not_(more))
            ahead = ahead._replace(box=box, none=none, group=group)
        self.ahead = ahead
        pieces = [*self.x(ahead.box), *self.dy(ahead.box)]
        # The cursor, which every tile call is given; behind it the requests, one for each piece.
        self.cursor = code.array(len(CURSOR) + len(REQUEST) * len(pieces), "cursor")
        first = code.at(self.cursor, CURSOR_BYTES)
        store_cursor(code, self.cursor, first)
        for i, piece in enumerate(pieces):
            self.request(piece, i).store(code, code.at(first, REQUEST_BYTES * i))

    def request(self, piece: Piece, number: int) -> PrefetchRequest:
        """The request for a piece, and none where nothing follows."""
        code = self.code
        rounds, tiles, share, lines, along, behind = (
            self.sizes[f"next.{name}{number}"] for name in Shares._fields
        )
        return PrefetchRequest(
            base=piece.base, rounds=code.b.select(self.ahead.none, code.i64(0), code.i64(rounds)),
            tiles=tiles, share=share, lines=lines,
            near=code.pick(along, 64, piece.pitch), far=code.pick(along, piece.pitch, 64),
            row=piece.row, image=piece.image, next=code.mul(behind, REQUEST_BYTES),
        )  # fmt: skip

    def x(self, box: Box) -> list[Piece]:
        """What ``box`` needs of x, without the rows that the block above it has read, too."""
        code, plan, args = self.code, self.addresses.plan, self.addresses.args
        problem = plan.paired_problem
        rows = rows_of_x(problem, plan.problem.u, plan.pairs)
        xh, xw = args["xh"], args["xw"]
        below = code.sub(rows - 1, plan.problem.u if plan.pairs == "p" else 0)
        corner = self.addresses.window(Box(box.n, box.p, box.q, 0, 0, 0), Tap(problem.r - 1, 0))
        at = code.pick(
            code.sub(self.sizes["block.n"], 1),
            code.mul(box.n, args["xn"]),
            code.sub(corner, code.mul(xh, below)),
        )
        if not skips(problem):  # whole rows begin with their first column, not with a window's
            edge = code.mul(xw, self.sizes["left"])
            at = code.add(at, code.pick(self.sizes["next.rows"], edge, 0))
        base = code.at(args["x"], code.add(at, code.mul(self.channel(0), args["xc"])))
        pixel = code.mul(xw, problem.v if skips(problem) else 1)
        pitch = args["xc"] if plan.x_layout == "planes" else pixel
        steps = code.mul(problem.u, xh), args["xn"]
        pieces = [Piece(code.at(base, code.mul(i, xh)), pitch, *steps) for i in range(rows)]
        if plan.pairs == "n":
            pieces += [p._replace(base=code.at(p.base, args["x_apart"])) for p in pieces]
        return pieces

    def dy(self, box: Box) -> list[Piece]:
        """What ``box`` needs of dy."""
        code, plan, args = self.code, self.addresses.plan, self.addresses.args
        at = code.sum(self.addresses.output(box), (self.channel(1), args["dyk"]))
        pitch = args["dyk"] if plan.dy_layout == "planes" else args["dyq"]
        piece = Piece(code.at(args["dy"], at), pitch, args["dyp"], args["dyn"])
        if not plan.pairs:
            return [piece]
        return [piece, piece._replace(base=code.at(piece.base, args["dy_apart"]))]

    def channel(self, operand: int) -> Int:
        """The first channel that is needed of x (0) or dy (1)."""
        addresses, plan, code = self.addresses, self.addresses.plan, self.code
        each = (plan.problem.c_per_group, plan.problem.k_per_group)[operand]
        if plan.lane == "g":
            tile, bands, scale = self.ahead.dy, plan.dy_bands, each
        else:
            tile = (self.ahead.x, self.ahead.dy)[operand]
            bands, scale = (plan.x_bands, plan.dy_bands)[operand], 1
        group = code.mul(self.ahead.group, each)
        of_tiles = self.sizes[("next.x", "next.dy")[operand]]
        if isinstance(of_tiles, int) and not of_tiles:
            return group
        first: Int = 0
        for band in bands:
            start = addresses.element(BandTile(band, tile))
            here = code.less(band.first - 1, tile)
            first = code.b.select(here, code.i64(start), code.i64(first))
        return code.sum(group, (code.pick(of_tiles, first, 0), scale))
