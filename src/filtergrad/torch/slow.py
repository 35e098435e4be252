"""The kernel of last resort, in Python: for where the native door does not open.

In: what PyTorch's dispatcher calls kernels with. Out: a new tensor, with the same bits as the
native kernel's.
"""

from __future__ import annotations

import torch

from filtergrad.arrays import numpy_dtype

from .geometry import NAME, Geometry, Ints, check_dtypes, check_storage
from .op import empty


def kernel(
    input: torch.Tensor,  # noqa: A002 - PyTorch's names
    weight_size: Ints,
    grad_output: torch.Tensor,
    stride: Ints = (1, 1),
    padding: Ints = (0, 0),
    dilation: Ints = (1, 1),
    groups: int = 1,
    memory_format: torch.memory_format = torch.preserve_format,
) -> torch.Tensor:
    """Compute what the native kernel does: the tensors are read where they lie, through NumPy."""
    for tensor in (input, grad_output):
        _check_memory(tensor)
    check_dtypes(input.dtype, grad_output.dtype)
    x, dy = input.detach(), grad_output.detach()
    geometry = Geometry.of((stride, padding, dilation), groups)
    gradient = geometry.gradient(x.shape, weight_size, dy.shape, x.dtype)
    result = empty(input, weight_size, memory_format)
    if result.numel():
        view = result.view(torch.int16) if x.dtype == torch.bfloat16 else result
        out = view.numpy().view(numpy_dtype(gradient.problem.dtype)).transpose(2, 3, 1, 0)
        gradient(x, dy, out)
    return result


def _check_memory(tensor: torch.Tensor) -> None:
    """Refuse what the native kernel refuses: tensors that lie elsewhere, or were freed."""
    if tensor.device.type != "cpu" or tensor.layout != torch.strided:
        raise RuntimeError(f"{NAME}: tensors must be dense (torch.strided) and on the CPU")
    check_storage(tensor)
