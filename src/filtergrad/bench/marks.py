"""What the pictures are made of: frames, scales, marks as SVG, and planes with their grids.

In: places and words. Out: pieces of an ``<svg>``. Colours are names of classes and come from the
page's style sheet, so that the pictures turn dark with it; tooltips are ``<title>``, which need no
script.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

PEERS = ("tensorflow", "torch", "jax")
DISTURBED = ", disturbed in every sample"


class Frame(NamedTuple):
    """The size of a picture, in pixels.

    Parameters
    ----------
    width
        Of the whole picture.
    label
        Of the names of layers beside their bars; with 0 they stand above them.
    row
        Height of a bar, and of its name where that stands above it.
    """

    width: int
    label: int
    row: int

    @property
    def above(self) -> int:
        """The height of a name above its bar."""
        return 0 if self.label else 15

    def ticks(self, scale: Scale) -> list[float]:
        """As many of the round numbers on a horizontal scale as there is room for."""
        crowded = math.log10(scale.high / scale.low) > (2 if self.label else 1)
        return scale.ticks((1,) if crowded and not self.label else (1, 2, 5))


WIDE, NARROW = Frame(960, 250, 17), Frame(372, 0, 34)  # for a screen, and for a telephone


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


# ---- marks ----


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
    return element("rect", tip, x=x, y=y, width=width, height=WIDE.row - 6, cls=cls)


def peer_class(name: str) -> str:
    """The colour of a peer, the same in every picture."""
    return f"p{PEERS.index(name) if name in PEERS else len(PEERS)}"


def _number(value: object) -> str:
    text = f"{value:.1f}" if isinstance(value, float) else str(value)
    return html.escape(text)


def line(x1: float, y1: float, x2: float, y2: float, cls: str) -> str:
    """Draw a line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, cls=cls)


def svg(frame: Frame, height: float, parts: Iterable[str], label: str) -> str:
    """Put the pieces of a picture together."""
    box = f"0 0 {frame.width} {height:.0f}"
    return element("svg", "\n".join(parts), viewBox=box, role="img", aria_label=label)


def legend(names: Sequence[tuple[str, str]], frame: Frame) -> tuple[list[str], float]:
    """Dots with their names, in as many lines as they need; and where the last line stands."""
    left, y = float(frame.label or 12), 16.0
    parts, x = [], left
    for cls, name in names:
        wide = 34 + 7.5 * len(name)
        if x > left and x + wide - 20 > frame.width:
            x, y = left, y + 20
        parts += [dot(x, y - 4, cls, name, 5), label(x + 10, y, name)]
        x += wide
    return parts, y


def pale_if(disturbed: bool) -> tuple[str, str]:
    """What is added to the class and to the tooltip of a mark."""
    return (" pale", DISTURBED) if disturbed else ("", "")


# ---- planes ----


class Axis(NamedTuple):
    """One axis of a plane.

    Parameters
    ----------
    name
        What stands beside it.
    room
        How many times farther than the points it goes at both ends.
    unit
        What is written as 1.
    reach
        A number that lies on it, whatever the points are.
    """

    name: str
    room: float
    unit: float = 1.0
    reach: float = 0.0


def plane(
    points: Sequence[tuple[float, float]], names: Sequence[tuple[str, str]], frame: Frame,
    height: int, across: Axis, up: Axis,
) -> tuple[Scale, Scale, list[str]]:  # fmt: skip
    """Two scales that hold all points, their grid and names, and a legend."""
    parts, top = legend(names, frame)
    if not frame.label:  # the name of the axis has a line of its own
        top += 20
    parts.append(label(8, top + 2, up.name, "small"))
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x = Scale(
        min(xs) / across.room, max(xs) * across.room, 70 if frame.label else 52, frame.width - 20
    )
    high = up.room * max(*ys, up.reach)
    y = Scale(min(ys) / up.room, high, top + 18 + height, top + 18)
    bottom, left = y.start, x.start
    parts.append(label((left + x.end) / 2, bottom + 34, across.name, "small", "middle"))
    for tick in frame.ticks(x):
        parts.append(line(x(tick), bottom, x(tick), y.end, "grid"))
        parts.append(label(x(tick), bottom + 16, f"{tick:g}", "small", "middle"))
    for tick in y.ticks((1,) if y.high / y.low > 100 else (1, 2, 5)):
        parts.append(line(left, y(tick), x.end, y(tick), "grid"))
        parts.append(label(left - 6, y(tick) + 4, f"{tick / up.unit:g}", "small", "end"))
    return x, y, parts
