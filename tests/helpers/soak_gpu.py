"""What `soak` does with plans for GPUs: any of them, in Triton's interpreter."""

from hypothesis import strategies as st

from . import interpret  # first: it switches the interpreter on
from .gpu import any_plan
from .soak_cases import FEW, explore


def gpu(rng):
    """A few problems, with one of their plans each."""
    assert interpret.launch
    explore(rng, lambda data: any_plan(data.draw), st.data())
    return {"interpreted plans": FEW}


CASES = {"gpu": gpu}
