"""A native call finds its kernel, or asks Python once, and computes what the Python call does."""

import ctypes
import inspect
import itertools
import os
import signal
import sys
import threading
import time
import types
import weakref
from dataclasses import replace

import numpy as np
import pytest
from helpers.check import assert_right, at_once, normal
from helpers.interrupted import at_every_line

from filtergrad import api, knobs, summary
from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.cpu import engine as cpu
from filtergrad.cpu import standins
from filtergrad.cpu.code.ir import PTR
from filtergrad.cpu.run import pool
from filtergrad.cpu.run.kernel import STAND_IN_CALLS
from filtergrad.native import callback, code, door, entry, tables
from filtergrad.native.words import Words
from filtergrad.problem import Problem

pytestmark = pytest.mark.skipif(bool(door.why_closed()), reason=door.why_closed() or "open")
WORDS = 12  # n h w c k r s u data_format dtype layout unused


class Caller:
    """A door without a host: `call` through ctypes, from any thread."""

    def __init__(self, monkeypatch, name="plain", **arguments):
        shim = types.SimpleNamespace(
            __name__=name, WORDS=Words(all=WORDS), SYMBOLS=(), CALLS=(), emit=lambda built: None
        )
        self.asked = []
        self.door = door.Door(shim, self.ask, **arguments)
        kind = ctypes.CFUNCTYPE(ctypes.c_char_p, *[ctypes.c_void_p] * 4)
        self.native = kind(self.door.addresses["call"])

    def ask(self, words):
        self.asked.append(words)
        problem, steps = problem_of(words)
        shapes = problem.input_shape, problem.out_backprop_shape
        x_shape, dy_shape = shapes
        gradient = api.gradient(
            input_shape=x_shape,
            filter_sizes=problem.filter_shape,
            out_backprop_shape=dy_shape,
            strides=steps,
            padding="SAME",
            explicit_paddings=(),
            data_format=problem.data_format,
            dilations=(1, 1, 1, 1),
            dtype=problem.dtype,
        )
        size = numpy_dtype(problem.dtype).itemsize
        r, s, c, _ = problem.filter_shape
        layouts = (None, (s, 1, r * s, c * r * s), (s * c, c, 1, c * r * s))
        strides = [np.empty(shape, f"V{size}").strides for shape in shapes]
        return door.Request(gradient, *strides, layouts[words[10]])

    def __call__(self, words, x, dy, out):
        given = (ctypes.c_int64 * WORDS)(*words)
        return self.native(given, x.ctypes.data, dy.ctypes.data, out.ctypes.data)


@pytest.fixture
def caller(monkeypatch):
    return Caller(monkeypatch)


def problem_of(words):
    n, h, w, c, k, r, s, u, planes, dtype, _, _ = words
    shape, steps = ((n, h, w, c), (1, u, u, 1)) if not planes else ((n, c, h, w), (1, 1, u, u))
    layout, dtype = ("NHWC", "NCHW")[planes], DTYPES[dtype]
    arguments = (None, steps, "SAME", (), layout)
    return Problem.make(shape, (r, s, c, k), *arguments, dtype=dtype), steps


@pytest.mark.parametrize("layout", [0, 1, 2], ids=["rsck", "kcrs", "krsc"])
@pytest.mark.parametrize("dtype", range(4), ids=DTYPES)
@pytest.mark.parametrize("planes", [0, 1], ids=["NHWC", "NCHW"])
def test_every_type_and_layout(caller, dtype, planes, layout):
    words = (3, 9, 11, 19, 37, 3, 2, 1, planes, dtype, layout, 0)
    problem, _ = problem_of(words)
    x, dy = normal(problem, 1)
    shape = ((3, 2, 19, 37), (37, 19, 3, 2), (37, 3, 2, 19))[layout]
    out = np.full(shape, 7, x.dtype)
    for _ in range(3):
        out[...] = 7
        assert caller(words, x, dy, out) is None
        dw = out.transpose(((0, 1, 2, 3), (2, 3, 1, 0), (1, 2, 3, 0))[layout])
        assert_right(problem, np.ascontiguousarray(dw), x, dy)
    assert caller.asked == [words]


def test_many_calls_find_their_way(caller):
    """The table grows past its first size, and every entry is still found."""
    for n in range(1, 101):
        words = (n, 1, 1, 2, 3, 1, 1, 1, 0, 2, 0, -n)
        problem, _ = problem_of(words)
        x, dy = normal(problem, n)
        out = np.empty(problem.filter_shape, np.float32)
        assert caller(words, x, dy, out) is None
        assert caller(words, x, dy, out) is None
        assert_right(problem, out, x, dy)
    assert len(caller.asked) == 100


def test_the_summary_counts_and_measures(monkeypatch):
    """Calls of all threads; with the knob off there is nothing to count with."""
    with knobs.override(summary=1):
        watched = Caller(monkeypatch, "filtergrad.jax.shim")
    plain = Caller(monkeypatch, "filtergrad.onnx.shim")
    summary.forget()
    examples = [example(n) for n in (2, 3)]

    def work():
        out = np.empty((1, 1, 2, 3), np.float32)
        for words, x, dy, right in examples * 5:
            for caller in (watched, plain):
                assert caller(words, x, dy, out) is None
                assert np.all(out == right)

    start = time.perf_counter()
    at_once(work, 4)
    whole = time.perf_counter() - start
    watched.door.forget()  # what has counted is read all the same
    rows = summary.rows()
    summary.forget()
    assert [(row.host, row.calls) for row in rows] == [("JAX", 20)] * 2
    for row in rows:
        assert 0 < row.first < row.seconds < 4 * whole
        assert row.layer.startswith("float32 NHWC ")


@pytest.fixture
def small(monkeypatch):
    """Tables of eight calls."""
    monkeypatch.setattr(tables, "KERNELS", 8)
    monkeypatch.setattr(tables, "_SLOTS", 32)


def example(n):
    """A call, its arrays and the right answer."""
    words = (n, 3, 5, 2, 3, 1, 1, 1, 0, 2, 0, 0)
    x, dy = np.full((n, 3, 5, 2), n, np.float32), np.full((n, 3, 5, 3), 2, np.float32)
    return words, x, dy, 30 * n * n


def test_calls_are_forgotten_and_those_in_use_are_not(small, caller):
    """However many shapes there are, tables stay small, and kernels go with them."""
    out = np.empty((1, 1, 2, 3), np.float32)
    kernels = []
    for n in range(1, 60):
        for words, x, dy, right in (example(n), example(60)):
            assert caller(words, x, dy, out) is None
            assert np.all(out == right)
        entry = caller.door._tables.get(example(n)[0])
        kernels.append(weakref.ref(entry.kernel))
    assert len(caller.door.known) <= 8
    assert len(caller.door._tables._tables) <= 3
    assert caller.asked.count(example(60)[0]) == 1
    api._seen.forget()
    cpu._kernels.forget()
    del entry
    assert sum(ref() is not None for ref in kernels) <= 30


def test_code_of_its_own_takes_over_after_some_calls(caller, monkeypatch):
    """Where other code stands in, Python is asked again once; the bits never change."""
    cpu._kernels.forget()
    api._seen.forget()
    taken, asked = [], len(caller.asked)

    def other(spec, plan, at_hand):
        taken.append(replace(plan, tile=(2, 1)).fitted())
        return taken[-1]

    monkeypatch.setattr(standins, "taken", other)
    words = (2, 23, 23, 20, 36, 1, 1, 1, 0, 2, 0, 0)
    problem, _ = problem_of(words)
    x, dy = normal(problem)
    out = np.empty(problem.filter_shape, np.float32)
    results, plans = set(), []
    for _ in range(2 * STAND_IN_CALLS):
        assert caller(words, x, dy, out) is None
        results.add(out.tobytes())
        plans.append(caller.door._tables.get(words).code.plan)
    assert len(results) == 1
    assert_right(problem, out, x, dy)
    assert plans[:STAND_IN_CALLS] == taken * STAND_IN_CALLS
    assert len(set(map(repr, plans[STAND_IN_CALLS:]))) == 1
    assert plans[-1] != taken[0]
    assert len(caller.asked) == asked + 2
    entry = caller.door._tables.get(words)
    assert entry.kernel.code is entry.code
    assert not entry.kernel.calls_left
    cpu._kernels.forget()


def test_what_calls_are_reading_stays(small, monkeypatch):
    """A call in the middle of its work keeps what it reads, and nothing longer than it must."""
    inside, go_on = threading.Event(), threading.Event()
    share = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p)
    kinds = (ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p)

    @ctypes.CFUNCTYPE(ctypes.c_int32, *kinds)
    def parallel_for(begin, end, grain, work, context):
        if threading.current_thread().name == "slow":
            inside.set()
            go_on.wait(20)
        share(work)(begin, end, context)
        return 0

    sharers = ctypes.CFUNCTYPE(ctypes.c_int32)(lambda: 2)
    team = tuple(ctypes.cast(f, ctypes.c_void_p).value for f in (parallel_for, sharers))
    caller = Caller(monkeypatch, team=team)
    words = (4, 20, 20, 32, 32, 3, 3, 1, 0, 2, 0, 0)
    problem, _ = problem_of(words)
    x, dy = normal(problem, 1)
    out = np.empty(problem.filter_shape, np.float32)
    slow = threading.Thread(target=caller, args=(words, x, dy, out), name="slow")
    slow.start()
    inside.wait(20)
    read = caller.door._tables._tables[0]
    for n in range(1, 40):
        caller.door.prepare(example(n)[0])
    api._seen.forget()
    cpu._kernels.forget()
    assert read in caller.door._tables._tables
    assert words not in caller.door.known
    go_on.set()
    slow.join()
    assert_right(problem, out, x, dy)
    for n in range(40, 60):
        caller.door.prepare(example(n)[0])
    assert read not in caller.door._tables._tables
    assert len(caller.door._tables._tables) <= 3


def test_threads_ask_and_forget_at_once(small, caller):
    wrong = []

    def work():
        for n in range(200):
            words, x, dy, right = example(1 + (n * 7) % 23)
            out = np.empty((1, 1, 2, 3), np.float32)
            if caller(words, x, dy, out) is not None or not np.all(out == right):
                wrong.append(words)
            if n % 50 == 0:
                caller.door.forget()

    at_once(work, 5)
    assert not wrong
    for n in range(1, 4):  # each sends calls to the other count
        caller.door.prepare(example(n)[0])
    assert len(caller.door._tables._tables) <= 3


def test_interrupted_anywhere_a_door_goes_on(small, caller):
    numbers = itertools.cycle(range(1, 30))

    def check():
        out = np.empty((1, 1, 2, 3), np.float32)
        for n in (next(numbers), 30):
            words, x, dy, right = example(n)
            assert caller(words, x, dy, out) is None
            assert np.all(out == right)

    for n in range(1, 30):  # compiled before, so that only the tables are left to do
        caller.door.prepare(example(n)[0])
    at_every_line(lambda: caller.door.prepare(example(next(numbers))[0]), check)
    at_every_line(caller.door.forget, check)
    assert len(caller.door._tables._tables) <= 4


def test_a_handler_asks_in_the_middle_of_it(small, caller):
    """At every line of the tables another call comes, in the same thread."""
    numbers = itertools.cycle(range(1, 30))
    out = np.empty((1, 1, 2, 3), np.float32)

    def call():
        words, x, dy, right = example(next(numbers))
        assert caller(words, x, dy, out) is None
        assert np.all(out == right)

    def trace(frame, event, _):
        if frame.f_code.co_filename != tables.__file__:
            return None
        sys.settrace(None)
        call()
        sys.settrace(trace)
        return trace

    sys.settrace(trace)
    try:
        for n in range(60):
            caller.door.prepare(example(1 + n % 29)[0])
    finally:
        sys.settrace(None)
    call()
    assert len(caller.door._tables._tables) <= 4


def test_errors_come_as_text(caller):
    words = (1, 4, 4, 2, 3, 1, 1, 0, 0, 2, 0, 0)  # strides of 0
    out = np.full((1, 1, 2, 3), 7, np.float32)
    text = caller(words, out, out, out)
    assert text == b"Row and column strides should be larger than 0."
    assert np.all(out == 7)
    with pytest.raises(ValueError, match="larger than 0"):
        caller.door.prepare(words)


def test_empty_problems_are_zeros(caller):
    words = (0, 4, 4, 2, 3, 3, 1, 1, 0, 2, 0, 0)
    out = np.full((3, 1, 2, 3), 7, np.float32)
    guard = np.full((100,), 7, np.float32)
    assert caller(words, guard, guard, out) is None
    assert not out.any()


def test_threads_are_asked_for_again(caller):
    """`set_num_threads` reaches native callers, and no bit changes."""
    words = (4, 20, 20, 32, 32, 3, 3, 1, 0, 2, 1, 0)
    problem, _ = problem_of(words)
    x, dy = normal(problem, 1)
    before, results = pool.get_num_threads(), []
    try:
        for threads in (1, 2, 5, 3):
            pool.set_num_threads(threads)
            results.append(np.empty((32, 32, 3, 3), np.float32))
            assert caller(words, x, dy, results[-1]) is None
            assert pool._team[1] == threads
    finally:
        pool.set_num_threads(before)
    assert all(np.array_equal(results[0], other) for other in results[1:])


def test_threads_call_at_once(caller):
    """Workspaces are nobody's twice, and a shape is compiled for all."""
    words = [(n, 12, 12, 24, 24, 3, 3, 1, 0, 2, 1, 0) for n in (2, 3)]
    cases = [(w, *normal(problem_of(w)[0], 1)) for w in words]
    exact = [np.empty((24, 24, 3, 3), np.float32) for _ in cases]
    wrong = []

    def work():
        for _ in range(200):
            for (given, x, dy), right in zip(cases, exact, strict=True):
                out = np.empty_like(right)
                if caller(given, x, dy, out) is not None or not np.array_equal(out, right):
                    wrong.append(given)

    for (given, x, dy), out in zip(cases, exact, strict=True):
        assert caller(given, x, dy, out) is None
    at_once(work, 6)
    assert not wrong


def test_a_hosts_own_team(monkeypatch):
    """A host's parallel_for and its number of threads take the place of our pool."""
    calls = []
    share = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p)
    kinds = (ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p)

    @ctypes.CFUNCTYPE(ctypes.c_int32, *kinds)
    def parallel_for(begin, end, grain, work, context):
        calls.append((begin, end, grain))
        for at in reversed(range(begin, end)):
            share(work)(at, at + 1, context)
        return 0

    sharers = ctypes.CFUNCTYPE(ctypes.c_int32)(lambda: 3)
    team = tuple(ctypes.cast(f, ctypes.c_void_p).value for f in (parallel_for, sharers))
    caller = Caller(monkeypatch, team=team)
    words = (4, 20, 20, 32, 32, 3, 3, 1, 0, 2, 1, 0)
    problem, _ = problem_of(words)
    x, dy = normal(problem, 1)
    out = np.empty((32, 32, 3, 3), np.float32)
    assert caller(words, x, dy, out) is None
    assert_right(problem, np.ascontiguousarray(out.transpose(2, 3, 1, 0)), x, dy)
    assert calls
    assert all(call[0] == 0 and call[1] in (2, 3) and call[2] == 1 for call in calls)


def test_at_the_limit_of_recursion_a_call_is_told_why(caller, monkeypatch):
    """At any depth it computes, or says that it could not: not what lies in memory by chance."""
    told, empty = [], np.empty((0, 3, 5, 2), np.float32)

    def deeper():
        out = np.full((1, 1, 2, 3), -1, np.float32)
        text = caller((0, 3, 5, 2, 3, 1, 1, 1, 0, 2, 0, len(told)), empty, empty, out)
        assert np.all(out == (0 if text is None else -1))
        told.append(text)
        deeper()

    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)  # ctypes tells of it there
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 80)
    try:
        with pytest.raises((RecursionError, ctypes.ArgumentError)):
            deeper()
    finally:
        sys.setrecursionlimit(before)
    assert told[0] is None
    assert any(text is not None and b"recursion" in text for text in told)


def test_python_is_not_called_once_it_ends(monkeypatch):
    """But by the thread that ends it; calls that are inside have their time."""
    calls = []

    def python(number):
        calls.append(number)
        time.sleep(0.1)
        return number + 1

    call = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)(callback.callback(python, 1, -7))
    answers, guard = [], callback._guard
    assert call(3) == 4
    early = threading.Thread(target=lambda: answers.append(call(5)))
    early.start()
    while not guard[1]:
        time.sleep(1e-3)
    try:
        callback.end()
        assert answers or guard[1] == 0
        at_once(lambda: answers.append(call(10)), 1)
        assert call(20) == 21
    finally:
        guard[0] = 0
    early.join()
    assert answers == [6, -7]
    assert calls == [3, 5, 20]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_forgets_the_calls_of_other_threads(small, caller):
    for offset in code.CALLS:
        caller.door._tables._word(offset).value += 1
    child = os.fork()
    if not child:
        signal.alarm(20)
        for n in range(1, 40):
            caller.door.prepare(example(n)[0])
        os._exit(0 if len(caller.door._tables._tables) <= 3 else 1)
    for offset in code.CALLS:
        caller.door._tables._word(offset).value -= 1
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_calls_again(caller):
    words = (4, 20, 20, 32, 32, 3, 3, 1, 0, 2, 0, 0)
    problem, _ = problem_of(words)
    x, dy = normal(problem, 1)
    right, out = (np.empty(problem.filter_shape, np.float32) for _ in range(2))
    assert caller(words, x, dy, right) is None
    child = os.fork()
    if not child:
        same = caller(words, x, dy, out) is None and np.array_equal(out, right)
        os._exit(0 if same and pool._team[3] else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_debugging_closes_the_doors(monkeypatch):
    with knobs.override(debug=1), pytest.raises(OSError, match="FILTERGRAD_DEBUG"):
        Caller(monkeypatch)


def test_words_are_written_and_read_by_name():
    call = Words(dtype=1, sizes=4, groups=1)
    words = call.packed(dtype=[2], sizes=[1, 5, 6, 3], groups=[-1])
    assert words == [2, 1, 5, 6, 3, -1]
    assert (len(call), call.bytes, list(call)) == (6, 48, ["dtype", "sizes", "groups"])
    assert [call.at("dtype"), call.at("sizes", 3), call.at("groups")] == [0, 32, 40]
    assert call.one(words, "groups") == -1
    assert call.read(words, "sizes") == (1, 5, 6, 3)
    words[call.part("sizes")] = 7, 7, 7, 7
    assert words == [2, 7, 7, 7, 7, -1]
    with pytest.raises(AssertionError):
        call.at("sizes", 4)
    with pytest.raises(AssertionError):
        call.packed(dtype=[2], sizes=[1, 5, 6], groups=[1])


def test_functions_are_called_by_the_names_of_their_parameters():
    built = entry.module("plain", WORDS)
    written = code.DoorCode(built, "caller", x=PTR, dy=PTR)
    x, dy = written.arguments
    made = written.invoke("call", out=dy, dy=x, x=dy, words=x)
    assert [value.name for value in made.args] == ["x", "dy", "x", "dy"]
    for wrong in ({"x": x}, {"words": x, "x": x, "dy": dy, "out": dy, "old": dy}):
        with pytest.raises(AssertionError):
            written.invoke("call", **wrong)
