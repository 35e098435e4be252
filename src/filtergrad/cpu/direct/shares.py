"""Shares: how many cache lines of what comes next each tile of a block prefetches.

In: what a block and a task are, in numbers. Out: `Shares`, which each call tells the code; where
those lines are, the code of `prefetch` knows.
"""

from __future__ import annotations

from typing import NamedTuple

from filtergrad.cpu.base.bands import Band, ceil_div
from filtergrad.dtypes import SIZES
from filtergrad.problem import Problem

MOST_ROWS = 32  # of x, between one row of output pixels and the next, that have requests


class Shares(NamedTuple):
    """How tiles share a piece's lines: in each of ``rounds``, ``tiles`` tiles share ``lines``.

    Each tile prefetches ``share`` lines, the last what is left. The lines of a round are those of
    one stretch if ``along``, else one line of each stretch. The next piece of use is so many pieces
    ``behind`` this one, or there is none if that is 0.
    """

    rounds: int
    tiles: int
    share: int
    lines: int
    along: int
    behind: int


class Stretches(NamedTuple):
    """What a row of a block needs of an operand: so many stretches of ``size`` neighbouring bytes.

    A piece that is of no use has none.
    """

    number: int
    size: int

    @property
    def lines(self) -> int:
        """Cache lines of a stretch: users' arrays seldom begin with one."""
        return ceil_div(self.size + 48, 64)


class Channels(NamedTuple):
    """How many channels of an operand a task needs, at most.

    They begin with those of its first tile if ``of_tiles``, else with those of its group.
    """

    number: int
    of_tiles: bool


class NextBlock(NamedTuple):
    """A block whose numbers are prefetched.

    Parameters
    ----------
    problem
        Whose pixels are pairs, if there are any.
    columns
        How many output pixels a row of the block has.
    x_layout, dy_layout
        How the arrays lie in memory.
    pairs
        Along which axis two numbers make a pair.
    """

    problem: Problem
    columns: int
    x_layout: str
    dy_layout: str
    pairs: str


def next_sizes(block: NextBlock, wanted: list[Channels], rows: int, calls: int) -> dict[str, int]:
    """What a call tells the code of `prefetch`, by name.

    Parameters
    ----------
    block
        What is prefetched.
    wanted
        Which channels of x and of dy.
    rows
        How many rows of x are told apart.
    calls
        Among how many calls of tiles the lines are shared.
    """
    problem, columns, _, layout, pairs = block
    x, dy = wanted
    beside, size = dy.number == problem.k, SIZES[problem.dtype]
    pieces = stretches_of_x(block, x.number, rows) * (1 + (pairs == "n"))
    pieces += [stretches(layout, columns, dy.number, beside, size)] * (1 + bool(pairs))
    found = {
        "next.rows": int(whole_rows(problem, columns)),
        "next.x": int(x.of_tiles),
        "next.dy": int(dy.of_tiles),
    }
    for i, share in enumerate(shares(pieces, calls)):
        found |= {f"next.{name}{i}": number for name, number in share._asdict().items()}
    return found


def channels(bands: tuple[Band, ...], total: int, scale: int, parts: int, groups: int) -> Channels:
    """The channels that a task needs.

    Parameters
    ----------
    bands
        How ``total`` is cut into tiles, of all tasks.
    total, scale
        What is cut into tiles: a group's channels, or groups of ``scale`` channels.
    parts
        In how many tasks the tiles are divided.
    groups
        How many groups a task has.
    """
    if groups > 1 or parts == 1:
        return Channels(total * scale * groups, False)
    widest = max(band.size for band in bands)
    return Channels(min(total, ceil_div(bands[-1].stop, parts) * widest) * scale, True)


def rows_of_x(problem: Problem, u: int, pairs: str) -> int:
    """Rows of x from one row of output pixels to the next, as far as windows see them.

    ``problem`` counts pairs; from one of its output rows' first numbers to the second there are
    ``u`` rows of x.
    """
    tall = problem.r + (u if pairs == "p" else 0)  # two rows of pixels see a pair of rows
    return min(problem.u, tall, MOST_ROWS)


def skips(problem: Problem) -> bool:
    """Whether columns of x that no window sees are left out."""
    return problem.v > 1 and problem.s == 1


def whole_rows(problem: Problem, columns: int) -> bool:
    """Whether a block's ``columns`` of output pixels see whole rows of x."""
    return not skips(problem) and columns == problem.q


def stretches_of_x(block: NextBlock, wanted: int, rows: int) -> list[Stretches]:
    """What a row of a block needs of x: of each of so many ``rows``, or of all in the first piece.

    So many of x's channels are ``wanted``.
    """
    problem, columns, layout, *_ = block
    whole, size = wanted == problem.c, SIZES[problem.dtype]
    seen = columns if skips(problem) else min(problem.w, columns * problem.v)
    if whole_rows(problem, columns):
        seen = problem.w
    beside = whole and not skips(problem)
    if rows > 1 and seen == problem.w and (whole or layout == "planes"):
        one = stretches(layout, seen * rows, wanted, beside, size)
        return [one, *[Stretches(0, 0)] * (rows - 1)]
    return [stretches(layout, seen, wanted, beside, size)] * rows


def stretches(layout: str, columns: int, channels: int, beside: bool, size: int) -> Stretches:
    """The stretches of a row of pixels: ``columns`` of them, and ``channels`` of each.

    ``beside`` says whether these are all channels and columns are neighbours; a number has so many
    bytes (``size``).
    """
    if layout == "planes":
        return Stretches(channels, columns * size)
    if beside:
        return Stretches(1, columns * channels * size)
    return Stretches(columns, channels * size)


def shares(pieces: list[Stretches], calls: int) -> list[Shares]:
    """Share the lines of pieces out to ``calls`` tiles: all get some, if there are enough."""
    used = [i for i, piece in enumerate(pieces) if piece.number]
    weights = [pieces[i].number * pieces[i].lines for i in used]
    found = [Shares(0, 1, 0, 0, 1, 0)] * len(pieces)
    for number, i in enumerate(used):
        some = round(calls * weights[number] / sum(weights[number:]))
        some = max(1, min(some, calls - len(used) + number + 1))
        calls -= some
        behind = used[number + 1] - i if number + 1 < len(used) else 0
        found[i] = _shared(pieces[i], some, behind)
    return found


def _shared(piece: Stretches, calls: int, behind: int) -> Shares:
    """Share out the lines of each stretch of a piece, as evenly as can be, to ``calls`` tiles."""
    stretches, lines = piece.number, piece.lines
    along = calls >= stretches
    rounds, count = (stretches, lines) if along else (lines, stretches)
    share = ceil_div(count, min(count, max(1, calls // rounds)))
    return Shares(rounds, ceil_div(count, share), share, count, int(along), behind)
