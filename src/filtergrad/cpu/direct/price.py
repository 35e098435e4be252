"""The price of a plan in cycles.

In: a `DirectPlan`. Out: what it has to do, and what that costs when divided as the plan says.
"""

from __future__ import annotations

import functools
import math
from typing import NamedTuple

from filtergrad.cpu.base.bands import Band
from filtergrad.cpu.base.price import (
    BANDWIDTH,
    BYTE,
    CALL,
    FEWER,
    L1_LINES,
    L1_SETS,
    LATENCY,
    LOADS,
    SINGLE,
    TASK,
    TEAM,
    TEAM_THREADS,
    TRANSPOSE,
    WAYS,
    Price,
)
from filtergrad.dtypes import SIZES
from filtergrad.problem import Problem

from .plan import DirectPlan

VECTORS = 3.2  # times dearer than counted is a tile both of whose factors are vectors
TILE = 18.0  # filling and draining its pipeline
ROW = 3.0  # going on to the next row of pixels
FLUSH = 1.5  # adding 32 bytes of accumulators to their partial
WIDER = 3.0  # times dearer if the partial is float64 and the accumulator is not
COPIED = 0.75  # of that, where a tile copies dy while it computes
FILL = 150.0  # calling a packing function
SCATTERED = 0.045  # the same where the next block's memory is not in one piece
AGAIN = 0.08  # more for a byte that several tasks read
OVERLAP = 0.6  # how much of the arithmetic passes while memory sets the pace
APART = 96  # bytes that a run of channels costs, where a task wants some of each pixel's
PAGES, PAGE = 64, 0.5  # near translations; cycles for a page whose translation is not near
STREAMED = 0.2  # of a line's cost, where lines follow one another
ROOM = 0.95  # of the second-level cache is what a block may take
BEYOND = 0.04  # a byte of x that a tile reads from further away


class Work(NamedTuple):
    """What a plan has to do, whatever its division: cycles, and what `price` divides or repeats."""

    multiply: float
    miss: float
    beyond: float  # if a block outgrows the second-level cache
    call: float
    tiles: float
    flush: float
    pack_x: float
    pack_dy: float
    x_bytes: int
    dy_bytes: int
    c_elements: int
    block_bytes: tuple[float, float]  # of x and dy, in this block and asked for for the next


def work(plan: DirectPlan) -> Work:
    """What ``plan`` has to do."""
    problem, words = plan.problem, plan.paired_problem
    taps = problem.r * plan.s_loops
    rows, columns = _seen(words)
    pixels = words.n * rows * (words.q if plan.merged else columns)
    n, p, q = plan.block_counts
    blocks = n * p * q
    per_pixel = miss = tiles = accs = calls = beyond = 0.0
    least = 0 if plan.x_packed else min(64, problem.c * SIZES[problem.dtype])  # whole lines
    for dy in plan.dy_bands:
        for x in plan.x_bands:
            height, width, count = _shape(plan, dy, x)
            per_pixel += count * _cycles(plan, height, width)
            miss += count * _missing(plan, dy, x)
            tiles += count
            accs += count * height * width
            calls += dy.count
            beyond += count * max(x.size * SIZES[plan.compute_dtype], least)
    steps = pixels * taps * plan.groups
    tile_rows = tiles * plan.block[0] * plan.block[1]
    each = taps * plan.groups * blocks
    pack_x, pack_dy = _packing(plan, blocks)
    return Work(
        multiply=steps * per_pixel,
        miss=steps * (miss * plan.isa.miss + tiles * _pages(plan) * PAGE),
        beyond=steps * beyond * BEYOND,
        call=each * calls * CALL,
        tiles=each * (tiles * TILE + tile_rows * ROW),
        flush=each * accs * FLUSH * max(1.0, plan.isa.vector_bytes / 32),
        pack_x=pack_x,
        pack_dy=pack_dy,
        x_bytes=problem.n * problem.h * problem.w * problem.c * SIZES[problem.dtype],
        dy_bytes=problem.n * problem.p * problem.q * problem.k * SIZES[problem.dtype],
        c_elements=problem.r * problem.s * problem.c_per_group * problem.k,
        block_bytes=_block(plan),
    )


def price(plan: DirectPlan, work: Work) -> Price:
    """What ``plan`` costs with its division of the work."""
    problem = plan.problem
    _, rows, dys, xs = plan.cut
    c_bytes = work.c_elements * SIZES[plan.partial_dtype]
    x_block, dy_block = work.block_bytes
    taken = x_block / xs + dy_block / dys + c_bytes / (plan.groups * rows * dys * xs)
    room = ROOM * plan.isa.l2
    miss = work.miss + work.beyond * min(1.0, max(0.0, taken / room - 1))
    wider = plan.partial_dtype == "float64" != plan.compute_dtype
    call = work.call * xs + work.tiles + work.flush * (WIDER if wider else 1.0)
    packs = rows if plan.panel_taps[0] > 1 else 1  # tasks of other filter rows pack the same pixels
    pack = (work.pack_x * (1 if plan.lane == "g" else dys) + work.pack_dy * xs) * packs
    (x_dear, x_times), (dy_dear, dy_times) = (
        _apart(plan, channels, parts)
        for channels, parts in ((problem.c_per_group, xs), (problem.k_per_group, dys))
    )
    x, dy = work.x_bytes * x_dear, work.dy_bytes * dy_dear
    once = x + dy + 2 * c_bytes * (plan.split + 1)
    again = x * (dys * x_times * rows - 1) + dy * (xs * dy_times * rows - 1)
    compute = work.multiply + miss + call + pack
    _, p, q = plan.block
    # Prefetching follows whole rows: the next part of several rows comes as a surprise.
    byte = SCATTERED if p > 1 and q < problem.q else BYTE
    near = work.x_bytes + work.dy_bytes <= plan.isa.l2
    memory = once * byte + again * (byte if near else byte + AGAIN)
    memory += max(0.0, once / BANDWIDTH - OVERLAP * compute)
    finish = 0.0
    if not plan.writes_dw:
        straight = plan.dense or plan.lane == "g"
        finish = c_bytes * (plan.split / 8 + 0.5 if straight else plan.split / 4 + 1)
    tasks = plan.tasks
    team = min(TEAM_THREADS, tasks)
    wall = (compute + memory) / tasks * -(-tasks // TEAM_THREADS) + (finish + TASK * tasks) / team
    if tasks > 1:
        wall += TEAM if plan.writes_dw else 2 * TEAM
    wall += FEWER * (compute + memory + finish)
    return Price(work.multiply, call, miss, pack, memory, finish, wall)


def _apart(plan: DirectPlan, channels: int, parts: int) -> tuple[float, float]:
    """How many times dearer memory is, and how many tasks read it, if they want parts of pixels."""
    if plan.lane == "g" or plan.groups == parts == 1:
        return 1.0, 1.0
    width = channels * SIZES[plan.problem.dtype] * plan.part_groups / parts
    return 1 + APART / max(64.0, width), max(1.0, 64 / width)


def _block(plan: DirectPlan) -> tuple[float, float]:
    """Bytes that a block takes of the second-level cache, for x and for dy.

    What tiles come back to, and the next block's pixels, which are asked for meanwhile.
    """
    problem, (n, p, q) = plan.paired_problem, plan.block
    size, number = SIZES[problem.dtype] * (2 if plan.pairs else 1), SIZES[plan.compute_dtype]
    _, h, w = plan.panel_shape
    x = n * min(h, problem.h) * min(w, problem.w) * problem.c_per_group
    new = n * min(p * problem.u, problem.h) * min(q * problem.v, problem.w) * problem.c_per_group
    dy = n * p * q * problem.k_per_group
    return (
        x * (number if plan.x_packed else size) + new * size,
        dy * size * (1 if plan.dy_packed else 2),
    )


@functools.lru_cache(16)
def _seen(problem: Problem) -> tuple[float, float]:
    """How many output rows and columns a tap sees inside the image, on average."""
    return problem.row_pairs / problem.r, problem.col_pairs / problem.s


def _shape(plan: DirectPlan, dy: Band, x: Band) -> tuple[int, int, int]:
    """Rows, vector columns and number of the tiles of a pair of bands."""
    count = dy.count * x.count
    if plan.lane == "k":
        return x.size, -(-dy.size // plan.lanes), count
    if plan.lane == "c":
        return dy.size, -(-x.size // plan.lanes), count
    return x.size, -(-dy.size // plan.lanes) * plan.problem.k_per_group, count


def _cycles(plan: DirectPlan, height: int, width: int) -> float:
    """Cycles of a tile for a pixel: multiply-adds, loads, or the latency of few accumulators."""
    multiply_adds = height * width / (plan.isa.multiply_adds_a_cycle)
    per_row = width // plan.problem.k_per_group if plan.lane == "g" else 1
    loads = (height * per_row + width) / LOADS
    return max(multiply_adds, loads, LATENCY) * (VECTORS if plan.lane == "g" else 1.0)


def _missing(plan: DirectPlan, dy: Band, x: Band) -> float:
    """Lines a pixel that a tile fetches from the second-level cache: it does not fit the first."""
    problem, size = plan.paired_problem, SIZES[plan.compute_dtype]
    dy_size, x_size = dy.size, x.size
    if plan.lane == "g":  # in x a tile is as wide as in dy
        dy_size, x_size = dy.size * problem.k_per_group, dy.size * problem.c_per_group
    n, p, q = plan.block
    x_pixels, (images, h, w) = n * p * q, plan.panel_shape
    if plan.x_packed:
        x_pixels = images * min(h, problem.h) * min(w, problem.w)
    lines = missing = 0.0
    for packed, pixels, width, channels, apart in (
        (plan.x_packed, x_pixels, x_size, problem.c, problem.v),
        (plan.dy_packed, n * p * q, dy_size, problem.k, 1),
    ):
        used = width * size / 64
        if not packed:  # pixels far apart touch a line each
            used = max(used, min(1.0, channels * apart * size / 64))
        if packed or channels <= width:
            lines += pixels * used
            missing += used * STREAMED if packed else used
            continue
        stride = max(1, channels * apart * size // 64)
        room = WAYS * L1_SETS // math.gcd(L1_SETS, stride)  # lines that this stride can keep
        touched = used + 0.75  # users' arrays seldom begin with a line
        # All lines of a dense block lie side by side, so as a whole they never fight for a set.
        block = pixels * channels * apart * size / 64
        lines += min(pixels * touched * (L1_LINES / room), block)
        missing += touched
    return missing if lines > L1_LINES * 0.9 else 0.0


def _pages(plan: DirectPlan) -> float:
    """Pages a pixel that are far from each other: too many for the first-level translations."""
    problem, (n, p, q) = plan.paired_problem, plan.block
    far = 0.0
    for packed, channels in ((plan.x_packed, problem.c * problem.v), (plan.dy_packed, problem.k)):
        pages = min(1.0, channels * SIZES[problem.dtype] / 4096)
        if not packed and n * p * q * pages > PAGES:
            far += pages
    return far


def _packing(plan: DirectPlan, blocks: int) -> tuple[float, float]:
    """Cycles to pack x and dy once."""
    problem = plan.paired_problem
    again = -(-problem.r // plan.panel_taps[0]) * -(-plan.s_loops // plan.panel_taps[1])
    pack_x = pack_dy = 0.0
    calls = blocks * plan.groups * again * FILL
    if plan.x_packed:
        _, h, w = plan.panel_shape
        h, w = min(h, problem.h), w if plan.merged else min(w, problem.w)
        numbers = blocks * plan.block[0] * h * w * problem.c * again
        # All channels of a few: rows are copied in one piece where pixels follow one another.
        beside = problem.w if plan.merged and problem.g == 1 else 1
        pack_x = numbers * _copying(plan, plan.x_layout, beside * problem.c_per_group)
        pack_x += calls * len(plan.panel_bands)
    if plan.dy_packed:
        numbers = problem.n * problem.p * problem.q * problem.k * again
        pack_dy = numbers * _copying(plan, plan.dy_layout, problem.k_per_group)
        pack_dy += calls * plan.dy_bands[-1].stop
        if plan.copies_dy:
            pack_dy *= COPIED
    return pack_x, pack_dy


def _copying(plan: DirectPlan, layout: str, channels: int) -> float:
    """Cycles to pack one number."""
    size = SIZES[plan.compute_dtype]
    if layout == "planes":
        return plan.isa.copy * size + TRANSPOSE
    alone = layout == "any" or (channels > 1 if plan.lane == "g" else channels < 4)
    return SINGLE if alone else plan.isa.copy * size
