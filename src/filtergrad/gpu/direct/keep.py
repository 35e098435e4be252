"""How a program leaves its sums: in a slot, or added to what is there.

In: sums of a tile and where they go. Out: nothing; a part of the loops that call it.
"""

import triton
import triton.language as tl


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
