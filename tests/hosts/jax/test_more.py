"""The switch reaches convolutions in one dimension and transposed ones, grouped or not."""

import itertools

import numpy as np
import pytest

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
import jax.numpy as jnp  # noqa: E402

import filtergrad.jax as fj  # noqa: E402
from filtergrad.jax import more  # noqa: E402


@pytest.fixture
def counted(monkeypatch):
    calls, gradient = [], more.weight

    def weight(*given):
        calls.append(given)
        return gradient(*given)

    monkeypatch.setattr(more, "weight", weight)
    return calls


def whole(rng, *shape):
    return rng.integers(-4, 5, shape).astype("float32")


def both(function, x, w):
    """The gradients of the filter by the switch and by XLA; of whole numbers both are exact."""

    def loss(w, x):
        y = function(x, w)
        return (y * (jnp.arange(y.size).reshape(y.shape) % 5 - 2)).sum()

    def gradients(w, x):
        with fj.enabled():
            ours = jax.grad(loss)(w, x)
        return ours, jax.grad(loss)(w, x)

    return jax.jit(gradients)(w, x)  # one program: compiling takes most of the time


ORDERS = [("NCH", "OIH", "NCH"), ("NHC", "HIO", "NHC"), ("CNH", "IHO", "HNC")]


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("groups", [1, 2])
def test_lines(counted, order, groups):
    rng = np.random.default_rng(0)
    for stride, dilation, padding in ((1, 1, "SAME"), (2, 1, "VALID"), (1, 2, ((1, 3),))):
        x = np.transpose(whole(rng, 2, 4, 13), ["NCH".index(axis) for axis in order[0]])
        w = np.transpose(whole(rng, 6, 4 // groups, 3), ["OIH".index(axis) for axis in order[1]])

        def function(x, w, given=(stride, dilation, padding)):
            stride, dilation, padding = given
            return jax.lax.conv_general_dilated(
                x, w, (stride,), padding, rhs_dilation=(dilation,), dimension_numbers=order,
                feature_group_count=groups,
            )  # fmt: skip

        got, wanted = both(function, x, w)
        np.testing.assert_array_equal(got, wanted)
    assert len(counted) == 3


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("order", [("NCHW", "OIHW", "NCHW"), ("NHWC", "HWIO", "NHWC"),
                                   ("NHWC", "HWOI", "NCHW")], ids=str)  # fmt: skip
def test_holes(counted, order, groups):
    rng = np.random.default_rng(1)
    pads = ((2, 2), (1, 3)), ((0, 5), (4, 0)), ((1, -1), (7, 2))
    cases = [*itertools.product(((2, 3), (1, 2)), ((1, 1), (2, 1)), pads)][groups - 1 :: 2]
    x = np.transpose(whole(rng, 2, 4, 5, 6), ["NCHW".index(axis) for axis in order[0]])
    w = np.transpose(whole(rng, 6, 4 // groups, 3, 2), ["OIHW".index(axis) for axis in order[1]])
    number = 0
    for number, (holes, dilations, pads) in enumerate(cases, 1):  # noqa: B007

        def function(x, w, given=(holes, dilations, pads)):
            holes, dilations, pads = given
            return jax.lax.conv_general_dilated(
                x, w, (1, 1), pads, lhs_dilation=holes, rhs_dilation=dilations,
                dimension_numbers=order, feature_group_count=groups,
            )  # fmt: skip

        got, wanted = both(function, x, w)
        np.testing.assert_array_equal(got, wanted)
    assert len(counted) == number == 6


def test_conv_transpose(counted):
    rng = np.random.default_rng(2)
    for padding, stride, turned in itertools.product(("SAME", "VALID"), (1, 3), (False, True)):

        def function(x, w, given=(padding, stride, turned)):
            padding, stride, turned = given
            return jax.lax.conv_transpose(
                x, w, (stride,) * (x.ndim - 2), padding, transpose_kernel=turned
            )

        for x, w in ((whole(rng, 2, 7, 4), whole(rng, 3, 4, 4)),
                     (whole(rng, 2, 5, 6, 4), whole(rng, 3, 2, 4, 4))):  # fmt: skip
            got, wanted = both(function, x, w)
            np.testing.assert_array_equal(got, wanted)
    assert len(counted) == 16


def test_derivatives_of_both_orders(counted):
    rng = np.random.default_rng(3)
    x, w = whole(rng, 1, 5, 2), whole(rng, 3, 2, 2)

    def loss(w, x):
        return (jax.lax.conv_transpose(x, w, (2,), "SAME") ** 2).sum()

    def derivatives(w, x):
        with fj.enabled():
            got = jax.hessian(loss)(w, x)
            each = jax.vmap(jax.grad(loss), (None, 0))(w, jnp.stack([x, 2 * x]))
        return got, each[0], jax.hessian(loss)(w, x), jax.grad(loss)(w, x)

    got, first, wanted, one = jax.jit(derivatives)(w, x)
    np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(first, one, rtol=1e-5, atol=1e-4)
    assert counted


def test_what_stays(counted):
    """Three dimensions, and strides beside holes."""
    rng = np.random.default_rng(4)
    x, w = whole(rng, 2, 4, 5, 6), whole(rng, 6, 4, 3, 2)
    given = {"lhs_dilation": (2, 2)}
    got, wanted = both(
        lambda x, w: jax.lax.conv_general_dilated(x, w, (2, 1), [(0, 0)] * 2, **given), x, w
    )
    np.testing.assert_array_equal(got, wanted)
    x, w = whole(rng, 2, 4, 5, 5, 5), whole(rng, 6, 4, 3, 2, 2)
    got, wanted = both(lambda x, w: jax.lax.conv_general_dilated(x, w, (1,) * 3, "VALID"), x, w)
    np.testing.assert_array_equal(got, wanted)
    assert not counted


DROP_INS = [
    # order, strides, padding, holes, dilations, groups
    (("NHC", "HIO", "NHC"), (2,), "SAME", None, None, 1),
    (("NCH", "OIH", "NCH"), (1,), ((1, 3),), None, (2,), 2),
    (("NHC", "HIO", "NHC"), (1,), ((2, 2),), (3,), None, 1),
    (("NHWC", "HWIO", "NHWC"), (1, 1), ((2, 1), (0, 3)), (2, 3), (1, 2), 1),
    (("NCHW", "OIHW", "NCHW"), (1, 1), ((1, -1), (7, 2)), (2, 2), None, 2),
]


@pytest.mark.parametrize("case", DROP_INS, ids=str)
def test_the_drop_in(counted, case):
    """What the switch reaches, without it: the same bits forward and, of whole numbers, back."""
    order, strides, padding, holes, dilations, groups = case
    rng, plain = np.random.default_rng(5), "NCHW"[: len(strides) + 2]
    x = whole(rng, 2, 4, 9, 8)[..., : None if len(strides) == 2 else 1].squeeze()
    x = np.transpose(x, [plain.index(axis) for axis in order[0]])
    w = whole(rng, *(6, 4 // groups, 3, 2)[: len(plain)])
    w = np.transpose(w, [plain.replace("N", "O").replace("C", "I").index(a) for a in order[1]])

    def loss(w, x, by):
        y = by(x, w, strides, padding, holes, dilations, order, groups)
        return (y * (jnp.arange(y.size).reshape(y.shape) % 5 - 2)).sum(), y

    def both(by):
        (_, y), back = jax.value_and_grad(loss, (0, 1), has_aux=True)(w, x, by)
        each = jax.vmap(jax.grad(loss, has_aux=True), (None, 0, None))(w, np.stack([x, -x]), by)[0]
        return (
            y,
            *back,
            each,
            jax.vmap(jax.grad(loss, has_aux=True), (0, None, None))(np.stack([w, -w]), x, by)[0],
        )

    wanted = both(jax.lax.conv_general_dilated)
    assert not counted
    for got, other in zip(both(fj.conv_general_dilated), wanted, strict=True):
        np.testing.assert_array_equal(got, other)
    assert len(counted) == 3


def test_the_drop_in_leaves_refusals_to_jax():
    x, w = jnp.ones((1, 3, 9)), jnp.ones((2, 3, 3))
    for given in (
        ((1,), "SAME", (2,)),
        ((1, 1), "SAME"),
        ((1,), ((1, 1), (1, 1))),
        ((1,), ((1,),)),
    ):
        with pytest.raises((TypeError, ValueError)) as ours:
            fj.conv_general_dilated(x, w, *given)
        with pytest.raises(ours.type) as theirs:
            jax.lax.conv_general_dilated(x, w, *given)
        assert str(ours.value) == str(theirs.value)
