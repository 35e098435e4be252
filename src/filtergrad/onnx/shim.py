"""ONNX Runtime's way in: KernelComputeV2 of a custom operator.

In: the number of a node's attributes, and the context of a call. Out: dW in the output that ONNX
Runtime allocates once the shapes are known to be in order, or a status with the text of what is
wrong. The functions that are called are those of OrtApi, in onnxruntime_c_api.h.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir

from filtergrad.cpu.code.ir import I64, PTR, VOID, Value
from filtergrad.native.code import FULL, DoorCode

SYMBOLS = ("compute",)
CALLS = (
    "CreateStatus", "GetTensorMutableData", "GetTensorElementType", "GetDimensionsCount",
    "GetDimensions", "GetTensorShapeElementCount", "GetTensorTypeAndShape",
    "KernelContext_GetInput", "KernelContext_GetOutput", "ReleaseTensorTypeAndShapeInfo",
)  # fmt: skip

# The words of a call: the number of the attributes, for x, filter_sizes and dy {kind, rank, four
# sizes}, and four values of filter_sizes. What does not exist is 0. The kind is ONNX's number of
# the element type; ABSENT where there is no tensor, NOWHERE where its elements have no memory.
X, SIZES, DY, VALUES = 1, 7, 13, 19
WORDS = 23
MOST = 4  # sizes or values that fit; more are an error, which needs to know only how many
ABSENT, NOWHERE = 0, -1
INT64 = 7

FAIL, INVALID_ARGUMENT = 1, 2  # of OrtErrorCode


def emit(built: Any) -> None:
    """Write `compute`."""
    code = _Code(built, "compute", PTR, exported=True, kernel=PTR, context=PTR)
    kernel, context = code.arguments
    b, words, slot = code.b, code.zeros(WORDS, "words"), code.zeros(1, "record")
    entered = code.invoke("enter")
    code.store(code.load(I64, kernel), words)
    data = [code.tensor(context, i, words, at) for i, at in enumerate((X, SIZES, DY))]
    code.values(data[1], words)
    text = code.variable(PTR, ir.Constant(PTR, None))
    with code.when(code.fine()):
        b.store(code.invoke("known", words, slot), text)
    with code.when(b.and_(code.fine(), code.nothing(code.found(text, PTR)))):
        output, place = code.zeros(1, "output"), code.zeros(1, "place")
        shape = code.at(words, 8 * VALUES)
        code.ask("KernelContext_GetOutput", context, 0, shape, MOST, output)
        wanted = code.load(PTR, output)
        with code.when(b.not_(code.nothing(wanted))):  # an output that nobody reads is none
            code.ask("GetTensorMutableData", wanted, place)
            with code.when(code.fine()):
                out = code.load(PTR, place)
                b.store(code.launched(words, slot, data, out), text)
    with code.when(b.not_(code.nothing(code.found(text, PTR)))):
        said = code.found(text, PTR)
        full = code.equal(b.ptrtoint(said, I64), code.word(FULL))
        number = b.select(full, code.i64(FAIL), code.i64(INVALID_ARGUMENT))
        b.store(code.host(CALLS.index("CreateStatus"), PTR, number, said), code.status)
    code.invoke("leave", entered)
    code.ret(code.found(code.status, PTR))


class _Code(DoorCode):
    """`compute` being written: once a function of ONNX Runtime fails, no other one is called.

    `status` is what it said, which `compute` hands back and ONNX Runtime releases.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.status = self.variable(PTR, ir.Constant(PTR, None))

    def zeros(self, words: int, name: str) -> Value:
        array = self.array(words, name)
        for at in range(words):
            self.store(self.i64(0), array, 8 * at)
        return array

    def fine(self) -> Value:
        """Whether nothing failed so far."""
        return self.nothing(self.found(self.status, PTR))

    def ask(self, name: str, *values: Value) -> None:
        """Call a function that answers with a status, if nothing failed so far."""
        with self.when(self.fine()):
            self.b.store(self.host(CALLS.index(name), PTR, *values), self.status)

    def tensor(self, context: Value, index: int, words: Value, at: int) -> Value:
        """Where an input's numbers lie; its kind, rank and sizes are written from ``at`` on."""
        value, info, data, count = (self.zeros(1, name) for name in ("value", "info", "data", "n"))
        self.ask("KernelContext_GetInput", context, index, value)
        tensor = self.load(PTR, value)
        with self.when(self.b.not_(self.nothing(tensor))):
            self.ask("GetTensorTypeAndShape", tensor, info)  # fails where it is no tensor
            shape = self.load(PTR, info)
            with self.when(self.b.not_(self.nothing(shape))):
                self.ask("GetTensorElementType", shape, self.at(words, 8 * at))
                self.ask("GetDimensionsCount", shape, self.at(words, 8 * (at + 1)))
                rank = self.min(self.load(I64, words, 8 * (at + 1)), MOST)
                self.ask("GetDimensions", shape, self.at(words, 8 * (at + 2)), rank)
                self.ask("GetTensorShapeElementCount", shape, count)
                self.host(CALLS.index("ReleaseTensorTypeAndShapeInfo"), VOID, shape)
            self.ask("GetTensorMutableData", tensor, data)
            none = self.nothing(self.load(PTR, data))
            with self.when(self.b.and_(none, self.less(0, self.load(I64, count)))):
                self.store(self.i64(NOWHERE), words, 8 * at)
        return self.load(PTR, data)

    def values(self, data: Value, words: Value) -> None:
        """Read filter_sizes, if it is what it should be: a vector of int64, which has one size."""
        kind, rank, count = (self.load(I64, words, 8 * (SIZES + i)) for i in range(3))
        vector = self.b.and_(self.equal(kind, INT64), self.equal(rank, 1))
        readable = self.b.and_(vector, self.fine())
        count = self.b.select(readable, self.min(count, MOST), self.i64(0))
        with self.loop(0, count, name="value") as at:
            value = self.load(I64, data, self.mul(at, 8))
            self.store(value, words, self.add(self.mul(at, 8), 8 * VALUES))

    def launched(self, words: Value, slot: Value, data: list[Value], out: Value) -> Value:
        """Compute, if the output has memory or needs none; the text of what is wrong, or null."""
        elements = self.i64(1)
        for i in range(MOST):
            elements = self.mul(elements, self.load(I64, words, 8 * (VALUES + i)))
        lost = self.b.and_(self.nothing(out), self.b.not_(self.equal(elements, 0)))
        text = self.variable(PTR, self.b.inttoptr(self.word(FULL), PTR))
        with self.when(self.b.not_(lost)):
            record = self.load(PTR, slot)
            self.b.store(self.invoke("launch", record, data[0], data[2], out), text)
        return self.found(text, PTR)
