"""Our kernel as a custom operator of ONNX Runtime, through its C interface.

In: session options. Out: sessions that call us where a model has the node. ONNX Runtime loads
operators from shared libraries only: `elf` writes one to memory, whose only function jumps to ours.
"""

from __future__ import annotations

import ctypes
import itertools
import os
from ctypes import POINTER, c_char_p, c_int, c_int64, c_size_t, c_void_p
from typing import Any, NamedTuple

from filtergrad import system
from filtergrad.arrays import dense_strides, numpy_dtype
from filtergrad.native import door, proof

from . import capi, elf, shim, slow
from .capi import Ort, Shape, Tensor
from .geometry import DOMAIN, OP, TYPES, Geometry, Node

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

    if not system.LINUX or not elf.known():
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
        return door.state(str(error) or type(error).__name__, "function")
    return door.state(_ours.closed if _ours else "")


# ---- the operator ----

_MARK = b"filtergrad.registered"
_nodes: dict[tuple[str, int, Geometry], Node] = {}  # by dtype, group and geometry
_numbered: dict[int, Node] = {}  # by the number in the words of a call
_numbers = itertools.count()


class _Library(NamedTuple):
    """What ONNX Runtime has the addresses of, for as long as the process lives."""

    ort: Ort
    closed: str  # why KernelComputeV2 is Python
    compute: Any  # a door, or a function of Python's
    domain: c_void_p
    operators: list[_Operator]


class _Operator(NamedTuple):
    """An OrtCustomOp, and all that it points to."""

    table: ctypes.Array[c_void_p]
    pointed: list[object]


_ours: _Library | None = None
_others: list[_Library] = []  # of threads that came first at the same time


def _entered(options: int, base: int) -> int | None:
    """RegisterCustomOps: what ONNX Runtime calls in every library of operators."""
    global _ours
    get_api = ctypes.cast(base, POINTER(ctypes.CFUNCTYPE(c_void_p, ctypes.c_uint32)))[0]
    if not (table := get_api(_VERSION)):  # an older ONNX Runtime, whose first table can tell why
        return capi.status(get_api(1), b"filtergrad needs ONNX Runtime 1.16 or newer")
    try:
        if (library := _ours) is None:
            library = _library(Ort(table))
            _others.append(library)
            _ours = library
        library.ort.add(options, library.domain, _MARK)
    except BaseException as error:  # ctypes would return 0, which is success
        return capi.status(table, _text(error))
    return None


_entry = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)(_entered)


def _library(ort: Ort) -> _Library:
    """Make everything that sessions need, before ONNX Runtime knows any of it."""
    closed = door.why_closed()
    if closed:
        compute: Any = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)(_slowly)
        address = ctypes.cast(compute, c_void_p).value or 0
    else:
        compute = door.Door(shim, _request, ort.addresses)
        address = compute.addresses["compute"]
    operators = [_operator(ort, dtype, address) for dtype in TYPES]
    domain = ort.domain(DOMAIN.encode(), [operator.table for operator in operators])
    return _Library(ort, closed, compute, domain, operators)


def _operator(ort: Ort, dtype: str, compute: int) -> _Operator:
    """Describe the operator for one dtype."""
    name, types = c_char_p(OP.encode()), (TYPES[dtype], shim.INT64, TYPES[dtype])

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
        ctypes.CFUNCTYPE(None, c_void_p)(lambda _kernel: None),  # a node is never freed
        number(lambda _op, _index: 0),  # inputs and outputs are all required
        number(lambda _op, _index: 0),
        number(lambda _op, _index: 0),  # and in ordinary memory
        *(constant(1), constant(1), constant(1), constant(1)),  # not variadic
        made(create),
    ]
    words = [ctypes.cast(function, c_void_p).value if function else 0 for function in functions]
    table = (c_void_p * 40)(_VERSION, *words, compute)
    return _Operator(table, [name, functions])


def _node(dtype: str, attributes: dict[str, Any]) -> Node:
    """The node of these attributes, which many models may have, made by several threads."""
    for name in ("same", "channels_last"):
        if attributes[name] not in {0, 1}:
            raise ValueError(
                f"{OP}: the attribute {name} is {attributes[name]}, but must be 0 or 1"
            )
    key = dtype, attributes["group"], Geometry.of(**attributes)
    if key not in _nodes:
        node = Node(*key, c_int64(next(_numbers)))
        _numbered[node.number.value] = node
        _nodes.setdefault(key, node)
    return _nodes[key]


def _request(words: tuple[int, ...]) -> door.Request:
    """What the words of a call, `shim.WORDS`, ask for."""

    def one(name: str) -> int:
        return shim.WORDS.one(words, name)

    inputs = x, sizes, dy = [
        Tensor(one(f"{name}_kind"), _listed(words, f"{name}_sizes", one(f"{name}_rank")))
        for name in shim.INPUTS
    ]
    node = _numbered[one("node")]
    count = sizes.shape[0] if len(sizes.shape) == 1 else 0
    gradient = node.gradient(inputs, _listed(words, "values", min(count, shim.MOST + 1)))
    size = numpy_dtype(node.dtype).itemsize
    return door.Request(gradient, dense_strides(x.shape, size), dense_strides(dy.shape, size))


def _listed(words: tuple[int, ...], name: str, count: int) -> Shape:
    """So many numbers, of which only the first `shim.MOST` are known: more are too many anyway."""
    known = shim.WORDS.read(words, name)
    return (*known[: max(0, count)], *[1] * (count - len(known)))


def _slowly(kernel: int, context: int) -> int | None:
    """KernelComputeV2, where no door opens."""
    assert _ours is not None
    try:
        slow.compute(_ours.ort, _numbered[c_int64.from_address(kernel).value], context)
    except BaseException as error:
        return _status(_ours.ort, error)
    return None


def _status(ort: Ort, error: BaseException) -> int | None:
    """A new status of ONNX Runtime's with the text of an exception."""
    number = shim.INVALID_ARGUMENT if isinstance(error, ValueError) else shim.FAIL
    status: int | None = ort.status(number, _text(error))
    return status


def _text(error: BaseException) -> bytes:
    return (str(error) or type(error).__name__).encode(errors="replace")
