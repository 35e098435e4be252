"""What a compilation looks like to those who ask: FILTERGRAD_DEBUG, FILTERGRAD_DUMP, spill check.

In: a `Kernel` and the candidates it was chosen from. Out: text.
"""

from __future__ import annotations

import functools
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from filtergrad import files, knobs
from filtergrad.lines import code, filled

from . import choose
from .base.algorithm import Priced
from .base.plan import Plan
from .run import jit, pool
from .run.kernel import Kernel
from .run.peak import Peak


def compiled(kernel: Kernel, ranked: Callable[[], list[Priced]]) -> None:
    """Show, dump and check a kernel that was just made, as far as the knobs ask for it.

    ``ranked`` lists the candidates: only some of the knobs want to see them.
    """
    settings = knobs.current()
    if settings.check_spills:
        check_spills(kernel)
    if settings.dump is not None:
        dump(kernel, ranked(), settings.dump)
    parts = (
        (2, lambda: table(ranked())),
        (3, lambda: nest(kernel.plan)),
        (4, lambda: kernel.binary.ir),
        (5, lambda: f"{kernel.binary.assembly}\n; spills by tile: {spills(kernel)}"),
    )
    for level, text in parts:
        if settings.debug >= level:
            print(text(), file=sys.stderr)


@functools.cache
def _peak(number: str, threads: int) -> float:
    """The multiply-add peak in flop/s, measured at the first question."""
    return Peak(number, threads).rate(5e-3)


def timed(kernel: Kernel, call: Callable[[], None]) -> None:
    """Run ``call``, a launch of ``kernel``, and print one line about it."""
    start = time.perf_counter()
    call()
    seconds = time.perf_counter() - start
    flops = 2 * kernel.problem.macs / seconds
    share = flops / _peak(kernel.plan.compute_dtype, pool.get_num_threads())
    print(
        f"filtergrad {kernel.problem.input_shape} -> {kernel.problem.filter_shape} "
        f"{kernel.problem.dtype} {kernel.problem.data_format}: {seconds * 1e3:.3f} ms, "
        f"{flops / 1e9:.1f} GFLOP/s, {share:.0%} of the multiply-add peak",
        file=sys.stderr,
    )


def table(ranked: list[Priced], most: int = 12) -> str:
    """The cheapest plans with their prices in thousands of cycles."""
    rows = [
        "candidates (thousand cycles of one core; wall: of a team)",
        "      wall   multiply     call     miss     pack   memory   finish; plan",
    ]
    for price, plan in ranked[:most]:
        numbers = (
            price.wall,
            price.multiply,
            price.call,
            price.miss,
            price.pack,
            price.memory,
            price.finish,
        )
        widths = (10, 10, 8, 8, 8, 8, 8)
        cells = " ".join(
            f"{number / 1e3:>{width}.1f}" for number, width in zip(numbers, widths, strict=True)
        )
        rows += [cells, filled(summary(plan), " " * 6)]
    return "\n".join(rows)


def summary(plan: Plan) -> str:
    """A plan in one short line."""
    return choose.algorithm(plan).summary(plan)


def nest(plan: Plan) -> str:
    """The loop nest as pseudo-code."""
    text, depth = [], 0
    for line in choose.algorithm(plan).nest(plan):
        if line.startswith(("partial", "dW[")):
            depth -= 1
        text += code("    " * depth + line)
        depth += line.endswith(":") or ":  " in line
    if not plan.writes_dw:
        text.append(f"parallel for rows of dW: dW = round(sum of {plan.split} partials in order)")
    return "\n".join(text)


def spills(kernel: Kernel) -> dict[str, int]:
    """Vector registers moved to and from the stack, by tile."""
    names = re.findall(r"^(tile_\w+):", kernel.binary.assembly, re.MULTILINE)
    return {name: jit.spills(kernel.binary.assembly, name) for name in names}


def check_spills(kernel: Kernel) -> None:
    """Fail if an accumulator of a tile lives on the stack."""
    bad = {name: count for name, count in spills(kernel).items() if count}
    if bad:
        raise AssertionError(f"accumulators spilled to the stack: {bad} in {kernel.plan}")


def dump(kernel: Kernel, ranked: list[Priced], folder: Path) -> None:
    """Write every stage of a kernel to files in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{kernel.problem.dtype}-{kernel.binary.key[:16]}"
    stages = {
        "plan.txt": f"{kernel.problem}\n{kernel.plan}\n\n"
        f"{nest(kernel.plan)}\n\n{table(ranked)}\n".encode(),
        "ll": kernel.binary.ir.encode(),
        "optimized.ll": kernel.binary.optimized_ir.encode(),
        "s": kernel.binary.assembly.encode(),
        "o": kernel.binary.code,
    }
    for suffix, content in stages.items():
        files.write(folder / f"{stem}.{suffix}", content)
