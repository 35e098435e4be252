"""The main kernel of every plan that is chosen for the layers of the tables, compiled and read.

    python tests/gpu/check.py                                  all of it, some half an hour
    python tests/gpu/check.py --sm 90 --dtype bfloat16         what you are working on
    python tests/gpu/check.py --slice 12                       a sample
    python tests/gpu/check.py --update ...                     write tests/gpu/golden

No device is needed. What no test on numbers sees is asserted here: no register is spilled, shared
memory suffices, products are made by the matrix unit, and rows are copied 16 bytes at a time. One
line a plan is compared with the files in `golden`, so that a change of the choice or of a kernel
shows as a readable difference. Each file names the version of Triton that made it; beside another
one, only what must never be is looked for.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from filtergrad.bench.cases import read_cases
from filtergrad.dtypes import HALVES, SIZES
from filtergrad.engine import Layout, Spec
from filtergrad.gpu import choose
from filtergrad.gpu.base.algorithm import Steps
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.code.passes import dense
from filtergrad.gpu.run import build
from filtergrad.gpu.run.binary import CONSTANT
from filtergrad.gpu.run.resources import resources

GOLDEN = Path(__file__).parent / "golden"
ARCHES = ("sm_80", "sm_90", "sm_100", "sm_120")
SUITES = ("core_mix", "depthwise_grid", "first_layers")
DTYPES = ("bfloat16", "float16", "float32")
LARGE = 256  # images, beside the table's


@dataclass(frozen=True)
class Row:
    """A layer on an architecture."""

    arch: str
    suite: str
    layer: str
    batch: int
    dtype: str

    @property
    def name(self):
        return f"{self.suite}/{self.layer} {self.batch} {self.dtype}"


# ---- what is compiled ----


def rows(arches=ARCHES, suites=SUITES, dtypes=DTYPES):
    """Every row with its layer, in a fixed order."""
    for arch in arches:
        for suite in suites:
            for case in read_cases(suite):
                for dtype in dtypes:
                    for batch in sorted({case.batch, LARGE}):
                        yield (
                            Row(arch, suite, case.layer, batch, dtype),
                            replace(case, batch=batch),
                        )


def sample(found, count):
    """So many of them, spread by the golden section, so that no period of the list shows."""
    found = list(found)
    return [found[int(i * 0.6180339887 * len(found)) % len(found)] for i in range(count)]


def planned(row, case):
    """The plan of dense rows, and its main launch."""
    problem = case.problem(row.dtype)
    plan = choose.choose(Spec(problem, *layouts(problem)), named(row.arch))
    steps = Steps(
        dense(problem.h, problem.w, problem.c),
        dense(problem.p, problem.q, problem.k),
        dense(problem.s, problem.c_per_group, problem.k),
    )
    module = choose.algorithm(plan).module(plan, steps, False)
    return plan, next(one for one in module.launches if ".code." not in one.source)


def layouts(problem):
    """Of x and dy."""
    size = SIZES[problem.dtype]
    return [Layout("rows", True, c * size % 16 == 0) for c in (problem.c, problem.k)]


# ---- what is seen in it ----


def looked_at(job):
    """Compile a launch, in a process of its own: its resources, or why there are none."""
    arch, launch = job
    try:
        return resources(build.binary(launch, named(arch), CONSTANT, spills=True)), ""
    except Exception as error:
        return None, f"{type(error).__name__}: {str(error)[:200]}"


def line(row, plan, found):
    """What the golden file says of a plan."""
    matrix = ", ".join(f"{n} {name}" for name, n in found.matrix) or "no matrix unit"
    return (
        f"{row.name} | {choose.algorithm(plan).summary(plan)} | {found.registers} registers, "
        f"{found.shared_bytes} bytes shared | {matrix} | {found.copies} copies, "
        f"{found.bulk} boxes | loop {found.loop}"
    )


def wrong(plan, found):
    """What must not be, in words."""
    arch = plan.isa
    if found.stack_bytes or found.spills:
        yield f"{found.stack_bytes} bytes of stack, {found.spills} spills"
    if found.shared_bytes > arch.shared_bytes:
        yield f"{found.shared_bytes} bytes of shared memory, {arch.name} has {arch.shared_bytes}"
    if not found.instructions:
        yield "no instruction"
    if not hasattr(plan, "swapped"):  # not an algorithm of products of tiles
        return
    names = [name for name, _ in found.matrix]
    if (expected := instruction(plan)) and not any(name.startswith(expected) for name in names):
        yield f"no {expected}, but {names}"
    if together(plan) and not (found.copies or found.bulk):
        yield "rows are aligned, and not copied 16 bytes at a time"


def together(plan):
    """Whether the channels of a group of dy come in pieces of 16 bytes."""
    problem = plan.problem
    return plan.dy_layout.aligned and problem.k_per_group * SIZES[problem.dtype] % 16 == 0


def instruction(plan):
    """How the name of the instruction begins that multiplies; empty for multiply-adds."""
    arch, dtype = plan.isa, plan.problem.dtype
    if not arch.matrix_unit or (dtype not in HALVES and plan.products == "ieee"):
        return ""
    tile = plan.tile
    if (tile.k if plan.swapped else tile.c) < arch.least_rows:
        return "HMMA"
    return {90: "HGMMA", 100: "UTCHMMA"}.get(arch.capability, "HMMA")


# ---- the program ----


def check(chosen, update=False, processes=2, told=print):
    """Compile rows; how many were wrong, or other than the golden files say."""
    plans = [(row, *planned(row, case)) for row, case in chosen]
    jobs = {}  # launches that are compiled to the same code are compiled once
    for row, _, launch in plans:
        jobs.setdefault(build.key_of(launch, named(row.arch), CONSTANT), (row.arch, launch))
    told(f"{len(plans)} plans, {len(jobs)} kernels")
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        answers = {}
        for key, answer in zip(jobs, pool.map(looked_at, jobs.values()), strict=True):
            answers[key] = answer
            if len(answers) % 50 == 0:
                told(f"{len(answers)} of {len(jobs)}")
    bad, lines = 0, {arch: {} for arch in ARCHES}
    for row, plan, launch in plans:
        found, trouble = answers[build.key_of(launch, named(row.arch), CONSTANT)]
        troubles = [trouble] if found is None else list(wrong(plan, found))
        for text in troubles:
            told(f"WRONG {row.arch} {row.name}: {text}\n  {choose.algorithm(plan).summary(plan)}")
        bad += bool(troubles)
        if found is not None:
            lines[row.arch][row.name] = line(row, plan, found)
    return bad + sum(compared(arch, found, update, told) for arch, found in lines.items())


def compiler():
    """Triton's version, without its patch level."""
    return ".".join(version("triton").split(".")[:2])


def compared(arch, lines, update, told):
    """How many lines differ from those of the golden file, which gets them if asked to."""
    path, head = GOLDEN / f"{arch}.txt", f"Triton {compiler()}"
    first, *told_before = path.read_text().splitlines() if path.exists() else [head]
    if first != head and not update and lines:
        told(f"{path.name} is of {first}, this is {head}: not compared")
        return 0
    # Of one version of the compiler: what another made is written anew, or goes.
    known = {one.partition(" | ")[0]: one for one in told_before if first == head}
    if update:
        names = {row.name: None for row, _ in rows((arch,))}
        merged = known | lines
        path.parent.mkdir(exist_ok=True)
        body = [merged[name] for name in names if name in merged]
        path.write_text("".join(f"{one}\n" for one in [head, *body]))
        return 0
    other = [name for name in lines if name in known and known[name] != lines[name]]
    for name in other:
        told(f"OTHER {arch}\n- {known[name]}\n+ {lines[name]}")
    return len(other)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sm", action="append", choices=[arch[3:] for arch in ARCHES])
    parser.add_argument("--suite", action="append", choices=SUITES)
    parser.add_argument("--dtype", action="append", choices=DTYPES)
    parser.add_argument("--slice", type=int, help="so many plans, from everywhere")
    parser.add_argument("--update", action="store_true", help="write the golden files")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    os.environ.pop("TRITON_INTERPRET", None)
    arches = [f"sm_{number}" for number in given.sm] if given.sm else ARCHES
    chosen = rows(arches, given.suite or SUITES, given.dtype or DTYPES)
    chosen = sample(chosen, given.slice) if given.slice else list(chosen)
    begin = time.monotonic()
    bad = check(chosen, given.update, given.processes)
    print(f"{bad} wrong of {len(chosen)} in {time.monotonic() - begin:.0f} s")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
