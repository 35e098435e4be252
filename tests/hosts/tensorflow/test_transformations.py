"""What TensorFlow's own convolution survives, ours survives: one table.

Whole numbers in double precision, whose sums are exact in whatever order. TensorFlow's own answers
come from what it computes on every processor: groups one by one.
"""

import functools
import threading

import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

import filtergrad.tensorflow as ft
from filtergrad.tensorflow import door

plainly = tf.autograph.experimental.do_not_convert
X = tf.constant(np.random.default_rng(1).integers(-2, 3, (3, 6, 5, 4)), "float64")
W = tf.constant(np.random.default_rng(2).integers(-2, 3, (3, 2, 4, 4)), "float64")
V = tf.constant(np.random.default_rng(3).integers(-2, 3, (3, 2, 4, 4)), "float64")


def one_by_one(x, w, *rest):
    """Two groups, as TensorFlow can."""
    pairs = zip(tf.split(x, 2, -1), tf.split(w, 2, -1), strict=True)
    return tf.concat([tf.nn.conv2d(*pair, *rest) for pair in pairs], -1)


def grouped(convolve):
    return lambda x, w: convolve(x, w[:, :, :2], 2, "SAME")


GROUPED = grouped(one_by_one)
# name: (in `enabled`, TensorFlow's own, ours)
CONVOLUTIONS = {
    "plain, enabled": (
        True,
        lambda x, w: tf.nn.conv2d(x, w, 1, "VALID"),
        lambda x, w: tf.nn.conv2d(x, w, 1, "VALID"),
    ),
    "groups, enabled": (True, GROUPED, grouped(tf.nn.conv2d)),
    "groups": (False, GROUPED, grouped(ft.conv2d)),
    "depthwise": (
        False,
        lambda x, w: tf.nn.depthwise_conv2d(x, w[..., :2], [1] * 4, "SAME"),
        lambda x, w: ft.depthwise_conv2d(x, w[..., :2], 1, "SAME"),
    ),
}


def total(y):
    """Of different multiples, and not linear."""
    some = tf.cast(tf.reshape(tf.range(tf.size(y)) % 5 - 2, tf.shape(y)), y.dtype)
    return tf.reduce_sum(y * y * some)


def gradient(f, x, w):
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        loss = total(f(x, w))
    return tape.gradient(loss, [x, w])


def function(work, *given, **options):
    return tf.function(plainly(work), **options)(*given)


# ------------------------------------------------------------------------------ the transformations


def persistent(f):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([X, W])
        y = f(X, W)
        loss, other = total(y), tf.reduce_sum(y)
    return *tape.gradient(loss, [X, W]), *tape.gradient(other, [X, W])


def third_order(f, x=X, w=W):
    with tf.GradientTape() as outer:
        outer.watch([x, w])
        with tf.GradientTape() as middle:
            middle.watch([x, w])
            of_x, of_w = gradient(f, x, w)
            norm = tf.reduce_sum(of_x**2) + tf.reduce_sum(of_w * V)
        second = middle.gradient(norm, [x, w])
        norm = tf.reduce_sum(second[0] * x) + tf.reduce_sum(second[1] * V)
    return *second, *outer.gradient(norm, [x, w])


def jacobian(f, *, pfor):
    with tf.GradientTape(persistent=not pfor) as tape:
        tape.watch(W)
        y = f(X[:1, :3, :3], W)
    return tape.jacobian(y, W, experimental_use_pfor=pfor)


def jacobian_of_gradient(f, *, pfor):
    def compute(w):
        with tf.GradientTape() as tape:
            tape.watch(w)
            of_w = gradient(f, X, w)[1][0, 0]
        return tape.jacobian(of_w, w, experimental_use_pfor=pfor)

    return function(compute, W)


def batch_jacobian(f):
    with tf.GradientTape() as tape:
        tape.watch(X)
        y = f(X, W)[:, :2, :2]
    return tape.batch_jacobian(y, X)


def forward(work):
    with tf.autodiff.ForwardAccumulator(W, V) as accumulator:
        made = work()
    return accumulator.jvp(made)


def forward_twice(f):
    with tf.autodiff.ForwardAccumulator(W, V) as outer:
        with tf.autodiff.ForwardAccumulator(W, V) as inner:
            loss = total(f(X, W))
        once = inner.jvp(loss)
    return once, outer.jvp(once)


def reverse_over_forward(f):
    with tf.GradientTape() as tape:
        tape.watch([X, W])
        loss = forward(lambda: total(f(X, W)))
    return tape.gradient(loss, [X, W])


def of_each_image(f, images, *, gradients=True):
    """Without the loop that TensorFlow falls back to."""

    def of_one(image):
        return gradient(f, image[None], W)[1] if gradients else f(image[None], W)

    return tf.vectorized_map(of_one, images, fallback_to_while_loop=False)


def around_a_map(f):
    with tf.GradientTape() as tape:
        tape.watch([X, W])
        y = tf.vectorized_map(lambda x: f(x[None], W)[0], X, fallback_to_while_loop=False)
        loss = total(y)
    return tape.gradient(loss, [X, W])


def loop(f, x, w):
    def step(i, w):
        return i + 1, w - gradient(f, x, w)[1] * 2.0**-20

    return tf.while_loop(lambda i, w: i < 3, step, (0, w))[1]


def through_a_loop(f, x, w):
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        _, loss = tf.while_loop(
            lambda i, loss: i < 3,
            lambda i, loss: (i + 1, loss + total(f(x * tf.cast(i, x.dtype), w))),
            (0, tf.constant(0.0, x.dtype)),
        )
    return tape.gradient(loss, [x, w])


def branch(f, x, w):
    with tf.GradientTape() as tape:
        tape.watch([x, w])
        y = tf.cond(tf.reduce_sum(x) < 1e9, lambda: f(x, w), lambda: f(-x, w))
        loss = total(y) + total(
            tf.switch_case(tf.shape(x)[0] - 2, [lambda: y, lambda: f(2 * x, w)])
        )
    return tape.gradient(loss, [x, w])


def scanned(f, x, w):
    with tf.GradientTape() as tape:
        tape.watch(w)
        made = tf.scan(lambda old, image: old + total(f(image[None], w)), x, tf.zeros((), x.dtype))
        mapped = tf.map_fn(lambda image: f(image[None], w), x)
        loss = tf.reduce_sum(made) + total(mapped)
    return tape.gradient(loss, w)


def recomputed(f, x, w):
    return gradient(tf.recompute_grad(f), x, w)


def inside_a_custom_gradient(f, x, w):
    @tf.custom_gradient
    def doubled(x, w):
        return f(x, w), lambda dy: [2 * g for g in gradient(f, x, w)]

    return gradient(doubled, x, w)


def jit_forward(f, x, w):
    return gradient(tf.function(plainly(f), jit_compile=True), x, w)


def older_jit_forward(f):
    """Traced by nobody who differentiates, then called from a graph that does."""
    inner = tf.function(plainly(tf.function(plainly(f))), jit_compile=True)
    inner(X, W)
    return function(lambda: gradient(inner, X, W))


def second_order_of_jit(f):
    compiled = tf.function(plainly(f), jit_compile=True)
    with tf.GradientTape() as tape:
        tape.watch([X, W])
        of_x, of_w = gradient(compiled, X, W)
        norm = tf.reduce_sum(of_x**2) + tf.reduce_sum(of_w * V)
    return tape.gradient(norm, [X, W])


def tape_around_jit(f):
    """The gradient is asked for where XLA compiles, of what was computed before."""
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([X, W])
        loss = total(f(X, W))
    return function(lambda: tape.gradient(loss, [X, W]), jit_compile=True)


def given_gradients(f):
    with tf.GradientTape() as tape:
        tape.watch([X, W])
        with tape.stop_recording():
            scale = f(X, W)
        y = f(X, W) * scale
    return tape.gradient(y, [X, W], output_gradients=3 * tf.ones_like(y))


def wrapped(f):
    """A graph function of the first TensorFlow, its variables made constants."""
    specs = [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in (X, W)]
    made = tf.compat.v1.wrap_function(lambda x, w: gradient(f, x, w), specs)
    return convert_variables_to_constants_v2(made)(X, W)


def numbers_checked(f):
    tf.debugging.enable_check_numerics()
    try:
        return function(lambda x, w: gradient(f, x, w), X, W)
    finally:
        tf.debugging.disable_check_numerics()


def gradients_of_graphs(f):
    """Without tapes, in a graph of the first TensorFlow."""
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        x, w = tf.constant(X.numpy()), tf.constant(W.numpy())
        first = tf.gradients(total(f(x, w)), [x, w])
        second = tf.gradients(tf.reduce_sum(first[1] ** 2), [x, w])
        return session.run([*first, *second])


def distributed(f):
    strategy = tf.distribute.MirroredStrategy(["CPU:0"])
    with strategy.scope():
        w = tf.Variable(W)

    @tf.function
    @plainly
    def run():
        return strategy.run(lambda: gradient(f, X, w.read_value()))

    return run()


def data(f):
    pairs = tf.data.Dataset.from_tensor_slices(X).batch(1)
    pairs = pairs.map(plainly(lambda x: gradient(f, x, W)[1]), num_parallel_calls=2)
    return list(pairs)


def saved(f, path):
    class Model(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec((None, 6, 5, 4), "float64")])
        @plainly
        def run(self, x):
            return gradient(f, x, W)

    tf.saved_model.save(Model(), str(path))
    return tf.saved_model.load(str(path)).run(X)


def in_threads(f):
    made = []
    running = [threading.Thread(target=lambda: made.append(gradient(f, X, W))) for _ in range(3)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return [tensor for pair in made for tensor in pair]


def with_options(f, **options):
    before = tf.config.optimizer.get_experimental_options()
    tf.config.optimizer.set_experimental_options(options)
    try:
        return function(lambda x, w: gradient(f, x, w), X, W)
    finally:
        switched = {name: not value for name, value in options.items()}
        tf.config.optimizer.set_experimental_options(switched | before)


def clustered(f):
    tf.config.optimizer.set_jit("autoclustering")
    try:
        return function(lambda x, w: gradient(f, x, w), X, W)
    finally:
        tf.config.optimizer.set_jit(False)


def functions_run_eagerly(f):
    tf.config.run_functions_eagerly(True)
    try:
        return function(lambda x, w: gradient(f, x, w), X, W)
    finally:
        tf.config.run_functions_eagerly(False)


UNKNOWN = [tf.TensorSpec([None] * 4, "float64"), tf.TensorSpec([None] * 4, "float64")]
TABLE = {
    "tape": lambda f: gradient(f, X, W),
    "persistent tape": persistent,
    "third order": third_order,
    "third order in a function": lambda f: function(lambda x, w: third_order(f, x, w), X, W),
    "jacobian": lambda f: jacobian(f, pfor=True),
    "jacobian, by a loop": lambda f: jacobian(f, pfor=False),
    "jacobian of a gradient": lambda f: jacobian_of_gradient(f, pfor=True),
    "jacobian of a gradient, by a loop": lambda f: jacobian_of_gradient(f, pfor=False),
    "batch jacobian": batch_jacobian,
    "forward": lambda f: forward(lambda: f(X, W)),
    "forward twice": forward_twice,
    "forward over reverse": lambda f: forward(lambda: gradient(f, X, W)),
    "forward over reverse in a function": lambda f: forward(
        lambda: function(lambda x, w: gradient(f, x, w), X, W)
    ),
    "forward over a function": lambda f: forward(lambda: function(f, X, W)),
    "reverse over forward": reverse_over_forward,
    "reverse over forward in a function": lambda f: function(lambda: reverse_over_forward(f)),
    "vectorized map": lambda f: of_each_image(f, X),
    "vectorized map of forward": lambda f: of_each_image(f, X, gradients=False),
    "around a vectorized map": around_a_map,
    "around a vectorized map in a function": lambda f: function(lambda: around_a_map(f)),
    "while": lambda f: function(lambda x, w: loop(f, x, w), X, W),
    "while, eager": lambda f: loop(f, X, W),
    "through while": lambda f: function(lambda x, w: through_a_loop(f, x, w), X, W),
    "cond, switch": lambda f: function(lambda x, w: branch(f, x, w), X, W),
    "scan, map": lambda f: function(lambda x, w: scanned(f, x, w), X, W),
    "recompute_grad": lambda f: recomputed(f, X, W),
    "recompute_grad in a function": lambda f: function(lambda x, w: recomputed(f, x, w), X, W),
    "custom_gradient": lambda f: function(lambda x, w: inside_a_custom_gradient(f, x, w), X, W),
    "function": lambda f: function(lambda x, w: gradient(f, x, w), X, W),
    "function of unknown shapes": lambda f: function(
        lambda x, w: gradient(f, x, w), X, W, input_signature=UNKNOWN
    ),
    "function, reduce_retracing": lambda f: function(
        lambda x, w: gradient(f, x, w), X, W, reduce_retracing=True
    ),
    "tape around a function": lambda f: gradient(tf.function(plainly(f)), X, W),
    "function in a function": lambda f: function(
        lambda x, w: gradient(tf.function(plainly(f)), x, w), X, W
    ),
    "converted by AutoGraph": lambda f: tf.function(lambda x, w: gradient(f, x, w))(X, W),
    "jit_compile": lambda f: function(lambda x, w: gradient(f, x, w), X, W, jit_compile=True),
    "jit_compile forward": lambda f: jit_forward(f, X, W),
    "jit_compile forward in a function": lambda f: function(
        lambda x, w: jit_forward(f, x, w), X, W
    ),
    "older jit_compile forward": older_jit_forward,
    "second order of jit_compile": second_order_of_jit,
    "tape around jit_compile": tape_around_jit,
    "vectorized map in jit_compile": lambda f: function(
        lambda: of_each_image(f, X), jit_compile=True
    ),
    "given gradients": given_gradients,
    "hessians": lambda f: function(lambda w: tf.hessians(total(f(X[:1, :3, :3], w)), w), W),
    "wrap_function": wrapped,
    "numbers checked": numbers_checked,
    "py_function": lambda f: tf.py_function(
        lambda x, w: gradient(f, x, w), [X, W], [X.dtype, W.dtype]
    ),
    "graphs of the first TensorFlow": gradients_of_graphs,
    "distributed": distributed,
    "tf.data": data,
    "threads": in_threads,
    "without Grappler": lambda f: with_options(f, disable_meta_optimizer=True),
    "without the remapper": lambda f: with_options(f, remapping=False),
    "automatic clustering": clustered,
    "functions run eagerly": functions_run_eagerly,
}


# A depthwise filter that is one for all steps, TensorFlow does not take itself. And what it makes
# of a convolution is one of its own, without groups in its gradients outside of `enabled`.
VECTORIZED = {name for name in TABLE if "vectorized" in name}
AROUND = {name for name in VECTORIZED if "around" in name}
NOT_THEIRS = {("depthwise", name) for name in VECTORIZED} | {("groups", name) for name in AROUND}
ROWS = [
    (name, convolution)
    for name in TABLE
    for convolution in CONVOLUTIONS
    if (convolution, name) not in NOT_THEIRS
]


def answers(of):
    return [np.asarray(tensor) for tensor in tf.nest.flatten(of)]


@functools.cache
def answers_of_tensorflow(name, theirs):
    return answers(TABLE[name](theirs))


@pytest.mark.parametrize(("name", "convolution"), ROWS)
def test_transformation(name, convolution):
    inside, theirs, ours = CONVOLUTIONS[convolution]
    wanted = answers_of_tensorflow(name, theirs)
    if inside:
        with ft.enabled():
            got = answers(TABLE[name](ours))
    else:
        got = answers(TABLE[name](ours))
    assert len(got) == len(wanted)
    for one, other in zip(got, wanted, strict=True):
        np.testing.assert_array_equal(one, other)


CLOSED = [
    "third order",
    "third order in a function",
    "forward twice",
    "forward over reverse in a function",
    "while",
    "scan, map",
    "tf.data",
    "jit_compile forward in a function",
]


@pytest.mark.parametrize("name", CLOSED)
def test_transformation_without_the_native_door(name, monkeypatch):
    """Through NumPy, as wherever TensorFlow's own ``numpy_function`` goes: in maps by a loop."""
    monkeypatch.setattr(door, "opened", lambda: (None, "python: closed by a test"))
    test_transformation(name, "groups, enabled")


@pytest.mark.parametrize("convolution", CONVOLUTIONS)
def test_saved(convolution, tmp_path):
    inside, theirs, ours = CONVOLUTIONS[convolution]
    wanted = gradient(theirs, X, W)
    if inside:
        with ft.enabled():
            got = saved(ours, tmp_path)
    else:
        got = saved(ours, tmp_path)
    for one, other in zip(got, wanted, strict=True):
        np.testing.assert_array_equal(one, other)


# --------------------------------------------------------------------------------- vectorized maps


@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("many", [("x",), ("dy",), ("x", "dy")])
def test_vectorized_op(many, groups, data_format):
    """Each input may be one for all steps; the answer is that of a loop."""
    rng = np.random.default_rng(4)
    order = (0, 1, 2, 3) if data_format == "NHWC" else (0, 3, 1, 2)
    x, dy = (rng.integers(-2, 3, (3, 2, 5, 4, c)).astype("float32") for c in (4, 8))
    x, dy = (v.transpose(0, *(axis + 1 for axis in order)) for v in (x, dy))
    given = {"filter_sizes": [3, 2, 4 // groups, 8], "strides": [1] * 4, "padding": "SAME"}

    def one(part):
        return ft.Conv2DBackpropFilter(
            input=part.get("x", x[0]),
            out_backprop=part.get("dy", dy[0]),
            data_format=data_format,
            **given,
        )

    for steps in (3, 0):
        parts = {name: v[:steps] for name, v in {"x": x, "dy": dy}.items() if name in many}
        got = tf.vectorized_map(one, parts, fallback_to_while_loop=False)
        wanted = [one({name: v[step] for name, v in parts.items()}) for step in range(steps)]
        np.testing.assert_array_equal(got, wanted or np.zeros((0, 3, 2, 4 // groups, 8)))
