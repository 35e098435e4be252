"""Layers in one dimension and transposed ones learn from our gradients; `report` tells which do."""

import copy
import pickle

import pytest

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
import helpers.torch_tools  # noqa: E402, F401 - tells where compiled graphs lie
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402, N812

import filtergrad.torch as fgt  # noqa: E402
from filtergrad.reports import MARK  # noqa: E402
from filtergrad.torch import layers  # noqa: E402

pytestmark = [
    pytest.mark.filterwarnings("ignore:.torch.jit.*deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Using padding='same' with even:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning"),
]
R = torch.randn
DTYPES = [torch.float64, torch.float32, torch.bfloat16, torch.float16]


def learn(layer, x, *given):
    """The output and the input's gradient; the parameters' gradients."""
    layer.zero_grad()
    x = x.detach().requires_grad_()
    y = layer(x, *given)
    dy = torch.linspace(-1, 1, y.numel()).reshape(y.shape).to(y.dtype)
    y.backward(dy)
    return [y, x.grad], [p.grad for p in layer.parameters()]


def steps(tensor):
    """The strides that say where the numbers lie."""
    return [step for size, step in zip(tensor.shape, tensor.stride(), strict=True) if size > 1]


def agree(layer, other, x, *given):
    """Two models compute alike: outputs in every bit, weights' gradients up to rounding."""
    (same, grads), (also, others) = learn(layer, x, *given), learn(other, x, *given)
    assert all(torch.equal(a, b) for a, b in zip(same, also, strict=True))
    exact = learn(copy.deepcopy(layer).double(), x.double(), *given)[1]
    for theirs, ours, right in zip(grads, others, exact, strict=True):
        assert steps(theirs) == steps(ours)
        assert theirs.dtype == ours.dtype
        unit, largest = torch.finfo(ours.dtype).eps, right.abs().max().item()
        torch.testing.assert_close(ours.double(), right, rtol=0, atol=32 * unit * largest)


def with_dtypes(names):
    """Each name with float32 and with one of the others in turn: dtypes are the op's matter."""
    others = [dtype for dtype in DTYPES if dtype != torch.float32]
    pairs = [(n, t) for at, n in enumerate(names) for t in (torch.float32, others[at % 3])]
    return pytest.mark.parametrize(("name", "dtype"), pairs, ids=str)


LINES = {
    "plain": {},
    "same": {"padding": "same", "dilation": 2},
    "even same": {"padding": "same", "kernel_size": 4},
    "strided": {"stride": 3, "padding": 2, "groups": 2, "bias": False},
    "depthwise": {"groups": 4, "out_channels": 8},
    "circular": {"padding": 1, "padding_mode": "circular"},
    "reflect": {"padding": 2, "padding_mode": "reflect"},
    "valid": {"padding": "valid", "kernel_size": 1},
}


@with_dtypes(LINES)
def test_lines(counted, name, dtype):
    given = {"in_channels": 4, "out_channels": 6, "kernel_size": 3} | LINES[name]
    layer = nn.Conv1d(**given).to(dtype)
    swapped = fgt.swap(copy.deepcopy(layer))
    agree(layer, swapped, R(3, 4, 23).to(dtype))
    agree(layer, swapped, R(3, 23, 4).to(dtype).transpose(1, 2))  # channels side by side
    agree(layer, swapped, R(4, 23).to(dtype))
    assert len(counted) == 3


BACK = {
    "plain": {},
    "strided": {"stride": 2, "padding": 1},
    "odd": {"stride": 3, "padding": 1, "output_padding": 2},
    "groups": {"stride": 2, "groups": 2, "bias": False, "output_padding": 1},
    "depthwise": {"groups": 4, "out_channels": 4, "kernel_size": 4, "stride": 2, "padding": 1},
    "dilated": {"dilation": 2, "padding": 2},
    "wide": {"kernel_size": 7, "stride": 4, "padding": 3},
}


@pytest.mark.parametrize("form", [torch.contiguous_format, torch.channels_last], ids=str)
@with_dtypes(BACK)
def test_transposed(counted, name, form, dtype):
    given = {"in_channels": 4, "out_channels": 6, "kernel_size": 3} | BACK[name]
    layer = nn.ConvTranspose2d(**given).to(dtype).to(memory_format=form)
    swapped, x = fgt.swap(copy.deepcopy(layer)), R(2, 4, 7, 8).to(dtype)
    agree(layer, swapped, x)
    agree(layer, swapped, x.contiguous(memory_format=torch.channels_last))
    agree(layer, swapped, x[0])
    assert len(counted) == 3
    if form == torch.contiguous_format:
        line = nn.ConvTranspose1d(**given).to(dtype)
        swapped = fgt.swap(copy.deepcopy(line))
        agree(line, swapped, R(2, 4, 9).to(dtype))
        agree(line, swapped, R(4, 9).to(dtype))
        assert len(counted) == 5


def test_transposed_of_a_size_that_is_asked_for(counted):
    layer = nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1)
    agree(layer, fgt.swap(copy.deepcopy(layer)), R(2, 3, 5, 6), [10, 11])
    assert len(counted) == 1
    # Where the output has more pixels than a stride reaches, PyTorch computes.
    layer = nn.ConvTranspose2d(3, 4, 3, dilation=3, output_padding=2)
    swapped = fgt.swap(copy.deepcopy(layer))
    assert fgt.report(swapped)[0].why == "its output padding is not below its stride"
    agree(layer, swapped, R(2, 3, 5, 6))
    with fgt.enabled():
        agree(layer, layer, R(2, 3, 5, 6))
    assert len(counted) == 1


def net():
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv1d(3, 4, 3), nn.ReLU(), nn.ConvTranspose1d(4, 4, 2, stride=2),
        nn.Unflatten(2, (4, -1)), nn.ConvTranspose2d(4, 5, 3, padding=1), nn.Conv2d(5, 2, 3),
    )  # fmt: skip


def test_a_net(counted):
    plain, swapped, x = net(), fgt.swap(net()), R(2, 3, 14)
    for other in (swapped, copy.deepcopy(swapped), pickle.loads(pickle.dumps(swapped))):
        counted.clear()
        agree(plain, other, x)
        assert len(counted) == 4
        agree(plain, fgt.unswap(other), x)
        assert len(counted) == 4


@pytest.mark.parametrize("backend", ["aot_eager", "inductor"])
def test_compile(backend):
    plain, swapped, x = net(), fgt.swap(net()), R(2, 3, 14)
    # Inductor of PyTorch 2.13 fails on transposed layers of open sizes, ours and its own.
    graph = torch.compile(swapped, fullgraph=True, backend=backend, dynamic=False)
    for model in (plain, graph):
        model(x).pow(2).sum().backward()
    for a, b in zip(plain.parameters(), swapped.parameters(), strict=True):
        torch.testing.assert_close(a.grad, b.grad, rtol=1e-4, atol=1e-4)


@pytest.mark.filterwarnings("ignore:.*deprecated")
def test_what_leaves_pytorch_is_made_of_its_operators():
    swapped, x = fgt.swap(net()).eval(), R(2, 3, 14)
    graph = torch.export.export(swapped, (x,)).graph
    called = {str(node.target) for node in graph.nodes if node.op == "call_function"}
    assert all(name.startswith("aten.") for name in called)
    assert torch.equal(torch.jit.trace(swapped, x)(x), swapped(x))
    assert torch.equal(torch.jit.script(swapped)(x), swapped(x))


@pytest.mark.parametrize("name", ["line", "transposed"])
def test_second_order_and_vmap(name):
    layer, x = {
        "line": (nn.Conv1d(2, 2, 3, padding=1), R(1, 2, 5)),
        "transposed": (nn.ConvTranspose2d(2, 2, 2, stride=2), R(1, 2, 2, 3)),
    }[name]
    layer, x = fgt.swap(layer).double(), x.double().requires_grad_()

    def call(x, weight, bias):
        return torch.func.functional_call(layer, {"weight": weight, "bias": bias}, (x,))

    given = (x, layer.weight, layer.bias)
    assert torch.autograd.gradcheck(call, given, check_forward_ad=True)
    assert torch.autograd.gradgradcheck(call, given)

    def loss(weight, one):
        return call(one[None], weight, layer.bias).pow(2).sum()

    xs = R(3, *x.shape[1:]).double()
    each = torch.vmap(torch.func.grad(loss), (None, 0))(layer.weight.detach(), xs)
    alone = [torch.func.grad(loss)(layer.weight.detach(), one) for one in xs]
    torch.testing.assert_close(each, torch.stack(alone))


def test_autocast(counted):
    plain, swapped, x = net(), fgt.swap(net()), R(2, 3, 14)
    with torch.autocast("cpu"):
        y = swapped(x)
        assert torch.equal(plain(x), y)
    y.float().sum().backward()
    assert all(p.grad.dtype == torch.float32 for p in swapped.parameters())
    assert counted.dtypes == [torch.bfloat16] * 4


class Standardised(nn.Conv2d):
    """As timm and BiT have it."""

    def forward(self, x):
        weight = self.weight - self.weight.mean((1, 2, 3), keepdim=True)
        return F.conv2d(x, weight / weight.std(), self.bias, self.stride, self.padding)


def test_other_kinds_of_layers(counted):
    norms = nn.utils.parametrizations
    config = torch.ao.quantization.get_default_qat_qconfig()
    shared, images = nn.Conv1d(3, 3, 3), nn.Conv2d(3, 3, 2, padding=1, padding_mode="reflect")
    fused = torch.ao.nn.intrinsic.qat.ConvBn2d(3, 4, 3, padding_mode="circular", qconfig=config)
    for model, calls in (
        (norms.weight_norm(nn.Conv2d(3, 4, 3, padding=1, padding_mode="circular")), 1),
        (nn.Sequential(images, nn.Tanh(), images), 2),
        (torch.ao.nn.qat.Conv2d(3, 4, 3, qconfig=config), 1),
        (fused.apply(torch.ao.nn.intrinsic.qat.freeze_bn_stats), 1),
        (norms.weight_norm(nn.ConvTranspose2d(3, 4, 3)), 1),
        (norms.weight_norm(nn.Conv1d(3, 4, 3)), 1),
        (norms.spectral_norm(nn.ConvTranspose1d(3, 4, 3)).eval(), 1),
        (nn.Sequential(shared, nn.ReLU(), shared), 2),
        (torch.ao.nn.qat.Conv1d(3, 4, 3, qconfig=config), 1),
    ):
        lines = isinstance(model, nn.Conv1d | nn.ConvTranspose1d) or shared in model.modules()
        x = R(2, 3, 9) if lines else R(2, 3, 9, 9)
        swapped = fgt.swap(copy.deepcopy(model))
        counted.clear()
        (same, grads), (also, others) = learn(model, x), learn(swapped, x)
        assert len(counted) == calls
        assert all(row.by == "filtergrad" for row in fgt.report(swapped))
        for a, b in zip(same + grads, also + others, strict=True):
            torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-4)
    lazy = fgt.swap(nn.Sequential(nn.LazyConv1d(4, 3), nn.LazyConvTranspose1d(2, 3)))
    counted.clear()
    learn(lazy, R(1, 3, 9))
    assert len(counted) == 2
    layer, x = Standardised(3, 4, 3), R(1, 3, 9, 9)
    with pytest.warns(UserWarning, match="no convolution was reached"):
        swapped = fgt.swap(copy.deepcopy(layer))
    counted.clear()
    learn(swapped, x)
    assert not counted
    with fgt.enabled():
        agree(layer, swapped, x)
    assert len(counted) == 3  # of both, and of the exact one


LINE = R(2, 4, 9)
CALLS = {
    "1-D": (F.conv1d, R(2, 4, 9), R(6, 2, 3), {"groups": 2, "padding": 1}),
    "1-D same": (F.conv1d, R(2, 4, 9), R(6, 4, 2), {"padding": "same"}),
    "1-D one": (F.conv1d, R(4, 9), R(6, 4, 3), {"stride": 2}),
    "1-D transposed": (F.conv_transpose1d, R(2, 4, 9), R(4, 6, 3), {"stride": 2}),
    "transposed": (F.conv_transpose2d, R(2, 4, 5, 6), R(4, 3, 3, 2), {"stride": 2, "groups": 2}),
    "odd": (F.conv_transpose2d, R(2, 4, 5, 6), R(4, 3, 3, 2), {"stride": 2, "output_padding": 1}),
}


@with_dtypes(CALLS)
def test_functions(counted, name, dtype):
    function, x, weight, more = CALLS[name]
    bias = R(function(x, weight, **more).shape[x.dim() - weight.dim() + 1])

    def grads():
        tensors = [t.detach().to(dtype).requires_grad_() for t in (x, weight, bias)]
        y = function(*tensors, **more)
        dy = torch.linspace(-1, 1, y.numel()).reshape(y.shape).to(dtype)
        return torch.autograd.grad(y, tensors, dy)

    before = grads()
    with fgt.enabled():
        inside = grads()
    assert len(counted) == 1
    for a, b in zip(before, inside, strict=True):
        assert steps(a) == steps(b)
        unit, largest = torch.finfo(dtype).eps, a.abs().max().item()
        torch.testing.assert_close(a, b, rtol=0, atol=32 * unit * largest)


# ---------------------------------------------------------------------------------------- report


class Alone(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(R(3, 3, 3, 3))

    def forward(self, x):
        return F.conv2d(x, self.weight)


class Deep(nn.Conv2d):
    def forward(self, x):
        return self.middle(x)

    def middle(self, x):
        return super().forward(x)


class Scaled(nn.Conv2d):
    def _conv_forward(self, x, weight, bias):
        return super()._conv_forward(x, weight * 2, bias)


def test_report():
    model = nn.ModuleDict({
        "ours": nn.Conv2d(3, 4, 3),
        "left": nn.Conv1d(3, 4, 3),
        "standardised": Standardised(4, 5, 3),
        "alone": Alone(),
        "deep": Deep(3, 4, 3),
        "scaled": Scaled(3, 4, 3),
        "lazy": nn.LazyConv2d(3, 3),
        "cube": nn.Conv3d(1, 2, 3),
        "frozen": nn.Conv2d(3, 4, 3).requires_grad_(requires_grad=False),
        "complex": nn.Conv2d(3, 4, 3, dtype=torch.complex64),
        "linear": nn.Linear(2, 2),
    })  # fmt: skip
    model["again"] = model["ours"]
    fgt.swap(model, where=lambda name, layer: name != "left" and isinstance(layer, nn.Module))
    rows = {row.name: row for row in fgt.report(model)}
    ours = {name for name, row in rows.items() if row.by == "filtergrad"}
    assert ours == {"ours", "deep", "scaled", "lazy"}
    assert fgt.report(model).ours == 4
    assert rows["ours"][1:] == ("Conv2d", (4, 3, 3, 3), "filtergrad", "swapped")
    assert {name: rows[name].why for name in rows.keys() - ours} == {
        "left": "not swapped",
        "standardised": "it convolves by itself, by conv2d",
        "alone": "it convolves by itself: its class is not PyTorch's",
        "cube": "it has 3 dimensions",
        "frozen": "its weight is not trained (requires_grad is False)",
        "complex": "there is no kernel for torch.complex64",
    }
    text = str(fgt.report(model)).splitlines()
    assert text[0] == "4 of 10 convolutions by filtergrad"
    assert text[-1] == "enabled() reaches layers that convolve by themselves"
    with fgt.enabled():
        assert fgt.report(model).ours == 7


def test_report_is_true(counted):
    """What it says of a layer is what happens."""
    for layer in (Standardised(3, 3, 3), Alone(), Deep(3, 3, 3), Scaled(3, 3, 3)):
        layers._mark([layer], {MARK: True})
        (row,) = fgt.report(layer)
        counted.clear()
        learn(layer, R(1, 3, 7, 7))
        assert (row.by == "filtergrad") == (len(counted) == 1)


def test_swap_says_what_it_did_not():
    with pytest.warns(UserWarning, match="no convolution, only 2 Linear, 1 ReLU"):
        fgt.swap(nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2)))
    with pytest.warns(UserWarning, match="`where` chose none of the model's 1 convolutions"):
        fgt.swap(nn.Sequential(nn.Conv2d(2, 2, 3)), where=lambda *_: False)
    for call in (fgt.swap, fgt.unswap, fgt.report):
        with pytest.raises(TypeError, match=r"takes a model .*not None"):
            call(None)
        with pytest.raises(TypeError, match=r"takes a model .*not a list"):
            call([nn.Conv2d(2, 2, 3)])
    with pytest.raises(TypeError, match="where must be a function"):
        fgt.swap(nn.Conv2d(2, 2, 3), where="layer1")


def test_names():
    assert dir(fgt) == sorted(fgt.__all__)
