"""The picture of the house: `house.txt` in, `house.svg` out, for phones, and for dark pages too.

`python docs/house.py` writes it; `pytest tests/house/test_docs.py` compares.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import NamedTuple

WIDTH, EDGE, GAP, ARROW = 340, 8, 8, 22  # pixels: of all, at the sides, between boxes, between rows
SIZE, LINE, PAD = 15, 20, 9  # of letters, from line to line, within boxes
LETTER, BOLD = 0.58, 0.64  # how wide letters of any usual font are, in sizes

STYLE = f"""<style>
text {{ font: {SIZE}px system-ui, "Segoe UI", Roboto, sans-serif; fill: currentColor }}
.name {{ font-weight: 600 }}
svg {{ color: #1f2328 }}
.paper {{ fill: #ffffff }}
.box {{ fill: #eef3f8; stroke: #7d8894 }}
.frame {{ fill: none; stroke: #7d8894; stroke-width: 1.5 }}
.arrow {{ fill: none; stroke: #59636e; stroke-width: 1.5 }}
.shed {{ stroke: #0a6cba; stroke-width: 1.5; stroke-dasharray: 5 4 }}
@media (prefers-color-scheme: dark) {{
svg {{ color: #e6edf3 }}
.paper {{ fill: #0d1117 }}
.box {{ fill: #1b2530; stroke: #6e7a87 }}
.frame {{ stroke: #6e7a87 }}
.arrow {{ stroke: #9aa5b1 }}
.shed {{ stroke: #58a6ff }}
}}
</style>"""


class Box(NamedTuple):
    """What a box says, line by line: those of its names, then those of its sentence."""

    names: list[str]
    words: list[str]

    @property
    def height(self) -> int:
        """Pixels from its top to its bottom."""
        return LINE * (len(self.names) + len(self.words)) + 2 * PAD - 4


def wrapped(text: str, width: float, letter: float) -> list[str]:
    """A text in lines that fit into so many pixels."""
    most, lines = int(width / (letter * SIZE)), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > most and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    assert all(len(line) <= most for line in lines), (most, lines)
    return [line for line in lines if line]


class Picture:
    """The drawing so far."""

    def __init__(self) -> None:
        self.y, self.parts = EDGE, []
        self.last: list[float] = []  # the middles of the boxes of the last row, for arrows
        self.framed = False  # whether the last row was a box with rows in it

    def text(self, x: float, y: float, line: str, *, name: bool) -> None:
        """A line of text around x."""
        kind = ' class="name"' if name else ""
        said = html.escape(line, quote=False)
        self.parts.append(f'<text x="{x:g}" y="{y:g}"{kind} text-anchor="middle">{said}</text>')

    def arrow(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """An arrow that leads down or to the left."""
        head = "l-4 -6 m4 6 l4 -6" if x == to_x else "l6 -4 m-6 4 l6 4"
        self.parts.append(f'<path class="arrow" d="M{x:g} {y:g} L{to_x:g} {to_y:g} {head}"/>')

    def row(self, line: str, indent: int) -> None:
        """Side by side, as high as the highest."""
        left, whole = EDGE + indent, WIDTH - 2 * (EDGE + indent)
        told = [re.split(r":\s+", part.strip(), maxsplit=1) for part in re.split(r"\||<-", line)]
        gap = 3 * GAP if "<-" in line else GAP
        width = (whole - gap * (len(told) - 1)) / len(told)
        room = width - PAD
        boxes = [
            Box(wrapped(name, room, BOLD), wrapped("".join(rest), room, LETTER))
            for name, *rest in told
        ]
        middles = [left + i * (width + gap) + width / 2 for i in range(len(boxes))]
        if self.last and not indent:
            for x in self.last if len(middles) == 1 else middles:
                self.arrow(x, self.y + 3, x, self.y + ARROW - 3)
            self.y += ARROW
        height = max(box.height for box in boxes)
        for box, middle in zip(boxes, middles, strict=True):
            corner = f'x="{middle - width / 2:g}" y="{self.y}" width="{width:g}" height="{height}"'
            self.parts.append(f'<rect class="box" {corner} rx="6"/>')
            first = self.y + (height - box.height) / 2 + PAD + 13
            for i, said in enumerate(box.names + box.words):
                self.text(middle, first + i * LINE, said, name=i < len(box.names))
        if "<-" in line:
            right, middle = left + width, self.y + height / 2
            self.arrow(right + gap - 3, middle, right + 3, middle)
        self.y += height
        self.last = middles

    def shed(self, words: str) -> None:
        """A line across, with words under it; the arrows go on below."""
        self.arrow(self.last[0], self.y + 3, self.last[0], self.y + ARROW)
        self.arrow(self.last[-1], self.y + 3, self.last[-1], self.y + ARROW)
        self.y += ARROW + 6
        self.parts.append(f'<path class="shed" d="M{EDGE} {self.y} H{WIDTH - EDGE}"/>')
        self.text(WIDTH / 2, self.y + 18, words, name=False)
        self.y += 18

    def frame(self, name: str, rows: list[str]) -> None:
        """A box with rows in it, or another one beside the one before."""
        if self.framed:
            self.text(WIDTH / 2, self.y + ARROW - 6, "or", name=False)
        else:
            self.arrow(WIDTH / 2, self.y + 3, WIDTH / 2, self.y + ARROW - 3)
        self.framed = True
        self.y += ARROW
        top = self.y
        self.text(WIDTH / 2, self.y + PAD + 13, name, name=True)
        self.y += 2 * PAD + 15
        for row in rows:
            self.row(row, GAP)
            self.y += GAP
        size = f'width="{WIDTH - 2 * EDGE}" height="{self.y - top}"'
        self.parts.append(f'<rect class="frame" x="{EDGE}" y="{top}" {size} rx="6"/>')


def svg(source: str) -> str:
    """The picture of a source."""
    lines = [line for line in source.splitlines() if line.strip() and not line.startswith("#")]
    picture, at = Picture(), 0
    while at < len(lines):
        line, at = lines[at], at + 1
        inside = []
        while at < len(lines) and lines[at].startswith(" "):
            inside.append(lines[at])
            at += 1
        if inside:
            picture.frame(line.rstrip(":"), inside)
        elif line.startswith("--"):
            picture.shed(line[2:].strip())
        else:
            picture.row(line, 0)
    height = picture.y + EDGE
    told = html.escape("; ".join(" ".join(line.split()) for line in lines), quote=False)
    size = f'width="{WIDTH}" height="{height}"'
    begin = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {size} role="img">'
    )
    head = ["<title>The house</title>", f"<desc>{told}</desc>", STYLE]
    paper = f'<rect class="paper" {size} rx="8"/>'
    return "\n".join([begin, *head, paper, *picture.parts, "</svg>\n"])


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / "house.svg").write_text(svg((here / "house.txt").read_text("utf-8")), "utf-8")
