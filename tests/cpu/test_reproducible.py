"""The same bits with any number of threads, from run to run, and whoever else is calling."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from helpers.check import assert_right, normal
from helpers.launch import laid_out, launch
from helpers.strategies import plans, problems
from hypothesis import given
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.cpu.run import host
from filtergrad.problem import Problem

THREADS = (1, 2, 3, 8)

# What the engine treats in its own way, each large enough to be divided into several tasks.
LAYERS = {
    "dense": ((4, 28, 28, 64), (3, 3, 64, 64), {}),
    "first layer": ((8, 64, 64, 3), (7, 7, 3, 32), {"strides": (1, 2, 2, 1)}),
    "planes": ((2, 40, 28, 30), (3, 3, 40, 48), {"data_format": "NCHW"}),
    "point": ((8, 28, 28, 64), (1, 1, 64, 96), {}),
    "few input channels": ((8, 32, 32, 20), (3, 3, 20, 4), {}),
    "grouped": ((8, 28, 28, 64), (3, 3, 8, 64), {}),
    "depthwise": ((8, 56, 56, 40), (3, 3, 1, 40), {}),
    "depthwise times two": ((8, 28, 28, 36), (5, 5, 1, 72), {}),
    "dilated": ((2, 33, 33, 48), (3, 3, 48, 32), {"dilations": (1, 6, 6, 1)}),
}


@pytest.fixture
def threads():
    """How many threads to use, put back afterwards."""
    before = fg.get_num_threads()
    yield fg.set_num_threads
    fg.set_num_threads(before)


def compiled(name, dtype, precision="default"):
    x, dw, changes = LAYERS[name]
    given = {"strides": (1, 1, 1, 1), "padding": "SAME", "dtype": dtype} | changes
    return fg.compile(
        x, dw, given.pop("strides"), given.pop("padding"), precision=precision, **given
    )


def bits(array):
    return array.tobytes()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", LAYERS)
def test_any_number_of_threads(name, dtype, threads):
    kernel = compiled(name, dtype)
    assert kernel.plan.tasks >= 3, "not divided: nothing is shown"
    x, dy = normal(kernel.problem)
    found = set()
    for count in (*THREADS, *THREADS[:1]):
        threads(count)
        found.update(bits(kernel(x, dy)) for _ in range(2))
    assert len(found) == 1


@pytest.mark.parametrize("name", ["dense", "depthwise"])
def test_highest_precision_and_accumulation(name, threads):
    kernel = compiled(name, "float32", "highest")
    x, dy = normal(kernel.problem)
    found = set()
    for count in THREADS:
        threads(count)
        out = np.ones(kernel.problem.filter_shape, np.float32)
        found.add(bits(kernel(x, dy, out, accumulate=True)))
    assert len(found) == 1


@given(problems(), st.sampled_from(host.available()), st.data())
def test_any_plan(problem, row, data):
    """Not only those that are chosen: every way to split the sum and to cut the work."""
    kinds = data.draw(st.tuples(*[st.sampled_from(("rows", "planes"))] * 2))
    plan = data.draw(plans(problem, row, kinds))
    x, dy = normal(problem)
    a, b = (laid_out(problem, v, kind) for v, kind in zip((x, dy), kinds, strict=True))
    before, found = fg.get_num_threads(), set()
    for count in THREADS:
        fg.set_num_threads(count)
        out = np.empty(problem.filter_shape, numpy_dtype(problem.dtype))
        launch(problem, plan, a, b, out)
        found.add(bits(out))
    fg.set_num_threads(before)
    assert len(found) == 1
    assert_right(problem, out, x, dy, plan=plan)


def test_concurrent_callers(threads):
    """Eight at once, half of them with a second kernel; all compile, all are right."""
    x, dw, _ = LAYERS["dense"]
    problem = Problem.make(x, dw, None, (1, 1, 1, 1), "SAME")
    operands = [normal(problem, seed) for seed in range(4)]
    threads(1)
    expected = [bits(fg.conv2d_backprop_filter(*with_filter(dw, pair))) for pair in operands]
    threads(3)
    start = threading.Barrier(8)

    def caller(number):
        start.wait()
        pair = operands[number % 4]
        if number >= 4:  # another kernel in between, compiled by whoever comes first
            fg.conv2d_backprop_filter(*with_filter((5, 5, 64, 64), pair))
        return [bits(fg.conv2d_backprop_filter(*with_filter(dw, pair))) for _ in range(3)]

    with ThreadPoolExecutor(8) as pool:
        for number, answers in enumerate(pool.map(caller, range(8))):
            assert answers == [expected[number % 4]] * 3


LARGE_TEAMS = {
    "winograd": ((2, 14, 14, 128), (3, 3, 128, 128)),
    "point": ((4, 7, 7, 256), (1, 1, 256, 512)),
    "first": ((2, 40, 40, 3), (7, 7, 3, 64)),
    "depthwise": ((2, 28, 28, 256), (3, 3, 1, 256)),
}


@pytest.mark.parametrize("name", LARGE_TEAMS)
def test_plans_for_large_teams_add_in_the_same_order(name, threads):
    """With many threads the channels are cut further: another plan, the same bits."""
    x, dw = LARGE_TEAMS[name]
    problem = Problem.make(x, dw, None, (1, 1, 1, 1), "SAME")
    pair = normal(problem)
    found, tasks = set(), []
    for count in (2, 16, 64):
        threads(count)
        gradient = fg.compile(x, dw, (1, 1, 1, 1), "SAME")
        found.add(bits(gradient(*pair)))
        tasks.append(gradient.plan.tasks)
    assert len(found) == 1
    assert tasks == sorted(tasks)


def with_filter(dw, pair):
    x, dy = pair
    return x, dw, dy, (1, 1, 1, 1), "SAME"
