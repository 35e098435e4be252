"""Show how a problem is computed, and why so."""

from __future__ import annotations

import argparse

from filtergrad.arrays import DTYPES
from filtergrad.explain import explain

from .parse import add_problem, integers, problem_arguments
from .say import print_json, progress, rich_console


def add(parser: argparse.ArgumentParser) -> None:
    """Take the arguments of `filtergrad.explain`."""
    parser.add_argument("--input-shape", required=True, type=integers, metavar="N,H,W,C")
    add_problem(parser)
    parser.add_argument("--dtype", default="float32", choices=DTYPES)
    parser.add_argument("--no-measure", action="store_true", help="do not run it")
    parser.add_argument("--ir", action="store_true", help="show the LLVM IR and nothing else")
    parser.add_argument("--asm", action="store_true", help="show the assembly and nothing else")


def run(args: argparse.Namespace) -> int:
    """Explain."""
    given = problem_arguments(args)
    explanation = explain(args.input_shape, dtype=args.dtype, precision=args.precision, **given)
    gradient, measure = explanation.gradient, not args.no_measure
    code = {}
    if args.ir:
        code["ir"] = gradient.ir
    if args.asm:
        code["asm"] = gradient.assembly
    if measure and (args.json or not code):
        progress("measuring")
        _ = explanation.measured
        progress()
    if args.json:
        print_json({**explanation.to_dict(measure=measure), **code})
    elif code:
        for kind, text in code.items():
            _print_code(kind, text)
    else:
        print(explanation.text(measure=measure))
    return 0


def _print_code(kind: str, text: str) -> None:
    console = rich_console()
    if console is None:
        print(text)
        return
    from rich.syntax import Syntax

    lexer = {"ir": "llvm", "asm": "gas"}[kind]
    coloured = Syntax("", lexer, background_color="default").highlight(text)
    console.print(coloured, soft_wrap=True)  # a Syntax printed as such loses what is too wide
