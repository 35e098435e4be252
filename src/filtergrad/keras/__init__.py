"""Keras: layers whose weight gradient is ours, on each of its backends."""

from importlib import import_module as _import_module

import keras as _keras

from .layers import swap, unswap
from .reports import report

__all__ = ["door_state", "report", "swap", "unswap"]


def __dir__() -> list[str]:
    return __all__


def door_state() -> str:
    """How Keras' backend reaches the kernels: ``"native"``, or ``"python: "`` and why."""
    state: str = _import_module(f"filtergrad.{_keras.backend.backend()}").door_state()
    return state
