"""The plans of the direct algorithm for a problem: the best of each kind, divided in several ways.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: plans with their prices.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from filtergrad.cpu.base.isa import FUSED, Isa
from filtergrad.cpu.base.plan import LONGEST_CHAIN, panel_limit, partial_dtype, workspace_limit
from filtergrad.cpu.base.price import Price, tasks_wanted
from filtergrad.dtypes import SIZES, compute_dtype
from filtergrad.engine import Layout, Priced, Spec
from filtergrad.problem import Problem

from . import pairs
from .plan import DirectPlan, panel_shape
from .price import price, undivided

Box: TypeAlias = tuple[int, int, int]  # images, rows and columns
KINDS = 6  # of plans that are tried in several divisions
# What takes code of its own is kept from growing with the problem:
GROUPED = 64  # channels of x in a group, each copied by itself, where lanes run over groups
SPREAD = 128  # numbers of a filter row whose taps are merged although they lie apart


def candidates(spec: Spec, isa: Isa) -> Iterator[Priced[Price, DirectPlan]]:
    """Plans of the direct algorithm: the best of each kind, divided in several ways."""
    problem, x_layout, dy_layout, precision = spec
    flat = flattened(problem, x_layout, dy_layout)
    forms: list[tuple[Problem, dict[str, Any]]] = [(flat, {})]
    if flat is not problem and x_layout == dy_layout and problem.g == 1:
        forms.append((turned(flat), {"swapped": True}))
    if (patches := patched(problem, x_layout)) is not problem:
        forms.append((patches, {"columns_per_pixel": problem.s}))
    forms += [
        (same, form | {"pairs": axis})
        for same, form in (*forms, (problem, {}))
        for axis in pairs.axes(same, isa, precision)
    ]
    works = {
        plan: undivided(plan)
        for same, form in forms
        for plan in wholes(spec._replace(problem=same), isa, **form)
    }
    # A panel of x that outgrows the cache does not count yet: division will cut it.
    walls = {p: price(p, done._replace(beyond=0.0)).wall for p, done in works.items()}
    cheapest = sorted(walls, key=walls.__getitem__)
    best: dict[
        tuple[object, ...], list[DirectPlan]
    ] = {}  # of each kind: division changes the order
    for plan in cheapest:
        kind = (
            plan.swapped,
            plan.columns_per_pixel,
            plan.pairs,
            plan.lane,
            plan.x_packed,
            plan.dy_packed,
        )
        if kind in best or len(best) < KINDS:
            best.setdefault(kind, []).append(plan)
    for whole in itertools.chain(*(plans[:2] for plans in best.values())):
        for plan in divisions(whole, precision):
            yield Priced(price(plan, works[whole]), plan)


def flattened(problem: Problem, x_layout: Layout, dy_layout: Layout) -> Problem:
    """A 1x1 filter without strides or padding sees no rows, so its pixels may be cut into any.

    That needs dense memory; rows of 28 to 50 pixels are short enough to prefetch by (see `ahead`).
    """
    plain = problem.r == problem.s == problem.u == problem.v == 1
    unpadded = (problem.h, problem.w) == (problem.p, problem.q) and problem.top == problem.left == 0
    if not (plain and unpadded and x_layout.dense and dy_layout.dense):
        return problem
    pixels, images = problem.p * problem.q, problem.n
    if x_layout.kind == dy_layout.kind == "rows":
        pixels, images = pixels * images, 1
    # Where memory sets the pace, short rows spread what is asked of it.
    fed = problem.c_per_group * problem.k_per_group > 8 * SIZES[problem.dtype] * (
        problem.c + problem.k
    )
    widths = range(50, 27, -1) if fed else range(16, 9, -1)
    # An even number of rows, if possible: they may be paired.
    cuts = [q for q in widths if pixels % q == 0]
    width = next((q for q in cuts if pixels // q % 2 == 0), cuts[0] if cuts else pixels)
    rows = pixels // width
    return replace(problem, n=images, h=rows, w=width, p=rows, q=width)


def turned(problem: Problem) -> Problem:
    """A flattened problem with x and dy exchanged: its dW is the other's, transposed."""
    return replace(problem, c=problem.k, k=problem.c, c_per_group=problem.k)


def patched(problem: Problem, x_layout: Layout) -> Problem:
    """Windows that lie side by side see patches of columns: each is a pixel of many channels.

    Neighbouring columns must be neighbours in memory. dW comes out as it is: [s][c] is one axis.
    """
    beside = problem.s == problem.v > 1 and problem.ds == problem.g == 1 and problem.left == 0
    if not beside or x_layout != Layout("rows", dense=True) or problem.q * problem.v > problem.w:
        return problem
    c = problem.s * problem.c
    return replace(problem, w=problem.q, c=c, c_per_group=c, s=1, v=1, right=0)


def wholes(spec: Spec, isa: Isa, **form: Any) -> Iterator[DirectPlan]:
    """Whole plans (one task): every sensible choice of lanes, merging, packing, tile and block.

    ``form`` holds the fields that follow from what was done to the problem before.
    """
    problem, x_layout, dy_layout, precision = spec
    number = compute_dtype(problem.dtype)
    must = [problem.dtype != number or layout.kind != "rows" for layout in (x_layout, dy_layout)]
    full = isa.lanes(SIZES[number])
    paired = pairs.paired_problem(problem, axis := form.get("pairs", ""))
    longest = LONGEST_CHAIN // 2 if precision == "highest" or axis else LONGEST_CHAIN
    sizes = (longest, longest // 2, longest // 4)
    blocks = dict.fromkeys(block for size in sizes for block in _blocks(paired, size, longest))
    kinds = ((lane, merged) for lane in "kcg" for merged in (False, True))
    for lane, merged in kinds:
        lanes = _lanes(problem, lane, merged, full)
        if not lanes or (axis and (lane == "g" or lanes < pairs.LANES)):
            continue
        for x_packed, dy_packed in itertools.product((False, True), repeat=2):
            if (must[0] or merged) > x_packed or must[1] > dy_packed:
                continue
            if (
                lane == "g"
                and problem.c_per_group * problem.k_per_group > 1
                and not (x_packed and dy_packed)
            ):
                continue
            if (
                lane == "g" and x_packed != merged
            ):  # one row a tile is enough only when nothing is packed
                continue
            shapes = _tiles(isa, lane, problem, merged)
            channels = problem.c if lane == "g" else problem.c_per_group
            most = panel_limit(problem) // (channels * SIZES[number]) if x_packed else math.inf
            boxes = list(_boxes(paired, blocks, merged, x_packed, most))
            if not boxes and lane == "k" and not merged:  # one way there must be
                boxes = [((1, 1, 1), (1, 1))]
            for tile, (block, taps) in itertools.product(shapes, boxes):
                yield DirectPlan(
                    problem=problem,
                    isa=isa,
                    x_layout=x_layout.kind,
                    dy_layout=dy_layout.kind,
                    lane=lane,
                    merged=merged,
                    x_packed=x_packed,
                    dy_packed=dy_packed,
                    lanes=lanes,
                    tile=tile,
                    block=block,
                    panel_taps=taps,
                    cut=(1, 1, 1, 1),
                    **form,
                )


def _lanes(problem: Problem, lane: str, merged: bool, full: int) -> int:
    """Numbers in a vector, or 0 where this kind of lane cannot work."""
    c, k, s = problem.c_per_group, problem.k_per_group, problem.s
    if merged and (c >= 16 or s == 1):
        return 0
    if merged and problem.ds > 1 and (lane == "c" or c * s > SPREAD):
        return 0  # neighbouring taps are not neighbours in memory
    if lane == "g" and (problem.g == 1 or k > 3 or c > GROUPED):
        return 0
    width = {"k": k, "c": c * (s if merged else 1), "g": problem.g}[lane]
    while full > width:
        full //= 2
    return full


def _tiles(isa: Isa, lane: str, problem: Problem, merged: bool) -> tuple[tuple[int, int], ...]:
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
    else:  # the product needs a register of its own
        shapes = ((5, 2), (3, 3), (2, 5), (10, 1))
    if lane != "g":
        width = problem.k_per_group if lane == "k" else problem.c_per_group
        single = width <= isa.lanes(SIZES[compute_dtype(problem.dtype)])
        return tuple(shape for shape in shapes if shape[1] > 1 or single or merged)
    k, budget = problem.k_per_group, max(rows * columns for rows, columns in shapes)
    rows = min(problem.c_per_group * (problem.s if merged else 1), budget // k)
    return ((rows, max(1, budget // (rows * k)) * k), (rows, k))


def _blocks(problem: Problem, size: int, most: int) -> tuple[Box, ...]:
    """About ``size`` neighbouring output pixels: part of a row, some rows or some images.

    Where that is less than a few rows, a squarer box too: its windows overlap more. No block has
    more than ``most``, for they are added in a row.
    """

    def even(total: int, most: int) -> int:
        most = max(1, min(total, most))
        return -(-total // -(-total // most))

    n, p, q = problem.n, problem.p, problem.q
    if p * q < size:
        return ((even(n, size // (p * q)), p, q),)
    wide = (1, 1, even(q, size)) if q >= size else (1, even(p, size // q), q)
    tall = min(p, problem.r + 1, most)
    if problem.r == 1 or wide[1] >= tall:
        return (wide,)
    return wide, (1, even(p, tall), even(q, size // tall))


def _boxes(
    problem: Problem, blocks: Iterable[Box], merged: bool, x_packed: bool, most: float
) -> Iterator[tuple[Box, tuple[int, int]]]:
    """Blocks, and the taps that share a panel of x: one where its pixels would be too many."""
    for block in blocks:
        for taps in _taps(problem, block, merged, x_packed), (1, 1):
            if math.prod(panel_shape(problem, block, taps, merged)) <= most:
                yield block, taps
                break


def _taps(
    problem: Problem, block: tuple[int, int, int], merged: bool, x_packed: bool
) -> tuple[int, int]:
    """All taps share a panel of x, unless dilation spreads them too far apart."""
    if not x_packed:
        return problem.r, 1 if merged else problem.s
    _, p, q = block
    tall = (p - 1) * problem.u + (problem.r - 1) * problem.dr + 1
    wide = (q - 1) * problem.v + (problem.s - 1) * problem.ds + 1
    r = problem.r if tall <= problem.r * p else 1
    s = 1 if merged else problem.s if wide <= problem.s * q else 1
    return r, s


def divisions(plan: DirectPlan, precision: str) -> Iterator[DirectPlan]:
    """``plan`` divided into tasks in several ways, with the partials that each way needs."""
    problem = plan.problem
    done = undivided(plan)
    n, p, q = plan.block_counts
    blocks = n * p * q
    target = tasks_wanted(price(plan, done).wall)
    room = max(1 << 20, 2 * (done.x_bytes + done.dy_bytes))  # for partials
    room = min(room, workspace_limit(problem) - plan.panel_bytes)
    for split, dys in itertools.product(
        _powers(min(blocks, 2 * target)), _powers(plan.cut_totals[2])
    ):
        rest = -(-target // split)
        groups = min(plan.cut_totals[0], rest)
        if dys > -(-rest // groups):
            continue
        xs = min(plan.cut_totals[3], -(-rest // (groups * dys)))
        rows = min(plan.cut_totals[1], -(-rest // (groups * dys * xs)))
        partial = partial_dtype(
            problem.dtype, precision, -(-blocks // split), blocks == 1 and plan.dense
        )
        divided = replace(
            plan,
            split=split,
            cut=(groups, rows, dys, xs),
            partial_dtype=partial,
            writes_dw=split == 1 and partial == problem.dtype and plan.dense,
        )
        if split == 1 or divided.partials * divided.partial_bytes <= room:
            yield divided


def _powers(most: int) -> Iterator[int]:
    """1, 2, 4, ... up to ``most``."""
    number = 1
    while number <= most:
        yield number
        number *= 2
