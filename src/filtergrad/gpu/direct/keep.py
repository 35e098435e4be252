"""How a program leaves its sums: in a slot, added to what is there, or in dW.

In: sums of a tile and where they go. Out: nothing; a part of the loops, which are compiled with it.
"""

import triton
import triton.language as tl

from filtergrad.gpu.direct.step import both, matrix


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
def write(to, value, wc, wk, c_ok, k_ok, SWAPPED: tl.constexpr):
    """Write dW from ``to`` on, where rows of the sums are input channels, or if swapped output."""
    ok = both(c_ok, k_ok, not SWAPPED)
    tl.store(matrix(to, wc, wk, not SWAPPED), value.to(to.dtype.element_ty), mask=ok)
