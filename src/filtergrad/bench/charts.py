"""Pictures as SVG: bars, the roofline, accuracy against speed.

In: a report, and the frame that the picture is drawn in. Out: the text of one ``<svg>``. What was
disturbed in every sample is pale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .marks import (
    WIDE,
    Axis,
    Frame,
    Scale,
    bar,
    dot,
    label,
    legend,
    line,
    pale_if,
    peer_class,
    plane,
    svg,
)
from .result import Report, Row, mean

FAMILIES = ("first", "3x3", "1x1", "dw", "grp", "dil")  # what the kinds of layers begin with


# ---- bars ----


def bars(report: Report, frame: Frame = WIDE) -> str:
    """Draw for each layer the best peer's time over ours as a bar, and each peer's as a dot."""
    if not report.peers:
        return shares(report, frame)
    rows = [row for row in report.measured if row.best_peer]
    every = [row.ratio(peer) for row in rows for peer in report.peers]
    known = [ratio for ratio in every if not math.isnan(ratio)] or [1.0]
    # The scale holds every bar; a dot that is farther out lies at its end.
    high = max([3.0, *(1.3 * row.ratio() for row in rows)])
    right = frame.width - (60 if frame.label else 6)
    x = Scale(min([0.8, *known]) * 0.9, high, frame.label or 6, right)
    parts, top = legend([(peer_class(peer), peer) for peer in report.peers], frame)
    height = top + 34 + frame.row * len(rows) + 10
    if frame.label:
        parts.append(label(frame.width - 5, top, "best", anchor="end"))
    for tick in frame.ticks(x):
        parts += [
            line(x(tick), top + 28, x(tick), height - 8, "axis" if tick == 1 else "grid"),
            label(x(tick), top + 22, f"{tick:g}", "small", "middle"),
        ]
    for at, row in enumerate(rows):
        parts += _bar(row, top + 34 + frame.row * at, x, frame)
    return svg(frame, height, parts, "time of each peer over ours, layer by layer")


def _named(row: Row, y: float, number: str, cls: str, frame: Frame) -> list[str]:
    """The name of a layer beside its bar or above it, and a number at the right rim."""
    most = int(((frame.label - 14) if frame.label else (frame.width - 70)) / 6.8)  # letters
    text = row.layer
    if len(text) > most:  # the tooltip of the bar and the table have it whole
        text = f"{text[: most // 2]}…{text[-(most // 2 - 1) :]}"
    if frame.label:
        name = label(frame.label - 8, y + 11, text, "small", "end")
    else:
        name = label(4, y + 11, text, "small")
    return [name, label(frame.width - 5, y + 11, number, f"small {cls}", "end")]


def _bar(row: Row, y: float, x: Scale, frame: Frame) -> list[str]:
    """One layer: its name, its bar, its number and a dot for each peer."""
    ratio, one = row.ratio(), x(1)
    cls = "win" if ratio >= 1 else "loss"
    left, width = min(one, x(ratio)), abs(x(ratio) - one)
    best = row.peers[row.best_peer]
    pale, more = pale_if(row.disturbed())
    title = (
        f"{row.layer}: ours {row.min_seconds * 1e3:.3f} ms, "
        f"{row.best_peer} ({best.variant}) {best.min_seconds * 1e3:.3f} ms{more}"
    )
    parts = _named(row, y, f"{ratio:.2f}{'*' if pale else ''}", f"{cls}-text", frame)
    y += frame.above
    parts.append(bar(left, y + 3, width, f"bar {cls}{pale}", title))
    for name, answer in row.peers.items():
        if not answer.refused:
            pale, more = pale_if(row.disturbed(name))
            tip = f"{row.layer}, {name}: {answer.min_seconds * 1e3:.3f} ms, {answer.variant}{more}"
            place = x(row.ratio(name)), y + 8.5
            parts.append(dot(*place, f"{peer_class(name)}{pale}", tip))
    return parts


def shares(report: Report, frame: Frame = WIDE) -> str:
    """Draw each layer's share of the multiply-add peak, for a report without peers."""
    rows = report.measured
    height = 30 + frame.row * len(rows) + 10
    top = max(1.0, *(row.share for row in rows)) if rows else 1.0
    left = frame.label or 18
    scale = (frame.width - (60 if frame.label else 24) - left) / top
    parts = []
    for percent in range(0, round(100 * top) + 1, 20 if frame.label or top < 1.5 else 50):
        x = left + scale * percent / 100
        parts += [
            line(x, 24, x, height - 8, "axis" if percent == 100 else "grid"),
            label(x, 18, f"{percent} %", "small", "middle"),
        ]
    for at, row in enumerate(rows):
        y = 30 + frame.row * at
        pale, more = pale_if(not row.quiet)
        parts += _named(row, y, f"{row.share:.0%}{'*' if pale else ''}", "", frame)
        title = f"{row.layer}: {row.min_seconds * 1e3:.3f} ms{more}"
        wide = scale * row.share
        parts.append(bar(left, y + frame.above + 3, wide, f"bar win{pale}", title))
    return svg(frame, height, parts, "share of the multiply-add peak, layer by layer")


# ---- the roofline ----


def roofline(report: Report, frame: Frame = WIDE) -> str:
    """Draw operations a byte against operations a second, below what the machine can do."""
    rows = [row for row in report.measured if row.bytes]
    if not rows:
        return ""
    points = [(row.flops * row.min_seconds / row.bytes, row.flops) for row in rows]
    peak, feed = report.peak_flops, report.bandwidth
    families = [(f"f{at}", name) for at, name in enumerate((*FAMILIES, "others"))]
    across = Axis("operations for each byte of x, dy and dW", 1.5)
    x, y, parts = plane(points, families, frame, 400, across, Axis("GFLOP/s", 1.4, 1e9, peak))
    if feed:
        knee = min(max(peak / feed, x.low), x.high)
        left = max(x.low, y.low / feed)
        parts.append(line(x(left), y(left * feed), x(knee), y(min(peak, knee * feed)), "roof"))
        parts.append(line(x(knee), y(peak), x(x.high), y(peak), "roof"))
        note = f"{peak / 1e9:.0f} GFLOP/s, memory gives {feed / 1e9:.1f} GB/s"
        parts.append(label(x(x.high), y.end + 14, note, "small", "end"))
    for row, (intensity, flops) in zip(rows, points, strict=True):
        pale, more = pale_if(not row.quiet)
        tip = f"{row.layer}: {intensity:.1f} operations a byte, {flops / 1e9:.1f} GFLOP/s{more}"
        parts.append(dot(x(intensity), y(flops), f"f{family(row.kind)}{pale}", tip))
    roofs = [min(peak, feed * intensity) if feed else peak for intensity, _ in points]
    order = sorted(range(len(rows)), key=lambda at: points[at][1] / roofs[at])
    parts += _farthest(
        [(rows[at].layer, x(points[at][0]), y(points[at][1])) for at in order], frame
    )
    return svg(frame, y.start + 40, parts, "roofline")


def _farthest(dots: Sequence[tuple[str, float, float]], frame: Frame) -> list[str]:
    """Name the dots that lie farthest below the roof, as far as there is room."""
    taken: list[tuple[float, float]] = []
    parts = []
    for name, x, y in dots:
        here = (x + 6, y + 3)
        fits = here[0] + 6 * len(name) < frame.width
        free = all(abs(here[1] - other[1]) > 12 or abs(here[0] - other[0]) > 170 for other in taken)
        if fits and free and len(taken) < (10 if frame.label else 4):
            taken.append(here)
            parts.append(label(*here, name, "small"))
    return parts


def family(kind: str) -> int:
    """The place of a kind of layer among `FAMILIES`; one past the end for all others."""
    return next((at for at, name in enumerate(FAMILIES) if kind.startswith(name)), len(FAMILIES))


# ---- accuracy against speed ----


def accuracy(report: Report, frame: Frame = WIDE) -> str:
    """Draw each layer's share of the peak against its error, of ours and of every peer's."""
    dots: dict[str, list[tuple[float, float, str, bool]]] = {
        name: [] for name in ("ours", *report.peers)
    }
    for row in report.measured:
        if row.error_rms:
            dots["ours"].append((row.share, row.error_rms, row.layer, not row.quiet))
        for name, answer in row.peers.items():
            if name in dots and not answer.refused and answer.error_rms:
                there = row.share / row.ratio(name), answer.error_rms
                dots[name].append((*there, row.layer, row.disturbed(name)))
    every = [point[:2] for points in dots.values() for point in points]
    if not every:
        return ""
    classes = {name: "ours" if name == "ours" else peer_class(name) for name in dots}
    names = [(classes[name], name) for name in dots]
    across, up = Axis("share of the multiply-add peak", 1.3), Axis("rms error over rms of dW", 1.3)
    x, y, parts = plane(every, names, frame, 300, across, up)
    for name, points in reversed(dots.items()):
        for share, error, layer, disturbed in points:
            pale, more = pale_if(disturbed)
            tip = f"{layer}, {name}: {share:.1%} of the peak, error {error:.1e}{more}"
            parts.append(dot(x(share), y(error), f"{classes[name]} faint{pale}", tip, 3))
    for name, points in dots.items():
        if points:
            middle = mean(p[0] for p in points), mean(p[1] for p in points)
            pale, more = pale_if(any(p[3] for p in points))
            tip = f"{name}, geometric mean: {middle[0]:.1%} of the peak, error {middle[1]:.1e}"
            place = x(middle[0]), y(middle[1])
            parts.append(dot(*place, f"{classes[name]} mean{pale}", f"{tip}{more}", 8))
    return svg(frame, y.start + 40, parts, "accuracy against speed")
