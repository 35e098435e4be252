"""What it costs that code is told the sizes: the same plans with the sizes as constants, in turn.

    python tests/told.py core_mix --dtype float32 --only dw3

For each layer of a table both kinds of code run one after the other on the same arrays, in one
process; the ratios are told over constant, of the least times and of the medians.
"""

import argparse
import math
import statistics
import sys
import time

import numpy as np
from helpers.check import asked, normal
from helpers.launch import laid_out

from filtergrad.arrays import numpy_dtype
from filtergrad.bench.cases import read_cases
from filtergrad.cpu import choose
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.run import host, jit
from filtergrad.cpu.run.kernel import Kernel


def main(given):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("table", help="core_mix, tiny, ...")
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--only", default="", help="layers whose name begins so")
    parser.add_argument("--seconds", type=float, default=0.9, help="a layer (default: 0.9)")
    options = parser.parse_args(given)
    ratios = []
    for case in read_cases(options.table):
        if case.layer.startswith(options.only):
            least, middle = compared(case.problem(options.dtype), options.seconds)
            ratios.append((least, middle))
            print(f"{case.layer:30} least {least:.3f}, median {middle:.3f}", flush=True)
    if ratios:
        means = (
            math.exp(statistics.fmean(map(math.log, column)))
            for column in zip(*ratios, strict=True)
        )
        print("geometric means: least {:.3f}, median {:.3f}".format(*means))


def compared(problem, seconds):
    """How many times as long code takes that is told the sizes: least times and medians."""
    plan = choose.choose(asked(problem), host.chosen())
    x, dy = (laid_out(problem, array, "rows dense") for array in normal(problem))
    out = np.empty(problem.filter_shape, numpy_dtype(problem.dtype))
    kernels = [Kernel(problem, plan, assembled(one)) for one in (plan, plan.general)]
    steps = kernels[0].steps(x.strides), kernels[0].steps(dy.strides)
    times, end, number = ([], []), time.perf_counter() + seconds, 0
    while time.perf_counter() < end or number < 12:
        for at in (0, 1) if number % 2 else (1, 0):
            start = time.perf_counter()
            kernels[at].launch(x.ctypes.data, steps[0], dy.ctypes.data, steps[1], out.ctypes.data)
            if number > 1:  # the first calls warm up
                times[at].append(time.perf_counter() - start)
        number += 1
    constant, told = times
    return min(told) / min(constant), statistics.median(told) / statistics.median(constant)


def assembled(plan):
    """The code of a plan, with its sizes as constants unless it is general."""
    symbols = ("main",) if plan.writes_dw else ("main", "finish")
    target = host.native(host.chosen())
    return jit.assemble((repr(plan),), lambda: cpu.emit(plan), symbols, *target)


if __name__ == "__main__":
    main(sys.argv[1:])
