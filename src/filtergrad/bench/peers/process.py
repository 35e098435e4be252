"""A peer's process, seen from outside, which may crash or fall silent.

In: requests. Out: answers, or `Gone` with the reason in words. Between
an answer and the next request the process is stopped: threads that spin for a while before they
sleep would take the time of whoever is measured next, and look like a neighbour.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from typing import IO, Any

from . import ENVIRONMENT

START_SECONDS = 180.0  # a cold import of TensorFlow from a slow disk


class Gone(Exception):  # noqa: N818 - how a peer ended is a result here, and no error
    """A peer gives no answer; the text says why."""


class Process:
    """One worker process; it starts when it is first asked, and anew after it died."""

    def __init__(self, module: str, threads: int) -> None:
        self.module, self.threads = module, threads
        self.versions: dict[str, str] = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._rest = b""

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a request and wait this long for the answer."""
        if self._child is None:
            self.start()
        assert self._child is not None
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps(request).encode() + b"\n")
            self._child.stdin.flush()
            self._child.send_signal(signal.SIGCONT)
        except BrokenPipeError:
            raise Gone(self._ended()) from None
        return self._line(seconds)

    def start(self) -> None:
        """Start the process and learn the peer's versions."""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process is
        self._rest = b""
        self._child = subprocess.Popen(
            [sys.executable, "-m", "filtergrad.bench.peers.worker", self.module, str(self.threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=os.environ | ENVIRONMENT | {"OMP_NUM_THREADS": str(self.threads)},
        )
        self.versions = self._line(START_SECONDS)["versions"]

    def close(self) -> None:
        """End the process."""
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout, self._errors):
            with contextlib.suppress(OSError):  # the child did not read all of it
                if stream is not None:
                    stream.close()
        self._child = None

    def _line(self, seconds: float) -> dict[str, Any]:
        """Read the next answer, for which it has so many seconds, and stop the process."""
        assert self._child is not None
        assert self._child.stdout is not None
        end = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._child.stdout, selectors.EVENT_READ)
            while b"\n" not in self._rest:
                if not selector.select(max(0.0, end - time.monotonic())):
                    self.close()
                    raise Gone(f"no answer within {seconds:.0f} s")
                more = os.read(self._child.stdout.fileno(), 1 << 20)
                if not more:
                    raise Gone(self._ended())
                self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        self._child.send_signal(signal.SIGSTOP)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _ended(self) -> str:
        """Say how the process ended, and the last line that it printed."""
        assert self._child is not None
        assert self._errors is not None
        code = self._child.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        how = f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self.close()
        return f"{how}: {lines[-1][:300]}" if lines else how
