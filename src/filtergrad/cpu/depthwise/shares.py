"""Shares: how many lines of the next block a row asks for, where channels lie apart.

In: a block and a task, in numbers. Out: numbers that each call tells the code of `prefetch`.
"""

from __future__ import annotations

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.dtypes import SIZES
from filtergrad.problem import Problem

APART = "planes"  # the layout in which each channel is a plane: others the processor foresees


def next_sizes(
    problem: Problem, layouts: tuple[str, str], rows: int, outputs: int
) -> dict[str, int]:
    """For each operand whose channels lie apart: how many, an image's lines of each, a row's share.

    A row asks for all lines of so many channels.

    Parameters
    ----------
    problem, layouts
        Of which problem, and how x and dy lie in memory.
    rows
        Output rows of a block.
    outputs
        Output channels of a task.
    """
    operands = {
        "x": (outputs * problem.c // problem.k, min(problem.h, rows * problem.u) * problem.w),
        "dy": (outputs, rows * problem.q),
    }
    found: dict[str, int] = {}
    for (name, (channels, pixels)), layout in zip(operands.items(), layouts, strict=True):
        if layout == APART:
            lines = ceil_div(pixels * SIZES[problem.dtype] + 48, 64)  # few begin with a line
            numbers = {"channels": channels, "lines": lines, "share": ceil_div(channels, rows)}
            found |= {f"next.{name}.{what}": number for what, number in numbers.items()}
    return found
