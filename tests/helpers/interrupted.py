"""An exception at every line of ours that a call runs, as a handler of a signal may raise it."""

import sys
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
