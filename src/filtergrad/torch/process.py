"""Every convolution of the process: `enable`, `disable`, `enabled`. Floor 7.

In: nothing. Out: another kernel of ``aten::convolution_backward`` on the CPU, which computes the
weight gradients of 2-D convolutions with filtergrad and leaves all the rest to PyTorch's own; it
reaches convolutions in any library. The alternatives lost: a `TorchDispatchMode` is asked for every
operator, and a `TorchFunctionMode` sees Python's calls only.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import torch

from filtergrad.torch.kernel import DTYPES, format_like, operator

_lock = threading.Lock()
_state: dict[str, Any] = {"library": None, "wanted": False, "inside": 0}


def enable() -> None:
    """Let every 2-D convolution of this process compute its weight gradient with filtergrad.

    Also those of libraries, compiled graphs and layers that `swap` does not see. Forward and input
    gradients stay PyTorch's, and so do convolutions in 1 or 3 dimensions, transposed ones, and
    those on other devices.
    """
    _change(wanted=True)


def disable() -> None:
    """Undo `enable`."""
    _change(wanted=False)


@contextlib.contextmanager
def enabled() -> Iterator[None]:
    """`enable` for the time of a ``with`` block; for all threads."""
    _change(inside=1)
    try:
        yield
    finally:
        _change(inside=-1)


def _change(*, wanted: bool | None = None, inside: int = 0) -> None:
    with _lock:
        _state["inside"] += inside
        _state["wanted"] = _state["wanted"] if wanted is None else wanted
        on = _state["wanted"] or _state["inside"] > 0
        if on and _state["library"] is None:
            _state["library"] = _override()
        elif not on and _state["library"] is not None:
            _state["library"]._destroy()
            _state["library"] = None


def _override() -> Any:
    original = torch.library.get_kernel("aten::convolution_backward", "CPU")

    def backward(keyset: Any, dy: Any, x: Any, weight: Any, bias: Any, *rest: Any) -> Any:
        stride, padding, dilation, transposed, _, groups, (to_x, to_weight, to_bias) = rest
        if not to_weight or transposed or not _ours(dy, x, weight):
            return original.call_boxed(keyset, dy, x, weight, bias, *rest)
        dx = db = None
        if to_x or to_bias:
            others = (*rest[:-1], (to_x, False, to_bias))
            dx, _, db = original.call_boxed(keyset, dy, x, weight, bias, *others)
        convolution = (stride, padding, dilation, groups, format_like(weight))
        return dx, operator(x, weight.shape, dy, *convolution), db

    library = torch.library.Library("aten", "IMPL")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="(?s).*overrid")  # that is what we are here for
        library.impl("convolution_backward", backward, "CPU", with_keyset=True)
    return library


def _ours(dy: torch.Tensor, x: torch.Tensor, weight: torch.Tensor) -> bool:
    tensors = (dy, x, weight)
    return (
        all(t.device.type == "cpu" and t.layout == torch.strided for t in tensors)
        and x.dim() == 4
        and x.dtype == dy.dtype == weight.dtype
        and x.dtype in DTYPES
        and all(t.numel() > 0 for t in tensors)
    )
