"""An engine is what `filtergrad.engine.Engine` says: a made-up one serves where a real one does."""

import ctypes
import subprocess
import sys
import time
import types
from dataclasses import dataclass
from pathlib import Path

import grimp
import numpy as np
import pytest

import filtergrad as fg
from filtergrad import api, devices, knobs, tune
from filtergrad.arrays import numpy_dtype
from filtergrad.cpu.run import jit
from filtergrad.engine import Layout, Priced
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

LAYER = (2, 6, 7, 3), (3, 3, 3, 4), (1, 1, 1, 1), "SAME"


# ---- an abacus: the formula in NumPy, in one order or another ----


@dataclass(frozen=True)
class Beads:
    """A plan: how many beads are moved at a time."""

    problem: Problem
    beads: int
    isa: str = "wood"
    compute_dtype: str = "float64"
    tasks: int = 1

    @property
    def kind(self):
        return (self.beads,)

    @property
    def order(self):
        return ("all at once",)


@dataclass(frozen=True)
class Effort:
    """A price."""

    wall: float


def shown(address, shape, strides, dtype):
    """The array at an address, in the order n, h, w, c."""
    reach = sum((size - 1) * step for size, step in zip(shape, strides, strict=True))
    memory = (ctypes.c_char * (reach + dtype.itemsize)).from_address(address)
    return np.ndarray(shape, dtype, memory, strides=strides)


class Move:
    """A kernel."""

    workspace_bytes = 0
    ir = "move beads"
    assembly = "click"

    def __init__(self, problem, plan):
        self.problem, self.plan = problem, plan

    def steps(self, strides):
        return strides

    def settled(self):
        return self

    def launch(self, x, x_steps, dy, dy_steps, out, old=0):
        problem, dtype = self.problem, numpy_dtype(self.problem.dtype)
        p = problem
        x = shown(x, (p.n, p.h, p.w, p.c), x_steps, dtype)
        dy = shown(dy, (p.n, p.p, p.q, p.k), dy_steps, dtype)
        if problem.data_format == "NCHW":
            x, dy = x.transpose(0, 3, 1, 2), dy.transpose(0, 3, 1, 2)
        dw = filter_gradient(problem, x, dy)
        shape = problem.filter_shape
        steps = np.empty(shape, dtype).strides
        if old:
            dw = dw + shown(old, shape, steps, dtype)
        shown(out, shape, steps, dtype)[...] = dw.astype(dtype)


class Clicks:
    """A peak."""

    def rate(self, seconds):
        time.sleep(min(seconds, 1e-4))
        return 1e6


def trial(laid, x, dy):
    """What runs plans, to time them."""
    spec, x_steps, dy_steps = laid
    out = np.empty(spec.problem.filter_shape, x.dtype)

    def of(plan):
        def call():
            addresses = x.ctypes.data, x_steps, dy.ctypes.data, dy_steps, out.ctypes.data
            Move(spec.problem, plan).launch(*addresses)

        return call, lambda: out

    return of


def abacus():
    """An engine: a module, as `devices` takes it."""
    engine = types.ModuleType("abacus")
    remembered = {}

    def candidates(spec):
        priced = [Priced(Effort(30.0 / beads), Beads(spec.problem, beads)) for beads in (3, 2, 1)]
        winner = remembered.get(spec)
        return sorted(priced, key=lambda pair: pair.plan != winner)

    def remember(spec, plan):
        remembered[spec] = plan
        return False

    engine.MEMORY = "cpu"
    engine.layout = lambda sizes, strides, itemsize: (Layout("any"), strides)
    engine.candidates = candidates
    engine.compiled = lambda spec, accumulate=False: Move(spec.problem, candidates(spec)[0].plan)
    engine.kernel = Move
    engine.remember = remember
    engine.summary = lambda plan: f"{plan.beads} beads at a time"
    engine.nest = lambda plan: "for bead in beads: click"
    engine.table = lambda priced, most: "\n".join(engine.summary(p) for _, p in priced[:most])
    engine.predicted = lambda priced, problem: 0.5
    engine.peak = lambda dtype: Clicks()
    engine.timed = lambda kernel, call: call()
    engine.workers = lambda: "two hands"
    engine.absent = lambda: ""
    engine.trial = trial
    engine.processor = lambda: "an abacus"
    return engine


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setattr(devices, "_registered", {})
    devices.register("abacus", abacus())


def arrays(problem, seed=0):
    rng = np.random.default_rng(seed)
    return [
        rng.integers(-3, 4, shape).astype(numpy_dtype(problem.dtype))
        for shape in (problem.input_shape, problem.out_backprop_shape)
    ]


@pytest.mark.parametrize("data_format", ["NHWC", "NCHW"])
def test_it_computes(data_format):
    shape = LAYER[0] if data_format == "NHWC" else (2, 3, 6, 7)
    kernel = fg.compile(shape, *LAYER[1:], data_format=data_format, device="abacus:1")
    x, dy = arrays(kernel.problem)
    dw = kernel(x, dy)
    np.testing.assert_array_equal(dw, filter_gradient(kernel.problem, x, dy))
    old = dw.copy()
    kernel(x, dy, out=old, accumulate=True)
    np.testing.assert_array_equal(old, 2 * dw)
    assert kernel.plan.beads == 3
    assert (kernel.ir, kernel.assembly, kernel.workspace_bytes) == ("move beads", "click", 0)
    assert kernel(x[::-1][::-1], dy).tobytes() == dw.tobytes()


def test_it_explains():
    explanation = fg.explain(*LAYER, device="abacus")
    text = explanation.text()
    for told in (
        "3 beads at a time",
        "wood, an abacus",
        "two hands",
        "50% of the multiply-add peak",
        "measured",
    ):
        assert told in text
    assert explanation.to_dict()["plan"]["isa"] == "wood"
    assert explanation.to_dict(measure=False)["considered"] == 3


def test_it_is_tuned(monkeypatch):
    monkeypatch.setattr(tune, "FARTHEST", 10.0)
    problem = Problem.make(*LAYER[:2], None, *LAYER[2:])
    gauge = tune.gauge("float32", device="abacus")
    contest, kept = tune.tune(problem, "default", gauge, 0.05, any_order=False, device="abacus")
    assert not kept
    assert {entry.plan.beads for entry in contest.entries} == {1, 2, 3}
    assert fg.compile(*LAYER, device="abacus").plan == contest.winner.plan


def test_debugging_asks_the_engine(monkeypatch):
    asked = []

    def timed(kernel, call):
        asked.append(kernel)
        call()

    monkeypatch.setattr(devices.engine("abacus"), "timed", timed)
    with knobs.override(debug=1):
        gradient = fg.compile(*LAYER, device="abacus")
        gradient(*arrays(gradient.problem))
    assert [kernel.problem for kernel in asked] == [gradient.problem]


# ---- devices ----


def test_a_device_that_is_not_there():
    with pytest.raises(ValueError, match=r"no engine for the device 'tpu'; .*: abacus, cpu, cuda"):
        fg.compile(*LAYER, device="tpu")
    with pytest.raises(ValueError, match=r"'sm_12' is no architecture .*sm_75, sm_80"):
        fg.compile(*LAYER, device="sm_12")
    with pytest.raises(ValueError, match="no engine for the device ''"):
        fg.explain(*LAYER, device="")


@pytest.mark.parametrize(
    ("device", "kind"), [("cpu", "cpu"), ("cuda:0", "cuda"), ("sm_90a", "sm"), ("gfx942", "gfx")]
)
def test_the_kind_of_a_device(device, kind):
    assert devices.kind(device) == kind


def test_arrays_of_two_devices(monkeypatch):
    x, dy = arrays(Problem.make(*LAYER[:2], None, *LAYER[2:]))
    usual = api.operand

    def far(value, name):
        operand = usual(value, name)
        if name == "input":
            operand.device = "cuda:1"
        return operand

    monkeypatch.setattr(api, "operand", far)
    with pytest.raises(ValueError, match="input is on cuda:1 but out_backprop is on cpu; move one"):
        fg.conv2d_backprop_filter(x, LAYER[1], dy, *LAYER[2:])


def test_arrays_of_another_device_than_the_kernel(monkeypatch):
    kernel = fg.compile(*LAYER)
    x, dy = arrays(kernel.problem)
    usual = api.operand

    def far(value, name):
        operand = usual(value, name)
        operand.device = "cuda:0"
        return operand

    monkeypatch.setattr("filtergrad.gradient.operand", far)
    with pytest.raises(ValueError, match="x is on cuda:0, but this kernel was compiled for cpu"):
        kernel(x, dy)


# ---- planning needs no compiler ----


def test_planning_without_a_compiler():
    code = """
import sys
for name in ("llvmlite", "llvmlite.ir", "llvmlite.binding"):
    sys.modules[name] = None  # importing it fails
from filtergrad.cpu import choose
from filtergrad.cpu.base.isa import ROWS
from filtergrad.cpu.direct.nest import walk
from filtergrad.engine import Layout, Spec
from filtergrad.problem import Problem
layers = (
    ((4, 14, 14, 32), (3, 3, 32, 32), {}),
    ((4, 14, 14, 32), (3, 3, 1, 32), {}),
    ((1, 9, 9, 3), (3, 3, 3, 8), {"strides": (1, 2, 2, 1)}),
)
found = set()
for x, dw, more in layers:
    problem = Problem.make(x, dw, None, **{"strides": (1, 1, 1, 1), "padding": "SAME"} | more)
    for isa in ROWS:
        for precision in ("default", "highest"):
            layout = Layout("rows", dense=True)
            ranked = choose.ranked(Spec(problem, layout, layout, precision), isa)
            for price, plan in ranked[:2]:
                algorithm = choose.algorithm(plan)
                found.add(algorithm.name)
                assert algorithm.summary(plan) and algorithm.nest(plan) and price.wall > 0
                if algorithm.name == "direct":
                    assert next(walk(plan)).first
assert found == {"direct", "winograd", "depthwise"}, found
try:
    choose.algorithm(ranked[0].plan).emitter()
except ImportError:
    print("planned")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "planned", done.stderr


# ---- what is remembered on disk ----


def test_the_hash_of_the_source_covers_all_that_emits():
    graph = grimp.build_graph("filtergrad")
    emitting = [
        name
        for name in graph.modules
        if name.endswith((".emit", ".shim")) or name.startswith("filtergrad.native.")
    ]
    reached = set(emitting).union(*map(graph.find_upstream_modules, emitting))
    package = Path(fg.__file__).parent
    hashed = {path.relative_to(package).as_posix() for path in jit.emitters()}
    wanted = set()
    # What the GPU engine compiles has keys of its own: see `gpu.run.build`.
    for name in (one for one in reached if not one.startswith("filtergrad.gpu")):
        path = Path(*name.split(".")[1:])
        wanted |= {path.with_suffix(".py"), path / "__init__.py"}
    missing = {p.as_posix() for p in wanted if (package / p).is_file()} - hashed
    assert {path for path in missing if not path.endswith("/__init__.py")} == set()
    assert len(hashed) == len(jit.emitters()) > 60
