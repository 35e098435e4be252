"""The native half of the thread pool: opening, claiming, ending and awaiting, in one LLVM module.

In: how threads sleep. Out: a module with the functions named in `pool_memory.EXPORTED`.

One 64-bit word, STATE, says which phase is the last one (upper half: its generation) and whether
tasks are left in it (lower half: 0, or CLOSED). Each slot has a range of consecutive tasks, and a
word that says how many are left of it, again below the generation. A thread claims a task by
lowering a word with compare-and-swap: first its own slot's, so that it does neighbouring tasks one
after the other and can fetch the next one's numbers meanwhile; then the others'. So nobody waits
for a worker that has claimed nothing: if all workers are late, the caller does everything. A worker
that read half of the old phase and half of the new fails to swap, because the generation has moved
on; and what it read is true if it did swap, because a phase whose tasks are not all claimed lasts.
"""

from __future__ import annotations

import signal

from llvmlite import ir

from filtergrad.cpu.code.ir import I32, I64, PTR
from filtergrad.cpu.code.task import TASK_TYPE, part_of, swap_float_mode

from .pool_memory import (
    ALLOWED,
    ALLOWED_BYTES,
    ARGS,
    ASLEEP,
    BUSY,
    CLOSED,
    DONE,
    FUNCTION,
    FUTEX_WAKE,
    GETCPU,
    POOL,
    SLOT,
    STATE,
    TASKS,
    THREADS,
    WIDTH,
    Shared,
    System,
)

FUTEX_CALL = {"x86_64": 202, "aarch64": 98, "riscv64": 98, "ppc64le": 221, "s390x": 238}

_MASK = 16  # words of a sigset_t in every C library of Linux; a pthread_attr_t has fewer
_STACK = 2 << 20  # bytes, whatever other threads have: doors keep 64 KiB of dW there


def module(system: System) -> ir.Module:
    """Build the pool's module."""
    built = ir.Module("pool")
    for emit in (_wake, _work, _worker, _run_phases, _run, _spin, _grow):
        emit(built, system)
    return built


# ---- the functions ----


def _wake(built: ir.Module, system: System) -> None:
    """Wake the thread of a slot if it sleeps."""
    code = Shared(built, system, "wake", pool=PTR, slot=I64)
    if system.futex is not None:
        seat, b = code.seat(code.arguments[1]), code.b
        with code.when(b.icmp_signed("!=", code.get(ASLEEP, seat, I32), I32(0))):
            before = b.atomic_rmw("xchg", seat, I32(0), "seq_cst")
            with code.when(b.icmp_signed("!=", before, I32(0))):  # else somebody else wakes it
                code.futex(seat, FUTEX_WAKE)
    code.ret()


def _work(built: ir.Module, system: System) -> None:
    """Claim and run tasks of a phase until none is left, then report how many they were.

    The phase is given as STATE was when it was seen. A thread that comes late for it must not go on
    into the next one here: it would not have woken the workers that it is to wake for that.
    """
    code = Shared(built, system, "work", pool=PTR, slot=I64, seen=I64)
    pool, slot, seen = code.arguments
    b = code.b
    finished = code.variable(I64, I64(0), "finished")
    function, args, tasks, width = (code.get(word) for word in (FUNCTION, ARGS, TASKS, WIDTH))
    owner = code.variable(I64, slot, "owner")  # of the range from which tasks are claimed
    ranges = code.variable(I64, width, "ranges")  # that may have tasks left
    with code.forever("claim") as leave:
        leave(code.less(b.load(ranges, typ=I64), 1))
        whose = b.load(owner, typ=I64)
        place = code.claims(whose)
        word = code.get(0, place)
        leave(b.not_(code.equal(b.lshr(b.xor(word, seen), I64(32)), 0)))
        left = b.and_(word, I64(CLOSED))
        with b.if_else(code.equal(left, 0)) as (then, otherwise):
            with then:
                following = code.add(whose, 1)
                past = code.less(following, width)
                b.store(b.select(past, following, I64(0)), owner)
                b.store(code.sub(b.load(ranges, typ=I64), 1), ranges)
            with otherwise:
                swapped = b.cmpxchg(place, word, b.sub(word, I64(1)), "acq_rel", "monotonic")
                with code.when(b.extract_value(swapped, 1)):
                    stop = part_of(code, tasks, width, whose).stop
                    more = b.and_(code.equal(whose, slot), code.less(1, left))
                    task, more = code.sub(stop, left), b.zext(more, I64)
                    code.call(function, TASK_TYPE, args, task, slot, more)
                    code.bump(finished)
    with code.when(code.less(b.load(ranges, typ=I64), 1)):
        b.cmpxchg(code.at(pool, STATE), seen, b.or_(seen, I64(CLOSED)), "acq_rel", "monotonic")
    mine = b.load(finished, typ=I64)
    with code.when(code.less(0, mine)):
        # Until this addition the phase cannot end, so TASKS is still its own.
        before = b.atomic_rmw("add", code.at(pool, DONE), mine, "seq_cst")
        with code.when(code.equal(b.add(before, mine), code.get(TASKS))):
            code.invoke("wake", pool, 0)  # the caller may sleep, if the last task was a long one
    code.ret()


def _worker(built: ir.Module, system: System) -> None:
    """What a worker's thread does for ever: wait, wake the next workers, work."""
    code = Shared(built, system, "worker", seat=PTR)
    (seat,) = code.arguments
    b = code.b
    slot, code.pool = code.get(SLOT, seat), b.inttoptr(code.get(POOL, seat), PTR)
    idle = code.variable(I64, I64(0), "idle")
    swap_float_mode(code, system.arch)
    with code.forever("serve") as leave:
        state, ready = code.ready(slot)
        with b.if_else(ready) as (then, otherwise):
            with then:
                code.wake_next(slot)
                code.leave_callers_core()
                code.invoke("work", code.pool, slot, state)
                b.store(I64(0), idle)
            with otherwise:
                code.relax(idle)
        if system.futex is None:
            # Whoever called us would sleep through the later phases of a run, so await its end.
            leave(b.and_(code.tired(idle), code.equal(code.get(BUSY), 0)))
        else:
            code.sleep_when_tired(idle, seat, lambda: code.ready(slot)[1])
    code.ret()


def _run_phases(built: ir.Module, system: System) -> None:
    """Run phases in order, each on all threads; or on this one alone, if the pool is busy."""
    code = Shared(built, system, "run_phases", pool=PTR, phases=PTR, count=I64, threads=I64)
    pool, phases, count, threads = code.arguments
    b = code.b
    shared = code.variable(I64, I64(0), "shared")
    mode = swap_float_mode(code, system.arch)
    with code.when(code.less(1, threads)):
        swapped = b.cmpxchg(code.at(pool, BUSY), I64(0), I64(1), "acquire", "monotonic")
        b.store(b.zext(b.extract_value(swapped, 1), I64), shared)
    with code.loop(0, count, name="phase") as index:
        record = code.at(phases, code.mul(index, 24))
        function, args, tasks = (code.load(I64, record, offset) for offset in (0, 8, 16))
        serial = b.or_(code.equal(b.load(shared, typ=I64), 0), code.less(tasks, 2))
        with b.if_else(serial) as (then, otherwise):
            with then, code.loop(0, tasks, name="task") as task:
                more = b.zext(code.less(code.add(task, 1), tasks), I64)
                code.call(function, TASK_TYPE, args, task, I64(0), more)
            with otherwise:
                code.open_phase(function, args, tasks, code.min(tasks, threads))
                code.invoke("work", pool, 0, code.get(STATE))
                code.join(tasks)
    with code.when(code.equal(b.load(shared, typ=I64), 1)):
        code.put(BUSY, 0)
    swap_float_mode(code, system.arch, mode)
    code.ret()


def _run(built: ir.Module, system: System) -> None:
    """`run_phases` of a single phase, whose record lies on the stack."""
    phase = {"function": I64, "args": I64, "tasks": I64}
    code = Shared(built, system, "run", pool=PTR, **phase, threads=I64)
    record = code.array(3, "record")
    for index, field in enumerate(code.arguments[1:4]):
        code.store(field, record, 8 * index)
    code.invoke("run_phases", code.pool, record, 1, code.arguments[4])
    code.ret()


def _spin(built: ir.Module, system: System) -> None:
    """Pause so many times, for Python to measure: a pause differs tenfold between processors."""
    code = Shared(built, system, "spin", pauses=I64)
    with code.loop(0, code.arguments[0], name="pause"):
        code.pause()
    code.ret()


def _grow(built: ir.Module, system: System) -> None:
    """Start workers until so many threads are there; where the system refuses, others do the work.

    In one native call, because Python may raise an exception between any two steps of its own: then
    a slot would have two workers, or the caller's signals would stay blocked. Slots are claimed as
    tasks are, so any number of threads may call this at once.
    """
    code = Shared(built, system, "grow", pool=PTR, threads=I64)
    pool, threads = code.arguments
    b = code.b
    if system.futex is None:  # there workers are Python's
        code.ret()
        return
    full, before, attributes = (code.array(_MASK, name) for name in ("full", "before", "how"))
    thread = code.array(1, "thread")
    code.system_call("pthread_attr_init", attributes)
    code.system_call("pthread_attr_setstacksize", attributes, I64(_STACK))
    with code.forever("slot") as leave:
        slot = code.get(THREADS)
        leave(b.not_(code.less(slot, threads)))
        claimed = b.cmpxchg(code.at(pool, THREADS), slot, b.add(slot, I64(1)), "seq_cst", "seq_cst")
        with code.when(b.extract_value(claimed, 1)):
            seat = code.seat(slot)
            code.put(POOL, b.ptrtoint(pool, I64), seat)
            code.put(SLOT, slot, seat)
            # Workers inherit the mask: signals are for the threads that handle them.
            code.system_call("sigfillset", full)
            code.system_call("pthread_sigmask", I32(signal.SIG_SETMASK), full, before)
            worker = built.globals["worker"].bitcast(PTR)
            failed = code.system_call("pthread_create", thread, attributes, worker, seat)
            code.system_call("pthread_sigmask", I32(signal.SIG_SETMASK), before, code.null)
            with code.when(b.icmp_signed("==", failed, I32(0))):
                started = code.load(I64, thread)
                # They inherit the caller's cores as well, and the caller may be pinned to one.
                with code.when(b.not_(code.equal(code.get(GETCPU), 0))):
                    allowed = code.at(pool, ALLOWED)
                    code.system_call("pthread_setaffinity_np", started, I64(ALLOWED_BYTES), allowed)
                code.system_call("pthread_detach", started)
    code.ret()
