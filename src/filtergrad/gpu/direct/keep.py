"""How a program leaves its sums: in a slot, added to what is there, or in dW.

In: sums of a tile and where they go. Out: nothing; a part of the loops, which are compiled with it.
"""

import triton
import triton.language as tl

from filtergrad.gpu.code.share import replaced, store_dw, wide
from filtergrad.gpu.direct.step import both, matrix, offset


@triton.jit
def keep(
    slot, value, first, begin,
    BC: tl.constexpr, BK: tl.constexpr,
    SWAPPED: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
):  # fmt: skip
    """Write a slot; add to it after a part of the images (ADD), or a chain of pixels (FLUSHES)."""
    if FLUSHES:
        slot += first // 2147483647  # 0, unknown to the compiler, which would keep every address
    value = value.to(slot.dtype.element_ty)
    c = tl.arange(0, BC)
    k = tl.arange(0, BK)
    to = slot + (c[:, None] * BK + k[None, :])
    if SWAPPED:
        value = tl.trans(value)
    if ADD:
        value += tl.load(to)
    elif FLUSHES:
        value += tl.load(to, mask=first > begin, other=0.0)
    tl.store(to, value)
    if FLUSHES:
        tl.debug_barrier()  # the next chain's sums are added to what was just stored


@triton.jit
def keep_taps(
    slot, sums, first, begin,
    BC: tl.constexpr, BK: tl.constexpr, BS: tl.constexpr,
    SWAPPED: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
):  # fmt: skip
    """Write, or add to, the slot's BS filter positions."""
    for t in tl.static_range(BS):
        keep(slot + t * (BC * BK), sums[t], first, begin, BC, BK, SWAPPED, ADD, FLUSHES)


@triton.jit
def total_of(total, sums, COUNT: tl.constexpr):
    """The totals of COUNT filter positions with a chain's sums added, which stay in registers."""
    for t in tl.static_range(COUNT):
        total = replaced(total, t, total[t] + sums[t].to(total[t].dtype), COUNT)
    return total


@triton.jit
def write(to, value, wc, wk, c_ok, k_ok, SWAPPED: tl.constexpr, OLD: tl.constexpr):
    """Write dW from ``to`` on, where rows of the sums are input channels, or if swapped output.

    OLD adds what is there.
    """
    store_dw(matrix(to, wc, wk, not SWAPPED), value, both(c_ok, k_ok, not SWAPPED), OLD)


@triton.jit
def write_taps(
    out, sums, r, s0, c, k, before, C, K, S, strides,
    BS: tl.constexpr, SWAPPED: tl.constexpr, OLD: tl.constexpr,
):  # fmt: skip
    """Write BS filter positions from (r, s0) on: channels c and k, k behind ``before`` others."""
    WR, WS, WC, WK = strides
    for t in tl.static_range(BS):
        to = out + offset(0, r, s0 + t, 0, WR, WS, True)
        wc = wide(c, True) * WC
        wk = wide(before + k, True) * WK
        write(to, sums[t], wc, wk, (c < C) & (s0 + t < S), k < K, SWAPPED, OLD)
