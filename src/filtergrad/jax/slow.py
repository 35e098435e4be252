"""The slow way from XLA: what computes is a Python function, for where no native door opens.

In: an XLA_FFI_CallFrame that `cpu.doors.jax` found in order; the offsets are from there. Out: dW in
XLA's buffer, without a copy of x and dy. `jax.pure_callback` would copy, takes ten times
as long, and can wait for ever on the arrays that it is given
(https://github.com/jax-ml/jax/issues/24255).
"""

from __future__ import annotations

import ctypes
import functools
import math
from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from filtergrad.arrays import DTYPES, numpy_dtype

from .geometry import request

WORDS, DTYPE = 22, 8
_asked = functools.lru_cache(maxsize=4096)(request)
_texts: deque[Any] = deque(maxlen=1024)  # the last ones: XLA reads them when we have returned


def _word(address: int) -> int:
    return ctypes.c_int64.from_address(address).value


class _Buffer:
    """An XLA_FFI_Buffer of arrays, one after the other."""

    def __init__(self, address: int, dtype: np.dtype[np.generic]) -> None:
        rank, dims, data = (_word(address + at) for at in (32, 40, 24))
        self.count, *self.shape = (_word(dims + 8 * axis) for axis in range(rank))
        self.dtype, self.size = dtype, math.prod(self.shape) * dtype.itemsize
        span = ctypes.c_char * (self.count * self.size)
        # Of an empty array XLA may have no address.
        self.memory = memoryview(span.from_address(data) if data else span()).cast("B")

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


def handle(frame: int, answer: int) -> None:
    """Compute, and write what is wrong where a text says that this was never called."""
    try:
        _execute(frame)
        wrong = 0
    except BaseException as error:  # an interrupt, too: nobody above could catch it
        text = (str(error) or type(error).__name__).encode()
        told = ctypes.create_string_buffer(text)
        _texts.append(told)
        wrong = ctypes.addressof(told)
    ctypes.c_int64.from_address(answer).value = wrong
