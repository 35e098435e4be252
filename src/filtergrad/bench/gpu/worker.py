"""The processes of a run: tasks on standard input, records on standard output, one a line.

In: ``device``, or ``compile`` and an architecture; then tasks. Out: records, and after those of a
task one that says ``end``. It ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import IO, Any

from .tasks import Task

Do = Callable[[Task], Iterator[dict[str, Any]]]


def main(arguments: list[str]) -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print must not come between the records
    do = Compiler(arguments[1]) if arguments[0] == "compile" else Device()
    serve(do, sys.stdin, answers)


def serve(do: Any, given: IO[str], answers: IO[str]) -> None:
    """Do what is asked."""
    print(json.dumps({"ready": True}), file=answers)
    for line in given:
        end = "done"
        try:
            for record in do(json.loads(line)):
                print(json.dumps(record), file=answers)
        except Exception as error:
            fatal = not do.well()
            text = f"{type(error).__name__}: {error}"[:400]
            print(json.dumps({"failed": text, "fatal": fatal}), file=answers)
            end = "leave" if fatal else end
        print(json.dumps({"end": end}), file=answers)


class Compiler:
    """Compiles what tasks launch; it sees no device."""

    def __init__(self, arch: str) -> None:
        if hasattr(os, "nice"):
            os.nice(10)
        from filtergrad.gpu import engine

        self.engine = engine.of(arch)

    def __call__(self, task: Task) -> Iterator[dict[str, Any]]:
        from .select import works

        for work in works(self.engine, task):
            for form in work.forms:
                work.prepared(self.engine, form)
        yield {"compiled": True}

    def well(self) -> bool:
        """Whether it can go on."""
        return True


class Device:
    """Runs tasks on the first device."""

    def __init__(self) -> None:
        self.bench: Any = None

    def __call__(self, task: Task) -> Iterator[dict[str, Any]]:
        from filtergrad.gpu import engine

        from . import calls, check, layers, machine, times

        if self.bench is None:
            try:
                self.bench = layers.Bench("cuda:0", tiny=task["tiny"])
            except (RuntimeError, ValueError) as error:
                yield {"absent": str(error)}
                return
            assert isinstance(self.bench.engine, engine.Gpu)
        do: dict[str, Any] = {
            "env": machine.env, "ceilings": machine.ceilings, "check": check.check,
            "bits": check.bits, "rows": times.timed, "sweep": times.timed, "float32": times.timed,
            "calls": calls.calls,
        }  # fmt: skip
        if task["stage"] == "peers":
            from . import torch

            do["peers"] = torch.peers
        elif task.get("forget"):
            from . import torch

            torch.forget()
        yield from do[task["stage"]](self.bench, task)

    def well(self) -> bool:
        """Whether the device still answers."""
        if self.bench is None:
            return True
        try:
            self.bench.drop()
            self.bench.rig.wait()
        except Exception:
            return False
        return True


if __name__ == "__main__":
    main(sys.argv[1:])
