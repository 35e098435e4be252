"""The even division of work, by brute force: every unit once, slots unique, sums in order."""

import random

import pytest

from filtergrad.gpu.base.units import Division, shares


def divisions():
    rng = random.Random(0)
    for _ in range(400):
        tiles, steps = rng.randint(1, 40), rng.randint(1, 60)
        yield Division(tiles, steps, rng.randint(1, tiles * steps))
    yield Division(1, 1, 1)
    yield Division(3, 50176, 132)
    yield Division(7, 2**28, 528)  # more units than 32 bits count, as a product


@pytest.mark.parametrize("seed", range(4))
def test_every_unit_is_done_once(seed):
    for division in list(divisions())[seed::4]:
        if division.units > 10**6:
            continue
        done = set()
        for program in range(division.programs):
            mine = [
                (tile, step)
                for tile, begin, end in division.ranges(program)
                for step in range(begin, end)
            ]
            assert 1 <= len(mine) <= division.most
            assert not done & set(mine)
            done |= set(mine)
        assert len(done) == division.units


def test_slots_are_unique_and_found_again():
    for division in divisions():
        slots, covering = {}, {}
        for program in range(division.programs):
            for tile, begin, end in division.ranges(program):
                slot = program + tile
                assert slot not in slots
                assert slot < division.slots
                assert end - begin <= division.longest
                slots[slot] = program, tile
                covering.setdefault(tile, []).append((begin, program))
        for tile in range(division.tiles):
            in_order = [program for _, program in sorted(covering[tile])]
            assert in_order == list(division.covering(tile))


def test_one_program_a_tile_leaves_whole_tiles():
    division = Division(5, 7, 5)
    assert division.whole
    assert [list(division.ranges(i)) for i in range(5)] == [[(i, 0, 7)] for i in range(5)]


def test_shares_are_possible():
    rng = random.Random(1)
    for _ in range(300):
        tiles, steps = rng.randint(1, 500), rng.randint(1, 3000)
        found = shares(tiles, steps, rng.choice((40, 108, 132)), rng.randint(1, 4))
        assert found
        assert tiles in found
        assert all(1 <= programs <= tiles * steps for programs in found)
