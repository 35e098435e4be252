"""Doors: what a host's native call needs of Python, and only when a shape is new.

In: the name of a door in `cpu.doors`, and a function that turns a call's words into a `Request`.
Out: addresses of machine code that the host calls from then on. Floor 6, beside `api`. The machine
code is `cpu.entry`; here is the table that it reads.
"""

from __future__ import annotations

import ctypes
import functools
import importlib
import math
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from filtergrad import knobs
from filtergrad.arrays import numpy_dtype
from filtergrad.gradient import Gradient

Words: TypeAlias = "ctypes.Array[ctypes.c_int64]"

_FULL = b"filtergrad: no memory for the workspace"


class Request(NamedTuple):
    """What a call of a host asks for.

    Parameters
    ----------
    gradient
        From `api.checked`, so that every check has been made.
    x_strides, dy_strides
        Strides in bytes of what the host hands over, in the order of the problem's data format.
    dw_strides
        Where the host wants the elements of dW: strides in elements for r, s, c, k (dW's own are
        ``(s*c*k, c*k, k, 1)``; those of r and s must be one stride along all taps). None is dense.
    """

    gradient: Gradient
    x_strides: tuple[int, ...]
    dy_strides: tuple[int, ...]
    dw_strides: tuple[int, int, int, int] | None = None


class Door:
    """One host's native way in, open until the process ends: hosts keep addresses.

    Parameters
    ----------
    name
        Of the module in `cpu.doors`.
    ask
        Turns the words of a call that was not seen before into a `Request`. What it raises reaches
        the host as text.
    host
        The addresses of the host's functions that the door calls, by the names in its ``CALLS``.
    team
        Addresses of the host's ``parallel_for`` and ``get_num_threads``, for a host whose own team
        does the work; by default our pool does.
    slow
        For a host of which Python does the work: only what needs no `call` is used.

    Raises
    ------
    OSError
        If native code cannot run alone here (see `why_closed`), and would have to.
    """

    def __init__(
        self,
        name: str,
        ask: Callable[[tuple[int, ...]], Request],
        host: Mapping[str, int] = MappingProxyType({}),
        team: tuple[int, int] = (0, 0),
        *,
        slow: bool = False,
    ) -> None:
        from filtergrad.cpu import door, entry, jit, pool, system

        if not slow and (reason := why_closed()):
            raise OSError(reason)
        shim = importlib.import_module(f"filtergrad.cpu.doors.{name}")
        self._words, self._ask = shim.WORDS, ask
        module = functools.partial(_module, shim)
        symbols = (*shim.SYMBOLS, *entry.SYMBOLS)
        binary = jit.assemble(("door", name), module, symbols, "", "")  # any processor will do
        self.addresses = binary.addresses
        """Of the functions that the host calls, by name, and of ``call``."""
        self._entries: dict[tuple[int, ...], Words] = {}
        self._lock = threading.Lock()
        self._texts: dict[bytes, Any] = {}
        # Kept for ever, as are all tables: a call may be reading them.
        self._answer = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_size_t, ctypes.c_size_t)(
            self._new
        )
        self._refresh = ctypes.CFUNCTYPE(None)(pool.team)
        self._tables: list[Words] = []
        self._publish(64)
        libc = ctypes.CDLL(None)
        words = {
            door.ASK: system.address_of(self._answer),
            door.TEAM: pool.team(),
            door.REFRESH: system.address_of(self._refresh),
            door.ALLOCATE: system.address_of(libc.aligned_alloc),
            door.FREE: system.address_of(libc.free),
            door.SHARE: team[0],
            door.SHARERS: team[1],
            door.FULL: system.address_of(ctypes.c_char_p(_FULL)),
        }
        for index, called in enumerate(shim.CALLS):
            words[door.HOST + 8 * index] = host[called]
        for offset, value in words.items():
            self._put(offset, value)
        _doors.append(self)

    # ---- the table ----

    def prepare(self, words: Sequence[int]) -> None:
        """Compile what a call needs before it comes; raises what the call would be told."""
        key = tuple(words)
        if key not in self._entries:
            self._insert(key, self._ask(key))

    def _new(self, words: int, record: int) -> int:
        """Answer a call that was not seen before: 0, or the address of what is wrong."""
        key = tuple((ctypes.c_int64 * self._words).from_address(words))
        try:
            entry = self._entries.get(key) or self._insert(key, self._ask(key))
        except BaseException as error:  # an interrupt, too: nobody above could catch it
            # Kept by the door, not by the thread: one that Python does not know is forgotten, with
            # all that was its own, before its host has read the text.
            text = (str(error) or type(error).__name__).encode()
            return ctypes.addressof(self._texts.setdefault(text, ctypes.create_string_buffer(text)))
        ctypes.c_int64.from_address(record).value = ctypes.addressof(entry) + 8 * self._words
        return 0

    def _insert(self, key: tuple[int, ...], request: Request) -> Words:
        record = _record(request, self.addresses)
        entry = (ctypes.c_int64 * (len(key) + len(record)))(*key, *record)
        with self._lock:
            known = self._entries.setdefault(key, entry)
            if known is entry:
                slots = len(self._tables[-1]) - 1
                if 2 * len(self._entries) > slots:
                    self._publish(4 * slots)
                else:
                    self._fill(self._tables[-1], key, entry)
        return known

    def _publish(self, slots: int) -> None:
        """Put a table of so many slots, a power of two, in the place of the last one."""
        from filtergrad.cpu import door

        table = (ctypes.c_int64 * (slots + 1))(slots - 1)
        for key, entry in self._entries.items():
            self._fill(table, key, entry)
        self._tables.append(table)
        self._put(door.SLOTS, ctypes.addressof(table))

    def _fill(self, table: Words, key: tuple[int, ...], entry: Words) -> None:
        from filtergrad.cpu import door

        mask = len(table) - 2
        at = functools.reduce(door.mixed, [word % 2**64 for word in key], 0) & mask
        while table[at + 1]:
            at = (at + 1) & mask
        table[at + 1] = ctypes.addressof(entry)  # one store: seen whole or not at all

    def _put(self, offset: int, value: int) -> None:
        ctypes.c_int64.from_address(self.addresses["door"] + offset).value = value


def why_closed() -> str:
    """Why no door opens in this process; empty where they do."""
    from filtergrad.cpu import pool

    if sys.platform != "linux" or not pool.sleeps_alone():
        return "native doors need Linux, whose threads sleep and wake without Python"
    if knobs.current().debug:
        return "FILTERGRAD_DEBUG asks for lines that only Python prints"
    return ""


_doors: list[Door] = []  # their callbacks must outlive every host that keeps their addresses


def _module(shim: Any) -> Any:
    from filtergrad.cpu import entry

    built = entry.module(shim.__name__.rpartition(".")[2], shim.WORDS)
    shim.emit(built)
    return built


def _record(request: Request, addresses: Mapping[str, int]) -> list[int]:
    """The words of a record."""
    from filtergrad.cpu import door

    gradient, x_strides, dy_strides, dw_strides = request
    problem = gradient.problem
    shape = r, s, c, k = problem.filter_shape
    size = numpy_dtype(problem.dtype).itemsize
    words = dict.fromkeys(door.RECORD, 0)
    if problem.empty:
        words["zeros"] = math.prod(shape) * size
        return list(words.values())
    ready = gradient.ready(x_strides, dy_strides)
    words |= ready.kernel.record(ready.x_steps, ready.dy_steps)
    dense = (s * c * k, c * k, k, 1)
    if any(
        wanted != own and length > 1
        for wanted, own, length in zip(dw_strides or dense, dense, shape, strict=True)
    ):
        words["place"], words["size"] = addresses[f"place_{size}"], math.prod(shape) * size
        words |= dict(zip(("taps", "c", "k"), (r * s, c, k), strict=True))
        to_r, to_s, to_c, to_k = dw_strides or dense
        words |= {"to_tap": to_s if s > 1 else to_r, "to_c": to_c, "to_k": to_k}
    return list(words.values())
