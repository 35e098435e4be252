"""Keras: layers whose weight gradient is ours, on each of its backends."""

from .layers import swap, unswap
from .reports import report

__all__ = ["report", "swap", "unswap"]


def __dir__() -> list[str]:
    return __all__
