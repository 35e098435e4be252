"""The machine code of a launch: from memory, from disk, or compiled now.

In: a `Launch`, an architecture's row and a form. Out: a `Binary`. What lies on disk was made by
some version of Triton, perhaps another than the one that is installed: its code is as good.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from filtergrad import disk, forks, knobs
from filtergrad.gpu.base.arch import Arch
from filtergrad.gpu.base.launch import Launch
from filtergrad.recent import KERNELS, Recent, relief

from .binary import Binary, Descriptor
from .forms import form_of

SUFFIX = disk.CUBIN
"""What a file of the disk cache holds."""

PACKAGE = Path(__file__).parents[2]

_binaries: Recent[str, Binary] = Recent(KERNELS)
relief.append(_binaries.forget)


class SpilledError(AssertionError):
    """A kernel keeps numbers on the stack: its plan should not have been offered."""


def binary(launch: Launch, arch: Arch, form: str, *, spills: bool | None = None) -> Binary:
    """The machine code of a launch, compiled only if no process of this user did so before.

    Parameters
    ----------
    launch
        What is compiled.
    arch
        What for.
    form
        ``"constant"`` or ``"general"``.
    spills
        Whether what keeps registers on the stack passes. If not given, it does unless
        ``FILTERGRAD_CHECK_SPILLS`` is set: users get right numbers, if slowly.

    Raises
    ------
    ImportError
        If it must be compiled and Triton is not installed.
    SpilledError
        If it keeps registers on the stack.
    """
    key = key_of(launch, arch, form)
    found = kept(key)
    if found is None:
        found = put(key, forks.undisturbed(forks.llvm, lambda: _compiled(key, launch, arch, form)))
    if spills is None:
        spills = not knobs.current().check_spills
    if found.stack_bytes and not spills:
        raise SpilledError(
            f"{found.stack_bytes} bytes of stack for {launch.source} on {arch}, {form} form: "
            f"{launch.warps} warps, {launch.stages} stages, {dict(launch.constants)}"
        )
    return found


def kept(key: str) -> Binary | None:
    """The binary of a key if it is in memory or on disk."""
    found = _binaries[key]
    if found is None and (blob := disk.read(key, SUFFIX)) is not None:
        try:
            found = _binaries.put(key, unpacked(blob))
        except (ValueError, KeyError, TypeError, struct.error, zlib.error):
            return None  # undamaged, and yet not what this version wrote
    return found


def put(key: str, made: Binary) -> Binary:
    """Keep a binary in memory."""
    return _binaries.put(key, made)


def _compiled(key: str, launch: Launch, arch: Arch, form: str) -> Binary:
    if (found := kept(key)) is not None:  # another thread made it while we waited
        return found
    from . import compiler

    made = compiler.compiled(launch, arch, form)
    disk.write(key, packed(made), SUFFIX)
    return made


# ---- keys ----


@functools.lru_cache(4096)
def key_of(launch: Launch, arch: Arch, form: str) -> str:
    """Hash of all that decides the code of a launch, its kernel's source included."""
    told = form_of(launch, form)
    parts = (launch.source, told, launch.warps, launch.stages, arch.name, form)
    return hashlib.sha256(
        repr((*parts, _text(launch.source.partition(":")[0]))).encode()
    ).hexdigest()


@functools.cache
def _text(name: str) -> str:
    """Hash of a kernel's file, of the files of ours that it imports, and of what compiles it."""
    digest = hashlib.sha256()
    for path in sorted({*_files(name), Path(__file__).with_name("compiler.py")}):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(name: str) -> set[Path]:
    """The files of a module of ours and of those that it imports, which are read and not run."""
    found: set[Path] = set()
    waiting = [name]
    while waiting:
        name = waiting.pop()
        path = PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py")
        if path.is_file() and path not in found:
            found.add(path)
            waiting += _imported(name, ast.parse(path.read_bytes()))
    return found


def _imported(name: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.startswith("filtergrad."))
        elif isinstance(node, ast.ImportFrom):
            base = name.split(".")[: -node.level] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            if source.startswith("filtergrad"):
                yield from (source, *(f"{source}.{one.name}" for one in node.names))


# ---- as bytes ----


def packed(made: Binary) -> bytes:
    """A binary as bytes: the length of a header in JSON, the header, code and text, compressed."""
    fields = asdict(made)
    code, text = fields.pop("code"), fields.pop("ptx").encode()
    head = json.dumps(fields | {"sizes": [len(code), len(text)]}).encode()
    return struct.pack("<I", len(head)) + head + zlib.compress(code + text)


def unpacked(blob: bytes) -> Binary:
    """The binary that `packed` made bytes of."""
    (size,) = struct.unpack_from("<I", blob)
    fields = json.loads(blob[4 : 4 + size])
    code, text = fields.pop("sizes")
    rest = zlib.decompress(blob[4 + size :])
    if len(rest) != code + text:
        raise ValueError("code and text are cut off")
    fields["arguments"] = tuple(fields["arguments"])
    fields["descriptors"] = tuple(
        (name, Descriptor(**one | {"block": tuple(one["block"])}))
        for name, one in fields["descriptors"]
    )
    return Binary(code=rest[:code], ptx=rest[code:].decode(), **fields)
