"""What `soak` does in harm's way: forks, signals and exceptions where they hurt most.

Each is tried in a fork of the process, which has no workers yet: so pools are made under fire, too.
"""

import functools
import os
import random
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

import filtergrad as fg
from filtergrad import disk, knobs
from filtergrad.cpu import choose
from filtergrad.cpu.run import host

from .check import asked
from .soak_cases import Large, Layer

HANGS = 60.0  # seconds after which a child is taken to hang
MOST = 8  # threads that share a call
PACKAGE = str(Path(fg.__file__).parent)
TASKS = Path("/proc/self/task")


def in_child(work):
    """Do some work in a fork; fail unless that ends as it should."""
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if not process:
        code = 1
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    end = time.monotonic() + HANGS
    while not (ended := os.waitpid(process, os.WNOHANG))[0]:
        time.sleep(0.001)
        if time.monotonic() > end:
            os.kill(process, signal.SIGABRT)  # faulthandler tells where it was
            os.waitpid(process, 0)
            raise AssertionError("a child hangs")
    status = os.waitstatus_to_exitcode(ended[1])
    assert status == 0, f"a child ended with {status}"


_known = []


def known():
    """Layers that were computed before, the first a large one."""
    if not _known:
        rng = random.Random(0)
        _known.extend([Large(), *(Layer(rng) for _ in range(4))])
        for layer in _known:
            layer.check()
    return _known


def sound(rng):
    """All is as it should be, whatever happened; and no call had more than ``MOST`` threads."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert not blocked, f"signals are blocked: {blocked}"
    for layer in (*known(), Layer(rng), known()[0]):
        layer.check()
    fg.set_num_threads(MOST)
    known()[0].check()
    if TASKS.exists():
        workers = sum(map(is_worker, TASKS.iterdir()))
        assert workers < MOST, f"{workers} workers beside the caller, for {MOST} threads"


def is_worker(task):
    """Whether a thread takes no signals, as our workers do and others' (NumPy has some) do not."""
    try:
        status = (task / "status").read_text()
    except OSError:  # it ended
        return False
    blocked = int(status.split("SigBlk:")[1].split()[0], 16)
    return bool(blocked >> (signal.SIGTERM - 1) & 1)


# ---- what may be disturbed ----


def plan(rng):
    """Plan anything."""
    layer = Layer(rng)
    choose.choose(asked(layer.problem, dy=rng.choice(("rows", "planes"))), host.chosen())


def compile_new(rng):
    """Compile a layer that was not seen before."""
    Layer(rng).check()


def compile_alone(rng):
    """The same without the files of other processes."""
    with knobs.override(cache="off"):
        Layer(rng).check()


def call(rng):
    """Compute what was compiled before."""
    rng.choice(known()).check()


def grow(rng):
    """Call with some number of threads, perhaps more than there were."""
    fg.set_num_threads(rng.randint(1, MOST))
    known()[0].check()


def look_up(rng):
    """Read, write, count and delete files of the cache."""
    key = f"{rng.randrange(50):064x}"
    disk.write(key, b"no code", disk.TUNED)
    assert disk.read(key, disk.TUNED) in (b"no code", None)
    disk.cache_info()
    if rng.random() < 0.1:
        disk.cache_clear()


def override(rng):
    """Change knobs for a while."""
    with knobs.override(isa=rng.choice(host.available()).name, cache=rng.choice(("on", "off"))):
        rng.choice(known()[1:]).check()


def remember(rng):
    """Take another plan for a layer from now on."""
    from filtergrad.cpu import engine as cpu

    layer = rng.choice(known()[1:])
    spec = asked(layer.problem)
    cpu.remember(spec, rng.choice(cpu.candidates(spec)).plan)
    layer.check()


WORKS = (plan, compile_new, compile_alone, call, grow, look_up, override, remember)


# ---- forks ----


def forks(rng):
    """Fork at any moment while other threads work; the child computes something known and new."""
    known()
    stop, faults = threading.Event(), []

    def work(seed, works):
        own = random.Random(seed)
        try:
            while not stop.is_set():
                own.choice(works)(own)
        except BaseException as fault:
            faults.append(fault)

    # Not `override`: a setting is the whole process's, and a child may inherit another's.
    works = [work for work in WORKS if work not in (override, compile_alone, remember)]
    threads = [
        threading.Thread(target=work, args=(rng.random(), works if i else [grow]))
        for i in range(rng.randint(2, 5))
    ]
    for thread in threads:
        thread.start()

    def child(own):
        for layer in (Layer(own), known()[0], own.choice(known()), Layer(own)):
            layer.check()
        grow(own)

    number = 4
    try:
        for _ in range(number):
            time.sleep(rng.uniform(0, 0.03))
            in_child(functools.partial(child, random.Random(rng.random())))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if faults:
        raise faults[0]
    return {"forks": number}


# ---- signals ----


class Stop(BaseException):
    """What a handler raises."""


def signals(rng):
    """Let a timer go off in the middle of some work; its handler raises, or calls the library."""
    known()
    number = 8
    in_child(lambda: disturbed_by_signals(rng, number))
    return {"signals": number}


def disturbed_by_signals(rng, number):
    """Work under signals; all must be right after each."""
    inner = random.Random(rng.random())

    def stop(*_):
        raise Stop

    def again(*_):
        inner.choice((call, grow, compile_new))(inner)

    for _ in range(number):
        work, seed = rng.choice(WORKS), rng.random()
        signal.signal(signal.SIGALRM, rng.choice((stop, stop, again)))
        try:
            signal.setitimer(signal.ITIMER_REAL, 10 ** rng.uniform(-5, -1.3))
            work(random.Random(seed))
            signal.setitimer(signal.ITIMER_REAL, 0)
        except Stop:
            pass
        finally:
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            signal.setitimer(signal.ITIMER_REAL, 0)
        knobs.reload()
        sound(rng)


# ---- exceptions ----


class Injected(BaseException):
    """An exception out of nowhere."""


class Tracer:
    """Counts the lines, or bytecodes, of this package that are run, and raises at one of them."""

    def __init__(self, at=-1, kind=Injected, opcodes=False):
        self.at, self.kind, self.opcodes = at, kind, opcodes
        self.count, self.place = 0, ""

    def __call__(self, frame, event, arg):
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        frame.f_trace_opcodes = self.opcodes
        return self.step

    def step(self, frame, event, arg):
        if event == ("opcode" if self.opcodes else "line"):
            self.count += 1
            if self.count == self.at:
                self.place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
                raise self.kind
        return self.step

    def run(self, work, *args):
        """Do some work; say whether the exception came out of it."""
        sys.settrace(self)
        try:
            work(*args)
        except self.kind:
            return True
        finally:
            sys.settrace(None)
        return False


def exceptions(rng):
    """Raise an exception in the middle of some work, at any line or bytecode of this package."""
    known()
    number = 3
    for _ in range(number):
        work, seed = rng.choice(WORKS), rng.random()
        kind = rng.choice((Injected, KeyboardInterrupt, MemoryError, OSError))
        opcodes = rng.random() < 0.5
        counted = counts(work, seed, opcodes)
        at = rng.randint(1, counted)
        tracer = Tracer(at, kind, opcodes)
        in_child(functools.partial(disturbed, work, seed, tracer, rng))
    return {"exceptions": number}


def counts(work, seed, opcodes):
    """How many lines or bytecodes some work takes, in a process like the one to be disturbed."""
    reading, writing = os.pipe()

    def count():
        tracer = Tracer(opcodes=opcodes)
        tracer.run(work, random.Random(seed))
        os.write(writing, str(tracer.count).encode())

    in_child(count)
    os.close(writing)
    with os.fdopen(reading) as told:
        return max(1, int(told.read()))


def disturbed(work, seed, tracer, rng):
    """Work with an exception in the middle; all must be right afterwards."""
    raised = tracer.run(work, random.Random(seed))
    print(work.__name__, tracer.kind.__name__, "came out of" if raised else "at", tracer.place)
    knobs.reload()
    sound(rng)


CASES = {"forks": forks, "signals": signals, "exceptions": exceptions}
