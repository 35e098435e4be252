"""The command line of a run: see `docs/gpu`.

In: ``--seconds``, ``--out``, ``--suite``. Out: the summary on standard output; 1 if there is
nothing to measure.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .run import Options, fresh_folder, run
from .tasks import SUITES, TOTAL


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print the summary."""
    parser = argparse.ArgumentParser(
        prog="python -m filtergrad.bench.gpu", description="Measure the GPU engine on a device."
    )
    parser.add_argument("--seconds", type=float, default=TOTAL, help="for the whole run")
    parser.add_argument("--out", type=Path, help="the folder of the results")
    parser.add_argument("--suite", action="append", help="a table of layers, or a CSV file")
    given = parser.parse_args(arguments)
    out = given.out or (Path(os.environ["OUT"]) if os.environ.get("OUT") else fresh_folder())
    trouble = run(Options(given.seconds, out, tuple(given.suite or SUITES)))
    if trouble:
        print(trouble, file=sys.stderr)
        return 1
    print((out / "summary.md").read_text(encoding="utf-8"))
    print(f"results: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
