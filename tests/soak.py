"""Soak: random problems, plans, threads, forks, signals and exceptions, for as long as it is told.

    python tests/soak.py --seconds 3600 --seed 7        every kind in turn
    python tests/soak.py --only forks --seed 7 --first 12 --last 14

It stops at the first fault, with the line that brings it about again. A case is made of its kind,
the seed and its number; cases run in processes of their own, one after the other, watched for
hangs. Where threads race, a second try may be needed.
"""

import argparse
import faulthandler
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HANGS = 180.0  # seconds after which a case is taken to hang, unless told otherwise
SLICE = 20.0  # seconds for which a process goes on with cases of a kind
KINDS = ("problems", "plans", "threads", "forks", "signals", "exceptions", "shapes", "gpu")
LONG = ("shapes",)  # one process has all the time: memory must not grow in it


class Fault(Exception):  # noqa: N818 - that is what it is
    """A case that went wrong: its kind, its number, and what was printed."""


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long, in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=KINDS, action="append", help="a kind; may be repeated")
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--last", type=int, help="of the last one, whatever the time")
    parser.add_argument("--hangs", type=float, default=HANGS, help="seconds that a case may take")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    parser.add_argument("--report", type=int, help=argparse.SUPPRESS)  # in a child: where to
    options = parser.parse_args(words)
    if options.report is not None:
        return child(options)
    total, start = Counter(), time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="filtergrad-soak") as folder:
            soak(options, total, folder)
    except Fault as fault:
        print(*fault.args, sep="\n", file=sys.stderr)
        return 1
    finally:
        show(total, time.monotonic() - start, options.json)
    return 0


def soak(options, total, folder):
    """Let the kinds take turns until the time is over; raise the first `Fault`."""
    kinds = options.only or KINDS
    following = dict.fromkeys(kinds, options.first)
    end, share = time.monotonic() + options.seconds, options.seconds / len(kinds)
    if options.last is not None:
        for kind in kinds:
            run(kind, options, options.first, 0.0, total, folder)
        return
    turns = max(1, round(share / SLICE))
    for turn in range(turns):
        for kind in kinds:
            if kind in LONG and turn:
                continue
            seconds = share if kind in LONG else share / turns
            seconds = max(0.1, min(seconds, end - time.monotonic()))
            following[kind] = run(kind, options, following[kind], seconds, total, folder)


def run(kind, options, first, seconds, total, folder):
    """Run cases of a kind in a process, for so many seconds; return the next one's number."""
    reading, writing = os.pipe()
    with Path(folder, "printed").open("w+") as printed:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__, "--only", kind, f"--seed={options.seed}",
             f"--first={first}", f"--seconds={seconds}", f"--report={writing}",
             f"--hangs={options.hangs}",
             *([f"--last={options.last}"] if options.last is not None else [])],
            pass_fds=(writing,), stdout=printed, stderr=printed, stdin=subprocess.DEVNULL,
            env=os.environ | {"FILTERGRAD_CACHE_DIR": str(Path(folder, "kernels"))},
        )  # fmt: skip
        os.close(writing)
        number, whole = first - 1, True
        with os.fdopen(reading) as reports:
            for line in reports:
                number, counts = json.loads(line)
                whole = counts is not None
                total.update(counts or {})
        code = process.wait()
        if code or not whole:
            printed.seek(0)
            text = "\n".join(printed.read().splitlines()[-150:])
            again = f"python tests/soak.py --only {kind} --seed {options.seed}"
            lines = [text, f"{kind}: case {number} ended with {code}. To see it again:"]
            lines += [f"    {again} --first {number} --last {number}"]
            if number > first:
                lines += ["or, with all that this process had done before:"]
                lines += [f"    {again} --first {first} --last {number}"]
            raise Fault("\n".join(lines))
    return number + 1


def child(options):
    """Run cases until the time is over, telling of each before and after it."""
    faulthandler.enable()
    (kind,) = options.only
    case = cases(kind)
    number, end = options.first, time.monotonic() + options.seconds

    def over():
        return time.monotonic() > end if options.last is None else number > options.last

    with os.fdopen(options.report, "w") as report:
        while number == options.first or not over():
            faulthandler.dump_traceback_later(options.hangs, exit=True)
            report.write(json.dumps([number, None]) + "\n")
            report.flush()
            counts = case(random.Random(f"{kind} {options.seed} {number}"))
            report.write(json.dumps([number, {"cases": 1, **counts}]) + "\n")
            report.flush()
            number += 1
    faulthandler.cancel_dump_traceback_later()
    return 0


def cases(kind):
    """The function that makes a case of a kind."""
    if kind == "gpu":
        from helpers import soak_gpu  # its process has Triton's interpreter switched on

        return soak_gpu.CASES[kind]
    from helpers import soak_cases, soak_harm

    return soak_cases.CASES.get(kind) or soak_harm.CASES[kind]


def show(total, seconds, as_json):
    """Print what was done."""
    counts = {name: total[name] for name in sorted(total)}
    if as_json:
        print(json.dumps({"seconds": round(seconds), **counts}))
        return
    for name, count in {**counts, "seconds": round(seconds)}.items():
        print(f"{count:>12,} {name}")


if __name__ == "__main__":
    sys.exit(main())
