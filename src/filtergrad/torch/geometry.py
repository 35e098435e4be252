"""How a filter is moved, in PyTorch's words: the checks of a call, and its gradient.

In: shapes, whose sizes may be symbols, dtypes, and PyTorch's arguments. Out: PyTorch's errors, or
the gradient that every kernel of the operator computes.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import torch

from filtergrad import api, arrays
from filtergrad.gradient import Gradient

NAME = "filtergrad::conv2d_weight"
Ints: TypeAlias = Sequence[int]
Lists: TypeAlias = tuple[Ints, Ints, Ints]
"""Stride, padding, dilation."""
DTYPES = {getattr(torch, name): name for name in arrays.DTYPES}
"""PyTorch's dtypes that have kernels, and our names for them."""


class Geometry(NamedTuple):
    """How a filter is moved over an image.

    Parameters
    ----------
    stride, padding, dilation
        Two integers each, of rows and of columns.
    groups
        How many groups the channels are divided into.
    """

    stride: Ints
    padding: Ints
    dilation: Ints
    groups: int

    @classmethod
    def of(cls, lists: Sequence[Ints], groups: int) -> Geometry:
        """From the three lists, of which each may hold one integer for both axes."""
        stride, padding, dilation = pairs(lists)
        return cls(stride, padding, dilation, groups)

    def check(self, x: Ints, dw: Ints, dy: Ints) -> None:
        """Refuse shapes that are no convolution's, in PyTorch's words; sizes may be symbols.

        Raises
        ------
        RuntimeError
            As PyTorch's own operators do.
        """
        lists, groups = self[:3], self.groups

        def must(condition: Any, text: str) -> None:
            torch._check(condition, lambda: f"{NAME}: {text}")

        for name, shape in (("input", x), ("weight_size", dw), ("grad_output", dy)):
            must(len(shape) == 4, f"{name} must have 4 dimensions, but has {len(shape)}")
        for name, pair, least in zip(self._fields, lists, (1, 0, 1), strict=False):
            must(len(pair) == 2, f"{name} must be two integers (or one), but has {len(pair)}")
            for number in pair:
                must(number >= least, f"{name} must be at least {least}, but is {list(pair)}")
        must(groups >= 1, f"groups must be at least 1, but is {groups}")
        for size in dw:
            must(size >= 0, f"weight_size must not be negative, but is {list(dw)}")
        must(x[0] == dy[0], f"input has {x[0]} images, but grad_output has {dy[0]}")
        must(
            x[1] == dw[1] * groups,
            f"input has {x[1]} channels, but weight_size {list(dw)} with groups={groups} needs "
            f"{dw[1] * groups}",
        )
        must(dy[1] == dw[0], f"grad_output has {dy[1]} channels, but weight_size is {list(dw)}")
        must(dw[0] % groups == 0, f"{dw[0]} output channels cannot be divided by groups={groups}")
        for axis, (pixels, taps, given) in enumerate(zip(x[2:], dw[2:], dy[2:], strict=True)):
            u, pad, hole = (pair[axis] for pair in lists)
            size, reach = pixels + 2 * pad, hole * (taps - 1) + 1
            must(taps > 0, f"weight_size has no taps: {list(dw)}")
            text = f"the padded input has {size} pixels, fewer than the kernel's {reach}"
            must(size >= reach, text)
            out = (size - reach) // u + 1
            must(
                given == out,
                f"grad_output has size {given} in dimension {2 + axis}, but the convolution's "
                f"output has {out} (input {pixels}, kernel {taps}, stride {u}, padding {pad}, "
                f"dilation {hole})",
            )

    def gradient(
        self, x: Ints, dw: Ints, dy: Ints, dtype: torch.dtype, device: str = arrays.HERE
    ) -> Gradient:
        """The gradient of a call on these shapes, every check made."""
        self.check(x, dw, dy)
        (u, v), (high, wide), (dr, ds), _ = self
        k, c, r, s = dw
        if 0 in (k, c):  # PyTorch lets filters be of no channels, and TensorFlow does not
            x, dy, (k, c, r, s) = (0, 1, 1, 1), (0, 0, 1, 1), (0, 1, 1, 1)
            (u, v), (high, wide), (dr, ds) = (1, 1), (0, 0), (1, 1)
        pads = (0, 0, 0, 0, high, high, wide, wide)
        return api.gradient(
            input_shape=tuple(x),
            filter_sizes=(r, s, c, k),
            out_backprop_shape=tuple(dy),
            strides=(1, 1, u, v),
            padding="EXPLICIT",
            explicit_paddings=pads,
            data_format="NCHW",
            dilations=(1, 1, dr, ds),
            dtype=DTYPES[dtype],
            device=device,
        )


class Moved(NamedTuple):
    """How a filter is moved in a convolution of PyTorch's, over one axis or two.

    Parameters
    ----------
    stride, padding, dilation
        One integer each for every axis.
    groups
        How many groups the channels are divided into.
    output_padding
        Where the convolution is transposed, how many pixels its output has more; else None.
    """

    stride: Ints
    padding: Ints
    dilation: Ints
    groups: int
    output_padding: Ints | None = None

    @classmethod
    def of(
        cls, axes: int, lists: Sequence[Ints | int], groups: int, more: Ints | int | None = None
    ) -> Moved:
        """From PyTorch's arguments; ``more`` is a transposed convolution's output padding."""
        stride, padding, dilation = numbers(axes, *lists)
        return cls(
            stride, padding, dilation, groups, more if more is None else numbers(axes, more)[0]
        )

    def theirs(self) -> tuple[Any, ...]:
        """What aten::convolution_backward takes after the sizes of the bias."""
        more = self.output_padding
        rest = (False, (0,) * len(self.stride)) if more is None else (True, more)
        return *self[:3], *rest, self.groups

    def images(
        self, x: torch.Tensor, weight: Ints, dy: torch.Tensor
    ) -> tuple[torch.Tensor, Ints, torch.Tensor, tuple[Ints, Ints, Ints, int]]:
        """What the op takes for the weight's gradient; its result has one row if `x` is a line.

        A transposed convolution is the input gradient of one whose input is this one's output: the
        same filter is moved, with the same pairs of numbers at its taps.
        """
        first, second = (x, dy) if self.output_padding is None else (dy, x)
        lists: Lists = self[:3]
        if len(weight) == 3:
            first, second = first.unsqueeze(2), second.unsqueeze(2)
            weight = (*weight[:2], 1, weight[2])
            stride, padding, dilation = lists
            lists = (1, *stride), (0, *padding), (1, *dilation)
        return first, weight, second, (*lists, self.groups)


def misfit(moved: Moved) -> str:
    """Why the op has no such convolution; empty where it has.

    With an output padding of a stride or more, which takes a dilation, the output of a transposed
    convolution is one for which the op's `dy` would be larger than `x`.
    """
    more = moved.output_padding
    fit = more is None or below(more, moved.stride)
    return "" if fit else "its output padding is not below its stride"


def below(more: Ints, stride: Ints) -> bool:
    """Whether each number of the first is below its fellow of the second."""
    return all(a < b for a, b in zip(more, stride, strict=False))


def numbers(axes: int, *given: Ints | int) -> list[Ints]:
    """Of each argument one number for each axis: PyTorch takes a single one for all."""
    lists = [(one,) if isinstance(one, int | torch.SymInt) else one for one in given]
    return [tuple(one) * axes if len(one) == 1 else one for one in lists]


def pairs(lists: Sequence[Ints]) -> list[Ints]:
    """Of each list, one number for each axis: PyTorch takes a single one for both."""
    return [[*numbers, *numbers] if len(numbers) == 1 else numbers for numbers in lists]


def check_dtypes(x: object, dy: object) -> None:
    """Refuse dtypes that differ or have no kernel."""
    if x != dy:
        raise RuntimeError(f"{NAME}: input is {x}, but grad_output is {dy}; convert one of them")
    if x not in DTYPES:
        raise RuntimeError(
            f"{NAME}: there is no kernel for {x}, only for float16, bfloat16, float32 and float64"
        )


def check_devices(x: object, dy: object) -> None:
    """Refuse tensors that lie apart."""
    if x != dy:
        raise RuntimeError(f"{NAME}: input is on {x}, but grad_output on {dy}")


def reach(tensor: torch.Tensor) -> int:
    """How many elements of its storage a tensor needs, from its first on."""
    if not tensor.numel():
        return 0
    steps = zip(tensor.shape, tensor.stride(), strict=True)
    return 1 + sum([(size - 1) * step for size, step in steps])


def check_storage(tensor: torch.Tensor) -> None:
    """Refuse a tensor whose memory was freed, or cut."""
    needed = reach(tensor)
    bytes_ = (tensor.storage_offset() + needed) * tensor.itemsize
    if needed and bytes_ > tensor.untyped_storage().nbytes():
        raise no_memory()


def no_memory() -> RuntimeError:
    """What to raise where a tensor's memory was freed, or cut."""
    return RuntimeError(
        f"{NAME}: there is no memory behind a tensor, or too little; was its storage freed "
        "(untyped_storage().resize_)?"
    )
