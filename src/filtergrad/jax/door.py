"""JAX's native door: one FFI target, which XLA calls from its programs.

In: nothing; importing this registers the target. Out: `call`, which puts it into a program, and
`door_state`. Where the native door stays closed, the same target is a Python function that reads
the same frame (`slow`); where XLA's frames are not those that we know, there is no target, and the
gradient is XLA's own.
"""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

import jax
import numpy as np

from filtergrad import forks
from filtergrad.arrays import dtype_name
from filtergrad.native import door, proof

from . import slow
from .geometry import Geometry, common, request, typed, words

TARGET = "filtergrad_conv2d_weight_1"
"""The target's name in programs, also in exported ones: the number counts the layouts of words."""


def door_state() -> str:
    """Say how JAX reaches the kernels: ``"native"``, or ``"python: "`` or ``"xla: "`` and why."""
    return _state


def call(x: jax.Array, dy: jax.Array, geometry: Geometry) -> jax.Array:
    """Compute dW[b] of x[b] and dy[b] by one call into our code."""
    given = words(geometry, x.shape[1:], dy.shape[1:], dtype_name(x.dtype, "input"))
    shape = (common(x.shape[0], dy.shape[0]), *geometry.filter_shape(x.shape[1:], dy.shape[1:]))
    result = typed(jax.typeof(x), shape)
    return jax.ffi.ffi_call(TARGET, result)(x, dy, words=np.array(given, np.int64))


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
    python = door.callback(slow.handle, 2)
    opened = door.Door(shim, request, {"python": python}, slow=bool(reason))
    address = opened.addresses["slow_handler" if reason else "handler"]
    handler = jax.ffi.pycapsule(ctypes.c_void_p(address))
    stages = {"instantiate": handler, "execute": handler}
    jax.ffi.register_ffi_target(TARGET, stages, platform="cpu")
    return door.state(reason), opened


_state, _door = _open()
registered = _door is not None
"""Whether programs may call the target."""
