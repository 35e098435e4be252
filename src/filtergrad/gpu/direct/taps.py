"""The main kernel: a tile of dW for one filter position, or several that share a load of dy.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. Each program does its
units (`base.units`), and adds its sums to the slot after a chain of pixels, so that no sum grows
longer than the matrix unit, which cuts instead of rounding, may make it. Steps are boxes of pixels
(BOXED), or runs of them.
"""

import triton
import triton.language as tl

from filtergrad.gpu.direct.keep import keep


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
):  # fmt: skip
    """Start reading at `for j`: a step of pixels, their addresses, a product a tap."""
    ACC: tl.constexpr = tl.float64 if x.dtype.element_ty == tl.float64 else tl.float32
    i = tl.program_id(0)
    G = tl.num_programs(0)
    low = (i.to(tl.int64) * units // G).to(tl.int32)
    high = ((i.to(tl.int64) + 1) * units // G).to(tl.int32)
    tiles_k = tl.cdiv(K, BK)
    tiles_c = tl.cdiv(C, BC)
    tiles_s = tl.cdiv(S, BS)
    if BOXED:
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
        c = (rest % tiles_c) * BC + tl.arange(0, BC)
        rest = rest // tiles_c
        s0 = (rest % tiles_s) * BS
        rest = rest // tiles_s
        r = rest % R
        group = rest // R
        c_ok = c < C
        k_ok = k < K
        xc = (group * C + c).to(tl.int64) * XC if WIDE_X else (group * C + c) * XC
        yk = (group * K + k).to(tl.int64) * YK if WIDE_Y else (group * K + k) * YK
        slot = out + (i + tile).to(tl.int64) * (BS * BC * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            zero = tl.zeros((BK, BC) if SWAPPED else (BC, BK), dtype=ACC)
            acc = (zero,)
            for _ in tl.static_range(BS - 1):
                acc = acc + (zero,)
            for j in range(first, last):
                xb = x
                yb = dy
                if BOXED:  # the addresses of a step are those of the first one and a number
                    q0 = (j % boxes_q) * BW
                    p0 = (j // boxes_q % boxes_p) * BH
                    n0 = (j // boxes_q // boxes_p) * (BP // (BH * BW))
                    h0 = p0 * U + r * DR - top
                    w0 = q0 * V + s0 * DS - left
                    if WIDE_X:
                        xb = x + (
                            n0.to(tl.int64) * XN + h0.to(tl.int64) * XH + w0.to(tl.int64) * XW
                        )
                    else:
                        xb = x + (n0 * XN + h0 * XH + w0 * XW)
                    if WIDE_Y:
                        yb = dy + (
                            n0.to(tl.int64) * YN + p0.to(tl.int64) * YP + q0.to(tl.int64) * YQ
                        )
                    else:
                        yb = dy + (n0 * YN + p0 * YP + q0 * YQ)
                    m_ok = dn < images - n0
                    if not EXACT:
                        m_ok = m_ok & (dp < P - p0) & (dq < Q - q0)
                    h = dp * U + h0
                    h_ok = m_ok & (h >= 0) & (h < H)
                    yo = yp
                elif FLAT:
                    m = j * BP + tl.arange(0, BP)
                    m_ok = m < pixels
                    yo = m.to(tl.int64) * YQ if WIDE_Y else m * YQ
                else:
                    m = j * BP + tl.arange(0, BP)
                    m_ok = m < pixels
                    q = m % Q
                    rows = m // Q
                    p = rows % P
                    n = rows // P
                    h = p * U + r * DR - top
                    h_ok = m_ok & (h >= 0) & (h < H)
                    w0 = q * V + s0 * DS - left
                    if WIDE_Y:
                        yo = n.to(tl.int64) * YN + p.to(tl.int64) * YP + q.to(tl.int64) * YQ
                    else:
                        yo = n * YN + p * YP + q * YQ
                    if WIDE_X:
                        xo = n.to(tl.int64) * XN + h.to(tl.int64) * XH
                    else:
                        xo = n * XN + h * XH
                if SWAPPED:
                    b = tl.load(
                        yb + yk[:, None] + yo[None, :],
                        mask=k_ok[:, None] & m_ok[None, :],
                        other=0.0,
                    )
                else:
                    b = tl.load(
                        yb + yo[:, None] + yk[None, :],
                        mask=m_ok[:, None] & k_ok[None, :],
                        other=0.0,
                    )
                for t in tl.static_range(BS):
                    if BOXED:
                        w = dq * V + (w0 + t * DS)
                        at = xp + t * DS * XW
                        ok = h_ok & (w >= 0) & (w < W)
                        if BS > 1:
                            ok = ok & (s0 + t < S)
                    elif FLAT:
                        at = m.to(tl.int64) * XW if WIDE_X else m * XW
                        ok = m_ok
                    else:
                        w = w0 + t * DS
                        at = xo + (w.to(tl.int64) * XW if WIDE_X else w * XW)
                        ok = h_ok & (w >= 0) & (w < W)
                        if BS > 1:
                            ok = ok & (s0 + t < S)
                    if SWAPPED:
                        a = tl.load(
                            xb + at[:, None] + xc[None, :],
                            mask=ok[:, None] & c_ok[None, :],
                            other=0.0,
                        )
                        new = tl.dot(b, a, acc[t], input_precision=PRODUCTS, out_dtype=ACC)
                    else:
                        a = tl.load(
                            xb + xc[:, None] + at[None, :],
                            mask=c_ok[:, None] & ok[None, :],
                            other=0.0,
                        )
                        new = tl.dot(a, b, acc[t], input_precision=PRODUCTS, out_dtype=ACC)
                    acc = acc[0:t] + (new,) + acc[t + 1 : BS]
            if DIRECT:
                wc = c.to(tl.int64) * WC
                wk = (group * K + k).to(tl.int64) * WK
                for t in tl.static_range(BS):
                    to = out + r.to(tl.int64) * WR + (s0 + t).to(tl.int64) * WS
                    ok = s0 + t < S
                    value = acc[t].to(out.dtype.element_ty)
                    if SWAPPED:
                        tl.store(
                            to + wk[:, None] + wc[None, :],
                            value,
                            mask=k_ok[:, None] & c_ok[None, :] & ok,
                        )
                    else:
                        tl.store(
                            to + wc[:, None] + wk[None, :],
                            value,
                            mask=c_ok[:, None] & k_ok[None, :] & ok,
                        )
            else:
                for t in tl.static_range(BS):
                    keep(slot + t * (BC * BK), acc[t], first, begin, BC, BK, SWAPPED, ADD, FLUSHES)
            first = last
        low += end - begin
