"""How a program leaves its sums: in a slot, or added to what is there.

In: sums and where they go. Out: nothing; a part of the loops that call it.
"""

import triton
import triton.language as tl


@triton.jit
def keep(to, value, later, ADD: tl.constexpr, FLUSHES: tl.constexpr):
    """Add to a slot after a part of the images (ADD) or a chain (``later``), or write it."""
    value = value.to(to.dtype.element_ty)
    if ADD:
        value += tl.load(to)
    elif FLUSHES:
        value += tl.load(to, mask=later, other=0.0)
    tl.store(to, value)
    if FLUSHES:
        tl.debug_barrier()  # the next chain's sums are added to what was just stored
