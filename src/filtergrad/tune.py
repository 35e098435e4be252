"""Candidates of a problem against each other, measured: the fastest is remembered.

In: problems. Out: a `Contest` each, and the winner on disk, which compilation takes from then on.
Unless asked otherwise only plans that add in the same order as the untuned choice take part, so
that a tuned machine's results have an untuned machine's bits: see docs/tuning.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from filtergrad import devices, forks
from filtergrad.arrays import HERE, Array
from filtergrad.engine import Elsewhere, Plan, Spec
from filtergrad.gradient import Gradient, Precision
from filtergrad.problem import Problem
from filtergrad.speed import MOST_BYTES

# A signal's handler may call us while the next lines import what the engine imports, too.
forks.load("filtergrad.cpu.engine")
from filtergrad.bench.accuracy import operands  # noqa: E402
from filtergrad.bench.measure import Gauge  # noqa: E402
from filtergrad.bench.race import race  # noqa: E402

MOST = 12  # candidates that are measured
FARTHEST = 2.0  # a candidate with more than so many times the untuned choice's price is left out
SURE = 0.98  # only what takes less than this part of the untuned choice's time replaces it
FINAL = 0.3  # this part of the time is for the best against the untuned choice alone
LARGEST = 2.5e9  # multiply-adds of a problem that is checked; images are left out of larger ones


@dataclass(frozen=True)
class Contender:
    """A candidate; its time as a multiple of the untuned choice's, predicted and measured."""

    plan: Plan
    predicted: float
    measured: float
    seconds: float


@dataclass(frozen=True)
class Contest:
    """The candidates of a problem, measured against each other.

    Parameters
    ----------
    spec
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

    spec: Spec
    entries: tuple[Contender, ...]
    best: Contender
    ratio: float
    counted: int

    @property
    def choice(self) -> Contender:
        """What is taken without tuning."""
        return self.entries[0]

    @property
    def winner(self) -> Contender:
        """What is remembered: the best if it surely is better than the untuned choice."""
        return self.best if self.counted and self.ratio < SURE else self.choice

    @property
    def lost(self) -> float:
        """How many times slower than the best the untuned choice is."""
        return max(1.0, 1 / self.ratio)


def gauge(dtype: str, device: str = HERE) -> Gauge:
    """What tells whether the machine is busy, for `contest`."""
    return Gauge(devices.engine(device).peak(dtype))


def tune(
    problem: Problem,
    precision: Precision,
    gauge: Gauge,
    seconds: float,
    *,
    any_order: bool = False,
    most: int = MOST,
    device: str = HERE,
) -> tuple[Contest, bool]:
    """Measure as `contest` does and remember the winner; say whether later processes will, too."""
    found = contest(
        problem, precision, gauge, seconds, any_order=any_order, most=most, device=device
    )
    return found, devices.engine(device).remember(found.spec, found.winner.plan)


def contest(
    problem: Problem,
    precision: Precision,
    gauge: Gauge,
    seconds: float,
    *,
    any_order: bool,
    most: int = MOST,
    device: str = HERE,
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
    device
        What computes.
    """
    if problem.empty:
        raise ValueError("a tensor is empty: there is nothing to tune")
    if problem.tensor_bytes > MOST_BYTES:
        raise ValueError(f"tensors of more than {MOST_BYTES >> 30} GiB are not made only to tune")
    x, dy = operands(problem)
    gradient = Gradient(problem, precision, device)
    if absent := gradient.engine.absent():
        raise ValueError(f"nothing can be measured: {absent}")
    laid = spec, _, _ = gradient.laid(x.strides, dy.strides)
    prices = [(plan, price.wall) for price, plan in gradient.engine.candidates(spec)]
    trial = gradient.engine.trial(laid, x, dy)
    ready = [
        (plan, price, *_once(*trial(plan))) for plan, price in entrants(prices, any_order, most)
    ]
    # What plans say of their order is put to the test.
    ready = [one for one in ready if any_order or one[3] == ready[0][3]]
    engine = gradient.engine
    launches = engine.LAUNCHES if isinstance(engine, Elsewhere) else 1
    laps = race([call for _, _, call, _ in ready], gauge, seconds * (1 - FINAL))
    entries = tuple(
        Contender(plan, price / ready[0][1], lap.ratio, lap.seconds / launches)
        for (plan, price, _, _), lap in zip(ready, laps, strict=True)
    )
    best = min(range(len(laps)), key=lambda i: laps[i].ratio)
    # The least of many measured numbers is too good to be true; a final of two is not.
    final = race([ready[0][2], ready[best][2]], gauge, seconds * FINAL)[1] if best else laps[0]
    return Contest(spec, entries, entries[best], final.ratio, final.counted)


def entrants(
    prices: Sequence[tuple[Plan, float]], any_order: bool, most: int
) -> list[tuple[Plan, float]]:
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
    kinds: dict[tuple[object, ...], Plan] = {}
    for plan in cheapest:
        kinds.setdefault((type(plan), *plan.kind), plan)
    some = dict.fromkeys([choice, *list(kinds.values())[: most // 2], *cheapest])
    first, *others = list(some)[:most]
    return [(plan, fit[plan]) for plan in (first, *sorted(others, key=fit.__getitem__))]


def _once(
    call: Callable[[], None], result: Callable[[], Array]
) -> tuple[Callable[[], None], bytes]:
    """What computes a problem, and the bytes of its dW, computed once."""
    call()
    return call, result().tobytes()


# ---- is the cost model right? ----


def smaller(problem: Problem) -> Problem:
    """The problem with so few images that a call takes some 50 milliseconds at most, or with one.

    The cost model can be checked on that in reasonable time.
    """
    while problem.n > 1 and problem.macs > LARGEST:
        problem = replace(problem, n=problem.n // 2)
    return problem
