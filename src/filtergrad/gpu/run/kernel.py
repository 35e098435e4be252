"""A kernel: the launches that compute one problem, with the whole history of how they came to be.

In: strides, then addresses and a stream. Out: dW in a device's memory, once the stream is there.
Nothing here checks anything, waits for anything or takes memory; see `problem` and `api`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeAlias

from filtergrad.engine import Sizes, Strides
from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.launch import Launch, Module
from filtergrad.gpu.base.plan import Plan
from filtergrad.problem import Problem
from filtergrad.recent import Recent

from . import door as doors
from .binary import GENERAL, Binary
from .blocks import Record
from .door import Launcher
from .driver import Device

Ready: TypeAlias = Callable[[Launch, Arch], Binary]
"""The best binary of a launch that is at hand; it may be a better one when asked again."""

_STRIDES = 32  # for so many, in a generation, launches stay prepared
_PATIENCE = 0.2  # seconds after which it is asked again for better binaries


class Kernel:
    """Problem, plan, binaries: every stage of one compilation, ready to be launched.

    Parameters
    ----------
    problem
        What the user asked for.
    plan
        How it is computed.
    module
        What the plan launches, for arrays of some strides; the last argument adds the old dW.
    ready
        Gives the binary of a launch.
    """

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        module: Callable[[Steps, bool], Module],
        ready: Ready,
    ) -> None:
        self.problem, self.plan = problem, plan
        self._module, self._ready = module, ready
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
        from . import resources

        return resources.sass(self.main)

    def prepared(self, steps: Steps, accumulate: bool) -> Prepared:
        """What is launched for arrays of some strides, in elements; made once."""
        key = (steps, accumulate)
        found = self._prepared[key]
        if found is None:
            module = self._module(steps, accumulate)
            found = Prepared(module, partial(self._binary, self.plan.isa))
            found = self._prepared.put(key, found)
        return found

    def _binary(self, arch: Arch, launch: Launch) -> Binary:
        return self._ready(launch, arch)


class _State(NamedTuple):
    """Binaries and what was made of them on each device; another state takes its place at once."""

    binaries: tuple[Binary, ...]
    records: dict[int, Record]

    @property
    def best(self) -> bool:
        """Whether no better binary can come."""
        return all(binary.form != GENERAL for binary in self.binaries)


class Prepared:
    """Launches whose arguments are laid out, but for addresses and the stream.

    Parameters
    ----------
    module
        What is launched.
    ready
        Gives the binary of a launch.
    """

    def __init__(self, module: Module, ready: Callable[[Launch], Binary]) -> None:
        self.module, self._ready = module, ready
        self.workspace_bytes = module.workspace_bytes
        self._state = _State(tuple(map(ready, module.launches)), {})
        self._door: Launcher | None = None
        self._final, self._again = self._state.best, time.monotonic() + _PATIENCE

    @property
    def binaries(self) -> tuple[Binary, ...]:
        """Those of the launches, in order."""
        return self._state.binaries

    @property
    def main(self) -> Binary:
        """The one of what makes the products."""
        for launch, binary in zip(self.module.launches, self.binaries, strict=True):
            if not launch.source.startswith("filtergrad.gpu.code."):
                return binary
        return self.binaries[-1]

    def launch(self, device: Device, x: int, dy: int, dw: int, work: int, stream: int) -> None:
        """Compute dW, when the stream is there.

        Parameters
        ----------
        device
            Where all of it lies.
        x, dy, dw
            Addresses of the first numbers.
        work
            The address of the workspace, a multiple of 16.
        stream
            The driver's handle; 0 is the device's usual one.

        Raises
        ------
        DriverError
            If the driver refuses a launch.
        """
        if device.driver.forked:
            raise device.driver.lost()
        if not self._final and time.monotonic() > self._again:
            self.refresh(device, stream)
        record = self._state.records.get(device.number)
        if record is None or record.device is not device:
            record = self.load(device)
        door = self._door
        if door is None or not record.native:
            record.launch(x, dy, dw, work, stream)
        elif status := door(record.address, x, dy, dw, work, stream):
            raise device.calls.error(*doors.failed(status))

    def load(self, device: Device) -> Record:
        """Load the code on a device, and lay out the arguments; `launch` does so where needed."""
        if self._door is None:
            self._door = _door()
        return self._loaded(self._state, device)

    def _loaded(self, state: _State, device: Device) -> Record:
        functions = [device.load(binary) for binary in state.binaries]
        record = Record(device, list(zip(self.module.launches, functions, strict=True)))
        state.records[device.number] = record
        return record

    def refresh(self, device: Device, stream: int) -> bool:
        """Take better binaries if there are any by now; say whether there were.

        Calls that run meanwhile launch the old ones or the new ones, all of them: both give the
        same bits. Nothing is loaded while the stream is being recorded.
        """
        self._again = time.monotonic() + _PATIENCE
        with device.current():
            if device.driver.capturing(stream):
                return False
        old = self._state
        new = _State(tuple(map(self._ready, self.module.launches)), {})
        if new.binaries == old.binaries:
            return False
        for record in list(old.records.values()):
            self._loaded(new, record.device)
        self._state, self._final = new, new.best
        return True


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
