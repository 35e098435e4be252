"""PyTorch's own samples of its convolutions, through `swap`, `enabled` and our `conv2d`.

Every form of arguments, every type, results and gradients: what PyTorch takes is taken, and what it
refuses is refused. The right weight gradient of a 2-D convolution is PyTorch's in float64, from the
same rounded arguments; all else is what PyTorch has computed on this processor.
"""

import contextlib
import copy
import functools
import sys
import types
import unittest

import pytest

torch = pytest.importorskip("torch", reason="`make hosts` installs it")

# PyTorch's lists of samples stand beside test cases that need this package; the lists do not.
sys.modules.setdefault("expecttest", types.ModuleType("expecttest")).TestCase = unittest.TestCase
from torch.testing._internal.common_methods_invocations import op_db  # noqa: E402
from torch.testing._internal.common_modules import module_db  # noqa: E402
from torch.utils._pytree import tree_leaves, tree_map  # noqa: E402

import filtergrad.torch as fgt  # noqa: E402

pytestmark = [
    pytest.mark.filterwarnings("ignore:Using padding='same' with even:UserWarning"),
    pytest.mark.filterwarnings("ignore:filtergrad.torch.swap. no convolution:UserWarning"),  # 3-D
]
DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)
ONE = DTYPES[1:2]
UNIT = {torch.float64: 1e-12, torch.float32: 1e-5, torch.bfloat16: 2.0**-7, torch.float16: 2.0**-10}
OPERATORS = {op.name: op for op in op_db if "conv" in op.name}
MODULES = {
    info.module_cls.__name__: info for info in module_db if "Conv" in info.module_cls.__name__
}
CALLS = {"ours": fgt.conv2d, "nn.functional.conv2d": torch.nn.functional.conv2d}


def as_type(dtype, given):
    """The same arguments in another type; leaves that can learn."""

    def change(value):
        if not isinstance(value, torch.Tensor) or not value.is_floating_point():
            return value
        return value.detach().to(dtype).requires_grad_()

    return tree_map(change, given)


def learned(call, given, dtype):
    """Result, and the gradients of all arguments, of whole numbers; or the error."""
    given = as_type(dtype, given)
    try:
        y = call(*given)
        leaves = [leaf for leaf in tree_leaves(given) if isinstance(leaf, torch.Tensor)]
        v = torch.arange(y.numel()).remainder(5).sub(2).view(y.shape).to(dtype)
        return [y, *torch.autograd.grad(y, leaves, v, allow_unused=True)]
    except Exception as error:
        return error


WEIGHT = 2  # where its gradient is among what was learned: after the result, and the input's


def check(call, given, dtype, ours, name, change=contextlib.nullcontext):
    """What is learned within ``change`` is right; whether there was anything to learn."""
    wanted = learned(call, given, dtype)
    with change():
        got = learned(ours, given, dtype)
    if isinstance(wanted, Exception):
        assert isinstance(got, type(wanted)), (given, got)
        return False
    assert not isinstance(got, Exception), (given, got)
    if "2d" in name.lower() and "ranspose" not in name:
        wanted[WEIGHT] = learned(call, as_type(dtype, given), torch.float64)[WEIGHT]
    for a, b in zip(got, wanted, strict=True):
        assert (a is None) == (b is None)
        if a is not None:
            assert a.dtype == dtype
            atol = UNIT[dtype] * b.abs().max().item() if b.numel() else 0
            torch.testing.assert_close(a.double(), b.double(), rtol=0, atol=atol)
    return True


def samples(op, dtype):
    """Given in float64: those for learning; for float64 also what nobody would think of."""
    made = op.reference_inputs if dtype == torch.float64 else op.sample_inputs
    for sample in made("cpu", torch.float64, requires_grad=False):
        yield (sample.input, *sample.args), sample.kwargs


@pytest.mark.parametrize(
    ("name", "dtype"),
    [
        (name, dtype)
        for name in OPERATORS
        for dtype in (DTYPES if "conv2d" in name else DTYPES[1:2])
    ],
    ids=str,
)
def test_enabled(name, dtype):
    torch.manual_seed(0)
    op, some = OPERATORS[name], 0
    for given, more in samples(op, dtype):
        call = functools.partial(op, **more)
        some += check(call, given, dtype, call, name, fgt.enabled)
    assert some > 3


@pytest.mark.parametrize("dtype", DTYPES[1:3], ids=str)
def test_our_conv2d(dtype):
    torch.manual_seed(0)
    some = 0
    for given, more in samples(op := OPERATORS["nn.functional.conv2d"], dtype):
        ours = functools.partial(fgt.conv2d, **more)
        some += check(functools.partial(op, **more), given, dtype, ours, "conv2d")
    assert some > 3


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_what_pytorch_refuses(call):
    op = OPERATORS["nn.functional.conv2d"]
    for wrong in op.error_inputs("cpu"):
        sample = wrong.sample_input
        given = as_type(torch.float32, (sample.input, *sample.args))
        with fgt.enabled(), pytest.raises(wrong.error_type, match=wrong.error_regex):
            call(*given, **sample.kwargs)


@pytest.mark.parametrize(
    ("name", "dtype"),
    [(name, dtype) for name in MODULES for dtype in (DTYPES if "Conv2d" in name else ONE)],
    ids=str,
)
def test_modules(name, dtype):
    """Every layer that PyTorch tests, swapped and inside `enabled`."""
    torch.manual_seed(0)
    info, some = MODULES[name], 0
    options = {"device": "cpu", "dtype": torch.float64, "requires_grad": False, "training": True}
    for sample in info.module_inputs_func(info, **options):
        arguments, (x, *more) = sample.constructor_input, sample.forward_input.args
        layer = info.module_cls(*arguments.args, **arguments.kwargs).double()
        layer(x, *more)  # lazy layers know their shapes from here on
        swapped = fgt.swap(copy.deepcopy(layer))
        given = x, {key: value.detach() for key, value in layer.state_dict().items()}

        def call(x, weights, layer=layer, more=more):
            return torch.func.functional_call(layer, weights, (x, *more))

        some += check(call, given, dtype, call, name, fgt.enabled)
        some += check(call, given, dtype, functools.partial(call, layer=swapped), name)
    assert some > 3
