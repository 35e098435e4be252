"""A property that is worked out once and kept, without a lock.

`functools.cached_property` has one in Python 3.11, the same for all instances, held while any of
them is worked out: a child forked meanwhile would wait for ever for a thread that it has not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - it is written like `property`
    """Decorate a method of an object whose fields never change: it becomes a property.

    Its value is worked out at the first look, and kept beside the fields. Several threads may do
    that work at once: the first to be ready decides which of the equal values all of them see.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self.work, self.name, self.__doc__ = work, work.__name__, work.__doc__

    @overload
    def __get__(self, holder: None, kind: type) -> Self: ...
    @overload
    def __get__(self, holder: object, kind: type) -> T: ...
    def __get__(self, holder: object | None, kind: type) -> Self | T:
        if holder is None:
            return self
        # Found there from now on, before this is even asked: it defines no __set__.
        kept: T = holder.__dict__.setdefault(self.name, self.work(holder))
        return kept
