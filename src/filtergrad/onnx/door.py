"""Our kernel as a custom operator of ONNX Runtime, through its C interface.

In: session options. Out: sessions that call us where a model has the node. ONNX Runtime loads
operators from shared libraries only: `elf` writes one to memory, whose only function jumps to us.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import os
import sys
from collections.abc import Sequence
from ctypes import POINTER, c_char_p, c_int, c_int64, c_size_t, c_void_p
from typing import Any, NamedTuple

import numpy as np

from filtergrad import api
from filtergrad.arrays import Ints, Operand, dense_strides, numpy_dtype
from filtergrad.errors import InvalidArgumentError
from filtergrad.gradient import Gradient
from filtergrad.native import door, proof
from filtergrad.onnx import capi, elf
from filtergrad.onnx.capi import Ort, Shape

from . import shim

DOMAIN, OP = "filtergrad", "Conv2DBackpropFilter"

# ONNX's numbers of the dtypes, and of int64.
_TYPES = {"float32": 1, "float16": 10, "float64": 11, "bfloat16": 16}
_INT64 = 7
_KINDS = {number: name for name, number in _TYPES.items()} | {_INT64: "int64"}
_VERSION = 16  # of OrtCustomOp: the first in which a kernel can say what is wrong


def register(session_options: Any) -> None:
    """Let sessions with these options compute the op by our kernel.

    Parameters
    ----------
    session_options
        An ``onnxruntime.SessionOptions``; several sessions may share it. Once more is as good as
        once.

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
    image = elf.library(b"RegisterCustomOps", ctypes.cast(_entry, c_void_p).value or 0)
    with os.fdopen(os.memfd_create("filtergrad-onnxruntime"), "wb", buffering=0) as file:
        file.write(image)  # a page: memory takes it at once
        session_options.register_custom_ops_library(f"/proc/self/fd/{file.fileno()}")


def door_state() -> str:
    """How ONNX Runtime reaches the kernels.

    ``"native"``, ``"python: "`` and why, or ``"function: "`` and why only the function is left.
    """
    import onnxruntime

    try:
        register(onnxruntime.SessionOptions())
    except Exception as error:
        return f"function: {error}"
    return f"python: {_ours.closed}" if _ours and _ours.closed else "native"


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

_MARK = b"filtergrad.registered"
_nodes: dict[tuple[Any, ...], _Node] = {}  # by what they are
_numbered: dict[int, _Node] = {}  # as calls name them
_numbers = itertools.count()


class _Library(NamedTuple):
    """What ONNX Runtime has the addresses of, for as long as the process lives."""

    ort: Ort
    closed: str  # why KernelComputeV2 is Python
    compute: Any  # a door, or a function of Python's
    domain: c_void_p
    operators: list[Any]


_ours: _Library | None = None
_others: list[_Library] = []  # of threads that came first at the same time


class _Node(NamedTuple):
    """What is known of a node before its first call, and where its number stands."""

    dtype: str
    group: int
    arguments: dict[str, Any]
    number: ctypes.c_int64


def _entered(options: int, base: int) -> int | None:
    """RegisterCustomOps: what ONNX Runtime calls in every library of operators."""
    global _ours
    get_api = ctypes.cast(base, POINTER(ctypes.CFUNCTYPE(c_void_p, ctypes.c_uint32)))[0]
    if not (table := get_api(_VERSION)):  # Older: at least it can be told why.
        return capi.status(get_api(1), b"filtergrad needs ONNX Runtime 1.16 or newer")
    try:
        if (library := _ours) is None:
            library = _library(Ort(table))
            _others.append(library)
            _ours = library
        library.ort.add(options, library.domain, _MARK)
    except BaseException as error:  # A callback that raises would be taken for one that did well.
        return capi.status(table, _text(error))
    return None


_entry = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)(_entered)


def _library(ort: Ort) -> _Library:
    """Everything that sessions need, ready before any of it is known."""
    closed = door.why_closed()
    if closed:
        compute: Any = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)(_slowly)
        address = ctypes.cast(compute, c_void_p).value or 0
    else:
        compute = door.Door(shim, _request, ort.addresses)
        address = compute.addresses["compute"]
    operators = [_operator(ort, dtype, address) for dtype in _TYPES]
    domain = ort.domain(DOMAIN.encode(), [operator for operator, _ in operators])
    return _Library(ort, closed, compute, domain, operators)


def _operator(ort: Ort, dtype: str, compute: int) -> tuple[Any, list[Any]]:
    """An OrtCustomOp, which says what the operator is like for one dtype; and what it points to."""
    name, types = c_char_p(OP.encode()), (_TYPES[dtype], _INT64, _TYPES[dtype])

    def create(_op: int, _api: int, info: int, kernel: Any) -> int | None:
        try:
            kernel[0] = ctypes.addressof(_node(dtype, ort.attributes(info)).number)
        except BaseException as error:
            return _status(ort, error)
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
    return (c_void_p * 40)(_VERSION, *words, compute), [name, functions]


def _node(dtype: str, attributes: dict[str, Any]) -> _Node:
    """The node of these attributes, which may stand in many models, made by several threads."""
    for name in ("same", "channels_last"):
        if attributes[name] not in {0, 1}:
            raise ValueError(
                f"{OP}: the attribute {name} is {attributes[name]}, but must be 0 or 1"
            )
    found = dtype, attributes["group"], arguments(**attributes)
    key = *found[:2], *found[2].items()
    if key not in _nodes:
        node = _Node(*found, ctypes.c_int64(next(_numbers)))
        _numbered[node.number.value] = node
        _nodes.setdefault(key, node)
    return _nodes[key]


def _checked(
    node: _Node, kinds: tuple[int, ...], shapes: tuple[Shape, ...], values: Shape
) -> Gradient:
    """The gradient that a call asks for; raises what is wrong."""
    wanted = _TYPES[node.dtype], _INT64, _TYPES[node.dtype]
    names = "input", "filter_sizes", "out_backprop"
    for name, kind, right in zip(names, kinds, wanted, strict=True):
        if kind != right:
            reasons = {shim.ABSENT: "is missing", shim.NOWHERE: "has no memory"}
            other = f"is {_KINDS.get(kind, f'of type {kind}')}, but must be {_KINDS[right]}"
            raise InvalidArgumentError(f"{OP}: {name} {reasons.get(kind, other)}")
    x, given, dy = shapes
    sizes: Any = values if len(given) == 1 else np.zeros((0,) * len(given), np.int64)
    more = node.arguments
    gradient = api.gradient(
        input_shape=x,
        filter_sizes=sizes,
        out_backprop_shape=dy,
        strides=more["strides"],
        padding=more["padding"],
        explicit_paddings=more["explicit_paddings"],
        data_format=more["data_format"],
        dilations=more["dilations"],
        dtype=node.dtype,
    )
    if gradient.problem.g not in {0, node.group}:
        raise InvalidArgumentError(
            f"group is {node.group}, but the shapes make {gradient.problem.g} groups"
        )
    return gradient


def _request(words: tuple[int, ...]) -> door.Request:
    """What the words of `cpu.doors.onnxruntime` ask for."""
    node, values = _numbered[words[0]], words[shim.VALUES :]
    kinds, shapes = [], []
    for at in (shim.X, shim.SIZES, shim.DY):
        kind, rank, *sizes = words[at : at + 2 + shim.MOST]
        kinds.append(kind)
        shapes.append(_extended(sizes, rank))
    count = shapes[1][0] if len(shapes[1]) == 1 else 0
    x, _, dy = shapes
    gradient = _checked(node, tuple(kinds), tuple(shapes), _extended(values, min(count, 5)))
    size = numpy_dtype(node.dtype).itemsize
    return door.Request(gradient, dense_strides(x, size), dense_strides(dy, size))


def _extended(known: Sequence[int], count: int) -> Shape:
    """So many numbers, of which only the first few are known: who has more, has too many."""
    return (*known[: max(0, count)], *[1] * (count - len(known)))


def _slowly(kernel: int, context: int) -> int | None:
    """KernelComputeV2 in Python, where no door opens."""
    assert _ours is not None
    ort = _ours.ort
    try:
        node = _numbered[c_int64.from_address(kernel).value]
        kinds, shapes, places = zip(*(ort.tensor(context, i) for i in range(3)), strict=True)
        x, given, dy = shapes
        vector = kinds[1] == _INT64 and len(given) == 1
        values = (
            tuple((c_int64 * max(0, min(given[0], 5))).from_address(places[1])) if vector else ()
        )
        gradient = _checked(node, kinds, shapes, values)
        shape, kind = gradient.problem.filter_shape, numpy_dtype(node.dtype)
        if (out := ort.result(context, shape)) is None:
            return None
        memory = (ctypes.c_char * (math.prod(shape) * kind.itemsize)).from_address(out)
        first, second = (
            Operand(at, of, dense_strides(of, kind.itemsize), node.dtype, False, None)
            for at, of in ((places[0], x), (places[2], dy))
        )
        result = np.ndarray(shape, kind, memoryview(memory))
        gradient.run(first, second, result, accumulate=False)
    except BaseException as error:
        return _status(ort, error)
    return None


def _status(ort: Ort, error: BaseException) -> int | None:
    number = capi.INVALID_ARGUMENT if isinstance(error, ValueError) else capi.FAIL
    status: int | None = ort.status(number, _text(error))
    return status


def _text(error: BaseException) -> bytes:
    return (str(error) or type(error).__name__).encode(errors="replace")
