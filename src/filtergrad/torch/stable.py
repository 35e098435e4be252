"""LibTorch's stable C ABI, as machine code speaks it: tensors, lists, errors.

In: the handles and numbers of a stack of 64-bit slots (torch/csrc/stable/c/shim.h). Out: the words
of a call, new tensors, and PyTorch's own error. What is wrong is thrown by a function that is
jumped to, not called: the C++ unwinder, which knows nothing of machine code made at run time, need
not pass through us. Unwind tables for LLVM's code would hang on which unwinder there is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from llvmlite import ir

from filtergrad.cpu.code.ir import I1, I32, I64, PTR, VOID, Value
from filtergrad.native.code import ASK, HOST, DoorCode
from filtergrad.native.words import Words

# What `backward` alone takes; older versions of PyTorch lack some.
LATER = (
    "aoti_torch_abi_version",
    "aoti_torch_cpu_convolution_backward",
    "aoti_torch_get_numel",
    "aoti_torch_new_tensor_handle",
    "aoti_torch_new_uninitialized_tensor",
    "torch_call_dispatcher",
    "torch_delete_stable_ivalue",
    "torch_exception_get_what_without_backtrace",
    "torch_list_push_back",
    "torch_new_list_reserve_size",
    "torch_new_stable_ivalue",
)
# The addresses of words of ours, which `state` tells.
STATE = ("state.wanted", "state.blocks", "state.made")
CALLS = (
    "aoti_torch_get_dim",
    "aoti_torch_get_dtype",
    "aoti_torch_get_device_type",
    "aoti_torch_get_layout",
    "aoti_torch_get_sizes",
    "aoti_torch_get_strides",
    "aoti_torch_get_storage_offset",
    "aoti_torch_get_storage_size",
    "aoti_torch_dtype_element_size",
    "torch_get_const_data_ptr",
    "torch_get_mutable_data_ptr",
    "aoti_torch_empty_strided",
    "aoti_torch_delete_tensor_object",
    "torch_list_size",
    "torch_list_get_item",
    "torch_delete_list",
    "c10::detail::torchCheckFail",
    *LATER,
    *STATE,
)
# The words of a call. Of a tensor of another rank than 4 and of a list that is longer than it
# should be, `kinds` tells that, and the other words are 0; where a list is shorter (one stride for
# both axes), zeros follow. `channels_last` is whether dW is to lie in memory like that.
TENSOR = Words(sizes=4, strides=4)
WORDS = Words(
    kinds=1, x=len(TENSOR), dy=len(TENSOR), weight_size=4, stride=2, padding=2, dilation=2,
    groups=1, channels_last=1,
)  # fmt: skip
# The bytes of the word `kinds`: ranks and dtypes of both tensors, and the lengths of the lists.
KINDS = (
    "x_rank", "x_dtype", "dy_rank", "dy_dtype", "weight_size", "stride", "padding", "dilation",
)  # fmt: skip
_CHANNELS_LAST, _PRESERVE = 2, 1  # c10::MemoryFormat
_NO_ROOM = "filtergrad: there is no memory for the gradient of the weight"
_NO_DATA = (
    "filtergrad::conv2d_weight: there is no memory behind a tensor, or too little; was its storage "
    "freed (untyped_storage().resize_)?"
)
_ELSEWHERE = "filtergrad::conv2d_weight: tensors must be dense (torch.strided) and on the CPU"
_CPU, _STRIDED = 0, 0  # c10::DeviceType, c10::Layout


def shift(name: str) -> int:
    """How many bits lie before a byte of the word `kinds`."""
    return 8 * KINDS.index(name)


class Stable(DoorCode):
    """A function that speaks the stable ABI: results come through pointers, 0 is success."""

    def fails(self, name: str, *values: Value) -> Value:
        """Call a function of PyTorch and return whether it failed."""
        return self.b.icmp_signed("!=", self.torch(name, *values), ir.Constant(I32, 0))

    def torch(self, name: str, *values: Value) -> Value:
        """Call a function of PyTorch and return its status."""
        return self.host(CALLS.index(name), I32, *values)

    def asked(self, name: str, kind: ir.Type, *values: Value) -> Value:
        """Call a function that answers through its last parameter; -1 or null if it fails."""
        slot = self.array(1, "answer")
        self.store(self.i64(0 if kind is PTR else -1), slot)
        self.torch(name, *values, slot)
        return self.load(kind, slot)

    def describe(self, tensor: Value, words: Value, text: Value) -> Value:
        """Write down a tensor's sizes and strides; return its rank and dtype as two bytes."""
        rank = self.asked("aoti_torch_get_dim", I64, tensor)
        here = self.here(tensor)
        with self.when(self.b.not_(here)):
            self.b.store(self.text(_ELSEWHERE), text)
        with self.when(self.b.and_(here, self.equal(rank, 4))):
            self.lie(tensor, words)
        dtype = self.b.zext(self.asked("aoti_torch_get_dtype", I32, tensor), I64)
        byte = self.i64(255)
        return self.b.or_(self.b.and_(rank, byte), self.mul(self.b.and_(dtype, byte), 256))

    def here(self, tensor: Value) -> Value:
        """Whether a tensor is dense and in the CPU's memory."""
        device = self.asked("aoti_torch_get_device_type", I32, tensor)
        layout = self.asked("aoti_torch_get_layout", I32, tensor)
        places = ((device, _CPU), (layout, _STRIDED))
        return self.every(self.equal(self.b.zext(got, I64), right) for got, right in places)

    def lie(self, tensor: Value, words: Value, line: Value | None = None) -> None:
        """Write down sizes and strides of a tensor; of a ``line`` as PyTorch unsqueezes it."""
        line = ir.Constant(I1, 0) if line is None else line
        behind = self.b.select(line, self.i64(16), self.i64(24))  # where the columns' number lies
        parts = [self.asked(f"aoti_torch_get_{part}", PTR, tensor) for part in TENSOR]
        size, step = (self.load(I64, part, behind) for part in parts)
        rows = self.b.select(line, self.i64(1), self.load(I64, parts[0], 16))
        apart = self.b.select(line, self.mul(size, step), self.load(I64, parts[1], 16))
        for part, numbers, last in zip(TENSOR, parts, ((rows, size), (apart, step)), strict=True):
            first = (self.load(I64, numbers, 8 * axis) for axis in range(2))
            for axis, number in enumerate((*first, *last)):
                self.store(number, words, TENSOR.at(part, axis))

    def listed(self, handle: Value, length: int, entries: Value) -> Value:
        """Write down the entries of a list and delete it; return its length as a byte."""
        size = self.asked("torch_list_size", I64, handle)
        told = self.b.select(self.less(length, size), self.i64(0), size)
        for at in range(length):
            with self.when(self.less(at, told)):
                self.torch("torch_list_get_item", handle, self.i64(at), self.at(entries, 8 * at))
        self.torch("torch_delete_list", handle)
        return self.min(size, 255)

    def channels_last(self, wanted: Value, words: Value) -> Value:
        """Whether dW shall be channels_last: as asked for, or as PyTorch suggests for `input`."""
        b = self.b
        wanted = b.zext(b.and_(wanted, ir.Constant(I32, 255)), I64)
        kept = b.and_(self.equal(wanted, _PRESERVE), self.suggested(words))
        return b.or_(self.equal(wanted, _CHANNELS_LAST), kept)

    def suggested(self, words: Value) -> Value:
        """Whether PyTorch suggests channels_last for what is like `input`.

        PyTorch's rule is c10::is_channels_last_strides_2d_s4: a tensor is channels_last if strides
        grow from channels over columns and rows to images; where axes of size 1 leave that open, it
        is not.
        """
        sizes, strides = self.lies(self.at(words, WORDS.at("x")))
        b = self.b
        like, least = b.not_(self.equal(strides[1], 0)), self.i64(0)
        for axis in (1, 3, 2, 0):
            like = b.and_(like, b.not_(self.equal(sizes[axis], 0)))
            like = b.and_(like, b.not_(self.less(strides[axis], least)))
            if axis == 0:
                like = b.and_(like, b.not_(b.icmp_signed("==", least, strides[1])))
            least = self.mul(strides[axis], self.max(sizes[axis], 1))
        return like

    def pixels_only(self, tensor: Value) -> Value:
        """Whether a tensor is channels_last and not contiguous, too: `op._last` in Python."""
        sizes, strides = self.lies(tensor)
        contiguous = []
        for order in ((3, 2, 1, 0), (1, 3, 2, 0)):
            step, right = self.i64(1), []
            for axis in order:
                same = self.b.icmp_signed("==", strides[axis], step)
                right.append(self.b.or_(self.equal(sizes[axis], 1), same))
                step = self.mul(step, sizes[axis])
            contiguous.append(self.every(right))
        return self.b.and_(contiguous[1], self.b.not_(contiguous[0]))

    def lies(self, tensor: Value) -> tuple[list[Value], list[Value]]:
        """Sizes and strides that were written down."""
        sizes, strides = (
            [self.load(I64, tensor, TENSOR.at(part, axis)) for axis in range(4)] for part in TENSOR
        )
        return sizes, strides

    def every(self, conditions: Iterable[Value]) -> Value:
        """Whether all of them hold."""
        return functools.reduce(self.b.and_, conditions)

    def data(self, name: str, tensor: Value, text: Value, words: Value | None = None) -> Value:
        """The address of a tensor's first number; a text if its storage does not hold them all.

        Where a storage was freed, PyTorch answers with success and null, and where it was cut, with
        the address of what is left. A tensor that was allocated just now is not checked: it has no
        ``words``.
        """
        slot = self.array(1, "data")
        self.store(self.i64(0), slot)
        failed, or_ = self.fails(name, tensor, slot), self.b.or_
        if words is not None:
            needed = self.extent(tensor, words)
            held = self.asked("aoti_torch_get_storage_size", I64, tensor)
            null = self.b.and_(self.nothing(self.load(PTR, slot)), self.less(0, needed))
            failed = or_(failed, or_(null, self.less(held, needed)))
        with self.when(self.b.and_(failed, self.nothing(self.found(text, PTR)))):
            self.b.store(self.text(_NO_DATA), text)
        return self.load(PTR, slot)

    def extent(self, tensor: Value, words: Value) -> Value:
        """How many bytes of its storage a tensor needs, from the first on; none if it is empty."""
        last = self.asked("aoti_torch_get_storage_offset", I64, tensor)
        empty = self.less(last, 0)
        for axis in range(4):
            size, step = (self.load(I64, words, TENSOR.at(part, axis)) for part in TENSOR)
            last = self.add(last, self.mul(self.sub(size, 1), step))
            empty = self.b.or_(empty, self.equal(size, 0))
        # Of another rank no sizes are known, and nothing is read.
        dtype = self.asked("aoti_torch_get_dtype", I32, tensor)
        width = self.host(CALLS.index("aoti_torch_dtype_element_size"), I64, dtype)
        return self.b.select(empty, self.i64(0), self.mul(self.add(last, 1), width))

    def make(
        self,
        words: Value,
        data: dict[str, Value],
        last: Value,
        out: Value,
        line: Value | None = None,
    ) -> Value:
        """Make dW and compute it; return the text of what is wrong, or null."""
        text = self.pointer()
        self.allocate(words, last, out, text, line)
        result = self.load(PTR, out)
        with self.when(self.b.not_(self.nothing(result))):
            target = self.data("torch_get_mutable_data_ptr", result, text)
            with self.when(self.nothing(self.found(text, PTR))):
                self.b.store(self.invoke("call", words=words, **data, out=target), text)
        return self.found(text, PTR)

    def allocate(
        self, words: Value, last: Value, out: Value, text: Value, line: Value | None
    ) -> None:
        """Make dW, if there can be one; where there cannot, Python knows what to say."""
        sizes = self.at(words, WORDS.at("weight_size"))
        k, c, r, s = shape = [self.load(I64, sizes, 8 * axis) for axis in range(4)]
        taps, all_ = self.mul(r, s), self.mul(self.mul(r, s), c)
        dense: Sequence[Value] = (all_, taps, s, self.i64(1))
        pixels: Sequence[Value] = (all_, self.i64(1), self.mul(s, c), c)
        strides = [self.b.select(last, *pair) for pair in zip(pixels, dense, strict=True)]
        kinds, b, byte = self.load(I64, words, WORDS.at("kinds")), self.b, self.i64(255)
        length = b.and_(b.lshr(kinds, self.i64(shift("weight_size"))), byte)
        four = self.equal(length, 4)
        least = self.min(self.min(k, c), self.min(r, s))
        rank = self.i64(4)
        if line is not None:  # the rows' numbers are left out
            rank = b.select(line, self.i64(3), rank)
            for numbers in (shape, strides):
                numbers[2] = b.select(line, numbers[3], numbers[2])
        places = [self.array(4, "numbers") for _ in range(2)]
        for place, numbers in zip(places, (shape, strides), strict=True):
            for axis, number in enumerate(numbers):
                self.store(number, place, 8 * axis)
        with self.when(b.and_(four, self.less(-1, least))):
            dtype = b.trunc(b.and_(b.lshr(kinds, self.i64(shift("x_dtype"))), byte), I32)
            cpu = ir.Constant(I32, _CPU)
            self.torch("aoti_torch_empty_strided", rank, *places, dtype, cpu, cpu, out)
        with self.when(self.nothing(self.load(PTR, out))):
            asks = ir.FunctionType(PTR, [PTR, PTR])
            said = self.call(self.word(ASK), asks, words, self.array(1, "record"))
            self.b.store(self.b.select(self.nothing(said), self.text(_NO_ROOM), said), text)

    def release(self, tensor: Value) -> None:
        """Give back a handle, if there is one."""
        with self.when(self.b.not_(self.nothing(tensor))):
            self.torch("aoti_torch_delete_tensor_object", tensor)

    def answer(self, results: Sequence[Value], text: Value) -> None:
        """Return tensors, or throw a text."""
        b = self.b
        failed, done = b.append_basic_block("failed"), b.append_basic_block("done")
        b.cbranch(self.nothing(text), done, failed)
        b.position_at_end(done)
        for at, result in enumerate(results):
            self.store(result, self.arguments[0], 8 * at)
        b.ret_void()
        b.position_at_end(failed)
        for result in results:
            self.release(result)
        # (function, file, line, text); the file as a number, so that the types are our own.
        where = self.text("filtergrad::conv2d_weight")
        kind = ir.FunctionType(VOID, [PTR, I64, I64, PTR])
        throw = self.word(HOST + 8 * CALLS.index("c10::detail::torchCheckFail"))
        given = (where, b.ptrtoint(where, I64), self.i64(0), text)
        b.call(b.inttoptr(throw, kind.as_pointer()), given, tail="musttail")
        b.ret_void()
