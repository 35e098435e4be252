"""The operator on a GPU: its numbers, its errors, and what reaches the driver."""

import itertools
import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
from helpers.torch_tools import formula_order  # noqa: E402
from torch.utils._python_dispatch import TorchDispatchMode  # noqa: E402

import filtergrad as fg  # noqa: E402
import filtergrad.torch as fgt  # noqa: E402
from filtergrad.gpu.run.cuda import DriverError  # noqa: E402
from filtergrad.problem import Problem  # noqa: E402
from filtergrad.reference import filter_gradient  # noqa: E402
from filtergrad.torch import gpu  # noqa: E402
from filtergrad.torch.geometry import DTYPES  # noqa: E402
from filtergrad.torch.op import operator as op  # noqa: E402

MOST = {torch.float16: 2e-3, torch.bfloat16: 1.6e-2, torch.float32: 6e-6, torch.float64: 1e-13}
WAITS = {"cuStreamSynchronize", "cuEventSynchronize", "cuMemAlloc_v2", "cuMemFree_v2"}


def made(cuda, shape, dtype=torch.float32, number=0, lay=lambda t: t, seed=0):
    """A tensor on a device, and its numbers here."""
    numbers = torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(dtype)
    here = lay(numbers)
    return cuda.tensor(here, number), here


def wanted(x, dw, dy, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    """The formula, in its own order."""
    (u, v), (high, wide), (dr, ds) = stride, padding, dilation
    k, c, r, s = dw
    problem = Problem.make(
        tuple(x.shape), (r, s, c, k), tuple(dy.shape), (1, 1, u, v), "EXPLICIT",
        (0, 0, 0, 0, high, high, wide, wide), "NCHW", (1, 1, dr, ds), DTYPES[x.dtype],
    )  # fmt: skip
    arrays = [t.double().contiguous().numpy() for t in (x, dy)]
    return filter_gradient(problem, *arrays)


def assert_close(dw, want):
    got = formula_order(dw.cpu()).astype(np.float64)
    error = np.abs(got - want) / (np.abs(want) + np.sqrt(np.mean(want**2)) + 1e-30)
    assert error.max(initial=0) < MOST[dw.dtype], error.max()


LAYS = {
    "dense": lambda t: t,
    "channels_last": lambda t: t.to(memory_format=torch.channels_last),
    "apart": lambda t: torch.stack([t, t * 0], -1)[..., 0],
    "one row": lambda t: t[:, :, :1].expand(t.shape),
    "shifted": lambda t: torch.cat([t.flatten()[:1], t.flatten()])[1:].view(t.shape),
}


@st.composite
def calls(draw):
    """Shapes, and the arguments behind them."""
    groups, n = draw(st.sampled_from((1, 1, 2, 3))), draw(st.integers(1, 2))
    c, k = draw(st.sampled_from((1, 3, 8))), draw(st.sampled_from((1, 2, 8)))
    axes = []
    for _ in range(2):
        taps, hole = draw(st.sampled_from((1, 2, 3, 3, 5))), draw(st.sampled_from((1, 1, 2)))
        pad, stride = draw(st.integers(0, 2)), draw(st.sampled_from((1, 1, 2, 3)))
        reach = (taps - 1) * hole + 1
        size = max(draw(st.integers(1, 6)), reach - 2 * pad)
        axes.append((size, taps, (size + 2 * pad - reach) // stride + 1, stride, pad, hole))
    sizes, taps, outs, *lists = zip(*axes, strict=True)
    x, dy = (n, groups * c, *sizes), (n, groups * k, *outs)
    return x, (groups * k, c, *taps), dy, (*lists, groups)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    calls(), st.sampled_from(tuple(DTYPES)), st.sampled_from((*LAYS,)), st.sampled_from((*LAYS,))
)
def test_any_call(cuda, call, dtype, x_lay, dy_lay):
    x_shape, dw, dy_shape, rest = call
    x, x_here = made(cuda, x_shape, dtype, lay=LAYS[x_lay])
    dy, dy_here = made(cuda, dy_shape, dtype, lay=LAYS[dy_lay], seed=1)
    for form in (torch.preserve_format, torch.channels_last):
        got = op(x, dw, dy, *rest, form)
        assert (got.device, got.dtype, got.shape) == (x.device, dtype, torch.Size(dw))
        assert got.stride() == op(x_here, dw, dy_here, *rest, form).stride()
        assert_close(got, wanted(x_here, dw, dy_here, *rest[:3]))


def test_what_reaches_the_driver(cuda):
    """Inputs are read where they lie, on the current stream; nobody waits or loads again."""
    cuda.current[0] = cuda.fake.stream(0)
    x, x_here = made(cuda, (2, 16, 9, 9), lay=LAYS["channels_last"])
    dy, dy_here = made(cuda, (2, 16, 9, 9), lay=LAYS["apart"])
    first = op(x, (16, 16, 3, 3), dy, (1, 1), (1, 1))
    cuda.fake.log.clear()
    cuda.fake.launches.clear()
    cuda.asked.clear()
    second = op(x, (16, 16, 3, 3), dy, (1, 1), (1, 1))
    launches = cuda.fake.launches
    assert {one.stream for one in launches} == {cuda.current[0]}
    addresses = {value for one in launches for value in one.values.values()}
    assert {x.data_ptr(), dy.data_ptr(), second.data_ptr()} <= addresses
    assert set(cuda.fake.log) <= {"cuCtxGetCurrent", "cuCtxSetCurrent", "cuLaunchKernelEx"}
    # The result and the workspace are PyTorch's, and nothing else was asked of it.
    work = gpu.ready(x, (16, 16, 3, 3), dy, ((1, 1), (1, 1), (1, 1)), 1, torch.preserve_format)
    assert cuda.asked == [
        "aten::empty_strided",
        *["aten::empty.memory_format"] * bool(work.work_bytes),
    ]
    assert torch.equal(first.cpu(), second.cpu())
    assert_close(second, wanted(x_here, (16, 16, 3, 3), dy_here, padding=(1, 1)))


def test_a_workspace_is_lent_by_pytorch(cuda):
    """It goes back when the call returns; the stream is not through with it by then."""
    x, x_here = made(cuda, (1, 4, 64, 16), torch.float16)
    dy, dy_here = made(cuda, (1, 4, 64, 16), torch.float16, seed=1)
    got = op(x, (4, 4, 1, 1), dy)
    (found,) = gpu._found.values()
    assert found.work_bytes > 0
    assert "aten::empty.memory_format" in cuda.asked
    assert "cuMemAllocFromPoolAsync" not in cuda.fake.log
    assert_close(got, wanted(x_here, (4, 4, 1, 1), dy_here))


def test_a_graph_records_it(cuda):
    x, _ = made(cuda, (2, 8, 6, 6))
    dy, _ = made(cuda, (2, 8, 6, 6), seed=1)
    eager = op(x, (8, 8, 3, 3), dy, (1, 1), (1, 1))
    cuda.fake.finish()
    cuda.fake.record(cuda.current[0])
    got = op(x, (8, 8, 3, 3), dy, (1, 1), (1, 1))
    graph = cuda.fake.recorded(cuda.current[0])
    assert torch.isnan(got.cpu()).all()  # nothing was done yet
    for work in graph:
        work()
    assert torch.equal(got.cpu(), eager.cpu())


def test_devices(cuda):
    x, x_here = made(cuda, (2, 8, 5, 5), number=1)
    dy, dy_here = made(cuda, (2, 8, 5, 5), number=1, seed=1)
    got = op(x, (8, 8, 3, 3), dy, (1, 1), (1, 1))
    assert got.device == torch.device("cuda:1")
    assert {one.stream for one in cuda.fake.launches} == {cuda.current[1]}
    assert_close(got, wanted(x_here, (8, 8, 3, 3), dy_here, padding=(1, 1)))
    first = made(cuda, (2, 8, 5, 5))[0]
    for a, b in itertools.permutations((x, first, x_here), 2):
        text = f"input is on {a.device}, but grad_output on {b.device}"
        with pytest.raises(RuntimeError, match=text):
            op(a, (8, 8, 3, 3), b, (1, 1), (1, 1))
    # Another architecture than the one before.
    again, there = (cuda.tensor(t, 2) for t in (x_here, dy_here))
    assert_close(
        op(again, (8, 8, 3, 3), there, (1, 1), (1, 1)),
        wanted(x_here, (8, 8, 3, 3), dy_here, padding=(1, 1)),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"dw": (8, 7, 3, 3)}, {"dw": (9, 8, 3, 3)}, {"dw": (8, 8, 2, 3)}, {"dw": (8, 8, -1, 3)},
        {"dw": (8, 8, 9, 9)}, {"stride": (0, 1)}, {"padding": (-1, 0)}, {"groups": 3},
        {"dy": (2, 8, 5)}, {"dy": (3, 8, 5, 5)}, {"dtype": torch.float64}, {"both": torch.int64},
        {"stride": (1, 1, 1)}, {"groups": 0},
    ],
    ids=str,
)  # fmt: skip
def test_errors_are_those_of_the_cpu(cuda, change):
    x = torch.ones(2, 8, 5, 5)
    dy = torch.ones(change.get("dy", (2, 8, 5, 5)), dtype=change.get("dtype"))
    if "both" in change:
        x, dy = x.to(change["both"]), dy.to(change["both"])
    rest = [change.get(name, (one, one)) for name, one in (("stride", 1), ("padding", 1))]
    call = change.get("dw", (8, 8, 3, 3)), [*rest, (1, 1), change.get("groups", 1)]
    said = []
    for one, two in ((x, dy), (cuda.tensor(x), cuda.tensor(dy))):
        with pytest.raises(RuntimeError) as error:
            op(one, call[0], two, *call[1])
        said.append(str(error.value).splitlines()[0])
    assert said[0] == said[1]


def test_freed_memory(cuda, monkeypatch):
    x, dy = made(cuda, (2, 8, 5, 5))[0], made(cuda, (2, 8, 5, 5))[0]
    op(x, (8, 8, 3, 3), dy, (1, 1), (1, 1))
    # Only CUDA builds can resize a storage there.
    monkeypatch.setattr(torch.UntypedStorage, "nbytes", lambda storage: 0)
    with pytest.raises(RuntimeError, match="there is no memory behind a tensor, or too little"):
        op(x, (8, 8, 3, 3), dy, (1, 1), (1, 1))
    assert len(cuda.fake.launches) == 1


@pytest.mark.parametrize("shape", [(0, 8, 5, 5), (2, 0, 5, 5)], ids=str)
def test_nothing_to_add(cuda, shape):
    x = made(cuda, shape)[0]
    dy = made(cuda, (shape[0], 8, 5, 5))[0]
    got = op(x, (8, shape[1], 3, 3), dy, (1, 1), (1, 1))
    assert got.shape == (8, shape[1], 3, 3)
    assert not got.cpu().any()
    assert not cuda.fake.launches


def test_threads(cuda):
    """Each with a stream of its own and the same kernel."""
    x, x_here = made(cuda, (1, 8, 4, 4))
    dy, dy_here = made(cuda, (1, 8, 4, 4), seed=1)
    results = []

    def work():
        for _ in range(2):
            results.append(op(x, (8, 8, 3, 3), dy, (1, 1), (1, 1)))  # noqa: PERF401

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    want = wanted(x_here, (8, 8, 3, 3), dy_here, padding=(1, 1))
    for got in results:
        assert_close(got, want)
    assert len(results) == 8


def test_errors_of_the_driver_are_raised(cuda):
    x, dy = made(cuda, (2, 8, 5, 5))[0], made(cuda, (2, 8, 5, 5))[0]
    op(x, (8, 8, 3, 3), dy, (1, 1), (1, 1))
    cuda.fake.fail["cuLaunchKernelEx"] = 700
    with pytest.raises(DriverError, match="CUDA_ERROR_ILLEGAL_ADDRESS"):
        op(x, (8, 8, 3, 3), dy, (1, 1), (1, 1))


def test_tensors_in_the_public_call(cuda):
    """`filtergrad.conv2d_backprop_filter` takes them, too, and works on their stream."""
    x, x_here = made(cuda, (2, 8, 6, 6))
    dy, dy_here = made(cuda, (2, 8, 6, 6), seed=1)
    got = fg.conv2d_backprop_filter(x, (3, 3, 8, 8), dy, (1, 1, 1, 1), "SAME", data_format="NCHW")
    assert type(got) is torch.Tensor
    assert got.device == x.device
    assert {one.stream for one in cuda.fake.launches} == {cuda.current[0]}
    assert not WAITS & set(cuda.fake.log)
    assert_close(got.permute(3, 2, 0, 1), wanted(x_here, (8, 8, 3, 3), dy_here, padding=(1, 1)))


class Listening(TorchDispatchMode):
    """What is told of every operator."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.heard = func
        return func(*args, **(kwargs or {}))


def test_function(cuda):
    """The dispatcher is asked where somebody listens to it, and only there."""
    x, x_here = made(cuda, (2, 8, 6, 6))
    dy, dy_here = made(cuda, (2, 8, 6, 6), seed=1)
    want = wanted(x_here, (8, 8, 3, 3), dy_here, padding=(1, 1))
    assert gpu.bare(x, dy)
    assert not gpu.bare(x, dy_here)
    assert_close(fgt.conv2d_weight(x, (8, 8, 3, 3), dy, padding=1), want)
    with torch.inference_mode():
        assert_close(fgt.conv2d_weight(x, [8, 8, 3, 3], dy, padding=[1, 1]), want)
    with Listening() as mode:
        got = fgt.conv2d_weight(x, (8, 8, 3, 3), dy, padding=1)
    assert mode.heard is op
    assert_close(got, want)
    with torch.profiler.profile() as profile:
        fgt.conv2d_weight(x, (8, 8, 3, 3), dy, padding=1)
    assert "filtergrad::conv2d_weight" in {event.name for event in profile.events()}
    assert_close(fgt.conv2d_weight(x.requires_grad_(), (8, 8, 3, 3), dy, padding=1), want)
    negated = torch._neg_view(dy)
    assert_close(fgt.conv2d_weight(x, (8, 8, 3, 3), negated, padding=1), -want)
