"""The process of one peer.

In: requests as lines of JSON; each names the problem and, but for the first, the variant. Out:
answers as lines of JSON. What was prepared for the last problem is kept. An exception of the peer
is an answer, too: ``refused`` and why.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import gc
import importlib
import json
import os
import re
import signal
import sys
import time
from dataclasses import replace
from typing import Any

import numpy as np

from filtergrad.bench.accuracy import Sample, operands
from filtergrad.problem import Problem

from . import Call, Module

PR_SET_PDEATHSIG = 1
WARM = 1.0  # seconds: a longer call is not repeated only because threads slept before the first


class Layer:
    """One problem, its arrays, and the variants that were asked for."""

    def __init__(self, peer: Module, given: dict[str, Any]) -> None:
        self.peer, self.given = peer, given
        problem = Problem(**given)
        self.sample = Sample.of(problem)
        x, dy = operands(problem)
        if problem.data_format == "NCHW":
            x, dy = (np.ascontiguousarray(a.transpose(0, 2, 3, 1)) for a in (x, dy))
        self.problem = replace(problem, data_format="NHWC")
        self.variants = peer.variants(self.problem, x, dy)
        self.ready: dict[str, Call] = {}

    def answer(self, do: str, variant: str, seconds: float) -> dict[str, Any]:
        """Carry out one request."""
        if do == "open":
            return {"variants": list(self.variants)}
        if do == "try":
            return self.first(variant)
        if variant not in self.ready:  # another variant ended the process that had prepared it
            self.ready[variant] = self.variants[variant]()
        return {"seconds": self.times(self.ready[variant], seconds)}

    def first(self, variant: str) -> dict[str, Any]:
        """Prepare a variant, and call it once."""
        start = time.perf_counter()
        call = self.ready[variant] = self.variants[variant]()
        ready = time.perf_counter()
        result = call()
        end = time.perf_counter()
        values = self.sample.take(self.peer.values(self.problem, result)).astype(np.float64)
        return {
            "ready": ready - start,
            "first": end - ready,
            "values": base64.b64encode(values.tobytes()).decode(),
            "shape": values.shape,
        }

    @staticmethod
    def times(call: Call, seconds: float) -> list[float]:
        """Call for about so many seconds; the seconds of each call, but for a short first one."""
        start = time.perf_counter()
        call()
        found = [time.perf_counter() - start]
        if found[0] < WARM:
            found.clear()
        end = time.perf_counter() + seconds
        while not found or (time.perf_counter() < end and found[0] < WARM):
            start = time.perf_counter()
            call()
            found.append(time.perf_counter() - start)
        return found


def _plain(message: str) -> str:
    """A message in one line, without what TensorFlow tells of its own graph."""
    return " ".join(re.sub(r"\{\{.*?\}\}|\[Op:.*", "", message, flags=re.DOTALL).split())[:300]


def main() -> None:
    """Answer until nobody asks any more."""
    # A stopped process would outlive its parent: let the kernel end it, however the parent ends.
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    module, threads = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # whatever the peer prints is no answer

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")

    peer: Any = importlib.import_module(module)
    say({"versions": peer.start(int(threads))})
    layer: Layer | None = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if layer is None or layer.given != request["problem"]:
                layer = None  # its memory is freed before that of the next layer is taken
                gc.collect()
                libc.malloc_trim(0)
                layer = Layer(peer, request["problem"])
            say(layer.answer(request["do"], request["variant"], request["seconds"]))
        except Exception as error:
            say({"refused": f"{type(error).__name__}: {_plain(str(error))}"})


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
