"""What `FILTERGRAD_SUMMARY` counts of PyTorch: calls of the operator, and what was left.

In: `watch`, called when this host is imported where the knob asks for it. Out: rows of `summary`. A
kernel that measures stands before the native one from then on, so that nothing is measured, and
nothing asked, where nobody wants to know.
"""

# ruff: noqa: SLF001 - for much of what its extensions need PyTorch has private names only

from __future__ import annotations

import time
import warnings
from typing import Any

import torch

from filtergrad import knobs, summary

from . import gpu, state
from .geometry import NAME, Geometry, Ints

_kept: list[Any] = []  # what PyTorch would forget
_told: dict[tuple[Any, ...], tuple[str, str]] = {}


def watch() -> None:
    """Count from now on."""
    if _kept:
        return
    state.native = False  # the switch puts the kernel in Python there, which tells us what is left
    native = torch.library.get_kernel(NAME, "CPU")

    def counted(keyset: Any, *given: Any) -> Any:
        start = time.perf_counter()
        result = native.call_boxed(keyset, *given)
        seconds = time.perf_counter() - start
        summary.guarded(lambda: summary.count("PyTorch", *_words(*given), seconds))
        return result

    computed = gpu.computed

    def counted_on_gpu(found: gpu.Ready, x: torch.Tensor, dy: torch.Tensor) -> torch.Tensor:
        text = f"{_name(x.dtype)} NCHW {_sizes(x.shape)} weight {_sizes(found.sizes)} on {x.device}"
        summary.guarded(lambda: summary.count("PyTorch", text, "the GPU's kernel"))
        return computed(found, x, dy)

    library = torch._C._dispatch_library("IMPL", "filtergrad", "", __file__, 0)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="(?s).*overrid")
        library.impl("conv2d_weight", "CPU", counted, True)
    gpu.computed = counted_on_gpu  # type: ignore[assignment]  # another name of a parameter
    _kept.append(library)


def left(x: Any, weight: Any, why: str, kind: str = "convolution") -> None:
    """Note that a weight gradient stays PyTorch's own."""
    if knobs.current().summary and not torch.compiler.is_compiling():
        text = f"{kind} {_name(weight.dtype)} {_sizes(x.shape)} weight {_sizes(weight.shape)}"
        summary.guarded(lambda: summary.count("PyTorch", text, why, ours=False))


def _words(
    x: torch.Tensor,
    sizes: Ints,
    dy: torch.Tensor,
    stride: Ints = (1, 1),
    padding: Ints = (0, 0),
    dilation: Ints = (1, 1),
    groups: int = 1,
    *_: object,
) -> tuple[str, str]:
    """A layer and its algorithm."""
    lists = stride, padding, dilation
    key = (
        x.shape, x.stride(), x.dtype, dy.shape, dy.stride(), *map(tuple, (sizes, *lists)), groups,
    )  # fmt: skip
    if key not in _told:
        gradient = Geometry.of(lists, groups).gradient(x.shape, sizes, dy.shape, x.dtype)
        how = "empty"
        if not gradient.problem.empty:
            x_steps, dy_steps = (tuple(t.itemsize * n for n in t.stride()) for t in (x, dy))
            how = gradient.engine.summary(gradient.ready(x_steps, dy_steps).kernel.plan)
        _told[key] = summary.layer(gradient.problem), how
    return _told[key]


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _sizes(sizes: Ints) -> str:
    return "x".join(map(str, sizes))


if knobs.current().summary:
    watch()
