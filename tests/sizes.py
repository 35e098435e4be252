"""What the first call of a layer takes, and of each new size of it: milliseconds beside the second.

    python tests/sizes.py --sizes 40 --every 4

Each layer of core_mix (every so many of them) is called on images of random sizes, half as large to
twice as large, in batches of 1 to 4. Times are of this process's own work with one thread: a second
call follows each first one, and the difference is what planning, code and its bookkeeping take. The
cache on disk is a new one.
"""

import argparse
import dataclasses
import os
import random
import statistics
import sys
import tempfile
import time

import numpy as np

import filtergrad as fg
from filtergrad.arrays import numpy_dtype
from filtergrad.bench.cases import read_cases
from filtergrad.cpu.run import jit

LARGEST = 4 << 20  # numbers of x: beyond, a call takes longer than what is measured here


def main(given):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, default=40, help="of each layer (default: 40)")
    parser.add_argument("--every", type=int, default=4, help="of so many layers one (default: 4)")
    parser.add_argument("--dtype", default="float32")
    asked = parser.parse_args(given)
    fg.set_num_threads(1)
    random.seed(15)
    compiled, compile_module = [], jit.compile_module

    def counted(*args, **named):
        compiled.append(1)
        return compile_module(*args, **named)

    jit.compile_module = counted
    extra(random_size(read_cases("core_mix")[0]), asked.dtype)  # the pool's code, too
    print(f"{'layer':28} {'first':>7} {'compiled':>9} {'late':>5} {'median':>7} {'95 %':>7}  ms")
    news, firsts = [], []
    for case in read_cases("core_mix")[:: asked.every]:
        firsts.append(extra(smaller(case), asked.dtype))
        times, late, before = [], 0, len(compiled)
        for at in range(asked.sizes):
            here = len(compiled)
            took = extra(random_size(case), asked.dtype)
            if len(compiled) == here:
                times.append(took)
            elif at >= asked.sizes // 2:
                late += 1
        times.sort()
        news += times
        print(
            f"{case.layer:28} {firsts[-1]:7.1f} {len(compiled) - before:9} {late:5} "
            f"{statistics.median(times):7.2f} {times[len(times) * 95 // 100]:7.2f}",
            flush=True,
        )
    news.sort()
    print(
        f"first call of a layer: median {statistics.median(firsts):.0f} ms, most {max(firsts):.0f}"
    )
    print(
        f"of a new size, nothing compiled: median {statistics.median(news):.2f} ms, "
        f"95 % {news[len(news) * 95 // 100]:.2f}; compiled for "
        f"{1 - len(news) / (asked.sizes * len(firsts)):.1%} of the sizes"
    )


def smaller(case):
    """The layer, on images that are no larger than they must be."""
    while case.batch * case.in_h * case.in_w * case.in_c > LARGEST:
        halves = {name: max(getattr(case, name) // 2, 1) for name in ("batch", "in_h", "in_w")}
        case = dataclasses.replace(case, **halves)
    taps = case.dil_h * (case.k_h - 1) + 1, case.dil_w * (case.k_w - 1) + 1
    return dataclasses.replace(case, in_h=max(case.in_h, taps[0]), in_w=max(case.in_w, taps[1]))


def random_size(case):
    """The layer on an image of another size."""
    sizes = (int(size * random.uniform(0.5, 2)) for size in (case.in_h, case.in_w))
    return smaller(dataclasses.replace(
        case, batch=random.randint(1, 4), **dict(zip(("in_h", "in_w"), sizes, strict=True))
    ))  # fmt: skip


def extra(case, dtype):
    """How many milliseconds the first call takes more than the second."""
    problem = case.problem(dtype)
    rng = np.random.default_rng(0)
    x, dy = (
        rng.standard_normal(shape, np.float32).astype(numpy_dtype(dtype))
        for shape in (problem.input_shape, problem.out_backprop_shape)
    )
    pads = (0, 0, problem.top, problem.bottom, problem.left, problem.right, 0, 0)
    times = []
    for _ in range(2):
        start = time.process_time()
        fg.conv2d_backprop_filter(
            x, problem.filter_shape, dy, (1, problem.u, problem.v, 1), "EXPLICIT",
            explicit_paddings=pads, dilations=(1, problem.dr, problem.ds, 1),
        )  # fmt: skip
        times.append(time.process_time() - start)
    return (times[0] - times[1]) * 1e3


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FILTERGRAD_CACHE_DIR"] = folder
        fg.knobs.reload()
        main(sys.argv[1:])
