"""The device itself: what it is, and what nothing on it exceeds.

In: a bench. Out: records of the stages ``env`` and ``ceilings``. Nothing is set, only asked.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import filtergrad

from .layers import Bench
from .tasks import Task

CLOCKS = "clocks.sm,clocks.mem,clocks.max.sm,power.draw,power.limit,temperature.gpu,driver_version"
COPIED = 1 << 31  # bytes
BLOCK = 1 << 14  # bytes of a block of `probes.reread`
READ_MIB = (8, 16, 32)


def asked(*options: str) -> str:
    """What nvidia-smi answers; nothing where it is missing."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return ""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        return subprocess.run(
            [program, *options], capture_output=True, text=True, timeout=10, check=False
        ).stdout.strip()
    return ""


def clocks() -> str:
    """Clocks, power and temperature now."""
    return asked(f"--query-gpu={CLOCKS}", "--format=csv")


def env(bench: Bench, _task: Task) -> Iterator[dict[str, Any]]:
    """Versions, the card and its state."""
    yield {
        **bench.rig.facts, "python": platform.python_version(), "system": platform.platform(),
        "cores": os.cpu_count(), "filtergrad": filtergrad.__version__,
        "triton": version("triton"), "numpy": version("numpy"), "clocks": clocks(),
        "torch": version("torch"), **_torch(),
    }  # fmt: skip


def version(package: str) -> str:
    """Of an installed package, which is not imported; empty if there is none."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(package)
    return ""


def _torch() -> dict[str, Any]:
    """Whether PyTorch can use the device."""
    if importlib.util.find_spec("torch") is None:
        return {"torch_cuda": False, "torch_why": "PyTorch is not installed"}
    try:
        from . import torch as peer

        return peer.about()
    except Exception as error:
        return {"torch_cuda": False, "torch_why": f"{type(error).__name__}: {error}"[:200]}


def ceilings(bench: Bench, task: Task) -> Iterator[dict[str, Any]]:
    """Copies, reads of the second-level cache, launches; products if PyTorch is there."""
    rig, tiny = bench.rig, bench.tiny
    size = 1 << 16 if tiny else COPIED
    memory = rig.buffer(2 * size)
    first, second = memory.address, memory.address + size
    rig.fill(first, 0x3C, 2 * size)  # finite numbers, which need no less power than others do
    copy = functools.partial(_copy, rig, second, first, size)
    found = rig.times([copy])
    yield {"name": "copy", "bytes_per_second": 2 * size / found.seconds, **found._asdict()}
    nothing = rig.probe("nothing", first, second)
    found = rig.times([nothing] * (2 if tiny else 500))
    yield {"name": "empty kernel", **found._asdict()}
    programs, most = (2, 2) if tiny else (8 * rig.facts["sms"], READ_MIB[-1] * 64)
    for blocks in (most // 4, most // 2, most) if not tiny else (most,):
        read = rig.probe("reread", first, second, programs, blocks)
        found = rig.times([read] * (1 if tiny else 20))
        rate = programs * blocks * BLOCK / found.seconds
        told = {"name": "L2 read", "bytes": blocks * BLOCK, "bytes_per_second": rate}
        yield {**told, **found._asdict()}
    short, long = (
        rig.times([rig.probe("reread", first, second, programs, blocks)] * (1 if tiny else 20))
        for blocks in ((1, 2) if tiny else (64, 128))
    )  # what takes twice the work, and one gap: the rest is the gap
    yield {"name": "gap", "seconds": 2 * short.seconds - long.seconds, "by": short.by}
    memory.close()
    if task["torch"]:
        from . import torch as peer

        yield from peer.products()


def _copy(rig: Any, to: int, source: int, size: int, stream: int) -> None:
    rig.copy(to, source, size, stream)
