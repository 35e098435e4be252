"""`report` says of each convolution of a program whose its filter's gradient is, and why."""

import json
import os
import subprocess
import sys

import pytest

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
import jax.numpy as jnp  # noqa: E402

import filtergrad.jax as fj  # noqa: E402

X = jax.ShapeDtypeStruct((2, 3, 8, 8), "float32")
FILTERS = [jax.ShapeDtypeStruct(s, "float32") for s in ((4, 3, 3, 3), (4, 1, 3, 3), (2, 4, 4, 3))]


def net(filters, x):
    with jax.named_scope("first"):
        y = jax.lax.conv(x, filters[0], (1, 1), "SAME")
    y = jax.lax.conv_general_dilated(y, filters[1], (1, 1), "SAME", feature_group_count=4)

    def step(line, w):
        given = {"dimension_numbers": ("NCH", "OIH", "NCH"), "lhs_dilation": (1,)}
        return jnp.tanh(jax.lax.conv_general_dilated(line, w, (1,), "SAME", **given)), None

    line, _ = jax.lax.scan(step, y[..., 0], filters[2])
    return (line**2).sum()


KINDS = [("Conv2D", (4, 3, 3, 3)), ("DepthwiseConv2D", (4, 1, 3, 3)), ("Conv1D", (4, 4, 3))]
ON, OFF = ("filtergrad", "the switch is on"), ("XLA", "the switch is off")


GRADIENTS = {
    "would be": net,
    "would be, jitted": jax.jit(net),
    "are": jax.grad(net),
    "are, jitted": jax.jit(jax.grad(net)),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_what_is_taken_and_what_would_be(name):
    function = GRADIENTS[name]
    for _ in range(2):  # nothing is remembered
        off = fj.report(function, FILTERS, X)
        with fj.enabled():
            on = fj.report(function, FILTERS, X)
        for found, whose in ((off, OFF), (on, ON)):
            assert [row[1:3] for row in found] == KINDS
            assert {row[3:] for row in found} == {whose}
            assert found[0].name == "first"
            assert found[1].name.startswith("test_reports.py:")
    assert str(on).startswith("3 of 3 convolutions by filtergrad\n  first ")


def test_filters_that_are_not_trained():
    def loss(some, frozen, x):
        return net([some, *frozen], x)

    with fj.enabled():
        found = fj.report(jax.grad(loss), FILTERS[0], FILTERS[1:], X)
    assert [row.by for row in found] == ["filtergrad", "XLA", "XLA"]
    assert {row.why for row in found[1:]} == {"no gradient of its filter is taken"}


def test_drop_ins_and_blocks_inside():
    def loss(w, x):
        with fj.enabled():
            dw = jax.grad(lambda w: jax.lax.conv(x, w, (1, 1), "SAME").sum())(w)
        return fj.conv_general_dilated(x, w + dw, (1, 1), "SAME").sum()

    found = fj.report(jax.grad(loss), FILTERS[0], X)
    assert ("filtergrad", "the switch is on") in {row[3:] for row in found}
    assert ("filtergrad", "it calls filtergrad") in {row[3:] for row in found}


REASONS = {
    "it has 3 dimensions": ((1, 2, 4, 4, 4), (2, 2, 2, 2, 2), {}),
    "it has strides beside an lhs_dilation": (
        (1, 2, 4, 4), (2, 2, 2, 2),
        {"lhs_dilation": (2, 1), "window_strides": (2, 1), "padding": ((0, 0), (0, 0))},
    ),
    "it has negative padding": ((1, 2, 4, 4), (2, 2, 2, 2), {"padding": ((0, 0), (-1, 0))}),
    "it has a batch_group_count": ((2, 2, 4, 4), (2, 2, 2, 2), {"batch_group_count": 2}),
    "an array is empty": ((0, 2, 4, 4), (2, 2, 2, 2), {}),
    "its result is of dtype float64": ((1, 2, 4, 4), (2, 2, 2, 2), {"dtype": "float64"}),
}  # fmt: skip


@pytest.mark.parametrize("why", REASONS)
def test_why_not(why):
    x, w, given = REASONS[why]
    given = {"window_strides": (1,) * (len(x) - 2), "padding": "SAME"} | given
    with jax.enable_x64(True):
        element = given.pop("dtype", None) and jnp.float64
        with fj.enabled():
            (row,) = fj.report(
                lambda x, w: jax.lax.conv_general_dilated(
                    x, w, **given, preferred_element_type=element
                ),
                jax.ShapeDtypeStruct(x, "float32"), jax.ShapeDtypeStruct(w, "float32"),
            )  # fmt: skip
    assert (row.by, row.why) == ("XLA", why)


def test_refusals():
    with pytest.raises(TypeError, match=r"takes a function and what it is called with, not a list"):
        fj.report([1])


PROGRAM = """
import json, jax, numpy as np, filtergrad.jax as fj
from filtergrad import summary
x, w = np.ones((2, 3, 8, 8), "float32"), np.ones((4, 3, 3, 3), "float32")
fj.enable()
for _ in range(3):
    jax.jit(jax.grad(lambda w, x: jax.lax.conv(x, w, (1, 1), "SAME").sum()))(w, x)
deep = np.ones((4, 2, 3, 3, 3), "float32")
jax.grad(lambda w: jax.lax.conv(x[None], w, (1,) * 3, "SAME").sum())(deep)
print(json.dumps([[*row[:5], row.seconds, row.first] for row in summary.rows()]))
"""


def test_the_summary():
    environ = os.environ | {"FILTERGRAD_SUMMARY": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environ, capture_output=True, text=True, check=True
    )
    ours, left = json.loads(done.stdout)
    host, layer, _, _, calls, seconds, first = ours
    assert (host, calls) == ("JAX", 3)
    assert layer == "float32 NHWC 2x8x8x3 filter 3x3x3x4"
    assert 0 < first < seconds < 100
    assert left[:1] + left[2:5] == ["JAX", "it has 3 dimensions", False, None]
    assert f"JAX {left[1]}" in done.stderr
