"""The choice of a plan, made slowly: every candidate is listed in loops and priced by itself.

The prices are those of the engine, asked for one plan at a time; what is listed, kept and divided
is written here once more, without tables.
"""

import itertools
import math
from dataclasses import replace

import numpy as np

from filtergrad.cpu import depthwise, direct
from filtergrad.cpu.base import estimate
from filtergrad.cpu.base.bands import ceil_div, powers
from filtergrad.cpu.base.plan import (
    LEAST_PARTIAL_BYTES,
    MOST_FLUSHES,
    longest_chain,
    partial_dtype,
    partials_limit,
    workspace_limit,
)
from filtergrad.cpu.base.price import TEAM_THREADS, tasks_wanted
from filtergrad.cpu.depthwise import price as depthwise_price
from filtergrad.cpu.direct import forms, wholes
from filtergrad.cpu.direct import price as direct_price
from filtergrad.cpu.direct.counts import Counts
from filtergrad.cpu.direct.whole import Box, Sizes, Whole
from filtergrad.cpu.winograd import candidates as winograd_candidates
from filtergrad.cpu.winograd import price as winograd_price
from filtergrad.cpu.winograd.bilinear import axis
from filtergrad.cpu.winograd.estimates import MOST_ERROR
from filtergrad.cpu.winograd.plan import WinogradPlan
from filtergrad.dtypes import SIZES, compute_dtype


def cheapest(spec, isa):
    """The plan to take and its price; of equal prices the first."""
    listed = itertools.chain(of_direct(spec, isa), of_winograd(spec, isa), of_depthwise(spec, isa))
    return min(listed, key=lambda pair: pair[0])


# ---- the direct algorithm ----


def of_direct(spec, isa):
    """The two cheapest whole plans of each of six kinds, divided."""
    found = {}
    for problem, form in forms.forms(spec, isa):
        posed = spec._replace(problem=problem)
        table = wholes.wholes(posed, isa, form)
        for way, box in () if table is None else np.argwhere(table.walls < math.inf):
            plan = table.plan(int(way), int(box))
            found.setdefault(
                plan, direct_price.work(alone(posed, table, int(way), plan), isa.cycles)
            )
    walls = {plan: direct_wall(plan, done._replace(beyond=0.0)) for plan, done in found.items()}
    best = {}
    for plan in sorted(walls, key=walls.__getitem__):
        form = plan.swapped, plan.columns_per_pixel, plan.pairs
        kind = form, plan.lane, plan.x_packed, plan.dy_packed
        if kind in best or len(best) < direct.candidates.MOST_KINDS:
            best.setdefault(kind, []).append(plan)
    for plans in best.values():
        for whole in plans[: direct.candidates.MOST_OF_A_KIND]:
            for plan in direct_divisions(whole, found[whole], spec.precision):
                yield direct_wall(plan, found[whole]), plan


def alone(spec, table, way, plan):
    """A whole plan by itself, in numbers."""
    sizes = Sizes.of(spec, plan.paired_problem, plan.isa, table.form)
    counts = estimate.record(Counts, iter(table.ways.counts[way].tolist()))
    return Whole(sizes, counts, Box(*plan.block))


def direct_wall(plan, done):
    """The price of a divided plan."""
    division = direct_price.Division(
        plan.split, *plan.cut, plan.tasks, plan.partial_bytes,
        plan.partial_dtype == "float64" != plan.compute_dtype, plan.writes_dw,
    )  # fmt: skip
    return direct_price.price(done, division, plan.isa.cycles, plan.isa.l2).wall


def direct_divisions(plan, done, precision):
    """A plan divided into tasks in several ways."""
    problem, blocks = plan.problem, math.prod(plan.block_counts)
    target = tasks_wanted(direct_wall(plan, done))
    most = max(LEAST_PARTIAL_BYTES, 2 * (done.x_bytes + done.dy_bytes))
    most = min(most, workspace_limit(problem) - plan.panel_bytes)
    groups_most, rows_most, dys_most, xs_most = plan.cut_totals
    for split, dys in itertools.product(powers(min(blocks, 2 * target)), powers(dys_most)):
        rest = ceil_div(target, split)
        groups = min(groups_most, rest)
        if dys > ceil_div(rest, groups):
            continue
        xs = min(xs_most, ceil_div(rest, groups * dys))
        rows = min(rows_most, ceil_div(rest, groups * dys * xs))
        single = blocks == 1 and plan.dense
        partial = partial_dtype(problem.dtype, precision, ceil_div(blocks, split), single)
        divided = replace(
            plan,
            split=split,
            cut=(groups, rows, dys, xs),
            partial_dtype=partial,
            writes_dw=split == 1 and partial == problem.dtype and plan.dense,
        )
        if split == 1 or divided.partials * divided.partial_bytes <= most:
            yield divided


# ---- Winograd's algorithm ----


def of_winograd(spec, isa):
    """Plans with few products, in chunks of several sizes, divided."""
    limits, (problem, x_layout, dy_layout, precision) = winograd_candidates, spec
    lanes = isa.lanes(SIZES[compute_dtype(problem.dtype)])
    axes = (problem.dr, problem.u, problem.p), (problem.ds, problem.v, problem.q)
    phased = all(u == 1 and dilation <= out for dilation, u, out in axes if dilation > 1)
    few = min(problem.c_per_group, problem.k_per_group) < lanes
    large = max(problem.r, problem.s) > limits.MOST_TAPS
    if precision == "highest" or few or large or not phased or problem.macs < limits.LEAST_MACS:
        return
    bases = []
    for outputs in itertools.product(
        *(patches(*sizes) for sizes in ((problem.r, problem.u), (problem.s, problem.v)))
    ):
        base = WinogradPlan(
            problem=problem,
            isa=isa,
            x_layout=x_layout.kind,
            dy_layout=dy_layout.kind,
            outputs=outputs,
            tile=limits._tile(isa, lanes),
            strips=1,
            cut=(1, 1, 1),
            x_vectors=1,
        )
        products = winograd_price.patch_count(base) * base.products
        formula = problem.macs / (problem.c_per_group * problem.k)
        if problem.r * problem.s > 2 and products < limits.MOST_OF_DIRECT_PRODUCTS * formula:
            bases.append(base)
    least = math.inf
    for base in sorted(bases, key=winograd_price.products_cycles):
        if winograd_price.products_cycles(base) > limits.MOST_PRODUCTS_TIMES * least:
            return
        for size in limits.CHUNKS.ravel().tolist():
            for plan in winograd_divisions(replace(base, strips=max(1, int(size) // base.grid[1]))):
                least = min(least, winograd_price.products_cycles(base))
                yield float(winograd_price.price(plan).wall), plan


def patches(taps, stride):
    """How many outputs a patch may have along an axis."""
    sizes = range(1, 1 + winograd_candidates.MOST_OUTPUTS)
    return [1] if taps <= stride else [m for m in sizes if axis(taps, stride, m).possible]


def winograd_divisions(plan):
    """A plan divided into tasks in several ways."""
    limits, problem = winograd_candidates, plan.problem
    target = tasks_wanted(winograd_price.products_cycles(plan))
    x, dy = (count // limits.LEAST_PART_VECTORS for count in plan.vectors)
    counts = plan.chunks, problem.g, dy, x
    cuts = (powers(max(1, min(2 * target, count))) for count in counts)
    for split, groups, dys, xs in itertools.product(*cuts):
        if problem.g > 1 and max(dys, xs) > 1 and groups < problem.g:
            continue
        if split * dys * xs * groups > 2 * target:
            continue
        divided = replace(
            plan,
            split=split,
            cut=(groups, dys, xs),
            partial_dtype=problem.dtype if split == 1 else plan.compute_dtype,
            writes_dw=split == 1,
        )
        partials = divided.partials * divided.partial_bytes
        errs = winograd_price.error(divided) > MOST_ERROR
        if divided.flushes > MOST_FLUSHES or errs or partials > partials_limit(problem):
            continue
        part = divided.part_vectors[0]
        some = [count for count in (2, 4) if divided.single and count < part]
        for vectors in (*some, part):
            fewer = replace(divided, x_vectors=vectors)
            panels = min(TEAM_THREADS, divided.tasks) * fewer.panel_bytes
            if partials + panels <= workspace_limit(problem):
                yield fewer


# ---- depthwise layers ----


def of_depthwise(spec, isa):
    """The two plans whose steps take least, divided."""
    limits = depthwise.candidates
    plans = list(limits.wholes(spec, isa) or ())
    for plan in sorted(plans, key=multiply_cycles)[: limits.MOST_WHOLES]:
        problem = plan.problem
        target = tasks_wanted(multiply_cycles(plan))
        block = limits._block(problem, plan.step, longest_chain(spec.precision))
        whole = replace(plan, block=block, partial_dtype="float64")
        count = math.prod(whole.block_counts)
        most = partials_limit(problem) // whole.partial_bytes
        for cut in powers(limits.MOST_PARTS):
            if cut > plan.vectors // plan.same_x or cut > max(2 * target, limits.ALWAYS_PARTS):
                break
            split = max(1, min(count, ceil_div(target, cut), most))
            flushes = ceil_div(count, split)
            partial = partial_dtype(problem.dtype, spec.precision, flushes, count == 1)
            divided = replace(
                whole,
                cut=cut,
                split=split,
                partial_dtype=partial,
                writes_dw=split == 1 and partial == problem.dtype,
            )
            used = divided.partials * divided.partial_bytes + divided.panel_bytes
            if used <= workspace_limit(problem):
                cost = depthwise_price.price(divided, *depthwise_price.sums(divided))
                yield float(cost.wall), divided


def multiply_cycles(plan):
    """Cycles of all steps."""
    return depthwise_price.multiply_cycles(plan, *depthwise_price.sums(plan))
