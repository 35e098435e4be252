"""JAX: what XLA calls, a typed FFI handler, XLA_FFI_Error* (XLA_FFI_CallFrame*).

In: the frame of a call, whose one attribute is the call's words (`frame`). Out: dW, in XLA's own
buffer. XLA calls the handler while it compiles (the stage `instantiate`: the kernel is compiled,
too) and then once a call (`execute`). What XLA hands over is checked before it is touched: how many
arrays, their ranks, sizes, dtypes and memory.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.code.ir import I32, I64, PTR, VOID
from filtergrad.native.code import ASK, DoorCode

# No module is taken from the package itself: another thread imports this one while that is not
# yet whole.
from .checks import arrays, described, unless_wrong, words_of
from .frame import API, BUFFER, ERROR, EXTENSION, FRAME, METADATA, WORDS
from .gpu_shim import launch

__all__ = ["CALLS", "SYMBOLS", "WORDS", "emit"]

SYMBOLS = ("handler", "slow_handler", "gpu_handler")
# Functions of Python, of a frame and an answer: the handler of last resort, and for GPUs the one
# that launches, and the one that compiles. What the host lends comes in every frame.
CALLS = ("slow", "launch", "ahead")

_INVALID_ARGUMENT = 3  # XLA_FFI_Error_Code
_ERROR_BYTES = 28  # the size of XLA_FFI_Error_Create_Args, whose last field is of 4 bytes
_INSTANTIATE, _EXECUTE = 0, 3  # XLA_FFI_ExecutionStage
_CAPTURABLE = 1  # XLA_FFI_Handler_TraitsBits: it only launches, so that a graph may replay it
_IS_METADATA = 1  # XLA_FFI_Extension_Type
_OLDEST = 1 << 32  # version 0.1, the first of this layout: its XLA asks before it has a table


def emit(built: ir.Module) -> None:
    """Write the handlers: our own, and those that have Python compute, or launch on a GPU."""
    described(built)
    arrays(built, "arrays", 1)
    arrays(built, "device_arrays", 2)
    _batches(built)
    _compile(built)
    _python(built, "slow", "described", "arrays")
    launch(built, CALLS.index("launch"))
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


def _compile(built: ir.Module) -> None:
    """Write `compile`, which has Python compile the kernel while XLA compiles the program."""
    code = DoorCode(built, "compile", PTR, frame=PTR)
    (frame,) = code.arguments
    unless_wrong(code, "described", frame)
    words = words_of(code, frame)
    text, unknown = code.pointer(), code.i64(0)
    for at in (WORDS.at(name, axis) for name in ("x", "dy") for axis in range(4)):
        unknown = code.b.or_(unknown, code.load(I64, words, at))
    # A size that an exported module leaves open is -1; those kernels wait for their first call.
    with code.when(code.b.not_(code.less(unknown, 0))):
        kind = ir.FunctionType(PTR, [PTR, PTR])
        code.b.store(code.call(code.word(ASK), kind, words, code.array(1, "answer")), text)
    code.ret(code.found(text, PTR))


def _python(built: ir.Module, name: str, *checks: str) -> None:
    """Write what checks a frame and then has Python work (`slow`, `remote`)."""
    code = DoorCode(built, f"python_{name}", PTR, frame=PTR)
    (frame,) = code.arguments
    for check in checks:
        unless_wrong(code, check, frame)
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
    unless_wrong(code, "described", frame)
    unless_wrong(code, "arrays", frame)
    b, given = code.b, words_of(code, frame)
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
