"""One problem: the user's shapes and attributes in, a frozen `Problem` out.

Here is the watershed: every check on shapes and attributes is made in `Problem.make`, in
TensorFlow's order and words, and below it nothing checks and nothing raises a user's error.

The formula, written once (`reference.py` is its NumPy spelling):

    dw[r, s, c, k] = sum over n, p, q of
        x[n, p*u + r*dr - top, q*v + s*ds - left, (k // k_per_group) * c_per_group + c]
        * dy[n, p, q, k]

where pixels of x outside the image count as zero, and 0 <= c < c_per_group.

The letters, which mean the same everywhere in this package:
    n     image                 r s   filter row, filter column
    h w   input row, column     u v   stride of rows, of columns
    p q   output row, column    dr ds dilation of rows, of columns
    c     input channel         g     group
    k     output channel        top bottom left right   padding

x is `input`, dy is `out_backprop`, and dw is the result.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from filtergrad.arrays import DTYPES, Ints, dtype_name, integers
from filtergrad.dtypes import SIZES
from filtergrad.errors import InvalidArgumentError
from filtergrad.meet import inside, pairs

Sizes = Sequence[int]

_PADDINGS = ("SAME", "VALID", "EXPLICIT")
_FORMATS = ("NHWC", "NCHW")
_INT32 = range(-(2**31), 2**31)
_INT64 = range(-(2**63), 2**63)
_LARGEST = 2**63 - 1
_PREFIX = "Conv2DBackpropFilter: "


@dataclass(frozen=True, slots=True)
class Problem:
    """A filter gradient to compute: what `make` has found to be in order, as plain integers.

    The fields are the letters of the formula; `c` and `k` count the channels of all groups
    together, and `c_per_group` is the filter's depth, ``filter_sizes[2]``. It is a field of its own
    because an input without channels (`c` = `g` = 0) may still have a filter with some.
    """

    dtype: str
    data_format: str
    n: int
    h: int
    w: int
    c: int
    k: int
    r: int
    s: int
    p: int
    q: int
    u: int
    v: int
    dr: int
    ds: int
    top: int
    bottom: int
    left: int
    right: int
    g: int
    c_per_group: int

    @classmethod
    def make(
        cls,
        input_shape: Ints,
        filter_sizes: Ints,
        out_backprop_shape: Ints | None,
        strides: Ints,
        padding: str | bytes,
        explicit_paddings: Ints | None = (),
        data_format: str | bytes | None = "NHWC",
        dilations: Ints | None = (1, 1, 1, 1),
        dtype: npt.DTypeLike = "float32",
    ) -> "Problem":
        """Check everything that can be wrong and return the problem.

        The parameters are TensorFlow's, with shapes instead of tensors. Without an
        `out_backprop_shape` it is the one that the other arguments imply.

        Raises
        ------
        TypeError
            If an argument is of the wrong type.
        InvalidArgumentError
            If the arguments describe no convolution; a ``ValueError``.
        """
        x = integers(input_shape, "input_shape")
        rank, dw = _filter_sizes(filter_sizes)
        dy = (
            None
            if out_backprop_shape is None
            else integers(out_backprop_shape, "out_backprop_shape")
        )
        steps = integers(strides, "strides")
        mode = _choice(padding, "padding", _PADDINGS)
        pads = () if explicit_paddings is None else integers(explicit_paddings, "explicit_paddings")
        layout = "NHWC" if data_format is None else _choice(data_format, "data_format", _FORMATS)
        holes = (1, 1, 1, 1) if dilations is None else integers(dilations, "dilations")
        name = dtype if isinstance(dtype, str) and dtype in DTYPES else dtype_name(dtype, "input")

        c_at, h_at, w_at = (3, 1, 2) if layout == "NHWC" else (1, 2, 3)
        _check_steps(steps, "strides", c_at)
        if min(steps) <= 0:
            raise InvalidArgumentError("Row and column strides should be larger than 0.")
        _check_paddings(mode, pads, c_at)
        _check_steps(holes, "dilations", c_at)
        if rank != 1:
            raise InvalidArgumentError(f"{_PREFIX}filter_sizes input must be 1-dim, not {rank}")
        _check_sizes(dw)
        _check_range("filter_sizes", dw, _INT32, "int32")
        _check_sizes(x)
        _check_sizes(dy or ())
        _check_depths(x, dw, dy, c_at)
        r, s, depth, k = dw
        pads = (0,) * 8 if mode == "VALID" else pads
        p, top, bottom = _axis(h_at, x, r, dy, steps, holes, pads)
        q, left, right = _axis(w_at, x, s, dy, steps, holes, pads)
        if dy is None:
            _check_sizes((x[0], p, q, k))
        return cls(  # By position: keywords would take a third of the time of this function.
            *(name, layout, x[0], x[h_at], x[w_at], x[c_at], k, r, s, p, q),
            *(steps[h_at], steps[w_at], holes[h_at], holes[w_at], top, bottom, left, right),
            *(x[c_at] // depth, depth),
        )

    @property
    def input_shape(self) -> tuple[int, int, int, int]:
        """The shape of x, in the order of `data_format`."""
        return self._shape(self.h, self.w, self.c)

    @property
    def out_backprop_shape(self) -> tuple[int, int, int, int]:
        """The shape of dy, in the order of `data_format`."""
        return self._shape(self.p, self.q, self.k)

    @property
    def filter_shape(self) -> tuple[int, int, int, int]:
        """The shape of dw, which is ``filter_sizes`` in every `data_format`."""
        return (self.r, self.s, self.c_per_group, self.k)

    @property
    def k_per_group(self) -> int:
        """Output channels of one group."""
        return self.k // self.g if self.g else self.k

    @property
    def empty(self) -> bool:
        """Whether x, dy or dw has no element, so that dw is all zeros."""
        return 0 in (self.n, self.h, self.w, self.c, self.k, self.r, self.s, self.p, self.q)

    @property
    def tensor_bytes(self) -> int:
        """Bytes of x, dy and dW together."""
        x, dy = self.n * self.h * self.w * self.c, self.n * self.p * self.q * self.k
        return (x + dy + self.r * self.s * self.c_per_group * self.k) * SIZES[self.dtype]

    @property
    def macs(self) -> int:
        """Multiply-adds that the formula needs: those with a pixel of the padding do not count."""
        if self.empty:
            return 0
        return self.n * self.row_pairs * self.col_pairs * self.c_per_group * self.k

    @property
    def row_pairs(self) -> int:
        """How many pairs of a filter row and an output row meet inside the image."""
        return pairs(self.h, self.r, self.p, self.u, self.dr, self.top)

    @property
    def col_pairs(self) -> int:
        """How many pairs of a filter column and an output column meet inside the image."""
        return pairs(self.w, self.s, self.q, self.v, self.ds, self.left)

    def rows(self, r: int) -> tuple[int, int]:
        """First and one past the last output row whose tap `r` lies inside the image."""
        return inside(self.h, self.p, self.u, r * self.dr - self.top)

    def cols(self, s: int) -> tuple[int, int]:
        """First and one past the last output column whose tap `s` lies inside the image."""
        return inside(self.w, self.q, self.v, s * self.ds - self.left)

    def _shape(self, rows: int, cols: int, channels: int) -> tuple[int, int, int, int]:
        if self.data_format == "NHWC":
            return (self.n, rows, cols, channels)
        return (self.n, channels, rows, cols)


def _axis(
    at: int, x: Sizes, taps: int, dy: Sizes | None, strides: Sizes, dilations: Sizes, pads: Sizes
) -> tuple[int, int, int]:
    """Output size, padding before and padding after of the axis `at` of x; no `pads` means SAME."""
    size, stride, dilation = x[at], strides[at], dilations[at]
    if dilation < 1:
        raise InvalidArgumentError(f"Dilation rate must be >= 1, but got {dilation}")
    reach = (taps - 1) * dilation + 1  # What one window spans, holes included.
    if not pads:
        out = (size + stride - 1) // stride
        missing = max(0, (out - 1) * stride + reach - size)
        before, after = missing // 2, missing - missing // 2
    else:
        before, after = pads[2 * at], pads[2 * at + 1]
        room = size + before + after - reach + stride
        # Rounded towards zero as in C++: a filter a little too large has no output, but no error.
        out = room // stride if room >= 0 else -(-room // stride)
    if out < 0:
        raise InvalidArgumentError(
            f"Computed output size would be negative: {out} [input_size: {size}, "
            f"effective_filter_size: {reach}, stride: {stride}]"
        )
    if dy is not None and dy[at] != out:
        raise InvalidArgumentError(
            f"{_PREFIX}Size of out_backprop doesn't match computed: actual = {dy[at]}, "
            f"computed = {out} spatial_dim: {at} input: {size} filter: {taps} output: {dy[at]} "
            f"stride: {stride} dilation: {dilation}"
        )
    return out, before, after


def _check_steps(values: Sizes, name: str, c_at: int) -> None:
    """What strides and dilations have in common."""
    _check_range(f"Attr {name}", values, _INT32, "int32")
    if len(values) != 4:
        raise InvalidArgumentError(f"Sliding window {name} field must specify 4 dimensions")
    if values[0] != 1 or values[c_at] != 1:
        raise InvalidArgumentError(
            f"Current implementation does not yet support {name} in the batch and depth dimensions."
        )


def _check_paddings(padding: str, pads: Sizes, c_at: int) -> None:
    _check_range("Attr explicit_paddings", pads, _INT64, "int64")
    if padding != "EXPLICIT":
        if pads:
            raise InvalidArgumentError(
                "explicit_paddings attribute must be empty if the padding attribute is not EXPLICIT"
            )
        return
    if len(pads) != 8:
        raise InvalidArgumentError(
            f"explicit_paddings attribute must contain 8 values, but got: {len(pads)}"
        )
    if min(pads) < 0:
        raise InvalidArgumentError("All elements of explicit_paddings must be nonnegative")
    if pads[0] or pads[1] or pads[2 * c_at] or pads[2 * c_at + 1]:
        raise InvalidArgumentError(
            "Nonzero explicit padding in the batch or depth dimensions is not supported"
        )


def _check_depths(x: Sizes, dw: Sizes, dy: Sizes | None, c_at: int) -> None:
    """Ranks, batch and channels of the three tensors against each other."""
    for name, shape in (("input", x), ("filter", dw), ("out_backprop", dy)):
        if shape is not None and len(shape) != 4:
            error = InvalidArgumentError(f"{_PREFIX}{name} must be 4-dimensional")
            error.add_note(f"{name} has shape {list(shape)}")  # beside TensorFlow's words
            raise error
    c, depth, k, text = x[c_at], dw[2], dw[3], ""
    if dy and x[0] != dy[0]:
        text = (
            f"input and out_backprop must have the same batch size. Input batch: {x[0]}, "
            f"outbackprop batch: {dy[0]}, batch_dim: 0"
        )
    elif depth <= 0:
        text = "filter depth must be strictly greated than zero"
    elif c % depth:
        text = "input depth must be evenly divisible by filter depth"
    elif dy and k != dy[c_at]:
        text = "filter and out_backprop must have the same out_depth"
    elif c and k % (c // depth):
        text = f"output depth must be evenly divisible by number of groups: {k} vs {c // depth}"
    if text:
        raise InvalidArgumentError(_PREFIX + text)


def _check_sizes(shape: Sizes) -> None:
    """Refuse what cannot be the shape of a tensor."""
    count = 1
    for size in shape:
        if size < 0:
            raise InvalidArgumentError(f"Dimension {size} must be >= 0")
        if (count := count * size) > _LARGEST:
            sizes = ",".join(map(str, shape))
            raise InvalidArgumentError(f"Shape [{sizes}] would have more than 2**63 - 1 elements")


def _check_range(what: str, values: Sizes, allowed: range, kind: str) -> None:
    for value in values:
        if value not in allowed:
            raise InvalidArgumentError(f"{what} has value {value} out of range for an {kind}")


def _choice(value: Any, name: str, allowed: tuple[str, ...]) -> str:
    """A string attribute, as text."""
    text = value.decode(errors="backslashreplace") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        raise TypeError(f"Expected string for argument '{name}' not {value!r}.")
    if text not in allowed:
        listed = ", ".join(f'"{one}"' for one in allowed)
        raise InvalidArgumentError(
            f"Value for attr '{name}' of \"{text}\" is not in the list of allowed values: {listed}"
        )
    return str(text)


def _filter_sizes(value: Any) -> tuple[int, Sizes]:
    """The rank of ``filter_sizes`` and, where it is a vector, its entries."""
    if type(value) in (tuple, list) and {*map(type, value)} <= {int}:  # Nearly always.
        return 1, value
    rank = 1  # Of lists of different lengths, too: the first is no integer.
    with contextlib.suppress(ValueError):
        rank = np.ndim(value)
    if rank == 0:
        return 0, integers([value], "filter_sizes")
    return rank, integers(value if rank == 1 else np.ravel(value), "filter_sizes")
