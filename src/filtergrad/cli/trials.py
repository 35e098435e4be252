"""What `doctor --full` tries: every instruction set that is here, random problems, threads, a fork.

In: which layers `doctor` knows. Out: a `Trial` after the other, and facts about a machine that
nobody has seen.
"""

from __future__ import annotations

import ctypes
import os
import platform
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from filtergrad import api, forks, knobs, reference, system
from filtergrad.arrays import DTYPES, Array, numpy_dtype
from filtergrad.errors import InvalidArgumentError
from filtergrad.problem import Problem

PROBLEMS = 50  # random ones, for each instruction set
_TIMES = 20  # that a call is repeated, where threads may race
_TINY = 1e-40  # a subnormal float32


class Trial(NamedTuple):
    """What was tried, under which instruction set, and by how much it was wrong."""

    isa: str
    what: str
    error: float
    failure: str
    dtype: str = ""  # of a random problem, which may err by as much as its rounding


def facts() -> dict[str, Any]:
    """What decides how this package behaves here, beside what `doctor` always tells."""
    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu import engine

    detected = engine.detected()
    x, dy = (np.ones((1, 4, 4, 4), np.float32) for _ in range(2))
    arguments = x, (1, 1, 4, 4), dy, (1, 1, 1, 1), "SAME"
    return {
        "machine": f"{platform.machine()}, taken for {system.ARCH}",
        "system": f"{sys.platform}, taken for {system.NAME}, {' '.join(platform.libc_ver())}",
        "python": sys.version.replace("\n", " "),
        "pointer_bits": 8 * ctypes.sizeof(ctypes.c_void_p),
        "features": detected["features"],
        "threads_sleep": detected["threads_sleep"],
        "fork": system.has("register_at_fork") and hasattr(os, "fork"),
        "call_us": round(_best(lambda: api.conv2d_backprop_filter(*arguments)) * 1e6, 1),
        "peak_gflops": round(engine.peak("float32").rate(0.1) / 1e9, 1),
    }


def trials() -> Iterator[Trial]:
    """Everything that is tried, for each instruction set that this machine executes."""
    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu import engine

    for isa in engine.detected()["isa_available"]:
        with knobs.override(isa=isa):
            for number in range(PROBLEMS):
                call = _random(random.Random(number))  # noqa: S311 - nothing is kept secret by it
                yield Trial(isa, f"problem {number}", *_told(_wrong, call), dtype=call["dtype"])
            for name, check in CHECKS.items():
                yield Trial(isa, name, *_told(check))


def _told(check: Callable[..., float], *given: Any) -> tuple[float, str]:
    """How wrong a check is, and what it raised."""
    try:
        return check(*given), ""
    except Exception as raised:
        return np.inf, f"{type(raised).__name__}: {raised}"


# ---- random problems ----


def _random(rng: random.Random) -> dict[str, Any]:
    """Arguments of a random small problem."""
    while True:
        groups, c, k = rng.choice((1, 1, 1, 2, 3)), rng.randint(1, 12), rng.randint(1, 20)
        image = rng.randint(1, 3), rng.randint(1, 14), rng.randint(1, 14), groups * c
        steps, holes = ((1, rng.randint(1, most), rng.randint(1, most), 1) for most in (3, 2))
        padding, data_format = rng.choice(("SAME", "VALID", "EXPLICIT")), rng.choice(DATA_FORMATS)
        amounts = [0, 0, *(rng.randint(0, 2) for _ in range(4)), 0, 0]
        if data_format == "NCHW":
            amounts = [0] * 4 + amounts[2:6]
        call = {
            "input_shape": _ordered(image, data_format),
            "filter_sizes": (rng.randint(1, 4), rng.randint(1, 4), c, groups * k),
            "strides": _ordered(steps, data_format),
            "padding": padding,
            "explicit_paddings": amounts if padding == "EXPLICIT" else (),
            "data_format": data_format,
            "dilations": _ordered(holes, data_format),
            "dtype": rng.choice(DTYPES),
        }
        try:
            if not _problem(call).empty:
                return call | {"precision": rng.choice(("default", "highest"))}
        except InvalidArgumentError:
            continue


DATA_FORMATS = ("NHWC", "NCHW")


def _ordered(sizes: tuple[int, int, int, int], data_format: str) -> tuple[int, int, int, int]:
    n, h, w, c = sizes
    return sizes if data_format == "NHWC" else (n, c, h, w)


def _problem(call: dict[str, Any]) -> Problem:
    order = ("strides", "padding", "explicit_paddings", "data_format", "dilations")
    given = {name: call[name] for name in (*order, "dtype")}
    return Problem.make(call["input_shape"], call["filter_sizes"], None, **given)


def _wrong(call: dict[str, Any]) -> float:
    """The largest error of dW over the largest sum of its terms' absolute values."""
    problem, seed = _problem(call), np.random.default_rng(0)
    x, dy = (
        _apart(seed.standard_normal(size).astype(numpy_dtype(problem.dtype)))
        for size in (problem.input_shape, problem.out_backprop_shape)
    )
    names = ("explicit_paddings", "data_format", "dilations", "precision")
    dw = api.conv2d_backprop_filter(
        x, call["filter_sizes"], dy, call["strides"], call["padding"],
        **{name: call[name] for name in names},
    )  # fmt: skip
    exact = reference.filter_gradient(problem, x, dy)
    size = reference.filter_gradient(problem, np.abs(x), np.abs(dy))
    error = np.max(np.abs(dw.astype(np.float64) - exact))
    return float(error / (np.max(size) or 1.0))  # where windows see nothing but padding


def _apart(array: Array) -> Array:
    """The same numbers in memory that has gaps: what lies in them must not be read."""
    roomy = np.full((*array.shape[:-1], array.shape[-1] + 3), np.nan, array.dtype)
    roomy[..., :-3] = array
    return roomy[..., :-3]


# ---- what else may be wrong ----


def _layer(images: int = 4) -> tuple[Any, ...]:
    """A layer of several tasks and of panels, whose numbers are whole: its sums are exact."""
    seed = np.random.default_rng(1)
    x, dy = (seed.integers(-3, 4, (images, 14, 14, c)).astype(np.float32) for c in (24, 40))
    return x, (3, 3, 24, 40), dy, (1, 1, 1, 1), "SAME"


def _differs() -> float:
    """How many numbers of dW are not those of the formula, to the last bit."""
    x, sizes, dy, strides, padding = _layer()
    got = api.conv2d_backprop_filter(x, sizes, dy, strides, padding, precision="highest")
    problem = Problem.make(x.shape, sizes, None, strides, padding)
    return float(np.sum(got != reference.filter_gradient(problem, x, dy).astype(np.float32)))


def _by_threads() -> float:
    """How many bits depend on the number of threads, over many calls."""
    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu import engine

    before, seen = engine.get_num_threads(), set()
    try:
        for threads in (1, 2, 3, 8):
            engine.set_num_threads(threads)
            for _ in range(_TIMES):
                seen.add(api.conv2d_backprop_filter(*_layer()).tobytes())
    finally:
        engine.set_num_threads(before)
    return float(len(seen) - 1)


def _at_once() -> float:
    """What goes wrong where threads of Python call at the same time."""
    faults: list[float] = []
    running = [
        threading.Thread(target=lambda: faults.extend(_differs() for _ in range(_TIMES)))
        for _ in range(4)
    ]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return sum(faults) + (4 * _TIMES - len(faults))


def _after_sleep() -> float:
    """What goes wrong where workers have fallen asleep between calls."""
    total = 0.0
    for _ in range(5):
        time.sleep(0.01)
        total += _differs()
    return total


def _in_child() -> float:
    """What goes wrong in a fork."""
    if not hasattr(os, "fork") or sys.platform == "darwin":  # where much of the system may not fork
        return 0.0
    _differs()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = int(_differs() != 0)
        finally:
            os._exit(code)
    return float(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _loses_small() -> float:
    """How much of a subnormal number is lost."""
    x = np.full((1, 1, 1, 1), _TINY, np.float32)
    got = api.conv2d_backprop_filter(x, (1, 1, 1, 1), np.ones_like(x), (1, 1, 1, 1), "VALID")
    return float(abs(got.item() - x.item()) / x.item())


CHECKS: dict[str, Callable[[], float]] = {
    "whole numbers": _differs,
    "1, 2, 3 and 8 threads": _by_threads,
    "threads that call at once": _at_once,
    "workers asleep": _after_sleep,
    "a fork": _in_child,
    "subnormal numbers": _loses_small,
}


def _best(work: Callable[[], object]) -> float:
    """Seconds that something takes when nothing disturbs it."""
    best = np.inf
    for _ in range(200):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return float(best)
