"""JAX's native door: one FFI target, which XLA calls from its programs.

In: nothing; importing this registers the target, for CPUs and for NVIDIA's GPUs. Out: `call` and
`call_on_gpu`, which put it into a program, and `door_state`. Where the native door stays closed,
the same target is a Python function that reads the same frame (`slow`; on GPUs it always is one,
`remote`); where XLA's frames are not those that we know, there is no target, and the gradient is
XLA's own.
"""

from __future__ import annotations

import ctypes
import re
from pathlib import Path
from typing import Any

import jax
import numpy as np

from filtergrad import forks
from filtergrad.arrays import dtype_name
from filtergrad.native import door, proof

from . import remote, slow
from .geometry import Geometry, common, request, typed, words

TARGET = "filtergrad_conv2d_weight_1"
"""The target's name in programs, also in exported ones: the number counts the layouts of words."""


def door_state() -> str:
    """Say how JAX reaches the kernels: ``"native"``, or ``"python: "`` or ``"xla: "`` and why."""
    return _state


def call(x: jax.Array, dy: jax.Array, geometry: Geometry) -> jax.Array:
    """Compute dW[b] of x[b] and dy[b] by one call into our code, on a CPU."""
    given, result = words_of(x, dy, geometry), _result(x, dy, geometry)
    return jax.ffi.ffi_call(TARGET, result)(x, dy, words=np.array(given, np.int64))


def call_on_gpu(x: jax.Array, dy: jax.Array, geometry: Geometry) -> jax.Array:
    """Compute the same on a GPU; the second result is the workspace."""
    given, result = words_of(x, dy, geometry), _result(x, dy, geometry)
    counts = [size if isinstance(size, int) else -1 for size in (x.shape[0], dy.shape[0])]
    size = remote.workspace(given, (counts[0], counts[1]))
    work = typed(jax.typeof(x), (size,)).update(dtype=np.dtype(np.uint8))
    dw, _ = jax.ffi.ffi_call(TARGET, (result, work))(x, dy, words=np.array(given, np.int64))
    found: jax.Array = dw
    return found


def words_of(x: Any, dy: Any, geometry: Geometry) -> list[int]:
    """The words of a call on x and dy, whose first axis they do not count."""
    return words(geometry, x.shape[1:], dy.shape[1:], dtype_name(x.dtype, "input"))


def _result(x: jax.Array, dy: jax.Array, geometry: Geometry) -> Any:
    """The type of all dW[b]."""
    shape = (common(x.shape[0], dy.shape[0]), *geometry.filter_shape(x.shape[1:], dy.shape[1:]))
    return typed(jax.typeof(x), shape)


def _interface() -> str:
    """The version of XLA's FFI, from the header that comes with it."""
    header = Path(jax.ffi.include_dir()) / "xla/ffi/api/c_api.h"
    numbers = dict(re.findall(r"define XLA_FFI_API_(MAJOR|MINOR) (\d+)", header.read_text()))
    return f"FFI {numbers['MAJOR']}.{numbers['MINOR']}"


def _open() -> tuple[str, door.Door | None]:
    """Register the target; return its state, and the door if there is a target."""
    try:
        interface = _interface()
    except (OSError, AttributeError, KeyError):
        interface = "FFI of no known version"
    if reason := proof.why_closed("jax", jax.__version__, interface):
        return door.state(reason, "xla"), None
    forks.load("filtergrad.jax.shim")
    from . import shim

    reason = door.why_closed()
    python = {"slow": slow.handle, "launch": remote.launch, "ahead": remote.ahead}
    called = {name: door.callback(function, 2) for name, function in python.items()}
    opened = door.Door(shim, request, called, slow=bool(reason))
    symbols = {"cpu": "slow_handler" if reason else "handler", "CUDA": "gpu_handler"}
    for platform, symbol in symbols.items():
        handler = jax.ffi.pycapsule(ctypes.c_void_p(opened.addresses[symbol]))
        stages = {"instantiate": handler, "execute": handler}
        jax.ffi.register_ffi_target(TARGET, stages, platform=platform)
    return door.state(reason), opened


_state, _door = _open()
registered = _door is not None
"""Whether programs may call the target."""
