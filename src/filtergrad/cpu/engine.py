"""The CPU engine: from a problem to a kernel, in one column of steps. See `filtergrad.engine`.

In: a problem and how its arrays lie in memory. Out: a `Kernel`, made once and kept while it is used
now and then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir

from filtergrad import tuned
from filtergrad.arrays import HERE, Array, numpy_dtype
from filtergrad.dtypes import compute_dtype
from filtergrad.engine import Spec, Strides, Trial, layout
from filtergrad.machine import machine
from filtergrad.problem import Problem
from filtergrad.recent import KERNELS, Recent, relief

from . import choose, show, standins
from .base.algorithm import Priced
from .base.isa import Isa
from .base.plan import Plan
from .base.price import TEAM_THREADS
from .run import host, jit, llvm, pricing
from .run.kernel import Kernel
from .run.peak import Peak
from .run.pool import get_num_threads, set_num_threads, sleeps_alone
from .show import nest, summary, table, timed

__all__ = [
    "MEMORY",
    "absent",
    "assemble",
    "candidates",
    "compiled",
    "detected",
    "emit",
    "get_num_threads",
    "kernel",
    "layout",
    "nest",
    "peak",
    "predicted",
    "processor",
    "remember",
    "set_num_threads",
    "summary",
    "table",
    "timed",
    "trial",
    "workers",
]

MEMORY = HERE

_kernels: Recent[tuple[Spec, bool, Isa, int], Kernel] = Recent(KERNELS)
relief.append(_kernels.forget)


def compiled(spec: Spec, accumulate: bool = False) -> Kernel:
    """The kernel for a spec, compiled unless it was before.

    Parameters
    ----------
    spec
        What to compute, of arrays that lie as `layout` says.
    accumulate
        Whether the old dW is to be added.
    """
    isa, threads = host.chosen(), max(get_num_threads(), TEAM_THREADS)
    key = (spec, accumulate, isa, threads)
    found = _kernels[key]
    if found is None:
        # All candidates are listed for those only who want to see them.
        if tuned.known(_won_for(spec, isa)):
            plan = _ranked(spec, isa)[0].plan
        else:
            pricing.wanted(choose.ESTIMATES)
            plan = choose.choose(spec, isa, get_num_threads())
        plan = plan.with_partials() if accumulate else plan
        found = _kernels.put(key, _new(spec, isa, plan))
    return found


def _new(spec: Spec, isa: Isa, plan: Plan) -> Kernel:
    """The kernel of a plan, made by code that is at hand if that can stand in."""
    taken = standins.taken(spec, plan, lambda one: jit.at_hand(*_recipe(one)))

    def own() -> tuple[Plan, jit.Binary]:
        best = kernel(spec.problem, plan)
        show.compiled(best, lambda: _ranked(spec, isa))
        return plan, best.binary

    instead = None if taken == plan else own
    found = Kernel(spec.problem, taken, assemble(taken), instead)
    show.compiled(found, lambda: _ranked(spec, isa))  # may refuse it
    return found


def candidates(spec: Spec, isa: Isa | None = None) -> list[Priced]:
    """The plans with their prices; the first is taken, unless another was tuned."""
    return choose.ranked(spec, host.chosen() if isa is None else isa, get_num_threads())


def _ranked(spec: Spec, isa: Isa) -> list[Priced]:
    """The candidates, the one to take in front."""
    return tuned.recalled(candidates(spec, isa), _won_for(spec, isa))


def kernel(problem: Problem, plan: Plan) -> Kernel:
    """The kernel of one plan."""
    return Kernel(problem, plan, assemble(plan))


def remember(spec: Spec, plan: Plan) -> bool:
    """Let `compiled` take ``plan`` from now on, in later processes too; say whether these will."""
    kept = tuned.remember(plan, _won_for(spec, plan.isa))
    _kernels.forget(lambda key: key[0] == spec)
    return kept


def _won_for(spec: Spec, isa: Isa) -> tuple[object, ...]:
    """What the plan that won depends on.

    Not on the number of threads: the same bits for every number is a promise.
    """
    return spec, isa.name, host.native(isa), llvm.version(), jit.source()


def emit(plan: Plan) -> ir.Module:
    """The code of ``plan`` in LLVM's language; of a general plan, what many plans share."""
    return choose.algorithm(plan).emitter()(plan)


def assemble(plan: Plan) -> jit.Binary:
    """The code of ``plan``: emitted and compiled, unless this process or another did so before.

    It knows no sizes, and so serves the same layer on images of other sizes.
    """
    parts, symbols, cpu, features = _recipe(plan)
    write, general = choose.algorithm(plan).emitter(), plan.general
    return jit.assemble(parts, lambda: write(general), symbols, cpu, features)


def _recipe(plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    """What the code of a plan depends on, its functions, and the processor it is for."""
    isa = plan.isa
    symbols = ("main",) if plan.writes_dw else ("main", "finish")
    target = host.native(isa) if isa is host.available()[0] else (isa.cpu, isa.llvm_features)
    return (plan.key,), symbols, *target


def detected() -> dict[str, Any]:
    """What compilation goes by: LLVM's version, its name of the processor, the instruction sets.

    And how the pool's threads sleep.
    """
    return {
        "llvm": ".".join(map(str, llvm.binding().llvm_version_info)),
        "llvm_name": host.detected()[0],
        "features": sorted(host.detected()[1]),
        "threads_sleep": "by themselves" if sleeps_alone() else "in Python's locks",
        "isa": host.chosen().name,
        "isa_available": [isa.name for isa in host.available()],
    }


def workers() -> str:
    """What shares the tasks of a call, in words."""
    return f"{get_num_threads()} threads"


def processor() -> str:
    """What computes, by its maker's name."""
    return machine().cpu


def trial(laid: tuple[Spec, Strides, Strides], x: Array, dy: Array) -> Trial:
    """What runs plans for x and dy, to time them."""
    spec, x_strides, dy_strides = laid
    problem = spec.problem

    def run(plan: Plan) -> tuple[Callable[[], None], Callable[[], Array]]:
        found = kernel(problem, plan)
        out = np.empty(problem.filter_shape, numpy_dtype(problem.dtype))
        steps = found.steps(x_strides), found.steps(dy_strides)

        def call() -> None:
            found.launch(x.ctypes.data, steps[0], dy.ctypes.data, steps[1], out.ctypes.data)

        return call, lambda: out

    return run


def absent() -> str:
    """Why nothing can be run here: it always can."""
    return ""


def predicted(priced: Priced, problem: Problem) -> float:
    """The share of the multiply-add peak that a price promises."""
    isa, lanes = priced.plan.isa, priced.plan.full_lanes
    # The pricing's own idea of the roof: two multiply-adds a cycle, or one of the widest.
    ideal = problem.macs / lanes / isa.multiply_adds_a_cycle
    return ideal / (priced.price.wall * TEAM_THREADS)


def peak(dtype: str) -> Peak:
    """The multiply-add peak of all threads, to be measured again and again."""
    return Peak(compute_dtype(dtype), get_num_threads())
