"""The price of a plan of the direct algorithm, in cycles.

In: a `DirectPlan`. Out: what it has to do, and the price when that is divided as the plan says.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from filtergrad.cpu.base.bands import Band, ceil_div
from filtergrad.cpu.base.price import (
    L1_LINES,
    L1_PAGES,
    OVERLAP,
    Price,
    finish_cycles,
    lines_kept,
    wall,
)
from filtergrad.dtypes import SIZES
from filtergrad.problem import Problem

from .plan import DirectPlan

# What the machine costs is in `plan.isa.cycles`; these are the direct algorithm's own numbers.

# A tile whose lanes run over groups takes so many times the cycles that are counted: both of its
# factors are vectors.
GROUP_LANES_TIMES = 3.2

# A call of a tile takes so many cycles to fill its pipeline and to drain it.
TILE_CYCLES = 18.0

# A tile takes so many cycles to go on to the next row of pixels.
PIXEL_ROW_CYCLES = 3.0

# Adding 32 bytes of accumulators to their partial takes so many cycles.
FLUSH_CYCLES = 1.5

# A flush takes so many times its cycles if the partial is float64 and the accumulator is not.
FLOAT64_FLUSH_TIMES = 3.0

# Packing dy takes this part of its cycles where a tile packs it while it computes.
COPIES_DY_TIMES = 0.75

# A call of a packing function takes so many cycles.
PACK_CALL_CYCLES = 150.0

# A byte from memory takes so many cycles where the next block does not lie in one piece, so that
# prefetching misses some of it.
SCATTERED_BYTE_CYCLES = 0.045

# A byte that another task has read before takes so many cycles more than the first time.
REREAD_BYTE_CYCLES = 0.08

# A run of some of a pixel's channels costs as much as if it had so many bytes more.
RUN_BYTES = 96

# A line of a panel that the first-level cache does not hold takes this part of a line's cycles:
# lines of a panel follow one another.
PANEL_LINE_TIMES = 0.2

# A user's tensor seldom begins where a line begins, so a pixel touches so many lines more.
UNALIGNED_LINES = 0.75

# A tile's lines stay in the first-level cache if they take no more than this part of it.
MOST_OF_L1 = 0.9

# A block stays in the second-level cache if it takes no more than this part of it.
MOST_OF_L2 = 0.95

# A byte of x that a tile reads takes so many cycles if the block outgrows the second-level cache.
BEYOND_L2_BYTE_CYCLES = 0.04


class Undivided(NamedTuple):
    """What a plan has to do, however it is divided among tasks.

    Parameters
    ----------
    multiply, miss, call, tiles, flush
        Cycles for multiply-adds, for lines and pages that are not near, for calls of tile
        functions, for the tiles themselves, and for flushes.
    beyond
        Cycles more for lines if a block is twice as large as the second-level cache.
    pack_x, pack_dy
        Cycles to pack each operand once.
    x_bytes, dy_bytes
        Bytes of the tensors.
    block_bytes
        Bytes of x and of dy that a block takes of the second-level cache.
    """

    multiply: float
    miss: float
    call: float
    tiles: float
    flush: float
    beyond: float
    pack_x: float
    pack_dy: float
    x_bytes: int
    dy_bytes: int
    block_bytes: tuple[float, float]


def undivided(plan: DirectPlan) -> Undivided:
    """What ``plan`` has to do."""
    problem, paired, cycles = plan.problem, plan.paired_problem, plan.isa.cycles
    taps = problem.r * plan.s_loops
    rows, columns = _rows_and_columns_seen(paired)
    pixels = paired.n * rows * (paired.q if plan.merged else columns)
    n, p, q = plan.block_counts
    blocks = n * p * q
    per_pixel = miss = tiles = accumulators = calls = beyond = 0.0
    # In place a tile reads whole lines of x.
    least = 0 if plan.x_packed else min(64, problem.c * SIZES[problem.dtype])
    for dy in plan.dy_bands:
        for x in plan.x_bands:
            height, width, count = _tile_shape(plan, dy, x)
            per_pixel += count * _pixel_cycles(plan, height, width)
            miss += count * _missed_lines(plan, dy, x)
            tiles += count
            accumulators += count * height * width
            calls += dy.count
            beyond += count * max(x.size * SIZES[plan.compute_dtype], least)
    steps = pixels * taps * plan.groups
    tile_rows = tiles * plan.block[0] * plan.block[1]
    each = taps * plan.groups * blocks
    pack_x, pack_dy = _pack_cycles(plan, blocks)
    return Undivided(
        multiply=steps * per_pixel,
        miss=steps * (miss * cycles.l2_line + tiles * _far_pages(plan) * cycles.page),
        beyond=steps * beyond * BEYOND_L2_BYTE_CYCLES,
        call=each * calls * cycles.call,
        tiles=each * (tiles * TILE_CYCLES + tile_rows * PIXEL_ROW_CYCLES),
        flush=each * accumulators * FLUSH_CYCLES * max(1.0, plan.isa.vector_bytes / 32),
        pack_x=pack_x,
        pack_dy=pack_dy,
        x_bytes=problem.n * problem.h * problem.w * problem.c * SIZES[problem.dtype],
        dy_bytes=problem.n * problem.p * problem.q * problem.k * SIZES[problem.dtype],
        block_bytes=_block_bytes(plan),
    )


def price(plan: DirectPlan, work: Undivided) -> Price:
    """The price of ``plan`` with its division of the work."""
    _, rows, dys, xs = plan.cut
    x_block, dy_block = work.block_bytes
    taken = x_block / xs + dy_block / dys + plan.partial_bytes / (plan.groups * rows * dys * xs)
    most = MOST_OF_L2 * plan.isa.l2
    miss = work.miss + work.beyond * min(1.0, max(0.0, taken / most - 1))
    wider = plan.partial_dtype == "float64" != plan.compute_dtype
    call = work.call * xs + work.tiles + work.flush * (FLOAT64_FLUSH_TIMES if wider else 1.0)
    # Tasks of other filter rows pack the same pixels where a panel serves several rows.
    packs = rows if plan.panel_taps[0] > 1 else 1
    pack = (work.pack_x * (1 if plan.lane == "g" else dys) + work.pack_dy * xs) * packs
    compute = work.multiply + miss + call + pack
    memory = _memory_cycles(plan, work, compute)
    finish = finish_cycles(plan)
    if not plan.dense and plan.lane != "g":
        finish *= 2  # The partials are transposed on their way to dW.
    return Price(
        multiply=work.multiply,
        call=call,
        miss=miss,
        pack=pack,
        memory=memory,
        finish=finish,
        wall=wall(plan, compute, memory, finish),
    )


def _memory_cycles(plan: DirectPlan, work: Undivided, compute: float) -> float:
    """Cycles for bytes from and to memory, while the arithmetic takes ``compute``."""
    problem, cycles = plan.problem, plan.isa.cycles
    _, rows, dys, xs = plan.cut
    (x_times, x_readers), (dy_times, dy_readers) = (
        _run_times_and_readers(plan, channels, parts)
        for channels, parts in ((problem.c_per_group, xs), (problem.k_per_group, dys))
    )
    x, dy = work.x_bytes * x_times, work.dy_bytes * dy_times
    once = x + dy + 2 * plan.partial_bytes * (plan.split + 1)
    again = x * (dys * x_readers * rows - 1) + dy * (xs * dy_readers * rows - 1)
    _, p, q = plan.block
    # Prefetching follows whole rows: where a block has parts of several, it misses the next part.
    byte = SCATTERED_BYTE_CYCLES if p > 1 and q < problem.q else cycles.prefetched_byte
    near = work.x_bytes + work.dy_bytes <= plan.isa.l2
    memory = once * byte + again * (byte if near else byte + REREAD_BYTE_CYCLES)
    return memory + max(0.0, once * cycles.memory_byte - OVERLAP * compute)


def _run_times_and_readers(plan: DirectPlan, channels: int, parts: int) -> tuple[float, float]:
    """How many times dearer memory is, and how many tasks read it, if they want parts of pixels."""
    if plan.lane == "g" or plan.groups == parts == 1:
        return 1.0, 1.0
    width = channels * SIZES[plan.problem.dtype] * plan.part_groups / parts
    return 1 + RUN_BYTES / max(64.0, width), max(1.0, 64 / width)


def _block_bytes(plan: DirectPlan) -> tuple[float, float]:
    """Bytes that a block takes of the second-level cache, for x and for dy.

    Tiles come back to this block's pixels while the next block's are prefetched.
    """
    problem, (n, p, q) = plan.paired_problem, plan.block
    size, number = SIZES[problem.dtype] * (2 if plan.pairs else 1), SIZES[plan.compute_dtype]
    _, h, w = plan.panel_shape
    x = n * min(h, problem.h) * min(w, problem.w) * problem.c_per_group
    next_x = n * min(p * problem.u, problem.h) * min(q * problem.v, problem.w) * problem.c_per_group
    dy = n * p * q * problem.k_per_group
    return (
        x * (number if plan.x_packed else size) + next_x * size,
        dy * size * (1 if plan.dy_packed else 2),
    )


@functools.lru_cache(16)
def _rows_and_columns_seen(problem: Problem) -> tuple[float, float]:
    """How many output rows and columns a tap sees inside the image, on average."""
    return problem.row_pairs / problem.r, problem.col_pairs / problem.s


def _tile_shape(plan: DirectPlan, dy: Band, x: Band) -> tuple[int, int, int]:
    """Rows, vector columns and number of the tiles of a pair of bands."""
    count = dy.count * x.count
    if plan.lane == "k":
        return x.size, ceil_div(dy.size, plan.lanes), count
    if plan.lane == "c":
        return dy.size, ceil_div(x.size, plan.lanes), count
    return x.size, ceil_div(dy.size, plan.lanes) * plan.problem.k_per_group, count


def _pixel_cycles(plan: DirectPlan, height: int, width: int) -> float:
    """Cycles of a tile for a pixel: multiply-adds, loads, or the latency of few accumulators."""
    cycles = plan.isa.cycles
    multiply_adds = height * width / plan.isa.multiply_adds_a_cycle
    per_row = width // plan.problem.k_per_group if plan.lane == "g" else 1
    loads = (height * per_row + width) * cycles.load
    most = max(multiply_adds, loads, cycles.latency)
    return most * GROUP_LANES_TIMES if plan.lane == "g" else most


def _missed_lines(plan: DirectPlan, dy: Band, x: Band) -> float:
    """Lines a pixel that a tile fetches from the second-level cache: none if the first has all."""
    problem, size = plan.paired_problem, SIZES[plan.compute_dtype]
    dy_size, x_size = dy.size, x.size
    if plan.lane == "g":  # A tile has as many groups of x as of dy.
        dy_size, x_size = dy.size * problem.k_per_group, dy.size * problem.c_per_group
    n, p, q = plan.block
    x_pixels, (images, h, w) = n * p * q, plan.panel_shape
    if plan.x_packed:
        x_pixels = images * min(h, problem.h) * min(w, problem.w)
    lines = missing = 0.0
    for packed, pixels, width, channels, spacing in (
        (plan.x_packed, x_pixels, x_size, problem.c, problem.v),
        (plan.dy_packed, n * p * q, dy_size, problem.k, 1),
    ):
        used = width * size / 64
        if not packed:  # Pixels that are far apart touch a line each.
            used = max(used, min(1.0, channels * spacing * size / 64))
        if packed or channels <= width:
            lines += pixels * used
            missing += used * PANEL_LINE_TIMES if packed else used
            continue
        stride = max(1, channels * spacing * size // 64)
        kept = lines_kept(stride)
        touched = used + UNALIGNED_LINES
        # All lines of a dense block lie side by side, so as a whole they never fight for a set.
        block = pixels * channels * spacing * size / 64
        lines += min(pixels * touched * (L1_LINES / kept), block)
        missing += touched
    return missing if lines > L1_LINES * MOST_OF_L1 else 0.0


def _far_pages(plan: DirectPlan) -> float:
    """Pages a pixel that are far from each other: too many for the first-level translations."""
    problem, (n, p, q) = plan.paired_problem, plan.block
    far = 0.0
    for packed, channels in ((plan.x_packed, problem.c * problem.v), (plan.dy_packed, problem.k)):
        pages = min(1.0, channels * SIZES[problem.dtype] / 4096)
        if not packed and n * p * q * pages > L1_PAGES:
            far += pages
    return far


def _pack_cycles(plan: DirectPlan, blocks: int) -> tuple[float, float]:
    """Cycles to pack x and dy once."""
    problem = plan.paired_problem
    again = ceil_div(problem.r, plan.panel_taps[0]) * ceil_div(plan.s_loops, plan.panel_taps[1])
    pack_x = pack_dy = 0.0
    calls = blocks * plan.groups * again * PACK_CALL_CYCLES
    if plan.x_packed:
        _, h, w = plan.panel_shape
        h, w = min(h, problem.h), w if plan.merged else min(w, problem.w)
        numbers = blocks * plan.block[0] * h * w * problem.c * again
        # Rows are copied in one piece where a panel takes all channels and pixels are neighbours.
        beside = problem.w if plan.merged and problem.g == 1 else 1
        pack_x = numbers * _number_cycles(plan, plan.x_layout, beside * problem.c_per_group)
        pack_x += calls * len(plan.panel_bands)
    if plan.dy_packed:
        numbers = problem.n * problem.p * problem.q * problem.k * again
        pack_dy = numbers * _number_cycles(plan, plan.dy_layout, problem.k_per_group)
        pack_dy += calls * plan.dy_bands[-1].stop
        if plan.copies_dy:
            pack_dy *= COPIES_DY_TIMES
    return pack_x, pack_dy


def _number_cycles(plan: DirectPlan, layout: str, channels: int) -> float:
    """Cycles to pack one number."""
    cycles = plan.isa.cycles
    copied = cycles.copied_byte * SIZES[plan.compute_dtype]
    if layout == "planes":
        return copied + cycles.transposed_number
    alone = layout == "any" or (channels > 1 if plan.lane == "g" else channels < 4)
    return cycles.single_number if alone else copied
