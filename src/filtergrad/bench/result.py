"""What a benchmark found, as plain records: a run makes them, a file keeps them, reports read them.

In: measured rows, or a JSON file of them. Out: the same, with ratios and means.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from filtergrad import files

SCHEMA = 2  # files of schema 1 have no peers, no errors and no bytes, and can be read


@dataclass(frozen=True)
class Answer:
    """How one peer computed one layer; where it did not, ``refused`` says why.

    ``tried`` says of each variant how long its trial took, or what went wrong.
    """

    variant: str = ""
    first_seconds: float = 0.0
    min_seconds: float = 0.0
    median_seconds: float = 0.0
    samples: int = 0
    dropped: int = 0
    quiet: bool = True
    error_rms: float = 0.0
    error_max: float = 0.0
    refused: str = ""
    tried: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One measured layer. Times in seconds, speeds in flop/s of valid multiply-adds (two each).

    ``bytes`` are those of the three tensors; errors are over the rms of dW, against float64.
    """

    suite: str
    layer: str
    problem: str
    plan: str = ""
    first_seconds: float = 0.0
    min_seconds: float = 0.0
    median_seconds: float = 0.0
    flops: float = 0.0
    peak_flops: float = 0.0
    share: float = 0.0
    samples: int = 0
    dropped: int = 0
    quiet: bool = True
    skipped: str = ""
    bytes: int = 0
    error_rms: float = 0.0
    error_max: float = 0.0
    peers: dict[str, Answer] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of layer: what stands before the colon of its name."""
        kind, colon, _ = self.layer.partition(":")
        return kind if colon else ""

    @property
    def repeats(self) -> int:
        """How often the layer occurs in its network: ``name*3`` stands for three."""
        found = re.search(r"\*(\d+)$", self.layer)
        return int(found[1]) if found else 1

    @property
    def best_peer(self) -> str:
        """The fastest peer that computed this layer, or nothing."""
        able = {name: a.min_seconds for name, a in self.peers.items() if not a.refused}
        return min(able, key=lambda name: able[name]) if able else ""

    def disturbed(self, peer: str = "") -> bool:
        """Whether no sample of ours was undisturbed, or none of a peer's; the best, if unnamed."""
        answer = self.peers.get(peer or self.best_peer)
        return not self.quiet or (answer is not None and not answer.refused and not answer.quiet)

    def ratio(self, peer: str = "") -> float:
        """A peer's least time over ours, or not a number; the best peer's, if none is named."""
        answer = self.peers.get(peer or self.best_peer)
        known = answer is not None and not answer.refused and self.min_seconds
        return answer.min_seconds / self.min_seconds if answer and known else math.nan


@dataclass(frozen=True)
class Report:
    """All rows of one run, and what is needed to read them later."""

    suite: str
    dtype: str
    data_format: str
    threads: int
    rows: list[Row] = field(default_factory=list)
    precision: str = "default"
    bandwidth: float = 0.0  # bytes a second that all threads together read from memory
    peers: dict[str, dict[str, str]] = field(default_factory=dict)  # and the versions of each
    missing: dict[str, str] = field(default_factory=dict)  # peers left out, and why
    environment: dict[str, Any] = field(default_factory=dict)
    date: str = ""

    @property
    def peak_flops(self) -> float:
        """The best multiply-add speed seen during the run."""
        return max((row.peak_flops for row in self.rows), default=0.0)

    @property
    def measured(self) -> list[Row]:
        """The rows that have a time."""
        return [row for row in self.rows if row.flops]


# ---- files ----


def as_json(report: Report) -> dict[str, Any]:
    """Everything, for a file: a schema number, the environment, the settings and the rows."""
    settings = dataclasses.asdict(report)
    rows, date, environment = (settings.pop(name) for name in ("rows", "date", "environment"))
    return {
        "schema": SCHEMA,
        "date": date,
        "environment": environment,
        "settings": {**settings, "peak_flops": report.peak_flops},
        "rows": rows,
    }


def from_json(content: dict[str, Any]) -> Report:
    """Make a report of what `as_json` made; rows of the first schema have no peers."""
    if content["schema"] not in range(1, SCHEMA + 1):
        raise ValueError(f"schema {content['schema']} is not one of 1 to {SCHEMA}")
    settings = {name: v for name, v in content["settings"].items() if name != "peak_flops"}
    rows = [
        Row(**{**row, "peers": {n: Answer(**a) for n, a in row.get("peers", {}).items()}})
        for row in content["rows"]
    ]
    return Report(
        **settings, rows=rows, environment=content["environment"], date=content.get("date", "")
    )


def load(path: str | Path) -> Report:
    """Read a file that ``filtergrad bench --output`` wrote."""
    try:
        return from_json(json.loads(Path(path).read_text(encoding="utf-8")))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is no result of `filtergrad bench`: {error}") from None


def save(report: Report, path: str | Path) -> None:
    """Write a report as JSON."""
    text = json.dumps(as_json(report), indent=1)
    files.write(Path(path), f"{text}\n".encode())


# ---- means ----


def mean(values: Iterable[float]) -> float:
    """The geometric mean of those values that are above 0; not a number where there are none."""
    logs = [math.log(value) for value in values if value > 0]
    return math.exp(math.fsum(logs) / len(logs)) if logs else math.nan


@dataclass(frozen=True)
class Tally:
    """Some rows together: shares of the peak, and ratios to the best peer where there is one."""

    name: str
    layers: int
    share: float
    ratio: float
    least: float
    under: int  # how many rows a peer won
    time: float  # the best peer's time for all layers over ours, each as often as it occurs
    error: float  # the largest rms error
    disturbed: int  # how many rows have a time, ours or the best peer's, without a quiet sample


def tally(name: str, rows: Iterable[Row]) -> Tally:
    """Sum up some rows."""
    measured = [row for row in rows if row.flops]
    raced = [row for row in measured if row.best_peer]
    ratios = [row.ratio() for row in raced]
    ours = sum(row.repeats * row.min_seconds for row in raced)
    theirs = sum(row.repeats * row.peers[row.best_peer].min_seconds for row in raced)
    return Tally(
        name=name,
        layers=len(measured),
        share=mean(row.share for row in measured),
        ratio=mean(ratios),
        least=min(ratios, default=math.nan),
        under=sum(ratio < 1 for ratio in ratios),
        time=theirs / ours if ours else math.nan,
        error=max((row.error_rms for row in measured), default=math.nan),
        disturbed=sum(row.disturbed() for row in measured),
    )


def by_kind(report: Report) -> list[Tally]:
    """Each kind of layer, in the table's order; nothing where layers have no kinds."""
    kinds = dict.fromkeys(row.kind for row in report.rows if row.kind)
    return [tally(kind, [row for row in report.rows if row.kind == kind]) for kind in kinds]


class Against(NamedTuple):
    """All layers of a peer: the mean of its ratios, and how many it refused or were disturbed."""

    ratio: float
    refused: int
    disturbed: int


def by_peer(report: Report) -> dict[str, Against]:
    """Each peer, all layers together."""
    rows = report.measured
    return {
        name: Against(
            mean(row.ratio(name) for row in rows),
            sum(bool(row.peers[name].refused) for row in rows if name in row.peers),
            sum(row.disturbed(name) for row in rows if not math.isnan(row.ratio(name))),
        )
        for name in report.peers
    }


def total_time(report: Report, peer: str) -> float:
    """A peer's time for all layers over ours, each as often as it occurs; only where it did all."""
    rows = report.measured
    if not rows or any(math.isnan(row.ratio(peer)) for row in rows):
        return math.nan
    ours = sum(row.repeats * row.min_seconds for row in rows)
    return sum(row.repeats * row.peers[peer].min_seconds for row in rows) / ours
