"""Which engine computes on which device.

In: the name of a device. Out: an `Engine`, imported when it is first asked for.
"""

from __future__ import annotations

import re

from filtergrad import forks
from filtergrad.arrays import HERE, Operand
from filtergrad.engine import Engine

GPUS = ("cuda", "sm", "gfx")
"""The kinds of devices and architectures that the GPU engine is for."""

_registered: dict[str, Engine] = {}


def kind(device: str) -> str:
    """The kind of a device: what comes before its number."""
    return re.split(r"[:_\d]", device, maxsplit=1)[0]


def engine(device: str) -> Engine:
    """The engine that computes on a device.

    Parameters
    ----------
    device
        ``cpu``, a GPU as ``cuda:0``, or an architecture as ``sm_90``, for which no device is needed
        until something is run.

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
    if found is not None:
        return found
    if kind(device) in GPUS:
        forks.load("filtergrad.gpu.engine")
        from filtergrad.gpu import engine as gpu

        return gpu.of(device)
    known = ", ".join(sorted({HERE, "cuda", "sm_90 and other architectures", *_registered}))
    raise ValueError(f"there is no engine for the device {device!r}; there is one for: {known}")


def located(operand: Operand) -> Operand:
    """An operand with the number of its device, where its array did not tell it."""
    if operand.device == "cuda":
        forks.load("filtergrad.gpu.run.driver")
        from filtergrad.gpu.run.driver import driver

        number = driver().device_of(operand.address) if operand.address else 0
        operand.device = f"cuda:{number}"
    return operand


def register(device_kind: str, engine: Engine) -> None:
    """Let an engine compute on the devices of a kind from now on."""
    _registered[device_kind] = engine
