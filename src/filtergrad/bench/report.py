"""What a benchmark prints: a line for each layer as it comes, or a table, and a summary.

In: a `Report`. Out: text on the terminal.
"""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filtergrad import files

from .cases import Case
from .result import Report, Row, Tally, by_kind, by_peer, save, tally, total_time
from .run import bench

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS = ("layer", "min ms", "median ms", "GFLOP/s", "of peak", "error", "samples", "dropped")


def columns(report: Report) -> tuple[str, ...]:
    """The heads of the table: ours, then each peer's time and how many times ours it is."""
    heads = [head for peer in report.peers for head in (peer, "ratio")]
    return (*COLUMNS, *heads, *(["best"] if heads else []))


def cells(report: Report, row: Row) -> tuple[str, ...]:
    """Write one row in the order of `columns`."""
    name = row.layer if row.suite == report.suite else f"{row.suite}/{row.layer}"
    if row.skipped:
        return (name, row.skipped, *[""] * (len(columns(report)) - 2))
    ours = (
        name,
        f"{row.min_seconds * 1e3:.3f}",
        f"{row.median_seconds * 1e3:.3f}",
        f"{row.flops / 1e9:.1f}",
        f"{row.share:.1%}",
        f"{row.error_rms:.1e}",
        f"{row.samples}",
        f"{row.dropped}{'' if row.quiet else ' (all)'}",
    )
    theirs: list[str] = []
    for name in report.peers:
        answer = row.peers.get(name)
        if answer is None or answer.refused:
            theirs += ["refused", ""]
        else:
            star = "" if answer.quiet else "*"
            theirs += [f"{answer.min_seconds * 1e3:.3f}{star}", times(row.ratio(name))]
    return (*ours, *theirs, *([times(row.ratio())] if report.peers else []))


def times(ratio: float) -> str:
    """Write a ratio, or a dash where there is none."""
    return "-" if math.isnan(ratio) else f"{ratio:.2f}"


def line(row: tuple[str, ...] = COLUMNS) -> str:
    """Write one line of the plain table, by default its heading."""
    name, *values = row
    return f"{name:<32}" + "".join(f"{value:>12}" for value in values)


def heading(report: Report) -> str:
    """Say in one line what was measured: settings and machine."""
    return (
        f"{report.suite} · {report.dtype} {report.data_format} · {report.environment.get('isa')} · "
        f"{report.threads} thread{'s' * (report.threads != 1)} · {report.environment.get('cpu')}"
    )


def summary(report: Report) -> str:
    """Sum up the shares of the peak and how many layers were disturbed; then the peers, if any."""
    rows, whole = report.measured, tally("all", report.rows)
    if not rows:
        return "nothing measured"
    text = (
        f"{len(rows)} layers, geometric mean {whole.share:.1%} of the multiply-add peak measured "
        f"in this run, {report.peak_flops / 1e9:.1f} GFLOP/s"
    )
    noisy = sum(not row.quiet for row in rows)
    lines = [text + (f"; {noisy} never had the machine for themselves" if noisy else "")]
    if report.peers:
        lines += [_tally_line(one) for one in (*by_kind(report), whole)]
        lines += _peer_lines(report)
    lines += [f"{name} was left out: {reason}" for name, reason in report.missing.items()]
    return "\n".join(lines)


def _tally_line(one: Tally) -> str:
    """Some layers together, in one line."""
    if math.isnan(one.ratio):
        return f"{one.name:<12}{one.layers:>4} layers, no peer computed any"
    return (
        f"{one.name:<12}{one.layers:>4} layers: best peer's time over ours "
        f"{times(one.ratio)} (geometric mean), least {times(one.least)}, {one.under} under 1.00; "
        f"{one.share:.0%} of the peak; rms error at most {one.error:.1e}"
    )


def _peer_lines(report: Report) -> list[str]:
    """A line for each peer, then one for each layer that a peer did not compute."""
    lines = []
    for name, (ratio, refused) in by_peer(report).items():
        versions = ", ".join(f"{one} {version}" for one, version in report.peers[name].items())
        text = f"{versions}: {times(ratio)} times ours (geometric mean)"
        if not math.isnan(whole := total_time(report, name)):
            text += f", {times(whole)} in all"
        lines.append(text + (f"; {refused} refused, crashed or too slow" if refused else ""))
    reasons = [
        f"  {name}, {row.layer}: {answer.refused}"
        for row in report.measured
        for name, answer in row.peers.items()
        if answer.refused
    ]
    return lines + reasons


def rich_table(report: Report) -> Table:
    """Make a table of the report for terminals that have rich."""
    from rich.table import Table

    table = Table(title=heading(report), caption=summary(report), highlight=False)
    for column in columns(report):
        table.add_column(column, justify="left" if column == "layer" else "right")
    for row in report.rows:
        colour = "green" if row.share >= 0.9 else "yellow" if row.share >= 0.7 else "red"
        texts = list(cells(report, row))
        texts[4] = f"[{colour}]{texts[4]}[/]"
        if report.peers and not row.skipped:
            texts[-1] = f"[{'red' if row.ratio() < 1 else 'green'}]{texts[-1]}[/]"
        table.add_row(*texts)
    return table


def show(suite: str, output: Path | None = None, **settings: Any) -> Report:
    """Run `bench` and print it: rich's table at the end on a terminal, else lines as they come."""
    table = sys.stdout.isatty() and importlib.util.find_spec("rich") is not None

    def on_row(report: Report) -> None:
        if output is not None and files.replaceable(output):
            save(report, output)  # after each row: a run of an hour may be interrupted
        if not table:
            _print_row(report)

    report = bench(suite, on_start=progress, on_row=on_row, **settings)
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
        print(heading(report), line(columns(report)), sep="\n")
    print(line(cells(report, report.rows[-1])), flush=True)
