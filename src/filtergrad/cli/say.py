"""How the commands speak: text, JSON, progress, and one line with an exit code where they fail.

In: what a command has to say. Out: what people and programs read.
"""

from __future__ import annotations

import codecs
import errno
import importlib.util
import io
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from filtergrad import files

if TYPE_CHECKING:
    from rich.console import Console

FAILED, USAGE, FILES, MISSING, INTERRUPTED = 1, 2, 3, 4, 130
STDOUT = "standard output"


class Failure(Exception):  # noqa: N818 - it is no error of the program
    """A command cannot go on: one line for the user, and an exit code."""

    def __init__(self, text: str, code: int = FAILED) -> None:
        super().__init__(text)
        self.code = code


def prepare_streams() -> None:
    """Make the streams able to take whatever a command prints."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - stays open
    if sys.stdout is None:  # Python prints nothing then, and says nothing of it
        raise OSError(errno.EBADF, "closed", STDOUT)
    if isinstance(sys.stdout, io.TextIOWrapper):
        codecs.register_error("filtergrad", _printable)
        sys.stdout.reconfigure(errors="filtergrad")


def _printable(error: UnicodeError) -> tuple[str | bytes, int]:
    """Print a file's name byte for byte, and a question mark for what the stream cannot show."""
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeError:
        return codecs.lookup_error("replace")(error)


def unprinted() -> OSError | None:
    """Flush what was printed; why it cannot reach its reader, and then it is not tried again."""
    try:
        sys.stdout.flush()
    except OSError as error:
        silence(sys.stdout)
        return error
    except (AttributeError, ValueError):  # the stream does not exist, or was closed
        pass
    return None


def silence(stream: TextIO) -> None:
    """Drop what a stream still holds: Python would try to write it once more when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def counted(number: int, thing: str) -> str:
    """A number of things: ``1 layer``, ``2 layers``."""
    return f"{number} {thing}{'s' * (number != 1)}"


def print_json(value: object, file: TextIO | None = None) -> None:
    """Print a value for programs to read."""
    print(json.dumps(value, indent=2, default=str), file=file)


def beside(output: Path) -> TextIO:
    """The stream on which to report that ``output`` was written, which is never ``output``."""
    return sys.stderr if files.descriptor(output) == 1 else sys.stdout


def rich_console() -> Console | None:
    """The console of rich, where it is installed and standard output is a terminal; else None."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    if not wanted or os.environ.get("TERM") == "dumb" or importlib.util.find_spec("rich") is None:
        return None
    from rich.console import Console

    return Console(highlight=False)


def progress(text: str = "") -> None:
    """Show on a terminal what is being done, in place of what was shown before."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
