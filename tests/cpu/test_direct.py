"""The machine code of random plans, against the formula.

Every row of instruction sets is tried everywhere: where the machine lacks one, LLVM cuts its wide
vectors into what there is, so that tiles, tails and panels of that row run all the same.
"""

import subprocess
import sys

import numpy as np
import pytest
from helpers import TESTS
from helpers.check import assert_exact, normal, whole
from helpers.launch import LAYOUTS, run, runs
from helpers.strategies import plans, problems
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from filtergrad.cpu.base import isa
from filtergrad.cpu.run import host
from filtergrad.cpu.run.llvm import LEVEL

ROWS = pytest.mark.parametrize("row", isa.ROWS, ids=lambda row: row.name)


@ROWS
@given(st.data())
def test_random_plans(row, data):
    problem = data.draw(problems(), "problem")
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(plans(problem, row, layouts), "plan")
    assume(runs(plan))
    x, dy = whole(problem)
    old = None
    if not plan.writes_dw and data.draw(st.booleans(), "accumulate"):
        old = np.random.default_rng(1).integers(-9, 10, problem.filter_shape)
    assert_exact(problem, run(problem, plan, x, dy, layouts, old), x, dy, 0 if old is None else old)


@settings(max_examples=settings().max_examples // 4)
@given(st.sampled_from(host.available()), st.data())
def test_the_code_generators_level_does_not_matter(row, data):
    """What is emitted says each rounding: however it is compiled, the bits are the same."""
    problem = data.draw(problems(), "problem")
    layouts = data.draw(st.tuples(LAYOUTS, LAYOUTS), "layouts")
    plan = data.draw(plans(problem, row, layouts), "plan")
    x, dy = normal(problem)
    quick, usual = (run(problem, plan, x, dy, layouts, level=level) for level in (0, LEVEL))
    assert quick.tobytes() == usual.tobytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no mprotect")
def test_nothing_beyond_an_array_is_touched():
    script = ["-m", "helpers.guarded"]
    done = subprocess.run(
        [sys.executable, *script], cwd=TESTS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout.splitlines()[-1:], done.stderr[-2000:])
