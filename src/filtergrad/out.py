"""What can be wrong with ``out``, found before a number is written.

In: the problem, the user's ``out`` and the operands that are read. Out: its memory, or an error.
"""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np

from filtergrad import devices
from filtergrad.arrays import HERE, Operand, numpy_dtype, operand
from filtergrad.dtypes import SIZES
from filtergrad.problem import Problem


def check(problem: Problem, out: Any, x: Operand, dy: Operand) -> Operand:
    """Refuse an ``out`` that cannot take the result; return its memory.

    Raises
    ------
    TypeError
        If it is no array, or of another dtype.
    ValueError
        If it lies elsewhere, has another shape, cannot be written to, or overlaps an input.
    """
    if x.device == HERE:
        if not isinstance(out, np.ndarray):
            raise TypeError(f"out must be a numpy array, not {type(out).__name__}")
        dtype = numpy_dtype(problem.dtype)
        if out.dtype != dtype:
            raise TypeError(f"out is {out.dtype}, but the result is {dtype}")
    target = devices.located(operand(out, "out"))
    if target.device != x.device:
        raise ValueError(
            f"input is on {x.device} but out is on {target.device}; move one of them, "
            "nothing is moved silently"
        )
    if target.dtype != problem.dtype:
        raise TypeError(f"out is {target.dtype}, but the result is {problem.dtype}")
    if target.shape != problem.filter_shape:
        raise ValueError(
            f"out has shape {list(target.shape)}, but filter_sizes is {list(problem.filter_shape)}"
        )
    if not target.writable:
        raise ValueError("out is read-only")
    steps = zip(target.strides, target.shape, strict=True)
    if 0 not in target.shape and any(stride == 0 and size > 1 for stride, size in steps):
        raise ValueError("out has several elements in the same place (a stride of 0)")
    for array, label in ((x, "input"), (dy, "out_backprop")):
        if _overlap(target, array):
            raise ValueError(
                f"out overlaps {label}, which is read while out is written; pass a copy"
            )
    return target


def _overlap(out: Operand, array: Operand) -> bool:
    """Whether two arrays share a byte.

    Exact where that is cheap to tell, and on the safe side where it is not.
    """
    low, high = _bounds(out)
    first, last = _bounds(array)
    if 0 in array.shape or 0 in out.shape or last <= low or high <= first:
        return False
    if isinstance(array.owner, np.ndarray):
        with contextlib.suppress(np.exceptions.TooHardError):
            return np.shares_memory(out.owner, array.owner, max_work=10_000)  # type: ignore[arg-type]
    return True


def _bounds(array: Operand) -> tuple[int, int]:
    """The first byte of an array and the one behind its last."""
    low, high = span(array.shape, array.strides, array.dtype)
    return array.address + low, array.address + high


def span(shape: tuple[int, ...], strides: tuple[int, ...], dtype: str) -> tuple[int, int]:
    """The first byte and the one behind the last, counted from the first element."""
    steps = [(size - 1) * stride for size, stride in zip(shape, strides, strict=True)]
    return sum(min(step, 0) for step in steps), sum(max(step, 0) for step in steps) + SIZES[dtype]
