"""Keras: `swap` and `unswap`, on the backend that KERAS_BACKEND names."""

import importlib
import os
import re
import runpy

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np
import pytest
from helpers import ROOT
from helpers.interrupted import at_every_line
from keras import layers

import filtergrad.keras as fk
from filtergrad import api
from filtergrad.keras import layers as fl

BACKEND = keras.backend.backend()
# Of Keras, when it saves variables of TensorFlow or PyTorch.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
only_tensorflow = pytest.mark.skipif(BACKEND != "tensorflow", reason="of TensorFlow")


def test_the_door_is_that_of_the_backend():
    assert fk.door_state() == importlib.import_module(f"filtergrad.{BACKEND}").door_state()
    assert fk.door_state().startswith(("native", "python: "))


@pytest.fixture
def asked(monkeypatch):
    """The problems that were new: kernels of others ask for none."""
    seen, gradient = [], api.gradient

    def ask(*given, **named):
        seen.append((given, named))
        return gradient(*given, **named)

    monkeypatch.setattr(api, "gradient", ask)
    return seen


@pytest.fixture(params=["float32", "mixed_bfloat16", "mixed_float16"])
def policy(request):
    keras.mixed_precision.set_dtype_policy(request.param)
    yield request.param
    keras.mixed_precision.set_dtype_policy("float32")


def needs(dtype):
    """Skip where the backend itself does not convolve this dtype."""
    one = keras.ops.ones((1, 1, 1, 1), dtype)
    try:
        keras.ops.conv(one, one)
    except Exception as error:
        pytest.skip(f"{BACKEND}'s own convolution fails in {dtype} here: {error}")


def network(data_format="channels_last", size=12, width=8):
    """Each kind of layer, one of them deeper down; sizes that no other test has."""
    keras.utils.set_random_seed(1)
    shape = (size, size, 3) if data_format == "channels_last" else (3, size, size)
    given = {"data_format": data_format}
    return keras.Sequential([
        keras.Input(shape),
        layers.Conv2D(width, 3, strides=2, padding="same", activation="relu", **given),
        layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, **given),
        keras.Sequential([
            layers.Conv2D(width, (3, 2), dilation_rate=2, padding="same", **given),
            layers.Conv2D(width, 3, groups=2, **given),
        ]),
        layers.SeparableConv2D(6, 3, use_bias=False, activation="tanh", **given),
        layers.GlobalAveragePooling2D(**given),
        layers.Dense(4),
    ])  # fmt: skip


def lines(causal="causal"):
    """The layers in one dimension."""
    keras.utils.set_random_seed(1)
    return keras.Sequential([
        keras.Input((19, 3)),
        layers.Conv1D(8, 3, padding=causal, activation="relu"),
        layers.Conv1D(8, 3, strides=2, padding="same", use_bias=False),
        layers.DepthwiseConv1D(3, padding="same", depth_multiplier=2),
        layers.SeparableConv1D(6, 3, activation="tanh"),
        layers.Conv1D(4, 3, dilation_rate=2),
        layers.GlobalAveragePooling1D(),
    ])  # fmt: skip


def test_lines(asked):
    x = np.random.default_rng(0).standard_normal((8, 19, 3)).astype("float32")
    y = np.arange(8) % 4
    losses, kernels = [], []
    for change in (lambda model: model, fk.swap):
        model = change(lines())
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.SGD(0.1), loss)
        losses.append(model.fit(x, y, epochs=3, verbose=0, shuffle=False).history["loss"])
        kernels.append(model.get_weights())
    assert asked
    np.testing.assert_allclose(*losses, rtol=1e-4)
    for one, other in zip(*kernels, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-5)


TRANSPOSED = {
    # kernel, strides, padding, output_padding, dilation
    "same": ((3, 2), 2, "same", None, 1),
    "valid": ((2, 3), (1, 3), "valid", None, 1),
    "more": ((3, 4), (3, 2), "valid", (2, 1), 1),
    "more, same": (3, 2, "same", 1, 1),
    "dilated": (3, 1, "valid", None, (2, 1)),
}


def gradients(layer, x):
    """What a layer gives, and the gradients of a sum by its weights; numbers are whole."""

    def loss(y):
        weights = np.arange(np.prod(y.shape), dtype="float32").reshape(y.shape) % 5 - 2
        return keras.ops.sum(keras.ops.multiply(y, weights))

    if BACKEND == "jax":
        import jax

        def function(weights):
            y, _ = layer.stateless_call(weights, [], x)
            return loss(y), y

        weights = [v.value for v in layer.trainable_variables]
        (_, y), found = jax.value_and_grad(function, has_aux=True)(weights)
    elif BACKEND == "torch":
        layer.zero_grad()
        y = layer(x)
        loss(y).backward()
        found = [v.value.grad for v in layer.trainable_variables]
    else:
        import tensorflow as tf

        with tf.GradientTape() as tape:
            y = layer(x)
            value = loss(y)
        found = tape.gradient(value, layer.trainable_variables)
    return [keras.ops.convert_to_numpy(value) for value in (keras.ops.stop_gradient(y), *found)]


@pytest.mark.parametrize("name", TRANSPOSED)
@pytest.mark.parametrize("axes", [1, 2])
def test_transposed(asked, name, axes):
    kind = (layers.Conv1DTranspose, layers.Conv2DTranspose)[axes - 1]
    given = [n[-1] if axes == 1 and isinstance(n, tuple) else n for n in TRANSPOSED[name]]
    names = ("kernel_size", "strides", "padding", "output_padding", "dilation_rate")
    rng = np.random.default_rng(0)
    x = rng.integers(-4, 5, (2, 5, 6)[: axes + 1] + (4,)).astype("float32")  # noqa: RUF005
    layer = kind(filters=3, **dict(zip(names, given, strict=True)))
    try:
        layer.build(x.shape)
        layer.set_weights([rng.integers(-4, 5, w.shape) for w in layer.get_weights()])
        wanted = gradients(layer, x)
    except Exception as error:
        assert (BACKEND, name) == ("tensorflow", "dilated")
        pytest.skip(f"TensorFlow's own fails here: {error}")
    asked.clear()
    for got, other in zip(gradients(fk.swap(layer), x), wanted, strict=True):
        np.testing.assert_array_equal(got, other)
    assert asked


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_transposed_layers_learn(asked, data_format):
    def network(data_format):
        keras.utils.set_random_seed(1)
        given = {"data_format": data_format, "padding": "same"}
        shape = (4, 5, 3) if data_format == "channels_last" else (3, 4, 5)
        return keras.Sequential([
            keras.Input(shape),
            layers.Conv2DTranspose(8, 3, strides=2, activation="relu", **given),
            layers.Conv2DTranspose(6, 2, strides=(1, 2), use_bias=False, **given),
            layers.GlobalAveragePooling2D(data_format=data_format),
        ])  # fmt: skip

    x = np.random.default_rng(0).standard_normal((8, 4, 5, 3)).astype("float32")
    learned = []
    for change, order in ((fk.unswap, "channels_last"), (fk.swap, data_format)):
        model = change(network(order))
        model.compile(keras.optimizers.SGD(0.3), "mse")
        given = x if order == "channels_last" else x.transpose(0, 3, 1, 2)
        losses = model.fit(given, x[:, 0, 0, :1], epochs=3, verbose=0, shuffle=False).history
        learned.append((losses["loss"], *model.get_weights()))
        assert bool(asked) == (change is fk.swap)
    for one, other in zip(*learned, strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-3, atol=1e-5)


def test_report():
    class Own(layers.Conv2D):
        def convolution_op(self, inputs, kernel):
            return super().convolution_op(inputs, kernel * 2)

    model = keras.Sequential([
        keras.Input((8, 8, 3)), layers.Conv2D(4, 3, name="ours"), Own(4, 3, name="own"),
        layers.Conv2DTranspose(4, 3, name="back"), layers.Conv2D(4, 1, name="left"),
        layers.Conv2D(4, 1, name="frozen", trainable=False),
        layers.Reshape((1, 6, 6, 4)), layers.Conv3D(2, 1, name="deep"), layers.Dense(2),
    ])  # fmt: skip
    assert fk.report(model).ours == 0
    fk.swap(model, where=lambda name, layer: name != "left")
    rows = {row.name: row for row in fk.report(model)}
    assert rows["ours"][1:] == ("Conv2D", (3, 3, 3, 4), "filtergrad", "swapped")
    assert {name: row.why for name, row in rows.items() if row.by != "filtergrad"} == {
        "own": "it convolves by a method of its own",
        "deep": "it has 3 dimensions",
        "left": "not swapped",
        "frozen": "it is not trained (trainable is False)",
    }
    assert str(fk.report(model)).startswith("2 of 6 convolutions by filtergrad\n  ours ")
    assert dir(fk) == ["door_state", "report", "swap", "unswap"]


def test_swap_says_what_it_did_not():
    with pytest.warns(UserWarning, match="no convolution, only 1 Dense"):
        fk.swap(keras.Sequential([layers.Dense(2)]))
    with pytest.warns(UserWarning, match="1 Conv3D .it has 3 dimensions"):
        fk.swap(keras.Sequential([layers.Conv3D(2, 3)]))
    for call in (fk.swap, fk.unswap, fk.report):
        with pytest.raises(TypeError, match=r"takes a model .*not None"):
            call(None)
    with pytest.raises(TypeError, match="where must be a function"):
        fk.swap(keras.Sequential([layers.Conv2D(2, 3)]), where="conv")


def fit(model, size=12, **given):
    x = np.random.default_rng(0).standard_normal((32, size, size, 3)).astype("float32")
    x = x if model.input_shape[-1] == 3 else x.transpose(0, 3, 1, 2)
    y = np.arange(32) % 4
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.5), loss, **given)
    return model.fit(x, y, batch_size=16, epochs=3, verbose=0, shuffle=False).history["loss"]


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_the_same_is_learned(asked, policy, data_format):
    if BACKEND != "tensorflow" and policy == "mixed_bfloat16":
        pytest.skip("one half precision will do")
    needs(keras.mixed_precision.dtype_policy().compute_dtype)
    size = 12 if data_format == "channels_last" else 11
    plain = fit(network(size=size), size)  # channels last, which every backend takes everywhere
    assert not asked
    rtol = 1e-5 if policy == "float32" else 3e-3
    np.testing.assert_allclose(fit(fk.swap(network(data_format, size)), size), plain, rtol=rtol)
    assert asked


def test_nothing_else_changes(tmp_path):
    model = network(size=13)
    config, weights = model.get_config(), [*map(id, model.weights)]
    kinds = [*map(type, model.layers)]
    assert fk.swap(model) is model
    assert model.get_config() == config
    assert [*map(id, model.weights)] == weights
    assert [*map(type, model.layers)] == kinds
    x = np.ones((1, 13, 13, 3), "float32")
    before = model(x)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert not any(fl.MARK in vars(layer) for layer in loaded._flatten_layers())
    got, wanted = (keras.ops.convert_to_numpy(y) for y in (loaded(x), before))
    np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-6)


def test_there_and_back(asked):
    """A model that was trained is traced anew."""
    model = network(size=14)
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((16, 14, 14, 3)).astype("float32"), np.arange(16) % 4
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    for change, ours in ((None, False), (fk.swap, True), (fk.unswap, False)):
        if change:
            change(model)
        asked.clear()
        model.fit(x[: 8 + ours], y[: 8 + ours], verbose=0)
        assert bool(asked) == ours
    for layer in model._flatten_layers():
        assert fl.MARK not in vars(layer)


@pytest.mark.skipif(BACKEND == "tensorflow", reason="Keras's own scope fails in fit there")
@pytest.mark.parametrize("kind", [layers.Conv2D, layers.DepthwiseConv2D, layers.SeparableConv2D])
def test_layers_that_are_computed_twice_learn(asked, kind):
    """In a scope of rematerialization, for which JAX remembers traces by what they are of."""
    x = np.random.default_rng(0).standard_normal((8, 9, 8, 4)).astype("float32")
    y = x[:, 0, 0, :3]
    given = {} if kind is layers.DepthwiseConv2D else {"filters": 4}
    learned = []
    for change in (fk.unswap, fk.swap):
        keras.utils.set_random_seed(1)
        with keras.RematScope(mode="full"):
            layer = kind(kernel_size=3, padding="same", **given)
            last = [layers.GlobalAveragePooling2D(), layers.Dense(3)]
            model = change(keras.Sequential([keras.Input((9, 8, 4)), layer, *last]))
            model.compile(keras.optimizers.SGD(0.3), "mse")
            before = layer.get_weights()
            model.fit(x, y, epochs=2, batch_size=4, shuffle=False, verbose=0)
        learned.append(layer.get_weights())
        assert bool(asked) == (change is fk.swap)
    for one, other, start in zip(*learned, before, strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-4, atol=1e-6)
        assert np.abs(other - start).max() > 1e-3


def test_interrupts_swap_all_layers_or_none():
    model = network(size=9)

    def convolutions():
        kinds = (layers.Conv2D, layers.DepthwiseConv2D, layers.SeparableConv2D)
        found = [layer for layer in model._flatten_layers() if isinstance(layer, kinds)]
        return {fl.MARK in vars(layer) for layer in found}

    for change, before in ((fk.swap, fk.unswap), (fk.unswap, fk.swap)):
        before(model)

        def check(before=before):
            assert len(convolutions()) == 1
            before(model)

        assert at_every_line(lambda change=change: change(model), check, folder=fl.__file__) > 20


def test_layers_of_their_own_mind_are_left_alone():
    class Own(layers.Conv2D):
        def convolution_op(self, inputs, kernel):
            return super().convolution_op(inputs, kernel * 2)

    class Named(layers.Conv2D):
        pass

    model = fk.swap(keras.Sequential([keras.Input((8, 8, 3)), Own(4, 3), Named(4, 3)]))
    own, named = model.layers
    assert fl.MARK not in vars(own)
    assert fl.MARK in vars(named)


def test_other_backends_are_refused(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "openvino")
    with pytest.raises(RuntimeError, match="'openvino', only tensorflow, jax, torch"):
        fk.swap(keras.layers.Conv2D(1, 1))


# ------------------------------------------------------------------------------------ TensorFlow


def mobile(width=16):
    """Inverted residuals in double precision, planes first: TensorFlow has no kernel of these."""
    keras.utils.set_random_seed(1)
    given = {"data_format": "channels_first", "padding": "same", "use_bias": False}
    x = inputs = keras.Input((1, 16, 16))
    x = layers.Conv2D(width, 3, strides=2, **given)(x)
    for _ in range(2):
        y = layers.Conv2D(2 * width, 1, **given)(x)
        y = layers.DepthwiseConv2D(3, **given)(layers.ReLU(6)(y))
        x = layers.Add()([x, layers.Conv2D(width, 1, **given)(layers.ReLU(6)(y))])
    x = layers.GlobalAveragePooling2D(data_format="channels_first")(x)
    return keras.Model(inputs, layers.Dense(2, dtype="float32")(x))


@only_tensorflow
def test_what_tensorflow_refuses_trains():
    keras.mixed_precision.set_dtype_policy("float64")
    try:
        rng = np.random.default_rng(0)
        x, y = rng.standard_normal((64, 1, 16, 16)).astype("float32"), np.arange(64) % 2
        x[y == 1, :, ::2] += 1  # stripes
        losses = []
        for change in (fk.unswap, fk.swap):
            model = change(mobile())
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
            model.compile(keras.optimizers.Adam(0.01), loss)
            try:
                history = model.fit(x, y, batch_size=16, epochs=12, verbose=0).history
                losses.append(history["loss"])
            except Exception as error:
                assert "only supports" in str(error)  # noqa: PT017 - of one of two
        assert len(losses) == 1
        assert losses[0][-1] < 0.3 * losses[0][0]
    finally:
        keras.mixed_precision.set_dtype_policy("float32")


@only_tensorflow
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_exported_models_are_tensorflows(tmp_path, data_format):
    """They hold no op of ours, and give what the model gives."""
    import tensorflow as tf

    model = fk.swap(network(data_format, 10))
    x = np.random.default_rng(0).standard_normal((4, *model.input_shape[1:])).astype("float32")
    model.export(tmp_path, verbose=False)
    assert b"iltergrad" not in (tmp_path / "saved_model.pb").read_bytes()
    loaded = tf.saved_model.load(str(tmp_path))
    np.testing.assert_allclose(loaded.serve(x), model.predict(x, verbose=0), rtol=1e-4, atol=1e-5)


@only_tensorflow
def test_what_xla_compiles_is_its_own(asked):
    fit(fk.swap(network(size=15)), 15, jit_compile=True)
    assert not asked


@only_tensorflow
def test_the_example(capsys):
    pytest.importorskip("sklearn")
    example = ROOT / "examples" / "digits_keras.py"
    runpy.run_path(str(example), run_name="__main__")
    without, ours = map(float, re.findall(r"([0-9.]+) % right", capsys.readouterr().out))
    assert min(without, ours) > 94
    assert abs(without - ours) < 1.5
