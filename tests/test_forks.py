"""Forks and signals while another thread plans, imports or is in LLVM: what comes next works."""

import subprocess
import sys
import threading

import pytest
from check import FORKS, in_child
from llvmlite import binding

from filtergrad.cpu import choose, isa
from filtergrad.once import once
from filtergrad.problem import Problem

PROBLEM = Problem.make((2, 9, 12, 6), (3, 3, 2, 12), None, (1, 1, 1, 1), "SAME")


def plan():
    """Choose a plan; all algorithms are asked."""
    return repr(choose.choose(PROBLEM, "rows dense", "rows dense", isa.ROWS[2]))


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
    right, lines = plan(), 0

    def work(stand):
        def trace(frame, event, arg):
            nonlocal lines
            lines += event == "line"
            if lines == 1 + 977 * part:  # inside other functions each time
                lines += 1
                stand()
            return trace

        sys.settrace(trace)
        plan()

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
    thread = threading.Thread(target=isa._detected.__wrapped__)
    thread.start()
    asked.wait(10)
    assert in_child(isa._detected.__wrapped__) == 0
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
    [("filtergrad.cpu.cost", "call"), ("llvmlite.binding", "call"), ("llvmlite.ir", "threads")],
)
def test_a_fork_waits_for_imports(module, first):
    first_call(FORKED, module, first)


@pytest.mark.skipif(sys.platform == "win32", reason="no pthread_kill")
@pytest.mark.parametrize("module", ["filtergrad.cpu.cost", "llvmlite.binding", "llvmlite.ir"])
@pytest.mark.parametrize("handler", ["calls", "raises"])
def test_a_signal_during_imports(module, handler):
    first_call(SIGNALLED, module, handler)
