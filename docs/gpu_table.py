"""The model's table in gpu.md: rows of `core_mix` on sm_90, priced and not measured.

`pytest tests/house/test_docs.py --update-golden` writes it into the page; a test compares.
"""

from __future__ import annotations

import re
from dataclasses import replace

from filtergrad.bench.cases import Case, read_cases
from filtergrad.bench.result import mean
from filtergrad.engine import Priced
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.base.price import rate
from filtergrad.gpu.engine import Gpu
from filtergrad.gradient import Gradient

ARCH, DTYPE, LARGE = named("sm_90"), "bfloat16", 256
HEAD = (
    "| layer | images | floor, us | model, us | TFLOP/s | plan | workspace, MiB "
    f"| with {LARGE} images: model, us | TFLOP/s |"
)


def chosen(case: Case) -> tuple[Gradient, Priced]:
    """A layer's gradient, and its plan with its price."""
    gradient = Gradient(case.problem(DTYPE), "default", ARCH.name)
    return gradient, Gpu(ARCH).candidates(gradient.spec)[0]


def floor(gradient: Gradient) -> float:
    """Seconds that the nominal matrix unit or the nominal memory takes at least."""
    problem = gradient.problem
    products = 2 * problem.macs / rate(ARCH, DTYPE, "ieee")
    return max(products, problem.tensor_bytes / ARCH.memory_rate)


def lines() -> list[str]:
    """The table, in Markdown."""
    text = [HEAD, "|---|---|---|---|---|---|---|---|---|"]
    over: list[list[float]] = [[], []]
    for case in read_cases("core_mix"):
        cells = [case.layer, str(case.batch)]
        for ratios, one in zip(over, (case, replace(case, batch=LARGE)), strict=True):
            gradient, priced = chosen(one)
            seconds, least = Gpu(ARCH).seconds(priced), floor(gradient)
            ratios.append(seconds / least)
            flops = 2 * gradient.problem.macs / seconds / 1e12
            cells += [f"{number:.1f}" for number in (least * 1e6, seconds * 1e6)]
            cells.append(f"{flops:.0f}")
            if one is case:
                cells += [short(priced), f"{priced.plan.workspace_bytes / 2**20:.1f}"]
        del cells[7]  # the floor of many images is so many times that of few
        text.append(f"| {' | '.join(cells)} |")
    few, many = map(mean, over)
    text += ["", f"Model over floor, geometric mean: {few:.1f}; with {LARGE} images {many:.1f}."]
    return text


def short(priced: Priced) -> str:
    """A plan in the fewest words that tell it from others."""
    text = re.sub(r",? \d+ (programs for|tiles on) .*", "", Gpu(ARCH).summary(priced.plan))
    return text.replace(", 64 pixels a step", "").replace(", turned nothing", "")


if __name__ == "__main__":
    print("\n".join(lines()))
