"""The command line: words in, text or JSON and an exit code out. Floor 7.

A command is a file with `add`, which says what it takes, and `run`, which does it. Whatever goes
wrong ends here as one line.

Exit codes: 0 done; 1 a check failed, or something broke; 2 the command line or the arrays describe
nothing that can be computed; 3 a file cannot be read or written; 4 an optional package is missing;
130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from filtergrad import __version__, api, knobs

from . import bench, cache, compute, demo, doctor, explain, tune
from .words import FAILED, FILES, INTERRUPTED, USAGE, Failure, Parser

_EPILOG = """\
exit codes: 0 done; 1 a check failed, or something broke; 2 the command line or the arrays describe
nothing that can be computed; 3 a file cannot be read or written; 4 an optional package is missing;
130 interrupted. FILTERGRAD_DEBUG=1 shows where an error comes from.
"""


def parser() -> tuple[Parser, dict[str, Parser]]:
    """Everything that the command line understands, and the parser of each command."""
    top = Parser("filtergrad", "The filter gradient of 2-D convolution.", epilog=_EPILOG)
    top.add_argument("--version", action="version", version=f"filtergrad {__version__}")
    commands = top.add_subparsers(metavar="command", required=True, parser_class=Parser)
    found = {}
    for module in (compute, explain, doctor, bench, demo, tune, cache):
        name = module.__name__.rpartition(".")[2]
        summary = (module.__doc__ or "").partition("\n")[0].removesuffix(" Floor 7.")
        command = commands.add_parser(name, description=summary, help=summary)
        module.add(command)
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=module.run)
        found[name] = command
    return top, found


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        top, commands = parser()
        top.check_spelling(words, commands)
        args = top.parse_args(words)
        if getattr(args, "threads", None) is not None:
            api.set_num_threads(args.threads)
        code = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # `filtergrad explain ... | head`: nobody reads on, and that is fine
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _failed("interrupted", INTERRUPTED)
    except Exception as error:
        return _explained(error)
    return int(code)


def _explained(error: Exception) -> int:
    """One line for what went wrong, and the exit code for it."""
    with_traceback = False
    try:
        with_traceback = knobs.current().debug > 0
    except ValueError as bad_knob:  # a variable of the environment, which may be what went wrong
        error = bad_knob
    if with_traceback and not isinstance(error, Failure):
        raise error
    if isinstance(error, Failure):
        return _failed(str(error), error.code)
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        return _failed(f"{error.filename}: {reason}" if error.filename else reason, FILES)
    if isinstance(error, ValueError | TypeError):
        return _failed(str(error), USAGE)
    if isinstance(error, MemoryError):
        return _failed(f"not enough memory: {error}".removesuffix(": "), FAILED)
    text = f"{type(error).__name__}: {error} (FILTERGRAD_DEBUG=1 shows where; please report it)"
    return _failed(text, FAILED)


def _failed(text: str, code: int) -> int:
    print(f"filtergrad: {' '.join(text.split())}", file=sys.stderr)
    return code
