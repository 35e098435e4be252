"""What the commands share: how they read their arguments and how they speak."""

from __future__ import annotations

import argparse
import codecs
import difflib
import errno
import importlib.util
import io
import json
import os
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, TextIO

from filtergrad import files

FAILED, USAGE, FILES, MISSING, INTERRUPTED = 1, 2, 3, 4, 130
STDOUT = "standard output"


class Failure(Exception):  # noqa: N818 - not an error of the program
    """The end of a command: one line for the user, and an exit code."""

    def __init__(self, text: str, code: int = FAILED) -> None:
        super().__init__(text)
        self.code = code


class Parser(argparse.ArgumentParser):
    """argparse, but an error is one line that says what to write instead."""

    def __init__(self, prog: str = "", description: str = "", **more: Any) -> None:
        super().__init__(prog, description=description, allow_abbrev=False, **more)
        self.words: dict[str, Parser] = {}

    def add_word(self, word: str, description: str) -> Parser:
        """Add a first word after which everything else is read by the parser returned."""
        self.words[word] = Parser(f"{self.prog} {word}", description)
        return self.words[word]

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse, after such a word with its own parser."""
        if args and args[0] in self.words:
            return self.words[args[0]].parse_known_args(args[1:], namespace)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        raise Failure(f"{message} (see {self.prog} --help)", USAGE)

    def _print_message(self, message: str, file: Any = None) -> None:
        print(message, end="", file=file)  # argparse would keep to itself that nobody can read it

    @property
    def options(self) -> Sequence[str]:
        """Every spelling of every option."""
        return list(self._option_string_actions)

    def check_spelling(self, words: Sequence[str], commands: Mapping[str, Parser]) -> None:
        """Find what is misspelt before argparse complains of what is then missing."""
        name = next((word for word in words if not word.startswith("-")), None)
        if name is not None and name not in commands:
            self.error(f"there is no command {name!r}{_instead(name, commands)}")
        known = commands[name] if name is not None else self
        known = next((known.words[word] for word in words if word in known.words), known)
        for word in words:
            option = word.partition("=")[0]
            if word == "--":
                return
            if option.startswith("--") and option not in known.options:
                known.error(f"there is no option {option}{_instead(option, known.options)}")


def _instead(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"


# ---- values ----


def integers(text: str) -> tuple[int, ...]:
    """Integers separated by commas."""
    try:
        return tuple(int(word) for word in text.split(",")) if text.strip() else ()
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
    parser.add_argument("--precision", default="default", choices=("default", "highest"))
    add_threads(parser)


def add_threads(parser: argparse.ArgumentParser) -> None:
    """Take ``--threads``."""
    parser.add_argument(
        "--threads", type=count, metavar="N", help="the result has the same bits for every number"
    )


def problem_arguments(args: argparse.Namespace) -> dict[str, Any]:
    """What `add_problem` took, as `compile` and `conv2d_backprop_filter` name it."""
    names = ("filter_sizes", "strides", "padding", "explicit_paddings", "data_format", "dilations")
    return {name: getattr(args, name) for name in names}


# ---- output ----


def prepare_streams() -> None:
    """See to it that whatever a command says can be said."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - stays open
    if sys.stdout is None:  # Python prints nothing then, and says nothing of it
        raise OSError(errno.EBADF, "closed", STDOUT)
    if isinstance(sys.stdout, io.TextIOWrapper):
        codecs.register_error("filtergrad", _printable)
        sys.stdout.reconfigure(errors="filtergrad")


def _printable(error: UnicodeError) -> tuple[str | bytes, int]:
    """The bytes of a file's name as they are; a question mark for what the stream cannot show."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.lookup_error("replace")(error)


def unprinted() -> OSError | None:
    """Why what was printed cannot reach its reader; that is not tried again, then."""
    try:
        sys.stdout.flush()
    except OSError as error:
        silence(sys.stdout)
        return error
    except (AttributeError, ValueError):  # there is none, or it was closed
        pass
    return None


def silence(stream: Any) -> None:
    """Let nobody hear what a stream still holds: Python would try once more when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def print_json(value: Any, file: TextIO | None = None) -> None:
    """Print what a program reads."""
    print(json.dumps(value, indent=2, default=str), file=file)


def beside(output: Path) -> TextIO:
    """Where to say what was written to ``output``: not into the middle of it."""
    return sys.stderr if files.descriptor(output) == 1 else sys.stdout


def rich_console() -> Any:
    """The console of rich, where it is installed and somebody looks; else None."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    if not wanted or os.environ.get("TERM") == "dumb" or importlib.util.find_spec("rich") is None:
        return None
    from rich.console import Console

    return Console(highlight=False)


def progress(text: str = "") -> None:
    """Say on a terminal what is being done, in place of what was said before; nothing elsewhere."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
