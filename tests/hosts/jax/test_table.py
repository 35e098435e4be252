"""Whatever JAX's own convolution survives, ours does: a table of transformations.

Numbers are small and whole, so that every sum is exact, in whatever order and however XLA fuses it:
ours is compared with JAX's own in every bit.
"""

import os

os.environ["XLA_FLAGS"] = (
    os.environ.get("XLA_FLAGS", "") + " --xla_force_host_platform_device_count=2"
)

import functools
import warnings
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest

import filtergrad.jax as fj

jax = pytest.importorskip("jax", reason="`make hosts` installs it")
jax.config.update("jax_enable_x64", True)
jax.config.update("jax_disable_most_optimizations", True)  # compiling is all the time this takes
from jax import custom_derivatives, export, flatten_util, lax  # noqa: E402
from jax import numpy as jnp  # noqa: E402
from jax.ad_checkpoint import checkpoint_name  # noqa: E402
from jax.experimental import checkify, sparse  # noqa: E402
from jax.experimental.compute_on import compute_on  # noqa: E402
from jax.experimental.jet import jet  # noqa: E402
from jax.extend.core import jaxpr_as_fun  # noqa: E402
from jax.sharding import AxisType, NamedSharding  # noqa: E402
from jax.sharding import PartitionSpec as P  # noqa: E402

SIZES = (2, 2, 2, 3)


def whole(*shape, seed=0):
    return jnp.asarray(np.random.default_rng(seed).integers(-2, 3, shape), "float64")


X, W = whole(2, 4, 3, 2), whole(*SIZES, seed=1)
MESH = jax.make_mesh((2,), ("d",), axis_types=(AxisType.Auto,))


# ----------------------------------------------------------------------- what is transformed
# Each a function of two arrays, linear in the second.


def convolution(x, w, of=lax.conv_general_dilated):
    return of(x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))


def gradient(x, w, of=lax.conv_general_dilated):
    return jax.grad(lambda w: (convolution(x, w, of) ** 2).sum())(w)


def jaxs(x, w):
    return convolution(x, w)


def drop_in(x, w):
    return convolution(x, w, fj.conv_general_dilated)


def theirs(x, w):
    return 3 * gradient(x, w)


def ours(x, w):
    """The gradient by each way in."""
    dw = fj.conv2d_backprop_filter(x, SIZES, 2 * convolution(x, w), (1, 1, 1, 1), "SAME")
    with fj.enabled():
        switched = gradient(x, w)
    return gradient(x, w, fj.conv_general_dilated) + switched + dw


CONVOLUTION, GRADIENT = (jaxs, drop_in), (theirs, ours)


# ------------------------------------------------------------------------- the transformations

TABLE = {}


def row(function):
    TABLE[function.__name__] = function
    return function


def squares(f):
    return lambda x, w: (f(x, w) ** 2).sum()


def tangents():
    return whole(*X.shape, seed=2), whole(*W.shape, seed=3)


def cotangent(f):
    y = jax.eval_shape(f, X, W)
    return whole(*y.shape, seed=4)


def many(array, axis=0):
    return jnp.stack([array, array + 1, 2 * array], axis)


# ---- derivatives


@row
def grad(f):
    return jax.grad(squares(f), (0, 1))(X, W)


@row
def value_and_grad_with_aux(f):
    return jax.value_and_grad(lambda x, w: (squares(f)(x, w), x), 1, has_aux=True)(X, W)


@row
def vjp(f):
    return jax.vjp(f, X, W)[1](cotangent(f))


@row
def jvp(f):
    return jax.jvp(f, (X, W), tangents())


@row
def linearize(f):
    y, tangent = jax.linearize(f, X, W)
    return y, tangent(*tangents())


@row
def linear_transpose(f):
    return jax.linear_transpose(functools.partial(f, X), W)(cotangent(f))


@row
def jacobians(f):
    return jax.jacfwd(f, 1)(X, W), jax.jacrev(f, 1)(X, W)


@row
def hessian(f):
    return jax.hessian(squares(f), 1)(X, W)


@row
def forward_over_reverse(f):
    return jax.jvp(jax.grad(squares(f), (0, 1)), (X, W), tangents())


@row
def reverse_over_reverse(f):
    return jax.grad(lambda x, w: (jax.grad(squares(f))(x, w) ** 2).sum(), (0, 1))(X, W)


@row
def series(f):
    return jet(f, (X, W), ([X, X + 1], [W, W + 1]), factorial_scaled=False)


@row
def custom_jvp(f):
    g = jax.custom_jvp(f)
    g.defjvp(lambda given, along: jax.jvp(f, given, along))
    return jax.grad(squares(g), (0, 1))(X, W)


@row
def custom_vjp(f):
    g = jax.custom_vjp(f)
    g.defvjp(lambda x, w: jax.vjp(f, x, w), lambda back, dy: back(dy))
    return jax.grad(squares(g), (0, 1))(X, W)


@row
def checkpoint(f):
    return jax.grad(squares(jax.checkpoint(f)), (0, 1))(X, W)


@row
def checkpoint_with_policies(f):
    names = jax.checkpoint_policies.save_only_these_names("y")
    named = jax.checkpoint(lambda x, w: checkpoint_name(f(x, w), "y"), policy=names)
    every = jax.checkpoint(f, policy=jax.checkpoint_policies.everything_saveable)
    dots = jax.checkpoint(f, policy=jax.checkpoint_policies.dots_saveable, prevent_cse=False)
    return [jax.jit(jax.grad(squares(g), (0, 1)))(X, W) for g in (named, every, dots)]


@row
def integer_arguments(f):
    def g(n, x, w):
        return squares(f)(x, w) * n

    float0 = np.zeros((), jax.dtypes.float0)
    back = jax.grad(g, (0, 1, 2), allow_int=True)(3, X, W)
    return jax.jvp(g, (3, X, W), (float0, *tangents())), back[1:]


@row
def stopped(f):
    return jax.grad(lambda w: (lax.stop_gradient(f(X, w)) * f(X, w)).sum())(W)


@row
def custom_gradient(f):
    g = jax.custom_gradient(lambda x, w: jax.vjp(f, x, w))
    return jax.grad(squares(g), (0, 1))(X, W)


@row
def own_transposition(f):
    def back(_, dy):
        return jax.linear_transpose(functools.partial(f, X), W)(dy)[0]

    def g(w):
        return custom_derivatives.linear_call(lambda _, w: f(X, w), back, (), w)

    return jax.grad(lambda w: (g(w) ** 2).sum())(W)


@row
def root(f):
    """The y for which y - f(X, w) is 0."""
    start = jnp.zeros(jax.eval_shape(f, X, W).shape)

    def solved(w):
        return lax.custom_root(
            lambda y: y - f(X, w), start, lambda g, y: y - g(y), lambda _, y: y
        ).sum()

    return jax.grad(solved)(W)


@row
def closure_convert(f):
    scale = jnp.asarray(2.0)
    g, constants = jax.closure_convert(lambda w: f(X, w) * scale, W)
    return jax.grad(lambda w: (g(w, *constants) ** 2).sum())(W)


@row
def flat_parameters(f):
    flat, unflat = flatten_util.ravel_pytree((X, {"w": W}))

    def loss(flat):
        x, tree = unflat(flat)
        return squares(f)(x, tree["w"])

    return jax.grad(loss)(flat)


# ---- vmap


@row
def vmap(f):
    pairs = ((many(X), many(W), (0, 0)), (many(X, 2), W, (2, None)), (X, many(W, 4), (None, -1)))
    return [jax.vmap(f, axes, 1)(x, w) for x, w, axes in pairs]


@row
def vmap_of_gradients(f):
    return jax.vmap(jax.grad(squares(f), (0, 1)), (0, None))(many(X), W)


@row
def gradient_of_vmap(f):
    return jax.grad(lambda w: (jax.vmap(f, (0, None))(many(X), w) ** 2).sum())(W)


@row
def vmap_of_vmap(f):
    inner = jax.vmap(f, (None, 0))
    return jax.vmap(inner, (0, None), axis_name="b")(many(X), many(W))


@row
def vmap_over_nothing(f):
    none = jnp.zeros((0, *X.shape)), jnp.zeros((0, *W.shape))
    cases = ((none[0], W, (0, None)), (X, none[1], (None, 0)), (*none, (0, 0)))
    shared = lambda w: jax.vmap(f, (0, None))(none[0], w).sum()  # noqa: E731
    return [jax.vmap(f, axes)(x, w) for x, w, axes in cases], jax.grad(shared)(W)


@row
def vmap_over_one(f):
    return jax.vmap(f)(X[None], W[None]), jax.vmap(f, (0, None))(X[None], W)


@row
def vmap_with_collectives(f):
    each = lambda x, w: lax.psum(f(x, w), "b")  # noqa: E731
    return jax.vmap(each, (0, None), axis_name="b", axis_size=3)(many(X), W)


@row
def vmap_over_devices(f):
    def mapped(x, w):
        return jax.vmap(f, (0, None), spmd_axis_name="d")(x, w)

    with jax.set_mesh(MESH) if hasattr(jax, "set_mesh") else MESH:
        return jax.jit(mapped)(jnp.concatenate([many(X), many(X)]), W)


@row
def vectorize(f):
    return jnp.vectorize(f, signature="(n,h,w,c),(r,s,c,k)->(a,b,d,e)")(many(X), W)


@row
def own_vmap(f):
    g = jax.custom_batching.custom_vmap(f)
    g.def_vmap(
        lambda _, batched, x, w: (jax.vmap(f, [0 if b else None for b in batched])(x, w), True)
    )
    one_by_one = jax.custom_batching.sequential_vmap(f)
    return [jax.vmap(h, (0, None))(many(X), W) for h in (g, one_by_one)]


@row
def vmap_of_a_map(f):
    return lax.map(lambda x: f(x, W), many(X)), lax.map(lambda x: f(x, W), many(X), batch_size=2)


# ---- control flow


@row
def scan(f):
    def step(w, x):
        return w + 1, f(x, w)

    def total(w, **more):
        return (lax.scan(step, w, many(X), **more)[1] ** 2).sum()

    options = ({}, {"reverse": True, "unroll": 2})
    return [jax.jit(jax.grad(functools.partial(total, **more)))(W) for more in options]


@row
def while_and_fori(f):
    y = jax.eval_shape(f, X, W)
    start = jnp.zeros(y.shape)

    def turn(i, total):
        return total + f(X, W) * i

    counted = lax.fori_loop(0, 3, turn, start)
    until = lax.while_loop(
        lambda state: state[0] < 3, lambda state: (state[0] + 1, turn(*state)), (0, start)
    )
    return counted, until, jax.jvp(lambda w: lax.fori_loop(0, 2, lambda _, t: t + f(X, w), start),
                                   (W,), (W,))  # fmt: skip


@row
def cond_and_switch(f):
    def either(x, w):
        y = lax.cond(w.sum() > 0, f, lambda x, w: -f(x, w), x, w)
        return y + lax.switch(1, [f, lambda x, w: 2 * f(x, w)], x, w)

    return jax.jit(jax.grad(squares(either), (0, 1)))(X, W)


# ---- programs


@row
def jit(f):
    g = jax.jit(f)
    return g(X, W), g.lower(X, W).compile()(X, W), g.trace(X, W).lower().compile()(X, W)


@row
def jit_of_jit(f):
    return jax.jit(lambda x, w: jax.jit(f, inline=True)(x, w) + jax.jit(f, keep_unused=True)(x, w))(
        X, W
    )


@row
def donated(f):
    with warnings.catch_warnings():  # some outputs have no use for the memory of an input
        warnings.simplefilter("ignore")
        return jax.jit(f, donate_argnums=(0, 1))(X.copy(), W.copy())


@row
def traced_only(f):
    y = jax.eval_shape(f, X, W)
    jaxpr = jax.make_jaxpr(f)(X, W)
    return np.zeros(y.shape, y.dtype), jax.core.eval_jaxpr(jaxpr.jaxpr, jaxpr.consts, X, W)


@row
def compile_time(f):
    def g(x):
        with jax.ensure_compile_time_eval():
            constant = f(X, W)
        return constant.sum() + x

    return jax.jit(g)(X)


@row
def names(f):
    with jax.named_scope("ours"):
        return jax.named_call(f, name="call")(X, W), jax.jit(jax.named_call(f, name="c"))(X, W)


@row
def barrier(f):
    return jax.jit(lambda x, w: f(*lax.optimization_barrier((x, w))))(X, W)


@row
def platforms(f):
    return jax.jit(lambda x, w: lax.platform_dependent(x, w, cpu=f, default=f))(X, W)


@row
def checked(f):
    g = checkify.checkify(jax.jit(jax.grad(squares(f), 1)), errors=checkify.all_checks)
    error, out = g(X, W)
    error.throw()
    return out


@row
def callbacks(f):
    def g(x, w):
        jax.debug.callback(lambda y: None, f(x, w))
        return f(x, w)

    return jax.jit(jax.grad(squares(g), 1))(X, W)


@row
def inside_of_a_callback(f):
    y = jax.eval_shape(f, X, W)
    return jax.jit(lambda x, w: jax.pure_callback(lambda x, w: np.asarray(f(x, w)), y, x, w))(X, W)


@row
def sparse_arrays(f):
    return sparse.sparsify(f)(X, W)


@row
def made_from_a_jaxpr(f):
    given = jax.tree_util.Partial(jaxpr_as_fun(jax.make_jaxpr(f)(X, W)), X)
    return jax.jit(lambda g, w: g(w))(given, W)


@row
def threads(f):
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda i: jax.jit(f)(X + i, W), range(4)))


@row
def aliases(f):
    """A mutable array that a jitted function adds to."""
    y = jax.eval_shape(f, X, W)
    total = jax.new_ref(jnp.zeros(y.shape))

    @jax.jit
    def add(total, x, w):
        total[...] += f(x, w)

    add(total, X, W)
    add(total, X, W)
    return total[...]


# ---- devices


@row
def pmap(f):
    x, w = many(X)[:2], many(W)[:2]
    return jax.pmap(f)(x, w), jax.pmap(lambda x: lax.psum(f(x, W), "d"), "d")(x)


@row
def shard_map(f):
    def each(x, w):
        # Else JAX would sum a gradient, but not an op, over the devices.
        return lax.psum(f(x, lax.pcast(w, "d", to="varying")).sum(0), "d")

    specs = {"mesh": MESH, "in_specs": (P("d"), P()), "out_specs": P()}
    return [
        jax.jit(jax.shard_map(each, check_vma=check, **specs))(X, W) for check in (True, False)
    ], jax.jit(jax.grad(lambda x, w: (jax.shard_map(each, **specs)(x, w) ** 2).sum(), (0, 1)))(X, W)


@row
def shard_map_of_nothing(f):
    def each(x, w):
        return f(x[:0], lax.pcast(w, "d", to="varying"))

    specs = {"mesh": MESH, "in_specs": (P("d"), P()), "out_specs": P("d")}
    return jax.jit(jax.shard_map(each, **specs))(X, W)


@row
def shardings(f):
    split, same = NamedSharding(MESH, P("d")), NamedSharding(MESH, P())
    g = jax.jit(f, in_shardings=(split, same), out_shardings=same)
    constrained = jax.jit(lambda x, w: f(lax.with_sharding_constraint(x, split), w))
    return g(X, W), constrained(X, W), f(jax.device_put(X, split), jax.device_put(W, same))


@row
def explicit_axes(f):
    mesh = jax.make_mesh((2,), ("e",), axis_types=(AxisType.Explicit,))
    with jax.set_mesh(mesh):
        x = jax.device_put(X, NamedSharding(mesh, P("e")))
        return jax.jit(f)(x, jax.device_put(W, NamedSharding(mesh, P())))


@row
def on_the_host(f):
    def g(x, w):
        with compute_on("device_host"):
            return f(x, w)

    return jax.jit(g)(X, W)


@row
def other_device(f):
    with jax.default_device(jax.devices()[1]):
        return f(jax.device_put(X, jax.devices()[1]), jax.device_put(W, jax.devices()[1]))


# ---- settings


SETTINGS = {
    "disable_jit": jax.disable_jit,
    "debug_nans": lambda: jax.debug_nans(True),
    "debug_infs": lambda: jax.debug_infs(True),
    "checking_leaks": jax.checking_leaks,
    "rank_promotion": lambda: jax.numpy_rank_promotion("raise"),
    "dtype_promotion": lambda: jax.numpy_dtype_promotion("strict"),
    "x64_again": lambda: jax.enable_x64(True),
    "matmul_precision": lambda: jax.default_matmul_precision("highest"),
    "log_compiles": jax.log_compiles,
    "key_reuse": lambda: jax.debug_key_reuse(True),
}


def with_setting(f, setting):
    with SETTINGS[setting]():
        return f(X, W), jax.jit(jax.grad(squares(f), 1))(X, W)


for _setting in SETTINGS:
    TABLE[_setting] = functools.partial(with_setting, setting=_setting)


@row
def transfer_guard(f):
    g = jax.jit(f)
    g(X, W)
    with jax.transfer_guard("disallow"):
        return g(X, W)


@row
def no_tracing(f):
    g = jax.jit(jax.grad(squares(f), 1))
    g(X, W)
    with jax.no_tracing():
        return g(X, W)


@row
def single_precision(f):
    with jax.enable_x64(False):
        x, w = (jnp.asarray(np.asarray(a), "float32") for a in (X, W))
        return f(x, w), jax.jit(jax.grad(lambda x, w: f(x, w).sum()))(x, w)


@row
def debugging_in_everything(f):
    with jax.debug_nans(True), jax.disable_jit(), jax.checking_leaks():
        return jax.vmap(f, (0, None))(many(X), W)


# ---- exported programs


@row
def exported(f):
    program = export.export(jax.jit(f))(X, W)
    return export.deserialize(program.serialize()).call(X, W)


@row
def exported_with_derivatives(f):
    program = export.export(jax.jit(f))(X, W)
    again = export.deserialize(program.serialize(vjp_order=1))
    return jax.grad(squares(again.call), (0, 1))(X, W)


@row
def exported_for_others(f):
    program = export.export(jax.jit(f), platforms=["cpu", "cuda", "tpu"])(X, W)
    return program.call(X, W)


@row
def exported_with_open_sizes(f):
    f = {theirs: gradient, ours: _by_both}.get(f, f)  # the op itself, as TensorFlow, wants numbers
    sizes = export.symbolic_shape("n, h, w")
    types = jax.ShapeDtypeStruct((*sizes, 2), X.dtype), jax.ShapeDtypeStruct(W.shape, W.dtype)
    program = export.export(jax.jit(f))(*types)
    return program.call(X, W), program.call(X[:1, 1:], W)


def _by_both(x, w):
    with fj.enabled():
        return (gradient(x, w) + gradient(x, w, fj.conv_general_dilated)) / 2


@pytest.mark.parametrize("kind", [CONVOLUTION, GRADIENT], ids=["convolution", "gradient"])
@pytest.mark.parametrize("name", TABLE)
def test_the_table(name, kind):
    if name.startswith("exported") and find_spec("flatbuffers") is None:
        pytest.skip("jax.export writes programs with flatbuffers")
    right, got = (TABLE[name](f) for f in kind)
    assert jax.tree.structure(got) == jax.tree.structure(right)
    jax.tree.map(np.testing.assert_array_equal, got, right)
