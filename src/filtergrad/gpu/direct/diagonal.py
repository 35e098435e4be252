"""The main kernel for groups of few channels: a tile is several whole groups.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. The matrix unit makes
the products of all pairs of channels of the tile; those of one group are kept, which lie in blocks
along the diagonal.
"""

import triton
import triton.language as tl

from filtergrad.gpu.direct.keep import keep


@triton.jit
def diagonal(
    x, dy, out,
    H, W, P, Q, C, K, R, S, U, V, DR, DS, top, left,
    XN, XH, XW, XC, YN, YP, YQ, YK, WR, WS, WC, WK,
    pixels, steps, units, chain, groups,
    BC: tl.constexpr, BK: tl.constexpr, BP: tl.constexpr, BS: tl.constexpr,
    PRODUCTS: tl.constexpr, WIDE_X: tl.constexpr, WIDE_Y: tl.constexpr, FLAT: tl.constexpr,
    SWAPPED: tl.constexpr, DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
):  # fmt: skip
    """Start reading at `for j`: a step of pixels, their addresses, a product a tap."""
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
        slot = out + (i + tile).to(tl.int64) * (BS * BC * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            zero = tl.zeros((BK, BC) if SWAPPED else (BC, BK), dtype=ACC)
            acc = (zero,)
            for _ in tl.static_range(BS - 1):
                acc = acc + (zero,)
            for j in range(first, last):
                m = j * BP + tl.arange(0, BP)
                m_ok = m < pixels
                if FLAT:
                    yo = m.to(tl.int64) * YQ if WIDE_Y else m * YQ
                else:
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
                        dy + yk[:, None] + yo[None, :],
                        mask=k_ok[:, None] & m_ok[None, :],
                        other=0.0,
                    )
                else:
                    b = tl.load(
                        dy + yo[:, None] + yk[None, :],
                        mask=m_ok[:, None] & k_ok[None, :],
                        other=0.0,
                    )
                for t in tl.static_range(BS):
                    if FLAT:
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
                            x + at[:, None] + xc[None, :],
                            mask=ok[:, None] & c_ok[None, :],
                            other=0.0,
                        )
                        new = tl.dot(b, a, acc[t], input_precision=PRODUCTS, out_dtype=ACC)
                    else:
                        a = tl.load(
                            x + xc[:, None] + at[None, :],
                            mask=c_ok[:, None] & ok[None, :],
                            other=0.0,
                        )
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
                elif SWAPPED:
                    keep(
                        slot + t * (BC * BK) + row[None, :] * BK + col[:, None],
                        acc[t],
                        first > begin,
                        ADD,
                        FLUSHES,
                    )
                else:
                    keep(
                        slot + t * (BC * BK) + row[:, None] * BK + col[None, :],
                        acc[t],
                        first > begin,
                        ADD,
                        FLUSHES,
                    )
            first = last
        low += end - begin
