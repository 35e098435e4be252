"""KernelComputeV2 in Python, where the native door stays closed.

In: a node and the context of a call. Out: dW in the output that ONNX Runtime allocates.
"""

from __future__ import annotations

import ctypes
import math

import numpy as np

from filtergrad.arrays import Operand, dense_strides, numpy_dtype

from .capi import Ort, Tensor
from .geometry import Node
from .shim import INT64, MOST


def compute(ort: Ort, node: Node, context: int) -> None:
    """Compute dW of one call; raises what is wrong with it."""
    inputs = x, sizes, dy = [ort.tensor(context, index) for index in range(3)]
    values: tuple[int, ...] = ()
    if sizes.kind == INT64 and len(sizes.shape) == 1:
        count = max(0, min(sizes.shape[0], MOST + 1))
        values = tuple((ctypes.c_int64 * count).from_address(sizes.address))
    gradient = node.gradient(inputs, values)
    shape, dtype = gradient.problem.filter_shape, numpy_dtype(node.dtype)
    if (out := ort.result(context, shape)) is None:
        return
    memory = (ctypes.c_char * (math.prod(shape) * dtype.itemsize)).from_address(out)
    result = np.ndarray(shape, dtype, memoryview(memory))
    gradient.run(_operand(x, node.dtype), _operand(dy, node.dtype), result, accumulate=False)


def _operand(tensor: Tensor, dtype: str) -> Operand:
    """An input as our kernels take it; ONNX Runtime keeps its memory alive during the call."""
    strides = dense_strides(tensor.shape, numpy_dtype(dtype).itemsize)
    return Operand(tensor.address, tensor.shape, strides, dtype, writable=False, owner=None)
