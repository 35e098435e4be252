"""What `soak` does in peace: random problems, plans, threads and many shapes. A number a count."""

import contextlib
import sys
import threading
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

import filtergrad as fg
from filtergrad import knobs
from filtergrad.arrays import DTYPES, numpy_dtype
from filtergrad.cpu import choose
from filtergrad.cpu.run import host
from filtergrad.cpu.winograd.candidates import LEAST_MACS
from filtergrad.errors import InvalidArgumentError
from filtergrad.gradient import Gradient
from filtergrad.problem import Problem
from filtergrad.reference import filter_gradient

from . import guarded, one_by_one
from .check import asked, assert_right, normal, resident, whole
from .strategies import PLACES, calls, places, problem_of, problems

FEW = 10  # tries of a case
SETTLED = 2200  # shapes until which a process has held as much as it ever will
GROWTH = 64 << 20  # bytes that it may hold more all the same,
MAPPINGS = 300  # and mappings of memory


def explore(rng, body, *drawn):
    """Let hypothesis try ``body`` a few times; what fails is made small and printed."""
    test = seeded(rng.randrange(2**32))(given(*drawn)(body))
    settings(
        max_examples=FEW, deadline=None, database=None, derandomize=False,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )(test)()  # fmt: skip


# ---- any arguments ----


def agrees(call, x_place, dy_place, out_place, row, precision, accumulate):
    """A call gives what the formula says, and a compiled kernel gives the same bits."""
    problem = problem_of(call)
    x, dy = whole(problem) if accumulate else normal(problem)  # the formula's own sum rounds, too
    old = np.random.default_rng(1).integers(-9, 10, problem.filter_shape)
    args = call["filter_sizes"], PLACES[dy_place](dy)
    rest = {name: call[name] for name in call if name not in ("input_shape", "dtype")}
    rest.pop("filter_sizes")
    out = PLACES[out_place](old.astype(numpy_dtype(problem.dtype)))
    with knobs.override(isa=row.name):
        placed = PLACES[x_place](x)
        got = fg.conv2d_backprop_filter(
            placed, *args, out=out, accumulate=accumulate, precision=precision, **rest
        )
        assert got is out
        kernel = Gradient(problem, precision)
        plan = kernel.ready(placed.strides, args[1].strides).kernel.plan
        assert_right(problem, got, x, dy, old if accumulate else 0, plan=plan)
        again = kernel(placed, args[1]) if not accumulate else got
        np.testing.assert_array_equal(again, got)


@st.composite
def empties(draw):
    """Calls one of whose sizes is 0; many are no convolution."""
    call = draw(calls(most=8))
    name = draw(st.sampled_from(("input_shape", "filter_sizes")))
    at = draw(st.integers(0, 3))
    return call | {name: tuple(0 if i == at else size for i, size in enumerate(call[name]))}


def is_zero(call):
    """An empty problem's gradient is zero."""
    with contextlib.suppress(InvalidArgumentError):
        problem = problem_of(call)
        assert problem.empty
        x, dy = whole(problem)
        got = Gradient(problem)(x, dy)
        assert got.shape == problem.filter_shape
        assert not got.any()


def any_problems(rng):
    """Random arguments against the formula."""
    rows = [row for row in host.available() if knobs.current().isa in (None, row.name)]
    rows, precisions = st.sampled_from(rows), st.sampled_from(("default", "highest"))
    writable = st.sampled_from(sorted(set(PLACES) - {"read-only"}))
    most = rng.choice((8, 20, 60))
    drawn = calls(most=most), places, places, writable, rows, precisions, st.booleans()
    explore(rng, agrees, *drawn)
    explore(rng, is_zero, empties())
    return {"problems": FEW, "problems of nothing": FEW}


# ---- every plan ----


def any_plans(rng):
    """Plans nobody would choose, or some candidates for a problem, between guard pages."""
    if rng.random() < 0.5:
        body = rng.choice(list(guarded.TRIES))
        explore(rng, body, *guarded.TRIES[body])
        return {"plan runs": 4 * FEW}
    return {"plan runs": 4 * sum(candidates(rng) for _ in range(2))}


def candidates(rng):
    """Some of the plans that are priced for a problem, and how many."""
    found = []

    def keep(problem):
        found.append(problem)

    explore(rng, keep, problems(most=30))
    problem, row = rng.choice(found), rng.choice(host.available())
    kinds = [rng.choice(("rows", "planes")) for _ in range(2)]
    spec = asked(problem, *kinds, rng.choice(("default", "highest")))
    ranked = choose.ranked(spec, row)
    assert ranked[0].price.wall <= one_by_one.cheapest(spec, row)[0] * (1 + 1e-12)
    plans = rng.sample(ranked, min(8, len(ranked)))
    x, dy = normal(problem)
    for _, plan in plans:
        where = rng.choice(("begin", "end"))
        print(where, kinds, plan, flush=True)
        arrays = [
            guarded.fenced(guarded.laid_out(problem, array, kind), where)
            for array, kind in zip((x, dy), kinds, strict=True)
        ]
        out = guarded.fenced(np.zeros(problem.filter_shape, numpy_dtype(problem.dtype)), where)
        guarded.launch_all(problem, plan, *arrays, out)
        assert_right(problem, out, x, dy, plan=plan)
    return len(plans)


# ---- layers whose right bits are known at once ----


class Layer:
    """A small problem of whole numbers: its sums are exact, so every bit is the formula's."""

    def __init__(self, rng):
        while True:  # until Winograd's algorithm, which rounds, is not asked
            n, c, k = rng.randint(1, 3), rng.randint(1, 12), rng.randint(1, 20)
            h, w = rng.randint(3, 30), rng.randint(3, 60)
            sizes = rng.randint(1, 3), rng.randint(1, 3), c, k
            self.args = sizes, (1, rng.randint(1, 2), rng.randint(1, 2), 1), "SAME"
            dtype = rng.choice(DTYPES)
            self.problem = Problem.make((n, h, w, c), sizes, None, *self.args[1:], dtype=dtype)
            if self.problem.macs < LEAST_MACS:
                break
        self.x, self.dy = whole(self.problem, rng.randrange(2**32))
        exact = filter_gradient(self.problem, self.x, self.dy)
        self.right = exact.astype(numpy_dtype(dtype))

    def check(self):
        """Compute it, and compare every bit."""
        sizes, strides, padding = self.args
        got = fg.conv2d_backprop_filter(self.x, sizes, self.dy, strides, padding)
        assert np.array_equal(got, self.right), self.problem


class Large:
    """A layer that several threads share, with panels of their own."""

    def __init__(self):
        self.problem = Problem.make(
            (4, 28, 28, 32), (3, 3, 32, 64), None, (1, 1, 1, 1), "SAME", dtype="float16"
        )
        self.gradient = Gradient(self.problem, "highest")
        self.x, self.dy = normal(self.problem)
        self.right = {}  # by instruction set: a signal's handler may find any of them in force
        before = fg.get_num_threads()
        fg.set_num_threads(1)
        for row in host.available():
            with knobs.override(isa=row.name):
                got = self.right[row] = self.gradient(self.x, self.dy)
                assert_right(self.problem, got, self.x, self.dy, plan=self.gradient.plan)
        fg.set_num_threads(before)

    def check(self):
        """Compute it, and compare every bit with what one thread made of it."""
        np.testing.assert_array_equal(self.gradient(self.x, self.dy), self.right[host.chosen()])


def many_threads(rng):
    """Threads that call known and new layers at once, while another changes their number."""
    known = [Large(), *(Layer(rng) for _ in range(5))]
    for layer in known:
        layer.check()
    known += [Layer(rng) for _ in range(3)]  # not seen before: compiled by several at once
    threads, each = rng.randint(2, 16), 400
    orders = [[rng.randrange(len(known)) for _ in range(each)] for _ in range(threads)]
    numbers = [rng.randint(1, 8) for _ in range(20)]
    start, faults = threading.Barrier(threads + 1), []

    def call(order):
        start.wait()
        try:
            for at in order:
                known[at].check()
        except BaseException as fault:
            faults.append(fault)

    running = [threading.Thread(target=call, args=(order,)) for order in orders]
    for thread in running:
        thread.start()
    start.wait()
    for number in numbers:
        fg.set_num_threads(number)
        known[0].check()
    for thread in running:
        thread.join()
    if faults:
        raise faults[0]
    return {"threaded calls": threads * each + len(numbers)}


# ---- many shapes ----

_held = []  # (shapes, bytes, mappings of memory) as this process went on


def many_shapes(rng):
    """New shapes, one after the other: what a process holds stays as it is."""
    done = _held[-1][0] if _held else 0
    number = 20
    with knobs.override(cache="off"):
        for _ in range(number):
            Layer(rng).check()
    maps = Path("/proc/self/maps")
    mappings = len(maps.read_text().splitlines()) if maps.exists() else 0
    held = resident() if sys.platform == "linux" else 0
    _held.append((done + number, held, mappings))
    print(*_held[-1], flush=True)
    if done > SETTLED:
        first = [entry for entry in _held if entry[0] <= SETTLED]
        assert held < max(entry[1] for entry in first) + GROWTH, ("bytes held", _held[-1])
        assert mappings < max(entry[2] for entry in first) + MAPPINGS, ("mappings", _held[-1])
    return {"shapes": number}


CASES = {
    "problems": any_problems,
    "plans": any_plans,
    "threads": many_threads,
    "shapes": many_shapes,
}
