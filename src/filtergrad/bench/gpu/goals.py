"""The numbers that the engine shall reach on an H100 or H200, one by one: reached or not.

In: `Results`. Out: a `Goal` each. What was not measured is said to be so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .results import Raced, Results, mean, over
from .tasks import LARGE

CORE, HALVES = "core_mix", ("bfloat16", "float16")
PEAK = 989e12  # the maker's figure for half types: what 60 % are of
SMALL = range(4, 33)  # channels of a group


class Goal(NamedTuple):
    """What shall be, and what is.

    Parameters
    ----------
    name
        What is asked.
    wanted
        The number.
    found
        The one that was measured; not a number without any.
    rows
        How many rows it is of.
    most
        Whether ``wanted`` is the most that is allowed instead of the least.
    """

    name: str
    wanted: float
    found: float
    rows: int
    most: bool = False

    @property
    def word(self) -> str:
        """Reached, missed, or not measured."""
        if math.isnan(self.found):
            return "not measured"
        reached = self.found <= self.wanted if self.most else self.found >= self.wanted
        return "reached" if reached else "missed"


def goals(results: Results) -> Iterator[Goal]:
    """All of them."""
    raced = results.raced()
    yield from _against_peers(raced)
    yield from _of_peaks(results, raced)
    yield from _float32(results, raced)
    yield from _grouped(raced)
    yield from _calls(results)
    yield from _right(results)


def _mean(name: str, wanted: float, rows: list[Raced], ratio: Callable[[Raced], float]) -> Goal:
    values = [value for row in rows if (value := ratio(row)) > 0]
    return Goal(name, wanted, mean(values), len(values))


def _against_peers(raced: list[Raced]) -> Iterator[Goal]:
    for dtype in HALVES:
        core = [row for row in raced if row.layer.suite == CORE and row.layer.dtype == dtype]
        for large in (False, True):
            rows = [row for row in core if (row.layer.batch == LARGE) == large]
            name = f"core_mix, {dtype}, {'batch 256' if large else 'batches of the table'}"
            yield _mean(f"{name}: geometric mean over the best peer", 1.0, rows, ratio_of)
            known = [row.ratio for row in rows if row.ratio > 0]
            yield Goal(f"{name}: the worst row", 0.7, min(known, default=math.nan), len(known))
            yield _mean(f"{name}: over deterministic peers", 1.1, rows, fixed_ratio_of)


def ratio_of(row: Raced) -> float:
    """The best peer's time over ours."""
    return row.ratio


def fixed_ratio_of(row: Raced) -> float:
    """The best deterministic peer's time over ours."""
    return row.fixed_ratio


def _of_peaks(results: Results, raced: list[Raced]) -> Iterator[Goal]:
    core = [row for row in raced if row.layer.suite == CORE and row.layer.dtype == HALVES[0]]
    for name, layer, large, wanted in (
        ("vae_384_256", "big:vae_384_256", False, 0.60),
        ("128 channels at batch 256", "3x3:rn50_28_128", True, 0.55),
        ("256 channels at batch 256", "3x3:rn50_14_256", True, 0.55),
    ):
        found = [
            row.ours["flops"] / row.ours["seconds"] / PEAK
            for row in core
            if row.layer.layer == layer and (row.layer.batch == LARGE) == large
        ]
        yield Goal(f"share of 989 TFLOP/s: {name}", wanted, max(found, default=math.nan), 1)
    l2, copied = results.env.get("l2_bytes", 0), results.copied
    shares = [
        row.ours["bytes"] / row.ours["seconds"] / copied
        for row in raced
        if row.layer.dtype in HALVES and row.ours["bytes"] > 2 * l2 and memory_bound(row)
    ]
    yield Goal("share of the copy bandwidth, rows that memory holds up", 0.8, mean(shares),
               len(shares))  # fmt: skip


def memory_bound(row: Raced) -> bool:
    """Whether the model says that memory holds a layer up, whatever kernel is taken."""
    parts = row.ours["model"]
    return bool(parts["memory"] >= max(parts["multiply"], parts["l2"]))


def _float32(results: Results, raced: list[Raced]) -> Iterator[Goal]:
    rows = [row for row in raced if row.layer.dtype == "float32" and row.layer.suite == CORE]
    yield _mean("core_mix, float32: over peers with TF32 off", 2.0, rows, ratio_of)
    tf32 = results.peers(tf32=True)
    values = [value for row in rows if (value := over(tf32.get(row.layer), row.ours)) > 0]
    yield Goal("core_mix, float32: over peers with TF32 on", 0.7, mean(values), len(values))
    worst = [row.ours["error"] for row in rows if row.ours.get("error") is not None]
    yield Goal("float32: largest rms error", 1.5e-6, max(worst, default=math.nan), len(worst), True)
    exact = [
        one["error"]
        for one in results.timed("float32")
        if one.get("precision") == "highest" and one.get("error") is not None
    ]
    yield Goal('float32, "highest": largest rms error', 3e-7, max(exact, default=math.nan),
               len(exact), True)  # fmt: skip


def _grouped(raced: list[Raced]) -> Iterator[Goal]:
    half = [row for row in raced if row.layer.dtype == HALVES[0]]
    grouped = [row for row in half if row.ours["groups"] > 1]
    deep = [row for row in grouped if row.ours["channels"] == 1]
    yield _mean("depthwise, bfloat16: over the best peer", 3.0, deep, ratio_of)
    some = [row for row in grouped if row.ours["channels"] in SMALL]
    yield _mean("groups of 4 to 32 channels, bfloat16: over the best peer", 3.0, some, ratio_of)


def _calls(results: Results) -> Iterator[Goal]:
    found = {one["name"]: one["seconds"] * 1e6 for one in results.timed("calls")}
    tensors = "conv2d_backprop_filter(out=) with PyTorch's tensors"
    own = "conv2d_backprop_filter(out=) with arrays of our own"
    python = found.get(tensors, found.get(own, math.nan))
    yield Goal("microseconds of a call from Python", 5.0, python, 1, True)
    entry = found.get("torch.ops.filtergrad.conv2d_weight", math.nan)
    yield Goal("microseconds of a call from PyTorch's entry", 2.0, entry, 1, True)


def _right(results: Results) -> Iterator[Goal]:
    for stage, name in (("check", "small problems that are right"), ("bits", "equal bits")):
        found = [one for one in results.of[stage] if "ok" in one or one.get("fatal")]
        share = sum(bool(one.get("ok")) for one in found) / len(found) if found else math.nan
        yield Goal(f"share of {name}", 1.0, share, len(found))
