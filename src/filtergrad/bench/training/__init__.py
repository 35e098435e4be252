"""Whole networks, trained with and without us in one process, step by step in turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from .layers import Settings

Row: TypeAlias = dict[str, Any]
"""A training, as JSON."""


class Host(Protocol):
    """What the module of a host has."""

    def start(self, threads: int) -> str:
        """Use this many threads; return the version."""

    def session(self, settings: Settings, *, ours: bool, filters: bool) -> Callable[[], float]:
        """A network and its data; each call makes one step and returns the loss before it."""


HOSTS = {"torch": "torch", "keras": "tensorflow", "jax": "jax"}
"""Where networks are trained, and the package that each needs."""

MODELS = ("resnet50", "mobilenet_v2", "unet", "efficientnet_b0", "convnext_tiny")
"""The networks."""

TRAINED = {"torch": MODELS, "keras": MODELS[:3], "jax": ("unet",)}
"""Which of them each host has."""
