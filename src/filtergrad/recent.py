"""What was used recently, and no more: dictionaries that forget, also when asked to. Floor 0."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

KERNELS = 1024
"""How many kernels, or what leads to them, one generation has: some 60 KiB each, two mappings."""


class Recent(Generic[K, V]):
    """A dictionary of what was used recently.

    There are two generations. What is put in, or found in the older one, belongs to the younger;
    once that is full it becomes the older one, and what nobody asked for meanwhile is forgotten.
    There is no lock: threads, handlers of signals and exceptions between two steps may make it
    forget too much, and can do nothing else to it.

    Parameters
    ----------
    most
        How many entries a generation has; twice as many are kept at most.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())

    def get(self, key: K) -> V | None:
        """What was put under ``key``, unless it is forgotten."""
        value = self._young.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self.put(key, value)
        return value

    def put(self, key: K, value: V) -> V:
        """Keep ``value``, or what another thread put there first; return what is kept."""
        young = self._young
        if len(young) >= self._most:
            self._old, self._young = young, (young := {})
        return young.setdefault(key, value)

    def forget(self, unwanted: Callable[[K], bool] = lambda _: True) -> None:
        """Forget some entries, by default all."""
        for generation in (self._young, self._old):
            for key in [key for key in list(generation) if unwanted(key)]:
                generation.pop(key, None)


relief: list[Callable[[], object]] = []
"""What gives memory back: functions that drop what can be made again."""


def relieve() -> None:
    """Drop everything that can be made again; a call that uses some of it keeps that."""
    for drop in relief:
        drop()
