"""What is done in which stage and in which order: tasks as plain data, most telling first.

In: tables of layers. Out: for each stage a list of tasks, dictionaries that JSON can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from filtergrad.bench.cases import Case, read_cases

Task: TypeAlias = dict[str, Any]

SUITES = ("core_mix", "depthwise_grid", "first_layers")
LARGE = 256  # images
MOST_BYTES, MOST_FLOPS = 3e9, 2e12  # of a layer with so many images

SWEEP = (
    "3x3:rn50_56_64", "3x3:rn50_28_128", "3x3:rn50_14_256", "3x3:rn50_7_512",
    "3x3s2:rn50v15_28_256_SAME", "3x3:vgg_112_128", "3x3:vgg_28_512", "big:vae_384_256",
    "1x1:rn50_56_64_256_s1", "1x1:rn50_14_1024_256_s1", "1x1:rn50_7_2048_512_s1",
    "first:resnet_conv1_7x7s2", "5x5:incep_28_32_96", "dil:aspp_os16_r12", "3x3:sd_16_1280",
    "3x3:cifar_32_64",
)  # fmt: skip
FLOAT32 = (
    "3x3:rn50_28_128", "1x1:rn50_56_64_256_s1", "3x3:rn50_14_256", "3x3:vgg_112_128",
    "1x1:rn50_14_1024_256_s1", "3x3:sd_64_320",
)  # fmt: skip
BITS = (
    "3x3:rn50_14_256", "1x1:rn50_56_64_256_s1", "first:resnet_conv1_7x7s2", "dw3:mbv1_28_256",
    "3x3:rn50_28_128",
)  # fmt: skip
RANKS, WAVE = 32, 8  # candidates of a layer in the sweep, and of each layer before the next ones


@dataclass(frozen=True)
class Stage:
    """A part of the run.

    Parameters
    ----------
    name
        What its records say.
    seconds
        Its part of a run of `TOTAL` seconds; what a stage leaves over goes to the next ones.
    most
        Seconds of one task, after which its process is ended.
    """

    name: str
    seconds: float
    most: float


STAGES = (
    Stage("env", 10, 30), Stage("ceilings", 20, 40), Stage("check", 75, 20), Stage("bits", 15, 20),
    Stage("peers", 140, 25), Stage("rows", 125, 15), Stage("float32", 35, 20),
    Stage("calls", 15, 20), Stage("sweep", 105, 12),
)  # fmt: skip
TOTAL = sum(stage.seconds for stage in STAGES)


def layers(suites: Iterable[str]) -> list[Case]:
    """The layers of some tables; what a later table has again is left out."""
    found: dict[Case, Case] = {}
    for suite in suites:
        for case in read_cases(suite):
            found.setdefault(replace(case, suite="", layer=""), replace(case, suite=suite))
    return list(found.values())


def all_tasks(suites: Iterable[str], *, torch: bool, tiny: bool) -> dict[str, list[Task]]:
    """Those of every stage.

    Parameters
    ----------
    suites
        Names of tables, or files.
    torch
        Whether there is a PyTorch with CUDA to compare with.
    tiny
        Whether checks are so small that Triton's interpreter can do them.
    """
    cases = layers(suites)
    found: dict[str, list[Task]] = {
        "env": [{}], "ceilings": [{}], "check": list(_checks(tiny)), "bits": list(_bits(cases)),
        "peers": list(_peers(cases)) if torch else [], "rows": list(_rows(cases)),
        "float32": list(_float32(cases, tiny)), "calls": [{}], "sweep": list(_sweep(cases)),
    }  # fmt: skip
    return {
        name: [{"stage": name, "torch": torch, "tiny": tiny, **task} for task in tasks]
        for name, tasks in found.items()
    }


def of_case(case: Case, dtype: str, **more: Any) -> Task:
    """A task that is about a layer."""
    kind = {"suite": case.suite, "layer": case.layer, "batch": case.batch}
    return {**kind, "dtype": dtype, **more}


def case_of(task: Task) -> Case:
    """The layer that a task is about, with its number of images."""
    if task["suite"] == CHAIN:
        side = int(task["layer"].partition(":")[2])
        rest = (1, 1, 0, 0, 0, 0, 1, 1, 1)  # no stride, pad, dilation, group
        return Case(CHAIN, task["layer"], 1, side, side, 64, 1, 1, 64, *rest)
    found = next(c for c in read_cases(task["suite"]) if c.layer == task["layer"])
    return replace(found, suite=task["suite"], batch=task["batch"])


CHAIN = "chain"
"""Layers of one filter position and many pixels, which show what long sums lose."""


def large(case: Case) -> Case | None:
    """The layer with `LARGE` images, where that is of a realistic size."""
    big, problem = replace(case, batch=LARGE), replace(case, batch=LARGE).problem("bfloat16")
    fits = problem.tensor_bytes < MOST_BYTES and 2 * problem.macs < MOST_FLOPS
    return big if case.batch != LARGE and fits else None


def first_of_kinds(cases: list[Case]) -> list[Case]:
    """One layer of each kind first, then the others."""
    found: dict[tuple[str, str], Case] = {}
    for case in cases:
        found.setdefault((case.suite, case.group), case)
    few = list(found.values())
    return few + [case for case in cases if case not in few]


# ---- stages ----

PROBLEMS = (
    "tails", "whole", "point", "depthwise", "few", "groups", "odd", "far", "small groups",
    "dilated", "multiplier",
)  # fmt: skip
"""The small problems of `check`, in the order in which they are done."""

MODES = ("accumulate", "strided", "nchw", "turned", "parts")
"""Ways beside ``plain`` (as it is chosen) and ``divided`` (tiles are cut among programs)."""

DTYPES = ("bfloat16", "float32", "float16", "float64")
MODES_OF = {"tails": 5, "whole": 5, "point": 5, "depthwise": 5, "few": 4, "groups": 2}
KINDS, SOME = 8, 3  # of plans of one problem: all that there are, the cheapest


def _checks(tiny: bool) -> Iterator[Task]:
    """Every kind of plan of every small problem first; then strides and the like; then the rest."""

    def tasks(names: Iterable[str], mode: str, dtype: str, kinds: int) -> Iterator[Task]:
        for name in names:
            for kind in range(kinds):
                yield {"problem": name, "mode": mode, "dtype": dtype, "kind": kind}

    def modes(dtype: str, kinds: int) -> Iterator[Task]:
        for at, mode in enumerate(MODES):
            names = [name for name in PROBLEMS if MODES_OF.get(name, 0) > at]
            yield from tasks(names[:1] if tiny else names, mode, dtype, kinds)

    if tiny:
        yield from tasks(("tails", "point"), "divided", "bfloat16", 2)
        yield from tasks(("point",), "plain", "float32", 1)
        yield from modes("float32", 1)
        return
    yield from tasks(PROBLEMS, "divided", "bfloat16", KINDS)
    yield from tasks(PROBLEMS, "divided", "float32", KINDS)
    yield from tasks(("tails",), "far apart", "bfloat16", 1)
    yield from tasks(("tails",), "far dy", "bfloat16", 1)
    yield from modes("bfloat16", 2)
    yield from tasks(PROBLEMS, "divided", "float16", SOME)
    for precision in ("highest", "tf32"):
        for task in tasks(PROBLEMS, "divided", "float32", 1):
            yield {**task, "precision": precision}
    yield from modes("float32", 1)
    yield from tasks(PROBLEMS, "divided", "float64", SOME)
    for dtype in DTYPES:
        yield from tasks(PROBLEMS, "plain", dtype, 1)


def _bits(cases: list[Case]) -> Iterator[Task]:
    chosen = [case for case in cases if case.layer in BITS] or cases[:2]
    for dtype in ("bfloat16", "float32"):
        for case in chosen:
            yield of_case(case, dtype)


def _peers(cases: list[Case]) -> Iterator[Task]:
    """The most telling settings first, and in each one layer of every kind first."""

    def how(dtype: str, layout: str, *, fixed: bool = False, tf32: bool = False) -> Task:
        return {"dtype": dtype, "layout": layout, "deterministic": fixed, "tf32": tf32}

    half = "bfloat16"
    main = [how(half, "NHWC"), how(half, "NHWC", fixed=True), how(half, "NCHW")]
    full = [
        how("float32", "NHWC"), how("float32", "NCHW"), how("float32", "NHWC", tf32=True),
        how("float16", "NHWC"),
    ]  # fmt: skip
    rest = [
        how(half, "NCHW", fixed=True), how("float16", "NCHW"), how("float16", "NHWC", fixed=True),
        how("float32", "NCHW", tf32=True), how("float32", "NHWC", fixed=True),
    ]  # fmt: skip
    core, few, others = _split(cases)
    big = [found for case in core if (found := large(case))]
    for some, settings in (
        (core, main), (few, main[::2]), (big, main), (few, full[:2]), (core, full),
        (others, main), (core, rest), (big, full), (others, full), (few, rest),
    ):  # fmt: skip
        for case in some:
            for setting in settings:
                yield {**of_case(case, setting["dtype"]), **setting}


def _split(cases: list[Case]) -> tuple[list[Case], list[Case], list[Case]]:
    """The first table's layers, one of each kind first; the others' that have groups; the rest."""
    suite = cases[0].suite if cases else ""
    core = first_of_kinds([case for case in cases if case.suite == suite])
    more = [case for case in cases if case.suite != suite]
    few = first_of_kinds([case for case in more if case.groups > 1])
    return core, few, [case for case in more if case.groups == 1]


def _rows(cases: list[Case]) -> Iterator[Task]:
    """The chosen plan of every layer, in the order in which the issue's numbers need them."""
    core, few, others = _split(cases)
    big = [found for case in core if (found := large(case))]
    for some, dtype in (
        (core, "bfloat16"), (big, "bfloat16"), (few, "bfloat16"), (core, "float32"),
        (core, "float16"), (few, "float32"), (others, "bfloat16"), (big, "float16"),
        (others, "float32"),
    ):  # fmt: skip
        yield from (of_case(case, dtype, rank=0) for case in some)


def _float32(cases: list[Case], tiny: bool) -> Iterator[Task]:
    named = [case for case in cases if case.layer in FLOAT32] or cases[:1]
    for precision in ("default", "highest", "tf32"):
        for case in named:
            yield of_case(case, "float32", rank=0, precision=precision)
    for side in (4,) if tiny else (256, 1024):
        case = Case(CHAIN, f"chain:{side}", 1, *(0,) * 14, 1)
        ways = (
            ("bfloat16", "default"), ("float32", "highest"), ("float32", "default"),
            ("float16", "default"), ("float32", "tf32"),
        )  # fmt: skip
        for dtype, precision in ways[: 2 if tiny else None]:
            for positive in (False, True):
                more = {"rank": 0, "precision": precision, "positive": positive}
                yield of_case(case, dtype, **more)


def _sweep(cases: list[Case]) -> Iterator[Task]:
    """In waves: a sweep that is cut off has the likely plans of all layers."""
    chosen = [case for case in cases if case.layer in SWEEP] or cases[:2]
    big = [found for case in chosen[:2] if (found := large(case))]
    for begin in range(0, RANKS, WAVE):
        for case in chosen + big:
            for rank in range(begin, begin + WAVE):
                yield of_case(case, "bfloat16", rank=rank)
