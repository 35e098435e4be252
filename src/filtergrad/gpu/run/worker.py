"""The process that compiles behind its parent: launches on its input, binaries on its output.

In: pickled launches from the process that started this one. Out: binaries as `build.packed` makes
them. It ends when its input ends, and so with its parent, also in the middle of a launch.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import struct
import threading
from typing import IO

from filtergrad.gpu.base.arch import named

from . import background, build, compiler
from .binary import CONSTANT

NICE = 10
"""How much this process gives way to others."""


def main() -> None:
    """Answer until the input ends."""
    with contextlib.suppress(OSError):
        os.nice(NICE)
    # What compilers print must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    given = os.fdopen(os.dup(0), "rb", buffering=0)
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(given, jobs), daemon=True).start()
    while True:
        launch, arch = pickle.loads(jobs.get())  # noqa: S301 - from the process that started us
        try:
            well, text = True, build.packed(compiler.compiled(launch, named(arch), CONSTANT))
        except Exception as error:
            well, text = False, f"{type(error).__name__}: {error}".encode()
        rest = background.HEAD.pack(well, len(text)) + text
        while rest:
            rest = rest[answers.write(rest) :]


def _listen(given: IO[bytes], jobs: queue.SimpleQueue[bytes]) -> None:
    """Put down what is asked; end the process with its input."""
    try:
        while True:
            (size,) = struct.unpack("<I", background.receive(given, 4))
            jobs.put(background.receive(given, size))
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
