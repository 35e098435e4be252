"""ONNX Runtime's way in: KernelComputeV2 of a custom operator. Floor 3.

In: the number of a node's attributes, and the context of a call. Out: dW in the output that ONNX
Runtime allocates once the shapes are known to be in order, or a status with the text of what is
wrong. The functions that are called are those of OrtApi, in onnxruntime_c_api.h.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from filtergrad.cpu.door import FULL, Door
from filtergrad.cpu.ir import I64, PTR, VOID, Value

SYMBOLS = ("compute",)
CALLS = (
    "CreateStatus", "GetTensorMutableData", "GetDimensionsCount", "GetDimensions",
    "GetTensorTypeAndShape", "KernelContext_GetInput", "KernelContext_GetOutput",
    "ReleaseTensorTypeAndShapeInfo",
)  # fmt: skip

# The words of a call: the number of the attributes, for x, filter_sizes and dy {rank, four sizes},
# and four values of filter_sizes. What does not exist is 0.
X, SIZES, DY, VALUES = 1, 6, 11, 16
WORDS = 20
MOST = 4  # sizes or values that fit; more are an error, which needs to know only how many

FAIL, INVALID_ARGUMENT = 1, 2  # of OrtErrorCode


def emit(built: Any) -> None:
    """Write `compute`."""
    code = Door(built, "compute", PTR, exported=True, kernel=PTR, context=PTR)
    kernel, context = code.arguments
    b, words, slot = code.b, code.array(WORDS, "words"), code.array(1, "record")
    entered = code.invoke("enter")
    for at in range(1, WORDS):
        code.store(code.i64(0), words, 8 * at)
    code.store(code.load(I64, kernel), words)
    data = [_tensor(code, context, i, words, at) for i, at in enumerate((X, SIZES, DY))]
    count = code.load(I64, words, 8 * (SIZES + 1))
    with code.loop(0, code.min(count, MOST), name="value") as at:
        value = code.load(I64, data[1], code.mul(at, 8))
        code.store(value, words, code.add(code.mul(at, 8), 8 * VALUES))
    status, text = (code.variable(PTR, ir.Constant(PTR, None)) for _ in range(2))
    b.store(code.invoke("known", words, slot), text)
    with code.when(code.nothing(code.found(text, PTR))):
        output, shape = code.array(1, "output"), code.at(words, 8 * VALUES)
        failed = _host(code, "KernelContext_GetOutput", PTR, context, 0, shape, MOST, output)
        b.store(failed, status)
        with code.when(code.nothing(failed)):
            out = _data(code, code.load(PTR, output))
            b.store(code.invoke("launch", code.load(PTR, slot), data[0], data[2], out), text)
    with code.when(b.not_(code.nothing(code.found(text, PTR)))):
        said = code.found(text, PTR)
        full = code.equal(b.ptrtoint(said, I64), code.word(FULL))
        number = b.select(full, code.i64(FAIL), code.i64(INVALID_ARGUMENT))
        b.store(_host(code, "CreateStatus", PTR, number, said), status)
    code.invoke("leave", entered)
    code.ret(code.found(status, PTR))


def _host(code: Door, name: str, result: Any, *values: Value) -> Value:
    return code.host(CALLS.index(name), result, *values)


def _tensor(code: Door, context: Value, index: int, words: Value, at: int) -> Value:
    """Where an input's numbers lie; its rank and sizes are written to the words from ``at`` on."""
    value, info = code.array(1, "value"), code.array(1, "info")
    _host(code, "KernelContext_GetInput", PTR, context, index, value)
    tensor = code.load(PTR, value)
    _host(code, "GetTensorTypeAndShape", PTR, tensor, info)
    shape = code.load(PTR, info)
    _host(code, "GetDimensionsCount", PTR, shape, code.at(words, 8 * at))
    rank = code.min(code.load(I64, words, 8 * at), MOST)
    _host(code, "GetDimensions", PTR, shape, code.at(words, 8 * (at + 1)), rank)
    _host(code, "ReleaseTensorTypeAndShapeInfo", VOID, shape)
    return _data(code, tensor)


def _data(code: Door, tensor: Value) -> Value:
    place = code.array(1, "data")
    _host(code, "GetTensorMutableData", PTR, tensor, place)
    return code.load(PTR, place)
