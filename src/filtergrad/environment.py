"""What this package runs on: versions, processor, threads, GPUs, caches.

In: nothing. Out: plain dicts for `filtergrad doctor`, bug reports and benchmarks.
"""

from __future__ import annotations

import os
import platform
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from filtergrad import forks, knobs
from filtergrad.lines import filled

if TYPE_CHECKING:
    from importlib import metadata

NEEDED = ("filtergrad", "numpy", "ml_dtypes", "llvmlite")
HOSTS = ("torch", "tensorflow", "keras", "jax", "cupy", "dask", "onnxruntime")
WELCOME = ("rich", "matplotlib", "threadpoolctl", "triton", *HOSTS)  # where installed
# Packages of other names that install the same module.
ALSO = {"tensorflow": ("tensorflow-cpu", "tf-nightly"), "onnxruntime": ("onnxruntime-gpu",)}


def show_versions() -> None:
    """Print what a bug report should begin with."""
    for section, facts in environment().items():
        print(section)  # noqa: T201 - as its name says
        for name, value in facts.items():
            text = ", ".join(map(str, value)) if isinstance(value, list) else value
            print(filled(str(text), f"  {name:<16}", 18))  # noqa: T201


def environment() -> dict[str, dict[str, Any]]:
    """Everything there is to know, by section."""
    return {
        "versions": versions(),
        "processor": processor(),
        "threads": threads(),
        "GPU": gpu(),
        "cache": cache(),
        "variables": variables(),
    }


def versions() -> dict[str, Any]:
    """The versions of what takes part; of the optional packages those that are installed."""
    # If it stood above, it would take a quarter of the time of `import filtergrad`.
    from importlib import metadata

    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu import engine

    found: dict[str, Any] = {"python": platform.python_version(), "system": platform.platform()}
    for name in NEEDED + WELCOME:
        for package in (name, *ALSO.get(name, ())):
            with suppress(metadata.PackageNotFoundError):
                found.setdefault(name, metadata.version(package))
        if name in NEEDED:
            found.setdefault(name, "not installed as a package")
    found["llvm"] = engine.detected()["llvm"]
    return found


def processor() -> dict[str, Any]:
    """The processor, its caches in KiB, and the instruction sets it has a row for."""
    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu import engine
    from filtergrad.machine import machine

    facts, detected = machine(), engine.detected()
    return {
        "name": facts.cpu,
        "llvm_name": detected["llvm_name"],
        "isa": detected["isa"],
        "isa_available": detected["isa_available"],
        "l1_l2_l3_kib": [size >> 10 for size in (facts.l1, facts.l2, facts.l3)],
    }


def threads() -> dict[str, Any]:
    """How many threads share a call, and why so many."""
    forks.load("filtergrad.cpu.engine")
    from filtergrad.cpu import engine
    from filtergrad.machine import machine, thread_count

    facts, (count, source) = machine(), thread_count()
    used = engine.get_num_threads()
    return {
        "used": used,
        "from": source if used == count else "set_num_threads",
        "cpus_allowed": facts.cpus,
        "cpus_of_cgroup": "no limit" if facts.cgroup_cpus is None else facts.cgroup_cpus,
    }


def gpu() -> dict[str, Any]:
    """The driver, its devices, the compiler of kernels, and which hosts know GPUs at all."""
    forks.load("filtergrad.gpu.engine")
    from filtergrad.gpu import engine

    return engine.detected() | {"hosts": cuda_hosts() or "none that is a CUDA build"}


def cuda_hosts() -> list[str]:
    """Installed hosts whose builds know CUDA, told by what their packages say of themselves."""
    from importlib import metadata

    names = {(one.name or "").lower(): one for one in metadata.distributions()}
    found = ["cupy"] if any(re.fullmatch(r"cupy(-cuda.*)?", name) for name in names) else []
    if any(re.fullmatch(r"jax-cuda\d+-plugin", name) for name in names):
        found.append("jax")
    some = [name for name in ("torch", "tensorflow") if name in names]
    found += [name for name in some if _needs_cuda(names[name])]
    return sorted(found)


def _needs_cuda(package: metadata.Distribution) -> bool:
    """Whether a package says that it is for CUDA, or has NVIDIA's libraries installed beside it."""
    if "+" in package.version:
        return "+cu" in package.version
    needed = [text for text in package.requires or () if text.startswith("nvidia-")]
    extra = [text for text in needed if "extra ==" in text]
    return bool(needed) and (needed != extra or _installed(extra))


def _installed(texts: list[str]) -> bool:
    from importlib.util import find_spec

    return bool(texts) and find_spec("nvidia") is not None


def variables() -> dict[str, str]:
    """The environment variables that are set and begin as ours do; which of them nobody reads."""
    found = {row.name: os.environ[row.name] for row in knobs.TABLE if os.environ.get(row.name)}
    for name, near in knobs.unknown().items():
        found[name] = "not a variable of filtergrad" + (f"; did you mean {near}?" if near else "")
    return found


def cache() -> dict[str, Any]:
    """Where compiled kernels and tuned plans are kept, and whether that works."""
    from filtergrad import disk

    return {
        "folder": str(disk.cache_dir()),
        "state": disk.state(),
        "kernels": disk.cache_info()[0],
        "cubins": disk.cache_info(disk.CUBIN)[0],
        "bytes": disk.cache_info(None)[1],
        "tuned": disk.cache_info(disk.TUNED)[0],
    }
