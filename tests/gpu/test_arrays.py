"""Arrays of any owner in a device's memory: whose stream, who waits for whom, what is kept."""

import gc
import sys
import time

import numpy as np
import pytest
from helpers import fake_cuda, gpu_arrays  # before anything imports Triton
from helpers.gpu_arrays import Interface, Taken, placed

import filtergrad as fg
from filtergrad import dlpack
from filtergrad.dlpack import LEGACY
from filtergrad.gpu.engine import Gpu
from filtergrad.gpu.run import driver
from filtergrad.gpu.run.array import DeviceArray
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

X, FILTER = (2, 6, 7, 16), (3, 3, 16, 8)
SAME = (1, 1, 1, 1), "SAME"
MOST = {"float16": 2e-3, "bfloat16": 1.6e-2, "float32": 6e-6, "float64": 1e-13}


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(Gpu, "build", fake_cuda.Pair)
    made = fake_cuda.Fake(90, 90, 80)
    made.driver = driver.use(made)
    yield made
    made.leave()


@pytest.fixture
def cupy(fake, monkeypatch):
    monkeypatch.setitem(sys.modules, "cupy", None)  # so that it is taken out again
    module = gpu_arrays.cupy(fake)
    module.state.stream = {device: fake.stream(device) for device in range(3)}
    return module


def numbers(dtype="float16", seed=0):
    rng, problem = np.random.default_rng(seed), Problem.make(X, FILTER, None, *SAME, dtype=dtype)
    x, dy = (
        rng.standard_normal(shape).astype(np.dtype(dtype))
        for shape in (problem.input_shape, problem.out_backprop_shape)
    )
    return problem, x, dy


def check(got, problem, x, dy, old=0.0):
    want = filter_gradient(problem, x, dy) + old
    error = np.abs(np.asarray(got).astype(np.float64) - want).max() / np.abs(want).max()
    assert error < MOST[problem.dtype]


def compute(x, dy, **rest):
    return fg.conv2d_backprop_filter(x, FILTER, dy, *SAME, **rest)


# ---- CuPy ----


@pytest.mark.parametrize("dtype", MOST)
def test_cupy_computes_on_its_current_stream(fake, cupy, dtype):
    problem, x, dy = numbers(dtype)
    got = compute(cupy.array(x), cupy.array(dy))
    assert type(got) is cupy.ndarray
    assert (got.shape, got.dtype, got.device) == (FILTER, np.dtype(dtype), 0)
    if dtype != "bfloat16":
        assert np.isnan(got.array).all(), "done before anybody waited"
    fake.driver.synchronize(0, cupy.state.stream[0])
    check(got.array, problem, x, dy)
    assert {one.stream for one in fake.launches} == {cupy.state.stream[0]}
    assert set(cupy.state.asked) == {-1}, "who has the same stream need not wait"
    assert fake.log.count("cuStreamSynchronize") == 1
    assert not {"cuEventRecord", "cuMemAllocFromPoolAsync"} & set(fake.log)


def test_cupy_on_another_device(fake, cupy):
    problem, x, dy = numbers()
    got = compute(cupy.array(x, device=1), cupy.array(dy, device=1))
    fake.driver.synchronize(1, cupy.state.stream[1])
    check(got.array, problem, x, dy)
    assert (got.device, fake.launches[-1].stream) == (1, cupy.state.stream[1])
    with pytest.raises(ValueError, match="input is on cuda:1 but out_backprop is on cuda:0"):
        compute(cupy.array(x, device=1), cupy.array(dy))


def test_cupy_out_of_any_strides_is_written_and_added_to(fake, cupy):
    problem, x, dy = numbers("float32")
    wide = cupy.array(np.full((*FILTER[:3], 16), 2, np.float32))
    out = cupy.ndarray(wide.array[..., ::2], 0)
    out.data.ptr = out.array.ctypes.data
    assert compute(cupy.array(x), cupy.array(dy), out=out, accumulate=True) is out
    fake.driver.synchronize(0, cupy.state.stream[0])
    check(out.array, problem, x, dy, old=2)
    assert (wide.array[..., 1::2] == 2).all()
    with pytest.raises(ValueError, match="input is on cuda:0 but out is on cpu"):
        compute(cupy.array(x), cupy.array(dy), out=np.zeros(FILTER, np.float32))
    memory = cupy.array(np.zeros(2000, np.float32))
    start = cupy.ndarray(memory.array[: np.prod(X)].reshape(X), 0)
    end = cupy.ndarray(memory.array[8 : 8 + np.prod(FILTER)].reshape(FILTER), 0)
    with pytest.raises(ValueError, match="out overlaps input"):
        compute(start, cupy.array(dy), out=end)


def test_empty_problem_of_cupy_is_zeros(fake, cupy):
    x, dy = np.zeros((0, 6, 7, 16), np.float16), np.zeros((0, 6, 7, 8), np.float16)
    got = compute(cupy.array(x), cupy.array(dy))
    fake.driver.synchronize(0, cupy.state.stream[0])
    assert not got.array.any()
    assert not fake.launches


def test_subclass_of_cupys_array_is_cupys(fake, cupy):
    class Mine(cupy.ndarray):
        pass

    problem, x, dy = numbers()
    got = compute(Mine(placed(fake, x), 0), cupy.array(dy))
    fake.driver.synchronize(0, cupy.state.stream[0])
    check(got.array, problem, x, dy)


# ---- the CUDA array interface ----


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("stream", [None, 1, 2, "own"])
def test_interface_orders_both_ways(fake, stream, dtype):
    problem, x, dy = numbers(dtype)
    if stream == 2:
        fake.handles[2] = fake_cuda.Stream(0)
    theirs = fake.stream() if stream == "own" else stream
    source = placed(fake, x)
    late = placed(fake, np.full_like(x, np.nan))
    if theirs is not None:  # the numbers of x are made on the owner's stream, and not yet
        size = source.nbytes
        fake.driver.copy(0, late.ctypes.data, source.ctypes.data, size, theirs)
    given = Interface(source if theirs is None else late, theirs)
    got = compute(given, Interface(placed(fake, dy)))
    assert isinstance(got, DeviceArray)
    assert (got.shape, got.dtype, got.stream) == (FILTER, dtype, LEGACY)
    if theirs not in {None, LEGACY}:  # what the owner does next waits for us
        fake.driver.clear(0, late.ctypes.data, late.nbytes, theirs)
        fake.driver.synchronize(0, theirs)
    fake.driver.synchronize(0, LEGACY)
    check(Taken(got.__dlpack__()).array, problem, x, dy)
    assert {one.stream for one in fake.launches} == {LEGACY}


def test_interface_out(fake):
    problem, x, dy = numbers("float32")
    theirs, out = fake.stream(), placed(fake, np.full(FILTER, 3, np.float32))
    given = Interface(out, theirs)
    wrapped = Interface(placed(fake, x)), Interface(placed(fake, dy))
    assert compute(*wrapped, out=given, accumulate=True) is given
    fake.driver.synchronize(0, theirs)  # the owner's stream waits for what is written
    check(out, problem, x, dy, old=3)
    with pytest.raises(ValueError, match="out is read-only"):
        compute(*wrapped, out=Interface(out, readonly=True))
    with pytest.raises(ValueError, match="input is on cuda:0 but out is on cuda:2"):
        compute(*wrapped, out=Interface(placed(fake, out, device=2)))


def test_interface_that_is_refused(fake):
    _, x, dy = numbers("float32")
    good = Interface(placed(fake, dy))
    with pytest.raises(TypeError, match="input names stream 0"):
        compute(Interface(placed(fake, x), 0), good)
    with pytest.raises(TypeError, match="has DataType <V2"):
        compute(Interface(placed(fake, x), typestr="<V2"), good)
    with pytest.raises(RuntimeError, match="lies in no GPU's memory"):
        compute(Interface(x), good)
    with pytest.raises(ValueError, match="input is on cuda:0 but out_backprop is on cuda:1"):
        compute(Interface(placed(fake, x)), Interface(placed(fake, dy, device=1)))


def test_odd_strides_are_refused(fake):
    _, x, dy = numbers("float32")
    memory = placed(fake, np.zeros(x.nbytes + 2 * x.size, np.uint8))
    odd = np.ndarray(X, np.float32, memory, 0, (x.strides[0], x.strides[1], x.strides[2] + 2, 4))
    with pytest.raises(ValueError, match="no multiples of its 4 bytes"):
        compute(Interface(odd), Interface(placed(fake, dy)))


# ---- what we give ----


@pytest.mark.parametrize("dtype", MOST)
@pytest.mark.parametrize("version", [None, (0, 8), (1, 0), (1, 1)])
def test_capsules_say_what_lies_there(fake, dtype, version):
    array = DeviceArray.empty((2, 3, 4), dtype, 1, LEGACY)
    capsule = array.__dlpack__(max_version=version)
    taken = Taken(capsule)
    versioned = version is not None and version >= (1, 0)
    assert taken.name == (b"dltensor_versioned" if versioned else b"dltensor")
    assert (taken.address, taken.device) == (array.address, (2, 1))
    assert (taken.array.shape, taken.array.dtype) == ((2, 3, 4), np.dtype(dtype))
    assert taken.strides == (12, 4, 1)
    assert taken.writable == versioned
    address = array.address
    del array, capsule
    gc.collect()
    assert not fake._at(address).freed, "while a consumer has it"
    taken.drop()
    fake.finish()
    assert fake._at(address).freed


def test_capsule_that_nobody_takes_lets_go(fake):
    def refused():
        array = DeviceArray.empty((2, 3), "float32", 0, LEGACY)
        address.append(array.address)
        print(array.__dlpack__(), [].pop())  # an error is pending when the capsule goes

    address = []
    with pytest.raises(IndexError, match="pop from empty list"):
        refused()
    gc.collect()
    fake.finish()
    assert fake._at(address[0]).freed


def test_capsules_that_are_refused(fake):
    array = DeviceArray.empty((2, 3), "float32", 0, LEGACY)
    for wrong in ({"copy": True}, {"dl_device": (1, 0)}, {"dl_device": (2, 1)}):
        with pytest.raises(BufferError, match="neither copied nor moved"):
            array.__dlpack__(**wrong)
    with pytest.raises(ValueError, match="no stream 0"):
        array.__dlpack__(stream=0)
    assert array.__dlpack__(dl_device=(2, 0), copy=False, stream=-1) is not None


def test_interface_of_ours(fake):
    array = DeviceArray.empty((2, 3), "float32", 0, LEGACY)
    assert array.__cuda_array_interface__ == {
        "shape": (2, 3), "typestr": "<f4", "data": (array.address, False), "version": 3,
        "strides": None, "stream": LEGACY,
    }  # fmt: skip
    half = DeviceArray.empty((2, 3), "bfloat16", 0, LEGACY)
    assert not hasattr(half, "__cuda_array_interface__")
    assert repr(half) == "DeviceArray(shape=(2, 3), dtype='bfloat16', device='cuda:0')"


def test_empty_array_has_no_memory(fake):
    array = DeviceArray.empty((0, 3), "bfloat16", 0, LEGACY)
    assert array.address == 0
    assert dlpack.tensor(array.__dlpack__())[0].shape[:2] == [0, 3]
    assert "cuMemAllocFromPoolAsync" not in fake.log


def test_reader_waits_and_memory_waits_for_readers(fake):
    problem, x, dy = numbers("float32")
    got = compute(Interface(placed(fake, x)), Interface(placed(fake, dy)))
    reader, copy = fake.stream(), placed(fake, np.zeros(FILTER, np.float32))
    taken = Taken(got.__dlpack__(stream=reader, max_version=(1, 0)))
    fake.driver.copy(0, copy.ctypes.data, taken.address, copy.nbytes, reader)
    address = got.address
    taken.drop()
    del got  # the copy is not yet made
    gc.collect()
    fake.finish()
    assert fake._at(address).freed
    check(copy, problem, x, dy)


def test_trusted_readers_are_waited_for_by_events_alone(fake):
    array, reader = DeviceArray.empty((64,), "float32", 0, LEGACY), fake.stream()
    copy = placed(fake, np.zeros(64, np.float32))
    fake.driver.clear(0, array.address, 256, LEGACY)
    array.__dlpack__(stream=reader)
    array.trust()
    fake.driver.copy(0, copy.ctypes.data, array.address, 256, reader)
    copy[...] = 1
    del array
    assert (copy == 1).all(), "nothing is done yet"
    assert "cuCtxSynchronize" not in fake.log
    fake.driver.synchronize(0, LEGACY)
    assert (copy == 0).all(), "the memory went back when it had been read"


def test_chain_of_our_arrays(fake):
    """A result is an operand, and an `out`."""
    problem, x, dy = numbers("float32")
    wrapped = Interface(placed(fake, x)), Interface(placed(fake, dy))
    first = compute(*wrapped)
    assert compute(*wrapped, out=first, accumulate=True) is first
    fake.driver.synchronize(0, LEGACY)
    check(Taken(first.__dlpack__()).array, problem, x, dy, filter_gradient(problem, x, dy))
    # dW as the input of another gradient
    turned = fg.conv2d_backprop_filter(first, (1, 1, 8, 8), first, (1, 1, 1, 1), "VALID")
    fake.driver.synchronize(0, LEGACY)
    again = Problem.make(FILTER, (1, 1, 8, 8), None, (1, 1, 1, 1), "VALID", dtype="float32")
    made = Taken(first.__dlpack__()).array
    check(Taken(turned.__dlpack__()).array, again, made, made)


# ---- a library with the array API ----


@pytest.mark.parametrize("name", ["elsewhere", "jax.numpy"])
def test_library_gets_its_own_kind_of_array(fake, name):
    library = gpu_arrays.library(fake, name)
    problem, x, dy = numbers("float32")
    got = compute(library.array(x), library.array(dy))
    assert type(got) is library.Array
    assert library.asked == [LEGACY, LEGACY]
    assert {one.stream for one in fake.launches} == {LEGACY}
    assert "cuStreamSynchronize" not in fake.log
    fake.driver.synchronize(0, library.stream)
    check(got.array, problem, x, dy)
    address = got.taken.address
    fake.log.clear()
    del got
    gc.collect()
    assert ("cuCtxSynchronize" in fake.log) == (name == "elsewhere")
    fake.finish()
    assert fake._at(address).freed


def test_inputs_live_until_they_are_read(fake):
    library = gpu_arrays.library(fake)
    problem, x, dy = numbers("float32")
    alive, first, second = [], library.array(x), library.array(dy)

    class Watched(library.Array):
        def __del__(self):
            alive.remove(id(self))
            self.array[...] = np.nan  # somebody else's numbers

    for array in (first, second):
        array.__class__ = Watched
        alive.append(id(array))
    del array
    got = compute(first, second)
    del first, second
    gc.collect()
    time.sleep(0.02)
    assert len(alive) == 2
    fake.driver.synchronize(0, library.stream)
    check(got.array, problem, x, dy)
    for _ in range(1000):
        if not alive:
            break
        time.sleep(1e-3)
    assert not alive


def test_cupy_beside_others(fake, cupy):
    """Streams of two owners wait for each other."""
    library = gpu_arrays.library(fake)
    problem, x, dy = numbers("float32")
    mine, out = cupy.array(np.zeros_like(x)), Interface(placed(fake, np.zeros(FILTER, np.float32)))
    source = placed(fake, x)
    fake.driver.copy(0, mine.data.ptr, source.ctypes.data, x.nbytes, cupy.state.stream[0])
    compute(mine, library.array(dy), out=out)
    assert {one.stream for one in fake.launches} == {cupy.state.stream[0]}
    fake.driver.synchronize(0, LEGACY)
    check(out.array, problem, x, dy)


# ---- TensorFlow ----


def test_tensorflow_waits_on_both_sides(fake, monkeypatch):
    calls = []

    class Tensor:
        def __init__(self, array):
            self.array = array

        def __dlpack_device__(self):
            return 2, 0

        def __dlpack__(self, *, stream=None, max_version=None):
            if stream is not None:
                raise RuntimeError("no stream is supported")
            capsule = self.array.__dlpack__()
            dlpack.tensor(capsule)[0].device_type = 2
            return capsule

    Tensor.__module__ = "tensorflow.python.framework.ops"

    def from_dlpack(capsule):
        calls.append("from_dlpack")
        taken = Taken(capsule)
        made = Tensor(taken.array.copy())  # the numbers must be there by now
        taken.drop()
        return made

    module = type(sys)("tensorflow")
    module.experimental = type(sys)("experimental")
    module.experimental.dlpack = type(sys)("dlpack")
    module.experimental.dlpack.from_dlpack = from_dlpack
    monkeypatch.setitem(sys.modules, "tensorflow", module)
    problem, x, dy = numbers("float32")
    got = compute(Tensor(placed(fake, x)), Tensor(placed(fake, dy)))
    assert type(got) is Tensor
    check(got.array, problem, x, dy)
    gc.collect()
    assert "cuCtxSynchronize" in fake.log, "nobody knows who still reads the memory"
