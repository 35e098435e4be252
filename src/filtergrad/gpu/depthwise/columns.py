"""The end of a tile's range: the columns of each filter position's sums, added up and stored.

In: a tile's sums, a number for each column and channel. Out: a number for each channel in a slot,
or in dW.
"""

import triton
import triton.language as tl

from filtergrad.gpu.code.share import store_dw


@triton.jit
def put(
    acc, out, slot, r0, s0, c, k, K, R, S, WR, WS, WC, WK, again,
    TAPS: tl.constexpr, BS: tl.constexpr, BK: tl.constexpr, BQ: tl.constexpr,
    DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr, OLD: tl.constexpr,
    GROUP: tl.constexpr = 8,
):  # fmt: skip
    """Add up the columns and store, or add to what the slot has.

    GROUP filter positions are added up together, so that programs wait less often.
    """
    for _ in tl.static_range(-TAPS % GROUP):
        acc = acc + (acc[0],)
    col = tl.arange(0, BK)
    for g in tl.static_range((TAPS + GROUP - 1) // GROUP):
        value = _columns(acc[g * GROUP : (g + 1) * GROUP], BQ, BK, GROUP)
        tap = g * GROUP + tl.arange(0, GROUP)[None, :]
        if DIRECT:
            r = r0 + tap // BS
            s = s0 + tap % BS
            to = out + r.to(tl.int64) * WR + s.to(tl.int64) * WS + c.to(tl.int64) * WC
            to += k.to(tl.int64)[:, None] * WK
            ok = (tap < TAPS) & (r < R) & (s < S) & (k < K)[:, None]
            store_dw(to, value, ok, OLD)
        else:
            to = slot + tap * BK + col[:, None]
            ok = (tap < TAPS) & (col >= 0)[:, None]
            value = value.to(out.dtype.element_ty)
            if ADD:
                value += tl.load(to, mask=ok, other=0.0)
            elif FLUSHES:
                value += tl.load(to, mask=ok & again, other=0.0)
            tl.store(to, value, mask=ok)
    if FLUSHES:
        tl.debug_barrier()  # the next chain's sums are added to what was just stored


@triton.jit
def _columns(acc, BQ: tl.constexpr, BK: tl.constexpr, GROUP: tl.constexpr):
    """Sums over the columns of GROUP tensors, as [BK, GROUP].

    Columns are added in pairs, so that the order does not depend on which thread has which column:
    that changes with what the compiler knows of strides.
    """
    left = tl.join(tl.join(acc[0], acc[4]), tl.join(acc[2], acc[6]))
    right = tl.join(tl.join(acc[1], acc[5]), tl.join(acc[3], acc[7]))
    value = tl.reshape(tl.join(left, right), (BQ, BK, GROUP))
    for level in tl.static_range(10):
        if BQ >> level > 1:
            value = tl.sum(tl.reshape(value, (BQ >> (level + 1), 2, BK, GROUP)), 1)
    return tl.reshape(value, (BK, GROUP))
