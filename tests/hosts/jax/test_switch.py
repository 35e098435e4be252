"""However a block of `enabled` is entered and left, the switch is right.

An exception is raised at every line that entering and leaving run, as a signal's handler would.
"""

import gc
import sys
import threading

import pytest

import filtergrad.jax as fj
from filtergrad.jax import private

jax = pytest.importorskip("jax", reason="`make hosts` installs it")


# What strikes a block's end, when nobody has it any more, can reach nobody.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("quick_collector"),
]


class Struck(BaseException):
    """What a signal's handler raises."""


def strike(at, work):
    """Do the work, and raise at so many lines or calls from its begin; whether it came to that."""
    seen = 0

    def trace(frame, event, _):
        nonlocal seen
        if event in ("line", "call") and frame.f_code.co_filename.endswith("switch.py"):
            seen += 1
            if seen == at:
                sys.settrace(None)
                raise Struck
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    except Struck:
        pass
    finally:
        sys.settrace(before)
    return seen == at


def on():
    return private.switch.value


def one():
    with fj.enabled():
        pass


def nested():
    with fj.enabled():
        with fj.enabled():
            pass
        assert on()


def decorated():
    @fj.enabled()
    def inside(depth=2):
        assert on()
        return depth and inside(depth - 1)

    inside()
    assert not on()


@pytest.mark.parametrize("work", [one, nested, decorated])
def test_an_exception_at_every_line(work):
    at = 1
    while strike(at, work):
        gc.collect()
        assert not on(), f"left on by an exception at line {at}"
        with fj.enabled():
            assert on()
        assert not on()
        at += 1
    assert at > 10
    assert not on()


@pytest.mark.parametrize("work", [one, nested])
def test_an_exception_at_every_line_inside_a_block(work):
    """The block around it stays in force, and what is kept of the exception changes nothing."""
    at, kept = 1, []

    def keeping():
        try:
            work()
        except Struck as error:
            kept.append(error)
            raise

    more = True
    while more:
        with fj.enabled():
            more = strike(at, keeping)
            assert on(), f"taken away by an exception at line {at}"
        kept.clear()
        gc.collect()
        assert not on(), f"left on by an exception at line {at}"
        at += 1


def test_where_the_switch_is_on_for_all_threads():
    fj.enable()
    try:
        at = 1
        while strike(at, one):
            gc.collect()
            assert on()
            at += 1
    finally:
        fj.disable()
    assert not on()


def test_enable_and_disable_are_one_step():
    for work in (fj.enable, fj.disable):
        fj.disable()
        for at in range(1, 30):
            strike(at, work)
            fj.disable()
            assert not on()


def test_a_block_inside_of_itself():
    block = fj.enabled()
    with block:
        with pytest.raises(RuntimeError, match="this block is open"):
            block.__enter__()
        assert on()
    assert not on()
    with block:
        assert on()
    assert not on()


def test_a_block_that_was_never_left():
    block = fj.enabled()
    block.__enter__()
    assert on()
    del block
    gc.collect()
    assert not on()


def test_blocks_end_in_any_order():
    first, second = fj.enabled(), fj.enabled()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert on()
    second.__exit__(None, None, None)
    assert not on()
    second.__exit__(None, None, None)
    assert not on()


def test_a_block_that_another_thread_leaves():
    """The thread that leaves it keeps what its own blocks ask for."""
    block = fj.enabled()
    block.__enter__()
    told = []

    def other():
        block.__exit__(None, None, None)
        told.append(on())

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert told == [False]
    with fj.enabled():
        assert on()
    assert not on()
