"""Floor 3: the machine code of random plans, against the formula.

Every row of instruction sets is tried everywhere: where the machine lacks one, LLVM cuts its wide
vectors into what there is, so that tiles, tails and panels of that row run all the same.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from check import assert_exact, whole
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import plans, problems

from filtergrad.arrays import numpy_dtype
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.base import isa
from filtergrad.cpu.run import host, jit
from filtergrad.cpu.run.kernel import Kernel

ROWS = pytest.mark.parametrize("row", isa.ROWS, ids=lambda row: row.name)
GUARD = 64


def assemble(plan):
    """The code of a plan, for its own instruction set or else for this machine's."""
    if plan.isa in host.available():
        return cpu.assemble(plan)
    symbols = ("main",) if plan.writes_dw else ("main", "finish")
    return jit.assemble(
        (repr(plan), "split"), lambda: cpu.emit(plan), symbols, host.detected()[0], ""
    )


def runs(plan):
    """Whether this machine can: LLVM takes wide vectors apart, but not instructions for pairs."""
    return not plan.pairs or plan.isa in host.available()


def laid_out(problem, array, layout):
    """A view of `array` as n, h, w, c that lies in memory as `layout` says."""
    if problem.data_format == "NCHW":
        array = array.transpose(0, 2, 3, 1)
    if layout.startswith("rows"):
        return np.ascontiguousarray(array)
    if layout.startswith("planes"):
        return np.ascontiguousarray(array.transpose(0, 3, 1, 2)).transpose(0, 2, 3, 1)
    return np.repeat(array, 2, axis=2)[:, :, ::2]


def launch(problem, plan, x, dy, out, old=0):
    """Run the code of a plan on arrays in the order n, h, w, c."""
    kernel = Kernel(problem, plan, assemble(plan))
    x_steps, dy_steps = kernel.steps(x.strides), kernel.steps(dy.strides)
    kernel.launch(x.ctypes.data, x_steps, dy.ctypes.data, dy_steps, out.ctypes.data, old)


def run(problem, plan, x, dy, layouts, old=None):
    """What the plan's code makes of x and dy; it must write dW and nothing beside it."""
    x, dy = (laid_out(problem, a, layout) for a, layout in zip((x, dy), layouts, strict=True))
    room = np.full(np.prod(problem.filter_shape) + 2 * GUARD, 77, numpy_dtype(problem.dtype))
    out = room[GUARD:-GUARD].reshape(problem.filter_shape)
    if old is not None:
        out[...] = old
    launch(problem, plan, x, dy, out, 0 if old is None else out.ctypes.data)
    assert np.all(room[:GUARD] == 77)
    assert np.all(room[-GUARD:] == 77)
    return out


LAYOUTS = st.sampled_from(("rows", "rows dense", "planes", "planes dense", "any"))


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


@pytest.mark.skipif(sys.platform == "win32", reason="no mprotect")
def test_nothing_beyond_an_array_is_touched():
    script = Path(__file__).with_name("guarded.py")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout.splitlines()[-1:], done.stderr[-2000:])
