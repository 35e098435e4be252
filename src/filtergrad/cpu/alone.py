"""LLVM is called by one thread at a time, which nothing interrupts: the lock, and such a thread.

In: work. Out: what it returns. Floor 1. An exception that a handler of a signal raises (Ctrl-C, a
timeout) must not end one of llvmlite's calls half way: it would leave a lock of its own held for
ever, and every other thread waiting.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TypeVar, cast

_T = TypeVar("_T")


class Lock(type(threading.RLock())):  # type: ignore[misc]  # a class that has no name of its own
    """A lock that its own thread can take again: a handler of a signal may call us anywhere."""

    def mine(self) -> bool:
        """Whether this thread holds it."""
        return bool(self._is_owned())  # as threading.Condition asks it

    def locked(self) -> bool:
        """Whether any thread holds it, as Python 3.14 says of every such lock."""
        return repr(self).startswith("<locked")


# One lock for all that LLVM does: llvmlite has one itself, so that compiling two kernels at once
# would gain nothing; and a kernel is compiled once, however many threads ask. Re-entrant, in case
# the maker of one module asks for another.
lock = Lock()

if hasattr(os, "register_at_fork"):
    # A fork waits until LLVM is idle. Giving the child a new lock would not do: it would still
    # inherit llvmlite's lock, and LLVM's own, from a thread that does not exist there.
    os.register_at_fork(
        before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release
    )


def undisturbed(work: Callable[[], _T]) -> _T:
    """What ``work`` returns; a thread of its own does it, holding `lock`.

    Python calls the handlers of signals in the main thread, between any two steps, and they may
    raise. Then this function ends, and the work goes on. Work that is asked for by the thread that
    holds the lock (by a finalizer inside of other work, in the middle of a fork) stays there.
    """
    if lock.mine():
        return work()
    outcome: list[tuple[_T | None, BaseException | None]] = []
    done = threading.Lock()
    done.acquire()

    def run() -> None:
        try:
            with lock:
                outcome.append((work(), None))
        except BaseException as error:
            outcome.append((None, error))
        finally:
            done.release()

    thread = threading.Thread(target=run, name="filtergrad compiles")
    try:
        thread.start()
    except RuntimeError:  # the system has no thread left, or Python is about to end
        with lock:
            return work()
    while not done.acquire(timeout=1):
        if not thread.is_alive() and not outcome:  # a handler forked here, and this is the child
            with lock:
                return work()
    result, error = outcome.pop()
    if error is not None:
        raise error
    return cast("_T", result)
