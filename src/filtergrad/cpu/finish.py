"""The last step: add the partial sums in a fixed order, round once, put dW in the user's layout.

In: the partials that ``main`` left. Out: the function ``finish``, whose tasks each own a range of
dW. Floor 3. A partial's layout is the one in which its tiles store whole vectors (`row_offset`);
dW's is [r][s][c][k].
"""

from __future__ import annotations

from typing import Any

from .choose import AnyPlan
from .convert import NUMBERS, STORED, narrow, widen
from .ir import F32, F64, I64, Code, vector
from .panel import SIZES

TASK_ELEMENTS = 1 << 14


def tasks(plan: AnyPlan) -> int:
    """Number of tasks of ``finish``."""
    rows = plan.problem.r * plan.problem.s * plan.problem.c_per_group
    return max(1, min(rows, -(-rows * plan.problem.k // TASK_ELEMENTS)))


def emit(plan: AnyPlan, code: Code, args: dict[str, Any]) -> None:
    """Write ``finish``: a task owns whole rows (r, s, c) of dW. A null ``old`` adds nothing."""
    problem = plan.problem
    task = code.arguments[1]
    out, partial, old = args["out"], args["partial"], args["old"]
    adds = code.b.icmp_unsigned("!=", code.b.ptrtoint(old, I64), code.i64(0))
    rows, k = problem.r * problem.s * problem.c_per_group, problem.k
    parts = tasks(plan)
    start, stop = (code.divmod(code.mul(code.add(task, more), rows), parts)[0] for more in (0, 1))
    with code.loop(start, stop, name="row") as row:
        base, to = row_offset(code, plan, row), code.mul(row, k)
        if plan.lane == "k" or (plan.lane == "g" and problem.k_per_group == 1):
            whole = k // plan.lanes * plan.lanes
            for first, last, lanes in ((0, whole, plan.lanes), (whole, k, 1)):
                with code.loop(first, last, lanes, name="k") as column:
                    places = code.add(base, column), code.add(to, column)
                    _sum(code, plan, lanes, adds, (partial, out, old), *places)
        else:
            with (
                code.loop(0, problem.g, name="g") as g,
                code.loop(0, problem.k_per_group, name="k") as j,
            ):
                column = code.add(code.mul(g, problem.k_per_group), j)
                at = code.add(base, column_offset(code, plan, g, j))
                _sum(code, plan, 1, adds, (partial, out, old), at, code.add(to, column))
    code.ret()


def row_offset(code: Code, plan: AnyPlan, row: Any) -> Any:
    """Where row (r, s, c) of dW lies in a partial, in elements."""
    problem = plan.problem
    c, k = problem.c_per_group, problem.k_per_group
    if plan.lane != "c":
        return code.mul(row, problem.k)
    r, sc = code.divmod(row, problem.s * c)  # lane "c": [g][r][k][s][c]
    return code.add(code.mul(r, k * problem.s * c), sc)


def column_offset(code: Code, plan: AnyPlan, g: Any, j: Any) -> Any:
    """Where output channel ``j`` of group ``g`` lies in a row of a partial, in elements."""
    problem = plan.problem
    taps = problem.s * problem.c_per_group
    if plan.lane == "c":
        return code.add(code.mul(g, problem.r * problem.k_per_group * taps), code.mul(j, taps))
    return code.add(code.mul(j, problem.g), g)  # lane "g": [r][s][c][j][g]


def _sum(
    code: Code,
    plan: AnyPlan,
    lanes: int,
    adds: Any,
    bases: tuple[Any, Any, Any],
    source: Any,
    target: Any,
) -> None:
    """One vector of dW: the partials in order, the old value if it is to be added, one rounding."""
    dtype, chain = plan.problem.dtype, SIZES[plan.chain]
    partial, out, old = bases
    # float32 partials are added in float64: of this step only the final rounding is left.
    exact = F64 if dtype in ("float32", "float64") else F32
    kind = vector(NUMBERS[plan.chain], lanes)

    def term(split: Any) -> Any:
        at = code.add(code.mul(split, plan.partial_bytes), code.mul(source, chain))
        value = code.load(kind, partial, at)
        return value if kind == vector(exact, lanes) else code.b.fpext(value, vector(exact, lanes))

    total = code.variable(vector(exact, lanes), term(0))
    with code.loop(1, plan.split, name="split") as split:
        code.b.store(code.b.fadd(code.b.load(total, typ=vector(exact, lanes)), term(split)), total)
    with code.when(adds):
        before = code.load(vector(STORED[dtype], lanes), old, code.mul(target, SIZES[dtype]))
        wide = widen(code, before, dtype, plan.row.half)
        if wide.type != vector(exact, lanes):
            wide = code.b.fpext(wide, vector(exact, lanes))
        code.b.store(code.b.fadd(code.b.load(total, typ=vector(exact, lanes)), wide), total)
    result = narrow(code, code.b.load(total, typ=vector(exact, lanes)), dtype, plan.row.half)
    code.store(result, out, code.mul(target, SIZES[dtype]))
