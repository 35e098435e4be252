"""Architectures of GPUs as rows of data: what a plan and its price must know of a card.

In: a name such as ``sm_90``. Out: one `Arch` row. Adding a row is all it takes to add an
architecture (see docs/add-an-architecture.md). A row describes a nominal card, never the one at
hand: the same call gets the same plan, and so the same bits, on all cards of an architecture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, eq=False)
class Arch:
    """One architecture.

    Parameters
    ----------
    name
        ``sm_`` and the compute capability without its point, or AMD's ``gfx`` and number.
    sms
        Multiprocessors of the nominal card.
    shared_bytes
        Shared memory that one program may have.
    l2_bytes
        Bytes of the second-level cache.
    clock
        Cycles a second under load.
    half_rate
        Floating-point operations a second of the matrix unit on half-precision numbers with sums in
        float32, as products of large matrices reach them; 0 where we use none.
    float32_rate, float64_rate
        Of the multiply-adds outside the matrix unit, or for float64 inside it where there is one.
    l2_rate, memory_rate
        Bytes a second from the second-level cache to all multiprocessors, and from memory.
    float32_products
        How float32 numbers are multiplied by default: ``ieee``, ``tf32x3`` or ``bf16x6``.
    highest_products, tf32_products
        The same for ``precision="highest"`` and ``precision="tf32"``.
    least_rows
        Rows that the matrix unit's left operand must have to be used at full rate.
    bulk
        Whether the tensor memory accelerator brings boxes of an array to shared memory.
    sums_apart
        Whether the matrix unit has memory of its own for sums, from which they come to registers
        when they are stored.
    launch_overlap
        Whether a kernel may be launched before the one that it waits for has ended.
    """

    name: str
    sms: int
    shared_bytes: int
    l2_bytes: int
    clock: float
    half_rate: float
    float32_rate: float
    float64_rate: float
    l2_rate: float
    memory_rate: float
    float32_products: str = "ieee"
    highest_products: str = "bf16x6"
    tf32_products: str = "tf32"
    least_rows: int = 16
    bulk: bool = False
    sums_apart: bool = False
    launch_overlap: bool = False

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"named({self.name!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Arch) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def capability(self) -> int:
        """The compute capability without its point."""
        return int(re.sub(r"\D", "", self.name))

    @property
    def matrix_unit(self) -> bool:
        """Whether half-precision products go through the matrix unit."""
        return self.half_rate > 0


_KIB, _MIB = 1 << 10, 1 << 20

# Rates of cards that nobody has measured for us are four fifths of the maker's figures, which is
# what an H100 reaches of its own: see docs/gpu.md. Nominal cards: T4, A100 (80 GB), A10, L40S,
# H100 SXM, B200, RTX PRO 6000 Blackwell; MI300X.
ROWS = (
    Arch(
        "sm_75", 40, 64 * _KIB, 4 * _MIB, 1.4e9, 0.0, 6.5e12, 0.2e12, 0.9e12, 0.26e12,
        highest_products="ieee", tf32_products="ieee",
    ),
    Arch(
        "sm_80", 108, 163 * _KIB, 40 * _MIB, 1.41e9, 250e12, 15.6e12, 15.6e12, 4.0e12, 1.7e12,
        float32_products="tf32x3",
    ),
    Arch("sm_86", 72, 99 * _KIB, 6 * _MIB, 1.6e9, 100e12, 25e12, 0.4e12, 2.0e12, 0.5e12),
    Arch("sm_89", 142, 99 * _KIB, 96 * _MIB, 2.3e9, 290e12, 73e12, 1.1e12, 5.0e12, 0.72e12),
    Arch(
        "sm_90", 132, 227 * _KIB, 50 * _MIB, 1.7e9, 790e12, 54e12, 54e12, 7.7e12, 3.0e12,
        float32_products="bf16x6", tf32_products="bf16x3", least_rows=64, bulk=True,
        launch_overlap=True,
    ),
    # Triton 3.6 makes empty kernels of most tiles with six products of bfloat16 here.
    Arch(
        "sm_100", 148, 227 * _KIB, 126 * _MIB, 1.8e9, 1800e12, 60e12, 32e12, 14e12, 6.4e12,
        float32_products="tf32x3", highest_products="ieee", least_rows=64, bulk=True,
        sums_apart=True, launch_overlap=True,
    ),
    # Boxes would come with a call and a stack here: NVIDIA's assembler adds them.
    Arch(
        "sm_120", 188, 99 * _KIB, 128 * _MIB, 2.4e9, 400e12, 100e12, 1.5e12, 8.0e12, 1.5e12,
        launch_overlap=True,
    ),
    # Compiled and never run: not promised.
    Arch(
        "gfx942", 304, 64 * _KIB, 256 * _MIB, 2.1e9, 1000e12, 130e12, 130e12, 10e12, 4.2e12,
        highest_products="ieee", tf32_products="ieee",
    ),
)  # fmt: skip


def named(name: str) -> Arch:
    """The row of a name.

    An architecture without a row has that of the newest older one of its generation, with its own
    name: what is compiled for it is compiled for itself.

    Raises
    ------
    ValueError
        If there is no such row.
    """
    rows = {arch.name: arch for arch in ROWS}
    if name in rows:
        return rows[name]
    if re.fullmatch(r"sm_\d{2,3}", name):
        number = int(name[3:])
        older = [
            arch
            for arch in ROWS
            if arch.name.startswith("sm_")
            and arch.capability // 10 == number // 10
            and arch.capability < number
        ]
        if older:
            return replace(max(older, key=lambda arch: arch.capability), name=name)
    raise ValueError(f"{name!r} is no architecture that is known here: {', '.join(rows)}")
