"""The way from XLA to our kernels: one FFI target, native where that opens. Floor 7.

In: nothing; importing this registers the target. Out: `call`, which puts it into a program. Where
the native door is closed, the same target is a Python function that reads the same frame.
"""

from __future__ import annotations

import ctypes
from typing import Any

import jax
import numpy as np

from filtergrad import native
from filtergrad.arrays import dtype_name

from . import python_door
from .case import Case, common, request, typed, words

TARGET = "filtergrad_conv2d_weight_1"
"""In programs, so also in those that `jax.export` wrote: the number counts the layouts of words."""


def door_state() -> str:
    """Say how XLA's calls arrive: ``native``, or ``python: `` and the reason."""
    return f"python: {_closed}" if _closed else "native"


def call(x: Any, dy: Any, case: Case) -> Any:
    """dW[b] of x[b] and dy[b], as one call into our code."""
    given = words(case, x.shape[1:], dy.shape[1:], dtype_name(x.dtype, "input"))
    shape = (common(x.shape[0], dy.shape[0]), *case.filter_shape(x.shape[1:], dy.shape[1:]))
    result = typed(jax.typeof(x), shape)
    return jax.ffi.ffi_call(TARGET, result)(x, dy, words=np.array(given, np.int64))


def _open() -> tuple[str, Any]:
    """Register the target: why it is not native, and what must stay alive."""
    reason = native.why_closed()
    door = native.Door("jax", request) if not reason else python_door.HANDLER
    address = door.addresses["handler"] if isinstance(door, native.Door) else python_door.ADDRESS
    handler = jax.ffi.pycapsule(ctypes.c_void_p(address))
    stages = {"instantiate": handler, "execute": handler}
    jax.ffi.register_ffi_target(TARGET, stages, platform="cpu")
    return reason, door


_closed, _door = _open()
