"""One call on a device: whose stream, what to wait for, a workspace, the launches.

In: operands in a device's memory. Out: dW there, in the order of the stream: nothing here waits
for the device, and nothing that a stream's capture forbids is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from filtergrad.arrays import Operand
from filtergrad.dtypes import SIZES
from filtergrad.gpu.base.arch import Arch

from . import held, owners
from .driver import driver
from .kernel import Prepared


class Call(NamedTuple):
    """What computes dW of arrays that lie in one way.

    Parameters
    ----------
    arch
        The architecture it is for.
    prepared
        The launches.
    """

    arch: Arch
    prepared: Prepared

    @property
    def workspace_bytes(self) -> int:
        """Bytes of workspace that it takes."""
        return self.prepared.workspace_bytes

    def __call__(self, x: Operand, dy: Operand, out: Operand) -> None:
        """Compute dW of x and dy.

        Raises
        ------
        ValueError
            If the device is of another architecture than the kernel.
        DriverError
            If the driver refuses a launch.
        """
        device = self._checked(owners.number(x.device))
        owner = owners.of(x)
        stream = owner.stream(device)
        with (
            _order((x, dy, out), device, stream),
            owner.workspace(self.workspace_bytes, device, stream) as work,
        ):
            self.prepared.launch(device, x.address, dy.address, out.address, work, stream)

    def on(self, number: int) -> Callable[[int, int, int, int, int], None]:
        """The launches on one device, whose code is loaded now.

        They take the addresses of x, dy, dW and the workspace, and the stream.
        """
        self.prepared.load(self._checked(number))
        return partial(self.prepared.launch, number)

    def _checked(self, number: int) -> int:
        """The number of a device of the kernel's architecture."""
        if (found := driver().arch(number)) != self.arch.name:
            raise ValueError(
                f"x is on cuda:{number}, which is {found}, but this kernel was compiled for "
                f"{self.arch}"
            )
        return number


def clear(x: Operand, out: Operand) -> None:
    """Fill ``out`` with zeros on the stream of x's owner; what lies in its gaps is left alone."""
    device = owners.number(out.device)
    stream = owners.of(x).stream(device)
    with _order((x, out), device, stream):
        for address, size in _runs(out):
            driver().clear(device, address, size, stream)


def _runs(array: Operand) -> list[tuple[int, int]]:
    """Addresses and bytes of the runs without gaps that make up an array."""
    if 0 in array.shape:
        return []
    size = SIZES[array.dtype]
    axes = sorted(
        (abs(step), n, step) for n, step in zip(array.shape, array.strides, strict=True) if n > 1
    )
    first = array.address + sum(min(0, (n - 1) * step) for _, n, step in axes)
    while axes and axes[0][0] == size:
        size *= axes.pop(0)[1]
    starts = [first]
    for step, n, _ in axes:
        starts = [start + i * step for start in starts for i in range(n)]
    return [(start, size) for start in starts]


@contextmanager
def _order(operands: tuple[Operand, ...], device: int, stream: int) -> Iterator[None]:
    """Order a stream's work with that of the streams on which operands are made and given back.

    The last one is written to.
    """
    others = owners.others(operands, device, stream)
    for other in others:
        driver().wait(device, other, stream)
    try:
        yield
    finally:
        for other in others:
            driver().wait(device, stream, other)
        if loose := [one.owner for one in operands if owners.loose(one)]:
            held.hold(device, stream, *loose)
        owners.wrote(operands[-1], stream)
