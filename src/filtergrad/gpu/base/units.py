"""The even division of a reduction over programs: a fixed map, and the order of the second pass.

In: tiles of dW, steps of pixels that each of them takes, and a number of programs. Out: which
program does which steps, and where it leaves its sums. A unit is one step of one tile; program i
does the units from i * units // programs up to (i + 1) * units // programs, tile after tile. It is
the division of "stream-K" (Osama et al. 2023, arXiv 2301.03598) with a map that knows the problem
only, and a second pass in place of its fix-up, so that sums are made in one order on every card.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Division:
    """How tiles and their steps are shared.

    Parameters
    ----------
    tiles
        Parts of dW.
    steps
        Steps of pixels for each.
    programs
        That share them; not more than there are units.
    """

    tiles: int
    steps: int
    programs: int

    @property
    def units(self) -> int:
        """Steps of all tiles."""
        return self.tiles * self.steps

    @property
    def whole(self) -> bool:
        """Whether each program does one whole tile."""
        return self.programs == self.tiles

    @property
    def slots(self) -> int:
        """Places for sums: program i leaves those of tile t in slot i + t.

        Consecutive ranges differ in i or in t by one, so that no two share a slot.
        """
        return self.tiles + self.programs - 1

    @property
    def most(self) -> int:
        """Units of the program that has most."""
        return -(-self.units // self.programs)

    @property
    def longest(self) -> int:
        """Steps of one tile that one program does at most."""
        return min(self.steps, self.most)

    def ranges(self, program: int) -> Iterator[tuple[int, int, int]]:
        """Tile, first step and one past the last step of each range of a program."""
        low = program * self.units // self.programs
        high = (program + 1) * self.units // self.programs
        while low < high:
            tile, begin = divmod(low, self.steps)
            end = min(self.steps, begin + high - low)
            yield tile, begin, end
            low += end - begin

    def covering(self, tile: int) -> range:
        """The programs that do a part of a tile, in the order of the pixels."""
        first = ((tile * self.steps + 1) * self.programs - 1) // self.units
        last = ((tile + 1) * self.steps * self.programs - 1) // self.units
        return range(first, last + 1)


LEAST_STEPS = 4
"""Of a program: fewer would not fill its pipeline."""


def shares(tiles: int, steps: int, sms: int, resident: int) -> list[int]:
    """Numbers of programs that may be best: each has `LEAST_STEPS` steps, or there is one a tile.

    Parameters
    ----------
    tiles, steps
        To be shared.
    sms, resident
        Multiprocessors, and programs that each of them holds at a time.
    """
    full, most = sms * resident, max(1, tiles * steps // LEAST_STEPS)
    wanted = {tiles, min(sms, most), min(full, most)}
    # All tiles read the same pixels at the same time where programs are a multiple of tiles.
    wanted |= {tiles * (n // tiles) for n in (sms, full) if n >= tiles}
    return sorted(n for n in wanted if 1 <= n <= max(most, tiles) and n <= tiles * steps)
