"""The LLVM IR of a few small plans, word for word, as it lies in tests/cpu/golden.

A change of the code generator shows here as a readable difference. `pytest --update-golden` writes
the files anew; look at what changed before you commit them.
"""

import difflib
import re
from pathlib import Path

import pytest
from helpers.check import assert_exact, whole
from helpers.launch import run, runs

from filtergrad.cpu import engine as cpu
from filtergrad.cpu.base import isa
from filtergrad.cpu.depthwise.plan import DepthwisePlan
from filtergrad.cpu.direct.plan import DirectPlan
from filtergrad.cpu.winograd.plan import WinogradPlan
from filtergrad.problem import Problem

FOLDER = Path(__file__).parent / "golden"


def problem(x, dw, dtype="float32", **changes):
    given = {"strides": (1, 1, 1, 1), "padding": "SAME", "dtype": dtype} | changes
    return Problem.make(x, dw, None, **given)


# Written out, so that no price can change them: the smallest plans that show each way of working.
PLANS = {
    "rows-in-place": DirectPlan(
        problem=problem((2, 4, 8, 3), (3, 3, 3, 12)),
        isa=isa.named("x86-64-v3"),
        x_layout="rows",
        dy_layout="rows",
        lane="k",
        merged=False,
        x_packed=False,
        dy_packed=False,
        lanes=8,
        tile=(3, 2),
        block=(1, 4, 8),
        panel_taps=(3, 3),
        split=1,
        cut=(1, 1, 1, 1),
        partial_dtype="float32",
        writes_dw=True,
    ),
    "planes-bfloat16-packed": DirectPlan(
        problem=problem((1, 4, 4, 4), (3, 3, 4, 8), "bfloat16", data_format="NCHW"),
        isa=isa.named("x86-64-v3"),
        x_layout="planes",
        dy_layout="planes",
        lane="k",
        merged=False,
        x_packed=True,
        dy_packed=True,
        lanes=8,
        tile=(4, 1),
        block=(1, 4, 4),
        panel_taps=(3, 3),
        split=1,
        cut=(1, 1, 1, 1),
        partial_dtype="float32",
        writes_dw=False,
    ),
    "pairs-of-rows": DirectPlan(
        problem=problem((1, 4, 6, 4), (1, 1, 4, 16), "bfloat16", strides=(1, 1, 2, 1)),
        isa=isa.named("x86-64-v4-bf16"),
        x_layout="rows",
        dy_layout="rows",
        lane="k",
        merged=False,
        x_packed=True,
        dy_packed=True,
        lanes=16,
        tile=(4, 1),
        block=(1, 2, 3),
        panel_taps=(1, 1),
        split=1,
        cut=(1, 1, 1, 1),
        partial_dtype="float32",
        writes_dw=False,
        pairs="p",
    ),
    "first-layer-merged": DirectPlan(
        problem=problem((1, 8, 8, 1), (3, 3, 1, 8), strides=(1, 2, 2, 1)),
        isa=isa.named("x86-64-v3"),
        x_layout="rows",
        dy_layout="rows",
        lane="k",
        merged=True,
        x_packed=True,
        dy_packed=False,
        lanes=8,
        tile=(6, 1),
        block=(1, 2, 4),
        panel_taps=(3, 1),
        split=2,
        cut=(1, 3, 1, 1),
        partial_dtype="float64",
        writes_dw=False,
    ),
    "winograd": WinogradPlan(
        problem=problem((1, 5, 6, 8), (3, 3, 8, 8)),
        isa=isa.named("x86-64-v3"),
        x_layout="rows",
        dy_layout="rows",
        outputs=(2, 2),
        tile=(4, 1),
        strips=2,
        split=1,
        cut=(1, 1, 1),
        x_vectors=1,
        partial_dtype="float32",
        writes_dw=True,
    ),
    "winograd-strips-of-planes": WinogradPlan(
        problem=problem((1, 8, 5, 6), (3, 3, 8, 12), data_format="NCHW"),
        isa=isa.named("x86-64-v3"),
        x_layout="planes",
        dy_layout="planes",
        outputs=(2, 2),
        tile=(4, 2),
        strips=2,
        split=1,
        cut=(1, 1, 1),
        x_vectors=1,
        partial_dtype="float32",
        writes_dw=True,
    ),
    "depthwise-in-place": DepthwisePlan(
        problem=problem((1, 5, 6, 12), (3, 3, 1, 12)),
        isa=isa.named("x86-64-v3"),
        x_layout="rows",
        dy_layout="rows",
        x_packed=False,
        dy_packed=False,
        fused=True,
        step=2,
        block=(1, 5, 6),
        split=1,
        cut=1,
        partial_dtype="float32",
        writes_dw=True,
    ),
    "depthwise-packed-planes": DepthwisePlan(
        problem=problem((1, 16, 4, 4), (3, 3, 2, 16), "bfloat16", data_format="NCHW"),
        isa=isa.named("x86-64-v3"),
        x_layout="planes",
        dy_layout="planes",
        x_packed=True,
        dy_packed=True,
        fused=False,
        step=2,
        block=(1, 2, 4),
        split=2,
        cut=2,
        partial_dtype="float32",
        writes_dw=False,
    ),
    "lanes-over-groups": DirectPlan(
        problem=problem((1, 5, 6, 12), (3, 3, 1, 12)),
        isa=isa.named("x86-64-v3"),
        x_layout="rows",
        dy_layout="rows",
        lane="g",
        merged=False,
        x_packed=False,
        dy_packed=False,
        lanes=8,
        tile=(1, 2),
        block=(1, 5, 6),
        panel_taps=(3, 3),
        split=1,
        cut=(1, 1, 1, 1),
        partial_dtype="float32",
        writes_dw=True,
    ),
    "lanes-over-input-channels": DirectPlan(
        problem=problem((1, 4, 4, 8), (1, 1, 8, 2)),
        isa=isa.named("x86-64-v3"),
        x_layout="rows",
        dy_layout="rows",
        lane="c",
        merged=False,
        x_packed=False,
        dy_packed=False,
        lanes=8,
        tile=(2, 1),
        block=(1, 4, 4),
        panel_taps=(1, 1),
        split=1,
        cut=(1, 1, 1, 1),
        partial_dtype="float32",
        writes_dw=False,
    ),
    "narrow-vectors-with-partials": DirectPlan(
        problem=problem((1, 4, 4, 3), (1, 1, 3, 4)),
        isa=isa.named("x86-64-v3"),
        x_layout="rows",
        dy_layout="rows",
        lane="k",
        merged=False,
        x_packed=False,
        dy_packed=False,
        lanes=4,
        tile=(3, 1),
        block=(1, 2, 4),
        panel_taps=(1, 1),
        split=2,
        cut=(1, 1, 1, 1),
        partial_dtype="float32",
        writes_dw=False,
    ),
}


def readable(module):
    """The module's text, its nameless values numbered block by block.

    llvmlite numbers them through a whole function, so that one new instruction changes every line.
    """
    functions = str(module).split("\ndefine ")
    return "\ndefine ".join(_numbered(function) for function in functions) + "\n"


def _numbered(function):
    names, block, count = {}, "", 0
    for line in function.splitlines():
        if label := re.match(r"([\w.]+):$", line):
            block, count = label[1], 0
        elif value := re.match(r'\s*%"(\.\d+)" =', line):
            count += 1
            names[value[1]] = f"{block}.{count}"
    return re.sub(r'%"(\.\d+)"', lambda value: f"%{names.get(value[1], value[1])}", function)


@pytest.mark.parametrize("name", PLANS)
def test_golden(name, request):
    path = FOLDER / f"{name}.ll"
    text = readable(cpu.emit(PLANS[name].general))
    if request.config.getoption("--update-golden"):
        path.write_text(text)
    before = path.read_text().splitlines() if path.exists() else []
    changes = list(difflib.unified_diff(before, text.splitlines(), "golden", "emitted", n=2))
    assert not changes, "\n".join(
        [f"{len(changes)} lines; pytest --update-golden accepts them", *changes[:60]]
    )


def test_no_golden_file_is_left_over():
    assert {path.stem for path in FOLDER.glob("*.ll")} == set(PLANS)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_golden_plans_are_right(plan):
    if isinstance(plan, DirectPlan) and not runs(plan):
        pytest.skip(f"this processor is no {plan.isa}")
    x, dy = whole(plan.problem)
    got = run(plan.problem, plan, x, dy, (plan.x_layout, plan.dy_layout))
    assert_exact(plan.problem, got, x, dy)  # F(3x3, 2x2) has powers of two only


def test_emitting_twice_gives_the_same_text():
    for plan in PLANS.values():
        assert str(cpu.emit(plan.general)) == str(cpu.emit(plan.general))
