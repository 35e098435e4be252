"""The main kernel for few input channels: the rows of a tile run over (r, s, c) together.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. Steps are boxes of
pixels, so that all addresses of a step differ from those of the last one by the same number. Where
a row of the filter is one run of numbers of x (RUN > 1), the rows of a tile are such runs, each
begun EARLY numbers early and WIDTH long, so that they are read in pieces of RUN numbers; what is
read too much is in rows that nobody keeps.
"""

import triton
import triton.language as tl

from filtergrad.gpu.code.share import of_tile, share, slot_of, wide, zeros
from filtergrad.gpu.direct.keep import keep, write
from filtergrad.gpu.direct.step import added, along, are_there, both, box_at, in_box, offset


@triton.jit
def few(
    x, dy, out,
    H, W, P, Q, C, K, R, S, U, V, DR, DS, top, left,
    XN, XH, XW, XC, YN, YP, YQ, YK, WR, WS, WC, WK,
    images, boxes_p, boxes_q, steps, units, chain,
    BC: tl.constexpr, BK: tl.constexpr, BN: tl.constexpr, BH: tl.constexpr, BW: tl.constexpr,
    EXACT: tl.constexpr, RUN: tl.constexpr, EARLY: tl.constexpr, WIDTH: tl.constexpr,
    PRODUCTS: tl.constexpr, WIDE_X: tl.constexpr, WIDE_Y: tl.constexpr,
    SWAPPED: tl.constexpr, DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
    DOUBLE: tl.constexpr, OLD: tl.constexpr,
):  # fmt: skip
    """Start reading at `for j`: a box of pixels, its place, one product."""
    ACC: tl.constexpr = tl.float64 if x.dtype.element_ty == tl.float64 else tl.float32
    UNIT = C if RUN > 1 else 1  # of what is counted along a row of x: numbers or pixels
    low, high = share(units)
    dn, dp, dq = in_box(BN * BH * BW, BH, BW)
    xd = offset(dn, dp * U, dq * V, XN, XH, XW, WIDE_X)
    yd = offset(dn, dp, dq, YN, YP, YQ, WIDE_Y)
    while low < high:
        tile, begin, end = of_tile(low, high, steps)
        group, row, k = _tile_at(tile, K, R, BC, BK, WIDTH)
        r, e = row // WIDTH, row % WIDTH
        s, c = (e - EARLY) // C, (e - EARLY) % C
        row_ok = row < R * WIDTH
        at = e - EARLY if RUN > 1 else s * DS  # along a row of x, in its unit
        xr = offset(0, r * DR - top, -left, XN, XH, XW, WIDE_X)
        xr += at if RUN > 1 else wide(at, WIDE_X) * XW + wide(group * C + c, WIDE_X) * XC
        yk = wide(group * K + k, WIDE_Y) * YK
        # What is the same in all steps: addresses from the first pixel's, row, column.
        xa = along(xd, SWAPPED) + along(xr, not SWAPPED)
        ya = along(yd, not SWAPPED) + along(yk, SWAPPED)
        hs = along(dp * U, SWAPPED) + along(r * DR, not SWAPPED)
        ws = along(dq * (V * UNIT), SWAPPED) + along(at, not SWAPPED)
        slot = slot_of(out, tile, BC * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            (acc,) = zeros(BK if SWAPPED else BC, BC if SWAPPED else BK, ACC, 1)
            for j in range(first, last):
                n, p, q = box_at(j, boxes_p, boxes_q, BN, BH, BW)
                xj = x + offset(n, p * U, q * V, XN, XH, XW, WIDE_X)
                yj = dy + offset(n, p, q, YN, YP, YQ, WIDE_Y)
                ok = are_there(n, p, q, dn, dp, dq, images, P, Q, EXACT)
                h = hs + (p * U - top)
                w = ws + (q * V - left) * UNIT
                x_ok = (h >= 0) & (h < H) & (w >= 0) & (w < W * UNIT)
                x_ok = x_ok & both(ok, row_ok, SWAPPED)
                a = tl.load(xj + xa, mask=x_ok, other=0.0)
                b = tl.load(yj + ya, mask=both(ok, k < K, not SWAPPED), other=0.0)
                acc = added(a, b, acc, PRODUCTS, SWAPPED)
            if DIRECT:
                wr = offset(r, s, c, WR, WS, WC, True)
                wk = wide(group * K + k, True) * WK
                mine = row_ok & (e >= EARLY) & (e < EARLY + S * C)
                write(out, acc, wr, wk, mine, k < K, SWAPPED, OLD)
            else:
                keep(slot, acc, first, begin, BC, BK, SWAPPED, ADD, FLUSHES)
            first = last
        low += end - begin


@triton.jit
def _tile_at(tile, K, R, BC: tl.constexpr, BK: tl.constexpr, WIDTH: tl.constexpr):
    """Group, rows and output channels of a tile."""
    tiles_k = tl.cdiv(K, BK)
    tiles_c = tl.cdiv(R * WIDTH, BC)
    k = (tile % tiles_k) * BK + tl.arange(0, BK)
    rest = tile // tiles_k
    return rest // tiles_c, (rest % tiles_c) * BC + tl.arange(0, BC), k
