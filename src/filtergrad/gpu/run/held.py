"""Arrays that a device still reads, kept until it has done so.

In: what keeps memory alive, and a stream with work that reads it. Out: nothing. Who lends an array
through DLPack or the array interface may use its memory for other things, on streams of its own,
as soon as we let go of it; our calls return before the device has begun.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from typing import NamedTuple

from .driver import driver

_PAUSE = 2e-3  # seconds between two looks at what is still read


class _Held(NamedTuple):
    """Something, and the event after which nobody reads it."""

    device: int
    event: int
    things: tuple[object, ...]


_all: deque[_Held] = deque()
_looking = threading.Lock()  # held by the thread that looks, while there is one


def hold(device: int, stream: int, *things: object) -> None:
    """Keep things alive until a stream has done what it has now."""
    _all.append(_Held(device, driver().event(device, stream), things))
    if _looking.acquire(blocking=False):
        threading.Thread(target=_look, name="filtergrad-held", daemon=True).start()


def release() -> bool:
    """Let go of what nobody reads any more; say whether something is still held."""
    for _ in range(len(_all)):
        with contextlib.suppress(IndexError):  # another thread was quicker
            one = _all.popleft()
            if not _past(one):
                _all.append(one)
    return bool(_all)


def _past(one: _Held) -> bool:
    # After a fault of the device, or in a child of the process, no event ever happens.
    with contextlib.suppress(RuntimeError):
        return driver().past(one.device, one.event)
    return True


def _look() -> None:
    """Look again and again, in a thread of its own, until nothing is held."""
    while True:
        try:
            while release():
                time.sleep(_PAUSE)
        finally:
            _looking.release()
        # Something may have come when the lock was not yet free.
        if not _all or not _looking.acquire(blocking=False):
            return
