"""How the commands read their arguments.

In: the command line. Out: values, or a `Failure` that says what to write instead.
"""

from __future__ import annotations

import argparse
import difflib
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NoReturn

from filtergrad import devices
from filtergrad.arrays import HERE
from filtergrad.engine import Engine

from .say import USAGE, Failure


class Parser(argparse.ArgumentParser):
    """argparse, but an error is one line that says what to write instead.

    What stands below the options in the help is ``epilog``, what ``more`` says when it is asked
    for, and ``examples``; its lines are broken by whoever wrote it.
    """

    def __init__(self, prog: str = "", description: str = "", **more: Any) -> None:
        style = argparse.RawDescriptionHelpFormatter
        words = "\n".join(textwrap.wrap(description, 79))
        super().__init__(prog, description=words, allow_abbrev=False, formatter_class=style, **more)
        self.subcommands: dict[str, Parser] = {}
        self.examples = ""
        self.more: Callable[[], str] = str

    def add_subcommand(self, name: str, description: str) -> Parser:
        """Add a first argument after which the parser returned reads all others."""
        self.subcommands[name] = Parser(f"{self.prog} {name}", description)
        return self.subcommands[name]

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments, after the name of a subcommand with its parser."""
        if args and args[0] in self.subcommands:
            return self.subcommands[args[0]].parse_known_args(args[1:], namespace)
        return super().parse_known_args(args, namespace)

    def format_help(self) -> str:
        """The help, with what is only made for those who read it."""
        examples = self.examples and f"examples:\n{textwrap.indent(self.examples, '  ')}"
        parts, kept = (self.epilog or "", self.more(), examples), self.epilog
        self.epilog = "\n".join(part for part in parts if part)
        try:
            return super().format_help()
        finally:
            self.epilog = kept

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


def add_input_shape(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Take the shape of what was convolved."""
    parser.add_argument(
        "--input-shape",
        required=required,
        type=integers,
        metavar="N,H,W,C",
        help="images, rows, columns, channels; N,C,H,W with --data-format NCHW",
    )


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
        "--strides",
        default=(1, 1, 1, 1),
        type=integers,
        metavar="I,I,I,I",
        help="of each axis, in the order of the data format; 1,1,1,1",
    )
    parser.add_argument(
        "--padding",
        required=required,
        type=str.upper,
        choices=("SAME", "VALID", "EXPLICIT"),
        help="as many zeros as give ceil(size / stride) outputs, none, or those of "
        "--explicit-paddings",
    )
    parser.add_argument(
        "--explicit-paddings",
        default=(),
        type=integers,
        metavar="I,I,...",
        help="eight integers: zeros before and after each axis",
    )
    parser.add_argument(
        "--data-format",
        default="NHWC",
        type=str.upper,
        choices=("NHWC", "NCHW"),
        help="the order of the axes of input and out_backprop; NHWC",
    )
    parser.add_argument(
        "--dilations",
        default=(1, 1, 1, 1),
        type=integers,
        metavar="I,I,I,I",
        help="steps between the filter's taps, of each axis; 1,1,1,1",
    )
    parser.add_argument(
        "--precision",
        default="default",
        choices=("default", "highest", "tf32"),
        help="highest adds in float64 and takes exact plans only; tf32 is a permission, of "
        "which GPUs make use; default",
    )
    add_threads(parser)


def add_threads(parser: argparse.ArgumentParser) -> None:
    """Take ``--threads``."""
    parser.add_argument(
        "--threads", type=count, metavar="N", help="the result has the same bits for every number"
    )


def add_force(parser: argparse.ArgumentParser) -> None:
    """Take ``--force``."""
    parser.add_argument("--force", action="store_true", help="replace files that exist")


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
