"""The main kernel for stride 1 with a tensor memory accelerator: steps are boxes of pixels.

In: descriptors of x and dy. Out: sums in the slots of the workspace, or dW. A box of x may begin
before an image or end behind it, where the accelerator fills in zeros; boxes of dy never do, so
that no number of x is multiplied by what is not there. Where a box of pixels is a run of rows of dy
as a matrix (LINES), dy's descriptor is that matrix.
"""

import triton
import triton.language as tl

from filtergrad.gpu.direct.keep import keep


@triton.jit
def boxes(
    x, dy, out,
    C, K, R, S, DR, DS, top, left, images, boxes_p, boxes_q, WR, WS, WC, WK, steps, units, chain,
    BC: tl.constexpr, BK: tl.constexpr, BN: tl.constexpr, BH: tl.constexpr, BW: tl.constexpr,
    BS: tl.constexpr, LINES: tl.constexpr, PRODUCTS: tl.constexpr,
    SWAPPED: tl.constexpr, DIRECT: tl.constexpr, ADD: tl.constexpr, FLUSHES: tl.constexpr,
):  # fmt: skip
    """Start reading at `for j`: a box, its place, a product a tap."""
    BP: tl.constexpr = BN * BH * BW
    i = tl.program_id(0)
    G = tl.num_programs(0)
    low = (i.to(tl.int64) * units // G).to(tl.int32)
    high = ((i.to(tl.int64) + 1) * units // G).to(tl.int32)
    tiles_k = tl.cdiv(K, BK)
    tiles_c = tl.cdiv(C, BC)
    tiles_s = tl.cdiv(S, BS)
    while low < high:
        tile = low // steps
        begin = low - tile * steps
        end = tl.minimum(steps, begin + high - low)
        k0 = (tile % tiles_k) * BK
        rest = tile // tiles_k
        c0 = (rest % tiles_c) * BC
        rest = rest // tiles_c
        s0 = (rest % tiles_s) * BS
        rest = rest // tiles_s
        r = rest % R
        group = rest // R
        xc = group * C + c0
        yk = group * K + k0
        slot = out + (i + tile).to(tl.int64) * (BS * BC * BK)
        first = begin
        while first < end:
            last = tl.minimum(end, first + chain) if FLUSHES else end
            zero = tl.zeros((BK, BC) if SWAPPED else (BC, BK), dtype=tl.float32)
            acc = (zero,)
            for _ in tl.static_range(BS - 1):
                acc = acc + (zero,)
            for j in range(first, last):
                q = (j % boxes_q) * BW
                rows = j // boxes_q
                p = (rows % boxes_p) * BH
                n = (rows // boxes_p) * BN
                if LINES:
                    b = dy.load([j * BP, yk])
                else:
                    b = dy.load([n, p, q, yk]).reshape(BP, BK)
                for t in tl.static_range(BS):
                    a = x.load([n, p + r * DR - top, q + (s0 + t) * DS - left, xc]).reshape(BP, BC)
                    if SWAPPED:
                        new = tl.dot(tl.trans(b), a, acc[t], input_precision=PRODUCTS)
                    else:
                        new = tl.dot(tl.trans(a), b, acc[t], input_precision=PRODUCTS)
                    acc = acc[0:t] + (new,) + acc[t + 1 : BS]
            c = tl.arange(0, BC)
            k = tl.arange(0, BK)
            for t in tl.static_range(BS):
                if DIRECT:
                    to = out + r.to(tl.int64) * WR + (s0 + t).to(tl.int64) * WS
                    wc = (c0 + c).to(tl.int64) * WC
                    wk = (yk + k).to(tl.int64) * WK
                    c_ok = (c0 + c < C) & (s0 + t < S)
                    k_ok = k0 + k < K
                    value = acc[t].to(out.dtype.element_ty)
                    if SWAPPED:
                        tl.store(
                            to + wk[:, None] + wc[None, :],
                            value,
                            mask=k_ok[:, None] & c_ok[None, :],
                        )
                    else:
                        tl.store(
                            to + wc[:, None] + wk[None, :],
                            value,
                            mask=c_ok[:, None] & k_ok[None, :],
                        )
                else:
                    keep(slot + t * (BC * BK), acc[t], first, begin, BC, BK, SWAPPED, ADD, FLUSHES)
            first = last
        low += end - begin
