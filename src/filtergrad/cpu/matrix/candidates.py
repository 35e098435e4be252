"""The plans for the matrix unit: tiles, blocks and divisions that may be worth it.

In: a `Spec`, an `Isa`. Out: plans with their prices; None where there is no such unit, or nothing
for it to do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from filtergrad.cpu.base.algorithm import Candidates
from filtergrad.cpu.base.bands import ceil_div, powers
from filtergrad.cpu.base.columns import Column
from filtergrad.cpu.base.estimate import numbers, width
from filtergrad.cpu.base.isa import Isa
from filtergrad.cpu.base.pixels import in_one_row
from filtergrad.cpu.base.plan import block_counts, partial_dtype
from filtergrad.engine import Spec

from .estimates import DIVIDED, WHOLES, Cut, Divided, Shape, Sizes, Way
from .plan import SIDE, MatrixPlan
from .ribbons import phases

# Tiles along c and k that are summed together, four in all: a square has the fewest loads, a row
# those of x fewest, which are dear where lines do not begin with cache lines.
SQUARE, LONG = (2, 2), (1, 4)

# Columns between two flushes, about.
COLUMNS = np.array([[512], [1024], [2048]], float)

# Plans of one task, the cheapest, that are divided.
MOST_WHOLES = 2

# Where x has more channels, taps are not merged with them.
MOST_MERGED = 32

# Strides that leave more phases of x are nothing for the unit.
MOST_PHASES = 64

SHAPE = width(Shape)


@dataclass(frozen=True, eq=False)
class Table:
    """Divided plans.

    Parameters
    ----------
    spec, isa
        What is planned.
    rows
        The numbers of `Shape` and `Cut` of each.
    found
        What is known of each plan: columns.
    """

    spec: Spec
    isa: Isa
    rows: Column
    found: Divided

    def plan(self, row: int) -> MatrixPlan:
        """The plan of a row."""
        shape, cut = np.split(self.rows[row].astype(int), [SHAPE])
        return plan(self.spec, self.isa, Shape(*shape.tolist()), Cut(*cut.tolist()))

    def alike(self, row: int) -> Column:
        """Which rows' plans add in the same order as that of ``row``."""
        merged, apart, _, _, _, _, n, p, q, split = self.rows.T[: SHAPE + 1]
        orders = np.stack((merged + apart, self.found.pitch.ravel(), n, p, q, split))
        same: Column = (orders == orders[:, row : row + 1]).all(0)
        return same


def candidates(spec: Spec, isa: Isa) -> Candidates | None:
    """Plans for the matrix unit, as far as there is one and it has something to do."""
    if isa.matrix is None or not _possible(spec):
        return None
    spec = flattened(spec)
    tried = ways(spec)
    if not tried:
        return None
    told = np.array([numbers(isa.cycles, Sizes.of(spec, isa))], float)
    shapes, wholes = WHOLES(told, np.array(tried, float), COLUMNS)
    rows = _divisions(_flat(shapes), _flat(wholes))
    if not len(rows):
        return None
    price, found = DIVIDED(told, rows)
    if not (price.wall < math.inf).any():
        return None
    table = Table(spec, isa, rows, found)
    return Candidates(price, found.tasks, table.plan, table.alike)


def plan(spec: Spec, isa: Isa, shape: Shape, cut: Cut) -> MatrixPlan:
    """A plan of a shape, so divided."""
    problem, x_layout, dy_layout, precision = spec
    merged, apart, together, x_tiles, dy_tiles, packed, n, p, q = shape
    blocks = math.prod(block_counts(problem, (n, p, q)))
    flushes, single = ceil_div(blocks, cut.split), blocks == 1
    return MatrixPlan(
        problem=problem,
        isa=isa,
        x_layout=x_layout.kind,
        dy_layout=dy_layout.kind,
        merged=bool(merged),
        apart=bool(apart),
        together=together,
        tile=(x_tiles, dy_tiles),
        packed=packed,
        block=(n, p, q),
        split=cut.split,
        cut=(cut.groups, cut.xs, cut.dys),
        writes_dw=single,
        partial_dtype=partial_dtype(problem.dtype, precision, flushes, single),
    )


def _possible(spec: Spec) -> bool:
    """Whether a problem has sums for the unit, of numbers that it takes."""
    problem, x_layout, dy_layout, precision = spec
    few_phases = max(phases(problem.r, problem.dr, problem.u), problem.v) <= MOST_PHASES
    return (
        problem.dtype == "bfloat16"
        and precision != "highest"
        and problem.n * problem.p * problem.q > 1
        and {x_layout.kind, dy_layout.kind} <= {"rows", "planes"}
        and few_phases
    )


def _flat(records: tuple[Column, ...]) -> Column:
    """Columns of several axes as a table with a row for each combination."""
    return np.array(records).reshape(len(records), -1).T


def ways(spec: Spec) -> list[Way]:
    """The ways that are worth a price."""
    problem, c, k = spec.problem, spec.problem.c_per_group, spec.problem.k_per_group
    together = SIDE // c if c < SIDE else 1
    squares = problem.g > 1 and 1 < c == k < SIDE and SIDE % c == problem.g % together == 0
    if k < SIDE and not squares:
        return []
    found = []
    if c >= SIDE or squares:
        found.append(Way(False, False, together, *(SQUARE if problem.r * problem.s == 1 else LONG)))
        if problem.s > 1:
            found.append(Way(False, True, together, *SQUARE))
    # A row of x is one piece of memory where its channels are all there are, side by side.
    beside = spec.x_layout.kind == "planes" or spec.x_layout.dense
    few = problem.g == problem.ds == 1 and c <= MOST_MERGED
    if few and beside and (problem.s > 1 or not found):
        found += [Way(True, False, 1, *tile) for tile in (SQUARE, LONG)]
    return found


def flattened(spec: Spec) -> Spec:
    """The spec with its pixels in one row, where that changes nothing."""
    row = in_one_row(spec.problem, spec.x_layout, spec.dy_layout)
    return spec if row is None else spec._replace(problem=row)


def _divisions(shapes: Column, wholes: Column) -> Column:
    """The cheapest shapes divided among tasks in several ways: see `Table`."""
    best: dict[tuple[float, ...], int] = {}  # Many are the same: an image may have fewer columns.
    for at in np.argsort(wholes[:, 0], kind="stable").tolist():
        best.setdefault(tuple(shapes[at].tolist()), at)
    found = []
    for shape, at in list(best.items())[:MOST_WHOLES]:
        wanted, blocks, *totals = map(int, wholes[at, 1:].tolist())
        for split in powers(min(blocks, 2 * wanted)):
            rest = ceil_div(wanted, split)
            # A task that does some of the channels packs the others' pixels once more.
            cuts = [(rest, 1, 1), *((1, x, ceil_div(rest, x)) for x in powers(rest))]
            possible = dict.fromkeys(tuple(map(min, cut, totals)) for cut in cuts)
            found += [(*shape, split, *cut) for cut in possible if math.prod(cut) * 2 >= rest]
    return np.array(found, float)
