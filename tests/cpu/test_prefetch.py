"""What is prefetched is shared out to tiles so that each line is prefetched once."""

from hypothesis import given
from hypothesis import strategies as st

from filtergrad.cpu.direct.shares import Stretches, shares


@given(st.integers(1, 60), st.integers(1, 40), st.integers(1, 500))
def test_tiles_share_all_lines_between_them(stretches, lines, calls):
    piece = Stretches(stretches, 64 * lines - 48)
    assert piece.lines == lines
    (shared,) = shares([piece], calls)
    prefetched = []
    for call in range(calls):  # as `prefetch.next_share` counts
        number, done = divmod(call, shared.tiles)
        if number < shared.rounds:
            first = done * shared.share
            several = range(first, min(first + shared.share, shared.lines))
            prefetched += [(number, i) if shared.along else (i, number) for i in several]
    assert len(prefetched) == len(set(prefetched))
    assert set(prefetched) <= {
        (stretch, line) for stretch in range(stretches) for line in range(lines)
    }
    if calls >= min(stretches, lines):
        assert len(prefetched) == stretches * lines


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6), st.integers(1, 500))
def test_pieces_of_no_use_are_passed_by(counts, calls):
    found = shares([Stretches(count, 100) for count in counts], calls)
    at, visited = next((i for i, count in enumerate(counts) if count), 0), []
    while any(counts):
        visited.append(at)
        if not found[at].behind:
            break
        at += found[at].behind
    assert visited == [i for i, count in enumerate(counts) if count]
