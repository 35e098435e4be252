"""What the pool asks of the system: how to yield, which cores there are, how long a pause is.

In: ctypes libraries. Out: addresses and numbers for `pool_memory`.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from typing import Any

from . import pool_memory

# How long an idle thread looks for work before it sleeps; waking it costs about as much.
SPIN_SECONDS = 50e-6


def yields() -> int:
    """Address of the function that lets another thread have the core."""
    if sys.platform == "win32":
        return address_of(ctypes.WinDLL("kernel32").SwitchToThread)
    return address_of(ctypes.CDLL(None).sched_yield)


def cores(libc: ctypes.CDLL, allowed: int) -> dict[int, int]:
    """Write down which cores workers may use; return what they need to keep off the caller's."""
    size = ctypes.c_size_t(pool_memory.ALLOWED_BYTES)
    # The main thread's cores, which are the process's: this one may be pinned.
    failed = libc.sched_getaffinity(os.getpid(), size, ctypes.c_void_p(allowed))
    mask = int.from_bytes(ctypes.string_at(allowed, pool_memory.ALLOWED_BYTES), "little")
    names = ("sched_getcpu", "sched_setaffinity", "pthread_setaffinity_np")
    # It fails beyond 1024 cores; there the kernel has room enough to keep two threads apart.
    if failed or mask.bit_count() < 2 or not all(hasattr(libc, name) for name in names):
        return {}
    return {
        pool_memory.GETCPU: address_of(libc.sched_getcpu),
        pool_memory.SETAFFINITY: address_of(libc.sched_setaffinity),
    }


def grows(libc: ctypes.CDLL) -> dict[int, int]:
    """The C library's functions that start a worker."""
    return {
        pool_memory.GROW + 8 * at: address_of(getattr(libc, name))
        for at, name in enumerate(pool_memory.GROWS)
        if hasattr(libc, name)  # not called where it is missing: see `cores`
    }


def pauses(spin: Any) -> int:
    """How many pauses make `SPIN_SECONDS`: between 700 and 7000, depending on the processor."""
    sample = 1000
    best = 1.0
    for _ in range(3):
        start = time.perf_counter()
        spin(sample)
        best = min(best, time.perf_counter() - start)
    return max(1, int(sample * SPIN_SECONDS / best))


def address_of(function: Any) -> int:
    """Address of a ctypes function or pointer."""
    return ctypes.cast(function, ctypes.c_void_p).value or 0


def word(base: int, offset: int) -> ctypes.c_int64:
    """A word of shared memory."""
    return ctypes.c_int64.from_address(base + offset)
