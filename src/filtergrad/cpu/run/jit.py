"""Module -> object code -> address, remembered in memory and on disk.

In: a function that builds a module, and what it depends on. Out: a `Binary`, whose addresses can be
called for as long as somebody has it.
"""

from __future__ import annotations

import functools
import hashlib
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from filtergrad import disk, forks, system
from filtergrad.once import once
from filtergrad.recent import relieve

from . import llvm
from .llvm import compile_module, spills

if TYPE_CHECKING:
    from llvmlite import ir

__all__ = [
    "Binary",
    "assemble",
    "compile_module",
    "spills",
]


@dataclass(frozen=True)
class Binary:
    """Object code that lies in memory, ready to be called.

    Parameters
    ----------
    key
        What it is cached by: a hash of everything it depends on.
    code
        The object file.
    origin
        ``"compiled"`` by this process, or from ``"disk"``.
    symbols
        Its functions.
    loaded
        Where they are; the code is unloaded with it.
    target
        The processor it is for.
    milliseconds
        How long each stage took.
    make_module
        Builds the module again, for those who want to read it.
    """

    key: str
    code: bytes = field(repr=False)
    origin: str
    symbols: tuple[str, ...]
    loaded: llvm.Loaded = field(repr=False, compare=False)
    target: llvm.Target
    milliseconds: dict[str, float]
    make_module: Callable[[], ir.Module] = field(repr=False, compare=False)

    @property
    def addresses(self) -> dict[str, int]:
        """Where its functions are, for as long as this object lives."""
        return self.loaded.addresses

    # Not kept but made again: code from the disk never had a module, and few ever look.

    @once
    def ir(self) -> str:
        """The module as it was emitted."""
        return str(self.make_module())

    @once
    def optimized_ir(self) -> str:
        """The module after LLVM's passes."""
        return llvm.optimized_ir(self.ir, self.target)

    @once
    def assembly(self) -> str:
        """The object code as text, with LLVM's remarks on loops and spills."""
        return llvm.assembly(self.ir, self.target)


PACKAGE = Path(__file__).parents[2]

# Of binaries that somebody has: the same code is loaded once.
_binaries: weakref.WeakValueDictionary[str, Binary] = weakref.WeakValueDictionary()


def assemble(
    key_parts: tuple[str, ...],
    make_module: Callable[[], ir.Module],
    symbols: tuple[str, ...],
    cpu: str,
    features: str,
    level: int = llvm.LEVEL,
) -> Binary:
    """Load the code of a module, compiling it only if no process of this user did so before.

    Parameters
    ----------
    key_parts
        Everything that `make_module` depends on, apart from the source of this package.
    make_module
        Builds the ``llvmlite.ir.Module``; called on a miss, and when somebody reads `Binary.ir`.
    symbols
        The functions whose addresses are wanted.
    cpu, features
        The processor, in LLVM's words; this machine must be able to run its code.
    level
        The code generator's effort; 0 is quick, for code in which no time is spent.

    Returns
    -------
    Binary
        The same one for the same key, whichever thread asks.

    Raises
    ------
    MemoryError
        If there is too little memory to compile in.
    """
    target = llvm.Target(cpu, features, level)
    key = _key(key_parts, symbols, target)
    binary = _binaries.get(key)
    if binary is None:
        made = functools.partial(_known, key, make_module, symbols, target)
        try:
            binary = forks.undisturbed(forks.llvm, made)
        except MemoryError:
            relieve()
            llvm.unload()
            binary = forks.undisturbed(forks.llvm, made)
    return binary


def at_hand(
    key_parts: tuple[str, ...],
    symbols: tuple[str, ...],
    cpu: str,
    features: str,
    level: int = llvm.LEVEL,
) -> bool:
    """Whether `assemble` need not compile: the code is in memory or on the disk."""
    key = _key(key_parts, symbols, llvm.Target(cpu, features, level))
    return key in _binaries or disk.has(key)


def _key(key_parts: tuple[str, ...], symbols: tuple[str, ...], target: llvm.Target) -> str:
    """What code is cached by."""
    where = llvm.process_triple(), system.NAME, llvm.version()
    parts = (key_parts, symbols, target, where, source())
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _known(
    key: str, make_module: Callable[[], ir.Module], symbols: tuple[str, ...], target: llvm.Target
) -> Binary:
    """The binary of a key: somebody else may have made it while we waited."""
    binary = _binaries.get(key)
    if binary is None:
        binary = _binaries[key] = _built(key, make_module, symbols, target)
    return binary


def _built(
    key: str, make_module: Callable[[], ir.Module], symbols: tuple[str, ...], target: llvm.Target
) -> Binary:
    clock = llvm.Clock()
    times = clock.milliseconds
    code = disk.read(key)
    clock.lap("read")
    if code is not None:
        try:
            loaded = llvm.load(code, symbols)
        except RuntimeError:
            pass  # undamaged, and yet not what LLVM takes: compile it again
        else:
            clock.lap("load")
            return Binary(key, code, "disk", symbols, loaded, target, times, make_module)
    module = make_module()
    clock.lap("emit")
    compiled = compile_module(module, target.cpu, target.features, level=target.level)
    clock.lap("compile")
    loaded = llvm.load(compiled.code, symbols)
    clock.lap("load")
    disk.write(key, compiled.code)
    clock.lap("write")
    times |= compiled.milliseconds
    return Binary(key, compiled.code, "compiled", symbols, loaded, target, times, make_module)


@functools.cache
def source() -> str:
    """Hash of all that emits code: a stored kernel does not outlive what made it."""
    digest = hashlib.sha256()
    for path in emitters():
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


SHIMS = ("shim", "gpu_shim", "checks", "frame", "stable", "backward")
"""Files of hosts that emit code, or say how what it reads is laid out."""


def emitters() -> list[Path]:
    """The files that decide what code is emitted.

    They are this engine's, the doors', each host's shim and what it is told in (`frame`, `checks`
    and others), and those beside these folders, where it is told what a problem means.
    """
    folders = (PACKAGE / name for name in ("cpu", "native"))
    inside = [path for folder in folders for path in folder.rglob("*.py")]
    hosts = [path for name in SHIMS for path in PACKAGE.glob(f"*/{name}.py")]
    return sorted([*PACKAGE.glob("*.py"), *hosts, *inside])
