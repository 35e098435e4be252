"""JAX's programs for a GPU: what is put into them, and real calls of XLA's to the handler."""

import os

os.environ["XLA_FLAGS"] = (
    os.environ.get("XLA_FLAGS", "") + " --xla_force_host_platform_device_count=2"
)

import ctypes
import functools
import re

import numpy as np
import pytest
from helpers.check import whole
from helpers.fake_cuda import Memory

from filtergrad.gpu.engine import Gpu
from filtergrad.gpu.run import driver
from filtergrad.native import door as doors
from filtergrad.problem import Problem
from filtergrad.recent import relieve
from filtergrad.reference import filter_gradient

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jax.config.update("jax_enable_x64", True)
from jax.interpreters import mlir  # noqa: E402
from jax.sharding import AxisType, PartitionSpec  # noqa: E402

import filtergrad.jax as fj  # noqa: E402
from filtergrad.jax import door, op, remote, shim, slow  # noqa: E402
from filtergrad.jax.frame import LAUNCH  # noqa: E402

SAME = (1, 1, 1, 1), "SAME"
CALL = "custom_call @filtergrad_conv2d_weight_1"


def gradient(x, dy, sizes=(3, 3, 8, 8), **rest):
    return fj.conv2d_backprop_filter(x, sizes, dy, *SAME, **rest)


def of_filter(sizes, x, dy):
    """What flows back to the filter of a convolution, whatever sizes are left open."""
    order = ("NHWC", "HWIO", "NHWC")

    def convolution(w):
        return fj.conv_general_dilated(x, w, (1, 1), "SAME", dimension_numbers=order)

    return jax.vjp(convolution, jax.numpy.zeros(sizes, x.dtype))[1](dy)[0]


def program(function, *given, platforms=("cuda",)):
    return jax.jit(function).trace(*given).lower(lowering_platforms=platforms).as_text()


def numbers(xs=(2, 5, 6, 8), fs=(3, 3, 8, 8), dtype="float32", batch=()):
    problem = Problem.make(xs, fs, None, *SAME, dtype=dtype)
    rng = np.random.default_rng(0)
    shapes = problem.input_shape, problem.out_backprop_shape
    return problem, *(rng.integers(-3, 4, (*batch, *s)).astype(dtype) for s in shapes)


# ---- what is put into programs ----


def test_without_a_gpu_it_is_xlas():
    _, x, dy = numbers()
    driver.use(None)
    assert "NVIDIA's driver is missing" in remote.closed()
    text = program(gradient, x, dy)
    assert "custom_call" not in text
    assert "stablehlo.convolution" in text


def test_a_gpu_of_no_known_architecture_is_xlas(fake):
    _, x, dy = numbers()
    fake.capabilities = (90, 90, 52)
    fake.driver = driver.use(fake)
    assert "'sm_52' is no architecture" in remote.closed()
    assert "custom_call" not in program(gradient, x, dy)


def test_without_triton_it_is_ours_if_the_kernel_is_at_hand(fake, monkeypatch):
    _, x, dy = numbers((2, 4, 5, 8))
    monkeypatch.setattr(remote, "find_spec", lambda name: None)

    def missing(launch, arch):
        raise ImportError("no Triton")

    kernels = Gpu.build
    monkeypatch.setattr(Gpu, "build", staticmethod(missing))
    assert "custom_call" not in program(gradient, x, dy)
    monkeypatch.setattr(Gpu, "build", kernels)
    relieve()
    jax.clear_caches()
    assert CALL in program(gradient, x, dy)


def test_one_call_with_its_workspace(fake, slots):
    _, x, dy = numbers()
    jax.clear_caches()
    text = program(gradient, x, dy)
    (line,) = [line for line in text.splitlines() if CALL in line]
    (size,) = re.findall(r"-> \(tensor<1x3x3x8x8xf32>, tensor<(\d+)xui8>\)", line)
    assert int(size) > 1000
    assert "stablehlo.convolution" not in text


def test_every_platform_has_its_own(fake):
    _, x, dy = numbers()
    text = program(gradient, x, dy, platforms=("cpu", "cuda", "rocm"))
    calls = [line for line in text.splitlines() if CALL in line]
    assert sorted("xui8>" in line for line in calls) == [False, True]
    assert "stablehlo.convolution" in text
    assert CALL not in program(gradient, x, dy, platforms=("rocm",))


def test_transformations(fake):
    _, x, dy = numbers()

    def loss(x, w):
        numbers = ("NHWC", "HWIO", "NHWC")
        return (fj.conv_general_dilated(x, w, (1, 1), "SAME", dimension_numbers=numbers) ** 2).sum()

    w = np.zeros((3, 3, 8, 8), np.float32)
    assert program(jax.grad(loss, (0, 1)), x, w).count(CALL) == 1
    assert program(lambda x, dy: jax.jvp(gradient, (x, dy), (x, dy))[1], x, dy).count(CALL) == 2
    text = program(jax.vmap(gradient, (0, None)), np.stack([x] * 3), dy)
    assert "tensor<3x2x5x6x8xf32>, tensor<1x2x5x6x8xf32>" in text
    assert text.count(CALL) == 1
    highest = program(lambda x, dy: gradient(x, dy, precision="highest"), x, dy)
    assert "1, 1]> : tensor<22xi64>" in highest
    assert "1, 2]> : tensor<22xi64>" in program(
        lambda x, dy: gradient(x, dy, precision="tf32"), x, dy
    )


def test_exported_programs_are_xlas_unless_asked_otherwise(fake):
    _, x, dy = numbers()

    def exported(function, *given):
        allowed = [jax.export.DisabledSafetyCheck.custom_call(fj.TARGET)]
        return jax.export.export(
            jax.jit(function), platforms=("cuda",), disabled_checks=allowed
        )(*given).mlir_module()  # fmt: skip

    assert "custom_call" not in exported(gradient, x, dy)
    n, h = jax.export.symbolic_shape("n, h")
    with fj.exporting():
        assert CALL in exported(gradient, x, dy)
        given = [jax.ShapeDtypeStruct((n, h, *a.shape[2:]), a.dtype) for a in (x, dy)]
        open_sizes = exported(functools.partial(of_filter, (3, 3, 8, 8)), *given)
    assert CALL in open_sizes
    assert "tensor<0xui8>" in open_sizes


# ---- XLA itself, which takes the handler for one of a CPU ----


STREAMS = {}
COUNTS, LENT = slice(4, 7), 7  # among the numbers behind the words


def launched(fake):
    """A handler that knows XLA's memory as a GPU's, and waits, since XLA's CPU does not."""

    def handle(call, answer):
        told = remote._Told.from_address(call)
        words, numbers = tuple(told[remote._WORDS]), told[remote._REST]
        sizes = (*remote._sizes(words), numbers[LENT])
        counts = (*numbers[COUNTS], 1)
        for address, size, count in zip(numbers, sizes, counts, strict=False):
            fake.memory.append(Memory(0, address, max(1, size * count), None))
        # A CPU has no stream, and says so.
        told[LAUNCH.index("error")], told[LAUNCH.index("device")] = 0, 0
        told[LAUNCH.index("stream")] = STREAMS[fake]
        remote.launch(call, answer)
        fake.driver.synchronize(0, STREAMS[fake])

    return handle


@pytest.fixture
def as_gpu(fake, monkeypatch):
    """The rule and the handler of GPUs, on CPUs."""
    STREAMS[fake] = fake.stream()
    name = f"filtergrad_test_{len(STREAMS)}"
    python = {"slow": slow.handle, "launch": launched(fake), "ahead": remote.ahead}
    called = {key: doors.callback(function, 2) for key, function in python.items()}
    opened = doors.Door(shim, door.request, called, slow=True)
    handler = jax.ffi.pycapsule(ctypes.c_void_p(opened.addresses["gpu_handler"]))
    jax.ffi.register_ffi_target(name, {"instantiate": handler, "execute": handler})
    monkeypatch.setattr(door, "TARGET", name)
    mlir.register_lowering(op.weight_p, op._on_gpus, platform="cpu")
    jax.clear_caches()
    yield fake
    mlir.register_lowering(op.weight_p, op._on_cpus, platform="cpu")
    jax.clear_caches()


def check(got, problem, x, dy):
    np.testing.assert_array_equal(np.asarray(got), filter_gradient(problem, x, dy))


def test_eager_and_jitted(slots, as_gpu):
    problem, x, dy = numbers()
    check(gradient(x, dy), problem, x, dy)
    check(jax.jit(gradient)(x, dy), problem, x, dy)
    assert len({one.stream for one in as_gpu.launches}) == 1
    assert "cuMemAllocFromPoolAsync" not in as_gpu.log, "the workspace is XLA's"


def test_channels_first(as_gpu):
    problem = Problem.make((2, 8, 5, 6), (3, 3, 4, 8), None, *SAME, (), "NCHW", dtype="float64")
    x, dy = whole(problem)
    got = gradient(x, dy, (3, 3, 4, 8), data_format="NCHW")
    check(got, problem, x, dy)


def test_mapped(as_gpu):
    problem, x, dy = numbers(batch=(2,))
    got = jax.vmap(gradient)(x, dy)
    for i in range(2):
        check(got[i], problem, x[i], dy[i])
    got = jax.vmap(gradient, (None, 0))(x[0], dy)
    check(got[1], problem, x[0], dy[1])


def test_differentiated(as_gpu):
    _, x, dy = numbers()
    tangents = x + 1, dy - 1
    got, slope = jax.jvp(jax.jit(gradient), (x, dy), tangents)
    problem = Problem.make(x.shape, (3, 3, 8, 8), None, *SAME, dtype="float32")
    check(got, problem, x, dy)
    want = filter_gradient(problem, tangents[0], dy) + filter_gradient(problem, x, tangents[1])
    np.testing.assert_array_equal(np.asarray(slope), want)
    w = np.ones((3, 3, 8, 8), np.float32)

    def loss(w):
        order = ("NHWC", "HWIO", "NHWC")
        y = fj.conv_general_dilated(x, w, (1, 1), "SAME", dimension_numbers=order)
        return (y * dy).sum()

    check(jax.grad(loss)(w), problem, x, dy)


@pytest.mark.parametrize("manual", [False, True])
def test_spread_over_devices(as_gpu, manual):
    problem, x, dy = numbers((4, 5, 6, 8))
    mesh = jax.make_mesh((2,), ("n",), axis_types=(AxisType.Auto,))
    images = jax.sharding.NamedSharding(mesh, PartitionSpec("n"))
    given = [jax.device_put(array, images) for array in (x, dy)]
    if manual:
        spec = PartitionSpec("n")

        def both(x, dy):
            return jax.lax.psum(gradient(x, dy), "n")

        compiled = jax.jit(
            jax.shard_map(both, mesh=mesh, in_specs=(spec, spec), out_specs=PartitionSpec())
        )
    else:
        compiled = jax.jit(gradient)
    text = compiled.lower(*given).compile().as_text()
    assert text.count("all-reduce(") == 1
    check(compiled(*given), problem, x, dy)


def test_open_sizes_take_their_own_workspace(slots, as_gpu):
    problem, x, dy = numbers()
    (n,) = jax.export.symbolic_shape("n")
    with fj.exporting():
        allowed = [jax.export.DisabledSafetyCheck.custom_call(door.TARGET)]
        given = [jax.ShapeDtypeStruct((n, *a.shape[1:]), a.dtype) for a in (x, dy)]
        function = jax.jit(functools.partial(of_filter, (3, 3, 8, 8)))
        exported = jax.export.export(function, disabled_checks=allowed)(*given)
    check(exported.call(x, dy), problem, x, dy)
    assert "cuMemAllocFromPoolAsync" in as_gpu.log


def test_errors_reach_the_user(as_gpu):
    _, x, dy = numbers()
    as_gpu.fail["cuLaunchKernelEx"] = 700
    with pytest.raises(jax.errors.JaxRuntimeError, match="an illegal memory access"):
        gradient(x, dy).block_until_ready()
