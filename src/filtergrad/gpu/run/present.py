"""What there is of GPUs here: driver, devices, the compiler of kernels.

In: nothing. Out: facts in words, for `filtergrad doctor` and bug reports. Nothing is computed, and
no device is given a context.
"""

from __future__ import annotations

from importlib import metadata
from importlib.util import find_spec
from typing import Any

from filtergrad.gpu.base.arch import named

from .device import Device
from .driver import DriverError, driver

TRITON = "not installed: kernels that nobody made before need it, pip install filtergrad[gpu]"


def found() -> dict[str, Any]:
    """The facts by name."""
    facts: dict[str, Any] = {}
    try:
        version, devices = driver().version, driver().devices
        facts["driver"] = f"CUDA {version // 1000}.{version % 1000 // 10}"
        facts["devices"] = [_line(device) for device in devices] or "none"
    except DriverError as error:
        facts["driver"] = str(error)
    try:
        facts["triton"] = metadata.version("triton") if find_spec("triton") else TRITON
    except metadata.PackageNotFoundError:
        facts["triton"] = "of a version that is not told"
    return facts


def _line(device: Device) -> str:
    gib = device.memory_bytes / 2**30
    text = f"{device.number}: {device.name}, {device.arch}, {device.sms} SMs, {gib:.0f} GiB"
    try:
        named(device.arch)
    except ValueError:
        return f"{text} (no row: nothing is computed on it)"
    return text
