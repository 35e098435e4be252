"""The main kernel of depthwise layers: a block of filter positions for a block of channels.

In: x and dy of any strides. Out: sums in the slots of the workspace, or dW. Each program does its
units (`base.units`): strips of output rows of a block of columns. All sums of a tile stay in
registers, one for each column of the block, until its range ends or a chain of additions has grown
long; then the columns are added up.
"""

import triton
import triton.language as tl

from filtergrad.gpu.code.share import of_tile, replaced, share, slot_of, wide, zeros

from .columns import put


@triton.jit
def slide(
    x, dy, out,
    H, W, P, Q, C, K, KG, R, S, U, V, DR, DS, top, left,
    XN, XH, XW, XC, YN, YP, YQ, YK, WR, WS, WC, WK,
    pace, strips, steps, units, chain,
    BK: tl.constexpr, BQ: tl.constexpr, BP: tl.constexpr, BR: tl.constexpr, BS: tl.constexpr,
    FRESH: tl.constexpr, UNROLL: tl.constexpr, FULL: tl.constexpr, AHEAD: tl.constexpr,
    WIDE_X: tl.constexpr, WIDE_Y: tl.constexpr,
    DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr, OLD: tl.constexpr,
):  # fmt: skip
    """Start reading at `for t`: a row of dy enters the ring, and meets FRESH rows of x.

    Filter row a * FRESH + b meets row p * U + b * DR of x (from h0 on) in row a of the ring, which
    is row p - a * pace of dy: see `plan.fresh`. A strip is BP such p of which x has a row; the rows
    of dy that a strip before it has read are read again.
    """
    ACC: tl.constexpr = tl.float64 if x.dtype.element_ty == tl.float64 else tl.float32
    RING: tl.constexpr = (BR + FRESH - 1) // FRESH
    TAPS: tl.constexpr = BR * BS
    ROW: tl.constexpr = 1 + FRESH * BS  # loads of a row
    low, high = share(units)
    while low < high:
        tile, begin, end = of_tile(low, high, steps)
        r0, s0, c, k = _tile_at(tile, C, K, S, BK, BR, BS)
        k_ok = (k < K)[None, :]
        xk = wide(k // KG * C + c, WIDE_X) * XC
        yk = wide(k, WIDE_Y) * YK
        start = tl.maximum(top - (r0 + FRESH - 1) * DR + U - 1, 0) // U
        slot = slot_of(out, tile, TAPS * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            acc = zeros(BQ, BK, ACC, TAPS)
            for j in range(first, last):
                n, p, q = _strip_at(j, start, pace, strips, tl.cdiv(Q, BQ), BP, BQ)
                h = p * U + r0 * DR - top
                w = q * V + s0 * DS - left
                yq = wide(q, WIDE_Y) * YQ
                xw = wide(w, WIDE_X) * XW
                y_at = dy + (n * YN + wide(p, True) * YP) + (yq[:, None] + yk[None, :])
                x_at = x + (n * XN + wide(h, True) * XH) + (xw[:, None] + xk[None, :])
                y_ok = (q < Q)[:, None] if FULL else (q < Q)[:, None] & k_ok
                ring = _ring(y_at, y_ok, p, P, pace, YP, BQ, BK, ACC, RING, WIDE_Y)
                queue = ()
                for d in tl.static_range(AHEAD):
                    queue = queue + _row(
                        y_at, x_at, y_ok, k_ok, p + d * pace, h + d * (pace * U), w, d < BP,
                        H, W, P, DR, DS, XH, XW, BS, FRESH, FULL, WIDE_X,
                    )  # fmt: skip
                    y_at += wide(pace, WIDE_Y) * YP
                    x_at += wide(pace * U, WIDE_X) * XH
                for t in range(0, BP, UNROLL):
                    for d in tl.static_range(UNROLL):
                        ahead = t + d + AHEAD
                        queue = queue + _row(
                            y_at, x_at, y_ok, k_ok, p + ahead * pace, h + ahead * (pace * U), w,
                            ahead < BP, H, W, P, DR, DS, XH, XW, BS, FRESH, FULL, WIDE_X,
                        )  # fmt: skip
                        y_at += wide(pace, WIDE_Y) * YP
                        x_at += wide(pace * U, WIDE_X) * XH
                        ring = (queue[0].to(ACC),) + ring[0 : RING - 1]
                        acc = _added(acc, ring, queue[1:ROW], ACC, RING, FRESH, BR, BS)
                        queue = queue[ROW : (AHEAD + 1) * ROW]
            put(
                acc, out, slot, r0, s0, c, k, K, R, S, WR, WS, WC, WK, first > begin,
                TAPS, BS, BK, BQ, DIRECT, ADD, FLUSHES, OLD,
            )  # fmt: skip
            first = last
        low += end - begin


@triton.jit
def _tile_at(tile, C, K, S, BK: tl.constexpr, BR: tl.constexpr, BS: tl.constexpr):
    """The first filter row and column of a tile, its input channel of a group, its output ones."""
    tiles_k = tl.cdiv(K, BK)
    tiles_s = tl.cdiv(S, BS)
    k = (tile % tiles_k) * BK + tl.arange(0, BK)
    rest = tile // tiles_k
    c = rest % C
    rest = rest // C
    return (rest // tiles_s) * BR, (rest % tiles_s) * BS, c, k


@triton.jit
def _strip_at(j, start, pace, strips, blocks, BP: tl.constexpr, BQ: tl.constexpr):
    """Image, first row and columns of dy of a strip."""
    q = (j % blocks) * BQ + tl.arange(0, BQ)
    rest = j // blocks
    strip = rest % strips
    p = start + strip % pace + strip // pace * (BP * pace)
    return (rest // strips).to(tl.int64), p, q


@triton.jit
def _ring(
    y_at, y_ok, p, P, pace, YP,
    BQ: tl.constexpr, BK: tl.constexpr, ACC: tl.constexpr, RING: tl.constexpr,
    WIDE_Y: tl.constexpr,
):  # fmt: skip
    """The rows of dy before a strip's first one, the nearest first, and room for one more."""
    ring = ()
    for a in tl.static_range(1, RING):
        before = p - a * pace
        ok = y_ok & ((before >= 0) & (before < P))
        ring = ring + (tl.load(y_at - wide(a * pace, WIDE_Y) * YP, mask=ok, other=0.0).to(ACC),)
    return ring + (tl.zeros((BQ, BK), dtype=ACC),)


@triton.jit
def _row(
    y_at, x_at, y_ok, k_ok, p, h, w0, inside, H, W, P, DR, DS, XH, XW,
    BS: tl.constexpr, FRESH: tl.constexpr, FULL: tl.constexpr, WIDE_X: tl.constexpr,
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
            at = x_at + (wide(b * DR, WIDE_X) * XH + wide(s * DS, WIDE_X) * XW)
            row = row + (tl.load(at, mask=ok, other=0.0),)
    return row


@triton.jit
def _added(
    acc, ring, xs, ACC: tl.constexpr, RING: tl.constexpr, FRESH: tl.constexpr,
    BR: tl.constexpr, BS: tl.constexpr,
):  # fmt: skip
    """Sums with the products of FRESH rows of x, each with the rows of dy that it meets."""
    for b in tl.static_range(FRESH):
        for s in tl.static_range(BS):
            v = xs[b * BS + s].to(ACC)
            for a in tl.static_range(RING):
                if a * FRESH + b < BR:
                    acc = _plus(acc, (a * FRESH + b) * BS + s, v * ring[a], BR * BS)
    return acc


@triton.jit
def _plus(acc, tap: tl.constexpr, value, TAPS: tl.constexpr):
    return replaced(acc, tap, acc[tap] + value, TAPS)
