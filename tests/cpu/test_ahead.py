"""Floor 3: what is asked for ahead is shared out to tiles so that each line is asked for once."""

from hypothesis import given
from hypothesis import strategies as st

from filtergrad.cpu.direct.prefetch import shared


@given(st.integers(1, 60), st.integers(1, 40), st.integers(1, 500))
def test_tiles_share_all_lines_between_them(runs, lines, calls):
    shares = shared(runs, lines, calls)
    asked = []
    for call in range(calls):  # as `tile.asking` counts
        turn, made = divmod(call, shares.asks)
        if turn < shares.turns:
            first = made * shares.share
            several = range(first, min(first + shares.share, shares.lines))
            asked += [(turn, i) if shares.along else (i, turn) for i in several]
    assert len(asked) == len(set(asked))
    assert set(asked) <= {(run, line) for run in range(runs) for line in range(lines)}
    if calls >= min(runs, lines):
        assert len(asked) == runs * lines
