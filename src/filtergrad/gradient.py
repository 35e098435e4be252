"""One gradient, ready to run: a checked problem and the kernels for the memory layouts it has met.

In: a `Problem`, then operands of its shapes. Out: dW. Floor 6, below `api`. All that can be wrong
with ``out`` is found before a number is written.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from filtergrad import knobs
from filtergrad.arrays import Operand, address_of, numpy_dtype, operand
from filtergrad.problem import Problem

# The engine is imported where it is used: it would double the time of `import filtergrad`.
if TYPE_CHECKING:
    from filtergrad.cpu.choose import AnyPlan
    from filtergrad.cpu.run import Kernel, Strides

    Ready = tuple[Kernel, Strides, Strides]

Precision = Literal["default", "highest"]

# Where n, h, w, c stand in the user's order.
_PERMUTE = {"NHWC": (0, 1, 2, 3), "NCHW": (0, 2, 3, 1)}
_ITEMSIZE = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}


@dataclass(frozen=True)
class Gradient:
    """The filter gradient of one problem, compiled; every stage of that can be looked at.

    Parameters
    ----------
    problem
        What it computes.
    precision
        ``"default"`` or ``"highest"``.
    """

    problem: Problem
    precision: Precision = "default"
    # (strides of x, strides of dy, accumulate, forced ISA) -> the kernel and its strides in the
    # order n, h, w, c.
    _ready: dict[
        tuple[Any, ...], tuple[Kernel, tuple[int, int, int, int], tuple[int, int, int, int]]
    ] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __call__(
        self, x: Any, dy: Any, out: npt.NDArray[Any] | None = None, *, accumulate: bool = False
    ) -> npt.NDArray[Any]:
        """Compute dW of arrays of the compiled shapes and dtype; see `conv2d_backprop_filter`.

        Raises
        ------
        ValueError
            If a shape is not the compiled one, or `out` cannot take the result.
        TypeError
            If a dtype is not the compiled one.
        """
        first, second = operand(x, "x"), operand(dy, "dy")
        wanted = (
            ("x", first, self.problem.input_shape),
            ("dy", second, self.problem.out_backprop_shape),
        )
        for label, array, shape in wanted:
            if array.shape != shape:
                raise ValueError(
                    f"{label} has shape {list(array.shape)}, but this kernel was compiled for "
                    f"{list(shape)}"
                )
            if array.dtype != self.problem.dtype:
                raise TypeError(
                    f"{label} is {array.dtype}, but this kernel was compiled for "
                    f"{self.problem.dtype}"
                )
        return self.run(first, second, out, accumulate)

    def run(
        self, x: Operand, dy: Operand, out: npt.NDArray[Any] | None, accumulate: bool
    ) -> npt.NDArray[Any]:
        """Compute dW of operands whose shapes and dtype are known to be right."""
        problem = self.problem
        if out is None:
            if accumulate:
                raise ValueError("accumulate=True needs out=, the array to add to")
            result = np.empty(problem.filter_shape, numpy_dtype(problem.dtype))
        else:
            _check_out(problem, out, x, dy)
            # The kernel writes dense memory; anything else goes through a dense copy and back.
            result = out if out.flags.c_contiguous else np.array(out, order="C")
        if not problem.empty:
            settings = knobs.current()
            key = (x.strides, dy.strides, accumulate, settings.isa)
            ready = self._ready.get(key) or self._prepare(key)
            self._launch(ready, x, dy, address_of(result), accumulate, settings.debug)
        elif not accumulate:
            result[...] = 0
        if out is not None and result is not out:
            out[...] = result
            result = out
        return result

    def _prepare(self, key: tuple[Any, ...]) -> Ready:
        from filtergrad import cpu

        problem, (x_strides, dy_strides, accumulate, _) = self.problem, key
        x_layout, x_steps = cpu.layout(*_axes(problem, problem.input_shape, x_strides))
        dy_layout, dy_steps = cpu.layout(*_axes(problem, problem.out_backprop_shape, dy_strides))
        kernel = cpu.compiled(problem, x_layout, dy_layout, self.precision, accumulate)
        ready = kernel, kernel.steps(x_steps), kernel.steps(dy_steps)
        self._ready[key] = ready
        return ready

    def _launch(
        self, ready: Any, x: Operand, dy: Operand, out: int, accumulate: bool, debug: int
    ) -> None:
        kernel, x_steps, dy_steps = ready
        old = out if accumulate else 0
        if not debug:
            kernel.launch(x.address, x_steps, dy.address, dy_steps, out, old)
            return
        from filtergrad.cpu import show

        show.timed(
            kernel, lambda: kernel.launch(x.address, x_steps, dy.address, dy_steps, out, old)
        )

    # ---- what it was made of (for dense arrays) ----

    @property
    def kernel(self) -> Kernel | None:
        """The compiled kernel (None for an empty problem, which needs none)."""
        if self.problem.empty:
            return None
        dtype = self.problem.dtype
        shapes = self.problem.input_shape, self.problem.out_backprop_shape
        key = (_dense(shapes[0], dtype), _dense(shapes[1], dtype), False, knobs.current().isa)
        return (self._ready.get(key) or self._prepare(key))[0]

    @property
    def layouts(self) -> tuple[str, str]:
        """How dense arrays of x and dy lie in memory, in the engine's words."""
        from filtergrad import cpu

        problem = self.problem
        x, dy = (
            cpu.layout(*_axes(problem, shape, _dense(shape, problem.dtype)))[0]
            for shape in (problem.input_shape, problem.out_backprop_shape)
        )
        return x, dy

    @property
    def plan(self) -> AnyPlan | None:
        """How it is computed."""
        return self.kernel.plan if self.kernel else None

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that a call takes with the present number of threads, without dW."""
        return self.kernel.workspace_bytes if self.kernel else 0

    @property
    def ir(self) -> str:
        """The LLVM IR as it was emitted."""
        return self.kernel.binary.ir if self.kernel else ""

    @property
    def assembly(self) -> str:
        """The machine code as text."""
        return self.kernel.binary.assembly if self.kernel else ""


def check_precision(precision: str) -> None:
    """Refuse a precision that does not exist."""
    if precision not in ("default", "highest"):
        raise ValueError(f"precision must be 'default' or 'highest', not {precision!r}")


def _axes(
    problem: Problem, shape: tuple[int, ...], strides: tuple[int, ...]
) -> tuple[tuple[int, int, int, int], tuple[int, int, int, int], int]:
    """What `cpu.layout` takes of an array in the user's order."""
    n, h, w, c = _PERMUTE[problem.data_format]
    sizes, steps = (
        (shape[n], shape[h], shape[w], shape[c]),
        (strides[n], strides[h], strides[w], strides[c]),
    )
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
        raise ValueError(
            f"out has shape {list(out.shape)}, but filter_sizes is {list(problem.filter_shape)}"
        )
    if not out.flags.writeable:
        raise ValueError("out is read-only")
    steps = zip(out.strides, out.shape, strict=True)
    if out.size and any(stride == 0 and size > 1 for stride, size in steps):
        raise ValueError("out has several elements in the same place (a stride of 0)")
    target = operand(out, "out")
    for array, label in ((x, "input"), (dy, "out_backprop")):
        if _overlap(target, array):
            raise ValueError(
                f"out overlaps {label}, which is read while out is written; pass a copy"
            )


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
    low = high = array.address
    for size, stride in zip(array.shape, array.strides, strict=True):
        if stride < 0:
            low += (size - 1) * stride
        else:
            high += (size - 1) * stride
    return low, high + _ITEMSIZE[array.dtype]
