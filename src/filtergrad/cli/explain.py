"""Show how a problem is computed, and why so."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, TypeVar

from filtergrad.arrays import DTYPES, HERE
from filtergrad.explain import Explanation, explain

from .parse import add_device, add_input_shape, add_problem, engine_of, problem_arguments
from .say import MISSING, USAGE, Failure, print_json, progress, rich_console

Made = TypeVar("Made")


EXAMPLES = """\
filtergrad explain --input-shape 8,56,56,64 --filter-sizes 3,3,64,64 \\
    --padding SAME
filtergrad explain --input-shape 8,56,56,64 --filter-sizes 3,3,64,64 \\
    --padding SAME --device sm_90 --dtype bfloat16 --no-measure
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Take the arguments of `filtergrad.explain`."""
    add_input_shape(parser)
    add_problem(parser)
    parser.add_argument("--dtype", default="float32", choices=DTYPES, help="float32")
    add_device(parser)
    parser.add_argument("--no-measure", action="store_true", help="do not run it")
    parser.add_argument(
        "--resources",
        action="store_true",
        help="compile the kernel for a GPU and say what it takes: registers, shared memory, the "
        "main loop; needs Triton",
    )
    parser.add_argument(
        "--ir", action="store_true", help="show the LLVM IR, or a GPU's PTX, and nothing else"
    )
    parser.add_argument(
        "--asm", "--sass", action="store_true", help="show the machine's code and nothing else"
    )


def run(args: argparse.Namespace) -> int:
    """Explain."""
    device, _ = engine_of(args.device)
    explanation = explain(
        args.input_shape,
        dtype=args.dtype,
        precision=args.precision,
        device=device,
        **problem_arguments(args),
    )
    measure, code = not args.no_measure, _code(explanation, args)
    if args.resources and device == HERE:
        raise Failure("--resources is for GPUs; --asm shows the CPU's code", USAGE)
    resources = _made(lambda: explanation.resources) if args.resources else None
    if measure and (args.json or not code):
        progress("measuring")
        _ = explanation.measured
        progress()
    if args.json:
        told = {"resources": resources} if args.resources else {}
        print_json({**explanation.to_dict(measure=measure), **told, **code})
    elif code:
        for kind, text in code.items():
            _print_code(kind, text)
    else:
        print(explanation.text(measure=measure))
        if resources:
            print(f"\n{_table(resources)}")
    return 0


def _code(explanation: Explanation, args: argparse.Namespace) -> dict[str, str]:
    """The code that was asked for, by what it is."""
    gradient, code = explanation.gradient, {}
    if (args.ir or args.asm) and args.device != HERE:
        _made(lambda: explanation.resources)
    if args.ir:
        code["ir"] = _made(lambda: gradient.ir)
    if args.asm:
        code["asm"] = _made(lambda: gradient.assembly)
    return code


def _made(make: Callable[[], Made]) -> Made:
    """What needs a compiler that may not be installed."""
    try:
        return make()
    except ImportError as error:
        raise Failure(str(error), MISSING) from error
    except RuntimeError as error:
        raise Failure(str(error)) from error


def _table(resources: dict[str, Any]) -> str:
    """What the machine code takes and does, line by line."""
    lines = ["main kernel (the form for this shape)"]
    for name, value in resources.items():
        text = (
            ", ".join(f"{n} {word}" for word, n in value) or "none" if name == "matrix" else value
        )
        lines.append(f"  {name.replace('_', ' '):<14}{text}")
    return "\n".join(lines)


def _print_code(kind: str, text: str) -> None:
    console = rich_console()
    if console is None:
        print(text)
        return
    from rich.syntax import Syntax

    lexer = {"ir": "llvm", "asm": "gas"}[kind]
    coloured = Syntax("", lexer, background_color="default").highlight(text)
    console.print(coloured, soft_wrap=True)  # a Syntax printed as such loses what is too wide
