"""The main kernel for stride 1 with a tensor memory accelerator: steps are boxes of pixels.

In: descriptors of x and dy. Out: sums in the slots of the workspace, or dW. A box of x may begin
before an image or end behind it, where the accelerator fills in zeros; boxes of dy never do, so
that no number of x is multiplied by what is not there. Where a box of pixels is a run of rows of dy
as a matrix (LINES), dy's descriptor is that matrix.
"""

import triton
import triton.language as tl

from filtergrad.gpu.code.share import of_tile, replaced, share, slot_of, zeros
from filtergrad.gpu.direct.keep import keep_taps, total_of, write_taps
from filtergrad.gpu.direct.step import added_rows, tile_at


@triton.jit
def boxes(
    x, dy, out,
    C, K, R, S, DR, DS, top, left, images, boxes_p, boxes_q, WR, WS, WC, WK, steps, units, chain,
    BC: tl.constexpr, BK: tl.constexpr, BN: tl.constexpr, BH: tl.constexpr, BW: tl.constexpr,
    BS: tl.constexpr, LINES: tl.constexpr, PRODUCTS: tl.constexpr,
    SWAPPED: tl.constexpr, DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
    DOUBLE: tl.constexpr, OLD: tl.constexpr,
):  # fmt: skip
    """Start reading at `for j`: a box, its place, a product a tap."""
    BP: tl.constexpr = BN * BH * BW
    low, high = share(units)
    strides = (WR, WS, WC, WK)
    while low < high:
        tile, begin, end = of_tile(low, high, steps)
        group, r, s0, c0, k0 = tile_at(tile, C, K, R, S, BC, BK, BS)
        xc = group * C + c0
        yk = group * K + k0
        slot = slot_of(out, tile, BS * BC * BK)
        first = begin
        if DIRECT and FLUSHES:
            total = zeros(BK if SWAPPED else BC, BC if SWAPPED else BK, tl.float32, BS)
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            acc = zeros(BK if SWAPPED else BC, BC if SWAPPED else BK, tl.float32, BS)
            for j in range(first, last):
                q = (j % boxes_q) * BW  # what `box_at` says, in the order that makes less code here
                p = (j // boxes_q % boxes_p) * BH
                n = (j // boxes_q // boxes_p) * BN
                if LINES:
                    b = dy.load([j * BP, yk])
                else:
                    b = dy.load([n, p, q, yk]).reshape(BP, BK)
                for t in tl.static_range(BS):
                    a = x.load([n, p + r * DR - top, q + (s0 + t) * DS - left, xc]).reshape(BP, BC)
                    acc = replaced(acc, t, added_rows(a, b, acc[t], PRODUCTS, SWAPPED), BS)
            c = c0 + tl.arange(0, BC)
            k = k0 + tl.arange(0, BK)
            if DIRECT and FLUSHES:
                total = total_of(total, acc, BS)
            elif DIRECT:
                write_taps(out, acc, r, s0, c, k, group * K, C, K, S, strides, BS, SWAPPED, OLD)
            else:
                keep_taps(slot, acc, first, begin, BC, BK, BS, SWAPPED, ADD, FLUSHES)
            first = last
        if DIRECT and FLUSHES:
            c = c0 + tl.arange(0, BC)
            k = k0 + tl.arange(0, BK)
            write_taps(out, total, r, s0, c, k, group * K, C, K, S, strides, BS, SWAPPED, OLD)
        low += end - begin
