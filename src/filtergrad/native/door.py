"""Doors: what a host's native call needs of Python, and only when a shape is new.

In: a host's shim, and a function that turns a call's words into a `Request`.
Out: addresses of machine code that the host calls from then on. The machine
code is `entry`, which reads the tables of `tables`.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
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
    from .tables import Entry

Words: TypeAlias = "ctypes.Array[ctypes.c_int64]"

_FULL = b"filtergrad: no memory for the workspace"
_LATE = b"filtergrad: this shape is new, and Python ends, or is at the limit of its recursion"
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
    shim
        The host's module of that name: ``WORDS``, ``SYMBOLS``, ``CALLS`` and ``emit``.
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
        shim: Any,
        ask: Callable[[tuple[int, ...]], Request],
        host: Mapping[str, int] = MappingProxyType({}),
        team: tuple[int, int] = (0, 0),
        *,
        slow: bool = False,
    ) -> None:
        for name in ("cpu.engine", "native.callback", "native.entry", "native.tables"):
            forks.load(f"filtergrad.{name}")
        from filtergrad.cpu.run import jit, pool, pool_system

        from . import callback, code, entry, tables

        if not slow and (reason := why_closed()):
            raise OSError(reason)
        self._words, self._ask = _count(shim), ask
        module = functools.partial(_module, shim)
        symbols = (*shim.SYMBOLS, *entry.SYMBOLS)
        binary = jit.assemble(
            ("door", shim.__name__), module, symbols, "", ""
        )  # any processor will do
        binary.loaded.keep()
        self.addresses = binary.addresses
        """Of the functions that the host calls, by name, and of ``call``."""
        self._tables = tables.Tables(binary.addresses)
        self._texts: Recent[bytes, Any] = Recent(_TEXTS)
        late = ctypes.create_string_buffer(_LATE)
        libc = ctypes.CDLL(None)
        words = {
            code.ASK: callback.callback(self._new, 2, ctypes.addressof(late)),
            code.TEAM: pool.team(),
            code.REFRESH: callback.callback(pool.team, 0),
            code.ALLOCATE: pool_system.address_of(libc.aligned_alloc),
            code.FREE: pool_system.address_of(libc.free),
            code.SHARE: team[0],
            code.SHARERS: team[1],
            code.FULL: pool_system.address_of(ctypes.c_char_p(_FULL)),
        }
        for index, called in enumerate(shim.CALLS):
            words[code.HOST + 8 * index] = host[called]
        for offset, value in words.items():
            pool_system.word(binary.addresses["door"], offset).value = value
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

    def _new(self, words: int, record: int) -> int:
        """Answer a call that was not seen before: 0, or the address of what is wrong."""
        try:
            from . import tables

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
    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu.run import pool

    if sys.platform != "linux" or not pool.sleeps_alone():
        return "native doors need Linux, whose threads sleep and wake without Python"
    if knobs.current().debug:
        return "FILTERGRAD_DEBUG asks for lines that only Python prints"
    return ""


def callback(python: Callable[..., int | None], arguments: int) -> int:
    """The address by which native code may call Python at any time.

    Also while Python ends, which waits for the calls that are inside. Later ones return 0 at once,
    as do those for which Python's stack is too full. The end is told of here, so that it comes
    before that of the hosts that are imported by now.
    """
    from . import callback

    atexit.register(callback.end)
    return callback.callback(python, arguments)


def _count(shim: Any) -> int:
    return shim.WORDS if isinstance(shim.WORDS, int) else len(shim.WORDS)


def _module(shim: Any) -> Any:
    from . import entry

    built = entry.module(shim.__name__, _count(shim))
    shim.emit(built)
    return built


def _entry(key: tuple[int, ...], request: Request, addresses: Mapping[str, int]) -> Entry:
    """A call's words and its record, and the kernel whose addresses are in that."""
    from filtergrad.cpu.run.kernel import Kernel

    from . import code, tables

    gradient, x_strides, dy_strides, dw_strides = request
    problem = gradient.problem
    shape = r, s, c, k = problem.filter_shape
    size = numpy_dtype(problem.dtype).itemsize
    words = dict.fromkeys(code.RECORD, 0)
    if problem.empty:
        words["zeros"] = math.prod(shape) * size
        return tables.Entry.of(key, words.values(), None)
    ready = gradient.ready(x_strides, dy_strides)
    kernel = ready.kernel
    assert isinstance(kernel, Kernel)  # no other engine has a door
    words |= kernel.record(ready.x_steps, ready.dy_steps)
    dense = (s * c * k, c * k, k, 1)
    if any(
        wanted != own and length > 1
        for wanted, own, length in zip(dw_strides or dense, dense, shape, strict=True)
    ):
        words["place"], words["size"] = addresses[f"place_{size}"], math.prod(shape) * size
        words |= dict(zip(("taps", "c", "k"), (r * s, c, k), strict=True))
        to_r, to_s, to_c, to_k = dw_strides or dense
        words |= {"to_tap": to_s if s > 1 else to_r, "to_c": to_c, "to_k": to_k}
    return tables.Entry.of(key, words.values(), kernel)
