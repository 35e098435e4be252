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

WORDS, DTYPE = 22, 8
_asked = functools.lru_cache(maxsize=4096)(request)


def _word(address: int) -> int:
    return ctypes.c_int64.from_address(address).value


class _Buffer:
    """An XLA_FFI_Buffer of arrays, one after the other."""

    def __init__(self, address: int, dtype: np.dtype[np.generic]) -> None:
        rank, dims = _word(address + 32), _word(address + 40)
        self.count, *self.shape = (_word(dims + 8 * axis) for axis in range(rank))
        self.dtype, self.size = dtype, math.prod(self.shape) * dtype.itemsize
        span = ctypes.c_char * (self.count * self.size)
        self.memory = memoryview(span.from_address(_word(address + 24))).cast("B")

    def array(
        self, number: int, shape: Sequence[int], steps: Sequence[int]
    ) -> npt.NDArray[np.generic]:
        """One of the arrays, or the only one; strides in bytes."""
        # By its memory: what NumPy calls `data` cannot be had of bfloat16.
        return np.ndarray(shape, self.dtype, self.memory, number % self.count * self.size, steps)


def _execute(frame: int) -> None:
    words = (ctypes.c_int64 * WORDS).from_address(_word(_word(_word(frame + 160)) + 16))
    dtype = numpy_dtype(DTYPES[words[DTYPE]])
    arguments, results = _word(frame + 72), _word(frame + 112)
    x, dy, out = (
        _Buffer(address, dtype)
        for address in (_word(arguments), _word(arguments + 8), _word(results))
    )
    gradient, x_steps, dy_steps, steps = _asked((*x.shape, *dy.shape, *words[8:]))
    problem = gradient.problem
    to = [step * dtype.itemsize for step in steps or ()]
    for b in range(out.count):
        out.array(b, problem.filter_shape, to)[...] = gradient(
            x.array(b, problem.input_shape, x_steps),
            dy.array(b, problem.out_backprop_shape, dy_steps),
        )


def _handle(frame: int) -> int:
    """What XLA calls: 0, or its own object for an error."""
    api, extension = _word(frame + 16), _word(frame + 8)
    if extension:
        ctypes.c_int64.from_address(_word(extension + 24) + 24).value = _word(api + 32)
        return 0
    if ctypes.c_int32.from_address(frame + 32).value != 3:  # not `execute`
        return 0
    try:
        _execute(frame)
    except Exception as error:
        text = ctypes.create_string_buffer(str(error).encode())
        given = (ctypes.c_int64 * 4)(28, 0, ctypes.addressof(text), 3)
        create = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_void_p)(_word(api + 48))
        return int(create(ctypes.addressof(given)))
    return 0


HANDLER = ctypes.CFUNCTYPE(ctypes.c_size_t, ctypes.c_size_t)(_handle)
ADDRESS = ctypes.cast(HANDLER, ctypes.c_void_p).value or 0
