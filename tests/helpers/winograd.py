"""Plans of Winograd's algorithm, one of each kind, and what their machine code computes."""

import numpy as np
import pytest

from filtergrad.arrays import numpy_dtype
from filtergrad.cpu.winograd.candidates import possible

from .check import asked
from .launch import GUARD, launch


def computed(plan, x, dy, old=None, level=0):
    """What the plan's code makes of x and dy; it must write dW and nothing beside it."""
    problem = plan.problem
    room = np.full(np.prod(problem.filter_shape) + 2 * GUARD, 77, numpy_dtype(problem.dtype))
    out = room[GUARD:-GUARD].reshape(problem.filter_shape)
    out[...] = np.nan if old is None else old
    launch(problem, plan, x, dy, out, 0 if old is None else out.ctypes.data, level)
    assert np.all(room[:GUARD] == 77)
    assert np.all(room[-GUARD:] == 77)
    return out


def kinds_of(problem, row):
    """One plan of each kind, the cheapest of each size of patches, even if it saves little."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("filtergrad.cpu.winograd.candidates.MOST_OF_DIRECT_PRODUCTS", 1.0)
        priced = list(possible(asked(problem, "rows"), row) or ())
    kinds = {}
    for _, plan in sorted(priced, key=lambda pair: pair[0].wall):
        kinds.setdefault(plan.outputs, plan)
    return kinds
