"""The lines of a run, sorted: our times, the peers', and each layer's ratio between them.

In: a file of results, which may be cut off anywhere. Out: `Results`.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

Record: TypeAlias = dict[str, Any]


class Layer(NamedTuple):
    """A layer as it was measured."""

    suite: str
    layer: str
    batch: int
    dtype: str


class Raced(NamedTuple):
    """Our time of a layer, and the peers' that there are.

    Parameters
    ----------
    layer
        Which.
    ours
        The record of the chosen plan.
    peer, fixed
        The fastest peer's record, and the fastest of the deterministic ones.
    """

    layer: Layer
    ours: Record
    peer: Record | None
    fixed: Record | None

    @property
    def ratio(self) -> float:
        """The peer's time over ours."""
        return over(self.peer, self.ours)

    @property
    def fixed_ratio(self) -> float:
        """The same of the deterministic peer."""
        return over(self.fixed, self.ours)


def over(peer: Record | None, ours: Record) -> float:
    """A peer's time over ours; not a number without one."""
    return peer["seconds"] / ours["seconds"] if peer else math.nan


def mean(values: Iterable[float]) -> float:
    """The geometric mean of what is known; not a number of nothing."""
    logs = [math.log(value) for value in values if value > 0]
    return math.exp(math.fsum(logs) / len(logs)) if logs else math.nan


class Results:
    """Everything that a run wrote.

    Parameters
    ----------
    path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self.of: defaultdict[str, list[Record]] = defaultdict(list)
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                record = json.loads(line)
                self.of[record["stage"]].append(record)
            except (ValueError, TypeError, KeyError):
                continue  # the last line of a run that was cut off
        self.env: Record = next((one for one in self.of["env"] if "arch" in one), {})

    def timed(self, stage: str) -> list[Record]:
        """Records of a stage that have a time."""
        return [one for one in self.of[stage] if one.get("seconds")]

    def ceiling(self, name: str, key: str, dtype: str = "") -> float:
        """The highest rate of a name; not a number if it was not measured."""
        return max(
            (
                one[key]
                for one in self.of["ceilings"]
                if one.get("name") == name and one.get("dtype", "") == dtype and key in one
            ),
            default=math.nan,
        )

    @property
    def copied(self) -> float:
        """Bytes a second that the card copies."""
        return self.ceiling("copy", "bytes_per_second")

    def peers(
        self, *, tf32: bool = False, deterministic: bool | None = None
    ) -> dict[Layer, Record]:
        """The fastest peer of each layer, in any layout."""

        def wanted(one: Record) -> bool:
            return one["tf32"] == tf32 and deterministic in (None, one["deterministic"])

        return fastest(self.timed("peers"), wanted)

    def raced(self) -> list[Raced]:
        """Our chosen plans beside the peers; a plan of the default precision each."""
        ours = fastest(self.timed("rows"), lambda _: True)
        peer, fixed = self.peers(), self.peers(deterministic=True)
        return [Raced(key, one, peer.get(key), fixed.get(key)) for key, one in ours.items()]


def fastest(records: Iterable[Record], wanted: Callable[[Record], bool]) -> dict[Layer, Record]:
    """The fastest record of each layer."""
    best: dict[Layer, Record] = {}
    for one in records:
        key = Layer(one["suite"], one["layer"], one["batch"], one["dtype"])
        if wanted(one) and (key not in best or one["seconds"] < best[key]["seconds"]):
            best[key] = one
    return best


def table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """A table in Markdown; nothing without rows."""
    found = list(rows)
    if not found:
        return
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in found:
        yield "| " + " | ".join(map(text, row)) + " |"
    yield ""


def text(value: Any) -> str:
    """A value in a table."""
    if isinstance(value, float):
        return "-" if math.isnan(value) else f"{value:.3g}"
    return "-" if value is None else str(value)
