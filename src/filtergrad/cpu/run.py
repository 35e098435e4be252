"""A kernel: machine code that computes one problem, with the whole history of how it came to be.

In: addresses and strides. Out: dW in memory. Floor 4. Nothing here checks anything: see `problem` and `api`.
"""

from __future__ import annotations

import ctypes
import threading
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from filtergrad.problem import Problem

from . import finish, pool
from .direct import ARGUMENTS
from .jit import Binary
from .plan import Plan

KEPT_BYTES = 64 << 20  # the largest workspace that a thread keeps for its next call

_Arguments = ctypes.c_int64 * len(ARGUMENTS)
_Phases = ctypes.c_int64 * 6


@dataclass(frozen=True)
class Kernel:
    """Problem, plan, binary: every stage of one compilation, ready to run.

    Parameters
    ----------
    problem
        What the user asked for.
    plan
        How it is computed.
    binary
        The code; ``binary.ir`` and ``binary.assembly`` show it.
    """

    problem: Problem
    plan: Plan
    binary: Binary = field(repr=False)

    @cached_property
    def phases(self) -> tuple[tuple[int, int], ...]:
        """(function, tasks) of what runs one after the other."""
        phases = [(self.binary.addresses["main"], self.plan.tasks)]
        if not self.plan.direct:
            phases.append((self.binary.addresses["finish"], finish.tasks(self.plan)))
        return tuple(phases)

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that a call takes with the present number of threads."""
        return self.plan.workspace_bytes(pool.get_num_threads())

    def launch(
        self,
        x: int,
        x_strides: tuple[int, int, int, int],
        dy: int,
        dy_strides: tuple[int, int, int, int],
        out: int,
        old: int = 0,
    ) -> None:
        """Compute dW at ``out``.

        Parameters
        ----------
        x, dy, out, old
            Addresses; ``out`` and ``old`` are dense. With ``old`` its numbers are added (the plan is then not direct).
        x_strides, dy_strides
            In bytes, in the order n, h, w, c whatever the data format.
        """
        if self.plan.problem is not self.problem:  # flattened: pixels were cut into other rows
            width = self.plan.problem.w
            x_strides, dy_strides = (
                (n, width * w, w, c) for n, _, w, c in (x_strides, dy_strides)
            )
        plan, threads = self.plan, pool.get_num_threads()
        partials = plan.partials * plan.partial_bytes
        room = workspace(partials + min(threads, plan.tasks) * plan.panel_bytes + 64)
        partial = -(-room.ctypes.data // 64) * 64 if room is not None else 0
        panels = partial + -(-partials // 64) * 64
        arguments = _Arguments(
            x, dy, out, partial, panels, *x_strides, *dy_strides, old, plan.panel_bytes
        )
        at = ctypes.addressof(arguments)
        if len(self.phases) == 1:
            function, tasks = self.phases[0]
            pool.run(function, at, tasks, threads)
        else:
            (main, tasks), (end, rows) = self.phases
            records = _Phases(main, at, tasks, end, at, rows)
            pool.run_phases(ctypes.addressof(records), 2, threads)


_kept = threading.local()


def workspace(size: int) -> npt.NDArray[np.uint8] | None:
    """At least ``size`` bytes, from the caller's last call where that is enough (fresh pages cost more than sums)."""
    room: npt.NDArray[np.uint8] | None = getattr(_kept, "room", None)
    size += 64
    if room is None or room.size < size:
        room = np.empty(size, np.uint8)
        if size <= KEPT_BYTES:
            _kept.room = room
    return room
