"""TensorFlow beside a GPU: what is on it is left alone, or read by DLPack; a GPU is pretended."""

import numpy as np
import pytest

from filtergrad import dlpack
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

tf = pytest.importorskip("tensorflow", reason="`make hosts` installs it")
from helpers.fake_cuda import Memory  # noqa: E402
from tensorflow.python.framework import ops  # noqa: E402

import filtergrad as fg  # noqa: E402
import filtergrad.tensorflow as ft  # noqa: E402
from filtergrad.tensorflow import slow  # noqa: E402
from filtergrad.tensorflow.geometry import on_gpu  # noqa: E402

SAME = [1, 1, 1, 1], "SAME"
SIZES = (3, 3, 4, 8)


@pytest.fixture
def beside(monkeypatch):
    """TensorFlow says that it sees a GPU."""
    monkeypatch.setattr(tf.config, "get_visible_devices", lambda kind=None: ["GPU:0"])


def numbers():
    rng = np.random.default_rng(0)
    problem = Problem.make((2, 5, 6, 4), SIZES, None, (1, 1, 1, 1), "SAME", dtype="float32")
    shapes = problem.input_shape, problem.out_backprop_shape
    return problem, *(rng.integers(-3, 4, shape).astype(np.float32) for shape in shapes)


# ---- what is on a GPU is left alone ----


def test_where_tensorflow_computes(beside):
    for name in ("GPU:0", "/job:localhost/replica:0/task:0/device:GPU:1", "", "/gpu:0"):
        assert on_gpu(name)
    for name in ("CPU:0", "/job:localhost/replica:0/task:0/device:CPU:0", "/cpu:0"):
        assert not on_gpu(name)
    assert on_gpu()
    with tf.device("CPU"):
        assert not on_gpu()

    @tf.function
    def inside():
        found.append(on_gpu())
        with tf.device("CPU:0"):
            found.append(on_gpu())
        return tf.constant(0)

    found = []
    inside()
    assert found == [True, False]


def test_without_a_gpu_all_is_on_the_cpu():
    assert not on_gpu()
    assert not on_gpu("")


def ours(function, *given):
    """Which ops a graph of this function has."""
    graph = tf.function(function).get_concrete_function(*given).graph
    names = {op.type for op in graph.get_operations()}
    names |= {node.op for f in graph.as_graph_def().library.function for node in f.node_def}
    return "Filtergrad>Conv2DBackpropFilter" in names


def loss_of(convolution):
    def gradient(x, w):
        with tf.GradientTape() as tape:
            tape.watch(w)
            loss = tf.reduce_sum(convolution(x, w) ** 2)
        return tape.gradient(loss, w)

    return gradient


DENSE = {
    "enabled": lambda x, w: tf.nn.conv2d(x, w, 1, "SAME"),
    "ours": lambda x, w: ft.conv2d(x, w, 1, "SAME"),
    "depthwise": lambda x, w: ft.depthwise_conv2d(x, w[..., :2], [1, 1, 1, 1], "SAME"),
    "rows apart": lambda x, w: ft.depthwise_conv2d(x, w[..., :2], [1, 2, 1, 1], "SAME"),
}


@pytest.mark.parametrize("name", DENSE)
def test_graphs(monkeypatch, name):
    """Ours on a CPU, TensorFlow's beside a GPU unless the CPU is named."""
    _, x, _ = numbers()
    given = tf.constant(x), tf.ones(SIZES)
    gradient = loss_of(DENSE[name])

    def on_the_cpu(x, w):
        with tf.device("CPU"):
            return gradient(x, w)

    with ft.enabled():
        assert ours(gradient, *given)
        monkeypatch.setattr(tf.config, "get_visible_devices", lambda kind=None: ["GPU:0"])
        assert not ours(gradient, *given)
        assert ours(on_the_cpu, *given)


def test_eager_gradients(beside, monkeypatch):
    _, x, _ = numbers()
    given = tf.constant(x), tf.ones(SIZES)
    calls = []

    def counted(*arguments):
        calls.append(arguments)
        return slow.conv2d_backprop_filter(*arguments)

    monkeypatch.setattr("filtergrad.tensorflow.op.generated", lambda: counted)
    with ft.enabled():
        # The tensors of this machine are on its CPU, so what flows back says so.
        want = loss_of(DENSE["enabled"])(*given)
        assert len(calls) == 1
        monkeypatch.setattr("filtergrad.tensorflow.switch.on_gpu", lambda device: True)
        np.testing.assert_allclose(loss_of(DENSE["enabled"])(*given), want, 1e-5)
        np.testing.assert_allclose(loss_of(DENSE["ours"])(*given), want, 1e-5)
    assert len(calls) == 1


def test_keras_layers(monkeypatch):
    keras = pytest.importorskip("keras")
    import filtergrad.keras as fk

    model = keras.Sequential([keras.Input((5, 6, 4)), keras.layers.Conv2D(8, 3, padding="same")])
    kernel = fk.swap(model).layers[0].kernel
    x = tf.constant(numbers()[1])

    def gradient(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(model(x) ** 2)
        return tape.gradient(loss, kernel.value)

    assert ours(gradient, x)
    monkeypatch.setattr(tf.config, "get_visible_devices", lambda kind=None: ["GPU:0"])
    assert not ours(gradient, x)
    assert model(x).shape == (2, 5, 6, 8)


# ---- eager tensors, by DLPack ----


@pytest.fixture
def tensors(fake, monkeypatch):
    """The eager tensors of this process lie in the memory of a GPU."""
    export, take = ops._EagerTensorBase.__dlpack__, tf.experimental.dlpack.from_dlpack
    calls = []

    def exported(self, *, stream=None, max_version=None, dl_device=None, copy=None):
        calls.append("export")
        capsule = export(self, stream=stream)
        tensor, _ = dlpack.tensor(capsule)
        size = int(np.prod(self.shape)) * self.dtype.size
        fake.memory.append(Memory(0, tensor.data, size, None))
        tensor.device_type = 2
        return capsule

    def taken(capsule):
        calls.append("import")
        tensor, _ = dlpack.tensor(capsule)
        assert (tensor.device_type, tensor.device_id) == (2, 0)
        tensor.device_type = 1
        return take(capsule)

    monkeypatch.setattr(ops._EagerTensorBase, "__dlpack__", exported)
    monkeypatch.setattr(ops._EagerTensorBase, "__dlpack_device__", lambda self: (2, 0))
    monkeypatch.setattr(ops._EagerTensorBase, "__array_interface__", property(), raising=False)
    monkeypatch.setattr(tf.experimental.dlpack, "from_dlpack", taken)
    return calls


def test_the_call_takes_and_gives_tensors(fake, tensors):
    problem, x, dy = numbers()
    got = fg.conv2d_backprop_filter(tf.constant(x), SIZES, tf.constant(dy), *SAME)
    assert isinstance(got, tf.Tensor)
    assert tensors == ["export", "export", "import"]
    np.testing.assert_array_equal(got.numpy(), filter_gradient(problem, x, dy))
    assert "cuStreamSynchronize" in fake.log


def test_the_op_on_eager_tensors(fake, tensors, monkeypatch):
    problem, x, dy = numbers()
    monkeypatch.setattr("filtergrad.tensorflow.slow.remote", lambda *tensors: True)
    x, dy = tf.constant(x), tf.constant(dy)
    with tf.GradientTape() as tape:
        tape.watch(x)
        got = ft.Conv2DBackpropFilter(
            input=x, filter_sizes=SIZES, out_backprop=dy, strides=SAME[0], padding="SAME"
        )
        loss = tf.reduce_sum(got)
    np.testing.assert_array_equal(got.numpy(), filter_gradient(problem, x.numpy(), dy.numpy()))
    assert fake.launches
    assert tape.gradient(loss, x).shape == x.shape


def test_which_tensors_are_on_a_gpu_of_ours(fake):
    class Tensor:
        def __init__(self, device, number=0):
            self.device, self.number = device, number

        def __dlpack_device__(self):
            return 2, self.number

    near, far = Tensor("/job:localhost/device:CPU:0"), Tensor("/job:localhost/device:GPU:0")
    assert not slow.remote(np.zeros(1), far)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ops, "EagerTensor", Tensor)
        assert slow.remote(far, far)
        assert not slow.remote(near, far)
        assert not slow.remote(Tensor(far.device, 7), far), "the driver has no such device"
