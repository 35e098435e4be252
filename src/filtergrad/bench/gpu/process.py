"""A process that does tasks, seen from outside: one that hangs or dies costs its task only.

In: tasks. Out: records, as `worker` makes them. What the process says besides goes to a file.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from typing import IO, Any

from .tasks import Task

START = 120.0
"""Seconds that imports and a device's context may take, which are no task's fault."""


class Process:
    """One process; it starts with its first task, and anew after it died.

    Parameters
    ----------
    command
        What to run.
    log
        Where its standard error goes.
    """

    def __init__(self, command: Sequence[str], log: IO[str] | None = None) -> None:
        self.command, self._log = list(command), log
        self._child: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()

    def start(self) -> subprocess.Popen[str]:
        """Start it, and wait until it listens."""
        child = self._child = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
            stderr=self._log or subprocess.DEVNULL,
        )  # fmt: skip
        self._lines = queue.Queue()
        threading.Thread(target=_listen, args=(child.stdout, self._lines), daemon=True).start()
        with contextlib.suppress(queue.Empty):
            if self._lines.get(timeout=START) is None:
                self._lines.put(None)  # it has ended already, as `do` shall see
        return child

    def do(self, task: Task, seconds: float) -> Iterator[dict[str, Any]]:
        """The records of a task; the last one is ``fatal`` if the process did not survive it."""
        try:
            child = self._child
            if child is None or child.poll() is not None:
                self.stop()
                child = self.start()
            assert child.stdin is not None
            until = time.monotonic() + seconds
            child.stdin.write(json.dumps(task) + "\n")
            while True:
                line = self._lines.get(timeout=max(0.01, until - time.monotonic()))
                if line is None:
                    code = child.wait(10)
                    yield {"failed": f"the process died with {code}", "fatal": True}
                    return
                record = json.loads(line)
                if "end" in record:
                    if record["end"] == "leave":
                        self.stop()
                    return
                yield record
        except queue.Empty:
            self.stop()
            yield {"failed": f"no answer in {seconds:.0f} s", "fatal": True}
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            self.stop()
            yield {"failed": f"{type(error).__name__}: {error}", "fatal": True}

    def stop(self) -> None:
        """End it."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # the driver still holds it
            child.wait(timeout=10)
        if child.stdin:
            with contextlib.suppress(OSError):
                child.stdin.close()


def _listen(stream: IO[str], lines: queue.Queue[str | None]) -> None:
    with stream:
        for line in stream:
            lines.put(line)
    lines.put(None)
