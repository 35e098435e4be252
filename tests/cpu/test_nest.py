"""The loop nest covers the work, shown by walking it; no compiler takes part."""

import math

import numpy as np
import pytest
from helpers.strategies import plans, problems
from hypothesis import given
from hypothesis import strategies as st

from filtergrad.cpu.base import isa
from filtergrad.cpu.base.bands import balanced, ceil_div, columns, even, part_of, pieces, vectors
from filtergrad.cpu.direct import nest
from filtergrad.cpu.direct.plan import DirectPlan

totals = st.integers(1, 300)


@given(totals, st.integers(1, 30))
def test_balanced_tiles_are_few_and_alike(total, size):
    bands = balanced(total, size)
    assert len(bands) <= 2
    assert sum(band.count for band in bands) == ceil_div(total, size) == math.ceil(total / size)
    assert even(total, size) == max(band.size for band in bands)
    sizes = {band.size for band in bands}
    assert max(sizes) <= size
    assert max(sizes) - min(sizes) <= 1
    assert elements(bands) == list(range(total))


@given(totals, st.sampled_from((1, 2, 4, 8, 16)), st.integers(1, 6))
def test_vectors_cover_once_and_reach_nothing_else(total, lanes, most):
    while lanes > total:  # as plans do: the vector is never wider than what there is
        lanes //= 2
    bands = vectors(total, lanes, most)
    assert elements(bands) == list(range(total))
    for band in bands:
        assert lanes <= band.size <= most * lanes
        assert (band.moved == 0 and band.size % lanes == 0) or band is bands[-1]
        written = []
        for offset, fresh in columns(band, lanes):
            assert 0 <= offset <= band.size - lanes  # nothing is read beyond the tile
            written += range(offset + lanes - fresh, offset + lanes)
        assert written == list(range(band.moved, band.size))


def elements(bands):
    """The elements that belong to the tiles of `bands`, tile by tile."""
    assert [band.first for band in bands] == list(
        np.cumsum([0, *(band.count for band in bands[:-1])])
    )
    return [i for band in bands for tile in range(band.first, band.stop) for i in own(band, tile)]


def own(band, tile):
    start = band.start + (tile - band.first) * band.size
    return range(start + band.moved, start + band.size)


@given(st.integers(0, 300), st.sampled_from((1, 2, 4, 8, 16)))
def test_pieces_are_powers_of_two_that_follow_one_another(count, lanes):
    covered = []
    for start, width in pieces(count, lanes):
        assert width <= lanes
        assert width & (width - 1) == 0
        covered += range(start, start + width)
    assert covered == list(range(count))


@given(st.integers(0, 300), st.integers(1, 40))
def test_shares_follow_one_another_and_are_alike(total, parts):
    ranges = [part_of(total, parts, part) for part in range(parts)]
    assert [i for low, high in ranges for i in range(low, high)] == list(range(total))
    sizes = [high - low for low, high in ranges]
    assert max(sizes) - min(sizes) <= 1


# ---- whole plans ----


def tile_elements(plan: DirectPlan, call):
    """The (c, k) elements that a call adds to, as index arrays that broadcast, and its s."""
    problem = plan.problem
    dy = own(band_of(plan.dy_bands, call.dy_tile), call.dy_tile)
    x = np.array(own(band_of(plan.x_bands, call.x_tile), call.x_tile))
    s, c = np.divmod(x, problem.c_per_group) if plan.merged else (np.full(len(x), call.s), x)
    if plan.lane == "g":
        k = np.add.outer(np.array(dy) * problem.k_per_group, np.arange(problem.k_per_group)).ravel()
    else:
        k = np.array(dy) + call.g * problem.k_per_group
    return s[:, None], c[:, None], k[None, :]


def band_of(bands, tile):
    return next(band for band in bands if band.first <= tile < band.stop)


def valid(problem):
    """Which (n, p, q, r, s) see the image."""
    inside = np.zeros((problem.n, problem.p, problem.q, problem.r, problem.s), bool)
    for r in range(problem.r):
        for s in range(problem.s):
            inside[:, slice(*problem.rows(r)), slice(*problem.cols(s)), r, s] = True
    return inside


@pytest.mark.parametrize("row", isa.ROWS, ids=lambda row: row.name)
@given(st.data())
def test_every_plan_does_every_multiply_add_once(row, data):
    problem = data.draw(problems(most=8).filter(lambda problem: work(problem) < 3e5), "problem")
    plan = data.draw(plans(problem, row), "plan")
    problem = plan.problem
    done = np.zeros((problem.n, problem.p, problem.q, *problem.filter_shape), np.uint8)
    begun = np.zeros((plan.split, *problem.filter_shape), np.uint8)
    owner = np.full((plan.split, *problem.filter_shape), -1)
    for call in nest.walk(plan):
        s, c, k = tile_elements(plan, call)
        split = nest.task_ranges(plan, call.task)[0]
        at = split, call.r, s, c, k
        # The first call overwrites what a partial held before, so it must come first.
        assert np.all(begun[at] == (0 if call.first else 1)), call
        begun[at] = 1
        # No two tasks write the same number: nothing depends on who comes first.
        assert np.all((owner[at] == -1) | (owner[at] == call.task)), call
        owner[at] = call.task
        # A tap may see nothing of a block: then a range ends before it begins.
        sizes = [max(0, stop - start) for start, stop in (call.n, call.p, call.q)]
        assert np.prod(sizes) <= np.prod(plan.block)
        for n in pixels(plan, "n", call.n):
            for p in pixels(plan, "p", call.p):
                for q in range(*call.q):
                    done[n, p, q, call.r, s, c, k] += 1
    assert np.all(begun), "a partial sum is never begun"
    inside = valid(problem)
    assert np.all(done[inside] == 1)
    # Only where the taps of a row are merged, or rows are paired, is the padding multiplied, and
    # then it is zero.
    assert np.all(done[~inside] <= (plan.merged or plan.pairs == "p"))


def pixels(plan, axis, bounds):
    """The output positions that a range of a call's boxes stands for: pairs are two of them."""
    if plan.pairs != axis:
        return range(*bounds)
    return range(2 * bounds[0], min(2 * bounds[1], getattr(plan.problem, axis)))


def work(problem):
    pixels = problem.n * problem.p * problem.q
    return pixels * np.prod(problem.filter_shape)


@given(st.data())
def test_blocks_follow_one_another(data):
    problem = data.draw(problems(), "problem")
    plan = data.draw(plans(problem, isa.named("x86-64-v4-bf16")), "plan")
    seen = np.zeros((plan.paired_problem.n, plan.paired_problem.p, plan.paired_problem.q), int)
    for split in range(plan.split):
        for n, p, q in nest.blocks(plan, split):
            seen[slice(*n), slice(*p), slice(*q)] += 1
    assert np.all(seen == 1)
