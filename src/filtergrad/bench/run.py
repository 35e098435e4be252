"""The benchmark: chosen layers of a table, compiled, timed, and compared with the peak and peers.

In: cases and how to run them. Out: a `Report` of plain rows.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fnmatch
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from filtergrad import api, devices
from filtergrad.arrays import HERE, numpy_dtype
from filtergrad.environment import NEEDED, processor, versions
from filtergrad.gradient import Gradient, Precision
from filtergrad.machine import machine, thread_count
from filtergrad.problem import Problem
from filtergrad.speed import bandwidth

from .accuracy import Sample, aligned, errors, operands
from .against import Peer, chosen
from .cases import Case, read_cases
from .measure import Gauge, Record, measure
from .peers.process import Gone
from .result import Report, Row

ROUNDS = 3  # rounds in which ours and the peers take turns, so that a slow minute slows them all
LIMIT = 60.0  # seconds for a peer's answer
MAX_BYTES = 16 << 30  # a row whose tensors need more is skipped, not attempted


def bench(
    suite: str,
    *,
    dtype: str = "float32",
    data_format: str = "NHWC",
    only: str = "",
    threads: int | None = None,
    seconds: float = 1.0,
    precision: Precision = "default",
    against: Sequence[str] = (),
    limit: float = LIMIT,
    on_start: Callable[[int, int, Case], None] | None = None,
    on_row: Callable[[Report], None] | None = None,
) -> Report:
    """Measure a table of layers.

    Parameters
    ----------
    suite
        The name of a table that comes with the package, or a CSV file with the same columns.
    dtype, data_format, precision
        As for `filtergrad.compile`.
    only
        Comma-separated kinds of layers (``3x3``), suites, or patterns of layer names (``*rn50*``).
    threads
        How many threads; as everywhere else if None.
    seconds
        About how long to measure each layer, and as long again each peer.
    against
        Names of peers; those that are not installed are left out and named in the report.
    limit
        Seconds to wait for a peer's answer.
    on_start, on_row
        Called before each layer (its number, how many, the case) and after it (the report so far).

    Returns
    -------
    Report
        Rows in the table's order.
    """
    cases = select(read_cases(suite), only)
    modules, missing = chosen(against)
    with contextlib.ExitStack() as stack:
        threads = stack.enter_context(_sharing(threads))
        peers = list(_started(modules, missing, stack, threads, limit))
        report = _blank(suite, dtype, data_format, threads, precision, peers, missing)
        gauge = Gauge(devices.engine(HERE).peak(dtype))
        for number, case in enumerate(cases, start=1):
            if on_start is not None:
                on_start(number, len(cases), case)
            problem = case.problem(dtype, data_format)
            report.rows.append(_measure_case(case, problem, precision, gauge, seconds, peers))
            if on_row is not None:
                on_row(report)
    return report


def _blank(
    suite: str, dtype: str, data_format: str, threads: int, precision: Precision,
    peers: Sequence[Peer], missing: dict[str, str],
) -> Report:  # fmt: skip
    """Make a report without rows, which says what is measured and where."""
    return Report(
        suite,
        dtype,
        data_format,
        threads,
        precision=precision,
        bandwidth=bandwidth(threads, min(4 * machine().l3, 1 << 30)),
        peers={peer.name: peer.process.versions for peer in peers},
        missing=missing,
        environment=environment(),
        date=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )


@contextlib.contextmanager
def _sharing(threads: int | None) -> Iterator[int]:
    """Let so many threads share each call in the block, or as many as before; yields how many."""
    before = api.get_num_threads()
    if threads is not None:
        api.set_num_threads(threads)
    try:
        yield api.get_num_threads()
    finally:
        api.set_num_threads(before)


def _started(
    modules: dict[str, str],
    missing: dict[str, str],
    stack: contextlib.ExitStack,
    threads: int,
    limit: float,
) -> Iterator[Peer]:
    """Start the peers; those that do not start are written to ``missing``, with the reason."""
    for name, module in modules.items():
        peer = Peer(name, module, threads, limit)
        stack.callback(peer.process.close)
        try:
            peer.process.start()
        except Gone as reason:
            missing[name] = str(reason)
        else:
            yield peer


def environment() -> dict[str, Any]:
    """The facts about the machine and the versions without which a time means nothing."""
    known = versions()
    l1, l2, l3 = machine().l1, machine().l2, machine().l3
    return {
        "cpu": machine().cpu,
        "isa": processor()["isa"],
        "cpus": machine().cpus,
        "caches": f"{l1 >> 10} KiB, {l2 >> 10} KiB, {l3 >> 20} MiB",
        "threads_from": thread_count()[1],
        "platform": f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}",
        "python": platform.python_version(),
        **{name: known[name] for name in NEEDED},
    }


def select(cases: Iterable[Case], only: str) -> list[Case]:
    """Keep the layers that ``only`` names; everything if it is empty."""
    everything = list(cases)
    wanted = [word.strip() for word in only.split(",") if word.strip()]
    kept = [
        case
        for case in everything
        if not wanted
        or any(
            word in (case.group, case.suite) or fnmatch.fnmatchcase(case.layer, word)
            for word in wanted
        )
    ]
    if not kept:
        groups = ", ".join(dict.fromkeys(case.group for case in everything))
        raise ValueError(f"no layer matches {only!r}; the kinds in this table are: {groups}")
    return kept


def _measure_case(
    case: Case,
    problem: Problem,
    precision: Precision,
    gauge: Gauge,
    seconds: float,
    peers: Sequence[Peer],
) -> Row:
    """Measure one layer, ours and the peers', and check the results."""
    needed = case.elements * numpy_dtype(problem.dtype).itemsize
    if needed > MAX_BYTES:
        return Row(case.suite, case.layer, repr(problem), skipped=f"needs {needed / 2**30:.0f} GiB")
    x, dy = operands(problem)
    out = aligned(problem.filter_shape, problem.dtype)
    start = time.perf_counter()
    kernel = compiled(problem, precision)
    kernel(x, dy, out=out)
    first = time.perf_counter() - start
    sample = Sample.of(problem)
    exact = sample.exact(problem, x, dy)
    rms, most = errors(sample.take(out), exact)
    record = Record(gauge)
    for peer in peers:
        peer.open(problem, exact, gauge)
    rounds = ROUNDS if peers else 1
    for turn in range(rounds):
        # At least five samples are wanted in all: two of each later round, the rest of the first.
        least = 5 - 2 * (rounds - 1) if turn == 0 else 2
        measure(lambda: kernel(x, dy, out=out), record, gauge, seconds / rounds, max(1, least))
        for peer in peers:
            peer.run(seconds / rounds)
    timing = record.timing()
    return Row(
        suite=case.suite,
        layer=case.layer,
        problem=repr(problem),
        plan=str(kernel.plan),
        first_seconds=first,
        min_seconds=timing.best,
        median_seconds=timing.median,
        flops=2 * problem.macs / timing.best,
        peak_flops=timing.speed,
        share=timing.share(2 * problem.macs),
        samples=len(timing.samples),
        dropped=timing.dropped,
        quiet=timing.quiet,
        bytes=problem.tensor_bytes,
        error_rms=rms,
        error_max=most,
        peers={peer.name: peer.answer() for peer in peers},
    )


def compiled(problem: Problem, precision: Precision = "default") -> Gradient:
    """Compile a problem by the public call, as a user would."""
    spatial = (problem.top, problem.bottom, problem.left, problem.right)
    nhwc = problem.data_format == "NHWC"
    return api.compile(
        problem.input_shape,
        problem.filter_shape,
        (1, problem.u, problem.v, 1) if nhwc else (1, 1, problem.u, problem.v),
        "EXPLICIT",
        explicit_paddings=(0, 0, *spatial, 0, 0) if nhwc else (0, 0, 0, 0, *spatial),
        data_format=problem.data_format,
        dilations=(1, problem.dr, problem.ds, 1) if nhwc else (1, 1, problem.dr, problem.ds),
        dtype=problem.dtype,
        precision=precision,
    )
