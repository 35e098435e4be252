"""ONNX Runtime's C interface: the address of its table in, the functions that we call out. Floor 7.

The table is that of onnxruntime_c_api.h; it grows at its end only.
"""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_int, c_int64, c_size_t, c_void_p
from typing import Any

# Which of OrtApi's functions.
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

# A node's attributes: lists by their lengths, and numbers.
_LISTS = {"strides": 2, "dilations": 2, "pads": 4}
_NUMBERS = ("same", "channels_last", "group")

Shape = tuple[int, ...]


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
            raise ValueError(
                f"Conv2DBackpropFilter lacks the attribute {name}, or its type or length is another"
            )

    def tensor(self, context: int, index: int) -> tuple[int, Shape]:
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

    def result(self, context: int, shape: Shape) -> int:
        """The address of the output, of this shape."""
        value, data = c_void_p(), c_void_p()
        self.output(context, 0, (c_int64 * len(shape))(*shape), len(shape), ctypes.byref(value))
        self.data(value, ctypes.byref(data))
        return data.value or 0
