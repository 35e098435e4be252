"""What a tile takes for one pixel: its shape, cycles, cache lines.

In: columns that say how tiles are placed, with a number for each kind of tile. Out: columns.
"""

from __future__ import annotations

import numpy as np

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.price import L1_LINES, lines_kept

# A tile whose lanes run over groups takes so many times the cycles that are counted: both of its
# factors are vectors.
GROUP_LANES_TIMES = 3.2

# A line of a panel that the first-level cache does not hold takes this part of a line's cycles:
# lines of a panel follow one another.
PANEL_LINE_TIMES = 0.2

# A user's tensor seldom begins where a line begins, so a pixel touches so many lines more.
UNALIGNED_LINES = 0.75


def tile_shape(
    lane: Column, lanes: Column, k_per_group: int, dy_size: Column, x_size: Column
) -> tuple[Column, Column]:
    """Rows and vector columns of the tiles of a pair of bands of so many channels."""
    over_c = lane == "c"
    vectors = ceil_div(np.where(over_c, x_size, dy_size), lanes)
    return np.where(over_c, dy_size, x_size), vectors * np.where(lane == "g", k_per_group, 1)


def pixel_cycles(isa: Isa, grouped: Column, height: Column, width: Column) -> Column:
    """Cycles of a tile for a pixel: multiply-adds, loads, or the latency of few accumulators.

    Where lanes run over groups, ``grouped`` has the output channels of a group; elsewhere 0.
    """
    multiply_adds = height * width / isa.multiply_adds_a_cycle
    per_row = np.where(grouped, width // np.maximum(1, grouped), 1)
    loads = (height * per_row + width) * isa.cycles.load
    cycles = np.maximum(np.maximum(multiply_adds, loads), isa.cycles.latency)
    return cycles * np.where(grouped, GROUP_LANES_TIMES, 1.0)


def lines(packed: Column, width: Column, pixel: int, spacing: int) -> tuple[Column, Column]:
    """Lines that a tile takes of the first-level cache for a pixel, and those missed if it is full.

    The tile wants ``width`` of a pixel's bytes; the next pixel that it wants is ``spacing`` on.
    """
    next_lines = pixel * spacing / 64
    # Pixels that are far apart touch a line each.
    used = np.maximum(width / 64, np.where(packed, 0.0, min(1.0, next_lines)))
    all_of_it = packed | (pixel <= width)
    touched = used + UNALIGNED_LINES
    kept = lines_kept(max(1, pixel * spacing // 64))
    # All lines of a dense block lie side by side, so as a whole they never fight for a set.
    apart = np.minimum(touched * (L1_LINES / kept), next_lines)
    missed = np.where(all_of_it, used, touched) * np.where(packed, PANEL_LINE_TIMES, 1.0)
    return np.where(all_of_it, used, apart), missed
