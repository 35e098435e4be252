"""Candidates of a problem against each other, measured: the fastest is remembered. Floor 7.

In: problems. Out: a `Contest` each, and the winner on disk, which compilation takes from then on.
Unless asked otherwise only plans that add in the same order as the untuned choice take part, so
that a tuned machine's results have an untuned machine's bits: see docs/tuning.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from filtergrad import api, forks
from filtergrad.arrays import numpy_dtype
from filtergrad.gradient import Precision
from filtergrad.problem import Problem
from filtergrad.speed import MOST_BYTES, tensor_bytes

forks.load("filtergrad.cpu")  # a signal's handler may call us while this module is imported
from filtergrad import cpu  # noqa: E402
from filtergrad.bench.accuracy import operands  # noqa: E402
from filtergrad.bench.measure import Gauge  # noqa: E402
from filtergrad.bench.race import race  # noqa: E402
from filtergrad.cpu import isa  # noqa: E402
from filtergrad.cpu.choose import AnyPlan  # noqa: E402
from filtergrad.cpu.peak import Peak  # noqa: E402
from filtergrad.cpu.run import Kernel  # noqa: E402

MOST = 12  # candidates that are measured
FARTHEST = 2.0  # times the untuned choice's price: not worth compiling
SURE = 0.98  # of the untuned choice's time: what is not faster than that does not replace it
FINAL = 0.3  # of the time is for the best against the untuned choice alone
# What makes a candidate another kind: where numbers lie and which algorithm.
KIND = ("lane", "merged", "x_packed", "dy_packed", "swapped", "outputs")
LARGEST = 2.5e9  # multiply-adds of a problem that is checked


@dataclass(frozen=True)
class Entry:
    """A candidate; its time as a multiple of the untuned choice's, predicted and measured."""

    plan: AnyPlan
    predicted: float
    measured: float
    seconds: float


@dataclass(frozen=True)
class Contest:
    """What came of measuring the candidates of a problem.

    Parameters
    ----------
    problem, precision, layouts
        What they compute, and how x and dy lie in memory.
    entries
        The candidates, the untuned choice first.
    best
        The fastest of them.
    ratio
        Its time as a multiple of the untuned choice's, from a final between the two.
    counted
        Comparisons of the final that nothing disturbed.
    """

    problem: Problem
    precision: Precision
    layouts: tuple[str, str]
    entries: tuple[Entry, ...]
    best: Entry
    ratio: float
    counted: int

    @property
    def choice(self) -> Entry:
        """What is taken without tuning."""
        return self.entries[0]

    @property
    def winner(self) -> Entry:
        """What is remembered: the best if it surely is better than the untuned choice."""
        return self.best if self.counted and self.ratio < SURE else self.choice

    @property
    def lost(self) -> float:
        """How many times slower than the best the untuned choice is."""
        return max(1.0, 1 / self.ratio)


def gauge(dtype: str) -> Gauge:
    """What tells whether the machine is busy, for `contest`."""
    return Gauge(Peak("float64" if dtype == "float64" else "float32", api.get_num_threads()))


def tune(
    problem: Problem,
    precision: Precision,
    gauge: Gauge,
    seconds: float,
    *,
    any_order: bool = False,
    most: int = MOST,
) -> tuple[Contest, bool]:
    """Measure as `contest` does and remember the winner; say whether later processes will, too."""
    found = contest(problem, precision, gauge, seconds, any_order=any_order, most=most)
    return found, cpu.remember(found.winner.plan, problem, *found.layouts, precision)


def contest(
    problem: Problem,
    precision: Precision,
    gauge: Gauge,
    seconds: float,
    *,
    any_order: bool,
    most: int = MOST,
) -> Contest:
    """Measure the candidates of a problem against each other.

    Parameters
    ----------
    problem, precision
        What to compute, of dense arrays.
    gauge
        From the function of that name.
    seconds
        About how long to measure; compiling comes before.
    any_order
        Whether plans take part whose results have other bits than the untuned choice's.
    most
        How many candidates take part.
    """
    if problem.empty:
        raise ValueError("a tensor is empty: there is nothing to tune")
    if tensor_bytes(problem) > MOST_BYTES:
        raise ValueError(f"tensors of more than {MOST_BYTES >> 30} GiB are not made only to tune")
    x, dy = operands(problem)
    (x_layout, x_steps), (dy_layout, dy_steps) = _laid(problem, x), _laid(problem, dy)
    ranked = cpu.candidates(problem, x_layout, dy_layout, precision, isa.chosen())
    prices = [(plan, price.wall) for price, plan in ranked]
    ready = [
        (plan, price, *_ready(problem, plan, (x, x_steps), (dy, dy_steps)))
        for plan, price in entrants(prices, any_order, most)
    ]
    # What plans say of their order is put to the test.
    ready = [one for one in ready if any_order or one[3].tobytes() == ready[0][3].tobytes()]
    laps = race([call for _, _, call, _ in ready], gauge, seconds * (1 - FINAL))
    entries = tuple(
        Entry(plan, price / ready[0][1], lap.ratio, lap.seconds)
        for (plan, price, _, _), lap in zip(ready, laps, strict=True)
    )
    best = min(range(len(laps)), key=lambda i: laps[i].ratio)
    # The least of many measured numbers is too good to be true; a final of two is not.
    final = race([ready[0][2], ready[best][2]], gauge, seconds * FINAL)[1] if best else laps[0]
    layouts = x_layout, dy_layout
    return Contest(problem, precision, layouts, entries, entries[best], final.ratio, final.counted)


def entrants(
    prices: Sequence[tuple[AnyPlan, float]], any_order: bool, most: int
) -> list[tuple[AnyPlan, float]]:
    """The untuned choice, the cheapest of each kind, and of all others the cheapest.

    Parameters
    ----------
    prices
        The candidates with their prices, the untuned choice first.
    any_order, most
        As for `contest`.
    """
    choice, least = prices[0]
    order = type(choice), choice.order
    fit = {
        plan: price
        for plan, price in reversed(prices)  # of equal plans the cheapest stays
        if price <= FARTHEST * least and (any_order or (type(plan), plan.order) == order)
    }
    cheapest = sorted(fit, key=fit.__getitem__)
    kinds: dict[tuple[object, ...], AnyPlan] = {}
    for plan in cheapest:
        kinds.setdefault((type(plan), *(getattr(plan, name, None) for name in KIND)), plan)
    some = dict.fromkeys([choice, *list(kinds.values())[: most // 2], *cheapest])
    first, *others = list(some)[:most]
    return [(plan, fit[plan]) for plan in (first, *sorted(others, key=fit.__getitem__))]


def _laid(problem: Problem, array: npt.NDArray[Any]) -> tuple[str, tuple[int, int, int, int]]:
    """The layout of a dense array, and its strides in the order n, h, w, c."""
    view = array if problem.data_format == "NHWC" else array.transpose(0, 2, 3, 1)
    (n, h, w, c), (sn, sh, sw, sc) = view.shape, view.strides
    return cpu.layout((n, h, w, c), (sn, sh, sw, sc), view.itemsize)


def _ready(
    problem: Problem, plan: AnyPlan, x: tuple[npt.NDArray[Any], Any],
    dy: tuple[npt.NDArray[Any], Any],
) -> tuple[Callable[[], None], npt.NDArray[Any]]:  # fmt: skip
    """What computes ``problem`` as ``plan`` says, and its dW, computed once."""
    kernel = Kernel(problem, plan, cpu.assemble(plan))
    out = np.empty(problem.filter_shape, numpy_dtype(problem.dtype))
    (x_at, x_steps), (dy_at, dy_steps) = (
        (array.ctypes.data, kernel.steps(steps)) for array, steps in (x, dy)
    )

    def call() -> None:
        kernel.launch(x_at, x_steps, dy_at, dy_steps, out.ctypes.data)

    call()
    return call, out


# ---- is the cost model right? ----


def smaller(problem: Problem) -> Problem:
    """The problem with so few images that a call takes some 50 milliseconds at most, or with one.

    The cost model can be checked on that in reasonable time.
    """
    while problem.n > 1 and problem.macs > LARGEST:
        problem = replace(problem, n=problem.n // 2)
    return problem


def mean(contests: Iterable[Contest]) -> float:
    """How many times slower than the best the choices are: the geometric mean."""
    logs = [math.log(contest.lost) for contest in contests]
    return math.exp(math.fsum(logs) / max(1, len(logs)))
