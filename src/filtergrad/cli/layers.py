"""Layers that a command line names: one by its arguments, or the rows of tables.

In: parsed arguments. Out: `Layer` rows.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import NamedTuple

from filtergrad.problem import Problem

from .complete import with_tables
from .parse import Parser, add_input_shape, add_problem, count, problem_arguments
from .say import USAGE, Failure


class Layer(NamedTuple):
    """One layer that was asked for; outside of a table it has no name."""

    table: str
    layer: str
    problem: Problem


def add_layers(parser: Parser) -> None:
    """Take one layer's arguments, or tables."""
    add_input_shape(parser, required=False)
    add_problem(parser, required=False)
    suite = parser.add_argument(
        "--suite",
        action="append",
        default=[],
        metavar="TABLE",
        help="instead of one layer: a table that comes with the package, a CSV file with its "
        "columns, or `all`; may be repeated",
    )
    with_tables(suite)
    parser.add_argument(
        "--only", default="", metavar="KIND,...", help="kinds (3x3), suites or patterns (*rn50*)"
    )


def add_batch(parser: Parser) -> None:
    """Take the number of images in place of a table's."""
    parser.add_argument(
        "--batch", type=count, metavar="N", help="images of each layer, in place of the table's"
    )


def layers(args: argparse.Namespace, dtype: str) -> list[Layer]:
    """Every layer that was asked for."""
    from filtergrad.bench.cases import read_cases, table_names
    from filtergrad.bench.run import select

    one = ("input_shape", "filter_sizes", "padding")
    missing = [f"--{name.replace('_', '-')}" for name in one if not getattr(args, name)]
    batch = getattr(args, "batch", None)
    if args.suite:
        if len(missing) < len(one):
            raise Failure("give one layer or --suite, not both", USAGE)
        names = table_names() if "all" in args.suite else args.suite
        cases = select((case for name in names for case in read_cases(name)), args.only)
        if batch:
            cases = [replace(case, batch=batch) for case in cases]
        at = dtype, args.data_format
        return [Layer(case.suite, case.layer, case.problem(*at)) for case in cases]
    if missing:
        raise Failure(f"give {', '.join(missing)}, or --suite for the layers of a table", USAGE)
    if batch:
        raise Failure("--batch is for tables: a layer's is in --input-shape", USAGE)
    problem = Problem.make(
        args.input_shape, out_backprop_shape=None, dtype=dtype, **problem_arguments(args)
    )
    return [Layer("", "", problem)]
