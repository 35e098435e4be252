"""The main kernel for 1x1 filters with a tensor memory accelerator: x and dy are matrices.

In: descriptors of x and dy, pixels by channels. Out: sums in the slots of the workspace, or dW.
"""

import triton
import triton.language as tl

from filtergrad.gpu.code.share import of_tile, share, slot_of, wide, zeros
from filtergrad.gpu.direct.keep import keep, write
from filtergrad.gpu.direct.step import added_rows, tile_at


@triton.jit
def flat(
    x, dy, out,
    C, K, WC, WK, steps, units, chain,
    BC: tl.constexpr, BK: tl.constexpr, BP: tl.constexpr, PRODUCTS: tl.constexpr,
    SWAPPED: tl.constexpr, DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
    DOUBLE: tl.constexpr, OLD: tl.constexpr,
):  # fmt: skip
    """Start reading at `for j`: two blocks of rows, one product."""
    low, high = share(units)
    while low < high:
        tile, begin, end = of_tile(low, high, steps)
        group, _, _, c0, k0 = tile_at(tile, C, K, 1, 1, BC, BK, 1)
        xc = group * C + c0
        yk = group * K + k0
        slot = slot_of(out, tile, BC * BK)
        first = begin
        if DIRECT and FLUSHES:
            (total,) = zeros(BK if SWAPPED else BC, BC if SWAPPED else BK, tl.float32, 1)
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            (acc,) = zeros(BK if SWAPPED else BC, BC if SWAPPED else BK, tl.float32, 1)
            for j in range(first, last):
                a = x.load([j * BP, xc])
                b = dy.load([j * BP, yk])
                acc = added_rows(a, b, acc, PRODUCTS, SWAPPED)
            if DIRECT and FLUSHES:
                total += acc
            elif DIRECT:
                _write(out, acc, c0, k0, group * K, C, K, WC, WK, BC, BK, SWAPPED, OLD)
            else:
                keep(slot, acc, first, begin, BC, BK, SWAPPED, ADD, FLUSHES)
            first = last
        if DIRECT and FLUSHES:
            _write(out, total, c0, k0, group * K, C, K, WC, WK, BC, BK, SWAPPED, OLD)
        low += end - begin


@triton.jit
def _write(
    out, value, c0, k0, before, C, K, WC, WK,
    BC: tl.constexpr, BK: tl.constexpr, SWAPPED: tl.constexpr, OLD: tl.constexpr,
):  # fmt: skip
    """Write dW of a tile's channels, those of y behind ``before`` others."""
    c = c0 + tl.arange(0, BC)
    k = k0 + tl.arange(0, BK)
    write(out, value, wide(c, True) * WC, wide(before + k, True) * WK, c < C, k < K, SWAPPED, OLD)
