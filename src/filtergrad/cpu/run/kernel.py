"""A kernel: machine code that computes one problem, with the whole history of how it came to be.

In: addresses and strides. Out: dW in memory. Nothing here checks anything: see `problem`
and `api`.
"""

from __future__ import annotations

import ctypes
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

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


STAND_IN_CALLS = 16
"""How many calls another plan's code stands in for, before a kernel has code of its own."""


class Code(NamedTuple):
    """A plan's code and all that a launch needs of it, worked out once.

    A small problem takes less time than asking the plan again. It is exchanged as a whole.
    """

    plan: Plan
    binary: Binary
    words: ctypes.Array[ctypes.c_int64]  # the plan's sizes, and their address:
    sizes: int
    main: int
    tasks: int
    partials: int
    panel: int
    slots: int
    finish: int
    rows: int

    @classmethod
    def of(cls, plan: Plan, binary: Binary) -> Code:
        """Work it out."""
        sizes = plan.sizes.values()
        words = (ctypes.c_int64 * len(sizes))(*sizes)
        finishes = not plan.writes_dw
        return cls(
            plan, binary, words, ctypes.addressof(words), binary.addresses["main"], plan.tasks,
            plan.partials * plan.partial_bytes, plan.panel_bytes, plan.slots(pool.MAX_THREADS),
            binary.addresses["finish"] if finishes else 0, finish.tasks(plan) if finishes else 0,
        )  # fmt: skip

    def record(self, x_steps: Strides, dy_steps: Strides) -> dict[str, int]:
        """What `Kernel.launch` knows, for native callers, by the names of `native.code.RECORD`.

        It is true as long as somebody has this object.
        """
        return {
            "main": self.main,
            "tasks": self.tasks,
            "finish": self.finish,
            "rows": self.rows,
            "partials": self.partials,
            "panel_bytes": self.panel,
            "sizes": self.sizes,
            "slots": self.slots,
            **dict(zip(STRIDES, (*x_steps, *dy_steps), strict=True)),
        }


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
    own
        If they stand in for a better plan: makes that plan's binary. It is asked after some calls.
    """

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        binary: Binary,
        own: Callable[[], tuple[Plan, Binary]] | None = None,
    ) -> None:
        self.problem = problem
        self.code = Code.of(plan, binary)
        self._own, self.calls_left = own, STAND_IN_CALLS if own else 0

    def __repr__(self) -> str:
        return f"Kernel({self.problem!r}, {self.plan!r})"

    @property
    def plan(self) -> Plan:
        """How it is computed, by now."""
        return self.code.plan

    @property
    def binary(self) -> Binary:
        """The code."""
        return self.code.binary

    def settled(self) -> Kernel:
        """The kernel, with code of its own from now on: what stood in has the same bits.

        Other threads may be running what stood in; they keep it. If there is no memory to compile
        in, it stands in for some more calls.
        """
        own = self._own
        self.calls_left = STAND_IN_CALLS if own else 0
        if own:
            with suppress(MemoryError):
                self.code = Code.of(*own())
                self._own, self.calls_left = None, 0
        return self

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
        if self.calls_left:
            self._count()
        code = self.code
        threads = min(pool.get_num_threads(), code.slots)
        size = code.partials + threads * code.panel
        partials, _owner = workspace(size)
        panels = partials + ceil_div(code.partials, 64) * 64
        arguments = x, dy, out, partials, panels, *x_steps, *dy_steps, old, code.panel, code.sizes
        block = _new_block(_pack_arguments(*arguments))
        at = ctypes.addressof(block)
        arguments_at = at + 8 * _RECORDS
        if not code.finish:
            pool.run(code.main, arguments_at, code.tasks, threads)
        else:
            _pack_records(
                block, 0, code.main, arguments_at, code.tasks, code.finish, arguments_at, code.rows
            )
            pool.run_phases(at, 2, threads)

    def _count(self) -> None:
        """Count a call for which other code stands in; after the last one it has done its duty."""
        self.calls_left -= 1
        if self.calls_left <= 0:  # other threads count, too, and may have been quicker
            self.settled()


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
