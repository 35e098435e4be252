"""Doors: what a host's native call needs of Python, and only when a shape is new.

In: a host's shim, and a function that turns a call's words into a `Request`. Out: addresses of
machine code that the host calls from then on. The machine code is written by `entry` and by the
shim; it reads the tables of `tables`.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from filtergrad import forks, knobs, summary, system
from filtergrad.arrays import numpy_dtype
from filtergrad.gradient import Gradient
from filtergrad.recent import Recent

from .words import Words

if TYPE_CHECKING:
    from llvmlite import ir

    from .tables import Entry

_FULL = b"filtergrad: no memory for the workspace"
_LATE = b"filtergrad: this shape is new, and Python ends, or is at the limit of its recursion"
_TEXTS = 1024  # how many texts are kept, for hosts that may still be reading them


class Shim(Protocol):
    """A host's module of that name: the machine code between the host's calls and ours."""

    @property
    def __name__(self) -> str: ...

    @property
    def WORDS(self) -> Words:  # noqa: N802 - a module's constant, as all that follow
        """The layout of the words by which calls are known."""

    @property
    def SYMBOLS(self) -> tuple[str, ...]:  # noqa: N802
        """The names of the functions that the host calls."""

    @property
    def CALLS(self) -> tuple[str, ...]:  # noqa: N802
        """The names of the host's functions that the shim calls."""

    def emit(self, built: ir.Module, /) -> None:
        """Write the shim's functions into a module that has ours."""


class Request(NamedTuple):
    """What a call of a host asks for.

    Parameters
    ----------
    gradient
        The gradient, from `api.gradient`, so that every check has been made.
    x_strides, dy_strides
        The strides, in bytes, of what the host hands over, in the order of the problem's data
        format.
    dw_strides
        Where the host wants the elements of dW: strides in elements for r, s, c, k (dW's own are
        ``(s*c*k, c*k, k, 1)``; those of r and s must be one stride along all taps). None is dense.
    """

    gradient: Gradient
    x_strides: tuple[int, ...]
    dy_strides: tuple[int, ...]
    dw_strides: tuple[int, int, int, int] | None = None

    @property
    def exchanged(self) -> Request | None:
        """The same with x and dy in each other's place, where that gives dW as it is wanted."""
        other, (_, _, c, k) = self.gradient.exchanged, self.gradient.problem.filter_shape
        # With a single channel both orders are the same memory, and nothing would be moved.
        if other is None or 1 in (c, k) or self.dw_strides is None or self.dw_strides[2:] != (1, c):
            return None
        return Request(other, self.dy_strides, self.x_strides)


class Door:
    """One host's native way in, open until the process ends: hosts keep addresses.

    Parameters
    ----------
    shim
        The host's module of that name.
    ask
        Turns the words of a call that was not seen before into a `Request`. What it raises reaches
        the host as text.
    host
        The addresses of the host's functions that the door calls, by the names in its ``CALLS``.
    team
        Addresses of the host's ``parallel_for`` and ``get_num_threads``, for a host whose own team
        does the work; by default our pool does.
    slow
        Whether Python does the work of this host, so that the shim never calls `call`.

    Raises
    ------
    OSError
        If native code cannot run alone here (see `why_closed`), and would have to.
    """

    def __init__(
        self,
        shim: Shim,
        ask: Callable[[tuple[int, ...]], Request],
        host: Mapping[str, int] = MappingProxyType({}),
        team: tuple[int, int] = (0, 0),
        *,
        slow: bool = False,
    ) -> None:
        for name in (
            "cpu.engine",
            "native.callback",
            "native.entry",
            "native.tables",
            "native.watch",
        ):
            forks.load(f"filtergrad.{name}")
        from filtergrad.cpu.run import jit, pool, pool_system

        from . import callback, code, entry, tables, watch

        if not slow and (reason := why_closed()):
            raise OSError(reason)
        self._words, self._ask = len(shim.WORDS), ask
        # Whose calls are counted, if anybody wants to know.
        package = shim.__name__.split(".")[1:2] if knobs.current().summary else []
        self._watched = watch.HOSTS.get("".join(package), "")
        module = functools.partial(_module, shim, bool(self._watched))
        symbols = (*shim.SYMBOLS, *entry.SYMBOLS)
        # No processor is named: the code is the same for all.
        binary = jit.assemble(("door", shim.__name__, self._watched), module, symbols, "", "")
        binary.loaded.keep()
        self.addresses = binary.addresses
        """The addresses of the shim's functions, by name, and of those of `entry`."""
        self._tables = tables.Tables(binary.addresses)
        self._texts: Recent[bytes, ctypes.Array[ctypes.c_char]] = Recent(_TEXTS)
        late = ctypes.create_string_buffer(_LATE)
        libc = ctypes.CDLL(None)
        filled = {
            code.ASK: callback.callback(self._new, 2, ctypes.addressof(late)),
            code.TEAM: pool.team(),
            code.REFRESH: callback.callback(pool.team, 0),
            code.ALLOCATE: pool_system.address_of(libc.aligned_alloc),
            code.FREE: pool_system.address_of(libc.free),
            code.PARALLEL_FOR: team[0],
            code.GET_NUM_THREADS: team[1],
            code.CLOCK: pool_system.address_of(libc.clock_gettime),
            code.FULL: pool_system.address_of(ctypes.c_char_p(_FULL)),
        }
        for index, called in enumerate(shim.CALLS):
            filled[code.HOST + 8 * index] = host[called]
        for offset, value in filled.items():
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
        """Forget all calls: each asks again."""
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
        """The address of the record of calls of these words, which the first of them has made."""
        before = self._tables.get(key)
        if before is not None and not before.outgrown:
            return self._tables.put(key, before).record
        start = time.perf_counter()
        try:
            if before is not None and before.kernel is not None:
                before.kernel.settled()
            request = self._ask(key)
            entry = _entry(key, request, self.addresses)
        except MemoryError:
            self.forget()
            request = self._ask(key)
            entry = _entry(key, request, self.addresses)
        entry = (self._tables.exchange if before else self._tables.put)(key, entry)
        if self._watched:
            seconds = time.perf_counter() - start
            summary.guarded(lambda: _watch(self._watched, request, entry, seconds))
        return entry.record


def _watch(host: str, request: Request, entry: Entry, seconds: float) -> None:
    """Let the summary know of an entry and its calls."""
    from . import watch

    gradient, how = request.gradient, "empty"
    if not gradient.problem.empty:
        gradient, x_strides, dy_strides, _ = request.exchanged or request
        kernel = gradient.ready(x_strides, dy_strides).kernel
        how = gradient.engine.summary(kernel.plan)
    watch.watch(host, summary.layer(request.gradient.problem), how, entry, seconds)


def state(reason: str, otherwise: str = "python") -> str:
    """How a host's calls arrive, as its `door_state` says it.

    Parameters
    ----------
    reason
        Why the host's native door is closed; empty where it is open.
    otherwise
        Who computes then.

    Returns
    -------
    str
        ``"native"``, or who computes instead and why.
    """
    return f"{otherwise}: {reason}" if reason else "native"


def why_closed() -> str:
    """Why no door opens in this process; empty where they do."""
    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu.run import pool

    if not system.LINUX or not pool.sleeps_alone():
        return "native doors need Linux, whose threads sleep and wake without Python"
    if knobs.current().debug:
        return "FILTERGRAD_DEBUG asks for lines that only Python prints"
    return ""


def callback(python: Callable[..., int | None], arguments: int) -> int:
    """The address by which native code may call Python at any time.

    Native code may call it while Python ends, too: Python waits for the calls that are inside, and
    later ones return 0 at once, as do those for which Python's stack is too full. The function that
    waits is registered here, so that it runs before those of the hosts that are imported by now.
    """
    forks.load("filtergrad.native.callback")
    from . import callback

    atexit.register(callback.end)
    return callback.callback(python, arguments)


def _module(shim: Shim, watched: bool) -> ir.Module:
    """Build the module of a door: what all doors have, and the shim."""
    from . import entry

    built = entry.module(shim.__name__, len(shim.WORDS), watched=watched)
    shim.emit(built)
    return built


def _entry(key: tuple[int, ...], request: Request, addresses: Mapping[str, int]) -> Entry:
    """Make the entry of a call: its words, its record, and the kernel that the record points to."""
    from filtergrad.cpu.run.kernel import Kernel

    from . import tables

    exchanged = request.exchanged
    gradient, x_strides, dy_strides, dw_strides = exchanged or request
    problem = gradient.problem
    shape = r, s, c, k = problem.filter_shape
    size = numpy_dtype(problem.dtype).itemsize
    if problem.empty:
        return tables.Entry.of(key, {"zeros": math.prod(shape) * size}, None)
    ready = gradient.ready(x_strides, dy_strides)
    kernel = ready.kernel
    assert isinstance(kernel, Kernel)  # no other engine has a door
    left, code = kernel.calls_left, kernel.code
    record = code.record(ready.x_steps, ready.dy_steps)
    record |= {"left": left, "exchanged": int(exchanged is not None)}
    dense = (s * c * k, c * k, k, 1)
    if any(
        wanted != own and length > 1
        for wanted, own, length in zip(dw_strides or dense, dense, shape, strict=True)
    ):
        to_r, to_s, to_c, to_k = dw_strides or dense
        record |= {"place": addresses[f"place_{size}"], "size": math.prod(shape) * size}
        record |= {"taps": r * s, "c": c, "k": k}
        record |= {"to_tap": to_s if s > 1 else to_r, "to_c": to_c, "to_k": to_k}
    return tables.Entry.of(key, record, kernel, code)
