"""The last step: add the partial sums in a fixed order, round once, put dW in the user's layout.

In: the partials that ``main`` left. Out: the function ``finish``, whose tasks each own a range of
dW. A partial's layout is the one in which its tiles store whole vectors (`Plan.partial_rows`);
dW's is [r][s][c][k].
"""

from __future__ import annotations

from filtergrad.cpu.base.bands import ceil_div
from filtergrad.cpu.base.plan import Plan
from filtergrad.dtypes import SIZES

from . import pack, task
from .convert import NUMBERS, STORED, lanes_of, narrow, widen
from .ir import F32, F64, I64, Bit, Code, Int, Value, Vec, vector

TASK_ELEMENTS = 1 << 14  # numbers of dW that a task of `finish` writes, about
SIDE = 4  # rows, and columns, that are transposed together
LINE = 16  # rows whose numbers share a cache line in a partial's columns


def tasks(plan: Plan) -> int:
    """Number of tasks of ``finish``."""
    _, k, rows = _sizes(plan)
    units = rows // _unit(plan)
    return max(1, min(units, ceil_div(rows * k * plan.problem.g, TASK_ELEMENTS)))


def emit(plan: Plan, code: Code, args: dict[str, Value]) -> None:
    """Write ``finish``, whose tasks own whole rows (r, s, c) of dW.

    Where the address ``old`` is null, nothing is added to the sum.
    """
    number = code.arguments[1]
    adds = code.b.icmp_unsigned("!=", code.b.ptrtoint(args["old"], I64), code.i64(0))
    unit, parts = _unit(plan), tasks(plan)
    units = _sizes(plan)[2] // unit
    start, stop = (
        code.mul(code.divmod(code.mul(code.add(number, more), units), parts)[0], unit)
        for more in (0, 1)
    )
    sums = OrderedSum(code, plan, args, adds)
    with code.loop(start, stop, unit, name="row") as row:
        if plan.partial_rows == "columns":
            sums.columns(row, unit)
        elif plan.partial_rows == "groups":
            sums.groups(row)
        else:
            sums.row(row)
    code.ret()


def _sizes(plan: Plan) -> tuple[int, int, int]:
    """Of dW: channels c and k of a group, and rows (r, s, c)."""
    c, k = plan.dw_channels
    return c, k, plan.problem.r * plan.problem.s * c


def _unit(plan: Plan) -> int:
    """How many rows are written together."""
    c, k, _ = _sizes(plan)
    if plan.partial_rows != "columns" or k < SIDE:
        return 1
    return next(unit for unit in (LINE, SIDE, 1) if plan.problem.s * c % unit == 0)


def ranges(*given: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """Those of some (start, stop, step) that are not empty: no code is written for the others."""
    return [one for one in given if one[0] < one[1]]


class OrderedSum:
    """The sums of all partials being written, a row of dW, or some columns of a partial, at a time.

    Parameters
    ----------
    code, plan, args
        The function, its plan and the call's arguments.
    adds
        Whether the sum is added to what ``old`` holds.
    """

    def __init__(self, code: Code, plan: Plan, args: dict[str, Value], adds: Bit) -> None:
        self.code, self.plan, self.args, self.adds = code, plan, args, adds
        self.split = task.sizes(code, args, plan)["split"]
        self.c, self.k, _ = _sizes(plan)
        self.total = plan.problem.g * self.k  # numbers in a row of dW
        # float32 partials are added in float64: of this step only the final rounding is left.
        self.exact = F64 if plan.problem.dtype in ("float32", "float64") else F32

    def row(self, row: Int) -> None:
        """A row that lies in the partial as it does in dW."""
        code, lanes, at = self.code, self.plan.partial_lanes, self.code.mul(row, self.total)
        whole = self.total // lanes * lanes
        for first, last, width in ranges((0, whole, lanes), (whole, self.total, 1)):
            with code.loop(first, last, width, name="k") as column:
                place = code.add(at, column)
                self.write(self.sum(place, width), place)

    def groups(self, row: Int) -> None:
        """A row whose partial is [j][g]: output channel j of every group."""
        code, groups, at = self.code, self.plan.problem.g, self.code.mul(row, self.total)
        with code.loop(0, groups, name="g") as g, code.loop(0, self.k, name="k") as j:
            to = code.sum(at, (g, self.k), j)
            self.write(self.sum(code.sum(at, (j, groups), g), 1), to)

    def columns(self, row: Int, unit: int) -> None:
        """Some rows whose numbers are neighbours in the partial's columns."""
        code, problem = self.code, self.plan.problem
        apart = problem.s * self.c  # from one column of dW to the next
        r, within = code.divmod(row, apart)
        side = min(unit, SIDE)
        whole = self.k // side * side
        with code.loop(0, problem.g, name="g") as g:
            base = code.sum((code.sum((g, problem.r), r), self.k * apart), within)
            to = code.sum((row, self.total), (g, self.k))
            for first, last, count in ranges((0, whole, side), (whole, self.k, 1)):
                with (
                    code.loop(first, last, count, name="k") as j,
                    code.loop(0, unit, side, name="square") as more,
                ):
                    at = code.sum(base, (j, apart), more)
                    self.square(at, apart, code.sum(to, (more, self.total), j), side, count)

    def square(self, source: Int, apart: int, target: Int, rows: int, count: int) -> None:
        """``count`` columns of a partial, ``apart`` numbers apart, of ``rows`` numbers each."""
        code = self.code
        sums = [self.sum(code.add(source, i * apart), rows) for i in range(count)]
        if count == rows:
            sums = pack.transposed(code, sums)
        else:
            sums = [code.part(sums[0], i, 1) for i in range(rows)]
        for i, value in enumerate(sums):
            self.write(value, code.add(target, i * self.total))

    def sum(self, source: Int, lanes: int) -> Vec:
        """``lanes`` numbers, from number ``source`` on, of all partials, added in order."""
        code, plan = self.code, self.plan
        kind, wide = vector(NUMBERS[plan.partial_dtype], lanes), vector(self.exact, lanes)

        def term(split: Int) -> Vec:
            at = code.sum((split, plan.partial_bytes), (source, SIZES[plan.partial_dtype]))
            value = code.load(kind, self.args["partial"], at)
            return value if kind == wide else code.b.fpext(value, wide)

        total = code.variable(wide, term(0))
        with code.loop(1, self.split, name="split") as split:
            code.b.store(code.b.fadd(code.b.load(total, typ=wide), term(split)), total)
        return code.b.load(total, typ=wide)

    def write(self, value: Vec, target: Int) -> None:
        """Add the old numbers if the call wants that, round once, and store from ``target`` on."""
        code, plan, dtype = self.code, self.plan, self.plan.problem.dtype
        wide, size = value.type, SIZES[dtype]
        lanes = lanes_of(value)
        total = code.variable(wide, value)
        with code.when(self.adds):
            before = code.load(
                vector(STORED[dtype], lanes), self.args["old"], code.mul(target, size)
            )
            number = widen(code, before, dtype, plan.isa.half)
            if number.type != wide:
                number = code.b.fpext(number, wide)
            code.b.store(code.b.fadd(code.b.load(total, typ=wide), number), total)
        result = narrow(code, code.b.load(total, typ=wide), dtype, plan.isa.half)
        code.store(result, self.args["out"], code.mul(target, size))
