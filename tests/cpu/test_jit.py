"""Modules become code once; what is stored on disk is either right or ignored."""

import contextlib
import ctypes
import errno
import math
import os
import re
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import numpy as np
import pytest
from helpers.check import at_once
from helpers.interrupted import at_every_line, interrupted, lines
from llvmlite import ir

import filtergrad as fg
from filtergrad import disk, forks, knobs, recent, system
from filtergrad.cpu import engine as cpu
from filtergrad.cpu.run import jit, llvm
from filtergrad.recent import Recent

X86 = "x86_64-unknown-linux-gnu"
ARM = "aarch64-unknown-linux-gnu"
I32, I64, F32, PTR = ir.IntType(32), ir.IntType(64), ir.FloatType(), ir.PointerType()


OWNERS = pytest.mark.skipif(not system.has("getuid"), reason="files have no owners there")


class Answer:
    """Makes a module whose function returns a number, and counts how often."""

    def __init__(self, number=42, seconds=0.0):
        self.number, self.seconds, self.made = number, seconds, 0

    def __call__(self):
        self.made += 1
        time.sleep(self.seconds)
        module = ir.Module("answer")
        function = ir.Function(module, ir.FunctionType(I64, []), "answer")
        b = ir.IRBuilder(function.append_basic_block())
        slot = b.alloca(I64)
        b.store(I64(self.number), slot)
        b.ret(b.load(slot, typ=I64))
        return module


def assemble(answer, **changes):
    given = {"cpu": "", "features": "", "symbols": ("answer",)} | changes
    return jit.assemble(("answer", str(answer.number)), answer, **given)


def call(binary):
    return ctypes.CFUNCTYPE(ctypes.c_int64)(binary.addresses["answer"])()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder, and nothing in memory."""
    forget(monkeypatch)
    folder = tmp_path / "cache"
    with knobs.override(cache="on", cache_dir=folder):
        yield folder


def forget(monkeypatch):
    monkeypatch.setattr(jit, "_binaries", weakref.WeakValueDictionary())


def test_compiled_once_then_remembered_then_read(cache, monkeypatch):
    answer = Answer()
    first = assemble(answer)
    assert (first.origin, call(first)) == ("compiled", 42)
    assert assemble(answer) is first
    forget(monkeypatch)
    second = assemble(answer)
    assert (second.origin, call(second)) == ("disk", 42)
    assert second.code == first.code
    assert answer.made == 1
    assert set(second.milliseconds) == {"read", "load"}
    assert set(first.milliseconds) >= {"emit", "print", "parse", "passes", "codegen", "load"}


def test_a_binary_keeps_its_history(cache, monkeypatch):
    assemble(Answer())
    forget(monkeypatch)
    binary = assemble(Answer())
    assert binary.origin == "disk"
    assert "alloca" in binary.ir
    assert "alloca" not in binary.optimized_ir
    assert "ret i64 42" in binary.optimized_ir
    assert "answer:" in binary.assembly
    assert "code=" not in repr(binary)


def test_the_key_is_everything_the_code_depends_on(cache, monkeypatch):
    keys = {
        assemble(Answer()).key,
        assemble(Answer(43)).key,
        assemble(Answer(), level=0).key,
        assemble(Answer(), symbols=()).key,
    }
    monkeypatch.setattr(jit, "source", lambda: "edited")
    keys.add(assemble(Answer()).key)
    monkeypatch.setattr("llvmlite.__version__", "0.99.0")
    keys.add(assemble(Answer()).key)
    assert len(keys) == 6
    assert cache_names(cache) == {f"{key}.o" for key in keys}


def cache_names(folder):
    return {path.name for path in folder.iterdir()}


# ---- faults ----


def flip_last_byte(path):
    blob = bytearray(path.read_bytes())
    blob[-1] ^= 1
    path.write_bytes(blob)


def flip_checksum(path):
    blob = bytearray(path.read_bytes())
    blob[len(disk.MAGIC)] ^= 1
    path.write_bytes(blob)


def truncate(path):
    path.write_bytes(path.read_bytes()[:-100])


def only_header(path):
    path.write_bytes(path.read_bytes()[: len(disk.MAGIC) + 32])


def empty(path):
    path.write_bytes(b"")


def foreign_header(path):
    path.write_bytes(b"\x7fELF" + path.read_bytes()[4:])


def another_version(path):
    path.write_bytes(path.read_bytes().replace(b"code 1\n", b"code 2\n"))


def another_kernel(path):
    other = path.with_suffix(".other")
    disk.write("0" * 64, b"code of another key")
    (path.parent / ("0" * 64 + ".o")).rename(other)
    other.rename(path)


def checked_garbage(path):
    disk.write(path.stem, b"not an object file")


def writable_by_others(path):
    path.chmod(0o666)


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def larger_than_the_cache(path):
    os.truncate(path, disk.LIMIT + 1)


FAULTS = [
    flip_last_byte,
    flip_checksum,
    truncate,
    only_header,
    empty,
    foreign_header,
    another_version,
    another_kernel,
    checked_garbage,
    pytest.param(writable_by_others, marks=OWNERS),
    pipe,
    larger_than_the_cache,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_damaged_file_is_compiled_again_and_replaced(cache, monkeypatch, fault):
    path = cache / f"{assemble(Answer()).key}.o"
    fault(path)
    forget(monkeypatch)
    binary = assemble(Answer())
    assert (binary.origin, call(binary)) == ("compiled", 42)
    forget(monkeypatch)
    assert assemble(Answer()).origin == "disk"


def test_a_folder_in_the_place_of_a_file(cache, monkeypatch):
    path = cache / f"{assemble(Answer()).key}.o"
    path.unlink()
    path.mkdir()
    forget(monkeypatch)
    assert call(assemble(Answer())) == 42
    assert not list(cache.glob("*.tmp"))


@OWNERS
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o755, 0o750, 0o740, 0o701, 0o710])
def test_a_folder_that_is_not_the_users_alone_is_not_used(cache, monkeypatch, mode):
    """Mode 0700 is what SECURITY.md says."""
    assemble(Answer())
    cache.chmod(mode)
    forget(monkeypatch)
    assert assemble(Answer()).origin == "compiled"
    assert disk.cache_info() == (0, 0)
    assert disk.cache_clear() == 0
    seen = "write to it" if mode & 0o022 else f"look into it; chmod 700 {cache}"
    assert disk.state() == f"not used: others may {seen}"
    cache.chmod(0o700)
    forget(monkeypatch)
    assert assemble(Answer()).origin == "disk"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o400])
def test_files_that_others_could_read_are_read(cache, monkeypatch, mode):
    """As after copying; nobody else can reach them there."""
    (cache / f"{assemble(Answer()).key}.o").chmod(mode)
    forget(monkeypatch)
    assert assemble(Answer()).origin == "disk"


def test_a_disk_that_is_only_read(cache, monkeypatch):
    def read_only(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    assemble(Answer())
    for name in ("utime", "mkdir", "unlink"):
        monkeypatch.setattr(os, name, read_only)
    forget(monkeypatch)
    assert assemble(Answer()).origin == "disk"
    assert assemble(Answer(43)).origin == "compiled"


@OWNERS
def test_a_folder_of_somebody_else_is_not_used(cache, monkeypatch):
    assemble(Answer())
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    forget(monkeypatch)
    assert assemble(Answer()).origin == "compiled"


def test_a_cache_that_cannot_be_made(cache, monkeypatch):
    cache.write_text("in the way")
    assert call(assemble(Answer())) == 42
    with knobs.override(cache_dir=cache / "below"):
        assert call(assemble(Answer(43))) == 43
        assert disk.cache_info() == (0, 0)
        assert disk.cache_clear() == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written(cache):
    cache.mkdir(mode=0o500)
    assert call(assemble(Answer())) == 42


def test_a_full_disk(cache, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert call(assemble(Answer())) == 42
    assert cache_names(cache) == set()


def test_cache_off(cache, monkeypatch):
    with knobs.override(cache="off"):
        assert disk.cache_dir() is None
        assert assemble(Answer()).origin == "compiled"
        forget(monkeypatch)
        assert assemble(Answer()).origin == "compiled"
    assert not cache.exists()


# ---- the folder ----


def test_modes(cache):
    before = os.umask(0)
    try:
        assemble(Answer())
    finally:
        os.umask(before)
    assert cache.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in cache.iterdir()} == {0o600}


def test_info_and_clear(cache):
    assert disk.cache_info() == (0, 0)
    assemble(Answer(1))
    assemble(Answer(2))
    (cache / "notes.txt").write_text("not ours")
    size = sum(path.stat().st_size for path in cache.glob("*.o"))
    assert disk.cache_info() == (2, size)
    assert disk.cache_clear() == 2
    assert cache_names(cache) == {"notes.txt"}


def key(letter):
    return letter * 64


def test_every_kind_of_file(cache):
    for suffix in (disk.KERNEL, disk.TUNED, ".host"):
        disk.write(key("a"), suffix.encode(), suffix)
    assert disk.read(key("a"), ".host") == b".host"
    assert disk.read(key("a"), ".other") is None
    assert [disk.cache_info(suffix)[0] for suffix in (".o", ".plan", ".host", ".other", None)] == [
        1, 1, 1, 0, 3,
    ]  # fmt: skip
    assert disk.cache_clear(disk.TUNED) == 1
    (cache / f"{key('a')}.0123abcd.tmp").touch()
    assert disk.cache_clear(None) == 3
    assert cache_names(cache) == set()


# What others may have in the folder that they let us use.
FOREIGN = (
    "main.o", "notes.tmp", "trip.plan", "a.host", f"{key('a')}", f"{key('A')}.o",
    f"{key('a')}.o.bak", f"{key('a')}.tmp", f"{key('a')}.01234567.tmp.o", f"{key('g')}.o",
    f".{key('a')}.o", f"{'a' * 63}.o", f"{'a' * 65}.o", f"{key('a')}.01234567.tmpx",
    f"{key('a')}.0123456.tmp", f"{key('b')}.o", f"{key('b')}.plan", f"{key('b')}.01234567.tmp",
    f"{key('b')}.txt",
)  # fmt: skip


def test_what_is_not_ours_stays(cache, monkeypatch):
    """Not even names like ours will do: the beginning of the file must be ours, too."""
    cache.mkdir(mode=0o700)
    for name in FOREIGN:
        (cache / name).write_text("mine")
        os.utime(cache / name, (1e9, 1e9))
    (cache / f"{key('c')}.o").mkdir()
    (cache / f"{key('d')}.o").symlink_to(cache / "main.o")
    there = cache_names(cache)
    monkeypatch.setattr(disk, "LIMIT", 0)
    disk.write(key("e"), b"ours")
    monkeypatch.undo()
    assert cache_names(cache) == there
    disk.write(key("e"), b"ours")
    assert disk.cache_info()[0] == disk.cache_clear() == 1
    assert disk.cache_clear(None) == 0
    assert cache_names(cache) == there
    assert (cache / "main.o").read_text() == "mine"


def test_the_oldest_are_dropped(cache, monkeypatch):
    size = len(disk.MAGIC) + 32 + 1000
    monkeypatch.setattr(disk, "LIMIT", 3 * size)
    monkeypatch.setattr(disk, "_written", 0.0)
    disk.write(key("0"), b"plan", disk.TUNED)
    for age, letter in enumerate("abcde"):
        monkeypatch.setattr(disk, "_written", 0.0)
        disk.write(key(letter), bytes(1000))
        os.utime(cache / f"{key(letter)}.o", (10 - age, 10 - age))
    disk.read(key("e"))  # used, hence no longer the oldest
    for number, age in enumerate((0, time.time(), time.time() - 3000, time.time() + 9000)):
        path = cache / f"{key('f')}.{number:08}.tmp"
        path.touch()
        os.utime(path, (age, age))
    monkeypatch.setattr(disk, "_written", math.inf)
    disk.write(key("f"), bytes(1000))
    # The plan is older than all, but what takes a minute to measure goes last.
    names = {f"{key(letter)}.o" for letter in "ef"} | {f"{key('0')}.plan"}
    assert cache_names(cache) == names | {f"{key('f')}.{n:08}.tmp" for n in (1, 2)}
    monkeypatch.setattr(disk, "LIMIT", 10)
    monkeypatch.setattr(disk, "_written", math.inf)
    disk.write(key("1"), b"plan", disk.TUNED)
    assert not list(cache.glob("*.o"))
    assert len(list(cache.glob("*.plan"))) == 0


def test_a_process_that_never_ends_does_not_fill_the_disk(cache, monkeypatch):
    monkeypatch.setattr(disk, "LIMIT", 80_000)
    for number in range(200):
        disk.write(f"{number:064x}", bytes(1000))
        assert disk.cache_info()[1] <= 80_000 + 12_000


WORKER = """
import random, sys
from filtergrad import disk
disk.LIMIT = 40_000
chance = random.Random(int(sys.argv[1]))
for _ in range(400):
    key = f"{chance.randrange(40):064x}"
    content = key.encode() * chance.randrange(1, 40)
    what = chance.randrange(20)
    if what == 0:
        disk.cache_clear(None)
    elif what < 10:
        disk.write(key, content)
    elif what < 12:
        disk._trim()
    else:
        got = disk.read(key)
        assert got is None or got == key.encode() * (len(got) // 64), key
        disk.cache_info()
"""


def test_many_processes_at_once(cache):
    command = [sys.executable, "-c", WORKER]
    more = {"env": os.environ | {"FILTERGRAD_CACHE_DIR": str(cache)}, "stderr": subprocess.PIPE}
    running = [subprocess.Popen([*command, str(seed)], **more) for seed in range(6)]
    for process in running[:2]:  # killed in the middle of something
        time.sleep(0.3)
        process.kill()
    for process in running:
        said = process.communicate(timeout=60)[1]
        assert process in running[:2] or (process.returncode, said) == (0, b"")
    for path in cache.glob("*.tmp"):
        os.utime(path, (0, 0))
    with knobs.override(cache_dir=cache):
        disk._trim()
    assert not list(cache.glob("*.tmp"))
    assert all(disk.KEPT.fullmatch(name) for name in cache_names(cache))


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, OSError(errno.EIO, "broken")])
def test_interrupted_at_every_line(cache, monkeypatch, error):
    """What is stored stays right, no temporary file stays, and the next one trims again."""
    reached = 0
    monkeypatch.setattr(disk, "LIMIT", 3000)
    for line in lines(disk):
        for name in "abc":
            disk.write(key(name), name.encode() * 1000)
        monkeypatch.setattr(disk, "_written", math.inf)
        with interrupted(disk.__file__, line, error) as done:
            try:
                assert disk.read(key("c")) in {b"c" * 1000, None}
                disk.write(key("d"), b"d" * 1000)
                disk.cache_clear(disk.TUNED)
            except (KeyboardInterrupt, MemoryError, OSError):
                assert done()
        reached += done()
        assert disk.read(key("d")) in {b"d" * 1000, None}
        assert not list(cache.glob("*.tmp")), line
        disk.write(key("e"), b"e" * 1000)
        assert disk.read(key("e")) == b"e" * 1000
        assert disk.cache_info()[1] <= 3000 + 1100, line
        disk.cache_clear(None)
    assert reached > 30


def test_where_the_folder_is(monkeypatch):
    with knobs.override(cache="on", cache_dir=None):
        monkeypatch.setattr(system, "NAME", "linux")
        monkeypatch.setattr(system, "WINDOWS", False)
        monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
        assert disk.cache_dir() == Path("/somewhere/filtergrad")
        monkeypatch.setenv("XDG_CACHE_HOME", "relative paths are invalid")
        monkeypatch.setattr(Path, "home", lambda: Path("/home/me"))
        assert disk.cache_dir() == Path("/home/me/.cache/filtergrad")
        monkeypatch.setattr(system, "NAME", "darwin")
        assert disk.cache_dir() == Path("/home/me/Library/Caches/filtergrad")
        monkeypatch.setattr(system, "WINDOWS", True)
        monkeypatch.delenv("LOCALAPPDATA", raising=False)
        assert disk.cache_dir() == Path("/home/me/AppData/Local/filtergrad")
        monkeypatch.setenv("LOCALAPPDATA", "/roaming")
        assert disk.cache_dir() == Path("/roaming/filtergrad")
        monkeypatch.setattr(system, "WINDOWS", False)

        def homeless():
            raise RuntimeError

        monkeypatch.setattr(Path, "home", homeless)
        assert disk.cache_dir() is None


# ---- threads and forks ----


MAPS = Path("/proc/self/maps")
counts_maps = pytest.mark.skipif(not MAPS.exists(), reason="only Linux lists its mappings")


def mappings():
    return len(MAPS.read_text().splitlines())


@counts_maps
def test_what_nobody_has_is_unloaded(cache):
    first = assemble(Answer(1000))
    before = mappings()
    for number in range(200):
        assert call(assemble(Answer(number % 20))) == number % 20
    assert mappings() < before + 20
    assert call(first) == 1000
    kept = [assemble(Answer(number)) for number in range(20)]
    assert mappings() >= before + 40
    assert [call(binary) for binary in kept] == list(range(20))


@counts_maps
def test_kernels_are_dropped_and_those_in_use_are_not(cache, monkeypatch):
    monkeypatch.setattr(cpu, "_kernels", Recent(4))
    kernels, before = [], mappings()
    for n in range(1, 40):
        x, filter_shape = np.full((1, n, 3, 2), n, np.float32), [1, 1, 2, 2]
        kernel = fg.compile(x.shape, filter_shape, [1] * 4, "SAME")
        kernels.append(weakref.ref(kernel.kernel))
        assert kernel(x, x)[0, 0, 0, 0] == 3 * n**3
        if n == 1:
            held = kernel
    assert sum(ref() is not None for ref in kernels) <= 9
    assert mappings() < before + 40
    assert held(x[:, :1], x[:, :1])[0, 0, 0, 0] == 3 * 39**2


@pytest.mark.skipif(not system.LINUX, reason="elsewhere nobody asks")
def test_too_little_memory_to_compile_in(cache, monkeypatch):
    """Room is made first; if that does not help, Python's own error comes before LLVM dies."""
    relieved = []
    monkeypatch.setattr(recent, "relief", [lambda: relieved.append(1)])
    monkeypatch.setattr(forks, "SPARE_BYTES", 1 << 50)
    with pytest.raises(MemoryError, match="compiling takes up to"):
        assemble(Answer())
    assert relieved
    monkeypatch.setattr(forks, "SPARE_BYTES", 1 << 20)
    monkeypatch.setattr(recent, "relief", [lambda: relieved.append(1)])
    assert call(assemble(Answer())) == 42


def test_an_interrupt_leaves_the_compiler_in_order(cache):
    """Whoever waits is interrupted; who compiles is not, and others need not wait for ever."""
    numbers = iter(range(10**6))

    def compile_another():
        assemble(Answer(next(numbers)))

    def check():
        others = []
        at_once(lambda: others.append(call(assemble(Answer(7)))), 1)
        assert others == [7]

    assert at_every_line(compile_another, check) > 10


def test_many_threads_compile_once(cache):
    answer, together, found = Answer(seconds=0.05), threading.Barrier(8), []

    def ask():
        together.wait()
        found.append(assemble(answer))

    at_once(ask, 8)
    assert answer.made == 1
    assert len({id(binary) for binary in found}) == 1


def test_a_failure_is_raised_and_not_remembered(cache):
    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        jit.assemble(("x",), fail, ("answer",), "", "")
    assert call(jit.assemble(("x",), Answer(7), ("answer",), "", "")) == 7


def test_a_module_may_ask_for_another(cache):
    def outer():
        assert call(assemble(Answer(1))) == 1
        return Answer(2)()

    assert call(jit.assemble(("outer",), outer, ("answer",), "", "")) == 2


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.skipif(not system.has("register_at_fork"), reason="no fork")
def test_fork_while_a_thread_compiles(cache):
    slow = Answer(1, seconds=0.2)
    thread = threading.Thread(target=assemble, args=(slow,))
    thread.start()
    while not slow.made:
        time.sleep(0.001)
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            good = call(assemble(Answer(1))) == 1 and call(assemble(Answer(2))) == 2
            os._exit(0 if good else 1)
        os._exit(2)
    thread.join()
    assert exit_code(child) == 0


def exit_code(child):
    for _ in range(1000):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return "hung"


def test_importing_initialises_nothing():
    script = "import sys, filtergrad.cpu.run.jit; print('llvmlite.binding' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert done.stdout == "False\n", done.stderr


# ---- LLVM ----


def tile(accumulators, *, fused=True):
    """A loop that multiplies and adds into so many registers of 8 floats."""
    vector = ir.VectorType(F32, 8)
    module = ir.Module("tile")
    fma = ir.Function(module, ir.FunctionType(vector, [vector] * 3), "llvm.fma.v8f32")
    kind = ir.FunctionType(ir.VoidType(), [PTR, PTR, I64])
    function = ir.Function(module, kind, "tile")
    x, out, count = function.args
    b = ir.IRBuilder(function.append_basic_block("entry"))
    sums = [b.alloca(vector) for _ in range(accumulators)]
    for slot in sums:
        b.store(ir.Constant(vector, [0.0] * 8), slot)
    before, body, done = b.block, b.append_basic_block("body"), b.append_basic_block("done")
    b.branch(body)
    b.position_at_end(body)
    index = b.phi(I64)
    index.add_incoming(I64(0), before)
    at = b.gep(x, [index], source_etype=vector)
    value = b.load(at, typ=vector, align=4)
    for number, slot in enumerate(sums):
        other = b.load(b.gep(at, [I64(number)], source_etype=F32), typ=vector, align=4)
        old = b.load(slot, typ=vector)
        new = b.call(fma, [value, other, old]) if fused else b.fadd(b.fmul(value, other), old)
        b.store(new, slot)
    following = b.add(index, I64(1))
    index.add_incoming(following, body)
    b.cbranch(b.icmp_signed("<", following, count), body, done)
    b.position_at_end(done)
    for number, slot in enumerate(sums):
        place = b.gep(out, [I64(number)], source_etype=vector)
        b.store(b.load(slot, typ=vector), place, align=4)
    b.ret_void()
    return module


@pytest.mark.parametrize(
    ("cpu", "triple", "fit", "too_many"), [("znver3", X86, 12, 20), ("cortex-a76", ARM, 12, 20)]
)
def test_spills_are_counted_in_the_loop_alone(cpu, triple, fit, too_many):
    good = llvm.compile_module(tile(fit), cpu, "", triple).assembly()
    assert jit.spills(good, "tile") == 0
    bad = llvm.compile_module(tile(too_many), cpu, "", triple).assembly()
    assert 2 <= jit.spills(bad, "tile") <= len(re.findall("Spill|Reload", bad))
    with pytest.raises(KeyError):
        jit.spills(bad, "til")


def test_code_for_another_processor():
    compiled = jit.compile_module(tile(4), "generic", "+neon", ARM)
    assert compiled.code[:4] == b"\x7fELF"
    assert compiled.code[18] == 183  # EM_AARCH64
    assert "fmla" in compiled.assembly()
    assert "alloca" not in compiled.optimized_ir()


def test_nothing_is_fused_that_was_not_asked_for():
    text = jit.compile_module(tile(4, fused=False), "znver3", "", X86).assembly()
    assert "vmulps" in text
    assert "vfmadd" not in text
    assert "vfmadd" in jit.compile_module(tile(4), "znver3", "", X86).assembly()


def test_invalid_ir_is_refused():
    module = ir.Module("bad")
    function = ir.Function(module, ir.FunctionType(I64, []), "bad")
    function.append_basic_block()  # without a terminator
    with pytest.raises(RuntimeError):
        jit.compile_module(module, "", "")
