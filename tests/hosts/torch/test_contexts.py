"""The gradient has the type that forward used, whatever context forward and backward run in.

Every context around forward with every one around backward, against float64: dW of whole numbers
that dy is made of, and of x and w as forward rounded them, is exact up to one rounding.
"""

import contextlib
import itertools

import pytest

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
import helpers.torch_tools  # noqa: E402, F401 - tells where compiled graphs lie
from torch import nn  # noqa: E402
from torch.utils.checkpoint import checkpoint  # noqa: E402

import filtergrad.torch as fgt  # noqa: E402

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*deprecated"),
    pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning"),
]
UNIT = {torch.float32: 1e-6, torch.bfloat16: 2.0**-8, torch.float16: 2.0**-11}


def cast(dtype, *, enabled=True):
    return torch.autocast("cpu", dtype, enabled=enabled)


@contextlib.contextmanager
def both(*contexts):
    with contextlib.ExitStack() as stack:
        for context in contexts:
            stack.enter_context(context())
        yield


def low():
    return cast(torch.bfloat16)


def half():
    return cast(torch.float16)


def off():
    return cast(torch.bfloat16, enabled=False)


# What surrounds forward, and the type that it computes in.
FORWARD = {
    "nothing": (contextlib.nullcontext, torch.float32),
    "bfloat16": (low, torch.bfloat16),
    "float16": (half, torch.float16),
    "off": (off, torch.float32),
    "off in bfloat16": (lambda: both(low, off), torch.float32),
    "bfloat16 in off in float16": (lambda: both(half, off, low), torch.bfloat16),
    "float16 in bfloat16": (lambda: both(low, half), torch.float16),
    "grad in no grad": (lambda: both(torch.no_grad, torch.enable_grad), torch.float32),
    "grad in no grad in bfloat16": (
        lambda: both(low, torch.no_grad, torch.enable_grad),
        torch.bfloat16,
    ),
}
BACKWARD = {
    "nothing": contextlib.nullcontext,
    "bfloat16": low,
    "float16": half,
    "off in float16": lambda: both(half, off),
    "no grad": torch.no_grad,
    "no grad in bfloat16": lambda: both(low, torch.no_grad),
    "inference": torch.inference_mode,
    "inference in float16": lambda: both(half, torch.inference_mode),
}


def by_checkpoint(model, x, *, reentrant):
    return checkpoint(model, x.requires_grad_(), use_reentrant=reentrant)


def compiled(model, x):
    torch.compiler.reset()
    return torch.compile(model, backend="aot_eager", fullgraph=True)(x)


def functional(model, x):
    """By `torch.func.vjp`, whose backward is called later."""
    names = dict(model.named_parameters())
    y, back = torch.func.vjp(
        lambda p: torch.func.functional_call(model, p, (x,)),
        {name: value.detach() for name, value in names.items()},
    )
    y.__dict__["back"] = back
    return y


WAYS = {
    "called": lambda model, x: model(x),
    "checkpoint": lambda model, x: by_checkpoint(model, x, reentrant=False),
    "checkpoint, reentrant": lambda model, x: by_checkpoint(model, x, reentrant=True),
    "compiled": compiled,
    "vjp": functional,
}


def gradient(model, x, way, forward, backward):
    """The weight's gradient, of the loss ``sum(y * v)`` with whole numbers v."""
    with forward():
        y = way(model, x)
    v = torch.arange(y.numel()).remainder(7).sub(3).view(y.shape).to(y.dtype)
    with backward():
        if "back" in vars(y):
            return y.__dict__["back"](v)[0]["weight"], v
        model.weight.grad = None
        y.backward(v)
    return model.weight.grad, v


def wanted(model, x, v, dtype):
    """The formula, from what a forward in ``dtype`` has seen."""
    given = x.detach().to(dtype).double(), model.weight.shape, v.double()
    return torch.nn.grad.conv2d_weight(*given, model.stride, model.padding)


@pytest.mark.parametrize("how", ["swap", "enabled"])
@pytest.mark.parametrize("way", WAYS)
def test_every_context_with_every_other(how, way):
    torch.manual_seed(0)
    model, x = nn.Conv2d(3, 4, 3, stride=2, padding=1), torch.rand(2, 3, 9, 8)
    if how == "swap":
        fgt.swap(model)
    for (name, (forward, dtype)), (after, backward) in itertools.product(
        FORWARD.items(), BACKWARD.items()
    ):
        # A graph is compiled for the context that it was called in, and costs a moment each.
        if way == "compiled" and (" in " in name or " in " in after):
            continue
        if way.startswith("checkpoint") and ("inference" in after or "no grad" in name + after):
            continue  # PyTorch runs forward again, and needs gradients for that
        switch = fgt.enabled() if how == "enabled" else contextlib.nullcontext()
        with switch:
            got, v = gradient(model, x.clone(), WAYS[way], forward, backward)
        assert got.dtype == torch.float32, (name, after)
        exact = wanted(model, x, v, dtype)
        torch.testing.assert_close(
            got.double(), exact, rtol=2 * UNIT[dtype], atol=1e-5, msg=f"{name}, then {after}"
        )


@pytest.mark.parametrize("how", ["swap", "enabled", "operator"])
@pytest.mark.parametrize("backward", [low, half])
def test_second_derivatives_inside_autocast(how, backward):
    """Of a float32 layer, whose first and second backward run inside autocast."""
    torch.manual_seed(0)
    model, x = nn.Conv2d(2, 3, 3, bias=False), torch.rand(2, 2, 6, 5)

    def second(model, x, context):
        x = x.clone().requires_grad_()
        if how == "operator":
            call, given = torch.nn.grad.conv2d_weight, (model.weight.shape, x[:, :1, 2:, 2:])
            call = fgt.conv2d_weight if model.weight.dtype == torch.float32 else call
            dy = given[1].expand(2, 3, 4, 3)
            with context():
                return torch.autograd.grad(call(x, given[0], dy).pow(2).sum(), x)[0]
        y = model(x)
        with context():
            (dw,) = torch.autograd.grad(y.pow(2).sum(), model.weight, create_graph=True)
            return torch.autograd.grad(dw.pow(2).sum(), x)[0]

    plain = nn.Conv2d(2, 3, 3, bias=False).double()
    plain.load_state_dict(model.state_dict())
    exact = second(plain, x.double(), contextlib.nullcontext)
    if how == "swap":
        fgt.swap(model)
    with fgt.enabled() if how == "enabled" else contextlib.nullcontext():
        got = second(model, x, backward)
    torch.testing.assert_close(got.double(), exact, rtol=1e-5, atol=1e-5 * exact.abs().max().item())
