"""What PyTorch's transformations make of the operator: each against PyTorch's own."""

import pytest

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
import helpers.torch_tools  # noqa: E402, F401 - tells where compiled graphs lie
from torch.func import functional_call, grad, hessian, jacfwd, jacrev, jvp, vmap  # noqa: E402

import filtergrad.torch as fgt  # noqa: E402
from filtergrad.torch.op import operator as op  # noqa: E402

# PyTorch's own, where it imports the compiler of graphs and the rules of forward mode.
pytestmark = pytest.mark.filterwarnings("ignore:.torch.jit.*deprecated:DeprecationWarning")
SIZE, CONVOLUTION = [6, 2, 3, 2], ([2, 2], [1, 0], [2, 1], 2)


def ours(x, dy):
    return op(x, SIZE, dy, *CONVOLUTION)


def theirs(x, dy):
    return torch.nn.grad.conv2d_weight(x, SIZE, dy, *CONVOLUTION)


def tensors(*, batch=(), dtype=torch.float64, requires_grad=False):
    torch.manual_seed(0)
    shapes = ((2, 4, 7, 8), (2, 6, 3, 4))
    return [
        torch.randn(*batch, *shape, dtype=dtype, requires_grad=requires_grad) for shape in shapes
    ]


def whole(dtype):
    """Numbers whose sums every kernel of every processor makes alike."""
    return [value.sign().to(dtype) for value in tensors()]


def test_gradients_of_any_order():
    x, dy = tensors(requires_grad=True)
    assert torch.autograd.gradcheck(
        ours, (x, dy), check_forward_ad=True, check_batched_grad=True,
        check_batched_forward_grad=True,
    )  # fmt: skip
    assert torch.autograd.gradgradcheck(ours, (x, dy))


def test_only_what_is_asked_for():
    x, dy = tensors()
    assert not ours(x, dy).requires_grad
    ours(x, dy.requires_grad_()).sum().backward()
    assert x.grad is None
    torch.testing.assert_close(dy.grad, torch.autograd.grad(theirs(x, dy).sum(), dy)[0])
    with torch.no_grad():
        assert not ours(x, dy).requires_grad


class Undefined(torch.autograd.Function):
    @staticmethod
    def forward(ctx, dw):
        return dw.clone()

    @staticmethod
    def backward(ctx, v):
        return None


def test_an_undefined_gradient_stays_undefined():
    x, dy = tensors(requires_grad=True)
    used = torch.zeros((), requires_grad=True)
    (Undefined.apply(ours(x, dy)).sum() + used).backward()
    assert x.grad is dy.grad is None


@pytest.mark.parametrize("form", [torch.contiguous_format, torch.channels_last], ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float64], ids=str)
@pytest.mark.parametrize("wanted", [(), (torch.channels_last,)], ids=["preserved", "channels last"])
def test_opcheck(form, dtype, wanted):
    x, dy = whole(dtype)
    x = x.contiguous(memory_format=form).requires_grad_()
    found = torch.library.opcheck(op, (x, SIZE, dy, *CONVOLUTION, *wanted))
    assert set(found.values()) == {"SUCCESS"}


FUNCTIONS = {
    "grad": grad,
    "grad of grad": lambda f: grad(lambda x: grad(f)(x).pow(3).sum()),
    "jvp": lambda f: lambda x: jvp(f, (x,), (x * x,))[1],
    "jvp of jvp": lambda f: lambda x: jvp(lambda x: jvp(f, (x,), (x * x,))[1], (x,), (x,))[1],
    "jvp of grad": lambda f: lambda x: jvp(grad(f), (x,), (x * x,))[1],
    "grad of jvp": lambda f: grad(lambda x: jvp(f, (x,), (x * x,))[1]),
    "jacrev of grad": lambda f: jacrev(grad(f)),
    "jacfwd": jacfwd,
    "hessian": hessian,
}


@pytest.mark.parametrize("transformed", FUNCTIONS.values(), ids=FUNCTIONS)
@pytest.mark.parametrize("which", [0, 1], ids=["input", "grad_output"])
def test_functions(transformed, which):
    pair = tensors()

    def of(operator):
        def loss(value):
            return operator(*(value if i == which else pair[i] for i in range(2))).pow(2).sum()

        return transformed(loss)(pair[which])

    torch.testing.assert_close(of(ours), of(theirs), rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("x_at", [None, 0, 2, 4])
@pytest.mark.parametrize("dy_at", [None, 0, 1, 3])
@pytest.mark.parametrize("groups", [1, 2])
def test_vmap(x_at, dy_at, groups):
    """One call for the whole batch, whoever is batched and wherever."""
    if x_at is None and dy_at is None:
        pytest.skip("nothing is batched")
    x, dy = tensors(batch=(3,))
    size = [6, 4 // groups, 3, 2]

    def call(x, dy):
        return op(x, size, dy, *CONVOLUTION[:3], groups)

    wanted = torch.stack(
        [call(x[i if x_at is not None else 0], dy[i if dy_at is not None else 0]) for i in range(3)]
    )
    moved = (
        value[0] if at is None else value.movedim(0, at) for value, at in ((x, x_at), (dy, dy_at))
    )
    got = vmap(call, in_dims=(x_at, dy_at))(*moved)
    torch.testing.assert_close(got, wanted, rtol=1e-12, atol=1e-12)


def test_vmap_of_vmap_and_of_grad():
    x, dy = tensors(batch=(2, 3))
    nested = vmap(vmap(ours))
    torch.testing.assert_close(nested(x, dy), vmap(vmap(theirs))(x, dy), rtol=1e-12, atol=1e-12)

    def per_sample(operator):
        return vmap(grad(lambda x, dy: operator(x, dy).pow(2).sum()))(x[0], dy[0])

    torch.testing.assert_close(per_sample(ours), per_sample(theirs), rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16], ids=str)
def test_autocast(dtype):
    """As PyTorch's own gradient: in the type of the tensors, forward and backward."""
    x, dy = tensors(dtype=torch.float32, requires_grad=True)
    with torch.autocast("cpu", dtype):
        assert torch.nn.grad.conv2d_weight(x, SIZE, dy, *CONVOLUTION).dtype == torch.float32
        got = ours(x, dy)
        with pytest.raises(RuntimeError, match=r"input is torch\.float32, but grad_output is"):
            ours(x, dy.to(dtype))
        grads = torch.autograd.grad(got.sum(), (x, dy))
    assert torch.equal(got, ours(x, dy))
    wanted = torch.autograd.grad(ours(x.double(), dy.double()).sum(), (x, dy))
    for a, b in zip(grads, wanted, strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=1e-5)


class Both(torch.nn.Module):
    def forward(self, x, dy):
        return ours(x, dy)


def test_export_with_any_batch():
    x, dy = tensors(dtype=torch.float32)
    batch = torch.export.Dim("batch")
    exported = torch.export.export(Both(), (x, dy), dynamic_shapes=({0: batch}, {0: batch}))
    called = [node.target for node in exported.graph.nodes if node.op == "call_function"]
    assert called == [op]
    x, dy = (value.repeat(3, 1, 1, 1) for value in (x, dy))
    assert torch.equal(exported.module()(x, dy), ours(x, dy))


@pytest.mark.parametrize("backend", ["aot_eager", "inductor"])
def test_compile(backend):
    compiled = torch.compile(ours, fullgraph=True, backend=backend)
    for n in (2, 3):
        x, dy = (
            value.repeat(n, 1, 1, 1).detach().requires_grad_() for value in whole(torch.float32)
        )
        got = torch.autograd.grad(compiled(x, dy).pow(2).sum(), (x, dy))
        wanted = torch.autograd.grad(ours(x, dy).pow(2).sum(), (x, dy))
        assert all(torch.equal(a, b) for a, b in zip(got, wanted, strict=True))


def test_per_sample_gradients_of_a_model():
    """`vmap(grad(...))` over a swapped model, as for differential privacy."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Conv2d(3, 4, 3), torch.nn.ReLU(), torch.nn.Conv2d(4, 5, 3, padding="same")
    ).double()
    parameters, x = dict(model.named_parameters()), torch.randn(6, 3, 9, 9).double()

    def loss(parameters, x):
        return functional_call(model, parameters, (x[None],)).pow(2).sum()

    wanted = vmap(grad(loss), in_dims=(None, 0))(parameters, x)
    fgt.swap(model)
    torch.testing.assert_close(vmap(grad(loss), in_dims=(None, 0))(parameters, x), wanted)
    fgt.unswap(model)
    with fgt.enabled():
        torch.testing.assert_close(vmap(grad(loss), in_dims=(None, 0))(parameters, x), wanted)
