"""The main kernel for few input channels: the rows of a tile run over (r, s, c) together.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. A channel is a number
of x of its own address. Where a row of the filter is one run of numbers of x (RUN > 1), the rows of
a tile are such runs, each begun EARLY numbers early and WIDTH long, so that they are read in pieces
of RUN numbers; what is read too much is in rows that nobody keeps.
"""

import triton
import triton.language as tl

from filtergrad.gpu.direct.keep import keep


@triton.jit
def few(
    x, dy, out,
    H, W, P, Q, C, K, R, S, U, V, DR, DS, top, left,
    XN, XH, XW, XC, YN, YP, YQ, YK, WR, WS, WC, WK,
    pixels, steps, units, chain,
    BC: tl.constexpr, BK: tl.constexpr, BP: tl.constexpr,
    RUN: tl.constexpr, EARLY: tl.constexpr, WIDTH: tl.constexpr,
    PRODUCTS: tl.constexpr, WIDE_X: tl.constexpr, WIDE_Y: tl.constexpr,
    SWAPPED: tl.constexpr, DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
):  # fmt: skip
    """Start reading at `for j`: a step of pixels, their addresses, one product."""
    ACC: tl.constexpr = tl.float64 if x.dtype.element_ty == tl.float64 else tl.float32
    i = tl.program_id(0)
    G = tl.num_programs(0)
    low = (i.to(tl.int64) * units // G).to(tl.int32)
    high = ((i.to(tl.int64) + 1) * units // G).to(tl.int32)
    tiles_k = tl.cdiv(K, BK)
    tiles_c = tl.cdiv(R * WIDTH, BC)
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
        hr = r * DR - top
        ws = s * DS - left
        if WIDE_X:
            xr = hr.to(tl.int64) * XH + (
                e if RUN > 1 else ws.to(tl.int64) * XW + (group * C + c).to(tl.int64) * XC
            )
        else:
            xr = hr * XH + (e if RUN > 1 else ws * XW + (group * C + c) * XC)
        if WIDE_Y:
            yk = (group * K + k).to(tl.int64) * YK
        else:
            yk = (group * K + k) * YK
        slot = out + (i + tile).to(tl.int64) * (BC * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            acc = tl.zeros((BK, BC) if SWAPPED else (BC, BK), dtype=ACC)
            for j in range(first, last):
                m = j * BP + tl.arange(0, BP)
                m_ok = m < pixels
                q = m % Q
                rows = m // Q
                p = rows % P
                n = rows // P
                if WIDE_Y:
                    yo = n.to(tl.int64) * YN + p.to(tl.int64) * YP + q.to(tl.int64) * YQ
                else:
                    yo = n * YN + p * YP + q * YQ
                if RUN > 1:
                    w = q * (V * C) - (left * C + EARLY)
                    wide = W * C
                    xq = w
                else:
                    w = q * V
                    wide = W
                    xq = w.to(tl.int64) * XW if WIDE_X else w * XW
                if WIDE_X:
                    xo = n.to(tl.int64) * XN + p.to(tl.int64) * (U * XH) + xq
                else:
                    xo = n * XN + p * (U * XH) + xq
                if SWAPPED:
                    h2 = (p * U)[:, None] + hr[None, :]
                    w2 = w[:, None] + (e if RUN > 1 else ws)[None, :]
                    at = xo[:, None] + xr[None, :]
                    ok = m_ok[:, None] & row_ok[None, :]
                else:
                    h2 = (p * U)[None, :] + hr[:, None]
                    w2 = w[None, :] + (e if RUN > 1 else ws)[:, None]
                    at = xo[None, :] + xr[:, None]
                    ok = m_ok[None, :] & row_ok[:, None]
                ok = ok & (h2 >= 0) & (h2 < H) & (w2 >= 0) & (w2 < wide)
                a = tl.load(x + at, mask=ok, other=0.0)
                if SWAPPED:
                    b = tl.load(
                        dy + yk[:, None] + yo[None, :],
                        mask=k_ok[:, None] & m_ok[None, :],
                        other=0.0,
                    )
                    acc = tl.dot(b, a, acc, input_precision=PRODUCTS, out_dtype=ACC)
                else:
                    b = tl.load(
                        dy + yo[:, None] + yk[None, :],
                        mask=m_ok[:, None] & k_ok[None, :],
                        other=0.0,
                    )
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
            elif SWAPPED:
                keep(
                    slot + tl.arange(0, BC)[None, :] * BK + tl.arange(0, BK)[:, None],
                    acc,
                    first > begin,
                    ADD,
                    FLUSHES,
                )
            else:
                keep(
                    slot + tl.arange(0, BC)[:, None] * BK + tl.arange(0, BK)[None, :],
                    acc,
                    first > begin,
                    ADD,
                    FLUSHES,
                )
            first = last
        low += end - begin
