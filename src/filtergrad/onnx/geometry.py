"""How a filter moves, and what a node asks for: TensorFlow's arguments, of a node's attributes.

In: the attributes of a node, which are integers, and the inputs of a call. Out: a `Geometry`, and
a checked `Gradient`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from filtergrad import api
from filtergrad.arrays import Ints
from filtergrad.errors import InvalidArgumentError
from filtergrad.gradient import Gradient

from .capi import Shape, Tensor
from .shim import ABSENT, INT64, NOWHERE

DOMAIN, OP = "filtergrad", "Conv2DBackpropFilter"

# ONNX's numbers of the dtypes.
TYPES = {"float32": 1, "float16": 10, "float64": 11, "bfloat16": 16}
_NAMES = {number: name for name, number in TYPES.items()} | {INT64: "int64"}
_INPUTS = ("input", "filter_sizes", "out_backprop")


class Geometry(NamedTuple):
    """How a filter moves, in TensorFlow's words; see `filtergrad.conv2d_backprop_filter`."""

    strides: tuple[int, ...]
    padding: str
    explicit_paddings: tuple[int, ...]
    data_format: str
    dilations: tuple[int, ...]

    @classmethod
    def of(
        cls,
        strides: Sequence[int],
        dilations: Sequence[int],
        pads: Sequence[int],
        same: int = 0,
        channels_last: int = 1,
        group: int = 1,  # noqa: ARG003 - it follows from the shapes; the function alone needs it
    ) -> Geometry:
        """Make it of the attributes of a node."""
        (u, v), (dr, ds), (top, left, bottom, right) = strides, dilations, pads
        around = () if same else (top, bottom, left, right)
        unpadded = () if same else (0, 0)
        return cls(
            strides=(1, u, v, 1) if channels_last else (1, 1, u, v),
            padding="SAME" if same else "EXPLICIT",
            explicit_paddings=unpadded + around + unpadded
            if channels_last
            else unpadded * 2 + around,
            data_format="NHWC" if channels_last else "NCHW",
            dilations=(1, dr, ds, 1) if channels_last else (1, 1, dr, ds),
        )


class Node(NamedTuple):
    """What is known of a node before its first call.

    Parameters
    ----------
    dtype
        Of x, dy and dW.
    group
        In how many groups its channels are.
    geometry
        How its filter moves.
    number
        What calls name it by; machine code reads it at its address, so it must stay alive.
    """

    dtype: str
    group: int
    geometry: Geometry
    number: ctypes.c_int64

    def gradient(self, inputs: Sequence[Tensor], values: Shape) -> Gradient:
        """Check a call, and return the gradient that it asks for.

        Parameters
        ----------
        inputs
            x, filter_sizes and dy; their addresses are not looked at.
        values
            The numbers in filter_sizes, if it is a vector.
        """
        right = TYPES[self.dtype], INT64, TYPES[self.dtype]
        for name, tensor, kind in zip(_INPUTS, inputs, right, strict=True):
            if tensor.kind != kind:
                reasons = {ABSENT: "is missing", NOWHERE: "has no memory"}
                found = _NAMES.get(tensor.kind, f"of type {tensor.kind}")
                other = f"is {found}, but must be {_NAMES[kind]}"
                raise InvalidArgumentError(f"{OP}: {name} {reasons.get(tensor.kind, other)}")
        x, given, dy = (tensor.shape for tensor in inputs)
        sizes: Ints = values if len(given) == 1 else np.zeros((0,) * len(given), np.int64)
        gradient = api.gradient(
            input_shape=x,
            filter_sizes=sizes,
            out_backprop_shape=dy,
            **self.geometry._asdict(),
            dtype=self.dtype,
        )
        if gradient.problem.g not in {0, self.group}:
            raise InvalidArgumentError(
                f"group is {self.group}, but the shapes make {gradient.problem.g} groups"
            )
        return gradient
