"""One gradient, ready to run: a checked problem and the kernels for the memory layouts it has met.

In: a `Problem`, then operands of its shapes. Out: dW. All that can be wrong
with ``out`` is found before a number is written.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from filtergrad import devices, knobs
from filtergrad.arrays import HERE, Array, Operand, address_of, dense_strides, numpy_dtype, operand
from filtergrad.dtypes import SIZES
from filtergrad.engine import Engine, Kernel, Plan, Sizes, Spec, Strides
from filtergrad.once import once
from filtergrad.problem import Problem
from filtergrad.recent import Recent

Precision = Literal["default", "highest"]

# Where n, h, w, c stand in the user's order.
_PERMUTE = {"NHWC": (0, 1, 2, 3), "NCHW": (0, 2, 3, 1)}
_LAYOUTS = 32  # pairs of strides that a gradient is ready for, in a generation


Shape: TypeAlias = tuple[int, ...]
Key: TypeAlias = tuple[Shape, Shape, bool, str | None]
"""Strides of x and of dy in bytes, whether the old dW is added, the forced instruction set."""


class Wanted(NamedTuple):
    """The shapes and the dtype of the arrays that a gradient takes and gives."""

    x: Shape
    dy: Shape
    dw: Shape
    dtype: np.dtype[Any]


class Ready(NamedTuple):
    """A kernel, the strides to launch it with, and where x and dy end around their addresses."""

    kernel: Kernel
    x_steps: Strides
    dy_steps: Strides
    x_span: tuple[int, int]
    dy_span: tuple[int, int]


@dataclass(frozen=True)
class Gradient:
    """The filter gradient of one problem, compiled; every stage of that can be looked at.

    Parameters
    ----------
    problem
        What it computes.
    precision
        ``"default"`` or ``"highest"``.
    device
        What computes.
    """

    problem: Problem
    precision: Precision = "default"
    device: str = HERE
    _ready: Recent[Key, Ready] = field(
        default_factory=lambda: Recent(_LAYOUTS), init=False, repr=False, compare=False
    )

    @once
    def _wanted(self) -> Wanted:
        """What the arrays must be; a tiny layer takes less time than asking the problem twice."""
        problem = self.problem
        shapes = problem.input_shape, problem.out_backprop_shape, problem.filter_shape
        return Wanted(*shapes, numpy_dtype(problem.dtype))

    @once
    def engine(self) -> Engine:
        """What computes on the device."""
        return devices.engine(self.device)

    def __call__(
        self, x: Any, dy: Any, out: Array | None = None, *, accumulate: bool = False
    ) -> Array:
        """Compute dW of arrays of the compiled shapes and dtype; see `conv2d_backprop_filter`.

        Raises
        ------
        ValueError
            If a shape is not the compiled one, or `out` cannot take the result.
        TypeError
            If a dtype is not the compiled one.
        """
        first, second = operand(x, "x"), operand(dy, "dy")
        dtype, wanted = self.problem.dtype, self._wanted
        for label, array, shape in (("x", first, wanted.x), ("dy", second, wanted.dy)):
            if array.shape != shape:
                raise ValueError(
                    f"{label} has shape {list(array.shape)}, but this kernel was compiled for "
                    f"{list(shape)}"
                )
            if array.dtype != dtype:
                raise TypeError(
                    f"{label} is {array.dtype}, but this kernel was compiled for {dtype}"
                )
            if array.device != HERE and devices.kind(array.device) != self.engine.MEMORY:
                raise ValueError(
                    f"{label} is on {array.device}, but this kernel was compiled for {self.device}"
                )
        return self.run(first, second, out, accumulate)

    def run(self, x: Operand, dy: Operand, out: Array | None, accumulate: bool) -> Array:
        """Compute dW of operands whose shapes and dtype are known to be right."""
        problem = self.problem
        _, _, shape, dtype = self._wanted
        settings = knobs.current()
        key = (x.strides, dy.strides, accumulate, settings.isa)
        ready = self._ready[key]
        if out is None:
            if accumulate:
                raise ValueError("accumulate=True needs out=, the array to add to")
            result = np.empty(shape, dtype)
        else:
            if ready is None or not self._plain(out, x, dy, ready):
                _check_out(problem, out, x, dy)
            # The kernel writes dense memory; anything else goes through a dense copy and back.
            result = out if out.flags.c_contiguous else np.array(out, order="C")
        if not problem.empty:
            ready = ready or self._prepare(key)
            self._launch(ready, x, dy, address_of(result), accumulate, settings.debug)
        elif not accumulate:
            result[...] = 0
        if out is not None and result is not out:
            out[...] = result
            result = out
        return result

    def _plain(self, out: Any, x: Operand, dy: Operand, ready: Ready) -> bool:
        """Whether nothing can be wrong with ``out``, told quickly; if not, `_check_out` looks."""
        _, _, shape, dtype = self._wanted
        if type(out) is not np.ndarray or out.dtype != dtype or out.shape != shape:
            return False
        first = address_of(out)
        last = first + out.nbytes
        return out.flags.carray and not (
            (x.address + ready.x_span[0] < last and first < x.address + ready.x_span[1])
            or (dy.address + ready.dy_span[0] < last and first < dy.address + ready.dy_span[1])
        )

    def ready(self, x_strides: Shape, dy_strides: Shape) -> Ready:
        """The kernel for arrays of these strides (in bytes); the problem is not empty."""
        key = (x_strides, dy_strides, False, knobs.current().isa)
        return self._ready[key] or self._prepare(key)

    def laid(self, x_strides: Shape, dy_strides: Shape) -> tuple[Spec, Strides, Strides]:
        """What the engine is asked for arrays of these strides, and the strides in its order."""
        problem, layout = self.problem, self.engine.layout
        x_layout, x_steps = layout(*_axes(problem, problem.input_shape, x_strides))
        dy_layout, dy_steps = layout(*_axes(problem, problem.out_backprop_shape, dy_strides))
        return Spec(problem, x_layout, dy_layout, self.precision), x_steps, dy_steps

    def _prepare(self, key: Key) -> Ready:
        problem, (x_strides, dy_strides, accumulate, _) = self.problem, key
        spec, x_steps, dy_steps = self.laid(x_strides, dy_strides)
        kernel = self.engine.compiled(spec, accumulate)
        ready = Ready(
            kernel, kernel.steps(x_steps), kernel.steps(dy_steps),
            _span(problem.input_shape, x_strides, problem.dtype),
            _span(problem.out_backprop_shape, dy_strides, problem.dtype),
        )  # fmt: skip
        return self._ready.put(key, ready)

    def _launch(
        self, ready: Ready, x: Operand, dy: Operand, out: int, accumulate: bool, debug: int
    ) -> None:
        kernel, x_steps, dy_steps, _, _ = ready
        old = out if accumulate else 0
        if not debug:
            kernel.launch(x.address, x_steps, dy.address, dy_steps, out, old)
            return
        self.engine.timed(
            kernel, lambda: kernel.launch(x.address, x_steps, dy.address, dy_steps, out, old)
        )

    # ---- what it was made of (for dense arrays) ----

    @property
    def _dense(self) -> tuple[Shape, Shape]:
        """The strides of dense x and dy."""
        x, dy, _, dtype = self._wanted
        return dense_strides(x, dtype.itemsize), dense_strides(dy, dtype.itemsize)

    @property
    def kernel(self) -> Kernel | None:
        """The compiled kernel (None for an empty problem, which needs none)."""
        if self.problem.empty:
            return None
        return self.ready(*self._dense).kernel

    @property
    def spec(self) -> Spec:
        """What the engine is asked for dense arrays."""
        return self.laid(*self._dense)[0]

    @property
    def plan(self) -> Plan | None:
        """How it is computed."""
        return self.kernel.plan if self.kernel else None

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that a call takes with the present number of threads, without dW."""
        return self.kernel.workspace_bytes if self.kernel else 0

    @property
    def ir(self) -> str:
        """The LLVM IR as it was emitted."""
        return self.kernel.ir if self.kernel else ""

    @property
    def assembly(self) -> str:
        """The machine code as text."""
        return self.kernel.assembly if self.kernel else ""


def check_precision(precision: str) -> None:
    """Refuse a precision that does not exist."""
    if precision not in ("default", "highest"):
        raise ValueError(f"precision must be 'default' or 'highest', not {precision!r}")


def _axes(problem: Problem, shape: Shape, strides: Shape) -> tuple[Sizes, Strides, int]:
    """What `Engine.layout` takes of an array in the user's order."""
    n, h, w, c = _PERMUTE[problem.data_format]
    sizes, steps = (
        (shape[n], shape[h], shape[w], shape[c]),
        (strides[n], strides[h], strides[w], strides[c]),
    )
    return sizes, steps, SIZES[problem.dtype]


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
    low, high = _span(array.shape, array.strides, array.dtype)
    return array.address + low, array.address + high


def _span(shape: Shape, strides: Shape, dtype: str) -> tuple[int, int]:
    """The first byte and the one behind the last, counted from the first element."""
    steps = [(size - 1) * stride for size, stride in zip(shape, strides, strict=True)]
    return sum(min(step, 0) for step in steps), sum(max(step, 0) for step in steps) + SIZES[dtype]
