"""TensorFlow's way in: a kernel of its C API, which reads tensors and allocates dW.

In: what TensorFlow calls its kernels with, as `tensorflow/c/kernels.h` and `tf_tensor.h` promise.
Out: the kernel's output, or a status with the text of what is wrong. Attributes do not change
between calls, so Python reads them once a node, and machine code knows them by a number.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.code.ir import I32, I64, PTR, VOID, Value
from filtergrad.native.code import FULL, DoorCode
from filtergrad.native.words import Words

SYMBOLS = ("compute",)
CALLS = (
    "TF_NewStatus", "TF_DeleteStatus", "TF_GetCode", "TF_SetStatus", "TF_OpKernelContext_Failure",
    "TF_GetInput", "TF_DeleteTensor", "TF_NumDims", "TF_Dim", "TF_TensorType", "TF_TensorData",
    "TF_TensorByteSize", "TF_TensorElementCount", "TF_AllocateOutput",
)  # fmt: skip

MOST = 4  # sizes or values that fit; more are an error, which needs to know only how many

# The words of a call: the number of the output, then x, dy and the tensor filter_sizes, which has
# a rank, so many values, and the values. What does not exist is 0.
WORDS = Words(
    output=1,
    x_rank=1, x_sizes=MOST,
    dy_rank=1, dy_sizes=MOST,
    filter_rank=1, filter_count=1, filter_sizes=MOST,
)  # fmt: skip

# The words of a node: the number of its first output, TensorFlow's number of the dtype and the
# bytes of an element. If it has a second output, the gradient of a bias, the number of that, else
# -1; and the address of a 1.
NODE = Words(output=1, dtype=1, itemsize=1, bias=1, one=1)

INVALID, EXHAUSTED, INTERNAL = 3, 8, 13  # of TF_Code
INT32 = 3  # of TF_DataType


def emit(built: ir.Module) -> None:
    """Write `compute`, the function of a kernel."""
    code = DoorCode(built, "compute", exported=True, kernel=PTR, context=PTR)
    kernel, context = code.arguments
    b, words, tensors = code.b, code.array(len(WORDS), "words"), code.array(3, "tensors")
    text = code.variable(PTR, ir.Constant(PTR, None))
    status = _host(code, "TF_NewStatus", PTR)
    entered = code.invoke("enter")
    for at in range(3):
        code.store(code.i64(0), tensors, 8 * at)
    with b.if_else(code.nothing(kernel)) as (unmade, made):
        with unmade:
            why = _text(code, "this node was not made: Python was interrupted, or is ending")
            _host(code, "TF_SetStatus", VOID, status, INTERNAL, why)
        with made:
            for at in range(3):
                with code.when(_fine(code, status, text)):
                    _input(code, kernel, context, at, tensors, status, text)
            with code.when(_fine(code, status, text)):
                _compute(code, kernel, context, words, tensors, status, text)
    wrong = code.found(text, PTR)
    with code.when(b.not_(code.nothing(wrong))):
        full = code.equal(b.ptrtoint(wrong, I64), code.word(FULL))
        number = b.select(full, code.i64(EXHAUSTED), code.i64(INVALID))
        _host(code, "TF_SetStatus", VOID, status, number, wrong)
    with code.when(b.not_(_fine(code, status))):
        _host(code, "TF_OpKernelContext_Failure", VOID, context, status)
    with code.loop(0, 3, name="tensor") as at:
        tensor = code.load(PTR, tensors, code.mul(at, 8))
        with code.when(b.not_(code.nothing(tensor))):
            _host(code, "TF_DeleteTensor", VOID, tensor)
    _host(code, "TF_DeleteStatus", VOID, status)
    code.invoke("leave", entered)
    code.ret()


def _host(code: DoorCode, name: str, result: ir.Type, *values: Value) -> Value:
    """Call a function of TensorFlow's by its name."""
    return code.host(CALLS.index(name), result, *values)


def _text(code: DoorCode, text: str) -> Value:
    """The address of a text in this module."""
    data = bytearray(b"filtergrad: " + text.encode() + b"\0")
    kind = ir.ArrayType(ir.IntType(8), len(data))
    place = ir.GlobalVariable(code.module, kind, code.module.get_unique_name("text"))
    place.initializer, place.global_constant = ir.Constant(kind, data), True
    place.linkage = "private"
    return place.bitcast(PTR)


def _fine(code: DoorCode, status: Value, text: Value | None = None) -> Value:
    """Whether no function of TensorFlow has failed so far, and no text says what is wrong."""
    good = code.equal(code.b.zext(_host(code, "TF_GetCode", I32, status), I64), 0)
    return good if text is None else code.b.and_(good, code.nothing(code.found(text, PTR)))


def _input(
    code: DoorCode,
    kernel: Value,
    context: Value,
    index: int,
    tensors: Value,
    status: Value,
    text: Value,
) -> None:
    """Take an input, and check all that will be read of it before any of it is read."""
    name = ("input", "filter_sizes", "out_backprop")[index]
    b, slot = code.b, code.at(tensors, 8 * index)
    dtype = code.load(I64, kernel, NODE.at("dtype"))
    size = code.load(I64, kernel, NODE.at("itemsize"))
    if name == "filter_sizes":
        dtype, size = code.i64(INT32), code.i64(4)
    _host(code, "TF_GetInput", VOID, context, index, slot, status)
    tensor = code.load(PTR, slot)
    with code.when(_fine(code, status)), b.if_else(code.nothing(tensor)) as (lacking, there):
        with lacking:
            b.store(_text(code, f"TensorFlow has not handed over {name}"), text)
        with there:
            found = b.zext(_host(code, "TF_TensorType", I32, tensor), I64)
            with code.when(b.not_(code.equal(found, dtype))):
                b.store(_text(code, f"{name} has another dtype than its node"), text)
            count = _host(code, "TF_TensorElementCount", I64, tensor)
            room = _host(code, "TF_TensorByteSize", I64, tensor)
            nowhere = code.nothing(_host(code, "TF_TensorData", PTR, tensor))
            short = b.or_(code.less(room, code.mul(count, size)), nowhere)
            with code.when(b.and_(code.less(0, count), short)):
                b.store(_text(code, f"{name} has fewer numbers in memory than in its shape"), text)


def _compute(
    code: DoorCode,
    kernel: Value,
    context: Value,
    words: Value,
    tensors: Value,
    status: Value,
    text: Value,
) -> None:
    """Compute dW and, where the node has it, the gradient of a bias.

    The latter is the filter gradient of an input of ones, so its words differ in the number of the
    output alone. Nodes with both come from oneDNN, whose rewriting of graphs merges the two ops.
    """
    x, sizes, dy = (code.load(PTR, tensors, 8 * at) for at in range(3))
    for at in range(1, len(WORDS)):
        code.store(code.i64(0), words, 8 * at)
    _shape(code, x, words, "x")
    _shape(code, dy, words, "dy")
    _values(code, sizes, words)
    x, dy = (_host(code, "TF_TensorData", PTR, tensor) for tensor in (x, dy))
    code.store(code.load(I64, kernel, NODE.at("output")), words, WORDS.at("output"))
    shape = code.at(words, WORDS.at("filter_sizes"))
    _output(code, kernel, (context, 0), words, (shape, MOST), (x, dy), status, text)
    bias = code.load(I64, kernel, NODE.at("bias"))
    with code.when(code.b.and_(_fine(code, status, text), code.less(-1, bias))):
        code.store(bias, words, WORDS.at("output"))
        depth, one = code.at(shape, 8 * (MOST - 1)), code.load(PTR, kernel, NODE.at("one"))
        _output(code, kernel, (context, 1), words, (depth, 1), (one, dy), status, text)


def _output(
    code: DoorCode,
    kernel: Value,
    output: tuple[Value, int],
    words: Value,
    shape: tuple[Value, int],
    data: tuple[Value, Value],
    status: Value,
    text: Value,
) -> None:
    """Find the kernel of these words, allocate the output, whose shape is now known, and run."""
    slot, (sizes, rank) = code.array(1, "record"), shape
    code.b.store(code.invoke("known", words, slot), text)
    with code.when(code.nothing(code.found(text, PTR))):
        size = code.load(I64, kernel, NODE.at("itemsize"))
        for at in range(rank):
            size = code.mul(size, code.load(I64, sizes, 8 * at))
        dtype = code.load(I64, kernel, NODE.at("dtype"))
        given = (*output, dtype, sizes, rank, size, status)
        out = _host(code, "TF_AllocateOutput", PTR, *given)
        there = code.b.not_(code.nothing(out))
        with code.when(code.b.and_(_fine(code, status), there)):
            to = _host(code, "TF_TensorData", PTR, out)
            with code.b.if_else(code.b.and_(code.nothing(to), code.less(0, size))) as (none, some):
                with none:
                    code.b.store(code.word(FULL, PTR), text)
                with some:
                    code.b.store(code.invoke("launch", code.load(PTR, slot), *data, to), text)
            _host(code, "TF_DeleteTensor", VOID, out)


def _shape(code: DoorCode, tensor: Value, words: Value, name: str) -> None:
    """Write the rank and the sizes of x or dy."""
    rank = code.b.zext(_host(code, "TF_NumDims", I32, tensor), I64)
    code.store(rank, words, WORDS.at(f"{name}_rank"))
    with code.loop(0, code.min(rank, MOST), name="axis") as axis:
        size = _host(code, "TF_Dim", I64, tensor, axis)
        code.store(size, words, code.add(code.mul(axis, 8), WORDS.at(f"{name}_sizes")))


def _values(code: DoorCode, tensor: Value, words: Value) -> None:
    """Write the rank, the length and the values of filter_sizes, a tensor of int32."""
    rank = code.b.zext(_host(code, "TF_NumDims", I32, tensor), I64)
    code.store(rank, words, WORDS.at("filter_rank"))
    count = _host(code, "TF_TensorElementCount", I64, tensor)
    code.store(count, words, WORDS.at("filter_count"))
    data = _host(code, "TF_TensorData", PTR, tensor)
    with code.loop(0, code.min(count, MOST), name="value") as at:
        value = code.b.sext(code.load(I32, data, code.mul(at, 4)), I64)
        code.store(value, words, code.add(code.mul(at, 8), WORDS.at("filter_sizes")))
