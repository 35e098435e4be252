"""Which engine computes on which device.

In: the name of a device. Out: an `Engine`, imported when it is first asked for.
"""

from __future__ import annotations

import re

from filtergrad import forks
from filtergrad.arrays import HERE
from filtergrad.engine import Engine

_registered: dict[str, Engine] = {}


def kind(device: str) -> str:
    """The kind of a device: what comes before its number."""
    return re.split(r"[:_\d]", device, maxsplit=1)[0]


def engine(device: str) -> Engine:
    """The engine that computes on a device.

    Raises
    ------
    ValueError
        If there is none.
    """
    if device == HERE:
        forks.load("filtergrad.cpu.engine")
        from filtergrad.cpu import engine as cpu

        return cpu
    found = _registered.get(kind(device))
    if found is None:
        known = ", ".join(sorted({HERE, *_registered}))
        raise ValueError(f"there is no engine for the device {device!r}; there is one for: {known}")
    return found


def register(device_kind: str, engine: Engine) -> None:
    """Let an engine compute on the devices of a kind from now on."""
    _registered[device_kind] = engine
