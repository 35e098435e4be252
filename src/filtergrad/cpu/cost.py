"""The price of a plan in cycles, and the choice of the cheapest.

In: a `Problem`, the layouts of the arrays, an `Isa`. Out: priced candidates, cheapest first. Floor 2. Prices depend on
the problem and the instruction set only, never on the number of threads or the time of day: the same call always gets
the same plan and so the same bits.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from filtergrad.problem import Problem

from . import loops
from .isa import FUSED, Isa
from .panel import SIZES
from .plan import CHAIN, LONGEST, Plan

# What prices are made of, in cycles; measured on a Zen 3 core (docs/decisions/).
LOADS = 2.0  # vector loads a cycle
LATENCY = 4.0  # cycles from an accumulator to its next use
CALL = 60.0  # calling a tile function
TILE = 20.0  # filling and draining its pipeline
ROW = 3.0  # going on to the next row of pixels
FLUSH = 1.5  # adding an accumulator to its partial
MISS = 1.4  # a line that a tile reads from the second-level cache
COPY = 0.11  # a byte of a panel: read, made room for, written
TRANSPOSE = 0.35  # a number that is transposed on its way
SINGLE = 1.5  # a number that is copied by itself
BYTE = 0.02  # a byte from or to memory, when prefetching hides the way
BANDWIDTH = 4.0  # bytes a cycle from memory, a core's share
TASK = 500.0  # claiming a task and starting from cold caches
L1_LINES, L1_SETS, WAYS = 512, 64, 8
L2_BYTES = 400_000  # what a task's panels of x may take of the second-level cache
BEYOND = 0.05  # a byte of a panel that a tile reads from further away
THREADS = 4  # the team for which the division of work is priced


@dataclass(frozen=True)
class Price:
    """What a plan is expected to cost, in cycles of one core (``wall``: of a team that shares the work)."""

    multiply: float
    call: float
    miss: float
    pack: float
    memory: float
    finish: float
    wall: float


def choose(
    problem: Problem, x_layout: str, dy_layout: str, isa: Isa, precision: str = "default"
) -> Plan:
    """The cheapest plan."""
    return ranked(problem, x_layout, dy_layout, isa, precision)[0][1]


def ranked(
    problem: Problem, x_layout: str, dy_layout: str, isa: Isa, precision: str = "default"
) -> list[tuple[Price, Plan]]:
    """Every candidate with its price, cheapest first (ties: the simpler, earlier one)."""
    flat = flattened(problem, x_layout, dy_layout)
    priced = [(price(plan), plan) for plan in candidates(flat, x_layout, dy_layout, isa, precision)]
    best = sorted(priced, key=lambda pair: pair[0].wall)[:4]
    plans = dict.fromkeys(plan for _, whole in best for plan in divisions(whole, precision))
    divided = [(price(plan), plan) for plan in plans]
    return sorted(divided, key=lambda pair: pair[0].wall)


def flattened(problem: Problem, x_layout: str, dy_layout: str) -> Problem:
    """A 1x1 filter without strides or padding sees no rows: its pixels may be cut into any, as far as memory is dense."""
    plain = problem.r == problem.s == problem.u == problem.v == 1
    unpadded = (problem.h, problem.w) == (problem.p, problem.q) and problem.top == problem.left == 0
    if not (plain and unpadded and x_layout.endswith("dense") and dy_layout.endswith("dense")):
        return problem
    pixels, images = problem.p * problem.q, problem.n
    if x_layout.startswith("rows") and dy_layout.startswith("rows"):
        pixels, images = pixels * images, 1
    width = next((q for q in range(56, 27, -1) if pixels % q == 0), pixels)
    rows = pixels // width
    return replace(problem, n=images, h=rows, w=width, p=rows, q=width)


def candidates(
    problem: Problem, x_layout: str, dy_layout: str, isa: Isa, precision: str
) -> Iterator[Plan]:
    """Whole plans (one task) for every sensible choice of lanes, merging, packing, tile and block."""
    number = "float64" if problem.dtype == "float64" else "float32"
    must = [
        problem.dtype != number or not layout.startswith("rows") for layout in (x_layout, dy_layout)
    ]
    full = isa.lanes(SIZES[number])
    chain = CHAIN // 2 if precision == "highest" else CHAIN
    sizes = (chain, chain // 2, chain // 4)
    blocks = dict.fromkeys(block for size in sizes for block in _blocks(problem, size))
    kinds = ((lane, merged) for lane in "kcg" for merged in (False, True))
    for lane, merged in kinds:
        lanes = _lanes(problem, lane, merged, full)
        if not lanes:
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
            layouts = x_layout.split()[0], dy_layout.split()[0]
            for tile, block in itertools.product(shapes, blocks):
                taps = _taps(problem, block, merged, x_packed)
                yield Plan(problem, isa.name, *layouts, lane, merged, x_packed, dy_packed, lanes,
                           tile, block, taps, 1, (1, 1, 1, 1), "float32", False)  # fmt: skip


def _lanes(problem: Problem, lane: str, merged: bool, full: int) -> int:
    """Numbers in a vector, or 0 where this kind of lane cannot work."""
    c, k, s = problem.c_per_group, problem.k_per_group, problem.s
    if merged and (c >= 16 or s == 1):
        return 0
    if lane == "c" and merged and problem.ds > 1:
        return 0  # neighbouring taps are not neighbours in memory
    if lane == "g" and (problem.g == 1 or k > 3):
        return 0
    width = {"k": k, "c": c * (s if merged else 1), "g": problem.g}[lane]
    while full > width:
        full //= 2
    return full


def _tiles(isa: Isa, lane: str, problem: Problem, merged: bool) -> tuple[tuple[int, int], ...]:
    """Register tiles (rows, vector columns) that leave registers for the factors."""
    if isa.registers > 16:
        shapes = ((8, 3), (12, 2), (8, 2), (6, 4), (4, 6), (16, 1), (24, 1))
    elif isa.multiply_add is FUSED:
        shapes = ((6, 2), (4, 3), (3, 4), (12, 1))
    else:  # the product needs a register of its own
        shapes = ((5, 2), (3, 3), (2, 5), (10, 1))
    if lane != "g":
        return shapes
    k, budget = problem.k_per_group, max(rows * columns for rows, columns in shapes)
    rows = min(problem.c_per_group * (problem.s if merged else 1), budget // k)
    return ((rows, max(1, budget // (rows * k)) * k), (rows, k))


def _blocks(problem: Problem, size: int) -> tuple[tuple[int, int, int], ...]:
    """About ``size`` neighbouring output pixels: part of a row, some rows or some images.

    Where that is less than a few rows, a squarer box too: its windows overlap more.
    """

    def even(total: int, most: int) -> int:
        most = max(1, min(total, most))
        return -(-total // -(-total // most))

    n, p, q = problem.n, problem.p, problem.q
    if p * q < size:
        return ((even(n, size // (p * q)), p, q),)
    wide = (1, 1, even(q, size)) if q >= size else (1, even(p, size // q), q)
    tall = min(p, problem.r + 1)
    if problem.r == 1 or wide[1] >= tall:
        return (wide,)
    return wide, (1, even(p, tall), even(q, size // tall))


def _taps(
    problem: Problem, block: tuple[int, int, int], merged: bool, x_packed: bool
) -> tuple[int, int]:
    """All taps share a panel of x, unless dilation or stride spread them so wide that each had better have its own."""
    if not x_packed:
        return problem.r, 1 if merged else problem.s
    _, p, q = block
    tall = (p - 1) * problem.u + (problem.r - 1) * problem.dr + 1
    wide = (q - 1) * problem.v + (problem.s - 1) * problem.ds + 1
    r = problem.r if tall <= problem.r * p else 1
    s = 1 if merged else problem.s if wide <= problem.s * q else 1
    return r, s


# ---- prices ----


def price(plan: Plan) -> Price:
    """What ``plan`` costs."""
    problem = plan.problem
    groups, rows, dys, xs = plan.cut
    taps = problem.r * plan.s_loops
    pixels = problem.n * _seen(problem.p, map(problem.rows, range(problem.r)))
    pixels *= problem.q if plan.merged else _seen(problem.q, map(problem.cols, range(problem.s)))
    n, p, q = plan.block_counts
    blocks = n * p * q
    per_pixel = miss = tiles = accs = calls = beyond = 0.0
    for dy in plan.dy_bands:
        for x in plan.x_bands:
            height, width, count = _shape(plan, dy, x)
            per_pixel += count * _cycles(plan, height, width)
            miss += count * _missing(plan, dy.size, x.size)
            tiles += count
            accs += count * height * width
            calls += dy.count
            beyond += count * x.size
    multiply, missing = (
        pixels * taps * plan.groups * number for number in (per_pixel, miss * MISS)
    )
    tile_rows = tiles * blocks * plan.block[0] * plan.block[1]
    call = (
        taps
        * plan.groups
        * (blocks * (calls * xs * CALL + tiles * TILE + accs * FLUSH) + tile_rows * ROW)
    )
    pack = _packing(plan, blocks)
    size = SIZES[problem.dtype]
    x_bytes, dy_bytes = (pixels * size for pixels in (
        problem.n * problem.h * problem.w * problem.c, problem.n * problem.p * problem.q * problem.k))  # fmt: skip
    c_bytes = problem.r * problem.s * problem.c_per_group * problem.k * SIZES[plan.chain]
    x_reads, dy_reads = (  # tasks with a few channels each of every pixel read the same lines
        groups if plan.lane != "g" and width * size < 64 else 1
        for width in (problem.c_per_group, problem.k_per_group)
    )
    traffic = (x_bytes * x_reads * dys + dy_bytes * dy_reads * xs) * rows
    traffic += 2 * c_bytes * (plan.split + 1)
    compute = multiply + missing + call + pack
    memory = traffic * BYTE + max(0.0, traffic / BANDWIDTH - compute)
    finish = 0.0
    if not plan.direct:
        finish = (
            c_bytes * (plan.split / 8 + 0.5) if plan.lane == "k" else c_bytes * (plan.split / 2 + 1)
        )
    team = min(THREADS, plan.tasks)
    wall = (
        (compute + memory) / plan.tasks * -(-plan.tasks // THREADS)
        + finish / team
        + TASK * plan.tasks / team
    )
    return Price(multiply, call, missing, pack, memory, finish, wall)


def _seen(total: int, ranges: Iterable[tuple[int, int]]) -> float:
    """How many of ``total`` output positions a tap sees inside the image, on average."""
    counts = [stop - start for start, stop in ranges]
    return sum(counts) / len(counts)


def _shape(plan: Plan, dy: loops.Band, x: loops.Band) -> tuple[int, int, int]:
    """Rows, vector columns and number of the tiles of a pair of bands."""
    count = dy.count * x.count
    if plan.lane == "k":
        return x.size, -(-dy.size // plan.lanes), count
    if plan.lane == "c":
        return dy.size, -(-x.size // plan.lanes), count
    return x.size, -(-dy.size // plan.lanes) * plan.problem.k_per_group, count


def _cycles(plan: Plan, height: int, width: int) -> float:
    """Cycles of a tile for one pixel: multiply-adds, loads, or the latency of too few accumulators."""
    multiply_adds = height * width / (2.0 if plan.row.vector_bytes <= 32 else 1.0)
    per_row = width // plan.problem.k_per_group if plan.lane == "g" else 1
    loads = (height * per_row + width) / LOADS
    return max(multiply_adds, loads, LATENCY)


def _missing(plan: Plan, dy_size: int, x_size: int) -> float:
    """Lines a pixel that a tile must fetch from the second-level cache because it does not fit the first."""
    problem, size = plan.problem, SIZES[plan.number]
    n, p, q = plan.block
    pixels, lines, missing = n * p * q, 0.0, 0.0
    for packed, width, channels in (
        (plan.x_packed, x_size, problem.c),
        (plan.dy_packed, dy_size, problem.k),
    ):
        used = width * size / 64
        if packed or channels <= width:
            lines += pixels * used
            continue
        stride = max(1, channels * size // 64)
        room = WAYS * L1_SETS // _gcd(L1_SETS, stride)  # lines that this stride can keep
        touched = max(1.0, used + 0.25)
        lines += pixels * touched * (L1_LINES / room)
        missing += touched
    if lines <= L1_LINES * 0.9:
        return 0.0
    return missing


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def _packing(plan: Plan, blocks: int) -> float:
    """Cycles of all packing, with what several tasks pack again."""
    problem = plan.problem
    groups, rows, dys, xs = plan.cut
    n, p, q = plan.block
    total = 0.0
    r_groups, s_groups = -(-problem.r // plan.taps[0]), -(-plan.s_loops // plan.taps[1])
    again = r_groups * s_groups * (rows if r_groups == 1 else 1)
    if plan.x_packed:
        _, h, w = plan.panel_shape
        h, w = min(h, problem.h), w if plan.merged else min(w, problem.w)
        numbers = blocks * n * h * w * problem.c * again * (1 if plan.lane == "g" else dys)
        total += numbers * _copying(plan, plan.x_layout, problem.c_per_group)
    if plan.dy_packed:
        numbers = problem.n * problem.p * problem.q * problem.k * again * xs
        total += numbers * _copying(plan, plan.dy_layout, problem.k_per_group)
    return total


def _copying(plan: Plan, layout: str, channels: int) -> float:
    """Cycles to pack one number."""
    size = SIZES[plan.number]
    if layout == "planes":
        return COPY * size + TRANSPOSE
    alone = layout == "any" or (plan.lane == "g" and channels > 1) or channels < 4
    return SINGLE if alone else COPY * size


# ---- division of work ----


def divisions(plan: Plan, precision: str) -> Iterator[Plan]:
    """``plan`` divided into tasks in several ways, with the partials that each way needs."""
    problem = plan.problem
    work = price(plan).wall
    n, p, q = plan.block_counts
    blocks = n * p * q
    target = int(max(min(16, work * THREADS / 60_000), min(128, work / 4e6), 1))
    sizes = (
        2
        * (
            problem.n * problem.h * problem.w * problem.c
            + problem.n * problem.p * problem.q * problem.k
        )
        * SIZES[problem.dtype]
    )
    for split, dys in itertools.product(
        _powers(min(blocks, 2 * target)), _powers(plan.cut_totals[2])
    ):
        rest = -(-target // split)
        groups = min(plan.cut_totals[0], rest)
        dys_here = min(dys, -(-rest // groups))
        xs = min(plan.cut_totals[3], -(-rest // (groups * dys_here)))
        rows = min(plan.cut_totals[1], -(-rest // (groups * dys_here * xs)))
        cut = (groups, rows, dys_here, xs)
        if dys_here < dys:
            continue
        chain = "float64" if problem.dtype == "float64" else "float32"
        if problem.dtype == "float32" and (precision == "highest" or -(-blocks // split) > LONGEST):
            chain = "float64"
        direct = (
            split == 1
            and chain == problem.dtype
            and (
                plan.lane == "k"
                or (plan.lane == "g" and problem.c_per_group * problem.k_per_group == 1)
            )
        )
        divided = replace(plan, split=split, cut=cut, chain=chain, direct=direct)
        if split == 1 or divided.partials * divided.partial_bytes <= max(sizes, 1 << 20):
            yield divided


def _powers(most: int) -> Iterator[int]:
    """1, 2, 4, ... up to ``most``."""
    number = 1
    while number <= most:
        yield number
        number *= 2
