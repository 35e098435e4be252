"""JAX: what XLA calls, a typed FFI handler, XLA_FFI_Error* (XLA_FFI_CallFrame*).

In: the frame of a call, whose one attribute is the call's words (`frame`). Out: dW, in XLA's own
buffer. XLA calls the handler while it compiles (the stage `instantiate`: the kernel is compiled,
too) and then once a call (`execute`). What XLA hands over is checked before it is touched: how many
arrays, their ranks, sizes, dtypes and memory.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from llvmlite import ir

from filtergrad.cpu.code.ir import I32, I64, PTR, VOID, Value
from filtergrad.native.code import ASK, NULL, DoorCode

from .frame import API, ARRAY, BUFFER, ERROR, EXTENSION, FRAME, METADATA, WORDS

__all__ = ["CALLS", "SYMBOLS", "WORDS", "emit"]

SYMBOLS = ("handler", "slow_handler", "gpu_handler")
# Functions of Python, of a frame and an answer: the handler of last resort, and for GPUs the one
# that launches, and the one that compiles. What the host lends comes in every frame.
CALLS = ("slow", "launch", "ahead")

_INVALID_ARGUMENT = 3  # XLA_FFI_Error_Code
_ERROR_BYTES = 28  # the size of XLA_FFI_Error_Create_Args, whose last field is of 4 bytes
_INSTANTIATE, _EXECUTE = 0, 3  # XLA_FFI_ExecutionStage
_CAPTURABLE = 1  # XLA_FFI_Handler_TraitsBits: it only launches, so that a graph may replay it
_IS_METADATA, _IS_BUFFER, _IS_ARRAY = 1, 1, 1  # XLA_FFI_Extension_Type, _ArgType, _AttrType
_INT64 = 5  # XLA_FFI_DataType
_FLOATS = (10, 16, 11, 12)  # XLA_FFI_DataType of float16, bfloat16, float32, float64
_AXES = 5  # the axis of `jax.vmap`, and four
_CHANNELS = {"x": 10, "dy": 2}  # which digit of the layout, from the least, tells their channels
_OLDEST = 1 << 32  # version 0.1, the first of this layout: its XLA asks before it has a table


def emit(built: ir.Module) -> None:
    """Write the handlers: our own, and those that have Python compute, or launch on a GPU."""
    _described(built)
    _arrays(built, "arrays", 1)
    _arrays(built, "device_arrays", 2)
    _batches(built)
    _compile(built)
    _python(built, "slow", "described", "arrays")
    _python(built, "launch", "described", "device_arrays")
    _python(built, "ahead", "described")
    _handler(built, "handler", {_EXECUTE: "batches", _INSTANTIATE: "compile"})
    _handler(built, "slow_handler", {_EXECUTE: "python_slow"})
    gpu = {_EXECUTE: "python_launch", _INSTANTIATE: "python_ahead"}
    _handler(built, "gpu_handler", gpu, _CAPTURABLE)


def _handler(built: ir.Module, name: str, stages: dict[int, str], traits: int = 0) -> None:
    """Write a handler, which calls a function at each of some stages.

    These return the text of what is wrong, or null; the handler makes XLA's errors of them.
    """
    code = DoorCode(built, name, PTR, exported=True, frame=PTR)
    (frame,) = code.arguments
    b, text = code.b, code.pointer()
    extension = code.load(PTR, frame, FRAME.at("extension"))
    kind = code.variable(I32, ir.Constant(I32, 0))
    with code.when(b.not_(code.nothing(extension))):
        b.store(code.load(I32, extension, EXTENSION.at("type")), kind)
    asked = code.equal(b.zext(code.found(kind, I32), I64), _IS_METADATA)
    with b.if_else(asked) as (question, call):
        with call:
            stage = b.zext(code.load(I32, frame, FRAME.at("stage")), I64)
            for number, function in stages.items():
                with code.when(code.equal(stage, number)):
                    b.store(code.invoke(function, frame), text)
        with question:
            # XLA asks which version this handler is for. It is for the one that asks: what we read
            # lies at the same place in all of them, and a handler for a number of our own would be
            # refused by the next release.
            metadata = code.load(PTR, extension, EXTENSION.at("metadata"))
            version = code.variable(I64, code.i64(_OLDEST))
            api = code.load(PTR, frame, FRAME.at("api"))
            with code.when(b.not_(code.nothing(api))):
                b.store(code.load(I64, api, API.at("version")), version)
            code.store(code.found(version, I64), metadata, METADATA.at("version"))
            code.store(ir.Constant(I32, traits), metadata, METADATA.at("traits"))
    error = code.pointer()
    with code.when(b.not_(code.nothing(code.found(text, PTR)))):
        given, message = code.array(len(ERROR), "error"), code.found(text, PTR)
        code.store(code.i64(_ERROR_BYTES), given, ERROR.at("size"))
        code.store(code.i64(0), given, ERROR.at("extension"))
        code.store(message, given, ERROR.at("message"))
        code.store(code.i64(_INVALID_ARGUMENT), given, ERROR.at("code"))
        create = code.load(I64, code.load(PTR, frame, FRAME.at("api")), API.at("error_create"))
        b.store(code.call(create, ir.FunctionType(PTR, [PTR]), given), error)
    code.ret(code.found(error, PTR))


class _Checks(DoorCode):
    """A function that returns the text of what is wrong with a frame, or null."""

    def must(self, condition: Value, text: str) -> None:
        """Return the text unless the condition holds."""
        with self.when(self.b.not_(condition)):
            self.ret(self.text(f"filtergrad: {text}"))

    def items(self, frame: Value, table: str, count: int, kind: int) -> list[Value]:
        """What a table of the frame points to: so many things of a kind, none of them null."""
        text = "XLA passes two arrays, one result and one attribute, or this is not our call"
        start = FRAME.at(f"{table}_size")
        least = FRAME.at(table) + 8 - start
        self.must(self.b.not_(self.less(self.load(I64, frame, start), least)), text)
        self.must(self.equal(self.load(I64, frame, FRAME.at(f"{table}_count")), count), text)
        types, things = (
            self.load(PTR, frame, FRAME.at(name)) for name in (f"{table}_types", table)
        )
        self.must(self.b.not_(self.b.or_(self.nothing(types), self.nothing(things))), text)
        found = []
        for at in range(count):
            self.must(self.equal(self.b.zext(self.load(I32, types, 4 * at), I64), kind), text)
            found.append(self.load(PTR, things, 8 * at))
            self.must(self.b.not_(self.nothing(found[-1])), text)
        return found


def _described(built: ir.Module) -> None:
    """Write `described`, which checks that the attribute is that of our calls."""
    code = _Checks(built, "described", PTR, frame=PTR)
    (frame,) = code.arguments
    size = code.load(I64, frame, FRAME.at("size"))
    code.must(code.b.not_(code.less(size, FRAME.bytes)), "XLA's frame is a shorter one")
    (array,) = code.items(frame, "attributes", 1, _IS_ARRAY)
    dtype = code.b.zext(code.load(I32, array, ARRAY.at("dtype")), I64)
    text = f"the attribute of a call is an array of {len(WORDS)} int64"
    code.must(code.equal(dtype, _INT64), text)
    code.must(code.equal(code.load(I64, array, ARRAY.at("length")), len(WORDS)), text)
    words = code.load(PTR, array, ARRAY.at("data"))
    code.must(code.b.not_(code.nothing(words)), text)
    number = code.load(I64, words, WORDS.at("dtype"))
    known = code.b.icmp_unsigned("<", number, code.i64(len(_FLOATS)))
    code.must(known, "a call is for one of four dtypes")
    code.ret(NULL)


def _arrays(built: ir.Module, name: str, results: int) -> None:
    """Write what checks that x, dy and dW are as the attribute describes them.

    On GPUs there is a second result, the workspace, which only Python looks at.
    """
    code = _Checks(built, name, PTR, frame=PTR)
    (frame,) = code.arguments
    b, words = code.b, _words(code, frame)
    buffers = code.items(frame, "arguments", 2, _IS_BUFFER)
    buffers += code.items(frame, "results", results, _IS_BUFFER)[:1]
    table = sum(number << 8 * at for at, number in enumerate(_FLOATS))
    shift = code.mul(code.load(I64, words, WORDS.at("dtype")), 8)
    dtype = b.and_(b.lshr(code.i64(table), shift), code.i64(255))
    shapes, sizes = [], []
    for buffer in buffers:
        length = code.load(I64, buffer, BUFFER.at("size"))
        code.must(b.not_(code.less(length, BUFFER.bytes)), "XLA's arrays are others")
        of = b.zext(code.load(I32, buffer, BUFFER.at("dtype")), I64)
        code.must(b.icmp_signed("==", of, dtype), "the arrays are of another dtype than the call")
        rank = code.load(I64, buffer, BUFFER.at("rank"))
        code.must(code.equal(rank, _AXES), "the arrays have five axes")
        dims = code.load(PTR, buffer, BUFFER.at("dims"))
        code.must(b.not_(code.nothing(dims)), "the arrays have no shape")
        shapes.append([code.load(I64, dims, 8 * axis) for axis in range(_AXES)])
        size = functools.reduce(code.mul, shapes[-1][1:])
        sizes.append(size)
        empty = code.equal(code.mul(size, shapes[-1][0]), 0)
        data = code.nothing(code.load(PTR, buffer, BUFFER.at("data")))
        code.must(b.or_(empty, b.not_(data)), "the arrays have no memory")
    for count, *_ in shapes[:2]:
        shared = b.or_(code.equal(count, 1), b.icmp_signed("==", count, shapes[2][0]))
        code.must(shared, "x, dy and dW are of different numbers of samples")
    layout = code.load(I64, words, WORDS.at("layout"))
    c, k = (
        _picked(code, shape[1:], b.and_(b.lshr(layout, code.i64(2 * digit)), code.i64(3)))
        for shape, digit in zip(shapes, _CHANNELS.values(), strict=False)
    )
    r, s, groups = (
        code.load(I64, words, at)
        for at in (WORDS.at("taps", 0), WORDS.at("taps", 1), WORDS.at("groups"))
    )
    filters = functools.reduce(code.mul, (r, s, c, k))
    fits = b.icmp_signed("==", code.mul(sizes[2], groups), filters)
    code.must(fits, "the result has another size than the filter")
    code.ret(NULL)


def _picked(code: DoorCode, numbers: Sequence[Value], index: Value) -> Value:
    """Pick the number of an index that is known when the code runs."""
    found, *others = numbers
    for at, number in enumerate(others, start=1):
        found = code.b.select(code.equal(index, at), number, found)
    return found


def _words(code: DoorCode, frame: Value) -> Value:
    """The address of the words of a call, which its attribute points to."""
    attributes = code.load(PTR, frame, FRAME.at("attributes"))
    return code.load(PTR, code.load(PTR, attributes), ARRAY.at("data"))


def _compile(built: ir.Module) -> None:
    """Write `compile`, which has Python compile the kernel while XLA compiles the program."""
    code = DoorCode(built, "compile", PTR, frame=PTR)
    (frame,) = code.arguments
    _unless_wrong(code, "described", frame)
    words = _words(code, frame)
    text, unknown = code.pointer(), code.i64(0)
    for at in (WORDS.at(name, axis) for name in ("x", "dy") for axis in range(4)):
        unknown = code.b.or_(unknown, code.load(I64, words, at))
    # A size that an exported module leaves open is -1; those kernels wait for their first call.
    with code.when(code.b.not_(code.less(unknown, 0))):
        kind = ir.FunctionType(PTR, [PTR, PTR])
        code.b.store(code.call(code.word(ASK), kind, words, code.array(1, "answer")), text)
    code.ret(code.found(text, PTR))


def _unless_wrong(code: DoorCode, check: str, frame: Value) -> None:
    """Call a check, and return the text of what is wrong, if anything is."""
    text = code.invoke(check, frame)
    with code.when(code.b.not_(code.nothing(text))):
        code.ret(text)


def _python(built: ir.Module, name: str, *checks: str) -> None:
    """Write what checks a frame and then has Python work (`slow`, `remote`)."""
    code = DoorCode(built, f"python_{name}", PTR, frame=PTR)
    (frame,) = code.arguments
    for check in checks:
        _unless_wrong(code, check, frame)
    # Python answers by writing over this text: where it cannot even begin, ctypes just returns.
    answer = code.array(1, "answer")
    code.store(code.text("filtergrad: Python cannot be called; it may be too deep"), answer)
    code.host(CALLS.index(name), VOID, frame, answer)
    code.ret(code.load(PTR, answer))


def _batches(built: ir.Module) -> None:
    """Write `batches`, which computes each dW[b] of x[b] and dy[b], one after the other.

    An x or dy of one sample belongs to every dW[b].
    """
    code = DoorCode(built, "batches", PTR, frame=PTR)
    (frame,) = code.arguments
    _unless_wrong(code, "described", frame)
    _unless_wrong(code, "arrays", frame)
    b, given = code.b, _words(code, frame)
    words = code.array(len(WORDS), "words")
    for at in range(WORDS.at("dtype"), WORDS.bytes, 8):
        code.store(code.load(I64, given, at), words, at)
    dtype = code.load(I64, given, WORDS.at("dtype"))
    size = b.shl(code.i64(2), code.max(code.sub(dtype, 1), 0))
    pointers, steps, count = [], [], code.i64(0)
    for table, at, name in (("arguments", 0, "x"), ("arguments", 1, "dy"), ("results", 0, "")):
        buffer = code.load(PTR, code.load(PTR, frame, FRAME.at(table)), 8 * at)
        dims, step = code.load(PTR, buffer, BUFFER.at("dims")), size
        for axis in range(4):
            length = code.load(I64, dims, 8 * (axis + 1))
            step = code.mul(step, length)
            if name:
                code.store(length, words, WORDS.at(name, axis))
        count = code.load(I64, dims)
        pointers.append(code.load(PTR, buffer, BUFFER.at("data")))
        steps.append(b.select(code.equal(count, 1), code.i64(0), step))
    text = code.pointer()
    with code.loop(0, count, name="batch") as i, code.when(code.nothing(code.found(text, PTR))):
        x, dy, out = (
            code.at(p, code.mul(i, step)) for p, step in zip(pointers, steps, strict=True)
        )
        b.store(code.invoke("call", words=words, x=x, dy=dy, out=out), text)
    code.ret(code.found(text, PTR))
