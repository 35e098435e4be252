"""Our kernel as a custom operator of ONNX Runtime, through its C interface. Floor 7.

In: session options. Out: sessions that call us where a model has the node. ONNX Runtime loads
operators from shared libraries only: `elf` writes one to memory, whose only function jumps to us.
"""

from __future__ import annotations

import ctypes
import math
import os
import sys
from ctypes import POINTER, c_char_p, c_int, c_int64, c_size_t, c_void_p
from typing import Any, NamedTuple

import numpy as np

from filtergrad import api, native, proof
from filtergrad.arrays import Ints, Operand, dense_strides, numpy_dtype
from filtergrad.errors import InvalidArgumentError
from filtergrad.gradient import Gradient
from filtergrad.onnx import elf
from filtergrad.onnx.capi import Ort, Shape

DOMAIN, OP = "filtergrad", "Conv2DBackpropFilter"

# ONNX's numbers of the dtypes, and of int64.
_TYPES = {"float32": 1, "float16": 10, "float64": 11, "bfloat16": 16}
_INT64 = 7
_VERSION = 16  # of OrtCustomOp: the first in which a kernel can say what is wrong
_INVALID_ARGUMENT, _FAIL = 2, 1

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
        If this is not Linux on x86-64 or AArch64, or an ONNX Runtime whose calls are others.
    """
    import onnxruntime

    if sys.platform != "linux" or not elf.known():
        raise OSError(
            "ONNX Runtime can call filtergrad on Linux (x86-64, AArch64) only; put "
            "filtergrad.onnx.function_proto() into the model, which every runtime can run"
        )
    if strange := proof.why_closed("onnx", onnxruntime.__version__):
        raise OSError(f"{strange}; there is filtergrad.onnx.function_proto()")
    if not _kept:
        entry = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)(_entered)
        image = elf.library(b"RegisterCustomOps", ctypes.cast(entry, c_void_p).value or 0)
        file = os.memfd_create("filtergrad-onnxruntime")
        os.write(file, image)
        _kept.extend((entry, file))
    session_options.register_custom_ops_library(f"/proc/self/fd/{_kept[1]}")


def door_state() -> str:
    """How ONNX Runtime reaches the kernels.

    ``"native"``, ``"python: "`` and why, or ``"function: "`` and why only the function is left.
    """
    import onnxruntime

    try:
        register(onnxruntime.SessionOptions())
    except Exception as error:
        return f"function: {error}"
    return f"python: {_closed}" if _closed else "native"


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


# ---- the operator ----

_ort: Ort
_compute: int  # the address of KernelComputeV2
_closed = ""  # why that is Python
_nodes: list[_Node] = []  # each once: their numbers are among the words of a call


class _Node(NamedTuple):
    """What is known of a node before its first call, and where its number stands."""

    dtype: str
    group: int
    arguments: dict[str, Any]
    number: ctypes.c_int64


def _entered(options: int, base: int) -> int | None:
    """RegisterCustomOps: what ONNX Runtime calls in every library of operators."""
    global _ort, _compute, _closed
    get_api = POINTER(ctypes.CFUNCTYPE(c_void_p, ctypes.c_uint32))
    table = ctypes.cast(base, get_api)[0](_VERSION)
    if not table:  # Older: at least it can be told why.
        table = ctypes.cast(base, get_api)[0](1)
        return Ort(table).status(_FAIL, b"filtergrad needs ONNX Runtime 1.16 or newer")
    if len(_kept) == 2:
        _ort = Ort(table)
        _closed = native.why_closed()
        if _closed:
            slow = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)(_slowly)
            _kept.append(slow)
            _compute = ctypes.cast(slow, c_void_p).value or 0
        else:
            door = native.Door("onnxruntime", _request, _ort.addresses)
            _compute = door.addresses["compute"]
            _kept.append(door)
        domain, name = c_void_p(), DOMAIN.encode()
        if failed := _ort.new_domain(name, ctypes.byref(domain)):
            return failed
        operators = [_operator(dtype) for dtype in _TYPES]
        _kept.append((domain, name, operators))
        for operator, _ in operators:
            if failed := _ort.add_op(domain, ctypes.byref(operator)):
                return failed
    return _ort.add_domain(options, _kept[3][0])


def _operator(dtype: str) -> tuple[Any, list[Any]]:
    """An OrtCustomOp, which says what the operator is like for one dtype; and what it points to."""
    name, types = c_char_p(OP.encode()), (_TYPES[dtype], _INT64, _TYPES[dtype])

    def create(_op: int, _api: int, info: int, kernel: Any) -> int | None:
        try:
            kernel[0] = ctypes.addressof(_node(dtype, _ort.attributes(info)).number)
        except ValueError as error:
            return _status(str(error))
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
        ctypes.CFUNCTYPE(None, c_void_p)(lambda _kernel: None),  # nodes are kept, each once
        number(lambda _op, _index: 0),  # inputs and outputs are all required
        number(lambda _op, _index: 0),
        number(lambda _op, _index: 0),  # in ordinary memory
        *(constant(1), constant(1), constant(1), constant(1)),  # not variadic
        made(create),
    ]
    words = [ctypes.cast(function, c_void_p).value if function else 0 for function in functions]
    return (c_void_p * 40)(_VERSION, *words, _compute), [name, functions]


def _node(dtype: str, attributes: dict[str, Any]) -> _Node:
    """The node of these attributes, which may stand in many models."""
    found = dtype, attributes["group"], arguments(**attributes)
    for node in _nodes:
        if node[:3] == found:
            return node
    _nodes.append(_Node(*found, ctypes.c_int64(len(_nodes))))
    return _nodes[-1]


def _checked(node: _Node, x: Shape, given: Shape, dy: Shape, values: Shape) -> Gradient:
    """The gradient that a call asks for; raises what is wrong."""
    sizes: Any = values if len(given) == 1 else np.zeros(given[:8], np.int64)
    more = node.arguments
    gradient = api.checked(
        (sizes, more["strides"], more["explicit_paddings"], more["dilations"]),
        (x, dy, more["padding"], more["data_format"], node.dtype, "default"),
    )
    if gradient.problem.g not in {0, node.group}:
        raise InvalidArgumentError(
            f"group is {node.group}, but the shapes make {gradient.problem.g} groups"
        )
    return gradient


def _request(words: tuple[int, ...]) -> native.Request:
    """What the words of `cpu.doors.onnxruntime` ask for."""
    number, rest, values = words[0], words[1:16], words[16:]
    x, given, dy = (
        (*rest[at + 1 : at + 1 + min(rank, 4)], *[1] * (rank - 4))
        for at, rank in ((at, rest[at]) for at in (0, 5, 10))
    )
    node = _nodes[number]
    count = given[0] if len(given) == 1 else 4
    gradient = _checked(node, x, given, dy, (*values[:count], *[1] * (min(count, 5) - 4)))
    size = numpy_dtype(node.dtype).itemsize
    return native.Request(gradient, dense_strides(x, size), dense_strides(dy, size))


def _slowly(kernel: int, context: int) -> int | None:
    """KernelComputeV2 in Python, where no door opens."""
    try:
        node = _nodes[c_int64.from_address(kernel).value]
        x, x_shape = _ort.tensor(context, 0)
        sizes, given = _ort.tensor(context, 1)
        dy, dy_shape = _ort.tensor(context, 2)
        values = tuple((c_int64 * math.prod(given)).from_address(sizes)) if 0 not in given else ()
        gradient = _checked(node, x_shape, given, dy_shape, values)
        shape, kind = gradient.problem.filter_shape, numpy_dtype(node.dtype)
        out = _ort.result(context, shape)
        memory = (ctypes.c_char * (math.prod(shape) * kind.itemsize)).from_address(out)
        first, second = (
            Operand(at, of, dense_strides(of, kind.itemsize), node.dtype, False, None)
            for at, of in ((x, x_shape), (dy, dy_shape))
        )
        result = np.ndarray(shape, kind, memoryview(memory))
        gradient.run(first, second, result, accumulate=False)
    except Exception as error:  # A callback that raises would be ignored.
        return _status(str(error))
    return None


def _status(text: str) -> int | None:
    status: int | None = _ort.status(_INVALID_ARGUMENT, text.encode())
    return status
