"""An exception at every line of ours that a call runs, as a handler of a signal may raise it."""

import ast
import resource
import signal
import sys
from contextlib import contextmanager
from pathlib import Path

import filtergrad

SOURCE = str(Path(filtergrad.__file__).parent)


class Interrupt(BaseException):
    """What the handler raises: nothing of ours may catch it but on its way out."""


def after_lines(count, function, folder=SOURCE):
    """Call ``function`` and interrupt it before its line number ``count`` in our files.

    Returns whether it was: past its last line it simply returns.
    """
    left = count

    def trace(frame, event, _):
        nonlocal left
        if not frame.f_code.co_filename.startswith(folder):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                raise Interrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    except Interrupt:
        return True
    finally:
        sys.settrace(before)
    return left <= 0  # caught on the way, such as by a callback that tells its host


def at_every_line(function, check, first=1, step=1, folder=SOURCE):
    """Interrupt ``function`` at each of its lines and ``check`` after that; how many there were."""
    count = first
    while after_lines(count, function, folder):
        check()
        count += step
    check()
    return (count - first) // step


@contextmanager
def interrupted(code, line, error=KeyboardInterrupt):
    """Raise ``error`` before a line of a file is executed for the first time."""
    done = False

    def trace(frame, event, _):
        nonlocal done
        if frame.f_code.co_filename != code:
            return None
        if event == "line" and frame.f_lineno == line and not done:
            done = True
            raise error
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield lambda: done
    finally:
        sys.settrace(before)


def lines(module):
    """The number of each line of a module on which a statement inside a function begins."""
    tree = ast.parse(Path(module.__file__).read_text())
    return sorted(
        {
            node.lineno
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.stmt)
        }
    )


@contextmanager
def file_size_limit(size):
    """A disk that is full after so many bytes of a file."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        signal.signal(signal.SIGXFSZ, before)
