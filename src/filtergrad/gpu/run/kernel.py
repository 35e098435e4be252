"""A kernel: the launches that compute one problem, with the whole history of how they came to be.

In: strides, then addresses and a stream. Out: dW in a device's memory, once the stream is there.
Nothing here checks anything, waits for anything or takes memory; see `problem` and `api`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias

from filtergrad.engine import Sizes, Strides
from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.launch import Launch, Module
from filtergrad.gpu.base.plan import Plan
from filtergrad.problem import Problem
from filtergrad.recent import Recent

from . import background, resources
from . import door as doors
from .binary import Binary
from .blocks import Function, Record
from .device import Device
from .door import Launcher
from .driver import driver

_STRIDES = 32  # for so many, in a generation, launches stay prepared


class Pair(Protocol):
    """The forms of a launch, as `background.Pair` has them."""

    @property
    def binary(self) -> Binary:
        """The best form that is ready."""

    @property
    def settled(self) -> bool:
        """Whether that will not change any more."""


Build: TypeAlias = Callable[[Launch, Arch], Pair]


class Kernel:
    """Problem, plan, binaries: every stage of one compilation, ready to be launched.

    Parameters
    ----------
    problem
        What the user asked for.
    plan
        How it is computed.
    module
        What a plan launches, for arrays of some strides; the last argument adds the old dW.
    build
        Makes the binaries of a launch.
    """

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        module: Callable[[Plan, Steps, bool], Module],
        build: Build = background.Pair,
    ) -> None:
        self.problem, self.plan = problem, plan
        self._module, self._build = module, build
        self._prepared: Recent[tuple[Steps, bool], Prepared] = Recent(_STRIDES)

    def __repr__(self) -> str:
        return f"Kernel({self.problem!r}, {self.plan!r})"

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that a call takes."""
        return self.plan.workspace_bytes

    @property
    def main(self) -> Binary:
        """The binary of what makes the products, for dense arrays."""
        prepared = self.prepared(dense(self.problem), accumulate=False)
        return prepared.main

    @property
    def ir(self) -> str:
        """The code as text, before NVIDIA's assembler."""
        return self.main.ptx

    @property
    def assembly(self) -> str:
        """The machine code as text, where NVIDIA's disassembler is installed."""
        return resources.sass(self.main)

    def prepared(self, steps: Steps, accumulate: bool) -> Prepared:
        """What is launched for arrays of some strides, in elements; made once."""
        key = (steps, accumulate)
        found = self._prepared[key]
        if found is None:
            module, arch = self._module(self.plan, steps, accumulate), self.plan.isa
            pairs = tuple(self._build(launch, arch) for launch in module.launches)
            found = self._prepared.put(key, Prepared(module, pairs))
        return found


class _State(NamedTuple):
    """Binaries and what was made of them on each device; another state takes its place at once."""

    binaries: tuple[Binary, ...]
    records: dict[int, Record]


class Prepared:
    """Launches whose arguments are laid out, but for addresses and the stream.

    Parameters
    ----------
    module
        What is launched.
    pairs
        The forms of its launches, in order.
    """

    def __init__(self, module: Module, pairs: tuple[Pair, ...]) -> None:
        self.module, self._pairs = module, pairs
        self.workspace_bytes = module.workspace_bytes
        self._state = _State(tuple(pair.binary for pair in pairs), {})
        self._settled = all(pair.settled for pair in pairs)
        self._door: Launcher | None = None

    @property
    def binaries(self) -> tuple[Binary, ...]:
        """Those of the launches, in order."""
        return self._state.binaries

    @property
    def main(self) -> Binary:
        """The one of what makes the products."""
        return self.binaries[self.module.launches.index(self.module.main)]

    def launch(self, device: int, x: int, dy: int, dw: int, work: int, stream: int) -> None:
        """Compute dW, when the stream is there.

        Parameters
        ----------
        device
            The number of the one in whose memory all of it lies.
        x, dy, dw
            Addresses of the first numbers.
        work
            The address of the workspace, a multiple of 16.
        stream
            The driver's handle.

        Raises
        ------
        DriverError
            If the driver refuses a launch.
        """
        if not self._settled:
            self.refresh(device, stream)
        record = self._state.records.get(device)
        if record is None or record.device.calls is not driver().calls:
            record = self.load(device)
        door = self._door
        if door is None or not record.native:
            record.launch(x, dy, dw, work, stream)
        elif status := door(record.address, x, dy, dw, work, stream):
            raise record.device.calls.error(*doors.failed(status))

    def load(self, device: int) -> Record:
        """Load the code on a device, and lay out the arguments; `launch` does so where needed."""
        if self._door is None:
            self._door = _door()
        return self._loaded(self._state, driver().device(device))

    def _loaded(self, state: _State, device: Device) -> Record:
        functions = [Function(device.load(binary), binary) for binary in state.binaries]
        record = Record(device, list(zip(self.module.launches, functions, strict=True)))
        state.records[device.number] = record
        return record

    def refresh(self, device: int, stream: int) -> bool:
        """Take better binaries if there are any by now; say whether there were.

        Calls that run meanwhile launch the old ones or the new ones, all of them: both give the
        same bits. Nothing is loaded while the stream is being recorded.
        """
        old, binaries = self._state, tuple(pair.binary for pair in self._pairs)
        if binaries != old.binaries:
            if driver().capturing(device, stream):
                return False
            new = _State(binaries, {})
            for record in list(old.records.values()):
                self._loaded(new, record.device)
            self._state = new
        self._settled = all(pair.settled for pair in self._pairs)
        return binaries != old.binaries


def _door() -> Launcher | None:
    """The machine code that launches; None where LLVM is not there, and Python launches."""
    try:
        return doors.door().launch
    except (ImportError, RuntimeError, OSError, MemoryError):
        return None


def dense(problem: Problem) -> Steps:
    """The strides of dense arrays in elements."""
    p = problem
    last = p.data_format == "NHWC"
    return Steps(
        _rows((p.n, p.h, p.w, p.c), last=last),
        _rows((p.n, p.p, p.q, p.k), last=last),
        (p.s * p.c_per_group * p.k, p.c_per_group * p.k, p.k, 1),
    )


def _rows(sizes: Sizes, *, last: bool) -> Strides:
    _, h, w, c = sizes
    return (h * w * c, w * c, c, 1) if last else (h * w * c, w, 1, h * w)
