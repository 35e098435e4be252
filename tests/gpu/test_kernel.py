"""From a problem to dW, through the driver: what is launched, with what, and in which order."""

import contextlib
import struct
import threading
from dataclasses import replace

import numpy as np
import pytest
from helpers import fake_cuda

from filtergrad.arrays import numpy_dtype
from filtergrad.engine import Layout
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.base.launch import Box, Launch, Module, Pointer, Size
from filtergrad.gpu.base.plan import Tile
from filtergrad.gpu.base.units import Division
from filtergrad.gpu.direct.module import module
from filtergrad.gpu.direct.plan import DirectPlan, tiles
from filtergrad.gpu.run import background, cuda, driver
from filtergrad.gpu.run import kernel as kernels
from filtergrad.gpu.run.binary import CONSTANT, GENERAL
from filtergrad.gpu.run.blocks import ARRAYS, block
from filtergrad.gpu.run.driver import DriverError
from filtergrad.gpu.run.kernel import Kernel, Prepared, dense
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

ROWS = Layout("rows", dense=True, aligned=True)
LEAST_ERROR = {"float16": 1e-3, "float32": 1e-6, "float64": 1e-14}
# What may be called while a graph is recorded.
RECORDED = {"cuCtxGetCurrent", "cuCtxSetCurrent", "cuLaunchKernelEx", "cuTensorMapEncodeTiled"}


@pytest.fixture
def fake():
    made = fake_cuda.Fake(90, 90, 80)
    made.driver = driver.use(made)
    yield made
    made.leave()


def planned(x, dw, loop="taps", *, dtype="float16", programs=5, data_format="NHWC", **rest):
    """A plan of a loop; without programs one for each tile, that writes dW."""
    problem = Problem.make(
        x, dw, None, (1, 1, 1, 1), padding="SAME", dtype=dtype, data_format=data_format
    )
    tile = Tile(16, 16, pixels=32)
    count = tiles(problem, loop, tile)
    plan = DirectPlan(
        problem=problem, isa=named("sm_90"), x_layout=ROWS, dy_layout=ROWS, precision="default",
        products="ieee", tile=tile, division=Division(count, 1, 1), warps=4, stages=3, loop=loop,
        writes_dw=programs is None, **rest,
    )  # fmt: skip
    division = Division(count, plan.steps(plan.images), programs or count)
    return replace(plan, division=division)


PLANS = {
    "taps": planned((2, 7, 8, 10), (3, 3, 10, 12)),
    "parts, turned": planned(
        (3, 10, 7, 8), (3, 3, 10, 12), programs=3, parts=2, turned=("x", "dy"), data_format="NCHW"
    ),
    "writes dW": planned((2, 7, 8, 10), (3, 3, 10, 12), programs=None, dtype="float64"),
    "boxes": planned((3, 6, 8, 16), (3, 3, 16, 24), "boxes", box=(4, 2, 4)),
    "flat": planned((3, 6, 7, 24), (1, 1, 24, 16), "flat", dtype="float32"),
}
each = pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
TAPS = planned((1, 6, 7, 10), (2, 2, 10, 12), programs=3)
BOXES = planned((2, 4, 4, 16), (2, 2, 16, 16), "boxes", box=(2, 4, 4), programs=3)


class Case:
    """A problem's arrays in a fake device's memory; dW is NaN until it is computed."""

    def __init__(self, fake, plan, device=0, seed=0, old=np.nan):
        rng = np.random.default_rng(seed)
        problem, dtype = plan.problem, numpy_dtype(plan.problem.dtype)
        self.fake, self.plan, self.device = fake, plan, device
        shapes = problem.input_shape, problem.out_backprop_shape
        self.x, self.dy = (_placed(fake, device, rng.standard_normal(s), dtype) for s in shapes)
        self.dw = _placed(fake, device, np.full(problem.filter_shape, old), dtype)
        self.addresses = tuple(array.ctypes.data for array in (self.x, self.dy, self.dw))

    def launch(self, prepared, stream):
        with workspace(self.fake.driver, self.device, prepared.workspace_bytes, stream) as work:
            prepared.launch(self.device, *self.addresses, work, stream)

    def wait(self, stream):
        self.fake.driver.synchronize(self.device, stream)
        return self.dw.copy()

    def check(self, old=0.0):
        want = filter_gradient(self.plan.problem, self.x, self.dy) + old
        error = np.abs(self.dw.astype(np.float64) - want).max() / np.abs(want).max()
        assert error < LEAST_ERROR[self.plan.problem.dtype]


def _placed(fake, device, numbers, dtype):
    """An array at a multiple of 16 bytes, as devices' allocators have them."""
    memory = np.empty(numbers.size * dtype.itemsize + 16, np.uint8)
    start = -memory.ctypes.data % 16
    array = memory[start : start + numbers.size * dtype.itemsize].view(dtype)
    array = array.reshape(numbers.shape)
    array[...] = numbers
    fake.array(device, memory)
    return array


@contextlib.contextmanager
def workspace(found, device, size, stream):
    """As those have it who get none from the owner of the arrays."""
    address = found.allocate(device, size, stream) if size else 0
    yield address
    if address:
        found.free(device, address, stream)


def prepared_of(plan, build=fake_cuda.Pair, accumulate=False):
    made = Kernel(plan.problem, plan, module, build)
    return made.prepared(dense(plan.problem), accumulate)


def python(monkeypatch):
    """Launch without machine code."""
    monkeypatch.setattr(kernels, "_door", lambda: None)


# ---- dW ----


@each
@pytest.mark.parametrize("way", ["machine code", "Python"])
def test_dw_is_the_formula_in_both_forms(fake, plan, way, monkeypatch):
    if way == "Python":
        python(monkeypatch)
    case, found = Case(fake, plan), []
    for build in (fake_cuda.Pair, fake_cuda.general):
        prepared, stream = prepared_of(plan, build), fake.stream()
        case.dw[...] = np.nan
        fake.launches.clear()
        case.launch(prepared, stream)
        assert np.isnan(case.dw).all(), "done before anybody waited"
        found.append(case.wait(stream))
        case.check()
        assert [one.function.launch for one in fake.launches] == list(prepared.module.launches)
        assert {one.stream for one in fake.launches} == {stream}
        assert not any(one.attributes for one in fake.launches[:-1]), (
            "only the second pass is early"
        )
    assert found[0].tobytes() == found[1].tobytes()


@pytest.mark.parametrize("build", [fake_cuda.Pair, fake_cuda.general])
def test_old_numbers_are_added(fake, build):
    case, stream = Case(fake, TAPS, old=3.0), fake.stream()
    case.launch(prepared_of(TAPS, build, accumulate=True), stream)
    case.wait(stream)
    case.check(old=3.0)


def test_an_old_driver_launches_too(fake):
    old = fake_cuda.Fake(90, missing=cuda.YOUNG)
    old.driver = driver.use(old)
    case, prepared = Case(old, TAPS), prepared_of(TAPS)
    case.launch(prepared, 0)
    case.wait(0)
    case.check()
    assert "cuModuleLoadData" in old.log
    assert "cuMemFree_v2" in old.log
    old.finish()


# ---- streams, threads, devices ----


def test_two_streams_have_workspaces_of_their_own(fake):
    prepared, streams = prepared_of(TAPS), (fake.stream(), fake.stream())
    cases = [Case(fake, TAPS, seed=seed) for seed in (1, 2)]
    for case, stream in zip(cases, streams, strict=True):
        case.launch(prepared, stream)
    for case, stream in reversed(list(zip(cases, streams, strict=True))):
        case.wait(stream)
        case.check()
    assert len({one.values["work"] for one in fake.launches if "work" in one.values}) == 2


@pytest.mark.parametrize("way", ["machine code", "Python"])
@pytest.mark.parametrize("plan", [TAPS, BOXES], ids=["taps", "boxes"])
def test_threads_launch_the_same_kernel_at_once(fake, plan, way, monkeypatch):
    if way == "Python":
        python(monkeypatch)
    prepared, go = prepared_of(plan), threading.Barrier(3)
    cases = [(Case(fake, plan, seed=seed), fake.stream()) for seed in range(3)]

    def work(case, stream):
        go.wait()
        case.launch(prepared, stream)

    threads = [threading.Thread(target=work, args=one) for one in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for case, stream in cases:
        case.wait(stream)
        case.check()


def test_a_kernel_is_loaded_on_each_device_and_none_is_made_current(fake):
    prepared = prepared_of(TAPS)
    fake.thread.context = 1
    for device in (1, 0, 1):
        case, stream = Case(fake, TAPS, device), fake.stream(device)
        case.launch(prepared, stream)
        case.wait(stream)
        case.check()
        assert fake.thread.context == 1
    assert fake.log.count("cuLibraryLoadData") == len(prepared.binaries)
    assert fake.log.count("cuKernelGetFunction") == 2 * len(prepared.binaries)
    fake.thread.context = 0
    case.launch(prepared, stream)
    assert fake.thread.context == 0


def test_a_device_of_another_architecture_refuses_the_code(fake):
    case = Case(fake, TAPS, device=2)
    with pytest.raises(DriverError, match="CUDA_ERROR_NO_BINARY_FOR_GPU"):
        case.launch(prepared_of(TAPS), fake.stream(2))


def test_a_launch_asks_for_nothing_but_launches(fake):
    """So that it can be recorded in a graph, which computes as often as it is replayed."""
    case, stream = Case(fake, BOXES), fake.stream()
    prepared = prepared_of(BOXES)
    work = fake.driver.allocate(0, prepared.workspace_bytes, stream)
    prepared.launch(0, *case.addresses, work, stream)
    case.wait(stream)
    fake.record(stream)
    fake.log.clear()
    prepared.launch(0, *case.addresses, work, stream)
    assert set(fake.log) <= RECORDED
    graph = fake.recorded(stream)
    for seed in range(2):
        case.x[...] = np.random.default_rng(seed).standard_normal(case.x.shape)
        case.dw[...] = np.nan
        for step in graph:
            step()
        case.check()


# ---- forms ----


def test_the_constant_form_takes_the_place_of_the_general_one(fake):
    pairs = []

    def build(launch, arch):
        pairs.append(fake_cuda.Pair(launch, arch, GENERAL, settled=False))
        return pairs[-1]

    case, stream, prepared = Case(fake, TAPS), fake.stream(), prepared_of(TAPS, build)
    case.launch(prepared, stream)
    first = case.wait(stream)
    for pair in pairs:
        pair.form, pair.settled = CONSTANT, True
    fake.record(stream)
    prepared.launch(0, *case.addresses, case.addresses[0], stream)
    fake.recorded(stream)
    assert {one.function.form for one in fake.launches} == {GENERAL}, "loaded while recording"
    fake.launches.clear()
    case.launch(prepared, stream)
    assert {one.function.form for one in fake.launches} == {CONSTANT}
    assert [one.form for one in prepared.binaries] == [CONSTANT] * len(pairs)
    assert case.wait(stream).tobytes() == first.tobytes()
    fake.log.clear()
    case.launch(prepared, stream)
    assert "cuStreamIsCapturing" not in fake.log, "it goes on asking"
    case.wait(stream)


def test_the_general_form_stays_where_no_other_comes(fake):
    case, stream, prepared = Case(fake, TAPS), fake.stream(), prepared_of(TAPS, fake_cuda.general)
    for _ in range(2):
        case.launch(prepared, stream)
    assert {one.form for one in prepared.binaries} == {GENERAL}
    assert "cuStreamIsCapturing" not in fake.log
    case.wait(stream)


def test_python_launches_where_llvm_is_not_there(fake, monkeypatch):
    def nothing():
        raise ImportError

    monkeypatch.setattr(kernels.doors, "door", nothing)
    case, stream, prepared = Case(fake, TAPS), fake.stream(), prepared_of(TAPS)
    case.launch(prepared, stream)
    assert prepared._door is None
    case.wait(stream)
    case.check()


def test_launches_are_prepared_once_for_strides(monkeypatch):
    monkeypatch.setattr(kernels.resources, "sass", lambda binary: f"code of {binary.name}")
    made = Kernel(TAPS.problem, TAPS, module, fake_cuda.Pair)
    steps = dense(TAPS.problem)
    assert made.prepared(steps, False) is made.prepared(steps, False)
    assert made.prepared(steps, True) is not made.prepared(steps, False)
    other = steps._replace(x=(2 * steps.x[0], *steps.x[1:]))
    assert made.prepared(other, False) is not made.prepared(steps, False)
    assert made.workspace_bytes == TAPS.workspace_bytes
    assert made.ir == "// filtergrad.gpu.direct.taps:taps"
    assert made.assembly == "code of taps"
    assert repr(made).startswith("Kernel(Problem(")
    assert Kernel(TAPS.problem, TAPS, module)._build is background.Pair


# ---- arguments ----


def test_arguments_lie_as_tritons_launcher_passes_them():
    box = Box(Pointer("dy", "float16", 32), (6, 8, 24), (192, 24, 1), (2, 4, 16))
    launch = Launch(
        "a:b",
        (("x", Pointer("x", "float16", 4)), ("n", Size(-3)), ("dy", box), ("m", Size(2**33, True)),
         ("k", Size(5)), ("out", Pointer("work", "float32"))), (), (1, 1, 1),
    )  # fmt: skip
    made = block(launch, fake_cuda.build(launch, named("sm_90"), GENERAL))
    sizes = [struct.calcsize(k) for k in ("Q", "i", "128s", *"IIIQQQqiQQQ")]
    assert len(made.places) == len(sizes)
    for (place, after), size in zip(
        zip(made.places, (*made.places[1:], len(made.data)), strict=True), sizes, strict=True
    ):
        assert place + size <= after
        assert place % (64 if size == 128 else size) == 0
    at = made.places
    assert struct.unpack_from("<i", made.data, at[1]) == (-3,)
    assert [struct.unpack_from("<I", made.data, a)[0] for a in at[3:6]] == [6, 8, 24]
    assert [struct.unpack_from("<Q", made.data, a)[0] for a in at[6:9]] == [192, 24, 1]
    assert struct.unpack_from("<q", made.data, at[9]) == (2**33,)
    assert struct.unpack_from("<i", made.data, at[10]) == (5,)
    assert [(p.place, ARRAYS[p.array], p.add) for p in made.pointers] == [
        (at[0], "x", 4), (at[11], "work", 0),
    ]  # fmt: skip
    (encoded,) = made.maps
    assert encoded.patch == (at[2], 1, 32)
    assert (encoded.shape, encoded.strides, encoded.box) == ((24, 8, 6), (48, 384), (16, 4, 2))
    assert (encoded.element, encoded.swizzle, encoded.fill) == (6, 1, 0)
    nan = replace(
        dict(fake_cuda.build(launch, named("sm_90"), GENERAL).descriptors)["dy"], padding=True
    )
    binary = replace(fake_cuda.build(launch, named("sm_90"), GENERAL), descriptors=(("dy", nan),))
    assert block(launch, binary).maps[0].fill == cuda.NAN_FILL
    constant = block(launch, fake_cuda.build(launch, named("sm_90"), CONSTANT))
    assert len(constant.places) == len(made.places) - 3


def test_maps_are_encoded_for_the_addresses_of_each_call(fake):
    prepared, stream = prepared_of(BOXES), fake.stream()
    for seed in range(2):
        case = Case(fake, BOXES, seed=seed)
        fake.maps.clear()
        case.launch(prepared, stream)
        x, dy = fake.maps
        p = BOXES.problem
        assert x == {
            "element": 6, "rank": 4, "address": case.addresses[0], "interleave": 0, "swizzle": 1,
            "l2": 2, "fill": 0, "shape": (p.c, p.w, p.h, p.n), "box": (16, 4, 4, 2),
            "strides": (2 * p.c, 2 * p.c * p.w, 2 * p.c * p.w * p.h), "steps": (1, 1, 1, 1),
        }  # fmt: skip
        assert dy["address"] == case.addresses[1]
        assert dy["shape"] == (p.k, p.n * p.p * p.q), "boxes that are lines of a matrix"
        case.wait(stream)


@pytest.mark.parametrize(("arch", "early"), [("sm_90", True), ("sm_80", False)])
def test_a_kernel_that_waits_by_itself_may_begin_early(fake, arch, early):
    """The second pass does, where the architecture can: no other kernel waits for sums."""
    plan = replace(TAPS, isa=named(arch))
    made = Kernel(plan.problem, plan, module, fake_cuda.Pair)
    number = next(i for i, one in enumerate(driver.driver().devices) if one.arch == arch)
    work = fake.driver.allocate(number, plan.workspace_bytes, 0)
    case = Case(fake, plan, device=number)
    made.prepared(dense(plan.problem), False).launch(number, *case.addresses, work, 0)
    asked = [one.attributes for one in fake.launches]
    assert asked == [[], [(cuda.PROGRAMMATIC_STREAM_SERIALIZATION, 1)] if early else []]
    case.wait(0)


# ---- errors ----


@pytest.mark.parametrize("way", ["machine code", "Python"])
def test_errors_of_the_driver_have_their_text(fake, way, monkeypatch):
    if way == "Python":
        python(monkeypatch)
    case, stream, prepared = Case(fake, BOXES), fake.stream(), prepared_of(BOXES)
    case.launch(prepared, stream)
    expected = {
        "cuLaunchKernelEx": (700, "cuLaunchKernelEx: CUDA_ERROR_ILLEGAL_ADDRESS (an illegal"),
        "cuTensorMapEncodeTiled": (1, "cuTensorMapEncodeTiled: CUDA_ERROR_INVALID_VALUE"),
        "cuCtxSetCurrent": (201, "cuCtxSetCurrent: CUDA_ERROR_INVALID_CONTEXT"),
    }
    fake.thread.context = 3  # so that the device's must be made the current one
    work = case.addresses[0]  # nothing is computed
    for name, (number, text) in expected.items():
        count = len(fake.launches)
        fake.fail[name] = number
        with pytest.raises(DriverError) as caught:
            prepared.launch(0, *case.addresses, work, stream)
        assert str(caught.value).startswith(text)
        assert caught.value.number == number
        assert len(fake.launches) == count
    assert fake.thread.context == 3


def test_what_is_behind_a_refused_launch_is_not_launched(fake):
    case, stream, prepared = Case(fake, TAPS), fake.stream(), prepared_of(TAPS)
    prepared.load(0)
    fake.fail["cuLaunchKernelEx"] = 2
    with pytest.raises(DriverError, match="CUDA_ERROR_OUT_OF_MEMORY"):
        case.launch(prepared, stream)
    assert fake.launches == []


def test_no_launches_are_launched_too(fake):
    Prepared(Module((), 0), ()).launch(0, 0, 0, 0, 0, fake.stream())
    assert fake.launches == []
