"""PyTorch: what its dispatcher calls for ``aten::convolution_backward`` on CPUs.

In: the stable C ABI's stack (`shim`). Out: the handles of three gradients. The weight's is ours
where the switch is on (`state`), or where forward was a swapped layer's (`marked`); all others are
PyTorch's: the input's by the C function that compiled graphs call for the operator, which passes by
the dispatcher and hence by us, and the bias' by a sum. So autograd, which is C++, calls PyTorch and
us, and Python has no part in a step.
"""

from __future__ import annotations

import functools

from llvmlite import ir

from filtergrad.cpu.code.ir import I1, I32, I64, PTR, Value
from filtergrad.native.code import HOST, NULL
from filtergrad.native.words import Words

from .stable import CALLS, TENSOR, WORDS, Stable, shift

STACK = Words(
    grad_output=1, input=1, weight=1, bias_sizes=1, stride=1, padding=1, dilation=1, transposed=1,
    output_padding=1, groups=1, output_mask=1,
)  # fmt: skip
_TENSORS = ("grad_output", "input", "weight")
_LISTS = ("stride", "padding", "dilation", "output_padding")
_LONG = 5  # entries that are read of a list: more than PyTorch takes, so that it refuses as many
_TYPES = (5, 6, 7, 15)  # float16, float32, float64, bfloat16 among c10::ScalarType
# What the parts of this hand to each other: the lists, how long they are, and the other arguments.
GIVEN = Words(
    **dict.fromkeys(_LISTS, _LONG), lengths=len(_LISTS), transposed=1, groups=1, mask=3,
    bias_sizes=_LONG, bias_length=1, biased=1,
)  # fmt: skip


def emit(module: ir.Module) -> None:
    """Write the kernel `convolution_backward` into a module that has what `shim` writes."""
    _wanted(module)
    _fits(module)
    _weight(module)
    _pytorchs(module)
    _bias(module)
    name = "convolution_backward"
    code = Stable(module, name, exported=True, stack=PTR, nin=I64, nout=I64, more=PTR)
    code.function.attributes.discard("nounwind")
    b, stack, given = code.b, code.arguments[0], code.zeros(len(GIVEN), "given")
    tensors = [code.load(PTR, stack, STACK.at(name)) for name in _TENSORS]
    _read(code, stack, given)
    text, gradients = code.pointer(), code.zeros(3, "gradients")
    to_x, to_weight, to_bias = (
        b.not_(code.equal(code.load(I64, given, GIVEN.at("mask", i)), 0)) for i in range(3)
    )
    ours = code.variable(I64, code.i64(0))
    with code.when(to_weight), code.when(code.invoke("wanted", tensors[2], given)):
        b.store(code.invoke("fits", *tensors, given), ours)
    with b.if_else(code.equal(code.found(ours), 0)) as (theirs, mine):
        with theirs:
            b.store(code.invoke("pytorchs", *tensors, given, gradients), text)
        with mine:
            b.store(code.invoke("weight_gradient", *tensors, given, code.at(gradients, 8)), text)
            for asked, function in ((to_x, "pytorchs"), (to_bias, "bias_gradient")):
                with code.when(b.and_(asked, code.nothing(code.found(text, PTR)))):
                    _only(code, function, tensors, given, gradients, text)
    for tensor in tensors:
        code.release(tensor)
    for at in range(3):
        with code.when(code.nothing(code.load(PTR, gradients, 8 * at))):
            code.torch("aoti_torch_new_uninitialized_tensor", code.at(gradients, 8 * at))
    code.answer([code.load(PTR, gradients, 8 * at) for at in range(3)], code.found(text, PTR))


def _read(code: Stable, stack: Value, given: Value) -> None:
    """Write the arguments that are no tensors into ``given``, and delete what held them."""
    for at, name in enumerate(_LISTS):
        length = code.listed(
            code.load(PTR, stack, STACK.at(name)), _LONG, code.at(given, GIVEN.at(name))
        )
        code.store(code.min(length, _LONG), given, GIVEN.at("lengths", at))
    mask = code.at(given, GIVEN.at("mask"))
    code.listed(code.load(PTR, stack, STACK.at("output_mask")), 3, mask)
    one = code.load(I64, stack, STACK.at("transposed"))
    code.store(code.b.and_(one, code.i64(1)), given, GIVEN.at("transposed"))
    code.store(code.load(I64, stack, STACK.at("groups")), given, GIVEN.at("groups"))
    box = code.load(PTR, stack, STACK.at("bias_sizes"))
    with code.when(code.b.not_(code.nothing(box))):
        length = code.listed(code.load(PTR, box), _LONG, code.at(given, GIVEN.at("bias_sizes")))
        code.store(code.min(length, _LONG), given, GIVEN.at("bias_length"))
        code.store(code.i64(1), given, GIVEN.at("biased"))
        code.torch("torch_delete_stable_ivalue", box)


def _wanted(module: ir.Module) -> None:
    """Write `wanted`: whether the switch is on, or forward was a swapped layer's."""
    code = Stable(module, "wanted", I1, weight=PTR, given=PTR)
    weight, given = code.arguments
    lengths = {
        name: code.load(I64, given, GIVEN.at("lengths", at)) for at, name in enumerate(_LISTS)
    }
    either = code.add(lengths["stride"], lengths["dilation"])
    rank = code.asked("aoti_torch_get_dim", I64, weight)
    answer = code.every(
        code.equal(*pair)
        for pair in (
            (rank, 4), (lengths["output_padding"], 1), (lengths["padding"], 2), (either, 3),
        )
    )  # fmt: skip
    for name in ("state.wanted", "state.blocks"):
        word = code.load(I64, _known(code, name))
        answer = code.b.or_(answer, code.b.not_(code.equal(word, 0)))
    code.ret(answer)


def _known(code: Stable, name: str) -> Value:
    """The address of a word of `state`."""
    return code.word(HOST + 8 * CALLS.index(name), PTR)


def _fits(module: ir.Module) -> None:
    """Write `fits`: whether there is a kernel of ours for a call; `switch.why_not` in Python."""
    code = Stable(module, "fits", I64, dy=PTR, x=PTR, weight=PTR, given=PTR)
    *tensors, given = code.arguments
    b, answer = code.b, code.variable(I64, code.i64(0))
    rank = code.asked("aoti_torch_get_dim", I64, tensors[1])
    dtype = code.asked("aoti_torch_get_dtype", I32, tensors[1])
    axes = code.sub(rank, 2)
    right = [b.or_(code.equal(axes, 1), code.equal(axes, 2))]
    right.append(functools.reduce(b.or_, [code.equal(b.zext(dtype, I64), one) for one in _TYPES]))
    for tensor in tensors:
        right.append(code.equal(code.asked("aoti_torch_get_dim", I64, tensor), rank))
        right.append(b.icmp_signed("==", code.asked("aoti_torch_get_dtype", I32, tensor), dtype))
        right.append(code.here(tensor))
        right.append(code.less(0, code.asked("aoti_torch_get_numel", I64, tensor)))
    right.append(code.less(0, code.load(I64, given, GIVEN.at("groups"))))
    for at in range(len(_LISTS)):
        length = code.load(I64, given, GIVEN.at("lengths", at))
        right.append(b.or_(code.equal(length, 1), code.equal(length, axes)))
    with code.when(code.every(right)):
        flat = code.equal(code.load(I64, given, GIVEN.at("transposed")), 0)
        below = [
            code.less(
                _entry(code, given, "output_padding", axis), _entry(code, given, "stride", axis)
            )
            for axis in range(2)
        ]
        b.store(b.zext(b.or_(flat, b.and_(*below)), I64), answer)
    code.ret(code.found(answer))


def _entry(code: Stable, given: Value, name: str, axis: int) -> Value:
    """The number of a list for an axis; where there is but one entry, that."""
    length = code.load(I64, given, GIVEN.at("lengths", _LISTS.index(name)))
    at = code.min(axis, code.sub(length, 1))
    return code.load(I64, code.at(given, GIVEN.at(name)), code.mul(at, 8))


def _weight(module: ir.Module) -> None:
    """Write `weight_gradient`, which makes dW; it returns the text of what is wrong, or null.

    A line is an image of one row, and where the convolution is transposed, input and gradient are
    exchanged: `geometry.Moved.images` in Python.
    """
    code = Stable(module, "weight_gradient", PTR, dy=PTR, x=PTR, weight=PTR, given=PTR, out=PTR)
    dy, x, weight, given, out = code.arguments
    b, text, words = code.b, code.pointer(), code.zeros(len(WORDS), "words")
    line = code.equal(code.asked("aoti_torch_get_dim", I64, weight), 3)
    flat = code.equal(code.load(I64, given, GIVEN.at("transposed")), 0)
    tensors = {"x": b.select(flat, x, dy), "dy": b.select(flat, dy, x)}
    places = {name: code.at(words, WORDS.at(name)) for name in tensors}
    for name, tensor in tensors.items():
        code.lie(tensor, places[name], line)
    filters = code.array(len(TENSOR), "filters")
    code.lie(weight, filters, line)
    for axis in range(4):
        size = code.load(I64, filters, TENSOR.at("sizes", axis))
        code.store(size, words, WORDS.at("weight_size", axis))
    for name, least in (("stride", 1), ("padding", 0), ("dilation", 1)):
        rows, columns = (_entry(code, given, name, axis) for axis in range(2))
        code.store(b.select(line, code.i64(least), rows), words, WORDS.at(name))
        code.store(columns, words, WORDS.at(name, 1))
    code.store(code.load(I64, given, GIVEN.at("groups")), words, WORDS.at("groups"))
    lengths = {
        "x_rank": 4,
        "dy_rank": 4,
        "weight_size": 4,
        "stride": 2,
        "padding": 2,
        "dilation": 2,
    }
    kinds: Value = code.i64(sum(length << shift(name) for name, length in lengths.items()))
    dtype = b.zext(code.asked("aoti_torch_get_dtype", I32, x), I64)
    for name in ("x_dtype", "dy_dtype"):
        kinds = b.or_(kinds, b.shl(dtype, code.i64(shift(name))))
    code.store(kinds, words, WORDS.at("kinds"))
    # `op.format_like`: channels_last where the weight is, or else where the convolution's input is.
    like = b.select(flat, code.suggested(words), code.pixels_only(places["dy"]))
    last = b.or_(code.pixels_only(filters), like)
    code.store(b.zext(last, I64), words, WORDS.at("channels_last"))
    data = {
        name: code.data("torch_get_const_data_ptr", tensor, text, places[name])
        for name, tensor in tensors.items()
    }
    with code.when(code.nothing(code.found(text, PTR))):
        b.store(code.make(words, data, last, out, line), text)
        count = code.at(_known(code, "state.made"), code.mul(dtype, 8))
        b.atomic_rmw("add", count, code.i64(1), "monotonic")
    code.ret(code.found(text, PTR))


def _pytorchs(module: ir.Module) -> None:
    """Write `pytorchs`, PyTorch's own gradients that the mask asks for."""
    code = Stable(module, "pytorchs", PTR, dy=PTR, x=PTR, weight=PTR, given=PTR, out=PTR)
    *tensors, given, out = code.arguments
    b, mask = code.b, code.array(2, "mask")
    for at in range(3):
        asked = b.icmp_signed("!=", code.load(I64, given, GIVEN.at("mask", at)), code.i64(0))
        code.store(b.zext(asked, I32), mask, 4 * at)
    pointer = code.array(1, "bias_sizes")
    code.store(code.at(given, GIVEN.at("bias_sizes")), pointer)
    biased = b.not_(code.equal(code.load(I64, given, GIVEN.at("biased")), 0))
    sizes = b.select(biased, pointer, NULL)
    lists = [
        (code.at(given, GIVEN.at(name)), code.load(I64, given, GIVEN.at("lengths", at)))
        for at, name in enumerate(_LISTS)
    ]
    transposed = b.trunc(code.load(I64, given, GIVEN.at("transposed")), I32)
    failed = code.fails(
        "aoti_torch_cpu_convolution_backward",
        *tensors, sizes, code.load(I64, given, GIVEN.at("bias_length")),
        *lists[0], *lists[1], *lists[2], transposed, *lists[3],
        code.load(I64, given, GIVEN.at("groups")), mask, code.i64(3),
        *(code.at(out, 8 * at) for at in range(3)),
    )  # fmt: skip
    _said(code, failed)


def _bias(module: ir.Module) -> None:
    """Write `bias_gradient`, PyTorch's sum over all axes of dy but the channels'.

    PyTorch's gradients are not asked: that of the bias they make with the weight's, which they
    would then make in vain.
    """
    code = Stable(module, "bias_gradient", PTR, dy=PTR, x=PTR, weight=PTR, given=PTR, out=PTR)
    dy, *_, out = code.arguments
    stack, slot = code.zeros(4, "stack"), code.zeros(1, "slot")  # tensor, axes, keepdim, dtype
    code.torch("aoti_torch_new_tensor_handle", dy, stack)
    code.torch("torch_new_list_reserve_size", code.i64(3), slot)
    axes = code.load(PTR, slot)
    rank = code.asked("aoti_torch_get_dim", I64, dy)
    for axis in (0, 2, 3):
        with code.when(code.less(axis, rank)):
            code.torch("torch_list_push_back", axes, code.i64(axis))
    code.torch("torch_new_stable_ivalue", slot)
    box = code.load(PTR, slot)
    code.store(axes, box)
    code.store(box, stack, 8)
    version = code.host(CALLS.index("aoti_torch_abi_version"), I64)
    named = code.text("aten::sum"), code.text("dim_IntList")
    failed = code.fails("torch_call_dispatcher", *named, stack, version)
    with code.when(code.b.not_(failed)):
        code.store(code.load(PTR, stack), out, 16)
    _said(code, failed)


def _only(
    code: Stable, function: str, tensors: list[Value], given: Value, gradients: Value, text: Value
) -> None:
    """Call ``function`` for the gradient that is not the weight's: of x, or of the bias."""
    if function == "bias_gradient":
        code.b.store(code.invoke(function, *tensors, given, gradients), text)
        return
    for at in (1, 2):
        code.store(code.i64(0), given, GIVEN.at("mask", at))
    code.store(code.i64(0), given, GIVEN.at("biased"))
    made = code.zeros(3, "made")
    code.b.store(code.invoke(function, *tensors, given, made), text)
    code.store(code.load(PTR, made), gradients)
    for at in (8, 16):
        code.release(code.load(PTR, made, at))


def _said(code: Stable, failed: Value) -> None:
    """Return what a function of PyTorch that failed has said, or null if it did not fail."""
    text = code.pointer()
    with code.when(failed):
        said = CALLS.index("torch_exception_get_what_without_backtrace")
        code.b.store(code.host(said, PTR), text)
    code.ret(code.found(text, PTR))
