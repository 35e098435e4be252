"""What a program does of the work that all share, and where it leaves its sums.

In: a division (`base.units`) as the numbers of a launch. Out: a program's units, tile by tile; a
part of the main kernels, which are compiled with it.
"""

import triton
import triton.language as tl


@triton.jit
def share(units):
    """The first of this program's units, and one past the last."""
    i = tl.program_id(0).to(tl.int64)
    G = tl.num_programs(0)
    return (i * units // G).to(tl.int32), ((i + 1) * units // G).to(tl.int32)


@triton.jit
def of_tile(low, high, steps):
    """The tile of unit ``low``, and which of its steps this program does: from, and up to."""
    tile = low // steps
    begin = low - tile * steps
    return tile, begin, tl.minimum(steps, begin + high - low)


@triton.jit
def slot_of(out, tile, SUMS: tl.constexpr):
    """Where this program leaves a tile's sums."""
    return out + (tl.program_id(0) + tile).to(tl.int64) * SUMS


@triton.jit
def wide(number, WIDE: tl.constexpr):
    """A number whose products with strides may need 64 bits."""
    return tl.cast(number, tl.int64) if WIDE else number


@triton.jit
def zeros(ROWS: tl.constexpr, COLUMNS: tl.constexpr, ACC: tl.constexpr, COUNT: tl.constexpr):
    """Sums that nothing was added to: for each of COUNT filter positions."""
    zero = tl.zeros((ROWS, COLUMNS), dtype=ACC)
    sums = (zero,)
    for _ in tl.static_range(COUNT - 1):
        sums = sums + (zero,)
    return sums


@triton.jit
def replaced(sums, t: tl.constexpr, value, COUNT: tl.constexpr):
    """The sums of COUNT filter positions with other ones for position ``t``."""
    return sums[0:t] + (value,) + sums[t + 1 : COUNT]


@triton.jit
def store_dw(to, value, ok, OLD: tl.constexpr):
    """Write numbers of dW, rounded once, with the old ones added if OLD."""
    if OLD:
        value += tl.load(to, mask=ok, other=0.0).to(value.dtype)
    tl.store(to, value.to(to.dtype.element_ty), mask=ok)
