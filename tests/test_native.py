"""A native call finds its kernel, or asks Python once, and computes what the Python call does."""

import ctypes
import os
import sys
import types

import numpy as np
import pytest
from check import assert_right, at_once, normal

from filtergrad import api, knobs, native
from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.cpu import pool
from filtergrad.problem import Problem

pytestmark = pytest.mark.skipif(bool(native.why_closed()), reason=native.why_closed() or "open")
WORDS = 12  # n h w c k r s u data_format dtype layout unused


class Caller:
    """A door without a host: `call` through ctypes, from any thread."""

    def __init__(self, monkeypatch, **arguments):
        shim = types.SimpleNamespace(
            __name__="plain", WORDS=WORDS, SYMBOLS=(), CALLS=(), emit=lambda built: None
        )
        monkeypatch.setitem(sys.modules, "filtergrad.cpu.doors.plain", shim)
        self.asked = []
        self.door = native.Door("plain", self.ask, **arguments)
        kind = ctypes.CFUNCTYPE(ctypes.c_char_p, *[ctypes.c_void_p] * 4)
        self.native = kind(self.door.addresses["call"])

    def ask(self, words):
        self.asked.append(words)
        problem, steps = problem_of(words)
        shapes = problem.input_shape, problem.out_backprop_shape
        others = (*shapes, "SAME", problem.data_format, problem.dtype, "default")
        gradient = api.checked((problem.filter_shape, steps, (), (1, 1, 1, 1)), others)
        size = numpy_dtype(problem.dtype).itemsize
        r, s, c, _ = problem.filter_shape
        layouts = (None, (s, 1, r * s, c * r * s), (s * c, c, 1, c * r * s))
        strides = [np.empty(shape, f"V{size}").strides for shape in shapes]
        return native.Request(gradient, *strides, layouts[words[10]])

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
