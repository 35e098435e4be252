"""Doors: what a host's native call needs of Python, and only when a shape is new.

In: the name of a door in `cpu.doors`, and a function that turns a call's words into a `Request`.
Out: addresses of machine code that the host calls from then on. Floor 6, beside `api`. The machine
code is `cpu.entry`, which reads the tables of `cpu.tables`.
"""

from __future__ import annotations

import ctypes
import functools
import importlib
import math
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from filtergrad import forks, knobs
from filtergrad.arrays import numpy_dtype
from filtergrad.gradient import Gradient
from filtergrad.recent import Recent

if TYPE_CHECKING:
    from filtergrad.cpu.tables import Entry

Words: TypeAlias = "ctypes.Array[ctypes.c_int64]"

_FULL = b"filtergrad: no memory for the workspace"
_LATE = b"filtergrad: Python is ending, and this shape is new"
_TEXTS = 1024  # that hosts may still be reading


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

    Raises
    ------
    OSError
        If native code cannot run alone here (see `why_closed`).
    """

    def __init__(
        self,
        name: str,
        ask: Callable[[tuple[int, ...]], Request],
        host: Mapping[str, int] = MappingProxyType({}),
        team: tuple[int, int] = (0, 0),
    ) -> None:
        forks.load("filtergrad.cpu")
        forks.load("filtergrad.cpu.tables")
        forks.load(f"filtergrad.cpu.doors.{name}")
        from filtergrad.cpu import callback, door, entry, jit, pool, system, tables

        shim = importlib.import_module(f"filtergrad.cpu.doors.{name}")
        if reason := why_closed():
            raise OSError(reason)
        self._words, self._ask = shim.WORDS, ask
        module = functools.partial(_module, shim)
        symbols = (*shim.SYMBOLS, *entry.SYMBOLS)
        binary = jit.assemble(("door", name), module, symbols, "", "")  # any processor will do
        binary.loaded.keep()
        self.addresses = binary.addresses
        """Of the functions that the host calls, by name, and of ``call``."""
        self._tables = tables.Tables(binary.addresses)
        self._texts: Recent[bytes, Any] = Recent(_TEXTS)
        answer = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_size_t, ctypes.c_size_t)(self._new)
        late = ctypes.create_string_buffer(_LATE)
        libc = ctypes.CDLL(None)
        words = {
            door.ASK: callback.callback(answer, 2, ctypes.addressof(late)),
            door.TEAM: pool.team(),
            door.REFRESH: callback.callback(ctypes.CFUNCTYPE(None)(pool.team), 0),
            door.ALLOCATE: system.address_of(libc.aligned_alloc),
            door.FREE: system.address_of(libc.free),
            door.SHARE: team[0],
            door.SHARERS: team[1],
            door.FULL: system.address_of(ctypes.c_char_p(_FULL)),
        }
        for index, called in enumerate(shim.CALLS):
            words[door.HOST + 8 * index] = host[called]
        for offset, value in words.items():
            system.word(binary.addresses["door"], offset).value = value
        self._kept = late, _FULL
        # Native code reads all of this until the process is gone, and Python ends before.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self))

    def prepare(self, words: Sequence[int]) -> None:
        """Compile what a call needs before it comes; raises what the call would be told."""
        self._record(tuple(words))

    @property
    def known(self) -> Collection[tuple[int, ...]]:
        """The words of the calls that need not ask."""
        return self._tables.keys()

    def forget(self) -> None:
        """Ask again for every call."""
        self._tables.forget()

    def callback(self, python: Any, arguments: int) -> int:
        """The address of what calls a ctypes callback until Python ends, and then gives 0."""
        from filtergrad.cpu import callback

        return callback.callback(python, arguments)

    def _new(self, words: int, record: int) -> int:
        """Answer a call that was not seen before: 0, or the address of what is wrong."""
        try:
            from filtergrad.cpu import tables

            with tables.Asking():
                key = tuple((ctypes.c_int64 * self._words).from_address(words))
                address = self._record(key)
        except BaseException as error:  # an interrupt, too: nobody above could catch it
            # Kept by the door, not by the thread: one that Python does not know is forgotten, with
            # all that was its own, before its host has read the text.
            text = (str(error) or type(error).__name__).encode()
            return ctypes.addressof(self._texts.put(text, ctypes.create_string_buffer(text)))
        ctypes.c_int64.from_address(record).value = address
        return 0

    def _record(self, key: tuple[int, ...]) -> int:
        """The address of what a call must know, made for the first of its kind."""
        entry = self._tables.get(key)
        if entry is None:
            try:
                entry = _entry(key, self._ask(key), self.addresses)
            except MemoryError:
                self.forget()
                entry = _entry(key, self._ask(key), self.addresses)
        return self._tables.put(key, entry).address + 8 * len(key)


def why_closed() -> str:
    """Why no door opens in this process; empty where they do."""
    forks.load("filtergrad.cpu")
    from filtergrad.cpu import pool

    if sys.platform != "linux" or not pool.sleeps_alone():
        return "native doors need Linux, whose threads sleep and wake without Python"
    if knobs.current().debug:
        return "FILTERGRAD_DEBUG asks for lines that only Python prints"
    return ""


def _module(shim: Any) -> Any:
    from filtergrad.cpu import entry

    built = entry.module(shim.__name__.rpartition(".")[2], shim.WORDS)
    shim.emit(built)
    return built


def _entry(key: tuple[int, ...], request: Request, addresses: Mapping[str, int]) -> Entry:
    """A call's words and its record, and the kernel whose addresses are in that."""
    from filtergrad.cpu import door, tables

    gradient, x_strides, dy_strides, dw_strides = request
    problem = gradient.problem
    shape = r, s, c, k = problem.filter_shape
    size = numpy_dtype(problem.dtype).itemsize
    words = dict.fromkeys(door.RECORD, 0)
    if problem.empty:
        words["zeros"] = math.prod(shape) * size
        return tables.Entry.of(key, words.values(), None)
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
    return tables.Entry.of(key, words.values(), ready.kernel)
