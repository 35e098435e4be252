"""Which launches a task is about: the same answer for who compiles them and for who runs them.

In: a task and the GPU's engine. Out: `Work`, a plan with the strides of its arrays. Nothing here
needs a device.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from filtergrad import knobs
from filtergrad.bench.cases import Case
from filtergrad.dtypes import SIZES
from filtergrad.engine import Spec
from filtergrad.gpu import engine as gpu
from filtergrad.problem import Problem

from .tasks import Task, case_of

Four: TypeAlias = tuple[int, int, int, int]

CONSTANT, GENERAL = "constant", "general"
FAR = (1 << 31) + 64
"""Numbers from an image to the next one where 32 bits shall not do."""


class Place(NamedTuple):
    """How an array lies in memory, in elements.

    Parameters
    ----------
    shape, strides
        Along n, h, w, c, or r, s, c, k of dW.
    first
        Where its first number is.
    room
        Numbers of the memory.
    """

    shape: Four
    strides: Four
    first: int
    room: int

    @classmethod
    def of(cls, shape: Four, strides: Four) -> Place:
        """In as little memory as these strides allow."""
        reach = [(size - 1) * step for size, step in zip(shape, strides, strict=True)]
        first = -sum(step for step in reach if step < 0)
        return cls(shape, strides, first, 1 + sum(map(abs, reach)))


class Work(NamedTuple):
    """What is launched.

    Parameters
    ----------
    problem, plan
        What is computed, and how.
    priced
        The plan with its price, as the model has it.
    x, dy, dw
        How the arrays lie.
    accumulate
        Whether the old dW is added.
    forms
        Of the kernels.
    """

    problem: Problem
    plan: Any
    priced: Any
    x: Place
    dy: Place
    dw: Place
    accumulate: bool = False
    forms: tuple[str, ...] = (CONSTANT,)

    @property
    def what(self) -> str:
        """What is not timed if it was wrong in `check`."""
        return what(self.plan)

    def prepared(self, engine: gpu.Gpu, form: str = CONSTANT) -> Any:
        """Its launches; they are compiled if no process has done so."""
        steps = (self.x.strides, self.dy.strides, self.dw.strides)
        with knobs.override(gpu_form=form):
            return engine.laid_out(self.problem, self.plan, steps, self.accumulate)


def what(plan: Any) -> str:
    """The kernel of a plan, its numbers and how they are multiplied."""
    return f"{plan.loop} {plan.problem.dtype} {plan.products}"


def works(engine: gpu.Gpu, task: Task) -> list[Work]:
    """What a task launches; nothing where there is no such plan."""
    stage = task["stage"]
    if stage == "check":
        return list(_checked(engine, task))
    if stage == "calls":
        return [ranked(engine, tiny_call(), "default")[0]]
    if stage == "bits":
        found = ranked(engine, case_of(task).problem(task["dtype"]), "default")
        other = [work for work in found if work.plan.order != found[0].plan.order]
        return [*found[:1], *other[:1]]
    if "rank" in task:
        problem = case_of(task).problem(task["dtype"])
        found = ranked(engine, problem, task.get("precision", "default"))
        return list(found[task["rank"] : task["rank"] + 1])
    return []


CALLED = "float16"
"""The type of arrays that are called with, which the CUDA array interface knows."""


def tiny_call() -> Problem:
    """A problem that takes no time but that of the call."""
    return Problem.make((1, 8, 8, 64), (1, 1, 64, 64), None, (1, 1, 1, 1), "SAME", dtype=CALLED)


@functools.lru_cache(4)
def ranked(engine: gpu.Gpu, problem: Problem, precision: str) -> tuple[Work, ...]:
    """Every plan for dense arrays, cheapest first."""
    x, dy, dw = dense(problem)
    priced = engine.candidates(spec(engine, problem, x, dy, precision))
    return tuple(Work(problem, one.plan, one, x, dy, dw) for one in priced)


def spec(engine: gpu.Gpu, problem: Problem, x: Place, dy: Place, precision: str) -> Spec:
    """What the engine is asked."""
    size = SIZES[problem.dtype]
    layouts = []
    for place in (x, dy):
        n, h, w, c = (step * size for step in place.strides)
        layout, _ = engine.layout(place.shape, (n, h, w, c), size)
        aligned = layout.aligned and place.first * size % 16 == 0
        layouts.append(layout._replace(aligned=aligned))
    return Spec(problem, layouts[0], layouts[1], precision)


def dense(problem: Problem) -> tuple[Place, Place, Place]:
    """Dense x, dy and dW."""
    p = problem
    dw = (p.r, p.s, p.c_per_group, p.k)
    found = [(p.n, p.h, p.w, p.c), (p.n, p.p, p.q, p.k)]
    last = p.data_format == "NHWC"
    x, dy = (Place.of(shape, _rows(shape) if last else _planes(shape)) for shape in found)
    return x, dy, Place.of(dw, _rows(dw))


def _rows(shape: Four) -> Four:
    _, h, w, c = shape
    return h * w * c, w * c, c, 1


def _planes(shape: Four) -> Four:
    _, h, w, c = shape
    return h * w * c, w, 1, h * w


# ---- small problems ----


def _checked(engine: gpu.Gpu, task: Task) -> Iterator[Work]:
    mode, dtype = task["mode"], task["dtype"]
    case = small(task["problem"], tiny=task["tiny"])
    problem = case.problem(dtype, "NCHW" if mode in ("nchw", "turned") else "NHWC")
    x, dy, dw = _placed(problem, mode)
    asked = spec(engine, problem, x, dy, task.get("precision", "default"))
    kinds: dict[tuple[object, ...], Any] = {}
    for one in engine.candidates(asked):
        if one.plan.turned or mode != "turned":
            kinds.setdefault(one.plan.kind, one)
    found = list(kinds.values())[task["kind"] : task["kind"] + 1]
    for one in found:
        plan = one.plan
        if mode == "divided":
            plan = _divided(plan)
        elif mode == "parts" and (plan := _parted(plan)) is None:
            continue
        accumulate = mode == "accumulate"
        forms = (GENERAL, CONSTANT)
        yield Work(problem, plan, one, x, dy, dw, accumulate, forms)
        if accumulate and plan.writes_dw:  # old numbers are added here, or by the second pass
            apart = replace(plan, writes_dw=False)
            yield Work(problem, apart, one, x, dy, dw, accumulate, forms)


def _divided(plan: Any) -> Any:
    """The plan with more programs than tiles, none of which does a whole number of tiles."""
    division = plan.division
    programs = min(division.units, 2 * division.tiles + 1)
    return replace(plan, writes_dw=False, division=replace(division, programs=programs))


def _parted(plan: Any) -> Any:
    """The plan in two parts of the images, one after the other; None if it has one image."""
    if plan.problem.n < 2:
        return None
    parted = replace(plan, parts=2, writes_dw=False)
    steps = parted.division.steps
    steps = parted.steps(parted.images) if callable(getattr(plan, "steps", None)) else steps
    division = replace(parted.division, steps=steps)
    programs = min(division.programs, division.units)
    return replace(parted, division=replace(division, programs=programs))


def _placed(problem: Problem, mode: str) -> tuple[Place, Place, Place]:
    """The arrays of a mode."""
    x, dy, dw = dense(problem)
    if mode == "strided":
        _, h, w, c = x.shape
        each = c + 3  # channels with gaps, columns from the last to the first
        x = Place.of(x.shape, (h * w * each, w * each, -each, 1))
        _, h, w, c = dy.shape
        each = w * c + 5  # rows with gaps
        dy = Place.of(dy.shape, (h * each, each, c, 1))
        r, s, c, _ = dw.shape  # as PyTorch has it, with gaps
        dw = Place.of(dw.shape, (s, 1, r * s, c * r * s + 2))
    elif mode == "far apart":
        x = Place.of(x.shape, (FAR, *x.strides[1:]))
    elif mode == "far dy":
        dy = Place.of(dy.shape, (FAR, *dy.strides[1:]))
    return x, dy, dw


def small(name: str, *, tiny: bool) -> Case:
    """A problem of `tasks.PROBLEMS`, without a whole number of tiles in any direction."""
    e = 1 if tiny else 4
    n, h, w = (2, 5, 6) if tiny else (2, 9, 10)

    def case(size: Four, filters: Four, pads: Four, steps: Four = (1, 1, 1, 1), g: int = 1) -> Case:
        images, rows, columns, c = size
        r, s, k, _ = filters
        return Case("check", name, images, rows, columns, c, r, s, k, *steps[:2], *pads,
                    *steps[2:], g)  # fmt: skip

    one = (0, 0, 0, 1) if tiny else (1, 1, 1, 1)
    r, s = (1, 2) if tiny else (3, 3)
    found = {
        "tails": lambda: case((n, h, w, 20 * e), (r, s, 24 * e, 0), one),
        "whole": lambda: case((n, 4 * e, 16, 24 * e), (3, 3, 32 * e, 0), one),
        "point": lambda: case((n, h, w, 24 * e), (1, 1, 40 * e, 0), (0, 0, 0, 0)),
        "depthwise": lambda: case((n, h, w, 20 * e), (3, 3, 20 * e, 0), one, g=20 * e),
        "few": lambda: case((n, 2 * h - 1, 2 * w - 2, 3), (5, 5, 24 * e, 0), (2, 2, 2, 2),
                            (2, 2, 1, 1)),
        "groups": lambda: case((n, h, w, 32 * e), (3, 3, 24 * e, 0), one, g=4),
        "odd": lambda: case((n, h, w, 20 * e), (3, 2, 24 * e, 0), (1, 2, 0, 1), (2, 1, 1, 2)),
        "far": lambda: case((n, h, w, 20 * e), (3, 3, 24 * e, 0), (4, 5, 4, 3)),
        "small groups": lambda: case((n, h, w, 32 * e), (3, 3, 32 * e, 0), one, g=8 * e),
        "dilated": lambda: case((n, 4 * e, 16, 24 * e), (3, 3, 32 * e, 0), (2, 2, 2, 2),
                                (1, 1, 2, 2)),
        "multiplier": lambda: case((n, h, w, 10 * e), (5, 3, 20 * e, 0), (2, 2, 1, 1),
                                   (2, 2, 1, 1), 10 * e),
    }  # fmt: skip
    return found[name]()
