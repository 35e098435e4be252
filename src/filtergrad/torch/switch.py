"""Every convolution of the process: `enable`, `disable`, `enabled`.

In: nothing. Out: other kernels of ``aten::convolution_backward`` for CPUs and GPUs, which compute
the weight gradients of convolutions in one and two dimensions, transposed ones too, while the
switch is on, and leave all the rest to PyTorch's own; they reach convolutions in any library. The
alternatives lost: a `TorchDispatchMode` is asked for every operator, and a `TorchFunctionMode` sees
Python's calls only.

The kernels come with the first switch and stay: PyTorch's dispatcher may not be changed while
another thread calls it. That for CPUs is machine code (`backward`), or, where that cannot be, the
one in Python here, like that for GPUs. Every change of the switch is one operation of Python's own
objects (`state`), so that no exception (an interrupt, a timeout) can leave it half done, and
nothing has to be locked against a signal's handler or another thread.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import contextlib
import warnings
import weakref
from types import TracebackType
from typing import Any

import torch

from filtergrad import knobs

from . import door, gpu, state, watch
from .geometry import DTYPES, Moved, misfit
from .op import format_like, operator

_state: dict[str, Any] = {}


def enable() -> None:
    """Let every convolution of this process compute its weight gradient with filtergrad.

    In one dimension and in two, transposed ones too; also those of libraries, compiled graphs and
    layers that `swap` does not see. Forward and input gradients stay PyTorch's, and so do
    convolutions in 3 dimensions and those on devices other than CPUs and NVIDIA's GPUs. So does,
    with a warning that says why, the gradient of what a GPU's kernels cannot be had for: an old
    GPU, no Triton to compile with.
    """
    install()
    state.wanted.value = 1


def disable() -> None:
    """Undo `enable`."""
    state.wanted.value = 0


class _Block:
    """An open `enabled` block. When nothing holds it any more, Python takes it from the list."""

    __slots__ = ("__weakref__",)


class enabled(contextlib.ContextDecorator):  # noqa: N801 - used as a function
    """`enable` for the time of a ``with`` block, or of a function's calls; for all threads.

    Examples
    --------
    >>> import torch, filtergrad.torch
    >>> x, weight = torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2, requires_grad=True)
    >>> with filtergrad.torch.enabled():
    ...     torch.nn.functional.conv2d(x, weight).sum().backward()
    """

    def __init__(self) -> None:
        self._inside: list[_Block] = []  # one for each time that it was entered

    def _recreate_cm(self) -> enabled:
        return enabled()

    def __enter__(self) -> None:
        block = _Block()
        try:
            install()
            self._inside.append(block)
            state.blocks.append(weakref.ref(block, state.blocks.remove))
        except BaseException:
            self._inside[:] = [other for other in self._inside if other is not block]
            del block
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._inside.pop()


def install() -> None:
    """Put our kernels before PyTorch's, if they are not there."""
    for key in ("CUDA",) if native() else ("CPU", "CUDA"):
        if key not in _state:
            _state.setdefault(key, _kernel(key))


def native() -> bool:
    """Put machine code before PyTorch's kernel for CPUs, if it is not there; whether it is.

    It cannot be where PyTorch lacks what that calls, nor where calls are counted.
    """
    if not state.native and "CPU" not in _state and door.backward() and not knobs.current().summary:
        door.register("aten", "convolution_backward")
        state.native = True
    return state.native


def _kernel(key: str) -> Any:
    """Put our kernel for a device into the dispatcher, where it stays while the result lives."""
    # The first kernel that was found is kept: a later one may be ours, if two threads come at once.
    found = torch.library.get_kernel("aten::convolution_backward", key)
    original = _state.setdefault(f"original {key}", found)
    gradient = _on_gpu if key == "CUDA" else _on_cpu

    def backward(keyset: Any, dy: Any, x: Any, weight: Any, bias: Any, *rest: Any) -> Any:
        stride, padding, dilation, transposed, more, groups, mask = rest
        to_x, to_weight, to_bias = mask
        dw = None
        if state.on() and to_weight:
            moved = Moved(stride, padding, dilation, groups, more if transposed else None)
            why = why_not(key.lower(), dy, x, weight) or misfit(moved)
            if not why:
                dw = gradient(x, weight, dy, moved)
            if dw is None:
                watch.left(x, weight, why or "the GPU's kernel cannot be had")
        if dw is None:
            return original.call_boxed(keyset, dy, x, weight, bias, *rest)
        dx = None
        if to_x:
            others = (None, *rest[:-1], (True, False, False))
            dx = original.call_boxed(keyset, dy, x, weight, *others)[0]
        # The original is not asked: it computes the weight's gradient, too, and drops it.
        return dx, dw, dy.sum((0, *range(2, dy.dim()))) if to_bias else None

    # torch.library is not used: an interrupt can leave its own records half done.
    library = torch._C._dispatch_library("IMPL", "aten", "", __file__, 0)
    with warnings.catch_warnings():
        # Another thread, or a signal's handler that ran here, may have put one there already; the
        # warning that PyTorch then gives is dropped, because two of ours do no harm.
        warnings.filterwarnings("ignore", message="(?s).*overrid")
        library.impl("convolution_backward", key, backward, True)  # with the keys of the call
    return library


def _on_cpu(x: torch.Tensor, weight: torch.Tensor, dy: torch.Tensor, moved: Moved) -> torch.Tensor:
    first, sizes, second, convolution = moved.images(x, weight.shape, dy)
    form = format_like(weight, x, exchanged=moved.output_padding is not None)
    dw = operator(first, sizes, second, *convolution, form)
    return dw if weight.dim() == 4 else dw.squeeze(2)


def _on_gpu(
    x: torch.Tensor, weight: torch.Tensor, dy: torch.Tensor, moved: Moved
) -> torch.Tensor | None:
    """The gradient, if it can be had; this is below whatever asks for the operator by its name."""
    first, sizes, second, (*lists, groups) = moved.images(x, weight.shape, dy)
    form = format_like(weight, x, exchanged=moved.output_padding is not None)
    found = gpu.able(first, sizes, second, (lists[0], lists[1], lists[2]), groups, form)
    if found is None:
        return None
    dw = gpu.computed(found, first, second)
    return dw if weight.dim() == 4 else dw.squeeze(2)


def why_not(kind: str, dy: torch.Tensor, x: torch.Tensor, weight: torch.Tensor) -> str:
    """Why a gradient stays PyTorch's; empty where it is ours."""
    tensors = (dy, x, weight)
    if x.dim() not in (3, 4):
        return f"it has {x.dim() - 2} dimensions"
    if not all(t.device.type == kind and t.layout == torch.strided for t in tensors):
        return f"its tensors are not dense and on {kind}"
    if not x.dtype == dy.dtype == weight.dtype:
        return "its tensors are of different dtypes"
    if x.dtype not in DTYPES:
        return f"there is no kernel for {x.dtype}"
    return "" if all(t.numel() > 0 for t in tensors) else "a tensor is empty"
