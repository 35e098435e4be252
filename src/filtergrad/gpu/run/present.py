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

TRITON = "not installed: pip install filtergrad[gpu]"


def found() -> dict[str, Any]:
    """The facts by name."""
    facts: dict[str, Any] = {}
    missing = []
    try:
        version, devices = driver().version, driver().devices
        facts["driver"] = f"CUDA {version // 1000}.{version % 1000 // 10}"
        facts["devices"] = [_line(device) for device in devices]
        if not any(_known(device) for device in devices):
            missing.append("a device that there is a row for")
    except DriverError as error:
        facts["driver"] = str(error)
        missing.append("a device with NVIDIA's driver")
    try:
        facts["triton"] = metadata.version("triton") if find_spec("triton") else TRITON
    except metadata.PackageNotFoundError:
        facts["triton"] = "of a version that is not told"
    if facts["triton"] == TRITON:
        missing.append("Triton, for kernels that were not made before")
    facts["missing"] = missing or "nothing"
    return facts


def names() -> list[str]:
    """The first device of each architecture here that there is a row for: ``cuda:0``."""
    try:
        devices = driver().devices
    except DriverError:
        return []
    first = {device.arch: device for device in reversed(devices) if _known(device)}
    return sorted(f"cuda:{device.number}" for device in first.values())


def _known(device: Device) -> bool:
    try:
        named(device.arch)
    except ValueError:
        return False
    return True


def _line(device: Device) -> str:
    gib = device.memory_bytes / 2**30
    text = f"{device.number}: {device.name}, {device.arch}, {device.sms} SMs, {gib:.0f} GiB"
    return text if _known(device) else f"{text} (no row: nothing is computed on it)"
