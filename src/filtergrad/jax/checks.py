"""JAX: what XLA hands over is checked before it is touched, in machine code.

In: the frame of a call. Out: functions that return the text of what is wrong, or null: how many
arrays there are, their ranks, sizes, dtypes and memory.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from llvmlite import ir

from filtergrad.cpu.code.ir import I32, I64, PTR, Value
from filtergrad.native.code import NULL, DoorCode

from .frame import ARRAY, BUFFER, FRAME, WORDS

_IS_BUFFER, _IS_ARRAY = 1, 1  # XLA_FFI_ArgType, XLA_FFI_AttrType
_INT64 = 5  # XLA_FFI_DataType
_FLOATS = (10, 16, 11, 12)  # XLA_FFI_DataType of float16, bfloat16, float32, float64
_AXES = 5  # the axis of `jax.vmap`, and four
_CHANNELS = {"x": 10, "dy": 2}  # which digit of the layout, from the least, tells their channels


class Checks(DoorCode):
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


def described(built: ir.Module) -> None:
    """Write `described`, which checks that the attribute is that of our calls."""
    code = Checks(built, "described", PTR, frame=PTR)
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


def arrays(built: ir.Module, name: str, results: int) -> None:
    """Write what checks that x, dy and dW are as the attribute describes them.

    On GPUs there is a second result, the workspace, which only Python looks at.
    """
    code = Checks(built, name, PTR, frame=PTR)
    (frame,) = code.arguments
    b, words = code.b, words_of(code, frame)
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


def words_of(code: DoorCode, frame: Value) -> Value:
    """The address of the words of a call, which its attribute points to."""
    attributes = code.load(PTR, frame, FRAME.at("attributes"))
    return code.load(PTR, code.load(PTR, attributes), ARRAY.at("data"))


def unless_wrong(code: DoorCode, check: str, frame: Value) -> None:
    """Call a check, and return the text of what is wrong, if anything is."""
    text = code.invoke(check, frame)
    with code.when(code.b.not_(code.nothing(text))):
        code.ret(text)
