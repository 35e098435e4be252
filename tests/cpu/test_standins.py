"""A new size of a known layer waits for no compiler: code at hand stands in, with the same bits."""

from dataclasses import fields, replace

import numpy as np
import pytest
from helpers import depthwise
from helpers.check import asked, assert_right, normal
from helpers.launch import LAYOUTS, run, runs
from helpers.strategies import plans, problems, winograd_plans
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad import api
from filtergrad.cpu import choose, standins
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.run import host, jit, pricing
from filtergrad.cpu.run import kernel as kernels
from filtergrad.problem import Problem

ROWS = st.sampled_from(host.available())
SOME = settings(max_examples=max(1, settings().max_examples // 4))


def same(problem, plan, general, layouts):
    """What another plan's code makes of a plan's sums is what the plan's own does."""
    other = plan.by(general)
    assume(other is not None)
    x, dy = normal(problem)
    got, own = (run(problem, one, x, dy, layouts) for one in (other, plan))
    assert got.tobytes() == own.tobytes()


@SOME
@given(ROWS, st.data())
def test_direct(row, data):
    problem = data.draw(problems(), "problem")
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(plans(problem, row, layouts), "plan")
    other = data.draw(plans(problem, row, layouts), "other")
    assume(runs(plan))
    assume(runs(other))
    same(problem, plan, other.general, layouts)


@SOME
@given(ROWS, st.data())
def test_depthwise(row, data):
    problem = data.draw(depthwise.problems(row), "problem")
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(depthwise.plans(problem, row, layouts), "plan")
    other = data.draw(depthwise.plans(problem, row, layouts), "other")
    same(problem, plan, replace(other, patterned=False).general, layouts)


@SOME
@given(ROWS, st.data())
def test_winograd(row, data):
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(winograd_plans(row, layouts), "plan")
    _, dys, xs = plan.cut
    cut = (1, xs, dys) if max(xs, dys) <= min(plan.vectors) else (1, 1, 1)
    other = replace(plan, cut=cut, kept=data.draw(st.booleans(), "kept"))
    same(plan.problem, plan, other.fitted().general, layouts)


@pytest.fixture
def compilations(monkeypatch):
    """How often something was compiled: nothing is known of any layer, and no disk helps."""
    done, compile_module = [], jit.compile_module

    def counted(*given, **named):
        done.append(given[0])
        return compile_module(*given, **named)

    monkeypatch.setattr(jit, "compile_module", counted)
    monkeypatch.setattr(pricing, "wanted", lambda _: None)  # it has code made, too
    monkeypatch.setattr(jit.disk, "read", lambda *_: None)
    monkeypatch.setattr(jit.disk, "has", lambda *_: False)
    for known in (standins._known, cpu._kernels, api._seen):
        known.forget()
    yield done
    for known in (standins._known, cpu._kernels, api._seen):
        known.forget()


LAYERS = {
    "winograd": ((5, 5, 16, 24), {}),
    "direct": ((4, 4, 16, 24), {}),
    "narrow": ((1, 1, 512, 24), {}),
    "stride": ((3, 3, 16, 24), {"strides": (1, 2, 2, 1), "dtype": "bfloat16"}),
    "depthwise": ((3, 3, 1, 72), {}),
    "depthwise, stride": ((5, 5, 1, 40), {"strides": (1, 2, 2, 1), "dtype": "float16"}),
}


@pytest.mark.parametrize("name", LAYERS)
def test_sizes_wait_for_few_compilations(name, compilations):
    filter_sizes, changes = LAYERS[name]
    given = {"strides": (1, 1, 1, 1), "dtype": "float32"} | changes
    strides, dtype = given["strides"], given["dtype"]
    c = filter_sizes[3] if filter_sizes[2] == 1 else filter_sizes[2]
    for at in range(30):
        problem = Problem.make(
            (1 + at % 3, 20 + at, 61 - at, c), filter_sizes, None, strides, "SAME", dtype=dtype
        )
        x, dy = normal(problem)
        got = fg.conv2d_backprop_filter(x, filter_sizes, dy, strides, "SAME")
        assert_right(problem, got, x, dy, plan=choose.choose(asked(problem), host.chosen()))
    assert len(compilations) <= 8


def depthwise_call(size):
    problem = Problem.make((2, size, size, 64), (3, 3, 1, 64), None, (1, 1, 1, 1), "SAME")
    x, dy = normal(problem)
    return lambda: fg.conv2d_backprop_filter(x, (3, 3, 1, 64), dy, (1, 1, 1, 1), "SAME")


def test_a_size_that_stays_gets_code_of_its_own(compilations):
    depthwise_call(30)()
    depthwise_call(34)()
    assert len(compilations) == 2  # the first, and one for rows of any length
    call = depthwise_call(23)
    results = {call().tobytes() for _ in range(kernels.STAND_IN_CALLS - 1)}
    assert len(compilations) == 2
    results |= {call().tobytes() for _ in range(3)}
    assert len(compilations) == 3
    assert len(results) == 1


def test_unknown_sizes_are_never_compared(compilations, monkeypatch):
    """From Python 3.13 on, records are compared field by field, and not by identity first."""

    def alike(one, other):
        names = [field.name for field in fields(one)]
        return all(getattr(one, name) == getattr(other, name) for name in names)

    for kind in (Problem, *(algorithm.plan for algorithm in choose.ALGORITHMS)):
        monkeypatch.setattr(kind, "__eq__", alike)
    for size in (30, 34, 23, 30):
        depthwise_call(size)()
    assert len(compilations) == 2


def test_what_is_compiled_ahead_or_explained_is_its_own(compilations):
    for size in (30, 34, 23):
        plan = fg.compile((2, size, size, 64), (3, 3, 1, 64), (1, 1, 1, 1), "SAME").plan
        assert plan.patterned
    assert len(compilations) >= 3


def test_no_memory_for_code_of_its_own_is_no_trouble_yet(compilations, monkeypatch):
    for size in (30, 34):
        depthwise_call(size)()
    call = depthwise_call(23)
    right = call()

    def full(*_):
        raise MemoryError("no memory")

    with monkeypatch.context() as patched:
        patched.setattr(cpu, "assemble", full)
        for _ in range(2 * kernels.STAND_IN_CALLS):
            assert np.array_equal(call(), right)
    assert len(compilations) == 2
    for _ in range(kernels.STAND_IN_CALLS):
        assert np.array_equal(call(), right)
    assert len(compilations) == 3
