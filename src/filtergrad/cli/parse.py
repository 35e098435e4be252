"""How the commands read their arguments.

In: the command line. Out: values, or a `Failure` that says what to write instead.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NoReturn

from filtergrad import devices
from filtergrad.arrays import HERE
from filtergrad.engine import Engine

from .say import USAGE, Failure


class Parser(argparse.ArgumentParser):
    """argparse, but an error is one line that says what to write instead."""

    def __init__(self, prog: str = "", description: str = "", **more: Any) -> None:
        super().__init__(prog, description=description, allow_abbrev=False, **more)
        self.subcommands: dict[str, Parser] = {}

    def add_subcommand(self, name: str, description: str) -> Parser:
        """Add a first argument after which the parser returned reads all others."""
        self.subcommands[name] = Parser(f"{self.prog} {name}", description)
        return self.subcommands[name]

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments, after the name of a subcommand with its parser."""
        if args and args[0] in self.subcommands:
            return self.subcommands[args[0]].parse_known_args(args[1:], namespace)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        raise Failure(f"{message} (see {self.prog} --help)", USAGE)

    def _print_message(self, message: str, file: Any = None) -> None:
        print(message, end="", file=file)  # argparse would hide that writing has failed

    @property
    def options(self) -> Sequence[str]:
        """Every spelling of every option."""
        return list(self._option_string_actions)

    def check_spelling(self, given: Sequence[str], commands: Mapping[str, Parser]) -> None:
        """Find what is misspelt before argparse complains of what is then missing."""
        name = next((one for one in given if not one.startswith("-")), None)
        if name is not None and name not in commands:
            self.error(f"there is no command {name!r}{_instead(name, commands)}")
        known = commands[name] if name is not None else self
        subcommands = known.subcommands
        known = next((subcommands[one] for one in given if one in subcommands), known)
        for one in given:
            option = one.partition("=")[0]
            if one == "--":
                return
            if option.startswith("--") and option not in known.options:
                known.error(f"there is no option {option}{_instead(option, known.options)}")


def _instead(name: str, known: Collection[str]) -> str:
    """What the user may have meant by a name that there is not."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"


# ---- values ----


def integers(text: str) -> tuple[int, ...]:
    """Integers separated by commas."""
    try:
        return tuple(int(number) for number in text.split(",")) if text.strip() else ()
    except ValueError:
        msg = f"{text!r} is not a list of integers such as 1,2,2,1"
        raise argparse.ArgumentTypeError(msg) from None


def count(text: str) -> int:
    """An integer from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        msg = f"{text!r} is not an integer from 1 up"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def add_problem(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Take the arguments of the op that are not arrays."""
    parser.add_argument(
        "--filter-sizes",
        required=required,
        type=integers,
        metavar="R,S,C,K",
        help="filter height, filter width, input channels of a group, output channels",
    )
    parser.add_argument(
        "--strides", default=(1, 1, 1, 1), type=integers, metavar="I,I,I,I", help="default: 1,1,1,1"
    )
    parser.add_argument(
        "--padding", required=required, type=str.upper, choices=("SAME", "VALID", "EXPLICIT")
    )
    parser.add_argument(
        "--explicit-paddings",
        default=(),
        type=integers,
        metavar="I,I,...",
        help="eight integers: before and after each axis",
    )
    parser.add_argument(
        "--data-format",
        default="NHWC",
        type=str.upper,
        choices=("NHWC", "NCHW"),
        help="default: NHWC",
    )
    parser.add_argument(
        "--dilations",
        default=(1, 1, 1, 1),
        type=integers,
        metavar="I,I,I,I",
        help="default: 1,1,1,1",
    )
    parser.add_argument(
        "--precision",
        default="default",
        choices=("default", "highest", "tf32"),
        help="default: default; tf32 is a permission, of which GPUs make use",
    )
    add_threads(parser)


def add_threads(parser: argparse.ArgumentParser) -> None:
    """Take ``--threads``."""
    parser.add_argument(
        "--threads", type=count, metavar="N", help="the result has the same bits for every number"
    )


def problem_arguments(args: argparse.Namespace) -> dict[str, Any]:
    """The arguments that `add_problem` took, under the names that the public calls give them."""
    names = ("filter_sizes", "strides", "padding", "explicit_paddings", "data_format", "dilations")
    return {name: getattr(args, name) for name in names}


def words(text: str) -> list[str]:
    """Words separated by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def add_device(parser: argparse.ArgumentParser) -> None:
    """Take ``--device``."""
    parser.add_argument(
        "--device",
        default=HERE,
        metavar="NAME",
        help="what computes: cpu, a GPU such as cuda:0, or an architecture such as sm_90, for "
        "which no GPU is needed unless something is run; cpu",
    )


def engine_of(device: str) -> tuple[str, Engine]:
    """A device's name and its engine; fails with one line where there is no such device."""
    try:
        return device, devices.engine(device)
    except RuntimeError as error:  # the driver's: it is missing, or has no device of the number
        raise Failure(str(error)) from error
