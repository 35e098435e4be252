"""The main kernel of depthwise layers: a block of filter positions for a block of channels.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. Each program does its
units (`base.units`): strips of output rows of a block of columns. All sums of a tile stay in
registers, one for each column of the block, until its range ends or a chain of additions has grown
long; then the columns are added up.
"""

import triton
import triton.language as tl

from .columns import added, put


@triton.jit
def slide(
    x, dy, out,
    H, W, P, Q, C, K, KG, R, S, U, V, DR, DS, top, left,
    XN, XH, XW, XC, YN, YP, YQ, YK, WR, WS, WC, WK,
    pace, strips, steps, units, chain,
    BK: tl.constexpr, BQ: tl.constexpr, BP: tl.constexpr, BR: tl.constexpr, BS: tl.constexpr,
    FRESH: tl.constexpr, UNROLL: tl.constexpr, FULL: tl.constexpr, AHEAD: tl.constexpr,
    WIDE_X: tl.constexpr, WIDE_Y: tl.constexpr,
    DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
):  # fmt: skip
    """Start reading at `for t`: a row of dy enters the ring, and meets FRESH rows of x.

    Filter row a * FRESH + b meets row p * U + b * DR of x (from h0 on) in row a of the ring, which
    is row p - a * pace of dy: see `plan.fresh`. A strip is BP such p of which x has a row; the rows
    of dy that a strip before it has read are read again.
    """
    ACC: tl.constexpr = tl.float64 if x.dtype.element_ty == tl.float64 else tl.float32
    RING: tl.constexpr = (BR + FRESH - 1) // FRESH
    TAPS: tl.constexpr = BR * BS
    i = tl.program_id(0)
    G = tl.num_programs(0)
    low = (i.to(tl.int64) * units // G).to(tl.int32)
    high = ((i.to(tl.int64) + 1) * units // G).to(tl.int32)
    tiles_k = tl.cdiv(K, BK)
    tiles_s = tl.cdiv(S, BS)
    blocks = tl.cdiv(Q, BQ)
    zero = tl.zeros((BQ, BK), dtype=ACC)
    while low < high:
        tile = low // steps
        begin = low - tile * steps
        end = tl.minimum(steps, begin + high - low)
        k = (tile % tiles_k) * BK + tl.arange(0, BK)
        rest = tile // tiles_k
        c = rest % C
        rest = rest // C
        s0 = (rest % tiles_s) * BS
        r0 = (rest // tiles_s) * BR
        k_ok = (k < K)[None, :]
        start = tl.maximum(top - (r0 + FRESH - 1) * DR + U - 1, 0) // U
        xc = (k // KG) * C + c
        xk = (xc.to(tl.int64) if WIDE_X else xc) * XC
        yk = (k.to(tl.int64) if WIDE_Y else k) * YK
        slot = out + (i + tile).to(tl.int64) * (TAPS * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            acc = (zero,)
            for _ in tl.static_range(TAPS - 1):
                acc = acc + (zero,)
            for j in range(first, last):
                q = (j % blocks) * BQ + tl.arange(0, BQ)
                rest = j // blocks
                strip = rest % strips
                n = (rest // strips).to(tl.int64)
                p0 = start + strip % pace + strip // pace * (BP * pace)
                h0 = p0 * U + r0 * DR - top
                w0 = q * V + s0 * DS - left
                yq = (q.to(tl.int64) if WIDE_Y else q) * YQ
                xw = (w0.to(tl.int64) if WIDE_X else w0) * XW
                y_at = dy + (n * YN + p0.to(tl.int64) * YP) + (yq[:, None] + yk[None, :])
                x_at = x + (n * XN + h0.to(tl.int64) * XH) + (xw[:, None] + xk[None, :])
                y_ok = (q < Q)[:, None]
                if not FULL:
                    y_ok = y_ok & k_ok
                ring = ()
                for a in tl.static_range(1, RING):
                    p = p0 - a * pace
                    old = tl.load(
                        y_at - a * (pace * YP), mask=y_ok & ((p >= 0) & (p < P)), other=0.0
                    )
                    ring = ring + (old.to(ACC),)
                ring = ring + (zero,)
                queue = ()
                for d in tl.static_range(AHEAD):
                    queue = queue + _row(
                        y_at, x_at, y_ok, k_ok, p0 + d * pace, h0 + d * (pace * U), w0, d < BP,
                        H, W, P, DR, DS, XH, XW, BS, FRESH, FULL,
                    )  # fmt: skip
                    y_at += pace * YP
                    x_at += pace * U * XH
                for t in range(0, BP, UNROLL):
                    for d in tl.static_range(UNROLL):
                        p = p0 + (t + d + AHEAD) * pace
                        h = h0 + (t + d + AHEAD) * (pace * U)
                        queue = queue + _row(
                            y_at, x_at, y_ok, k_ok, p, h, w0, t + d + AHEAD < BP,
                            H, W, P, DR, DS, XH, XW, BS, FRESH, FULL,
                        )  # fmt: skip
                        y_at += pace * YP
                        x_at += pace * U * XH
                        ring = (queue[0].to(ACC),) + ring[0 : RING - 1]
                        for b in tl.static_range(FRESH):
                            for s in tl.static_range(BS):
                                v = queue[1 + b * BS + s].to(ACC)
                                for a in tl.static_range(RING):
                                    if a * FRESH + b < BR:
                                        acc = added(
                                            acc, v * ring[a], (a * FRESH + b) * BS + s, TAPS
                                        )
                        queue = queue[1 + FRESH * BS : (AHEAD + 1) * (1 + FRESH * BS)]
            put(
                acc, out, slot, r0, s0, c, k, K, R, S, WR, WS, WC, WK, first > begin,
                TAPS, BS, BK, BQ, DIRECT, ADD, FLUSHES,
            )  # fmt: skip
            if FLUSHES:
                tl.debug_barrier()  # the next chain's sums are added to what was just stored
            first = last
        low += end - begin


@triton.jit
def _row(
    y_at, x_at, y_ok, k_ok, p, h, w0, inside, H, W, P, DR, DS, XH, XW,
    BS: tl.constexpr, FRESH: tl.constexpr, FULL: tl.constexpr,
):  # fmt: skip
    """A row of dy and, for each of FRESH rows of x, its columns from each filter column on."""
    row = (tl.load(y_at, mask=y_ok & (inside & (p < P)), other=0.0),)
    for b in tl.static_range(FRESH):
        h_ok = inside & (h + b * DR >= 0) & (h + b * DR < H)
        for s in tl.static_range(BS):
            w = w0 + s * DS
            ok = ((w >= 0) & (w < W))[:, None] & h_ok
            if not FULL:
                ok = ok & k_ok
            row = row + (tl.load(x_at + (b * (DR * XH) + s * (DS * XW)), mask=ok, other=0.0),)
    return row
