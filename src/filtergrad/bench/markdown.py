"""Tables for `docs/performance.md`: what was measured, kind by kind and layer by layer.

In: reports. Out: Markdown, which replaces the text between two marks in a page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from filtergrad import files

from .result import Against, Report, Row, Tally, by_kind, by_peer, tally

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"

STARS = "A star marks what was disturbed in every sample, and means over such times."
KINDS = "Under the name of the numbers: the best peer's time over ours, geometric mean."


def write(reports: Sequence[Report], path: Path) -> None:
    """Put the tables between the marks of a page, or into a new page."""
    page = f"# Performance\n\n{BEGIN}\n{END}\n"
    if files.replaceable(path) and path.exists():
        page = path.read_bytes().decode()  # text mode would change the ends of lines
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise ValueError(f"{path} must have one line {BEGIN} and one {END}")
    head, rest = page.split(BEGIN)
    tail = rest.split(END)[1]
    files.write(path, f"{head}{BEGIN}\n{tables(reports)}\n{END}{tail}".encode())


def tables(reports: Sequence[Report]) -> str:
    """Write all tables as Markdown."""
    parts = [
        *dict.fromkeys(machine(report) for report in reports),
        _goals(reports),
        _kinds(reports),
    ]
    for report in reports:
        parts += [_layers(report), _refusals(report)]
    return "\n\n".join(part for part in parts if part)


def machine(report: Report) -> str:
    """Name the machine and the versions in a sentence."""
    facts = report.environment
    versions = ", ".join(
        f"{name} {version}"
        for name, version in [
            *((name, facts.get(name)) for name in ("filtergrad", "llvmlite", "numpy")),
            *(pair for versions in report.peers.values() for pair in versions.items()),
        ]
    )
    caches = f", caches of {facts['caches']}" if "caches" in facts else ""
    return (
        f"{facts.get('cpu')}, {report.threads} thread{'s' * (report.threads != 1)}, instruction "
        f"set `{facts.get('isa')}`{caches}; {facts.get('platform')}, Python {facts.get('python')}; "
        f"{versions}."
    )


def number(value: float, form: str = ".2f") -> str:
    """Write a number, or a dash where there is none."""
    return "-" if math.isnan(value) else format(value, form)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _goals(reports: Sequence[Report]) -> str:
    peers = list(dict.fromkeys(name for report in reports for name in report.peers))
    heads = ["layers of", "numbers", "how many", "of the peak", "rms error, at most"]
    if peers:
        heads += ["best peer's time over ours", "least", "under 1.00", "all layers together"]
    rows = []
    for report in reports:
        whole, means = tally("", report.rows), by_peer(report)
        cells = [_suite(report), report.dtype, f"{whole.layers}", f"{whole.share:.0%}"]
        cells.append(number(whole.error, ".1e"))
        if peers:
            star = " *" * (bool(whole.disturbed) and not math.isnan(whole.ratio))
            cells += [f"**{number(whole.ratio)}**{star}", number(whole.least), f"{whole.under}"]
            cells.append(f"{number(whole.time)}{star}")
        cells += [_mean(means[name]) if name in means else "-" for name in peers]
        rows.append(cells)
    return (
        "## What was reached\n\n"
        "Geometric means; the columns with a peer's name are its time over ours. All layers "
        "together: the sum of the best peers' times over the sum of ours, each layer as often as "
        f"the network has it.{_stars(reports)}\n\n" + _table([*heads, *peers], rows)
    )


def _stars(reports: Sequence[Report]) -> str:
    return f" {STARS}" if any(tally("", report.rows).disturbed for report in reports) else ""


def _mean(one: Against) -> str:
    return number(one.ratio) + " *" * (bool(one.disturbed) and not math.isnan(one.ratio))


def _suite(report: Report) -> str:
    extra = [report.data_format] if report.data_format != "NHWC" else []
    extra += [report.precision] if report.precision != "default" else []
    return f"`{report.suite}`" + "".join(f" {word}" for word in extra)


def _kinds(reports: Sequence[Report]) -> str:
    parts = []
    for suite in dict.fromkeys(_suite(report) for report in reports):
        runs = [report for report in reports if _suite(report) == suite]
        kinds = {report.dtype: {kind.name: kind for kind in by_kind(report)} for report in runs}
        names = list(dict.fromkeys(name for found in kinds.values() for name in found))
        heads = ["kind of layer", "layers"]
        heads += [head for dtype in kinds for head in (dtype, "least", "under 1.00", "of the peak")]
        rows = [_kind(name, [found.get(name) for found in kinds.values()]) for name in names]
        if len(rows) > 1:
            parts.append(f"## By kind of layer: {suite}\n\n{KINDS}\n\n{_table(heads, rows)}")
    return "\n\n".join(parts)


def _kind(name: str, found: Sequence[Tally | None]) -> list[str]:
    cells = [name, f"{max(kind.layers for kind in found if kind)}"]
    for kind in found:
        if kind is None:
            cells += ["-"] * 4
        else:
            under = "-" if math.isnan(kind.ratio) else f"{kind.under}"
            star = " *" * (bool(kind.disturbed) and not math.isnan(kind.ratio))
            cells += [f"**{number(kind.ratio)}**{star}", number(kind.least), under]
            cells.append(number(kind.share, ".0%"))
    return cells


def _title(report: Report) -> str:
    return f"{_suite(report)} in {report.dtype}"


def _layers(report: Report) -> str:
    heads = ["layer", "ms", "GFLOP/s", "of peak", "rms error"]
    heads += [f"{name}, ms" for name in report.peers] + (["best / ours"] if report.peers else [])
    rows = [_layer(report, row) for row in report.rows]
    date = report.date.partition("T")[0]
    text = (
        f"## Layer by layer: {_title(report)}\n\n{date}; the peak was "
        f"{report.peak_flops / 1e9:.0f} GFLOP/s, memory gave "
        f"{report.bandwidth / 1e9:.1f} GB/s. The least times; a star marks "
        "what was disturbed in every sample.\n\n"
    )
    return text + _table(heads, rows)


def _layer(report: Report, row: Row) -> list[str]:
    name = row.layer.replace("*", "\\*")
    if row.skipped:
        return [name, row.skipped, *["-"] * (3 + len(report.peers) + bool(report.peers))]
    cells = [
        name,
        f"{row.min_seconds * 1e3:.3f}{'' if row.quiet else ' *'}",
        f"{row.flops / 1e9:.0f}",
        f"{row.share:.0%}",
        f"{row.error_rms:.1e}",
    ]
    for peer in report.peers:
        answer = row.peers.get(peer)
        if answer is None or answer.refused:
            cells.append("-")
        else:
            cells.append(f"{answer.min_seconds * 1e3:.3f}{'' if answer.quiet else ' *'}")
    return cells + ([f"**{number(row.ratio())}**"] if report.peers else [])


def _refusals(report: Report) -> str:
    found: dict[tuple[str, str], list[str]] = {}
    for row in report.measured:
        for peer, answer in row.peers.items():
            if answer.refused:
                found.setdefault((peer, answer.refused), []).append(row.layer)
    lines = [
        f"- {peer}, {', '.join(f'`{layer}`' for layer in layers)}: {_plain(reason)}"
        for (peer, reason), layers in found.items()
    ]
    lines += [f"- {peer} was left out: {_plain(reason)}" for peer, reason in report.missing.items()]
    return "Not computed:\n\n" + "\n".join(lines) if lines else ""


def _plain(text: str) -> str:
    """Write a message as code, so that Markdown takes it literally."""
    return "`" + text.replace("`", "'").replace("\n", " ")[:300] + "`"
