"""Every transformation of JAX goes through our op, the drop-in and the switch; see test_hosts."""

import functools
import itertools
import threading

import numpy as np
import pytest
from helpers.check import normal
from helpers.jax_tools import ours, put
from helpers.strategies import calls, problem_of
from hypothesis import given, settings
from hypothesis import strategies as st

import filtergrad.jax as fj

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jax.config.update("jax_enable_x64", True)
few = settings(max_examples=settings().max_examples // 8)
close = functools.partial(np.testing.assert_allclose, rtol=1e-9, atol=1e-9)
DENSE = {
    "input_shape": (2, 6, 7, 4),
    "filter_sizes": (3, 2, 2, 6),
    "strides": (1, 2, 1, 1),
    "padding": "SAME",
    "explicit_paddings": (),
    "data_format": "NHWC",
    "dilations": (1, 1, 2, 1),
    "dtype": "float64",
}


def texts(function, *arguments):
    """What a function is traced to."""
    return str(jax.make_jaxpr(function)(*arguments))


# --------------------------------------------------------------------------------- the plain op


@few
@given(calls(("float64",), most=7))
def test_derivatives_of_both_orders(call):
    """It is linear in both arrays; JAX's own gradient says what flows back."""
    problem = problem_of(call)
    x, dy = map(put, normal(problem))
    op, theirs = ours(call), functools.partial(jaxs, problem)
    v = put(np.random.default_rng(1).standard_normal(problem.filter_shape))

    def values(op, x, dy):
        def loss(x, dy):
            return (op(x, dy) * v).sum()

        def slope(at):
            return lambda *given: (jax.grad(loss, at)(*given) ** 2).sum()

        once = jax.grad(loss, (0, 1))(x, dy)
        twice = jax.grad(slope(0), 1)(x, dy), jax.grad(slope(1), 0)(x, dy)
        return once, twice, jax.jvp(op, (x, dy), (x * x, dy * dy))[1]

    got, right = (jax.jit(functools.partial(values, f))(x, dy) for f in (op, theirs))
    jax.tree.map(close, got, right)


def jaxs(problem, x, dy):
    """JAX's gradient of its own convolution, traced."""

    def convolution(w):
        return jax.lax.conv_general_dilated(
            x, w, (problem.u, problem.v),
            ((problem.top, problem.bottom), (problem.left, problem.right)),
            rhs_dilation=(problem.dr, problem.ds),
            dimension_numbers=(problem.data_format, "HWIO", problem.data_format),
            feature_group_count=problem.g,
        )  # fmt: skip

    return jax.vjp(convolution, jax.numpy.zeros(problem.filter_shape, x.dtype))[1](dy)[0]


@pytest.mark.parametrize("axes", [(0, 0), (2, None), (None, 4)])
def test_vmap(axes):
    """Each dW of a batch is the dW of its own; no array is folded or copied for it."""
    problem, op = problem_of(DENSE), ours(DENSE)
    shapes = problem.input_shape, problem.out_backprop_shape
    rng = np.random.default_rng(0)
    many = [
        rng.standard_normal(shape if axis is None else np.insert(shape, axis, 3))
        for shape, axis in zip(shapes, axes, strict=True)
    ]
    got = jax.jit(jax.vmap(op, axes))(*many)
    for b in range(3):
        one = [
            array if axis is None else np.take(array, b, axis)
            for array, axis in zip(many, axes, strict=True)
        ]
        np.testing.assert_array_equal(got[b], op(*one))


@pytest.mark.parametrize("inner", [(0, 0), (0, None), (None, 0)])
@pytest.mark.parametrize("outer", [(0, 0), (0, None), (None, 0)])
def test_vmap_of_vmap(outer, inner):
    problem = problem_of(DENSE)
    rng = np.random.default_rng(0)
    given = [
        put(rng.standard_normal(tuple([n for n, axis in ((2, a), (3, b)) if axis == 0]) + shape))
        for shape, a, b in zip(
            (problem.input_shape, problem.out_backprop_shape), outer, inner, strict=True
        )
    ]

    def values(op):
        twice = jax.vmap(jax.vmap(op, inner), outer)
        return jax.jit(jax.value_and_grad(lambda *a: (twice(*a) ** 3).sum(), (0, 1)))(*given)

    right, got = values(functools.partial(jaxs, problem)), values(ours(DENSE))
    jax.tree.map(close, got, right)


def test_scan_and_remat():
    op = ours(DENSE)
    x, dy = normal(problem_of(DENSE))
    xs = put(np.stack([x, 2 * x, 3 * x]))
    _, got = jax.lax.scan(lambda carry, x: (carry, op(x, dy)), 0, xs)
    for b in range(3):
        np.testing.assert_array_equal(got[b], op(xs[b], dy))

    def total(x):
        return (op(x, dy) ** 2).sum()

    close(jax.grad(jax.checkpoint(total))(put(x)), jax.grad(total)(put(x)))


# ----------------------------------------------------------------------------- the convolutions


@st.composite
def convolutions(draw):
    """Arguments of JAX's convolution: any order of axes, also with what is not ours."""
    call = draw(calls(("float64",), most=7))
    problem = problem_of(call)
    orders = ["".join(draw(st.permutations(letters))) for letters in ("NHWC", "HWIO", "NHWC")]
    image = dict(zip("NHWC", (problem.n, problem.h, problem.w, problem.c), strict=True))
    taps = dict(zip("HWIO", problem.filter_shape, strict=True))
    shapes = [
        tuple(sizes[letter] for letter in order)
        for order, sizes in zip(orders, (image, taps), strict=False)
    ]
    pads = draw(st.sampled_from((
        ((problem.top, problem.bottom), (problem.left, problem.right)),
        ((problem.top, problem.bottom), (problem.left, problem.right)),
        "SAME", "VALID", "SAME_LOWER",
    )))  # fmt: skip
    holes = (problem.dr, problem.ds)
    return shapes, {
        "window_strides": (problem.u, problem.v),
        "padding": pads,
        # JAX refuses a padding by name beside an lhs_dilation.
        "lhs_dilation": draw(st.sampled_from((None, (1, 1), (1 + (not isinstance(pads, str)), 1)))),
        "rhs_dilation": draw(st.sampled_from((None, holes))) if isinstance(pads, str) else holes,
        "dimension_numbers": tuple(orders),
        "feature_group_count": problem.g,
    }


@few
@given(convolutions())
def test_the_drop_in_and_the_switch(drawn):
    (x, w), arguments = drawn
    rng = np.random.default_rng(0)
    x, w = put(rng.standard_normal(x)), put(rng.standard_normal(w))

    def loss(convolution):
        return lambda x, w: (convolution(x, w, **arguments) ** 3).sum()

    theirs, dropped = loss(jax.lax.conv_general_dilated), loss(fj.conv_general_dilated)
    jitted = jax.jit(jax.value_and_grad(theirs, (0, 1)))
    right = jitted(x, w)
    with fj.enabled():
        switched = jitted(x, w)
    for value, grads in (jax.jit(jax.value_and_grad(dropped, (0, 1)))(x, w), switched):
        close(value, right[0])
        for got, wanted in zip(grads, right[1], strict=True):
            close(got, wanted, atol=1e-9 * float(abs(wanted).max(initial=1)))


def convolve(x, w, of=None, **more):
    of = of or jax.lax.conv_general_dilated
    return of(x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"), **more)


def test_the_drop_in_under_vmap():
    """With filters in common the images are one batch; with filters of their own, groups."""
    rng = np.random.default_rng(0)
    for (in_x, in_w), groups in itertools.product(((0, None), (None, 0), (0, 0), (3, 2)), (1, 2)):
        w = put(rng.standard_normal((3, 2, 4 // groups, 6)))
        x = put(rng.standard_normal((2, 5, 6, 4)))
        x = x if in_x is None else jax.numpy.stack([x, x * x, x + 1], in_x)
        w = w if in_w is None else jax.numpy.stack([w, w * w, w + 1], in_w)

        def loss(of, x, w, groups=groups, axes=(in_x, in_w)):
            each = functools.partial(convolve, of=of, feature_group_count=groups)
            return (jax.vmap(each, axes)(x, w) ** 3).sum()

        got, right = (
            jax.grad(functools.partial(loss, of), (0, 1))(x, w)
            for of in (fj.conv_general_dilated, jax.lax.conv_general_dilated)
        )
        for one, other in zip(got, right, strict=True):
            close(one, other)
    x, w = put(np.ones((3, 2, 5, 6, 4))), put(np.ones((3, 2, 4, 6)))
    of = fj.conv_general_dilated
    text = texts(jax.grad(lambda w: jax.vmap(lambda x: convolve(x, w, of))(x).sum()), w)
    assert "[1,6,5,6,4]" in text, "the images are one batch before the gradient is taken"


def test_gradients_of_each_sample_and_of_gradients():
    rng = np.random.default_rng(0)
    xs, w = put(rng.standard_normal((5, 1, 6, 7, 3))), put(rng.standard_normal((3, 3, 3, 4)))
    v = put(rng.standard_normal(w.shape))

    def loss(of, w, x):
        return (convolve(x, w, of) ** 3).sum()

    for make in (
        lambda f: jax.vmap(jax.grad(f), (None, 0))(w, xs),
        lambda f: jax.grad(lambda w: (jax.grad(f)(w, xs[0]) ** 2).sum())(w),
        lambda f: jax.jvp(lambda w: jax.grad(f)(w, xs[0]), (w,), (v,))[1],
        lambda f: jax.jacfwd(jax.grad(f))(w[:1, :1, :2, :2], xs[0][..., :2]),
        lambda f: jax.jacrev(jax.grad(f))(w[:1, :1, :2, :2], xs[0][..., :2]),
    ):
        right = make(functools.partial(loss, jax.lax.conv_general_dilated))
        close(make(functools.partial(loss, fj.conv_general_dilated)), right)
        with fj.enabled():
            close(make(functools.partial(loss, jax.lax.conv_general_dilated)), right)


# ----------------------------------------------------------------------------------- the switch


def test_the_switch_reaches_jitted_functions():
    """It is part of what JAX knows a traced function by; going back finds the old program."""
    traces = []

    @jax.jit
    def gradient(w, x):
        traces.append(1)
        return jax.grad(lambda w: convolve(x, w).sum())(w)

    rng = np.random.default_rng(0)
    w, x = put(rng.standard_normal((3, 3, 4, 8))), put(rng.standard_normal((2, 9, 9, 4)))

    def is_ours():
        close(gradient(w, x), right)
        return "filtergrad" in gradient.lower(w, x).as_text()

    right = np.asarray(gradient(w, x))
    assert not is_ours()
    with fj.enabled():
        assert is_ours()
        with fj.enabled():
            assert is_ours()
        assert is_ours()
    assert not is_ours()
    many = len(traces)
    fj.enable()
    try:
        assert is_ours()
        answers = []
        thread = threading.Thread(target=lambda: answers.append(is_ours()))
        thread.start()
        thread.join()
        assert answers == [True]
    finally:
        fj.disable()
    assert not is_ours()
    assert len(traces) == many, "nothing that was traced before is traced again"


def test_the_switch_is_a_threads_own():
    inside, done, answers = threading.Event(), threading.Event(), []
    w, x = put(np.ones((3, 3, 4, 8))), put(np.ones((2, 9, 9, 4)))

    def traced():
        return "filtergrad" in texts(jax.grad(lambda w: convolve(x, w).sum()), w)

    def work():
        with fj.enabled():
            inside.set()
            done.wait(60)
            answers.append(traced())

    thread = threading.Thread(target=work)
    thread.start()
    assert inside.wait(60)
    assert not traced()
    done.set()
    thread.join()
    assert answers == [True]


def test_the_switch_says_where_it_does_not_fit(monkeypatch):
    monkeypatch.delitem(jax.interpreters.ad.primitive_transposes, jax.lax.conv_general_dilated_p)
    with pytest.raises(RuntimeError, match="keeps its gradient of convolutions where"):
        fj.enable()


KINDS = {
    "tuple": tuple,
    "list": list,
    "array": np.asarray,
    "NumPy's bytes": lambda n: np.asarray(n, np.uint8),
    "NumPy's numbers": lambda n: [np.int64(i) for i in n],
    "JAX's array": jax.numpy.asarray,
    "JAX's numbers": lambda n: [jax.numpy.int32(i) for i in n],
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_numbers_of_every_kind(kind):
    """All that JAX's convolution takes, and arrays of its own, which it does not take."""
    rng = np.random.default_rng(0)
    x, w = put(rng.standard_normal((2, 7, 6, 4))), put(rng.standard_normal((3, 2, 2, 6)))

    def gradient(of, kind, padding):
        arguments = {
            "window_strides": kind((2, 1)),
            "padding": padding,
            "lhs_dilation": kind((1, 1)),
            "rhs_dilation": kind((1, 2)),
            "dimension_numbers": ("NHWC", "HWIO", "NHWC"),
            "feature_group_count": np.int64(2),
        }
        return jax.grad(lambda w: (of(x, w, **arguments) ** 2).sum())

    for mine, theirs in (([kind((1, 0)), kind((0, 1))], [(1, 0), (0, 1)]), ("same", "SAME")):
        dropped = gradient(fj.conv_general_dilated, kind, mine)
        assert "filtergrad_conv2d_weight" in texts(dropped, w)
        close(dropped(w), gradient(jax.lax.conv_general_dilated, tuple, theirs)(w))
    if kind not in (KINDS["JAX's array"], KINDS["JAX's numbers"]):
        with fj.enabled():
            switched = gradient(jax.lax.conv_general_dilated, kind, [(1, 0), (0, 1)])
            assert "filtergrad_conv2d_weight" in texts(switched, w)
            close(switched(w), gradient(jax.lax.conv_general_dilated, tuple, [(1, 0), (0, 1)])(w))


@pytest.mark.parametrize(
    "wrong",
    [
        {"window_strides": (1.5, 1)},
        {"window_strides": (1,)},
        {"rhs_dilation": (1, 1, 1)},
        {"padding": "SOME"},
        {"precision": "great"},
        {"dimension_numbers": ("NHWC",)},
        {"feature_group_count": 3},
    ],
)
def test_what_jax_refuses_is_refused_in_its_words(wrong):
    x, w = put(np.ones((2, 7, 6, 4))), put(np.ones((3, 2, 4, 6)))
    arguments = {
        "window_strides": (1, 1),
        "padding": "SAME",
        "dimension_numbers": ("NHWC", "HWIO", "NHWC"),
    } | wrong
    kinds = (TypeError, ValueError, RuntimeError)
    with pytest.raises(kinds) as theirs:
        jax.lax.conv_general_dilated(x, w, **arguments)
    with pytest.raises(kinds) as got:
        fj.conv_general_dilated(x, w, **arguments)
    texts = (str(error.value).partition("at loc(")[0] for error in (got, theirs))
    assert len(set(texts)) == 1
    assert got.type is theirs.type


def test_the_precision_of_a_context():
    x, w = put(np.ones((2, 5, 5, 3))), put(np.ones((3, 3, 3, 4)))
    gradients = [jax.grad(lambda w, of=of: convolve(x, w, of).sum())
                 for of in (fj.conv_general_dilated, jax.lax.conv_general_dilated)]  # fmt: skip
    with fj.enabled():
        for gradient in gradients:
            for asked, found in (("highest", "highest"), ("float32", "highest"), (None, "default")):
                with jax.default_matmul_precision(asked):
                    assert f"precision='{found}'" in texts(gradient, w)


def test_a_nan_is_found():
    """`jax.debug_nans` says where it came from, and Python does not run out of depth."""
    x, dy = put(np.full((1, 3, 3, 2), np.inf)), put(np.zeros((1, 3, 3, 2)))
    op = functools.partial(fj.conv2d_backprop_filter, strides=[1] * 4, padding="SAME")
    for wrap in (lambda f: f, jax.jit, jax.checkpoint):
        f = wrap(lambda x, dy: op(x, (3, 3, 2, 2), dy))
        with jax.debug_nans(True), pytest.raises(FloatingPointError, match="filtergrad_conv2d"):
            f(x, dy)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_mixed_precision(dtype):
    """Results of another dtype than the arrays' are JAX's own affair."""
    x, w = jax.numpy.ones((2, 5, 5, 3), dtype), jax.numpy.ones((3, 3, 3, 4), dtype)
    for of in (fj.conv_general_dilated, jax.lax.conv_general_dilated):
        with fj.enabled():
            for element, ours in ((None, True), (dtype, True), ("float64", dtype == "float64")):
                loss = lambda w: convolve(x, w, of, preferred_element_type=element).sum()  # noqa: B023, E731
                assert ("filtergrad_conv2d_weight" in texts(jax.grad(loss), w)) is ours
                got = jax.grad(loss)(w)
                assert got.dtype == dtype
                np.testing.assert_array_equal(got[1, 1], 50)
