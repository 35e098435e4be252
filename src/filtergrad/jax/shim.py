"""JAX's door: a typed FFI handler, XLA_FFI_Error* (XLA_FFI_CallFrame*).

In: the frame of a call, whose one attribute is the call's words. Out: dW, in XLA's own buffer. XLA
calls the handler while it compiles (the stage `instantiate`: the kernel is compiled, too) and then
once a call (`execute`). Offsets are those of xla/ffi/api/c_api.h, version 0.x, which only grows.
What XLA hands over is checked before it is touched: how many arrays, their ranks, sizes, dtypes and
memory.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from llvmlite import ir

from filtergrad.cpu.code.ir import I8, I32, I64, PTR, VOID, Value
from filtergrad.native.code import ASK, DoorCode

# x and dy (their sizes as they lie in memory), then all that is the same for any sizes.
WORDS = 22
DTYPE = 8  # which word is the index of the dtype: float16, bfloat16, float32, float64
GROUPS = 20
SYMBOLS = ("handler", "slow_handler")
CALLS = ("python",)  # (frame, answer); what the host lends comes in every frame

# Bytes into XLA_FFI_CallFrame, and into what it points to.
_EXTENSION, _API, _STAGE, _ARGUMENTS, _RESULTS, _ATTRIBUTES, _FRAME = 8, 16, 32, 72, 112, 160, 168
_SIZES = {_ARGUMENTS: (40, 40), _RESULTS: (80, 40), _ATTRIBUTES: (120, 48)}  # where, and of what
_COUNTS = {_ARGUMENTS: 56, _RESULTS: 96, _ATTRIBUTES: 136}
_TYPES = {_ARGUMENTS: 64, _RESULTS: 104, _ATTRIBUTES: 144}
_TYPE, _METADATA = 8, 24  # of XLA_FFI_Metadata_Extension
_API_VERSION = 32  # of XLA_FFI_Api: major and minor, 4 bytes each
_METADATA_VERSION, _TRAITS = 24, 32  # of XLA_FFI_Metadata
_ERROR_CREATE = 48  # of XLA_FFI_Api
_DTYPE, _DATA, _RANK, _DIMS, _BUFFER = 16, 24, 32, 40, 48  # of XLA_FFI_Buffer
_LENGTH, _ARRAY = 8, 16  # of XLA_FFI_Array
_INVALID_ARGUMENT, _INSTANTIATE, _EXECUTE = 3, 0, 3
_IS_METADATA, _IS_BUFFER, _IS_ARRAY, _INT64 = 1, 1, 1, 5
_FLOATS = (10, 16, 11, 12)  # XLA_FFI_DataType of float16, bfloat16, float32, float64
_AXES = 5  # that of `jax.vmap`, and four
_OLDEST = 1 << 32  # version 0.1, the first of this layout: its XLA asks before it has a table


def emit(built: ir.Module) -> None:
    """Write the handlers: our own, and the one that has Python compute."""
    _described(built)
    _arrays(built)
    _batches(built)
    _ahead(built)
    _slowly(built)
    _handler(built, "handler", {_EXECUTE: "batches", _INSTANTIATE: "ahead"})
    _handler(built, "slow_handler", {_EXECUTE: "slowly"})


def _handler(built: ir.Module, name: str, stages: dict[int, str]) -> None:
    """Write a handler with what it does at some stages; their texts are what is wrong, or null."""
    code = DoorCode(built, name, PTR, exported=True, frame=PTR)
    (frame,) = code.arguments
    b, text = code.b, code.variable(PTR, ir.Constant(PTR, None))
    extension = code.load(PTR, frame, _EXTENSION)
    kind = code.variable(I32, ir.Constant(I32, 0))
    with code.when(b.not_(code.nothing(extension))):
        b.store(code.load(I32, extension, _TYPE), kind)
    asked = code.equal(b.zext(code.found(kind, I32), I64), _IS_METADATA)
    with b.if_else(asked) as (question, call):
        with call:
            stage = b.zext(code.load(I32, frame, _STAGE), I64)
            for number, function in stages.items():
                with code.when(code.equal(stage, number)):
                    b.store(code.invoke(function, frame), text)
        with question:
            # Which version is this handler for? For the one that asks: what we read lies at the
            # same place in all of them, and a number of our own would end with the next release.
            metadata = code.load(PTR, extension, _METADATA)
            version, api = code.variable(I64, code.i64(_OLDEST)), code.load(PTR, frame, _API)
            with code.when(b.not_(code.nothing(api))):
                b.store(code.load(I64, api, _API_VERSION), version)
            code.store(code.found(version, I64), metadata, _METADATA_VERSION)
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


def _constant(code: DoorCode, text: str) -> Value:
    """The address of a text in this module."""
    data = bytearray(b"filtergrad: " + text.encode() + b"\0")
    kind = ir.ArrayType(I8, len(data))
    place = ir.GlobalVariable(code.module, kind, code.module.get_unique_name("text"))
    place.initializer, place.global_constant = ir.Constant(kind, data), True
    place.linkage = "internal"
    return place.bitcast(PTR)


class _Checks(DoorCode):
    """A function that returns the text of what is wrong with a frame, or null."""

    def must(self, condition: Value, text: str) -> None:
        with self.when(self.b.not_(condition)):
            self.ret(_constant(self, text))

    def items(self, frame: Value, table: int, count: int, kind: int) -> list[Value]:
        """What a table of the frame points to: so many things of a kind, none of them null."""
        text = "XLA passes two arrays, one result and one attribute, or this is not our call"
        at, size = _SIZES[table]
        self.must(self.b.not_(self.less(self.load(I64, frame, at), size)), text)
        self.must(self.equal(self.load(I64, frame, _COUNTS[table]), count), text)
        types, things = (self.load(PTR, frame, at) for at in (_TYPES[table], table))
        self.must(self.b.not_(self.b.or_(self.nothing(types), self.nothing(things))), text)
        found = []
        for at in range(count):
            self.must(self.equal(self.b.zext(self.load(I32, types, 4 * at), I64), kind), text)
            found.append(self.load(PTR, things, 8 * at))
            self.must(self.b.not_(self.nothing(found[-1])), text)
        return found


def _described(built: ir.Module) -> None:
    """Whether the attribute is that of our calls."""
    code = _Checks(built, "described", PTR, frame=PTR)
    (frame,) = code.arguments
    code.must(code.b.not_(code.less(code.load(I64, frame), _FRAME)), "XLA's frame is a shorter one")
    (array,) = code.items(frame, _ATTRIBUTES, 1, _IS_ARRAY)
    dtype = code.b.zext(code.load(I32, array), I64)
    text = f"the attribute of a call is an array of {WORDS} int64"
    code.must(code.equal(dtype, _INT64), text)
    code.must(code.equal(code.load(I64, array, _LENGTH), WORDS), text)
    words = code.load(PTR, array, _ARRAY)
    code.must(code.b.not_(code.nothing(words)), text)
    known = code.b.icmp_unsigned("<", code.load(I64, words, 8 * DTYPE), code.i64(len(_FLOATS)))
    code.must(known, "a call is for one of four dtypes")
    code.ret(ir.Constant(PTR, None))


def _arrays(built: ir.Module) -> None:
    """Whether x, dy and dW are arrays as the attribute describes them."""
    code = _Checks(built, "arrays", PTR, frame=PTR)
    (frame,) = code.arguments
    b, words = code.b, _words(code, frame)
    buffers = code.items(frame, _ARGUMENTS, 2, _IS_BUFFER)
    buffers += code.items(frame, _RESULTS, 1, _IS_BUFFER)
    table = sum(number << 8 * at for at, number in enumerate(_FLOATS))
    shift = code.mul(code.load(I64, words, 8 * DTYPE), 8)
    dtype = b.and_(b.lshr(code.i64(table), shift), code.i64(255))
    shapes, sizes = [], []
    for buffer in buffers:
        code.must(b.not_(code.less(code.load(I64, buffer), _BUFFER)), "XLA's arrays are others")
        of = b.zext(code.load(I32, buffer, _DTYPE), I64)
        code.must(b.icmp_signed("==", of, dtype), "the arrays are of another dtype than the call")
        code.must(code.equal(code.load(I64, buffer, _RANK), _AXES), "the arrays have five axes")
        dims = code.load(PTR, buffer, _DIMS)
        code.must(b.not_(code.nothing(dims)), "the arrays have no shape")
        shapes.append([code.load(I64, dims, 8 * axis) for axis in range(_AXES)])
        size = functools.reduce(code.mul, shapes[-1][1:])
        sizes.append(size)
        empty = code.equal(code.mul(size, shapes[-1][0]), 0)
        data = code.nothing(code.load(PTR, buffer, _DATA))
        code.must(b.or_(empty, b.not_(data)), "the arrays have no memory")
    for count, *_ in shapes[:2]:
        shared = b.or_(code.equal(count, 1), b.icmp_signed("==", count, shapes[2][0]))
        code.must(shared, "x, dy and dW are of different numbers of samples")
    # The axes of channels, from their digits in the layout: the second of x, the second of dy.
    layout = code.load(I64, words, 8 * (DTYPE + 1))
    c, k = (
        _picked(code, shape[1:], b.and_(b.lshr(layout, code.i64(2 * digit)), code.i64(3)))
        for shape, digit in zip(shapes, (10, 2), strict=False)
    )
    r, s, groups = (code.load(I64, words, 8 * at) for at in (DTYPE + 2, DTYPE + 3, GROUPS))
    filters = functools.reduce(code.mul, (r, s, c, k))
    fits = b.icmp_signed("==", code.mul(sizes[2], groups), filters)
    code.must(fits, "the result has another size than the filter")
    code.ret(ir.Constant(PTR, None))


def _picked(code: DoorCode, numbers: Sequence[Value], index: Value) -> Value:
    """The number of this index."""
    found, *others = numbers
    for at, number in enumerate(others, start=1):
        found = code.b.select(code.equal(index, at), number, found)
    return found


def _words(code: DoorCode, frame: Value) -> Value:
    """Where the words of the attribute lie."""
    return code.load(PTR, code.load(PTR, code.load(PTR, frame, _ATTRIBUTES)), _ARRAY)


def _ahead(built: ir.Module) -> None:
    """Have the kernel compiled while XLA compiles; the text of what is wrong, or null."""
    code = DoorCode(built, "ahead", PTR, frame=PTR)
    (frame,) = code.arguments
    _unless_wrong(code, "described", frame)
    words = _words(code, frame)
    text, unknown = code.variable(PTR, ir.Constant(PTR, None)), code.i64(0)
    for at in range(8):
        unknown = code.b.or_(unknown, code.load(I64, words, 8 * at))
    # A size that an exported module leaves open is -1; those kernels wait for their first call.
    with code.when(code.b.not_(code.less(unknown, 0))):
        kind = ir.FunctionType(PTR, [PTR, PTR])
        code.b.store(code.call(code.word(ASK), kind, words, code.array(1, "answer")), text)
    code.ret(code.found(text, PTR))


def _unless_wrong(code: DoorCode, check: str, frame: Value) -> None:
    """Return the text of what is wrong, if anything is."""
    text = code.invoke(check, frame)
    with code.when(code.b.not_(code.nothing(text))):
        code.ret(text)


def _slowly(built: ir.Module) -> None:
    """Have Python compute; the text of what is wrong, or null."""
    code = DoorCode(built, "slowly", PTR, frame=PTR)
    (frame,) = code.arguments
    _unless_wrong(code, "described", frame)
    _unless_wrong(code, "arrays", frame)
    # Python answers by writing: where it cannot even begin, ctypes returns and nobody is told.
    answer = code.array(1, "answer")
    code.store(_constant(code, "Python cannot be called; it may be too deep"), answer)
    code.host(CALLS.index("python"), VOID, frame, answer)
    code.ret(code.load(PTR, answer))


def _batches(built: ir.Module) -> None:
    """Each dW[b] of x[b] and dy[b], one after the other; a single x or dy is everybody's."""
    code = DoorCode(built, "batches", PTR, frame=PTR)
    (frame,) = code.arguments
    _unless_wrong(code, "described", frame)
    _unless_wrong(code, "arrays", frame)
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
