"""The GPU engine: from a problem to a kernel, in one column of steps. See `filtergrad.engine`.

In: a problem, how its arrays lie in memory, and an architecture. Out: a `Kernel`, made once and kept
while it is used now and then. No device is needed until something is launched.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

from filtergrad.arrays import Operand
from filtergrad.dtypes import SIZES
from filtergrad.engine import Layout, Sizes, Spec, Strides
from filtergrad.problem import Problem
from filtergrad.recent import KERNELS, Recent, relief

from . import choose, show
from .base import arch as architectures
from .base.algorithm import Priced, Steps
from .base.arch import Arch
from .base.plan import Plan
from .base.price import rate
from .run import call, driver, owners, tuned
from .run.kernel import Kernel


class Gpu:
    """The engine for one architecture.

    Parameters
    ----------
    arch
        Its row.
    """

    MEMORY = "cuda"

    def __init__(self, arch: Arch) -> None:
        self.arch = arch
        self._kernels: Recent[tuple[Spec, bool], Kernel] = Recent(KERNELS)
        relief.append(self._kernels.forget)

    def __repr__(self) -> str:
        return f"Gpu({self.arch!r})"

    # ---- the column ----

    def candidates(self, spec: Spec) -> list[Priced]:
        """The plans with their prices; the first is taken, unless another was tuned."""
        return choose.ranked(spec, self.arch)

    def compiled(self, spec: Spec, accumulate: bool = False) -> Kernel:
        """The kernel for a spec; its code is compiled for the strides that it meets."""
        key = (spec, accumulate)
        found = self._kernels[key]
        if found is None:
            plan = tuned.recalled(self.candidates(spec), spec, self.arch)[0].plan
            plan = plan.with_partials() if accumulate else plan
            found = self._kernels.put(key, self.kernel(spec.problem, plan))
        return found

    def kernel(self, problem: Problem, plan: Plan) -> Kernel:
        """The kernel of one plan."""
        return Kernel(problem, plan, choose.algorithm(plan).module)

    def remember(self, spec: Spec, plan: Plan) -> bool:
        """Let `compiled` take ``plan`` from now on; say whether later processes will, too."""
        kept = tuned.remember(plan, spec)
        self._kernels.forget(lambda key: key[0] == spec)
        return kept

    def layout(self, sizes: Sizes, strides: Strides, itemsize: int) -> tuple[Layout, Strides]:
        """How an array lies in memory, and its strides with those of axes of length 1 made plain.

        Parameters
        ----------
        sizes, strides
            In the order n, h, w, c; strides in bytes.
        itemsize
            Bytes of an element.
        """
        n, h, w, c = sizes
        sn, sh, sw, sc = strides
        rows = c == 1 or sc == itemsize
        unit = c * itemsize if rows else itemsize
        sc = itemsize if rows else sc
        sw = unit if w == 1 else sw
        sh = w * sw if h == 1 else sh
        sn = h * sh if n == 1 else sn
        dense = sw == unit and sh == w * sw and (not rows or sn == h * sh)
        kind = "rows" if rows else "planes" if sw == itemsize else "any"
        aligned = rows and all(step % 16 == 0 for step in (sn, sh, sw))
        return Layout(kind, dense and kind != "any", aligned), (sn, sh, sw, sc)

    # ---- arrays on a device ----

    def empty(self, like: Operand, shape: tuple[int, ...], dtype: str) -> Any:
        """An array for the result, where ``like`` lies, of its owner's kind if that lends any."""
        return owners.of(like).empty(shape, dtype, _number(like.device))

    def given(self, like: Operand, result: Any) -> Any:
        """The result as the namespace of ``like`` has it."""
        return owners.of(like).given(result)

    def clear(self, x: Operand, out: Operand) -> None:
        """Fill an array with zeros, on the stream of x's owner."""
        call.clear(x, out)

    def prepared(
        self, spec: Spec, steps: tuple[Strides, Strides, Strides], accumulate: bool
    ) -> Callable[[Operand, Operand, Operand], None]:
        """What computes dW of operands that lie as the spec and the strides (in bytes) say.

        Raises
        ------
        ValueError
            If a stride is no multiple of an element.
        """
        itemsize = SIZES[spec.problem.dtype]
        for strides in steps:
            if any(step % itemsize for step in strides):
                raise ValueError(
                    f"an array's strides are no multiples of its {itemsize} bytes an element; "
                    "GPUs cannot read such numbers, pass a copy"
                )
        elements = Steps(*[_elements(strides, itemsize) for strides in steps])
        kernel = self.compiled(spec, accumulate)
        return functools.partial(call.launch, self.arch, kernel, kernel.prepared(elements, accumulate))

    def absent(self) -> str:
        """Why nothing can be run here; empty if a device of the architecture is at hand."""
        return driver.absent(self.arch.name)

    # ---- words ----

    def summary(self, plan: Plan) -> str:
        """A plan in one short line."""
        return show.summary(plan)

    def nest(self, plan: Plan) -> str:
        """The loop nest as pseudo-code."""
        return show.nest(plan)

    def table(self, priced: list[Priced], most: int) -> str:
        """The first plans with their prices."""
        return show.table(priced, most)

    def workers(self) -> str:
        """What shares the tasks of a call, in words."""
        return f"{self.arch.sms} multiprocessors (nominal)"

    def processor(self) -> str:
        """What computes, by its maker's name."""
        return driver.card(self.arch.name) or "no such device here"

    def predicted(self, priced: Priced, problem: Problem) -> float:
        """The share of the multiply-add peak that a price promises."""
        plan = priced.plan
        peak = rate(self.arch, problem.dtype, plan.products)
        return 2 * problem.macs / peak / (priced.price.wall / self.arch.clock)


def _number(device: str) -> int:
    """The number of a device: 1 of ``cuda:1``."""
    return int(device.partition(":")[2] or 0)


def _elements(strides: Strides, itemsize: int) -> Strides:
    n, h, w, c = (step // itemsize for step in strides)
    return n, h, w, c


@functools.cache
def _engine(arch: Arch) -> Gpu:
    return Gpu(arch)


def of(device: str) -> Gpu:
    """The engine of a device (``cuda:0``) or of an architecture (``sm_90``).

    Raises
    ------
    ValueError
        If there is no such architecture.
    RuntimeError
        If a device is named and the driver has none of that number.
    """
    if device.startswith("cuda"):
        return _engine(architectures.named(driver.driver().arch(_number(device))))
    return _engine(architectures.named(device))
