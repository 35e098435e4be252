"""The choice of a plan from tables: what it finds, and how little it does for it."""

import random
import sys
from collections import Counter

import pytest
from helpers import one_by_one
from helpers.check import asked
from helpers.strategies import problems
from hypothesis import given, settings
from hypothesis import strategies as st

from filtergrad.bench.cases import read_cases
from filtergrad.cpu import choose
from filtergrad.cpu.base import isa
from filtergrad.cpu.run import pricing
from filtergrad.problem import Problem

ROWS = st.sampled_from(isa.ROWS)
LAYOUTS = st.sampled_from(("rows dense", "planes dense", "rows", "any"))
PRECISIONS = st.sampled_from(("default", "highest"))
LAYERS = {case.layer: case.problem() for case in read_cases("core_mix")}


def assert_same_choice(spec, row):
    """The table's choice is that of plans priced one by one: its price, and nearly always it."""
    wall, plan = one_by_one.cheapest(spec, row)
    first = choose.ranked(spec, row)[0]
    assert first.plan == choose.choose(spec, row)
    assert first.price.wall == pytest.approx(wall, rel=1e-12)
    # Prices that differ by roundings only may change places.
    assert first.plan == plan or first.price.wall != wall


@settings(max_examples=15)  # `make soak` tries more
@given(problems(most=300), ROWS, LAYOUTS, LAYOUTS, PRECISIONS)
def test_it_is_the_cheapest_of_all(problem, row, x, dy, precision):
    assert_same_choice(asked(problem, x, dy, precision), row)


@pytest.mark.parametrize("row", [isa.named("x86-64-v4"), isa.named("x86-64-v3")], ids=str)
def test_layers_of_networks(row):
    for name in random.Random(row.name).sample(sorted(LAYERS), 3):
        assert_same_choice(asked(LAYERS[name]), row)


@pytest.mark.parametrize("threads", [8, 64])
def test_more_threads_change_the_division_alone(threads):
    row = isa.named("x86-64-v3")
    for name in random.Random(threads).sample(sorted(LAYERS), 3):
        spec = asked(LAYERS[name])
        few, many = choose.choose(spec, row), choose.choose(spec, row, threads)
        assert many.order == few.order
        assert type(many) is type(few)
        assert choose.ranked(spec, row, threads)[0].plan == many
        assert {pair.plan for pair in choose.ranked(spec, row)} >= {few, many}


# ---- how much is done, in numbers that no clock decides ----

KNOWN = {
    "direct": ((8, 56, 56, 64), (3, 3, 64, 64), (8, 57, 55, 64)),
    "winograd": ((8, 28, 28, 128), (3, 3, 128, 128), (8, 29, 31, 128)),
    "pointwise": ((8, 56, 56, 256), (1, 1, 256, 64), (7, 56, 56, 256)),
    "depthwise": ((8, 28, 28, 256), (3, 3, 1, 256), (8, 27, 30, 256)),
    "first layer": ((8, 224, 224, 3), (3, 3, 3, 32), (8, 200, 220, 3)),
    "many filter rows": ((4, 56, 56, 128), (31, 31, 1, 128), (4, 60, 58, 128)),
}


def steps(work):
    """How many functions are called, those of NumPy and of Python itself included."""
    found = Counter()
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, _: found.update([event]))
    try:
        work()
    finally:
        sys.setprofile(before)
    return found["call"] + found["c_call"]


@pytest.mark.parametrize(("code", "most"), [(False, 6000), (True, 3000)], ids=["numpy", "code"])
@pytest.mark.parametrize("row", [isa.named("x86-64-v4"), isa.named("x86-64-v3")], ids=str)
@pytest.mark.parametrize("name", KNOWN)
def test_it_takes_few_steps(name, row, code, most, monkeypatch, record_property):
    """Before there were tables, it took 41,000 to 308,000 of them."""
    for estimate in choose.ESTIMATES:
        monkeypatch.setattr(estimate, "compiled", None)
    if code:
        pricing.compile_all(choose.ESTIMATES)
    x, dw, other = KNOWN[name]
    layer, resized = (asked(Problem.make(size, dw, None, (1,) * 4, "SAME")) for size in (x, other))
    choose.choose(layer, row)
    taken = steps(lambda: choose.choose(resized, row))
    record_property("steps", taken)
    assert taken < most


def test_one_plan_is_made(monkeypatch):
    made = []
    for kind in choose.ALGORITHMS:
        monkeypatch.setattr(kind.plan, "__init__", counted(kind.plan.__init__, made))
    plan = choose.choose(asked(LAYERS["3x3:rn50_28_128"]), isa.named("x86-64-v3"))
    assert [one for one in made if type(one) in {kind.plan for kind in choose.ALGORITHMS}] == [plan]


def counted(init, made):
    def counting(self, **fields):
        made.append(self)
        init(self, **fields)

    return counting
