"""PyTorch's tensors are read where they lie, and its weight gradient is ours; see test_hosts."""

import ml_dtypes
import numpy as np
import pytest
from helpers.check import assert_exact, assert_right, normal, whole
from helpers.layers import LAYERS, layer, op
from helpers.strategies import calls, problem_of
from hypothesis import given, settings

import filtergrad as fg
from filtergrad.arrays import DTYPES, operand

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
from helpers.torch_tools import tensor  # noqa: E402

fewer = settings(max_examples=settings().max_examples // 2)
FakeTensorMode = pytest.importorskip("torch._subclasses.fake_tensor").FakeTensorMode
each_dtype = pytest.mark.parametrize("dtype", DTYPES)


def numpy(tensor):
    if tensor.dtype == torch.bfloat16:
        return tensor.contiguous().view(torch.int16).numpy().view(ml_dtypes.bfloat16)
    return tensor.numpy()


def padded(problem, x, dy):
    """Contiguous NCHW with the padding in place: PyTorch's own is the same on both sides."""
    x, dy = tensor(x), tensor(dy)
    if problem.data_format == "NHWC":
        x, dy = x.permute(0, 3, 1, 2), dy.permute(0, 3, 1, 2)
    edges = (problem.left, problem.right, problem.top, problem.bottom)
    return torch.nn.functional.pad(x, edges).contiguous(), dy.contiguous()


def expected(problem, x, dy):
    """PyTorch's weight gradient, rounded once: its kernels for fewer bits differ by processor."""
    x, dy = padded(problem, x, dy)
    sizes = [problem.filter_shape[at] for at in (3, 2, 0, 1)]  # its weights are [k, c, r, s]
    steps, holes = (problem.u, problem.v), (problem.dr, problem.ds)
    dw = torch.nn.grad.conv2d_weight(x.double(), sizes, dy.double(), steps, 0, holes, problem.g)
    return numpy(dw.to(x.dtype).permute(2, 3, 1, 0))


# ------------------------------------------------------------------------------------- the values


@fewer
@given(calls(most=12))
def test_whole_numbers(call):
    """Sums this small are exact in every type, so the order in which they are made is free."""
    problem = problem_of(call)
    x, dy = whole(problem, most=1)
    got = op(call, tensor(x), tensor(dy))
    assert_exact(problem, got, x, dy)
    np.testing.assert_array_equal(got, expected(problem, x, dy))


@fewer
@given(calls(("float32", "float64"), most=40))
def test_random_numbers(call):
    problem = problem_of(call)
    x, dy = normal(problem)
    got = op(call, tensor(x), tensor(dy))
    assert_right(problem, got, x, dy)
    unit, largest = np.finfo(got.dtype).eps, np.max(np.abs(got))
    np.testing.assert_allclose(got, expected(problem, x, dy), rtol=0, atol=100 * unit * largest)


@pytest.mark.parametrize("name", LAYERS)
def test_what_a_layer_learns_from(name):
    """The gradient that `backward` leaves at a layer's weights."""
    _, problem = layer(name, "float64")
    x, dy = normal(problem)
    a, b = padded(problem, x, dy)
    conv = torch.nn.Conv2d(
        problem.c,
        problem.k,
        (problem.r, problem.s),
        (problem.u, problem.v),
        dilation=(problem.dr, problem.ds),
        groups=problem.g,
        bias=False,
        dtype=torch.float64,
    )
    conv(a).backward(b)
    got = fg.conv2d_backprop_filter(
        a,
        problem.filter_shape,
        b,
        (1, 1, problem.u, problem.v),
        "VALID",
        data_format="NCHW",
        dilations=(1, 1, problem.dr, problem.ds),
    )
    wanted = conv.weight.grad.permute(2, 3, 1, 0)
    np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-12)


# ------------------------------------------------------------------------------------- the memory


def apart(tensor):
    """Every second element of a larger tensor, some way into it."""
    room = torch.zeros([size + 1 for size in tensor.shape[:-1]] + [2 * tensor.shape[-1] + 3])
    view = room.to(tensor.dtype)[:-1, 1:, :-1, 3::2]
    return view.copy_(tensor)


PLACES = {
    "contiguous": lambda tensor: tensor,
    "channels last": lambda tensor: tensor.contiguous(memory_format=torch.channels_last),
    "apart": apart,
    "transposed": lambda tensor: tensor.transpose(1, 3).contiguous().transpose(1, 3),
    "all images one": lambda tensor: tensor[:1].expand(tensor.shape),
    "shared": lambda tensor: tensor.clone().share_memory_(),
}


@each_dtype
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("name", ["dense", "planes", "grouped"])
def test_tensors_are_read_in_place(place, dtype, name):
    call, problem = layer(name, dtype)
    x, dy = map(place, map(tensor, whole(problem)))
    for value in (x, dy):
        view = operand(value, "input")
        assert (view.address, view.shape, view.dtype) == (value.data_ptr(), value.shape, dtype)
        assert view.strides == tuple(step * value.element_size() for step in value.stride())
    assert_exact(problem, op(call, x, dy), numpy(x), numpy(dy))


@each_dtype
def test_mixed_with_arrays(dtype):
    call, problem = layer("dense", dtype)
    x, dy = whole(problem)
    assert_exact(problem, op(call, tensor(x), dy), x, dy)
    assert_exact(problem, fg.compile(**call)(x, tensor(dy)), x, dy)


def test_sizes():
    call, problem = layer("dense")
    call |= {"filter_sizes": torch.Size(call["filter_sizes"]), "strides": torch.ones(4).int()}
    x, dy = whole(problem)
    assert_exact(problem, op(call, tensor(x), tensor(dy)), x, dy)


# -------------------------------------------------------------------------------- what is refused


def test_gradients_are_asked_for():
    call, problem = layer("dense")
    x, dy = map(tensor, whole(problem))
    for leaf in (x.clone().requires_grad_(), torch.nn.Parameter(x), x.clone().requires_grad_() * 2):
        with torch.no_grad(), pytest.raises(TypeError) as caught:
            op(call, leaf, dy)
        assert str(caught.value) == "input requires grad; pass input.detach() instead"
        assert op(call, leaf.detach(), dy).shape == problem.filter_shape
    with pytest.raises(TypeError, match=r"pass out_backprop\.detach\(\) instead"):
        op(call, x, dy.requires_grad_())


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda x: x.int(), "'input' has DataType int32 not in list"),
        (lambda x: x.to(torch.complex64), "'input' has DataType complex64 not in list"),
        (lambda x: x.bool(), "'input' has DataType bool8 not in list"),
        (lambda x: x.to("meta"), "input cannot be read through DLPack: .*meta"),
        (lambda x: x.to_sparse(), "input cannot be read through DLPack: .*layout"),
        (lambda x: x._neg_view(), r"input is a negated view; pass input\.resolve_neg\(\) instead"),
        (lambda x: FakeTensorMode().from_tensor(x), "input has a shape but no memory behind it"),
        (lambda x: x.double(), "input is float64 but out_backprop is float32; convert one"),
    ],
)
@pytest.mark.filterwarnings("ignore:Accessing the data pointer of FakeTensor")
def test_refused(change, text):
    call, problem = layer("dense")
    x, dy = map(tensor, whole(problem))
    with pytest.raises(TypeError, match=text):
        op(call, change(x), dy)


def test_out_is_an_array():
    call, problem = layer("dense")
    x, dy = whole(problem)
    out = torch.zeros(problem.filter_shape)
    with pytest.raises(TypeError, match="out must be a numpy array, not Tensor"):
        op(call, x, dy, out=out)
    op(call, x, dy, out=out.numpy())
    assert_exact(problem, out.numpy(), x, dy)
