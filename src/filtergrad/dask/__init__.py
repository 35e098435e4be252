"""Dask: the filter gradient of chunked arrays as a lazy array, and `.npy` files as such arrays.

In: dask arrays of any chunks. Out: dask arrays; nothing is computed before somebody asks.
"""

from .blocks import from_npy
from .op import conv2d_backprop_filter

__all__ = ["conv2d_backprop_filter", "from_npy"]


def __dir__() -> list[str]:
    return __all__
