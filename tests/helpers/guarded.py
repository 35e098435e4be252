"""Run random plans on arrays between two pages that nobody may touch; test_direct starts this.

A read or write beyond an array ends the process, so the case is printed before it is tried.
"""

import ctypes
import mmap
import sys

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from filtergrad.arrays import numpy_dtype
from filtergrad.cpu.base import isa
from filtergrad.cpu.run import host, kernel, pool

from . import depthwise, matrix
from .check import assert_exact, assert_right, normal, whole
from .launch import laid_out, launch, runs
from .strategies import plans, problems, winograd_plans

PAGE = mmap.PAGESIZE
_mprotect = ctypes.CDLL(None).mprotect
_mprotect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)


def fenced(array, where):
    """A copy of `array` that begins or ends at a page that cannot be read."""
    inner = -(-array.nbytes // PAGE) * PAGE
    memory = mmap.mmap(-1, inner + 2 * PAGE)
    start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    for page in (start, start + PAGE + inner):
        assert _mprotect(page, PAGE, 0) == 0
    offset = PAGE if where == "begin" else PAGE + inner - array.nbytes
    copy = np.ndarray(array.shape, array.dtype, memory, offset, array.strides)
    copy[...] = array
    return copy


def launch_all(problem, plan, x, dy, out):
    """Run a plan's code with different numbers of threads: the bits must be the same."""
    bits = set()
    for threads in (1, 2, 3, 8):
        pool.set_num_threads(threads)
        out[...] = 0
        launch(problem, plan, x, dy, out)
        bits.add(out.tobytes())
    assert len(bits) == 1, plan


edges = st.sampled_from(("begin", "end"))
layouts = st.sampled_from(("rows", "planes"))
rows = st.sampled_from((isa.named("x86-64-v4-bf16"), *host.available()))


def stay_inside(problem, row, where, data):
    kinds = data.draw(st.tuples(layouts, layouts))
    plan = data.draw(plans(problem, row, kinds))
    assume(runs(plan))
    print(where, kinds, plan, flush=True)
    x, dy = whole(problem)
    a, b = (
        fenced(laid_out(problem, v, kind), where) for v, kind in zip((x, dy), kinds, strict=True)
    )
    out = fenced(np.zeros(problem.filter_shape, numpy_dtype(problem.dtype)), where)
    launch_all(problem, plan, a, b, out)
    assert_exact(problem, out, x, dy)


def winograd_stays_inside(row, where, data):
    kinds = data.draw(st.tuples(layouts, layouts))
    plan = data.draw(winograd_plans(row, kinds))
    print(where, plan, flush=True)
    x, dy = normal(plan.problem)
    a, b = (
        fenced(laid_out(plan.problem, v, kind), where)
        for v, kind in zip((x, dy), kinds, strict=True)
    )
    out = fenced(np.zeros(plan.problem.filter_shape, numpy_dtype(plan.problem.dtype)), where)
    launch_all(plan.problem, plan, a, b, out)
    assert_right(plan.problem, out, x, dy, plan=plan)


def depthwise_stays_inside(row, where, data):
    kinds = data.draw(st.tuples(*[st.sampled_from(("rows dense", "planes"))] * 2))
    problem = data.draw(depthwise.problems(row))
    plan = data.draw(depthwise.plans(problem, row, kinds))
    print(where, plan, flush=True)
    x, dy = whole(problem)
    a, b = (
        fenced(laid_out(problem, v, kind), where) for v, kind in zip((x, dy), kinds, strict=True)
    )
    out = fenced(np.zeros(problem.filter_shape, numpy_dtype(problem.dtype)), where)
    launch_all(problem, plan, a, b, out)
    assert_exact(problem, out, x, dy)


def matrix_stays_inside(where, data):
    """Also in its workspace, which ends where a page does that nobody may touch."""
    kinds = data.draw(st.tuples(layouts, layouts))
    problem = data.draw(matrix.problems())
    plan = data.draw(matrix.plans(problem, kinds))
    print(where, kinds, plan, flush=True)
    x, dy = whole(problem)
    a, b = (
        fenced(laid_out(problem, v, kind), where) for v, kind in zip((x, dy), kinds, strict=True)
    )
    out = fenced(np.zeros(problem.filter_shape, numpy_dtype(problem.dtype)), where)
    given = []

    def workspace(size):
        # Panels begin with a cache line; and all is NaN that nobody has written.
        room = size + -plan.partials * plan.partial_bytes % 64
        given.append(fenced(np.full(room, 255, np.uint8), "end"))
        return given[-1].ctypes.data, given[-1]

    before, kernel.workspace = kernel.workspace, workspace
    pool.set_num_threads(1)
    launch(problem, plan, a, b, out)
    kernel.workspace = before
    assert_exact(problem, out, x, dy)


TRIES = {
    matrix_stays_inside: (edges, st.data()),
    stay_inside: (problems(), rows, edges, st.data()),
    winograd_stays_inside: (rows, edges, st.data()),
    depthwise_stays_inside: (rows, edges, st.data()),
}
"""What draws the arguments of each."""

if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    for body, drawn in TRIES.items():
        fixed = settings(
            max_examples=many // (1 + (body is not stay_inside)), derandomize=True, database=None
        )
        settings(fixed, deadline=None)(given(*drawn)(body))()
