"""ONNX Runtime's C interface: its table of functions, OrtApi, as Python calls it.

In: the address of the table of onnxruntime_c_api.h, which grows at its end only. Out: the
functions that we call.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from ctypes import c_char_p, c_int, c_int64, c_size_t, c_void_p
from typing import Any, NamedTuple

from .shim import ABSENT, FAIL, NOWHERE

# Where the functions that we call stand in OrtApi.
_SLOTS = {
    "CreateStatus": 0,
    "GetErrorMessage": 2,
    "CreateCustomOpDomain": 26,
    "CustomOpDomain_Add": 27,
    "AddCustomOpDomain": 28,
    "GetTensorMutableData": 51,
    "GetTensorElementType": 60,
    "GetDimensionsCount": 61,
    "GetDimensions": 62,
    "GetTensorShapeElementCount": 64,
    "GetTensorTypeAndShape": 65,
    "KernelInfoGetAttribute_int64": 86,
    "KernelContext_GetInput": 90,
    "KernelContext_GetOutput": 91,
    "ReleaseStatus": 93,
    "ReleaseTensorTypeAndShapeInfo": 99,
    "AddSessionConfigEntry": 130,
    "KernelInfoGetAttributeArray_int64": 163,
    "HasSessionConfigEntry": 237,
}

# A node's attributes: lists with their lengths, and single numbers.
_LISTS = {"strides": 2, "dilations": 2, "pads": 4}
_NUMBERS = ("same", "channels_last", "group")
_OTHER = "Conv2DBackpropFilter lacks the attribute {}, or its type or length is another"

Shape = tuple[int, ...]


class Tensor(NamedTuple):
    """An input of a call.

    Parameters
    ----------
    kind
        ONNX's number of the element type, `shim.ABSENT` or `shim.NOWHERE`.
    shape
        Its sizes.
    address
        Where its elements lie, if anybody is going to read them.
    """

    kind: int
    shape: Shape
    address: int = 0


class Ort:
    """The functions of OrtApi that we call.

    Parameters
    ----------
    table
        Address of OrtApi.
    """

    def __init__(self, table: int) -> None:
        words = (c_void_p * (max(_SLOTS.values()) + 1)).from_address(table)
        self.addresses = {name: words[slot] or 0 for name, slot in _SLOTS.items()}
        three = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_void_p)
        four = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
        forget = ctypes.CFUNCTYPE(None, c_void_p)
        two = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p)

        def at(name: str, kind: Any) -> Any:
            return kind(self.addresses[name])

        self.status = at("CreateStatus", ctypes.CFUNCTYPE(c_void_p, c_int, c_char_p))
        self._words = at("GetErrorMessage", ctypes.CFUNCTYPE(c_char_p, c_void_p))
        self._forget_status = at("ReleaseStatus", forget)
        self._new_domain = at("CreateCustomOpDomain", two)
        self._add_op = at("CustomOpDomain_Add", two)
        self._add_domain = at("AddCustomOpDomain", two)
        self._has = at("HasSessionConfigEntry", three)
        self._note = at("AddSessionConfigEntry", three)
        self._data = at("GetTensorMutableData", two)
        self._describe = at("GetTensorTypeAndShape", two)
        self._kind = at("GetTensorElementType", two)
        self._rank = at("GetDimensionsCount", two)
        self._sizes = at("GetDimensions", ctypes.CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_size_t))
        self._forget = at("ReleaseTensorTypeAndShapeInfo", forget)
        self._integer = at("KernelInfoGetAttribute_int64", three)
        self._integers = at("KernelInfoGetAttributeArray_int64", four)
        self._input = at(
            "KernelContext_GetInput", ctypes.CFUNCTYPE(c_void_p, c_void_p, c_size_t, c_void_p)
        )
        prototype = ctypes.CFUNCTYPE(c_void_p, c_void_p, c_size_t, c_void_p, c_size_t, c_void_p)
        self._output = at("KernelContext_GetOutput", prototype)

    def _done(self, failed: int | None) -> None:
        """Raise the text of a status, if a function returned one."""
        if failed:
            text = (self._words(failed) or b"").decode(errors="replace")
            self._forget_status(failed)
            raise RuntimeError(text)

    def domain(self, name: bytes, operators: Iterable[ctypes.Array[c_void_p]]) -> c_void_p:
        """Make a domain of operators; it and they must live as long as sessions do."""
        domain = c_void_p()
        self._done(self._new_domain(name, ctypes.byref(domain)))
        for operator in operators:
            self._done(self._add_op(domain, ctypes.byref(operator)))
        return domain

    def add(self, options: int, domain: c_void_p, mark: bytes) -> None:
        """Add a domain to session options that lack ``mark``, and put that into them."""
        there = c_int()
        self._done(self._has(options, mark, ctypes.byref(there)))
        if not there.value:
            self._done(self._add_domain(options, domain))
            self._done(self._note(options, mark, b"1"))

    def attributes(self, info: int) -> dict[str, Any]:
        """Read the attributes of a node that is being made."""
        found: dict[str, Any] = {}
        for name, length in _LISTS.items():
            values, size = (c_int64 * length)(), c_size_t(length)
            self._asked(name, self._integers(info, name.encode(), values, ctypes.byref(size)))
            # The function accepts a shorter list, and says that one of floats is empty.
            if size.value != length:
                raise ValueError(_OTHER.format(name))
            found[name] = tuple(values)
        for name in _NUMBERS:
            value = c_int64()
            self._asked(name, self._integer(info, name.encode(), ctypes.byref(value)))
            found[name] = value.value
        return found

    def _asked(self, name: str, failed: int | None) -> None:
        """Raise that an attribute is not what it must be, if a function returned a status."""
        if failed:
            self._forget_status(failed)
            raise ValueError(_OTHER.format(name))

    def tensor(self, context: int, index: int) -> Tensor:
        """Look at an input of a call."""
        value, info, data = c_void_p(), c_void_p(), c_void_p()
        kind, rank = c_int(), c_size_t()
        self._done(self._input(context, index, ctypes.byref(value)))
        if not value.value:
            return Tensor(ABSENT, ())
        self._done(self._describe(value, ctypes.byref(info)))
        try:
            self._done(self._kind(info, ctypes.byref(kind)))
            self._done(self._rank(info, ctypes.byref(rank)))
            sizes = (c_int64 * rank.value)()
            self._done(self._sizes(info, sizes, rank.value))
        finally:
            self._forget(info)
        self._done(self._data(value, ctypes.byref(data)))
        shape = tuple(sizes)
        nowhere = not data.value and 0 not in shape
        return Tensor(NOWHERE if nowhere else kind.value, shape, data.value or 0)

    def result(self, context: int, shape: Shape) -> int | None:
        """Allocate the output, of this shape; its address, or None where nobody reads it."""
        value, data = c_void_p(), c_void_p()
        sizes = (c_int64 * len(shape))(*shape)
        self._done(self._output(context, 0, sizes, len(shape), ctypes.byref(value)))
        if not value.value:
            return None
        self._done(self._data(value, ctypes.byref(data)))
        if not data.value and 0 not in shape:
            raise MemoryError("ONNX Runtime has no memory for the output")
        return data.value or 0


def status(table: int, text: bytes) -> int | None:
    """Make a failure with a text; every version of the table has the function."""
    create = ctypes.CFUNCTYPE(c_void_p, c_int, c_char_p)
    made: int | None = create(c_void_p.from_address(table).value or 0)(FAIL, text)
    return made
