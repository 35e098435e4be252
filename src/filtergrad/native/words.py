"""Layouts of 64-bit words by name: one half of a host writes them, the other reads them.

In: how many words each name has, in the order in which they lie. Out: where they lie in memory, and
what they hold. A host's shim writes the words of a call in machine code, and its door reads them in
Python; structures whose fields all begin at a multiple of eight bytes are layouts, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate


class Words:
    """A layout of words.

    Parameters
    ----------
    lengths
        How many words each name has, in the order in which they lie.

    Examples
    --------
    >>> call = Words(dtype=1, sizes=4)
    >>> len(call), call.at("sizes"), call.at("sizes", 3)
    (5, 8, 32)
    >>> words = call.packed(dtype=[2], sizes=[1, 5, 6, 3])
    >>> words, call.one(words, "dtype"), call.read(words, "sizes")
    ([2, 1, 5, 6, 3], 2, (1, 5, 6, 3))
    """

    def __init__(self, **lengths: int) -> None:
        self._lengths = lengths
        ends = [0, *accumulate(lengths.values())]
        self._total = ends[-1]
        self._starts = dict(zip(lengths, ends, strict=False))

    def __len__(self) -> int:
        """How many words there are."""
        return self._total

    def __iter__(self) -> Iterator[str]:
        """The names, in the order in which their words lie."""
        return iter(self._lengths)

    @property
    def bytes(self) -> int:
        """How many bytes the words take."""
        return 8 * self._total

    def index(self, name: str, index: int = 0) -> int:
        """How many words lie before one of ``name``'s."""
        assert 0 <= index < self._lengths[name], (name, index)
        return self._starts[name] + index

    def at(self, name: str, index: int = 0) -> int:
        """How many bytes lie before one of ``name``'s words."""
        return 8 * self.index(name, index)

    def part(self, name: str) -> slice:
        """Where among all words those of ``name`` lie."""
        start = self._starts[name]
        return slice(start, start + self._lengths[name])

    def read(self, words: Sequence[int], name: str) -> tuple[int, ...]:
        """The words of ``name``."""
        return tuple(words[self.part(name)])

    def one(self, words: Sequence[int], name: str) -> int:
        """The only word of ``name``."""
        (word,) = self.read(words, name)
        return word

    def packed(self, **values: Sequence[int]) -> list[int]:
        """All words in their order, from those of each name."""
        lengths = {name: len(numbers) for name, numbers in values.items()}
        assert lengths == self._lengths, (lengths, self._lengths)
        return [number for name in self for number in values[name]]
