"""The words of a host's calls, by name: written by its shim, read by its door.

In: how many 64-bit words each name has, in order. Out: where they lie, and what they hold.
"""

from __future__ import annotations

from collections.abc import Sequence


class Words:
    """A layout of words.

    Parameters
    ----------
    lengths
        How many words each name has, in the order in which they lie.
    """

    def __init__(self, **lengths: int) -> None:
        self._lengths = lengths
        self._starts: dict[str, int] = {}
        for name, length in lengths.items():
            self._starts[name] = len(self)
            self._total = len(self) + length

    _total = 0

    def __len__(self) -> int:
        return self._total

    def at(self, name: str, index: int = 0) -> int:
        """Bytes from the first word to one of ``name``'s."""
        assert index < self._lengths[name], (name, index)
        return 8 * (self._starts[name] + index)

    def read(self, words: Sequence[int], name: str) -> tuple[int, ...]:
        """The words of ``name``."""
        start = self._starts[name]
        return tuple(words[start : start + self._lengths[name]])

    def one(self, words: Sequence[int], name: str) -> int:
        """The only word of ``name``."""
        (word,) = self.read(words, name)
        return word
