"""The benchmark: chosen layers of a table through `filtergrad.compile`, timed against the roof.

In: cases and how to run them. Out: a `Report` of plain rows. Floor 7.
"""

from __future__ import annotations

import fnmatch
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from filtergrad import api
from filtergrad.arrays import numpy_dtype
from filtergrad.cpu.peak import Peak
from filtergrad.gradient import Precision
from filtergrad.problem import Problem

from .cases import Case, read_cases
from .measure import Gauge, Timing, measure

SCHEMA = 1
MAX_BYTES = 16 << 30  # a row whose tensors need more is skipped, not attempted


@dataclass(frozen=True)
class Row:
    """One measured layer. Times in seconds, speeds in flop/s of valid multiply-adds (two each)."""

    suite: str
    layer: str
    problem: str
    plan: str = ""
    first_seconds: float = 0.0
    min_seconds: float = 0.0
    median_seconds: float = 0.0
    flops: float = 0.0
    peak_flops: float = 0.0
    share: float = 0.0
    samples: int = 0
    dropped: int = 0
    quiet: bool = True
    skipped: str = ""


@dataclass(frozen=True)
class Report:
    """All rows of one run, and what is needed to read them later."""

    suite: str
    dtype: str
    data_format: str
    threads: int
    rows: list[Row] = field(default_factory=list)

    @property
    def peak_flops(self) -> float:
        """The best multiply-add speed seen during the run."""
        return max((row.peak_flops for row in self.rows), default=0.0)


def bench(
    suite: str,
    *,
    dtype: str = "float32",
    data_format: str = "NHWC",
    only: str = "",
    threads: int | None = None,
    seconds: float = 1.0,
    precision: Precision = "default",
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
        About how long to measure each layer.
    on_start, on_row
        Called before each layer (its number, how many, the case) and after it (the report so far).

    Returns
    -------
    Report
        Rows in the table's order.
    """
    cases = select(read_cases(suite), only)
    before = api.get_num_threads()
    if threads is not None:
        api.set_num_threads(threads)
    try:
        report = Report(suite, dtype, data_format, api.get_num_threads())
        gauge = Gauge(Peak("float64" if dtype == "float64" else "float32", report.threads))
        for number, case in enumerate(cases, start=1):
            if on_start is not None:
                on_start(number, len(cases), case)
            problem = case.problem(dtype, data_format)
            report.rows.append(_measure_case(case, problem, precision, gauge, seconds))
            if on_row is not None:
                on_row(report)
    finally:
        if threads is not None:
            api.set_num_threads(before)
    return report


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
    case: Case, problem: Problem, precision: Precision, gauge: Gauge, seconds: float
) -> Row:
    needed = case.elements * numpy_dtype(problem.dtype).itemsize
    if needed > MAX_BYTES:
        return Row(case.suite, case.layer, repr(problem), skipped=f"needs {needed / 2**30:.0f} GiB")
    x = numbers(problem.input_shape, problem.dtype, seed=1)
    dy = numbers(problem.out_backprop_shape, problem.dtype, seed=2)
    out = np.empty(problem.filter_shape, numpy_dtype(problem.dtype))
    start = time.perf_counter()
    kernel = compiled(problem, precision)
    kernel(x, dy, out=out)
    first = time.perf_counter() - start
    timing: Timing = measure(lambda: kernel(x, dy, out=out), gauge, seconds)
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
    )


def compiled(problem: Problem, precision: Precision = "default") -> Any:
    """Compile a problem through the public door, as a user would."""
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


def numbers(shape: tuple[int, ...], dtype: str, seed: int) -> npt.NDArray[Any]:
    """Ordinary random numbers, quickly: a million of them, repeated."""
    block = np.random.default_rng(seed).standard_normal(1 << 20, np.float32)
    return np.resize(block.astype(numpy_dtype(dtype)), shape)
