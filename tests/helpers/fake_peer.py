"""A peer for the tests; the variables FAKE and FAKE_START say how it behaves."""

import os
import sys
import time

from filtergrad.reference import filter_gradient


def start(threads):
    if os.environ.get("FAKE_START"):
        raise ImportError("libfake.so is not there")
    print("noise that is no answer")
    return {"fake": f"1.0 with {threads}"}


def variants(problem, x, dy):
    def right():
        return lambda: filter_gradient(problem, x, dy, problem.dtype)

    def wrong():
        return lambda: 2 * filter_gradient(problem, x, dy, problem.dtype)

    def refuses():
        raise NotImplementedError("no such\nlayer {{node}} here [Op:Fake]")

    def crashes():
        print("Check failed: stride > 7", file=sys.stderr, flush=True)
        os.abort()

    def hangs():
        return lambda: time.sleep(60)

    def dies_late():
        calls = []

        def call():
            calls.append(1)
            if len(calls) > 1:
                os._exit(3)
            return filter_gradient(problem, x, dy, problem.dtype)

        return call

    def slow():
        def call():
            time.sleep(0.05)
            return filter_gradient(problem, x, dy, problem.dtype)

        return call

    known = locals()
    return {name: known[name] for name in os.environ["FAKE"].split(",")}


def values(problem, dw):
    return dw
