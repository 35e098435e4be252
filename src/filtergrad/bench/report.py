"""What a benchmark says: lines as it goes, a table on terminals, JSON for files.

In: a `Report`. Out: text. Floor 7.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.util
import math
import platform
import sys
from importlib import metadata
from typing import Any

from filtergrad.cpu import isa
from filtergrad.machine import machine, thread_count

from .cases import Case
from .run import SCHEMA, Report, Row, bench

COLUMNS = ("layer", "min ms", "median ms", "GFLOP/s", "of peak", "samples", "dropped")


def environment() -> dict[str, Any]:
    """The facts without which a time means nothing."""
    packages = ("filtergrad", "numpy", "ml_dtypes", "llvmlite")
    return {
        "cpu": machine().cpu,
        "isa": isa.chosen().name,
        "cpus": machine().cpus,
        "threads_from": thread_count()[1],
        "platform": platform.platform(),
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in packages},
    }


def cells(report: Report, row: Row) -> tuple[str, ...]:
    """Write one row in the order of `COLUMNS`."""
    name = row.layer if row.suite == report.suite else f"{row.suite}/{row.layer}"
    if row.skipped:
        return (name, row.skipped, *[""] * (len(COLUMNS) - 2))
    return (
        name,
        f"{row.min_seconds * 1e3:.3f}",
        f"{row.median_seconds * 1e3:.3f}",
        f"{row.flops / 1e9:.1f}",
        f"{row.share:.1%}",
        f"{row.samples}",
        f"{row.dropped}{'' if row.quiet else ' (all)'}",
    )


def line(row: tuple[str, ...] = COLUMNS) -> str:
    """One line of the plain table; the heading by default."""
    name, *values = row
    return f"{name:<32}" + "".join(f"{value:>11}" for value in values)


def heading(report: Report) -> str:
    """What was measured, in one line."""
    return (
        f"{report.suite} · {report.dtype} {report.data_format} · {isa.chosen().name} · "
        f"{report.threads} thread{'s' * (report.threads != 1)} · {machine().cpu}"
    )


def summary(report: Report) -> str:
    """The roof, the mean below it, and how far to trust both."""
    rows = [row for row in report.rows if row.flops]
    if not rows:
        return "nothing measured"
    mean = math.exp(sum(math.log(row.share) for row in rows) / len(rows))
    text = (
        f"{len(rows)} layers, geometric mean {mean:.1%} of the multiply-add peak measured in this "
        f"run, {report.peak_flops / 1e9:.1f} GFLOP/s"
    )
    noisy = sum(not row.quiet for row in rows)
    return text + (f"; {noisy} never had the machine for themselves" if noisy else "")


def rich_table(report: Report) -> Any:
    """Build the table for a terminal; needs rich."""
    from rich.table import Table

    table = Table(title=heading(report), caption=summary(report), title_justify="left")
    for number, column in enumerate(COLUMNS):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for row in report.rows:
        colour = "green" if row.share >= 0.9 else "yellow" if row.share >= 0.7 else "red"
        name, least, median, speed, share, *rest = cells(report, row)
        table.add_row(name, least, median, speed, f"[{colour}]{share}[/]", *rest)
    return table


def as_json(report: Report) -> dict[str, Any]:
    """Everything, for a file: a schema number, the environment, the settings and the rows."""
    settings = dataclasses.asdict(report)
    rows = settings.pop("rows")
    return {
        "schema": SCHEMA,
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "environment": environment(),
        "settings": {**settings, "peak_flops": report.peak_flops},
        "rows": rows,
    }


def show(suite: str, **settings: Any) -> Report:
    """Run `bench` and print it: rich's table at the end on a terminal, else lines as they come."""
    table = sys.stdout.isatty() and importlib.util.find_spec("rich") is not None
    report = bench(suite, on_start=progress, on_row=None if table else _print_row, **settings)
    _clear_progress()
    if table:
        from rich.console import Console

        Console().print(rich_table(report))
    else:
        print(summary(report))
    return report


def progress(number: int, of: int, case: Case) -> None:
    """Say on a terminal which layer is being measured; say nothing anywhere else."""
    if sys.stderr.isatty():
        print(f"\r\033[K[{number}/{of}] {case.layer}", end="", file=sys.stderr, flush=True)


def _clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _print_row(report: Report) -> None:
    _clear_progress()
    if len(report.rows) == 1:
        print(heading(report), line(), sep="\n")
    print(line(cells(report, report.rows[-1])), flush=True)
