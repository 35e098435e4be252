"""PyTorch: ``aten::convolution_backward`` for the weight alone, in either layout."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from filtergrad.arrays import Array
from filtergrad.problem import Problem

from . import Call, Prepare


def start(threads: int) -> dict[str, str]:
    """Use this many threads; return the versions."""
    torch.set_num_threads(threads)
    return {"torch": torch.__version__}


def variants(problem: Problem, x: Array, dy: Array) -> dict[str, Prepare]:
    """The ways to compute a problem in NHWC, by name: functions that prepare a call of it."""

    def ready(layout: torch.memory_format) -> Call:
        images, gradient = (_tensor(a).permute(0, 3, 1, 2) for a in (x, dy))
        pads = (problem.top, problem.left)
        if pads != (problem.bottom, problem.right):
            # PyTorch pads both sides alike. Whoever trains with another padding pads the image in
            # the forward pass and keeps it, so padding is no part of this gradient.
            edges = (problem.left, problem.right, problem.top, problem.bottom)
            images, pads = torch.nn.functional.pad(images, edges), (0, 0)
        images, gradient = (t.contiguous(memory_format=layout) for t in (images, gradient))
        sizes = (problem.k, problem.c_per_group, problem.r, problem.s)
        weight = torch.empty(sizes, dtype=images.dtype).contiguous(memory_format=layout)
        steps, holes = (problem.u, problem.v), (problem.dr, problem.ds)
        backward = torch.ops.aten.convolution_backward.default
        more = (None, steps, pads, holes, False, (0, 0), problem.g, (False, True, False))
        return lambda: backward(gradient, images, weight, *more)[1]

    return {
        "contiguous": lambda: ready(torch.contiguous_format),
        "channels_last": lambda: ready(torch.channels_last),
    }


def values(_problem: Problem, dw: Any) -> Array:
    """The result as a NumPy array in the shape of filtergrad's dW."""
    dw = dw.permute(2, 3, 1, 0)
    array: Array = (dw.float() if dw.dtype == torch.bfloat16 else dw).numpy()
    return array


def _tensor(array: Array) -> torch.Tensor:
    if array.dtype.name == "bfloat16":  # PyTorch takes these from NumPy only as integers
        return torch.from_numpy(array.view(np.int16)).view(torch.bfloat16)
    return torch.from_numpy(array)
