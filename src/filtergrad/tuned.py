"""The plans that won when they were measured: `filtergrad tune` puts them down, compilation asks.

In: what a plan depends on, and the candidates. Out: the candidates, a remembered winner before all
others. A winner is kept as text beside the kernels. Only a plan that still is a candidate
is ever taken, so what was written by an older version, or by mistake, is as good as nothing.
"""

from __future__ import annotations

import hashlib
from typing import Any, Protocol, TypeVar

from filtergrad import disk


class _Priced(Protocol):
    @property
    def plan(self) -> Any: ...


Pair = TypeVar("Pair", bound=_Priced)


def recalled(ranked: list[Pair], given: tuple[object, ...]) -> list[Pair]:
    """The candidates with the remembered winner first; as they are where there is none.

    Parameters
    ----------
    ranked
        The candidates, each with its price.
    given
        What the winner depends on; what it says when printed is the key.
    """
    if (text := disk.read(_key(given), disk.TUNED)) is not None:
        for at, pair in enumerate(ranked):
            if repr(pair.plan).encode() == text:
                return [pair, *ranked[:at], *ranked[at + 1 :]]
    return ranked


def known(given: tuple[object, ...]) -> bool:
    """Whether a winner is remembered: elsewhere the candidates need not be listed."""
    key = _key(given)
    return disk.has(key, disk.TUNED) and disk.read(key, disk.TUNED) is not None


def remember(plan: object, given: tuple[object, ...]) -> bool:
    """Let ``plan`` be taken from now on, by other processes too; say whether that worked."""
    key, text = _key(given), repr(plan).encode()
    disk.write(key, text, disk.TUNED)
    return disk.read(key, disk.TUNED) == text


def _key(given: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(given).encode()).hexdigest()
