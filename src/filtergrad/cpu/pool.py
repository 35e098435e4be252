"""Threads that claim tasks: one pool for the process, dispatched by native code alone.

In: the address of a function ``void task(void *args, int64 task, int64 slot)``, and how many tasks
there are. Out: every task done once, on whichever threads were free; ``slot`` says which (0 is the
caller, all are below ``threads``), so that each may have its own workspace. Floor 4.
"""

from __future__ import annotations

import ctypes
import functools
import operator
import os
import platform
import signal
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

from filtergrad import machine
from filtergrad.cpu import dispatch, jit, system

MAX_THREADS = dispatch.SLOTS

_pool: _Pool | None = None
_threads: int | None = None
_lock = threading.Lock()  # for starting threads; running tasks needs none
_listed = False  # by threadpoolctl
# For native callers: the pool, how many threads share a call, what runs phases, and whether that is
# still so. Only the last is ever reset: a call may be reading the others.
_team = (ctypes.c_int64 * 4)()


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
    if pool.semaphores:
        _rouse(pool, min(tasks, threads))
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
    if pool.semaphores:
        _rouse(pool, threads)
    pool.run_phases(pool.address, phases, count, threads)


def phases_array(*phases: tuple[int, int, int]) -> ctypes.Array[ctypes.c_int64]:
    """Lay out phases for `run_phases`; keep the array until that returns."""
    return (ctypes.c_int64 * (3 * len(phases)))(*(word for phase in phases for word in phase))


def team() -> int:
    """Address of words for native callers: pool, threads, the address of `run_phases`, and a 1.

    Where the last is 0 they must ask here again before they rely on the others.
    """
    _team[3] = 1  # first: who sets another number meanwhile takes it back
    pool = _grown(get_num_threads())
    _team[0], _team[1], _team[2] = pool.address, get_num_threads(), pool.phases
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
    _threads, _team[3] = n, 0
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
        _listed = True
        threadpoolctl.register(Controller)


# ---- threads ----


@dataclass
class _Pool:
    """The memory that `dispatch` describes, its functions, and how many threads there are."""

    address: int
    run: Any
    run_phases: Any
    worker: int
    phases: int
    futex: bool
    threads: int = 1
    semaphores: list[threading.Semaphore] = field(default_factory=list)  # without a futex


def _grown(threads: int) -> _Pool:
    """Return the pool with at least so many threads."""
    global _pool
    if threads > MAX_THREADS:
        raise ValueError(f"at most {MAX_THREADS} threads, not {threads}")
    with _lock:
        pool = _pool or _new(_system())
        for slot in range(pool.threads, threads):
            seat = pool.address + dispatch.SEATS + slot * dispatch.SEAT
            system.word(seat, dispatch.POOL).value = pool.address
            system.word(seat, dispatch.SLOT).value = slot
            _start(pool, seat)
        pool.threads = max(pool.threads, threads)
        _pool = pool
    return pool


def _new(sleep: dispatch.System) -> _Pool:
    binary = jit.assemble(
        ("pool", *map(str, sleep)),
        functools.partial(dispatch.module, sleep),
        dispatch.SYMBOLS,
        *("", ""),  # any processor will do
        level=0,  # 20 ms less to wait for the first result, and a dispatch is as quick
    )
    # Never freed: workers look at it until the process ends.
    allocate = ctypes.pythonapi.PyMem_RawCalloc
    allocate.restype, allocate.argtypes = ctypes.c_void_p, (ctypes.c_size_t, ctypes.c_size_t)
    address = allocate(1, dispatch.BYTES + 128)
    if not address:
        raise MemoryError
    address += -address % 128
    native = {
        name: ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * words)(binary.addresses[name])
        for name, words in (("run", 5), ("run_phases", 4), ("spin", 1))
    }
    constants = {dispatch.SPIN: system.pauses(native["spin"]), dispatch.YIELD: system.yields()}
    if sleep.futex is not None:
        libc = ctypes.CDLL(None)
        constants[dispatch.SYSCALL] = system.address_of(libc.syscall)
        constants |= system.cores(libc, address + dispatch.ALLOWED)
    for offset, value in constants.items():
        system.word(address, offset).value = value
    return _Pool(
        address,
        native["run"],
        native["run_phases"],
        binary.addresses["worker"],
        binary.addresses["run_phases"],
        sleep.futex is not None,
    )


def _start(pool: _Pool, seat: int) -> None:
    """Start a worker; where the system refuses, the others do its share."""
    if not pool.futex:
        semaphore = threading.Semaphore(0)
        pool.semaphores.append(semaphore)
        serve = functools.partial(_serve, pool.worker, seat, semaphore)
        threading.Thread(target=serve, name="filtergrad", daemon=True).start()
        return
    # Threads unknown to Python: they never need its lock, and its end does not wait for them.
    libc = ctypes.CDLL(None)
    thread = ctypes.c_size_t()
    # They inherit the mask: signals are for the threads that handle them.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        failed = libc.pthread_create(
            ctypes.byref(thread), None, ctypes.c_void_p(pool.worker), ctypes.c_void_p(seat)
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if failed:
        return
    if system.word(pool.address, dispatch.GETCPU).value:
        # They inherit the caller's cores as well, and the caller may be pinned to one.
        allowed = ctypes.c_void_p(pool.address + dispatch.ALLOWED)
        libc.pthread_setaffinity_np(thread, ctypes.c_size_t(dispatch.ALLOWED_BYTES), allowed)
    libc.pthread_detach(thread)


def _serve(worker: int, seat: int, semaphore: threading.Semaphore) -> None:
    """Work where there is no futex: native code returns when it is idle, and we sleep for it."""
    work = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(worker)
    uncalled = ctypes.c_int32.from_address(seat + dispatch.ASLEEP)
    while True:
        uncalled.value = 1  # before we look for work: a call from now on finds us awake or wakes us
        work(seat)
        semaphore.acquire()


def _rouse(pool: _Pool, threads: int) -> None:
    """Call the workers that sleep on semaphores, unless an earlier call still waits for them."""
    for slot, semaphore in enumerate(pool.semaphores[: max(threads - 1, 0)], 1):
        seat = pool.address + dispatch.SEATS + slot * dispatch.SEAT
        uncalled = ctypes.c_int32.from_address(seat + dispatch.ASLEEP)
        if uncalled.value:
            uncalled.value = 0
            semaphore.release()


# ---- the system ----


def _system() -> dispatch.System:
    arch = platform.machine()
    # Elsewhere than on Linux workers are Python threads, which sleep on semaphores. macOS and
    # Windows have calls like futex, but nobody has measured yet whether they are worth it.
    return dispatch.System(arch, dispatch.FUTEX_CALL.get(arch) if sys.platform == "linux" else None)


def _after_fork() -> None:
    """Start afresh: the workers stayed with the parent, as did whoever held the lock."""
    global _pool, _lock
    _pool, _lock, _team[3] = None, threading.Lock(), 0


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
