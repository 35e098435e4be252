"""Requests for memory that is needed soon, a few cache lines at a time.

In: where an operand's next pixels lie. Out: prefetch instructions.
"""

from __future__ import annotations

from typing import Any

from .ir import I64, Code
from .tile import prefetch

LINES = 512  # that a call asks for of a stream; each is code, and no layer comes near that


class Stream:
    """An operand's next pixels, asked for a few cache lines at a time.

    Parameters
    ----------
    code
        What is being written.
    pixels, calls
        How many pixels are asked for in so many calls of `ask`.
    channels, size
        How many channels of a pixel are wanted, and the bytes of each.
    """

    def __init__(self, code: Code, pixels: int, calls: int, channels: int, size: int) -> None:
        self.code = code
        self.lines = -(-channels * size // 64)
        self.share = min(LINES, -(-pixels * self.lines // max(1, calls)))
        self.asked = code.variable(I64, code.i64(0))

    def restart(self, base: Any, pitch: Any) -> None:
        """Begin with the pixel at ``base``; the next ones lie ``pitch`` bytes apart."""
        self.base, self.pitch = base, pitch
        self.code.b.store(self.code.i64(0), self.asked)

    def ask(self) -> None:
        """Ask for the next lines."""
        code = self.code
        asked = code.b.load(self.asked, typ=I64)
        for i in range(self.share):
            pixel, line = code.divmod(code.add(asked, i), self.lines)
            at = code.sum((pixel, self.pitch), (line, 64))
            prefetch(code, code.at(self.base, at), 2)
        code.b.store(code.add(asked, self.share), self.asked)
