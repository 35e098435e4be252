"""Time a table of layers against the multiply-add peak. Floor 7."""

from __future__ import annotations

import argparse

from filtergrad.arrays import DTYPES

from .words import add_threads, count, print_json, progress


def add(parser: argparse.ArgumentParser) -> None:
    """Take the arguments of `filtergrad.bench.run.bench`."""
    parser.add_argument(
        "suite",
        nargs="?",
        default="core_mix",
        help="a table that comes with the package, or a CSV file with its columns; core_mix",
    )
    parser.add_argument("--dtype", default="float32", choices=DTYPES)
    parser.add_argument("--data-format", default="NHWC", type=str.upper, choices=("NHWC", "NCHW"))
    parser.add_argument(
        "--only", default="", metavar="KIND,...", help="kinds (3x3), suites or patterns (*rn50*)"
    )
    parser.add_argument("--precision", default="default", choices=("default", "highest"))
    parser.add_argument(
        "--milliseconds", type=count, default=1000, metavar="N", help="for each layer; 1000"
    )
    add_threads(parser)


def run(args: argparse.Namespace) -> int:
    """Measure and print."""
    from filtergrad.bench import report
    from filtergrad.bench import run as runner

    settings = {
        "dtype": args.dtype,
        "data_format": args.data_format,
        "only": args.only,
        "threads": args.threads,
        "seconds": args.milliseconds / 1e3,
        "precision": args.precision,
    }
    if args.json:
        measured = runner.bench(args.suite, on_start=report.progress, **settings)
        progress()
        print_json(report.as_json(measured))
    else:
        report.show(args.suite, **settings)
    return 0
