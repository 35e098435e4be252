"""What a compilation looks like to those who ask: FILTERGRAD_DEBUG, FILTERGRAD_DUMP, spill check.

In: a `Kernel` and the candidates it was chosen from. Out: text. Floor 4.
"""

from __future__ import annotations

import functools
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from filtergrad import files, knobs

from . import jit, pool
from .choose import AnyPlan
from .cost import Price
from .depthwise_plan import DepthwisePlan
from .peak import Peak
from .plan import Plan
from .run import Kernel
from .winograd_plan import WinogradPlan

Ranked = list[tuple[Price, AnyPlan]]
PAIRS = {"": "", "n": "pairs of images, ", "p": "pairs of rows, "}


def compiled(kernel: Kernel, ranked: Ranked) -> None:
    """Show, dump and check a kernel that was just made, as far as the knobs ask for it."""
    settings = knobs.current()
    if settings.check_spills:
        check_spills(kernel)
    if settings.dump is not None:
        dump(kernel, ranked, settings.dump)
    parts = (
        (2, lambda: candidates(ranked)),
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
    share = flops / _peak(kernel.plan.number, pool.get_num_threads())
    print(
        f"filtergrad {kernel.problem.input_shape} -> {kernel.problem.filter_shape} "
        f"{kernel.problem.dtype} {kernel.problem.data_format}: {seconds * 1e3:.3f} ms, "
        f"{flops / 1e9:.1f} GFLOP/s, {share:.0%} of the multiply-add peak",
        file=sys.stderr,
    )


def candidates(ranked: Ranked, most: int = 12) -> str:
    """The cheapest plans with their prices in thousands of cycles."""
    lines = [
        "candidates (thousand cycles of one core; wall: of a team)",
        "      wall   multiply     call     miss     pack   memory   finish  plan",
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
        lines.append(f"{cells}  {summary(plan)}")
    return "\n".join(lines)


def summary(plan: AnyPlan) -> str:
    """A plan in one short line."""
    if isinstance(plan, WinogradPlan):
        return _winograd_summary(plan)
    if isinstance(plan, DepthwisePlan):
        return _depthwise_summary(plan)
    packed = "+".join(
        name for name, is_packed in (("x", plan.x_packed), ("dy", plan.dy_packed)) if is_packed
    )
    rows, columns = plan.tile
    block, cut = ("x".join(map(str, numbers)) for numbers in (plan.block, plan.cut))
    return (
        f"{'x and dy swapped, ' if plan.swapped else ''}"
        f"{f'patches of {plan.patch} columns, ' if plan.patch > 1 else ''}"
        f"{PAIRS[plan.pairs]}"
        f"lanes over {plan.lane}{' merged' if plan.merged else ''}, "
        f"tile {rows}x{columns}x{plan.lanes}, packed {packed or 'nothing'}, block {block}, "
        f"split {plan.split}, cut {cut}, "
        f"{plan.chain} partials{'' if plan.partials else ' (dW itself)'}"
    )


def nest(plan: AnyPlan) -> str:
    """The loop nest as pseudo-code."""
    if isinstance(plan, WinogradPlan):
        lines = _winograd_nest(plan)
    elif isinstance(plan, DepthwisePlan):
        lines = _depthwise_nest(plan)
    else:
        lines = _direct_nest(plan)
    text, depth = [], 0
    for line in filter(None, lines):
        if line.startswith(("partial", "dW[")):
            depth -= 1
        text.append("    " * depth + line)
        depth += line.endswith(":") or ":  " in line
    if not plan.direct:
        text.append(f"parallel for rows of dW: dW = round(sum of {plan.split} partials in order)")
    return "\n".join(text)


def _winograd_summary(plan: WinogradPlan) -> str:
    (h, w), (m_h, m_w), (rows, columns) = plan.axes, plan.outputs, plan.tile
    saved = h.taps * m_h * w.taps * m_w / plan.products
    cut = "x".join(map(str, plan.cut))
    return (
        f"Winograd F({h.taps}x{w.taps}, {m_h}x{m_w}), {saved:.3g} times fewer products, "
        f"tile {rows}x{columns}x{plan.lanes}, chunks of {plan.chunk} tiles, "
        f"split {plan.split}, cut {cut}, "
        f"{plan.chain} partials{'' if plan.partials else ' (dW itself)'}"
    )


def _winograd_nest(plan: WinogradPlan) -> list[str | None]:
    m_h, m_w = plan.outputs
    return [
        f"parallel for task in {plan.tasks}:                # split x groups x dy x x",
        f"for g in groups of the task ({plan.problem.g} in all):",
        f"for chunk of {plan.chunk} tiles of {m_h} x {m_w} outputs, of the task's split:",
        f"v[{plan.products}][tile][c] = X @ patches of x @ X'",
        f"u[{plan.products}][tile][k] = Y @ patches of dy @ Y'",
        f"for product in {plan.products}:",
        "for k_tile, c_tile:",
        "sums[product] += outer products of v[product], u[product] over the tiles",
        "dW[...] = A @ sums @ A'" if plan.direct else "partial[...] = A @ sums @ A'",
    ]


def _depthwise_summary(plan: DepthwisePlan) -> str:
    packed = "+".join(
        name for name, is_packed in (("x", plan.x_packed), ("dy", plan.dy_packed)) if is_packed
    )
    return (
        f"depthwise, steps of {plan.step} pixels by {plan.lanes} channels, "
        f"{'all filter rows' if plan.fused else 'a filter row'} at a time, "
        f"packed {packed or 'nothing'}, block {'x'.join(map(str, plan.block))}, "
        f"split {plan.split}, cut {plan.cut}, "
        f"{plan.chain} partials{'' if plan.partials else ' (dW itself)'}"
    )


def _depthwise_nest(plan: DepthwisePlan) -> list[str | None]:
    n, p, q = plan.block
    return [
        f"parallel for task in {plan.tasks}:                # split x vectors of channels",
        f"for n, q, p in blocks of {n} x {q} x {p} of the task's split ({plan.split} in all):",
        "x_panel = pack(x)" if plan.x_packed else None,
        "dy_panel = pack(dy)" if plan.dy_packed else None,
        "for n, p in the block:",
        "for r that sees the image:" if not plan.fused else "for all r that see the image at once:",
        f"for {plan.step} pixels q of the row:",
        "for vector of the task's channels:",
        "acc[r][s][vector] += x[vector] * dy[vector]     # every s that sees the image",
        "partial += acc",
    ]


def _direct_nest(plan: Plan) -> list[str | None]:
    n, p, q = plan.block
    divided = "split x groups x filter rows x tiles of dy x tiles of x"
    return [
        f"parallel for task in {plan.tasks}:                # {divided}",
        f"for n, p, q in blocks of {n} x {p} x {q} of the task's split ({plan.split} in all):",
        f"for g in groups of the task ({plan.groups} in all):" if plan.lane != "g" else None,
        f"for r0, s0 in taps by {plan.taps[0]} x {plan.taps[1]}:" if plan.x_packed else None,
        "x_panel = pack(x)" if plan.x_packed else None,
        f"for dy_tile in {' + '.join(f'{b.count} of {b.size}' for b in plan.dy_bands)}:",
        "dy_panel = pack(dy)" if plan.dy_packed else None,
        "for r in r0...:" if plan.merged else "for r, s in r0..., s0...:",
        f"for x_tile in {' + '.join(f'{b.count} of {b.size}' for b in plan.x_bands)}:",
        "acc = 0                      # registers",
        "for n, p, q in valid pixels of the block:",
        "acc += outer(x, dy)" + (" of both numbers of a pair" if plan.pairs else ""),
        "partial[tile] += acc",
    ]


def spills(kernel: Kernel) -> dict[str, int]:
    """Vector registers moved to and from the stack, by tile."""
    names = re.findall(r"^(tile_\w+):", kernel.binary.assembly, re.MULTILINE)
    return {name: jit.spills(kernel.binary.assembly, name) for name in names}


def check_spills(kernel: Kernel) -> None:
    """Fail if an accumulator of a tile lives on the stack."""
    bad = {name: count for name, count in spills(kernel).items() if count}
    if bad:
        raise AssertionError(f"accumulators spilled to the stack: {bad} in {kernel.plan}")


def dump(kernel: Kernel, ranked: Ranked, folder: Path) -> None:
    """Write every stage of a kernel to files in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{kernel.problem.dtype}-{kernel.binary.key[:16]}"
    stages = {
        "plan.txt": f"{kernel.problem}\n{kernel.plan}\n\n"
        f"{nest(kernel.plan)}\n\n{candidates(ranked)}\n".encode(),
        "ll": kernel.binary.ir.encode(),
        "optimized.ll": kernel.binary.optimized_ir.encode(),
        "s": kernel.binary.assembly.encode(),
        "o": kernel.binary.code,
    }
    for suffix, content in stages.items():
        files.write(folder / f"{stem}.{suffix}", content)
