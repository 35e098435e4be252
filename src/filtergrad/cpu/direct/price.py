"""The price of the direct algorithm's plans, in cycles.

In: a whole plan. Out: what it has to do, and the price when that is divided. Every number may be a
column, with one for each plan.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Bit, Number, least, most, pick
from filtergrad.cpu.base.cycles import Cycles
from filtergrad.cpu.base.price import (
    L1_LINES,
    L1_PAGES,
    OVERLAP,
    Price,
    finish_cycles,
    wall,
)
from filtergrad.dtypes import SIZES

from .whole import Sizes, Whole

# What the machine costs is in `Cycles`; these are the direct algorithm's own numbers.

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
    rows_share: Bit
    groups: Number
    grouped: Bit
    dense: Bit
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
    wider: Bit
    writes_dw: Bit


def work(whole: Whole, cycles: Cycles) -> Work:
    """What a plan has to do."""
    sizes, way, (n, p, q) = whole.sizes, whole.way, whole.block
    # How many output rows and columns a tap sees inside the image, on average.
    rows, columns = sizes.row_pairs / sizes.r, sizes.col_pairs / sizes.s
    taps = sizes.r * way.s_loops
    steps = sizes.n * rows * pick(way.merged, sizes.q, columns) * taps * way.groups
    each = taps * way.groups * whole.blocks
    tiles = way.tiles * TILE_CYCLES + way.tiles * n * p * PIXEL_ROW_CYCLES
    pages = way.tiles * _far_pages(whole) * cycles.page
    pack_x, pack_dy = _pack_cycles(whole, cycles)
    x_block, dy_block = _block_bytes(whole)
    return Work(
        multiply=steps * way.pixel_cycles,
        miss=steps * (_missed_lines(whole) * cycles.l2_line + pages),
        beyond=steps * way.x_read * BEYOND_L2_BYTE_CYCLES,
        call=each * way.calls * cycles.call,
        tiles=each * tiles,
        flush=each * way.accumulators * FLUSH_CYCLES * most(1.0, sizes.vector_bytes / 32),
        pack_x=pack_x,
        pack_dy=pack_dy,
        x_bytes=sizes.x_bytes,
        dy_bytes=sizes.dy_bytes,
        x_pixel=sizes.c_per_group * sizes.stored,
        dy_pixel=sizes.k_per_group * sizes.stored,
        x_block=x_block,
        dy_block=dy_block,
        # Prefetching follows whole rows: where a block has parts of several, it misses the next.
        byte=pick((p > 1) & (q < sizes.q), SCATTERED_BYTE_CYCLES, cycles.prefetched_byte),
        rows_share=whole.panel_taps[0] > 1,
        groups=way.groups,
        grouped=way.grouped,
        dense=whole.dense,
        blocks=whole.blocks,
        x_tiles=way.x_tiles,
        dy_tiles=way.dy_tiles,
    )


def undivided(sizes: Sizes) -> Division:
    """Everything in one task."""
    partial_bytes = partial_numbers(sizes) * SIZES["float32"]
    return Division(1, 1, 1, 1, 1, 1, partial_bytes, wider=False, writes_dw=False)


def partial_numbers(sizes: Sizes) -> Number:
    """Numbers of dW."""
    return sizes.r * sizes.s * sizes.c_per_group * sizes.k


def price(done: Work, division: Division, cycles: Cycles, l2: Number) -> Price:
    """The price of work that is divided, with a second-level cache of ``l2`` bytes."""
    _, _, rows, dys, xs, *_ = division
    partial = division.partial_bytes / (done.groups * rows * dys * xs)
    taken = done.x_block / xs + done.dy_block / dys + partial
    miss = done.miss + done.beyond * least(1.0, most(0.0, taken / (MOST_OF_L2 * l2) - 1))
    call = done.call * xs + done.tiles
    call = call + done.flush * pick(division.wider, FLOAT64_FLUSH_TIMES, 1.0)
    # Tasks of other filter rows pack the same pixels where a panel serves several rows.
    packs = pick(done.rows_share, rows, 1)
    pack = (done.pack_x * pick(done.grouped, 1, dys) + done.pack_dy * xs) * packs
    compute = done.multiply + miss + call + pack
    memory = _memory_cycles(done, division, compute, cycles, l2)
    # Where partials do not lie as dW does, they are transposed on their way to it.
    finish = finish_cycles(division, cycles) * pick(done.dense | done.grouped, 1, 2)
    return Price(
        multiply=done.multiply,
        call=call,
        miss=miss,
        pack=pack,
        memory=memory,
        finish=finish,
        wall=wall(division, cycles, compute, memory, finish),
    )


def _memory_cycles(
    done: Work, division: Division, compute: Number, cycles: Cycles, l2: Number
) -> Number:
    """Cycles for bytes from and to memory, while the arithmetic takes ``compute``."""
    split, groups, rows, dys, xs, *_ = division
    part_groups = ceil_div(done.groups, groups)
    x_times, x_readers = _run_times_and_readers(done, done.x_pixel * part_groups, xs)
    dy_times, dy_readers = _run_times_and_readers(done, done.dy_pixel * part_groups, dys)
    x, dy = done.x_bytes * x_times, done.dy_bytes * dy_times
    once = x + dy + 2 * division.partial_bytes * (split + 1)
    again = x * (dys * x_readers * rows - 1) + dy * (xs * dy_readers * rows - 1)
    near = done.x_bytes + done.dy_bytes <= l2
    memory = once * done.byte + again * (done.byte + pick(near, 0.0, REREAD_BYTE_CYCLES))
    return memory + most(0.0, once * cycles.memory_byte - OVERLAP * compute)


def _run_times_and_readers(done: Work, pixel: Number, parts: Number) -> tuple[Number, Number]:
    """How many times dearer memory is, and how many tasks read it, if they want parts of pixels.

    ``pixel`` is bytes of the channels of a task's groups, ``parts`` in how many these are cut.
    """
    whole, width = done.grouped | ((done.groups == 1) & (parts == 1)), pixel / parts
    times, readers = 1 + RUN_BYTES / most(64.0, width), most(1.0, 64 / width)
    return pick(whole, 1.0, times), pick(whole, 1.0, readers)


def _block_bytes(whole: Whole) -> tuple[Number, Number]:
    """Bytes that a block takes of the second-level cache, for x and for dy.

    Tiles come back to this block's pixels while the next block's are prefetched.
    """
    sizes, way, (n, p, q) = whole.sizes, whole.way, whole.block
    stored = sizes.stored * sizes.pair
    x = math.prod(whole.seen_shape) * sizes.c_per_group
    next_x = n * least(p * sizes.u, sizes.h) * least(q * sizes.v, sizes.w)
    return (
        x * pick(way.x_packed, sizes.number, stored) + next_x * sizes.c_per_group * stored,
        n * p * q * sizes.k_per_group * stored * pick(way.dy_packed, 1, 2),
    )


def _missed_lines(whole: Whole) -> Number:
    """Lines a pixel that tiles fetch from the second-level cache: none if the first has all."""
    way, dy_pixels, missed = whole.way, math.prod(whole.block), 0.0
    x_pixels = pick(way.x_packed, math.prod(whole.seen_shape), dy_pixels)
    for x_lines, dy_lines, fetched in zip(way.x_lines, way.dy_lines, way.missed, strict=True):
        lines = x_pixels * x_lines + dy_pixels * dy_lines
        missed = missed + pick(lines > L1_LINES * MOST_OF_L1, fetched, 0.0)
    return missed


def _far_pages(whole: Whole) -> Number:
    """Pages a pixel that are far from each other: too many for the first-level translations."""
    pixels, way = math.prod(whole.block), whole.way
    x, dy = (pick(pixels * pages > L1_PAGES, pages, 0.0) for pages in (way.x_pages, way.dy_pages))
    return x + dy


def _pack_cycles(whole: Whole, cycles: Cycles) -> tuple[Number, Number]:
    """Cycles to pack x and dy once."""
    sizes, way, (r, s) = whole.sizes, whole.way, whole.panel_taps
    again = ceil_div(sizes.r, r) * ceil_div(way.s_loops, s)
    calls = whole.blocks * way.groups * again * PACK_CALL_CYCLES
    _, h, w = whole.seen_shape
    w = pick(way.merged, whole.panel_shape[2], w)
    numbers = whole.blocks * whole.block.n * h * w * sizes.c * again
    # Rows are copied in one piece where a panel takes all channels and pixels are neighbours.
    beside = pick(way.merged & (sizes.g == 1), sizes.w, 1)
    channels = beside * sizes.c_per_group
    x = numbers * _number_cycles(whole, cycles, sizes.x_planes, sizes.x_any, channels)
    numbers = sizes.n * sizes.p * sizes.q * sizes.k * again
    dy = numbers * _number_cycles(whole, cycles, sizes.dy_planes, sizes.dy_any, sizes.k_per_group)
    dy = (dy + calls * way.dy_tiles) * pick(whole.copies_dy, COPIES_DY_TIMES, 1.0)
    return pick(way.x_packed, x + calls * way.x_panels, 0.0), pick(way.dy_packed, dy, 0.0)


def _number_cycles(
    whole: Whole, cycles: Cycles, planes: Bit, scattered: Bit, channels: Number
) -> Number:
    """Cycles to pack one number of an array that lies in planes, or in no order."""
    copied = cycles.copied_byte * whole.sizes.number
    alone = pick(whole.way.grouped, channels > 1, channels < 4) | scattered
    alone = pick(alone, cycles.single_number, copied)
    return pick(planes, copied + cycles.transposed_number, alone)
