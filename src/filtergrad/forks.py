"""What neither a fork nor a signal may divide: calls of LLVM, and imports. Floor 0.

In: work. Out: what it returns. A forked child has one thread. What another one was in the middle of
stays so for ever, and so do the locks that it held. Ours are made anew in the child; where that is
not enough, because others' state is at stake, a lock is held that a fork takes first.

Python calls the handlers of signals in the main thread, between any two steps, and they may raise
(Ctrl-C, a timeout): in the middle of one of llvmlite's calls that would leave a lock of its own
held for ever, in the middle of an import a module half made. So another thread does such work.
"""

from __future__ import annotations

import contextlib
import importlib
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


# Held while LLVM works: both LLVM and llvmlite have locks of their own, so that compiling two
# kernels at once would gain nothing; and a kernel is compiled once, however many threads ask.
llvm = Lock()
# Held while a call imports what it needs: Python has a lock for every module that it imports.
_imports = Lock()
_loaded: set[str] = set()

if hasattr(os, "register_at_fork"):
    for _lock in (llvm, _imports):  # no thread takes the one while it holds the other
        os.register_at_fork(
            before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release
        )


def undisturbed(lock: Lock, work: Callable[[], _T]) -> _T:
    """What ``work`` returns; a thread of its own does it, holding ``lock``.

    Where an exception ends this function, the work goes on. Work that is asked for by the thread
    that holds the lock (by a finalizer inside of other work, in the middle of a fork) stays there.
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

    thread = threading.Thread(target=run, name="filtergrad works")
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


def load(name: str) -> None:
    """Import a module before a statement does, so that this finds it whole."""
    if name in _loaded:
        return

    def work() -> None:
        with contextlib.suppress(BaseException):  # what is wrong is told by the statement
            importlib.import_module(name)
            _loaded.add(name)

    undisturbed(_imports, work)
