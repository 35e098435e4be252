"""Launches of the GPU engine in Triton's interpreter, on NumPy arrays.

Import it before anything imports Triton, in a process of its own: the interpreter is switched on
when kernels are read.
"""

import importlib
import os

os.environ["TRITON_INTERPRET"] = "1"

import math
from dataclasses import replace

import ml_dtypes
import numpy as np
import triton
from triton.runtime import interpreter
from triton.tools.tensor_descriptor import TensorDescriptor

from filtergrad.arrays import numpy_dtype
from filtergrad.gpu.base.launch import Box, Launch, Module, Pointer, Size

assert triton.knobs.runtime.interpret, "Triton was imported without its interpreter"


# NumPy 2.4 makes no int of an array of one element any more, and Triton 3.6's interpreter does.
_patch_tensor = interpreter._patch_lang_tensor


def _patched_tensor(tensor, scope):
    _patch_tensor(tensor, scope)
    scope.set_attr(tensor, "__index__", lambda self: int(np.reshape(self.handle.data, -1)[0]))


interpreter._patch_lang_tensor = _patched_tensor


# It multiplies the bit patterns of bfloat16 numbers (triton issue 11584).
_dot = interpreter.InterpreterBuilder.create_dot


def _patched_dot(self, a, b, d, *rest):
    if a.dtype == triton.language.bfloat16:
        wide = [
            interpreter.TensorHandle(
                h.data.view(ml_dtypes.bfloat16).astype(np.float32), triton.language.float32
            )
            for h in (a, b)
        ]
        return _dot(self, *wide, d, *rest)
    return _dot(self, a, b, d, *rest)


interpreter.InterpreterBuilder.create_dot = _patched_dot


# It cuts float32 numbers off where a GPU rounds them to bfloat16.
_cast = interpreter.InterpreterBuilder.cast_impl


def _patched_cast(self, source, kind):
    if source.dtype.scalar == triton.language.float32 and kind.scalar == triton.language.bfloat16:
        data = source.data.astype(ml_dtypes.bfloat16).view(np.uint16)
        return interpreter.TensorHandle(data, triton.language.bfloat16)
    return _cast(self, source, kind)


interpreter.InterpreterBuilder.cast_impl = _patched_cast


# Triton 3.9's spreads a comparison of scalars as 32-bit numbers, which it then takes for no mask.
_splat = interpreter.InterpreterBuilder.create_splat


def _patched_splat(self, kind, one):
    if one.data.dtype == np.bool_:
        one = interpreter.TensorHandle(one.data, triton.language.int1)
    return _splat(self, kind, one)


interpreter.InterpreterBuilder.create_splat = _patched_splat


# It remakes Triton's language at each call of a function of ours, and there are many: once for each
# file's names is enough in a launch.
_patch_lang, _known = interpreter._patch_lang, set()


def _patched_lang(function):
    if id(function.__globals__) in _known:
        return None
    _known.add(id(function.__globals__))
    return _patch_lang(function)


interpreter._patch_lang = _patched_lang


def watch(on):
    """Whether each sum and product of 32-bit numbers is asked if it overflows: half of the time."""
    builder = interpreter.interpreter_builder
    builder.options = replace(builder.options, sanitize_overflow=on)


watch(on=False)


class _Kind:
    """An element type as Triton asks PyTorch for it."""

    is_floating_point = True

    def __init__(self, name):
        self.name = name
        self.itemsize = numpy_dtype(name).itemsize

    def __str__(self):
        return f"torch.{self.name}"

    __repr__ = __str__

    def __hash__(self):
        return hash(self.name)

    def __eq__(self, other):
        return str(self) == str(other)


class _Storage:
    def __init__(self, address):
        self.address = address

    def data_ptr(self):
        return self.address

    def cpu(self):
        return self

    def copy_(self, other):
        pass


class Tensor:
    """An address, as far as Triton's interpreter looks at tensors."""

    device = "cpu"

    def __init__(self, address, dtype, shape=(1,), strides=(1,)):
        self.address, self.dtype, self.shape, self.strides = address, _Kind(dtype), shape, strides

    def data_ptr(self):
        return self.address

    def stride(self):
        return self.strides

    def size(self):
        return self.shape

    def storage_offset(self):
        return 0

    def untyped_storage(self):
        return _Storage(self.address)

    def new_empty(self, *args, device=None):
        return self

    def set_(self, *args):
        return self

    def element_size(self):
        return self.dtype.itemsize


def launch(one: Launch, addresses, general=False):
    """Run one launch; ``addresses`` are those of ``x``, ``dy``, ``dw`` and ``work``."""
    name, function = one.source.split(":")
    kernel = getattr(importlib.import_module(name), function)
    given = {key: _argument(value, addresses) for key, value in one.arguments}
    constants = dict(one.constants)
    if constants.get("OVERLAP"):
        constants["OVERLAP"] = False  # one kernel ends before the next begins
    if "PRODUCTS" in constants:
        constants["PRODUCTS"] = "ieee"  # the interpreter rounds as NumPy does, and knows few names
    _known.clear()
    with np.errstate(all="ignore"):
        kernel[one.grid](**given, **constants)


def _argument(value, addresses):
    if isinstance(value, Pointer):
        return Tensor(addresses[value.name] + value.offset, value.dtype)
    if isinstance(value, Size):
        return value.value
    assert isinstance(value, Box)
    base = _argument(value.pointer, addresses)
    return TensorDescriptor(base, [*value.shape], [*value.strides], [*value.block])


def run(module: Module, x, dy, dw):
    """Run a module on NumPy arrays, whose memory it is; the workspace is filled with NaN bits."""
    work = np.full(module.workspace_bytes + 16, 0xFF, np.uint8)
    guard = work[module.workspace_bytes :].copy()
    addresses = {
        "x": x.ctypes.data, "dy": dy.ctypes.data, "dw": dw.ctypes.data, "work": work.ctypes.data,
    }  # fmt: skip
    for one in module.launches:
        assert math.prod(one.grid) > 0
        launch(one, addresses)
    assert (work[module.workspace_bytes :] == guard).all(), "written behind the workspace"
