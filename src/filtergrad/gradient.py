"""One gradient, ready to run: a checked problem and the kernels for the memory layouts it has met.

In: a `Problem`, then operands of its shapes. Out: dW. All that can be wrong
with ``out`` is found before a number is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from filtergrad import devices, exchange, knobs, summary
from filtergrad.arrays import (
    HERE,
    Array,
    Operand,
    address_of,
    dense_strides,
    mixed,
    numpy_dtype,
    operand,
    pixels,
)
from filtergrad.dtypes import SIZES
from filtergrad.engine import (
    Engine,
    Kernel,
    Near,
    Plan,
    Prospect,
    Remote,
    RemoteCall,
    Spec,
    Strides,
)  # fmt: skip
from filtergrad.once import once
from filtergrad.out import check, span
from filtergrad.problem import Problem
from filtergrad.recent import Recent

Precision = Literal["default", "highest", "tf32"]

_LAYOUTS = 32  # pairs of strides that a gradient is ready for, in a generation

Shape: TypeAlias = tuple[int, ...]
Key: TypeAlias = tuple[Shape, Shape, bool, str | None]
"""Strides of x and of dy in bytes, whether the old dW is added, the forced instruction set."""


Rest: TypeAlias = tuple[Shape, tuple[bool, bool]]
RemoteKey: TypeAlias = tuple[Shape, Shape, bool, Rest]
"""The same in a device's memory, with the strides of dW and the alignment of x and dy."""


class Wanted(NamedTuple):
    """The shapes and the dtype of the arrays that a gradient takes and gives."""

    x: Shape
    dy: Shape
    dw: Shape
    dtype: np.dtype[Any]


class Ready(NamedTuple):
    """A kernel, the strides to launch it with, and where x and dy end around their addresses."""

    kernel: Near
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
        ``"default"``, ``"highest"`` or ``"tf32"``.
    device
        What computes.
    """

    problem: Problem
    precision: Precision = "default"
    device: str = HERE
    _ready: Recent[Key, Ready] = field(
        default_factory=lambda: Recent(_LAYOUTS), init=False, repr=False, compare=False
    )
    _prepared: Recent[RemoteKey, RemoteCall] = field(
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

    @once
    def exchanged(self) -> Gradient | None:
        """The gradient of the transposed dW of a 1x1 filter, which has x and dy exchanged."""
        problem = exchange.exchanged(self.problem)
        return Gradient(problem, self.precision, self.device) if problem else None

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
        first = devices.located(operand(x, "x"))
        second = devices.located(operand(dy, "dy"))
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
            if devices.kind(array.device) != self.engine.MEMORY:
                raise ValueError(
                    f"{label} is on {array.device}, but this kernel was compiled for {self.device}"
                )
        if first.device != second.device:
            raise mixed(first.device, second.device)
        return self.run(first, second, out, accumulate)

    def run(self, x: Operand, dy: Operand, out: Array | None, accumulate: bool) -> Array:
        """Compute dW of operands whose shapes and dtype are known to be right."""
        if x.device != HERE:
            dw: Array = self._remotely(x, dy, out, accumulate)
            return dw
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
                check(problem, out, x, dy)
            turned = out if out.flags.c_contiguous else out.transpose(0, 1, 3, 2)
            if turned is not out and turned.flags.c_contiguous and self.exchanged:
                self.exchanged.run(dy, x, turned, accumulate)
                return out
            # The kernel writes dense memory; anything else goes through a dense copy and back.
            result = out if out.flags.c_contiguous else np.array(out, order="C")
        if not problem.empty:
            ready = ready or self._prepare(key)
            self._launch(ready, x, dy, address_of(result), accumulate, settings)
        elif not accumulate:
            result[...] = 0
        if out is not None and result is not out:
            out[...] = result
            result = out
        return result

    def _remotely(self, x: Operand, dy: Operand, out: Any, accumulate: bool) -> Any:
        """Compute dW where the operands lie: written there, whatever the strides of ``out``."""
        engine, problem = self.engine, self.problem
        assert isinstance(engine, Remote)  # or x would be here
        if out is None and accumulate:
            raise ValueError("accumulate=True needs out=, the array to add to")
        result = engine.empty(x, problem.filter_shape, problem.dtype) if out is None else out
        if out is None:
            target = devices.located(operand(result, "out"))
        else:
            target = check(problem, out, x, dy)
        if not problem.empty:
            aligned = x.address % 16 == 0, dy.address % 16 == 0
            key = x.strides, dy.strides, accumulate, (target.strides, aligned)
            prepared = self._prepared[key] or self._prepared.put(key, self.remote(*key))
            if knobs.current().debug:
                engine.timed(self.kernel, lambda: prepared(x, dy, target))
            else:
                prepared(x, dy, target)
            if knobs.current().summary:
                summary.count("Python", f"{summary.layer(problem)} on {x.device}", "a GPU's kernel")
        elif not accumulate:
            engine.clear(x, target)
        return engine.given(x, result) if out is None else out

    def remote(
        self, x_strides: Shape, dy_strides: Shape, accumulate: bool, rest: Rest
    ) -> RemoteCall:
        """What computes dW of operands in a device's memory, with strides in bytes.

        The rest is the strides of dW, and whether x and dy begin at multiples of 16 bytes.
        """
        assert isinstance(self.engine, Remote)
        spec, x_steps, dy_steps = self.laid(x_strides, dy_strides)
        dw_strides, (x_aligned, dy_aligned) = rest
        spec = spec._replace(
            x_layout=spec.x_layout._replace(aligned=spec.x_layout.aligned and x_aligned),
            dy_layout=spec.dy_layout._replace(aligned=spec.dy_layout.aligned and dy_aligned),
        )
        r, s, c, k = dw_strides
        return self.engine.prepared(spec, (x_steps, dy_steps, (r, s, c, k)), accumulate)

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
        problem, wanted, layout = self.problem, self._wanted, self.engine.layout
        order = problem.data_format
        (x_layout, x_steps), (dy_layout, dy_steps) = (
            layout(pixels(order, shape), pixels(order, strides), SIZES[problem.dtype])
            for shape, strides in ((wanted.x, x_strides), (wanted.dy, dy_strides))
        )
        # TF32 is a permission, of which CPUs make no use.
        here = self.precision == "tf32" and self.engine.MEMORY == HERE
        precision = "default" if here else self.precision
        return Spec(problem, x_layout, dy_layout, precision), x_steps, dy_steps

    def _prepare(self, key: Key) -> Ready:
        problem, (x_strides, dy_strides, accumulate, _) = self.problem, key
        spec, x_steps, dy_steps = self.laid(x_strides, dy_strides)
        kernel: Any = self.engine.compiled(spec, accumulate)  # a `Near` one, as its arrays are
        ready = Ready(
            kernel, kernel.steps(x_steps), kernel.steps(dy_steps),
            span(problem.input_shape, x_strides, problem.dtype),
            span(problem.out_backprop_shape, dy_strides, problem.dtype),
        )  # fmt: skip
        return self._ready.put(key, ready)

    def _launch(
        self, ready: Ready, x: Operand, dy: Operand, out: int, add: bool, settings: knobs.Knobs
    ) -> None:
        kernel, x_steps, dy_steps, _, _ = ready
        old = out if add else 0
        if not (settings.debug or settings.summary):
            kernel.launch(x.address, x_steps, dy.address, dy_steps, out, old)
            return
        given = (x.address, x_steps, dy.address, dy_steps, out, old)
        summary.told(self.problem, self.engine, kernel, lambda: kernel.launch(*given))

    # ---- what it was made of (for dense arrays) ----

    @property
    def _dense(self) -> tuple[Shape, Shape]:
        """The strides of dense x and dy."""
        x, dy, _, dtype = self._wanted
        return dense_strides(x, dtype.itemsize), dense_strides(dy, dtype.itemsize)

    @property
    def kernel(self) -> Kernel | None:
        """The kernel (None for an empty problem); a GPU's is compiled when asked for its code."""
        if self.problem.empty:
            return None
        if self.engine.MEMORY != HERE:
            return self.engine.compiled(self.spec)
        return self.ready(*self._dense).kernel.settled()

    def prospect(self, *, accumulate: bool = False) -> Prospect:
        """What an engine must know to compile for dense arrays."""
        spec, x_steps, dy_steps = self.laid(*self._dense)
        r, s, c, k = dense_strides(self._wanted.dw, self._wanted.dtype.itemsize)
        return spec, (x_steps, dy_steps, (r, s, c, k)), accumulate

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
        """The code as it was emitted: LLVM IR, or PTX."""
        return self.kernel.ir if self.kernel else ""

    @property
    def assembly(self) -> str:
        """The machine code as text."""
        return self.kernel.assembly if self.kernel else ""


def check_precision(precision: str) -> None:
    """Refuse a precision that does not exist."""
    if precision not in ("default", "highest", "tf32"):
        raise ValueError(f"precision must be 'default', 'highest' or 'tf32', not {precision!r}")
