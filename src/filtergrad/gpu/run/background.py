"""Two forms, one answer: the general form serves at once, the constant one is built behind it.

In: a `Launch` and an architecture. Out: a `Pair`, which has the better form once there is one. A
process of low priority compiles, one launch after the other; a thread of ours feeds it and reads
its answers. It is ended when nothing was asked for a while, and when this process ends.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import IO

from filtergrad import disk, knobs
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.launch import Launch

from . import build
from .binary import CONSTANT, GENERAL, Binary

IDLE = 30.0
"""Seconds after which a worker that is asked for nothing is ended: it holds some 200 MB."""

HEAD = struct.Struct("<BI")
"""Before each answer: whether it is a binary, and its bytes."""


@dataclass(eq=False)
class Job:
    """A launch whose constant form is built behind the caller.

    Parameters
    ----------
    key, launch, arch
        What is built.
    binary
        What came of it.
    trouble
        Why nothing came of it.
    """

    key: str
    launch: Launch
    arch: Arch
    binary: Binary | None = None
    trouble: str = ""

    @property
    def done(self) -> bool:
        """Whether it will not change any more."""
        return self.binary is not None or bool(self.trouble)


class Pair:
    """The two forms of a launch.

    Parameters
    ----------
    launch, arch
        What is launched, and where.

    Raises
    ------
    ImportError
        If something must be compiled now and Triton is not installed.
    """

    def __init__(self, launch: Launch, arch: Arch) -> None:
        self._job: Job | None = None
        wanted = knobs.current().gpu_form
        if wanted != "both":
            self._binary = build.binary(launch, arch, wanted)
            return
        key = build.key_of(launch, arch, CONSTANT)
        found = build.kept(key)
        if found is None:
            self._job = ask(key, launch, arch)
            found = build.binary(launch, arch, GENERAL)
        self._binary = found

    @property
    def settled(self) -> bool:
        """Whether `binary` will not change any more."""
        return self._job is None

    @property
    def binary(self) -> Binary:
        """The best form that is ready; this never waits."""
        job = self._job
        if job is not None and job.done:
            self._binary = job.binary or self._binary
            self._job = None
        return self._binary


def ready(launch: Launch, arch: Arch) -> Binary:
    """The best form of a launch that is ready; the better one is built behind it."""
    return Pair(launch, arch).binary


# ---- the worker, seen from here ----


@dataclass(eq=False)
class _Worker:
    """The process that compiles, what waits for it, and the thread between."""

    jobs: queue.SimpleQueue[Job] = field(default_factory=queue.SimpleQueue)
    known: dict[str, Job] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    running: bool = False
    closing: bool = False
    process: subprocess.Popen[bytes] | None = None


_worker = _Worker()


def ask(key: str, launch: Launch, arch: Arch) -> Job:
    """Have the constant form of a launch built; who asks twice gets the same job."""
    worker = _worker
    if (job := worker.known.get(key)) is not None:
        return job
    job = worker.known.setdefault(key, Job(key, launch, arch))
    worker.jobs.put(job)
    with worker.lock:
        if not worker.running:
            # Nothing but this thread waits for the process, so that callers never do.
            thread = threading.Thread(target=_serve, args=(worker,), name="filtergrad builds")
            thread.daemon = True
            try:
                thread.start()
                worker.running = True
            except RuntimeError:  # no thread is left, or Python is about to end
                job.trouble = "no thread"
    return job


def _serve(worker: _Worker) -> None:
    """Give job after job to the process; end it when there are none for a while."""
    while not worker.closing:
        try:
            job = worker.jobs.get(timeout=IDLE)
        except queue.Empty:
            with worker.lock:
                if worker.jobs.empty():
                    worker.running = False
                    _end(worker)
                    return
            continue
        try:
            made = build.kept(job.key) or _built(worker, job)
            job.binary = build.put(job.key, made)
            worker.known.pop(job.key, None)  # from now on memory and disk know it
        except Exception as error:
            # It stays known: who asks again is not served any better.
            job.trouble = f"{type(error).__name__}: {error}"
            if not isinstance(error, _Refused):
                _end(worker)


class _Refused(Exception):  # noqa: N818 - nobody but `_serve` sees it
    """The worker is well, and says why it cannot compile something."""


def _built(worker: _Worker, job: Job) -> Binary:
    if worker.process is None:
        worker.process = _started()
    to, answers = worker.process.stdin, worker.process.stdout
    assert to is not None
    assert answers is not None
    text = pickle.dumps((job.launch, job.arch.name))
    _send(to, struct.pack("<I", len(text)) + text)
    well, size = HEAD.unpack(receive(answers, HEAD.size))
    blob = receive(answers, size)
    if not well:
        raise _Refused(blob.decode())
    disk.write(job.key, blob, build.SUFFIX)
    return build.unpacked(blob)


def _started() -> subprocess.Popen[bytes]:
    """The process, which sees what this one can import and no device."""
    environ = {key: value for key, value in os.environ.items() if key != "TRITON_INTERPRET"}
    environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    environ["CUDA_VISIBLE_DEVICES"] = environ["HIP_VISIBLE_DEVICES"] = ""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "filtergrad.gpu.run.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,  # files without locks, which a forked child can close
        env=environ,
        start_new_session=True,  # Ctrl-C is for this process
    )


def _send(file: IO[bytes], text: bytes) -> None:
    """Write all of it to a file without a buffer."""
    while text:
        text = text[file.write(text) :]


def receive(file: IO[bytes], size: int) -> bytes:
    """Read so many bytes from a file without a buffer.

    Raises
    ------
    EOFError
        If the other side has ended.
    """
    text = bytearray()
    while len(text) < size:
        piece = file.read(size - len(text))
        if not piece:
            raise EOFError("the other process has ended")
        text += piece
    return bytes(text)


def _end(worker: _Worker) -> None:
    """End the process, and let the system forget it."""
    process, worker.process = worker.process, None
    if process is not None:
        process.kill()
        process.wait()
        _close(process)


def _close(process: subprocess.Popen[bytes]) -> None:
    for file in (process.stdin, process.stdout):
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()


def _after_fork() -> None:
    """A child has neither the thread nor the process; nor may it hold the pipes open."""
    global _worker
    process, _worker = _worker.process, _Worker()
    if process is not None:
        _close(process)
        process.returncode = 0  # not a child of this process: nobody waits for it here


def _at_exit() -> None:
    _worker.closing = True
    _end(_worker)


atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
