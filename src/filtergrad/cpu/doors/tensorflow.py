"""TensorFlow's way in: a kernel of its C API, which reads tensors and allocates dW. Floor 3.

In: what TensorFlow calls its kernels with, from `tensorflow/c/kernels.h` and `tf_tensor.h`, which it
promises to keep. Out: the kernel's output, or a status with the text of what is wrong. Attributes
do not change between calls, so Python reads them once a node and hands over a number for them.
"""

from __future__ import annotations

from typing import Any

from ..door import FULL, Door
from ..ir import I32, I64, PTR, VOID, Value

SYMBOLS = ("compute",)
CALLS = (
    "TF_NewStatus", "TF_DeleteStatus", "TF_GetCode", "TF_SetStatus", "TF_OpKernelContext_Failure",
    "TF_GetInput", "TF_DeleteTensor", "TF_NumDims", "TF_Dim", "TF_TensorData",
    "TF_TensorElementCount", "TF_AllocateOutput",
)  # fmt: skip

# The words of a call: the number of the attributes, then for x and dy {rank, four sizes}, then for
# filter_sizes {rank, how many, four values}. What does not exist is 0.
X, DY, SIZES = 1, 6, 11
WORDS = 17
MOST = 4  # sizes or values that fit; more are an error, which needs to know only how many

# What `create` returns, in words: the number of the attributes, TensorFlow's number of the dtype,
# and the bytes of an element.
NUMBER, DTYPE, ITEMSIZE = 0, 8, 16

INVALID, EXHAUSTED = 3, 8  # of TF_Code


def emit(built: Any) -> None:
    """Write `compute`."""
    code = Door(built, "compute", exported=True, kernel=PTR, context=PTR)
    kernel, context = code.arguments
    words, tensors = code.array(WORDS, "words"), code.array(3, "tensors")
    status = _host(code, "TF_NewStatus", PTR)
    for at in range(3):
        code.store(code.i64(0), tensors, 8 * at)
    for at in range(3):
        _host(code, "TF_GetInput", VOID, context, at, code.at(tensors, 8 * at), status)
    with code.when(_fine(code, status)):
        _compute(code, kernel, context, words, tensors, status)
    with code.when(code.b.not_(_fine(code, status))):
        _host(code, "TF_OpKernelContext_Failure", VOID, context, status)
    with code.loop(0, 3, name="tensor") as at:
        tensor = code.load(PTR, tensors, code.mul(at, 8))
        with code.when(code.b.not_(code.nothing(tensor))):
            _host(code, "TF_DeleteTensor", VOID, tensor)
    _host(code, "TF_DeleteStatus", VOID, status)
    code.ret()


def _host(code: Door, name: str, result: Any, *values: Value) -> Value:
    return code.host(CALLS.index(name), result, *values)


def _fine(code: Door, status: Value) -> Value:
    """Whether nothing has been wrong so far."""
    return code.equal(code.b.zext(_host(code, "TF_GetCode", I32, status), I64), 0)


def _compute(
    code: Door, kernel: Value, context: Value, words: Value, tensors: Value, status: Value
) -> None:
    """Find the kernel of these words, allocate dW, which only now is known to be in order, run."""
    x, sizes, dy = (code.load(PTR, tensors, 8 * at) for at in range(3))
    for at in range(1, WORDS):
        code.store(code.i64(0), words, 8 * at)
    code.store(code.load(I64, kernel, NUMBER), words)
    _shape(code, x, words, X)
    _shape(code, dy, words, DY)
    _values(code, sizes, words)
    b, slot = code.b, code.array(1, "record")
    text = code.variable(PTR, code.invoke("known", words, slot))
    with code.when(code.nothing(code.found(text, PTR))):
        shape, size = code.at(words, 8 * (SIZES + 2)), code.load(I64, kernel, ITEMSIZE)
        for at in range(MOST):
            size = code.mul(size, code.load(I64, shape, 8 * at))
        dtype = code.load(I64, kernel, DTYPE)
        out = _host(
            code, "TF_AllocateOutput", PTR, context, 0, dtype, shape, MOST, size, status
        )  # fmt: skip
        with code.when(_fine(code, status)):
            data = [_host(code, "TF_TensorData", PTR, tensor) for tensor in (x, dy, out)]
            b.store(code.invoke("launch", code.load(PTR, slot), *data), text)
            _host(code, "TF_DeleteTensor", VOID, out)
    with code.when(b.not_(code.nothing(code.found(text, PTR)))):
        words_of_it = code.found(text, PTR)
        full = code.equal(b.ptrtoint(words_of_it, I64), code.word(FULL))
        number = b.select(full, code.i64(EXHAUSTED), code.i64(INVALID))
        _host(code, "TF_SetStatus", VOID, status, number, words_of_it)


def _shape(code: Door, tensor: Value, words: Value, at: int) -> None:
    """Rank and sizes of a tensor."""
    rank = code.b.zext(_host(code, "TF_NumDims", I32, tensor), I64)
    code.store(rank, words, 8 * at)
    with code.loop(0, code.min(rank, MOST), name="axis") as axis:
        size = _host(code, "TF_Dim", I64, tensor, axis)
        code.store(size, words, code.add(code.mul(axis, 8), 8 * (at + 1)))


def _values(code: Door, tensor: Value, words: Value) -> None:
    """Rank, length and values of a tensor of int32."""
    code.store(code.b.zext(_host(code, "TF_NumDims", I32, tensor), I64), words, 8 * SIZES)
    count = _host(code, "TF_TensorElementCount", I64, tensor)
    code.store(count, words, 8 * (SIZES + 1))
    data = _host(code, "TF_TensorData", PTR, tensor)
    with code.loop(0, code.min(count, MOST), name="value") as at:
        value = code.b.sext(code.load(I32, data, code.mul(at, 4)), I64)
        code.store(value, words, code.add(code.mul(at, 8), 8 * (SIZES + 2)))
