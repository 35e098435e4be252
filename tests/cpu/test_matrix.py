"""Plans for a matrix unit: right for every shape, tile, block and division, and the same bits.

Where the machine has no such unit, a pretended one runs their code (`helpers.tiles`); where it has,
both are compared.
"""

import ctypes
import itertools
from dataclasses import replace

import numpy as np
import pytest
from helpers.check import asked, assert_exact, assert_right, normal, whole
from helpers.launch import run
from helpers.matrix import ROW, plans, problems
from helpers.tiles import Pretended, pretending
from hypothesis import given, settings
from hypothesis import strategies as st
from llvmlite import ir

import filtergrad as fg
from filtergrad import knobs, system
from filtergrad.arrays import numpy_dtype
from filtergrad.cpu import choose, show
from filtergrad.cpu.code.ir import I8, I64, PTR, VOID, Code
from filtergrad.cpu.matrix import candidates, estimates, tile
from filtergrad.cpu.matrix.plan import MatrixPlan
from filtergrad.cpu.run import host, jit
from filtergrad.problem import Problem

BFLOAT16 = numpy_dtype("bfloat16")
HERE = ROW in host.available()
LAYOUTS = st.sampled_from(("rows", "rows dense", "planes", "planes dense"))
SOME = settings(max_examples=max(1, settings().max_examples // 4))


@pytest.fixture(autouse=True)
def one_thread():
    """A pretended unit has one set of registers."""
    before = fg.get_num_threads()
    if not HERE:
        fg.set_num_threads(1)
    yield
    fg.set_num_threads(before)


def layer(x, dw, strides=(1, 1), padding="SAME", **changes):
    given = {"dtype": "bfloat16"} | changes
    return Problem.make(x, dw, None, (1, *strides, 1), padding, **given)


def chosen(problem, precision="default", layout="rows dense", row=ROW):
    return choose.choose(asked(problem, layout, layout, precision), row)


# ---- numbers ----


def drawn(data):
    """A layer, how its arrays lie in memory, and a plan for both."""
    problem = data.draw(problems(), "problem")
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    return problem, layouts, data.draw(plans(problem, layouts), "plan")


@given(st.data())
def test_random_plans(data):
    problem, layouts, plan = drawn(data)
    x, dy = whole(problem)
    old = None
    if not plan.writes_dw and data.draw(st.booleans(), "accumulate"):
        old = np.random.default_rng(1).integers(-9, 10, problem.filter_shape)
    assert_exact(problem, run(problem, plan, x, dy, layouts, old), x, dy, 0 if old is None else old)


DENSE_OR_NOT = ("rows", "rows dense", "planes dense")


@pytest.mark.parametrize("layouts", [*itertools.product(DENSE_OR_NOT, repeat=2)], ids=" ".join)
def test_pixels_in_one_row(layouts):
    """A filter of one pixel: images are laid end to end where memory allows it."""
    problem = layer((3, 5, 7, 24), (1, 1, 24, 40))
    x, dy = whole(problem)
    for _, plan in candidates.candidates(asked(problem, *layouts), ROW):
        assert (plan.problem.p == 1) == all("dense" in layout for layout in layouts)
        assert_exact(problem, run(problem, plan, x, dy, layouts), x, dy)


@SOME
@given(st.data())
def test_code_without_sizes_has_the_same_bits(data):
    problem, layouts, plan = drawn(data)
    x, dy = normal(problem)
    shared, alone = (run(problem, plan, x, dy, layouts, constant=one) for one in (False, True))
    assert shared.tobytes() == alone.tobytes()
    assert_right(problem, shared, x, dy, plan=plan)


@SOME
@given(st.data())
def test_plans_of_an_order_have_the_same_bits(data):
    """Tiles, what is packed together and who does what are free; splits and blocks are not."""
    problem, layouts, plan = drawn(data)
    tile = data.draw(st.sampled_from(((1, 1), (2, 2), (1, 4))), "tile")
    packed = data.draw(st.sampled_from(estimates.PACKED), "packed")
    cut = data.draw(st.tuples(*[st.integers(1, 3)] * 3), "cut")
    other = replace(plan, tile=tile, packed=packed, cut=cut).fitted()
    assert other.order == plan.order
    x, dy = normal(problem)
    first, second = (run(problem, one, x, dy, layouts) for one in (plan, other))
    assert first.tobytes() == second.tobytes()


@pytest.mark.skipif(not HERE, reason="this processor has no matrix unit")
@SOME
@given(st.data())
def test_the_pretended_unit_is_as_the_real_one(data):
    problem, layouts, plan = drawn(data)
    x, dy = normal(problem)
    real = run(problem, plan, x, dy, layouts)
    fg.set_num_threads(1)
    with pretending():
        assert run(problem, plan, x, dy, layouts).tobytes() == real.tobytes()


def product(a, b, c, pretended):
    """Run the instruction: [16][16 pairs] and [16 pairs][16] of bfloat16, added to c in float32."""
    made = ir.Module("meaning")
    code = Code(made, "once", [(name, PTR) for name in "abcd"], internal=False)
    tile.configure(code)
    for i, source in enumerate(code.arguments[:3]):
        code.intrinsic("x86.tileloadd64", VOID, ir.Constant(I8, i), source, ir.Constant(I64, 64))
    name = ROW.matrix.dot.llvm.removeprefix("llvm.")
    code.intrinsic(name, VOID, *(ir.Constant(I8, i) for i in (2, 0, 1)))
    target = code.arguments[3]
    code.intrinsic("x86.tilestored64", VOID, ir.Constant(I8, 2), target, ir.Constant(I64, 64))
    tile.release(code)
    code.ret()
    target = (host.detected()[0], "") if pretended else (ROW.cpu, ROW.llvm_features)

    def module():
        return Pretended(made) if pretended else made

    binary = jit.assemble(("tiles", str(pretended)), module, ("once",), *target)
    binary.loaded.keep()
    out = np.empty_like(c)
    once = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 4)(binary.addresses["once"])
    once(*(array.ctypes.data for array in (a, b, c, out)))
    return out


@pytest.mark.parametrize("kind", ["normal", "random bits", "small"])
@pytest.mark.parametrize("pretended", [False, True], ids=["here", "pretended"])
def test_numpy_meaning(kind, pretended):
    if not (pretended or HERE):
        pytest.skip("this processor has no matrix unit")
    if pretended and kind != "normal":
        pytest.skip("its products are not fused")
    rng = np.random.default_rng(0)
    for _ in range(20):
        if kind == "random bits":
            a, b = rng.integers(0, 2**16, (2, 16, 16, 2)).astype(np.uint16).view(BFLOAT16)
            c = rng.integers(0, 2**32, (16, 16)).astype(np.uint32).view(np.float32)
        else:  # products and sums on both sides of the least normal number
            least = -63 if kind == "small" else 0
            powers = rng.integers(-6, 6, (2, 16, 16, 2)) + least
            a, b = np.ldexp(rng.standard_normal((2, 16, 16, 2)), powers).astype(BFLOAT16)
            c = np.ldexp(rng.standard_normal((16, 16)), rng.integers(-6, 6, (16, 16)) + 2 * least)
            c = c.astype(np.float32)
        with np.errstate(all="ignore"):
            expected = ROW.matrix.dot.meaning(a, b, c)
        np.testing.assert_array_equal(product(a, b, c, pretended), expected)


def test_what_is_not_finite_stays_in_its_channels():
    problem = layer((2, 9, 13, 32), (3, 3, 32, 48))
    found = candidates.candidates(asked(problem, "rows dense", "rows dense"), ROW)
    plan = found.priced(found.cheapest).plan
    x, dy = normal(problem)
    x[1, 4, 5, 7], dy[0, 8, 12, 11] = np.inf, np.nan
    dw = run(problem, plan, x, dy, ("rows dense", "rows dense")).astype(np.float32)
    assert not np.isfinite(dw[1, 1, 7]).any()
    assert np.isnan(dw[0, 0, :, 11]).all()
    rest = np.delete(np.delete(dw, 7, axis=2), 11, axis=3)
    assert np.isfinite(rest).all()


# ---- choice ----


LAYERS = {
    "many channels": (((8, 28, 28, 256), (3, 3, 256, 256)), (False, 1)),
    "few channels": (((8, 112, 112, 3), (7, 7, 3, 64), (2, 2)), (True, 1)),
    "small groups": (((8, 14, 14, 512), (3, 3, 8, 512)), (False, 2)),
    "point": (((8, 28, 28, 64), (1, 1, 64, 256)), (False, 1)),
}


@pytest.mark.parametrize("name", LAYERS)
def test_who_is_served(name):
    """bfloat16, where subnormal numbers need not be kept."""
    given, (merged, together) = LAYERS[name]
    problem = layer(*given)
    plan = chosen(problem)
    assert isinstance(plan, MatrixPlan)
    assert (plan.merged, plan.together) == (merged, together)
    assert f"matrix unit, {plan.tile[0]}x{plan.tile[1]} tiles" in show.summary(plan)
    assert "tiles[" in show.nest(plan)
    assert not isinstance(chosen(problem, "highest"), MatrixPlan)
    for dtype in ("float16", "float32", "float64"):
        assert not isinstance(chosen(layer(*given, dtype=dtype)), MatrixPlan)


@pytest.mark.parametrize("changes", [
    {"dw": (3, 3, 64, 8)},  # few of dy
    {"x": (2, 9, 9, 64), "dw": (3, 3, 1, 64)},
    {"x": (2, 900, 9, 64), "strides": (200, 1)},
    {"x": (1, 1, 1, 64), "dw": (1, 1, 64, 64)},  # nothing to be paired
])  # fmt: skip
def test_who_is_not(changes):
    given = {"x": (2, 9, 9, 64), "dw": (3, 3, 64, 64), "strides": (1, 1)} | changes
    spec = asked(layer(**given), "rows dense", "rows dense")
    assert candidates.candidates(spec, ROW) is None
    spec = asked(layer((2, 9, 9, 64), (3, 3, 64, 64)), "any", "rows dense")
    assert candidates.candidates(spec, ROW) is None


@pytest.mark.skipif(not HERE, reason="this processor has no matrix unit")
def test_a_call():
    with knobs.override(isa=ROW.name):
        problem, sizes = layer((4, 14, 14, 64), (3, 3, 64, 64)), (3, 3, 64, 64)
        x, dy = normal(problem)
        kernel = fg.compile(x.shape, sizes, (1, 1, 1, 1), "SAME", dtype="bfloat16")
        assert isinstance(kernel.plan, MatrixPlan)
        got = fg.conv2d_backprop_filter(x, sizes, dy, (1, 1, 1, 1), "SAME")
        assert_right(problem, got, x, dy, plan=kernel.plan)


@pytest.mark.parametrize("permitted", [True, False])
def test_linux_may_refuse(permitted, monkeypatch):
    """As it does where a thread's stack for signals is too small."""
    monkeypatch.setattr(system, "ARCH", "x86_64")
    monkeypatch.setattr(host, "detected", lambda: ("emeraldrapids", frozenset(ROW.features)))
    monkeypatch.setattr(host, "_permitted", lambda: permitted)
    assert host.available.__wrapped__()[0].name == (
        "x86-64-v4-amx" if permitted else "x86-64-v4-bf16"
    )
