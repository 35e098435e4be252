"""Show what was detected, and check that it computes right; exit 1 if not."""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from filtergrad import api, environment, forks, reference
from filtergrad.arrays import DTYPES, HERE, Array, numpy_dtype
from filtergrad.gradient import Gradient
from filtergrad.lines import filled
from filtergrad.problem import Problem

from . import trials
from .say import FAILED, print_json, progress, rich_console

# How large the largest error may be over the largest entry of dW: the rounding of the result, with
# room for that of the sum.
BOUNDS = {"float16": 1e-3, "bfloat16": 8e-3, "float32": 2e-6, "float64": 1e-14}

# By name: shapes (n, h, w, c) and (r, s, c/g, k), strides, padding, dilations of rows and columns.
SHAPES = {
    "3x3": ((2, 9, 11, 19), (3, 3, 19, 21), (1, 1), "SAME", (1, 1)),
    "strided": ((3, 8, 13, 3), (5, 3, 3, 16), (2, 3), "SAME", (1, 1)),
    "grouped": ((1, 7, 9, 12), (3, 2, 6, 10), (1, 1), "VALID", (1, 2)),
    "depthwise": ((2, 8, 8, 20), (3, 3, 1, 20), (1, 1), "SAME", (1, 1)),
}

# What is tried on each GPU: few, because each may take seconds to compile.
ON_GPUS = (
    ("float16", "NHWC", "3x3"), ("bfloat16", "NHWC", "3x3"), ("float32", "NHWC", "strided"),
    ("float64", "NCHW", "3x3"), ("float16", "NHWC", "grouped"), ("float16", "NCHW", "depthwise"),
)  # fmt: skip

# Hosts with a native door, and the package that each needs.
HOSTS = {"torch": "torch", "jax": "jax", "tensorflow": "tensorflow", "onnx": "onnxruntime"}
_BUT = ", but "  # between what a door says of itself and what a call through it did


@dataclass(frozen=True)
class Check:
    """One kernel against the formula in float64."""

    dtype: str
    data_format: str
    shape: str
    error: float
    bound: float
    failure: str = ""
    device: str = HERE

    @property
    def ok(self) -> bool:
        """Whether it computes right."""
        return not self.failure and self.error <= self.bound

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON, which has no number for what is not finite."""
        error = self.error if np.isfinite(self.error) else None
        return {**asdict(self), "error": error, "ok": self.ok}


EXAMPLES = """\
filtergrad doctor
filtergrad doctor --json    # for a report of a fault
filtergrad doctor --full    # from a machine that nobody has tried
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Take how much is to be tried."""
    parser.add_argument(
        "--full",
        action="store_true",
        help="try every instruction set of this machine, random problems, threads: to be sent to "
        "us from machines and systems that nobody has tried",
    )


def run(args: argparse.Namespace) -> int:
    """Detect, check, print."""
    hosts = doors()
    facts = environment.environment() | {"hosts": hosts}
    start = time.perf_counter()
    checks = list(self_test())
    if args.full:
        facts["full"] = trials.facts()
        checks += full_test()
    seconds = time.perf_counter() - start
    ok = all(check.ok for check in checks) and not any(_BUT in said for said in hosts.values())
    if args.json:
        listed = [check.to_dict() for check in checks]
        print_json({**facts, "self_test": {"ok": ok, "seconds": seconds, "checks": listed}})
    else:
        _print(facts, checks, seconds)
    return 0 if ok else FAILED


def doors() -> dict[str, str]:
    """Which native doors of installed hosts open, and why the others do not.

    Each host computes one small gradient in a process of its own, because they do not all work in
    one, and because a door that says that it is open may end the process of the first call.
    """
    forks.load("filtergrad.native.proof")
    from filtergrad.native import proof

    found = {}
    for host, package in HOSTS.items():
        if importlib.util.find_spec(package) is None:
            found[host] = f"{package} is not installed"
            continue
        progress(f"asking {package}")
        wrong, state = proof.call(host)
        found[host] = f"{state}{_BUT}{wrong}" if state and wrong else state or wrong
    progress()
    return found


def self_test() -> Iterator[Check]:
    """Check small problems of every dtype and data format, large enough for several threads.

    Then some of them on a GPU of each architecture that is here.
    """
    from filtergrad.gpu import engine

    everything = [(HERE, *kind) for kind in itertools.product(DTYPES, ("NHWC", "NCHW"), SHAPES)] + [
        (device, *kind) for device in engine.at_hand() for kind in ON_GPUS if kind[2] in SHAPES
    ]
    for number, (device, dtype, data_format, shape) in enumerate(everything, start=1):
        progress(f"[{number}/{len(everything)}] {device} {dtype} {data_format} {shape}")
        try:
            error, failure = _error(device, dtype, data_format, shape), ""
        except Exception as raised:
            error, failure = np.inf, f"{type(raised).__name__}: {raised}"
        yield Check(dtype, data_format, shape, error, BOUNDS[dtype], failure, device)
    progress()


def full_test() -> Iterator[Check]:
    """Everything that `trials` knows, as checks of a device that is called after its row."""
    for trial in trials.trials():
        progress(f"{trial.isa}: {trial.what}")
        bound = BOUNDS.get(trial.dtype, 0.0)
        isa = f"as {trial.isa}"
        yield Check(trial.dtype, "", trial.what, trial.error, bound, trial.failure, isa)
    progress()


def _error(device: str, dtype: str, data_format: str, shape: str) -> float:
    """The largest error of a kernel's dW over the largest entry of the formula's."""
    (n, h, w, c), sizes, steps, padding, holes = SHAPES[shape]

    def order(n: int, h: int, w: int, c: int) -> tuple[int, int, int, int]:
        return (n, h, w, c) if data_format == "NHWC" else (n, c, h, w)

    arguments = (order(1, *steps, 1), padding, (), data_format, order(1, *holes, 1))
    problem = Problem.make(order(n, h, w, c), sizes, None, *arguments, dtype)
    random = np.random.default_rng(0)
    x, dy = (
        random.standard_normal(size).astype(numpy_dtype(dtype))
        for size in (problem.input_shape, problem.out_backprop_shape)
    )
    if device == HERE:
        strides, _, pads, _, dilations = arguments
        dw = api.conv2d_backprop_filter(
            x,
            sizes,
            dy,
            strides,
            padding,
            explicit_paddings=pads,
            data_format=data_format,
            dilations=dilations,
        )
    else:
        dw = _computed(Gradient(problem, device=device), x, dy)
    exact = reference.filter_gradient(problem, x, dy)
    return float(np.max(np.abs(dw.astype(np.float64) - exact)) / np.max(np.abs(exact)))


def _computed(gradient: Gradient, x: Array, dy: Array) -> Array:
    """The dW of numbers that are brought to a GPU, and back."""
    trial = gradient.engine.trial(gradient.laid(x.strides, dy.strides), x, dy)
    call, result = trial(gradient.engine.compiled(gradient.spec).plan)
    call()
    return result()


def _print(facts: dict[str, dict[str, Any]], checks: list[Check], seconds: float) -> None:
    failed = [check for check in checks if not check.ok]
    for section, lines in facts.items():
        _line(section, "bold")
        for name, value in lines.items():
            text = ", ".join(map(str, value)) if isinstance(value, list) else value
            shown = name if name.isupper() else name.replace("_", " ")
            _line(filled(str(text), f"  {shown + ':' * name.isupper():<16} ", 19))
    _line("self-test", "bold")
    for dtype, data_format in itertools.product(DTYPES, ("NHWC", "NCHW")):
        _verdict(
            f"{dtype} {data_format}",
            [
                check
                for check in checks
                if (check.device, check.dtype, check.data_format) == (HERE, dtype, data_format)
            ],
        )
    for device in dict.fromkeys(check.device for check in checks if check.device != HERE):
        _verdict(device, [check for check in checks if check.device == device])
    for check in failed:
        reason = check.failure or f"error {check.error:.1e} > {check.bound:.0e}"
        where = "" if check.device == HERE else check.device
        words = filter(None, (where, check.dtype, check.data_format, check.shape))
        _line(filled(f"{' '.join(words)}: {reason}", "  ", 4), "red")
    _line(f"{len(checks) - len(failed)} of {len(checks)} kernels are right, in {seconds:.1f} s")
    if "full" in facts:
        _line("From a machine or a system that we have not seen, please send us all of this.")


def _verdict(name: str, checks: list[Check]) -> None:
    """One line about some checks."""
    worst = max(checks, key=lambda check: check.error / (check.bound or 1.0))
    good = all(check.ok for check in checks)
    verdict = "ok" if good else "FAILED"
    text = f"largest error {worst.error:.1e}, allowed {worst.bound:.0e}"
    _line(f"  {name:<16} {verdict}: {text}", "green" if good else "red")


def _line(text: str, style: str = "") -> None:
    console = rich_console()
    if console is None:
        print(text)
    else:
        console.print(text, style=style or None, markup=False, soft_wrap=True)
