"""The price of the direct algorithm's plans, in cycles.

In: a table of whole plans, `Wholes`. Out: what each has to do, and the price when that is divided.
Every number may be a column, with one for each plan.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Number, least, most, pick
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.price import (
    L1_LINES,
    L1_PAGES,
    OVERLAP,
    Price,
    finish_cycles,
    wall,
)
from filtergrad.dtypes import SIZES, compute_dtype

from .wholes import Wholes

# What the machine costs is in `plan.isa.cycles`; these are the direct algorithm's own numbers.

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

# A tile's lines stay in the first-level cache if they take no more than this part of it.
MOST_OF_L1 = 0.9

# A block stays in the second-level cache if it takes no more than this part of it.
MOST_OF_L2 = 0.95

# A byte of x that a tile reads takes so many cycles if the block outgrows the second-level cache.
BEYOND_L2_BYTE_CYCLES = 0.04


class Work(NamedTuple):
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
    x_pixel, dy_pixel
        Bytes of a pixel's channels of one group.
    x_block, dy_block
        Bytes of x and of dy that a block takes of the second-level cache.
    byte
        Cycles that one byte from or to memory takes if it was prefetched.
    rows_share
        Whether a panel of x serves several filter rows.
    groups
        How many groups are looped over.
    grouped
        Whether lanes run over groups.
    dense
        Whether a partial lies in memory as dW does.
    blocks, x_tiles, dy_tiles
        How many blocks and tiles there are to divide.
    """

    multiply: Number
    miss: Number
    call: Number
    tiles: Number
    flush: Number
    beyond: Number
    pack_x: Number
    pack_dy: Number
    x_bytes: Number
    dy_bytes: Number
    x_pixel: Number
    dy_pixel: Number
    x_block: Number
    dy_block: Number
    byte: Number
    rows_share: Number
    groups: Number
    grouped: Number
    dense: Number
    blocks: Number
    x_tiles: Number
    dy_tiles: Number


class Division(NamedTuple):
    """How the work is divided among tasks, and what they leave.

    Parameters
    ----------
    split, groups, rows, dys, xs
        In how many parts pixels, groups, filter rows, tiles of dy and of x are divided.
    tasks
        Number of tasks: the product of these.
    partial_bytes
        Bytes of one partial sum of dW.
    wider
        Whether a partial is float64 and the accumulators are not.
    writes_dw
        Whether dW itself serves as the only partial.
    """

    split: Number
    groups: Number
    rows: Number
    dys: Number
    xs: Number
    tasks: Number
    partial_bytes: Number
    wider: Number
    writes_dw: Number


def work(plans: Wholes) -> Work:
    """What each of ``plans`` has to do."""
    problem, paired, ways = plans.problem, plans.paired_problem, plans.ways
    cycles, stored = plans.isa.cycles, SIZES[problem.dtype]
    # How many output rows and columns a tap sees inside the image, on average.
    rows, columns = paired.row_pairs / paired.r, paired.col_pairs / paired.s
    taps = problem.r * ways.s_loops
    steps = paired.n * rows * pick(ways.merged, paired.q, columns) * taps * ways.groups
    each = taps * ways.groups * plans.blocks
    _, p, q = plans.block
    tiles = ways.tiles * TILE_CYCLES + ways.tiles * plans.block[0] * p * PIXEL_ROW_CYCLES
    pages = ways.tiles * _far_pages(plans) * cycles.page
    pack_x, pack_dy = _pack_cycles(plans)
    x_block, dy_block = _block_bytes(plans)
    return Work(
        multiply=steps * ways.pixel_cycles,
        miss=steps * (_missed_lines(plans) * cycles.l2_line + pages),
        beyond=steps * ways.x_bytes * BEYOND_L2_BYTE_CYCLES,
        call=each * ways.calls * cycles.call,
        tiles=each * tiles,
        flush=each * ways.accumulators * FLUSH_CYCLES * max(1.0, plans.isa.vector_bytes / 32),
        pack_x=pack_x,
        pack_dy=pack_dy,
        x_bytes=problem.n * problem.h * problem.w * problem.c * stored,
        dy_bytes=problem.n * problem.p * problem.q * problem.k * stored,
        x_pixel=problem.c_per_group * stored,
        dy_pixel=problem.k_per_group * stored,
        x_block=x_block,
        dy_block=dy_block,
        # Prefetching follows whole rows: where a block has parts of several, it misses the next.
        byte=pick((p > 1) & (q < problem.q), SCATTERED_BYTE_CYCLES, cycles.prefetched_byte),
        rows_share=plans.panel_taps[0] > 1,
        groups=ways.groups,
        grouped=ways.grouped,
        dense=plans.dense,
        blocks=plans.blocks,
        x_tiles=ways.x_tiles,
        dy_tiles=ways.dy_tiles,
    )


def price(done: Work, division: Division, isa: Isa) -> Price:
    """The price of work that is divided."""
    _, _, rows, dys, xs, *_ = division
    partial = division.partial_bytes / (done.groups * rows * dys * xs)
    taken = done.x_block / xs + done.dy_block / dys + partial
    miss = done.miss + done.beyond * least(1.0, most(0.0, taken / (MOST_OF_L2 * isa.l2) - 1))
    call = done.call * xs + done.tiles
    call = call + done.flush * pick(division.wider, FLOAT64_FLUSH_TIMES, 1.0)
    # Tasks of other filter rows pack the same pixels where a panel serves several rows.
    packs = pick(done.rows_share, rows, 1)
    pack = (done.pack_x * pick(done.grouped, 1, dys) + done.pack_dy * xs) * packs
    compute = done.multiply + miss + call + pack
    memory = _memory_cycles(done, division, compute, isa)
    # Where partials do not lie as dW does, they are transposed on their way to it.
    finish = finish_cycles(division, isa.cycles) * pick(done.dense | done.grouped, 1, 2)
    return Price(
        multiply=done.multiply,
        call=call,
        miss=miss,
        pack=pack,
        memory=memory,
        finish=finish,
        wall=wall(division, isa.cycles, compute, memory, finish),
    )


def _memory_cycles(done: Work, division: Division, compute: Number, isa: Isa) -> Number:
    """Cycles for bytes from and to memory, while the arithmetic takes ``compute``."""
    split, groups, rows, dys, xs, *_ = division
    part_groups = ceil_div(done.groups, groups)
    x_times, x_readers = _run_times_and_readers(done, done.x_pixel * part_groups, xs)
    dy_times, dy_readers = _run_times_and_readers(done, done.dy_pixel * part_groups, dys)
    x, dy = done.x_bytes * x_times, done.dy_bytes * dy_times
    once = x + dy + 2 * division.partial_bytes * (split + 1)
    again = x * (dys * x_readers * rows - 1) + dy * (xs * dy_readers * rows - 1)
    near = done.x_bytes + done.dy_bytes <= isa.l2
    memory = once * done.byte + again * (done.byte + pick(near, 0.0, REREAD_BYTE_CYCLES))
    return memory + most(0.0, once * isa.cycles.memory_byte - OVERLAP * compute)


def _run_times_and_readers(done: Work, pixel: Number, parts: Number) -> tuple[Number, Number]:
    """How many times dearer memory is, and how many tasks read it, if they want parts of pixels.

    ``pixel`` is bytes of the channels of a task's groups, ``parts`` in how many these are cut.
    """
    whole, width = done.grouped | ((done.groups == 1) & (parts == 1)), pixel / parts
    times, readers = 1 + RUN_BYTES / most(64.0, width), most(1.0, 64 / width)
    return pick(whole, 1.0, times), pick(whole, 1.0, readers)


def _block_bytes(plans: Wholes) -> tuple[Number, Number]:
    """Bytes that a block takes of the second-level cache, for x and for dy.

    Tiles come back to this block's pixels while the next block's are prefetched.
    """
    problem, ways, (n, p, q) = plans.paired_problem, plans.ways, plans.block
    size, number = SIZES[problem.dtype], SIZES[compute_dtype(problem.dtype)]
    size *= 2 if plans.form.pairs else 1
    x = math.prod(plans.seen_shape) * problem.c_per_group
    next_x = n * least(p * problem.u, problem.h) * least(q * problem.v, problem.w)
    return (
        x * pick(ways.x_packed, number, size) + next_x * problem.c_per_group * size,
        n * p * q * problem.k_per_group * size * pick(ways.dy_packed, 1, 2),
    )


def _missed_lines(plans: Wholes) -> Number:
    """Lines a pixel that tiles fetch from the second-level cache: none if the first has all."""
    n, p, q = plans.block
    dy_pixels, missed = n * p * q, 0.0
    x_pixels = pick(plans.ways.x_packed, math.prod(plans.seen_shape), dy_pixels)
    for x_lines, dy_lines, fetched in zip(*plans.ways.lines, plans.ways.missed, strict=True):
        lines = x_pixels * x_lines + dy_pixels * dy_lines
        missed = missed + (lines > L1_LINES * MOST_OF_L1) * fetched
    return missed


def _far_pages(plans: Wholes) -> Number:
    """Pages a pixel that are far from each other: too many for the first-level translations."""
    n, p, q = plans.block
    x, dy = (pages * (n * p * q * pages > L1_PAGES) for pages in plans.ways.pages)
    return x + dy


def _pack_cycles(plans: Wholes) -> tuple[Number, Number]:
    """Cycles to pack x and dy once."""
    problem, ways, (r, s) = plans.paired_problem, plans.ways, plans.panel_taps
    again = ceil_div(problem.r, r) * ceil_div(ways.s_loops, s)
    calls = plans.blocks * ways.groups * again * PACK_CALL_CYCLES
    _, h, w = plans.seen_shape
    w = pick(ways.merged, plans.panel_shape[2], w)
    numbers = plans.blocks * plans.block[0] * h * w * problem.c * again
    # Rows are copied in one piece where a panel takes all channels and pixels are neighbours.
    beside = pick(ways.merged, problem.w, 1) if problem.g == 1 else 1
    x = numbers * _number_cycles(plans, plans.spec.x_layout.kind, beside * problem.c_per_group)
    numbers = float(problem.n) * problem.p * problem.q * problem.k * again
    dy = numbers * _number_cycles(plans, plans.spec.dy_layout.kind, problem.k_per_group)
    dy = (dy + calls * ways.dy_tiles) * pick(plans.copies_dy, COPIES_DY_TIMES, 1.0)
    return pick(ways.x_packed, x + calls * ways.x_panels, 0.0), pick(ways.dy_packed, dy, 0.0)


def _number_cycles(plans: Wholes, layout: str, channels: Number) -> Number:
    """Cycles to pack one number."""
    cycles = plans.isa.cycles
    copied = cycles.copied_byte * SIZES[compute_dtype(plans.problem.dtype)]
    if layout == "planes":
        return copied + cycles.transposed_number
    alone = pick(plans.ways.grouped, channels > 1, channels < 4) | (layout == "any")
    return pick(alone, cycles.single_number, copied)
