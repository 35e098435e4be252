"""Looking ahead: while a block is computed, ask for the memory of what comes next.

In: the next block's box, or the next group of channels. Out: for every tile call, what its rows ask
for. Without it, packing waits for memory: a 1x1 layer then runs at two thirds of its speed
(docs/decisions/prefetch.md).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from filtergrad.cpu.code.task import Box
from filtergrad.cpu.code.tile import WISHES
from filtergrad.dtypes import SIZES

from .addresses import Places

ROWS = 32  # of x that are asked for apart


class Piece(NamedTuple):
    """Part of what comes next: for each row of a block so many runs of so many bytes.

    ``pitch``, ``row`` and ``image`` are the bytes from one run to the next, and from what one row
    or image of the block needs to the next one's.
    """

    base: Any
    runs: int
    size: int
    pitch: Any
    row: Any
    image: Any

    @property
    def lines(self) -> int:
        """Cache lines of a run: users' arrays seldom begin with one."""
        return -(-(self.size + 48) // 64)


class Shares(NamedTuple):
    """How tiles share the lines of runs: in each of ``turns``, ``asks`` tiles have ``lines``.

    A turn's lines are those of a run if ``along``, else a line of each run.
    """

    turns: int
    asks: int
    share: int
    lines: int
    along: bool


def shared(runs: int, lines: int, calls: int) -> Shares:
    """Share out the ``lines`` of each of ``runs``, as evenly as can be, to so many tiles."""
    along = calls >= runs
    turns, count = (runs, lines) if along else (lines, runs)
    share = -(-count // min(count, max(1, calls // turns)))
    return Shares(turns, -(-count // share), share, count, along)


class Ahead:
    """What comes next, shared out over the calls of a block's tiles: first x, then dy.

    That is the task's next group, while this one is computed, where the groups are wider than a
    cache line; else, and after the last group, all that the task needs of the next block. Rows of x
    that this block has read too are left out. Each tile asks for some lines with each of its rows,
    for the row of the next block with the same number.

    Parameters
    ----------
    places
        Whose arrays.
    box, following
        This block and the next; of the last, whatever is behind it.
    last
        Whether nothing follows this block.
    group, groups
        The group being computed, and the range of the task's.
    dys, xs
        The ranges of the task's tiles.
    """

    def __init__(
        self, places: Places, box: Box, following: Box, last: Any, group: Any,
        groups: tuple[Any, Any], dys: tuple[Any, Any], xs: tuple[Any, Any],
    ) -> None:  # fmt: skip
        code, plan = places.code, places.plan
        self.code, self.places, self.dys, self.xs = code, places, dys, xs
        calls, each = plan.calls, plan.part_groups
        self.one = each > 1 and apart(plan)
        if self.one:
            more = code.less(code.add(group, 1), groups[1])
            following = Box(*(
                code.b.select(more, code.i64(here), code.i64(next_))
                for here, next_ in zip(vars(box).values(), vars(following).values(), strict=True)
            ))  # fmt: skip
            self.group = code.b.select(more, code.i64(code.add(group, 1)), code.i64(groups[0]))
            last = code.b.and_(last, code.b.not_(more))
            calls //= each
        else:
            self.group = groups[0]
        pieces = [*self.x(following), *self.dy(following)]
        weights = [piece.runs * piece.lines for piece in pieces]
        self.noted = code.array(3 + len(WISHES) * len(pieces), "wishes")
        first = code.at(self.noted, 8 * 3)
        for i, word in enumerate((first, 0, 0)):
            code.store(word if i == 0 else code.i64(word), self.noted, 8 * i)
        for i, piece in enumerate(pieces):  # all get some calls, if there are enough
            some = round(calls * weights[i] / sum(weights[i:]))
            some = max(1, min(some, calls - len(pieces) + i + 1))
            calls -= some
            at = code.at(first, 8 * len(WISHES) * i)
            self.wish(at, piece, some, last, more=i + 1 < len(pieces))

    def wish(self, at: Any, piece: Piece, calls: int, last: Any, more: bool) -> None:
        """Write the words that tell ``calls`` tiles to ask for a piece (see `tile.WISHES`)."""
        code, shares = self.code, shared(piece.runs, piece.lines, calls)
        near, far = (64, piece.pitch) if shares.along else (piece.pitch, 64)
        turns = code.b.select(last, code.i64(0), code.i64(shares.turns))
        words = {"base": piece.base, "turns": turns, "asks": shares.asks, "share": shares.share,
                 "lines": shares.lines, "near": near, "far": far, "row": piece.row,
                 "image": piece.image, "next": 8 * len(WISHES) * more}  # fmt: skip
        for i, name in enumerate(WISHES):
            word = words[name] if name == "base" else code.i64(words[name])
            code.store(word, at, 8 * i)

    def x(self, box: Box) -> list[Piece]:
        """What ``box`` sees of x, without the rows that the block above it sees, too."""
        code, plan, args = self.code, self.places.plan, self.places.args
        problem, (n, _, q) = plan.paired_problem, plan.block
        first, count = self.channels(0)
        whole = count == plan.problem.c
        u, v, xh, xw = problem.u, problem.v, args["xh"], args["xw"]
        # Two rows of pixels see a pair of rows.
        tall = problem.r + (plan.problem.u if plan.pairs == "p" else 0)
        rows = min(u, tall, ROWS)
        if n > 1:
            at = code.mul(box.n, args["xn"])
        else:
            below = code.sub(rows - 1, plan.problem.u if plan.pairs == "p" else 0)
            corner = Box(box.n, box.p, box.q, 0, 0, 0)
            at = code.sub(self.places.window(corner, problem.r - 1, 0), code.mul(xh, below))
        base = code.at(code.at(args["x"], at), code.mul(first, args["xc"]))
        skips = v > 1 and problem.s == 1
        columns = q if skips else min(problem.w, q * v)
        if not skips and q == problem.q:
            columns, base = problem.w, code.at(base, code.mul(xw, problem.left))
        steps = code.mul(u, xh), args["xn"]
        joined = rows > 1 and columns == problem.w and (whole or plan.x_layout == "planes")
        if joined:
            columns *= rows
        pixel = code.mul(xw, v if skips else 1)
        runs = self.runs(plan.x_layout, columns, count, whole and not skips, pixel, args["xc"])
        pieces = [
            Piece(code.at(base, code.mul(i, xh)), *runs, *steps)
            for i in range(1 if joined else rows)
        ]
        if plan.pairs == "n":
            pieces += [p._replace(base=code.at(p.base, args["x_apart"])) for p in pieces]
        return pieces

    def dy(self, box: Box) -> list[Piece]:
        """What ``box`` takes of dy."""
        code, plan, args = self.code, self.places.plan, self.places.args
        first, count = self.channels(1)
        at = code.sum(self.places.output(box), (first, args["dyk"]))
        whole = count == plan.problem.k
        runs = self.runs(plan.dy_layout, plan.block[2], count, whole, args["dyq"], args["dyk"])
        piece = Piece(code.at(args["dy"], at), *runs, args["dyp"], args["dyn"])
        if not plan.pairs:
            return [piece]
        return [piece, piece._replace(base=code.at(piece.base, args["dy_apart"]))]

    def runs(
        self, layout: str, columns: int, channels: int, whole: bool, column: Any, channel: Any
    ) -> tuple[int, int, Any]:
        """How many runs of neighbouring numbers a row has, of how many bytes, and how far apart."""
        size = SIZES[self.places.plan.problem.dtype]
        if layout == "planes":
            return channels, columns * size, channel
        if whole:
            return 1, columns * channels * size, 0
        return columns, channels * size, column

    def channels(self, operand: int) -> tuple[Any, int]:
        """The first channel that the task needs of x (0) or dy (1), and how many, at most."""
        places, plan, code = self.places, self.places.plan, self.code
        problem = plan.problem
        each = (problem.c_per_group, problem.k_per_group)[operand]
        if plan.lane == "g":
            tiles, bands, scale, total = self.dys, plan.dy_bands, each, problem.g
        else:
            tiles = (self.xs, self.dys)[operand]
            bands, scale, total = (plan.x_bands, plan.dy_bands)[operand], 1, each
        parts = plan.cut[2 if plan.lane == "g" or operand else 3]
        group, groups = code.mul(self.group, each), 1 if self.one else plan.part_groups
        if groups > 1 or parts == 1 or (operand == 0 and plan.merged):
            return group, total * scale * groups
        first: Any = 0
        for band in bands:
            start = places.element(band, tiles[0])
            here = code.less(band.first - 1, tiles[0])
            first = code.b.select(here, code.i64(start), code.i64(first))
        widest = max(band.size for band in bands)
        most = min(total, -(-bands[-1].stop // parts) * widest)
        return code.sum(group, (first, scale)), most * scale


def apart(plan: Any) -> bool:
    """Whether each group is asked for apart: its channels take a cache line of each pixel."""
    problem = plan.problem
    return min(problem.c_per_group, problem.k_per_group) * SIZES[problem.dtype] >= 64
