"""An operand as dense rows: channels become neighbours, whatever the strides.

In: x or dy of any strides. Out: the same numbers in the workspace, images, rows, columns, channels.
"""

import triton
import triton.language as tl


@triton.jit
def turn(
    a, out, pixels, H, W, C, SN, SH, SW, SC,
    BP: tl.constexpr, BC: tl.constexpr, WIDE: tl.constexpr,
):  # fmt: skip
    """One program a block of pixels and channels."""
    m = tl.program_id(0).to(tl.int64) * BP + tl.arange(0, BP)
    c = tl.program_id(1) * BC + tl.arange(0, BC)
    w = m % W
    h = m // W % H
    n = m // W // H
    KIND: tl.constexpr = tl.int64 if WIDE else tl.int32
    at = (n.to(KIND) * SN + h.to(KIND) * SH + w.to(KIND) * SW)[:, None]
    at += c[None, :].to(KIND) * SC
    ok = (m < pixels)[:, None] & (c < C)[None, :]
    tl.store(out + m[:, None] * C + c[None, :], tl.load(a + at, mask=ok, other=0.0), mask=ok)
