"""What `tests/versions.py` runs in a throw-away environment: one host, seen to work or not.

    python tests/helpers/versions_probe.py jax

In: a host's name. Out: a line of JSON, the last one printed: the versions that are installed, what
the host's door says, and how far each gradient is from the formula in float64, or from the host's
own, over the largest entry. No pytest, for it would be one more thing to install.
"""

import importlib
import json
import os
import platform
import sys
from importlib import metadata

import numpy as np

SIZES, ONES = (3, 3, 4, 6), (1, 1, 1, 1)
SHOWN = (
    "numpy", "ml_dtypes", "llvmlite", "numba", "torch", "jax", "jaxlib", "tensorflow-cpu",
    "keras", "dask", "onnx", "onnxruntime",
)  # fmt: skip
# What a sum in another order may differ by, over the largest entry.
BOUNDS = {"float16": 1e-3, "bfloat16": 8e-3, "float32": 1e-5, "float64": 1e-13}


def arrays(dtype="float32"):
    """An input, an output's gradient and a filter, always the same."""
    from filtergrad.arrays import numpy_dtype

    random = np.random.default_rng(0)
    shapes = ((2, 9, 8, 4), (2, 9, 8, 6), SIZES)
    return [random.standard_normal(shape).astype(numpy_dtype(dtype)) for shape in shapes]


def formula(x, dy):
    from filtergrad import reference
    from filtergrad.arrays import dtype_name
    from filtergrad.problem import Problem

    kind = dtype_name(x.dtype, "input")
    problem = Problem.make(x.shape, SIZES, dy.shape, ONES, "SAME", (), "NHWC", ONES, kind)
    return reference.filter_gradient(problem, x, dy)


def apart(got, right, dtype="float32"):
    """The largest difference over the largest entry; an error above the bound."""
    got, right = (np.asarray(array).astype(np.float64) for array in (got, right))
    error = float(np.max(np.abs(got - right)) / np.max(np.abs(right)))
    if not error <= BOUNDS[dtype]:
        raise AssertionError(f"{error:.1e} apart, allowed {BOUNDS[dtype]:.0e}")
    return error


def numpy_alone():
    import filtergrad

    for dtype in BOUNDS:
        x, dy, _ = arrays(dtype)
        got = filtergrad.conv2d_backprop_filter(x, SIZES, dy, ONES, "SAME")
        yield dtype, apart(got, formula(x, dy), dtype)


def torch():
    import torch

    import filtergrad.torch as host

    yield "door", host.door_state()
    x, dy, w = (torch.from_numpy(array) for array in arrays())
    x, dy, w = x.permute(0, 3, 1, 2), dy.permute(0, 3, 1, 2), w.permute(3, 2, 0, 1)
    got = host.conv2d_weight(x, w.shape, dy, padding=1)
    yield "formula", apart(got.permute(2, 3, 1, 0).numpy(), formula(*arrays()[:2]))
    layer = torch.nn.Conv2d(4, 6, 3, padding=1)
    other = torch.nn.Sequential(layer, torch.nn.ReLU(), torch.nn.Conv2d(6, 6, 3, groups=3))

    def learned(call):
        other.zero_grad()
        call(x).square().sum().backward()
        return layer.weight.grad.clone()

    own = learned(other)
    with host.enabled():
        yield "enabled", apart(learned(other), own)
    host.swap(other)
    yield "swap", apart(learned(other), own)
    yield "compile", apart(learned(torch.compile(other, backend="aot_eager")), own)
    exported = torch.export.export(other, (x.contiguous(),)).module()
    yield "export", apart(exported(x).detach(), other(x).detach())


def jax():
    import jax
    from jax import numpy

    import filtergrad.jax as host

    yield "door", host.door_state()
    x, dy, w = arrays()
    got = host.conv2d_backprop_filter(x, SIZES, dy, ONES, "SAME")
    yield "formula", apart(got, formula(x, dy))
    orders = ("NHWC", "HWIO", "NHWC")

    def step(convolution):
        def loss(w):
            y = convolution(x, w, (1, 1), "SAME", dimension_numbers=orders)
            return (numpy.sin(y) ** 2).sum()

        return jax.jit(jax.grad(loss))

    own = step(jax.lax.conv_general_dilated)(w)
    yield "drop-in", apart(step(host.conv_general_dilated)(w), own)
    with host.enabled():
        ours = step(jax.lax.conv_general_dilated)
        assert "filtergrad" in ours.lower(w).as_text()
        yield "enabled", apart(ours(w), own)
    both = jax.vmap(
        lambda x, dy: host.conv2d_backprop_filter(x[None], SIZES, dy[None], ONES, "SAME")
    )
    yield "vmap", apart(both(x, dy).sum(0), formula(x, dy))


def tensorflow():
    import tensorflow as tf

    import filtergrad.tensorflow as host

    yield "door", host.door_state()
    x, dy, w = arrays()
    arguments = {"filter_sizes": SIZES, "strides": ONES, "padding": "SAME"}
    own = tf.raw_ops.Conv2DBackpropFilter(input=x, out_backprop=dy, **arguments)
    got = host.Conv2DBackpropFilter(input=x, out_backprop=dy, **arguments)
    yield "formula", apart(got, formula(x, dy))
    yield "own", apart(got, own)

    def step():
        @tf.function
        def inner(w):
            with tf.GradientTape() as tape:
                tape.watch(w)
                y = tf.nn.conv2d(x, w, ONES, "SAME")
                loss = tf.reduce_sum(tf.sin(y) ** 2)
            return tape.gradient(loss, w)

        return inner(tf.constant(w))

    own = step()
    with host.enabled():
        yield "enabled", apart(step(), own)
    host.enable()
    yield "enable", apart(step(), own)


def keras():
    import keras

    import filtergrad.keras as host

    keras.utils.set_random_seed(1)
    layers = keras.layers
    model = keras.Sequential([
        keras.Input((9, 8, 4)),
        layers.Conv2D(8, 3, padding="same", activation="relu"),
        layers.Conv2D(8, 3, groups=2),
        layers.DepthwiseConv2D(3),
        layers.Flatten(),
        layers.Dense(2),
    ])  # fmt: skip
    x, y = arrays()[0], np.ones((2, 2), np.float32)
    before = model.get_weights()

    def learned():
        model.set_weights(before)
        model.compile(keras.optimizers.SGD(0.01), "mse")
        model.fit(x, y, epochs=3, verbose=0)
        model.predict(x, verbose=0)
        return np.concatenate([weight.ravel() for weight in model.get_weights()])

    own = learned()
    host.swap(model)
    yield "swap", apart(learned(), own)
    host.unswap(model)
    yield "unswap", apart(learned(), own)
    name = keras.backend.backend()
    yield "door", importlib.import_module(f"filtergrad.{name}").door_state()


def onnx():
    import onnx
    import onnxruntime

    import filtergrad.onnx as host

    yield "door", host.door_state()
    x, dy, _ = arrays()
    node = host.node(["x", "sizes", "dy"], "dw", ONES, "SAME", groups=1)
    kinds = (("x", 1), ("sizes", 7), ("dy", 1), ("dw", 1))
    about = [onnx.helper.make_tensor_value_info(name, kind, None) for name, kind in kinds]
    opsets = [onnx.helper.make_opsetid("", 18), onnx.helper.make_opsetid("filtergrad", 1)]
    graph = onnx.helper.make_graph([node], "one", about[:3], about[3:])
    for way in ("registered", "function"):
        options = onnxruntime.SessionOptions()
        if way == "registered":
            host.register(options)
        more = {} if way == "registered" else {"functions": [host.function_proto()]}
        model = onnx.helper.make_model(graph, ir_version=9, opset_imports=opsets, **more)
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        (got,) = session.run(None, {"x": x, "sizes": np.array(SIZES), "dy": dy})
        yield ("formula" if way == "registered" else way), apart(got, formula(x, dy))


def dask():
    import dask.array as da

    import filtergrad.dask as host

    x, dy, _ = arrays()
    for name, chunks in (
        ("formula", (2, 9, 8, 4)),
        ("by images", (1, 9, 8, 4)),
        ("by rows", (2, 4, 8, 4)),
    ):
        given = da.from_array(x, chunks), da.from_array(dy, (*chunks[:3], 3))
        got = host.conv2d_backprop_filter(given[0], SIZES, given[1], ONES, "SAME")
        yield name, apart(got.compute(scheduler="threads"), formula(x, dy))


def numba():
    """Numba compiles beside us, in one process with one LLVM."""
    import numba

    yield from numpy_alone()
    triple = numba.njit(lambda number: 3 * number)
    assert triple(14) == 42
    x, dy, _ = arrays()
    import filtergrad

    got = filtergrad.conv2d_backprop_filter(x[:1], SIZES, dy[:1], ONES, "SAME")
    yield "after numba", apart(got, formula(x[:1], dy[:1]))


PROBES = {
    "numpy": numpy_alone, "numba": numba, "torch": torch, "jax": jax, "tensorflow": tensorflow,
    "keras": keras, "onnx": onnx, "dask": dask,
}  # fmt: skip


def versions():
    found = {"python": platform.python_version()}
    for name in SHOWN:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def main():
    facts = {"versions": versions(), "door": "", "tried": {}, "result": "works", "said": ""}
    print(json.dumps(facts | {"result": "ended its process"}), flush=True)
    try:
        for name, value in PROBES[sys.argv[1]]():
            if name == "door":
                facts["door"] = value
            else:
                facts["tried"][name] = value
            print(json.dumps(facts | {"result": "ended its process"}), flush=True)
    except ImportError as error:
        ours = str(error).startswith("filtergrad")
        facts |= {"result": "refused" if ours else "fails", "said": str(error)}
        if ours and sys.argv[1] == "jax":  # and JAX itself still works
            from jax import numpy

            assert float((numpy.ones(3) + 1).sum()) == 6
    except Exception as error:
        text = " ".join(f"{type(error).__name__}: {error}".split())
        facts |= {"result": "fails", "said": text[:300]}
    print(json.dumps(facts), flush=True)
    os._exit(0)  # no host's shutdown belongs to what is tried here


if __name__ == "__main__":
    main()
