"""Sizes: the numbers of a problem that code need not know, so that one object serves them all.

In: nothing. Out: `UNKNOWN`, which stands for them in a general plan (`Plan.general`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

from filtergrad.problem import Problem


class Unknown:
    """A number that only the call knows: what follows from it by arithmetic is not known, either.

    To compare it, or to ask for its value, is an error: code may not depend on it.
    """

    def __repr__(self) -> str:
        return "?"

    def _unknown(self, *_: object) -> Unknown:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _unknown
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __neg__ = __or__ = __ror__ = _unknown

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("code depends on a size that it is not told")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _refuse
    __hash__ = object.__hash__


# Of any type: a general plan is one like any other to the type checker.
UNKNOWN: Any = Unknown()

IMAGE = ("n", "h", "w", "p", "q", "top", "bottom", "left", "right")
"""What a problem says of its images, and code need not know."""


def without_sizes(problem: Problem) -> Problem:
    """The same layer for images of any size."""
    return replace(problem, **dict.fromkeys(IMAGE, UNKNOWN))


def untold(field: int | tuple[int, ...]) -> Any:
    """What stands for a field of sizes."""
    return (UNKNOWN,) * len(field) if isinstance(field, tuple) else UNKNOWN
