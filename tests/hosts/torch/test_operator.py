"""``filtergrad::conv2d_weight``: every argument, both doors, against PyTorch and float64."""

import itertools

import pytest
from helpers.check import assert_right, at_once, normal, whole
from helpers.strategies import FEW, channels
from hypothesis import given, settings
from hypothesis import strategies as st

from filtergrad import conv2d_backprop_filter
from filtergrad.problem import Problem

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
from helpers.torch_tools import formula_order, tensor  # noqa: E402
from torch._prims_common import suggest_memory_format  # noqa: E402

import filtergrad.torch as fgt  # noqa: E402
from filtergrad.torch import slow  # noqa: E402
from filtergrad.torch.geometry import DTYPES, NAME  # noqa: E402
from filtergrad.torch.op import operator as op  # noqa: E402

few = settings(max_examples=settings().max_examples // 2)
DOORS = {"native": op, "python": slow.kernel}
doors = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
each_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=str)


def test_the_door_is_open():
    assert fgt.door_state() == "native"


# ------------------------------------------------------------------------------------- arguments


@st.composite
def axes(draw):
    """Input, kernel and output size, stride, padding on both sides, dilation."""
    taps, stride = draw(st.sampled_from((1, 1, 2, 3, 3, 4, 5))), draw(st.sampled_from(FEW))
    hole, pad = draw(st.sampled_from(FEW)), draw(st.sampled_from((0, 0, 1, 2, 5)))
    reach = (taps - 1) * hole + 1
    size = max(draw(st.integers(1, 14)), reach - 2 * pad)
    return size, taps, (size + 2 * pad - reach) // stride + 1, stride, pad, hole


@st.composite
def calls(draw):
    """A problem, and the arguments of the operator behind its tensors."""
    g, c, k = draw(channels())
    n, dtype = draw(st.sampled_from((1, 1, 2, 3, 5))), draw(st.sampled_from(tuple(DTYPES)))
    h, r, _, u, top, dr = draw(axes())
    w, s, _, v, left, ds = draw(axes())
    problem = Problem.make(
        (n, g * c, h, w),
        (r, s, c, g * k),
        None,
        (1, 1, u, v),
        "EXPLICIT",
        (0, 0, 0, 0, top, top, left, left),
        "NCHW",
        (1, 1, dr, ds),
        DTYPES[dtype],
    )
    return problem, ([u, v], [top, left], [dr, ds], g)


def size_of(problem):
    r, s, c, k = problem.filter_shape
    return [k, c, r, s]


def expected(x, size, dy, *convolution):
    """PyTorch's, rounded once: its kernels for fewer bits round as each processor likes."""
    return torch.nn.grad.conv2d_weight(x.double(), size, dy.double(), *convolution).to(x.dtype)


def apart(tensor):
    """Every second element of a larger tensor, some way into it."""
    room = torch.zeros([size + 1 for size in tensor.shape[:-1]] + [2 * tensor.shape[-1] + 3])
    return room.to(tensor.dtype)[:-1, 1:, :-1, 3::2].copy_(tensor)


PLACES = {
    "contiguous": lambda t: t,
    "channels last": lambda t: t.contiguous(memory_format=torch.channels_last),
    "apart": apart,
    "transposed": lambda t: t.transpose(1, 3).contiguous().transpose(1, 3),
    "all images one": lambda t: t[:1].expand(t.shape),
    "negated": lambda t: torch._neg_view(-t),
    "inference": lambda t: t,
}
places = st.sampled_from(sorted(PLACES))


@doors
@few
@given(calls(), places, places)
def test_whole_numbers(door, call, x_place, dy_place):
    """Sums this small are exact in every type; shape, dtype and memory format as in PyTorch."""
    problem, convolution = call
    x, dy = (tensor(array) for array in whole(problem, most=1))
    x, dy = PLACES[x_place](x), PLACES[dy_place](dy)
    size = size_of(problem)
    if door is not op:
        x, dy = x.resolve_neg(), dy.resolve_neg()  # as the dispatcher does it
    got, wanted = door(x, size, dy, *convolution), expected(x, size, dy, *convolution)
    assert torch.equal(got, wanted)
    assert got.dtype == wanted.dtype
    form = suggest_memory_format(x)
    assert got.stride() == torch.empty(size, memory_format=form).stride()
    forced = door(x, size, dy, *convolution, torch.channels_last)
    assert forced.is_contiguous(memory_format=torch.channels_last)
    assert torch.equal(forced, got)


@doors
@few
@given(calls())
def test_random_numbers(door, call):
    problem, convolution = call
    x, dy = normal(problem)
    got = door(tensor(x), size_of(problem), tensor(dy), *convolution)
    assert_right(problem, formula_order(got), x, dy)


@each_dtype
def test_doors_agree_in_every_bit(dtype):
    forms = torch.contiguous_format, torch.channels_last
    sizes = (40, 24, 3), (40, 24, 1), (40, 1, 1), (1, 24, 1)
    for form, (k, c, taps) in itertools.product(forms, sizes):
        x, dy = torch.randn(3, c, 11, 13).to(dtype), torch.randn(3, k, 11, 13).to(dtype)
        size, padding = [k, c, taps, taps], [taps // 2] * 2
        given = x.contiguous(memory_format=form), size, dy, [1, 1], padding
        assert torch.equal(op(*given), slow.kernel(*given))


def test_a_1x1_filter_is_written_where_it_is_wanted():
    """[k, c] is the formula's own layout with x and dy in each other's place."""
    x, dy = torch.randn(3, 24, 11, 13), torch.randn(3, 40, 11, 13)
    exchanged = conv2d_backprop_filter(
        dy.numpy(), [1, 1, 40, 24], x.numpy(), [1] * 4, "VALID", data_format="NCHW"
    )
    assert torch.equal(
        op(x, [40, 24, 1, 1], dy), torch.from_numpy(exchanged)[0, 0, :, :, None, None]
    )


@doors
@each_dtype
@pytest.mark.parametrize(
    ("x", "size", "dy"),
    [
        ((0, 3, 5, 5), [4, 3, 3, 3], (0, 4, 3, 3)),
        ((2, 3, 5, 5), [0, 3, 3, 3], (2, 0, 3, 3)),
        ((2, 0, 5, 5), [4, 0, 3, 3], (2, 4, 3, 3)),
    ],
    ids=["no images", "no outputs", "no channels"],
)
def test_empty(door, dtype, x, size, dy):
    got = door(torch.ones(x, dtype=dtype), size, torch.ones(dy, dtype=dtype))
    assert torch.equal(got, torch.zeros(size, dtype=dtype))


def test_the_function_has_pytorchs_signature():
    x, dy = torch.randn(2, 6, 9, 9), torch.randn(2, 8, 4, 4)
    given = {"stride": 2, "padding": (1, 1), "dilation": 2, "groups": 2}
    wanted = torch.nn.grad.conv2d_weight(x, (8, 3, 3, 3), dy, **given)
    got = fgt.conv2d_weight(x, torch.Size((8, 3, 3, 3)), dy, **given)
    torch.testing.assert_close(got, wanted, rtol=0, atol=1e-4)
    assert got.stride() == wanted.stride()


USUAL = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
SHORT = {"stride": [2], "padding": (1,), "dilation": torch.Size([2])}


@pytest.mark.parametrize("names", [*((name,) for name in SHORT), tuple(SHORT)], ids=str)
@doors
def test_one_number_is_for_both_axes(door, names):
    """As PyTorch takes it, in every list of its own and in all together."""
    x = torch.randn(2, 4, 9, 9)
    given = [SHORT[name] if name in names else usual for name, usual in USUAL.items()]
    dy = torch.randn(torch.nn.functional.conv2d(x, torch.ones(8, 4, 3, 3), None, *given).shape)
    wanted = torch.nn.grad.conv2d_weight(x.double(), (8, 4, 3, 3), dy.double(), *given).float()
    for function in (door, fgt.conv2d_weight):
        got = function(x, (8, 4, 3, 3), dy, *given)
        torch.testing.assert_close(got, wanted, rtol=0, atol=1e-4)
    assert op(x.to("meta"), (8, 4, 3, 3), dy.to("meta"), *given).shape == (8, 4, 3, 3)


# ------------------------------------------------------------------------------ what is refused

X, DY = torch.ones(2, 4, 9, 9), torch.ones(2, 8, 7, 7)
WRONG = {
    "input must have 4 dimensions, but has 3": (X[0], [8, 4, 3, 3], DY),
    "grad_output must have 4 dimensions, but has 5": (X, [8, 4, 3, 3], DY[None]),
    "weight_size must have 4 dimensions, but has 3": (X, [8, 4, 3], DY),
    "weight_size must not be negative": (X, [8, 4, -3, 3], DY),
    "weight_size has no taps": (X, [8, 4, 0, 3], DY),
    "stride must be two integers": (X, [8, 4, 3, 3], DY, [1, 1, 1]),
    "stride must be at least 1": (X, [8, 4, 3, 3], DY, [1, 0]),
    "padding must be at least 0": (X, [8, 4, 3, 3], DY, [1, 1], [-1, 0]),
    "dilation must be at least 1": (X, [8, 4, 3, 3], DY, [1, 1], [0, 0], [0, 1]),
    "groups must be at least 1": (X, [8, 4, 3, 3], DY, [1, 1], [0, 0], [1, 1], 0),
    "input has 2 images, but grad_output has 1": (X, [8, 4, 3, 3], DY[:1]),
    "input has 4 channels, but weight_size .* needs 3": (X, [8, 3, 3, 3], DY),
    "grad_output has 8 channels, but weight_size is": (X, [9, 4, 3, 3], DY),
    "8 output channels cannot be divided by groups=3": (
        torch.ones(2, 12, 9, 9), [8, 4, 3, 3], DY, [1, 1], [0, 0], [1, 1], 3,
    ),
    "the padded input has 9 pixels, fewer than the kernel's 11": (X, [8, 4, 11, 3], DY),
    "grad_output has size 7 in dimension 2, but .* output has 4": (X, [8, 4, 3, 3], DY, [2, 2]),
    "input is torch.float32, but grad_output is torch.float64": (X, [8, 4, 3, 3], DY.double()),
    "there is no kernel for torch.int32": (X.int(), [8, 4, 3, 3], DY.int()),
    "there is no kernel for torch.complex64": (X.cfloat(), [8, 4, 3, 3], DY.cfloat()),
    "there is no kernel for torch.bool": (X.bool(), [8, 4, 3, 3], DY.bool()),
}  # fmt: skip


@pytest.mark.parametrize("door", [*DOORS.values(), "meta"], ids=[*DOORS, "meta"])
@pytest.mark.parametrize(("text", "given"), WRONG.items(), ids=WRONG)
def test_refused(door, text, given):
    if door == "meta":
        x, size, dy, *rest = given
        door, given = op, (x.to("meta"), size, dy.to("meta"), *rest)
    with pytest.raises(RuntimeError, match=f"filtergrad::conv2d_weight: {text}"):
        door(*given)


def test_refused_in_a_thread_and_in_backward():
    class Wrong(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x.clone()

        @staticmethod
        def backward(ctx, dy):
            return op(X, [8, 4, 3, 3], DY, [2, 2])

    with pytest.raises(RuntimeError, match="in dimension 2, but the convolution's output has 4"):
        Wrong.apply(torch.ones(1, requires_grad=True)).backward()
    caught = []

    def work():
        try:
            op(X, [8, 4, 3, 3], DY, [2, 2])
        except RuntimeError as error:
            caught.append(str(error))

    at_once(work, 8)
    assert len(caught) == 8
    assert all("convolution's output has 4" in text for text in caught)


def test_other_places():
    assert op(X.to("meta"), [8, 4, 3, 3], DY.to("meta")).shape == (8, 4, 3, 3)
    with pytest.raises(RuntimeError, match="input is on meta, but grad_output on cpu"):
        op(X.to("meta"), [8, 4, 3, 3], DY)
    for place in (torch.Tensor.to_sparse, torch.Tensor.to_mkldnn):
        with pytest.raises(NotImplementedError, match=r"'(Sparse|Mkldnn)CPU' backend"):
            op(place(X), [8, 4, 3, 3], DY)
    nothing = torch._efficientzerotensor(X.shape)  # PyTorch fills it in before it asks us
    assert not op(nothing, [8, 4, 3, 3], DY).any()
    assert torch.equal(op(X._neg_view(), [8, 4, 3, 3], DY), -op(X, [8, 4, 3, 3], DY))


FREED = {
    "freed": lambda t: t.untyped_storage().resize_(0),
    "cut": lambda t: t.untyped_storage().resize_(4 * t.numel() - 4),
}


@doors
@pytest.mark.parametrize("which", [0, 2], ids=["input", "grad_output"])
@pytest.mark.parametrize("free", FREED.values(), ids=FREED)
def test_freed_memory(door, which, free):
    """As distributed training frees it; PyTorch's own operators say so, too."""
    given = [X.clone(), [8, 4, 3, 3], DY.clone()]
    free(given[which])
    with pytest.raises(RuntimeError, match="there is no memory behind a tensor, or too little"):
        door(*given)
    given[which].untyped_storage().resize_(4 * given[which].numel())
    given[which].fill_(1)
    assert torch.equal(door(*given), op(X, [8, 4, 3, 3], DY))


ELSEWHERE = {
    "meta": lambda t: t.to("meta"),
    "sparse": torch.Tensor.to_sparse,
    "mkldnn": torch.Tensor.to_mkldnn,
    "nothing": lambda t: torch._efficientzerotensor(t.shape),
}


@pytest.mark.parametrize("place", ELSEWHERE.values(), ids=ELSEWHERE)
def test_kernels_look_before_they_read(place):
    """Also what the dispatcher would never hand over."""
    native = torch.library.get_kernel(NAME, "CPU")
    keys = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)
    for x, dy in ((place(X), DY), (X, place(DY)), (place(X), place(DY))):
        with pytest.raises(RuntimeError, match=r"must be dense|no memory"):
            native.call_boxed(keys, x, [8, 4, 3, 3], dy)
        with pytest.raises((RuntimeError, TypeError), match=r"must be dense|no memory"):
            slow.kernel(x, [8, 4, 3, 3], dy)


def test_a_layers_size():
    """Large enough for all algorithms and a team."""
    problem = Problem.make(
        (2, 64, 28, 28), (3, 3, 64, 96), None, (1, 1, 1, 1), "SAME", (), "NCHW", dtype="float32"
    )
    x, dy = normal(problem)
    got = op(tensor(x), [96, 64, 3, 3], tensor(dy), [1, 1], [1, 1])
    assert_right(problem, formula_order(got), x, dy)
