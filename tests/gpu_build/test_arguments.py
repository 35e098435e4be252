"""Argument blocks are what compiled kernels expect: their own text and machine code say so."""

import re
from dataclasses import replace

import pytest

from filtergrad.engine import Layout
from filtergrad.gpu.base.arch import named
from filtergrad.gpu.base.plan import Tile
from filtergrad.gpu.base.units import Division
from filtergrad.gpu.direct.module import module
from filtergrad.gpu.direct.plan import DirectPlan, tiles
from filtergrad.gpu.run import build, cubin
from filtergrad.gpu.run.binary import CONSTANT, GENERAL
from filtergrad.gpu.run.blocks import block
from filtergrad.gpu.run.kernel import dense
from filtergrad.problem import Problem

triton = pytest.importorskip("triton")
pytestmark = pytest.mark.skipif(
    triton.knobs.runtime.interpret, reason="this process interprets kernels"
)
SM_90 = named("sm_90")


def launches(loop, **rest):
    """What a plan with slots launches."""
    problem = Problem.make(
        (3, 8, 16, 64), (3, 3, 64, 64), None, (1, 1, 1, 1), padding="SAME", dtype="float16"
    )
    rows, tile = Layout("rows", dense=True, aligned=True), Tile(64, 64)
    count = tiles(problem, loop, tile)
    plan = DirectPlan(
        problem=problem, isa=SM_90, x_layout=rows, dy_layout=rows, precision="default",
        products="ieee", tile=tile, division=Division(count, 1, 1), warps=4, stages=3, loop=loop,
        **rest,
    )  # fmt: skip
    plan = replace(plan, division=Division(count, plan.steps(plan.images), 5))
    return module(plan, dense(problem), accumulate=False).launches


ALL = [*launches("boxes", box=(1, 8, 8)), launches("taps")[0]]


def parameters(ptx):
    """Where each parameter of a kernel begins, by its text, and where the last one ends."""
    places, at = [], 0
    for line in re.search(r"\.entry \w+\((.*?)\)", ptx, re.DOTALL)[1].split(",\n"):
        kind = re.search(r"\.param(?: \.align (\d+))? \.[a-z](\d+)", line)
        count = int((re.search(r"\[(\d+)\]", line) or [0, 1])[1])
        alignment = int(kind[1] or int(kind[2]) // 8)
        at = -(-at // alignment) * alignment
        places.append(at)
        at += count * int(kind[2]) // 8
    return places, at


@pytest.mark.parametrize("form", [CONSTANT, GENERAL])
@pytest.mark.parametrize("launch", ALL, ids=lambda launch: launch.name)
def test_each_argument_lies_where_the_kernel_reads_it(launch, form):
    binary = build.binary(launch, SM_90, form)
    made = block(launch, binary)
    places, end = parameters(binary.ptx)
    assert list(made.places) == places
    assert len(made.data) == end
    sizes = cubin.resources(binary.code).parameters
    ends = [*made.places[1:], end]
    assert len(sizes) == len(made.places)
    assert all(p + size <= e for p, size, e in zip(made.places, sizes, ends, strict=True))
    assert [place for place, size in zip(made.places, sizes, strict=True) if size == 128] == [
        one.patch.place for one in made.maps
    ]
