"""Which layers became faster or slower between two runs.

In: two reports. Out: a `Change` for each row. Shares of the peak are compared, not times: the peak
is measured around each sample, so a processor that now runs at another clock changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from .result import Report, Row, mean

SETTINGS = ("dtype", "data_format", "precision", "threads")


@dataclass(frozen=True)
class Change:
    """One layer before and after; ``ratio`` is the new share of the peak over the old one."""

    layer: str
    before: Row | None
    after: Row | None

    @property
    def ratio(self) -> float:
        """Above 1 it became faster; a layer that is new has 1, one that is gone 0."""
        if self.before is None or not self.before.share:
            return 1.0
        return self.after.share / self.before.share if self.after is not None else 0.0

    @property
    def noisy(self) -> bool:
        """Whether every sample of either run was disturbed, so that the ratio proves nothing."""
        return any(row is not None and not row.quiet for row in (self.before, self.after))

    def is_regression(self, threshold: float) -> bool:
        """Whether the layer lost more than this part of its speed, in undisturbed samples."""
        return self.ratio < 1 - threshold and not self.noisy


def compare(before: Report, after: Report) -> list[Change]:
    """Pair the rows of two runs with the same settings."""
    for name in SETTINGS:
        if getattr(before, name) != getattr(after, name):
            raise ValueError(
                f"the runs differ in {name}: {getattr(before, name)} and {getattr(after, name)}"
            )
    old, new = ({(row.suite, row.layer): row for row in run.rows} for run in (before, after))
    return [Change(key[1], old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]


def differences(before: Report, after: Report) -> list[str]:
    """Name everything else in which the runs differ: the machine, the versions."""
    names = dict.fromkeys((*before.environment, *after.environment))
    pairs = [(name, before.environment.get(name), after.environment.get(name)) for name in names]
    return [f"{name}: {old} -> {new}" for name, old, new in pairs if old != new]


def lines(changes: list[Change], threshold: float) -> list[str]:
    """Write the table, and the verdict below it."""
    text = [f"{'layer':<30}{'before':>9}{'after':>9}{'change':>9}{'error':>14}"]
    for change in changes:
        old, new = change.before, change.after
        shares = "".join(f"{row.share:>9.1%}" if row else f"{'-':>9}" for row in (old, new))
        errors = ">".join(f"{row.error_rms:.0e}" if row else "-" for row in (old, new))
        verdict = "  slower" if change.is_regression(threshold) else ""
        star = "*" if change.noisy else " "
        numbers = f"{shares}{change.ratio - 1:>+9.1%}{star}{errors:>13}{verdict}"
        if len(change.layer) > 30:
            text.append(change.layer)
            numbers = " " * 30 + numbers
        else:
            numbers = f"{change.layer:<30}{numbers}"
        text.append(numbers)
    both = [one.ratio for one in changes if one.before and one.after]
    slower = sum(change.is_regression(threshold) for change in changes)
    text.append(
        f"{len(changes)} layers, geometric mean {mean(both) - 1:+.1%}; "
        f"{slower} slower by more than {threshold:.0%}"
    )
    if disturbed := sum(change.noisy for change in changes):
        text.append(f"* {disturbed} were never undisturbed, and prove nothing")
    return text
