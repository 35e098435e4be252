"""Plans for GPUs, made and put to the test without one."""

from dataclasses import replace
from functools import partial

import numpy as np
from hypothesis import strategies as st

from filtergrad.arrays import numpy_dtype
from filtergrad.engine import Spec, layout
from filtergrad.gpu import choose
from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.arch import ROWS, named
from filtergrad.gpu.base.plan import workspace_limit
from filtergrad.reference import filter_gradient

from .strategies import problems

AXES = {"NHWC": (0, 1, 2, 3), "NCHW": (0, 2, 3, 1)}


def laid(array, data_format):
    """How an array lies in memory, and its strides in elements, along n, h, w, c."""
    shape, strides = (
        [numbers[i] for i in AXES[data_format]] for numbers in (array.shape, array.strides)
    )
    found, plain = layout(shape, strides, array.itemsize)
    aligned = found.kind == "rows" and not any(step % 16 for step in plain[:3])
    return found._replace(aligned=aligned and array.ctypes.data % 16 == 0), [
        step // array.itemsize for step in plain
    ]


def asked(problem, precision="default", x=None, dy=None):
    """The spec of a problem, for dense arrays unless some are given."""
    dtype, layouts = numpy_dtype(problem.dtype), []
    shapes = (problem.input_shape, problem.out_backprop_shape)
    for array, shape in zip((x, dy), shapes, strict=True):
        if array is not None:
            layouts.append(laid(array, problem.data_format)[0])
            continue
        steps = np.cumprod([dtype.itemsize, *shape[:0:-1]])[::-1]
        order = AXES[problem.data_format]
        sizes, strides = ([int(numbers[i]) for i in order] for numbers in (shape, steps))
        found, plain = layout(sizes, strides, dtype.itemsize)
        aligned = found.kind == "rows" and not any(step % 16 for step in plain[:3])
        layouts.append(found._replace(aligned=aligned))
    return Spec(problem, *layouts, precision)


def aligned(shape, dtype, rng):
    """Random numbers that begin at a multiple of 16 bytes, as devices' memory does."""
    memory = np.empty(int(np.prod(shape)) * dtype.itemsize + 16, np.uint8)
    at = -memory.ctypes.data % 16
    array = memory[at : at + memory.size - 16].view(dtype).reshape(shape)
    array[...] = rng.standard_normal(shape).astype(dtype)
    return array


def interpreted(problem, plan, x, dy, out, accumulate=False):
    """Run a plan's module in Triton's interpreter."""
    from helpers import interpret

    steps = _steps(problem, x, dy, out)
    interpret.run(choose.algorithm(plan).module(plan, steps, accumulate), x, dy, out)


def _steps(problem, x, dy, out):
    return Steps(
        *[tuple(laid(array, problem.data_format)[1]) for array in (x, dy)],
        tuple(step // out.itemsize for step in out.strides),
    )


def launched(problem, plan, x, dy, out, accumulate=False, form="constant"):
    """Run a plan as a call does: prepared, then launched through a driver that interprets."""
    from filtergrad.gpu.run import driver
    from filtergrad.gpu.run.kernel import Kernel
    from helpers import fake_cuda

    fake = fake_cuda.Fake(plan.isa.capability)
    mine = driver.use(fake)
    try:
        for array in (x, dy, out):
            fake.array(0, array)
        build = fake_cuda.general if form == "general" else fake_cuda.Pair
        kernel = Kernel(problem, plan, choose.algorithm(plan).module, build)
        prepared, stream = kernel.prepared(_steps(problem, x, dy, out), accumulate), fake.stream()
        size = prepared.workspace_bytes
        work = mine.allocate(0, size, stream) if size else 0
        prepared.launch(0, *(one.ctypes.data for one in (x, dy, out)), work, stream)
        if size:
            mine.free(0, work, stream)
        mine.synchronize(0, stream)
        fake.finish()
    finally:
        driver.use(None)


def assert_right(problem, plan, seed=0, *, accumulate=False, strided=None, run=interpreted):
    """Compare a plan's dW with the formula; ``strided`` makes other arrays of dense ones."""
    rng, dtype = np.random.default_rng(seed), numpy_dtype(problem.dtype)
    x = aligned(problem.input_shape, dtype, rng)
    dy = aligned(problem.out_backprop_shape, dtype, rng)
    if strided:
        x, dy = strided(x), strided(dy)
    out = np.full(problem.filter_shape, 2 if accumulate else np.nan, dtype)
    run(problem, plan, x, dy, out, accumulate)
    want = filter_gradient(problem, x, dy) + 2 * accumulate
    size = np.sqrt(np.mean(np.square(want))) + 1e-30
    # The reference's largest sum may be of many numbers: errors are as the numbers' size.
    most = {"float16": 2e-3, "bfloat16": 1.6e-2, "float32": 6e-6, "float64": 1e-13}[problem.dtype]
    error = np.abs(out.astype(np.float64) - want) / (size + np.abs(want))
    assert error.max() < most, (error.max(), plan)
    return out


# ---- any plan ----

WORK = 6e6  # products, those with nothing too, that the interpreter shall make for an example


def cost(plan):
    """How much the interpreter has to do."""
    return plan.division.units * plan.parts * (plan.tile.sums * plan.tile.pixels + 2e5)


def any_plan(draw):
    """Draw a problem, an architecture and one of the plans that are priced for them; compute dW."""
    problem = draw(problems(most=8))
    arch = named(draw(st.sampled_from([arch.name for arch in ROWS])))
    precision = draw(st.sampled_from(("default", "highest", "tf32")))
    ranked = [pair.plan for pair in choose.ranked(asked(problem, precision), arch)]
    plan = draw(st.sampled_from([p for p in ranked if cost(p) <= WORK] or [min(ranked, key=cost)]))
    assert plan.workspace_bytes <= workspace_limit(problem)
    accumulate = draw(st.booleans())
    if not accumulate and draw(st.booleans()) and problem.n > 1 and not plan.writes_dw:
        plan = in_two_parts(plan)
    form = draw(st.sampled_from(("constant", "general")))
    assert_right(problem, plan, accumulate=accumulate, run=partial(launched, form=form))


def in_two_parts(plan):
    """The plan with its images in two parts, of which the second may be the smaller one."""
    plan = replace(plan, parts=2)
    steps = plan.images * plan.image_steps if plan.loop in SLIDES else plan.steps(plan.images)
    programs = min(plan.division.programs, plan.division.tiles * steps)
    return replace(plan, division=replace(plan.division, steps=steps, programs=programs))


SLIDES = ("slide", "strided")
