"""The memory that the pool's threads share, and the builder of the code that uses it.

In: how threads sleep. Out: where each word lies, and the steps that `pool_code` is made of:
waiting, waking, moving to another core.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from llvmlite import ir

from filtergrad.cpu.code.ir import I32, I64, PTR, VOID, Bit, Code, Int, Ptr, Value
from filtergrad.cpu.code.task import part_of

# The memory that all threads share. What different threads write lies 128 bytes apart: two cache
# lines, because processors fetch them in pairs.
SLOTS = 1024  # threads at most, the caller included
STATE = 0
DONE = 128  # how many tasks of the phase are finished
FUNCTION, ARGS, TASKS = 256, 264, 272  # the phase
WIDTH, CORE = 280, 288  # how many slots may join it; the core that its caller is on
BUSY = 384  # whether somebody's phases are running
SPIN, SYSCALL, YIELD, GETCPU, SETAFFINITY = 512, 520, 528, 536, 544  # constants: pauses, addresses
# Constants, too: the C library's functions that `grow` calls, at their places in `GROWS`.
GROW = 552
GROWS = ("pthread_create", "pthread_detach", "pthread_sigmask", "sigfillset",
         "pthread_setaffinity_np", "pthread_attr_init", "pthread_attr_setstacksize")  # fmt: skip
ALLOWED, ALLOWED_BYTES = 640, 128  # constant: the cores that workers may use, one bit each
THREADS = 896  # how many slots are taken, the caller's included
SEATS, SEAT = 1024, 128  # a seat for each slot, in which lie
ASLEEP, POOL, SLOT = 0, 8, 16  # its 32-bit futex, the pool's address, the slot's number
CLAIMS = SEATS + SLOTS * SEAT  # a word for each slot: how many tasks of its range are left
BYTES = CLAIMS + SLOTS * 8

CLOSED = 0xFFFFFFFF  # the lower half of STATE where no task is to be had; masks that half, too
EXPORTED = ("run", "run_phases", "worker", "spin", "grow")  # functions that Python calls
_PAUSES = 256  # between two offers of the core to another thread: 10 us, for an offer takes 1 us
FUTEX_WAIT, FUTEX_WAKE = 128, 129  # the kinds for threads of one process


class System(NamedTuple):
    """What native code must know about where it runs: the processor, and how threads sleep."""

    arch: str  # as `system.ARCH`
    futex: int | None  # the call's number; without one `worker` returns when it has nothing to do


class Shared(Code):
    """A function of the pool being written; ``pool`` is the shared memory's address in it."""

    def __init__(self, built: ir.Module, system: System, name: str, **parameters: ir.Type) -> None:
        super().__init__(built, name, list(parameters.items()), internal=name not in EXPORTED)
        self.system = system
        self.pool = self.arguments[0]

    # ---- phases ----

    def ready(self, slot: Int) -> tuple[Int, Bit]:
        """STATE, and whether there may be a task for this slot."""
        b = self.b
        state = self.get(STATE)
        left = self.equal(b.and_(state, I64(CLOSED)), 0)
        return state, b.and_(left, self.less(slot, self.get(WIDTH)))

    def claims(self, slot: Int) -> Ptr:
        """Where a slot's word is that says how many tasks of its range are left."""
        return self.at(self.pool, self.add(self.mul(slot, 8), CLAIMS))

    def open_phase(self, *phase: Int) -> None:
        """Let threads claim the tasks of a phase: its function, arguments, tasks and threads."""
        b = self.b
        generation = b.shl(b.add(b.lshr(self.get(STATE), I64(32)), I64(1)), I64(32))
        self.put(STATE, b.or_(generation, I64(CLOSED)))
        for offset, value in zip((FUNCTION, ARGS, TASKS, WIDTH), phase, strict=True):
            self.put(offset, value)
        _, _, tasks, width = phase
        with self.loop(0, width, name="slot") as slot:
            start, stop = part_of(self, tasks, width, slot)
            self.put(0, b.or_(generation, self.sub(stop, start)), self.claims(slot))
        self.put(CORE, self.core())
        self.put(DONE, 0)
        # A full fence, here and before a thread sleeps: either the worker sees this phase before it
        # sleeps, or we see that it sleeps.
        b.atomic_rmw("xchg", self.at(self.pool, STATE), generation, "seq_cst")
        self.wake_next(0)

    def join(self, tasks: Int) -> None:
        """Wait until the tasks that other threads claimed are done."""
        idle = self.variable(I64, name="idle")
        self.b.store(I64(0), idle)
        with self.forever("join") as leave:
            leave(self.equal(self.get(DONE), tasks))
            self.relax(idle)
            if self.system.futex is not None:
                self.sleep_when_tired(idle, self.seat(0), lambda: self.equal(self.get(DONE), tasks))

    def wake_next(self, slot: Int) -> None:
        """Wake slots 2i+1 and 2i+2: of 64 threads the caller wakes 2, not 63."""
        for offset in (1, 2):
            child = self.add(self.mul(slot, 2), offset)
            with self.when(self.less(child, self.get(WIDTH))):
                self.invoke("wake", self.pool, child)

    # ---- waiting ----

    def relax(self, idle: Ptr) -> None:
        """Pause; now and then offer the core, for there may be more threads than cores."""
        self.pause()
        ticks = self.bump(idle)
        with self.when(self.equal(self.b.urem(ticks, I64(_PAUSES)), 0)):
            self.call(self.get(YIELD), ir.FunctionType(I32, []))

    def tired(self, idle: Ptr) -> Bit:
        """Whether a thread has been idle for so long that it is to sleep."""
        return self.less(self.get(SPIN), self.b.load(idle, typ=I64))

    def sleep_when_tired(self, idle: Ptr, seat: Ptr, wanted: Callable[[], Bit]) -> None:
        """Sleep until woken, unless what is wanted came in the meantime."""
        b = self.b
        with self.when(self.tired(idle)):
            b.atomic_rmw("xchg", seat, I32(1), "seq_cst")
            with self.when(b.not_(wanted())):
                self.futex(seat, FUTEX_WAIT)
            b.atomic_rmw("xchg", seat, I32(0), "seq_cst")
            b.store(I64(0), idle)

    def futex(self, seat: Ptr, operation: int) -> None:
        """Sleep on the futex of a seat, or wake the thread that does."""
        # 1 is what FUTEX_WAIT expects to find, and how many FUTEX_WAKE is to wake; no timeout.
        values = (I64(self.system.futex), seat, I64(operation), I64(1), I64(0))
        kind = ir.FunctionType(I64, [value.type for value in values], var_arg=True)
        self.call(self.get(SYSCALL), kind, *values)

    def pause(self) -> None:
        """Tell the processor that this thread only waits."""
        if self.system.arch == "x86_64":
            self.intrinsic("x86.sse2.pause", VOID)
        elif self.system.arch == "aarch64":
            self.intrinsic("aarch64.isb", VOID, I32(15))  # `yield` takes no time on most of them

    # ---- the C library ----

    null = ir.Constant(PTR, None)

    def system_call(self, name: str, *values: Value) -> Value:
        """Call one of `GROWS`; what it returns, which is 0 where nothing is wrong."""
        kind = ir.FunctionType(I32, [value.type for value in values])
        return self.call(self.get(GROW + 8 * GROWS.index(name)), kind, *values)

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

    def core(self) -> Int:
        """The core this thread is on; -1 where workers are not to move."""
        core = self.variable(I64, name="core")
        self.b.store(I64(-1), core)
        getcpu = self.get(GETCPU)
        with self.when(self.b.icmp_signed("!=", getcpu, I64(0))):
            found = self.call(getcpu, ir.FunctionType(I32, []))
            self.b.store(self.b.sext(found, I64), core)
        return self.b.load(core, typ=I64)

    # ---- memory and calls ----

    def seat(self, slot: Int) -> Ptr:
        """Where the seat of a slot is."""
        return self.at(self.pool, self.add(self.mul(slot, SEAT), SEATS))

    def get(self, offset: int, base: Ptr = None, kind: ir.Type = I64) -> Int:
        """Load a shared word, in the one order that all threads agree on."""
        place = self.at(self.pool if base is None else base, offset)
        return self.b.load_atomic(place, "seq_cst", kind.width // 8, typ=kind)

    def put(self, offset: int, value: Int, base: Ptr = None) -> None:
        """Store a shared word; what was stored before is seen by whoever sees it."""
        # llvmlite's store_atomic asks for the pointer's type of element, which PTR does not have.
        place = self.b.ptrtoint(self.at(self.pool if base is None else base, offset), I64)
        place = self.b.inttoptr(place, I64.as_pointer())
        self.b.store_atomic(self.i64(value), place, "release", 8)

    def bump(self, counter: Ptr) -> Int:
        """Add 1 to a variable and return its new value."""
        raised = self.b.add(self.b.load(counter, typ=I64), I64(1))
        self.b.store(raised, counter)
        return raised
