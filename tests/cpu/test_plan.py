"""What a plan promises before it runs, on every layer of every table."""

import dataclasses
import itertools
import subprocess
import sys

import pytest
from helpers.check import asked
from helpers.promises import assert_kept
from helpers.strategies import problem_of, problems, winograd_calls
from hypothesis import given
from hypothesis import strategies as st

from filtergrad import api, knobs
from filtergrad.arrays import DTYPES
from filtergrad.bench.cases import read_cases, table_names
from filtergrad.cpu import choose, depthwise, direct, winograd
from filtergrad.cpu.base import isa
from filtergrad.cpu.base import price as base_price
from filtergrad.cpu.base.cycles import Cycles
from filtergrad.cpu.winograd.candidates import possible
from filtergrad.problem import Problem

LAYOUT = {"NHWC": "rows dense", "NCHW": "planes dense"}
ROWS = st.sampled_from(isa.ROWS)


def chosen(problem, row, precision="default"):
    layout = LAYOUT[problem.data_format]
    return choose.choose(asked(problem, layout, layout, precision), row)


@pytest.mark.parametrize("name", table_names())
def test_layers_of_real_networks(name):
    """Each layer once, the instruction sets, dtypes and formats taking turns."""
    turns = itertools.cycle(itertools.product(isa.ROWS, DTYPES, LAYOUT, ("default", "highest")))
    for case, (row, dtype, data_format, precision) in zip(read_cases(name), turns, strict=False):
        problem = case.problem(dtype, data_format)
        assert_kept(problem, chosen(problem, row, precision), precision)


@given(ROWS, st.data())
def test_every_candidate_of_winograd(row, data):
    """Whatever the prices say: any of them may be the cheapest one day."""
    dtype = data.draw(st.sampled_from(DTYPES))
    lanes = row.lanes(8 if dtype == "float64" else 4)
    problem = problem_of(data.draw(winograd_calls(lanes, dtype)))
    layouts = data.draw(st.tuples(*[st.sampled_from(("rows dense", "planes", "any"))] * 2))
    for price, plan in possible(asked(problem, *layouts), row) or ():
        assert price.wall > 0
        assert_kept(problem, plan)


@given(problems(most=400), ROWS, st.sampled_from(("default", "highest")))
def test_random_problems(problem, row, precision):
    assert_kept(problem, chosen(problem, row, precision), precision)


FAR = {
    "dilated far outside": {"dilations": (1, 2**20, 2**20, 1)},
    "dilated by the largest number": {"dilations": (1, 2**31 - 1, 2**31 - 1, 1)},
    "largest strides": {"strides": (1, 2**31 - 1, 2**31 - 1, 1)},
    "filter of a thousand columns": {"filter_sizes": (1, 1000, 3, 8)},
    "pads of a thousand pixels": {
        "padding": "EXPLICIT",
        "explicit_paddings": (0, 0, 1000, 0, 0, 1000, 0, 0),
    },
    "one row of a million pixels": {"input_shape": (1, 1, 10**6, 3)},
    "a million images of one pixel": {"input_shape": (10**6, 1, 1, 3)},
    "a million channels": {"input_shape": (1, 2, 2, 10**6), "filter_sizes": (3, 3, 10**6, 2)},
    "a million groups": {"input_shape": (1, 2, 2, 10**6), "filter_sizes": (3, 3, 1, 10**6)},
}


@pytest.mark.parametrize("row", isa.ROWS, ids=lambda row: row.name)
@pytest.mark.parametrize("changes", FAR.values(), ids=FAR)
def test_extremes(changes, row):
    given = {
        "input_shape": (2, 9, 8, 3),
        "filter_sizes": (3, 3, 3, 8),
        "strides": (1, 1, 1, 1),
        "padding": "SAME",
    } | changes
    problem = Problem.make(out_backprop_shape=None, **given)
    assert_kept(problem, chosen(problem, row))


# ---- what prices are made of ----

ROOMS = (
    base_price,
    *(direct.price, direct.tiles, direct.wholes, direct.ways, direct.forms, direct.candidates),
    *(winograd.price, winograd.candidates),
    *(depthwise.price, depthwise.candidates),
)


def test_no_two_numbers_of_prices_share_a_name():
    values = {}
    for room in ROOMS:
        for name, value in vars(room).items():
            if name.isupper() and isinstance(value, (int, float)):
                values.setdefault(name, set()).add(value)
    assert len(values) > 50
    assert not {name: found for name, found in values.items() if len(found) > 1}


def test_each_cost_of_the_machine_has_a_sentence():
    for field in dataclasses.fields(Cycles):
        assert f"\n    {field.name}\n        Cycles " in Cycles.__doc__


@pytest.mark.parametrize(
    ("cycles", "tasks"), [(0, 1), (29_999, 1), (45_000, 3), (1e6, 16), (12e6 * 40, 40), (1e12, 64)]
)
def test_work_is_divided_as_far_as_it_pays(cycles, tasks):
    assert base_price.tasks_wanted(cycles) == tasks


# ---- the same plan, always ----

LAYER = Problem.make((8, 28, 28, 32), (3, 3, 32, 64), None, (1, 1, 1, 1), "SAME")


def test_threads_do_not_matter():
    plans = []
    for threads in (1, 2, 3, 64):
        with knobs.override(num_threads=threads):
            api.set_num_threads(threads)
            plans.append(chosen(LAYER, isa.named("x86-64-v3")))
    api.set_num_threads(knobs.current().num_threads or 2)
    assert plans[0].tasks > 1
    assert plans == plans[:1] * 4


def test_prices_come_out_the_same_each_time():
    first, second = (
        choose.ranked(asked(LAYER, "rows dense", "rows"), isa.named("x86-64-v3")) for _ in range(2)
    )
    assert first == second
    walls = [price.wall for price, _ in first]
    assert walls == sorted(walls)
    assert min(walls) > 0


def test_other_processes_agree():
    code = f"""
from filtergrad.cpu import choose
from filtergrad.cpu.base import isa
from filtergrad.engine import Layout, Spec
from filtergrad.problem import Problem
print(choose.choose(Spec({LAYER!r}, Layout("rows", True), Layout("rows")), isa.named("x86-64-v3")))
"""
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )
        assert done.stdout.strip() == repr(
            choose.choose(asked(LAYER, "rows dense", "rows"), isa.named("x86-64-v3"))
        )


def test_a_plan_prints_as_what_it_is():
    plan = chosen(LAYER, isa.named("x86-64-v3"))
    names = {type(plan).__name__: type(plan), "Problem": Problem, "named": isa.named}
    assert eval(repr(plan), names) == plan
    assert hash(plan) == hash(eval(repr(plan), names))
