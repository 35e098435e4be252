"""The second pass: the sums of each tile, added in the order of the pixels, rounded once.

In: the slots. Out: dW, of any strides; where asked for, its old numbers are added.
"""

import triton
import triton.language as tl
from triton.language.extra.cuda import gdc_wait

AHEAD = tl.constexpr(8)
"""Slots that are loaded before the first of them is added."""


@triton.jit
def finish(
    work, dw, C, K, R, S, WR, WS, WC, WK, steps, units, programs,
    BC: tl.constexpr, BK: tl.constexpr, BR: tl.constexpr, BS: tl.constexpr, ROWS: tl.constexpr,
    MERGED: tl.constexpr, EARLY: tl.constexpr, DIAGONAL: tl.constexpr, OLD: tl.constexpr,
    OVERLAP: tl.constexpr,
):  # fmt: skip
    """One program a tile and ROWS of its rows, which are filter positions and input channels."""
    tile = tl.program_id(0)
    row = tl.program_id(1) * ROWS + tl.arange(0, ROWS)
    col = tl.arange(0, BK)
    if MERGED:
        r, s, c, k, ok = _merged(tile, row, col, C, K, R, S, BC, BK, MERGED, EARLY)
    elif DIAGONAL:
        r, s, c, k, ok = _diagonal(tile, row, col, C, K, R, S, BC, BK, BR, BS, DIAGONAL)
    else:
        r, s, c, k, ok = _plain(tile, row, col, C, K, R, S, BC, BK, BR, BS)
    to = dw + (r.to(tl.int64) * WR + s.to(tl.int64) * WS + c.to(tl.int64) * WC)[:, None]
    to += (k.to(tl.int64) * WK)[None, :]
    if OVERLAP:
        gdc_wait()  # until here this may run beside the programs that leave the sums
    begin = tile.to(tl.int64) * steps
    first = (((begin + 1) * programs - 1) // units).to(tl.int32)
    last = (((begin + steps) * programs - 1) // units).to(tl.int32)
    total = tl.zeros((ROWS, BK), dtype=work.dtype.element_ty)
    mine = (row < BR * BS * BC)[:, None]
    for i in range(first, last + 1, AHEAD):
        for j in tl.static_range(AHEAD):  # loads that wait for nothing; the sums are made in order
            slot = work + (i + j + tile).to(tl.int64) * (BR * BS * BC * BK)
            there = mine & (i + j <= last)
            total += tl.load(slot + row[:, None] * BK + col[None, :], mask=there, other=0.0)
    if OLD:
        total += tl.load(to, mask=ok, other=0.0).to(work.dtype.element_ty)
    tl.store(to, total.to(dw.dtype.element_ty), mask=ok)


@triton.jit
def _merged(
    tile, row, col, C, K, R, S,
    BC: tl.constexpr, BK: tl.constexpr, MERGED: tl.constexpr, EARLY: tl.constexpr,
):  # fmt: skip
    """Rows of all tiles count (r, s, c) through: MERGED of them for each r."""
    tiles_k = tl.cdiv(K, BK)
    k = (tile % tiles_k) * BK + col
    rest = tile // tiles_k
    tiles_c = tl.cdiv(R * MERGED, BC)
    at = (rest % tiles_c) * BC + row
    r = at // MERGED
    sc = at % MERGED - EARLY
    ok = ((row < BC) & (r < R) & (sc >= 0) & (sc < S * C))[:, None] & (k < K)[None, :]
    return r, sc // C, sc % C, (rest // tiles_c) * K + k, ok


@triton.jit
def _diagonal(
    tile, row, col, C, K, R, S,
    BC: tl.constexpr, BK: tl.constexpr, BR: tl.constexpr, BS: tl.constexpr, DIAGONAL: tl.constexpr,
):  # fmt: skip
    """A tile is several of DIAGONAL groups, and only each group's own channels count."""
    per = tl.minimum(BC // C, BK // K)
    blocks = tl.cdiv(DIAGONAL, per)
    channel = row % BC
    k = (tile % blocks) * per * K + col
    r, s, ok = _position(tile // blocks, row // BC, R, S, BR, BS)
    columns = (k < DIAGONAL * K) & (col < per * K)
    ok = (ok & (channel < per * C))[:, None] & columns[None, :]
    return r, s, channel % C, k, ok & (channel[:, None] // C == col[None, :] // K)


@triton.jit
def _plain(
    tile, row, col, C, K, R, S,
    BC: tl.constexpr, BK: tl.constexpr, BR: tl.constexpr, BS: tl.constexpr,
):  # fmt: skip
    """A tile is filter positions of a block of channels of one group."""
    tiles_k = tl.cdiv(K, BK)
    k = (tile % tiles_k) * BK + col
    rest = tile // tiles_k
    tiles_c = tl.cdiv(C, BC)
    c = (rest % tiles_c) * BC + row % BC
    rest = rest // tiles_c
    r, s, ok = _position(rest, row // BC, R, S, BR, BS)
    group = rest // (tl.cdiv(S, BS) * tl.cdiv(R, BR))
    return r, s, c, group * K + k, (ok & (c < C))[:, None] & (k < K)[None, :]


@triton.jit
def _position(rest, tap, R, S, BR: tl.constexpr, BS: tl.constexpr):
    """The filter position of a tap of a block, and whether there is one."""
    tiles_s = tl.cdiv(S, BS)
    s = (rest % tiles_s) * BS + tap % BS
    r = (rest // tiles_s % tl.cdiv(R, BR)) * BR + tap // BS
    return r, s, (r < R) & (s < S) & (tap < BR * BS)
