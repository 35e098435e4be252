"""How the operator divides over the devices of a mesh: `DTensor`.

In: PyTorch's distributed tensors. Out: for each way to place `input` and `grad_output`, how the
result is placed. Images on different ranks give sums of which each rank has a part; channels on
different ranks give channels of the result. Imported at the first call with tensors that may be
distributed: `torch.distributed.tensor` takes a second to import.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

from typing import Any

from torch.distributed.tensor import DTensor, Partial, Replicate, Shard
from torch.distributed.tensor.experimental import register_sharding

from .op import operator


@register_sharding(operator)
def placements(
    x: Any,  # noqa: ARG001 - every placement is right for every shape
    dw: Any,  # noqa: ARG001
    dy: Any,  # noqa: ARG001
    stride: Any = None,  # noqa: ARG001
    padding: Any = None,  # noqa: ARG001
    dilation: Any = None,  # noqa: ARG001
    groups: int = 1,
    memory_format: Any = None,  # noqa: ARG001
) -> list[tuple[list[Any], list[Any]]]:
    """All placements of (result, input, grad_output) that fit; other arguments have none."""
    whole, part = Replicate(), Partial("sum")
    ways = [(whole, whole, whole), (part, Shard(0), Shard(0))]
    ways += [(part, part, whole), (part, whole, part)]  # linear in each
    if groups == 1:
        ways += [(Shard(1), Shard(1), whole), (Shard(0), whole, Shard(1))]
    return [([result], [x, None, dy, None, None, None, None, None]) for result, x, dy in ways]


# Argument number 1 is the size of the result: where that is sharded, each rank is told the size of
# its own part, as for PyTorch's `view`.
DTensor._op_dispatcher.sharding_propagator.op_to_shape_and_stride_idx[operator] = 1
