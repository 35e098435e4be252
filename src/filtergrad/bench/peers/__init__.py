"""The libraries that the benchmark compares with: one file each, and one process each.

In: a name. Out: the module that a worker loads, and the environment variables that it needs.
filtergrad's own process imports none of these modules, because it must not load a framework.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from filtergrad.arrays import Array
from filtergrad.problem import Problem

Call: TypeAlias = Callable[[], Any]
"""Computes a problem and returns the peer's own kind of array."""

Prepare: TypeAlias = Callable[[], Call]
"""Makes the tensors and compiles, so that the call does nothing but compute."""


class Module(Protocol):
    """What the module of a peer has."""

    def start(self, threads: int) -> dict[str, str]:
        """Use this many threads; return the versions."""

    def variants(self, problem: Problem, x: Array, dy: Array) -> dict[str, Prepare]:
        """The ways to compute a problem in NHWC, by name."""

    def values(self, problem: Problem, dw: Any) -> Array:
        """The result as a NumPy array in the shape of filtergrad's dW."""


MODULES = {
    "tensorflow": "filtergrad.bench.peers.tensorflow",
    "torch": "filtergrad.bench.peers.torch",
    "jax": "filtergrad.bench.peers.jax",
}
# Peers compute on the processor, print little, and keep their memory: a peer has no `out`, so it
# allocates dW in each call, and would pay for page faults if the memory went back to the system.
ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "JAX_PLATFORMS": "cpu",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "TF_ENABLE_ONEDNN_OPTS": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(16 << 30),
}
