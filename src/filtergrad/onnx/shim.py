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
from filtergrad.native.words import Words

SYMBOLS = ("compute",)
CALLS = (
    "CreateStatus", "GetTensorMutableData", "GetTensorElementType", "GetDimensionsCount",
    "GetDimensions", "GetTensorShapeElementCount", "GetTensorTypeAndShape",
    "KernelContext_GetInput", "KernelContext_GetOutput", "ReleaseTensorTypeAndShapeInfo",
)  # fmt: skip

MOST = 4  # sizes or values that fit; more are an error, which needs to know only how many

# The words of a call: the number of the node, of x, the tensor filter_sizes and dy the kind, the
# rank and the sizes, and the values in filter_sizes. What does not exist is 0. The kind is ONNX's
# number of the element type; ABSENT where there is no tensor, NOWHERE where its elements have no
# memory.
WORDS = Words(
    node=1,
    x_kind=1, x_rank=1, x_sizes=MOST,
    filter_kind=1, filter_rank=1, filter_sizes=MOST,
    dy_kind=1, dy_rank=1, dy_sizes=MOST,
    values=MOST,
)  # fmt: skip
INPUTS = ("x", "filter", "dy")  # the order in which ONNX Runtime numbers them
ABSENT, NOWHERE = 0, -1
INT64 = 7

FAIL, INVALID_ARGUMENT = 1, 2  # of OrtErrorCode


def emit(built: ir.Module) -> None:
    """Write `compute`, which is KernelComputeV2."""
    code = _Code(built, "compute", PTR, exported=True, kernel=PTR, context=PTR)
    kernel, context = code.arguments
    b, words, slot = code.b, code.zeros(len(WORDS), "words"), code.zeros(1, "record")
    entered = code.invoke("enter")
    code.store(code.load(I64, kernel), words, WORDS.at("node"))
    x, sizes, dy = (code.tensor(context, index, words) for index in range(3))
    code.values(sizes, words)
    text = code.variable(PTR, ir.Constant(PTR, None))
    with code.when(code.fine()):
        b.store(code.invoke("known", words, slot), text)
    with code.when(b.and_(code.fine(), code.nothing(code.found(text, PTR)))):
        output, place = code.zeros(1, "output"), code.zeros(1, "place")
        shape = code.at(words, WORDS.at("values"))
        code.ask("KernelContext_GetOutput", context, 0, shape, MOST, output)
        wanted = code.load(PTR, output)
        with code.when(b.not_(code.nothing(wanted))):  # nobody may want to read the output
            code.ask("GetTensorMutableData", wanted, place)
            with code.when(code.fine()):
                out = code.load(PTR, place)
                b.store(code.launched(words, slot, x, dy, out), text)
    with code.when(b.not_(code.nothing(code.found(text, PTR)))):
        said = code.found(text, PTR)
        full = code.equal(b.ptrtoint(said, I64), code.word(FULL))
        number = b.select(full, code.i64(FAIL), code.i64(INVALID_ARGUMENT))
        b.store(code.host(CALLS.index("CreateStatus"), PTR, number, said), code.status)
    code.invoke("leave", entered)
    code.ret(code.found(code.status, PTR))


class _Code(DoorCode):
    """`compute` being written: once a function of ONNX Runtime fails, no other one is called.

    `status` is what that function returned; `compute` returns it, and ONNX Runtime releases it.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.status = self.variable(PTR, ir.Constant(PTR, None))

    def zeros(self, words: int, name: str) -> Value:
        """An array of so many words, all 0."""
        array = self.array(words, name)
        for at in range(words):
            self.store(self.i64(0), array, 8 * at)
        return array

    def fine(self) -> Value:
        """Whether no function of ONNX Runtime has failed so far."""
        return self.nothing(self.found(self.status, PTR))

    def ask(self, name: str, *values: Value) -> None:
        """Call a function that returns a status, if none has failed so far."""
        with self.when(self.fine()):
            self.b.store(self.host(CALLS.index(name), PTR, *values), self.status)

    def tensor(self, context: Value, index: int, words: Value) -> Value:
        """Write an input's kind, rank and sizes; return where its numbers lie."""
        kind, rank, sizes = (
            WORDS.at(f"{INPUTS[index]}_{part}") for part in ("kind", "rank", "sizes")
        )
        value, info, data, count = (self.zeros(1, name) for name in ("value", "info", "data", "n"))
        self.ask("KernelContext_GetInput", context, index, value)
        tensor = self.load(PTR, value)
        with self.when(self.b.not_(self.nothing(tensor))):
            self.ask("GetTensorTypeAndShape", tensor, info)  # fails where it is no tensor
            shape = self.load(PTR, info)
            with self.when(self.b.not_(self.nothing(shape))):
                self.ask("GetTensorElementType", shape, self.at(words, kind))
                self.ask("GetDimensionsCount", shape, self.at(words, rank))
                known = self.min(self.load(I64, words, rank), MOST)
                self.ask("GetDimensions", shape, self.at(words, sizes), known)
                self.ask("GetTensorShapeElementCount", shape, count)
                self.host(CALLS.index("ReleaseTensorTypeAndShapeInfo"), VOID, shape)
            self.ask("GetTensorMutableData", tensor, data)
            none = self.nothing(self.load(PTR, data))
            with self.when(self.b.and_(none, self.less(0, self.load(I64, count)))):
                self.store(self.i64(NOWHERE), words, kind)
        return self.load(PTR, data)

    def values(self, data: Value, words: Value) -> None:
        """Read filter_sizes, if it is what it should be: a vector of int64, which has one size."""
        kind, rank, count = (
            self.load(I64, words, WORDS.at(f"filter_{part}")) for part in ("kind", "rank", "sizes")
        )
        vector = self.b.and_(self.equal(kind, INT64), self.equal(rank, 1))
        readable = self.b.and_(vector, self.fine())
        count = self.b.select(readable, self.min(count, MOST), self.i64(0))
        with self.loop(0, count, name="value") as at:
            value = self.load(I64, data, self.mul(at, 8))
            self.store(value, words, self.add(self.mul(at, 8), WORDS.at("values")))

    def launched(self, words: Value, slot: Value, x: Value, dy: Value, out: Value) -> Value:
        """Compute, if the output has memory or needs none; the text of what is wrong, or null."""
        elements = self.i64(1)
        for i in range(MOST):
            elements = self.mul(elements, self.load(I64, words, WORDS.at("values", i)))
        lost = self.b.and_(self.nothing(out), self.b.not_(self.equal(elements, 0)))
        text = self.variable(PTR, self.b.inttoptr(self.word(FULL), PTR))
        with self.when(self.b.not_(lost)):
            record = self.load(PTR, slot)
            self.b.store(self.invoke("launch", record, x, dy, out), text)
        return self.found(text, PTR)
