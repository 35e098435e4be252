"""GPUs: what XLA calls there, a handler in Python that launches and never waits.

In: the numbers of a call, which machine code (`gpu_shim`) has read in XLA's frame. Out: dW in XLA's
buffer once XLA's stream is there. The workspace is a second result of the call, which nobody reads:
XLA knows its size when it compiles, plans it with the program's memory, and keeps it for as long as
a recorded graph may be replayed. What XLA_FFI_DeviceMemory_Allocate lends goes back before that.
"""

from __future__ import annotations

import ctypes
import functools
import math
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from filtergrad import devices, forks, knobs, summary
from filtergrad.arrays import DTYPES, dense_strides, numpy_dtype
from filtergrad.dtypes import SIZES
from filtergrad.recent import KERNELS, Recent, relief

from .frame import API, LAUNCH, MESSAGE, WORDS
from .geometry import channels, request
from .slow import answered, word, words_of

if TYPE_CHECKING:
    from filtergrad.gpu.run.driver import Driver
    from filtergrad.gpu.run.kernel import Prepared

_ALIGNMENT = 16  # bytes: an address of so many zeros lets kernels copy as much at once

_prepared: Recent[tuple[tuple[int, ...], str, tuple[bool, bool]], Prepared] = Recent(KERNELS)
relief.append(_prepared.forget)


@functools.cache
def _module() -> Any:
    """The module of the driver, which is imported when a GPU is asked about first."""
    forks.load("filtergrad.gpu.run.driver")
    from filtergrad.gpu.run import driver

    return driver


def driver() -> Driver:
    """The GPUs' driver; a `RuntimeError` if there is none."""
    found: Driver = _module().driver()
    return found


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
    x, dy, _ = _sizes(tuple(given))
    return (
        (addresses[0] | (0 if batch[0] == 1 else x)) % _ALIGNMENT == 0,
        (addresses[1] | (0 if batch[1] == 1 else dy)) % _ALIGNMENT == 0,
    )


@functools.lru_cache(KERNELS)
def _sizes(given: tuple[int, ...]) -> tuple[int, int, int]:
    """Bytes of one x, of one dy and of one dW."""
    size = SIZES[DTYPES[WORDS.one(given, "dtype")]]
    x, dy = WORDS.read(given, "x"), WORDS.read(given, "dy")
    c, k = channels(given)
    taps = math.prod(WORDS.read(given, "taps"))
    filters = taps * x[c] // WORDS.one(given, "groups") * dy[k]
    return math.prod(x) * size, math.prod(dy) * size, filters * size


# ---- what XLA calls ----

_WORDS, _REST = LAUNCH.part("words"), slice(LAUNCH.index("addresses"), None)
_Told = ctypes.c_int64 * len(LAUNCH)


def _execute(at: int) -> None:
    """Launch what a call asks for, whose numbers are those of `frame.LAUNCH`."""
    told = _Told.from_address(at)
    words = tuple(told[_WORDS])
    x, dy, dw, work, xs, dys, dws, lent, stream, number, api, error = told[_REST]
    if error:
        raise RuntimeError(f"XLA tells no stream or no device: {_text(api, error)}")
    if number < 0:  # an older table of functions, which tells none
        number = driver().device_of(x)
    arch, aligned = driver().arch(number), _aligned(words, (x, dy), (xs, dys))
    found, size = launches(words, arch, aligned), _sizes(words)
    x_size, dy_size = (one if count > 1 else 0 for one, count in zip(size, (xs, dys), strict=False))
    # A program that was made for other GPUs, or with sizes left open, may lend too little.
    own = found.workspace_bytes if found.workspace_bytes > lent else 0
    work = driver().allocate(number, own, stream) if own else work
    try:
        for b in range(dws):  # one after the other, so that they share the workspace
            places = x + b * x_size, dy + b * dy_size, dw + b * size[2]
            found.launch(number, *places, work, stream)
    finally:
        if own:
            driver().free(number, work, stream)


def _text(api: int, error: int) -> str:
    """The text of an error of XLA's, which is destroyed."""
    about = (ctypes.c_int64 * len(MESSAGE))(MESSAGE.bytes, 0, error, 0)
    _call(api, "error_message", about)
    text = ctypes.string_at(about[3]).decode(errors="replace")
    _call(api, "error_destroy", (ctypes.c_int64 * 3)(24, 0, error))
    return text


_Function = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)


def _call(api: int, name: str, given: ctypes.Array[ctypes.c_int64]) -> None:
    _Function(word(api + API.at(name)))(ctypes.addressof(given))


def _ahead(frame: int) -> None:
    """Compile what a call will need, if the program leaves no size open."""
    workspace(words_of(frame))


def _counted(at: int) -> None:
    """Launch what a call asks for, and count it: nobody waits for the end."""
    _execute(at)

    def count() -> None:
        told = _Told.from_address(at)
        text = summary.layer(request(tuple(told[_WORDS])).gradient.problem)
        for _ in range(told[LAUNCH.index("counts", 2)]):
            summary.count("JAX", f"{text} on a GPU", "the GPU's kernel")

    summary.guarded(count)


launch = answered(_counted if knobs.current().summary else _execute)
ahead = answered(_ahead)
"""The handlers of the stages in which XLA executes, and in which it makes a program."""
