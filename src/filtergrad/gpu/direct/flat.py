"""The main kernel for 1x1 filters with a tensor memory accelerator: x and dy are matrices.

In: descriptors of x and dy, pixels by channels. Out: sums in the slots of the workspace, or dW.
"""

import triton
import triton.language as tl

from filtergrad.gpu.direct.keep import keep


@triton.jit
def flat(
    x, dy, out,
    C, K, WC, WK, steps, units, chain,
    BC: tl.constexpr, BK: tl.constexpr, BP: tl.constexpr, PRODUCTS: tl.constexpr,
    SWAPPED: tl.constexpr, DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
):  # fmt: skip
    """Start reading at `for j`: two blocks of rows, one product."""
    i = tl.program_id(0)
    G = tl.num_programs(0)
    low = (i.to(tl.int64) * units // G).to(tl.int32)
    high = ((i.to(tl.int64) + 1) * units // G).to(tl.int32)
    tiles_k = tl.cdiv(K, BK)
    tiles_c = tl.cdiv(C, BC)
    while low < high:
        tile = low // steps
        begin = low - tile * steps
        end = tl.minimum(steps, begin + high - low)
        k0 = (tile % tiles_k) * BK
        rest = tile // tiles_k
        c0 = (rest % tiles_c) * BC
        group = rest // tiles_c
        xc = group * C + c0
        yk = group * K + k0
        slot = out + (i + tile).to(tl.int64) * (BC * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            acc = tl.zeros((BK, BC) if SWAPPED else (BC, BK), dtype=tl.float32)
            for j in range(first, last):
                a = x.load([j * BP, xc])
                b = dy.load([j * BP, yk])
                if SWAPPED:
                    acc = tl.dot(tl.trans(b), a, acc, input_precision=PRODUCTS)
                else:
                    acc = tl.dot(tl.trans(a), b, acc, input_precision=PRODUCTS)
            c = tl.arange(0, BC)
            k = tl.arange(0, BK)
            if DIRECT:
                wc = (c0 + c).to(tl.int64) * WC
                wk = (yk + k).to(tl.int64) * WK
                c_ok = c0 + c < C
                k_ok = k0 + k < K
                value = acc.to(out.dtype.element_ty)
                if SWAPPED:
                    tl.store(
                        out + wk[:, None] + wc[None, :], value, mask=k_ok[:, None] & c_ok[None, :]
                    )
                else:
                    tl.store(
                        out + wc[:, None] + wk[None, :], value, mask=c_ok[:, None] & k_ok[None, :]
                    )
            else:
                keep(slot, acc, first, begin, BC, BK, SWAPPED, ADD, FLUSHES)
            first = last
        low += end - begin
