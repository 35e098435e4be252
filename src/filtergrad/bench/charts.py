"""Pictures as SVG, written by this file alone: bars, the roofline, accuracy against speed.

In: a report. Out: the text of one ``<svg>``. Colours are names of classes and come from the page's
style sheet, so that the pictures turn dark with it; tooltips are ``<title>``, which need no script.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence

from .result import Report, Row, mean

WIDTH, LABEL, ROW = 960, 250, 17  # pixels: width of the picture and of the names, height of a bar
PEERS = ("tensorflow", "torch", "jax")
FAMILIES = ("first", "3x3", "1x1", "dw", "grp", "dil")  # what the kinds of layers begin with


class Scale:
    """A logarithmic scale, from numbers to pixels."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.high, self.start, self.end = low, high, start, end

    def __call__(self, value: float) -> float:
        """The pixel at which a number lies; the nearer end of the scale if it is outside."""
        part = math.log(min(max(value, self.low), self.high) / self.low)
        return self.start + (self.end - self.start) * part / math.log(self.high / self.low)

    def ticks(self, steps: Sequence[float] = (1, 2, 5)) -> list[float]:
        """The round numbers on the scale."""
        first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
        found = (step * 10.0**power for power in range(first, last + 1) for step in steps)
        return [tick for tick in found if self.low <= tick <= self.high]


def element(name: str, body: str = "", **attributes: object) -> str:
    """Write one element; `cls` is its class, and underscores in names become hyphens."""
    names = {"cls": "class"}
    text = "".join(
        f' {names.get(key, key.replace("_", "-"))}="{_number(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{text}>{body}</{name}>"


def label(x: float, y: float, text: str, cls: str = "", anchor: str = "start") -> str:
    """Write a text at a place."""
    return element("text", html.escape(text), x=x, y=y, cls=cls, text_anchor=anchor)


def dot(x: float, y: float, cls: str, title: str, r: float = 3.5) -> str:
    """Draw a dot with a tooltip."""
    return element("circle", element("title", html.escape(title)), cx=x, cy=y, r=r, cls=cls)


def bar(x: float, y: float, width: float, cls: str, title: str) -> str:
    """Draw a bar with a tooltip."""
    tip = element("title", html.escape(title))
    return element("rect", tip, x=x, y=y, width=width, height=ROW - 6, cls=cls)


def peer_class(name: str) -> str:
    """The colour of a peer, the same in every picture."""
    return f"p{PEERS.index(name) if name in PEERS else len(PEERS)}"


def _number(value: object) -> str:
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    return html.escape(text)


def _line(x1: float, y1: float, x2: float, y2: float, cls: str) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, cls=cls)


def _svg(height: float, parts: Iterable[str], label: str) -> str:
    box = f"0 0 {WIDTH} {height:.0f}"
    return element("svg", "\n".join(parts), viewBox=box, role="img", aria_label=label)


def _legend(names: Sequence[tuple[str, str]], y: float) -> list[str]:
    parts, x = [], float(LABEL)
    for cls, name in names:
        parts += [dot(x, y - 4, cls, name, 5), label(x + 10, y, name)]
        x += 34 + 7.5 * len(name)
    return parts


# ---- bars ----


def bars(report: Report) -> str:
    """Draw for each layer the best peer's time over ours as a bar, and each peer's as a dot."""
    if not report.peers:
        return shares(report)
    rows = [row for row in report.measured if row.best_peer]
    every = [row.ratio(peer) for row in rows for peer in report.peers]
    known = [ratio for ratio in every if not math.isnan(ratio)] or [1.0]
    # The scale holds every bar; a dot that is farther out lies at its end.
    high = max([3.0, *(1.3 * row.ratio() for row in rows)])
    x = Scale(min([0.8, *known]) * 0.9, high, LABEL, WIDTH - 60)
    height = 50 + ROW * len(rows) + 10
    parts = _legend([(peer_class(peer), peer) for peer in report.peers], 16)
    parts.append(label(WIDTH - 5, 16, "best", anchor="end"))
    for tick in x.ticks():
        parts += [
            _line(x(tick), 44, x(tick), height - 8, "axis" if tick == 1 else "grid"),
            label(x(tick), 38, f"{tick:g}", "small", "middle"),
        ]
    for at, row in enumerate(rows):
        parts += _bar(row, 50 + ROW * at, x)
    return _svg(height, parts, "time of each peer over ours, layer by layer")


def _bar(row: Row, y: float, x: Scale) -> list[str]:
    """One layer: its name, its bar, its number and a dot for each peer."""
    ratio, one = row.ratio(), x(1)
    cls = "win" if ratio >= 1 else "loss"
    left, width = min(one, x(ratio)), abs(x(ratio) - one)
    best = row.peers[row.best_peer]
    title = (
        f"{row.layer}: ours {row.min_seconds * 1e3:.3f} ms, "
        f"{row.best_peer} ({best.variant}) {best.min_seconds * 1e3:.3f} ms"
    )
    parts = [
        label(LABEL - 8, y + 11, row.layer, "small", "end"),
        bar(left, y + 3, width, f"bar {cls}", title),
        label(WIDTH - 5, y + 11, f"{ratio:.2f}", f"small {cls}-text", "end"),
    ]
    for name, answer in row.peers.items():
        if not answer.refused:
            tip = f"{row.layer}, {name}: {answer.min_seconds * 1e3:.3f} ms, {answer.variant}"
            parts.append(dot(x(row.ratio(name)), y + ROW / 2, peer_class(name), tip))
    return parts


def shares(report: Report) -> str:
    """Draw each layer's share of the multiply-add peak, for a report without peers."""
    rows = report.measured
    height = 30 + ROW * len(rows) + 10
    top = max(1.0, *(row.share for row in rows)) if rows else 1.0
    scale = (WIDTH - 60 - LABEL) / top
    parts = []
    for percent in range(0, round(100 * top) + 1, 20):
        x = LABEL + scale * percent / 100
        parts += [
            _line(x, 24, x, height - 8, "axis" if percent == 100 else "grid"),
            label(x, 18, f"{percent} %", "small", "middle"),
        ]
    for at, row in enumerate(rows):
        y = 30 + ROW * at
        parts += [
            label(LABEL - 8, y + 11, row.layer, "small", "end"),
            bar(LABEL, y + 3, scale * row.share, "bar win", row.layer),
            label(WIDTH - 5, y + 11, f"{row.share:.0%}", "small", "end"),
        ]
    return _svg(height, parts, "share of the multiply-add peak, layer by layer")


# ---- the roofline ----


def roofline(report: Report) -> str:
    """Draw operations a byte against operations a second, below what the machine can do."""
    rows = [row for row in report.measured if row.bytes]
    if not rows:
        return ""
    points = [(row.flops * row.min_seconds / row.bytes, row.flops) for row in rows]
    peak, feed = report.peak_flops, report.bandwidth
    x = Scale(min(p for p, _ in points) / 1.5, max(p for p, _ in points) * 1.5, 70, WIDTH - 20)
    high = max(peak, *(flops for _, flops in points)) * 1.4
    y = Scale(min(flops for _, flops in points) / 1.5, high, 440, 34)
    parts = _axes(x, y, "operations for each byte of x, dy and dW", "GFLOP/s", 1e9)
    parts += _legend([(f"f{at}", name) for at, name in enumerate((*FAMILIES, "others"))], 16)
    if feed:
        knee = min(max(peak / feed, x.low), x.high)
        left = max(x.low, y.low / feed)
        parts.append(_line(x(left), y(left * feed), x(knee), y(min(peak, knee * feed)), "roof"))
        parts.append(_line(x(knee), y(peak), x(x.high), y(peak), "roof"))
        note = f"{peak / 1e9:.0f} GFLOP/s, memory gives {feed / 1e9:.1f} GB/s"
        parts.append(label(x(x.high), y.end + 14, note, "small", "end"))
    for row, (intensity, flops) in zip(rows, points, strict=True):
        tip = f"{row.layer}: {intensity:.1f} operations a byte, {flops / 1e9:.1f} GFLOP/s"
        parts.append(dot(x(intensity), y(flops), f"f{family(row.kind)}", tip))
    return _svg(480, [*parts, *_farthest(rows, points, peak, feed, x, y)], "roofline")


def _farthest(
    rows: Sequence[Row],
    points: Sequence[tuple[float, float]],
    peak: float,
    feed: float,
    x: Scale,
    y: Scale,
) -> list[str]:
    """Name the dots that lie farthest below the roof, as far as there is room."""
    roofs = [min(peak, feed * intensity) if feed else peak for intensity, _ in points]
    order = sorted(range(len(rows)), key=lambda at: points[at][1] / roofs[at])
    taken: list[tuple[float, float]] = []
    parts = []
    for at in order:
        here = (x(points[at][0]) + 6, y(points[at][1]) + 3)
        fits = here[0] + 6 * len(rows[at].layer) < WIDTH
        free = all(abs(here[1] - other[1]) > 12 or abs(here[0] - other[0]) > 170 for other in taken)
        if fits and free and len(taken) < 10:
            taken.append(here)
            parts.append(label(*here, rows[at].layer, "small"))
    return parts


def family(kind: str) -> int:
    """The place of a kind of layer among `FAMILIES`; one past the end for all others."""
    return next((at for at, name in enumerate(FAMILIES) if kind.startswith(name)), len(FAMILIES))


# ---- accuracy against speed ----


def accuracy(report: Report) -> str:
    """Draw each layer's share of the peak against its error, of ours and of every peer's."""
    dots: dict[str, list[tuple[float, float, str]]] = {name: [] for name in ("ours", *report.peers)}
    for row in report.measured:
        if row.error_rms:
            dots["ours"].append((row.share, row.error_rms, row.layer))
        for name, answer in row.peers.items():
            if name in dots and not answer.refused and answer.error_rms:
                dots[name].append((row.share / row.ratio(name), answer.error_rms, row.layer))
    every = [point for points in dots.values() for point in points]
    if not every:
        return ""
    x = Scale(min(p[0] for p in every) / 1.3, max(p[0] for p in every) * 1.3, 70, WIDTH - 20)
    y = Scale(min(p[1] for p in every) / 1.3, max(p[1] for p in every) * 1.3, 340, 34)
    parts = _axes(x, y, "share of the multiply-add peak", "rms error over rms of dW", 1.0)
    classes = {name: "ours" if name == "ours" else peer_class(name) for name in dots}
    parts += _legend([(classes[name], name) for name in dots], 16)
    for name, points in reversed(dots.items()):
        for share, error, layer in points:
            tip = f"{layer}, {name}: {share:.1%} of the peak, error {error:.1e}"
            parts.append(dot(x(share), y(error), f"{classes[name]} faint", tip, 3))
    for name, points in dots.items():
        if points:
            middle = mean(p[0] for p in points), mean(p[1] for p in points)
            tip = f"{name}, geometric mean: {middle[0]:.1%} of the peak, error {middle[1]:.1e}"
            parts.append(dot(x(middle[0]), y(middle[1]), f"{classes[name]} mean", tip, 8))
    return _svg(380, parts, "accuracy against speed")


def _axes(x: Scale, y: Scale, x_name: str, y_name: str, unit: float) -> list[str]:
    """Both axes with their names and their grid; ``unit`` is what y is counted in."""
    bottom, left = y.start, x.start
    parts = [
        label((x.start + x.end) / 2, bottom + 34, x_name, "small", "middle"),
        label(8, 18, y_name, "small"),
    ]
    for tick in x.ticks():
        parts.append(_line(x(tick), bottom, x(tick), y.end, "grid"))
        parts.append(label(x(tick), bottom + 16, f"{tick:g}", "small", "middle"))
    for tick in y.ticks((1,) if y.high / y.low > 100 else (1, 2, 5)):
        parts.append(_line(left, y(tick), x.end, y(tick), "grid"))
        parts.append(label(left - 6, y(tick) + 4, f"{tick / unit:g}", "small", "end"))
    return parts
