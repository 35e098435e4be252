"""What was computed and what was left to a host, by layer: for `FILTERGRAD_SUMMARY`.

In: each call, where it was asked for. Out: a table, printed when the process ends. A thread writes
rows of its own only, so that none waits for another and no call is lost.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from filtergrad import knobs
from filtergrad.engine import Engine, Kernel
from filtergrad.problem import Problem


class Row(NamedTuple):
    """Calls of one kind.

    Parameters
    ----------
    host
        Whose call it was: ``"Python"`` for those with arrays.
    layer
        Dtype, format and sizes, in words.
    how
        The algorithm; or, of calls that were left to the host, why.
    ours
        Whether filtergrad has computed them.
    calls
        How many; None where nobody counts.
    seconds
        All together; None where nobody waited for the end.
    first
        Seconds of the first call, which may have compiled the kernel; of each thread's, together.
    """

    host: str
    layer: str
    how: str
    ours: bool
    calls: int | None
    seconds: float | None
    first: float | None


_Key = tuple[int, str, str, str, bool]
_calls: dict[_Key, list[float]] = {}  # calls, seconds or -1, the first call's
# Calls of machine code, by the address of what counts them: host, layer, how, and what reads it.
_native: dict[int, tuple[str, str, str, Callable[[], tuple[int, float, float]]]] = {}
_owner: list[int] = []  # the process that prints


def count(host: str, layer: str, how: str, seconds: float = -1, *, ours: bool = True) -> None:
    """Note a call; without seconds nobody has measured it."""
    key = threading.get_ident(), host, layer, how, ours
    row = _calls.get(key)
    if row is None:
        _begin()
        row = _calls.setdefault(key, [0, 0, seconds])
    row[0] += 1
    row[1] = -1 if seconds < 0 else row[1] + seconds


def told(problem: Problem, engine: Engine, kernel: Kernel, launch: Callable[[], None]) -> None:
    """Launch a kernel for a call with arrays, and print or note what the knobs ask for."""
    settings = knobs.current()
    start = time.perf_counter()
    if settings.debug:
        engine.timed(kernel, launch)
    else:
        launch()
    seconds = time.perf_counter() - start
    if settings.summary:
        count("Python", layer(problem), engine.summary(kernel.plan), seconds)


def seen(host: str, layer: str, how: str, *, ours: bool = True) -> None:
    """Note that there are calls of a kind, which nobody counts."""
    _begin()
    _calls.setdefault((threading.get_ident(), host, layer, how, ours), [-1, -1, -1])


def native(
    address: int, host: str, layer: str, how: str, read: Callable[[], tuple[int, float, float]]
) -> None:
    """Note that machine code counts calls of a kind: their number, seconds, and the first's."""
    _begin()
    _native.setdefault(address, (host, layer, how, read))


def forget() -> None:
    """Begin anew."""
    _calls.clear()
    _native.clear()


def rows() -> list[Row]:
    """What was noted, the most time first, and what was left behind it."""
    found: dict[tuple[str, str, str, bool], list[float]] = {}
    noted = [(key[1:], values) for key, values in list(_calls.items())]
    for host, layer, how, read in list(_native.values()):
        noted.append(((host, layer, how, True), [*read()]))
    for key, (calls, seconds, first) in noted:
        row = found.setdefault(key, [0, 0, 0])
        row[0] = calls if calls < 0 else row[0] + calls
        row[1:] = (-1, -1) if seconds < 0 else (row[1] + seconds, row[2] + first)
    made = [
        Row(*key, None if calls < 0 else int(calls), *(None if s < 0 else s for s in seconds))
        for key, (calls, *seconds) in found.items()
    ]
    return sorted(made, key=lambda row: (not row.ours, -(row.seconds or 0), row.layer))


def text() -> str:
    """The table."""
    import textwrap  # here, where it does not slow `import filtergrad` down

    found = rows()
    ours = sum(row.calls or 0 for row in found if row.ours)
    left = sum(row.calls or 0 for row in found if not row.ours)
    seconds = sum(row.seconds or 0 for row in found)
    plural = "" if ours == 1 else "s"
    total = f"{ours} weight gradient{plural} in {_milliseconds(seconds)} ms"
    lines = [f"filtergrad: {total}, {left} left to hosts"]
    if not found:
        return "filtergrad: no weight gradient was asked for"
    lines.append("   calls        ms   (first)  host, layer, algorithm, or why it was left")
    for row in found:
        calls = "-" if row.calls is None else str(row.calls)
        cells = f"{calls:>8} {_milliseconds(row.seconds):>9} {_milliseconds(row.first):>9}"
        lines += textwrap.wrap(f"{cells}  {row.host} {row.layer}", 80, subsequent_indent=" " * 30)
        how = row.how if row.ours else f"left: {row.how}"
        lines += textwrap.wrap(how, 80, initial_indent=" " * 30, subsequent_indent=" " * 30)
    if any(row.calls is None for row in found):
        lines.append(
            "-: nobody counts them, for they are in a program that the host runs by itself"
        )
    return "\n".join(lines)


def layer(problem: Problem) -> str:
    """A problem in words."""
    r, s, c, k = problem.filter_shape
    words = [
        problem.dtype,
        problem.data_format,
        "x".join(map(str, problem.input_shape)),
        f"filter {r}x{s}x{c}x{k}",
    ]
    if (problem.u, problem.v) != (1, 1):
        words.append(f"stride {problem.u},{problem.v}")
    if (problem.dr, problem.ds) != (1, 1):
        words.append(f"dilation {problem.dr},{problem.ds}")
    if problem.g > 1:
        words.append(f"groups {problem.g}")
    return " ".join(words)


def guarded(told: Callable[[], Any]) -> None:
    """Note something; what goes wrong with that is nothing to the call."""
    with suppress(Exception):
        told()


def _milliseconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{1e3 * seconds:.1f}"


def _begin() -> None:
    """Have the table printed when this process ends; a forked child prints its own."""
    if os.getpid() not in _owner:
        _owner[:] = [os.getpid()]
        atexit.unregister(show)
        atexit.register(show)


def show() -> None:
    """Print the table to standard error, and begin anew."""
    if (_calls or _native) and _owner == [os.getpid()]:
        with suppress(OSError, ValueError):  # nobody reads it
            print(text(), file=sys.stderr, flush=True)  # noqa: T201 - as it says
        forget()
