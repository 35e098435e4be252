"""The roof: the multiply-adds a second that this machine really does, now, with these threads.

In: a dtype and a number of threads. Out: a `Peak` to ask again and again. Nothing is
read from a data sheet, because clocks, neighbours and virtual machines do not read it either.
"""

from __future__ import annotations

import functools
import time

import numpy as np
from llvmlite import ir

from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.code.convert import NUMBERS
from filtergrad.cpu.code.ir import I64, Code, splat, vector
from filtergrad.cpu.code.task import TASK_PARAMETERS
from filtergrad.cpu.code.tile import multiply_add
from filtergrad.dtypes import SIZES

from . import jit, pool
from .host import chosen

_ROUNDS = 4  # steps of every accumulator between two branches
_TASKS = 8  # a thread: few enough to cost nothing, enough that a late worker is seen as lost speed
_LINE = 64  # bytes: the arguments, then one line a task for its result, so that no two tasks share


class Peak:
    """Fused multiply-adds on registers alone, on every thread.

    Parameters
    ----------
    dtype
        What is multiplied and added: ``float32`` or ``float64``.
    threads
        How many threads take part.
    """

    def __init__(self, dtype: str, threads: int) -> None:
        isa = chosen()
        self.dtype, self.threads, self.isa = dtype, threads, isa.name
        self._binary = _assembled(dtype, isa)
        self._tasks = threads * (_TASKS if threads > 1 else 1)
        self._flops = 2 * isa.lanes(SIZES[dtype]) * _accumulators(isa) * _ROUNDS * self._tasks
        self._arguments = np.zeros((1 + self._tasks) * _LINE // 8, np.float64)
        # Factors near one half keep every number ordinary: a denormal would be slower.
        self._arguments[1:3] = np.array([0.5, 0.5])
        self._iterations = self._arguments.view(np.int64)[:1]
        self._run(1000)  # pages touched, workers awake
        self._speed = self._run(1000)

    def rate(self, seconds: float) -> float:
        """Floating-point operations a second over about ``seconds`` of work."""
        speed = self._run(max(1, round(seconds * self._speed / self._flops)))
        # Always sized by the best: a slow moment must not make the next run too short to judge.
        self._speed = max(self._speed, speed)
        return speed

    def _run(self, iterations: int) -> float:
        self._iterations[0] = iterations
        start = time.perf_counter()
        pool.run(
            self._binary.addresses["peak"], self._arguments.ctypes.data, self._tasks, self.threads
        )
        return iterations * self._flops / (time.perf_counter() - start)


def _accumulators(isa: Isa) -> int:
    # Latency times pipes is 8 on current x86 and 16 on wide AArch64 cores, and so many chains keep
    # the pipes full. Two registers hold the factors.
    return 12 if isa.registers <= 16 else 24


@functools.cache
def _assembled(dtype: str, isa: Isa) -> jit.Binary:
    parts = ("peak", dtype, isa.name)
    return jit.assemble(parts, lambda: emit(dtype, isa), ("peak",), isa.cpu, isa.llvm_features)


def emit(dtype: str, isa: Isa) -> ir.Module:
    """Write the task: independent chains ``acc = acc * a + b``, as many as registers hold."""
    module = ir.Module("peak")
    code = Code(module, "peak", TASK_PARAMETERS, internal=False)
    args, task, *_ = code.arguments
    lanes = isa.lanes(SIZES[dtype])
    kind, wide = vector(NUMBERS[dtype], lanes), NUMBERS["float64"]

    def factor(offset: int) -> ir.Value:
        scalar = code.load(wide, args, offset)
        narrow = scalar if dtype == "float64" else code.b.fptrunc(scalar, NUMBERS[dtype])
        return code.broadcast(narrow, lanes)

    a, b = factor(8), factor(16)
    # Each starts from another number: equal chains would be merged into one.
    accs = [code.variable(kind, splat(kind, float(i))) for i in range(_accumulators(isa))]
    with code.loop(0, code.load(I64, args)):
        for acc in accs * _ROUNDS:
            value = multiply_add(code, isa, code.b.load(acc, typ=kind), a, b)
            code.b.store(value, acc)
    total = functools.reduce(code.b.fadd, [code.b.load(acc, typ=kind) for acc in accs])
    code.store(total, args, code.mul(code.add(task, 1), _LINE))
    code.ret()
    return module
