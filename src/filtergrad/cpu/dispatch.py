"""The native half of the thread pool: opening, claiming, ending and awaiting, in one LLVM module.

In: how threads sleep. Out: a module with the functions named in `SYMBOLS`. Floor 3.

One 64-bit word, STATE, says which phase is open (upper half: its generation) and which task comes
next (lower half). A thread claims a task by raising the word with compare-and-swap, so nobody waits
for a worker that has claimed nothing: if all workers are late, the caller does everything. While
the caller writes down the next phase, the lower half is CLOSED; a worker that read half of the old
phase and half of the new then fails to swap, because the generation has moved on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.ir import I32, I64, PTR, VOID, Code, Value

SYMBOLS = ("run", "run_phases", "worker", "spin")
FUTEX_CALL = {"x86_64": 202, "aarch64": 98, "riscv64": 98, "ppc64le": 221, "s390x": 238}

# The memory that all threads share. What different threads write lies 128 bytes apart: two cache
# lines, because processors fetch them in pairs.
SLOTS = 1024  # threads at most, the caller included
STATE = 0
DONE = 128  # how many tasks of the phase are finished
FUNCTION, ARGS, TASKS = 256, 264, 272  # the phase
WIDTH, CORE = 280, 288  # how many slots may join it; the core that its caller is on
BUSY = 384  # whether somebody's phases are running
SPIN, SYSCALL, YIELD, GETCPU, SETAFFINITY = 512, 520, 528, 536, 544  # constants: pauses, addresses
ALLOWED, ALLOWED_BYTES = 640, 128  # constant: the cores that workers may use, one bit each
SEATS, SEAT = 1024, 128  # a seat for each slot, in which lie
ASLEEP, POOL, SLOT = 0, 8, 16  # its 32-bit futex, the pool's address, the slot's number
BYTES = SEATS + SLOTS * SEAT

_CLOSED = 0xFFFFFFFF
_PAUSES = 256  # between two offers of the core to another thread: 10 us, for an offer takes 1 us
_FUTEX_WAIT, _FUTEX_WAKE = 128, 129  # the kinds for threads of one process
_TASK = ir.FunctionType(VOID, [I64, I64, I64])  # a pointer is passed as an integer is


class System(NamedTuple):
    """What native code must know about where it runs: the processor, and how threads sleep."""

    arch: str  # as `platform.machine` names it
    futex: int | None  # the call's number; without one `worker` returns when it has nothing to do


def module(system: System) -> ir.Module:
    """Build the pool's module."""
    built = ir.Module("pool")
    for emit in (_wake, _work, _worker, _run_phases, _run, _spin):
        emit(built, system)
    return built


# ---- the functions ----


def _wake(built: ir.Module, system: System) -> None:
    """Wake the thread of a slot if it sleeps."""
    code = _Code(built, system, "wake", pool=PTR, slot=I64)
    if system.futex is not None:
        seat, b = code.seat(code.arguments[1]), code.b
        with code.when(b.icmp_signed("!=", code.get(ASLEEP, seat, I32), I32(0))):
            before = b.atomic_rmw("xchg", seat, I32(0), "seq_cst")
            with code.when(b.icmp_signed("!=", before, I32(0))):  # else somebody else wakes it
                code.futex(seat, _FUTEX_WAKE)
    code.ret()


def _work(built: ir.Module, system: System) -> None:
    """Claim and run tasks of the open phase until none is left, then report how many it were."""
    code = _Code(built, system, "work", pool=PTR, slot=I64)
    pool, slot = code.arguments
    b = code.b
    finished = code.variable(I64, I64(0), "finished")
    with code.forever("claim") as leave:
        state, ready = code.ready(slot)
        leave(b.not_(ready))
        function, args = code.get(FUNCTION), code.get(ARGS)
        word = code.at(pool, STATE)
        swapped = b.cmpxchg(word, state, b.add(state, I64(1)), "acq_rel", "monotonic")
        with code.when(b.extract_value(swapped, 1)):
            code.call(function, _TASK, args, b.and_(state, I64(_CLOSED)), slot)
            code.bump(finished)
    mine = b.load(finished, typ=I64)
    with code.when(code.less(0, mine)):
        # Until this addition the phase cannot end, so TASKS is still its own.
        before = b.atomic_rmw("add", code.at(pool, DONE), mine, "seq_cst")
        with code.when(code.equal(b.add(before, mine), code.get(TASKS))):
            code.invoke("wake", pool, 0)  # the caller may sleep, if the last task was a long one
    code.ret()


def _worker(built: ir.Module, system: System) -> None:
    """What a worker's thread does for ever: wait, wake the next workers, work."""
    code = _Code(built, system, "worker", seat=PTR)
    (seat,) = code.arguments
    b = code.b
    slot, code.pool = code.get(SLOT, seat), b.inttoptr(code.get(POOL, seat), PTR)
    idle = code.variable(I64, I64(0), "idle")
    code.swap_float_mode(system.arch)
    with code.forever("serve") as leave:
        with b.if_else(code.ready(slot)[1]) as (then, otherwise):
            with then:
                code.wake_next(slot)
                code.leave_callers_core()
                code.invoke("work", code.pool, slot)
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
    code = _Code(built, system, "run_phases", pool=PTR, phases=PTR, count=I64, threads=I64)
    pool, phases, count, threads = code.arguments
    b = code.b
    shared = code.variable(I64, I64(0), "shared")
    mode = code.swap_float_mode(system.arch)
    with code.when(code.less(1, threads)):
        swapped = b.cmpxchg(code.at(pool, BUSY), I64(0), I64(1), "acquire", "monotonic")
        b.store(b.zext(b.extract_value(swapped, 1), I64), shared)
    with code.loop(0, count, name="phase") as index:
        record = code.at(phases, code.mul(index, 24))
        function, args, tasks = (code.load(I64, record, offset) for offset in (0, 8, 16))
        serial = b.or_(code.equal(b.load(shared, typ=I64), 0), code.less(tasks, 2))
        with b.if_else(serial) as (then, otherwise):
            with then, code.loop(0, tasks, name="task") as task:
                code.call(function, _TASK, args, task, I64(0))
            with otherwise:
                code.open_phase(function, args, tasks, code.min(tasks, threads))
                code.invoke("work", pool, 0)
                code.join(tasks)
    with code.when(code.equal(b.load(shared, typ=I64), 1)):
        code.put(BUSY, 0)
    code.swap_float_mode(system.arch, mode)
    code.ret()


def _run(built: ir.Module, system: System) -> None:
    """`run_phases` of a single phase, whose record lies on the stack."""
    phase = {"function": I64, "args": I64, "tasks": I64}
    code = _Code(built, system, "run", pool=PTR, **phase, threads=I64)
    record = code.array(3, "record")
    for index, field in enumerate(code.arguments[1:4]):
        code.store(field, record, 8 * index)
    code.invoke("run_phases", code.pool, record, 1, code.arguments[4])
    code.ret()


def _spin(built: ir.Module, system: System) -> None:
    """Pause so many times: how long a pause is differs tenfold between processors."""
    code = _Code(built, system, "spin", pauses=I64)
    with code.loop(0, code.arguments[0], name="pause"):
        code.pause()
    code.ret()


# ---- what they are made of ----


class _Code(Code):
    """A function of the pool being written; ``pool`` is the shared memory's address in it."""

    def __init__(self, built: ir.Module, system: System, name: str, **parameters: ir.Type) -> None:
        super().__init__(built, name, list(parameters.items()), internal=name not in SYMBOLS)
        self.system = system
        self.pool = self.arguments[0]

    # ---- phases ----

    def ready(self, slot: Value) -> tuple[Value, Value]:
        """STATE, and whether it has a task for this slot."""
        b = self.b
        state = self.get(STATE)
        left = b.icmp_unsigned("<", b.and_(state, I64(_CLOSED)), self.get(TASKS))
        return state, b.and_(left, self.less(slot, self.get(WIDTH)))

    def open_phase(self, *phase: Value) -> None:
        b = self.b
        generation = b.shl(b.add(b.lshr(self.get(STATE), I64(32)), I64(1)), I64(32))
        self.put(STATE, b.or_(generation, I64(_CLOSED)))
        for offset, value in zip((FUNCTION, ARGS, TASKS, WIDTH), phase, strict=True):
            self.put(offset, value)
        self.put(CORE, self.core())
        self.put(DONE, 0)
        # A full fence, here as where threads lie down: either the worker sees this phase before it
        # sleeps, or we see that it sleeps.
        b.atomic_rmw("xchg", self.at(self.pool, STATE), generation, "seq_cst")
        self.wake_next(0)

    def join(self, tasks: Value) -> None:
        """Wait until the tasks that other threads claimed are done."""
        idle = self.variable(I64, name="idle")
        self.b.store(I64(0), idle)
        with self.forever("join") as leave:
            leave(self.equal(self.get(DONE), tasks))
            self.relax(idle)
            if self.system.futex is not None:
                self.sleep_when_tired(idle, self.seat(0), lambda: self.equal(self.get(DONE), tasks))

    def wake_next(self, slot: Value) -> None:
        """Wake slots 2i+1 and 2i+2: of 64 threads the caller wakes 2, not 63."""
        for offset in (1, 2):
            child = self.add(self.mul(slot, 2), offset)
            with self.when(self.less(child, self.get(WIDTH))):
                self.invoke("wake", self.pool, child)

    # ---- waiting ----

    def relax(self, idle: Value) -> None:
        """Pause; now and then offer the core, for there may be more threads than cores."""
        self.pause()
        ticks = self.bump(idle)
        with self.when(self.equal(self.b.urem(ticks, I64(_PAUSES)), 0)):
            self.call(self.get(YIELD), ir.FunctionType(I32, []))

    def tired(self, idle: Value) -> Value:
        return self.less(self.get(SPIN), self.b.load(idle, typ=I64))

    def sleep_when_tired(self, idle: Value, seat: Value, wanted: Callable[[], Value]) -> None:
        """Sleep until woken, unless what is wanted came while we were lying down."""
        b = self.b
        with self.when(self.tired(idle)):
            b.atomic_rmw("xchg", seat, I32(1), "seq_cst")
            with self.when(b.not_(wanted())):
                self.futex(seat, _FUTEX_WAIT)
            b.atomic_rmw("xchg", seat, I32(0), "seq_cst")
            b.store(I64(0), idle)

    def futex(self, seat: Value, operation: int) -> None:
        # 1 is what FUTEX_WAIT expects to find, and how many FUTEX_WAKE is to wake; no timeout.
        values = (I64(self.system.futex), seat, I64(operation), I64(1), I64(0))
        kind = ir.FunctionType(I64, [value.type for value in values], var_arg=True)
        self.call(self.get(SYSCALL), kind, *values)

    def pause(self) -> None:
        if self.system.arch in {"x86_64", "AMD64"}:
            self.intrinsic("x86.sse2.pause", VOID)
        elif self.system.arch in {"aarch64", "arm64"}:
            self.intrinsic("aarch64.isb", VOID, I32(15))  # `yield` takes no time on most of them

    # ---- cores ----

    def leave_callers_core(self) -> None:
        """Move if the caller computes on our core: the kernel may leave us there for a while."""
        b, core = self.b, self.get(CORE)
        here = b.icmp_signed("==", self.core(), core)
        with self.when(b.and_(here, self.less(-1, core))):
            mask = self.array(ALLOWED_BYTES // 8, "mask")
            with self.loop(0, ALLOWED_BYTES, 8, name="word") as offset:
                self.store(self.load(I64, self.at(self.pool, ALLOWED), offset), mask, offset)
            word = self.at(mask, self.mul(b.lshr(core, I64(6)), 8))
            bit = b.shl(I64(1), b.and_(core, I64(63)))
            self.store(b.and_(self.load(I64, word), b.not_(bit)), word)
            kind = ir.FunctionType(I32, [I32, I64, PTR])
            self.call(self.get(SETAFFINITY), kind, I32(0), I64(ALLOWED_BYTES), mask)

    def core(self) -> Value:
        """The core this thread is on; -1 where workers are not to move."""
        core = self.variable(I64, name="core")
        self.b.store(I64(-1), core)
        getcpu = self.get(GETCPU)
        with self.when(self.b.icmp_signed("!=", getcpu, I64(0))):
            found = self.call(getcpu, ir.FunctionType(I32, []))
            self.b.store(self.b.sext(found, I64), core)
        return self.b.load(core, typ=I64)

    # ---- memory and calls ----

    def seat(self, slot: Value) -> Value:
        return self.at(self.pool, self.add(self.mul(slot, SEAT), SEATS))

    def get(self, offset: int, base: Value = None, kind: ir.Type = I64) -> Value:
        """Load a shared word, in the one order that all threads agree on."""
        place = self.at(self.pool if base is None else base, offset)
        return self.b.load_atomic(place, "seq_cst", kind.width // 8, typ=kind)

    def put(self, offset: int, value: Value) -> None:
        """Store a shared word; what was stored before is seen by whoever sees it."""
        # llvmlite's store_atomic asks for the pointer's type of element, which PTR does not have.
        place = self.b.ptrtoint(self.at(self.pool, offset), I64)
        place = self.b.inttoptr(place, I64.as_pointer())
        self.b.store_atomic(self.i64(value), place, "release", 8)

    def bump(self, counter: Value) -> Value:
        raised = self.b.add(self.b.load(counter, typ=I64), I64(1))
        self.b.store(raised, counter)
        return raised
