"""The loop nest as data: how the work of one problem is cut up, walkable in plain Python.

In: sizes. Out: bands of equal tiles, ranges of valid pixels, and `walk`, which visits every tile
call of a plan in order. Floor 2: no compiler in sight; `direct` writes the same nest as machine
code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .plan import Plan


@dataclass(frozen=True)
class Band:
    """``count`` neighbouring tiles of ``size``; the first, number ``first``, begins at ``start``.

    ``moved`` elements at its beginning belong to the neighbour: a last tile narrower than a vector
    is moved back.
    """

    first: int
    count: int
    start: int
    size: int
    moved: int = 0

    @property
    def stop(self) -> int:
        """The number of the tile behind the last."""
        return self.first + self.count


def balanced(total: int, size: int) -> tuple[Band, ...]:
    """Cut ``total`` elements into the fewest tiles of at most ``size``, as equal as can be.

    64 by 6 becomes nine tiles of 6 and two of 5 rather than ten of 6 and one of 4: short tiles
    cannot hide the latency of the multiply-add. There are at most two bands.
    """
    tiles = -(-total // size)
    small, large = divmod(total, tiles)
    bands = [Band(0, large, 0, small + 1), Band(large, tiles - large, large * (small + 1), small)]
    return tuple(band for band in bands if band.count)


def vectors(total: int, lanes: int, most: int) -> tuple[Band, ...]:
    """Cut ``total`` elements into tiles of up to ``most`` vectors; only the last may be ragged."""
    bands: list[Band] = []
    for band in balanced(-(-total // lanes), most):
        start, size = band.start * lanes, band.size * lanes
        whole = min(band.count, max(0, (total - start) // size))
        if whole:
            bands.append(Band(band.first, whole, start, size))
        if whole < band.count:  # the last tile of all, and it has a ragged vector
            begin = start + whole * size
            moved = max(0, lanes - (total - begin))
            bands.append(Band(band.first + whole, 1, begin - moved, total - begin + moved, moved))
    return tuple(bands)


def columns(band: Band, lanes: int) -> tuple[tuple[int, int], ...]:
    """(offset, fresh lanes) of the vectors over a tile of ``band``; a ragged last is moved back."""
    count = -(-band.size // lanes)
    fresh = band.size - (count - 1) * lanes - band.moved
    return (*((j * lanes, lanes) for j in range(count - 1)), (band.size - lanes, fresh))


def pieces(count: int, lanes: int) -> list[tuple[int, int]]:
    """(start, lanes) of vectors that copy ``count`` numbers: full ones, then powers of two."""
    cover, start = [], 0
    while start < count:
        while lanes > count - start:
            lanes //= 2
        cover.append((start, lanes))
        start += lanes
    return cover


def share(total: int, parts: int, part: int) -> tuple[int, int]:
    """The range of ``total`` items that a part of ``parts`` gets; sizes differ by at most one."""
    return total * part // parts, total * (part + 1) // parts


class Call(NamedTuple):
    """One call of a tile: which accumulators, over which box of pixels; ranges are half open."""

    task: int
    first: bool
    r: int
    s: int | None  # None: the tile's rows or columns run over all s
    g: int | None  # None: the lanes run over groups
    x_tile: int
    dy_tile: int
    n: tuple[int, int]
    p: tuple[int, int]
    q: tuple[int, int]


def walk(plan: Plan) -> Iterator[Call]:
    """Every tile call of ``plan``, as one thread would make them in order. Start reading here."""
    for task in range(plan.tasks):
        split, groups, rows, dys, xs = plan.task(task)
        for step, (n, p, q) in enumerate(plan.blocks(split)):
            for g in range(*groups):
                for r0 in range(*rows, plan.taps[0]):
                    for s0 in range(0, plan.s_loops, plan.taps[1]):
                        for dy_tile in range(*dys):
                            for r in range(r0, min(r0 + plan.taps[0], rows[1])):
                                for s in range(s0, min(s0 + plan.taps[1], plan.s_loops)):
                                    for x_tile in range(*xs):
                                        box = plan.valid_p(r, p), plan.valid_q(s, q)
                                        tap = None if plan.merged else s
                                        group = None if plan.lane == "g" else g
                                        yield Call(
                                            task, step == 0, r, tap, group, x_tile, dy_tile, n, *box
                                        )
