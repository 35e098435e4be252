"""The plans of the direct algorithm for a problem: the best of each kind, divided in several ways.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from filtergrad.cpu.base.bands import ceil_div, even, powers
from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.plan import (
    LEAST_PARTIAL_BYTES,
    LONGEST_CHAIN,
    longest_chain,
    panel_limit,
    partial_dtype,
    workspace_limit,
)
from filtergrad.cpu.base.price import Price, tasks_wanted
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Layout, Priced, Spec
from filtergrad.problem import Problem

from . import pairs
from .plan import DirectPlan, panel_shape
from .price import price, undivided

Box: TypeAlias = tuple[int, int, int]  # (images, rows, columns) of output pixels

# Plans of so many kinds, the cheapest, are tried in several divisions.
MOST_KINDS = 6

# Of each kind so many plans, the cheapest, are tried: division changes their order.
MOST_OF_A_KIND = 2

# Lanes run over groups of at most so many channels of x: each channel has copying code of its own.
MOST_GROUP_CHANNELS = 64

# Taps that lie apart are merged up to so many numbers of a filter row: each has code of its own.
MOST_SPREAD_NUMBERS = 128


class Form(NamedTuple):
    """What was done to a problem before it is planned: the fields of a plan that say so."""

    swapped: bool = False
    columns_per_pixel: int = 1
    pairs: str = ""


PLAIN = Form()


class Access(NamedTuple):
    """How memory is read: the fields of a plan that change where vectors lie."""

    lane: str
    lanes: int
    merged: bool
    x_packed: bool
    dy_packed: bool


def candidates(spec: Spec, isa: Isa) -> Iterator[Priced[Price, DirectPlan]]:
    """Plans of the direct algorithm: the best of each kind, divided in several ways."""
    works = {
        plan: undivided(plan)
        for problem, form in _forms(spec, isa)
        for plan in wholes(spec._replace(problem=problem), isa, form)
    }
    # A panel of x that outgrows the cache does not count yet: division will cut it.
    walls = {p: price(p, done._replace(beyond=0.0)).wall for p, done in works.items()}
    best: dict[tuple[object, ...], list[DirectPlan]] = {}
    for plan in sorted(walls, key=walls.__getitem__):
        form = Form(plan.swapped, plan.columns_per_pixel, plan.pairs)
        kind = form, plan.lane, plan.x_packed, plan.dy_packed
        if kind in best or len(best) < MOST_KINDS:
            best.setdefault(kind, []).append(plan)
    for whole in itertools.chain(*(plans[:MOST_OF_A_KIND] for plans in best.values())):
        for plan in divisions(whole, spec.precision):
            yield Priced(price(plan, works[whole]), plan)


def _forms(spec: Spec, isa: Isa) -> Iterator[tuple[Problem, Form]]:
    """The forms in which the problem can be posed: each has the same dW."""
    problem, x_layout, dy_layout, precision = spec
    flat = flattened(problem, x_layout, dy_layout)
    forms = [(flat, PLAIN)]
    if flat is not problem and x_layout == dy_layout and problem.g == 1:
        forms.append((swapped(flat), Form(swapped=True)))
    if (joined := columns_joined(problem, x_layout)) is not problem:
        forms.append((joined, Form(columns_per_pixel=problem.s)))
    yield from forms
    for same, form in (*forms, (problem, PLAIN)):
        for axis in pairs.axes(same, isa, precision):
            yield same, form._replace(pairs=axis)


def flattened(problem: Problem, x_layout: Layout, dy_layout: Layout) -> Problem:
    """A 1x1 filter without strides or padding sees no rows, so its pixels may be cut into any.

    That needs dense memory; rows of 28 to 50 pixels are short enough to prefetch by.
    """
    plain = problem.r == problem.s == problem.u == problem.v == 1
    unpadded = (problem.h, problem.w) == (problem.p, problem.q) and problem.top == problem.left == 0
    if not (plain and unpadded and x_layout.dense and dy_layout.dense):
        return problem
    pixels, images = problem.p * problem.q, problem.n
    if x_layout.kind == dy_layout.kind == "rows":
        pixels, images = pixels * images, 1
    # Where memory sets the pace, short rows spread the prefetches.
    fed = problem.c_per_group * problem.k_per_group > 8 * SIZES[problem.dtype] * (
        problem.c + problem.k
    )
    widths = range(50, 27, -1) if fed else range(16, 9, -1)
    # An even number of rows, if possible: they may be paired.
    cuts = [q for q in widths if pixels % q == 0]
    width = next((q for q in cuts if pixels // q % 2 == 0), cuts[0] if cuts else pixels)
    rows = pixels // width
    return replace(problem, n=images, h=rows, w=width, p=rows, q=width)


def swapped(problem: Problem) -> Problem:
    """A flattened problem with x and dy exchanged: its dW is the other's, transposed."""
    return replace(problem, c=problem.k, k=problem.c, c_per_group=problem.k)


def columns_joined(problem: Problem, x_layout: Layout) -> Problem:
    """Windows that lie side by side share no columns: all that one sees count as one pixel.

    It has the channels of all of them, for neighbouring columns must be neighbours in memory. dW
    comes out as it is: [s][c] is one axis.
    """
    beside = problem.s == problem.v > 1 and problem.ds == problem.g == 1 and problem.left == 0
    if not beside or x_layout != Layout("rows", dense=True) or problem.q * problem.v > problem.w:
        return problem
    c = problem.s * problem.c
    return replace(problem, w=problem.q, c=c, c_per_group=c, s=1, v=1, right=0)


def wholes(spec: Spec, isa: Isa, form: Form = PLAIN) -> Iterator[DirectPlan]:
    """Whole plans (one task): every sensible choice of lanes, merging, packing, tile and block."""
    problem, x_layout, dy_layout, precision = spec
    paired = pairs.paired_problem(problem, form.pairs)
    longest = LONGEST_CHAIN // 2 if form.pairs else longest_chain(precision)
    sizes = (longest, longest // 2, longest // 4)
    blocks = dict.fromkeys(block for size in sizes for block in _blocks(paired, size, longest))
    for access in _accesses(spec, isa, form):
        most: float = math.inf
        if access.x_packed:
            channels = problem.c if access.lane == "g" else problem.c_per_group
            most = panel_limit(problem) // (channels * SIZES[compute_dtype(problem.dtype)])
        boxes = list(_boxes(paired, blocks, access, most))
        if not boxes and access.lane == "k" and not access.merged:
            boxes = [((1, 1, 1), (1, 1))]  # There must be one way.
        for tile, (block, taps) in itertools.product(_tiles(problem, isa, access), boxes):
            yield DirectPlan(
                problem=problem,
                isa=isa,
                x_layout=x_layout.kind,
                dy_layout=dy_layout.kind,
                lane=access.lane,
                merged=access.merged,
                x_packed=access.x_packed,
                dy_packed=access.dy_packed,
                lanes=access.lanes,
                tile=tile,
                block=block,
                panel_taps=taps,
                cut=(1, 1, 1, 1),
                swapped=form.swapped,
                columns_per_pixel=form.columns_per_pixel,
                pairs=form.pairs,
            )


def _accesses(spec: Spec, isa: Isa, form: Form) -> Iterator[Access]:
    """Every sensible choice of lanes, merging and packing."""
    problem, x_layout, dy_layout, _ = spec
    dtype = compute_dtype(problem.dtype)
    # Numbers that are converted are packed, and so are channels that are no neighbours.
    x_must, dy_must = (
        problem.dtype != dtype or layout.kind != "rows" for layout in (x_layout, dy_layout)
    )
    single = problem.c_per_group * problem.k_per_group == 1
    for lane, merged in itertools.product("kcg", (False, True)):
        lanes = _lanes(problem, lane, merged, isa.lanes(SIZES[dtype]))
        if not lanes or (form.pairs and (lane == "g" or lanes < pairs.LANES)):
            continue
        for x_packed, dy_packed in itertools.product((False, True), repeat=2):
            if (x_must or merged) > x_packed or dy_must > dy_packed:
                continue
            if lane == "g" and not single and not (x_packed and dy_packed):
                continue
            if lane == "g" and x_packed != merged:
                continue  # One filter row a tile is enough only when nothing is packed.
            yield Access(lane, lanes, merged, x_packed, dy_packed)


def _lanes(problem: Problem, lane: str, merged: bool, full: int) -> int:
    """Numbers in a vector, or 0 where this kind of lane cannot work."""
    c, k, s = problem.c_per_group, problem.k_per_group, problem.s
    if merged and (c >= 16 or s == 1):
        return 0
    if merged and problem.ds > 1 and (lane == "c" or c * s > MOST_SPREAD_NUMBERS):
        return 0  # Neighbouring taps are not neighbours in memory.
    if lane == "g" and (problem.g == 1 or k > 3 or c > MOST_GROUP_CHANNELS):
        return 0
    width = {"k": k, "c": c * (s if merged else 1), "g": problem.g}[lane]
    while full > width:
        full //= 2
    return full


def _tiles(problem: Problem, isa: Isa, access: Access) -> tuple[tuple[int, int], ...]:
    """Register tiles (rows, vector columns) that leave registers for the factors."""
    if isa.registers > 16:
        shapes: tuple[tuple[int, int], ...] = (
            (8, 3),
            (12, 2),
            (8, 2),
            (6, 4),
            (4, 6),
            (16, 1),
            (24, 1),
        )
    elif isa.multiply_add is FUSED:
        shapes = ((6, 2), (4, 3), (3, 4), (12, 1))
    else:  # The product needs a register of its own.
        shapes = ((5, 2), (3, 3), (2, 5), (10, 1))
    if access.lane != "g":
        width = problem.k_per_group if access.lane == "k" else problem.c_per_group
        single = width <= isa.lanes(SIZES[compute_dtype(problem.dtype)])
        return tuple(shape for shape in shapes if shape[1] > 1 or single or access.merged)
    k, budget = problem.k_per_group, max(rows * columns for rows, columns in shapes)
    rows = min(problem.c_per_group * (problem.s if access.merged else 1), budget // k)
    return ((rows, max(1, budget // (rows * k)) * k), (rows, k))


def _blocks(problem: Problem, size: int, most: int) -> tuple[Box, ...]:
    """About ``size`` neighbouring output pixels: part of a row, some rows or some images.

    Where that is less than a few rows, a squarer box too: its windows overlap more. No block has
    more than ``most``, for they are added in a row.
    """
    n, p, q = problem.n, problem.p, problem.q
    if p * q < size:
        return ((even(n, size // (p * q)), p, q),)
    wide = (1, 1, even(q, size)) if q >= size else (1, even(p, size // q), q)
    tall = min(p, problem.r + 1, most)
    if problem.r == 1 or wide[1] >= tall:
        return (wide,)
    return wide, (1, even(p, tall), even(q, size // tall))


def _boxes(
    problem: Problem, blocks: Iterable[Box], access: Access, most: float
) -> Iterator[tuple[Box, tuple[int, int]]]:
    """Blocks, and the taps that share a panel of x: one tap if it had more than ``most`` pixels."""
    for block in blocks:
        for taps in _taps(problem, block, access), (1, 1):
            if math.prod(panel_shape(problem, block, taps, access.merged)) <= most:
                yield block, taps
                break


def _taps(problem: Problem, block: Box, access: Access) -> tuple[int, int]:
    """All taps share a panel of x, unless dilation spreads them too far apart."""
    if not access.x_packed:
        return problem.r, 1 if access.merged else problem.s
    _, p, q = block
    tall = (p - 1) * problem.u + (problem.r - 1) * problem.dr + 1
    wide = (q - 1) * problem.v + (problem.s - 1) * problem.ds + 1
    r = problem.r if tall <= problem.r * p else 1
    s = 1 if access.merged else problem.s if wide <= problem.s * q else 1
    return r, s


def divisions(plan: DirectPlan, precision: str) -> Iterator[DirectPlan]:
    """``plan`` divided into tasks in several ways, with the partials that each way needs."""
    problem = plan.problem
    done = undivided(plan)
    n, p, q = plan.block_counts
    blocks = n * p * q
    target = tasks_wanted(price(plan, done).wall)
    most = max(LEAST_PARTIAL_BYTES, 2 * (done.x_bytes + done.dy_bytes))
    most = min(most, workspace_limit(problem) - plan.panel_bytes)
    for split, dys in itertools.product(
        powers(min(blocks, 2 * target)), powers(plan.cut_totals[2])
    ):
        rest = ceil_div(target, split)
        groups = min(plan.cut_totals[0], rest)
        if dys > ceil_div(rest, groups):
            continue
        xs = min(plan.cut_totals[3], ceil_div(rest, groups * dys))
        rows = min(plan.cut_totals[1], ceil_div(rest, groups * dys * xs))
        partial = partial_dtype(
            problem.dtype, precision, ceil_div(blocks, split), blocks == 1 and plan.dense
        )
        divided = replace(
            plan,
            split=split,
            cut=(groups, rows, dys, xs),
            partial_dtype=partial,
            writes_dw=split == 1 and partial == problem.dtype and plan.dense,
        )
        if split == 1 or divided.partials * divided.partial_bytes <= most:
            yield divided
