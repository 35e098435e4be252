"""The tables in which native calls find their records, and when what they refer to can be dropped.

In: the words of calls, and records. Out: addresses that calls may read. There is no lock:
calls take none, and Python may be interrupted between any two steps, by an exception, by another
thread, or by a handler of a signal that calls us. Each step here leaves everything in order; the
worst that can happen between two is that a record is not found, and asked for again.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import threading
from collections.abc import Collection, Mapping
from typing import NamedTuple, TypeAlias

from filtergrad import system
from filtergrad.cpu.run import pool_system
from filtergrad.cpu.run.kernel import Code, Kernel
from filtergrad.recent import KERNELS

from . import code

Key: TypeAlias = tuple[int, ...]

_SLOTS = 4 * KERNELS  # how many slots a table has: a power of two, most of them empty
_all: list[Tables] = []
_here = threading.local()


class Entry(NamedTuple):
    """The words of a call, which its record follows, and the kernel that the record is about.

    ``code`` is the code that the record is about: the kernel may have other code later.
    """

    words: ctypes.Array[ctypes.c_int64]
    kernel: Kernel | None
    code: Code | None

    @classmethod
    def of(
        cls, key: Key, record: Mapping[str, int], kernel: Kernel | None, code_: Code | None = None
    ) -> Entry:
        """Write an entry; words of the record that are not given are 0."""
        words = (*key, *(record.get(name, 0) for name in code.RECORD))
        return cls((ctypes.c_int64 * len(words))(*words), kernel, code_)

    @property
    def address(self) -> int:
        return ctypes.addressof(self.words)

    @property
    def record(self) -> int:
        """The address of the record."""
        return self.address + 8 * self._before

    @property
    def outgrown(self) -> bool:
        """Whether other code stood in for the kernel's own for as many calls as it may."""
        if self.kernel is None or self.words[self._before + code.RECORD.index("left")]:
            return False
        return self.kernel.calls_left > 0 or self.kernel.code is not self.code

    @property
    def used(self) -> bool:
        """Whether a call found the record since `unuse`; calls write that themselves."""
        return bool(self.words[self._before + code.RECORD.index("used")])

    def unuse(self) -> None:
        """Say that no call found the record so far."""
        self.words[self._before + code.RECORD.index("used")] = 0

    @property
    def _before(self) -> int:
        """How many words lie before the record."""
        return len(self.words) - len(code.RECORD)


class Tables:
    """The tables of one door: calls read the newest, and those under way perhaps older ones.

    Parameters
    ----------
    addresses
        Those of the door's words and functions, by name.
    """

    def __init__(self, addresses: Mapping[str, int]) -> None:
        self._door = addresses["door"]
        self._publish = ctypes.CFUNCTYPE(None, ctypes.c_int64)(addresses["publish"])
        self._running = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)(addresses["running"])
        self._tables: list[_Table] = []  # that calls may be reading
        self._replace({})
        _all.append(self)

    def keys(self) -> Collection[Key]:
        """The words of the calls that find a record."""
        return self._current.entries.keys()

    def get(self, key: Key) -> Entry | None:
        """The entry that calls of these words find, if there is one."""
        return self._current.entries.get(key)

    def put(self, key: Key, entry: Entry) -> Entry:
        """Let calls of these words find an entry from now on; return the one that they find."""
        table = self._current
        if len(table.entries) >= KERNELS:
            table = self._replace(table.used())
        entry = table.entries.setdefault(key, entry)
        table.fill(key, entry)
        self._reclaim()
        return entry

    def exchange(self, key: Key, entry: Entry) -> Entry:
        """Let calls of these words find another entry than before from now on; return it."""
        self._replace({**self._current.entries, key: entry})
        self._reclaim()
        return entry

    def forget(self) -> None:
        """Forget all records; what calls are reading now stays until they have ended."""
        self._replace({})
        self._reclaim()

    @property
    def _current(self) -> _Table:
        """The table that calls read from now on."""
        while True:  # another thread may replace and drop it while we look
            address = self._word(code.SLOTS).value
            for table in self._tables.copy():
                if table.address == address:
                    return table

    def _replace(self, entries: dict[Key, Entry]) -> _Table:
        """Put a table of these entries in the place of the last one."""
        table = _Table(entries)
        self._tables.append(table)  # first: a table that calls read must stay
        self._publish(table.address)
        table.published = True
        return table

    def _reclaim(self) -> None:
        """Drop the tables that no call can be reading any more.

        Calls are counted apart under two epochs. A call that reads a table which was replaced is in
        one of the two counts until it ends: once each was seen at zero, it has ended. New ones are
        sent to a count that is at zero, so that the other gets there, too.
        """
        tables = self._tables.copy()
        if len(tables) == 1:
            return
        old = [t for t in tables if t.published and t.address != self._word(code.SLOTS).value]
        for odd in (0, 1):
            if self._running(odd) == 0:
                self._word(code.EPOCH).value = odd
                for table in old:
                    table.drained.add(odd)
        for table in old:
            if len(table.drained) == 2:
                with contextlib.suppress(ValueError):  # another thread was quicker
                    self._tables.remove(table)

    def _word(self, offset: int) -> ctypes.c_int64:
        return pool_system.word(self._door, offset)

    def calls_stayed(self) -> None:
        """Count no call as under way: this is a child, and the calls stayed with the parent."""
        for offset in code.CALLS:
            self._word(offset).value = 0


class _Table:
    """A hash table as native code reads it, and everything that it refers to."""

    def __init__(self, entries: dict[Key, Entry]) -> None:
        self.entries = entries
        self.published = False  # calls read it, or did
        self.drained: set[int] = set()  # which counts of calls were at zero after it was replaced
        self._slots = (ctypes.c_int64 * (_SLOTS + 1))(_SLOTS - 1)
        self.address = ctypes.addressof(self._slots)
        for key, entry in entries.items():
            self.fill(key, entry)

    def fill(self, key: Key, entry: Entry) -> None:
        """Let calls find an entry, unless they do."""
        at = functools.reduce(code.mixed, [word % 2**64 for word in key], 0) % _SLOTS
        while self._slots[at + 1] not in {0, entry.address}:
            at = (at + 1) % _SLOTS
        self._slots[at + 1] = entry.address  # one store: seen whole or not at all

    def used(self) -> dict[Key, Entry]:
        """The entries that calls found since this was asked last, but at most the newer half."""
        newest = list(self.entries.copy().items())[::-1]
        used = [pair for pair in newest if pair[1].used]
        for _, entry in used:
            entry.unuse()
        return dict(used[: KERNELS // 2][::-1])


# ---- forks ----


class Asking:
    """The time in which Python works in the middle of a native call of this thread."""

    def __enter__(self) -> None:
        _here.depth = getattr(_here, "depth", 0) + 1

    def __exit__(self, *_: object) -> None:
        _here.depth -= 1


def _after_fork() -> None:
    """Forget, in a child, the calls of the threads that stayed with the parent."""
    if not getattr(_here, "depth", 0):  # else this thread is in the middle of one itself
        for tables in _all:
            tables.calls_stayed()


if system.has("register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
