"""What NVIDIA's machine code says of itself: registers, stack, parameters.

In: a cubin, which is an ELF file. Out: a `Resources` record. Its sections ``.nv.info`` list
attributes: a format, a number, and two bytes that are the value or the length of what follows.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

# The attributes that we read, by NVIDIA's names EIATTR_...
REGISTERS, FRAME, PARAMETER = 0x2F, 0x11, 0x17
_SIZED = 4  # the format in which the two bytes are a length


class Resources(NamedTuple):
    """What a thread of a kernel has, and what the kernel is passed.

    Parameters
    ----------
    registers
        Of a thread.
    stack_bytes
        Of a thread: spilled registers.
    parameters
        Bytes of each.
    """

    registers: int
    stack_bytes: int
    parameters: tuple[int, ...]


def resources(code: bytes) -> Resources:
    """What a cubin with one kernel says of it.

    Raises
    ------
    ValueError
        If it is no such file.
    """
    registers, stack, parameters = 0, 0, {}
    for name, content in sections(code):
        if not name.startswith(".nv.info"):
            continue
        for attribute, value in _attributes(content):
            if attribute == REGISTERS:
                registers = max(registers, struct.unpack("<II", value)[1])
            elif attribute == FRAME:
                stack = max(stack, struct.unpack("<II", value)[1])
            elif attribute == PARAMETER:  # index of a symbol, ordinal, offset, flags and size
                _, ordinal, _, flags = struct.unpack("<IHHI", value)
                parameters[ordinal] = flags >> 18
    if not registers:
        raise ValueError("a cubin without a kernel")
    return Resources(registers, stack, tuple(parameters[i] for i in sorted(parameters)))


def sections(code: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the sections of a 64-bit ELF file."""
    if code[:5] != b"\x7fELF\x02":
        raise ValueError("no 64-bit ELF file")
    (table,) = struct.unpack_from("<Q", code, 40)
    each, count, names = struct.unpack_from("<HHH", code, 58)
    heads = [struct.unpack_from("<IIQQQQ", code, table + i * each) for i in range(count)]
    start = heads[names][4]
    for name, kind, _, _, offset, size in heads:
        if kind != 8:  # a section that has no bytes in the file
            end = code.index(b"\0", start + name)
            yield code[start + name : end].decode(), code[offset : offset + size]


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(content):
        form, attribute, short = struct.unpack_from("<BBH", content, at)
        at += 4
        size = short if form == _SIZED else 0
        yield attribute, content[at : at + size]
        at += size
