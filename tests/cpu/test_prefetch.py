"""What is prefetched is shared out to tiles so that each line is prefetched once."""

from hypothesis import given
from hypothesis import strategies as st

from filtergrad.cpu.direct.prefetch import shared


@given(st.integers(1, 60), st.integers(1, 40), st.integers(1, 500))
def test_tiles_share_all_lines_between_them(stretches, lines, calls):
    shares = shared(stretches, lines, calls)
    prefetched = []
    for call in range(calls):  # as `prefetch.next_share` counts
        number, done = divmod(call, shares.tiles)
        if number < shares.rounds:
            first = done * shares.share
            several = range(first, min(first + shares.share, shares.lines))
            prefetched += [(number, i) if shares.along else (i, number) for i in several]
    assert len(prefetched) == len(set(prefetched))
    assert set(prefetched) <= {
        (stretch, line) for stretch in range(stretches) for line in range(lines)
    }
    if calls >= min(stretches, lines):
        assert len(prefetched) == stretches * lines
