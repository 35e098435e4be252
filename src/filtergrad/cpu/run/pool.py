"""Threads that claim tasks: one pool for the process, dispatched by native code alone.

In: the address of a function ``void task(void *args, int64 task, int64 slot, int64 more)``, and how
many tasks there are. Out: every task done once, on whichever threads were free; ``slot`` says which
(0 is the caller, all are below ``threads``), so that each may have its own workspace. ``more`` is 1
if the same thread is to do the next number, unless another is quicker.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import operator
import os
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

from filtergrad import forks, machine, system

from . import jit, pool_code, pool_memory, pool_system

MAX_THREADS = pool_memory.SLOTS

_pool: _Pool | None = None
_threads: int | None = None
_listed = False  # by threadpoolctl
# For native callers: the pool, how many threads share a call, what runs phases, and whether that is
# still so. Only the last is ever reset: a call may be reading the others.
_team = (ctypes.c_int64 * 4)()
ctypes.pythonapi.Py_IncRef(ctypes.py_object(_team))  # they may until the process is gone


# ---- running tasks ----


def run(function: int, args: int, tasks: int, threads: int) -> None:
    """Run tasks 0 to ``tasks - 1`` on up to ``threads`` threads and wait for them.

    Inside a task, or while another thread runs tasks, the caller does all of its own: nobody
    waits for a thread that has something else to do.

    Parameters
    ----------
    function
        Address of the task function.
    args
        Address that every task is given.
    tasks, threads
        How many; with one thread or one task the workers are left alone.
    """
    pool = _pool
    if pool is None or threads > pool.threads:
        pool = _grown(threads)
    if pool.locks:
        _release(pool, min(tasks, threads))
    pool.run(pool.address, function, args, tasks, threads)


def run_phases(phases: int, count: int, threads: int) -> None:
    """Run several sets of tasks in order, each finished before the next begins, in one native call.

    Parameters
    ----------
    phases
        Address of ``count`` records {function, args, tasks}, as `phases_array` makes them.
    count, threads
        How many.
    """
    pool = _pool
    if pool is None or threads > pool.threads:
        pool = _grown(threads)
    if pool.locks:
        _release(pool, threads)
    pool.run_phases(pool.address, phases, count, threads)


def phases_array(*phases: tuple[int, int, int]) -> ctypes.Array[ctypes.c_int64]:
    """Lay out phases for `run_phases`; keep the array until that returns."""
    return (ctypes.c_int64 * (3 * len(phases)))(*(word for phase in phases for word in phase))


def team() -> int:
    """Address of words for native callers: pool, threads, the address of `run_phases`, and a 1.

    Where the last is 0 they must ask here again before they rely on the others, which are always
    valid together but may be out of date.
    """
    threads = get_num_threads()
    pool = _grown(threads)
    _team[2] = pool.phases
    _team[0] = pool.address
    _team[1], _team[3] = threads, 1
    if get_num_threads() != threads or _pool is not pool:  # set meanwhile
        _team[3] = 0
    return ctypes.addressof(_team)


def sleeps_alone() -> bool:
    """Whether workers sleep and wake without Python, so that native code can call on them."""
    return _system().futex is not None


# ---- how many threads ----


def get_num_threads() -> int:
    """How many threads share a call."""
    global _threads
    if not _listed and "threadpoolctl" in sys.modules:
        register_with_threadpoolctl()
    if _threads is None:
        _threads = min(machine.thread_count()[0], MAX_THREADS)
    return _threads


def set_num_threads(n: int) -> None:
    """Let ``n`` threads share each call from now on; the results keep their bits.

    Parameters
    ----------
    n
        At least 1, at most 1024. Threads beyond it that were started before go on sleeping.
    """
    global _threads
    if isinstance(n, bool) or not hasattr(type(n), "__index__"):
        raise TypeError(f"the number of threads must be an integer, not {type(n).__name__}")
    n = operator.index(n)
    if not 1 <= n <= MAX_THREADS:
        raise ValueError(f"the number of threads must be from 1 to {MAX_THREADS}, not {n}")
    try:
        _threads = n
    finally:
        _team[3] = 0
    if not _listed and "threadpoolctl" in sys.modules:
        register_with_threadpoolctl()


def register_with_threadpoolctl() -> None:
    """Let ``threadpool_info()`` list this pool and ``threadpool_limits()`` limit it.

    Happens by itself once threadpoolctl is imported and the number of threads is asked for or set.
    """
    global _listed
    import threadpoolctl

    class Controller(threadpoolctl.LibController):
        """Our pool, found by the library whose code it is made of."""

        user_api = "filtergrad"
        internal_api = "filtergrad"
        filename_prefixes = ("libllvmlite", "llvmlite")
        check_symbols = ("LLVMPY_AddSymbol",)

        def get_num_threads(self) -> int:
            return get_num_threads()

        def set_num_threads(self, num_threads: int) -> None:
            set_num_threads(num_threads)

        def get_version(self) -> str | None:
            return getattr(sys.modules["filtergrad"], "__version__", None)

    if not _listed:
        # In this order: an interrupt between the two registers it twice, which shows it once.
        threadpoolctl.register(Controller)
        _listed = True


# ---- threads ----


_lock = forks.llvm  # held while a pool's code is made; a pool itself needs none


@dataclass
class _Pool:
    """The memory that `pool_memory` lays out, its functions, and how many threads there are."""

    address: int
    run: Any
    run_phases: Any
    grow: Any
    worker: int
    phases: int
    futex: bool
    threads: int = 1
    # Without a futex a worker sleeps by waiting for the lock of its slot, which a call releases.
    # Neither step can be interrupted half way, which is not true of threading's semaphores.
    locks: dict[int, threading.Lock] = field(default_factory=dict)


def _grown(threads: int) -> _Pool:
    """Return the pool with at least so many threads."""
    global _pool
    if threads > MAX_THREADS:
        raise ValueError(f"at most {MAX_THREADS} threads, not {threads}")
    pool = _pool
    if pool is None:
        fresh = _new(_system())
        # Another thread, or a handler, may have made one meanwhile. There is no call in these
        # lines, so nobody comes between them.
        pool = _pool or fresh
        _pool = pool
    if threads > pool.threads:
        if pool.futex:
            pool.grow(pool.address, threads)
        else:
            for slot in range(1, threads):
                if slot not in pool.locks:
                    serve = functools.partial(_serve, pool, slot)
                    threading.Thread(target=serve, name="filtergrad", daemon=True).start()
        pool.threads = max(pool.threads, threads)
    return pool


def _new(sleep: pool_memory.System) -> _Pool:
    binary = jit.assemble(
        ("pool", *map(str, sleep)),
        functools.partial(pool_code.module, sleep),
        pool_memory.EXPORTED,
        *("", ""),  # any processor will do
        level=0,  # 20 ms less to wait for the first result, and a dispatch is as quick
    )
    binary.loaded.keep()
    # Never freed: workers look at it until the process ends.
    allocate = ctypes.pythonapi.PyMem_RawCalloc
    allocate.restype, allocate.argtypes = ctypes.c_void_p, (ctypes.c_size_t, ctypes.c_size_t)
    address = allocate(1, pool_memory.BYTES + 128)
    if not address:
        raise MemoryError
    address += -address % 128
    native = {
        name: ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * words)(binary.addresses[name])
        for name, words in (("run", 5), ("run_phases", 4), ("spin", 1), ("grow", 2))
    }
    constants = {
        pool_memory.SPIN: pool_system.pauses(native["spin"]),
        pool_memory.YIELD: pool_system.yields(),
        pool_memory.THREADS: 1,
    }
    if sleep.futex is not None:
        libc = ctypes.CDLL(None)
        constants[pool_memory.SYSCALL] = pool_system.address_of(libc.syscall)
        constants |= pool_system.grows(libc) | pool_system.cores(
            libc, address + pool_memory.ALLOWED
        )
    for offset, value in constants.items():
        pool_system.word(address, offset).value = value
    return _Pool(
        address,
        native["run"],
        native["run_phases"],
        native["grow"],
        binary.addresses["worker"],
        binary.addresses["run_phases"],
        sleep.futex is not None,
    )


def _serve(pool: _Pool, slot: int) -> None:
    """Be a worker where there is no futex: native code returns when idle, and Python sleeps."""
    lock = threading.Lock()
    if pool.locks.setdefault(slot, lock) is not lock:
        return  # an exception ended the call that started another for this slot
    seat = pool.address + pool_memory.SEATS + slot * pool_memory.SEAT
    pool_system.word(seat, pool_memory.POOL).value = pool.address
    pool_system.word(seat, pool_memory.SLOT).value = slot
    work = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(pool.worker)
    while True:
        lock.acquire()  # released: somebody called since we last looked for work
        work(seat)


def _release(pool: _Pool, threads: int) -> None:
    """Wake workers that sleep in `_serve`."""
    for slot in range(1, threads):
        lock = pool.locks.get(slot)
        if lock is not None and lock.locked():
            with contextlib.suppress(RuntimeError):  # another caller was quicker
                lock.release()


# ---- the system ----


def _system() -> pool_memory.System:
    # Elsewhere than on Linux workers are Python threads, which wait for locks. macOS and
    # Windows have calls like futex, but nobody has measured yet whether they are worth it.
    futex = pool_code.FUTEX_CALL.get(system.ARCH) if system.LINUX else None
    return pool_memory.System(system.ARCH, futex)


def _after_fork() -> None:
    """Start afresh: the workers stayed with the parent."""
    global _pool
    _pool, _team[3] = None, 0


if system.has("register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
