"""The switches hold: against exceptions at any line, from any thread, at any depth, at the end."""

import contextlib
import gc
import itertools
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="`make hosts` installs it")
from torch import nn  # noqa: E402
from torch.nn.functional import conv2d  # noqa: E402

import filtergrad.torch as fgt  # noqa: E402
from filtergrad.reports import MARK  # noqa: E402
from filtergrad.torch import state, switch  # noqa: E402

pytestmark = pytest.mark.usefixtures("quick_collector")
HOME = str(Path(switch.__file__).parent)


@pytest.fixture
def on(counted):
    """A function that tells whether the switch is on, by a gradient."""

    def ours():
        counted.clear()
        weight = torch.ones(2, 2, 3, 3, requires_grad=True)
        conv2d(torch.ones(1, 2, 5, 5), weight).sum().backward()
        assert torch.equal(weight.grad, torch.full((2, 2, 3, 3), 9.0))
        return len(counted) == 1

    return ours


def forget():
    """As in a process that has no kernel of ours yet."""
    state.native = False
    switch._state.clear()


class Interrupt(BaseException):
    """As from a signal's handler."""


@contextlib.contextmanager
def interrupted(at):
    """Raise at the line number ``at``, on as they are run in our files; tells how many ran."""
    ran = itertools.count()

    def trace(frame, event, argument):
        if not frame.f_code.co_filename.startswith(HOME):
            return None
        if event == "line" and next(ran) == at:
            sys.settrace(None)
            raise Interrupt
        return trace

    sys.settrace(trace)
    try:
        yield ran
    finally:
        sys.settrace(None)


def everywhere(work):
    """Do it again and again, each time with an exception one line later, until it gets through."""
    for at in itertools.count():
        stopped = False
        try:
            with interrupted(at):
                work()
        except Interrupt:
            stopped = True
        yield stopped
        if not stopped:
            assert at > 0
            return


def block():
    with fgt.enabled():
        pass


def nested():
    with fgt.enabled() as _, fgt.enabled():
        pass


@fgt.enabled()
def decorated():
    pass


def stacked():
    with contextlib.ExitStack() as stack:
        stack.enter_context(fgt.enabled())


@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
@pytest.mark.parametrize("work", [block, nested, decorated, stacked])
def test_an_exception_leaves_no_block_inside(on, work, first):
    for _ in everywhere(work):
        gc.collect()  # an `ExitStack` that was interrupted is a cycle, and holds its blocks
        assert not on()
        with fgt.enabled():
            assert on()
        assert not on()
        if first:
            forget()  # as in a process that has no kernel of ours yet


@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_an_exception_leaves_the_switch_as_it_was_or_as_it_shall_be(on, first):
    for stopped in everywhere(fgt.enable):
        assert stopped or on()
        fgt.disable()
        assert not on()
        if first:
            forget()
    fgt.enable()
    for stopped in everywhere(fgt.disable):
        assert stopped == on()


@pytest.mark.parametrize("change", [fgt.swap, fgt.unswap])
def test_an_exception_swaps_all_or_nothing(change):
    model = nn.Sequential(*[nn.Conv2d(2, 2, 3) for _ in range(4)])
    model[2] = fgt.swap(model[2])
    before = [MARK in vars(layer) for layer in model]
    every = [change is fgt.swap] * 4
    for stopped in everywhere(lambda: change(model)):
        after = [MARK in vars(layer) for layer in model]
        assert after in ([before, every] if stopped else [every])
        for layer, was in zip(model, before, strict=True):
            (fgt.swap if was else fgt.unswap)(layer)


def test_blocks_nest_and_are_used_again(on):
    switch = fgt.enabled()
    with switch:
        with switch:
            assert on()
        assert on()
    assert not on()
    with contextlib.ExitStack() as stack:
        stack.enter_context(switch)
        assert on()
    assert not on()
    assert fgt.enabled()(on)()

    @fgt.enabled()
    def fails():
        assert on()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not on()


def test_a_handler_may_switch_in_the_middle(on):
    """What a signal's handler or a destructor does, at every line of what it interrupts."""
    for at in range(30):
        ran = itertools.count()

        def trace(frame, event, _argument, ran=ran, at=at):
            if frame.f_code.co_filename.startswith(HOME) and event == "line" and next(ran) == at:
                block()
                fgt.enable()
                fgt.disable()
            return trace

        forget()
        sys.settrace(trace)
        try:
            with fgt.enabled():
                sys.settrace(None)
                assert on()
        finally:
            sys.settrace(None)
        assert not on()


def test_threads_switch_while_others_learn():
    """The dispatcher stays as it is, so nobody is in anybody's way."""
    done, wrong = threading.Event(), []

    def learn():
        weight, x = torch.ones(2, 2, 3, 3, requires_grad=True), torch.ones(1, 2, 5, 5)
        while not done.is_set():
            (grad,) = torch.autograd.grad(conv2d(x, weight).sum(), weight)
            if not torch.equal(grad, torch.full((2, 2, 3, 3), 9.0)):
                wrong.append(grad)

    def turn():
        for _ in range(300):
            with fgt.enabled():
                fgt.enable()
            fgt.disable()

    learners = [threading.Thread(target=learn) for _ in range(2)]
    switchers = [threading.Thread(target=turn) for _ in range(2)]
    for thread in (*learners, *switchers):
        thread.start()
    for thread in switchers:
        thread.join()
    done.set()
    for thread in learners:
        thread.join()
    assert not wrong
    assert not state.blocks


DEEP = """
import ctypes, sys, torch, filtergrad.torch as fgt
layer, done, stopped = fgt.swap(torch.nn.Conv2d(2, 3, 3)), 0, 0
def learn(size):
    layer(torch.ones(1, 2, size, size)).sum().backward()
    fgt.conv2d_weight(torch.ones(1, 2, size, 9), (3, 2, 3, 3), torch.ones(1, 3, size - 2, 7))
def down(depth, size):
    return down(depth - 1, size) if depth else learn(size)
fgt.enable()
limit = sys.getrecursionlimit()
for size, depth in enumerate(range(limit - 260, limit, 13), 5):
    try:
        down(depth, size)
        done += 1
    except (RuntimeError, ctypes.ArgumentError) as error:
        assert "recursion" in str(error), error
        stopped += 1
assert done and stopped, (done, stopped)
learn(300)
"""

LATE = """
import atexit
def late():
    torch.nn.functional.conv2d(x, weight).sum().backward()
    assert weight.grad.eq(15).all()
    layer(x).sum().backward()
    dw = fgt.conv2d_weight(x.requires_grad_(), (3, 2, 3, 3), torch.ones(1, 3, 3, 5))
    assert dw.eq(15).all()
    dw.sum().backward()
    assert x.grad is not None
    print("late")
atexit.register(late)  # before PyTorch's own handlers, so it runs after them
import torch, filtergrad.torch as fgt
x, weight = torch.ones(1, 2, 5, 7), torch.ones(3, 2, 3, 3, requires_grad=True)
layer = fgt.swap(torch.nn.Conv2d(2, 3, 3))
fgt.enable()
"""


@pytest.mark.parametrize("debug", ["", "1"], ids=["native", "python"])
@pytest.mark.parametrize(("code", "said"), [(DEEP, ""), (LATE, "late")], ids=["deep", "late"])
def test_at_any_depth_and_at_the_end(code, said, debug):
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | ({"FILTERGRAD_DEBUG": debug} if debug else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert said in done.stdout, done.stderr
