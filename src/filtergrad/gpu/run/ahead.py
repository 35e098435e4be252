"""Kernels made before anybody calls them, for machines that are elsewhere.

In: launches and architectures. Out: binaries, which lie on disk then. No device is needed, nor is
Triton for what was made before.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from filtergrad import disk, knobs
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.launch import Launch

from . import build


class Job(NamedTuple):
    """One form of one launch.

    Parameters
    ----------
    launch, arch, form
        As for `build.binary`.
    """

    launch: Launch
    arch: Arch
    form: str

    @property
    def key(self) -> str:
        """What it lies under on disk."""
        return build.key_of(*self)


class Made(NamedTuple):
    """What came of a job.

    Parameters
    ----------
    what
        The kernel and its form, in words.
    code_bytes
        Of its machine code.
    known
        Whether it had been made before.
    error
        Why there is none.
    """

    what: str
    code_bytes: int = 0
    known: bool = False
    error: Exception | None = None


def distinct(jobs: Iterable[Job]) -> list[Job]:
    """Those that make different code: many layers share their second pass."""
    return list({job.key: job for job in jobs}.values())


def made(jobs: Iterable[Job], processes: int = 1) -> Iterator[Made]:
    """Make the binaries, in several processes if wished; what fails does not keep the others.

    Raises
    ------
    ImportError
        If something must be compiled and Triton is not installed.
    """
    missing = []
    for job in jobs:
        if (found := build.kept(job.key)) is not None:
            if disk.read(job.key, build.SUFFIX) is None:  # kept in another folder than now
                disk.write(job.key, build.packed(found), build.SUFFIX)
            yield Made(_words(job), len(found.code), known=True)
        else:
            missing.append(job)
    if processes == 1 or len(missing) < 2:
        yield from map(_tried, missing)
        return
    first, *rest = missing
    yield _tried(first)  # where Triton is missing, no process need be started to find it out
    context = get_context("spawn")
    settings = knobs.current()
    told = settings.cache, settings.cache_dir
    with ProcessPoolExecutor(processes, context, _begin, told) as pool:
        yield from pool.map(_tried, rest)


def _tried(job: Job) -> Made:
    try:
        return Made(_words(job), len(build.binary(*job).code))
    except ImportError:
        raise
    except Exception as error:  # every launch has its own reasons
        return Made(_words(job), error=error)


def _words(job: Job) -> str:
    return f"{job.launch.name} for {job.arch}, {job.form} form"


_settings = contextlib.ExitStack()  # of a process that compiles, until it ends


def _begin(cache: str, cache_dir: Path | None) -> None:
    """Keep kernels where the parent does, which may have been told by its caller."""
    _settings.enter_context(knobs.override(cache=cache, cache_dir=cache_dir))
