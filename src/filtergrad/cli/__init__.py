"""The command line.

In: arguments. Out: text or JSON, and an exit code. A command is a file with `add`, which says what
it takes, and `run`, which does it. Whatever goes wrong ends here as one line.

Exit codes: 0 done; 1 a check failed, or something broke; 2 the command line or the arrays describe
nothing that can be computed; 3 a file cannot be read or written; 4 an optional package is missing;
130 interrupted.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from contextlib import suppress

from filtergrad import __version__, api, knobs

from . import bench, cache, compile, compute, demo, doctor, explain, run, tune  # noqa: A004
from .complete import complete
from .parse import Parser
from .say import (
    FAILED,
    FILES,
    INTERRUPTED,
    STDOUT,
    USAGE,
    Failure,
    prepare_streams,
    silence,
    unprinted,
)

# How writing fails where a disk is full. Where such an error names no file, `print` has raised it:
# `files` names its own.
FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO)

_EPILOG = """\
exit codes: 0 done; 1 a check failed, or something broke; 2 the command line
or the arrays describe nothing that can be computed; 3 a file cannot be read
or written; 4 an optional package is missing; 130 interrupted.
FILTERGRAD_DEBUG=1 shows where an error comes from.

`filtergrad COMMAND --help` has examples. Completion for bash or zsh, with
`pip install "filtergrad[cli]"`: eval "$(register-python-argcomplete filtergrad)"
"""


def parser() -> tuple[Parser, dict[str, Parser]]:
    """The parser of the whole command line, and the parser of each command by its name."""
    top = Parser("filtergrad", "The filter gradient of 2-D convolution.", epilog=_EPILOG)
    top.add_argument("--version", action="version", version=f"filtergrad {__version__}")
    commands = top.add_subparsers(metavar="command", required=True, parser_class=Parser)
    found = {}
    for module in (compute, explain, doctor, bench, demo, tune, compile, cache, run):
        name = module.__name__.rpartition(".")[2]
        summary = (module.__doc__ or "").partition("\n")[0]
        command = commands.add_parser(name, description=summary, help=summary)
        command.examples = module.EXAMPLES
        module.add(command)
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=module.run)
        found[name] = command
    return top, found


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        prepare_streams()
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except SystemExit:  # argparse raises it after --help
        if (broken := unprinted()) is None:
            raise
        return _explained(broken)
    except (Exception, KeyboardInterrupt) as error:
        return _explained(error)
    return code


def _run(given: list[str]) -> int:
    """Run the command that the arguments name; its exit code."""
    top, commands = parser()
    complete(top)
    if not given:
        top.print_help()
        return 0
    if given[:1] != ["run"]:  # whose options may be a program's own
        top.check_spelling(given, commands)
    args = top.parse_args(given)
    if getattr(args, "threads", None) is not None:
        api.set_num_threads(args.threads)
    return int(args.run(args))


def _explained(error: BaseException) -> int:
    """Print one line about what went wrong; its exit code. Where debugging is on, raise it."""
    unprinted()
    if isinstance(error, BrokenPipeError) and error.filename is None:
        return 0  # `filtergrad explain ... | head`: nobody reads on, and that is fine
    debug = 0
    with suppress(ValueError):  # a knob may be wrong, too, and need not be what is to be explained
        debug = knobs.current().debug
    if debug and isinstance(error, Exception) and not isinstance(error, Failure):
        raise error
    return _failed(*_text(error))


def _text(error: BaseException) -> tuple[str, int]:
    """What to say about an exception, and the exit code for it."""
    if isinstance(error, KeyboardInterrupt):
        return "interrupted", INTERRUPTED
    if isinstance(error, Failure):
        return str(error), error.code
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        nameless = STDOUT if error.errno in FULL else ""
        where = error.filename or nameless
        return (f"{where}: {reason}" if where else reason), FILES
    if isinstance(error, ValueError | TypeError):
        return "; ".join([str(error), *getattr(error, "__notes__", ())]), USAGE
    if isinstance(error, MemoryError):
        return f"not enough memory: {error}".removesuffix(": "), FAILED
    text = f"{type(error).__name__}: {error} (FILTERGRAD_DEBUG=1 shows where; please report it)"
    return text, FAILED


def _failed(text: str, code: int) -> int:
    """Print why the command fails."""
    try:
        print(f"filtergrad: {' '.join(text.split())}", file=sys.stderr, flush=True)
    except (OSError, ValueError):  # nobody can be told, so the exit code must do
        silence(sys.stderr)
    return code
