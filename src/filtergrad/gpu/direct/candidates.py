"""The plans of the direct algorithm for a problem: tilings, and the ways of dividing them.

In: a `Spec` and an architecture. Out: plans with their prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from filtergrad.engine import Spec
from filtergrad.gpu.base.algorithm import Priced
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.launch import MOST_WARPS
from filtergrad.gpu.base.plan import parted
from filtergrad.gpu.base.units import Division, shares

from . import price
from .plan import DirectPlan, best_box, tiles
from .tilings import tilings

# Sums that a thread can add to a slot after each chain, and write to dW: with more of them
# compilers spilled some. What boxes bring needs no registers for addresses. Numbers that sm_80
# multiplies come to registers, and those of a tile without taps that share dy are most.
MOST_FLUSHED = {"boxes": 128, "flat": 128}
OTHERS_FLUSHED, TALL_FLUSHED = 96, 96  # of other loops, and of tiles of 256 rows
LINES_FLUSHED, ROWS_FLUSHED = 96, 192  # where boxes are lines of dy; and parts of one of its rows
FEW_FLUSHED = 48  # where few channels are multiplied from registers
MOST_WRITTEN, SQUARE_WRITTEN, BARE_WRITTEN = 96, 48, 192

# The same where float32 numbers are split into several.
MOST_SPLIT_FLUSHED, MOST_SPLIT_WRITTEN = 64, 32

# The same where a thread keeps a total beside each sum, for the loops that can: `taps` works out
# addresses meanwhile.
MOST_TOTALS = {"taps": 32, "boxes": 64, "flat": 64}

# Sums of a program of several taps, or that adds them to a slot after each chain, or that works out
# addresses, where the matrix unit keeps them: with more of them compilers for sm_100 spilled some.
MOST_APART = 16384


def candidates(spec: Spec, arch: Arch) -> Iterator[Priced]:
    """Every sensible plan with its price."""
    for plan in plans(spec, arch):
        yield Priced(price.price(plan), plan)


def plans(spec: Spec, arch: Arch) -> Iterator[DirectPlan]:
    """Every sensible plan whose workspace is allowed; if there is none, the one that takes least.

    There is none where numbers of dW, which alone are near the limit, are sums of more than 2^30
    pixels: they are made part by part, and stay in a wider type meanwhile.
    """
    least: DirectPlan | None = None
    found = False
    for tiling in tilings(spec, arch, multiplied(spec, arch)):
        for plan in _divided(tiling):
            if plan.allowed:
                found = True
                yield plan
            elif least is None or plan.workspace_bytes < least.workspace_bytes:
                least = plan
    if not found and least is not None:
        yield least


def multiplied(spec: Spec, arch: Arch) -> str:
    """How numbers are multiplied."""
    if spec.problem.dtype != "float32":
        return "ieee"  # products of half-precision numbers are exact in float32
    by_precision = {"highest": arch.highest_products, "tf32": arch.tf32_products}
    return by_precision.get(spec.precision, arch.float32_products)


def _boxed(plan: DirectPlan) -> Iterator[DirectPlan]:
    """The plan with steps that are boxes of pixels, where its loop works out addresses.

    Those of a box take a quarter fewer instructions; filter positions can do without, which is
    better where boxes cover much beside the image.
    """
    if plan.loop in ("boxes", "flat") or (plan.loop == "taps" and plan.pointwise):
        yield plan
        return
    box = best_box(plan.problem, plan.images, plan.tile.pixels, exact=False)
    assert box is not None
    boxed = replace(plan, box=box)
    yield boxed
    if plan.loop == "taps" and boxed.steps(plan.images) > plan.steps(plan.images):
        yield plan


def _divided(plan: DirectPlan) -> Iterator[DirectPlan]:
    """Plans of a tiling that divide the work in all sensible ways."""
    plan = replace(plan, parts=parted(plan))
    count = tiles(plan.problem, plan.loop, plan.tile, plan.run)
    for one in _boxed(plan):
        steps = one.steps(one.images)
        for programs in shares(count, steps, plan.isa.sms, price.resident(plan)):
            divided = replace(one, division=Division(count, steps, programs))
            split = plan.problem.dtype == "float32" and plan.products != "ieee"
            square = plan.isa.capability == 80 and plan.tile.taps == 1
            written = SQUARE_WRITTEN if square else MOST_WRITTEN
            written = MOST_SPLIT_WRITTEN if split else written
            alone = divided.division.whole and plan.parts == 1
            if alone and divided.flushes and not divided.allowed:
                yield from _totals(divided)
            flushed = _flushed(divided, split)
            if spills(divided, flushed if divided.flushes else None):
                continue
            if alone and not divided.flushes and not spills(divided, written):
                divided = replace(divided, writes_dw=True)
            yield divided


def _flushed(plan: DirectPlan, split: bool) -> int:
    """How many sums a thread can add to a slot."""
    few, narrow = plan.loop == "few", plan.tile.k <= 64 and plan.warps == MOST_WARPS
    if few and (split or (plan.isa.least_rows <= 16 and not narrow)):
        return FEW_FLUSHED
    if split:
        return MOST_SPLIT_FLUSHED
    if plan.tile.c > 128 and not _bare(plan):
        return TALL_FLUSHED
    return MOST_FLUSHED.get(plan.loop, OTHERS_FLUSHED)


def _bare(plan: DirectPlan) -> bool:
    """Whether a step is two blocks of memory that go to the matrix unit as they lie."""
    return plan.loop == "flat" or (plan.loop == "boxes" and plan.lines)


def _totals(plan: DirectPlan) -> Iterator[DirectPlan]:
    """The plan with a tile's totals in registers beside the sums of a chain, where they fit.

    So nothing is left in slots, which would take more than a workspace may have.
    """
    most = MOST_TOTALS.get(plan.loop, 0)
    warps = plan.warps if plan.sums_of_thread <= most else MOST_WARPS
    total = replace(plan, warps=warps, writes_dw=True)
    if total.sums_of_thread <= most:
        yield total


def spills(plan: DirectPlan, most: int | None) -> bool:
    """Whether a thread has more sums than it can leave without spilling some.

    Loops that work out addresses need registers for them meanwhile; those of boxes do not, where
    boxes are lines of dy, which go to the matrix unit as they lie. Sums that the matrix unit keeps
    come to registers all at once.

    Parameters
    ----------
    plan
        Of which a program adds its sums to a slot, or writes dW.
    most
        Sums that a thread may have for that; None if it leaves them in a slot once.
    """
    if plan.isa.sums_apart:
        if plan.loop == "taps" and (plan.tile.taps > 1 or plan.tile.sums > MOST_APART):
            return True
        if plan.tile.taps > 1:
            return most is not None or plan.swapped or plan.tile.sums > MOST_APART
        apart = MOST_APART // 2 if plan.loop == "few" else MOST_APART
        return most is not None and plan.tile.sums > apart
    if most is None:
        return False
    if _bare(plan):
        whole = plan.problem.k_per_group % plan.tile.k == 0  # no masks where sums are stored
        row = plan.loop == "flat" or (plan.box[:2] == (1, 1) and plan.tile.c < 128 and whole)
        most = (ROWS_FLUSHED if row else LINES_FLUSHED) if plan.flushes else BARE_WRITTEN
    return plan.sums_of_thread > most
