"""Kernels that compute nothing: what a launch takes, and what the second-level cache gives.

In: numbers of x. Out: times, for `run.rig`; what they write is of no use.
"""

import triton
import triton.language as tl


@triton.jit
def nothing(dw):
    """The price of a launch: one number is stored, as a compiler may take less for a mistake."""
    tl.store(dw, 0.0)


@triton.jit
def reread(x, dw, blocks, apart, BLOCK: tl.constexpr):
    """Every program reads all blocks of x, each from a start of its own, so once from memory."""
    total = tl.zeros((BLOCK,), dtype=tl.float32)
    for i in range(blocks):
        at = ((i + tl.program_id(0) * apart) % blocks) * BLOCK
        total += tl.load(x + at + tl.arange(0, BLOCK))
    tl.store(dw + tl.program_id(0), tl.sum(total, 0))
