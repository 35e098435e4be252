"""The choice of plans for GPUs: what it depends on, what it promises, and what it is today."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.gpu import asked
from helpers.strategies import problems
from hypothesis import given, settings
from hypothesis import strategies as st

from filtergrad.bench.cases import read_cases
from filtergrad.dtypes import SIZES
from filtergrad.gpu import choose
from filtergrad.gpu.base.arch import ROWS, named
from filtergrad.gpu.base.plan import LEAST_LIMIT, workspace_limit
from filtergrad.problem import Problem

FOLDER = Path(__file__).parent / "golden"
GOLDEN = {
    "sm_90-bfloat16": ("sm_90", "bfloat16", None),
    "sm_90-bfloat16-256": ("sm_90", "bfloat16", 256),
    "sm_90-float32": ("sm_90", "float32", None),
    "sm_80-float16": ("sm_80", "float16", None),
    "sm_120-bfloat16": ("sm_120", "bfloat16", None),
}


def chosen(arch, dtype, batch):
    """A line for each layer: the microseconds of the model, and the plan."""
    row = named(arch)
    for case in read_cases("core_mix"):
        problem = replace(case, batch=batch or case.batch).problem(dtype)
        price, plan = choose.ranked(asked(problem), row)[0]
        summary = choose.algorithm(plan).summary(plan)
        yield f"{case.layer:<32} {price.wall / row.clock * 1e6:9.1f} us  {summary}"


@pytest.mark.parametrize("name", GOLDEN)
def test_the_choice_is_todays(name, request):
    """A change of prices shows here; look at what changed before you update."""
    path, lines = FOLDER / f"{name}.txt", list(chosen(*GOLDEN[name]))
    if request.config.getoption("--update-golden"):
        path.write_text("\n".join(lines) + "\n")
    assert lines == path.read_text().splitlines()


@settings(max_examples=150, deadline=None)
@given(problems(), st.sampled_from([arch.name for arch in ROWS]), st.booleans())
def test_every_problem_has_a_plan(problem, arch, highest):
    """On every architecture, within the limit of workspace, and the same one when asked again."""
    spec = asked(problem, "highest" if highest else "default")
    ranked = choose.ranked(spec, named(arch))
    assert ranked
    walls = [pair.price.wall for pair in ranked]
    assert walls == sorted(walls)
    assert walls[0] > 0
    for _, plan in ranked:
        assert plan.workspace_bytes <= workspace_limit(problem)
        assert plan.division.programs <= plan.division.units
        assert plan.writes_dw <= plan.division.whole
    again = choose.ranked(spec, named(arch))
    assert [pair.plan for pair in again] == [pair.plan for pair in ranked]


def test_workspaces_of_real_layers():
    for case in read_cases("core_mix"):
        problem = replace(case, batch=256).problem("bfloat16")
        plan = choose.choose(asked(problem), named("sm_90"))
        dw = SIZES[problem.dtype] * problem.r * problem.s * problem.c_per_group * problem.k
        assert plan.workspace_bytes <= max(64 << 20, 2 * dw)
        assert LEAST_LIMIT == 64 << 20


LARGE = {
    "float16": (256, 8, 8, 2560, 1280),
    "bfloat16": (4096, 8, 8, 2560, 1300),
    "float32": (64, 8, 8, 2100, 2100),
    "float64": (8, 8, 8, 1300, 1700),
}


@pytest.mark.parametrize("arch", [arch.name for arch in ROWS])
@pytest.mark.parametrize("precision", ["default", "highest"])
@pytest.mark.parametrize(("dtype", "sizes"), LARGE.items(), ids=LARGE)
def test_a_large_dw_of_many_pixels_has_a_plan(dtype, sizes, precision, arch):
    """Its sums in a wider type would take more than a workspace may have."""
    n, h, w, c, k = sizes
    problem = Problem.make((n, h, w, c), (3, 3, c, k), None, (1, 1, 1, 1), "SAME", dtype=dtype)
    plans = [pair.plan for pair in choose.ranked(asked(problem, precision), named(arch))]
    assert plans
    assert all(plan.allowed for plan in plans)
    assert any(plan.totals for plan in plans) or not plans[0].flushes


def test_where_no_workspace_is_allowed_the_least_one_is_taken():
    x, dw = (2**17, 128, 128, 4096), (3, 3, 4096, 4096)
    problem = Problem.make(x, dw, None, (1, 1, 1, 1), "SAME", dtype="float16")
    (pair,) = choose.ranked(asked(problem), named("sm_90"))
    assert pair.plan.parts > 1
    assert pair.plan.workspace_bytes > workspace_limit(problem)


def test_a_card_without_a_row_has_that_of_an_older_one():
    older, own = named("sm_86"), named("sm_87")
    assert own.name == "sm_87"
    assert own.sms == older.sms
    assert named("sm_103").capability == 103
    with pytest.raises(ValueError, match="'sm_60' is no architecture that is known here: sm_75"):
        named("sm_60")
    with pytest.raises(ValueError, match="'cuda' is no architecture"):
        named("cuda")


def test_planning_needs_neither_triton_nor_llvm():
    program = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("triton", "llvmlite"):
            raise ImportError(name)

sys.meta_path.insert(0, Missing())
from filtergrad.engine import Layout, Spec
from filtergrad.gpu import choose, show
from filtergrad.gpu.base.arch import named
from filtergrad.problem import Problem

problem = Problem.make((2, 9, 9, 16), (3, 3, 16, 32), None, (1, 1, 1, 1), "SAME")
rows = Layout("rows", dense=True, aligned=True)
ranked = choose.ranked(Spec(problem, rows, rows), named("sm_90"))
print(show.table(ranked, 3), show.nest(ranked[0].plan), show.summary(ranked[0].plan))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "by the model" in done.stdout


def test_layers_that_are_too_large_for_32_bits():
    """Pixels are counted in parts, offsets in 64 bits."""
    problem = Problem.make(
        (70000, 224, 224, 3), (3, 3, 3, 8), None, (1, 1, 1, 1), "SAME", dtype="float16"
    )
    plan = choose.choose(asked(problem), named("sm_90"))
    assert plan.images * problem.p * problem.q < 2**31
    assert plan.division.steps < 2**31
    assert plan.workspace_bytes <= workspace_limit(problem)
