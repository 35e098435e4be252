"""Tables of convolution layers: one row serves a benchmark and, made smaller, a test.

In: a table's name or a CSV file. Out: `Case` rows, each of which makes a `Problem`.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from importlib import resources
from pathlib import Path

from filtergrad.problem import Problem


@dataclass(frozen=True, slots=True)
class Case:
    """One layer. The fields are the CSV's columns; ``in_c`` and ``out_c`` count all groups."""

    suite: str
    layer: str
    batch: int
    in_h: int
    in_w: int
    in_c: int
    k_h: int
    k_w: int
    out_c: int
    stride_h: int
    stride_w: int
    pad_top: int
    pad_bottom: int
    pad_left: int
    pad_right: int
    dil_h: int
    dil_w: int
    groups: int

    @property
    def group(self) -> str:
        """The kind of layer: what stands before the colon of ``kind:name``."""
        return self.layer.partition(":")[0]

    def problem(self, dtype: str = "float32", data_format: str = "NHWC") -> Problem:
        """The problem this layer poses when it is trained."""

        def order(n: int, h: int, w: int, c: int) -> tuple[int, int, int, int]:
            return (n, h, w, c) if data_format == "NHWC" else (n, c, h, w)

        spatial = (self.pad_top, self.pad_bottom, self.pad_left, self.pad_right)
        return Problem.make(
            order(self.batch, self.in_h, self.in_w, self.in_c),
            (self.k_h, self.k_w, self.in_c // self.groups, self.out_c),
            None,
            order(1, self.stride_h, self.stride_w, 1),
            "EXPLICIT",
            (0, 0, *spatial, 0, 0) if data_format == "NHWC" else (0, 0, 0, 0, *spatial),
            data_format,
            order(1, self.dil_h, self.dil_w, 1),
            dtype,
        )

    @property
    def elements(self) -> int:
        """How many numbers the three tensors hold together."""
        problem = self.problem()
        shapes = (problem.input_shape, problem.out_backprop_shape, problem.filter_shape)
        return sum(math.prod(shape) for shape in shapes)

    def shrunk(self, max_elements: int) -> Case:
        """Make the layer small enough for a test, and keep what makes it special.

        Filter, strides, pads and dilations stay, and so do the rows that a stride leaves over and
        the channels that a vector leaves over. Every tap still meets the image. What goes first
        matters least: images, then rows and columns, then channels and groups.
        """
        case = self
        for smaller in (_fewer_images, _smaller_image, _fewer_channels):
            while case.elements > max_elements and (less := smaller(case)) != case:
                case = less
        return case


def _fewer_images(case: Case) -> Case:
    return replace(case, batch=_halved(case.batch, 2, 1))


def _smaller_image(case: Case) -> Case:
    # One stride more than the whole dilated filter, so that no tap falls outside everywhere.
    least_h = (case.k_h - 1) * case.dil_h + 1 + case.stride_h
    least_w = (case.k_w - 1) * case.dil_w + 1 + case.stride_w
    return replace(
        case,
        in_h=_halved(case.in_h, least_h, case.stride_h),
        in_w=_halved(case.in_w, least_w, case.stride_w),
    )


def _fewer_channels(case: Case) -> Case:
    # Steps of 16: the float32 lanes of the widest vector there is, so every tail stays a tail.
    groups = _halved(case.groups, 16, 16)
    return replace(
        case,
        groups=groups,
        in_c=groups * _halved(case.in_c // case.groups, 16, 16),
        out_c=groups * _halved(case.out_c // case.groups, 16, 16),
    )


def _halved(size: int, least: int, step: int) -> int:
    """Remove half of the ``step``s between ``size`` and ``least``."""
    steps = max(0, (size - least) // step)
    return size - step * (steps - steps // 2)


_TABLES = resources.files("filtergrad.bench") / "workloads"


def table_names() -> list[str]:
    """The tables that come with the package."""
    return sorted(t.name.removesuffix(".csv") for t in _TABLES.iterdir() if t.name.endswith(".csv"))


def read_cases(source: str | Path) -> list[Case]:
    """Read a table that comes with the package (``"core_mix"``) or any CSV file like it."""
    if str(source) in table_names():
        text = (_TABLES / f"{source}.csv").read_text(encoding="utf-8")
    elif Path(source).is_file():
        text = Path(source).read_text(encoding="utf-8")
    else:
        names = ", ".join(table_names())
        raise FileNotFoundError(f"no table of layers named {source}: give a CSV file or {names}")
    return list(_parse(text.splitlines(), str(source)))


def _parse(lines: list[str], source: str) -> Iterator[Case]:
    columns = [field.name for field in fields(Case)]
    header, *rows = csv.reader(lines) if lines else [[]]
    if header != columns:
        raise ValueError(f"{source}: the first line must be {','.join(columns)}")
    for number, row in enumerate(rows, start=2):
        try:
            case = Case(row[0], row[1], *map(int, row[2:]))
        except (IndexError, TypeError, ValueError):
            raise ValueError(
                f"{source}, line {number}: expected two names and {len(columns) - 2} integers"
            ) from None
        yield case
