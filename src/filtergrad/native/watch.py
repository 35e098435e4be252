"""What `FILTERGRAD_SUMMARY` counts of native calls: how many, and how long they took.

In: records and their calls. Out: a `launch` that counts and measures what it calls, in a door that
is opened where the knob asks for it, and rows of `summary`. PyTorch's calls are counted by a kernel
in Python, which has a say in all of them (`torch.watch`).
"""

from __future__ import annotations

import ctypes
from typing import Final

from llvmlite import ir

from filtergrad import summary
from filtergrad.cpu.code.ir import I32, I64, PTR, Value

from .code import CLOCK, RECORD, DoorCode
from .tables import Entry

HOSTS: Final = {"jax": "JAX", "tensorflow": "TensorFlow", "onnx": "ONNX Runtime"}
"""The hosts whose calls are counted here, by the names of their packages."""
_MONOTONIC = 1  # CLOCK_MONOTONIC, on Linux
_BILLION = 10**9


def launch(built: ir.Module, work: str) -> None:
    """Write `launch`, which calls the function ``work``, and adds to the counts in the record."""
    code = DoorCode(built, "launch", PTR, record=PTR, x=PTR, dy=PTR, out=PTR)
    record = code.arguments[0]
    start = _now(code)
    text = code.invoke(work, *code.arguments)
    took = code.sub(_now(code), start)
    before = code.b.atomic_rmw("add", code.at(record, RECORD.at("calls")), code.i64(1), "monotonic")
    with code.when(code.equal(before, 0)):
        code.store(took, record, RECORD.at("first"))
    code.b.atomic_rmw("add", code.at(record, RECORD.at("nanoseconds")), took, "monotonic")
    code.ret(text)


def _now(code: DoorCode) -> Value:
    """Nanoseconds since some moment."""
    parts = code.array(2, "time")
    kind = ir.FunctionType(I32, [I32, PTR])
    code.call(code.word(CLOCK), kind, ir.Constant(I32, _MONOTONIC), parts)
    return code.add(code.mul(code.load(I64, parts), _BILLION), code.load(I64, parts, 8))


def watch(host: str, layer: str, how: str, entry: Entry, seconds: float) -> None:
    """Let the summary read what a record counts.

    Parameters
    ----------
    host, layer, how
        As for a row of the summary.
    entry
        The record's; it is read when it is no longer in use, too.
    seconds
        What it took to make it, which belongs to the first call.
    """
    counts = _counts(entry)

    def read() -> tuple[int, float, float]:
        calls, took, first = (counts[name].value for name in ("calls", "nanoseconds", "first"))
        return calls, seconds + took / _BILLION, seconds + first / _BILLION

    summary.native(entry.address, host, layer, how, read)


def _counts(entry: Entry) -> dict[str, ctypes.c_int64]:
    """The words of a record in which calls count, which keep its memory."""
    before = 8 * (len(entry.words) - len(RECORD))
    return {
        name: ctypes.c_int64.from_buffer(entry.words, before + RECORD.at(name))
        for name in ("calls", "nanoseconds", "first")
    }
