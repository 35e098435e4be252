"""The slow way from XLA: the FFI handler as a Python function, for where no native door opens.

In: an XLA_FFI_CallFrame. Out: dW in XLA's buffer, without a copy of x and dy. Floor 7. Offsets are
those of `cpu.doors.jax`. `jax.pure_callback` would copy, takes ten times as long, and can wait for
ever on the arrays that it is given (https://github.com/jax-ml/jax/issues/24255).
"""

from __future__ import annotations

import ctypes
import math

import numpy as np
import numpy.typing as npt

from filtergrad.arrays import DTYPES, numpy_dtype

from .case import request

WORDS, DTYPE = 22, 8


def _word(address: int) -> int:
    return ctypes.c_int64.from_address(address).value


def _array(buffer: int, dtype: np.dtype[np.generic]) -> npt.NDArray[np.generic]:
    """An XLA_FFI_Buffer as an array."""
    rank, dims = _word(buffer + 32), _word(buffer + 40)
    shape = [_word(dims + 8 * axis) for axis in range(rank)]
    memory = (ctypes.c_char * (math.prod(shape) * dtype.itemsize)).from_address(_word(buffer + 24))
    return np.frombuffer(memory, dtype).reshape(shape)


def _execute(frame: int) -> None:
    words = (ctypes.c_int64 * WORDS).from_address(_word(_word(_word(frame + 160)) + 16))
    dtype = numpy_dtype(DTYPES[words[DTYPE]])
    arguments, results = _word(frame + 72), _word(frame + 112)
    x, dy = (_array(_word(arguments + 8 * at), dtype) for at in range(2))
    out = _array(_word(results), dtype)
    asked = request((*x.shape[1:], *dy.shape[1:], *words[8:]))
    shape = asked.gradient.problem.filter_shape
    for b, to in enumerate(out):
        one, other = (
            np.ndarray(sizes, dtype, array[b % len(array)].data, 0, steps)
            for sizes, array, steps in (
                (asked.gradient.problem.input_shape, x, asked.x_strides),
                (asked.gradient.problem.out_backprop_shape, dy, asked.dy_strides),
            )
        )
        steps = [step * dtype.itemsize for step in asked.dw_strides or ()]
        np.ndarray(shape, dtype, to.data, 0, steps)[...] = asked.gradient(one, other)


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
