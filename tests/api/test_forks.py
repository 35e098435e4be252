"""Forks and signals while another thread plans, imports or is in LLVM: what comes next works."""

import subprocess
import sys
import threading

import pytest
from helpers.check import FORKS, asked, in_child
from llvmlite import binding

from filtergrad.cpu import choose
from filtergrad.cpu.base import isa
from filtergrad.cpu.run import host
from filtergrad.once import once
from filtergrad.problem import Problem

PROBLEM = Problem.make((2, 9, 12, 6), (3, 3, 2, 12), None, (1, 1, 1, 1), "SAME")


def plan():
    """Choose a plan; all algorithms are asked."""
    return repr(choose.choose(asked(PROBLEM), isa.named("x86-64-v3")))


class Standing:
    """A thread that does some work, and stands still inside it while a ``with`` block is run."""

    def __init__(self, work):
        self.here, self.on = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=work, args=(self.stand,))

    def stand(self):
        self.here.set()
        self.on.wait(60)

    def __enter__(self):
        self.thread.start()
        assert self.here.wait(60)

    def __exit__(self, *_):
        self.on.set()
        self.thread.join(60)


# ---- properties ----


class Circle:
    def __init__(self, radius, stand=None):
        self.radius, self.stand, self.asked = radius, stand, 0

    @once
    def area(self):
        """What it covers."""
        if self.stand:
            self.stand()
        self.asked += 1
        return [3 * self.radius**2]


def test_a_property_is_worked_out_once():
    circle = Circle(2)
    assert circle.area == [12]
    assert circle.area is circle.area
    assert circle.asked == 1
    assert Circle.area.__doc__ == "What it covers."
    assert Circle(3).area == [27]


def test_threads_that_work_at_once_see_the_same_value():
    circle, seen = Circle(2), []

    def look(stand):
        circle.stand = stand
        seen.append(circle.area)

    with Standing(look):
        circle.stand = None
        seen.append(circle.area)  # no thread waits for another's work
    assert seen == [[12], [12]]
    assert seen[0] is seen[1] is circle.area


@FORKS
def test_fork_inside_a_property():
    with Standing(lambda stand: Circle(2, stand).area):
        assert in_child(lambda: Circle(2).area) == 0


# ---- planning, line by line ----


@FORKS
@pytest.mark.parametrize("part", range(8))
def test_fork_while_another_thread_plans(part):
    right, lines, where = plan(), 0, -1

    def trace(frame, event, arg):
        nonlocal lines
        lines += event == "line"
        if lines == where:  # inside other functions each time
            lines += 1
            stop()
        return trace

    def stop():
        pass

    def traced():
        nonlocal lines
        lines = 0
        sys.settrace(trace)
        plan()
        sys.settrace(None)

    def work(stand):
        nonlocal stop
        stop = stand
        traced()

    before = sys.gettrace()
    traced()
    sys.settrace(before)
    where = 1 + lines * part // 8
    with Standing(work):
        assert in_child(lambda: [None][plan() != right]) == 0


# ---- LLVM, and imports ----


@FORKS
def test_a_fork_waits_until_llvm_has_told_what_processor_this_is(monkeypatch):
    asked = threading.Event()
    features = binding.get_host_cpu_features

    def slow():
        with binding.ffi.lib._lock:  # as each of its calls does
            asked.set()
            threading.Event().wait(0.2)
            return features()

    monkeypatch.setattr(binding, "get_host_cpu_features", slow)
    thread = threading.Thread(target=host._asked.__wrapped__)
    thread.start()
    asked.wait(10)
    assert in_child(host._asked.__wrapped__) == 0
    thread.join()


FIRST = """
import os, signal, sys, threading, time
import numpy as np, filtergrad as fg

importing = threading.Event()
class Slowly:
    def find_spec(name, path=None, target=None):
        if name == sys.argv[1]:
            importing.set()
            signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR1)
            time.sleep(0.3)
signal.signal(signal.SIGUSR1, lambda *_: None)
sys.meta_path.insert(0, Slowly)
x = np.ones((1, 4, 5, 6), np.float32)
def call():
    return fg.conv2d_backprop_filter(x, [3, 3, 6, 6], x, [1] * 4, "SAME")
"""
FORKED = """
def first():
    fg.get_num_threads() if sys.argv[2] == "threads" else call()
thread = threading.Thread(target=first)
thread.start()
importing.wait()
child = os.fork()
if not child:
    signal.alarm(20)
    os._exit(int(call()[1, 1, 0, 0] != 20))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


# A handler that calls us in the middle of the first call, or raises.
SIGNALLED = """
def handler(*_):
    if sys.argv[2] == "raises":
        raise InterruptedError
    assert call()[1, 1, 0, 0] == 20
signal.signal(signal.SIGUSR1, handler)
try:
    call()
    raised = False
except InterruptedError:
    raised = True
assert raised == (sys.argv[2] == "raises")
assert call()[1, 1, 0, 0] == 20
assert importing.is_set()
"""


def first_call(then, *words):
    command = [sys.executable, "-W", "ignore", "-c", FIRST + then, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@FORKS
@pytest.mark.parametrize(
    ("module", "first"),
    [
        ("filtergrad.cpu.direct.price", "call"),
        ("llvmlite.binding", "call"),
        ("llvmlite.ir", "threads"),
    ],
)
def test_a_fork_waits_for_imports(module, first):
    first_call(FORKED, module, first)


@pytest.mark.skipif(sys.platform == "win32", reason="no pthread_kill")
@pytest.mark.parametrize(
    "module", ["filtergrad.cpu.direct.price", "llvmlite.binding", "llvmlite.ir"]
)
@pytest.mark.parametrize("handler", ["calls", "raises"])
def test_a_signal_during_imports(module, handler):
    first_call(SIGNALLED, module, handler)


# ---- odd places to call from ----

SMALL = """
import faulthandler, gc, linecache, signal, sys, threading
import numpy as np, filtergrad as fg
from filtergrad import forks
faulthandler.dump_traceback_later(30, exit=True)

def layer(c):
    x = np.ones((1, 4, 5, c), np.float32)
    dw = fg.conv2d_backprop_filter(x, [1, 1, c, c], x, [1] * 4, "SAME")
    assert dw[0, 0, 0, 0] == 20
"""
PLACES = {
    "a handler, while a module imports the engine": """
seen = []
def handler(*_):
    if not seen:
        layer(2)
        seen.append(1)
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.01)
import filtergrad.tune
while not seen:
    pass
""",
    "threads with small stacks": """
threading.stack_size(65536)
x = np.ones((8, 28, 28, 64), np.float32)
fg.conv2d_backprop_filter(x, [3, 3, 64, 64], x, [1] * 4, "SAME", precision="highest")
""",
    "a collection of garbage in the thread that compiles": """
from filtergrad.cpu.run import pool
seen = []
def collected(phase, info):
    if phase == "stop" and pool._lock.mine() and not seen:
        seen.append(1)
        layer(6)
gc.callbacks.append(collected)
gc.set_threshold(50)
layer(5)
assert seen
""",
    "an exception in the thread that compiles": """
threading.excepthook = lambda _: None
def trace(frame, event, arg):
    if frame.f_code.co_filename != forks.__file__:
        return None
    if event == "line" and "done.release" in linecache.getline(forks.__file__, frame.f_lineno):
        threading.settrace(None)
        raise KeyboardInterrupt
    return trace
threading.settrace(trace)
layer(3)
""",
    "a handler that raises while a fork waits": """
import os
def handler(*_):
    raise KeyboardInterrupt
signal.signal(signal.SIGALRM, handler)
sys.unraisablehook = lambda _: None
layer(1)
go_on, holding = threading.Event(), threading.Event()
def work():
    holding.set()
    go_on.wait(20)
threading.Thread(target=forks.undisturbed, args=(forks.llvm, work)).start()
holding.wait()
threading.Timer(0.3, go_on.set).start()
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    child = os.fork()
except KeyboardInterrupt:
    raise SystemExit
if not child:
    signal.alarm(20)
    layer(7)
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
layer(8)
""",
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="signals, forks and stacks")
@pytest.mark.parametrize("place", PLACES)
def test_a_call_from_odd_places(place):
    command = [sys.executable, "-W", "ignore", "-c", SMALL + PLACES[place]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_a_finalizer_at_the_end_of_python_does_not_hang():
    code = (
        SMALL
        + """
class Last:
    call = staticmethod(layer)
    def __del__(self):
        self.call(2)
last = Last()
"""
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0
    assert "Timeout" not in done.stderr


def test_bytes_are_not_compared_with_text():
    """`python -bb` refuses that, and "SAME" has the hash of b"SAME"."""
    code = (
        SMALL
        + """
x = np.ones((1, 4, 4, 2), np.float32)
for padding in ("SAME", b"SAME", "SAME"):
    fg.conv2d_backprop_filter(x, [1, 1, 2, 2], x, [1] * 4, padding)
"""
    )
    subprocess.run([sys.executable, "-bb", "-c", code], check=True, timeout=60)
