"""PyTorch's own autograd calls machine code: marks, derivatives of every kind, errors, memory."""

import copy
import subprocess
import sys
import threading

import pytest
from helpers.check import resident

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
import helpers.torch_tools  # noqa: E402, F401 - tells where compiled graphs lie
from torch import nn  # noqa: E402
from torch.autograd import forward_ad  # noqa: E402
from torch.nn import functional  # noqa: E402

import filtergrad.torch as fgt  # noqa: E402
from filtergrad.torch import door, marked, state  # noqa: E402

pytestmark = [
    pytest.mark.filterwarnings("ignore:.torch.jit.*deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor:UserWarning"),
    pytest.mark.filterwarnings("ignore:Using padding='same' with even:UserWarning"),
]
backward = torch.ops.aten.convolution_backward.default
LAYERS = {
    "plain": nn.Conv2d(4, 6, 3, padding=1),
    "divided": nn.Conv2d(4, 6, (3, 2), padding=(1, 0), stride=(2, 1), groups=2),
    "holes": nn.Conv2d(4, 6, 2, dilation=(2, 1), stride=2),
    "unmarkable": nn.Conv2d(4, 6, 2, dilation=(2, 1), stride=(1, 2)),
    "transposed": nn.ConvTranspose2d(4, 6, 3, stride=2, output_padding=1),
    "transposed, unmarkable": nn.ConvTranspose2d(4, 6, 3, stride=2, output_padding=(1, 0)),
    "line": nn.Conv1d(4, 6, 3, padding=1, stride=2),
    "line, transposed": nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1),
    "line, transposed, unmarkable": nn.ConvTranspose1d(4, 6, 3, stride=2, output_padding=1),
}


@pytest.fixture(autouse=True)
def machine_code():
    """These are tests of a kernel in machine code, which stands where it can."""
    fgt.swap(nn.Conv2d(1, 1, 1))
    assert state.native
    assert door.backward()


def pair(name):
    """A layer and the same one swapped, in float64; an input."""
    layer = copy.deepcopy(LAYERS[name]).double()
    torch.manual_seed(0)
    size = (2, 4, 9, 8) if layer.weight.dim() == 4 else (2, 4, 9)
    return layer, fgt.swap(copy.deepcopy(layer)), torch.randn(size, dtype=torch.float64)


def same(wanted, got):
    for a, b in zip(wanted, got, strict=True):
        torch.testing.assert_close(b, a, rtol=1e-12, atol=1e-12 * a.abs().max().item())
        assert a.stride() == b.stride()


def first(layer, x):
    x = x.clone().requires_grad_()
    y = layer(x)
    return torch.autograd.grad(y.pow(2).sum(), [x, *layer.parameters()])


def second(layer, x):
    x = x.clone().requires_grad_()
    given = [x, *layer.parameters()]
    grads = torch.autograd.grad(layer(x).pow(3).sum(), given, create_graph=True)
    return torch.autograd.grad(sum(grad.pow(2).sum() for grad in grads), given)


def batched(layer, x):
    x = x.clone().requires_grad_()
    y = layer(x)
    v = torch.arange(3 * y.numel(), dtype=y.dtype).remainder(5).view(3, *y.shape)
    return torch.autograd.grad(y, [x, *layer.parameters()], v, is_grads_batched=True)


def compiled(layer, x):
    """Backward compiled, of a forward that was not."""
    x = x.clone().requires_grad_()
    layer.zero_grad()
    y = layer(x)
    with torch._dynamo.compiled_autograd._enable(torch.compile(backend="aot_eager")):
        y.pow(2).sum().backward()
    return [x.grad, *[p.grad for p in layer.parameters()]]


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("ways", [first, second, batched], ids=lambda way: way.__name__)
def test_derivatives(counted, ways, name):
    layer, swapped, x = pair(name)
    wanted = ways(layer, x)
    assert not len(counted)
    got = ways(swapped, x)
    assert len(counted)
    same(wanted, got)
    with fgt.enabled():
        same(wanted, ways(layer, x))


def test_compiled_backward(counted):
    layer, swapped, x = pair("divided")
    wanted = compiled(layer, x)
    assert not len(counted)
    same(wanted, compiled(swapped, x))
    assert len(counted) == 1


def test_forward_mode_over_backward():
    layer, swapped, x = pair("plain")

    def tangent(layer):
        with forward_ad.dual_level():
            y = layer(forward_ad.make_dual(x.clone().requires_grad_(), torch.ones_like(x)))
            (dw,) = torch.autograd.grad(y.pow(3).sum(), layer.weight, create_graph=True)
            return [forward_ad.unpack_dual(dw).tangent]

    same(tangent(layer), tangent(swapped))


@pytest.mark.parametrize("name", LAYERS)
def test_who_is_marked(counted, name):
    _, swapped, x = pair(name)
    y = swapped(x)
    nodes = {"_ConvolutionBackward"} if "unmarkable" in name else {"ConvolutionBackward0"}
    node = y.grad_fn.next_functions[0][0] if "View" in y.grad_fn.name() else y.grad_fn
    assert node.name() in nodes
    y.sum().backward()
    assert len(counted) == 1
    assert bool(counted.calls) == ("unmarkable" in name)


def test_nobody_else_makes_the_mark(counted):
    """PyTorch's own callers give one number for all axes, too, but not where a mark has one."""
    x, w = torch.randn(2, 3, 7, 7), torch.randn(4, 3, 3, 3, requires_grad=True)
    dy = torch.randn(2, 4, 5, 5)
    for padding in ("valid", "same", 0, 1):
        functional.conv2d(x, w, padding=padding).sum().backward()
    torch.nn.grad.conv2d_weight(x, w.shape, dy)
    torch.nn.grad.conv1d_weight(x[..., 0], w.shape[:3], dy[..., 0])
    for lists in (([1], [0], [1]), ([1, 1], [0], [1]), ([1, 1], [0, 0], [1, 1])):
        torch.convolution(x, w, None, *lists, False, [0], 1).sum().backward()
    assert not len(counted)


def test_errors_are_pytorchs():
    ones = torch.ones
    rest = ([1, 1], [0, 0], [1, 1], False, [0, 0], 1)
    cases = {
        "expected input.1, 1, 1, 1. to have 2 channels": (ones(1, 1, 1, 1), ones(1, 2, 1, 1), rest),
        "not implemented for 'Int'": (ones(1, 1, 1, 1).int(), ones(1, 1, 1, 1).int(), rest),
        "expected stride to be a single integer value or a list of 2": (
            ones(1, 1, 1, 1), ones(1, 1, 1, 1), ([1] * 7, *rest[1:]),
        ),
    }  # fmt: skip
    for text, (x, w, given) in cases.items():
        with pytest.raises(RuntimeError, match=text):
            backward(torch.ones_like(x), x, w, None, *given, [True] * 3)
    x = torch.ones(1, 2, 5, 5)
    y = fgt.swap(nn.Conv2d(2, 2, 3))(x).sum()
    x.untyped_storage().resize_(0)
    with pytest.raises(RuntimeError, match="was its storage freed"):
        y.backward()


def test_only_what_is_asked_for():
    x, w, dy = torch.randn(1, 2, 5, 5), torch.randn(3, 2, 3, 3), torch.randn(1, 3, 3, 3)
    rest = ([1, 1], [0, 0], [1, 1], False, [0, 0], 1)
    exact = backward(dy, x, w, [3], *rest, [True] * 3)
    for number in range(8):
        mask = [bool(number & bit) for bit in (1, 2, 4)]
        with fgt.enabled():
            got = backward(dy, x, w, [3], *rest, mask)
        for asked, one, right in zip(mask, got, exact, strict=True):
            assert (one is not None) == asked
            if asked:
                torch.testing.assert_close(one, right)


def test_memory_stays():
    """Of calls that are ours, that are PyTorch's, and that fail."""
    layer, plain = fgt.swap(nn.Conv2d(2, 2, 3)), nn.Conv2d(2, 2, 3)
    x, dy = torch.ones(1, 2, 5, 5, requires_grad=True), torch.ones(1, 1, 1, 1)
    rest = ([1, 1], [0, 0], [1, 1], False, [0, 0], 1, [True] * 3)

    def work(failures):
        for _ in range(1000):
            for one in (layer, plain):
                one(x).sum().backward()
        for _ in range(failures):  # of which PyTorch writes down where each came from
            with pytest.raises(RuntimeError):
                backward(dy, dy, torch.ones(1, 2, 1, 1), [1], *rest)

    work(5)
    before = resident()
    work(100)
    assert resident() - before < 2**20


FRESH = """
import threading, torch, filtergrad.torch as fgt
from filtergrad.reports import MARK
from filtergrad.torch import state
layer, x = torch.nn.Conv2d(2, 2, 3), torch.ones(1, 2, 5, 5)
layer.__dict__[MARK] = True  # as a pickle brings it
wait = threading.Event()
thread = threading.Thread(target=wait.wait)
thread.start()
layer(x).sum().backward()
assert not state.native and not sum(state.made)
wait.set()
thread.join()
layer(x).sum().backward()
assert state.native and not sum(state.made)
layer(x).sum().backward()
assert sum(state.made) == 1
assert layer.weight.grad.eq(27).all()
"""


def test_a_pickle_needs_no_swap():
    """The kernel comes with the first step, unless another thread may be in the dispatcher."""
    done = subprocess.run(
        [sys.executable, "-c", FRESH], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr


def test_without_machine_code(counted, monkeypatch):
    monkeypatch.setattr(state, "native", False)
    monkeypatch.setattr(door, "backward", lambda: False)
    for name in LAYERS:
        layer, swapped, x = pair(name)
        counted.clear()
        same(first(layer, x), first(swapped, x))
        assert len(counted.calls) == len(counted) == 1


def test_the_words_of_the_switch(monkeypatch):
    """Machine code sees what Python sees; a Python with other lists has no machine code."""
    assert all(door._symbols[name] for name in ("state.wanted", "state.blocks", "state.made"))
    assert state.addresses()[1] == id(state.blocks) + object.__basicsize__
    counted = state._counted
    monkeypatch.setattr(state, "_counted", lambda entries: counted([*entries, 0]))
    assert state.addresses() == (0, 0, 0)


def test_threads(counted):
    """Each with layers of its own, at once; every gradient is the formula's."""
    wrong = []

    def learn(size):
        layer, x = fgt.swap(nn.Conv2d(2, 2, 3)), torch.ones(1, 2, size, size)
        for _ in range(200):
            (dw,) = torch.autograd.grad(layer(x).sum(), layer.weight)
            if not dw.eq((size - 2) ** 2).all():
                wrong.append(dw)

    threads = [threading.Thread(target=learn, args=(size,)) for size in range(5, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(counted) == 800


def test_usual():
    x, w = torch.ones(1, 2, 5, 5), nn.Parameter(torch.ones(2, 2, 3, 3))
    assert marked.usual(x, w, None, 2)
    assert not marked.usual(x[0], w, None, 2)
    assert not marked.usual(x, w, torch.ones(2).double(), 2)
    assert not marked.usual(x.to(torch.complex64), w, None, 2)
    with torch.autocast("cpu", torch.bfloat16):
        assert not marked.usual(x, w, None, 2)
        assert marked.usual(x, w, None, 2, cast=True)
    with torch.device("cpu"):  # a `TorchFunctionMode`
        assert not marked.usual(x, w, None, 2)
    assert marked.convolve(x, w, None, (1,), (0, 0), (1, 1), 1) is None
