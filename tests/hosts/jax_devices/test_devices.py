"""Arrays spread over devices: shards of the batch cost one all-reduce; see test_hosts."""

import os
import re

os.environ["XLA_FLAGS"] = (
    os.environ.get("XLA_FLAGS", "") + " --xla_force_host_platform_device_count=4"
)

import functools

import numpy as np
import pytest
from helpers.check import assert_right

import filtergrad.jax as fj
from filtergrad.jax import private
from filtergrad.problem import Problem

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jax.config.update("jax_enable_x64", True)
from jax.sharding import AxisType, NamedSharding, PartitionSpec  # noqa: E402

COLLECTIVES = r"(all-reduce|all-gather|all-to-all|reduce-scatter|collective-permute)(?:-start)?\("
MESH = jax.make_mesh((2, 2), ("a", "b"), axis_types=(AxisType.Auto,) * 2)
LAYOUTS = {"NHWC": (0, 1, 2, 3), "NCHW": (0, 3, 1, 2)}


def arrays(groups=1, layout="NHWC"):
    """X and dy, the problem and the op."""
    rng = np.random.default_rng(0)
    x, dy = rng.standard_normal((8, 6, 6, 8)), rng.standard_normal((8, 6, 6, 12))
    x, dy = (np.ascontiguousarray(a.transpose(LAYOUTS[layout])) for a in (x, dy))
    arguments = ((3, 3, 8 // groups, 12), dy.shape, (1, 1, 1, 1), "SAME", (), layout)
    problem = Problem.make(x.shape, *arguments, dtype="float64")

    def op(x, dy):
        return fj.conv2d_backprop_filter(
            x, (3, 3, 8 // groups, 12), dy, (1, 1, 1, 1), "SAME", data_format=layout
        )

    return x, dy, problem, op


def spread(array, *names, layout="NHWC"):
    names = [names[axis] for axis in LAYOUTS[layout]]
    return jax.device_put(array, NamedSharding(MESH, PartitionSpec(*names)))


def collectives(op, *given):
    """The result, and what the devices tell each other."""
    compiled = jax.jit(op).lower(*given).compile()
    text = compiled.as_text()
    assert "filtergrad_conv2d_weight" in text
    return compiled(*given), re.findall(COLLECTIVES, text)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("groups", "x_names", "dy_names", "wanted", "result"),
    [
        (1, ("a", None, None, None), ("a", None, None, None), ["all-reduce"], (None, None)),
        (1, (("a", "b"), None, None, None), (("a", "b"), None, None, None), ["all-reduce"],
         (None, None)),
        (1, (None, None, None, "a"), (None,) * 4, [], ("a", None)),
        (1, (None,) * 4, (None, None, None, "a"), [], (None, "a")),
        (1, (None, None, None, "b"), (None, None, None, "a"), [], ("b", "a")),
        (1, ("a", None, None, None), ("a", None, None, "b"), ["all-reduce"], (None, "b")),
        (2, ("a", None, None, None), ("a", None, None, None), ["all-reduce"], (None, None)),
        (2, (None, None, None, "a"), (None, None, None, "a"), [], (None, "a")),
        (8, ("b", None, None, "a"), ("b", None, None, "a"), ["all-reduce"], (None, "a")),
    ],
)  # fmt: skip
def test_shards(groups, x_names, dy_names, wanted, result, layout):
    groups = min(groups, 4)
    x, dy, problem, op = arrays(groups, layout)
    got, found = collectives(
        op, spread(x, *x_names, layout=layout), spread(dy, *dy_names, layout=layout)
    )
    assert found == wanted
    assert_right(problem, np.asarray(got), x, dy)
    spec = (*got.sharding.spec, None, None, None, None)[:4]
    assert spec[:2] == (None, None)
    assert tuple(spec[2:]) == result


def test_rows_are_gathered():
    x, dy, problem, op = arrays()
    got, found = collectives(op, spread(x, None, "a", None, None), dy)
    assert found
    assert set(found) == {"all-gather"}
    assert_right(problem, np.asarray(got), x, dy)


def test_shards_that_do_not_divide():
    """Three images over two devices: JAX refuses such arguments, inside a program they happen."""
    x, dy, _, _ = arrays()
    x, dy = x[:3], dy[:3]
    problem = Problem.make(x.shape, (3, 3, 8, 12), dy.shape, [1] * 4, "SAME", dtype="float64")

    def op(x, dy):
        x, dy = (
            jax.lax.with_sharding_constraint(a, NamedSharding(MESH, PartitionSpec("a")))
            for a in (x, dy)
        )
        return fj.conv2d_backprop_filter(x, (3, 3, 8, 12), dy, [1] * 4, "SAME")

    assert_right(problem, np.asarray(jax.jit(op)(x, dy)), x, dy)


def test_shards_of_vmap():
    x, dy, _, op = arrays()
    xs, dys = np.stack([x, 2 * x]), np.stack([dy, dy])
    spec = NamedSharding(MESH, PartitionSpec("a"))
    got, found = collectives(jax.vmap(op), jax.device_put(xs, spec), jax.device_put(dys, spec))
    assert not found
    for b in range(2):
        np.testing.assert_array_equal(got[b], op(xs[b], dys[b]))


def test_shards_of_vmap_that_divide_an_axis_of_the_mesh():
    """Four shards of eight images become two by two, for which the mesh has no names."""
    mesh = jax.make_mesh((4,), ("d",), axis_types=(AxisType.Auto,))
    x, dy, _, op = arrays()
    given = [jax.device_put(a, NamedSharding(mesh, PartitionSpec("d"))) for a in (x, dy)]

    def halves(x, dy):
        op = functools.partial(fj.conv2d_backprop_filter, strides=[1] * 4, padding="SAME")
        x, dy = (a.reshape(2, 4, *a.shape[1:]) for a in (x, dy))
        return jax.vmap(lambda x, dy: op(x, (3, 3, 8, 12), dy))(x, dy)

    got = jax.jit(halves)(*given)
    np.testing.assert_allclose(got.sum(0), op(x, dy), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("names", ["a", "b", ("b", "a")])
def test_shards_without_a_name_have_none(names):
    """JAX has an error of another type for each."""
    mesh = jax.make_mesh((4,), ("d",), axis_types=(AxisType.Auto,))
    shards = NamedSharding(MESH, PartitionSpec(names))._to_xla_hlo_sharding(4)
    sharding = pytest.importorskip("jax._src.sharding_impls").GSPMDSharding
    assert private.named(mesh, sharding(tuple(mesh.devices.flat), shards)) == ()


def test_a_training_step_with_its_batch_in_shards():
    """The switch, in a program whose sharding nobody wrote down for it."""
    x, _, _, _ = arrays()
    w = np.random.default_rng(1).standard_normal((3, 3, 8, 4))

    def loss(w, x):
        y = jax.lax.conv_general_dilated(
            x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        return (y**2).mean()

    right = jax.grad(loss)(w, x)
    with fj.enabled():
        got, found = collectives(jax.grad(loss), w, spread(x, ("a", "b"), None, None, None))
    assert found == ["all-reduce"]
    np.testing.assert_allclose(got, right, rtol=1e-10)


@pytest.mark.parametrize("check", [True, False])
def test_shard_map(check):
    x, dy, problem, op = arrays()
    batch = PartitionSpec("a")

    @functools.partial(
        jax.shard_map, mesh=MESH, in_specs=batch, out_specs=PartitionSpec(), check_vma=check
    )
    def summed(x, dy):
        return jax.lax.psum(op(x, dy), "a")

    got, found = collectives(summed, x, dy)
    assert found == ["all-reduce"]
    assert_right(problem, np.asarray(got), x, dy)


@pytest.mark.parametrize("check", [True, False])
def test_shard_map_over_some_axes(check):
    """The other axes stay with XLA, and with them the shards of what comes in."""
    x, _, _, _ = arrays()
    w = np.random.default_rng(1).standard_normal((3, 3, 8, 4))

    def loss(of, w, x):
        y = of(x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        return (y**2).sum()

    def gradient(of):
        @functools.partial(
            jax.shard_map,
            mesh=MESH,
            in_specs=(PartitionSpec(), PartitionSpec("a")),
            out_specs=PartitionSpec(),
            axis_names={"a"},
            check_vma=check,
        )
        def local(w, x):
            dw = jax.grad(functools.partial(loss, of))(w, x)
            return dw if check else jax.lax.psum(dw, "a")  # JAX sums what it checks

        return jax.jit(local)

    def compare(function, *given):
        text = function.lower(*given).as_text()
        # Without Shardy, XLA would end the process at a call here, so the gradient is its own.
        assert ("filtergrad_conv2d_weight" in text) == jax.config.jax_use_shardy_partitioner
        np.testing.assert_allclose(function(*given), right, rtol=1e-9)

    right = jax.grad(functools.partial(loss, jax.lax.conv_general_dilated))(w, x)
    for names in ((None,) * 4, ("a", None, None, "b"), ("b", None, None, None)):
        given = w, spread(x, *names)
        compare(gradient(fj.conv_general_dilated), *given)
        with fj.enabled():
            compare(gradient(jax.lax.conv_general_dilated), *given)


def test_shards_that_belong_to_no_mesh():
    """Arrays of older programs have such shardings; nothing names their axes."""
    sharding = pytest.importorskip("jax._src.sharding_impls").GSPMDSharding
    x, dy, problem, op = arrays()
    named = NamedSharding(MESH, PartitionSpec("a"))
    given = [
        jax.device_put(a, sharding(tuple(MESH.devices.flat), named._to_xla_hlo_sharding(4)))
        for a in (x, dy)
    ]
    got, _ = collectives(op, *given)
    assert_right(problem, np.asarray(got), x, dy)


def test_shard_map_inside_a_gradient():
    """With the filter on all devices, what flows back to it is summed by JAX."""
    x, _, _, _ = arrays()
    w = np.random.default_rng(1).standard_normal((3, 3, 8, 4))

    def loss(of):
        @functools.partial(
            jax.shard_map,
            mesh=MESH,
            in_specs=(PartitionSpec(), PartitionSpec("a")),
            out_specs=PartitionSpec(),
        )
        def local(w, x):
            y = of(x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
            return jax.lax.psum((y**2).sum(), "a")

        return local

    right = jax.jit(jax.grad(loss(jax.lax.conv_general_dilated), (0, 1)))(w, x)
    got = jax.jit(jax.grad(loss(fj.conv_general_dilated), (0, 1)))(w, x)
    with fj.enabled():
        switched = jax.jit(jax.grad(loss(jax.lax.conv_general_dilated), (0, 1)))(w, x)
    for one in (got, switched):
        jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-9), one, right)


def test_axes_that_are_typed_as_explicit():
    mesh = jax.make_mesh((4,), ("a",), axis_types=(AxisType.Explicit,))
    x, dy, problem, op = arrays()
    with jax.set_mesh(mesh):
        given = [jax.device_put(a, NamedSharding(mesh, PartitionSpec("a"))) for a in (x, dy)]
        got, found = collectives(op, *given)
    assert found == ["all-reduce"]
    assert_right(problem, np.asarray(got), x, dy)
