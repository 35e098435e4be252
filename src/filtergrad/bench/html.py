"""One page that holds everything: tables, pictures and their style.

In: reports. Out: an HTML file without scripts, fonts of its own or links to other files; it is
light or dark as the reader's system is.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from filtergrad import files

from .charts import accuracy, bars, roofline
from .markdown import STARS, machine, number
from .marks import NARROW, WIDE, Frame
from .result import Answer, Report, Row, Tally, by_kind, tally

STYLE = """
:root { color-scheme: light dark; --back: #fff; --text: #1a1a1a; --faint: #666; --grid: #e4e4e4;
  --axis: #888; --win: #b9d7ea; --win-text: #0b5a8a; --loss: #f0b9a6; --loss-text: #b03a10;
  --ours: #0072b2; --p0: #e69f00; --p1: #d55e00; --p2: #009e73; --f0: #cc79a7; --f1: #0072b2;
  --f2: #e69f00; --f3: #009e73; --f4: #d55e00; --f5: #56b4e9; --f6: #888; }
@media (prefers-color-scheme: dark) { :root { --back: #16181b; --text: #e8e8e8; --faint: #a0a0a0;
  --grid: #2c3036; --axis: #777; --win: #1f4e6b; --win-text: #7cc4ee; --loss: #6b2f1c;
  --loss-text: #ff9c78; --ours: #56b4e9; --p0: #f0b429; --p1: #ff7f45; --p2: #2fd0a0;
  --f0: #e59cc6; --f1: #56b4e9; --f2: #f0b429; --f3: #2fd0a0; --f4: #ff7f45; --f5: #a8dcff;
  --f6: #999; } }
body { background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif;
  max-width: 1100px; margin: 2em auto; padding: 0 1em; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5em; } p { color: var(--faint); }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 2px 9px; text-align: right; overflow-wrap: normal; vertical-align: top; }
th:first-child, td:first-child { text-align: left; } td.words { overflow-wrap: anywhere; }
th { border-bottom: 1px solid var(--axis); } tr:nth-child(even) td { background: var(--grid); }
td.win { color: var(--win-text); } td.loss { color: var(--loss-text); font-weight: bold; }
svg { width: 100%; height: auto; display: block; } .narrow { display: none; max-width: 480px; }
svg text { fill: var(--text); font-size: 13px; }
svg text.small { font-size: 11px; } .grid { stroke: var(--grid); }
.axis { stroke: var(--axis); stroke-width: 1.5; } .roof { stroke: var(--text); stroke-width: 2; }
.bar.win { fill: var(--win); } .bar.loss { fill: var(--loss); }
svg text.win-text { fill: var(--win-text); }
svg text.loss-text { fill: var(--loss-text); font-weight: bold; }
.ours { fill: var(--ours); } .p0 { fill: var(--p0); } .p1 { fill: var(--p1); }
.p2 { fill: var(--p2); } .p3 { fill: var(--axis); }
.f0 { fill: var(--f0); } .f1 { fill: var(--f1); } .f2 { fill: var(--f2); }
.f3 { fill: var(--f3); } .f4 { fill: var(--f4); } .f5 { fill: var(--f5); } .f6 { fill: var(--f6); }
.faint { opacity: 0.45; } .mean { stroke: var(--back); stroke-width: 2; }
.pale { opacity: 0.35; }
@media (max-width: 800px) { .wide { display: none; } .narrow { display: block; }
  table, tbody, tr, td { display: block; } thead { display: none; }
  tr { border-top: 1px solid var(--axis); padding: 4px 0; }
  td { display: flex; justify-content: space-between; gap: 1em; padding: 1px 0; }
  td, td.words { overflow-wrap: anywhere; } td:first-child { font-weight: bold; }
  tr:nth-child(even) td { background: none; } td:empty { display: none; }
  td:not(:first-child)::before { content: attr(data-head); color: var(--faint);
    flex: none; max-width: 60%; } }
"""
RACE = (
    "The blue bar ends where the best peer's time is, as a multiple of ours; a red bar is a layer "
    "that the peer won. Each dot is one peer; those on the right rim are farther out. The scale is "
    "logarithmic."
)
ROOF = (
    "Each dot is a layer. Nothing that does all multiply-adds of the formula can be above the "
    "line; who is, does fewer of them. Tensors that fit in a cache are not bound by its slope."
)
ERROR = (
    "To the right is fast, to the top is wrong. The error is the root of its mean square against "
    "float64, over that of dW. A large dot is a geometric mean."
)


def write(reports: Sequence[Report], path: Path) -> None:
    """Write the page."""
    files.write(path, page(reports).encode())


def page(reports: Sequence[Report]) -> str:
    """The whole page as text."""
    title = "filtergrad bench: " + ", ".join(dict.fromkeys(report.suite for report in reports))
    machines = dict.fromkeys(machine(report).replace("`", "") for report in reports)
    body = [f"<h1>{html.escape(title)}</h1>", *(f"<p>{html.escape(one)}</p>" for one in machines)]
    body.append(_goals(reports))
    body += [_section(report) for report in reports]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


class Cell(NamedTuple):
    """A text of a table, and its class."""

    text: str
    cls: str = ""

    def under(self, head: str) -> str:
        """The cell in its column; a narrow page shows the head beside it, and no row of heads."""
        cls = f' class="{self.cls}"' if self.cls else ""
        return f'<td{cls} data-head="{html.escape(head)}">{html.escape(self.text)}</td>'


def _table(heads: Sequence[str], rows: Iterable[Iterable[Cell]]) -> str:
    head = "".join(f"<th>{html.escape(text)}</th>" for text in heads)
    body = "\n".join(
        f"<tr>{''.join(cell.under(name) for cell, name in zip(row, heads, strict=True))}</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"


def _ratio(value: float, disturbed: bool = False) -> Cell:
    star = "*" * (disturbed and not math.isnan(value))
    return Cell(f"{number(value)}{star}", "loss" if value < 1 else "win")


def _share(one: Tally) -> Cell:
    return Cell(number(one.share, ".0%") + "*" * bool(one.disturbed))


def _picture(draw: Callable[[Report, Frame], str], report: Report) -> str:
    """A picture for wide pages and for narrow ones, of which the style shows one."""
    drawn = [(name, draw(report, frame)) for name, frame in (("wide", WIDE), ("narrow", NARROW))]
    return "\n".join(f'<div class="{name}">{svg}</div>' for name, svg in drawn if svg)


def _goals(reports: Sequence[Report]) -> str:
    heads = ("layers of", "numbers", "how many", "of the peak", "best peer / ours", "least")
    rows = []
    stars = False
    for report in reports:
        whole = tally("", report.rows)
        doubt = bool(whole.disturbed)
        stars |= doubt
        texts = (report.suite, report.dtype, f"{whole.layers}")
        marks = (_ratio(whole.ratio, doubt), _ratio(whole.least), Cell(f"{whole.under}"))
        rows.append([*map(Cell, texts), _share(whole), *marks, _ratio(whole.time, doubt)])
    table = _table((*heads, "under 1.00", "all together"), rows)
    return table + (f"<p>{html.escape(STARS)} Such bars and dots are pale.</p>" if stars else "")


def _section(report: Report) -> str:
    name = f"{report.suite} in {report.dtype}, {report.data_format}"
    pictures = [
        ("Layer by layer", RACE if report.peers else "", _picture(bars, report)),
        ("Roofline", ROOF, _picture(roofline, report)),
        ("Accuracy against speed", ERROR, _picture(accuracy, report)),
    ]
    parts = [f"<section>\n<h2>{html.escape(name)}</h2>"]
    parts += [f"<h3>{head}</h3><p>{text}</p>\n{drawn}" for head, text, drawn in pictures if drawn]
    parts += [_kinds(report), _numbers(report), "</section>"]
    return "\n".join(parts)


def _kinds(report: Report) -> str:
    heads = ("kind of layer", "layers", "of the peak", "rms error, at most", "best peer / ours")
    rows = []
    for kind in by_kind(report):
        first = (Cell(kind.name), Cell(f"{kind.layers}"), _share(kind))
        ratios = (_ratio(kind.ratio, bool(kind.disturbed)), _ratio(kind.least))
        rows.append([*first, Cell(number(kind.error, ".1e")), *ratios])
    return "<h3>By kind</h3>" + _table((*heads, "least"), rows) if rows else ""


HEADS = ("layer", "min ms", "median ms", "GFLOP/s", "of peak", "error", "samples")


def _numbers(report: Report) -> str:
    heads = [*HEADS, *(f"{peer}, ms" for peer in report.peers)]
    heads += ["best / ours"] if report.peers else []
    table = _table(heads, [_layer(report, row) for row in report.rows])
    return f"<details><summary>All numbers</summary>{table}</details>"


def _layer(report: Report, row: Row) -> list[Cell]:
    """Every number of a layer."""
    name = row.layer if row.suite == report.suite else f"{row.suite}/{row.layer}"
    empty = len(HEADS) - 2 + len(report.peers) + bool(report.peers)
    if row.skipped:
        return [Cell(name, "words"), Cell(row.skipped), *[Cell("")] * empty]
    star = "" if row.quiet else "*"
    texts = (
        f"{row.min_seconds * 1e3:.3f}{star}",
        f"{row.median_seconds * 1e3:.3f}{star}",
        f"{row.flops / 1e9:.1f}",
        f"{row.share:.1%}{star}",
        f"{row.error_rms:.1e}",
        f"{row.samples if row.quiet else 0} of {row.samples + row.dropped * row.quiet}",
    )
    best = [_ratio(row.ratio(), row.disturbed())] if report.peers else []
    return [Cell(name, "words"), *map(Cell, texts), *(_peer(row, p) for p in report.peers), *best]


def _peer(row: Row, peer: str) -> Cell:
    """A peer's time, and how many times ours it is; or why there is none."""
    answer = row.peers.get(peer, Answer(refused="not asked"))
    if answer.refused:
        return Cell(answer.refused, "words")
    star = "*" * row.disturbed(peer)
    return Cell(f"{answer.min_seconds * 1e3:.3f}{star} ({number(row.ratio(peer))})")
