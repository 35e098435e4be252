"""A row of pixels and a filter row: the innermost loops, for some vectors of channels.

In: a `DepthwisePlan`. Out: LLVM functions. In plain words:

    for step of neighbouring pixels of the row:
        for vector of channels:
            for q in step:
                for s in filter row:
                    acc[s][vector] += x[q*v + s*ds - left][vector] * dy[q][vector]

A step's two loops over q and s are written out, and each vector of x and dy is loaded once for all
the taps and pixels that meet there. Where windows reach over the edge of the image, other code
runs, with the taps that see something: padding is never read.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from llvmlite import ir

from filtergrad.cpu.code import tile
from filtergrad.cpu.code.convert import NUMBERS, STORED, widen
from filtergrad.cpu.code.ir import I64, PTR, Code, Int, Ptr, Vec, vector
from filtergrad.cpu.code.prefetch import TO_L2, prefetch
from filtergrad.cpu.code.task import Range, inside, sizes
from filtergrad.dtypes import SIZES

from .plan import DepthwisePlan
from .segments import Segment

# The parameters of a function that computes filter rows. `x` is the address of the first window's
# pixel, `dy` that of the row's first pixel, `acc` that of the first tap's accumulators, each for
# the first vector of channels. There are `vectors` of them, and the last begins at channel `last`.
# Filter rows `r0` to `r1` see the image, and the block has the output columns `q0` to `q1`; `sizes`
# are those of the call.
ROW = (
    *((name, PTR) for name in ("x", "dy", "acc")),
    *((name, I64) for name in ("vectors", "last", "r0", "r1", "q0", "q1")),
    ("sizes", PTR),
)

# A vector of channels prefetches at most so many rows, and so many lines of a row, in a step: each
# is an instruction.
MOST_PREFETCHES = 16


Seen: TypeAlias = tuple[tuple[int, int], ...]
"""Each pair of a position within a step and a tap that meet."""


class Places(NamedTuple):
    """Where a row of pixels meets filter rows.

    Parameters
    ----------
    x, dy, acc
        Addresses of what pixel (0, 0) of x and of dy would be, and of the accumulators.
    following
        Where the next row's pixels are prefetched from, if they are.
    """

    x: Ptr
    dy: Ptr
    acc: Ptr
    following: tuple[Ptr, Ptr] | None


class FilterRows:
    """The function in which a row of pixels meets filter rows, ``rows`` of them at a time."""

    def __init__(self, module: ir.Module, plan: DepthwisePlan, rows: int) -> None:
        self.plan, self.rows = plan, rows
        self.code = Code(module, f"tile_{rows}x{plan.problem.s}", ROW)
        self.kind = vector(NUMBERS[plan.compute_dtype], plan.lanes)
        self.sizes = sizes(self.code, self.code.named, plan)
        self.pixels = plan.pixel_bytes

    def emit(self) -> ir.Function:
        """Write the function: a loop over filter rows, and in it the segments of the row."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        x, dy, acc, _, _, r0, r1, *_ = code.arguments
        with code.loop(r0, r1, self.rows, name="r") as r:
            x_at = code.at(x, code.mul(r, code.mul(self.sizes["x.row"], problem.dr)))
            acc_at = code.at(acc, code.mul(r, problem.s * problem.c_per_group * plan.tap_bytes))
            row = Places(x_at, dy, acc_at, self.following(x, dy, r))
            if plan.patterned:
                self.patterns(row)
            else:
                self.any_columns(row)
        code.ret()
        return code.function

    def patterns(self, row: Places) -> None:
        """Write the segments that the code knows."""
        code, plan, (*_, q0, q1, _) = self.code, self.plan, self.code.arguments
        for i, pattern in enumerate(plan.patterns):
            start, stop = self.sizes[f"start{i}"], self.sizes[f"stop{i}"]
            if not plan.whole_rows:
                start, stop = code.max(start, q0), code.min(stop, q1)
            elif pattern.single:
                self.vectors(row, start, pattern.size, pattern.seen)
                continue
            self.steps(row, Range(start, stop), pattern.size, pattern.seen)

    def any_columns(self, row: Places) -> None:
        """Write code for a row of any length: long steps, then shorter ones; one by one at edges.

        Each accumulator adds the row's pixels in their order, whatever the steps.
        """
        code, plan, (*_, q0, q1, _) = self.code, self.plan, self.code.arguments
        first, last = self.sizes["full.start"], self.sizes["full.stop"]
        self.edge(row, Range(q0, code.min(first, q1)))
        at = code.max(first, q0)
        stop = code.max(at, code.min(last, q1))
        for size in (plan.step, *(size for size in (4, 2, 1) if size < plan.step)):
            steps = code.divmod(code.sub(stop, at), size)[0]
            end = code.add(at, code.mul(steps, size))
            every = tuple((i, s) for i in range(size) for s in range(plan.problem.s))
            self.steps(row, Range(at, end), size, every)
            at = end
        self.edge(row, Range(code.max(last, q0), q1))

    def edge(self, row: Places, columns: Range) -> None:
        """Write the loop over pixels some of whose taps see the image, and over these taps."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        with code.loop(*columns, name="q") as q:
            w = code.sum((q, problem.v), (self.sizes["left"], -1))
            low, high = inside(code, w, problem.ds, self.sizes["w"])
            with code.loop(low, code.min(high, problem.s), name="s") as s:
                x = code.at(row.x, code.mul(s, problem.ds * self.pixels[0]))
                acc = code.at(row.acc, code.mul(s, problem.c_per_group * plan.tap_bytes))
                self.vectors(Places(x, row.dy, acc, None), q, 1, ((0, 0),))

    def steps(self, row: Places, columns: Range, size: int, seen: Seen) -> None:
        """Write the loop over steps of ``size`` pixels."""
        with self.code.loop(*columns, size, name="q") as q:
            self.vectors(row, q, size, seen)

    def vectors(self, row: Places, q: Int, size: int, seen: Seen) -> None:
        """Write the loop over the vectors of channels in a step that begins with pixel ``q``."""
        code, plan = self.code, self.plan
        _, _, _, vectors, last, *_ = code.arguments
        segment = Segment(0, size, size, seen)
        x_pixel = code.at(row.x, code.mul(q, plan.problem.v * self.pixels[0]))
        dy_pixel = code.at(row.dy, code.mul(q, self.pixels[1]))
        # What moves on by the same bytes with every vector; the rest is worked out each time.
        whole = plan.problem.k % plan.lanes == 0
        x_step = self.sizes["x.vector"] if (plan.x_packed or whole) and plan.same_x == 1 else 0
        dy_step = self.sizes["dy.vector"] if plan.dy_packed or whole else 0
        acc_step = plan.lanes * SIZES[plan.compute_dtype]
        steps = (x_pixel, x_step), (dy_pixel, dy_step), (row.acc, acc_step)
        with code.walk(0, vectors, *steps, name="vector") as (v, (x_first, dy_first, acc_at)):
            if row.following:
                self.prefetch(row.following, q, v)
            x_more = 0 if x_step else self.vector_offset(v, last, plan.x_packed, 0)
            dy_more = 0 if dy_step else self.vector_offset(v, last, plan.dy_packed, 1)
            x_at, dy_at = code.at(x_first, x_more), code.at(dy_first, dy_more)
            pixels = sorted({q for q, _ in seen})
            dys = {q: self.dy(code.at(dy_at, q * self.pixels[1])) for q in pixels}
            channels = plan.problem.c_per_group
            # Where all lanes share one channel of x, a loop goes over the channels. Where lanes
            # take several, the shuffle that spreads them is a constant of the code.
            looped = channels if plan.problem.k_per_group >= plan.lanes else 1
            columns = self.widened_columns(x_at, segment) if looped < channels else {}
            for c0 in range(0, channels, looped):
                with code.loop(c0, c0 + looped, name="c") as c:
                    acc_c = code.at(acc_at, code.mul(c, plan.tap_bytes))
                    self.step(x_at, columns, dys, acc_c, c, segment)

    def widened_columns(self, x: Ptr, segment: Segment) -> dict[int, Vec]:
        """Widen a step's columns of x once for all input channels, if there are registers.

        The keys are the columns' numbers. It is empty where each channel loads them anew.
        """
        plan, problem = self.plan, self.plan.problem
        if plan.x_packed or problem.dtype == plan.compute_dtype:  # a shuffle reads memory as well
            return {}
        columns = {q * problem.v + s * problem.ds for q, s in segment.seen}
        registers = len(columns) + len({q for q, _ in segment.seen}) + problem.s
        if registers + 2 > plan.isa.registers:
            return {}
        pixel = self.pixels[0]
        return {w: self.x_numbers(self.code.at(x, w * pixel)) for w in sorted(columns)}

    def following(self, x: Ptr, dy: Ptr, r: Int) -> tuple[Ptr, Ptr]:
        """Where, in the next row's pixels of x and of dy, filter row ``r`` begins to prefetch."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        # The next windows see rows of x that these do, too; the first new one is so many below.
        x_rows = (problem.r - 1) * problem.dr + 1

        def begin(operand: int, base: Ptr, rows: int, row: Int) -> Ptr:
            _, pixels, times = plan.row_prefetch(operand, problem.r // self.rows)
            steps = times * pixels * self.pixels[operand]
            return code.at(base, code.sum((row, rows), (r, steps)))

        x_row, dy_row = self.sizes["x.row"], self.sizes["dy.row"]
        return begin(0, x, x_rows, x_row), begin(1, dy, 1, dy_row)

    def prefetch(self, following: tuple[Ptr, Ptr], q: Int, v: Int) -> None:
        """Prefetch some lines of the next row's pixels; all vectors together reach all of them."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        calls = problem.r // self.rows
        for operand, (packed, name, rows, columns) in enumerate((
            (plan.x_packed, "x.row", problem.u, problem.v),
            (plan.dy_packed, "dy.row", 1, 1),
        )):  # fmt: skip
            if packed:
                continue
            row, pixel = self.sizes[name], self.pixels[operand]
            lines, pixels, times = plan.row_prefetch(operand, calls)
            more, line = code.divmod(v, lines) if plan.cut > 1 else (0, v)
            at = code.sum((code.mul(q, columns), pixel), (more, pixel), (line, 64))
            for i in range(min(rows, MOST_PREFETCHES)):
                here = code.at(code.at(following[operand], at), code.mul(row, i))
                for j in range(min(times, MOST_PREFETCHES)):
                    prefetch(code, code.at(here, j * pixels * pixel), TO_L2)

    def vector_offset(self, v: Int, last: Int, packed: bool, operand: int) -> Int:
        """Bytes from the first vector of x (operand 0) or dy (1) to vector number ``v``."""
        code, plan, problem = self.code, self.plan, self.plan.problem
        k, stride = problem.k_per_group, self.sizes[("x.vector", "dy.vector")[operand]]
        if packed or problem.k % plan.lanes == 0:
            return code.mul(code.divmod(v, plan.same_x)[0] if operand == 0 else v, stride)
        channel = code.min(code.mul(v, plan.lanes), last)  # the last vector overlaps its neighbour
        if operand == 0:  # negative if the neighbour is another task's: the floor is wanted
            channel = code.mul(code.floordiv(channel, k), problem.c_per_group)
        return code.mul(channel, SIZES[problem.dtype])

    def step(
        self, x: Ptr, columns: dict[int, Vec], dys: dict[int, Vec], acc: Ptr, c: Int,
        segment: Segment,
    ) -> None:  # fmt: skip
        """Write one step for one vector of channels: every product of its pixels and taps.

        Parameters
        ----------
        x, acc
            Addresses of the step's first window in x and of the first tap's accumulator.
        columns
            What `widened_columns` gives.
        dys
            The step's vectors of dy, by pixel.
        c
            Which input channel of each group takes part.
        """
        code, plan, problem = self.code, self.plan, self.plan.problem
        meetings: dict[int, list[tuple[int, int]]] = {}
        for q, s in segment.seen:
            meetings.setdefault(q * problem.v + s * problem.ds, []).append((q, s))
        for r in range(self.rows):
            sums: dict[int, Vec] = {}
            left = [s for _, s in segment.seen]  # what is still to be added
            row = code.at(x, code.mul(self.sizes["x.row"], r * problem.dr))
            for w, pairs in sorted(meetings.items()):
                x_value = self.x(code.at(row, w * self.pixels[0]), c, columns.get(w))
                for q, s in pairs:
                    place = code.at(acc, (r * problem.s + s) * problem.c_per_group * plan.tap_bytes)
                    if s not in sums:
                        sums[s] = code.b.load(place, typ=self.kind)
                    sums[s] = tile.multiply_add(code, plan.isa, x_value, dys[q], sums[s])
                    left.remove(s)
                    if s not in left:
                        code.b.store(sums[s], place)

    def load(self, at: Ptr, count: int, packed: bool) -> Vec:
        """Load ``count`` neighbouring numbers of an operand, in the type that is computed in."""
        dtype = self.plan.compute_dtype if packed else self.plan.problem.dtype
        value = self.code.load(vector(STORED[dtype], count), at)
        return widen(self.code, value, dtype, self.plan.isa.half)

    def dy(self, at: Ptr) -> Vec:
        """Load a vector of dy."""
        return self.load(at, self.plan.lanes, self.plan.dy_packed)

    def x_numbers(self, at: Ptr) -> Vec:
        """Load the numbers of x that a vector of output channels needs, each of them once."""
        return self.load(at, self.plan.x_width, self.plan.x_packed)

    def x(self, at: Ptr, c: Int, numbers: Vec | None) -> Vec:
        """Make the vector of x that meets a vector of dy: in each lane channel ``c`` of its group.

        ``numbers`` are those of `x_numbers`, if they are loaded already.
        """
        code, plan, lanes = self.code, self.plan, self.plan.lanes
        channels, k = plan.problem.c_per_group, plan.problem.k_per_group
        if channels == k == 1:
            return self.load(at, lanes, plan.x_packed)
        if k >= lanes:
            size = SIZES[plan.compute_dtype if plan.x_packed else plan.problem.dtype]
            here = code.at(at, code.mul(c, size))
            return code.broadcast(self.load(here, 1, plan.x_packed), lanes)
        if numbers is None:
            numbers = self.x_numbers(at)
        return code.shuffle(numbers, numbers, [j // k * channels + c for j in range(lanes)])
