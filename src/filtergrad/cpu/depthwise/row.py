"""A filter row's taps: the code through which a row of pixels passes, for some vectors of channels.

In: a `DepthwisePlan`. Out: LLVM functions. In plain words:

    for step of neighbouring pixels of the row:
        for vector of channels:
            for s, for q in step:
                acc[s][vector] += x[q*v + s*ds - left][vector] * dy[q][vector]

Each number is loaded once for all the taps and pixels that meet there. Where windows reach over the
edge of the image, other code runs with the taps that see something: padding is never read.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad.cpu.code import tile
from filtergrad.cpu.code.convert import NUMBERS, STORED, widen
from filtergrad.cpu.code.ir import I1, I64, PTR, Code, Value, splat, vector
from filtergrad.cpu.code.prefetch import TO_L2, prefetch
from filtergrad.cpu.code.tile import Column, Row, Tile
from filtergrad.dtypes import SIZES

from .plan import DepthwisePlan, Run

# x at the first window, dy at the first pixel of the row and the accumulators of the first tap, all
# for the first vector; how many vectors and the first channel of the last; the filter rows that see
# the image; the columns of the block.
ROW = (
    *((name, PTR) for name in ("x", "dy", "acc")),
    *((name, I64) for name in ("vectors", "last", "r0", "r1", "q0", "q1")),
)


MOST = 16  # rows, or times, that a vector asks for something in a step: each is code


class Taps:
    """The function that does filter rows for a row of pixels, ``rows`` of them at a time."""

    def __init__(self, module: ir.Module, plan: DepthwisePlan, rows: int) -> None:
        self.plan, self.rows = plan, rows
        self.code = Code(module, f"tile_{rows}x{plan.problem.s}", ROW)
        self.kind = vector(NUMBERS[plan.compute_dtype], plan.lanes)

    def emit(self) -> ir.Function:
        code, plan, problem = self.code, self.plan, self.plan.problem
        x, dy, acc, _, _, r0, r1, _, _ = code.arguments
        with code.loop(r0, r1, self.rows, name="r") as r:
            x_at = code.at(x, code.mul(r, problem.dr * plan.x_steps[1]))
            acc_at = code.at(acc, code.mul(r, problem.s * problem.c_per_group * plan.tap_bytes))
            new = self.new(x, dy, r)
            for run in plan.runs:
                self.run(x_at, dy, acc_at, new, run)
        code.ret()
        return code.function

    def run(self, x: Value, dy: Value, acc: Value, new: list[Value], run: Run) -> None:
        """The steps that see the same taps."""
        code, plan = self.code, self.plan
        _, _, _, vectors, last, _, _, q0, q1 = code.arguments
        start, stop = run.start, run.stop
        if plan.block[2] < plan.problem.q:
            start, stop = code.max(start, q0), code.min(stop, q1)
        with code.loop(start, stop, run.size, name="q") as q:
            x_pixel = code.at(x, code.mul(q, plan.problem.v * plan.x_steps[2]))
            dy_pixel = code.at(dy, code.mul(q, plan.dy_steps[2]))
            with code.loop(0, vectors, name="vector") as v:
                self.ask(new, q, v)
                x_at = code.at(x_pixel, self.offset(v, last, plan.x_packed, 0))
                dy_at = code.at(dy_pixel, self.offset(v, last, plan.dy_packed, 1))
                acc_at = code.at(acc, code.mul(v, plan.lanes * SIZES[plan.compute_dtype]))
                pixels = sorted({q for q, _ in run.seen})
                dys = {q: self.dy(code.at(dy_at, q * plan.dy_steps[2])) for q in pixels}
                channels = plan.problem.c_per_group
                # Which channel all lanes share may vary; how several are spread is fixed.
                at_once = channels if plan.problem.k_per_group >= plan.lanes else 1
                xs = self.xs(x_at, run) if at_once < channels else {}
                for c0 in range(0, channels, at_once):
                    with code.loop(c0, c0 + at_once, name="c") as c:
                        acc_c = code.at(acc_at, code.mul(c, plan.tap_bytes))
                        self.step(x_at, xs, dys, acc_c, c, run)

    def xs(self, x: Value, run: Run) -> dict[int, Value]:
        """A step's columns of x, widened once for all input channels if there are registers."""
        plan, problem = self.plan, self.plan.problem
        if plan.x_packed or problem.dtype == plan.compute_dtype:  # a shuffle reads memory as well
            return {}
        columns = {q * problem.v + s * problem.ds for q, s in run.seen}
        held = len(columns) + len({q for q, _ in run.seen}) + problem.s
        if held + 2 > plan.isa.registers:
            return {}
        step = plan.x_steps[2]
        return {w: self.spread(self.code.at(x, w * step)) for w in sorted(columns)}

    def new(self, x: Value, dy: Value, r: Value) -> list[Value]:
        """Where filter row ``r`` begins to ask for the next row of pixels."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        rows = (problem.r - 1) * problem.dr + 1, 1  # from this row's first to the next's new one
        places = []
        for operand, (base, (_, row, pixel)) in enumerate(((x, plan.x_steps), (dy, plan.dy_steps))):
            _, pixels, times = plan.ahead(operand, problem.r // self.rows)
            at = code.sum(rows[operand] * row, (r, times * pixels * pixel))
            places.append(code.at(base, at))
        return places

    def ask(self, new: list[Value], q: Value, v: Value) -> None:
        """Ask for lines of the next row's pixels; the vectors of a step together ask for all."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        calls = problem.r // self.rows
        for operand, (packed, (_, row, pixel), u, v_step) in enumerate((
            (plan.x_packed, plan.x_steps, problem.u, problem.v),
            (plan.dy_packed, plan.dy_steps, 1, 1),
        )):  # fmt: skip
            if packed:
                continue
            lines, pixels, times = plan.ahead(operand, calls)
            more, line = code.divmod(v, lines) if plan.cut > 1 else (0, v)
            at = code.sum((code.mul(q, v_step), pixel), (more, pixel), (line, 64))
            here = code.at(new[operand], at)
            for i in range(min(u, MOST)):
                for j in range(min(times, MOST)):
                    prefetch(code, code.at(here, i * row + j * pixels * pixel), TO_L2)

    def offset(self, v: Value, last: Value, packed: bool, operand: int) -> Value:
        """Bytes from the first vector of x (operand 0) or dy (1) to vector number ``v``."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        k, step = problem.k_per_group, plan.vector_steps[operand]
        if packed or problem.k % plan.lanes == 0:
            return code.mul(code.divmod(v, plan.same_x)[0] if operand == 0 else v, step)
        channel = code.min(code.mul(v, plan.lanes), last)  # the last vector overlaps its neighbour
        if operand == 0:  # the neighbour may be another task's: then it is negative
            channel = code.mul(code.floordiv(channel, k), problem.c_per_group)
        return code.mul(channel, SIZES[problem.dtype])

    def step(
        self, x: Value, xs: dict[int, Value], dys: dict[int, Value], acc: Value, c: Value, run: Run
    ) -> None:
        """A vector of a step's pixels, with input channel ``c`` of each group."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        meetings: dict[int, list[tuple[int, int]]] = {}
        for q, s in run.seen:
            meetings.setdefault(q * problem.v + s * problem.ds, []).append((q, s))
        for r in range(self.rows):
            sums: dict[int, Value] = {}
            left = [s for _, s in run.seen]
            for w, pairs in sorted(meetings.items()):
                at = r * problem.dr * plan.x_steps[1] + w * plan.x_steps[2]
                x_value = self.x(code.at(x, at), c, xs.get(w))
                for q, s in pairs:
                    place = code.at(acc, (r * problem.s + s) * problem.c_per_group * plan.tap_bytes)
                    if s not in sums:
                        sums[s] = code.b.load(place, typ=self.kind)
                    sums[s] = tile.multiply_add(code, plan.isa, x_value, dys[q], sums[s])
                    left.remove(s)
                    if s not in left:
                        code.b.store(sums[s], place)

    def load(self, at: Value, count: int, packed: bool) -> Value:
        """``count`` numbers of an operand."""
        dtype = self.plan.compute_dtype if packed else self.plan.problem.dtype
        value = self.code.load(vector(STORED[dtype], count), at)
        return widen(self.code, value, dtype, self.plan.isa.half)

    def dy(self, at: Value) -> Value:
        """A vector of dy."""
        return self.load(at, self.plan.lanes, self.plan.dy_packed)

    def spread(self, at: Value) -> Value:
        """The numbers of x, several of which lanes of a vector share."""
        return self.load(at, self.plan.x_width, self.plan.x_packed)

    def x(self, at: Value, c: Value, value: Value | None) -> Value:
        """The vector of x that meets a vector of dy: channel ``c`` of each group.

        ``value`` is what `spread` gives, if that is known already.
        """
        code, plan, lanes = self.code, self.plan, self.plan.lanes
        channels, k = plan.problem.c_per_group, plan.problem.k_per_group
        if channels == k == 1:
            return self.load(at, lanes, plan.x_packed)
        if k >= lanes:
            size = SIZES[plan.compute_dtype if plan.x_packed else plan.problem.dtype]
            here = code.at(at, code.mul(c, size))
            return code.broadcast(self.load(here, 1, plan.x_packed), lanes)
        if value is None:
            value = self.spread(at)
        return code.shuffle(value, value, [j // k * channels + c for j in range(lanes)])


# The accumulators; dW or the partial at the task's first channel; whether that is overwritten or
# added to; how many vectors, and whether the last is ragged.
FLUSH = (("acc", PTR), ("dw", PTR), ("first", I1), ("vectors", I64), ("ragged", I1))


def emit_flush(module: ir.Module, plan: DepthwisePlan) -> ir.Function:
    """Write the function that adds a task's accumulators to dW or a partial, and clears them."""
    code = Code(module, "flush", FLUSH)
    acc, dw, first, vectors, ragged = code.arguments
    kind = vector(NUMBERS[plan.compute_dtype], plan.lanes)
    slot = code.variable(kind)
    size, partial_size = SIZES[plan.compute_dtype], SIZES[plan.partial_dtype]
    fresh = plan.problem.k % plan.lanes

    def put(acc_at: Value, dw_at: Value, lanes: int) -> None:
        code.b.store(code.b.load(acc_at, typ=kind), slot)
        code.b.store(splat(kind, 0.0), acc_at)
        column = Column(0, 0, 0, lanes)
        place = Tile(
            plan.compute_dtype, plan.partial_dtype, plan.lanes, False, (Row(0, 0),), (column,)
        )
        tile.Body(code, place, plan.isa, [[slot]]).flush(first, dw_at)

    whole = code.sub(vectors, code.b.zext(ragged, I64)) if fresh else vectors
    with code.loop(0, plan.accumulators, name="tap") as tap:
        acc_tap = code.at(acc, code.mul(tap, plan.tap_bytes))
        dw_tap = code.at(dw, code.mul(tap, plan.problem.k * partial_size))
        with code.loop(0, whole, name="vector") as v:
            step = code.mul(v, plan.lanes)
            put(
                code.at(acc_tap, code.mul(step, size)),
                code.at(dw_tap, code.mul(step, partial_size)),
                plan.lanes,
            )
        if fresh:
            with code.when(ragged):
                step = code.mul(whole, plan.lanes)
                back = code.sub(step, plan.lanes - fresh)
                put(
                    code.at(acc_tap, code.mul(step, size)),
                    code.at(dw_tap, code.mul(back, partial_size)),
                    fresh,
                )
    code.ret()
    return code.function
