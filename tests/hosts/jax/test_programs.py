"""Programs that outlive their process: JAX's compilation cache and `jax.export`."""

import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

import filtergrad.jax as fj

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
from jax import export  # noqa: E402

CHECKS = [export.DisabledSafetyCheck.custom_call(fj.TARGET)]
written = pytest.mark.skipif(
    find_spec("flatbuffers") is None, reason="jax.export writes programs with flatbuffers"
)
PROGRAM = """
import sys
import numpy as np
import jax
import filtergrad.jax as fj

jax.config.update("jax_compilation_cache_dir", sys.argv[1])
jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
found = []
jax.monitoring.register_event_listener(lambda name, **_: found.append(name))


@jax.jit
def op(x):
    return fj.conv2d_backprop_filter(x, (3, 3, 5, 5), x, (1, 1, 1, 1), "SAME")


x = np.random.default_rng(0).standard_normal((2, 9, 9, 5)).astype(np.float32)
print(np.asarray(op(x)).tobytes().hex()[:400])
print(sum(name.endswith("compilation_cache/cache_hits") for name in found))
"""


def python(program, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_compilation_cache(tmp_path):
    """No address of one process is in a program that another finds."""
    first, second = (python(PROGRAM, tmp_path) for _ in range(2))
    assert first[0] == second[0]
    assert int(first[1]) == 0
    assert int(second[1]) >= 1


def op(x, dy):
    return fj.conv2d_backprop_filter(x, (3, 3, 5, 4), dy, (1, 2, 2, 1), "SAME")


def arrays(n=2):
    rng = np.random.default_rng(0)
    shapes = (n, 9, 9, 5), (n, 5, 5, 4)
    return [rng.standard_normal(shape).astype(np.float32) for shape in shapes]


IMPORTED = """
import sys
from pathlib import Path
import numpy as np
import filtergrad.jax
from jax import export

program = export.deserialize(bytearray(Path(sys.argv[1]).read_bytes()))
given = [np.load(path) for path in sys.argv[2:4]]
np.testing.assert_array_equal(program.call(*given), np.load(sys.argv[4]))
"""


@written
def test_export_to_another_process(tmp_path):
    given = arrays()
    with fj.exporting():
        program = export.export(jax.jit(op), disabled_checks=CHECKS)(*given)
    (tmp_path / "program").write_bytes(program.serialize())
    paths = [tmp_path / f"{at}.npy" for at in range(3)]
    for path, array in zip(paths, [*given, op(*given)], strict=True):
        np.save(path, array)
    python(IMPORTED, tmp_path / "program", *paths)


@written
def test_export_of_a_gradient(tmp_path):
    x, w = arrays()[0], np.ones((3, 3, 5, 4), np.float32)

    def loss(w, x):
        numbers = ("NHWC", "HWIO", "NHWC")
        return (fj.conv_general_dilated(x, w, (1, 1), "SAME", dimension_numbers=numbers) ** 2).sum()

    with fj.exporting():
        program = export.export(jax.jit(jax.grad(loss)), disabled_checks=CHECKS)(w, x)
    assert fj.TARGET in program.mlir_module()
    again = export.deserialize(program.serialize())
    np.testing.assert_array_equal(again.call(w, x), jax.jit(jax.grad(loss))(w, x))


def test_export_needs_permission():
    with fj.exporting(), pytest.raises(ValueError, match="no compatibility guarantees"):
        export.export(jax.jit(op))(*arrays())


@written
def test_export_with_any_number_of_images():
    """Sizes that the module leaves open are known where it is called."""
    (n,) = export.symbolic_shape("n")
    types = [jax.ShapeDtypeStruct((n, *a.shape[1:]), a.dtype) for a in arrays()]
    w = np.ones((3, 3, 5, 4), np.float32)

    def gradient(x, dy):
        def convolution(w):
            numbers = ("NHWC", "HWIO", "NHWC")
            return fj.conv_general_dilated(x, w, (2, 2), "SAME", dimension_numbers=numbers)

        return jax.vjp(convolution, w)[1](dy)[0]

    with fj.exporting():
        program = export.export(jax.jit(gradient), disabled_checks=CHECKS)(*types)
    again = export.deserialize(program.serialize())
    for many in (1, 2, 7):
        given = arrays(many)
        np.testing.assert_array_equal(again.call(*given), op(*given))


PORTABLE = """
import sys
from pathlib import Path
import numpy as np
from jax import export

program = export.deserialize(bytearray(Path(sys.argv[1]).read_bytes()))
given = [np.load(path) for path in sys.argv[2:4]]
np.testing.assert_array_equal(program.call(*given), np.load(sys.argv[4]))
assert "filtergrad" not in sys.modules
"""


@written
def test_what_is_exported_runs_without_us(tmp_path):
    rng = np.random.default_rng(0)
    given = [rng.integers(-3, 4, a.shape).astype(a.dtype) for a in arrays()]
    before = jax.jit(op)(*given)
    program = export.export(jax.jit(op))(*given)
    assert fj.TARGET not in program.mlir_module()
    (tmp_path / "program").write_bytes(program.serialize())
    paths = [tmp_path / f"{at}.npy" for at in range(3)]
    for path, array in zip(paths, [*given, before], strict=True):
        np.save(path, array)
    python(PORTABLE, tmp_path / "program", *paths)
    assert fj.TARGET in jax.jit(op).lower(*given).as_text(), "what is not exported stays ours"


KERAS = """
import sys
import keras
import numpy as np
import filtergrad.jax
import filtergrad.keras

layers = keras.layers
model = keras.Sequential([
    layers.Input((8, 8, 3)), layers.Conv2D(4, 3, padding="same"), layers.DepthwiseConv2D(3),
    layers.GlobalAveragePooling2D(), layers.Dense(2),
])
model.compile("sgd", "mse")
x = np.ones((4, 8, 8, 3), np.float32)
filtergrad.keras.swap(model)
with filtergrad.jax.enabled():
    model.fit(x, np.ones((4, 2)), verbose=0)
    model.export(sys.argv[1], format="tf_saved_model", verbose=False)
import tensorflow as tf

again, v = tf.saved_model.load(sys.argv[1]), tf.Variable(x)
with tf.GradientTape() as tape:
    y = tf.reduce_sum(again.serve(v))
np.testing.assert_allclose(y, np.sum(model(x)), rtol=1e-5)
assert tape.gradient(y, v).shape == x.shape
"""


@pytest.mark.skipif(
    not find_spec("keras") or not find_spec("tensorflow"), reason="Keras exports by TensorFlow"
)
def test_a_model_of_keras_is_exported(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    python(KERAS, tmp_path / "model")


def test_import_of_filtergrad_leaves_jax_alone():
    python("import sys, filtergrad; assert 'jax' not in sys.modules")
