"""PyTorch: what its dispatcher calls for ``filtergrad::conv2d_weight``. Floor 3.

In: LibTorch's stable C ABI (torch/csrc/stable/c/shim.h): a stack of 64-bit slots, in the order of
the operator's schema. Tensors and lists arrive as handles that are ours to delete, numbers as
themselves. Out: the handle of a new tensor in the first slot.

What is wrong is thrown as PyTorch's own error. The throwing function is jumped to, not called: by
then our frame is gone, and the C++ unwinder, which knows nothing of machine code made at run time,
never has to pass through it. The alternative, unwind tables for LLVM's code, hangs on which
unwinder the process uses.
"""

from __future__ import annotations

from collections.abc import Sequence

from llvmlite import ir

from filtergrad.cpu.door import ASK, HOST, Door
from filtergrad.cpu.ir import I32, I64, PTR, VOID, Value

SYMBOLS = ("conv2d_weight",)

CALLS = (
    "aoti_torch_get_dim",
    "aoti_torch_get_dtype",
    "aoti_torch_get_sizes",
    "aoti_torch_get_strides",
    "torch_get_const_data_ptr",
    "torch_get_mutable_data_ptr",
    "aoti_torch_empty_strided",
    "aoti_torch_delete_tensor_object",
    "torch_list_size",
    "torch_list_get_item",
    "torch_delete_list",
    "c10::detail::torchCheckFail",
)

# The schema's arguments, by slot.
_TENSORS = (0, 2)
_LISTS = ((1, 4), (3, 2), (4, 2), (5, 2))  # weight_size, stride, padding, dilation: their lengths
_GROUPS, _FORMAT = 6, 7

# The words of a call. The first packs, a byte each: ranks and dtypes of both tensors, and the
# lengths of the four lists. Of what has the wrong rank or length, nothing but that is told.
WORDS = 1 + 2 * 8 + 4 + 2 + 2 + 2 + 2
_SIZES = (1, 9)  # of input, of grad_output; their strides follow
_ENTRIES = (17, 21, 23, 25)  # of the four lists
_LAST = 27  # groups, and whether dW is to lie in memory as channels_last

_CHANNELS_LAST, _PRESERVE = 2, 1  # c10::MemoryFormat
_NO_ROOM = "filtergrad: there is no memory for the gradient of the weight"
_NO_DATA = "filtergrad: a tensor without memory behind it has no weight gradient"


def emit(module: ir.Module) -> None:
    """Add the kernel to a module that has `call`."""
    code = _Shim(module, "conv2d_weight", exported=True, stack=PTR, nin=I64, nout=I64, more=PTR)
    # `more` is whatever the register holds: with it the function looks like the one it jumps to.
    code.function.attributes.discard("nounwind")
    stack, words = code.arguments[0], code.array(WORDS, "words")
    for at in range(WORDS):
        code.store(code.i64(0), words, 8 * at)
    tensors = [code.load(PTR, stack, 8 * slot) for slot in _TENSORS]
    kind: Value = 0
    for index, (tensor, at) in enumerate(zip(tensors, _SIZES, strict=True)):
        kind = code.b.or_(code.i64(kind), code.describe(tensor, code.at(words, 8 * at), 16 * index))
    for index, (slot, length) in enumerate(_LISTS):
        entries = code.at(words, 8 * _ENTRIES[index])
        size = code.listed(code.load(PTR, stack, 8 * slot), length, entries)
        kind = code.b.or_(kind, code.b.shl(size, code.i64(32 + 8 * index)))
    code.store(kind, words)
    code.store(code.load(I64, stack, 8 * _GROUPS), words, 8 * _LAST)
    last = code.channels_last(code.load(I32, stack, 8 * _FORMAT), words)
    code.store(code.b.zext(last, I64), words, 8 * _LAST + 8)

    text, out = code.variable(PTR, ir.Constant(PTR, None)), code.variable(PTR)
    code.store(code.i64(0), out)
    data = [code.data("torch_get_const_data_ptr", tensor, text) for tensor in tensors]
    with code.when(code.nothing(code.found(text, PTR))):
        code.allocate(words, last, out, text)
    result = code.found(out, PTR)
    with code.when(code.b.not_(code.nothing(result))):
        target = code.data("torch_get_mutable_data_ptr", result, text)
        with code.when(code.nothing(code.found(text, PTR))):
            code.b.store(code.invoke("call", words, *data, target), text)
    for tensor in tensors:
        code.torch("aoti_torch_delete_tensor_object", tensor)
    code.answer(result, code.found(text, PTR))


class _Shim(Door):
    """A function that speaks the stable ABI: results come through pointers, 0 is success."""

    def torch(self, name: str, *values: Value) -> Value:
        return self.host(CALLS.index(name), I32, *values)

    def asked(self, name: str, kind: ir.Type, *values: Value) -> Value:
        """What a function answers through its last parameter."""
        slot = self.array(1, "answer")
        self.torch(name, *values, slot)
        return self.load(kind, slot)

    def constant(self, text: str) -> Value:
        """The address of a text in this module."""
        data = bytearray(text.encode() + b"\0")
        kind = ir.ArrayType(ir.IntType(8), len(data))
        name = self.module.get_unique_name("text")
        place = ir.GlobalVariable(self.module, kind, name)
        place.initializer, place.global_constant = ir.Constant(kind, data), True
        place.linkage = "private"
        return place.bitcast(PTR)

    def describe(self, tensor: Value, words: Value, shift: int) -> Value:
        """Write down sizes and strides of four axes; return rank and dtype as two bytes."""
        rank = self.asked("aoti_torch_get_dim", I64, tensor)
        with self.when(self.equal(rank, 4)):
            for part, name in enumerate(("aoti_torch_get_sizes", "aoti_torch_get_strides")):
                numbers = self.asked(name, PTR, tensor)
                for axis in range(4):
                    number = self.load(I64, numbers, 8 * axis)
                    self.store(number, words, 32 * part + 8 * axis)
        dtype = self.b.zext(self.asked("aoti_torch_get_dtype", I32, tensor), I64)
        both = self.add(self.b.and_(rank, self.i64(255)), self.mul(dtype, 256))
        return self.b.shl(both, self.i64(shift))

    def listed(self, handle: Value, length: int, entries: Value) -> Value:
        """Write down the entries of a list and delete it; return its length as a byte."""
        size = self.asked("torch_list_size", I64, handle)
        with self.when(self.equal(size, length)):
            for at in range(length):
                self.torch("torch_list_get_item", handle, self.i64(at), self.at(entries, 8 * at))
        self.torch("torch_delete_list", handle)
        return self.min(size, 255)

    def channels_last(self, wanted: Value, words: Value) -> Value:
        """Whether dW shall be: as asked for, or as PyTorch suggests for `input`.

        As c10::is_channels_last_strides_2d_s4: strides grow from channels over columns and rows to
        images, and where axes of size 1 leave it open it is not.
        """
        sizes, strides = (
            [self.load(I64, words, 8 * (_SIZES[0] + 4 * part + axis)) for axis in range(4)]
            for part in range(2)
        )
        b = self.b
        like, least = b.not_(self.equal(strides[1], 0)), self.i64(0)
        for axis in (1, 3, 2, 0):
            like = b.and_(like, b.not_(self.equal(sizes[axis], 0)))
            like = b.and_(like, b.not_(self.less(strides[axis], least)))
            if axis == 0:
                like = b.and_(like, b.not_(b.icmp_signed("==", least, strides[1])))
            least = self.mul(strides[axis], self.max(sizes[axis], 1))
        wanted = b.zext(b.and_(wanted, ir.Constant(I32, 255)), I64)
        kept = b.and_(self.equal(wanted, _PRESERVE), like)
        return b.or_(self.equal(wanted, _CHANNELS_LAST), kept)

    def data(self, name: str, tensor: Value, text: Value) -> Value:
        """The address of a tensor's first number; a text if it has no memory."""
        slot = self.array(1, "data")
        failed = self.torch(name, tensor, slot)
        with self.when(self.b.icmp_signed("!=", failed, ir.Constant(I32, 0))):
            self.b.store(self.constant(_NO_DATA), text)
        return self.load(PTR, slot)

    def allocate(self, words: Value, last: Value, out: Value, text: Value) -> None:
        """Make dW, if there can be one; where not, Python knows what to say."""
        sizes = self.at(words, 8 * _ENTRIES[0])
        k, c, r, s = (self.load(I64, sizes, 8 * axis) for axis in range(4))
        taps, all_ = self.mul(r, s), self.mul(self.mul(r, s), c)
        dense: Sequence[Value] = (all_, taps, s, self.i64(1))
        pixels: Sequence[Value] = (all_, self.i64(1), self.mul(s, c), c)
        strides = self.array(4, "strides")
        for axis in range(4):
            self.store(self.b.select(last, pixels[axis], dense[axis]), strides, 8 * axis)
        kind, b, byte = self.load(I64, words), self.b, self.i64(255)
        four = self.equal(b.and_(b.lshr(kind, self.i64(32)), byte), 4)
        least = self.min(self.min(k, c), self.min(r, s))
        with self.when(b.and_(four, self.less(-1, least))):
            dtype = b.trunc(b.and_(b.lshr(kind, self.i64(8)), byte), I32)
            cpu = ir.Constant(I32, 0)
            made = (self.i64(4), sizes, strides, dtype, cpu, cpu, out)
            self.torch("aoti_torch_empty_strided", *made)
        with self.when(self.nothing(self.load(PTR, out))):
            asks = ir.FunctionType(PTR, [PTR, PTR])
            said = self.call(self.word(ASK), asks, words, self.array(1, "record"))
            self.b.store(self.b.select(self.nothing(said), self.constant(_NO_ROOM), said), text)

    def answer(self, result: Value, text: Value) -> None:
        """Return dW, or throw a text."""
        b = self.b
        failed, done = b.append_basic_block("failed"), b.append_basic_block("done")
        b.cbranch(self.nothing(text), done, failed)
        b.position_at_end(done)
        self.store(result, self.arguments[0])
        b.ret_void()
        b.position_at_end(failed)
        with self.when(b.not_(self.nothing(result))):
            self.torch("aoti_torch_delete_tensor_object", result)
        # (function, file, line, text); the file as a number, so that the types are our own.
        where = self.constant("filtergrad::conv2d_weight")
        kind = ir.FunctionType(VOID, [PTR, I64, I64, PTR])
        throw = self.word(HOST + 8 * CALLS.index("c10::detail::torchCheckFail"))
        given = (where, b.ptrtoint(where, I64), self.i64(0), text)
        b.call(b.inttoptr(throw, kind.as_pointer()), given, tail="musttail")
        b.ret_void()
