"""LLVM itself: a module -> passes -> object code, its text, and its address in this process.

In: llvmlite modules and a processor in LLVM's words. Out: object code for any processor, loaded if
it is this one's. Nothing is imported or initialised before the first use.

Whatever calls LLVM is `undisturbed`.
"""

from __future__ import annotations

import contextlib
import functools
import re
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from filtergrad import forks, system

if TYPE_CHECKING:
    from llvmlite import ir

# What turns the emitters' stack slots into registers and tidies up after it; the code generator
# does the rest (common subexpressions, invariants, strength reduction). On 8 tiles with 870
# instructions these take 5 ms, LLVM's -O1 takes 40. The loop vectoriser, SLP and the unroller would
# only disturb loops that are vectors already. Nothing here may reassociate or contract.
PASSES = ("always_inliner", "sroa", "instruction_combine", "simplify_cfg")

# 3 allocates registers best and takes no longer than 1 (35 us an instruction); 0 takes a sixth.
LEVEL = 3

# LLVM's linker keeps 9 KiB of every library that it unloaded, so a new one takes over now and then;
# an old one goes with the last library that it loaded. A linker itself takes 110 KiB and 0.2 ms.
_LIBRARIES = 16

_linker: Any = None
_libraries = 0  # that it loaded
_loaded: set[_Unloader] = set()
_dropped: deque[_Unloader] = deque()  # of libraries that nobody has any more


class Target(NamedTuple):
    """What to compile for: a processor in LLVM's words, the effort; None is this system."""

    cpu: str
    features: str
    level: int = LEVEL
    triple: str | None = None


class Compiled(NamedTuple):
    """Object code, and how to look into it (each call compiles once more)."""

    code: bytes
    optimized_ir: Callable[[], str]
    assembly: Callable[[], str]
    milliseconds: dict[str, float]


class Clock:
    """How many milliseconds each stage took."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}
        self.last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.milliseconds[stage] = (now - self.last) * 1e3
        self.last = now


@functools.cache
def binding() -> Any:
    """llvmlite.binding, ready for every processor (1 ms more than for one)."""
    forks.load("llvmlite.binding")
    from llvmlite import binding as llvm

    def initialize() -> None:
        llvm.initialize_all_targets()
        llvm.initialize_all_asmprinters()

    forks.undisturbed(forks.llvm, initialize)
    return llvm


def version() -> tuple[object, ...]:
    """LLVM's and llvmlite's, whose releases build one LLVM with patches of their own."""
    from llvmlite import __version__

    return *binding().llvm_version_info, __version__


@functools.cache
def process_triple() -> str:
    """The system this process runs on, in LLVM's words."""
    return str(forks.undisturbed(forks.llvm, binding().get_process_triple))


def compile_module(
    module: ir.Module, cpu: str, features: str, triple: str | None = None, level: int = LEVEL
) -> Compiled:
    """Compile an ``llvmlite.ir.Module`` without loading it.

    Parameters
    ----------
    module
        What to compile.
    cpu, features
        The processor, in LLVM's words.
    triple
        The system, such as ``aarch64-unknown-linux-gnu``; None is this one.
    level
        The code generator's effort, from 0 to 3.
    """
    target = Target(cpu, features, level, triple)
    clock = Clock()
    text = str(module)
    clock.lap("print")

    def generated() -> bytes:
        with _optimized(text, target, clock) as (machine, optimized):
            return bytes(machine.emit_object(optimized))

    code = forks.undisturbed(forks.llvm, generated)
    clock.lap("codegen")
    return Compiled(
        code,
        functools.partial(optimized_ir, text, target),
        functools.partial(assembly, text, target),
        clock.milliseconds,
    )


def optimized_ir(text: str, target: Target) -> str:
    """Return the module after `PASSES`."""

    def optimized() -> str:
        with _optimized(text, target, Clock()) as (_, module):
            return str(module)

    return forks.undisturbed(forks.llvm, optimized)


def assembly(text: str, target: Target) -> str:
    """Return the module's assembly, with LLVM's remarks on loops and spills."""

    def written() -> str:
        with _optimized(text, target, Clock()) as (machine, module):
            machine.set_asm_verbosity(True)
            return str(machine.emit_assembly(module))

    return forks.undisturbed(forks.llvm, written)


class Loaded:
    """Object code in memory, and the addresses of its functions; unloaded when nobody has it.

    Parameters
    ----------
    tracker
        What llvmlite unloads it by.
    addresses
        Of the functions, by name.
    """

    def __init__(self, tracker: Any, addresses: dict[str, int]) -> None:
        self.tracker, self.addresses = tracker, addresses
        _loaded.add(_Unloader(self, _dropped.append))

    def keep(self) -> None:
        """Never unload it: hosts keep addresses, and threads sleep in functions."""
        self.tracker.detach()


class _Unloader(weakref.ref[Loaded]):
    """A reference to a library that outlives it, to unload it when that is safe.

    C code alone appends it to the dropped ones: a finalizer in Python would run in the
    middle of anything, a call of LLVM too, and swallow the interrupt that comes just then.
    """

    __slots__ = ("tracker",)
    __hash__ = object.__hash__  # a reference's own is that of what it refers to
    __eq__ = object.__eq__

    def __init__(self, loaded: Loaded, dropped: Callable[[Any], None]) -> None:
        super().__init__(loaded, dropped)  # type: ignore[call-arg]  # typeshed has it in __new__
        self.tracker = loaded.tracker


def load(code: bytes, symbols: tuple[str, ...]) -> Loaded:
    """Put object code into memory; RuntimeError if LLVM does not take it."""
    library = binding().JITLibraryBuilder().add_object_img(code).add_current_process()
    for symbol in symbols:
        library.export_symbol(symbol)

    def linked() -> Loaded:
        global _linker, _libraries
        unload()
        if _linker is None or _libraries >= _LIBRARIES:
            _libraries, _linker = 0, _new_linker()
        _libraries += 1
        tracker = library.link(_linker, f"filtergrad.{_libraries}")
        return Loaded(tracker, {symbol: int(tracker[symbol]) for symbol in symbols})

    return forks.undisturbed(forks.llvm, linked)


def unload() -> None:
    """Unload now what nobody has any more; `load` does so by the way."""
    with forks.llvm:  # and not undisturbed: a process without memory cannot start a thread
        while _dropped:
            unloader = _dropped.pop()
            _loaded.discard(unloader)
            unloader.tracker.close()


def spills(assembly: str, function: str) -> int:
    """Count the moves between vector registers and the stack in a function's innermost loops.

    A loop that keeps its accumulators in registers has none. Moves outside do not count: they
    happen once a tile.
    """
    name = re.escape(function)
    body = re.search(rf"^_?{name}:(.*?)(?:^\.?Lfunc_end|\Z)", assembly, re.DOTALL | re.MULTILINE)
    if body is None:
        raise KeyError(function)
    blocks = _BLOCK.split(body[1])
    headers = {
        label[1]
        for block in blocks
        if "This Inner Loop Header" in block and (label := _LABEL.match(block))
    }
    inner = [
        block
        for block in blocks
        if any(
            found[1] in headers for found in (_LABEL.match(block), _WITHIN.search(block)) if found
        )
    ]
    return sum(len(_SPILL.findall(block)) for block in inner)


_BLOCK = re.compile(r"^(?=\.?LBB\d+_\d+:|[#/]+ %bb\.\d+:)", re.MULTILINE)
_LABEL = re.compile(r"\.?L(BB\d+_\d+):")
_WITHIN = re.compile(r"in Loop: Header=(BB\d+_\d+)")
# `vmovups %ymm3, 32(%rsp)  # 32-byte Spill`, `ldr q0, [sp, #16]  // 16-byte Folded Reload`
_SPILL = re.compile(
    r"^.*(?:[xyz]mm\d|\b[qdsv]\d).*(?:#|//).*-byte (?:Folded )?(?:Spill|Reload)", re.MULTILINE
)


@contextlib.contextmanager
def _optimized(text: str, target: Target, clock: Clock) -> Iterator[tuple[Any, Any]]:
    """The machine and the module after `PASSES`, both closed again afterwards."""
    llvm = binding()
    with (
        _machine(target) as machine,
        llvm.create_context() as context,
        llvm.parse_assembly(text, context) as module,
        llvm.create_pipeline_tuning_options() as options,
        llvm.create_pass_builder(machine, options) as builder,
        llvm.create_new_module_pass_manager() as passes,
    ):
        module.triple = machine.triple
        module.data_layout = str(machine.target_data)
        module.verify()
        clock.lap("parse")
        for name in PASSES:
            getattr(passes, f"add_{name}_pass")()
        passes.run(module, builder)
        clock.lap("passes")
        yield machine, module


def _machine(target: Target) -> Any:
    # JITLink keeps the sections of a library side by side, so the small code model holds. On
    # Windows llvmlite knows better: ELF with large addresses.
    near = {} if system.WINDOWS else {"reloc": "pic", "codemodel": "small"}
    known = binding().Target.from_triple(target.triple or process_triple())
    return known.create_target_machine(
        target.cpu, target.features, target.level, jit=target.triple is None, **near
    )


def _new_linker() -> Any:
    linked = not system.WINDOWS
    machine = _machine(Target("", ""))
    return binding().create_lljit_compiler(machine, use_jit_link=linked, suppress_errors=True)
