"""The handler of last resort, in Python: for where the native door does not open.

In: an XLA_FFI_CallFrame that `shim` found in order. Out: dW in XLA's buffer, without a copy of x
and dy. `jax.pure_callback` would copy them, takes ten times as long, and can wait for ever on the
arrays that it is given (https://github.com/jax-ml/jax/issues/24255).
"""

from __future__ import annotations

import ctypes
import functools
import math
from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from filtergrad.arrays import DTYPES, numpy_dtype

from .frame import ARRAY, BUFFER, FRAME, WORDS
from .geometry import request

_asked = functools.lru_cache(maxsize=4096)(request)
# The last texts that were handed out: XLA reads them when we have returned.
_texts: deque[ctypes.Array[ctypes.c_char]] = deque(maxlen=1024)


def word(address: int) -> int:
    """The word at an address."""
    return ctypes.c_int64.from_address(address).value


def words_of(frame: int) -> list[int]:
    """The words of a call."""
    attribute = word(word(frame + FRAME.at("attributes")))
    return [*(ctypes.c_int64 * len(WORDS)).from_address(word(attribute + ARRAY.at("data")))]


def tables(frame: int) -> tuple[int, int]:
    """Where the addresses of the arguments lie, and those of the results."""
    return word(frame + FRAME.at("arguments")), word(frame + FRAME.at("results"))


class _Buffer:
    """An XLA_FFI_Buffer, whose first axis counts arrays that lie one after the other."""

    def __init__(self, address: int, dtype: np.dtype[np.generic]) -> None:
        rank, dims, data = (word(address + BUFFER.at(name)) for name in ("rank", "dims", "data"))
        self.count, *self.shape = (word(dims + 8 * axis) for axis in range(rank))
        self.dtype, self.size = dtype, math.prod(self.shape) * dtype.itemsize
        span = ctypes.c_char * (self.count * self.size)
        # XLA may have no address for an empty array.
        self.memory = memoryview(span.from_address(data) if data else span()).cast("B")

    def array(
        self, number: int, shape: Sequence[int], steps: Sequence[int]
    ) -> npt.NDArray[np.generic]:
        """One of the arrays, or the only one; ``steps`` are its strides in bytes."""
        # Made from `memory`, because NumPy has no `data` for arrays of bfloat16.
        return np.ndarray(shape, self.dtype, self.memory, number % self.count * self.size, steps)


def _execute(frame: int) -> None:
    """Compute what a call's frame asks for."""
    words, (arguments, results) = words_of(frame), tables(frame)
    dtype = numpy_dtype(DTYPES[WORDS.one(words, "dtype")])
    x, dy, out = (
        _Buffer(address, dtype) for address in (word(arguments), word(arguments + 8), word(results))
    )
    # Sizes that the program leaves open are known by now.
    words[WORDS.part("x")], words[WORDS.part("dy")] = x.shape, dy.shape
    gradient, x_steps, dy_steps, steps = _asked(tuple(words))
    problem = gradient.problem
    to = [step * dtype.itemsize for step in steps or ()]
    for b in range(out.count):
        out.array(b, problem.filter_shape, to)[...] = gradient(
            x.array(b, problem.input_shape, x_steps),
            dy.array(b, problem.out_backprop_shape, dy_steps),
        )


def answered(work: Callable[[int], None]) -> Callable[[int, int], None]:
    """A handler of what `work` does with a frame.

    It writes 0, or the address of what is wrong, where its second argument points. Until then a
    text lies there, which says that the handler was never called.
    """

    def handle(frame: int, answer: int) -> None:
        try:
            work(frame)
            wrong = 0
        except BaseException as error:  # an interrupt, too: nobody above could catch it
            text = (str(error) or type(error).__name__).encode()
            told = ctypes.create_string_buffer(text)
            _texts.append(told)
            wrong = ctypes.addressof(told)
        ctypes.c_int64.from_address(answer).value = wrong

    return handle


handle = answered(_execute)
"""Compute what a call's frame asks for."""
