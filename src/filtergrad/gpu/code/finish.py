"""The second pass: the sums of each tile, added in the order of the pixels, rounded once.

In: the slots. Out: dW, of any strides; where asked for, its old numbers are added.
"""

import triton
import triton.language as tl


@triton.jit
def finish(
    work, dw, C, K, R, S, WR, WS, WC, WK, steps, units, programs,
    BC: tl.constexpr, BK: tl.constexpr, BR: tl.constexpr, BS: tl.constexpr, ROWS: tl.constexpr,
    MERGED: tl.constexpr, EARLY: tl.constexpr, DIAGONAL: tl.constexpr, OLD: tl.constexpr, SLOTS: tl.constexpr,
):  # fmt: skip
    """One program a tile and ROWS of its rows, which are filter positions and input channels."""
    tile = tl.program_id(0)
    row = tl.program_id(1) * ROWS + tl.arange(0, ROWS)
    col = tl.arange(0, BK)
    total = tl.zeros((ROWS, BK), dtype=work.dtype.element_ty)
    if SLOTS:
        begin = tile.to(tl.int64) * steps
        first = (((begin + 1) * programs - 1) // units).to(tl.int32)
        last = (((begin + steps) * programs - 1) // units).to(tl.int32)
        for i in range(first, last + 1):
            slot = work + (i + tile).to(tl.int64) * (BR * BS * BC * BK)
            total += tl.load(
                slot + row[:, None] * BK + col[None, :],
                mask=(row < BR * BS * BC)[:, None],
                other=0.0,
            )
    tiles_k = tl.cdiv(K, BK)
    k = (tile % tiles_k) * BK + col
    rest = tile // tiles_k
    ok = k < K
    if MERGED:  # the rows of all tiles count (r, s, c) through: MERGED of them for each r
        tiles_c = tl.cdiv(R * MERGED, BC)
        at = (rest % tiles_c) * BC + row
        group = rest // tiles_c
        r = at // MERGED
        sc = at % MERGED - EARLY
        s = sc // C
        c = (sc % C)[:, None]
        ok = ok[None, :] & ((row < BC) & (r < R) & (sc >= 0) & (sc < S * C))[:, None]
    else:
        tap = row // BC
        if DIAGONAL:  # a tile is several groups, and only each group's own channels count
            channel = row % BC  # of the tile
            mine = channel[:, None] // C == col[None, :] // K
            c = (channel % C)[:, None]
            per = tl.minimum(BC // C, BK // K)
            blocks = tl.cdiv(DIAGONAL, per)
            block = tile % blocks
            rest = tile // blocks
            k = block * per * K + col
            ok = (
                mine
                & (k < DIAGONAL * K)[None, :]
                & (col < per * K)[None, :]
                & (channel < per * C)[:, None]
            )
            group = 0
        else:
            tiles_c = tl.cdiv(C, BC)
            c = (rest % tiles_c) * BC + row % BC
            rest = rest // tiles_c
            ok = ok[None, :] & (c < C)[:, None]
            c = c[:, None]
        tiles_s = tl.cdiv(S, BS)
        tiles_r = tl.cdiv(R, BR)
        s = (rest % tiles_s) * BS + tap % BS
        rest = rest // tiles_s
        r = (rest % tiles_r) * BR + tap // BS
        if not DIAGONAL:
            group = rest // tiles_r
        ok = ok & ((r < R) & (s < S) & (tap < BR * BS))[:, None]
    to = (
        dw
        + (r.to(tl.int64) * WR + s.to(tl.int64) * WS)[:, None]
        + c.to(tl.int64) * WC
        + ((group * K + k).to(tl.int64) * WK)[None, :]
    )
    if OLD:
        total += tl.load(to, mask=ok, other=0.0).to(work.dtype.element_ty)
    tl.store(to, total.to(dw.dtype.element_ty), mask=ok)
