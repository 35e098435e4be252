"""What was used recently, and no more: dictionaries that forget, also when asked to."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

KERNELS = 1024
"""How many kernels, or what leads to them, one generation has: some 60 KiB each, two mappings."""


class Recent(dict[K, V]):
    """A dictionary of what was used recently; ``recent[key]`` is None for what it has not.

    There are two generations. What is put in, or found in the older one, belongs to the younger,
    the dictionary itself; once that is full it becomes the older one, and what nobody asked for
    meanwhile is forgotten. There is no lock: threads, handlers of signals and exceptions between
    two steps may make it forget too much, and can do nothing else to it.

    Parameters
    ----------
    most
        How many entries a generation has; twice as many are kept at most.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._old: dict[K, V] = {}

    if TYPE_CHECKING:

        def __getitem__(self, key: K, /) -> V | None: ...  # type: ignore[override]

    def __missing__(self, key: K) -> V | None:
        value = self._old.get(key)
        return None if value is None else self.put(key, value)

    def put(self, key: K, value: V) -> V:
        """Keep ``value``, or what another thread put there first; return what is kept."""
        if len(self) >= self._most:
            self._old = self.copy()
            self.clear()
        return self.setdefault(key, value)

    def forget(self, unwanted: Callable[[K], bool] = lambda _: True) -> None:
        """Forget some entries, by default all."""
        for generation in (self, self._old):
            for key in [key for key in generation.copy() if unwanted(key)]:
                generation.pop(key, None)


relief: list[Callable[[], object]] = []
"""What gives memory back: functions that drop what can be made again."""


def relieve() -> None:
    """Drop everything that can be made again; a call that uses some of it keeps that."""
    for drop in relief:
        drop()
