"""Workspace from the driver, for arrays whose owner lends none.

In: a size and a stream. Out: an address that is valid for what the stream does until it is given
back; neither the host nor another stream waits.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

from .driver import Device


@contextmanager
def workspace(device: Device, size: int, stream: int) -> Iterator[int]:
    """The address of so many bytes, a multiple of 256; 0 for none.

    Parameters
    ----------
    device
        Whose memory.
    size
        Bytes.
    stream
        What uses the memory is launched on it inside the ``with`` statement.
    """
    if not size:
        yield 0
        return
    with device.current():
        address = take(device, size, stream)
        try:
            yield address
        finally:
            give(device, address, stream)


def take(device: Device, size: int, stream: int) -> int:
    """The address of so many bytes, for use on a stream; the device is the current one.

    Raises
    ------
    DriverError
        If there are not so many.
    """
    address, pool, calls = ctypes.c_uint64(), device.pool, device.calls
    if pool:
        calls("cuMemAllocFromPoolAsync", ctypes.byref(address), size, pool, stream)
    else:
        calls("cuMemAlloc_v2", ctypes.byref(address), size)
    return address.value


def give(device: Device, address: int, stream: int) -> None:
    """Give memory back when the stream has done what it has now."""
    if device.pool:
        device.calls("cuMemFreeAsync", address, stream)
    else:  # waits for all that uses it
        device.calls("cuMemFree_v2", address)
