"""Recover a hidden filter from a photograph and its filtered copy."""

from __future__ import annotations

import argparse
import functools
import importlib.util
import time
from pathlib import Path
from typing import Any

from filtergrad import files
from filtergrad.explain import explain
from filtergrad.problem import Problem

from .parse import add_force, add_threads, count
from .say import FAILED, MISSING, Failure, beside, print_json, progress

CHECK_BOUND = 1e-5  # how far the gradient may be from the formula, over its largest entry
FOUND_BOUND = 1e-3  # how far the recovered filter may be from the hidden one, over its size

CAPTION = (
    "7 x 7 x 3 x 3 weights from {pixels} pixels · {steps} steps in {seconds:.1f} s · the gradient "
    "alone: {gradient_ms:.2f} ms, {gflops:.0f} GFLOP/s, {share:.0%} of the multiply-add peak"
)
TEXT = """\
filter     {verdict}: {filter_distance:.1e} of its size from the hidden one
           ({steps} steps, {seconds:.1f} s)
gradient   within {gradient_error:.1e} of the formula in float64
speed      {gflops:.1f} GFLOP/s, {share:.0%} of the multiply-add peak ({threads} threads)
picture    {output}"""


EXAMPLES = """\
filtergrad demo --output demo.png --force
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Take where to write."""
    parser.add_argument(
        "--output", type=Path, default=Path("demo.png"), metavar="PNG", help="default: demo.png"
    )
    add_force(parser)
    parser.add_argument("--steps", type=count, default=30, metavar="N", help="default: 30")
    add_threads(parser)


def run(args: argparse.Namespace) -> int:
    """Recover, check, draw."""
    if importlib.util.find_spec("matplotlib") is None:
        raise Failure('the demo needs matplotlib: pip install "filtergrad[demo]"', MISSING)
    files.check(args.output, force=args.force)
    from filtergrad.demo import picture, recover

    photo, hidden = picture.photograph(), recover.hidden_filter()
    filtered = recover.convolve(photo, hidden)
    start = time.perf_counter()
    found = recover.recover(photo, filtered, args.steps, functools.partial(_progress, args.steps))
    facts = {
        "steps": args.steps,
        "seconds": time.perf_counter() - start,
        "gradient_error": found.check,
        "filter_distance": found.distances(hidden)[-1],
        **_speed(found.problem),
        "output": str(args.output),
    }
    facts["ok"] = facts["gradient_error"] <= CHECK_BOUND and facts["filter_distance"] <= FOUND_BOUND
    progress("drawing")
    png = picture.draw(photo, filtered, hidden, found, CAPTION.format(**facts))
    progress()
    files.write(args.output, png, force=args.force)
    text = TEXT.format(verdict="recovered" if facts["ok"] else "NOT recovered", **facts)
    if args.json:
        print_json(facts, beside(args.output))
    else:
        print(text, file=beside(args.output))
    return 0 if facts["ok"] else FAILED


def _speed(problem: Problem) -> dict[str, Any]:
    """Measure how fast the gradient is when it is computed again and again."""
    progress("measuring the gradient against the peak")
    measured = explain(problem.input_shape, problem.filter_shape, (1, 1, 1, 1), "VALID").measured
    assert measured is not None
    return {
        "pixels": f"{problem.h} x {problem.w}",
        "gradient_ms": measured.seconds * 1e3,
        "gflops": measured.flops / 1e9,
        "peak_gflops": measured.peak / 1e9,
        "share": measured.flops / measured.peak,
        "threads": measured.threads,
    }


def _progress(steps: int, step: int, loss: float) -> None:
    done = "█" * (24 * step // steps)
    progress(f"step {step:>3}/{steps} {done:<24} the pictures differ by {loss**0.5:.1e}")
