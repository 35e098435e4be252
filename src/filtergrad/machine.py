"""What this computer is, without LLVM: files of Linux in, a frozen `Machine` out.

What is not found (another operating system, a container that hides files) gets a usual value.
"""

import math
import mmap
import os
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from filtergrad import knobs, system

_PROC = Path("/proc")
_SYS = Path("/sys/devices/system/cpu")
_USUAL = {1: 32 << 10, 2: 512 << 10, 3: 8 << 20}  # bytes of data cache by level
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


@dataclass(frozen=True, slots=True)
class Machine:
    """The facts: the processor's name, CPUs, and sizes in bytes.

    `cpus` is how many logical CPUs this process may run on, `cgroup_cpus` how many its control
    group pays for (rounded up; None where nothing limits it).
    """

    cpu: str
    cpus: int
    cgroup_cpus: int | None
    l1: int
    l2: int
    l3: int
    page: int


@cache
def machine() -> Machine:
    """The facts about this computer, as they were at the first call."""
    sizes = _USUAL | dict(_caches(_SYS / f"cpu{min(_affinity(), default=0)}" / "cache"))
    return Machine(
        cpu=_cpu(_PROC / "cpuinfo"),
        cpus=_allowed(),
        cgroup_cpus=cgroup_cpus(_PROC / "self"),
        l1=sizes[1],
        l2=sizes[2],
        l3=sizes[3],
        page=mmap.PAGESIZE,
    )


def thread_count() -> tuple[int, str]:
    """How many threads to use, and who says so."""
    if (wanted := knobs.current().num_threads) is not None:
        return wanted, "FILTERGRAD_NUM_THREADS"
    # OpenMP's variable may be a list, one number a nesting level; a bad one is OpenMP's to report.
    first = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    if re.fullmatch(r"0*[1-9][0-9]{0,8}", first):
        return int(first), "OMP_NUM_THREADS"
    # Asked again each time: a process may be moved to other CPUs after the first call.
    allowed, paid = _allowed(), machine().cgroup_cpus
    if paid is not None and paid < allowed:
        return paid, "the control group's CPU quota"
    return allowed, "the CPUs this process may use"


def cgroup_cpus(proc: Path) -> int | None:
    """The CPUs that the control groups of the process at `proc` pay for, rounded up.

    Every ancestor's limit holds too, and versions 1 and 2 of control groups may be mixed.
    """
    quotas = [quota for folder in _cgroups(proc) if (quota := _quota(folder)) is not None]
    return max(1, math.ceil(min(quotas))) if quotas else None


def _cgroups(proc: Path) -> Iterator[Path]:
    """The folders of the process's control groups that may limit CPU time, and of all above."""
    paths = {}  # by controller; "" is version 2
    for line in _lines(proc / "cgroup"):
        _, controllers, path = line.split(":", 2)
        paths.update(dict.fromkeys(controllers.split(","), path))
    for line in _lines(proc / "mountinfo"):
        mount, _, source = line.partition(" - ")
        kind, _, options = source.split(" ", 2)
        controller = {"cgroup2": "", "cgroup": "cpu"}.get(kind)
        if controller not in paths or (controller and controller not in options.split(",")):
            continue
        root, top = mount.split(" ")[3:5]
        # A container may see its own group as the root of the mount, though not in its path.
        path = paths[controller].removeprefix(root.rstrip("/")).strip("/")
        folder = Path(top, path)
        yield from (folder, *list(folder.parents)[: len(Path(path).parts)])


def _quota(folder: Path) -> float | None:
    """CPUs a group may use at once; None without a limit."""
    words = " ".join(_lines(folder / "cpu.max")).split()  # version 2: "max 100000"
    if not words:
        words = [*_lines(folder / "cpu.cfs_quota_us"), *_lines(folder / "cpu.cfs_period_us")]
    if len(words) != 2 or not words[0].isdecimal() or int(words[1]) == 0:  # "max" and "-1"
        return None
    return int(words[0]) / int(words[1])


def _affinity() -> set[int]:
    """The numbers of the CPUs this process may run on, where the system tells."""
    return os.sched_getaffinity(0) if system.has("sched_getaffinity") else set()


def _allowed() -> int:
    # Python 3.13's own count also honours PYTHON_CPU_COUNT.
    count = getattr(os, "process_cpu_count", lambda: len(_affinity()) or os.cpu_count())()
    return count or 1


def _cpu(cpuinfo: Path) -> str:
    for line in _lines(cpuinfo):
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            return value.strip()
    return platform.processor() or platform.machine()


def _caches(folder: Path) -> Iterator[tuple[int, int]]:
    """Level and size of each cache that holds data."""
    for index in sorted(folder.glob("index*")):
        level, kind, size = (" ".join(_lines(index / file)) for file in ("level", "type", "size"))
        found = re.fullmatch(r"(\d+)([KMG]?)", size)
        if level.isdecimal() and kind in {"Data", "Unified"} and found:
            yield int(level), int(found[1]) * _UNITS[found[2]]


def _lines(file: Path) -> list[str]:
    """The lines of a file that may be missing or not ours to read."""
    try:
        return file.read_text(errors="replace").splitlines()
    except OSError:
        return []
