"""One page that holds everything: tables, pictures and their style.

In: reports. Out: an HTML file without scripts, fonts of its own or links to other files; it is
light or dark as the reader's system is.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from filtergrad import files

from .charts import accuracy, bars, roofline
from .markdown import machine, number
from .report import cells, columns
from .result import Answer, Report, by_kind, tally

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
  max-width: 980px; margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5em; } p { color: var(--faint); }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 2px 9px; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
th { border-bottom: 1px solid var(--axis); } tr:nth-child(even) td { background: var(--grid); }
td.win { color: var(--win-text); } td.loss { color: var(--loss-text); font-weight: bold; }
svg { width: 100%; min-width: 720px; height: auto; }
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


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{html.escape(text)}</th>" for text in heads)
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _cell(text: str, cls: str = "") -> str:
    return f"<td{f' class={cls!r}' if cls else ''}>{html.escape(text)}</td>"


def _ratio(value: float) -> str:
    return _cell(number(value), "loss" if value < 1 else "win")


def _goals(reports: Sequence[Report]) -> str:
    heads = ("layers of", "numbers", "how many", "of the peak", "best peer / ours", "least")
    rows = []
    for report in reports:
        whole = tally("", report.rows)
        texts = (report.suite, report.dtype, f"{whole.layers}", number(whole.share, ".0%"))
        marks = (_ratio(whole.ratio), _ratio(whole.least), _cell(f"{whole.under}"))
        rows.append([*map(_cell, texts), *marks, _ratio(whole.time)])
    return _table((*heads, "under 1.00", "all together"), rows)


def _section(report: Report) -> str:
    name = f"{report.suite} in {report.dtype}, {report.data_format}"
    pictures = [
        ("Layer by layer", RACE if report.peers else "", bars(report)),
        ("Roofline", ROOF, roofline(report)),
        ("Accuracy against speed", ERROR, accuracy(report)),
    ]
    parts = [f"<section>\n<h2>{html.escape(name)}</h2>"]
    parts += [
        f"<h3>{head}</h3><p>{text}</p>\n<div class='wide'>{svg}</div>"
        for head, text, svg in pictures
        if svg
    ]
    parts += [_kinds(report), _numbers(report), "</section>"]
    return "\n".join(parts)


def _kinds(report: Report) -> str:
    heads = ("kind of layer", "layers", "of the peak", "rms error, at most", "best peer / ours")
    rows = []
    for kind in by_kind(report):
        texts = (kind.name, f"{kind.layers}", number(kind.share, ".0%"), number(kind.error, ".1e"))
        rows.append([*map(_cell, texts), _ratio(kind.ratio), _ratio(kind.least)])
    return "<h3>By kind</h3>" + _table((*heads, "least"), rows) if rows else ""


def _numbers(report: Report) -> str:
    rows = [
        [_cell(text) for text in cells(report, row)] + [_cell(_refused(row.peers))]
        for row in report.rows
    ]
    table = _table((*columns(report), "not computed"), rows)
    return f"<details><summary>All numbers</summary>{table}</details>"


def _refused(peers: Mapping[str, Answer]) -> str:
    return "; ".join(f"{name}: {one.refused}" for name, one in peers.items() if one.refused)
