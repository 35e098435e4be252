"""What a benchmark prints: a line for each layer as it comes, then means, on 80 columns.

In: a `Report`. Out: text on the terminal, coloured where the command line has a console for it.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from filtergrad import files
from filtergrad.lines import filled

from .cases import Case
from .result import Report, Row, Tally, by_kind, by_peer, save, tally, total_time
from .run import bench

if TYPE_CHECKING:
    from rich.console import Console

NAME = 26  # columns of a layer's name; one that is longer has a line of its own
STAR = "*"  # stands behind what was disturbed
DISTURBED = (
    "* Other programs were running during every sample: the time is too long, nobody knows by how "
    "much, and what is computed from it is no better."
)


class Cell(NamedTuple):
    """A number as text, a star or nothing behind it, and its colour."""

    text: str
    star: str = ""
    colour: str = ""


def columns(report: Report) -> tuple[tuple[str, int], ...]:
    """The heads of the columns and how wide they are: ours, then each peer's time over ours."""
    if report.peers:
        theirs = [(peer, max(9, len(peer) + 1)) for peer in report.peers]
        return (("layer", NAME), ("min ms", 9), ("of peak", 8), ("error", 8), *theirs)
    ours = (("min ms", 10), ("median", 10), ("GFLOP/s", 9), ("of peak", 8), ("error", 8))
    return (("layer", NAME), *ours, ("samples", 9))


def cells(report: Report, row: Row) -> tuple[Cell, ...]:
    """Write one row in the order of `columns`, but for its name."""
    if row.skipped:
        return (Cell(row.skipped),)
    star = "" if row.quiet else STAR
    colour = "green" if row.share >= 0.9 else "yellow" if row.share >= 0.7 else "red"
    least, share = Cell(_milliseconds(row.min_seconds), star), Cell(f"{row.share:.1%}", "", colour)
    error = Cell(f"{row.error_rms:.1e}")
    if report.peers:
        return (least, share, error, *(_ratio(row, peer) for peer in report.peers))
    samples = f"{row.samples if row.quiet else 0}/{row.samples + row.dropped * row.quiet}"
    median = Cell(_milliseconds(row.median_seconds), star)
    return (least, median, Cell(f"{row.flops / 1e9:.1f}"), share, error, Cell(samples))


def _ratio(row: Row, peer: str) -> Cell:
    """A peer's time over ours."""
    answer = row.peers.get(peer)
    if answer is None or answer.refused:
        return Cell("refused")
    ratio = row.ratio(peer)
    best = peer == row.best_peer
    colour = "" if not best else "red" if ratio < 1 else "green"
    return Cell(times(ratio), STAR * row.disturbed(peer), colour)


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:.3f}" if seconds < 1 else f"{seconds * 1e3:.0f}"


def times(ratio: float) -> str:
    """Write a ratio, or a dash where there is none."""
    return "-" if math.isnan(ratio) else f"{ratio:.2f}"


def head(report: Report) -> str:
    """Write the heads of the columns; each stands above the last digit of its numbers."""
    (name, width), *others = columns(report)
    return f"{name:<{width}}" + "".join(f"{text:>{wide - 1}} " for text, wide in others).rstrip()


def lines(report: Report, row: Row) -> list[list[Cell]]:
    """One row as lines of pieces that stand behind one another."""
    name = row.layer if row.suite == report.suite else f"{row.suite}/{row.layer}"
    widths = [width for _, width in columns(report)[1:]]
    if row.skipped:
        return [[Cell(f"{name}: {row.skipped}")]]
    pieces = []
    for cell, width in zip(cells(report, row), widths, strict=True):
        pieces += [Cell(" " * (width - 1 - len(cell.text))), cell, Cell(cell.star or " ")]
    if len(name) > NAME:
        return [[Cell(name)], [Cell(" " * NAME), *pieces]]
    return [[Cell(f"{name:<{NAME}}"), *pieces]]


def plain(line: Sequence[Cell]) -> str:
    """A line without colours."""
    return "".join(piece.text for piece in line).rstrip()


def heading(report: Report) -> str:
    """Say what was measured: settings and machine."""
    return filled(
        f"{report.suite} · {report.dtype} {report.data_format} · {report.environment.get('isa')} · "
        f"{report.threads} thread{'s' * (report.threads != 1)} · {report.environment.get('cpu')}"
    )


# ---- the end ----


def summary(report: Report) -> str:
    """Sum up the shares of the peak; then the peers, if any; then what a star means."""
    rows, whole = report.measured, tally("all", report.rows)
    if not rows:
        return "nothing measured"
    text = (
        f"{len(rows)} layer{'s' * (len(rows) != 1)}, geometric mean {whole.share:.1%}"
        f"{_star(whole)} of the multiply-add peak measured in this run, "
        f"{report.peak_flops / 1e9:.1f} GFLOP/s"
    )
    parts = [filled(text)]
    if report.peers:
        parts += [_tallies([*by_kind(report), whole]), *_peer_lines(report)]
    parts += [
        filled(f"{name} was left out: {why}", indent=2) for name, why in report.missing.items()
    ]
    if report.peers:
        note = "Under a peer's name: its time over ours, of the fastest of its ways."
        parts.append(filled(note))
    if whole.disturbed:
        note = f"{DISTURBED} So it was with {whole.disturbed} of {len(rows)} layers, and a mean "
        parts.append(filled(f"{note}with a star holds some of them.", indent=2))
    return "\n".join(parts)


def _star(one: Tally) -> str:
    return STAR if one.disturbed else ""


def _tallies(found: Sequence[Tally]) -> str:
    """Kinds of layers, a line each: geometric means, and the layer that comes off worst."""
    lines = ["", f"{'best peer over ours':<20}  layers     mean   least  under 1  of peak    error"]
    for one in found:
        star = _star(one) or " "
        lines.append(
            f"  {one.name:<18}  {one.layers:>6}  {times(one.ratio):>7}{star}{times(one.least):>7}  "
            f"{one.under:>7}  {one.share:>7.0%}{star} {one.error:>7.1e}"
            if one.layers
            else f"  {one.name:<18}  {0:>6}"
        )
    return "\n".join([*lines, ""])


def _peer_lines(report: Report) -> list[str]:
    """A line for each peer, then one for each layer that a peer did not compute."""
    lines = []
    for name, one in by_peer(report).items():
        versions = ", ".join(f"{one} {version}" for one, version in report.peers[name].items())
        text = f"{versions}: {times(one.ratio)}{STAR * bool(one.disturbed)} times ours"
        text += " (geometric mean)"
        if not math.isnan(whole := total_time(report, name)):
            text += f", {times(whole)}{STAR * bool(one.disturbed)} in all"
        text += f"; {one.refused} refused, crashed or too slow" if one.refused else ""
        lines.append(filled(text, indent=2))
    reasons = [
        filled(f"{name}, {row.layer}: {answer.refused}", "  ", 4)
        for row in report.measured
        for name, answer in row.peers.items()
        if answer.refused
    ]
    return lines + reasons


# ---- the terminal ----


def show(
    suite: str, output: Path | None = None, console: Console | None = None, **settings: Any
) -> Report:
    """Run `bench` and print each layer as it comes, on a console with colours if there is one."""

    def on_row(report: Report) -> None:
        if output is not None and files.replaceable(output):
            save(report, output)  # after each row: a run of an hour may be interrupted
        _clear_progress()
        if len(report.rows) == 1:
            print(heading(report), head(report), sep="\n")
        for line in lines(report, report.rows[-1]):
            _print(line, console)

    report = bench(suite, on_start=progress, on_row=on_row, **settings)
    _clear_progress()
    print(summary(report))
    return report


def _print(line: Sequence[Cell], console: Console | None) -> None:
    if console is None:
        print(plain(line), flush=True)
        return
    from rich.text import Text

    text = Text.assemble(*((piece.text, piece.colour) for piece in line))
    console.print(text, soft_wrap=True)


def progress(number: int, of: int, case: Case) -> None:
    """Say on a terminal which layer is being measured; say nothing anywhere else."""
    if sys.stderr.isatty():
        print(f"\r\033[K[{number}/{of}] {case.layer}", end="", file=sys.stderr, flush=True)


def _clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
