"""From a problem to dW, through the driver: what is launched, with what, and in which order."""

import contextlib

import numpy as np
import pytest
from helpers import fake_cuda

from filtergrad.arrays import numpy_dtype
from filtergrad.engine import Layout
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.base.plan import Tile
from filtergrad.gpu.base.units import Division
from filtergrad.gpu.direct.module import module
from filtergrad.gpu.direct.plan import DirectPlan, tiles
from filtergrad.gpu.run import driver
from filtergrad.gpu.run.kernel import Kernel, dense
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

ROWS = Layout("rows")
ONES = (1, 1, 1, 1)


@pytest.fixture
def fake():
    made = fake_cuda.Fake(90, 90, 80)
    made.driver = driver.use(made)
    yield made
    made.finish()
    driver.use(None)


def plan_of(xs=(2, 7, 8, 10), fs=(3, 3, 10, 12), *, dtype="float16", data_format="NHWC", **rest):
    """A plan with a few programs, which share tiles."""
    problem = Problem.make(
        xs, fs, None, strides=ONES, padding="SAME", data_format=data_format, dtype=dtype
    )
    tile, parts = rest.pop("tile", Tile(16, 16, 1, 1, 32)), rest.get("parts", 1)
    steps = -(-(-(-problem.n // parts)) * problem.p * problem.q // tile.pixels)
    count = tiles(problem, "taps", tile)
    return DirectPlan(
        problem=problem, isa=named("sm_90"), x_layout=ROWS, dy_layout=ROWS, precision="default",
        products="ieee", tile=tile, division=Division(count, steps, rest.pop("programs", 5)),
        warps=4, stages=3, loop="taps", **rest,
    )  # fmt: skip


class Case:
    """A problem's arrays in a fake device's memory."""

    def __init__(self, fake, plan, device=0, seed=0):
        rng = np.random.default_rng(seed)
        problem, dtype = plan.problem, numpy_dtype(plan.problem.dtype)
        self.fake, self.plan = fake, plan
        self.device = device
        self.x, self.dy, self.dw = (
            fake.array(device, rng.standard_normal(shape).astype(dtype))
            for shape in (problem.input_shape, problem.out_backprop_shape, problem.filter_shape)
        )
        self.old = self.dw.astype(np.float64)
        self.dw[...] = np.nan

    @property
    def want(self):
        return filter_gradient(self.plan.problem, self.x, self.dy)

    def launch(self, prepared, stream):
        with workspace(self.fake.driver, self.device, prepared.workspace_bytes, stream) as work:
            addresses = (array.ctypes.data for array in (self.x, self.dy, self.dw))
            prepared.launch(self.device, *addresses, work, stream)

    def check(self, old=0.0):
        want = self.want + old
        error = np.abs(self.dw.astype(np.float64) - want).max() / np.abs(want).max()
        assert error < {"float16": 1e-3, "float32": 1e-6, "float64": 1e-14}[self.plan.problem.dtype]


@contextlib.contextmanager
def workspace(found, device, size, stream):
    """As those have it who get none from the owner of the arrays."""
    address = found.allocate(device, size, stream) if size else 0
    yield address
    if address:
        found.free(device, address, stream)


def prepared_of(plan, build=fake_cuda.Pair, accumulate=False):
    made = Kernel(plan.problem, plan, module, build)
    return made.prepared(dense(plan.problem), accumulate)


FORMS = {"constant": fake_cuda.Pair, "general": fake_cuda.general}
PLANS = {
    "one part": {},
    "parts, turned": {"parts": 2, "turned": ("x", "dy"), "xs": (3, 10, 7, 8), "data_format": "NCHW",
                      "programs": 3},
    "writes dW": {"writes_dw": True, "programs": 9, "dtype": "float64"},
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", PLANS)
def test_dw_is_the_formula(fake, name, form):
    plan = plan_of(**PLANS[name])
    case, prepared = Case(fake, plan), prepared_of(plan, FORMS[form])
    stream = fake.stream()
    case.launch(prepared, stream)
    assert np.isnan(case.dw).all(), "done before anybody waited"
    fake.driver.synchronize(0, stream)
    case.check()
    assert [one.function.launch for one in fake.launches] == list(prepared.module.launches)
    assert {one.stream for one in fake.launches} == {stream}
    assert prepared.workspace_bytes == plan.workspace_bytes
