"""GPUs: what XLA calls there, a handler in Python that launches and never waits.

In: an XLA_FFI_CallFrame that `shim` found in order. Out: dW in XLA's buffer once XLA's stream is
there. The workspace is a second result of the call, which nobody reads: XLA knows its size when it
compiles, plans it with the program's memory, and keeps it for as long as a recorded graph may be
replayed. What XLA lends by XLA_FFI_DeviceMemory_Allocate goes back before that.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from filtergrad import devices, forks
from filtergrad.arrays import dense_strides, numpy_dtype
from filtergrad.recent import KERNELS, Recent, relief

from .frame import API, BUFFER, FRAME, MESSAGE, PLACE, WORDS
from .geometry import request
from .slow import answered, tables, word, words_of

if TYPE_CHECKING:
    from filtergrad.gpu.run.driver import Driver
    from filtergrad.gpu.run.kernel import Prepared

_ALIGNMENT = 16  # bytes: an address of so many zeros lets kernels copy as much at once
_ORDINAL_BYTES = 28  # of XLA_FFI_DeviceOrdinal_Get_Args, whose last field is of 4 bytes

_prepared: Recent[tuple[tuple[int, ...], str, tuple[bool, bool]], Prepared] = Recent(KERNELS)
relief.append(_prepared.forget)


def driver() -> Driver:
    """The GPUs' driver; a `RuntimeError` if there is none."""
    forks.load("filtergrad.gpu.run.driver")
    from filtergrad.gpu.run import driver

    return driver.driver()


def closed() -> str:
    """Why XLA computes on the GPUs here by itself; empty where our kernels do."""
    try:
        archs = {device.arch for device in driver().devices}
        for arch in archs:
            devices.engine(arch)
    except (RuntimeError, ValueError) as error:
        return str(error)
    return "" if archs else "there is no GPU"


def workspace(given: Sequence[int], batch: tuple[int, int] = (1, 1)) -> int:
    """Bytes of workspace that a call of these words takes, on whichever of the GPUs here.

    Where the words leave sizes open it is 0: such a call takes what it needs when it knows.

    Parameters
    ----------
    given
        The words.
    batch
        How many x and dy there are; -1 where that is open.

    Raises
    ------
    ImportError
        If a kernel must be compiled and Triton is not installed.
    """
    if min(WORDS.read(given, "x") + WORDS.read(given, "dy")) < 0:
        return 0
    aligned = _aligned(given, (0, 0), batch)
    archs = {device.arch for device in driver().devices}
    return max(launches(tuple(given), arch, aligned).workspace_bytes for arch in archs)


def can(given: Sequence[int]) -> bool:
    """Whether there is a way to the kernels of a call: they are at hand, or Triton is."""
    if closed():
        return False
    if find_spec("triton") is not None:
        return True
    try:
        workspace(given)
    except ImportError:
        return False
    return True


def launches(given: tuple[int, ...], arch: str, aligned: tuple[bool, bool]) -> Prepared:
    """What computes one dW of these words on a GPU of an architecture.

    The last argument says of x and dy whether all of them begin at multiples of 16 bytes.
    """
    key = given, arch, aligned
    if (found := _prepared[key]) is None:
        from filtergrad.gpu.run.call import Call

        gradient, x_steps, dy_steps, steps = request(given, arch)
        size = numpy_dtype(gradient.problem.dtype).itemsize
        dense = dense_strides(gradient.problem.filter_shape)
        to = tuple(size * step for step in steps or dense)
        call = gradient.remote(x_steps, dy_steps, False, (to, aligned))
        assert isinstance(call, Call)  # the GPUs' engine has no other
        found = _prepared.put(key, call.prepared)
    return found


def _aligned(
    given: Sequence[int], addresses: tuple[int, int], batch: tuple[int, int]
) -> tuple[bool, bool]:
    """Whether each x, and each dy, begins at a multiple of 16 bytes."""
    size = (2, 2, 4, 8)[WORDS.one(given, "dtype")]
    x, dy = (
        address % _ALIGNMENT == 0
        and (count == 1 or math.prod(WORDS.read(given, name)) * size % _ALIGNMENT == 0)
        for name, address, count in zip(("x", "dy"), addresses, batch, strict=True)
    )
    return x, dy


# ---- what XLA calls ----


class _Buffer(NamedTuple):
    """An XLA_FFI_Buffer in a GPU's memory."""

    address: int
    dims: tuple[int, ...]

    @classmethod
    def at(cls, address: int) -> _Buffer:
        rank, dims, data = (word(address + BUFFER.at(name)) for name in ("rank", "dims", "data"))
        return cls(data, tuple(word(dims + 8 * axis) for axis in range(rank)))

    def one(self, number: int, size: int) -> int:
        """The address of one of the arrays of some size, or of the only one."""
        return self.address + number % self.dims[0] * math.prod(self.dims[1:]) * size


def place(frame: int, address: int) -> tuple[int, int]:
    """The number of the GPU that works for a frame, in whose memory the address lies; its stream.

    Raises
    ------
    RuntimeError
        If XLA tells no stream.
    """
    stream = _told(frame, "stream", PLACE.bytes)
    if word(word(frame + FRAME.at("api"))) > API.at("device"):
        return _told(frame, "device", _ORDINAL_BYTES) & 0xFFFFFFFF, stream
    return driver().device_of(address), stream


def _told(frame: int, name: str, size: int) -> int:
    """What one of XLA's functions tells of the call, by its name in the table of functions."""
    api, context = (word(frame + FRAME.at(field)) for field in ("api", "context"))
    given = (ctypes.c_int64 * len(PLACE))(size, 0, context, 0)
    if error := _call(api, name, given):
        about = (ctypes.c_int64 * len(MESSAGE))(MESSAGE.bytes, 0, error, 0)
        _call(api, "error_message", about)
        text = ctypes.string_at(about[3]).decode(errors="replace")
        _call(api, "error_destroy", (ctypes.c_int64 * 3)(24, 0, error))
        raise RuntimeError(f"XLA tells no {name}: {text}")
    return given[3]


_Function = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)


def _call(api: int, name: str, given: ctypes.Array[ctypes.c_int64]) -> int:
    found: int | None = _Function(word(api + API.at(name)))(ctypes.addressof(given))
    return found or 0


def _execute(frame: int) -> None:
    """Launch what a call's frame asks for."""
    words, (arguments, results) = words_of(frame), tables(frame)
    x, dy, dw, lent = (
        _Buffer.at(word(at)) for at in (arguments, arguments + 8, results, results + 8)
    )
    # Sizes that the program leaves open are known by now.
    words[WORDS.part("x")], words[WORDS.part("dy")] = x.dims[1:], dy.dims[1:]
    number, stream = place(frame, x.address)
    counts, addresses = (x.dims[0], dy.dims[0]), (x.address, dy.address)
    arch, aligned = driver().arch(number), _aligned(words, addresses, counts)
    found = launches(tuple(words), arch, aligned)
    size = (2, 2, 4, 8)[WORDS.one(words, "dtype")]
    with _memory(lent, found.workspace_bytes, number, stream) as work:
        for b in range(dw.dims[0]):  # one after the other, so that they share the workspace
            found.launch(number, x.one(b, size), dy.one(b, size), dw.one(b, size), work, stream)


@contextlib.contextmanager
def _memory(lent: _Buffer, size: int, number: int, stream: int) -> Iterator[int]:
    """The address of a workspace: what XLA lends, unless the program was made for other GPUs."""
    if size <= math.prod(lent.dims):
        yield lent.address
        return
    address = driver().allocate(number, size, stream)
    try:
        yield address
    finally:
        driver().free(number, address, stream)


def _ahead(frame: int) -> None:
    """Compile what a call will need, if the program leaves no size open."""
    workspace(words_of(frame))


launch, ahead = answered(_execute), answered(_ahead)
"""The handlers of the stages in which XLA executes, and in which it makes a program."""
