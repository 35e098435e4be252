"""JAX on GPUs: what XLA's frame tells, read in machine code, and one call of Python to launch.

In: the frame of a call. Out: the numbers of `frame.LAUNCH`, which Python gets by their address;
the stream and the device are those that XLA names.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.code.ir import I32, I64, PTR, VOID
from filtergrad.native.code import DoorCode

from .checks import Checks, unless_wrong, words_of
from .frame import API, BUFFER, FRAME, LAUNCH, PLACE, WORDS

_ORDINAL_BYTES = 28  # of XLA_FFI_DeviceOrdinal_Get_Args, whose last field is of 4 bytes
_ARRAYS = (("arguments", 0, "x"), ("arguments", 1, "dy"), ("results", 0, "dw"))


def launch(built: ir.Module, python: int) -> None:
    """Write what checks a frame, and has Python launch, by its index among `shim.CALLS`."""
    code = Checks(built, "python_launch", PTR, frame=PTR)
    (frame,) = code.arguments
    for check in ("described", "device_arrays"):
        unless_wrong(code, check, frame)
    told, given = code.zeros(len(LAUNCH), "told"), words_of(code, frame)
    # Python answers by writing over this text: where it cannot even begin, ctypes just returns.
    code.store(code.text("filtergrad: Python cannot be called; it may be too deep"), told)
    words = code.at(told, LAUNCH.at("words"))
    for at in range(WORDS.at("dtype"), WORDS.bytes, 8):
        code.store(code.load(I64, given, at), words, at)
    for which, (table, number, name) in enumerate(_ARRAYS):
        buffer = code.load(PTR, code.load(PTR, frame, FRAME.at(table)), 8 * number)
        dims = code.load(PTR, buffer, BUFFER.at("dims"))
        address = code.load(I64, buffer, BUFFER.at("data"))
        code.store(address, told, LAUNCH.at("addresses", which))
        code.store(code.load(I64, dims), told, LAUNCH.at("counts", which))
        for axis in range(4) if name != "dw" else ():
            code.store(code.load(I64, dims, 8 * (axis + 1)), words, WORDS.at(name, axis))
    lent = code.load(PTR, code.load(PTR, frame, FRAME.at("results")), 8)
    code.must(code.equal(code.load(I64, lent, BUFFER.at("rank")), 1), "the workspace has one axis")
    sizes = code.load(PTR, lent, BUFFER.at("dims"))
    code.store(code.load(I64, lent, BUFFER.at("data")), told, LAUNCH.at("addresses", 3))
    code.store(code.load(I64, sizes), told, LAUNCH.at("lent"))
    _place(code, told)
    code.host(python, VOID, told, told)
    code.ret(code.load(PTR, told))


def _place(code: DoorCode, told: ir.Value) -> None:
    """Write down XLA's stream, and its device if its table of functions has that, or its error."""
    (frame,) = code.arguments
    api = code.load(PTR, frame, FRAME.at("api"))
    code.store(api, told, LAUNCH.at("api"))
    code.store(code.i64(-1), told, LAUNCH.at("device"))
    place, kind = code.zeros(len(PLACE), "place"), ir.FunctionType(PTR, [PTR])
    code.store(code.load(I64, frame, FRAME.at("context")), place, PLACE.at("context"))
    code.store(code.i64(PLACE.bytes), place, PLACE.at("size"))
    error = code.call(code.load(I64, api, API.at("stream")), kind, place)
    code.store(error, told, LAUNCH.at("error"))
    code.store(code.load(I64, place, PLACE.at("answer")), told, LAUNCH.at("stream"))
    longer = code.less(code.i64(API.at("device")), code.load(I64, api, API.at("size")))
    with code.when(code.b.and_(code.nothing(error), longer)):
        code.store(code.i64(_ORDINAL_BYTES), place, PLACE.at("size"))
        error = code.call(code.load(I64, api, API.at("device")), kind, place)
        code.store(error, told, LAUNCH.at("error"))
        number = code.load(I32, place, PLACE.at("answer"))
        code.store(code.b.zext(number, I64), told, LAUNCH.at("device"))
