"""The slow way from XLA: the FFI handler as a Python function, for where no native door opens.

In: an XLA_FFI_CallFrame. Out: dW in XLA's buffer, without a copy of x and dy. Floor 7. Offsets are
those of `cpu.doors.jax`. `jax.pure_callback` would copy, takes ten times as long, and can wait for
ever on the arrays that it is given (https://github.com/jax-ml/jax/issues/24255).
"""

from __future__ import annotations

import ctypes
import functools
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from filtergrad.arrays import DTYPES, numpy_dtype

from .case import request

WORDS, DTYPE, GROUPS = 22, 8, 20
_FLOATS = {"float16": 10, "bfloat16": 16, "float32": 11, "float64": 12}  # XLA_FFI_DataType
_asked = functools.lru_cache(maxsize=4096)(request)


def _word(address: int) -> int:
    return ctypes.c_int64.from_address(address).value


def _number(address: int) -> int:
    return ctypes.c_int32.from_address(address).value


def _must(condition: bool, text: str) -> None:
    if not condition:
        raise ValueError(f"filtergrad: {text}")


def _items(count_at: int, types_at: int, things_at: int, count: int) -> list[int]:
    """What a table of a frame points to: so many buffers or arrays, none of them null."""
    text = "XLA passes two arrays, one result and one attribute, or this is not our call"
    types, things = _word(types_at), _word(things_at)
    _must(_word(count_at) == count and bool(types and things), text)
    found = [_word(things + 8 * at) for at in range(count)]
    _must(all(found) and all(_number(types + 4 * at) == 1 for at in range(count)), text)
    return found


def _described(frame: int) -> ctypes.Array[ctypes.c_int64]:
    """The words of the attribute."""
    _must(_word(frame) >= 168, "XLA's frame is a shorter one")
    (array,) = _items(frame + 136, frame + 144, frame + 160, 1)
    text = f"the attribute of a call is an array of {WORDS} int64"
    _must(_number(array) == 5 and _word(array + 8) == WORDS and bool(_word(array + 16)), text)
    words = (ctypes.c_int64 * WORDS).from_address(_word(array + 16))
    _must(0 <= words[DTYPE] < len(DTYPES), "a call is for one of four dtypes")
    return words


class _Buffer:
    """An XLA_FFI_Buffer of arrays, one after the other."""

    def __init__(self, address: int, dtype: str) -> None:
        _must(_word(address) >= 48, "XLA's arrays are others")
        of = _number(address + 16)
        _must(of == _FLOATS[dtype], "the arrays are of another dtype than the call")
        _must(_word(address + 32) == 5, "the arrays have five axes")
        dims, data = _word(address + 40), _word(address + 24)
        _must(dims != 0, "the arrays have no shape")
        self.count, *self.shape = (_word(dims + 8 * axis) for axis in range(5))
        self.dtype, self.elements = numpy_dtype(dtype), math.prod(self.shape)
        self.size = self.elements * self.dtype.itemsize
        _must(data != 0 or self.count * self.size == 0, "the arrays have no memory")
        span = ctypes.c_char * (self.count * self.size)
        self.memory = memoryview(span.from_address(data) if data else span()).cast("B")

    def array(
        self, number: int, shape: Sequence[int], steps: Sequence[int]
    ) -> npt.NDArray[np.generic]:
        """One of the arrays, or the only one; strides in bytes."""
        # By its memory: what NumPy calls `data` cannot be had of bfloat16.
        return np.ndarray(shape, self.dtype, self.memory, number % self.count * self.size, steps)


def _execute(frame: int) -> None:
    words = _described(frame)
    dtype = DTYPES[words[DTYPE]]
    arguments = _items(frame + 56, frame + 64, frame + 72, 2)
    results = _items(frame + 96, frame + 104, frame + 112, 1)
    x, dy, out = (_Buffer(address, dtype) for address in arguments + results)
    samples = all(array.count in (1, out.count) for array in (x, dy))
    _must(samples, "x, dy and dW are of different numbers of samples")
    gradient, x_steps, dy_steps, steps = _asked((*x.shape, *dy.shape, *words[8:]))
    problem = gradient.problem
    fits = out.elements == math.prod(problem.filter_shape)
    _must(fits, "the result has another size than the filter")
    to = [step * out.dtype.itemsize for step in steps or ()]
    for b in range(out.count):
        out.array(b, problem.filter_shape, to)[...] = gradient(
            x.array(b, problem.input_shape, x_steps),
            dy.array(b, problem.out_backprop_shape, dy_steps),
        )


def _handle(frame: int) -> int:
    """What XLA calls: 0, or its own object for an error."""
    api, extension = _word(frame + 16), _word(frame + 8)
    if extension and _number(extension + 8) == 1:
        version = _word(api + 32) if api else 1 << 32
        ctypes.c_int64.from_address(_word(extension + 24) + 24).value = version
        ctypes.c_int32.from_address(_word(extension + 24) + 32).value = 0
        return 0
    if _number(frame + 32) != 3:  # not `execute`
        return 0
    try:
        _execute(frame)
    except BaseException as error:  # an interrupt, too: ctypes would print it, and dW were garbage
        text = ctypes.create_string_buffer((str(error) or type(error).__name__).encode())
        given = (ctypes.c_int64 * 4)(28, 0, ctypes.addressof(text), 3)
        create = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_void_p)(_word(api + 48))
        return int(create(ctypes.addressof(given)))
    return 0


HANDLER = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_size_t)(_handle)
ADDRESS = ctypes.cast(HANDLER, ctypes.c_void_p).value or 0
