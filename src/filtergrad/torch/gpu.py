"""The kernel for tensors on an NVIDIA GPU.

In: what PyTorch's dispatcher calls kernels with. Out: a new tensor on the same device, computed in
the order of its current stream. Nothing is copied and nobody waits, so a CUDA graph may record it;
memory comes from PyTorch's allocator. What a call needs besides addresses is remembered by how its
tensors lie, so that a second call is one look-up, two allocations and the launches.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch.autograd import forward_ad

from filtergrad import devices
from filtergrad.recent import KERNELS, Recent, relief

from .geometry import NAME, Geometry, Ints, Lists, check_devices, check_dtypes, no_memory, reach
from .op import empty, library

if TYPE_CHECKING:
    from collections.abc import Callable


class UnableError(RuntimeError):
    """The GPU engine cannot compute a call, which PyTorch can."""


class Ready(NamedTuple):
    """What calls of one kind share.

    Parameters
    ----------
    sizes, strides
        Of the result.
    number
        Which device.
    reach
        How many elements of their storages x and dy need, from their first on.
    work_bytes
        How large the workspace is.
    launch
        Takes the addresses of x, dy, dW and the workspace, and the stream; None where the result is
        zeros, or nothing.
    """

    sizes: tuple[int, ...]
    strides: tuple[int, ...]
    number: int
    reach: tuple[int, int]
    work_bytes: int
    launch: Callable[[int, int, int, int, int], None] | None


_found: Recent[tuple[Any, ...], Ready | UnableError] = Recent(KERNELS)
relief.append(_found.forget)


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
    """Compute what the kernel for the CPU does, on the tensors' device.

    Raises
    ------
    RuntimeError
        If shapes, dtypes or devices do not fit together.
    UnableError
        If the engine cannot compute it.
    """
    call = (stride, padding, dilation), groups, memory_format
    found = ready(input, weight_size, grad_output, *call)
    if isinstance(found, UnableError):  # perhaps it can by now
        found = ready(input, weight_size, grad_output, *call, again=True)
        if isinstance(found, UnableError):
            raise found
    return computed(found, input, grad_output)


def ready(
    x: torch.Tensor,
    dw: Ints,
    dy: torch.Tensor,
    lists: Lists,
    groups: int,
    form: torch.memory_format,
    *,
    again: bool = False,
) -> Ready | UnableError:
    """What a call shares with those whose tensors lie alike, or why it cannot be computed."""
    stride, padding, dilation = lists
    # Lists without an end would run into each other. Numbers of devices are -1 for CPUs.
    key = (
        x.shape, x.stride(), x.dtype, x.get_device(),
        dy.shape, dy.stride(), dy.dtype, dy.get_device(),
        *dw, None, *stride, None, *padding, None, *dilation, groups, form,
        not x.data_ptr() & 15, not dy.data_ptr() & 15,
    )  # fmt: skip
    found = _found[key]
    if found is None or again:
        made = _made(x, dw, dy, Geometry.of(lists, groups), form)
        if again:
            _found.forget(lambda other: other == key)
        found = _found.put(key, made)
    return found


def computed(ready: Ready, x: torch.Tensor, dy: torch.Tensor) -> torch.Tensor:
    """The gradient of two tensors that lie as was made ready for."""
    sizes, strides, number, (x_reach, dy_reach), work_bytes, launch = ready
    if launch is None:
        return x.new_empty_strided(sizes, strides).zero_()
    if (
        x.untyped_storage().nbytes() < (x.storage_offset() + x_reach) * x.itemsize
        or dy.untyped_storage().nbytes() < (dy.storage_offset() + dy_reach) * dy.itemsize
    ):
        raise no_memory()
    result = x.new_empty_strided(sizes, strides)
    # When the workspace goes back, its next user comes behind us on the stream.
    work = x.new_empty(work_bytes, dtype=torch.uint8) if work_bytes else None
    launch(
        x.data_ptr(), dy.data_ptr(), result.data_ptr(), 0 if work is None else work.data_ptr(),
        torch._C._cuda_getCurrentRawStream(number),
    )  # fmt: skip
    return result


def _made(
    x: torch.Tensor, dw: Ints, dy: torch.Tensor, geometry: Geometry, form: torch.memory_format
) -> Ready | UnableError:
    """Make ready for a call: its checks, its plan, its kernels on the device."""
    check_dtypes(x.dtype, dy.dtype)
    check_devices(x.device, dy.device)
    if x.layout != torch.strided or dy.layout != torch.strided:
        raise RuntimeError(f"{NAME}: tensors must be dense (torch.strided)")
    geometry.check(x.shape, dw, dy.shape)
    place, size = x.device, x.itemsize
    with torch.device("meta"):
        like = torch.empty_strided(x.shape, x.stride(), dtype=x.dtype)
        strides = empty(like, dw, form).stride()
    shared = (tuple(dw), strides, place.index, (reach(x), reach(dy)))
    if not x.numel() or not dy.numel() or 0 in dw:
        return Ready(*shared, 0, None)
    k, c, r, s = (size * step for step in strides)
    rest = (r, s, c, k), (not x.data_ptr() & 15, not dy.data_ptr() & 15)
    try:
        gradient = geometry.gradient(x.shape, dw, dy.shape, x.dtype, f"cuda:{place.index}")
        x_steps, dy_steps = (tuple(size * step for step in t.stride()) for t in (x, dy))
        call = gradient.remote(x_steps, dy_steps, False, rest)
        launch = call.on(place.index)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        return UnableError(f"{NAME}: {error}")
    return Ready(*shared, call.workspace_bytes, launch)


def bare(x: torch.Tensor, dy: torch.Tensor) -> bool:
    """Whether nobody asks PyTorch's dispatcher to know of a call that is not differentiated.

    The dispatcher takes as long to call Python as `kernel` takes for all the rest.
    """
    return (
        type(x) is type(dy) is torch.Tensor
        and x.is_cuda
        and dy.is_cuda
        and not torch.compiler.is_compiling()
        and not (x.is_neg() or dy.is_neg())
        and not torch._C._len_torch_dispatch_stack()
        and not torch._C._are_functorch_transforms_active()
        and not torch._C._is_tracing()
        and forward_ad._current_level < 0
        and not torch.autograd._profiler_enabled()
    )


# ---- for those who can do without ----

_warned: set[str] = set()
_served: dict[torch.device, bool] = {}


def able(
    x: torch.Tensor,
    dw: Ints,
    dy: torch.Tensor,
    lists: Lists,
    groups: int,
    form: torch.memory_format,
) -> Ready | None:
    """What a call needs; nothing, and a warning for each reason, where the engine cannot do it."""
    found = ready(x, dw, dy, lists, groups, form)
    if isinstance(found, UnableError):
        leave(str(found), x.device)
        return None
    return found


def serves(place: torch.device) -> bool:
    """Whether there are kernels for a device; a warning says why not where there might be."""
    if place.type != "cuda":
        return place.type == "cpu"
    found = _served.get(place)
    if found is None:
        index = place.index if place.index is not None else torch.cuda.current_device()
        try:
            reason = devices.engine(f"cuda:{index}").absent()
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            reason = str(error)
        if reason:
            leave(reason, place)
        found = _served[place] = not reason
    return found


# What `torch.compiler.assume_constant_result` does, which takes a second to import TorchDynamo.
serves._dynamo_marked_constant = True  # type: ignore[attr-defined]


def leave(reason: str, place: torch.device) -> None:
    """Say once that a gradient stays PyTorch's own, and why."""
    if reason not in _warned:
        _warned.add(reason)
        warnings.warn(
            f"filtergrad leaves PyTorch's own weight gradients in place on {place}: {reason}",
            stacklevel=2,
        )


library.impl("conv2d_weight", kernel, "CUDA")
