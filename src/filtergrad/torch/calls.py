"""PyTorch's transposed convolutions exchanged for ours in a block: for Keras, which calls them.

In: a block of code. Out: the same block, in which PyTorch's functions are exchanged for ours. It
holds for this thread, and for calls from Python.
"""

from __future__ import annotations

from typing import Any

from torch.nn import functional
from torch.overrides import TorchFunctionMode

from .convolution import conv_transpose1d, conv_transpose2d

_OURS = {
    functional.conv_transpose1d: conv_transpose1d,
    functional.conv_transpose2d: conv_transpose2d,
}


class Exchanged(TorchFunctionMode):
    """A block in which PyTorch's transposed convolutions have our gradient for the weight."""

    def __torch_function__(
        self, function: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        return _OURS.get(function, function)(*args, **(kwargs or {}))
