"""Machine code that launches a record: it fills in addresses, and the host's interpreter may go on.

In: the address of a `blocks.Record`, those of the arrays, the stream. Out: 0, or the number of the
driver's error with what failed. Blocks lie on the stack, so any threads may launch one record at
the same time. It is one function for all records, so that any host's native code can call it.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from filtergrad import forks

from . import cuda
from .blocks import HEAD, HEAD_WORDS, LAUNCH, LAUNCH_WORDS, MAP, MAP_WORDS, POINTER_WORDS

Launcher: TypeAlias = Callable[[int, int, int, int, int, int], int]
"""``door(record, x, dy, dw, work, stream)``; all of them addresses or handles."""

# What failed is told above an error's 32 bits: 0 and more is the launch of that number.
ENCODE, CONTEXT = 1 << 20, 1 << 21

_SYMBOL = "filtergrad_gpu_launch"


class Door(NamedTuple):
    """The function.

    Parameters
    ----------
    launch
        For Python, without the interpreter's lock.
    address
        For native code: ``int64 launch(void* record, uint64 x, dy, dw, work, void* stream)``.
    keeper
        What keeps the code in memory.
    """

    launch: Launcher
    address: int
    keeper: object


def failed(status: int) -> tuple[int, str]:
    """The number of the driver's error and the function that failed, from what a door returned."""
    number, what = status & 0xFFFFFFFF, status >> 32
    if what & CONTEXT:
        return number, "cuCtxSetCurrent"
    return number, "cuTensorMapEncodeTiled" if what & ENCODE else "cuLaunchKernelEx"


@functools.cache
def door() -> Door:
    """The door of this process, made at the first call.

    Raises
    ------
    ImportError, RuntimeError
        If LLVM is not there, or does not take it.
    """
    forks.load("llvmlite.binding")
    return forks.undisturbed(forks.llvm, _made)


def _made() -> Door:
    from llvmlite import binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    # What addresses there are is in the record; only C's memcpy is called by name.
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    linker = llvm.create_lljit_compiler(machine, suppress_errors=True)
    library: Any = llvm.JITLibraryBuilder().add_ir(code()).export_symbol(_SYMBOL)
    tracker = library.add_current_process().link(linker, "filtergrad.gpu.door")
    tracker.detach()  # it stays: hosts keep the address
    address = int(tracker[_SYMBOL])
    kinds = ctypes.c_void_p, *[ctypes.c_uint64] * 5
    return Door(ctypes.CFUNCTYPE(ctypes.c_int64, *kinds)(address), address, linker)


def _field(base: str, words: dict[str, int], name: str, kind: str = "i64") -> str:
    """Load a word of a record into a value of its name."""
    return f"""
  %{name}.at = getelementptr i64, ptr %{base}, i64 {words[name]}
  %{name} = load {kind}, ptr %{name}.at"""


def _half(base: str, words: dict[str, int], name: str, low: str, high: str) -> str:
    """Load a word's two halves."""
    return f"""
  %{name}.at = getelementptr i64, ptr %{base}, i64 {words[name]}
  %{low} = load i32, ptr %{name}.at
  %{high}.at = getelementptr i32, ptr %{name}.at, i64 1
  %{high} = load i32, ptr %{high}.at"""


def _loop(name: str, count: str, before: str, body: str, after: str) -> str:
    """Blocks that do a body for ``%name.i`` from 0 on; jumps from ``before`` to ``after``."""
    return f"""
  br label %{name}
{name}:
  %{name}.i = phi i64 [ 0, %{before} ], [ %{name}.next, %{name}.end ]
  %{name}.more = icmp ult i64 %{name}.i, %{count}
  br i1 %{name}.more, label %{name}.body, label %{after}
{name}.body:{body}
  br label %{name}.end
{name}.end:
  %{name}.next = add i64 %{name}.i, 1
  br label %{name}
{after}:"""


def _address(patch: str) -> str:
    """Where a pointer or map goes in the block, and the address, of the patch at ``%patch``."""
    return f"""
  %{patch}.place = load i64, ptr %{patch}
  %{patch}.to = getelementptr i8, ptr %memory, i64 %{patch}.place
  %{patch}.array.at = getelementptr i64, ptr %{patch}, i64 1
  %{patch}.array = load i64, ptr %{patch}.array.at
  %{patch}.base.at = getelementptr i64, ptr %given, i64 %{patch}.array
  %{patch}.base = load i64, ptr %{patch}.base.at
  %{patch}.add.at = getelementptr i64, ptr %{patch}, i64 2
  %{patch}.add = load i64, ptr %{patch}.add.at
  %{patch}.address = add i64 %{patch}.base, %{patch}.add"""


def code() -> str:
    """Both functions in LLVM's language."""
    return _context() + _launches()


def _context() -> str:
    """What is called: it makes the record's context the current one for the launches."""
    give = ", ".join(f"i64 %{name}" for name in ("x", "dy", "dw", "work", "stream"))
    return f"""
define i64 @{_SYMBOL}(ptr %record, {give}) nounwind {{
entry:
  %slot = alloca ptr{_field("record", HEAD, "context", "ptr")}{_field("record", HEAD, "get", "ptr")}
  {_field("record", HEAD, "set", "ptr")}
  store ptr null, ptr %slot
  %got = call i32 %get(ptr %slot)
  %before = load ptr, ptr %slot
  %same = icmp eq ptr %before, %context
  br i1 %same, label %here, label %other
here:
  %status = call i64 @launches(ptr %record, {give})
  ret i64 %status
other:
  %changed = call i32 %set(ptr %context)
  %well = icmp eq i32 %changed, 0
  br i1 %well, label %there, label %refused
refused:
  %number = zext i32 %changed to i64
  %told = or i64 %number, {CONTEXT << 32}
  ret i64 %told
there:
  %outcome = call i64 @launches(ptr %record, {give})
  %back = call i32 %set(ptr %before)
  ret i64 %outcome
}}
"""


def _filled() -> str:
    """Write addresses and maps into the block, and the addresses of all arguments."""
    pointers = _loop("p", "pointer_count", "copied", f"""
  %p.word = mul i64 %p.i, {POINTER_WORDS}
  %patch = getelementptr i64, ptr %pointers, i64 %p.word{_address("patch")}
  store i64 %patch.address, ptr %patch.to""", "pointed")  # fmt: skip
    maps = _loop("m", "map_count", "pointed", f"""
  %m.word = mul i64 %m.i, {MAP_WORDS}
  %map = getelementptr i64, ptr %maps, i64 %m.word{_address("map")}
  {_half("map", MAP, "type", "element", "rank")}{_field("map", MAP, "shape", "ptr")}
  {_field("map", MAP, "strides", "ptr")}{_field("map", MAP, "box", "ptr")}
  {_field("map", MAP, "steps", "ptr")}{_half("map", MAP, "swizzle", "swizzled", "fill")}
  %encoded = call i32 %encode(ptr %map.to, i32 %element, i32 %rank, i64 %map.address, ptr %shape,
    ptr %strides, ptr %box, ptr %steps, i32 0, i32 %swizzled, i32 {cuda.L2_PROMOTION_128B},
    i32 %fill)
  %wrong = icmp ne i32 %encoded, 0
  br i1 %wrong, label %unencoded, label %m.end.first
m.end.first:""", "mapped")  # fmt: skip
    places = _loop("a", "arguments", "mapped", """
  %a.at = getelementptr i64, ptr %places, i64 %a.i
  %a.place = load i64, ptr %a.at
  %a.address = getelementptr i8, ptr %memory, i64 %a.place
  %a.to = getelementptr ptr, ptr %parameters, i64 %a.i
  store ptr %a.address, ptr %a.to""", "placed")  # fmt: skip
    return pointers + maps + places


def _one() -> str:
    """One launch: its configuration, its block, the driver's function."""
    return f"""
  %one.word = mul i64 %l.i, {LAUNCH_WORDS}
  %one.at = add i64 %one.word, {HEAD_WORDS}
  %one = getelementptr i64, ptr %record, i64 %one.at
  {_field("one", LAUNCH, "function", "ptr")}{_field("one", LAUNCH, "block", "ptr")}
  {_field("one", LAUNCH, "bytes")}{_field("one", LAUNCH, "places", "ptr")}
  {_field("one", LAUNCH, "arguments")}{_field("one", LAUNCH, "pointers", "ptr")}
  {_field("one", LAUNCH, "pointer_count")}{_field("one", LAUNCH, "maps", "ptr")}
  {_field("one", LAUNCH, "map_count")}
  %config.of = getelementptr i64, ptr %one, i64 {LAUNCH["config"]}
  call void @llvm.memcpy.p0.p0.i64(ptr %config, ptr %config.of, i64 {cuda.CONFIG_BYTES}, i1 false)
  %stream.at = getelementptr i8, ptr %config, i64 {cuda.CONFIG_STREAM}
  store i64 %stream, ptr %stream.at
  call void @llvm.memcpy.p0.p0.i64(ptr %memory, ptr %block, i64 %bytes, i1 false)
  br label %copied
copied:{_filled()}
  %started = call i32 %launch(ptr %config, ptr %function, ptr %parameters, ptr null)
  %refused = icmp ne i32 %started, 0
  br i1 %refused, label %unlaunched, label %l.end.first
l.end.first:"""


def _launches() -> str:
    """All launches of a record, up to the first that fails."""
    give = "i64 %x, i64 %dy, i64 %dw, i64 %work, i64 %stream"
    stores = "".join(
        f"""
  %{name}.given = getelementptr i64, ptr %given, i64 {i}
  store i64 %{name}, ptr %{name}.given"""
        for i, name in enumerate(("x", "dy", "dw", "work"))
    )
    return f"""
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)

define internal i64 @launches(ptr %record, {give}) nounwind noinline {{
entry:{_field("record", HEAD, "launches")}
  %most.at = getelementptr i64, ptr %record, i64 {HEAD["bytes"]}
  %most = load i64, ptr %most.at
  %many.at = getelementptr i64, ptr %record, i64 {HEAD["arguments"]}
  %many = load i64, ptr %many.at{_field("record", HEAD, "launch", "ptr")}
  {_field("record", HEAD, "encode", "ptr")}
  %given = alloca [4 x i64]
  %config = alloca [{cuda.CONFIG_BYTES} x i8], align 8
  %memory = alloca i8, i64 %most, align {cuda.MAP_ALIGNMENT}
  %parameters = alloca ptr, i64 %many{stores}{_loop("l", "launches", "entry", _one(), "done")}
  ret i64 0
unencoded:
  %encoded.number = zext i32 %encoded to i64
  %encoded.told = or i64 %encoded.number, {ENCODE << 32}
  ret i64 %encoded.told
unlaunched:
  %launch.number = zext i32 %started to i64
  %launch.which = shl i64 %l.i, 32
  %launch.told = or i64 %launch.number, %launch.which
  ret i64 %launch.told
}}
"""
