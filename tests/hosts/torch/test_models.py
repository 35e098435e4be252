"""`swap` and `enabled`: models learn from our gradients, and nothing else about them changes."""

import copy
import io
import os
import pickle
import re
import subprocess
import sys

import pytest
from helpers import ROOT

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
import helpers.torch_tools  # noqa: E402, F401 - tells where compiled graphs lie
from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402

import filtergrad.torch as fgt  # noqa: E402

pytestmark = [
    pytest.mark.filterwarnings("ignore:.torch.jit.*deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Using padding='same' with even:UserWarning"),
]
R = torch.randn


def learn(layer, x):
    """The output and all gradients."""
    layer.zero_grad()
    x = x.detach().requires_grad_()
    y = layer(x)
    y.pow(2).sum().backward()
    return [y, x.grad], [p.grad for p in layer.parameters()]


def close(a, b):
    """Equal up to a few roundings of the largest number."""
    unit = torch.finfo(a.dtype).eps
    largest = b.abs().max().item() if b.numel() else 0
    torch.testing.assert_close(a, b, rtol=0, atol=32 * unit * largest)


def agree(layer, other, x):
    """Two models compute alike; all but the weights' gradients in every bit."""
    (same, grads), (also, others) = learn(layer, x), learn(other, x)
    assert all(torch.equal(a, b) for a, b in zip(same, also, strict=True))
    for a, b in zip(grads, others, strict=True):
        close(a, b)
        assert a.stride() == b.stride()


# ------------------------------------------------------------------------------------------ swap


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate", "circular"])
@pytest.mark.parametrize("padding", ["same", "valid", 0, (2, 1)], ids=str)
@pytest.mark.parametrize(
    ("size", "form"), [(3, torch.contiguous_format), ((2, 4), torch.channels_last)], ids=str
)
def test_layers(counted, mode, padding, size, form):
    for given in ({}, {"dilation": 2, "groups": 2}, {"bias": False}):
        layer = nn.Conv2d(4, 6, size, padding=padding, padding_mode=mode, **given)
        layer = layer.to(memory_format=form)
        swapped = fgt.swap(copy.deepcopy(layer))
        counted.clear()
        agree(layer, swapped, R(2, 4, 11, 12))
        agree(layer, swapped, R(2, 4, 11, 12).contiguous(memory_format=torch.channels_last))
        agree(layer, swapped, R(4, 11, 12))
        assert len(counted) == 3


def test_what_is_not_ours_stays(counted):
    layer = fgt.swap(nn.Conv2d(2, 3, 3))
    with torch.no_grad():
        layer(R(1, 2, 5, 5))
    layer(R(0, 2, 5, 5)).sum().backward()
    fgt.swap(nn.Conv2d(2, 3, 3, dtype=torch.complex64))(
        R(1, 2, 5, 5, dtype=torch.complex64)
    ).abs().sum().backward()
    layer.weight.requires_grad_(False)
    layer(R(1, 2, 5, 5)).sum().backward()
    assert not counted
    with pytest.raises(RuntimeError, match="to have 2 channels, but got 3 channels"):
        layer(R(1, 3, 5, 5))
    with pytest.raises(RuntimeError, match=r"same|type"):
        layer.requires_grad_()(R(1, 2, 5, 5).double())


def model():
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1, bias=False),  # whose gradient would be rounding alone
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Sequential(nn.Conv2d(8, 8, 3, groups=8), nn.Conv2d(8, 4, 1, bias=False)),
        nn.Conv2d(4, 5, (2, 3), stride=2, padding_mode="reflect", padding=1),
    )


def test_nothing_else_changes():
    plain, swapped = model(), model()
    keys, text, parts = list(swapped.state_dict()), repr(swapped), list(swapped.parameters())
    seen = []
    swapped[0].register_forward_hook(lambda *_: seen.append("forward"))
    swapped[0].register_full_backward_hook(lambda *_: seen.append("backward"))
    optimiser = torch.optim.SGD(swapped.parameters(), lr=0.1)
    assert fgt.swap(swapped) is swapped
    assert (list(swapped.state_dict()), repr(swapped)) == (keys, text)
    assert all(a is b for a, b in zip(swapped.parameters(), parts, strict=True))
    assert all(type(layer) is nn.Conv2d for layer in swapped if "Conv" in repr(layer)[:4])
    x = R(2, 3, 10, 10)
    agree(plain, swapped, x)
    assert seen == ["forward", "backward"]
    optimiser.step()
    swapped.load_state_dict(plain.state_dict())
    agree(plain, fgt.swap(swapped), x)
    fgt.unswap(swapped)
    assert vars(swapped[0]).keys() == vars(plain[0]).keys()


PLAIN = """
import pickle, sys, torch
layer = pickle.load(open(sys.argv[1], "rb"))
layer(torch.ones(1, 2, 5, 5)).sum().backward()
assert "filtergrad" not in sys.modules
"""


def test_copies_and_pickles_are_swapped(counted, tmp_path):
    swapped, x = fgt.swap(model()), R(2, 3, 10, 10)
    file = io.BytesIO()
    torch.save(swapped, file)
    file.seek(0)
    for again in (
        copy.deepcopy(swapped),
        torch.load(file, weights_only=False),
        pickle.loads(pickle.dumps(swapped)),
    ):
        counted.clear()
        agree(model(), again, x)
        assert len(counted) == 4
        agree(model(), fgt.unswap(again), x)
        assert len(counted) == 4
    # Where filtergrad is not imported, it is a layer like any other.
    path = tmp_path / "layer"
    path.write_bytes(pickle.dumps(fgt.swap(nn.Conv2d(2, 3, 3))))
    subprocess.run([sys.executable, "-c", PLAIN, str(path)], check=True)


def test_copies_stand_for_themselves(counted):
    """Shallow ones, too: nothing of the layer that they were copied from is left in them."""
    layer = fgt.swap(nn.Conv2d(2, 3, 3))
    copied = copy.copy(layer)
    copied.stride, copied.weight = (2, 2), nn.Parameter(R(3, 2, 3, 3))
    x = R(1, 2, 9, 9)
    assert copied(x).shape == (1, 3, 4, 4)
    plain = nn.Conv2d(2, 3, 3, stride=2)
    plain.weight, plain.bias = copied.weight, copied.bias
    agree(plain, copied, x)
    fgt.unswap(layer)
    assert len(counted) == 1
    agree(plain, copied, x)
    assert len(counted) == 2


def test_a_method_of_the_users_own_stays():
    layer = nn.Conv2d(2, 3, 3)
    layer._conv_forward = lambda x, weight, bias: functional.conv2d(x, weight * 2, bias)
    x = R(1, 2, 5, 5)
    wanted = layer(x)
    with pytest.warns(UserWarning, match="1 Conv2d .it convolves by itself, by conv2d"):
        assert torch.equal(fgt.swap(layer)(x), wanted)
    assert torch.equal(fgt.unswap(layer)(x), wanted)


def test_other_kinds_of_layers(counted):
    lazy = fgt.swap(nn.Sequential(nn.LazyConv2d(4, 3), nn.LazyConv2d(2, 3)))
    learn(lazy, R(1, 3, 9, 9))
    assert len(counted) == 2
    assert type(lazy[0]) is nn.Conv2d

    normed = nn.utils.parametrizations.weight_norm(nn.Conv2d(3, 4, 3))
    agree(normed, fgt.swap(copy.deepcopy(normed)), R(1, 3, 9, 9))
    later = fgt.swap(nn.Conv2d(3, 4, 3))
    nn.utils.parametrizations.spectral_norm(later)
    learn(later, R(1, 3, 9, 9))
    nn.utils.parametrize.remove_parametrizations(later, "weight")
    assert type(fgt.unswap(later)) is nn.Conv2d
    assert len(counted) == 4

    class Child(nn.Conv2d):
        def forward(self, x):
            return self._conv_forward(x, self.weight * 2, self.bias)

    class Own(nn.Conv2d):
        def _conv_forward(self, x, weight, bias):
            return functional.conv2d(x, weight + 1, bias)

    agree(child := Child(3, 4, 3), fgt.swap(copy.deepcopy(child)), R(1, 3, 9, 9))
    assert len(counted) == 5
    own = Own(3, 4, 3)
    with pytest.warns(UserWarning, match="1 Own .it convolves by itself, by conv2d"):
        swapped = fgt.swap(copy.deepcopy(own))
    agree(own, swapped, R(1, 3, 9, 9))
    assert len(counted) == 5


def test_second_order():
    layer = fgt.swap(nn.Conv2d(2, 2, (3, 2), padding="same")).double()
    x = R(1, 2, 4, 4).double().requires_grad_()

    def call(x, weight, bias):
        given = {"weight": weight, "bias": bias}
        return torch.func.functional_call(layer, given, (x,))

    assert torch.autograd.gradcheck(call, (x, layer.weight, layer.bias), check_forward_ad=True)
    assert torch.autograd.gradgradcheck(call, (x, layer.weight, layer.bias))


def test_autocast(counted):
    plain, swapped, x = model(), fgt.swap(model()), R(2, 3, 10, 10)
    with torch.autocast("cpu"):
        y = swapped(x)
        assert torch.equal(plain(x), y)
    assert y.dtype == torch.bfloat16
    y.float().sum().backward()
    assert all(p.grad.dtype == torch.float32 for p in swapped.parameters())
    assert set(counted.dtypes) == {torch.bfloat16}
    # Each layer's, also where the layer before has handed over bfloat16 numbers.
    assert len(counted) == sum(isinstance(layer, nn.Conv2d) for layer in swapped.modules())


@pytest.mark.parametrize("backend", ["aot_eager", "inductor"])
@pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning")  # by dynamo
def test_compile(backend):
    plain, swapped, x = model(), fgt.swap(model()), R(2, 3, 10, 10)
    compiled = torch.compile(swapped, fullgraph=True, backend=backend)
    for model_ in (plain, compiled):
        model_(x).pow(2).sum().backward()
    for a, b in zip(plain.parameters(), swapped.parameters(), strict=True):
        largest = a.grad.abs().max().item()  # and the graph's other parts are fused
        torch.testing.assert_close(a.grad, b.grad, rtol=0, atol=1e-4 * largest + 1e-3)


class Asked(torch.utils._python_dispatch.TorchDispatchMode):
    """Counts the calls of our operator, also those of graphs."""

    def __init__(self):
        super().__init__()
        self.calls = 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        self.calls += "filtergrad" in str(function)
        return function(*args, **(kwargs or {}))


@pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning")  # by dynamo
def test_graphs_follow_the_mark():
    """A model that was compiled before it is swapped, or unswapped, is compiled anew."""
    net = nn.Sequential(nn.Conv2d(3, 4, 3))
    compiled = torch.compile(net, backend="aot_eager")
    for change, calls in ((fgt.unswap, 0), (fgt.swap, 1), (fgt.unswap, 0), (fgt.swap, 1)):
        change(net)
        loss = compiled(R(2, 3, 9, 9)).sum()
        with Asked() as asked:
            loss.backward()
        assert asked.calls == calls


@pytest.mark.filterwarnings("ignore:.*deprecated")
def test_what_leaves_pytorch_is_made_of_its_operators():
    swapped, x = fgt.swap(model()).eval(), R(2, 3, 10, 10)
    for strict in (False, True):
        graph = torch.export.export(swapped, (x,), strict=strict).graph
        called = {str(node.target) for node in graph.nodes if node.op == "call_function"}
        assert any(name.startswith("aten.conv2d") for name in called)
        assert all(name.startswith("aten.") for name in called)
    assert torch.equal(torch.jit.trace(swapped, x)(x), swapped(x))


# --------------------------------------------------------------------------------------- enabled

F = functional
CALLS = {
    "2-D": (1, lambda x, w, b: F.conv2d(x, w, b, 2, 1), R(2, 4, 9, 9), R(6, 4, 3, 3), R(6)),
    "channels last": (
        1,
        lambda x, w: F.conv2d(x.contiguous(memory_format=torch.channels_last), w),
        R(2, 4, 9, 9),
        R(6, 4, 3, 3),
    ),
    "same": (1, lambda x, w: F.conv2d(x, w, padding="same"), R(2, 4, 9, 9), R(6, 4, 2, 3)),
    "depthwise": (1, lambda x, w: F.conv2d(x, w, groups=4), R(2, 4, 9, 9), R(8, 1, 3, 3)),
    "one image": (1, F.conv2d, R(4, 9, 9), R(8, 4, 3, 3)),
    "expanded": (1, lambda x, w: F.conv2d(x.expand(2, 4, 9, 9), w), R(1, 4, 9, 9), R(8, 4, 3, 3)),
    "bfloat16": (1, F.conv2d, R(2, 4, 9, 9).bfloat16(), R(8, 4, 3, 3).bfloat16()),
    "half": (1, F.conv2d, R(2, 4, 9, 9).half(), R(8, 4, 3, 3).half()),
    "float64": (1, F.conv2d, R(2, 4, 9, 9).double(), R(8, 4, 3, 3).double()),
    "1-D": (1, F.conv1d, R(2, 4, 9), R(6, 4, 3)),
    "3-D": (0, F.conv3d, R(2, 4, 5, 5, 5), R(6, 4, 3, 3, 3)),
    "transposed": (1, F.conv_transpose2d, R(2, 4, 5, 5), R(4, 6, 3, 3)),
    "1-D transposed": (1, F.conv_transpose1d, R(2, 4, 9), R(4, 6, 3)),
    "empty": (0, F.conv2d, R(0, 4, 9, 9), R(8, 4, 3, 3)),
}


def grads(call, *tensors):
    tensors = [value.detach().clone().requires_grad_() for value in tensors]
    return torch.autograd.grad(call(*tensors).float().pow(2).sum(), tensors)


@pytest.mark.parametrize("name", CALLS)
def test_every_convolution(counted, name):
    ours, call, *given = CALLS[name]
    before = grads(call, *given)
    with fgt.enabled():
        inside = grads(call, *given)
    assert len(counted) == ours
    for a, b in zip(before, inside, strict=True):
        close(a, b)
        assert a.stride() == b.stride()
    after = grads(call, *given)
    assert len(counted) == ours
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))


def test_only_some_gradients(counted):
    x, w = R(2, 4, 9, 9), R(6, 4, 3, 3)
    with fgt.enabled():
        F.conv2d(x, w.requires_grad_()).sum().backward()
        assert len(counted) == 1
        F.conv2d(x.requires_grad_(), w.detach()).sum().backward()
        assert len(counted) == 1
        given = (R(2, 6, 7, 7), x.double(), w.detach(), None, (1, 1), (0, 0), (1, 1), False, (0, 0))
        with pytest.raises(RuntimeError, match="type"):
            torch.ops.aten.convolution_backward(*given, 1, (False, True, False))


def test_switches_nest(counted):
    def count():
        counted.clear()
        grads(F.conv2d, R(1, 2, 5, 5), R(2, 2, 3, 3))
        return len(counted)

    assert count() == 0
    fgt.enable()
    fgt.enable()
    with fgt.enabled(), fgt.enabled():
        assert count() == 1
        fgt.disable()
        assert count() == 1  # the blocks still want it
    assert count() == 0
    with pytest.raises(ZeroDivisionError), fgt.enabled():
        raise ZeroDivisionError
    assert count() == 0


def test_enabled_reaches_graphs_and_second_order(counted):
    x, w = R(1, 2, 5, 5).double(), R(2, 2, 3, 3).double()
    with fgt.enabled():
        compiled = torch.compile(model(), fullgraph=True)
        compiled(R(2, 3, 10, 10)).sum().backward()
        assert len(counted) == 4
        pair = (x.requires_grad_(), w.requires_grad_())
        assert torch.autograd.gradgradcheck(F.conv2d, pair)


# --------------------------------------------------------------------------------- the two at once


def test_the_example_runs():
    example = ROOT / "examples" / "digits_torch.py"
    done = subprocess.run(
        [sys.executable, str(example)], env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    accuracies = [float(share) for share in re.findall(r"([\d.]+) % right", done.stdout)]
    assert len(accuracies) == 2
    assert min(accuracies) > 95
    assert abs(accuracies[0] - accuracies[1]) < 1.5
