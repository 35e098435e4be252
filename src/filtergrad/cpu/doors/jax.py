"""JAX's door: a typed FFI handler, XLA_FFI_Error* (XLA_FFI_CallFrame*). Floor 3.

In: the frame of a call, whose one attribute is the call's words. Out: dW, in XLA's own buffer. XLA
calls the handler while it compiles (the stage `instantiate`: the kernel is compiled, too) and then
once a call (`execute`). Offsets are those of xla/ffi/api/c_api.h, version 0.x, which only grows.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.door import ASK, Door
from filtergrad.cpu.ir import I32, I64, PTR, Value

# x and dy (their sizes as they lie in memory), then all that is the same for any sizes.
WORDS = 22
DTYPE = 8  # which word is the index of the dtype: float16, bfloat16, float32, float64
SYMBOLS = ("handler",)
CALLS = ()  # what the host lends comes in every frame

# Bytes into XLA_FFI_CallFrame, and into what it points to.
_EXTENSION, _API, _STAGE, _ARGUMENTS, _RESULTS, _ATTRIBUTES = 8, 16, 32, 72, 112, 160
_METADATA = 24  # of XLA_FFI_Metadata_Extension
_API_VERSION = 32  # of XLA_FFI_Api: major and minor, 4 bytes each
_METADATA_VERSION, _TRAITS = 24, 32  # of XLA_FFI_Metadata
_ERROR_CREATE = 48  # of XLA_FFI_Api
_DATA, _DIMS = 24, 40  # of XLA_FFI_Buffer
_ARRAY = 16  # of XLA_FFI_Array
_INVALID_ARGUMENT, _INSTANTIATE, _EXECUTE = 3, 0, 3


def emit(built: ir.Module) -> None:
    """Write the handler."""
    _batches(built)
    _ahead(built)
    code = Door(built, "handler", PTR, exported=True, frame=PTR)
    (frame,) = code.arguments
    b, text = code.b, code.variable(PTR, ir.Constant(PTR, None))
    extension = code.load(PTR, frame, _EXTENSION)
    with b.if_else(code.nothing(extension)) as (call, question):
        with call:
            stage = b.zext(code.load(I32, frame, _STAGE), I64)
            with code.when(code.equal(stage, _EXECUTE)):
                b.store(code.invoke("batches", frame), text)
            with code.when(code.equal(stage, _INSTANTIATE)):
                b.store(code.invoke("ahead", frame), text)
        with question:
            # Which version is this handler for? For the one that asks: what we read lies at the
            # same place in all of them, and a number of our own would end with the next release.
            metadata = code.load(PTR, extension, _METADATA)
            version = code.load(I64, code.load(PTR, frame, _API), _API_VERSION)
            code.store(version, metadata, _METADATA_VERSION)
            code.store(ir.Constant(I32, 0), metadata, _TRAITS)
    error = code.variable(PTR, ir.Constant(PTR, None))
    with code.when(b.not_(code.nothing(code.found(text, PTR)))):
        given = code.array(4, "error")  # XLA_FFI_Error_Create_Args: size, extension, message, code
        words = (code.i64(28), code.i64(0), code.found(text, PTR), code.i64(_INVALID_ARGUMENT))
        for at, word in enumerate(words):
            code.store(word, given, 8 * at)
        create = code.load(I64, code.load(PTR, frame, _API), _ERROR_CREATE)
        b.store(code.call(create, ir.FunctionType(PTR, [PTR]), given), error)
    code.ret(code.found(error, PTR))


def _words(code: Door, frame: Value) -> Value:
    """Where the words of the attribute lie."""
    return code.load(PTR, code.load(PTR, code.load(PTR, frame, _ATTRIBUTES)), _ARRAY)


def _ahead(built: ir.Module) -> None:
    """Have the kernel compiled while XLA compiles; the text of what is wrong, or null."""
    code = Door(built, "ahead", PTR, frame=PTR)
    words = _words(code, *code.arguments)
    text, unknown = code.variable(PTR, ir.Constant(PTR, None)), code.i64(0)
    for at in range(8):
        unknown = code.b.or_(unknown, code.load(I64, words, 8 * at))
    # A size that an exported module leaves open is -1; those kernels wait for their first call.
    with code.when(code.b.not_(code.less(unknown, 0))):
        kind = ir.FunctionType(PTR, [PTR, PTR])
        code.b.store(code.call(code.word(ASK), kind, words, code.array(1, "answer")), text)
    code.ret(code.found(text, PTR))


def _batches(built: ir.Module) -> None:
    """Each dW[b] of x[b] and dy[b], one after the other; a single x or dy is everybody's."""
    code = Door(built, "batches", PTR, frame=PTR)
    (frame,) = code.arguments
    b, given = code.b, _words(code, frame)
    words = code.array(WORDS, "words")
    for at in range(8, WORDS):
        code.store(code.load(I64, given, 8 * at), words, 8 * at)
    size = b.shl(code.i64(2), code.max(code.sub(code.load(I64, given, 8 * DTYPE), 1), 0))
    pointers, steps, count = [], [], code.i64(0)
    for table, at in ((_ARGUMENTS, 0), (_ARGUMENTS, 1), (_RESULTS, 0)):
        buffer = code.load(PTR, code.load(PTR, frame, table), 8 * at)
        dims, step = code.load(PTR, buffer, _DIMS), size
        for axis in range(4):
            length = code.load(I64, dims, 8 * (axis + 1))
            step = code.mul(step, length)
            if table == _ARGUMENTS:
                code.store(length, words, 8 * (4 * at + axis))
        count = code.load(I64, dims)
        pointers.append(code.load(PTR, buffer, _DATA))
        steps.append(b.select(code.equal(count, 1), code.i64(0), step))
    text = code.variable(PTR, ir.Constant(PTR, None))
    with code.loop(0, count, name="batch") as i, code.when(code.nothing(code.found(text, PTR))):
        x, dy, out = (
            code.at(p, code.mul(i, step)) for p, step in zip(pointers, steps, strict=True)
        )
        b.store(code.invoke("call", words, x, dy, out), text)
    code.ret(code.found(text, PTR))
