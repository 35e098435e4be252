"""Runs the machine code of a plan on arrays, beside nothing of the engine's own choices."""

import collections

import numpy as np
from hypothesis import strategies as st

from filtergrad.arrays import numpy_dtype
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.matrix.plan import MatrixPlan
from filtergrad.cpu.run import host, jit
from filtergrad.cpu.run.kernel import Kernel

from . import tiles

GUARD = 64
kept = collections.deque(maxlen=16)  # code that may be asked for again


def assemble(plan, level=0):
    """The code of a plan, for its own instruction set or else for this machine's.

    What is emitted is tested just as well where LLVM's code generator makes little effort, and that
    takes a sixth of the time.
    """
    if plan.isa is host.available()[0]:
        target = host.native(plan.isa)
    elif plan.isa in host.available():
        target = plan.isa.cpu, plan.isa.llvm_features
    else:
        target = host.detected()[0], ""
    symbols = ("main",) if plan.writes_dw else ("main", "finish")
    pretended = isinstance(plan, MatrixPlan) and (tiles.always or plan.isa not in host.available())

    def module():
        return tiles.Pretended(cpu.emit(plan)) if pretended else cpu.emit(plan)

    binary = jit.assemble((repr(plan), str(pretended)), module, symbols, *target, level)
    kept.append(binary)
    return binary


def runs(plan):
    """Whether this machine can: LLVM takes wide vectors apart, but not instructions for pairs."""
    return not getattr(plan, "pairs", "") or plan.isa in host.available()


def laid_out(problem, array, layout):
    """A view of `array` as n, h, w, c that lies in memory as `layout` says."""
    if problem.data_format == "NCHW":
        array = array.transpose(0, 2, 3, 1)
    if layout.startswith("rows"):
        return np.ascontiguousarray(array)
    if layout.startswith("planes"):
        return np.ascontiguousarray(array.transpose(0, 3, 1, 2)).transpose(0, 2, 3, 1)
    return np.repeat(array, 2, axis=2)[:, :, ::2]


def launch(problem, plan, x, dy, out, old=0, level=0, constant=False):
    """Run the code of a plan on arrays in the order n, h, w, c.

    It is the code that every size shares, as the engine has it, or has the sizes as constants.
    """
    kernel = Kernel(problem, plan, assemble(plan if constant else plan.general, level))
    x_steps, dy_steps = kernel.steps(x.strides), kernel.steps(dy.strides)
    kernel.launch(x.ctypes.data, x_steps, dy.ctypes.data, dy_steps, out.ctypes.data, old)


def run(problem, plan, x, dy, layouts, old=None, level=0, constant=False):
    """What the plan's code makes of x and dy; it must write dW and nothing beside it.

    Plans for a matrix unit run on a pretended one where there is none, one task at a time
    (see `tiles`).
    """
    x, dy = (laid_out(problem, a, layout) for a, layout in zip((x, dy), layouts, strict=True))
    room = np.full(np.prod(problem.filter_shape) + 2 * GUARD, 77, numpy_dtype(problem.dtype))
    out = room[GUARD:-GUARD].reshape(problem.filter_shape)
    if old is not None:
        out[...] = old
    before = 0 if old is None else out.ctypes.data
    launch(problem, plan, x, dy, out, before, level, constant)
    assert np.all(room[:GUARD] == 77)
    assert np.all(room[-GUARD:] == 77)
    return out


LAYOUTS = st.sampled_from(("rows", "rows dense", "planes", "planes dense", "any"))
