"""A run: stages with their clocks, one task after the other, kernels compiled ahead of them.

In: seconds, a folder, tables. Out: ``results.jsonl`` there, complete at every moment, and what
`report` makes of it.
"""

from __future__ import annotations

import collections
import json
import os
import queue
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import machine, report
from .process import Process
from .tasks import STAGES, SUITES, TOTAL, Stage, Task, all_tasks

COMPILED = ("check", "bits", "rows", "float32", "calls", "sweep")
"""Stages whose kernels are compiled ahead, in this order."""

STRIKES = 2
"""How many processes a layer or a kernel may cost before it is left out."""

WORKER = (sys.executable, "-m", "filtergrad.bench.gpu.worker")


@dataclass(frozen=True)
class Options:
    """What a run is asked for.

    Parameters
    ----------
    seconds
        Of the whole run.
    out
        The folder.
    suites
        Tables of layers.
    tiny
        Whether it shall be so small that Triton's interpreter can do it.
    worker
        The command of its processes.
    processes
        How many compile.
    """

    seconds: float
    out: Path
    suites: tuple[str, ...] = SUITES
    tiny: bool = False
    worker: Sequence[str] = WORKER
    processes: int = max(1, (os.cpu_count() or 4) - 3)


class Sink:
    """The file of results: one JSON record a line, there as soon as it is written."""

    def __init__(self, path: Path) -> None:
        self._file, self._lock = path.open("w", encoding="utf-8"), threading.Lock()
        self._begin = time.monotonic()

    def write(self, task: Task, record: dict[str, Any]) -> None:
        """Add a record of a task."""
        told = {name: v for name, v in task.items() if name not in ("torch", "tiny", "refused")}
        line = {"at": round(time.monotonic() - self._begin, 2), **told, **record}
        with self._lock:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()

    def close(self) -> None:
        """No record comes any more."""
        with self._lock:
            self._file.close()


class Ahead:
    """Processes that compile what tasks launch, in the order of the tasks."""

    def __init__(self, tasks: Sequence[Task], arch: str, options: Options, sink: Sink) -> None:
        self.done: dict[str, str] = {}  # what went wrong, by tasks; empty if nothing did
        self._todo: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._sink, self._closed = sink, False
        for task in tasks:
            self._todo.put(task)
        command = [*options.worker, "compile", arch]
        count = min(options.processes, len(tasks))
        self._processes = [Process(command) for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._work, args=(process,), daemon=True)
            for process in self._processes
        ]
        for thread in self._threads:
            thread.start()

    def _work(self, process: Process) -> None:
        while not self._closed:
            try:
                task = self._todo.get_nowait()
            except queue.Empty:
                process.stop()
                return
            begin, trouble = time.monotonic(), ""
            for record in process.do(task, 120):
                trouble = record.get("failed", trouble)
            if self._closed:
                return
            self.done[key(task)] = trouble
            if trouble:
                took = round(time.monotonic() - begin, 2)
                self._sink.write({**task, "stage": "compile", "for": task["stage"]},
                                 {"failed": trouble, "took": took})  # fmt: skip

    def close(self) -> None:
        """Compile nothing more."""
        self._closed = True
        for process, thread in zip(self._processes, self._threads, strict=True):
            process.stop()
            thread.join(timeout=5)
            process.stop()  # if it was starting


def key(task: Task) -> str:
    """What tells a task from others."""
    return json.dumps({n: v for n, v in task.items() if n != "refused"}, sort_keys=True)


def run(options: Options) -> str:
    """Do it all; what is missing, in a sentence, if nothing could be done.

    Parameters
    ----------
    options
        What is asked for.
    """
    options.out.mkdir(parents=True, exist_ok=True)
    path, begin = options.out / "results.jsonl", time.monotonic()
    sink = Sink(path)
    with (options.out / "stderr.txt").open("w") as log:
        device = Process([*options.worker, "device"], log)
        try:
            first = {"stage": "env", "torch": False, "tiny": options.tiny}
            found = list(device.do(first, STAGES[0].most + 60))
            for record in found:
                sink.write(first, record)
            about: dict[str, Any] = next((one for one in found if "arch" in one), {})
            if not about:
                last: dict[str, Any] = found[-1] if found else {}
                return missing(str(last.get("absent") or last.get("failed") or "no answer"))
            _stages(options, about, device, sink, begin)
        finally:
            device.stop()
            sink.close()
    report.main([str(path), "--out", str(options.out)])
    return ""


def missing(why: str) -> str:
    """Why nothing was measured, in a sentence."""
    return f"nothing was measured, for this needs an NVIDIA GPU and its driver: {why}"


def _stages(
    options: Options, about: dict[str, Any], device: Process, sink: Sink, begin: float
) -> None:
    torch = bool(about["torch_cuda"])
    tasks = all_tasks(options.suites, torch=torch, tiny=options.tiny)
    counts = {"tasks": {name: len(some) for name, some in tasks.items()}}
    sink.write({"stage": "env"}, {**counts, "budget": options.seconds})
    if not torch:
        why = about.get("torch_why", "")
        sink.write({"stage": "peers"}, {"left_out": f"no peer is measured: {why}"})
    ahead = Ahead([task for name in COMPILED for task in tasks[name]], about["arch"], options, sink)
    state = State(device, sink, ahead)
    try:
        end = begin + STAGES[0].seconds * options.seconds / TOTAL
        scale = (begin + options.seconds - end) / (TOTAL - STAGES[0].seconds)
        for stage in STAGES[1:]:
            end += stage.seconds * scale
            state.stage(stage, tasks[stage.name], end)
    finally:
        ahead.close()


class State:
    """What a run knows: kernels that were wrong, layers that cost processes."""

    def __init__(self, device: Process, sink: Sink, ahead: Ahead) -> None:
        self.device, self.sink, self.ahead = device, sink, ahead
        self.refused: set[str] = set()
        self.strikes: collections.Counter[str] = collections.Counter()
        self.before = ""  # the last stage but this one

    def stage(self, stage: Stage, tasks: Sequence[Task], end: float) -> None:
        """Do tasks until the stage's time is over."""
        begin, left_out = time.monotonic(), 0
        for i, task in enumerate(tasks):
            left = end - time.monotonic()
            if left < min(1.0, 0.05 * (end - begin)):
                self.sink.write({"stage": stage.name}, {"cut_off_at": i, "of": len(tasks)})
                break
            if self._hopeless(task) or not self._compiled(task, end):
                left_out += 1
                continue
            more: Task = {"refused": sorted(self.refused)}
            if self.before == "peers" and i == 0:
                more["forget"] = task["torch"]
            self._do({**task, **more}, min(stage.most, left + 5))
        took = round(time.monotonic() - begin, 1)
        told = {"took": took, "left_out_tasks": left_out, "clocks": machine.clocks()}
        self.sink.write({"stage": stage.name}, told)
        self.before = stage.name

    def _do(self, task: Task, seconds: float) -> None:
        begun = ""
        for record in self.device.do(task, seconds):
            if "begun" in record:
                begun = record["begun"]
                continue
            self.sink.write(task, record)
            if task["stage"] == "check" and record.get("ok") is False:
                self.refused.add(record["what"])
            if task["stage"] == "bits" and record.get("ok") is False:
                self.refused.add(record["what"])
            if record.get("fatal"):
                self.strikes[_layer(task)] += 1
                if begun:
                    self.refused.add(begun)

    def _hopeless(self, task: Task) -> bool:
        return self.strikes[_layer(task)] >= STRIKES

    def _compiled(self, task: Task, end: float) -> bool:
        """Whether a task's kernels are there, once they can be; those who compile go in order."""
        if task["stage"] not in COMPILED:
            return True
        name = key(task)
        while name not in self.ahead.done and time.monotonic() < end - 1:
            time.sleep(0.02)
        return self.ahead.done.get(name) == ""


def _layer(task: Task) -> str:
    return f"{task['stage']} {task.get('layer') or task.get('problem') or ''}"


def fresh_folder() -> Path:
    """A new folder for results."""
    return Path(tempfile.mkdtemp(prefix="filtergrad-gpu-bench-"))
