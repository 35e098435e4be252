"""What stands on the operator on a GPU: derivatives, transformations, compilers, layers."""

import copy
import re
import warnings

import pytest

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
from torch._subclasses.fake_tensor import FakeTensorMode  # noqa: E402

import filtergrad.torch as fgt  # noqa: E402
from filtergrad.gpu.engine import Gpu  # noqa: E402
from filtergrad.gpu.run import compiler, driver  # noqa: E402
from filtergrad.torch.op import operator as op  # noqa: E402

SHAPE, DW = (2, 4, 5, 5), (4, 4, 3, 3)
REST = ((1, 1), (1, 1), (1, 1), 1)
PLACE = torch.device("cuda:0")


def pair(seed=0, dtype=torch.float32, shape=SHAPE):
    torch.manual_seed(seed)
    return torch.randn(shape, dtype=dtype), torch.randn(shape, dtype=dtype)


def on(cuda, *tensors):
    return [cuda.tensor(t.detach()).requires_grad_(t.requires_grad) for t in tensors]


def close(got, want):
    torch.testing.assert_close(got.detach().cpu(), want.detach(), rtol=2e-5, atol=2e-5)


def trained(model, x):
    """A step's gradients, and those of the input."""
    x = x.clone().requires_grad_()
    model.zero_grad()
    model(x).square().sum().backward()
    return [x.grad, *[p.grad for p in model.parameters()]]


# ---- derivatives and transformations ----


def test_derivatives(cuda):
    x, dy = (t.requires_grad_() for t in pair())
    results = []
    for a, b in ((x, dy), on(cuda, x, dy)):
        first = torch.autograd.grad(op(a, DW, b, *REST).square().sum(), (a, b), create_graph=True)
        second = torch.autograd.grad(sum(g.square().sum() for g in first), (a, b))
        results.append([*first, *second])
    for want, got in zip(*results, strict=True):
        assert got.device == PLACE
        torch.testing.assert_close(got.detach().cpu(), want.detach(), rtol=1e-4, atol=1e-2)


def test_vmap(cuda):
    x, dy = pair(shape=(3, *SHAPE))
    for dims in ((0, 0), (0, None), (None, 0)):
        a, b = (t if d == 0 else t[0] for t, d in zip((x, dy), dims, strict=True))

        def call(a, b):
            return op(a, DW, b, *REST)

        want = torch.func.vmap(call, dims)(a, b)
        close(torch.func.vmap(call, dims)(*on(cuda, a, b)), want)


def test_gradients_of_samples(cuda):
    weight, x = torch.randn(4, 4, 3, 3), pair()[0]
    layer = fgt.swap(torch.nn.Conv2d(4, 4, 3, padding=1, bias=False))

    def loss(weight, x):
        return torch.func.functional_call(layer, {"weight": weight}, x[None]).square().sum()

    samples = torch.func.vmap(torch.func.grad(loss), (None, 0))
    want = samples(weight, x)
    before = len(cuda.fake.launches)
    close(samples(*on(cuda, weight, x)), want)
    assert len(cuda.fake.launches) > before


def test_autocast(cuda):
    layer = fgt.swap(torch.nn.Conv2d(4, 4, 3, padding=1))
    x = pair()[0]
    with torch.autocast("cpu", torch.bfloat16):
        want = trained(layer, x)
    moved, (there,) = copy.deepcopy(layer).to(PLACE), on(cuda, x)
    torch.set_autocast_enabled("cuda", True)  # `torch.autocast` asks whether there is CUDA
    torch.set_autocast_dtype("cuda", torch.bfloat16)
    try:
        got = trained(moved, there)
    finally:
        torch.set_autocast_enabled("cuda", False)
    assert cuda.fake.launches
    for g, w in zip(got, want, strict=True):
        assert g.dtype == torch.float32
        torch.testing.assert_close(g.cpu(), w, rtol=0.03, atol=0.3)


# ---- compilers ----


def test_fake_tensors():
    with FakeTensorMode():
        x, dy = torch.empty(SHAPE, device=PLACE), torch.empty(SHAPE, device=PLACE)
        got = op(x.to(memory_format=torch.channels_last), DW, dy, *REST)
        assert got.device == PLACE
        assert got.is_contiguous(memory_format=torch.channels_last)
        with pytest.raises(RuntimeError, match="input is on cuda:0, but grad_output on cuda:1"):
            op(x, DW, torch.empty(SHAPE, device="cuda:1"), *REST)


@pytest.mark.filterwarnings("ignore")  # of TorchDynamo's own
def test_compile(cuda):
    model = torch.nn.Sequential(torch.nn.Conv2d(4, 4, 3, padding=1), torch.nn.ReLU())
    x = pair()[0]
    want = trained(model, x)
    moved, (there,) = fgt.swap(copy.deepcopy(model).to(PLACE)), on(cuda, x)
    compiled = torch.compile(moved, backend="aot_eager", fullgraph=True)
    got = trained(compiled, there)
    assert cuda.fake.launches
    for g, w in zip(got, want, strict=True):
        close(g, w)


@pytest.mark.filterwarnings("ignore")
def test_the_operator_in_a_graph(cuda):
    x, dy = on(cuda, *pair())

    class Model(torch.nn.Module):
        def forward(self, x, dy):
            return op(x, DW, dy, *REST) * 2

    program = torch.export.export(Model(), (x, dy))
    assert "filtergrad.conv2d_weight" in str(program.graph)
    close(program.module()(x, dy), 2 * op(x, DW, dy, *REST).cpu())


# ---- layers and the switch ----

LAYERS = {
    "plain": (4, 4, 3, {"padding": 1}),
    "strided": (4, 6, 3, {"stride": 2, "bias": False}),
    "same": (4, 4, (1, 3), {"padding": "same"}),
    "reflected": (4, 4, 3, {"padding": 1, "padding_mode": "reflect"}),
    "grouped": (4, 8, 3, {"groups": 2, "dilation": 2, "padding": 2}),
    "depthwise": (4, 4, 3, {"groups": 4, "padding": 1}),
}


@pytest.mark.parametrize("last", [False, True], ids=["", "channels_last"])
@pytest.mark.parametrize("name", LAYERS)
def test_layers(cuda, name, last):
    *given, named = LAYERS[name]
    layer, x = torch.nn.Conv2d(*given, **named), pair()[0]
    form = torch.channels_last if last else torch.contiguous_format
    layer, x = layer.to(memory_format=form), x.to(memory_format=form)
    want = trained(layer, x)
    moved, (there,) = copy.deepcopy(layer).to(PLACE), on(cuda, x)
    for way in ("swap", "switch"):
        before = len(cuda.fake.launches)
        if way == "swap":
            got = trained(fgt.swap(copy.deepcopy(moved)), there)
        else:
            with fgt.enabled():
                got = trained(moved, there)
        assert len(cuda.fake.launches) > before
        for g, w in zip(got, want, strict=True):
            assert g.stride() == w.stride()
            close(g, w)
    before = len(cuda.fake.launches)
    trained(moved, there)
    assert len(cuda.fake.launches) == before


@pytest.mark.parametrize("way", ["swap", "switch"])
@pytest.mark.parametrize("name", ["line", "transposed"])
def test_layers_of_other_kinds(cuda, name, way):
    """In one dimension, and transposed."""
    layer, shape = {
        "line": (torch.nn.Conv1d(4, 4, 3), (2, 4, 5)),
        "transposed": (torch.nn.ConvTranspose2d(4, 4, 3, stride=2), (2, 4, 3, 4)),
    }[name]
    x = torch.randn(shape)
    want = trained(layer, x)
    moved, (there,) = copy.deepcopy(layer).to(PLACE), on(cuda, x)
    before = len(cuda.fake.launches)
    if way == "swap":
        got = trained(fgt.swap(moved), there)
    else:
        with fgt.enabled():
            got = trained(moved, there)
    assert len(cuda.fake.launches) > before
    for g, w in zip(got, want, strict=True):
        close(g, w)


def test_what_is_left_alone(cuda):
    """Other dimensions, frozen weights."""
    before = len(cuda.fake.launches)
    with fgt.enabled():
        for layer, shape in (
            (torch.nn.Conv3d(4, 4, 3), (2, 4, 5, 5, 5)),
            (torch.nn.Conv2d(4, 4, 3).requires_grad_(False), SHAPE),
        ):
            (x,) = on(cuda, torch.randn(shape, requires_grad=True))
            layer.to(PLACE)(x).sum().backward()
    assert len(cuda.fake.launches) == before


# ---- where the engine cannot do it ----


def left(cuda, reason):
    """Assert that both ways leave PyTorch's gradient alone, and one warning tells why."""
    layer, x = torch.nn.Conv2d(4, 4, 3), pair()[0]
    want = trained(layer, x)
    moved, (there,) = copy.deepcopy(layer).to(PLACE), on(cuda, x)
    swapped = fgt.swap(copy.deepcopy(moved))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        got = trained(swapped, there)
        with fgt.enabled():
            got += trained(moved, there)
    assert all(re.search(reason, str(one.message)) for one in told)
    assert 1 <= len(told) <= 2  # two where the gradient is missed for two reasons
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got += trained(swapped, there)
        with fgt.enabled():
            got += trained(moved, there)
    for g, w in zip(got, [*want] * 4, strict=True):
        close(g, w)
    assert not cuda.fake.launches
    with pytest.raises(RuntimeError, match=reason):
        op(there, DW, *on(cuda, pair(shape=(2, 4, 3, 3))[0]))


def test_an_old_gpu(old):
    left(old, "sm_61")


def test_no_triton(cuda, monkeypatch):
    def missing(launch, arch):
        raise ImportError(compiler.MISSING)

    monkeypatch.setattr(Gpu, "build", staticmethod(missing))
    left(cuda, "pip install filtergrad\\[gpu\\]")
    monkeypatch.undo()
    x, dy = on(cuda, *pair())
    close(op(x, DW, dy, *REST), op(x.cpu(), DW, dy.cpu(), *REST))


def test_no_driver(cuda, monkeypatch):
    def missing():
        raise driver.DriverError("NVIDIA's driver is missing")

    monkeypatch.setattr(driver, "driver", missing)
    left(cuda, "NVIDIA's driver is missing")
