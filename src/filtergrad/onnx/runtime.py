"""Our kernel as a custom operator of ONNX Runtime, through its C interface. Floor 7.

In: session options. Out: sessions that call us where a model has the node. ONNX Runtime loads
operators from shared libraries only: `elf` writes one to memory, whose only function jumps to us.
The layouts are those of onnxruntime_c_api.h, which grow at their ends.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import os
import sys
from ctypes import POINTER, c_char_p, c_int, c_int64, c_size_t, c_void_p
from typing import Any, NamedTuple

import numpy as np

from filtergrad import api
from filtergrad.arrays import Ints, Operand, numpy_dtype
from filtergrad.onnx import elf

DOMAIN, OP = "filtergrad", "Conv2DBackpropFilter"

# Numbers of functions in OrtApi, and the number of each dtype and of int64.
_SLOTS = {
    "CreateStatus": 0,
    "CreateCustomOpDomain": 26,
    "CustomOpDomain_Add": 27,
    "AddCustomOpDomain": 28,
    "GetTensorMutableData": 51,
    "GetDimensionsCount": 61,
    "GetDimensions": 62,
    "GetTensorTypeAndShape": 65,
    "KernelInfoGetAttribute_int64": 86,
    "KernelContext_GetInput": 90,
    "KernelContext_GetOutput": 91,
    "ReleaseStatus": 93,
    "ReleaseTensorTypeAndShapeInfo": 99,
    "KernelInfoGetAttributeArray_int64": 163,
}
_TYPES = {"float32": 1, "float16": 10, "float64": 11, "bfloat16": 16}
_SIZES = {"float32": 4, "float16": 2, "float64": 8, "bfloat16": 2}
_INT64 = 7
_VERSION = 16  # of OrtCustomOp: the first in which a kernel can say what is wrong
_INVALID_ARGUMENT, _FAIL = 2, 1

_LISTS = {"strides": 2, "dilations": 2, "pads": 4}
_NUMBERS = ("same", "channels_last", "group")

_kept: list[Any] = []  # what ONNX Runtime has the addresses of, for as long as the process lives


def register(session_options: Any) -> None:
    """Let sessions with these options compute the op by our kernel.

    Parameters
    ----------
    session_options
        An ``onnxruntime.SessionOptions``; several sessions may share it.

    Raises
    ------
    OSError
        If this is not Linux on x86-64 or AArch64.
    """
    if sys.platform != "linux" or not elf.known():
        raise OSError(
            "ONNX Runtime can call filtergrad on Linux (x86-64, AArch64) only; put "
            "filtergrad.onnx.function_proto() into the model, which every runtime can run"
        )
    if not _kept:
        entry = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)(_entered)
        image = elf.library(b"RegisterCustomOps", ctypes.cast(entry, c_void_p).value or 0)
        file = os.memfd_create("filtergrad-onnxruntime")
        os.write(file, image)
        _kept.extend((entry, file))
    session_options.register_custom_ops_library(f"/proc/self/fd/{_kept[1]}")


def arguments(
    strides: Ints,
    dilations: Ints,
    pads: Ints,
    same: int = 0,
    channels_last: int = 1,
    group: int = 1,  # noqa: ARG001 - follows from the shapes; the function alone needs it
) -> dict[str, Any]:
    """TensorFlow's arguments from the attributes of a node."""
    (u, v), (dr, ds), (top, left, bottom, right) = strides, dilations, pads
    around = () if same else (top, bottom, left, right)
    unpadded = () if same else (0, 0)
    return {
        "strides": (1, u, v, 1) if channels_last else (1, 1, u, v),
        "dilations": (1, dr, ds, 1) if channels_last else (1, 1, dr, ds),
        "padding": "SAME" if same else "EXPLICIT",
        "explicit_paddings": unpadded + around + unpadded
        if channels_last
        else unpadded * 2 + around,
        "data_format": "NHWC" if channels_last else "NCHW",
    }


# ---- ONNX Runtime's interface ----


class _Ort:
    """The functions of OrtApi that we call; those that may fail raise what they say.

    Parameters
    ----------
    table
        Address of OrtApi.
    """

    def __init__(self, table: int) -> None:
        words = (c_void_p * (max(_SLOTS.values()) + 1)).from_address(table)
        three = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_void_p)
        four = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
        forget = ctypes.CFUNCTYPE(None, c_void_p)
        two = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)

        def at(name: str, kind: Any) -> Any:
            return kind(words[_SLOTS[name]])

        self.status = at("CreateStatus", ctypes.CFUNCTYPE(c_void_p, c_int, c_char_p))
        self.release_status = at("ReleaseStatus", forget)
        self.new_domain = at("CreateCustomOpDomain", two)
        self.add_op = at("CustomOpDomain_Add", two)
        self.add_domain = at("AddCustomOpDomain", two)
        self.data = at("GetTensorMutableData", two)
        self.describe = at("GetTensorTypeAndShape", two)
        self.rank = at("GetDimensionsCount", two)
        self.sizes = at("GetDimensions", three)
        self.forget = at("ReleaseTensorTypeAndShapeInfo", forget)
        self.integer = at("KernelInfoGetAttribute_int64", three)
        self.integers = at("KernelInfoGetAttributeArray_int64", four)
        self.input = at("KernelContext_GetInput", three)
        prototype = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_size_t, c_void_p, c_size_t, c_void_p)
        self.output = at("KernelContext_GetOutput", prototype)

    def attributes(self, info: int) -> dict[str, Any]:
        """The attributes of a node."""
        found: dict[str, Any] = {}
        for name, length in _LISTS.items():
            values, size = (c_int64 * length)(), c_size_t(length)
            self._asked(name, self.integers(info, name.encode(), values, ctypes.byref(size)))
            found[name] = tuple(values)
        for name in _NUMBERS:
            value = c_int64()
            self._asked(name, self.integer(info, name.encode(), ctypes.byref(value)))
            found[name] = value.value
        return found

    def _asked(self, name: str, failed: int | None) -> None:
        if failed:
            self.release_status(failed)
            raise ValueError(f"{OP} lacks the attribute {name}, or it is of another type or length")

    def tensor(self, context: int, index: int) -> tuple[int, tuple[int, ...]]:
        """Address and shape of an input."""
        value, info, rank, data = c_void_p(), c_void_p(), c_size_t(), c_void_p()
        self.input(context, index, ctypes.byref(value))
        self.describe(value, ctypes.byref(info))
        self.rank(info, ctypes.byref(rank))
        sizes = (c_int64 * rank.value)()
        self.sizes(info, sizes, rank.value)
        self.forget(info)
        self.data(value, ctypes.byref(data))
        return data.value or 0, tuple(sizes)

    def result(self, context: int, shape: tuple[int, ...]) -> int:
        """The address of the output, of this shape."""
        value, data = c_void_p(), c_void_p()
        self.output(context, 0, (c_int64 * len(shape))(*shape), len(shape), ctypes.byref(value))
        self.data(value, ctypes.byref(data))
        return data.value or 0


# ---- the operator ----

_ort: _Ort
_nodes: dict[int, _Node] = {}
_handles = itertools.count(1)


class _Node(NamedTuple):
    """What is known of a node before its first call."""

    dtype: str
    group: int
    arguments: dict[str, Any]


def _entered(options: int, base: int) -> int | None:
    """RegisterCustomOps: what ONNX Runtime calls in every library of operators."""
    global _ort
    get_api = POINTER(ctypes.CFUNCTYPE(c_void_p, ctypes.c_uint32))
    table = ctypes.cast(base, get_api)[0](_VERSION)
    if not table:  # Older: at least it can be told why.
        table = ctypes.cast(base, get_api)[0](1)
        return _Ort(table).status(_FAIL, b"filtergrad needs ONNX Runtime 1.16 or newer")
    if len(_kept) == 2:
        _ort = _Ort(table)
        domain, name = c_void_p(), DOMAIN.encode()
        if failed := _ort.new_domain(name, ctypes.byref(domain)):
            return failed
        operators = [_operator(dtype) for dtype in _TYPES]
        _kept.append((domain, name, operators))
        for operator, _ in operators:
            if failed := _ort.add_op(domain, ctypes.byref(operator)):
                return failed
    return _ort.add_domain(options, _kept[2][0])


def _operator(dtype: str) -> tuple[Any, list[Any]]:
    """An OrtCustomOp, which says what the operator is like for one dtype; and what it points to."""
    name, types = c_char_p(OP.encode()), (_TYPES[dtype], _INT64, _TYPES[dtype])

    def create(_op: int, _api: int, info: int, kernel: Any) -> int | None:
        try:
            attributes = _ort.attributes(info)
        except ValueError as error:
            return _status(str(error))
        kernel[0] = handle = next(_handles)
        _nodes[handle] = _Node(dtype, attributes["group"], arguments(**attributes))
        return None

    def constant(value: int) -> Any:
        return ctypes.CFUNCTYPE(c_int, c_void_p)(lambda _op: value)

    number = ctypes.CFUNCTYPE(c_int, c_void_p, c_size_t)
    count = ctypes.CFUNCTYPE(c_size_t, c_void_p)
    text = ctypes.CFUNCTYPE(c_void_p, c_void_p)
    made = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_void_p, POINTER(c_void_p))
    functions = [
        None,  # CreateKernel, of which V2 is below
        text(lambda _op: ctypes.cast(name, c_void_p).value),
        text(lambda _op: None),  # on CPUs
        number(lambda _op, index: types[index]),
        count(lambda _op: 3),
        number(lambda _op, _index: types[0]),
        count(lambda _op: 1),
        None,  # KernelCompute
        ctypes.CFUNCTYPE(None, c_void_p)(lambda kernel: _nodes.pop(kernel, None)),
        number(lambda _op, _index: 0),  # inputs and outputs are all required
        number(lambda _op, _index: 0),
        number(lambda _op, _index: 0),  # in ordinary memory
        *(constant(1), constant(1), constant(1), constant(1)),  # not variadic
        made(create),
        ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)(_compute),
    ]
    words = [ctypes.cast(function, c_void_p).value if function else 0 for function in functions]
    return (c_void_p * 40)(_VERSION, *words), [name, functions]


def _compute(kernel: int, context: int) -> int | None:
    """KernelComputeV2: one call; what is wrong with it comes back as a status."""
    try:
        dtype, group, more = _nodes[kernel]
        x, x_shape = _ort.tensor(context, 0)
        given, given_shape = _ort.tensor(context, 1)
        dy, dy_shape = _ort.tensor(context, 2)
        count = math.prod(given_shape)
        sizes: Any = tuple((c_int64 * count).from_address(given)) if count else ()
        if len(given_shape) != 1:
            sizes = np.reshape(sizes, given_shape)
        gradient = api.checked(
            (sizes, more["strides"], more["explicit_paddings"], more["dilations"]),
            (x_shape, dy_shape, more["padding"], more["data_format"], dtype, "default"),
        )
        problem = gradient.problem
        if problem.g not in {0, group}:
            return _status(f"group is {group}, but the shapes make {problem.g} groups")
        out = _ort.result(context, problem.filter_shape)
        size = math.prod(problem.filter_shape) * _SIZES[dtype]
        if size:
            memory = (ctypes.c_char * size).from_address(out)
            gradient.run(
                _operand(x, x_shape, dtype),
                _operand(dy, dy_shape, dtype),
                np.ndarray(problem.filter_shape, numpy_dtype(dtype), memoryview(memory)),
                accumulate=False,
            )
    except Exception as error:  # A callback that raises would be ignored.
        return _status(str(error))
    return None


def _operand(address: int, shape: tuple[int, ...], dtype: str) -> Operand:
    strides = [_SIZES[dtype]]
    for size in shape[:0:-1]:
        strides.insert(0, strides[0] * size)
    return Operand(address, shape, tuple(strides), dtype, False, None)


def _status(text: str) -> int | None:
    status: int | None = _ort.status(_INVALID_ARGUMENT, text.encode())
    return status
