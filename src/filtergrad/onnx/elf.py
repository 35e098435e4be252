"""A shared library without a linker.

In: the name of a function and an address. Out: an ELF file whose function jumps to the address.
"""

import struct

from filtergrad import system

# Machine code that jumps to the address that follows it.
_JUMPS = {
    "x86_64": (62, b"\xff\x25\x00\x00\x00\x00"),  # jmp [rip + 0]
    "aarch64": (183, b"\x50\x00\x00\x58\x00\x02\x1f\xd6"),  # ldr x16, #8; br x16
}


def known() -> bool:
    """Whether the machine code of this processor's jump is known."""
    return system.ARCH in _JUMPS


def library(symbol: bytes, address: int) -> bytes:
    """An ELF file for `dlopen` with one function, which jumps to an address of this process."""
    machine, code = _JUMPS[system.ARCH]
    code += struct.pack("<Q", address)
    names = b"\0" + symbol + b"\0"
    names += b"\0" * (-len(names) % 8)
    table, text = 64 + 2 * 56, 64 + 2 * 56 + 48 + 24  # symbols and hash, then the code
    strings = text + len(code) + -len(code) % 8
    dynamic = strings + len(names)
    symbols = bytes(24) + struct.pack("<IBBHQQ", 1, 0x12, 0, 1, text, len(code))
    hashes = struct.pack("<6I", 1, 2, 1, 0, 0, 0)  # one bucket: the second symbol
    entries = [(4, table + 48), (5, strings), (6, table), (10, len(names)), (11, 24), (0, 0)]
    tail = b"".join(struct.pack("<QQ", *entry) for entry in entries)
    body = symbols + hashes + code + bytes(-len(code) % 8) + names + tail
    size = table + len(body)
    header = struct.pack(
        "<16sHHIQQQIHHHHHH", b"\x7fELF\x02\x01\x01", 3, machine, 1, 0, 64, 0, 0, 64, 56, 2, 0, 0, 0
    )
    load = struct.pack("<IIQQQQQQ", 1, 7, 0, 0, 0, size, size, 4096)
    where = struct.pack("<IIQQQQQQ", 2, 6, dynamic, dynamic, dynamic, len(tail), len(tail), 8)
    return header + load + where + body
