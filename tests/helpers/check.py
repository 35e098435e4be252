"""What a right answer is: the float64 formula, and how far from it rounding may lead."""

import math
import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from filtergrad import system
from filtergrad.arrays import numpy_dtype
from filtergrad.cpu.base.isa import UNFUSED_DOT_BFLOAT16
from filtergrad.cpu.base.plan import LONGEST_CHAIN
from filtergrad.cpu.winograd.plan import WinogradPlan
from filtergrad.cpu.winograd.price import TRANSFORM_ROUNDINGS
from filtergrad.engine import Layout, Spec
from filtergrad.gradient import Gradient
from filtergrad.reference import filter_gradient

UNIT = {"float64": 2.0**-53, "float32": 2.0**-24, "float16": 2.0**-11, "bfloat16": 2.0**-8}
LEAST = {"float64": 0.0, "float32": 2.0**-150, "float16": 2.0**-25, "bfloat16": 2.0**-134}


def bound(problem, x, dy, exact, plan):
    """How far each element may be from `exact`: the error of the sum, and one rounding at the end.

    A chain of n additions errs by about sqrt(n) * unit * sum|x||dy| (twice that happens to
    nobody), and no chain in registers is longer than LONGEST_CHAIN; the levels above it add little.
    Winograd's products mix the taps, and what they err by is magnified on the way back.
    """
    chain = min(problem.n * problem.p * problem.q, LONGEST_CHAIN)
    unit = UNIT["float64" if problem.dtype == "float64" else "float32"]
    if getattr(plan, "pairs", "") and plan.isa.dot is UNFUSED_DOT_BFLOAT16:
        unit *= 2  # it rounds to odd: by up to a whole unit in the last place, half as often
    size = filter_gradient(problem, np.abs(x), np.abs(dy))
    if isinstance(plan, WinogradPlan):
        h, w = plan.axes
        size = h.gain * w.gain * size.max(axis=(0, 1), keepdims=True)
        chain += 2 * TRANSFORM_ROUNDINGS
    summed = 2 * math.sqrt(chain) * unit * size
    return summed + UNIT[problem.dtype] * np.abs(exact) + LEAST[problem.dtype]


def assert_right(problem, got, x, dy, old=0, plan=None):
    """`got` is the filter gradient of `x` and `dy`, added to `old`.

    Without a `plan`, the one that dense arrays get.
    """
    assert got.shape == problem.filter_shape
    assert got.dtype == numpy_dtype(problem.dtype)
    exact = filter_gradient(problem, x, dy) + np.asarray(old, np.float64)
    error = np.abs(got.astype(np.float64) - exact)
    allowed = bound(problem, x, dy, exact, plan or Gradient(problem).plan)
    allowed += UNIT["float64"] * np.abs(exact)  # the formula is rounded, too, where old is added
    worst = np.unravel_index(np.argmax(error - allowed), error.shape) if error.size else ()
    assert np.all(error <= allowed), (
        f"dw{[*map(int, worst)]} is {got[worst]} instead of {exact[worst]}: "
        f"{error[worst] / allowed[worst]:.3g} times the bound; {problem}"
    )


def assert_exact(problem, got, x, dy, old=0):
    """Sums of whole numbers have no error: only the last rounding is left."""
    exact = filter_gradient(problem, x, dy) + np.asarray(old, np.float64)
    np.testing.assert_array_equal(got, exact.astype(numpy_dtype(problem.dtype)), str(problem))


def normal(problem, seed=0):
    """Random x and dy."""
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape).astype(numpy_dtype(problem.dtype)) for shape in _of(problem)]


def whole(problem, seed=0, most=3):
    """Random whole x and dy, whose sums are exact in every type that they are made in."""
    rng = np.random.default_rng(seed)
    return [
        rng.integers(-most, most + 1, shape).astype(numpy_dtype(problem.dtype))
        for shape in _of(problem)
    ]


def asked(problem, x="rows dense", dy=None, precision="default"):
    """The question of a problem whose arrays lie in memory as these words say."""
    layouts = (Layout(kind, bool(dense)) for kind, _, dense in map(_parted, (x, dy or x)))
    return Spec(problem, *layouts, precision)


def _parted(words):
    return words.partition(" ")


def _of(problem):
    return problem.input_shape, problem.out_backprop_shape


def resident():
    """Bytes of memory that this process holds."""
    told = Path("/proc/self/statm")
    if not told.exists():
        pytest.skip("only Linux tells how much memory a process holds")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def at_once(work, threads):
    """Do the same in so many threads, and wait for all."""
    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


# ---- forks ----


def FORKS(test):  # noqa: N802 - a mark
    """For tests that fork where other threads are."""
    warns = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
    return pytest.mark.skipif(not system.has("register_at_fork"), reason="no fork")(warns(test))


def in_child(function):
    """Run a function in a fork and return its exit code, or what it did instead."""
    child = os.fork()
    if child == 0:
        try:
            function()
        except BaseException:
            os._exit(1)
        os._exit(0)
    for _ in range(3000):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "hung"
