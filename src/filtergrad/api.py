"""The public calls: check, look the kernel up, run it. Floor 6.

In: the user's arrays and TensorFlow's arguments. Out: dW. Everything that can be wrong is found here or in `Problem`
before any number is computed, so that nothing is half written when an error is raised.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from filtergrad import knobs
from filtergrad.arrays import Ints, Operand, numpy_dtype, operand
from filtergrad.errors import InvalidArgumentError
from filtergrad.problem import Problem

# The engine is imported where it is used: LLVM and the rest of it would double the time of `import filtergrad`.
if TYPE_CHECKING:
    from filtergrad.cpu.plan import Plan
    from filtergrad.cpu.run import Kernel

Precision = Literal["default", "highest"]

_PERMUTE = {"NHWC": (0, 1, 2, 3), "NCHW": (0, 2, 3, 1)}  # where n, h, w, c stand in the user's order
_ITEMSIZE = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}

# What a call looked like -> the problem, found to be in order. Cleared when it grows large.
_seen: dict[tuple[Any, ...], Problem] = {}
_MOST_SEEN = 4096


def conv2d_backprop_filter(
    input: Any,  # noqa: A002 - TensorFlow's name
    filter_sizes: Ints,
    out_backprop: Any,
    strides: Ints,
    padding: str | bytes,
    use_cudnn_on_gpu: bool = True,
    explicit_paddings: Ints | None = (),
    data_format: str | bytes | None = "NHWC",
    dilations: Ints | None = (1, 1, 1, 1),
    name: str | None = None,
    *,
    out: npt.NDArray[Any] | None = None,
    accumulate: bool = False,
    precision: Precision = "default",
) -> npt.NDArray[Any]:
    """Compute the gradient of a 2-D convolution with respect to its filter.

    Parameters
    ----------
    input
        What was convolved: shape ``[batch, in_height, in_width, in_channels]`` (``NHWC``) or
        ``[batch, in_channels, in_height, in_width]`` (``NCHW``); half, bfloat16 (``ml_dtypes``), float32 or float64.
        NumPy arrays of any strides, nested lists of floats, anything with ``__dlpack__`` or ``__array_interface__``.
    filter_sizes
        ``[filter_height, filter_width, in_channels / groups, out_channels]``. The number of groups follows from it.
    out_backprop
        Gradient with respect to the convolution's output, of the dtype of `input`: shape
        ``[batch, out_height, out_width, out_channels]`` or ``[batch, out_channels, out_height, out_width]``.
    strides, dilations
        Four integers in the order of `data_format`; 1 for batch and channels.
    padding
        ``"SAME"``, ``"VALID"`` or ``"EXPLICIT"``.
    use_cudnn_on_gpu
        Accepted for TensorFlow's sake; has no effect.
    explicit_paddings
        With ``"EXPLICIT"``: eight integers, before and after each axis in the order of `data_format`.
    data_format
        ``"NHWC"`` or ``"NCHW"``.
    name
        Put in front of error messages.
    out
        Array of shape `filter_sizes` and the dtype of `input` to write to, of any strides; must not overlap the inputs.
    accumulate
        Add to `out` instead of overwriting it. The sum is made in the accumulation precision and rounded once.
    precision
        ``"default"`` or ``"highest"``; see docs/numerics.md for the errors that each promises.

    Returns
    -------
    numpy.ndarray
        The gradient (`out` where given), shape `filter_sizes`, dtype of `input`. The same bits for any number of
        threads.

    Raises
    ------
    InvalidArgumentError
        If the shapes and attributes describe no convolution; a ``ValueError``, with TensorFlow's text.
    TypeError
        If an argument is of the wrong type or the arrays' dtypes are not alike and one of the four.
    ValueError
        If `out` cannot be written to or overlaps an input.

    Examples
    --------
    >>> import numpy as np, filtergrad as fg
    >>> x, dy = np.ones((2, 5, 5, 3), np.float32), np.ones((2, 5, 5, 4), np.float32)
    >>> fg.conv2d_backprop_filter(x, [3, 3, 3, 4], dy, [1, 1, 1, 1], "SAME")[:, :, 0, 0]
    array([[32., 40., 32.],
           [40., 50., 40.],
           [32., 40., 32.]], dtype=float32)
    """
    if not isinstance(use_cudnn_on_gpu, bool) and use_cudnn_on_gpu is not None:
        raise TypeError(f"Expected bool for argument 'use_cudnn_on_gpu' not {use_cudnn_on_gpu!r}.")
    try:
        x, dy = operand(input, "input"), operand(out_backprop, "out_backprop")
        _same_dtype(x, dy)
        problem = _problem(x.shape, filter_sizes, dy.shape, strides, padding, explicit_paddings, data_format, dilations, x.dtype)
    except InvalidArgumentError as error:
        if name:
            raise InvalidArgumentError(f"{name}: {error}") from None
        raise
    return _run(problem, x, dy, out, accumulate, precision)


def compile(  # noqa: A001 - the word users expect
    input_shape: Ints,
    filter_sizes: Ints,
    strides: Ints,
    padding: str | bytes,
    *,
    explicit_paddings: Ints | None = (),
    data_format: str | bytes | None = "NHWC",
    dilations: Ints | None = (1, 1, 1, 1),
    dtype: npt.DTypeLike = "float32",
    precision: Precision = "default",
) -> Gradient:
    """Compile the kernel of one problem ahead of its first call.

    Parameters
    ----------
    input_shape, filter_sizes, strides, padding, explicit_paddings, data_format, dilations, precision
        As for `conv2d_backprop_filter`.
    dtype
        Of the arrays: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"`` (or a NumPy dtype).

    Returns
    -------
    Gradient
        Call it with the arrays: ``kernel(x, dy, out=None)``.

    Raises
    ------
    InvalidArgumentError, TypeError
        As for `conv2d_backprop_filter`.
    """
    problem = Problem.make(input_shape, filter_sizes, None, strides, padding, explicit_paddings, data_format, dilations, dtype)
    _check_precision(precision)
    return Gradient(problem, precision)


@dataclass(frozen=True)
class Gradient:
    """The filter gradient of one problem, compiled; every stage of the compilation can be looked at.

    Parameters
    ----------
    problem
        What it computes.
    precision
        ``"default"`` or ``"highest"``.
    """

    problem: Problem
    precision: Precision = "default"
    kernel: Kernel | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        problem = self.problem
        kernel = None
        if not problem.empty:  # for dense arrays; others get their own at the call
            from filtergrad import cpu

            shapes = problem.input_shape, problem.out_backprop_shape
            x, dy = (cpu.layout(*_axes(problem, shape, _dense(shape, problem.dtype)))[0] for shape in shapes)
            kernel = cpu.compiled(problem, x, dy, self.precision)
        object.__setattr__(self, "kernel", kernel)

    def __call__(
        self, x: Any, dy: Any, out: npt.NDArray[Any] | None = None, *, accumulate: bool = False
    ) -> npt.NDArray[Any]:
        """Compute dW of arrays of the compiled shapes and dtype; see `conv2d_backprop_filter`.

        Raises
        ------
        ValueError
            If a shape is not the compiled one.
        TypeError
            If a dtype is not the compiled one.
        """
        arrays = operand(x, "x"), operand(dy, "dy")
        wanted = (self.problem.input_shape, self.problem.out_backprop_shape)
        for array, label, shape in zip(arrays, ("x", "dy"), wanted, strict=True):
            if array.shape != shape:
                raise ValueError(f"{label} has shape {list(array.shape)}, but this kernel was compiled for {list(shape)}")
            if array.dtype != self.problem.dtype:
                raise TypeError(f"{label} is {array.dtype}, but this kernel was compiled for {self.problem.dtype}")
        return _run(self.problem, *arrays, out, accumulate, self.precision)

    @property
    def plan(self) -> Plan | None:
        """How it is computed (None for an empty problem)."""
        return self.kernel.plan if self.kernel else None

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that a call takes with the present number of threads, apart from dW itself."""
        return self.kernel.workspace_bytes if self.kernel else 0

    @property
    def ir(self) -> str:
        """The LLVM IR as it was emitted."""
        return self.kernel.binary.ir if self.kernel else ""

    @property
    def assembly(self) -> str:
        """The machine code as text."""
        return self.kernel.binary.assembly if self.kernel else ""


def get_num_threads() -> int:
    """How many threads share a call."""
    from filtergrad.cpu import pool

    return pool.get_num_threads()


def set_num_threads(n: int) -> None:
    """Let ``n`` threads (1 to 1024) share each call from now on; the results keep their bits."""
    from filtergrad.cpu import pool

    pool.set_num_threads(n)


def _problem(*arguments: Any) -> Problem:
    """`Problem.make`, remembered. Equal numbers of different types (1 and 1.0) must not pass for each other."""
    x, sizes, dy, strides, padding, pads, data_format, dilations, dtype = arguments
    try:
        lists = tuple(tuple(a) if a is not None else () for a in (sizes, strides, pads, dilations))
        kinds = {type(i) for a in lists for i in a}
        key = (x, dy, lists, padding, data_format, dtype) if kinds == {int} else None
        problem = _seen.get(key) if key is not None else None
    except TypeError:  # something unhashable or not iterable: let `make` find the words for it
        key = problem = None
    if problem is None:
        problem = Problem.make(x, sizes, dy, strides, padding, pads, data_format, dilations, dtype)
        if key is not None:
            if len(_seen) >= _MOST_SEEN:
                _seen.clear()
            _seen[key] = problem
    return problem


def _same_dtype(x: Operand, dy: Operand) -> None:
    if x.dtype != dy.dtype:
        raise TypeError(
            f"input is {x.dtype} but out_backprop is {dy.dtype}; convert one of them, "
            "nothing is converted silently"
        )


def _check_precision(precision: str) -> None:
    if precision not in ("default", "highest"):
        raise ValueError(f"precision must be 'default' or 'highest', not {precision!r}")


def _run(
    problem: Problem, x: Operand, dy: Operand, out: npt.NDArray[Any] | None, accumulate: bool, precision: Precision
) -> npt.NDArray[Any]:
    """Run the kernel of ``problem`` on arrays whose shapes and dtype are known to be right."""
    _check_precision(precision)
    if out is None:
        if accumulate:
            raise ValueError("accumulate=True needs out=, the array to add to")
        result = np.empty(problem.filter_shape, numpy_dtype(problem.dtype))
    else:
        _check_out(problem, out, x, dy)
        # The kernel writes dense memory; anything else goes through a dense copy and back.
        result = out if out.flags.c_contiguous else np.array(out, order="C")
    if problem.empty:
        if not accumulate:
            result[...] = 0
    else:
        from filtergrad import cpu

        x_kind, x_strides = cpu.layout(*_axes(problem, x.shape, x.strides))
        dy_kind, dy_strides = cpu.layout(*_axes(problem, dy.shape, dy.strides))
        kernel = cpu.compiled(problem, x_kind, dy_kind, precision, accumulate)
        at = result.ctypes.data
        if knobs.current().debug:
            cpu.show.timed(kernel, lambda: kernel.launch(x.address, x_strides, dy.address, dy_strides, at, at if accumulate else 0))
        else:
            kernel.launch(x.address, x_strides, dy.address, dy_strides, at, at if accumulate else 0)
    if out is not None and result is not out:
        out[...] = result
        result = out
    return result


def _axes(
    problem: Problem, shape: tuple[int, ...], strides: tuple[int, ...]
) -> tuple[tuple[int, int, int, int], tuple[int, int, int, int], int]:
    """What `cpu.layout` takes of an array in the user's order."""
    n, h, w, c = _PERMUTE[problem.data_format]
    sizes, steps = (shape[n], shape[h], shape[w], shape[c]), (strides[n], strides[h], strides[w], strides[c])
    return sizes, steps, _ITEMSIZE[problem.dtype]


def _dense(shape: tuple[int, int, int, int], dtype: str) -> tuple[int, ...]:
    """The strides in bytes of a dense array."""
    strides = [_ITEMSIZE[dtype]]
    for size in shape[:0:-1]:
        strides.insert(0, strides[0] * size)
    return tuple(strides)


def _check_out(problem: Problem, out: Any, x: Operand, dy: Operand) -> None:
    """Refuse an ``out`` that cannot take the result."""
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out must be a numpy array, not {type(out).__name__}")
    dtype = numpy_dtype(problem.dtype)
    if out.dtype != dtype:
        raise TypeError(f"out is {out.dtype}, but the result is {dtype}")
    if out.shape != problem.filter_shape:
        raise ValueError(f"out has shape {list(out.shape)}, but filter_sizes is {list(problem.filter_shape)}")
    if not out.flags.writeable:
        raise ValueError("out is read-only")
    if any(stride == 0 and size > 1 for stride, size in zip(out.strides, out.shape, strict=True)):
        raise ValueError("out has several elements in the same place (a stride of 0)")
    for array, label in ((x, "input"), (dy, "out_backprop")):
        if _overlap(out, array):
            raise ValueError(f"out overlaps {label}, which is read while out is written; pass a copy")


def _overlap(out: npt.NDArray[Any], array: Operand) -> bool:
    """Whether two arrays share a byte; exact where that is cheap to tell, and on the safe side where it is not."""
    low, high = np.lib.array_utils.byte_bounds(out)
    first = array.address + sum(min(0, (size - 1) * stride) for size, stride in zip(array.shape, array.strides, strict=True))
    last = array.address + sum(max(0, (size - 1) * stride) for size, stride in zip(array.shape, array.strides, strict=True))
    if 0 in array.shape or last + _ITEMSIZE[array.dtype] <= low or high <= first:
        return False
    with contextlib.suppress(np.exceptions.TooHardError, TypeError):
        return np.shares_memory(out, array.owner, max_work=10_000)  # type: ignore[arg-type]
    return True
