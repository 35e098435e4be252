"""One object serves a layer on images of all sizes, and has the bits that constants would give."""

import numpy as np
import pytest
from helpers import depthwise
from helpers.check import assert_right, normal
from helpers.launch import LAYOUTS, run, runs
from helpers.strategies import plans, problems, winograd_plans
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.base.sizes import UNKNOWN
from filtergrad.cpu.run import host

ROWS = st.sampled_from(host.available())
SOME = settings(max_examples=max(1, settings().max_examples // 4))


def same(problem, plan, layouts):
    x, dy = normal(problem)
    shared, alone = (run(problem, plan, x, dy, layouts, constant=one) for one in (False, True))
    assert shared.tobytes() == alone.tobytes()


@SOME
@given(ROWS, st.data())
def test_direct(row, data):
    problem = data.draw(problems(), "problem")
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(plans(problem, row, layouts), "plan")
    assume(runs(plan))
    same(problem, plan, layouts)


@SOME
@given(ROWS, st.data())
def test_depthwise(row, data):
    problem = data.draw(depthwise.problems(row), "problem")
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    same(problem, data.draw(depthwise.plans(problem, row, layouts), "plan"), layouts)


@SOME
@given(ROWS, st.data())
def test_winograd(row, data):
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(winograd_plans(row, layouts), "plan")
    same(plan.problem, plan, layouts)


LAYERS = {
    "direct": ((5, 5, 16, 24), {}),
    "narrow": ((1, 1, 64, 24), {}),
    "stride": ((3, 3, 16, 24), {"strides": (1, 2, 2, 1), "dtype": "bfloat16"}),
    "winograd": ((3, 3, 64, 64), {}),
    "bfloat16": ((3, 3, 64, 64), {"dtype": "bfloat16"}),
    "depthwise": ((3, 3, 1, 64), {}),
    "planes": ((3, 3, 32, 32), {"data_format": "NCHW"}),
}


@pytest.mark.parametrize("name", LAYERS)
def test_many_sizes_share_few_objects(name):
    """Forty sizes of a layer: what differs from one to another is told by the call."""
    filter_sizes, changes = LAYERS[name]
    given = {"strides": (1, 1, 1, 1), "padding": "SAME", "dtype": "float32"} | changes
    objects, c = set(), 64 if name == "depthwise" else filter_sizes[2]
    for at in range(40):
        n, h, w = 1 + at % 3, 20 + at, 61 - at
        shape = (n, c, h, w) if "data_format" in given else (n, h, w, c)
        strides, padding = given["strides"], given["padding"]
        rest = {key: value for key, value in given.items() if key not in {"strides", "padding"}}
        kernel = fg.compile(shape, filter_sizes, strides, padding, **rest)
        objects.add(kernel.plan.key)
        if at % 8 == 0:
            x, dy = normal(kernel.problem)
            got = fg.conv2d_backprop_filter(
                x, filter_sizes, dy, strides, padding, data_format=given.get("data_format", "NHWC")
            )
            assert_right(kernel.problem, got, x, dy)
    assert len(objects) <= 12


def test_code_cannot_depend_on_a_size():
    plan = fg.compile((2, 9, 9, 8), (3, 3, 8, 8), (1, 1, 1, 1), "SAME").plan.general
    assert plan.general is plan
    assert (plan.problem.h + 3) * 2 is UNKNOWN
    with pytest.raises(TypeError, match="a size that it is not told"):
        min(plan.problem.h, 5)
    with pytest.raises(TypeError, match="a size that it is not told"):
        bool(plan.split == 1)
    assert str(cpu.emit(plan)) == str(cpu.emit(plan))
    assert np.all([size is UNKNOWN for size in plan.sizes.values()])
