"""A step of the direct algorithm: its pixels, their numbers of x and dy, and the products of them.

In: which step, and the channels of a tile. Out: sums. The loops share this and are compiled with
it. One operand of a product has pixels as its rows, the other as its columns: which, says SWAPPED.
"""

import triton
import triton.language as tl

from filtergrad.gpu.code.share import wide


@triton.jit
def tile_at(tile, C, K, R, S, BC: tl.constexpr, BK: tl.constexpr, BS: tl.constexpr):
    """Group, filter row, first filter column and first channels of a tile."""
    tiles_k = tl.cdiv(K, BK)
    tiles_c = tl.cdiv(C, BC)
    tiles_s = tl.cdiv(S, BS)
    k0 = (tile % tiles_k) * BK
    rest = tile // tiles_k
    c0 = (rest % tiles_c) * BC
    rest = rest // tiles_c
    s0 = (rest % tiles_s) * BS
    rest = rest // tiles_s
    r = rest % R
    return rest // R, r, s0, c0, k0


@triton.jit
def box_at(j, boxes_p, boxes_q, BN: tl.constexpr, BH: tl.constexpr, BW: tl.constexpr):
    """The first image, row and column of dy in the box of a step."""
    p0 = (j // boxes_q % boxes_p) * BH
    n0 = (j // boxes_q // boxes_p) * BN
    return n0, p0, (j % boxes_q) * BW


@triton.jit
def in_box(BP: tl.constexpr, BH: tl.constexpr, BW: tl.constexpr):
    """How far each pixel of a box is from its first: images, rows, columns."""
    d = tl.arange(0, BP)
    return d // (BW * BH), d // BW % BH, d % BW


@triton.jit
def are_there(n0, p0, q0, dn, dp, dq, images, P, Q, EXACT: tl.constexpr):
    """Which pixels of a box dy has. Boxes that divide an image never end behind one."""
    ok = dn < images - n0
    if not EXACT:
        ok = ok & (dp < P - p0) & (dq < Q - q0)
    return ok


@triton.jit
def offset(n, h, w, N, H, W, WIDE: tl.constexpr):
    """Distance in numbers of pixels from the first one, of an array with such strides."""
    return wide(n, WIDE) * N + wide(h, WIDE) * H + wide(w, WIDE) * W


@triton.jit
def along(vector, ROWS: tl.constexpr):
    """A vector that belongs to the rows of a matrix, or to its columns."""
    return vector[:, None] if ROWS else vector[None, :]


@triton.jit
def matrix(at, a, b, ROWS: tl.constexpr):
    """Addresses from ``at`` on: ``a`` belongs to a matrix's rows, ``b`` to its columns, or not."""
    if ROWS:
        at = at + a[:, None] + b[None, :]
    else:
        at = at + b[:, None] + a[None, :]
    return at


@triton.jit
def both(a, b, ROWS: tl.constexpr):
    """Which numbers are there: ``a`` belongs to a matrix's rows, ``b`` to its columns, or not."""
    return along(a, ROWS) & along(b, not ROWS)


@triton.jit
def load(at, pixels, channels, pixels_ok, channels_ok, ROWS: tl.constexpr):
    """Numbers of x or dy, zeros for those that are not there; pixels are rows, or columns."""
    ok = both(pixels_ok, channels_ok, ROWS)
    return tl.load(matrix(at, pixels, channels, ROWS), mask=ok, other=0.0)


@triton.jit
def added(x, dy, sums, PRODUCTS: tl.constexpr, SWAPPED: tl.constexpr):
    """Sums over pixels of x, [c, pixel], and dy, [pixel, k]; if swapped, [pixel, c], [k, pixel]."""
    if SWAPPED:
        sums = tl.dot(dy, x, sums, input_precision=PRODUCTS, out_dtype=sums.dtype)
    else:
        sums = tl.dot(x, dy, sums, input_precision=PRODUCTS, out_dtype=sums.dtype)
    return sums


@triton.jit
def added_rows(x, dy, sums, PRODUCTS: tl.constexpr, SWAPPED: tl.constexpr):
    """The same of x and dy that both have pixels as their rows."""
    if SWAPPED:
        sums = added(x, tl.trans(dy), sums, PRODUCTS, SWAPPED)
    else:
        sums = added(tl.trans(x), dy, sums, PRODUCTS, SWAPPED)
    return sums
