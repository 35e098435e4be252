"""The native way in: a host calls machine code, and no Python runs until a shape is new.

In: what a call looks like, as a few 64-bit words, and the addresses of x, dy and dW. Out: dW. The
words are looked up in a table of calls seen before; only for new ones Python is asked. Every host
has a small function of its own, in its `shim`, that reads its structures and ends in `call`:

    call(words, x, dy, out) -> text        0, or the address of what is wrong, in the user's words
      record = known(words)                a hash table, read without a lock
      launch(record, x, dy, out)           workspace, tasks, ordered sum, then the host's layout

Python forgets records that are not used; so between `enter` and `leave` a call is counted, and what
it may be reading is not freed.

All that is not code lies in the words of the global `door` (`code`), which Python fills in.
"""

from __future__ import annotations

from llvmlite import ir

from filtergrad import system
from filtergrad.cpu.base.plan import KEPT_BYTES
from filtergrad.cpu.code.ir import I16, I32, I64, PTR, VOID, Value, vector
from filtergrad.cpu.code.task import ARGUMENTS, STRIDES, TASK_TYPE, part_of, swap_float_mode
from filtergrad.cpu.run.pool_memory import SLOTS as MAX_THREADS

from . import watch
from .code import (
    ALLOCATE,
    BYTES,
    FREE,
    FULL,
    GET_NUM_THREADS,
    PARALLEL_FOR,
    PLACES,
    REFRESH,
    TEAM,
    WORKSPACES,
    DoorCode,
    lookup,
)

SYMBOLS = ("door", "call", "publish", "running", "place_2", "place_4", "place_8")
# dW is moved into the host's layout in squares of EDGE output channels and ROWS input channels,
# LANES output channels in a vector, through a buffer of BUFFER bytes.
EDGE, ROWS, LANES, BUFFER = 64, 16, 16, 65536


def module(name: str, words: int, *, watched: bool = False) -> ir.Module:
    """Build a module with `call` for calls of so many words; a shim adds what its host calls.

    If it is watched, its calls are counted and measured (`watch`).
    """
    built = ir.Module(name)
    place = ir.GlobalVariable(built, ir.ArrayType(I64, BYTES // 8), "door")
    place.initializer = ir.Constant(place.value_type, None)
    place.align = 64
    lookup(built, words)
    _take(built)
    _give(built)
    for size in (2, 4, 8):
        _place(built, size)
    _work(built)
    _run(built)
    _launch(built, "launch_unwatched" if watched else "launch")
    if watched:
        watch.launch(built, "launch_unwatched")
    _call(built)
    return built


def _take(built: ir.Module) -> None:
    """Write `take`, which returns a workspace: one that waits, or a new one.

    Its size stands in the 64 bytes before it. Fresh pages cost more than the sums made in them, and
    threads of a host come and go: so workspaces belong to the door and not to threads, and each is
    taken by swapping a null into its place.
    """
    code = DoorCode(built, "take", PTR, size=I64)
    (size,) = code.arguments
    b, room = code.b, code.pointer()
    door = built.globals["door"].bitcast(PTR)
    with (
        code.loop(0, PLACES, name="room") as i,
        code.when(code.nothing(code.found(room, PTR))),
    ):
        taken = b.atomic_rmw(
            "xchg", code.at(door, code.add(code.mul(i, 8), WORKSPACES)), code.i64(0), "acquire"
        )
        with code.when(b.not_(code.equal(taken, 0))):
            block = b.inttoptr(taken, PTR)
            with b.if_else(code.less(code.load(I64, block), size)) as (small, enough):
                with small:
                    code.call(code.word(FREE), ir.FunctionType(VOID, [PTR]), block)
                with enough:
                    b.store(block, room)
    with code.when(code.nothing(code.found(room, PTR))):
        whole = b.and_(code.add(size, 64 + 63), code.i64(-64))
        kind = ir.FunctionType(PTR, [I64, I64])
        fresh = code.call(code.word(ALLOCATE), kind, code.i64(64), whole)
        with code.when(b.not_(code.nothing(fresh))):
            code.store(size, fresh)
        b.store(fresh, room)
    last = code.found(room, PTR)
    code.ret(b.select(code.nothing(last), last, code.at(last, 64)))


def _give(built: ir.Module) -> None:
    """Write `give`, which lets a workspace wait for the next call.

    It frees one of more than ``most`` bytes, and one for which there is no place.
    """
    code = DoorCode(built, "give", room=PTR, most=I64)
    room, most = code.arguments
    b, door = code.b, built.globals["door"].bitcast(PTR)
    block = code.at(room, -64)
    left = code.variable(I64, b.ptrtoint(block, I64))
    small = b.not_(code.less(most, code.load(I64, block)))
    with code.when(small), code.loop(0, PLACES, name="room") as i:
        place = code.at(door, code.add(code.mul(i, 8), WORKSPACES))
        # Once the workspace waits somewhere, the swaps that follow put a null where a null is.
        done = b.cmpxchg(place, code.i64(0), code.found(left), "release", "monotonic")
        b.store(b.select(b.extract_value(done, 1), code.i64(0), code.found(left)), left)
    with code.when(b.not_(code.equal(code.found(left), 0))):
        code.call(code.word(FREE), ir.FunctionType(VOID, [PTR]), block)
    code.ret()


def _place(built: ir.Module, size: int) -> None:
    """Write a task that moves `EDGE` output channels of a dense dW into the host's layout.

    Its numbers are of ``size`` bytes. Squares of channels are moved, some taps at a time, first
    side by side into a buffer and from there to where they belong, all numbers of a filter one
    after the other. To move each number at once, without the buffer, took 5 ms instead of 3
    for 512 x 512 x 3 x 3, and 3 ms instead of 0.6 for 2048 x 512 (Zen 4): rows that lie powers of
    two apart share a few lines of the cache, and narrow squares visit every page too often.
    """
    code = DoorCode(built, f"place_{size}", exported=True, args=PTR, task=I64, slot=I64)
    args, task, _ = code.arguments
    record, source, to = (code.load(PTR, args, 8 * i) for i in range(3))
    kind = {2: I16, 4: I32, 8: I64}[size]
    taps, cs, ks = (code.field(record, name) for name in ("taps", "c", "k"))
    to_tap, to_c, to_k = (
        code.mul(code.field(record, name), size) for name in ("to_tap", "to_c", "to_k")
    )
    step = BUFFER // (EDGE * ROWS * size)  # taps
    buffer = code.array(BUFFER // 8, "buffer")
    first = code.mul(task, EDGE)
    count = code.min(EDGE, code.sub(ks, first))
    whole = code.sub(count, code.divmod(count, LANES)[1])
    with code.loop(0, cs, ROWS, name="c0") as c0, code.loop(0, taps, step, name="tap0") as tap0:
        square = code.min(step, code.sub(taps, tap0)), code.min(ROWS, code.sub(cs, c0))
        with code.loop(0, square[0], name="tap") as tap, code.loop(0, square[1], name="c") as c:
            row = code.add(code.mul(code.add(tap0, tap), cs), code.add(c0, c))
            near = code.at(source, code.mul(code.add(code.mul(row, ks), first), size))
            line = code.at(buffer, code.mul(code.add(code.mul(tap, ROWS), c), EDGE * size))
            for start, stop, lanes in ((0, whole, LANES), (whole, count, 1)):
                with code.loop(start, stop, lanes, name="k") as k:
                    at = code.mul(k, size)
                    code.store(code.load(vector(kind, lanes), near, at), line, at)
        corner = code.at(to, code.add(code.mul(tap0, to_tap), code.mul(c0, to_c)))
        steps = ((to_tap, ROWS * EDGE * size), (to_c, EDGE * size))
        with code.b.if_else(code.less(to_tap, to_c)) as (planes, rows):
            for order, block in (((1, 0), planes), ((0, 1), rows)):
                with block, code.loop(0, count, name="k") as k:
                    place = code.at(corner, code.mul(code.add(first, k), to_k))
                    outer, inner = order
                    with (
                        code.loop(0, square[outer], name="outer") as a,
                        code.loop(0, square[inner], name="inner") as b,
                    ):
                        far, near = (
                            code.sum((a, steps[outer][i]), (b, steps[inner][i])) for i in range(2)
                        )
                        number = code.load(kind, buffer, code.add(near, code.mul(k, size)))
                        code.store(number, place, far)
    code.ret()


def _work(built: ir.Module) -> None:
    """Write `work`, a thread's part of a phase in a host's team: it claims tasks until the end.

    As in our pool (`cpu.run.pool_code`), first those of its own slot's range, then the others'.
    """
    code = DoorCode(built, "work", begin=I64, end=I64, phase=PTR)
    slot, _, phase = code.arguments
    mode = swap_float_mode(code, system.ARCH)
    function, args, tasks, team = (code.load(I64, phase, 8 * i) for i in range(4))
    with code.loop(0, team, name="range") as i:
        owner = code.divmod(code.add(slot, i), team)[1]
        _, stop = part_of(code, tasks, team, owner)
        place = code.at(phase, code.mul(code.add(owner, 4), 8))
        with code.forever("claim") as leave:
            task = code.b.atomic_rmw("add", place, code.i64(1), "monotonic")
            leave(code.b.not_(code.less(task, stop)))
            more = code.b.and_(code.equal(i, 0), code.less(code.add(task, 1), stop))
            code.call(function, TASK_TYPE, args, task, slot, code.b.zext(more, I64))
    swap_float_mode(code, system.ARCH, mode)
    code.ret()


def _run(built: ir.Module) -> None:
    """Write `run`: phases {function, args, tasks} in order, by the host's team or by our pool."""
    code = DoorCode(built, "run", phases=PTR, count=I64, threads=I64)
    phases, count, threads = code.arguments
    b, parallel_for = code.b, code.word(PARALLEL_FOR)
    with b.if_else(code.equal(parallel_for, 0)) as (ours, theirs):
        with ours:
            team = code.word(TEAM, PTR)
            run = ir.FunctionType(VOID, [I64, PTR, I64, I64])
            pool, run_phases = code.load(I64, team), code.load(I64, team, 16)
            code.call(run_phases, run, pool, phases, count, threads)
        with theirs, code.loop(0, count, name="phase") as i:
            # With the team, and for each of its slots the first task of its range.
            phase = code.array(4 + MAX_THREADS, "phase")
            for at in range(3):
                code.store(code.load(I64, phases, code.add(code.mul(i, 24), 8 * at)), phase, 8 * at)
            work, tasks = built.globals["work"], code.load(I64, phase, 16)
            team = code.max(1, code.min(threads, tasks))
            code.store(team, phase, 24)
            with code.loop(0, team, name="slot") as slot:
                first, _ = part_of(code, tasks, team, slot)
                code.store(first, phase, code.mul(code.add(slot, 4), 8))
            with b.if_else(code.less(1, team)) as (many, alone):
                with many:
                    kind = ir.FunctionType(I32, [I64, I64, I64, work.type, PTR])
                    code.call(parallel_for, kind, code.i64(0), team, code.i64(1), work, phase)
                with alone:
                    b.call(work, [code.i64(0), code.i64(1), phase])
    code.ret()


def _launch(built: ir.Module, name: str) -> None:
    """Write `launch`: compute what a record says, and return the text of what is wrong, or null."""
    code = DoorCode(built, name, PTR, record=PTR, x=PTR, dy=PTR, out=PTR)
    record, x, dy, out = code.arguments
    b, text = code.b, code.pointer()
    zeros = code.field(record, "zeros")
    with b.if_else(code.less(0, zeros)) as (empty, full):
        with empty, code.loop(0, zeros, 2, name="zero") as at:
            code.store(ir.Constant(I16, 0), out, at)
        with full:
            threads = code.min(_threads(code), code.field(record, "slots"))
            partials, panel = code.field(record, "partials"), code.field(record, "panel_bytes")
            shared = b.and_(code.add(partials, 63), code.i64(-64))
            panels = code.add(shared, code.mul(threads, panel))
            moved = b.not_(code.equal(code.field(record, "place"), 0))
            dense = b.select(moved, code.field(record, "size"), code.i64(0))
            room = code.invoke("take", code.add(panels, dense))
            with b.if_else(code.nothing(room)) as (none, some):
                with none:
                    b.store(code.word(FULL, PTR), text)
                with some:
                    target = b.select(moved, code.at(room, panels), out)
                    as_given = code.equal(code.field(record, "exchanged"), 0)
                    x, dy = b.select(as_given, x, dy), b.select(as_given, dy, x)
                    args = _arguments(
                        code, record, x=x, dy=dy, out=target, partial=room,
                        panels=code.at(room, shared), panel_bytes=panel,
                        sizes=code.field(record, "sizes"),
                    )  # fmt: skip
                    _phases(code, record, args, (target, out), threads)
                    code.invoke("give", room, KEPT_BYTES)
    code.ret(code.found(text, PTR))


def _threads(code: DoorCode) -> Value:
    """How many threads work on this call: the host's number where its team does, else ours."""
    b, count = code.b, code.variable(I64)
    get_num_threads = code.word(GET_NUM_THREADS)
    with b.if_else(code.equal(get_num_threads, 0)) as (ours, theirs):
        with ours:
            team = code.word(TEAM, PTR)
            with code.when(code.equal(code.load(I64, team, 24), 0)):
                code.call(code.word(REFRESH), ir.FunctionType(VOID, []))
            b.store(code.load(I64, team, 8), count)
        with theirs:
            b.store(b.zext(code.call(get_num_threads, ir.FunctionType(I32, [])), I64), count)
    return code.max(code.found(count), 1)


def _arguments(code: DoorCode, record: Value, **given: Value) -> Value:
    """Write down the arguments of tasks (`ARGUMENTS`): what is given, and a record's strides."""
    args = code.array(len(ARGUMENTS), "arguments")
    given |= {name: code.field(record, name) for name in STRIDES}
    given["old"] = code.i64(0)
    for at, name in enumerate(ARGUMENTS):
        code.store(given.pop(name), args, 8 * at)
    assert not given
    return args


def _phases(
    code: DoorCode, record: Value, args: Value, places: tuple[Value, Value], threads: Value
) -> None:
    """Run a call's phases: the sums, then the sum of partials, then dW into the host's layout."""
    phases, moving = code.array(9, "phases"), code.array(3, "moving")
    count = code.variable(I64, code.i64(0))
    for at, value in enumerate((record, *places)):
        code.store(value, moving, 8 * at)
    for function, tasks, given in (
        ("main", "tasks", args), ("finish", "rows", args), ("place", "k", moving)
    ):  # fmt: skip
        work, amount = code.field(record, function), code.field(record, tasks)
        if function == "place":
            amount = code.divmod(code.add(amount, EDGE - 1), EDGE)[0]
        with code.when(code.b.not_(code.equal(work, 0))):
            offset = code.mul(code.found(count), 24)
            for more, value in ((0, work), (8, given), (16, amount)):
                code.store(value, phases, code.add(offset, more))
            code.b.store(code.add(code.found(count), 1), count)
    code.invoke("run", phases, code.found(count), threads)


def _call(built: ir.Module) -> None:
    """Write `call`, in which shims end: look a call up, compute, and say what is wrong or null."""
    code = DoorCode(built, "call", PTR, exported=True, words=PTR, x=PTR, dy=PTR, out=PTR)
    words, x, dy, out = code.arguments
    slot = code.array(1, "record")
    entered = code.invoke("enter")
    text = code.variable(PTR, code.invoke("known", words, slot))
    with code.when(code.nothing(code.found(text, PTR))):
        record = code.load(PTR, slot)
        code.b.store(code.invoke("launch", record=record, x=x, dy=dy, out=out), text)
    code.invoke("leave", entered)
    code.ret(code.found(text, PTR))
