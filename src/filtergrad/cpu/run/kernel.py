"""A kernel: machine code that computes one problem, with the whole history of how it came to be.

In: addresses and strides. Out: dW in memory. Nothing here checks anything: see `problem`
and `api`.
"""

from __future__ import annotations

import ctypes
import struct
import threading

import numpy as np

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.plan import KEPT_BYTES, Plan
from filtergrad.cpu.code import finish
from filtergrad.cpu.code.task import ARGUMENTS, STRIDES
from filtergrad.engine import Strides
from filtergrad.problem import Problem

from . import pool
from .jit import Binary

# Two records of a phase, then the arguments. Packed into bytes and copied at once: a third of the
# time in which ctypes takes fifteen numbers, and still a block of its own for each call.
_RECORDS = 6
_pack_arguments = struct.Struct(f"{8 * _RECORDS}x{len(ARGUMENTS)}q").pack
_pack_records = struct.Struct(f"{_RECORDS}q").pack_into
_new_block = (ctypes.c_int64 * (_RECORDS + len(ARGUMENTS))).from_buffer_copy


class Kernel:
    """Problem, plan, binary: every stage of one compilation, ready to be launched.

    Parameters
    ----------
    problem
        What the user asked for.
    plan
        How it is computed.
    binary
        The code; ``binary.ir`` and ``binary.assembly`` show it.
    """

    def __init__(self, problem: Problem, plan: Plan, binary: Binary) -> None:
        self.problem, self.plan, self.binary = problem, plan, binary
        # Worked out once: a small problem takes less time than asking the plan again.
        sizes = plan.sizes.values()
        self._sizes = (ctypes.c_int64 * len(sizes))(*sizes)
        self._sizes_at = ctypes.addressof(self._sizes)
        self._main, self._tasks = binary.addresses["main"], plan.tasks
        self._partials, self._panel = plan.partials * plan.partial_bytes, plan.panel_bytes
        self._slots = plan.slots(pool.MAX_THREADS)
        self._finish = 0 if plan.writes_dw else binary.addresses["finish"]
        self._rows = 0 if plan.writes_dw else finish.tasks(plan)

    def __repr__(self) -> str:
        return f"Kernel({self.problem!r}, {self.plan!r})"

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that a call takes with the present number of threads."""
        return self.plan.workspace_bytes(pool.get_num_threads())

    @property
    def ir(self) -> str:
        """The LLVM IR as it was emitted."""
        return self.binary.ir

    @property
    def assembly(self) -> str:
        """The machine code as text."""
        return self.binary.assembly

    def steps(self, strides: Strides) -> Strides:
        """The strides to launch with: others where the plan cut the pixels into rows of its own."""
        if self.plan.problem.s != self.problem.s or self.plan.problem == self.problem:
            return strides
        n, _, w, c = strides
        return n, self.plan.problem.w * w, w, c

    def launch(
        self, x: int, x_steps: Strides, dy: int, dy_steps: Strides, out: int, old: int = 0
    ) -> None:
        """Compute dW at ``out``.

        Parameters
        ----------
        x, dy, out, old
            Addresses; ``out`` and ``old`` are dense. With ``old`` its numbers are added (the plan
            then does not write dW itself).
        x_steps, dy_steps
            From `steps`: in bytes, in the order n, h, w, c whatever the data format.
        """
        threads = min(pool.get_num_threads(), self._slots)
        size = self._partials + threads * self._panel
        partials, _owner = workspace(size)
        panels = partials + ceil_div(self._partials, 64) * 64
        arguments = (
            x,
            dy,
            out,
            partials,
            panels,
            *x_steps,
            *dy_steps,
            old,
            self._panel,
            self._sizes_at,
        )
        block = _new_block(_pack_arguments(*arguments))
        at = ctypes.addressof(block)
        arguments_at = at + 8 * _RECORDS
        if not self._finish:
            pool.run(self._main, arguments_at, self._tasks, threads)
        else:
            main, finish_ = self._main, self._finish
            _pack_records(
                block, 0, main, arguments_at, self._tasks, finish_, arguments_at, self._rows
            )
            pool.run_phases(at, 2, threads)

    def record(self, x_steps: Strides, dy_steps: Strides) -> dict[str, int]:
        """What `launch` knows, for native callers, by the names of `native.code.RECORD`."""
        return {
            "main": self._main,
            "tasks": self._tasks,
            "finish": self._finish,
            "rows": self._rows,
            "partials": self._partials,
            "panel_bytes": self._panel,
            "sizes": self._sizes_at,
            "slots": self._slots,
            **dict(zip(STRIDES, (*x_steps, *dy_steps), strict=True)),
        }


_kept = threading.local()


def workspace(size: int) -> tuple[int, object]:
    """The address, on a cache line, of ``size`` bytes, and what keeps them alive.

    They are those of this thread's last call where that is enough: fresh pages cost more than the
    sums made in them.
    """
    kept = getattr(_kept, "workspace", None)
    if kept is not None and kept[0] >= size:
        return kept[1], kept
    memory = np.empty(size + 128, np.uint8)
    address = ceil_div(memory.ctypes.data, 64) * 64
    if size <= KEPT_BYTES:
        # One store: an exception between two would leave one's size with another's memory.
        _kept.workspace = size, address, memory
    return address, memory
