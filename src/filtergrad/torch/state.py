"""Whether the switch is on, where machine code can read it.

In: what `switch` puts here. Out: the addresses of two words. A change is one operation of
Python's own objects, so that no exception can leave it half done; machine code reads its outcome.
"""

from __future__ import annotations

import ctypes
import weakref
from typing import Any, Final

wanted: Final = ctypes.c_int64()
"""Not 0 if `enable` asks for the switch to be on."""
native = False
"""Whether machine code stands before PyTorch's kernel for CPUs, and finds the marks (`marked`)."""
blocks: Final[list[weakref.ref[Any]]] = []
"""The `enabled` blocks that are open."""


made: Final = (ctypes.c_int64 * 64)()
"""How many weight gradients machine code made in PyTorch's backward, by its numbers of dtypes."""


def on() -> bool:
    """Whether the switch is on, by `enable` or in a block."""
    return bool(blocks or wanted.value)


def addresses() -> tuple[int, int, int]:
    """Where `wanted` lies, how many `blocks` there are, which may change any time, and `made`.

    All are 0 if this Python does not count the entries of a list where CPython does.
    """
    if any(_counted([0] * length).value != length for length in range(3)):
        return 0, 0, 0
    return ctypes.addressof(wanted), ctypes.addressof(_counted(blocks)), ctypes.addressof(made)


def _counted(entries: list[Any]) -> ctypes.c_ssize_t:
    """The number of a list's entries, which follows what every object begins with."""
    return ctypes.c_ssize_t.from_address(id(entries) + object.__basicsize__)
