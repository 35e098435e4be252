"""What neither a fork nor a signal may divide: calls of LLVM, and imports.

In: work. Out: what it returns. A forked child has one thread. What another one was in the middle of
stays so for ever, and so do the locks that it held. Ours are made anew in the child; where that is
not enough, because others' state is at stake, a lock is held that a fork takes first.

Python calls the handlers of signals in the main thread, between any two steps, and they may raise
(Ctrl-C, a timeout): in the middle of one of llvmlite's calls that would leave a lock of its own
held for ever, in the middle of an import a module half made. So another thread does such work.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import mmap
import os
import sys
import threading
from collections.abc import Callable
from typing import TypeVar, cast

from filtergrad import system

_T = TypeVar("_T")

# What must be free when LLVM starts, or it ends the process: bytes and mappings of memory. A kernel
# takes up to 10 MiB of the first, and the stack of its thread 8. Importing LLVM takes more.
SPARE_BYTES, SPARE_MAPPINGS = 32 << 20, 32
_IMPORTED_BYTES = 512 << 20
_STACK = 8 << 20  # bytes; LLVM needs up to 80 KiB, which some programs do not give their threads
_PATIENCE = 1.0  # seconds for an import; then Python itself may find out who waits for whom


class Lock(type(threading.RLock())):  # type: ignore[misc]  # a class that has no name of its own
    """A lock that its own thread can take again: a handler of a signal may call us anywhere."""

    def mine(self) -> bool:
        """Whether this thread holds it."""
        return bool(self._is_owned())  # as threading.Condition asks it

    def depth(self) -> int:
        """How often this thread has taken it."""
        return int(repr(self).partition(" count=")[2].split()[0]) if self.mine() else 0

    def locked(self) -> bool:
        """Whether any thread holds it, as Python 3.14 says of every such lock."""
        return repr(self).startswith("<locked")


# Held while LLVM works: both LLVM and llvmlite have locks of their own, so that compiling two
# kernels at once would gain nothing; and a kernel is compiled once, however many threads ask.
llvm = Lock()
# Held while a call imports what it needs: Python has a lock for every module that it imports.
_imports = Lock()
_loaded: set[str] = set()
_before: list[tuple[Lock, int]] = []  # the locks that a fork holds, and how deep they were


class _Impatient(Exception):  # noqa: N818 - nobody but `load` sees it
    """Work takes longer than its caller waits."""


def _before_fork() -> None:
    """Take both; no thread takes the one while it holds the other."""
    _before[:] = [(lock, lock.depth()) for lock in (llvm, _imports)]
    for lock, depth in _before:
        while lock.depth() == depth:
            # A handler that raises must not let the fork happen without it. What a function like
            # this one raises, Python prints and forgets.
            with contextlib.suppress(BaseException):
                lock.acquire()


def _after_fork() -> None:
    for lock, depth in _before:
        while lock.depth() > depth:
            lock.release()


if system.has("register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork
    )


def undisturbed(lock: Lock, work: Callable[[], _T], patience: float | None = None) -> _T:
    """What ``work`` returns; a thread of its own does it, holding ``lock``.

    Where an exception ends this function, the work goes on. Work that is asked for by the thread
    that holds the lock (by a finalizer inside of other work, in the middle of a fork) stays there.

    Raises
    ------
    MemoryError
        If there is too little memory for it.
    _Impatient
        If it takes longer than ``patience``, in seconds; it goes on.
    """
    if lock.mine():
        return work()
    spare_memory()  # also for the thread: Python waits for ever for one that could not begin
    if sys.is_finalizing():  # where threads are ended as they begin, and some hold locks for ever
        if not lock.acquire(timeout=_PATIENCE):
            raise RuntimeError("filtergrad: Python is ending, and this is new")
        try:
            return work()
        finally:
            lock.release()
    outcome: list[tuple[_T | None, BaseException | None]] = []
    done, process = threading.Lock(), os.getpid()
    done.acquire()

    def run() -> None:
        try:
            with lock:
                outcome.append((work(), None))
        except BaseException as error:
            outcome.append((None, error))
        finally:
            done.release()

    thread = threading.Thread(target=run, name="filtergrad works", daemon=False)
    usual = threading.stack_size(_STACK)
    try:
        thread.start()
    except RuntimeError:  # the system has no thread left, or Python is about to end
        with lock:
            return work()
    finally:
        threading.stack_size(usual)
    while not done.acquire(timeout=patience or 1.0):
        if outcome or not thread.is_alive() or os.getpid() != process:
            break  # a handler forked here and this is the child, or something struck the thread
        if patience:
            raise _Impatient
    if not outcome:
        with lock:
            return work()
    result, error = outcome[0]
    if error is not None:
        raise error
    return cast("_T", result)


def load(name: str) -> None:
    """Import a module before a statement does, so that this finds it whole."""
    if name in _loaded:
        return

    def work() -> None:
        # A finalizer that calls us in the middle of this would find the module half made.
        collects = gc.isenabled()
        gc.disable()
        try:
            importlib.import_module(name)
            _loaded.add(name)
        except BaseException:  # told by the statement, unless this is why
            _room(_IMPORTED_BYTES, mmap.PROT_READ)
        finally:
            if collects:
                gc.enable()

    # This thread may itself be in the middle of an import that the other one waits for: Python
    # finds that out when the statement comes.
    with contextlib.suppress(_Impatient):
        undisturbed(_imports, work, _PATIENCE)


def spare_memory() -> None:
    """Raise MemoryError where LLVM would find too little memory, and would end the process.

    Nobody promises that what is free now is free later; but a process at its limit learns it here.
    """
    if not system.LINUX:
        return
    room = _room(SPARE_BYTES, mmap.PROT_READ | mmap.PROT_WRITE)
    place, page = ctypes.addressof(ctypes.c_char.from_buffer(room)), ctypes.c_size_t(mmap.PAGESIZE)
    protect = ctypes.CDLL(None).mprotect
    # Neighbours that are protected otherwise are mappings of their own.
    for at in range(0, SPARE_MAPPINGS, 2):
        if protect(ctypes.c_void_p(place + at * page.value), page, mmap.PROT_READ):
            raise MemoryError("the system has no further mappings of memory for this process")


def _room(size: int, protection: int) -> mmap.mmap:
    """Memory of so many bytes that nobody uses."""
    if system.WINDOWS:
        return mmap.mmap(-1, size)
    try:
        return mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, protection)
    except OSError:
        told = f"compiling takes up to {size >> 20} MiB, which are not free"
        raise MemoryError(told) from None
