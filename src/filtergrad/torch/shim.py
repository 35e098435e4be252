"""PyTorch: what its dispatcher calls for ``filtergrad::conv2d_weight``.

In: LibTorch's stable C ABI (`stable`): a stack of 64-bit slots, in the order of the operator's
schema. Tensors and lists arrive as handles that are ours to delete, numbers as themselves. Out: the
handle of a new tensor in the first slot. What it calls for ``aten::convolution_backward`` is in
`backward`.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.code.ir import I32, I64, PTR, Value
from filtergrad.native.words import Words

from .backward import emit as emit_backward  # `from . import` waits for the package
from .stable import CALLS, KINDS, TENSOR, WORDS, Stable, shift

__all__ = ["CALLS", "KINDS", "SYMBOLS", "TENSOR", "WORDS", "emit"]

SYMBOLS = ("conv2d_weight", "convolution_backward")

# The dispatcher's stack: one slot an argument, in the order of the schema.
STACK = Words(
    input=1, weight_size=1, grad_output=1, stride=1, padding=1, dilation=1, groups=1,
    memory_format=1,
)  # fmt: skip

_TENSORS = {"x": "input", "dy": "grad_output"}
_LISTS = {"weight_size": 4, "stride": 2, "padding": 2, "dilation": 2}


def emit(module: ir.Module) -> None:
    """Write the kernel `conv2d_weight` into a module that has `call`."""
    code = Stable(module, "conv2d_weight", exported=True, stack=PTR, nin=I64, nout=I64, more=PTR)
    # `more` is whatever the register holds: with it the function looks like the one it jumps to.
    code.function.attributes.discard("nounwind")
    stack, words = code.arguments[0], code.zeros(len(WORDS), "words")
    tensors = {name: code.load(PTR, stack, STACK.at(slot)) for name, slot in _TENSORS.items()}
    kinds: Value = 0
    text, out = code.pointer(), code.variable(PTR)
    for name, tensor in tensors.items():
        described = code.describe(tensor, code.at(words, WORDS.at(name)), text)
        kinds = code.b.or_(code.i64(kinds), code.b.shl(described, code.i64(shift(f"{name}_rank"))))
    for name, length in _LISTS.items():
        entries = code.at(words, WORDS.at(name))
        size = code.listed(code.load(PTR, stack, STACK.at(name)), length, entries)
        kinds = code.b.or_(kinds, code.b.shl(size, code.i64(shift(name))))
    code.store(kinds, words, WORDS.at("kinds"))
    code.store(code.load(I64, stack, STACK.at("groups")), words, WORDS.at("groups"))
    last = code.channels_last(code.load(I32, stack, STACK.at("memory_format")), words)
    code.store(code.b.zext(last, I64), words, WORDS.at("channels_last"))

    code.store(code.i64(0), out)
    data = {
        name: code.data("torch_get_const_data_ptr", tensor, text, code.at(words, WORDS.at(name)))
        for name, tensor in tensors.items()
    }
    with code.when(code.nothing(code.found(text, PTR))):
        code.b.store(code.make(words, data, last, out), text)
    for tensor in tensors.values():
        code.torch("aoti_torch_delete_tensor_object", tensor)
    code.answer([code.found(out, PTR)], code.found(text, PTR))
    emit_backward(module)
