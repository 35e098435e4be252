"""How long planning takes: every layer of the tables, new to the process and in a new size.

    python tests/planning.py x86-64-v4 x86-64-v3 --dtype bfloat16

Times are of this thread's own work; the least of a few tries counts, for a shared machine is slow
now and then.
"""

import argparse
import dataclasses
import sys
import time

from filtergrad.bench.cases import read_cases, table_names
from filtergrad.cpu import choose
from filtergrad.cpu.base import bands, isa, partials
from filtergrad.cpu.depthwise import segments
from filtergrad.cpu.direct import counts
from filtergrad.cpu.run import pricing
from filtergrad.cpu.winograd import bilinear, candidates
from filtergrad.engine import Layout, Spec

TRIES = 5
KEPT = (
    bands.balanced, bands.vectors, partials.partials, segments._counted, counts.ways,
    bilinear.axis, bilinear._square_gain, candidates._patches, candidates._cuts,
)  # fmt: skip


def main(given):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    rows = [row.name for row in isa.ROWS]
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(rows)}")
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--numpy", action="store_true", help="price without code")
    asked = parser.parse_args(given)
    names = asked.rows
    if not asked.numpy:
        pricing.compile_all(choose.ESTIMATES)
    if wrong := set(names) - set(rows):
        parser.error(f"no row {min(wrong)!r}: {', '.join(rows)}")
    cases = [case for name in table_names() for case in read_cases(name)]
    for name in names or ("x86-64-v4", "x86-64-v3"):
        row = isa.named(name)
        for words, times in (
            ("new to the process", [new(case, row, asked.dtype) for case in cases]),
            ("a new size", [resized(case, row, asked.dtype) for case in cases]),
        ):
            times.sort()
            worst, high = times[-1], times[len(times) * 95 // 100]
            middle = times[len(times) // 2]
            print(f"{name}, {words}: median {middle:.2f} ms, 95 % {high:.2f}, worst {worst:.2f}")


def new(case, row, dtype):
    """Milliseconds to plan a layer of which nothing is known."""
    return min(timed(spec(case, dtype), row, KEPT) for _ in range(TRIES))


def resized(case, row, dtype):
    """Milliseconds to plan a layer that is known in another size."""
    timed(spec(case, dtype), row)
    sizes = [dataclasses.replace(case, batch=case.batch + 1 + i) for i in range(TRIES)]
    return min(timed(spec(one, dtype), row) for one in sizes)


def spec(case, dtype):
    dense = Layout("rows", dense=True)
    return Spec(case.problem(dtype), dense, dense)


def timed(asked, row, forget=()):
    for kept in forget:
        kept.cache_clear()
    start = time.thread_time()
    choose.choose(asked, row)
    return (time.thread_time() - start) * 1e3


if __name__ == "__main__":
    main(sys.argv[1:])
