"""What machine code does, read from its text: matrix instructions, copies, spills, the main loop.

In: a `Binary`. Out: a `Resources` record, or the text itself. The disassembler comes with Triton.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from .binary import Binary

MATRIX = ("HGMMA", "HMMA", "IMMA", "DMMA", "UTCHMMA", "v_mfma", "v_wmma")
"""How the names of the matrix units' instructions begin."""

SCALAR = ("FFMA", "DFMA", "HFMA2", "v_fma", "v_pk_fma")
"""Multiply-adds of those who have no matrix unit, or do not use it."""

SCHEDULERS = 4
"""Of a multiprocessor, each of which issues one warp's instruction a cycle."""

# `/*01f0*/  @!P0 HGMMA.64x64x16.F32 R24, ... ;`, the second word for a branch: where to.
_LINE = re.compile(
    r"^\s+/\*([0-9a-f]{4,6})\*/\s+(?:@!?U?P\w+\s+)?([A-Z][\w.]*)\s*([^;]*);", re.MULTILINE
)
_GCN = re.compile(r"^\s+([sv]_\w+|ds_\w+|buffer_\w+|global_\w+|scratch_\w+)", re.MULTILINE)


class Resources(NamedTuple):
    """What the code of one kernel consists of.

    Parameters
    ----------
    registers, stack_bytes
        Of a thread.
    shared_bytes
        Of a program.
    instructions
        All of them.
    matrix
        Names of the matrix unit's instructions, with how many there are.
    copies
        From memory to shared memory past the registers, 16 bytes a lane.
    narrow
        The same of fewer bytes.
    bulk
        Boxes that the tensor memory accelerator brings.
    spills
        Instructions that store to the stack or load from it.
    loop
        Instructions of the innermost loop that has most products; 0 without one.
    products
        Matrix instructions in it, or multiply-adds where no matrix unit is used.
    issue_cycles
        Cycles in which all warps of a program issue the loop once.
    """

    registers: int
    stack_bytes: int
    shared_bytes: int
    instructions: int
    matrix: tuple[tuple[str, int], ...]
    copies: int
    narrow: int
    bulk: int
    spills: int
    loop: int
    products: int
    issue_cycles: float


@functools.lru_cache(64)
def sass(binary: Binary) -> str:
    """The machine code as text.

    Raises
    ------
    RuntimeError
        If NVIDIA's disassembler, which comes with Triton, is not there or does not read the code.
    """
    if binary.code[18:20] != b"\xbe\x00":  # not NVIDIA's: AMD's compiler gave us the text
        return binary.ptx
    spec = importlib.util.find_spec("triton")
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise RuntimeError("machine code is read with a program of Triton, which is not installed")
    tool = Path(places[0], "backends", "nvidia", "bin", "cuobjdump")
    with tempfile.NamedTemporaryFile(suffix=".cubin") as file:
        file.write(binary.code)
        file.flush()
        done = subprocess.run(
            [tool, "-sass", file.name], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise RuntimeError(f"cuobjdump: {done.stderr.strip()}")
    return done.stdout


def resources(binary: Binary) -> Resources:
    """What the code of a binary consists of."""
    text = sass(binary)
    lines = [(int(at, 16), name, rest) for at, name, rest in _LINE.findall(text)]
    names = [name for _, name, _ in lines] or _GCN.findall(text)
    loop = _loop(lines)
    matrix = Counter(name for name in names if name.startswith(MATRIX))
    return Resources(
        registers=binary.registers,
        stack_bytes=binary.stack_bytes,
        shared_bytes=binary.shared_bytes,
        instructions=len(names),
        matrix=tuple(sorted(matrix.items())),
        copies=sum(name.startswith("LDGSTS") and ".128" in name for name in names),
        narrow=sum(name.startswith("LDGSTS") and ".128" not in name for name in names),
        bulk=sum(name.startswith("UTMALDG") for name in names),
        spills=sum(name.startswith(("STL", "LDL", "scratch_")) for name in names),
        loop=len(loop),
        products=_products(loop),
        issue_cycles=len(loop) * (binary.threads / 32) / SCHEDULERS,
    )


def _products(names: list[str]) -> int:
    matrix = sum(name.startswith(MATRIX) for name in names)
    return matrix or sum(name.startswith(SCALAR) for name in names)


def _loop(lines: list[tuple[int, str, str]]) -> list[str]:
    """The instructions of the innermost loop that has most products."""
    spans = []
    for at, name, rest in lines:
        if name.startswith("BRA") and (target := re.search(r"0x([0-9a-f]+)", rest)):
            begin = int(target[1], 16)
            if begin <= at:
                body = [word for place, word, _ in lines if begin <= place <= at]
                if _counted(body, lines):
                    spans.append((begin, at, body))
    inner = [
        body
        for begin, at, body in spans
        if not any(begin <= b and a <= at and (b, a) != (begin, at) for b, a, _ in spans)
    ]
    return max(inner, key=_products, default=[])


def _counted(body: list[str], lines: list[tuple[int, str, str]]) -> bool:
    """Whether a loop has products of the kind that the kernel has."""
    kind = MATRIX if any(name.startswith(MATRIX) for _, name, _ in lines) else SCALAR
    return any(name.startswith(kind) for name in body)
