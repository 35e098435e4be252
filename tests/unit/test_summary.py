"""`FILTERGRAD_SUMMARY`: what is counted, and how it is told."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

import filtergrad as fg
from filtergrad import knobs, summary


@pytest.fixture(autouse=True)
def _nothing_before():
    summary.forget()
    yield
    summary.forget()


def call(times=1):
    x, dy = np.ones((2, 5, 5, 3), np.float32), np.ones((2, 3, 3, 4), np.float32)
    for _ in range(times):
        fg.conv2d_backprop_filter(x, [3, 3, 3, 4], dy, [1, 2, 2, 1], "SAME")


def test_nothing_is_counted_unless_asked_for():
    call()
    assert not summary.rows()
    assert summary.text() == "filtergrad: no weight gradient was asked for"


def test_calls():
    with knobs.override(summary=1):
        call(3)
    (row,) = summary.rows()
    assert (row.host, row.layer) == ("Python", "float32 NHWC 2x5x5x3 filter 3x3x3x4 stride 2,2")
    assert (row.ours, row.calls) == (True, 3)
    assert 0 < row.first <= row.seconds
    problem = fg.compile((2, 5, 5, 3), (3, 3, 3, 4), (1, 2, 2, 1), "SAME")
    assert row.how == problem.engine.summary(problem.plan)


def test_each_thread_counts_for_itself():
    def work():
        for _ in range(1000):
            summary.count("a host", "a layer", "how", 1.0)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(row.calls for row in summary.rows()) == 4000
    assert sum(row.seconds for row in summary.rows()) == 4000


def test_the_table():
    summary.count("a", "layer", "quickly", 0.5)
    summary.count("a", "layer", "quickly", 0.25)
    summary.count("b", "layer", "it is too large", ours=False)
    summary.count("c", "layer on cuda:0", "the GPU's kernel")
    summary.seen("d", "x" * 30, "word " * 30)
    for address in (8, 16, 16):
        summary.native(address, "e", "layer", "by machine code", lambda: (2, 0.125, 0.0625))
    lines = summary.text().splitlines()
    assert lines[0] == ("filtergrad: 7 weight gradients in 1000.0 ms, 1 left to hosts")
    assert lines[2].split() == ["2", "750.0", "500.0", "a", "layer"]
    assert "left: it is too large" in lines[-2]
    assert all(len(line) <= 80 for line in lines[1:])
    calls = [(row.host, row.calls, row.seconds) for row in summary.rows()]
    assert calls[:2] == [("a", 2, 0.75), ("e", 4, 0.25)]
    assert set(calls[2:4]) == {("c", 1, None), ("d", None, None)}
    assert calls[4] == ("b", 1, None)


PROGRAM = """
import os, sys, numpy as np, filtergrad as fg
x, dy = np.ones((2, 5, 5, 3), np.float32), np.ones((2, 5, 5, 4), np.float32)
fg.conv2d_backprop_filter(x, [3, 3, 3, 4], dy, [1, 1, 1, 1], "SAME")
"""


@pytest.mark.parametrize("on", ["0", "1"])
def test_it_is_printed_at_the_end(on):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"FILTERGRAD_SUMMARY": on},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    assert done.stderr.startswith("filtergrad: 1 weight gradient in ") == (on == "1")
    assert bool(done.stderr) == (on == "1")
