"""The main kernel for few input channels: the rows of a tile run over (r, s, c) together.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. Steps are boxes of
pixels, so that all addresses of a step differ from those of the last one by the same number. Where
a row of the filter is one run of numbers of x (RUN > 1), the rows of a tile are such runs, each
begun EARLY numbers early and WIDTH long, so that they are read in pieces of RUN numbers; what is
read too much is in rows that nobody keeps.
"""

import triton
import triton.language as tl

from filtergrad.gpu.direct.keep import keep


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
):  # fmt: skip
    """Start reading at `for j`: a box of pixels, its place, one product."""
    BP: tl.constexpr = BN * BH * BW
    ACC: tl.constexpr = tl.float64 if x.dtype.element_ty == tl.float64 else tl.float32
    i = tl.program_id(0)
    G = tl.num_programs(0)
    low = (i.to(tl.int64) * units // G).to(tl.int32)
    high = ((i.to(tl.int64) + 1) * units // G).to(tl.int32)
    tiles_k = tl.cdiv(K, BK)
    tiles_c = tl.cdiv(R * WIDTH, BC)
    UNIT = C if RUN > 1 else 1  # of what is counted along a row of x: numbers or pixels
    d = tl.arange(0, BP)
    dq = d % BW
    dp = d // BW % BH
    dn = d // (BW * BH)
    if WIDE_X:
        xp = dn.to(tl.int64) * XN + dp.to(tl.int64) * (U * XH) + dq.to(tl.int64) * (V * XW)
    else:
        xp = dn * XN + dp * (U * XH) + dq * (V * XW)
    if WIDE_Y:
        yp = dn.to(tl.int64) * YN + dp.to(tl.int64) * YP + dq.to(tl.int64) * YQ
    else:
        yp = dn * YN + dp * YP + dq * YQ
    while low < high:
        tile = low // steps
        begin = low - tile * steps
        end = tl.minimum(steps, begin + high - low)
        k = (tile % tiles_k) * BK + tl.arange(0, BK)
        rest = tile // tiles_k
        row = (rest % tiles_c) * BC + tl.arange(0, BC)
        group = rest // tiles_c
        r = row // WIDTH
        e = row % WIDTH
        s = (e - EARLY) // C
        c = (e - EARLY) % C
        k_ok = k < K
        row_ok = row < R * WIDTH
        if RUN > 1:
            at = e - EARLY  # in a row of the filter
        else:
            at = s * DS
        if WIDE_X:
            xr = (r * DR - top).to(tl.int64) * XH - left * XW
            xr += at if RUN > 1 else at.to(tl.int64) * XW + (group * C + c).to(tl.int64) * XC
        else:
            xr = (r * DR - top) * XH - left * XW
            xr += at if RUN > 1 else at * XW + (group * C + c) * XC
        if WIDE_Y:
            yk = (group * K + k).to(tl.int64) * YK
        else:
            yk = (group * K + k) * YK
        if SWAPPED:  # what is the same in all steps: addresses from the first pixel's, row, column
            xa = xp[:, None] + xr[None, :]
            ya = yk[:, None] + yp[None, :]
            hs = (dp * U)[:, None] + (r * DR)[None, :]
            ws = (dq * (V * UNIT))[:, None] + at[None, :]
        else:
            xa = xp[None, :] + xr[:, None]
            ya = yp[:, None] + yk[None, :]
            hs = (dp * U)[None, :] + (r * DR)[:, None]
            ws = (dq * (V * UNIT))[None, :] + at[:, None]
        slot = out + (i + tile).to(tl.int64) * (BC * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            acc = tl.zeros((BK, BC) if SWAPPED else (BC, BK), dtype=ACC)
            for j in range(first, last):
                q0 = (j % boxes_q) * BW
                p0 = (j // boxes_q % boxes_p) * BH
                n0 = (j // boxes_q // boxes_p) * BN
                if WIDE_X:
                    xb = x + (
                        n0.to(tl.int64) * XN
                        + p0.to(tl.int64) * (U * XH)
                        + q0.to(tl.int64) * (V * XW)
                    )
                else:
                    xb = x + (n0 * XN + p0 * (U * XH) + q0 * (V * XW))
                if WIDE_Y:
                    yb = dy + (n0.to(tl.int64) * YN + p0.to(tl.int64) * YP + q0.to(tl.int64) * YQ)
                else:
                    yb = dy + (n0 * YN + p0 * YP + q0 * YQ)
                m_ok = dn < images - n0
                if not EXACT:
                    m_ok = m_ok & (dp < P - p0) & (dq < Q - q0)
                h = hs + (p0 * U - top)
                w = ws + (q0 * V - left) * UNIT
                x_ok = (h >= 0) & (h < H) & (w >= 0) & (w < W * UNIT)
                if SWAPPED:
                    a = tl.load(xb + xa, mask=x_ok & m_ok[:, None] & row_ok[None, :], other=0.0)
                    b = tl.load(yb + ya, mask=k_ok[:, None] & m_ok[None, :], other=0.0)
                    acc = tl.dot(b, a, acc, input_precision=PRODUCTS, out_dtype=ACC)
                else:
                    a = tl.load(xb + xa, mask=x_ok & m_ok[None, :] & row_ok[:, None], other=0.0)
                    b = tl.load(yb + ya, mask=m_ok[:, None] & k_ok[None, :], other=0.0)
                    acc = tl.dot(a, b, acc, input_precision=PRODUCTS, out_dtype=ACC)
            if DIRECT:
                mine = row_ok & (e >= EARLY) & (e < EARLY + S * C)
                wr = r.to(tl.int64) * WR + s.to(tl.int64) * WS + c.to(tl.int64) * WC
                wk = (group * K + k).to(tl.int64) * WK
                value = acc.to(out.dtype.element_ty)
                if SWAPPED:
                    tl.store(
                        out + wk[:, None] + wr[None, :], value, mask=k_ok[:, None] & mine[None, :]
                    )
                else:
                    tl.store(
                        out + wr[:, None] + wk[None, :], value, mask=mine[:, None] & k_ok[None, :]
                    )
            else:
                keep(slot, acc, first, begin, BC, BK, SWAPPED, ADD, FLUSHES)
            first = last
        low += end - begin
