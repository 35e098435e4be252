"""The main kernel: a tile of dW for one filter position, or several that share a load of dy.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. Each program does its
units (`base.units`), and adds its sums to the slot after a chain of pixels, so that no sum grows
longer than the matrix unit, which cuts instead of rounding, may make it. Steps are boxes of pixels
(BOXED), or runs of them.
"""

import triton
import triton.language as tl

from filtergrad.gpu.code.share import of_tile, replaced, share, slot_of, wide, zeros
from filtergrad.gpu.direct.keep import keep_taps, total_of, write_taps
from filtergrad.gpu.direct.step import added, are_there, box_at, in_box, load, offset, tile_at


@triton.jit
def taps(
    x, dy, out,
    H, W, P, Q, C, K, R, S, U, V, DR, DS, top, left,
    XN, XH, XW, XC, YN, YP, YQ, YK, WR, WS, WC, WK,
    images, boxes_p, boxes_q, pixels, steps, units, chain,
    BC: tl.constexpr, BK: tl.constexpr, BP: tl.constexpr, BS: tl.constexpr,
    BH: tl.constexpr, BW: tl.constexpr, BOXED: tl.constexpr, EXACT: tl.constexpr,
    PRODUCTS: tl.constexpr, WIDE_X: tl.constexpr, WIDE_Y: tl.constexpr, FLAT: tl.constexpr,
    SWAPPED: tl.constexpr, DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
    DOUBLE: tl.constexpr, OLD: tl.constexpr,
):  # fmt: skip
    """Start reading at `for j`: a step of pixels, their addresses, a product a tap."""
    ACC: tl.constexpr = tl.float64 if x.dtype.element_ty == tl.float64 else tl.float32
    TOTAL: tl.constexpr = tl.float64 if DOUBLE else ACC
    BN: tl.constexpr = BP // (BH * BW)
    low, high = share(units)
    dn, dp, dq = in_box(BP, BH, BW)  # the addresses of a box: those of the first one and a number
    xd = offset(dn, dp * U, dq * V, XN, XH, XW, WIDE_X)
    yd = offset(dn, dp, dq, YN, YP, YQ, WIDE_Y)
    strides = (WR, WS, WC, WK)
    while low < high:
        tile, begin, end = of_tile(low, high, steps)
        group, r, s0, c0, k0 = tile_at(tile, C, K, R, S, BC, BK, BS)
        c = c0 + tl.arange(0, BC)
        k = k0 + tl.arange(0, BK)
        xc = wide(group * C + c, WIDE_X) * XC
        yk = wide(group * K + k, WIDE_Y) * YK
        slot = slot_of(out, tile, BS * BC * BK)
        first = begin
        if DIRECT and FLUSHES:
            total = zeros(BK if SWAPPED else BC, BC if SWAPPED else BK, TOTAL, BS)
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            acc = zeros(BK if SWAPPED else BC, BC if SWAPPED else BK, ACC, BS)
            for j in range(first, last):
                if BOXED:
                    xp, yp = xd, yd
                    xj, yj, w, h_ok, ok = _box(
                        j, x, dy, r * DR - top, s0 * DS - left, dn, dp, dq, H, P, Q, U, V,
                        XN, XH, XW, YN, YP, YQ, images, boxes_p, boxes_q, BN, BH, BW,
                        EXACT, WIDE_X, WIDE_Y,
                    )  # fmt: skip
                else:
                    xj, yj = x, dy
                    xp, yp, w, h_ok, ok = _run(
                        j, r * DR - top, s0 * DS - left, H, P, Q, U, V,
                        XN, XH, XW, YN, YP, YQ, pixels, BP, FLAT, WIDE_X, WIDE_Y,
                    )  # fmt: skip
                b = load(yj, yp, yk, ok, k < K, not SWAPPED)
                for t in tl.static_range(BS):
                    ok = h_ok if FLAT else h_ok & (w + t * DS >= 0) & (w + t * DS < W)
                    if BS > 1:
                        ok = ok & (s0 + t < S)
                    a = load(xj, xp + wide(t * DS, WIDE_X) * XW, xc, ok, c < C, SWAPPED)
                    acc = replaced(acc, t, added(a, b, acc[t], PRODUCTS, SWAPPED), BS)
            if DIRECT and FLUSHES:
                total = total_of(total, acc, BS)
            elif DIRECT:
                write_taps(out, acc, r, s0, c, k, group * K, C, K, S, strides, BS, SWAPPED, OLD)
            else:
                keep_taps(slot, acc, first, begin, BC, BK, BS, SWAPPED, ADD, FLUSHES)
            first = last
        if DIRECT and FLUSHES:
            write_taps(out, total, r, s0, c, k, group * K, C, K, S, strides, BS, SWAPPED, OLD)
        low += end - begin


@triton.jit
def _box(
    j, x, dy, h0, w0, dn, dp, dq, H, P, Q, U, V,
    XN, XH, XW, YN, YP, YQ, images, boxes_p, boxes_q,
    BN: tl.constexpr, BH: tl.constexpr, BW: tl.constexpr, EXACT: tl.constexpr,
    WIDE_X: tl.constexpr, WIDE_Y: tl.constexpr,
):  # fmt: skip
    """Where a box begins in x and dy; columns of x; which pixels have a row of x; which exist."""
    n, p, q = box_at(j, boxes_p, boxes_q, BN, BH, BW)
    h0 += p * U
    w0 += q * V
    x += offset(n, h0, w0, XN, XH, XW, WIDE_X)
    dy += offset(n, p, q, YN, YP, YQ, WIDE_Y)
    ok = are_there(n, p, q, dn, dp, dq, images, P, Q, EXACT)
    h = dp * U + h0
    return x, dy, dq * V + w0, ok & (h >= 0) & (h < H), ok


@triton.jit
def _run(
    j, h0, w0, H, P, Q, U, V, XN, XH, XW, YN, YP, YQ, pixels,
    BP: tl.constexpr, FLAT: tl.constexpr, WIDE_X: tl.constexpr, WIDE_Y: tl.constexpr,
):  # fmt: skip
    """The offsets of a run of pixels in x and dy; the rest as `_box` says it."""
    m = j * BP + tl.arange(0, BP)
    ok = m < pixels
    if FLAT:  # x and dy are matrices of the same pixels
        return wide(m, WIDE_X) * XW, wide(m, WIDE_Y) * YQ, m, ok, ok
    q = m % Q
    p = m // Q % P
    n = m // Q // P
    h = p * U + h0
    w = q * V + w0
    xd = offset(n, h, w, XN, XH, XW, WIDE_X)
    yd = offset(n, p, q, YN, YP, YQ, WIDE_Y)
    return xd, yd, w, ok & (h >= 0) & (h < H), ok
