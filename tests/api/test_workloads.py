"""Layers of real networks, made small: the same table that the benchmark reads."""

import itertools

import pytest
from helpers.check import assert_exact, assert_right, normal, whole

import filtergrad as fg
from filtergrad.arrays import DTYPES
from filtergrad.bench.cases import read_cases, table_names

FORMATS = ("NHWC", "NCHW")


def gradient(problem, x, dy):
    """The op on a problem's arrays; explicit padding says all that SAME and VALID say."""
    spatial = (problem.top, problem.bottom, problem.left, problem.right)
    first = problem.data_format == "NHWC"
    return fg.conv2d_backprop_filter(
        x,
        problem.filter_shape,
        dy,
        (1, problem.u, problem.v, 1) if first else (1, 1, problem.u, problem.v),
        "EXPLICIT",
        explicit_paddings=(0, 0, *spatial, 0, 0) if first else (0, 0, 0, 0, *spatial),
        data_format=problem.data_format,
        dilations=(1, problem.dr, problem.ds, 1) if first else (1, 1, problem.dr, problem.ds),
    )


@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("case", read_cases("core_mix"), ids=lambda case: case.layer)
def test_core_mix(case, data_format):
    problem = case.shrunk(60_000).problem("float32", data_format)
    x, dy = normal(problem)
    assert_right(problem, gradient(problem, x, dy), x, dy)


@pytest.mark.parametrize("name", [name for name in table_names() if name != "core_mix"])
def test_other_tables(name):
    """Coarser: each shape once, dtypes and formats taking turns."""
    turns = itertools.cycle(itertools.product(DTYPES, FORMATS))
    small = {}
    for case in read_cases(name):
        problem = case.shrunk(20_000).problem()
        small.setdefault(problem, case)
    for case, (dtype, data_format) in zip(list(small.values())[::3], turns, strict=False):
        problem = case.shrunk(20_000).problem(dtype, data_format)
        x, dy = whole(problem, most=2)
        assert_exact(problem, gradient(problem, x, dy), x, dy)
