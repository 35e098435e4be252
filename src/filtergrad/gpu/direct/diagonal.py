"""The main kernel for groups of few channels: a tile is several whole groups.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. The matrix unit makes
the products of all pairs of channels of the tile; those of one group are kept, which lie in blocks
along the diagonal. Steps are boxes of pixels, so that all addresses of a step differ from those of
the last one by the same number.
"""

import triton
import triton.language as tl

from filtergrad.gpu.code.share import of_tile, replaced, share, slot_of, store_dw, wide, zeros
from filtergrad.gpu.direct.keep import keep
from filtergrad.gpu.direct.step import added, along, are_there, both, box_at, in_box, matrix, offset


@triton.jit
def diagonal(
    x, dy, out,
    H, W, P, Q, C, K, R, S, U, V, DR, DS, top, left,
    XN, XH, XW, XC, YN, YP, YQ, YK, WR, WS, WC, WK,
    images, boxes_p, boxes_q, steps, units, chain, groups,
    BC: tl.constexpr, BK: tl.constexpr, BN: tl.constexpr, BH: tl.constexpr, BW: tl.constexpr,
    BS: tl.constexpr, EXACT: tl.constexpr,
    PRODUCTS: tl.constexpr, WIDE_X: tl.constexpr, WIDE_Y: tl.constexpr,
    SWAPPED: tl.constexpr, DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
    DOUBLE: tl.constexpr, OLD: tl.constexpr,
):  # fmt: skip
    """Start reading at `for j`: a box of pixels, its place, a product a tap."""
    ACC: tl.constexpr = tl.float64 if x.dtype.element_ty == tl.float64 else tl.float32
    low, high = share(units)
    row = tl.arange(0, BC)
    col = tl.arange(0, BK)
    dn, dp, dq = in_box(BN * BH * BW, BH, BW)
    xd = offset(dn, dp * U, dq * V, XN, XH, XW, WIDE_X)
    yd = offset(dn, dp, dq, YN, YP, YQ, WIDE_Y)
    while low < high:
        tile, begin, end = of_tile(low, high, steps)
        r, s0, before, here = _tile_at(tile, groups, C, K, S, BC, BK, BS)
        c_ok = row < here * C
        k_ok = col < here * K
        xc = wide(before * C + row, WIDE_X) * XC
        yk = wide(before * K + col, WIDE_Y) * YK
        # What is the same in all steps: addresses from the first pixel's.
        xa = along(xd, SWAPPED) + along(xc, not SWAPPED)
        ya = along(yd, not SWAPPED) + along(yk, SWAPPED)
        slot = slot_of(out, tile, BS * BC * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            acc = zeros(BK if SWAPPED else BC, BC if SWAPPED else BK, ACC, BS)
            for j in range(first, last):
                n, p, q = box_at(j, boxes_p, boxes_q, BN, BH, BW)
                h0 = p * U + r * DR - top
                w0 = q * V + s0 * DS - left
                xj = x + offset(n, h0, w0, XN, XH, XW, WIDE_X)
                yj = dy + offset(n, p, q, YN, YP, YQ, WIDE_Y)
                ok = are_there(n, p, q, dn, dp, dq, images, P, Q, EXACT)
                b = tl.load(yj + ya, mask=both(ok, k_ok, not SWAPPED), other=0.0)
                h = dp * U + h0
                h_ok = ok & (h >= 0) & (h < H)
                for t in tl.static_range(BS):
                    w = dq * V + (w0 + t * DS)
                    ok = h_ok & (w >= 0) & (w < W)
                    if BS > 1:
                        ok = ok & (s0 + t < S)
                    xt = xj + wide(t * DS, WIDE_X) * XW
                    a = tl.load(xt + xa, mask=both(ok, c_ok, SWAPPED), other=0.0)
                    acc = replaced(acc, t, added(a, b, acc[t], PRODUCTS, SWAPPED), BS)
            for t in tl.static_range(BS):
                if DIRECT:
                    to = out + offset(0, r, s0 + t, 0, WR, WS, True)
                    wc = wide(row % C, True) * WC
                    wk = wide(before * K + col, True) * WK
                    ok = both(c_ok & (s0 + t < S), k_ok, not SWAPPED)
                    ok &= along(row // C, not SWAPPED) == along(col // K, SWAPPED)
                    store_dw(matrix(to, wc, wk, not SWAPPED), acc[t], ok, OLD)
                else:
                    keep(slot + t * (BC * BK), acc[t], first, begin, BC, BK, SWAPPED, ADD, FLUSHES)
            first = last
        low += end - begin


@triton.jit
def _tile_at(tile, groups, C, K, S, BC: tl.constexpr, BK: tl.constexpr, BS: tl.constexpr):
    """Filter row and first column of a tile, groups before it, and its groups."""
    per = tl.minimum(BC // C, BK // K)
    blocks = tl.cdiv(groups, per)
    tiles_s = tl.cdiv(S, BS)
    before = tile % blocks * per
    rest = tile // blocks
    # The last tile may have fewer groups.
    return rest // tiles_s, (rest % tiles_s) * BS, before, tl.minimum(per, groups - before)
