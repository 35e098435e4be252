"""The GPU engine: from a problem to a kernel, in one column of steps. See `filtergrad.engine`.

In: a problem, how its arrays lie in memory, and an architecture. Out: a `Kernel`, made once and
kept while it is used now and then. No device is needed until something is launched.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from filtergrad import knobs, tuned
from filtergrad.arrays import Array, Operand, dense_strides
from filtergrad.dtypes import SIZES
from filtergrad.engine import Layout, Peak, Prospect, Sizes, Spec, Strides, Trial, layout
from filtergrad.problem import Problem
from filtergrad.recent import KERNELS, Recent, relief

from . import choose, show
from .base import arch as architectures
from .base.algorithm import Priced, Steps
from .base.arch import Arch
from .base.launch import Module
from .base.plan import Plan
from .base.price import rate
from .run import ahead, background, build, call, driver, owners, present, resources
from .run import trial as trials
from .run.binary import CONSTANT, Binary
from .run.kernel import Build, Kernel, Prepared, dense
from .run.rig import Rig


class Gpu:
    """The engine for one architecture.

    Parameters
    ----------
    arch
        Its row.
    """

    MEMORY = "cuda"
    LAUNCHES = trials.REPEATS
    build: Build = background.Pair

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
            plan = tuned.recalled(self.candidates(spec), (spec, self.arch.name))[0].plan
            found = self._kernels.put(key, self.kernel(spec.problem, plan))
        return found

    def kernel(self, problem: Problem, plan: Plan) -> Kernel:
        """The kernel of one plan."""
        return Kernel(problem, plan, choose.algorithm(plan).module, self.build)

    def laid_out(
        self, problem: Problem, plan: Plan, steps: tuple[Strides, Strides, Strides],
        accumulate: bool = False,
    ) -> Prepared:  # fmt: skip
        """The launches of one plan, for arrays of these strides in elements."""
        return self.kernel(problem, plan).prepared(Steps(*steps), accumulate)

    def remember(self, spec: Spec, plan: Plan) -> bool:
        """Let `compiled` take ``plan`` from now on; say whether later processes will, too."""
        kept = tuned.remember(plan, (spec, plan.isa.name))
        self._kernels.forget(lambda key: key[0] == spec)
        return kept

    def ahead(
        self, wanted: Iterable[Prospect], *forms: str, processes: int = 1
    ) -> tuple[int, Iterator[ahead.Made]]:
        """Make kernels before they are called: how many, and each as soon as it is made.

        Parameters
        ----------
        wanted
            What will be computed.
        forms
            Of the kernels: ``"constant"`` and ``"general"``; if none is named, the one that
            ``FILTERGRAD_GPU_FORM`` says, or the constant one.
        processes
            That compile at a time.
        """
        asked = knobs.current().gpu_form
        forms = forms or ((CONSTANT,) if asked == "both" else (asked,))
        jobs = ahead.distinct(
            ahead.Job(launch, self.arch, form)
            for spec, strides, accumulate in wanted
            for launch in self._module(spec, strides, accumulate).launches
            for form in forms
        )
        return len(jobs), ahead.made(jobs, processes)

    def _module(
        self, spec: Spec, strides: tuple[Strides, Strides, Strides], accumulate: bool
    ) -> Module:
        plan = self.compiled(spec, accumulate).plan
        return choose.algorithm(plan).module(plan, _steps(spec, strides), accumulate)

    def layout(self, sizes: Sizes, strides: Strides, itemsize: int) -> tuple[Layout, Strides]:
        """How an array lies in memory, and its strides with those of axes of length 1 made plain.

        Parameters
        ----------
        sizes, strides
            In the order n, h, w, c; strides in bytes.
        itemsize
            Bytes of an element.
        """
        found, plain = layout(sizes, strides, itemsize)
        whole = all(step % 16 == 0 for step in plain[:3])
        return found._replace(aligned=found.kind == "rows" and whole), plain

    def trial(self, laid: tuple[Spec, Strides, Strides], x: Array, dy: Array) -> Trial:
        """What runs plans on a device of the architecture, for x and dy, to time them.

        Raises
        ------
        ValueError
            If there is no such device.
        """
        spec, x_strides, dy_strides = laid
        problem, size = spec.problem, SIZES[spec.problem.dtype]
        found = trials.Trial(self._device(), problem, x, dy)
        dw = dense_strides(problem.filter_shape)
        steps = Steps(_elements(x_strides, size), _elements(dy_strides, size), _elements(dw, 1))
        return lambda plan: found(self.kernel(problem, plan).prepared(steps, accumulate=False))

    # ---- arrays on a device ----

    def empty(self, like: Operand, shape: tuple[int, ...], dtype: str) -> Any:
        """An array for the result, where ``like`` lies, of its owner's kind if that lends any."""
        return owners.of(like).empty(shape, dtype, owners.number(like.device))

    def given(self, like: Operand, result: Any) -> Any:
        """The result as the namespace of ``like`` has it."""
        return owners.of(like).given(result)

    def clear(self, x: Operand, out: Operand) -> None:
        """Fill an array with zeros, on the stream of x's owner."""
        call.clear(x, out)

    def prepared(
        self, spec: Spec, steps: tuple[Strides, Strides, Strides], accumulate: bool
    ) -> call.Call:
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
        prepared = self.compiled(spec, accumulate).prepared(_steps(spec, steps), accumulate)
        return call.Call(self.arch, prepared)

    def rig(self) -> Rig:
        """The first device of the architecture, to be measured.

        Raises
        ------
        ValueError
            If there is none.
        """
        return Rig(self._device(), self.build)

    def absent(self) -> str:
        """Why nothing can be run here; empty if a device of the architecture is at hand."""
        return driver.absent(self.arch.name)

    def _device(self) -> int:
        """The number of the first device of the architecture.

        Raises
        ------
        ValueError
            If there is none.
        """
        if absent := self.absent():
            raise ValueError(absent)
        found = driver.driver().devices
        return next(one.number for one in found if one.arch == self.arch.name)

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

    def peak(self, dtype: str) -> Peak:
        """The row's figure for the multiply-adds of a dtype: nothing is measured."""
        products = self.arch.float32_products if dtype == "float32" else "ieee"
        return Nominal(rate(self.arch, dtype, products))

    def seconds(self, priced: Priced) -> float:
        """Seconds of the nominal card that a price stands for."""
        return priced.price.wall / self.arch.clock

    def bandwidth(self) -> float:
        """The row's figure for memory, bytes a second."""
        return self.arch.memory_rate

    def resources(self, spec: Spec) -> dict[str, Any]:
        """What the machine code of the main kernel takes and does, by name.

        Raises
        ------
        ImportError
            If it must be compiled and Triton is not installed.
        RuntimeError
            If Triton is not there to read it.
        """
        return resources.resources(self.main(spec))._asdict()

    def main(self, spec: Spec) -> Binary:
        """The binary of what makes the products of dense arrays, in its constant form.

        Raises
        ------
        ImportError
            If it must be compiled and Triton is not installed.
        """
        plan = self.compiled(spec).plan
        module = choose.algorithm(plan).module(plan, dense(spec.problem), False)
        return build.binary(module.main, self.arch, CONSTANT)

    def timed(self, kernel: Kernel, call: Callable[[], None]) -> None:
        """Run ``call``, a launch of ``kernel``, wait for it, and print one line about it."""
        show.timed(kernel.problem, self._device(), call)

    def predicted(self, priced: Priced, problem: Problem) -> float:
        """The share of the multiply-add peak that a price promises."""
        plan = priced.plan
        peak = rate(self.arch, problem.dtype, plan.products)
        return 2 * problem.macs / peak / self.seconds(priced)


def _steps(spec: Spec, strides: tuple[Strides, Strides, Strides]) -> Steps:
    """The strides of x, dy and dW, in bytes before and in elements now."""
    itemsize = SIZES[spec.problem.dtype]
    return Steps(*[_elements(one, itemsize) for one in strides])


def _elements(strides: tuple[int, ...], itemsize: int) -> Strides:
    n, h, w, c = (step // itemsize for step in strides)
    return n, h, w, c


class Nominal(NamedTuple):
    """A multiply-add peak that is not measured."""

    flops: float

    def rate(self, seconds: float) -> float:
        """Floating-point operations a second."""
        del seconds
        return self.flops


def detected() -> dict[str, Any]:
    """What there is of GPUs here, and what is missing, by name."""
    return present.found()


def at_hand() -> list[str]:
    """A device of each architecture here, by its name."""
    return present.names()


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
        return _engine(architectures.named(driver.driver().arch(owners.number(device))))
    return _engine(architectures.named(device))
