"""The main kernel for groups of few channels: a tile is several whole groups.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. The matrix unit makes
the products of all pairs of channels of the tile; those of one group are kept, which lie in blocks
along the diagonal. Steps are boxes of pixels, so that all addresses of a step differ from those of
the last one by the same number.
"""

import triton
import triton.language as tl

from filtergrad.gpu.direct.keep import keep


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
):  # fmt: skip
    """Start reading at `for j`: a box of pixels, its place, a product a tap."""
    BP: tl.constexpr = BN * BH * BW
    ACC: tl.constexpr = tl.float64 if x.dtype.element_ty == tl.float64 else tl.float32
    i = tl.program_id(0)
    G = tl.num_programs(0)
    low = (i.to(tl.int64) * units // G).to(tl.int32)
    high = ((i.to(tl.int64) + 1) * units // G).to(tl.int32)
    per = tl.minimum(BC // C, BK // K)  # groups of a tile
    blocks = tl.cdiv(groups, per)
    tiles_s = tl.cdiv(S, BS)
    row = tl.arange(0, BC)
    col = tl.arange(0, BK)
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
        block = tile % blocks
        rest = tile // blocks
        s0 = (rest % tiles_s) * BS
        r = rest // tiles_s
        here = tl.minimum(per, groups - block * per)  # the last tile may have fewer
        c_ok = row < here * C
        k_ok = col < here * K
        c = block * per * C + row  # of all groups
        k = block * per * K + col
        xc = c.to(tl.int64) * XC if WIDE_X else c * XC
        yk = k.to(tl.int64) * YK if WIDE_Y else k * YK
        if SWAPPED:  # what is the same in all steps: addresses from the first pixel's
            xa = xp[:, None] + xc[None, :]
            ya = yk[:, None] + yp[None, :]
        else:
            xa = xp[None, :] + xc[:, None]
            ya = yp[:, None] + yk[None, :]
        slot = out + (i + tile).to(tl.int64) * (BS * BC * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            zero = tl.zeros((BK, BC) if SWAPPED else (BC, BK), dtype=ACC)
            acc = (zero,)
            for _ in tl.static_range(BS - 1):
                acc = acc + (zero,)
            for j in range(first, last):
                q0 = (j % boxes_q) * BW
                p0 = (j // boxes_q % boxes_p) * BH
                n0 = (j // boxes_q // boxes_p) * BN
                h0 = p0 * U + r * DR - top
                w0 = q0 * V + s0 * DS - left
                if WIDE_X:
                    xb = x + (n0.to(tl.int64) * XN + h0.to(tl.int64) * XH + w0.to(tl.int64) * XW)
                else:
                    xb = x + (n0 * XN + h0 * XH + w0 * XW)
                if WIDE_Y:
                    yb = dy + (n0.to(tl.int64) * YN + p0.to(tl.int64) * YP + q0.to(tl.int64) * YQ)
                else:
                    yb = dy + (n0 * YN + p0 * YP + q0 * YQ)
                m_ok = dn < images - n0
                if not EXACT:
                    m_ok = m_ok & (dp < P - p0) & (dq < Q - q0)
                h = dp * U + h0
                h_ok = m_ok & (h >= 0) & (h < H)
                if SWAPPED:
                    b = tl.load(yb + ya, mask=k_ok[:, None] & m_ok[None, :], other=0.0)
                else:
                    b = tl.load(yb + ya, mask=m_ok[:, None] & k_ok[None, :], other=0.0)
                for t in tl.static_range(BS):
                    w = dq * V + (w0 + t * DS)
                    ok = h_ok & (w >= 0) & (w < W)
                    if BS > 1:
                        ok = ok & (s0 + t < S)
                    xt = xb + t * DS * XW
                    if SWAPPED:
                        a = tl.load(xt + xa, mask=ok[:, None] & c_ok[None, :], other=0.0)
                        new = tl.dot(b, a, acc[t], input_precision=PRODUCTS, out_dtype=ACC)
                    else:
                        a = tl.load(xt + xa, mask=c_ok[:, None] & ok[None, :], other=0.0)
                        new = tl.dot(a, b, acc[t], input_precision=PRODUCTS, out_dtype=ACC)
                    acc = acc[0:t] + (new,) + acc[t + 1 : BS]
            for t in tl.static_range(BS):
                if DIRECT:
                    to = out + r.to(tl.int64) * WR + (s0 + t).to(tl.int64) * WS
                    wc = (row % C).to(tl.int64) * WC
                    wk = k.to(tl.int64) * WK
                    value = acc[t].to(out.dtype.element_ty)
                    if SWAPPED:
                        mine = (col // K)[:, None] == (row // C)[None, :]
                        mine = mine & k_ok[:, None] & c_ok[None, :] & (s0 + t < S)
                        tl.store(to + wk[:, None] + wc[None, :], value, mask=mine)
                    else:
                        mine = (row // C)[:, None] == (col // K)[None, :]
                        mine = mine & c_ok[:, None] & k_ok[None, :] & (s0 + t < S)
                        tl.store(to + wc[:, None] + wk[None, :], value, mask=mine)
                else:
                    keep(slot + t * (BC * BK), acc[t], first, begin, BC, BK, SWAPPED, ADD, FLUSHES)
            first = last
        low += end - begin
